/* page/bind_family: see bind_family.h. Refuses to say that a difference means anything: the period before stands beside, no more. */
#include "page/bind_family.h"
#include <string.h>

/* Where a group of a long family begins, and its caption. */
static const struct {
	const char *metric, *key;
} groups[] = {
	{"retention_rate", "group_rates"},
	{"customers_opening", "group_customers"},
	{"churn_annualised", "group_leaving"},
	{"renewal_rate", "group_renewals"},
	{"growth_ceiling", "group_ceiling"},
	{"order_average", "group_orders"},
	{"mrr_opening", "group_movements"},
	{"dollar_retention", "group_kept"},
	{"concentration_1", "group_concentration"},
	{"spend_keeping", "group_spend"},
	{"lost_revenue_year", "group_losses"},
	{"cost_to_keep", "group_keeping"},
	{"needed_new", "group_target"},
};

static const char *group_at(const struct metric *m) {
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (strcmp(groups[i].metric, m->id) == 0)
			return groups[i].key;
	return NULL;
}

/* The notes of one family, each text once; a note's mark is its place, from 1. */
struct notes {
	char *id; /* prefix of their ids; owned */
	GPtrArray *texts;
};
#define MARKS_MOST 6

static guint note_mark(struct notes *n, char *text) {
	guint at;
	if (g_ptr_array_find_with_equal_func(n->texts, text, g_str_equal, &at)) {
		g_free(text);
		return at + 1;
	}
	g_ptr_array_add(n->texts, text);
	return n->texts->len;
}

/* A rule is a part of a sentence; alone it is one. */
static char *whole_sentence(const struct report *r, const char *rule) {
	g_autofree char *said = SAY(r->words, "family_note", ARG_S("rule", rule));
	char first[8] = {0};
	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(said)), first);
	return g_strconcat(first, g_utf8_next_char(said), NULL);
}

/* Why a figure is not there, else the rules it was told by. That a period is unfinished is said at the head of the page. */
static guint note_figure(struct notes *n, const struct page_context *p, const struct metric *m, const struct value *v, guint *marks) {
	const struct report *r = p->report;
	if (!value_shown(v)) {
		marks[0] = note_mark(n, bind_reason_text(r, m, p->span, v));
		return 1;
	}
	g_autoptr(GPtrArray) rules = bind_rule_list(r, m, v);
	guint count = 0;
	for (; count < rules->len && count < MARKS_MOST; count++)
		marks[count] = note_mark(n, whole_sentence(r, g_ptr_array_index(rules, count)));
	return count;
}

static void family_row(struct tpl *table, struct notes *notes, const struct page_context *p, const struct metric *m) {
	const struct report *r = p->report;
	const struct value *v = result(r->results, m->id, p->span, SLICE_ALL);
	const char *none = words_text(r->words, "cell_none");
	guint marks[MARKS_MOST], n_marks = note_figure(notes, p, m, v, marks);
	g_autofree char *title = bind_text_of(r, m->id, "title"), *interval = bind_interval(r, m, v);
	g_autofree char *n = value_shown(v) && v->n >= 0 ? format_count(r->words, v->n) : NULL;
	struct comparison before = compare_previous(r, m->id, p->span, SLICE_ALL);
	struct tpl *row = bind_row_noted(table, bind_state_class(v), title, notes->id, marks, n_marks);
	bind_cell_figure(row, r, m->id, p->span, SLICE_ALL, NULL);
	bind_cell(row, interval ? interval : none, true);
	bind_cell(row, n ? n : none, true);
	if (before.comparable)
		bind_cell_figure(row, r, m->id, before.span, SLICE_ALL, NULL);
	else
		bind_cell(row, none, true);
}

static struct tpl *family_table(struct tpl *block, const struct page_context *p, const struct metric *first, const char *caption) {
	static const char *const heads[] = {"head_figure", "head_value", "head_interval", "head_n", "head_before"};
	const struct words *w = p->report->words;
	g_autofree char *id = g_strdup_printf("%s-%s-figures", p->kind->name, first->id);
	struct tpl *table = bind_table(block, "TABLES", p, id, caption, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		bind_head(table, words_text(w, heads[i]), i > 0);
	return table;
}

static bool is_there(const struct page_context *p, const struct metric *m) {
	return result(p->report->results, m->id, p->span, SLICE_ALL)->state != STATE_MISSING;
}

static void bind_notes(struct tpl *block, const struct notes *n) {
	if (n->texts->len == 0) {
		tpl_hide(block, "NOTED");
		return;
	}
	struct tpl *noted = tpl_add(block, "NOTED");
	for (guint i = 0; i < n->texts->len; i++) {
		struct tpl *note = tpl_add(noted, "NOTES");
		tpl_take(note, "NOTE", g_strdup_printf("%s-%u", n->id, i + 1));
		tpl_set_int(note, "MARK", i + 1);
		tpl_set(note, "TEXT", g_ptr_array_index(n->texts, i));
	}
}

static void family_block(struct tpl *t, const char *name, const struct page_context *p, const struct metric_family *f) {
	const struct words *w = p->report->words;
	g_autofree char *key = g_strdup_printf("family_%s", f->name), *id = g_strdup_printf("%s-%s-family", p->kind->name, f->name);
	struct notes notes = {g_strdup_printf("%s-%s-note", p->kind->name, f->name), g_ptr_array_new_with_free_func(g_free)};
	bool grouped = group_at(&f->metrics[0]) != NULL;
	struct tpl *block = tpl_include(t, name, "partials/family.html"), *table = NULL;
	tpl_set(block, "ID", id);
	tpl_set(block, "KIND", grouped ? "grouped" : "whole");
	if (grouped)
		tpl_set(tpl_add(block, "TITLE"), "TEXT", words_text(w, key));
	else
		tpl_hide(block, "TITLE");
	const char *caption = words_text(w, key);
	for (size_t i = 0; i < f->n; i++) {
		const char *group = group_at(&f->metrics[i]);
		if (group != NULL) {
			caption = words_text(w, group);
			table = NULL;
		}
		if (!is_there(p, &f->metrics[i]))
			continue;
		if (table == NULL)
			table = family_table(block, p, &f->metrics[i], caption);
		family_row(table, &notes, p, &f->metrics[i]);
	}
	bind_notes(block, &notes);
	g_free(notes.id);
	g_ptr_array_unref(notes.texts);
}

/* What another kind of business has is no lack of this one. */
static bool is_foreign(const struct value *v) {
	static const char *const foreign[] = {"needs_contracts", "needs_orders", "needs_renewals", "needs_purchases"};
	for (size_t i = 0; i < G_N_ELEMENTS(foreign); i++)
		if (g_strcmp0(v->needs, foreign[i]) == 0)
			return true;
	return false;
}

static bool is_absent(const struct page_context *p, const struct metric *m) {
	const struct value *v = result(p->report->results, m->id, p->span, SLICE_ALL);
	return v->state == STATE_MISSING && !is_foreign(v);
}

static void absent_figure(struct tpl *need, const struct page_context *p, const struct metric *m) {
	struct tpl *figure = tpl_add(need, "FIGURES");
	tpl_set(figure, "METRIC", m->id);
	tpl_set(figure, "PERIOD", p->report->facts->spans.items[p->span].name);
	tpl_take(figure, "TITLE", bind_text_of(p->report, m->id, "title"));
}

/* One sentence for each thing that is lacking, in the order in which the figures lack them. */
static void bind_absent_figures(struct tpl *t, const char *name, const struct page_context *p, const GPtrArray *absent) {
	const struct report *r = p->report;
	g_autoptr(GPtrArray) said = g_ptr_array_new();
	struct tpl *block = tpl_include(t, name, "partials/absent.html");
	for (guint i = 0; i < absent->len; i++) {
		const struct metric *first = g_ptr_array_index(absent, i);
		const char *reason = bind_state_reason(r, result(r->results, first->id, p->span, SLICE_ALL));
		if (g_ptr_array_find_with_equal_func(said, reason, g_str_equal, NULL))
			continue;
		g_ptr_array_add(said, (gpointer)(uintptr_t)reason);
		struct tpl *need = tpl_add(block, "NEEDS");
		tpl_set(need, "TEXT", reason);
		for (guint k = i; k < absent->len; k++) {
			const struct metric *m = g_ptr_array_index(absent, k);
			if (strcmp(bind_state_reason(r, result(r->results, m->id, p->span, SLICE_ALL)), reason) == 0)
				absent_figure(need, p, m);
		}
	}
}

static const struct metric_family *family_find(const char *name) {
	for (size_t k = 0; metric_families[k] != NULL; k++)
		if (strcmp(metric_families[k]->name, name) == 0)
			return metric_families[k];
	return NULL;
}

void bind_families(struct tpl *t, const char *name, const struct page_context *p, const char *const *families, size_t n) {
	g_autoptr(GPtrArray) absent = g_ptr_array_new();
	bool any = false;
	for (size_t i = 0; i < n; i++) {
		const struct metric_family *f = family_find(families[i]);
		bool there = false;
		for (size_t k = 0; f != NULL && k < f->n; k++) {
			there |= is_there(p, &f->metrics[k]);
			if (is_absent(p, &f->metrics[k]))
				g_ptr_array_add(absent, (gpointer)(uintptr_t)&f->metrics[k]);
		}
		if (there)
			family_block(t, name, p, f);
		any |= there;
	}
	if (absent->len > 0)
		bind_absent_figures(t, name, p, absent);
	else if (!any)
		tpl_exclude(t, name);
}
