/* report/signal_test: see signal_test.h. */
#include "report/signal_test.h"
#include "metric/eval.h"
#include "statistic/compare.h"
#include "statistic/proportion.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define Z 1.959963984540054

/* Kish's effective share of weighted answers: what a weight counts as an answer. */
static double per_weight(const struct eval *e, size_t span, size_t slice, int64_t weights, enum wide squares) {
	int128 w2 = fact_wide(e->facts, span, slice, squares);
	return w2 == 0 ? 0 : (double)((long double)weights / (long double)w2);
}

static void nps_counts(const struct eval *e, size_t span, size_t slice, double x[3]) {
	static const enum fact ids[] = {FACT_NPS_W_PROMOTERS, FACT_NPS_W_PASSIVES, FACT_NPS_W_DETRACTORS};
	int64_t weights = 0;
	for (int i = 0; i < 3; i++)
		weights += eval_f(e, span, slice, ids[i]);
	double each = per_weight(e, span, slice, weights, WIDE_NPS_W2);
	for (int i = 0; i < 3; i++)
		x[i] = (double)eval_f(e, span, slice, ids[i]) * each;
}

static void csat_counts(const struct eval *e, size_t span, size_t slice, double x[3]) {
	int64_t all = eval_f(e, span, slice, FACT_CSAT_W);
	double each = per_weight(e, span, slice, all, WIDE_CSAT_W2);
	x[0] = (double)eval_f(e, span, slice, FACT_CSAT_W_TOP) * each;
	x[1] = (double)all * each;
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
		nps_counts(e, span, slice, out->x);
	else if (j == JUDGE_SHARE && strcmp(metric, "csat") == 0)
		csat_counts(e, span, slice, out->x);
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

struct verdict sides_compare(enum judge j, const struct side *now, const struct side *before) {
	double shown = now->value.x - before->value.x;
	if (j == JUDGE_SHARE)
		return compare_shares(now, before);
	if (j == JUDGE_RATE)
		return compare_rates(now, before);
	if (j == JUDGE_NPS) {
		struct difference d = net_share_difference((struct net_counts){now->x[0], now->x[1], now->x[2]}, (struct net_counts){before->x[0], before->x[1], before->x[2]});
		return verdict_of(&d, 100, shown, "adjusted_wald");
	}
	struct difference d = independent_difference(now->value.x, now->se, before->value.x, before->se);
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
