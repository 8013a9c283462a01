/* chart/caption: what a chart says without being seen: one sentence, and the table of its numbers. Knows series, steps and cells;
 * refuses to know geometry. Unfinished positions are left out of the sentence as long as a finished one exists. */
#include "chart/chart.h"
#include <math.h>
#include <string.h>

/* Positions (or cells) of the first, last, lowest and highest value; n of them seen. */
struct summary {
	size_t n, first, last, lo, hi;
};

static struct summary summarise(const double *y, const bool *partial, size_t n) {
	struct summary s = {0};
	for (int round = 0; round < 2 && s.n == 0; round++)
		for (size_t i = 0; i < n; i++) {
			if (!isfinite(y[i]) || (round == 0 && partial && partial[i]))
				continue;
			s.first = s.n == 0 ? i : s.first;
			s.lo = s.n == 0 || y[i] < y[s.lo] ? i : s.lo;
			s.hi = s.n == 0 || y[i] > y[s.hi] ? i : s.hi;
			s.last = i;
			s.n++;
		}
	return s;
}

static char *caption_none(const struct chart *c) {
	return SAY(c->words, "chart_caption_none", ARG_S("title", c->title));
}

static char *caption_series(const struct chart *c) {
	const double *y = c->series[0].y;
	struct summary s = summarise(y, c->partial, c->n);
	if (s.n == 0)
		return caption_none(c);
	g_autofree char *first = chart_value(c, y[s.first]);
	g_autofree char *last = chart_value(c, y[s.last]);
	g_autofree char *lo = chart_value(c, y[s.lo]);
	g_autofree char *hi = chart_value(c, y[s.hi]);
	g_autofree char *first_label = chart_position(c, s.first);
	g_autofree char *last_label = chart_position(c, s.last);
	g_autofree char *lo_label = chart_position(c, s.lo);
	g_autofree char *hi_label = chart_position(c, s.hi);
	if (s.n == 1)
		return SAY(c->words, "chart_caption_one", ARG_S("title", c->title), ARG_S("value", first), ARG_S("label", first_label));
	if (y[s.lo] >= y[s.hi])
		return SAY(c->words, "chart_caption_same", ARG_S("title", c->title), ARG_S("value", first), ARG_S("first_label", first_label),
				   ARG_S("last_label", last_label));
	if (!c->months)
		return SAY(c->words, "chart_caption_items", ARG_S("title", c->title), ARG_S("lo", lo), ARG_S("lo_label", lo_label), ARG_S("hi", hi),
				   ARG_S("hi_label", hi_label));
	return SAY(c->words, "chart_caption_time", ARG_S("title", c->title), ARG_S("first", first), ARG_S("first_label", first_label),
			   ARG_S("last", last), ARG_S("last_label", last_label), ARG_S("lo", lo), ARG_S("lo_label", lo_label), ARG_S("hi", hi),
			   ARG_S("hi_label", hi_label));
}

/* Several series: each one's newest finished value. */
static char *caption_several(const struct chart *c) {
	g_auto(GStrv) items = g_new0(char *, c->n_series + 1);
	size_t n = 0;
	size_t newest = 0;
	for (size_t k = 0; k < c->n_series; k++) {
		struct summary s = summarise(c->series[k].y, c->partial, c->n);
		if (s.n > 0)
			newest = MAX(newest, s.last);
	}
	for (size_t k = 0; k < c->n_series; k++) {
		double y = c->n > 0 ? c->series[k].y[newest] : NAN;
		g_autofree char *value = chart_value(c, y);
		if (isfinite(y))
			items[n++] = SAY(c->words, "chart_series_value", ARG_S("name", c->series[k].name), ARG_S("value", value));
	}
	if (n == 0)
		return caption_none(c);
	g_autofree char *list = format_list(c->words, (const char *const *)items, n);
	g_autofree char *label = chart_position(c, newest);
	return SAY(c->words, "chart_caption_several", ARG_S("title", c->title), ARG_S("label", label), ARG_S("list", list));
}

static char *caption_steps(const struct chart *c) {
	const double *y = c->series[0].y;
	struct summary s = summarise(y, NULL, c->n);
	if (s.n < 2 || !c->total)
		return caption_series(c);
	size_t largest = c->n;
	for (size_t i = 0; i < c->n; i++)
		if (isfinite(y[i]) && !c->total[i] && (largest == c->n || fabs(y[i]) > fabs(y[largest])))
			largest = i;
	if (largest == c->n)
		return caption_series(c);
	g_autofree char *first = chart_value(c, y[s.first]);
	g_autofree char *last = chart_value(c, y[s.last]);
	g_autofree char *step = chart_value_signed(c, y[largest]);
	g_autofree char *first_label = chart_position(c, s.first);
	g_autofree char *last_label = chart_position(c, s.last);
	g_autofree char *step_label = chart_position(c, largest);
	return SAY(c->words, "chart_caption_steps", ARG_S("title", c->title), ARG_S("first", first), ARG_S("first_label", first_label),
			   ARG_S("last", last), ARG_S("last_label", last_label), ARG_S("step", step), ARG_S("step_label", step_label));
}

static char *cell_label(const struct chart *c, size_t cell) {
	g_autofree char *column = chart_position(c, cell % c->n);
	return SAY(c->words, "chart_cell", ARG_S("row", c->row_labels[cell / c->n]), ARG_S("column", column));
}

static char *caption_cells(const struct chart *c) {
	struct summary s = summarise(c->cells, c->cell_partial, c->n * c->n_rows);
	if (s.n == 0)
		return caption_none(c);
	g_autofree char *lo = chart_value(c, c->cells[s.lo]);
	g_autofree char *hi = chart_value(c, c->cells[s.hi]);
	g_autofree char *lo_label = cell_label(c, s.lo);
	g_autofree char *hi_label = cell_label(c, s.hi);
	return SAY(c->words, "chart_caption_items", ARG_S("title", c->title), ARG_S("lo", lo), ARG_S("lo_label", lo_label), ARG_S("hi", hi),
			   ARG_S("hi_label", hi_label));
}

char *chart_caption(const struct chart *c) {
	if (c->cells)
		return caption_cells(c);
	if (c->n_series == 0)
		return caption_none(c);
	if (strcmp(c->kind, "waterfall") == 0)
		return caption_steps(c);
	return c->n_series > 1 ? caption_several(c) : caption_series(c);
}

static void row_free(gpointer p) {
	struct drawing_row *r = p;
	g_free(r->head);
	g_strfreev(r->cells);
	g_free(r);
}

void chart_table_free(struct chart_table *t) {
	if (!t)
		return;
	g_strfreev(t->head);
	g_ptr_array_unref(t->rows);
	g_free(t);
}

static struct drawing_row *row_add(struct chart_table *t, char *head, size_t cells) {
	struct drawing_row *r = g_new0(struct drawing_row, 1);
	r->head = head;
	r->cells = g_new0(char *, cells + 1);
	g_ptr_array_add(t->rows, r);
	return r;
}

/* Takes text; state NULL: nothing is said of it. */
static char *with_state(const struct chart *c, char *text, const char *state) {
	if (!state)
		return text;
	char *said = SAY(c->words, "chart_partial_label", ARG_S("label", text), ARG_S("state", state));
	g_free(text);
	return said;
}

static char *series_cell(const struct chart *c, const struct series *s, size_t at) {
	char *said = chart_value_exact(c, s->y[at]);
	if (isfinite(s->y[at]) && s->lo && s->hi && isfinite(s->lo[at]) && isfinite(s->hi[at])) {
		g_autofree char *value = said, *lo = chart_value_exact(c, s->lo[at]), *hi = chart_value_exact(c, s->hi[at]);
		said = SAY(c->words, "chart_value_interval", ARG_S("value", value), ARG_S("lo", lo), ARG_S("hi", hi));
	}
	if (isfinite(s->y[at]) && s->risk) {
		g_autofree char *value = said, *n = format_number(c->words, s->risk[at], 0, 0);
		said = SAY(c->words, "chart_value_risk", ARG_S("value", value), ARG_S("n", n));
	}
	return said;
}

static void table_of_series(const struct chart *c, struct chart_table *t) {
	t->head = g_new0(char *, c->n_series + 2);
	t->head[0] = g_strdup(c->head ? c->head : words_text(c->words, c->months ? "chart_head_month" : "chart_head_item"));
	for (size_t k = 0; k < c->n_series; k++)
		t->head[k + 1] = g_strdup(c->series[k].name);
	for (size_t i = 0; i < c->n; i++) {
		if (c->listed && !c->listed[i])
			continue;
		struct drawing_row *r = row_add(t, with_state(c, chart_position(c, i), chart_is_partial(c, i) ? chart_partial_words(c, i) : NULL), c->n_series);
		for (size_t k = 0; k < c->n_series; k++)
			r->cells[k] = series_cell(c, &c->series[k], i);
	}
}

static void table_of_cells(const struct chart *c, struct chart_table *t) {
	t->head = g_new0(char *, c->n + 2);
	t->head[0] = g_strdup(c->head ? c->head : words_text(c->words, "chart_head_item"));
	for (size_t i = 0; i < c->n; i++)
		t->head[i + 1] = chart_position(c, i);
	for (size_t row = 0; row < c->n_rows; row++) {
		struct drawing_row *r = row_add(t, g_strdup(c->row_labels[row]), c->n);
		for (size_t i = 0; i < c->n; i++) {
			size_t cell = row * c->n + i;
			bool partial = c->cell_partial && c->cell_partial[cell] && isfinite(c->cells[cell]);
			r->cells[i] = with_state(c, chart_value_exact(c, c->cells[cell]), partial ? words_text(c->words, "chart_unfinished") : NULL);
		}
	}
}

struct chart_table *chart_table_of(const struct chart *c) {
	struct chart_table *t = g_new0(struct chart_table, 1);
	t->rows = g_ptr_array_new_with_free_func(row_free);
	if (c->cells)
		table_of_cells(c, t);
	else
		table_of_series(c, t);
	return t;
}
