/* charts/line: lines over time with their interval as a band. Knows gaps, unfinished months, direct labels and notes; refuses to know metrics.
 * A missing position breaks the line; an unfinished one is reached by a dashed piece and stands on a hatched stretch. */
#include "chart/chart.h"
#include "chart/frame.h"
#include <math.h>
#include <string.h>

#define HIT_LEAST 3.0 /* narrower than this nobody hovers */

static bool has_interval(const struct series *s, size_t i) {
	return s->lo && s->hi && isfinite(s->y[i]) && isfinite(s->lo[i]) && isfinite(s->hi[i]);
}

static bool is_apart(const struct chart *c, size_t i) {
	return c->apart && c->apart[i];
}

static void place(const struct chart *c, const struct frame *f, double *x) {
	for (size_t i = 0; i < c->n; i++)
		x[i] = c->n > 1 ? f->left + (double)i * (f->right - f->left) / (double)(c->n - 1) : (f->left + f->right) / 2;
}

/* The edges of position i's stretch of the plot. */
static void stretch(const struct chart *c, const struct frame *f, const double *x, size_t i, double *from, double *to) {
	*from = i > 0 ? (x[i - 1] + x[i]) / 2 : f->left;
	*to = i + 1 < c->n ? (x[i] + x[i + 1]) / 2 : f->right;
}

static void draw_partial(const struct chart *c, const struct frame *f, struct drawing *d, const double *x) {
	for (size_t i = 0; i < c->n; i++) {
		if (!chart_is_partial(c, i))
			continue;
		size_t end = i;
		const char *said = chart_partial_words(c, i);
		while (end + 1 < c->n && chart_is_partial(c, end + 1) && strcmp(chart_partial_words(c, end + 1), said) == 0)
			end++;
		double from, to, unused;
		stretch(c, f, x, i, &from, &unused);
		stretch(c, f, x, end, &unused, &to);
		mark_rect(d, "partial", from, f->top, to - from, f->bottom - f->top);
		mark_hatch(d, "hatch", from, f->top, to - from, f->bottom - f->top);
		bool late = (from + to) / 2 > (f->left + f->right) / 2;
		mark_text(d, "label muted", late ? "end" : "start", late ? to : from, f->top - frame_notes_height(c) - 10, d->width, said);
		i = end;
	}
}

static void draw_band(const struct chart *c, const struct frame *f, struct drawing *d, const double *x, size_t k) {
	const struct series *s = &c->series[k];
	for (size_t i = 0; i < c->n; i++) {
		if (!has_interval(s, i))
			continue;
		size_t end = i;
		while (end + 1 < c->n && has_interval(s, end + 1) && !is_apart(c, end + 1))
			end++;
		if (end == i) {
			double half = MIN(4, MIN(x[i] - f->left, f->right - x[i]));
			double y = scale_map(&f->y, s->hi[i]);
			mark_rect(d, series_class(NOUN_BAND, k), x[i] - half, y, MAX(half, 0) * 2, scale_map(&f->y, s->lo[i]) - y);
			continue;
		}
		GString *data = g_string_new(NULL);
		for (size_t j = i; j <= end; j++)
			path_to(data, j == i ? 'M' : 'L', x[j], scale_map(&f->y, s->hi[j]));
		for (size_t j = end + 1; j > i; j--)
			path_to(data, 'L', x[j - 1], scale_map(&f->y, s->lo[j - 1]));
		mark_path(d, series_class(NOUN_BAND, k), data);
		i = end;
	}
}

/* The pieces between finished positions (or those that touch an unfinished one). */
static void draw_pieces(const struct chart *c, const struct frame *f, struct drawing *d, const double *x, size_t k, bool partial) {
	const double *y = c->series[k].y;
	GString *data = g_string_new(NULL);
	bool open = false;
	for (size_t i = 1; i < c->n; i++) {
		bool piece = isfinite(y[i - 1]) && isfinite(y[i]) && !is_apart(c, i) && (chart_is_partial(c, i - 1) || chart_is_partial(c, i)) == partial;
		if (piece && !open)
			path_to(data, 'M', x[i - 1], scale_map(&f->y, y[i - 1]));
		if (piece)
			path_to(data, 'L', x[i], scale_map(&f->y, y[i]));
		open = piece;
	}
	if (data->len == 0)
		g_string_free(data, TRUE);
	else
		mark_path(d, series_class(partial ? NOUN_LINE_PARTIAL : NOUN_LINE, k), data);
}

static ptrdiff_t last_value(const struct chart *c, size_t k) {
	for (size_t i = c->n; i > 0; i--)
		if (isfinite(c->series[k].y[i - 1]))
			return (ptrdiff_t)i - 1;
	return -1;
}

static void draw_dots(const struct chart *c, const struct frame *f, struct drawing *d, const double *x, size_t k) {
	const double *y = c->series[k].y;
	ptrdiff_t last = last_value(c, k);
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(y[i]))
			continue;
		bool lone = !(i > 0 && isfinite(y[i - 1]) && !is_apart(c, i)) && !(i + 1 < c->n && isfinite(y[i + 1]) && !is_apart(c, i + 1));
		bool end = (ptrdiff_t)i == last;
		if (!lone && !end)
			continue;
		enum series_noun noun = chart_is_partial(c, i) ? NOUN_DOT_PARTIAL : end ? NOUN_DOT : NOUN_DOT_LONE;
		mark_circle(d, series_class(noun, k), x[i], scale_map(&f->y, y[i]), end ? 4 : 2.5);
	}
}

/* Where no series has a value the axis is dotted. */
static void draw_gaps(const struct chart *c, const struct frame *f, struct drawing *d, const double *x) {
	for (size_t i = 0; i < c->n; i++) {
		bool any = false;
		for (size_t k = 0; k < chart_drawn(c); k++)
			any = any || isfinite(c->series[k].y[i]);
		if (any)
			continue;
		double from, to;
		stretch(c, f, x, i, &from, &to);
		mark_line(d, "gap", from, f->bottom, to, f->bottom);
	}
}

static void draw_hits(const struct chart *c, const struct frame *f, struct drawing *d, const double *x) {
	if (c->n > 1 && x[1] - x[0] < HIT_LEAST)
		return;
	for (size_t i = 0; i < c->n; i++) {
		double from, to;
		stretch(c, f, x, i, &from, &to);
		GString *hover = g_string_new(NULL);
		for (size_t k = 0; k < chart_drawn(c); k++) {
			g_autofree char *line = chart_hover(c, k, i);
			g_string_append_printf(hover, "%s%s", k > 0 ? "; " : "", line);
		}
		mark_hover(mark_rect(d, "hit", from, f->top, to - from, f->bottom - f->top), g_string_free(hover, FALSE));
	}
}

/* "29" over "20 to 38" for one series, "Promoters 45 %" for each of several. */
static void add_label(const struct chart *c, const struct drawing *d, struct side_labels *side, size_t k) {
	const struct series *s = &c->series[k];
	ptrdiff_t last = last_value(c, k);
	g_autofree char *value = last >= 0 ? chart_end_value(c, k, (size_t)last) : g_strdup(words_text(c->words, "chart_no_data"));
	bool firm = last >= 0 && !chart_is_partial(c, (size_t)last);
	if (chart_drawn(c) > 1) {
		/* an unfinished value is for hovering, not for comparing */
		side_labels_series(side, c, d, k, firm ? value : NULL);
		return;
	}
	char *range = NULL;
	if (last >= 0 && has_interval(s, (size_t)last)) {
		g_autofree char *lo = chart_value(c, s->lo[last]);
		g_autofree char *hi = chart_value(c, s->hi[last]);
		range = SAY(c->words, "chart_interval", ARG_S("lo", lo), ARG_S("hi", hi));
	}
	side_labels_add(side, firm ? "label strong" : "label muted", g_strdup(s->label ? s->label : value), "label muted", range);
}

static void draw_labels(const struct chart *c, const struct frame *f, struct drawing *d, struct side_labels *side) {
	guint drawn = (guint)chart_drawn(c);
	for (guint k = 0; k < drawn; k++) {
		ptrdiff_t last = last_value(c, k);
		side_labels_want(side, k, last >= 0 ? scale_map(&f->y, c->series[k].y[last]) : f->bottom);
	}
	side_labels_guides_want(side, drawn, c, &f->y);
	side_labels_spread(side, f->top - 6, f->bottom + 6);
	side_labels_draw(side, d, f->right);
}

static void line_draw(const struct chart *c, struct drawing *d) {
	g_autoptr(side_labels) side = side_labels_new();
	bool unfinished = false;
	for (size_t k = 0; k < chart_drawn(c); k++)
		add_label(c, d, side, k);
	for (size_t i = 0; i < c->n; i++)
		unfinished = unfinished || chart_is_partial(c, i);
	side_labels_guides(side, c);
	d->height = frame_height(d->width);
	double top = 12 + frame_notes_height(c) + (unfinished ? TEXT_LINE : 0);
	struct frame f = frame_lay(c, d, frame_extent(c), c->from_zero, top, side_labels_margin(side, d), 32);
	g_autofree double *x = g_new0(double, c->n + 1);
	place(c, &f, x);
	draw_partial(c, &f, d, x);
	frame_zones(&f, c, d);
	frame_values(&f, c, d);
	frame_positions(&f, c, d, x);
	for (size_t k = 0; k < chart_drawn(c); k++)
		draw_band(c, &f, d, x, k);
	draw_gaps(c, &f, d, x);
	frame_targets(&f, c, d);
	frame_notes(&f, c, d, x);
	for (size_t k = 0; k < chart_drawn(c); k++) {
		draw_pieces(c, &f, d, x, k, false);
		draw_pieces(c, &f, d, x, k, true);
		draw_dots(c, &f, d, x, k);
	}
	draw_labels(c, &f, d, side);
	draw_hits(c, &f, d, x);
}

const struct chart_kind kind_line = {.name = "line", .width = CHART_HALF, .draw = line_draw};
