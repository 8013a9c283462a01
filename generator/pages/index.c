/* pages/index: the way into a client's report: the newest finished month, and every period there is, by year. */
#include "page/bind.h"

static void bind_newest(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	size_t span = span_newest(&r->facts->spans, SPAN_MONTH);
	g_autofree char *href = span == SPAN_ABSENT ? NULL : bind_href(p, "overview", span);
	if (!href) {
		tpl_hide(body, "NEWEST");
		return;
	}
	struct tpl *newest = tpl_add(body, "NEWEST");
	tpl_set(newest, "HREF", href);
	tpl_take(newest, "TITLE", bind_span_title(r->words, &r->facts->spans.items[span]));
	bool any = false;
	for (const struct page_kind *k = bind_next_tab(0); k; k = bind_next_tab(k->order)) {
		g_autofree char *page = bind_href(p, k->name, span);
		if (!page)
			continue;
		g_autofree char *key = g_strdup_printf("page_%s_title", k->name);
		struct tpl *link = tpl_add(newest, "PAGES");
		tpl_set(link, "HREF", page);
		tpl_set(link, "TEXT", words_text(r->words, key));
		any = true;
	}
	if (!any)
		tpl_hide(newest, "PAGES");
}

/* One place of the archive: a link where a page is, else its bare name, so that the grid stays whole. */
static void archive_cell(struct tpl *row, const char *section, const struct page_context *p, size_t span, char *text) {
	g_autofree char *href = span == SPAN_ABSENT ? NULL : bind_href(p, "overview", span);
	g_autofree char *name = text;
	struct tpl *cell = tpl_add(row, section);
	if (!href) {
		tpl_hide(cell, "LINK");
		tpl_set(tpl_add(cell, "BARE"), "TEXT", name);
		return;
	}
	struct tpl *link = tpl_add(cell, "LINK");
	tpl_hide(cell, "BARE");
	tpl_set(link, "HREF", href);
	tpl_set(link, "TEXT", name);
	tpl_show(link, "UNFINISHED", p->report->facts->spans.items[span].unfinished);
}

static void archive_year(struct tpl *body, const struct page_context *p, int year) {
	const struct spans *all = &p->report->facts->spans;
	const struct words *w = p->report->words;
	struct tpl *row = tpl_add(body, "YEARS");
	archive_cell(row, "YEAR", p, span_find(all, SPAN_YEAR, month_of(year, 1)), g_strdup_printf("%d", year));
	for (int q = 0; q < 4; q++)
		archive_cell(row, "QUARTERS", p, span_find(all, SPAN_QUARTER, month_of(year, 3 * q + 1)), SAY(w, "archive_quarter", ARG_I("q", q + 1)));
	for (int m = 1; m <= 12; m++)
		archive_cell(row, "MONTHS", p, span_find(all, SPAN_MONTH, month_of(year, m)), format_month_short(w, month_of(year, m), false));
}

static void bind(const struct page_context *p, struct tpl *body) {
	const struct report *r = p->report;
	const struct spans *all = &r->facts->spans;
	g_autofree char *from = format_month(r->words, all->first), *to = format_day(r->words, all->as_of);
	tpl_set(body, "CLIENT", r->conf->name);
	tpl_take(body, "REACH", SAY(r->words, "index_reach", ARG_S("from", from), ARG_S("to", to)));
	bind_newest(body, p);
	size_t trailing = span_newest(all, SPAN_TRAILING);
	g_autofree char *href = trailing == SPAN_ABSENT ? NULL : bind_href(p, "overview", trailing);
	if (href) {
		struct tpl *link = tpl_add(body, "TRAILING");
		tpl_set(link, "HREF", href);
		tpl_take(link, "TEXT", bind_span_title(r->words, &all->items[trailing]));
	} else {
		tpl_hide(body, "TRAILING");
	}
	for (int year = month_year(all->last); year >= month_year(all->first); year--)
		archive_year(body, p, year);
}

const struct page_kind page_index = {.name = "index", .when = PAGE_ONCE, .order = 0, .bind = bind};
