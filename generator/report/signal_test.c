/* report/signal_test: see signal_test.h. */
#include "report/signal_test.h"
#include "metric/eval.h"
#include "statistic/compare.h"
#include "statistic/proportion.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define Z 1.959963984540054

/* Counts by weight and their squares, of a slice or (less: that slice) of the rest of "all"; x: what each counts as answers. */
static void kish_counts(const struct eval *e, size_t span, size_t slice, size_t less, const enum fact *ids, int n, enum wide squares, bool last_is_whole, double *x) {
	int64_t weights[3] = {0}, whole = 0;
	for (int i = 0; i < n; i++) {
		weights[i] = eval_f(e, span, slice, ids[i]) - (less == SLICE_ALL ? 0 : eval_f(e, span, less, ids[i]));
		whole = last_is_whole ? weights[i] : whole + weights[i];
	}
	int128 w2 = fact_wide(e->facts, span, slice, squares) - (less == SLICE_ALL ? 0 : fact_wide(e->facts, span, less, squares));
	double each = w2 <= 0 ? 0 : (double)((long double)whole / (long double)w2);
	for (int i = 0; i < n; i++)
		x[i] = (double)weights[i] * each;
}

static void nps_counts(const struct eval *e, size_t span, size_t slice, size_t less, double x[3]) {
	static const enum fact ids[] = {FACT_NPS_W_PROMOTERS, FACT_NPS_W_PASSIVES, FACT_NPS_W_DETRACTORS};
	kish_counts(e, span, slice, less, ids, 3, WIDE_NPS_W2, false, x);
}

static void csat_counts(const struct eval *e, size_t span, size_t slice, size_t less, double x[3]) {
	static const enum fact ids[] = {FACT_CSAT_W_TOP, FACT_CSAT_W};
	kish_counts(e, span, slice, less, ids, 2, WIDE_CSAT_W2, true, x);
}

/* The half width of the interval over its quantile; a limit that was clipped is nearer. */
static double standard_error(enum judge j, const struct value *v) {
	double half = MAX(v->x - v->lo, v->hi - v->x);
	return half / (j == JUDGE_MEAN && v->n > 1 ? gsl_cdf_tdist_Pinv(.975, (double)v->n - 1) : Z);
}

bool side_of(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out) {
	const struct eval *e = results_eval(r->results);
	*out = (struct side){.value = *result(r->results, metric, span, slice), .se = (double)NAN};
	if (out->value.state != STATE_OK)
		return false;
	if (j == JUDGE_NPS)
		nps_counts(e, span, slice, SLICE_ALL, out->x);
	else if (j == JUDGE_SHARE && strcmp(metric, "csat") == 0)
		csat_counts(e, span, slice, SLICE_ALL, out->x);
	else if (j == JUDGE_SHARE)
		out->x[0] = out->value.num, out->x[1] = out->value.den;
	else if (j == JUDGE_RATE)
		out->x[0] = out->value.den, out->x[1] = out->value.num;
	else if (!value_has_interval(&out->value))
		return false;
	else
		out->se = standard_error(j, &out->value);
	return j == JUDGE_NPS ? out->x[0] + out->x[1] + out->x[2] > 0 : j == JUDGE_SHARE ? out->x[1] > 0 : j == JUDGE_RATE ? out->x[1] > 0 : out->se > 0;
}

bool side_rest(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out) {
	struct side part;
	if (j == JUDGE_RATIO || j == JUDGE_MEAN || !side_of(r, j, metric, span, slice, &part) || !side_of(r, j, metric, span, SLICE_ALL, out))
		return false;
	const struct eval *e = results_eval(r->results);
	if (j == JUDGE_NPS)
		nps_counts(e, span, SLICE_ALL, slice, out->x);
	else if (strcmp(metric, "csat") == 0)
		csat_counts(e, span, SLICE_ALL, slice, out->x);
	else
		for (int i = 0; i < 3; i++)
			out->x[i] -= part.x[i];
	double all = j == JUDGE_NPS ? out->x[0] + out->x[1] + out->x[2] : out->x[1];
	if (!(all > .5) || out->x[0] < -.5)
		return false;
	out->value = value_state(STATE_OK);
	out->value.has_parts = true;
	out->value.num = j == JUDGE_NPS ? out->x[0] - out->x[2] : j == JUDGE_RATE ? out->x[1] : out->x[0];
	out->value.den = j == JUDGE_RATE ? out->x[0] : all;
	out->value.n = (int64_t)llround(all);
	out->value.x = (j == JUDGE_NPS ? 100 : 1) * out->value.num / out->value.den;
	return true;
}

static struct two_by_two table_of(const struct side *now, const struct side *before) {
	struct two_by_two t = {.a = llround(now->x[0]), .c = llround(before->x[0])};
	t.b = MAX(0, llround(now->x[1]) - t.a);
	t.d = MAX(0, llround(before->x[1]) - t.c);
	return t;
}

static struct verdict verdict_of(const struct difference *d, double scale, double shown, const char *rule) {
	return (struct verdict){.tested = isfinite(d->p.p), .size = shown, .lo = scale * d->bounds.lo, .hi = scale * d->bounds.hi, .p = d->p.p, .rule = rule};
}

static struct verdict compare_shares(const struct side *now, const struct side *before) {
	struct two_by_two t = table_of(now, before);
	struct bounds b = newcombe_bounds(t.a, t.a + t.b, t.c, t.c + t.d);
	struct p_value p = fisher_exact(t);
	return (struct verdict){.tested = isfinite(p.p), .size = now->value.x - before->value.x, .lo = b.lo, .hi = b.hi, .p = p.p, .rule = "fisher"};
}

/* Money for those won: more won for the money is a lower cost. The limits of the difference are those of the ratio around the cost before. */
static struct verdict compare_rates(const struct side *now, const struct side *before) {
	struct rate_ratio won = rate_ratio(llround(before->x[0]), before->x[1], llround(now->x[0]), now->x[1]);
	double cost = before->value.x;
	return (struct verdict){.tested = isfinite(won.p.p) && isfinite(now->value.x) && isfinite(cost), .size = now->value.x - cost,
	                        .lo = cost * (won.bounds.lo - 1), .hi = isfinite(won.bounds.hi) ? cost * (won.bounds.hi - 1) : (double)NAN, .p = won.p.p, .rule = "poisson_rates"};
}

/* A difference with its variance less twice the covariance of its sides; "_paired" tells it. */
static struct verdict with_covariance(const struct difference *d, double scale, double shown, double covariance, const char *rule) {
	double variance = d->se * d->se - 2 * covariance;
	if (!(variance > .05 * d->se * d->se)) /* nearly the same answers on both sides: what is left is rounding */
		variance = .05 * d->se * d->se;
	struct difference own = *d;
	own.se = sqrt(variance);
	own.bounds = (struct bounds){d->diff - Z * own.se, d->diff + Z * own.se};
	own.p = normal_two_sided(d->diff / own.se);
	return verdict_of(&own, scale, shown, rule);
}

/* Shares of the same people: the difference of counts with one added to each cell (Agresti & Caffo 2000), its variance less the covariance. */
static struct verdict compare_paired_shares(const struct side *now, const struct side *before, double covariance) {
	double n = now->x[1] + 2, m = before->x[1] + 2, p = (now->x[0] + 1) / n, q = (before->x[0] + 1) / m;
	struct difference d = {.diff = p - q, .se = sqrt(p * (1 - p) / n + q * (1 - q) / m)};
	return with_covariance(&d, 1, now->value.x - before->value.x, covariance, "shares_paired");
}

/* The sums behind a mean, from its standard error. */
static struct moments moments_of(const struct side *s) {
	long double n = (long double)s->value.n, sum = n * s->value.x;
	return (struct moments){s->value.n, sum, sum * s->value.x + n * (n - 1) * s->se * s->se};
}

double sides_covariance(const struct report *r, const char *metric, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then) {
	const struct eval *e = results_eval(r->results);
	bool nps = strcmp(metric, "nps") == 0, csat = strcmp(metric, "csat") == 0;
	if (slice != SLICE_ALL || (!nps && !csat && strcmp(metric, "ces") != 0) || span_previous(&r->facts->spans, span) != before)
		return 0;
	enum fact weighted = nps ? FACT_NPS_WEIGHTED : FACT_CSAT_WEIGHTED;
	if ((nps || csat) && (eval_f(e, span, slice, weighted) > 0 || eval_f(e, before, slice, weighted) > 0))
		return 0;
	enum fact first = nps ? FACT_NPS_BOTH_XY : csat ? FACT_CSAT_BOTH_XY : FACT_CES_BOTH_XY;
	double n = (double)now->value.n, m = (double)then->value.n, unit = nps ? 100 : 1, x = now->value.x / unit, y = then->value.x / unit;
	double xy = (double)eval_f(e, span, slice, first), xl = (double)eval_f(e, span, slice, first + 1);
	double ky = (double)eval_f(e, span, slice, first + 2), kl = (double)eval_f(e, span, slice, first + 3);
	return n > 0 && m > 0 ? (xy - y * xl - x * ky + x * y * kl) / (n * m) : 0;
}

struct verdict sides_compare(enum judge j, const struct side *now, const struct side *before, double covariance) {
	double shown = now->value.x - before->value.x;
	bool paired = covariance < 0 || covariance > 0;
	if (j == JUDGE_SHARE)
		return paired ? compare_paired_shares(now, before, covariance) : compare_shares(now, before);
	if (j == JUDGE_RATE)
		return compare_rates(now, before);
	if (j == JUDGE_NPS) {
		struct difference d = net_share_difference((struct net_counts){now->x[0], now->x[1], now->x[2]}, (struct net_counts){before->x[0], before->x[1], before->x[2]});
		return paired ? with_covariance(&d, 100, shown, covariance, "adjusted_wald_paired") : verdict_of(&d, 100, shown, "adjusted_wald");
	}
	struct difference d = j == JUDGE_MEAN ? welch(moments_of(now), moments_of(before)) : independent_difference(now->value.x, now->se, before->value.x, before->se);
	if (paired)
		return with_covariance(&d, 1, shown, covariance, "means_paired");
	return verdict_of(&d, 1, shown, j == JUDGE_MEAN ? "welch" : "ratio_difference");
}

double sides_reach(enum judge j, const struct side *now, const struct side *before) {
	if (j != JUDGE_SHARE)
		return 0;
	struct two_by_two t = table_of(now, before);
	int64_t with = t.a + t.c, n1 = t.a + t.b, n2 = t.c + t.d;
	/* the two most lopsided tables with these margins */
	struct two_by_two left = {.a = MIN(with, n1)}, right = {.c = MIN(with, n2)};
	left.c = with - left.a, left.b = n1 - left.a, left.d = n2 - left.c;
	right.a = with - right.c, right.b = n1 - right.a, right.d = n2 - right.c;
	return MIN(fisher_exact(left).p, fisher_exact(right).p);
}
