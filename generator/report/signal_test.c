/* report/signal_test: see signal_test.h. */
#include "report/signal_test.h"
#include "metric/effective.h"
#include "statistic/compare.h"
#include "statistic/proportion.h"
#include "statistic/trend.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* The half width of the interval over its quantile; a limit that was clipped is nearer. */
static double standard_error(enum judge j, const struct value *v) {
	double half = MAX(v->x - v->lo, v->hi - v->x);
	return half / (j == JUDGE_MEAN && v->n > 1 ? gsl_cdf_tdist_Pinv(.975, (double)v->n - 1) : Z95);
}

/* Shares by what they are worth; else by their parts. */
static void share_counts(const struct eval *e, const char *metric, size_t span, size_t slice, struct side *out) {
	if (effective_share(e, metric, span, slice, SLICE_ALL, &out->x[0], &out->x[1]))
		return;
	out->x[0] = out->value.num;
	out->x[1] = out->value.den;
}

static void mean_error(const struct eval *e, const char *metric, size_t span, size_t slice, struct side *out) {
	double mean, df;
	out->n = (double)out->value.n;
	if (strcmp(metric, "arpa") == 0)
		out->se = standard_error(JUDGE_MEAN, &out->value);
	else if (effective_mean(e, metric, span, slice, &mean, &out->se, &df))
		out->n = df + 1;
}

bool side_of(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out) {
	const struct eval *e = results_eval(r->results);
	*out = (struct side){.value = *result(r->results, metric, span, slice), .se = (double)NAN};
	if (out->value.state != STATE_OK)
		return false;
	switch (j) {
	case JUDGE_NPS: return effective_net(e, metric, span, slice, SLICE_ALL, out->x) && out->x[0] + out->x[1] + out->x[2] > 0;
	case JUDGE_SHARE: share_counts(e, metric, span, slice, out); return out->x[1] > 0;
	case JUDGE_RATE: out->x[0] = out->value.den, out->x[1] = out->value.num; return out->x[1] > 0;
	case JUDGE_MEAN: mean_error(e, metric, span, slice, out); return out->se > 0;
	case JUDGE_RATIO: break;
	}
	if (value_has_interval(&out->value))
		out->se = standard_error(j, &out->value);
	return out->se > 0;
}

bool side_rest(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out) {
	struct side part;
	if (j == JUDGE_RATIO || j == JUDGE_MEAN || !side_of(r, j, metric, span, slice, &part) || !side_of(r, j, metric, span, SLICE_ALL, out))
		return false;
	const struct eval *e = results_eval(r->results);
	bool net = j == JUDGE_NPS;
	double some, whole;
	if (net && !effective_net(e, metric, span, SLICE_ALL, slice, out->x))
		return false;
	if (j == JUDGE_SHARE && effective_share(e, metric, span, SLICE_ALL, slice, &some, &whole))
		out->x[0] = some, out->x[1] = whole;
	else if (!net)
		for (int i = 0; i < 3; i++)
			out->x[i] -= part.x[i];
	double all = net ? out->x[0] + out->x[1] + out->x[2] : out->x[1];
	if (!(all > .5) || out->x[0] < -.5)
		return false;
	out->value = value_state(STATE_OK);
	out->value.has_parts = true;
	out->value.num = net ? out->x[0] - out->x[2] : j == JUDGE_RATE ? out->x[1] : out->x[0];
	out->value.den = j == JUDGE_RATE ? out->x[0] : all;
	out->value.n = (int64_t)llround(all);
	out->value.x = (net ? 100 : 1) * out->value.num / out->value.den;
	return true;
}

/* An effective n is rounded down: a part of an answer is none. What a sum of weights lacks of a whole number is no such part. */
#define ROUNDING 1e-6

static struct two_by_two table_of(const struct side *now, const struct side *before) {
	double n = floor(now->x[1] + ROUNDING), m = floor(before->x[1] + ROUNDING);
	struct two_by_two t = {.a = llround(now->x[0] * (n / now->x[1])), .c = llround(before->x[0] * (m / before->x[1]))};
	t.b = MAX(0, llround(n) - t.a);
	t.d = MAX(0, llround(m) - t.c);
	return t;
}

static struct verdict verdict_of(const struct difference *d, double scale, double shown, const char *rule) {
	return (struct verdict){.tested = isfinite(d->p.p), .size = shown, .lo = scale * d->bounds.lo, .hi = scale * d->bounds.hi, .se = scale * d->se, .df = d->df,
	                        .p = d->p.p, .rule = rule};
}

static struct verdict compare_shares(const struct side *now, const struct side *before) {
	struct two_by_two t = table_of(now, before);
	struct bounds b = newcombe_bounds(t.a, t.a + t.b, t.c, t.c + t.d);
	struct p_value p = fisher_exact(t);
	return (struct verdict){.tested = isfinite(p.p), .size = now->value.x - before->value.x, .lo = b.lo, .hi = b.hi, .se = (double)NAN, .df = (double)NAN,
	                        .p = p.p, .rule = "fisher"};
}

static struct rate_ratio won_for_money(double joined, double money, const struct side *before) {
	return rate_ratio(llround(before->x[0]), before->x[1], llround(joined), money);
}

/* Money for those won: more won for the money is a lower cost. The limits of the difference are those of the ratio around the cost before. */
static struct verdict compare_rates(const struct side *now, const struct side *before) {
	struct rate_ratio won = won_for_money(now->x[0], now->x[1], before);
	double cost = before->value.x;
	return (struct verdict){.tested = isfinite(won.p.p) && isfinite(now->value.x) && isfinite(cost), .size = now->value.x - cost,
	                        .lo = cost * (won.bounds.lo - 1), .hi = isfinite(won.bounds.hi) ? cost * (won.bounds.hi - 1) : (double)NAN, .se = (double)NAN,
	                        .df = (double)NAN, .p = won.p.p, .rule = "poisson_rates"};
}

/* Shares of the same people: the difference of counts with one added to each cell (Agresti & Caffo 2000), its variance less the covariance. */
static struct verdict compare_paired_shares(const struct side *now, const struct side *before, struct overlap o) {
	double n = now->x[1] + 2, m = before->x[1] + 2, p = (now->x[0] + 1) / n, q = (before->x[0] + 1) / m;
	struct difference d = overlapping_difference((struct estimate){p, sqrt(p * (1 - p) / n), now->x[1]}, (struct estimate){q, sqrt(q * (1 - q) / m), before->x[1]},
	                                             o.covariance, MIN(o.both, MIN(now->x[1], before->x[1])));
	return verdict_of(&d, 1, now->value.x - before->value.x, "shares_paired");
}

/* The adjusted net share of one side: ¾, 1½ and ¾ are added to the counts. */
static struct estimate adjusted(const struct side *s) {
	double n = s->x[0] + s->x[1] + s->x[2], m = n + 3, share = (s->x[0] - s->x[2]) / m;
	return (struct estimate){share, sqrt(((s->x[0] + s->x[2] + 1.5) / m - share * share) / m), n};
}

static struct verdict compare_nets(const struct side *now, const struct side *before, struct overlap o) {
	double shown = now->value.x - before->value.x;
	if (o.both > 0) {
		struct estimate a = adjusted(now), b = adjusted(before);
		struct difference d = overlapping_difference(a, b, o.covariance, MIN(o.both, MIN(a.n, b.n)));
		return verdict_of(&d, 100, shown, "adjusted_wald_paired");
	}
	struct difference d = net_share_difference((struct net_counts){now->x[0], now->x[1], now->x[2]}, (struct net_counts){before->x[0], before->x[1], before->x[2]});
	return verdict_of(&d, 100, shown, "adjusted_wald");
}

struct verdict sides_compare(enum judge j, const struct side *now, const struct side *before, struct overlap o) {
	double shown = now->value.x - before->value.x;
	if (j == JUDGE_SHARE)
		return o.both > 0 ? compare_paired_shares(now, before, o) : compare_shares(now, before);
	if (j == JUDGE_RATE)
		return compare_rates(now, before);
	if (j == JUDGE_NPS)
		return compare_nets(now, before, o);
	if (j == JUDGE_RATIO) {
		struct difference d = independent_difference(now->value.x, now->se, before->value.x, before->se);
		return verdict_of(&d, 1, shown, "ratio_difference");
	}
	struct difference d = overlapping_difference((struct estimate){now->value.x, now->se, now->n},
	                                             (struct estimate){before->value.x, before->se, before->n}, o.covariance, MIN(o.both, MIN(now->n, before->n)));
	return verdict_of(&d, 1, shown, o.both > 0 ? "means_paired" : "welch");
}

double sides_reach(enum judge j, const struct side *now, const struct side *before) {
	return j == JUDGE_SHARE ? fisher_least(table_of(now, before)) : 0;
}

/* Below this many customers a ratio's standard error is not to be trusted. */
#define LEAST_FOR_RATIO 30

bool sides_suffice(enum judge j, const struct side *now, const struct side *before) {
	return j != JUDGE_RATIO || MIN(now->value.n, before->value.n) >= LEAST_FOR_RATIO;
}

/* The cost nearest to the one before, above or below it, at which as much money tells p; NaN when none does. Fewer won cost more each. */
static double cost_reaching(const struct side *now, const struct side *before, double p, bool cheaper) {
	double inner = now->x[1] * before->x[0] / before->x[1], outer = cheaper ? 2 * inner + 64 : 1;
	inner = floor(inner);
	if ((cheaper ? inner >= outer : inner <= outer) || !(won_for_money(outer, now->x[1], before).p.p <= p))
		return (double)NAN;
	while (fabs(outer - inner) > 1) {
		double middle = floor((inner + outer) / 2);
		*(won_for_money(middle, now->x[1], before).p.p <= p ? &outer : &inner) = middle;
	}
	return now->x[1] / outer;
}

static double detectable_cost(const struct side *now, const struct side *before, double p) {
	double dear = fabs(cost_reaching(now, before, p, false) - before->value.x), cheap = fabs(cost_reaching(now, before, p, true) - before->value.x);
	return fmin(dear, cheap); /* of one NaN and a number, the number */
}

double sides_detectable(enum judge j, const struct side *now, const struct side *before, const struct verdict *v, double p) {
	if (!(p > 0) || !(p < 1))
		return (double)NAN;
	if (isfinite(v->se))
		return v->se * (isinf(v->df) ? gsl_cdf_ugaussian_Pinv(1 - p / 2) : gsl_cdf_tdist_Pinv(1 - p / 2, v->df));
	return j == JUDGE_RATE ? detectable_cost(now, before, p) : fisher_detectable(table_of(now, before), p);
}

/* The p of the counts behind shares. */
static double counts_trend(size_t n, const double *x, const struct side *sides) {
	g_autofree int64_t *with = g_new(int64_t, n), *of = g_new(int64_t, n);
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
	                        .hi = (double)NAN, .se = (double)NAN, .df = (double)NAN, .p = p, .rule = "mann_kendall"};
}
