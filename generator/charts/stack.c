/* charts/stack: parts of a whole, stacked from zero: what is above zero upwards, what is below downwards. Knows that a missing part is not a zero part;
 * refuses to know metrics. Parts are named at the last column, in the order in which they stand; rows have a legend. */
#include "chart/chart.h"
#include "chart/lanes.h"
#include <math.h>

/* Where the part of series k begins and ends in stack i; false when it is missing. */
static bool part_of(const struct chart *c, size_t k, size_t i, double *from, double *to) {
	double y = c->series[k].y[i];
	if (!isfinite(y))
		return false;
	double sum = 0;
	for (size_t j = 0; j < k; j++) {
		double below = c->series[j].y[i];
		if (isfinite(below) && (below < 0) == (y < 0))
			sum += below;
	}
	*from = sum;
	*to = sum + y;
	return isfinite(*to);
}

static struct extent stack_extent(const struct chart *c) {
	struct extent e = {0};
	for (size_t k = 0; k < chart_drawn(c); k++)
		for (size_t i = 0; i < c->n; i++) {
			double from, to;
			if (part_of(c, k, i, &from, &to))
				extent_add(&e, to);
		}
	for (size_t g = 0; g < c->n_guides; g++)
		extent_add(&e, c->guides[g].lo);
	return e;
}

/* The last stack with any part: its parts carry the names. */
static size_t named_stack(const struct chart *c) {
	for (size_t i = c->n; i > 0; i--)
		for (size_t k = 0; k < chart_drawn(c); k++)
			if (isfinite(c->series[k].y[i - 1]))
				return i - 1;
	return 0;
}

static void name_parts(const struct chart *c, const struct drawing *d, struct side_labels *side) {
	size_t at = named_stack(c);
	bool firm = !chart_is_partial(c, at);
	for (size_t k = 0; k < chart_drawn(c); k++) {
		g_autofree char *value = chart_end_value(c, k, at);
		side_labels_series(side, c, d, k, firm ? value : NULL);
	}
	side_labels_guides(side, c);
}

static void want_parts(const struct chart *c, struct side_labels *side, const struct lanes *l) {
	size_t at = named_stack(c);
	for (size_t k = 0; k < chart_drawn(c); k++) {
		double from, to;
		bool there = part_of(c, k, at, &from, &to);
		double middle = there ? (scale_map(&l->frame.y, from) + scale_map(&l->frame.y, to)) / 2 : l->frame.bottom;
		side_labels_want(side, (guint)k, middle);
	}
	side_labels_guides_want(side, (guint)chart_drawn(c), c, &l->frame.y);
}

static void draw_stack(const struct chart *c, const struct lanes *l, struct drawing *d, size_t i) {
	bool any = false;
	for (size_t k = 0; k < chart_drawn(c); k++) {
		double from, to;
		if (!part_of(c, k, i, &from, &to))
			continue;
		bool partial = chart_is_partial(c, i);
		lanes_bar(l, d, i, 0, 1, from, to, series_class(partial ? NOUN_BAR_PARTIAL : NOUN_BAR, k), partial ? series_class(NOUN_HATCH, k) : NULL,
				  chart_hover(c, k, i));
		any = true;
	}
	if (!any)
		lanes_gap(l, c, d, i);
}

static void stack_draw(const struct chart *c, struct drawing *d) {
	g_autoptr(side_labels) side = side_labels_new();
	name_parts(c, d, side);
	bool rows = lanes_want_rows(c, d, side_labels_margin(side, d) + 24);
	double legend = rows ? legend_height(c, d) : 0;
	const char *state = NULL;
	for (size_t i = 0; i < c->n; i++)
		state = chart_is_partial(c, i) ? chart_partial_words(c, i) : state;
	double said = state ? TEXT_LINE : 0;
	struct lanes_room room = {.group = 1, .top = legend + said, .right = rows ? 0 : side_labels_margin(side, d)};
	if (rows)
		room.top += (double)MIN(c->n_guides, 3) * TEXT_LINE;
	d->height = frame_height(d->width);
	struct lanes l = lanes_lay(c, d, rows, stack_extent(c), true, room);
	if (rows)
		legend_draw(c, d, 0);
	lanes_axes(&l, c, d, false);
	if (state)
		mark_text(d, "label muted", "end", l.frame.right, legend + TEXT_LINE - 3, d->width, state);
	for (size_t i = 0; i < l.n; i++)
		draw_stack(c, &l, d, i);
	lanes_zero(&l, d);
	lanes_targets(&l, c, d);
	if (rows)
		return;
	want_parts(c, side, &l);
	side_labels_spread(side, l.frame.top - 6, l.frame.bottom + 6);
	side_labels_draw(side, d, l.frame.right);
}

const struct chart_kind kind_stack = {.name = "stack", .width = CHART_HALF, .draw = stack_draw};
