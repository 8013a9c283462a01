/* site/plan: which pages of which periods a client's folder holds, and where. Knows page kinds, spans and paths; refuses to know figures and markup.
 * Links are offered only to what the plan holds, so that a page cannot point at one that does not exist. */
#ifndef SITE_PLAN_H
#define SITE_PLAN_H
#include "report/page.h"

struct plan_page {
	struct page_context context; /* its pointers are the plan's */
	char *path;                  /* below the site: "lumen/2026-10/overview.html" */
};
struct plan {
	const struct report *report;
	char *folder;      /* the client's, below the site: its id */
	char *stylesheet;  /* below the client's folder: "assets/3f….css" */
	char *link_once, *link_span; /* the stylesheet from a page of the client's folder, and from one of a period's folder */
	bool internal;     /* any page of the plan is internal: site/internal/<client>/ needs the stylesheet too */
	GArray *pages;     /* of struct plan_page, by tab order and name, then span */
	GHashTable *places; /* kind and span of every page: "overview 3" */
};
typedef struct plan plan;

/* Lays out the pages of `kinds` (NULL-terminated; page_kinds in a build). The report and the kinds must outlive it. Free with plan_free. */
struct plan *plan_new(const struct report *r, const char *stylesheet, const struct page_kind *const *kinds);
void plan_free(struct plan *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(plan, plan_free)
const struct plan_page *plan_at(const struct plan *p, size_t i);
size_t plan_count(const struct plan *p);
/* Whether page i is among those a build of one period renders: the period's own folder and the pages a client has once; NULL selects all. */
bool plan_selects(const struct plan *p, size_t i, const char *period);
#endif
