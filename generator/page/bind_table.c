/* page/bind_table: tables of figures: by slice, by period, and lists of rows. Knows partials/table.html; refuses to know which table a page has. */
#include "base/text.h"
#include "page/bind.h"
#include <string.h>

struct tpl *bind_table(struct tpl *t, const char *name, const struct page_context *p, const char *id, const char *caption, const char *csv) {
	struct tpl *table = tpl_include(t, name, "partials/table.html");
	tpl_set(table, "ID", id);
	tpl_set(table, "CAPTION", caption);
	if (csv) {
		g_autofree char *href = g_strdup_printf("%sdata/%s.csv", p->root, csv);
		struct tpl *link = tpl_add(table, "CSV");
		tpl_set(link, "HREF", href);
		tpl_take(link, "TEXT", SAY(p->report->words, "chart_csv", ARG_S("title", caption)));
	} else {
		tpl_hide(table, "CSV");
	}
	return table;
}

void bind_note(struct tpl *t, const char *name, const char *text) {
	struct tpl *note = tpl_include(t, name, "partials/note.html");
	tpl_set(note, "TEXT", text);
}

void bind_head(struct tpl *table, const char *text, bool number) {
	struct tpl *head = tpl_add(table, "HEADS");
	tpl_set(head, "CLASS", number ? "num" : "txt");
	tpl_set(head, "TEXT", text);
}

static struct tpl *row_of(struct tpl *table, const char *cls, const char *head) {
	struct tpl *row = tpl_add(table, "ROWS");
	tpl_set(row, "CLASS", cls);
	tpl_set(row, "HEAD", head);
	return row;
}

struct tpl *bind_row(struct tpl *table, const char *cls, const char *head) {
	struct tpl *row = row_of(table, cls, head);
	tpl_hide(row, "REFS");
	return row;
}

struct tpl *bind_row_noted(struct tpl *table, const char *cls, const char *head, const char *notes, const guint *marks, guint n) {
	struct tpl *row = row_of(table, cls, head);
	if (n == 0)
		tpl_hide(row, "REFS");
	for (guint i = 0; i < n; i++) {
		struct tpl *ref = tpl_add(row, "REFS");
		tpl_take(ref, "NOTE", g_strdup_printf("%s-%u", notes, marks[i]));
		tpl_set_int(ref, "MARK", marks[i]);
	}
	return row;
}

void bind_cell(struct tpl *row, const char *text, bool number) {
	struct tpl *cell = tpl_add(row, "CELLS");
	tpl_set(cell, "CLASS", number ? "num" : "txt");
	tpl_set(cell, "TEXT", text);
	tpl_hide(cell, "FIGURE");
	tpl_hide(cell, "LIMITS");
}

/* The figure's own words; a score that is not on 0 to 10 says so. */
static char *cell_words(const struct report *r, const struct metric *m, size_t span, size_t slice, const struct value *v) {
	g_autofree char *figure = bind_figure(r, m, v, false);
	enum nps_scale scale = value_shown(v) && strcmp(m->id, "nps") == 0 ? report_nps_scale(r->facts, span, slice) : NPS_SCALE_FROM_ZERO;
	if (scale == NPS_SCALE_FROM_ZERO)
		return g_steal_pointer(&figure);
	return SAY(r->words, scale == NPS_SCALE_BOTH ? "cell_both_scales" : "cell_from_one", ARG_S("figure", figure));
}

/* The cell of a figure but for its limits, which the caller says. */
static struct tpl *cell_figure(struct tpl *row, const struct report *r, const char *metric, size_t span, size_t slice, const char *text) {
	const struct facts *f = r->facts;
	const struct metric *m = metric_find(metric);
	const struct value *v = result(r->results, metric, span, slice);
	struct tpl *cell = tpl_add(row, "CELLS");
	g_autofree char *cls = g_strdup_printf("num %s", bind_state_class(v));
	tpl_set(cell, "CLASS", cls);
	if (text && value_shown(v))
		tpl_set(cell, "TEXT", text);
	else
		tpl_take(cell, "TEXT", cell_words(r, m, span, slice, v));
	struct tpl *figure = tpl_add(cell, "FIGURE");
	tpl_set(figure, "METRIC", m->id);
	tpl_set(figure, "PERIOD", f->spans.items[span].name);
	tpl_set(figure, "STATE", bind_state_class(v));
	if (slice == SLICE_ALL) {
		tpl_hide(figure, "SLICED");
		return cell;
	}
	struct tpl *sliced = tpl_add(figure, "SLICED");
	tpl_set(sliced, "DIMENSION", f->dimensions[f->slices[slice].dimension]);
	tpl_set(sliced, "VALUE", f->slices[slice].value);
	return cell;
}

void bind_cell_figure(struct tpl *row, const struct report *r, const char *metric, size_t span, size_t slice, const char *text) {
	tpl_hide(cell_figure(row, r, metric, span, slice, text), "LIMITS");
}

void bind_cell_limits(struct tpl *row, const struct report *r, const char *metric, size_t span, size_t slice) {
	struct tpl *cell = cell_figure(row, r, metric, span, slice, NULL);
	char *limits = bind_interval(r, metric_find(metric), result(r->results, metric, span, slice));
	if (limits)
		tpl_take(tpl_add(cell, "LIMITS"), "RANGE", limits);
	else
		tpl_hide(cell, "LIMITS");
}

static char *column_text(const struct report *r, const struct metric *m, const struct column *c, const struct value *v) {
	const char *none = words_text(r->words, "cell_none");
	bool parts = v->state == STATE_UNDEFINED && v->has_parts && (c->part == COLUMN_NUM || c->part == COLUMN_DEN);
	if (!value_shown(v) && !parts)
		return g_strdup(none);
	if (c->part == COLUMN_INTERVAL) {
		char *interval = bind_interval(r, m, v);
		return interval ? interval : g_strdup(none);
	}
	if (c->part == COLUMN_N)
		return v->n >= 0 ? format_count(r->words, v->n) : g_strdup(none);
	if (!v->has_parts)
		return g_strdup(none);
	bool below = c->part == COLUMN_DEN;
	return bind_number(r, bind_part_unit(m, below), below ? v->den : v->num, false);
}

void bind_cell_column(struct tpl *row, const struct report *r, const struct column *c, size_t span, size_t slice) {
	const struct metric *m = metric_find(c->metric);
	if (slice != SLICE_ALL && !metric_has_slice(m, r->facts, slice)) {
		bind_cell(row, words_text(r->words, "cell_none"), true);
		return;
	}
	const struct value *v = result(r->results, c->metric, span, slice);
	if (c->part == COLUMN_VALUE) {
		bind_cell_figure(row, r, c->metric, span, slice, NULL);
		return;
	}
	g_autofree char *text = column_text(r, m, c, v);
	bind_cell(row, text, true);
}

static void slice_row(struct tpl *table, const struct report *r, const struct column *columns, size_t n, size_t span, size_t slice) {
	const char *head = slice == SLICE_ALL ? words_text(r->words, "slice_all") : bind_slice(r->words, r->facts->slices[slice].value);
	struct tpl *row = bind_row(table, slice == SLICE_ALL ? "total" : "slice", head);
	for (size_t i = 0; i < n; i++) {
		bool held = slice != SLICE_ALL && metric_has_slice(metric_find(columns[i].metric), r->facts, slice) &&
					result(r->results, columns[i].metric, span, slice)->state == STATE_SUPPRESSED;
		/* the figure's own cell says that it is withheld; its parts need not say it again */
		if (held && columns[i].part != COLUMN_VALUE)
			bind_cell(row, words_text(r->words, "cell_none"), true);
		else
			bind_cell_column(row, r, &columns[i], span, slice);
	}
}

/* Nobody of this slice was there in the period and nothing was spent on it: no row. A figure held back is not nobody. */
static bool slice_empty(const struct report *r, const struct column *columns, size_t n, size_t span, size_t slice) {
	for (size_t i = 0; i < n; i++) {
		const struct value *v = result(r->results, columns[i].metric, span, slice);
		bool bare = v->state == STATE_MISSING || (v->state == STATE_UNDEFINED && !(v->has_parts && (v->num > 0 || v->den > 0)));
		if (metric_has_slice(metric_find(columns[i].metric), r->facts, slice) && !bare)
			return false;
	}
	return true;
}

/* The slices of a dimension that have a row; *n says how many. */
static size_t *slices_shown(const struct report *r, const char *dimension, const struct column *columns, size_t n_columns, size_t span, size_t *n) {
	size_t all = 0, *slices = report_slices(r, columns[0].metric, dimension, span, &all);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (!slice_empty(r, columns, n_columns, span, slices[i]))
			slices[(*n)++] = slices[i];
	return slices;
}

void bind_slice_tables(struct tpl *t, const char *name, const struct page_context *p, const struct column *columns, size_t n) {
	const struct report *r = p->report;
	bool any = false;
	for (size_t d = 0; d < r->facts->n_dimensions; d++) {
		const char *dimension = r->facts->dimensions[d], *title = bind_dimension(r->words, dimension);
		size_t rows = 0;
		g_autofree size_t *slices = slices_shown(r, dimension, columns, n, p->span, &rows);
		if (rows == 0)
			continue;
		g_autofree char *slug = text_slug(dimension), *id = g_strdup_printf("%s-%s-%s", p->kind->name, columns[0].metric, slug);
		g_autofree char *metric = bind_text_of(r, columns[0].metric, "title");
		g_autofree char *caption = SAY(r->words, "table_by_slice", ARG_S("metric", metric), ARG_S("dimension", title));
		struct tpl *table = bind_table(t, name, p, id, caption, columns[0].metric);
		bind_head(table, title, false);
		for (size_t i = 0; i < n; i++)
			bind_head(table, words_text(r->words, columns[i].head), true);
		for (size_t i = 0; i < rows; i++)
			slice_row(table, r, columns, n, p->span, slices[i]);
		slice_row(table, r, columns, n, p->span, SLICE_ALL);
		any = true;
	}
	if (!any)
		bind_note(t, name, words_text(r->words, r->facts->n_dimensions > 0 ? "slices_nobody" : "slices_none"));
}

void bind_history(struct tpl *t, const char *name, const struct page_context *p, const char *const *metrics, size_t n) {
	const struct report *r = p->report;
	g_autoptr(trend) spans = trend_like(r, p->span, 13);
	if (spans->n < 2) {
		tpl_exclude(t, name);
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-history", p->kind->name);
	struct tpl *history = tpl_include(t, name, "partials/history.html");
	struct tpl *table = bind_table(history, "TABLE", p, id, words_text(r->words, "history_caption"), NULL);
	bind_head(table, words_text(r->words, "head_period"), false);
	for (size_t i = 0; i < n; i++) {
		g_autofree char *head = bind_text_of(r, metrics[i], "title");
		bind_head(table, head, true);
	}
	for (size_t i = spans->n; i-- > 0;) {
		g_autofree char *unfinished =
			spans->partial[i] ? SAY(r->words, "period_is_partial", ARG_S("period", spans->labels[i]), ARG_S("state", spans->partial_words[i])) : NULL;
		struct tpl *row = bind_row(table, spans->spans[i] == p->span ? "now" : "before", unfinished ? unfinished : spans->labels[i]);
		for (size_t k = 0; k < n; k++)
			bind_cell_column(row, r, &(struct column){"", metrics[k], COLUMN_VALUE}, spans->spans[i], SLICE_ALL);
	}
}

void bind_report_rows(struct tpl *t, const char *name, const struct page_context *p, const char *id, const char *caption, const GPtrArray *rows) {
	const struct words *w = p->report->words;
	if (rows->len == 0) {
		tpl_exclude(t, name);
		return;
	}
	guint most = (guint)conf_int(p->report->conf, SETTING_LIST_MAX);
	struct tpl *table = bind_table(t, name, p, id, caption, NULL);
	bind_head(table, words_text(w, "head_line"), false);
	bind_head(table, words_text(w, "head_column"), true);
	bind_head(table, words_text(w, "head_reason"), false);
	for (guint i = 0; i < rows->len && i < most; i++) {
		const struct report_row *row = g_ptr_array_index(rows, i);
		g_autofree char *line = format_count(w, row->line), *column = row->column > 0 ? format_count(w, row->column) : NULL;
		struct tpl *line_of = bind_row(table, "row", line);
		bind_cell(line_of, column ? column : words_text(w, "cell_none"), true);
		bind_cell(line_of, row->reason, false);
	}
	if (rows->len > most) {
		g_autofree char *more = SAY(w, "list_more", ARG_I("n", (int64_t)(rows->len - most)));
		struct tpl *rest = bind_row(table, "more", "");
		bind_cell(rest, "", true);
		bind_cell(rest, more, false);
	}
}
