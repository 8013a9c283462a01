/* pages/signs: the five signs of a bad relationship, what came of low answers, whom to see next, and what others have published of such figures. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "report/benchmark.h"

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

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"signs", "falling", "recovery", "lists"};
	static const char *const five[] = {"scope", "reactive", "blame", "nps", "profitability"};
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(five); i++)
		bind_fact(body, "FACTS", p, five[i]);
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_benchmarks(body, p);
}

const struct page_kind page_signs = {.name = "signs", .when = PAGE_NEWEST_SPAN, .order = 7, .bind = bind};
