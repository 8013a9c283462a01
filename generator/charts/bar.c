/* charts/bar: bars from zero, one or a group at each position. Knows when they are better drawn as rows, whiskers, missing and unfinished bars;
 * refuses to know metrics. The value stands at the bar's end when every value has the room; otherwise an axis carries them. */
#include "chart/chart.h"
#include "chart/lanes.h"
#include <math.h>
#include <string.h>

struct bar_class {
	const char *name, *cls, *partial, *hatch;
};

static const struct bar_class *bar_class_of(const char *name) {
	static const struct bar_class classes[] = {
		{"s1", "bar s1", "bar s1 partial", "hatch s1"},         {"s2", "bar s2", "bar s2 partial", "hatch s2"},
		{"s3", "bar s3", "bar s3 partial", "hatch s3"},         {"s4", "bar s4", "bar s4 partial", "hatch s4"},
		{"s5", "bar s5", "bar s5 partial", "hatch s5"},         {"s6", "bar s6", "bar s6 partial", "hatch s6"},
		{"good", "bar good", "bar good partial", "hatch good"}, {"bad", "bar bad", "bar bad partial", "hatch bad"},
		{"flat", "bar flat", "bar flat partial", "hatch flat"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
		if (strcmp(classes[i].name, name) == 0)
			return &classes[i];
	return &classes[0];
}

static bool has_interval(const struct series *s, size_t i) {
	return s->lo && s->hi && isfinite(s->lo[i]) && isfinite(s->hi[i]);
}

/* The end beyond which a value stands: past the whisker. */
static double value_end(const struct series *s, size_t i) {
	if (!has_interval(s, i))
		return s->y[i];
	return s->y[i] < 0 ? MIN(s->lo[i], s->y[i]) : MAX(s->hi[i], s->y[i]);
}

/* Measures value labels; false when they do not fit the columns they would stand on. */
static bool measure_values(const struct chart *c, const struct drawing *d, bool rows, struct lanes_room *room) {
	if (c->n_series != 1)
		return false;
	const struct series *s = &c->series[0];
	double pitch = (d->width - room->right) / (double)MAX(c->n, 1);
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(s->y[i]))
			continue;
		g_autofree char *text = chart_value(c, s->y[i]);
		double width = text_units(text, TEXT_LABEL);
		if (!rows && width + 4 > pitch)
			return false;
		double *widest = s->y[i] < 0 ? &room->value_lo : &room->value_hi;
		*widest = MAX(*widest, width + 8);
	}
	return true;
}

static void draw_one(const struct chart *c, const struct lanes *l, struct drawing *d, size_t k, size_t i, bool values) {
	const struct series *s = &c->series[k];
	if (!isfinite(s->y[i])) {
		if (chart_drawn(c) == 1)
			lanes_gap(l, c, d, i);
		return;
	}
	bool partial = chart_is_partial(c, i);
	const char *cls = series_class(partial ? NOUN_BAR_PARTIAL : NOUN_BAR, k);
	const char *hatch = partial ? series_class(NOUN_HATCH, k) : NULL;
	if (c->bar_class && c->bar_class[i]) {
		const struct bar_class *own = bar_class_of(c->bar_class[i]);
		cls = partial ? own->partial : own->cls;
		hatch = partial ? own->hatch : NULL;
	}
	lanes_bar(l, d, i, k, chart_drawn(c), 0, s->y[i], cls, hatch, chart_hover(c, k, i));
	if (has_interval(s, i))
		lanes_whisker(l, d, i, k, chart_drawn(c), s->lo[i], s->hi[i]);
	if (!values)
		return;
	g_autofree char *text = chart_value(c, s->y[i]);
	lanes_value(l, d, i, value_end(s, i), s->y[i] < 0, partial ? "label muted" : "label strong", text);
}

/* Says which hatched bars are unfinished, above the first of them. */
static void say_unfinished(const struct chart *c, const struct lanes *l, struct drawing *d, double y) {
	for (size_t i = 0; i < l->n; i++)
		if (chart_is_partial(c, i)) {
			double x = l->rows ? d->width : lanes_centre(l, i) + l->pitch / 2;
			mark_text(d, "label muted", "end", x, y, d->width, chart_partial_words(c, i));
			return;
		}
}

static bool any_partial(const struct chart *c) {
	for (size_t i = 0; i < c->n; i++)
		if (chart_is_partial(c, i))
			return true;
	return false;
}

static void bar_draw(const struct chart *c, struct drawing *d) {
	g_autoptr(side_labels) side = side_labels_new();
	bool rows = lanes_want_rows(c, d, 12);
	if (!rows)
		side_labels_guides(side, c);
	bool grouped = chart_drawn(c) > 1;
	double legend = grouped ? legend_height(c, d) : 0;
	double said = any_partial(c) ? TEXT_LINE : 0;
	struct lanes_room room = {.group = (double)chart_drawn(c), .right = rows ? 0 : side_labels_margin(side, d)};
	room.top = legend + said + (rows ? (double)MIN(c->n_guides, 3) * TEXT_LINE + 4 : 0);
	room.values = measure_values(c, d, rows, &room);
	d->height = frame_height(d->width) + legend;
	struct lanes l = lanes_lay(c, d, rows, frame_extent(c), true, room);
	if (grouped)
		legend_draw(c, d, 0);
	say_unfinished(c, &l, d, legend + TEXT_LINE - 3);
	if (!rows)
		frame_zones(&l.frame, c, d);
	lanes_axes(&l, c, d, room.values);
	for (size_t i = 0; i < l.n; i++)
		for (size_t k = 0; k < chart_drawn(c); k++)
			draw_one(c, &l, d, k, i, room.values);
	lanes_zero(&l, d);
	lanes_targets(&l, c, d);
	side_labels_guides_want(side, 0, rows ? &(struct chart){0} : c, &l.frame.y);
	side_labels_spread(side, l.frame.top, l.frame.bottom);
	side_labels_draw(side, d, l.frame.right);
}

const struct chart_kind kind_bar = {.name = "bar", .width = CHART_HALF, .draw = bar_draw};
