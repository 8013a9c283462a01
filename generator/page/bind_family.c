/* page/bind_family: see bind_family.h. Refuses to say that a difference means anything: the period before stands beside, no more. */
#include "page/bind_family.h"
#include <string.h>

/* Why a figure is not there, else the rule it was told by; NULL when neither has words. */
static char *remark(const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	char *reason = bind_reason_text(r, m, span, v);
	return reason != NULL ? reason : bind_rules(r, m, v);
}

static void family_row(struct tpl *table, const struct page_context *p, const struct metric *m) {
	const struct report *r = p->report;
	const struct value *v = result(r->results, m->id, p->span, SLICE_ALL);
	const char *none = words_text(r->words, "cell_none");
	g_autofree char *title = bind_text_of(r, m->id, "title"), *interval = bind_interval(r, m, v), *why = remark(r, m, p->span, v);
	g_autofree char *n = value_shown(v) && v->n >= 0 ? format_count(r->words, v->n) : NULL;
	struct comparison before = compare_previous(r, m->id, p->span, SLICE_ALL);
	struct tpl *row = bind_row(table, bind_state_class(v), title);
	bind_cell_figure(row, r, m->id, p->span, SLICE_ALL, NULL);
	bind_cell(row, interval ? interval : none, true);
	bind_cell(row, n ? n : none, true);
	if (before.comparable)
		bind_cell_figure(row, r, m->id, before.span, SLICE_ALL, NULL);
	else
		bind_cell(row, none, true);
	bind_cell(row, why ? why : "", false);
}

static void family_table(struct tpl *t, const char *name, const struct page_context *p, const struct metric_family *f) {
	const struct words *w = p->report->words;
	g_autofree char *id = g_strdup_printf("%s-%s-figures", p->kind->name, f->name), *key = g_strdup_printf("family_%s", f->name);
	struct tpl *table = bind_table(t, name, p, id, words_text(w, key), NULL);
	static const char *const heads[] = {"head_figure", "head_value", "head_interval", "head_n", "head_before", "head_remark"};
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		bind_head(table, words_text(w, heads[i]), i > 0 && i + 1 < G_N_ELEMENTS(heads));
	for (size_t i = 0; i < f->n; i++)
		family_row(table, p, &f->metrics[i]);
}

void bind_families(struct tpl *t, const char *name, const struct page_context *p, const char *const *families, size_t n) {
	bool any = false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; metric_families[k] != NULL; k++)
			if (strcmp(metric_families[k]->name, families[i]) == 0) {
				family_table(t, name, p, metric_families[k]);
				any = true;
			}
	if (!any)
		tpl_exclude(t, name);
}
