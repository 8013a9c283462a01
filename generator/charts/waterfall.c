/* charts/waterfall: from one total to the next by steps. Knows running levels and when totals so tower over the steps that their bars are cut;
 * refuses to know what the steps are. A cut bar has a zigzag through it and the chart says where it is cut. */
#include "chart/chart.h"
#include "chart/lanes.h"
#include "chart/tick.h"
#include <math.h>

#define TOWERS 2.0 /* totals this many times the range of the levels are cut */
#define FOOT .55   /* what is left of a cut bar below the lowest level, as a share of the levels' range */

/* The levels a step or total begins and ends at. */
struct level {
	double from, to;
	bool there;
};

static struct level *levels_of(const struct chart *c) {
	struct level *levels = g_new0(struct level, c->n + 1);
	const double *y = c->series[0].y;
	double run = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(y[i]))
			continue;
		bool total = c->total && c->total[i];
		double to = total ? y[i] : run + y[i];
		if (!isfinite(to))
			continue;
		levels[i] = (struct level){.from = total ? 0 : run, .to = to, .there = true};
		run = to;
	}
	return levels;
}

static struct extent levels_extent(const struct chart *c, const struct level *levels) {
	struct extent e = {0};
	for (size_t i = 0; i < c->n; i++) {
		if (!levels[i].there)
			continue;
		extent_add(&e, levels[i].to);
		if (!(c->total && c->total[i]))
			extent_add(&e, levels[i].from);
	}
	return e;
}

/* Where the bars are cut, or 0: a round value below all levels. */
static double cut_of(struct extent e) {
	double range = e.hi - e.lo;
	if (!e.any || !(e.lo > 0) || !(range > e.hi * 1e-9) || e.lo < TOWERS * range)
		return 0;
	double wanted = e.lo - FOOT * range;
	double step = tick_step(0, range, 4);
	double cut = floor(wanted / step) * step;
	return cut > 0 ? cut : 0;
}

/* The zigzag across the foot of a cut bar. */
static void draw_break(const struct lanes *l, struct drawing *d, size_t i) {
	double half = l->thick / 2 + 3;
	double centre = lanes_centre(l, i);
	double at = l->rows ? l->frame.y.from + 14 : l->frame.y.from - 12;
	GString *data = g_string_new(NULL);
	for (int k = 0; k <= 4; k++) {
		double across = centre - half + half * k / 2;
		double along = at + (k % 2 == 1 ? (l->rows ? 4 : -4) : 0);
		path_to(data, k == 0 ? 'M' : 'L', l->rows ? along : across, l->rows ? across : along);
	}
	mark_path(d, "break", data);
}

static void draw_link(const struct lanes *l, struct drawing *d, size_t i, size_t next, double level) {
	double at = scale_map(&l->frame.y, level);
	double from = lanes_centre(l, i) + l->thick / 2;
	double to = lanes_centre(l, next) - l->thick / 2;
	if (l->rows)
		mark_line(d, "link", at, from, at, to);
	else
		mark_line(d, "link", from, at, to, at);
}

static char *step_text(const struct chart *c, size_t i) {
	double y = c->series[0].y[i];
	return c->total && c->total[i] ? chart_value(c, y) : chart_value_signed(c, y);
}

static void draw_step(const struct chart *c, const struct lanes *l, struct drawing *d, const struct level *levels, size_t i, double base) {
	static const char *const classes[][2] = {{"bar total", "bar total partial"}, {"bar up", "bar up partial"}, {"bar down", "bar down partial"}};
	const struct level *v = &levels[i];
	bool total = c->total && c->total[i];
	bool up = v->to >= v->from;
	int which = total ? 0 : up ? 1 : 2;
	bool partial = chart_is_partial(c, i);
	static const char *const hatches[] = {"hatch total", "hatch up", "hatch down"};
	lanes_bar(l, d, i, 0, 1, total ? base : v->from, v->to, classes[which][partial], partial ? hatches[which] : NULL, chart_hover(c, 0, i));
	if (total && base > 0)
		draw_break(l, d, i);
	g_autofree char *text = step_text(c, i);
	bool low = total && v->to < 0;
	lanes_value(l, d, i, low ? v->to : MAX(total ? v->to : v->from, v->to), low, "label strong", text);
	for (size_t next = i + 1; next < l->n; next++)
		if (levels[next].there) {
			draw_link(l, d, i, next, v->to);
			break;
		}
}

/* The hatched steps' state, at the right above them; NULL: nothing is hatched. */
static const char *said_of(const struct chart *c) {
	for (size_t i = c->n; i-- > 0;)
		if (chart_is_partial(c, i))
			return chart_partial_words(c, i);
	return NULL;
}

static bool values_fit(const struct chart *c, const struct drawing *d, struct lanes_room *room) {
	bool fit = true;
	for (size_t i = 0; i < c->n; i++) {
		g_autofree char *text = step_text(c, i);
		double width = text_units(text, TEXT_LABEL);
		fit = fit && width + 4 <= d->width / (double)MAX(c->n, 1);
		room->value_hi = MAX(room->value_hi, width + 8);
		room->value_lo = c->series[0].y[i] < 0 ? MAX(room->value_lo, width + 8) : room->value_lo;
	}
	return fit;
}

static void waterfall_draw(const struct chart *c, struct drawing *d) {
	g_autofree struct level *levels = levels_of(c);
	struct extent e = levels_extent(c, levels);
	double cut = cut_of(e);
	/* a plain chart without the bounds and zero of other kinds: its axis ends where the levels do */
	struct chart own = *c;
	own.y_lo = own.y_hi = NAN;
	struct lanes_room room = {.group = 1, .values = true};
	bool rows = !values_fit(c, d, &room) || lanes_want_rows(c, d, 0);
	own.months = rows ? NULL : c->months;
	if (!(e.lo < 0))
		room.value_lo = 0;
	if (cut > 0) {
		extent_add(&e, cut);
		own.y_lo = cut;
		room.top = TEXT_LINE + 4;
	}
	const char *said = said_of(c);
	if (said)
		room.top = TEXT_LINE + 4;
	d->height = frame_height(d->width);
	struct lanes l = lanes_lay(&own, d, rows, e, cut <= 0, room);
	lanes_axes(&l, &own, d, true);
	for (size_t i = 0; i < l.n; i++) {
		if (levels[i].there)
			draw_step(c, &l, d, levels, i, cut);
		else
			lanes_gap(&l, c, d, i);
	}
	if (said)
		mark_text(d, "label muted", "end", d->width, TEXT_LABEL, d->width / 2, said);
	if (cut <= 0) {
		lanes_zero(&l, d);
		return;
	}
	g_autofree char *value = chart_value(c, cut);
	g_autofree char *broken = SAY(c->words, "chart_broken", ARG_S("value", value));
	mark_text(d, "label muted", "start", 0, TEXT_LABEL, d->width - (said ? text_units(said, TEXT_LABEL) + 12 : 0), broken);
	if (rows)
		mark_line(d, "grid base", l.frame.y.from, l.frame.top, l.frame.y.from, l.frame.bottom);
	else
		mark_line(d, "grid base", l.frame.left, l.frame.bottom, l.frame.right, l.frame.bottom);
}

const struct chart_kind kind_waterfall = {.name = "waterfall", .width = CHART_HALF, .draw = waterfall_draw};
