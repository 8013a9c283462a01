/* pages/signs: the five signs of a bad relationship, what came of low answers, whom to see next, and what others have published of such figures. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "report/benchmark.h"
#include "report/hazard.h"
#include <math.h>

#define MONTHS_SHOWN 24

static void bind_benchmarks(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	struct tpl *table = bind_table(body, "BENCHMARKS", p, "signs-benchmarks", words_text(r->words, "benchmarks_caption"), NULL);
	bind_head(table, words_text(r->words, "head_figure"), false);
	bind_head(table, words_text(r->words, "head_here"), true);
	bind_head(table, words_text(r->words, "head_published"), false);
	bind_head(table, words_text(r->words, "head_source"), false);
	for (size_t i = 0; i < n_benchmarks; i++) {
		const struct benchmark *b = &benchmarks[i];
		if (metric_find(b->metric) == NULL)
			continue;
		g_autofree char *title = bind_text_of(r, b->metric, "title");
		g_autofree char *text = g_strdup_printf("benchmark_%s_text", b->id), *source = g_strdup_printf("benchmark_%s_source", b->id);
		struct tpl *row = bind_row(table, "benchmark", title);
		bind_cell_figure(row, r, b->metric, p->span, SLICE_ALL, NULL);
		bind_cell(row, words_text(r->words, text), false);
		bind_cell(row, words_text(r->words, source), false);
	}
}

/* In which month of being a customer they leave: the first two years, the rest is in the file. */
static void bind_hazard(struct tpl *body, const struct page_context *p) {
	const struct words *w = p->report->words;
	g_autoptr(GArray) rows = hazard_of(p->report, p->span);
	if (rows->len == 0) {
		bind_note(body, "HAZARD", words_text(w, "hazard_none"));
		return;
	}
	struct tpl *table = bind_table(body, "HAZARD", p, "signs-hazard", words_text(w, "hazard_caption"), "hazard");
	bind_head(table, words_text(w, "head_months"), false);
	bind_head(table, words_text(w, "head_base"), true);
	bind_head(table, words_text(w, "head_lost"), true);
	bind_head(table, words_text(w, "head_hazard"), true);
	bind_head(table, words_text(w, "head_interval"), true);
	for (guint i = 0; i < rows->len && i < MONTHS_SHOWN; i++) {
		const struct hazard *h = &g_array_index(rows, struct hazard, i);
		g_autofree char *month = SAY(w, "hazard_month", ARG_I("n", h->month)), *here = format_count(w, h->at_risk), *left = format_count(w, h->left);
		g_autofree char *share = format_percent(w, h->share, 1), *lo = isfinite(h->bounds.lo) ? format_percent(w, h->bounds.lo, 1) : NULL;
		g_autofree char *hi = lo ? format_percent(w, h->bounds.hi, 1) : NULL, *limits = lo ? SAY(w, "interval", ARG_S("lo", lo), ARG_S("hi", hi)) : g_strdup(words_text(w, "chart_missing"));
		struct tpl *row = bind_row(table, "", month);
		bind_cell(row, here, true);
		bind_cell(row, left, true);
		bind_cell(row, share, true);
		bind_cell(row, limits, true);
	}
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"signs", "falling", "recovery", "lists"};
	static const char *const five[] = {"scope", "reactive", "blame", "nps", "profitability"};
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(five); i++)
		bind_fact(body, "FACTS", p, five[i]);
	bind_hazard(body, p);
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_benchmarks(body, p);
}

const struct page_kind page_signs = {.name = "signs", .when = PAGE_NEWEST_SPAN, .order = 7, .bind = bind};
