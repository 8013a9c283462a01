/* report/signal_watch: see signal_watch.h. */
#include "report/signal_watch.h"
#include "metric/eval.h"
#include "statistic/control.h"
#include "statistic/proportion.h"
#include "statistic/trend.h"
#include <math.h>
#include <string.h>

/* Figures without a test of their own: they may be said to rise or fall only outside the natural limits of the periods before. */
static const struct charted {
	const char *metric;
	bool stock; /* what is carried on from period to period: its changes are judged */
} charted[] = {{"arpa", true}, {"mrr_new", false}, {"mrr_churned", false}, {"spend_acquisition", false}, {"backlog", true}, {"contacts_per_customer", false},
               {"scope", false}, {"first_response_median", false}, {"order_average", false}};

static double mrr_opening(const struct report *r, size_t span, size_t slice) {
	const struct eval *e = results_eval(r->results);
	if (!r->cover->amounts || eval_f(e, span, slice, FACT_UNRATED_OPEN) > 0)
		return (double)NAN;
	int128 sum = (int128)eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) + eval_f(e, span, slice, FACT_MRR_OPEN_LOST);
	return quotient(sum, eval_mrr_unit(e));
}

double signal_at_stake(const struct report *r, const struct signal *s) {
	static const char *const shares[] = {"churn_rate", "retention_rate", "grr", "nrr", "renewal_rate"};
	if (strcmp(s->metric->id, "cac") == 0)
		return fabs(s->size) * (double)eval_f(results_eval(r->results), s->span, s->slice, FACT_J);
	for (size_t i = 0; i < G_N_ELEMENTS(shares); i++)
		if (strcmp(s->metric->id, shares[i]) == 0)
			return fabs(s->kind == SIGNAL_TREND ? s->now - s->before : s->size) * mrr_opening(r, s->span, s->slice) * 12;
	return (double)NAN;
}

/* The p of the counts behind shares. */
static double counts_trend(size_t n, const double *x, const struct side *sides) {
	int64_t with[CONTROL_MOST], of[CONTROL_MOST];
	for (size_t i = 0; i < n; i++) {
		with[i] = llround(sides[i].x[0]);
		of[i] = llround(sides[i].x[1]);
	}
	double p = cochran_armitage(with, of, x, n).chi.p.p;
	return isfinite(p) ? p : 1;
}

struct verdict signal_trend(enum judge j, size_t n, const double *x, const double *y, const struct side *sides) {
	struct mann_kendall k = mann_kendall(x, y, n);
	struct line line = theil_sen(x, y, n);
	double p = k.exact ? MIN(1, 2 * MIN(k.p_falls, k.p_rises)) : k.p.p;
	if (j == JUDGE_SHARE)
		p = MAX(p, counts_trend(n, x, sides));
	return (struct verdict){.tested = isfinite(p) && isfinite(line.slope) && (line.slope < 0 || line.slope > 0), .size = line.slope, .lo = (double)NAN,
	                        .hi = (double)NAN, .p = p, .rule = "mann_kendall"};
}

/* The value a chart is drawn of: the figure, or its change. */
static bool charted_value(const struct report *r, const struct charted *c, size_t span, double *x) {
	const struct value *v = result(r->results, c->metric, span, SLICE_ALL);
	struct comparison before = compare_previous(r, c->metric, span, SLICE_ALL);
	if (v->state != STATE_OK || (c->stock && !before.comparable))
		return false;
	*x = c->stock ? v->x - before.before->x : v->x;
	return true;
}

/* The values of the complete periods before, newest first; true when there are enough. */
static bool baseline(const struct report *r, const struct charted *c, size_t span, double *y, size_t *n) {
	*n = 0;
	for (size_t at = span_previous(&r->facts->spans, span); at != SPAN_ABSENT && *n < CONTROL_MOST; at = span_previous(&r->facts->spans, at)) {
		double x;
		if (!charted_value(r, c, at, &x))
			break;
		y[(*n)++] = x;
	}
	return *n >= CONTROL_LEAST;
}

/* Order businesses: the same direction against the same period last year too. */
static bool seasonal(const struct report *r, const char *metric, size_t span, double move) {
	if (!r->cover->orders)
		return false;
	struct comparison year = compare_year_before(r, metric, span, SLICE_ALL);
	return !year.comparable || (result(r->results, metric, span, SLICE_ALL)->x - year.before->x) * move <= 0;
}

static void watch_limits(const struct report *r, const struct charted *c, size_t span, GArray *out) {
	double y[CONTROL_MOST], judged;
	size_t n;
	if (r->facts->spans.items[span].kind == SPAN_TRAILING || !charted_value(r, c, span, &judged) || !baseline(r, c, span, y, &n))
		return;
	for (size_t i = 0; i < n / 2; i++) { /* into the order of time */
		double later = y[i];
		y[i] = y[n - 1 - i];
		y[n - 1 - i] = later;
	}
	struct xmr x;
	if (!xmr_init(&x, y, n))
		return;
	struct control_limits l = x.values;
	if ((judged >= l.lo && judged <= l.hi) || seasonal(r, c->metric, span, judged - l.centre))
		return;
	const struct value *v = result(r->results, c->metric, span, SLICE_ALL);
	double from = c->stock ? v->x - judged : 0; /* limits of a change, shown as limits of the figure */
	struct signal s = {.kind = SIGNAL_OUTLIER, .metric = metric_find(c->metric), .span = span, .slice = SLICE_ALL, .against = SPAN_ABSENT, .now = v->x,
	                   .before = from + l.centre, .size = judged - l.centre, .lo = from + l.lo, .hi = from + l.hi, .p = (double)NAN, .rule = c->stock ? "xmr_change" : "xmr", .at_stake = (double)NAN,
	                   .evidence = {*v, value_state(STATE_MISSING)}};
	g_array_append_val(out, s);
}

/* A figure beyond a value that means something by itself. */
static void watch_threshold(const struct report *r, const char *metric, size_t span, size_t slice, bool above, double threshold, const char *rule, GArray *out) {
	if (metric_find(metric) == NULL)
		return;
	const struct value *v = result(r->results, metric, span, slice);
	if (v->state != STATE_OK || (above ? v->x <= threshold : v->x >= threshold))
		return;
	struct signal s = {.kind = SIGNAL_THRESHOLD, .metric = metric_find(metric), .span = span, .slice = slice, .against = SPAN_ABSENT, .now = v->x, .before = threshold,
	                   .size = v->x - threshold, .lo = (double)NAN, .hi = (double)NAN, .p = (double)NAN, .rule = rule, .at_stake = (double)NAN,
	                   .evidence = {*v, value_state(STATE_MISSING)}};
	g_array_append_val(out, s);
}

static void watch_thresholds(const struct report *r, size_t span, GArray *out) {
	bool whole_year = r->facts->spans.items[span].kind >= SPAN_YEAR;
	for (size_t slice = 0; slice < r->facts->n_slices && whole_year; slice++)
		if (slice == SLICE_ALL || metric_has_slice(metric_find("clv_cac"), r->facts, slice))
			watch_threshold(r, "clv_cac", span, slice, false, 1, "loses_money", out);
	if (whole_year) {
		watch_threshold(r, "spend_share_acquisition", span, SLICE_ALL, true, .6, "acquisition_led", out);
		watch_threshold(r, "profitability", span, SLICE_ALL, false, conf_number(r->conf, SETTING_PROFIT_FLOOR), "below_floor", out);
		watch_threshold(r, "clients_below_floor", span, SLICE_ALL, true, 0, "below_floor", out);
	}
	if (metric_find("growth_ceiling") != NULL) {
		const struct value *closing = result(r->results, "customers_closing", span, SLICE_ALL);
		if (value_shown(closing))
			watch_threshold(r, "growth_ceiling", span, SLICE_ALL, false, closing->x, "shrinking", out);
	}
}

/* The part of the recurring revenue that exchange rates alone have moved, when it is more than 1 % of the opening. */
static void watch_fx(const struct report *r, size_t span, GArray *out) {
	const struct value *fx = result(r->results, "mrr_fx", span, SLICE_ALL);
	double opening = mrr_opening(r, span, SLICE_ALL);
	if (fx->state != STATE_OK || !r->cover->multi_currency || !(opening > 0) || fabs(fx->x) <= .01 * opening)
		return;
	struct signal s = {.kind = SIGNAL_IDENTITY, .metric = metric_find("mrr_fx"), .span = span, .slice = SLICE_ALL, .against = SPAN_ABSENT, .now = fx->x, .before = 0,
	                   .size = fx->x, .lo = (double)NAN, .hi = (double)NAN, .p = (double)NAN, .rule = "exchange_rates", .at_stake = fabs(fx->x) * 12,
	                   .evidence = {*fx, value_state(STATE_MISSING)}};
	g_array_append_val(out, s);
}

void signal_watch(const struct report *r, size_t span, GArray *out) {
	for (size_t i = 0; i < G_N_ELEMENTS(charted); i++)
		if (metric_find(charted[i].metric) != NULL)
			watch_limits(r, &charted[i], span, out);
	watch_thresholds(r, span, out);
	watch_fx(r, span, out);
}
