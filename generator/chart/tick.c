/* chart/tick: which values and positions of an axis get a label, so that no two labels touch or say the same.
 * Knows 1-2-5 steps, the table of month steps and label widths; refuses to know marks and frames. */
#include "chart/tick.h"
#include "chart/mark.h"
#include <math.h>
#include <string.h>

#define UPRIGHT_GAP 34.0 /* wished room from one value label to the next above it [units] */
#define SIDEWAYS_GAP 72.0

static double step_from(double raw, bool above) {
	double power = pow(10, floor(log10(raw)));
	static const double digits[] = {1, 2, 5, 10, 20};
	for (size_t i = 0; i < G_N_ELEMENTS(digits); i++) {
		double step = digits[i] * power;
		if (above ? step > raw * (1 + 1e-9) : step >= raw * (1 - 1e-9))
			return step;
	}
	return 50 * power;
}

double tick_step(double lo, double hi, double most) {
	return step_from((hi - lo) / MAX(1, most), false);
}

double tick_step_above(double step) {
	return step_from(step, true);
}

size_t tick_count(const struct scale *s, double step) {
	double first = ceil(s->lo / step - 1e-9);
	double last = floor(s->hi / step + 1e-9);
	return last < first ? 0 : (size_t)MIN(last - first + 1, 1000);
}

double tick_at(const struct scale *s, double step, size_t i) {
	double v = (ceil(s->lo / step - 1e-9) + (double)i) * step;
	return v == 0 ? 0 : v;
}

static int step_decimals(double step) {
	return (int)CLAMP(ceil(-log10(step) - 1e-9), 0, 6);
}

char *tick_label(const struct chart *c, double v, double step) {
	switch (c->unit) {
	case CHART_PERCENT: return format_percent(c->words, v, step_decimals(step * 100));
	case CHART_MONEY: return format_money_short(c->words, v, c->currency);
	case CHART_TIMES: {
		g_autofree char *number = format_number(c->words, v, step_decimals(step), step_decimals(step));
		return SAY(c->words, "figure_times", ARG_S("x", number));
	}
	case CHART_COUNT:
	case CHART_POINTS:
	case CHART_NUMBER: break;
	}
	int decimals = step_decimals(step);
	return format_number(c->words, v, decimals, decimals);
}

/* No two neighbours say the same or stand too near. */
static bool labels_clear(const struct chart *c, const struct scale *s, double step, bool upright) {
	size_t n = tick_count(s, step);
	g_autofree char *previous = NULL;
	for (size_t i = 0; i < n; i++) {
		double v = tick_at(s, step, i);
		g_autofree char *text = tick_label(c, v, step);
		if (previous) {
			double apart = fabs(scale_map(s, v) - scale_map(s, v - step));
			double need = upright ? TEXT_TICK * 1.3 : (text_units(text, TEXT_TICK) + text_units(previous, TEXT_TICK)) / 2 + TICK_GAP;
			if (strcmp(previous, text) == 0 || apart < need)
				return false;
		}
		g_free(previous);
		previous = g_steal_pointer(&text);
	}
	return true;
}

double tick_settle(const struct chart *c, struct scale *s, double length, bool upright) {
	const struct scale bare = *s;
	double step = tick_step(s->lo, s->hi, floor(length / (upright ? UPRIGHT_GAP : SIDEWAYS_GAP)));
	if (c->unit == CHART_COUNT)
		step = MAX(step, 1);
	for (;;) {
		*s = bare;
		/* a step longer than the domain would only stretch it: then one label at most stands, at a multiple in it */
		bool longer = step > bare.hi - bare.lo;
		if (!longer)
			scale_nice(s, step, c->y_lo, c->y_hi);
		scale_range(s, 0, length);
		if (longer || tick_count(s, step) < 2 || labels_clear(c, s, step, upright))
			return step;
		step = tick_step_above(step);
	}
}

static void axis_label_free(gpointer p) {
	struct axis_label *l = p;
	g_free(l->text);
	g_free(l);
}

char *tick_position(const struct chart *c, size_t i, ptrdiff_t previous) {
	if (!c->months)
		return g_strdup(c->x_short && c->x_short[i] ? c->x_short[i] : c->x_labels[i]);
	bool with_year = previous < 0 || month_year(c->months[i]) != month_year(c->months[previous]);
	return format_month_short(c->words, c->months[i], with_year);
}

static bool positions_clear(const GPtrArray *labels) {
	double end = -INFINITY;
	for (guint i = 0; i < labels->len; i++) {
		const struct axis_label *l = g_ptr_array_index(labels, i);
		double width = text_units(l->text, TEXT_TICK);
		if (l->x - width / 2 < end + TICK_GAP)
			return false;
		end = l->x + width / 2;
	}
	return true;
}

static GPtrArray *positions_every(const struct chart *c, const double *x, double lo, double hi, size_t stride) {
	GPtrArray *labels = g_ptr_array_new_with_free_func(axis_label_free);
	ptrdiff_t previous = -1;
	for (size_t i = 0; i < c->n; i += stride) {
		struct axis_label *l = g_new0(struct axis_label, 1);
		l->at = i;
		l->text = tick_position(c, i, previous);
		l->most = hi - lo;
		double half = MIN(text_units(l->text, TEXT_TICK), hi - lo) / 2;
		l->x = CLAMP(x[i], lo + half, hi - half);
		previous = (ptrdiff_t)i;
		g_ptr_array_add(labels, l);
	}
	return labels;
}

GPtrArray *tick_positions(const struct chart *c, const double *x, double lo, double hi) {
	static const size_t month_steps[] = {1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200};
	static const size_t plain_steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
	const size_t *steps = c->months ? month_steps : plain_steps;
	size_t n = c->months ? G_N_ELEMENTS(month_steps) : G_N_ELEMENTS(plain_steps);
	for (size_t k = 0; k < n; k++) {
		GPtrArray *labels = positions_every(c, x, lo, hi, steps[k]);
		if (labels->len < 2 || positions_clear(labels))
			return labels;
		g_ptr_array_unref(labels);
	}
	return positions_every(c, x, lo, hi, MAX(c->n, 1));
}
