/* charts/step: values that hold until they fall, over time: a survival curve. Knows steps, the band of limits, where half are gone and the numbers at
 * risk below the axis; refuses to know who is at risk of what. A step smaller than a pixel is drawn with the next one; a curve that ends
 * before the others is led to its name by a hairline. */
#include "chart/chart.h"
#include "chart/frame.h"
#include "chart/tick.h"
#include <math.h>

#define HIT_LEAST 3.0  /* narrower than this nobody hovers */
#define STEP_LEAST .45 /* lower than this no step is seen [units] */
#define RISK_FOOT 6.0
#define RISK_LABELS 3 /* numbers a row of them has at least, or there is none */

struct point {
	double x, y;
};

/* The ticks of an axis of time: every `every` units, `n` of them. */
struct times {
	double every;
	size_t n;
	bool risk; /* there is room for the numbers at risk under them */
};

static double time_of(const struct chart *c, size_t i) {
	return c->at ? c->at[i] : (double)i;
}

static struct scale across(const struct chart *c, const struct frame *f) {
	double last = c->n > 0 ? time_of(c, c->n - 1) : 0;
	return (struct scale){.lo = 0, .hi = last > 0 ? last : 1, .from = f->left, .to = f->right};
}

static void place(const struct chart *c, const struct frame *f, double *x) {
	struct scale s = across(c, f);
	for (size_t i = 0; i < c->n; i++)
		x[i] = c->n > 1 ? scale_map(&s, time_of(c, i)) : (f->left + f->right) / 2;
}

/* ---- the axis of time ---- */

/* Who is at risk at a time: of the first position that is not before it; NaN when the series is over. */
static double risk_at(const struct chart *c, size_t k, double time) {
	const struct series *s = &c->series[k];
	for (size_t i = 0; s->risk && i < c->n; i++)
		if (c->at[i] >= time - 1e-9)
			return isfinite(s->y[i]) ? s->risk[i] : (double)NAN;
	return (double)NAN;
}

static char *risk_text(const struct chart *c, size_t k, double time) {
	double n = risk_at(c, k, time);
	return isfinite(n) ? format_number(c->words, n, 0, 0) : g_strdup("");
}

static double tick_width(const struct chart *c, double time, bool risk) {
	g_autofree char *label = format_number(c->words, time, 0, 1);
	double widest = text_units(label, TEXT_TICK);
	for (size_t k = 0; risk && k < chart_drawn(c); k++) {
		g_autofree char *text = risk_text(c, k, time);
		widest = MAX(widest, text_units(text, TEXT_TICK));
	}
	return widest;
}

static bool ticks_clear(const struct chart *c, const struct drawing *d, const struct scale *s, double every, size_t n, bool risk) {
	double end = 0;
	for (size_t i = 0; i < n; i++) {
		double x = scale_map(s, (double)i * every), half = tick_width(c, (double)i * every, risk) / 2;
		if (x - half < end || x + half > d->width)
			return false;
		end = x + half + TICK_GAP;
	}
	return true;
}

/* The closest ticks whose texts keep apart; without numbers at risk when those would leave too few. */
static struct times times_of(const struct chart *c, const struct drawing *d, const struct frame *f) {
	static const double steps[] = {1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 12000};
	struct scale s = across(c, f);
	bool has_risk = c->n > 0;
	for (size_t k = 0; k < chart_drawn(c); k++)
		has_risk = has_risk && c->series[k].risk != NULL;
	for (int risk = has_risk ? 1 : 0; risk >= 0; risk--)
		for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
			double ticks = floor(s.hi / steps[i] + 1e-9) + 1;
			if (ticks > 13 || !ticks_clear(c, d, &s, steps[i], (size_t)ticks, risk == 1))
				continue;
			if (risk == 0 || ticks >= RISK_LABELS)
				return (struct times){steps[i], (size_t)ticks, risk == 1};
		}
	return (struct times){1, 1, false};
}

static double risk_height(const struct chart *c, const struct times *t) {
	return t->risk ? RISK_FOOT + TEXT_LINE * (double)(1 + chart_drawn(c)) : 0;
}

static void draw_times(const struct chart *c, const struct frame *f, struct drawing *d, const struct times *t) {
	struct scale s = across(c, f);
	for (size_t i = 0; i < t->n; i++) {
		double time = (double)i * t->every;
		g_autofree char *text = format_number(c->words, time, 0, 1);
		mark_text(d, "tick", "middle", scale_map(&s, time), f->bottom + 20, d->width, text);
	}
}

static void draw_risk(const struct chart *c, const struct frame *f, struct drawing *d, const struct times *t) {
	struct scale s = across(c, f);
	double y = f->bottom + 32 + RISK_FOOT + 8, last = (double)(t->n - 1) * t->every;
	double from = MAX(f->right + 10, scale_map(&s, last) + tick_width(c, last, true) / 2 + TICK_GAP);
	mark_text(d, "tick", "start", 0, y, d->width, words_text(c->words, "chart_at_risk"));
	for (size_t k = 0; k < chart_drawn(c); k++) {
		y += TEXT_LINE;
		for (size_t i = 0; i < t->n; i++) {
			g_autofree char *text = risk_text(c, k, (double)i * t->every);
			mark_text(d, series_class(NOUN_TICK, k), "middle", scale_map(&s, (double)i * t->every), y, d->width, text);
		}
		if (chart_drawn(c) > 1)
			mark_text(d, series_class(NOUN_TICK, k), "start", from, y, d->width - from, c->series[k].name);
	}
}

/* ---- curves ---- */

static bool has_limits(const struct series *s, size_t i) {
	return s->lo && s->hi && isfinite(s->y[i]) && isfinite(s->lo[i]) && isfinite(s->hi[i]);
}

static void point_add(GArray *points, double x, double y) {
	struct point p = {x, y};
	g_array_append_val(points, p);
}

/* The corners of the steps of y over positions from … to; the value of `to` is reached and held to x[hold]. */
static GArray *corners(const struct frame *f, const double *x, const double *y, size_t from, size_t to, size_t hold) {
	GArray *points = g_array_new(FALSE, FALSE, sizeof(struct point));
	double at = scale_map(&f->y, y[from]);
	point_add(points, x[from], at);
	for (size_t i = from + 1; i <= to; i++) {
		double next = scale_map(&f->y, y[i]);
		if (fabs(next - at) < STEP_LEAST && i < to)
			continue;
		point_add(points, x[i], at);
		if (fabs(next - at) > .05)
			point_add(points, x[i], next);
		at = next;
	}
	if (hold > to)
		point_add(points, x[hold], at);
	return points;
}

static void path_points(GString *data, const GArray *points, bool back) {
	for (guint i = 0; i < points->len; i++) {
		const struct point *p = &g_array_index(points, struct point, back ? points->len - 1 - i : i);
		path_to(data, data->len == 0 || (!back && i == 0) ? 'M' : 'L', p->x, p->y);
	}
}

static void draw_band(const struct chart *c, const struct frame *f, struct drawing *d, const double *x, size_t k) {
	const struct series *s = &c->series[k];
	for (size_t i = 0; i < c->n; i++) {
		if (!has_limits(s, i))
			continue;
		size_t end = i;
		while (end + 1 < c->n && has_limits(s, end + 1))
			end++;
		size_t hold = end + 1 < c->n && isfinite(s->y[end + 1]) ? end + 1 : end;
		if (hold == i) {
			double half = MIN(4, MIN(x[i] - f->left, f->right - x[i])), y = scale_map(&f->y, s->hi[i]);
			mark_rect(d, series_class(NOUN_BAND, k), x[i] - half, y, MAX(half, 0) * 2, scale_map(&f->y, s->lo[i]) - y);
		} else {
			g_autoptr(GArray) upper = corners(f, x, s->hi, i, end, hold), lower = corners(f, x, s->lo, i, end, hold);
			GString *data = g_string_new(NULL);
			path_points(data, upper, false);
			path_points(data, lower, true);
			mark_path(d, series_class(NOUN_BAND, k), data);
		}
		i = end;
	}
}

static ptrdiff_t last_value(const struct chart *c, size_t k) {
	for (size_t i = c->n; i > 0; i--)
		if (isfinite(c->series[k].y[i - 1]))
			return (ptrdiff_t)i - 1;
	return -1;
}

static void draw_steps(const struct chart *c, const struct frame *f, struct drawing *d, const double *x, size_t k) {
	const double *y = c->series[k].y;
	GString *data = g_string_new(NULL);
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(y[i]))
			continue;
		size_t end = i;
		while (end + 1 < c->n && isfinite(y[end + 1]))
			end++;
		if (end == i) {
			mark_circle(d, series_class(NOUN_DOT_LONE, k), x[i], scale_map(&f->y, y[i]), 2.5);
		} else {
			g_autoptr(GArray) points = corners(f, x, y, i, end, end);
			path_points(data, points, false);
		}
		i = end;
	}
	if (data->len == 0)
		g_string_free(data, TRUE);
	else
		mark_path(d, series_class(NOUN_LINE, k), data);
	ptrdiff_t last = last_value(c, k);
	if (last < 0)
		return;
	double at = scale_map(&f->y, y[last]);
	if (f->right - x[last] > 6)
		mark_line(d, "gap", x[last] + 4, at, f->right, at);
	mark_circle(d, series_class(NOUN_DOT, k), x[last], at, 3.5);
}

/* ---- where half are gone ---- */

static bool has_median(const struct chart *c, size_t k) {
	double m = c->series[k].median;
	return c->at && isfinite(m) && m > 0 && c->n > 0 && m <= c->at[c->n - 1];
}

/* A median's words stand right of its line at the foot, where few curves come, else left of it; where neither is free its hover text has to do. Returns where they end. */
static double say_median(const struct frame *f, struct drawing *d, const char *cls, double x, double from, const char *text) {
	double width = text_units(text, TEXT_LABEL), y = f->bottom - 6;
	bool right = x + 5 >= from && x + 5 + width <= f->right;
	if (!right && x - 5 - width < from)
		return from;
	mark_text(d, cls, right ? "start" : "end", right ? x + 5 : x - 5, y, width + 1, text);
	return (right ? x + 5 + width : x) + TICK_GAP;
}

static void draw_medians(const struct chart *c, const struct frame *f, struct drawing *d) {
	struct scale s = across(c, f);
	double half = scale_map(&f->y, .5), farthest = f->left, said = f->left;
	if (f->y.lo > .5 || half > f->bottom - TEXT_LINE)
		return;
	for (size_t k = 0; k < chart_drawn(c); k++)
		if (has_median(c, k))
			farthest = MAX(farthest, scale_map(&s, c->series[k].median));
	if (farthest <= f->left)
		return;
	bool only = chart_drawn(c) == 1;
	mark_line(d, "target", f->left, half, farthest, half);
	for (size_t k = 0; k < chart_drawn(c); k++) {
		if (!has_median(c, k))
			continue;
		double x = scale_map(&s, c->series[k].median);
		g_autofree char *number = format_number(c->words, c->series[k].median, 1, 1), *whole = SAY(c->words, "chart_median", ARG_S("value", number));
		mark_hover(mark_line(d, "target", x, half, x, f->bottom), g_strdup(whole));
		said = say_median(f, d, only ? "label muted" : series_class(NOUN_LABEL, k), x, said, only ? whole : number);
	}
}

/* ---- words ---- */

/* The next position whose numbers are told. */
static size_t next_listed(const struct chart *c, size_t i) {
	while (i < c->n && c->listed && !c->listed[i])
		i++;
	return i;
}

static void draw_hits(const struct chart *c, const struct frame *f, struct drawing *d, const double *x) {
	double from = f->left;
	for (size_t i = next_listed(c, 0); i < c->n;) {
		size_t next = next_listed(c, i + 1);
		double to = next < c->n ? (x[i] + x[next]) / 2 : f->right;
		GString *hover = g_string_new(NULL);
		for (size_t k = 0; k < chart_drawn(c); k++) {
			g_autofree char *line = chart_hover(c, k, i);
			g_string_append_printf(hover, "%s%s", k > 0 ? "; " : "", line);
		}
		char *text = g_string_free(hover, FALSE);
		if (to - from >= HIT_LEAST)
			mark_hover(mark_rect(d, "hit", from, f->top, to - from, f->bottom - f->top), text);
		else
			g_free(text);
		from = to;
		i = next;
	}
}

static void add_label(const struct chart *c, const struct drawing *d, struct side_labels *side, size_t k) {
	const struct series *s = &c->series[k];
	ptrdiff_t last = last_value(c, k);
	g_autofree char *value = last >= 0 ? chart_value(c, s->y[last]) : g_strdup(words_text(c->words, "chart_no_data"));
	if (chart_drawn(c) > 1) {
		side_labels_series(side, c, d, k, value);
		return;
	}
	char *range = NULL;
	if (last >= 0 && has_limits(s, (size_t)last)) {
		g_autofree char *lo = chart_value(c, s->lo[last]), *hi = chart_value(c, s->hi[last]);
		range = SAY(c->words, "chart_interval", ARG_S("lo", lo), ARG_S("hi", hi));
	}
	side_labels_add(side, "label strong", g_strdup(s->label ? s->label : value), "label muted", range);
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

static void step_draw(const struct chart *c, struct drawing *d) {
	g_autoptr(side_labels) side = side_labels_new();
	for (size_t k = 0; k < chart_drawn(c); k++)
		add_label(c, d, side, k);
	side_labels_guides(side, c);
	d->height = frame_height(d->width);
	double top = 12 + frame_notes_height(c), right = side_labels_margin(side, d);
	struct frame f = frame_lay(c, d, frame_extent(c), c->from_zero, top, right, 32);
	struct times times = c->at ? times_of(c, d, &f) : (struct times){0};
	double below = risk_height(c, &times);
	d->height += below;
	f = frame_lay(c, d, frame_extent(c), c->from_zero, top, right, 32 + below);
	g_autofree double *x = g_new0(double, c->n + 1);
	place(c, &f, x);
	frame_zones(&f, c, d);
	frame_values(&f, c, d);
	if (c->at)
		draw_times(c, &f, d, &times);
	else
		frame_positions(&f, c, d, x);
	for (size_t k = 0; k < (c->bands ? chart_drawn(c) : MIN(chart_drawn(c), 1)); k++)
		draw_band(c, &f, d, x, k);
	frame_targets(&f, c, d);
	frame_notes(&f, c, d, x);
	for (size_t k = 0; k < chart_drawn(c); k++)
		draw_steps(c, &f, d, x, k);
	draw_medians(c, &f, d);
	draw_labels(c, &f, d, side);
	if (times.risk)
		draw_risk(c, &f, d, &times);
	draw_hits(c, &f, d, x);
}

const struct chart_kind kind_step = {.name = "step", .width = CHART_HALF, .draw = step_draw};
