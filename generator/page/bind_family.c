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

/* The notes of one family, each text once. */
struct note_of {
	char *text;
	guint rows; /* that refer to it */
	guint mark; /* from 1; 0: of every row, so that none needs to refer to it */
};
#define MARKS_MOST 8

/* A figure that is there or not defined, and the notes it refers to by their place. */
struct row_of {
	const struct metric *metric;
	const char *group; /* caption of the table it begins, or NULL */
	guint notes[MARKS_MOST], n;
};

struct block {
	GArray *notes; /* of struct note_of */
	GArray *rows;  /* of struct row_of */
};

static void clear_note(gpointer p) {
	g_free(((struct note_of *)p)->text);
}

/* The place of a text among the notes. Takes text. */
static guint note_place(GArray *notes, char *text) {
	for (guint i = 0; i < notes->len; i++)
		if (strcmp(g_array_index(notes, struct note_of, i).text, text) == 0) {
			g_free(text);
			return i;
		}
	struct note_of note = {.text = text};
	g_array_append_val(notes, note);
	return notes->len - 1;
}

static void refer(struct block *b, struct row_of *row, char *text) {
	guint place = note_place(b->notes, text);
	if (row->n == MARKS_MOST)
		return;
	row->notes[row->n++] = place;
	g_array_index(b->notes, struct note_of, place).rows++;
}

/* A part of a sentence as one. */
static char *whole_sentence(const struct report *r, const char *key, const char *rule) {
	g_autofree char *said = SAY(r->words, key, ARG_S("rule", rule));
	char first[8] = {0};
	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(said)), first);
	return g_strconcat(first, g_utf8_next_char(said), NULL);
}

/* Why a figure is not there, else what is said of it and the rules it was told by. That a period is unfinished is said at the head of the page. */
static void note_figure(struct block *b, struct row_of *row, const struct page_context *p, const struct value *v) {
	const struct report *r = p->report;
	if (!value_shown(v)) {
		refer(b, row, bind_reason_text(r, row->metric, p->span, v));
		return;
	}
	if (v->note)
		refer(b, row, g_strdup(words_text(r->words, v->note)));
	g_autoptr(GPtrArray) rules = bind_rule_list(r, row->metric, v);
	if (strcmp(row->metric->id, "early_churn") == 0)
		refer(b, row, bind_early_days(r, p->span));
	for (guint i = 0; i < rules->len; i++)
		refer(b, row, g_strdup(g_ptr_array_index(rules, i)));
}

/* Numbers the notes in the order in which they are referred to; one that every row of several shares needs no number. */
static void number_notes(struct block *b) {
	guint next = 1;
	for (guint i = 0; i < b->notes->len; i++) {
		struct note_of *note = &g_array_index(b->notes, struct note_of, i);
		note->mark = b->rows->len > 2 && note->rows == b->rows->len ? 0 : next++;
	}
}

static guint marks_of(const struct block *b, const struct row_of *row, guint *marks) {
	guint n = 0;
	for (guint i = 0; i < b->notes->len; i++)
		for (guint k = 0; k < row->n; k++)
			if (row->notes[k] == i && g_array_index(b->notes, struct note_of, i).mark > 0)
				marks[n++] = g_array_index(b->notes, struct note_of, i).mark;
	return n;
}

static void family_row(struct tpl *table, const struct block *b, const char *notes, const struct page_context *p, const struct row_of *of) {
	const struct report *r = p->report;
	const struct metric *m = of->metric;
	const struct value *v = result(r->results, m->id, p->span, SLICE_ALL);
	const char *none = words_text(r->words, "cell_none");
	guint marks[MARKS_MOST], n_marks = marks_of(b, of, marks);
	g_autofree char *title = bind_text_of(r, m->id, "title"), *interval = bind_interval(r, m, v);
	g_autofree char *n = value_shown(v) && v->n >= 0 ? format_count(r->words, v->n) : NULL;
	struct comparison before = compare_previous(r, m->id, p->span, SLICE_ALL);
	struct tpl *row = bind_row_noted(table, bind_state_class(v), title, notes, marks, n_marks);
	bind_cell_figure(row, r, m->id, p->span, SLICE_ALL, NULL);
	bind_cell(row, interval ? interval : none, true);
	bind_cell(row, n ? n : none, true);
	if (before.comparable)
		bind_cell_figure(row, r, m->id, before.span, SLICE_ALL, NULL);
	else
		bind_cell(row, none, true);
}

static struct tpl *family_table(struct tpl *t, const struct page_context *p, const struct metric *first, const char *caption) {
	static const char *const heads[] = {"head_figure", "head_value", "head_interval", "head_n", "head_before"};
	const struct words *w = p->report->words;
	g_autofree char *id = g_strdup_printf("%s-%s-figures", p->kind->name, first->id);
	struct tpl *table = bind_table(t, "TABLES", p, id, caption, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		bind_head(table, words_text(w, heads[i]), i > 0);
	return table;
}

static bool is_there(const struct page_context *p, const struct metric *m) {
	return result(p->report->results, m->id, p->span, SLICE_ALL)->state != STATE_MISSING;
}

static void bind_note_of(struct tpl *noted, char *id, guint mark, char *text) {
	struct tpl *note = tpl_add(noted, "NOTES");
	tpl_take(note, "NOTE", id);
	tpl_show(note, "MARKED", mark > 0);
	if (mark > 0)
		tpl_set_int(note, "MARK", mark);
	tpl_take(note, "TEXT", text);
}

/* What holds for all is one sentence, before the numbered ones; a reason is a sentence by itself. */
static void bind_notes(struct tpl *t, const struct report *r, const struct block *b, const char *id) {
	if (b->notes->len == 0) {
		tpl_hide(t, "NOTED");
		return;
	}
	struct tpl *noted = tpl_add(t, "NOTED");
	g_autoptr(GString) all = g_string_new(NULL);
	for (guint i = 0; i < b->notes->len; i++) {
		const struct note_of *of = &g_array_index(b->notes, struct note_of, i);
		if (of->mark == 0)
			g_string_append_printf(all, "%s%s", all->len > 0 ? words_text(r->words, "rule_and") : "", of->text);
	}
	if (all->len > 0)
		bind_note_of(noted, g_strdup_printf("%s-all", id), 0,
					 g_str_has_suffix(all->str, ".") ? g_strdup(all->str) : whole_sentence(r, "family_note_all", all->str));
	for (guint i = 0; i < b->notes->len; i++) {
		const struct note_of *of = &g_array_index(b->notes, struct note_of, i);
		if (of->mark > 0)
			bind_note_of(noted, g_strdup_printf("%s-%u", id, of->mark), of->mark,
						 g_str_has_suffix(of->text, ".") ? g_strdup(of->text) : whole_sentence(r, "family_note", of->text));
	}
}

/* The figures of the family that are there, with what is noted of them. */
static struct block block_of(const struct page_context *p, const struct metric_family *f) {
	struct block b = {g_array_new(FALSE, FALSE, sizeof(struct note_of)), g_array_new(FALSE, FALSE, sizeof(struct row_of))};
	g_array_set_clear_func(b.notes, clear_note);
	const char *group = NULL;
	for (size_t i = 0; i < f->n; i++) {
		const char *begins = group_at(&f->metrics[i]);
		group = begins ? begins : group;
		if (!is_there(p, &f->metrics[i]))
			continue;
		struct row_of row = {.metric = &f->metrics[i], .group = group};
		note_figure(&b, &row, p, result(p->report->results, f->metrics[i].id, p->span, SLICE_ALL));
		g_array_append_val(b.rows, row);
		group = NULL;
	}
	number_notes(&b);
	return b;
}

static void family_block(struct tpl *t, const char *name, const struct page_context *p, const struct metric_family *f) {
	const struct report *r = p->report;
	g_autofree char *key = g_strdup_printf("family_%s", f->name), *id = g_strdup_printf("%s-%s-family", p->kind->name, f->name);
	g_autofree char *notes = g_strdup_printf("%s-%s-note", p->kind->name, f->name);
	struct block b = block_of(p, f);
	bool grouped = group_at(&f->metrics[0]) != NULL;
	struct tpl *block = tpl_include(t, name, "partials/family.html"), *table = NULL;
	tpl_set(block, "ID", id);
	tpl_set(block, "KIND", grouped ? "grouped" : "whole");
	if (grouped)
		tpl_set(tpl_add(block, "TITLE"), "TEXT", words_text(r->words, key));
	else
		tpl_hide(block, "TITLE");
	for (guint i = 0; i < b.rows->len; i++) {
		const struct row_of *row = &g_array_index(b.rows, struct row_of, i);
		if (table == NULL || row->group != NULL)
			table = family_table(block, p, row->metric, words_text(r->words, row->group ? row->group : key));
		family_row(table, &b, notes, p, row);
	}
	bind_notes(block, r, &b, notes);
	g_array_unref(b.notes);
	g_array_unref(b.rows);
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
