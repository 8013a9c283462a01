/* report/page: what a page kind is. One file in pages/ defines one: it binds and computes nothing. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H
#include "report/report.h"

struct tpl;
enum page_when {
	PAGE_EVERY_SPAN,  /* every month, quarter and year, and the newest trailing year */
	PAGE_NEWEST_SPAN, /* the newest finished of each length */
	PAGE_ONCE         /* once a client, at as_of (the archive index) */
};

/* Where a page stands: everything a link needs. Set by site/plan. */
struct page_context {
	const struct report *report;
	const struct page_kind *kind;
	size_t span;              /* SPAN_ABSENT for PAGE_ONCE */
	const char *stylesheet;   /* relative link to the client's stylesheet, "../assets/3f…e.css" */
	const char *root;         /* "../" or "": from this page to the client's folder */
	/* whether a page of that kind exists for that span: pages link only to what is there */
	bool (*exists)(const struct page_context *p, const char *kind, size_t span);
	const void *plan;         /* site/plan's own */
};
struct page_kind {
	const char *name;     /* "overview": file overview.html, template pages/overview.html, words page_overview_title */
	enum page_when when;
	int order;            /* in the tabs, from 1; 0: not in the tabs */
	bool internal;        /* under site/internal/ */
	void (*bind)(const struct page_context *p, struct tpl *body);
};
extern const struct page_kind *const page_kinds[]; /* NULL-terminated; build/gen/pages.c */
#endif
