/* report/signal_watch: see signal_watch.h. */
#include "report/signal_watch.h"
#include "metric/eval.h"
#include "report/signal_stake.h"
#include <math.h>
#include <string.h>

/* A figure beyond a value that means something by itself. */
struct threshold {
	const char *metric, *rule;
	bool above;    /* beyond is above it */
	bool estimate; /* chance is in the figure: without an interval nothing is certain */
	double at;
};

static enum sure surety(const struct threshold *t, const struct value *v) {
	if (value_has_interval(v))
		return (t->above ? v->lo > t->at : v->hi < t->at) ? SURE_CERTAIN : SURE_ESTIMATE;
	return t->estimate ? SURE_ESTIMATE : SURE_CERTAIN;
}

static struct signal rule_of(const struct report *r, enum signal_kind kind, const char *metric, size_t span, size_t slice, double before, const char *rule) {
	const struct value *v = result(r->results, metric, span, slice);
	return (struct signal){.kind = kind, .metric = metric_find(metric), .span = span, .slice = slice, .against = SPAN_ABSENT, .now = v->x, .before = before,
	                       .size = v->x - before, .lo = v->lo, .hi = v->hi, .p = (double)NAN, .q = (double)NAN, .rule = rule, .sure = SURE_CERTAIN,
	                       .evidence = {*v, value_state(STATE_MISSING)}};
}

/* Its lo and hi are the limits of the figure itself: what the certainty is told from. */
static void watch_threshold(const struct report *r, const struct threshold *t, size_t span, size_t slice, GArray *out) {
	if (metric_find(t->metric) == NULL)
		return;
	const struct value *v = result(r->results, t->metric, span, slice);
	if (v->state != STATE_OK || (t->above ? v->x <= t->at : v->x >= t->at))
		return;
	struct signal s = rule_of(r, SIGNAL_THRESHOLD, t->metric, span, slice, t->at, t->rule);
	s.sure = surety(t, v);
	s.at_stake = signal_at_stake(r, &s);
	g_array_append_val(out, s);
}

static void watch_years(const struct report *r, size_t span, GArray *out) {
	const struct threshold value = {"clv_cac", "loses_money", false, true, 1};
	const struct threshold whole[] = {
		{"spend_share_acquisition", "acquisition_led", true, false, .6},
		{"profitability", "below_floor", false, false, conf_number(r->conf, SETTING_PROFIT_FLOOR)},
		{"clients_below_floor", "below_floor", true, false, 0},
	};
	for (size_t slice = 0; slice < r->facts->n_slices; slice++)
		if (slice == SLICE_ALL || metric_has_slice(metric_find(value.metric), r->facts, slice))
			watch_threshold(r, &value, span, slice, out);
	for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
		watch_threshold(r, &whole[i], span, SLICE_ALL, out);
}

static void watch_ceiling(const struct report *r, size_t span, GArray *out) {
	const struct value *closing = result(r->results, "customers_closing", span, SLICE_ALL);
	if (value_shown(closing))
		watch_threshold(r, &(struct threshold){"growth_ceiling", "shrinking", false, true, closing->x}, span, SLICE_ALL, out);
}

/* The part of the recurring revenue that exchange rates alone have moved, when it is more than 1 % of the opening. */
static void watch_fx(const struct report *r, size_t span, GArray *out) {
	const struct value *fx = result(r->results, "mrr_fx", span, SLICE_ALL), *opening = result(r->results, "mrr_opening", span, SLICE_ALL);
	if (fx->state != STATE_OK || !r->cover->multi_currency || !value_shown(opening) || !(opening->x > 0) || fabs(fx->x) <= .01 * opening->x)
		return;
	struct signal s = rule_of(r, SIGNAL_IDENTITY, "mrr_fx", span, SLICE_ALL, 0, "exchange_rates");
	s.at_stake = signal_at_stake(r, &s);
	g_array_append_val(out, s);
}

void signal_watch(const struct report *r, size_t span, GArray *out) {
	if (r->facts->spans.items[span].kind >= SPAN_YEAR)
		watch_years(r, span, out);
	watch_ceiling(r, span, out);
	watch_fx(r, span, out);
}
