/* statistic/compare: see compare.h. */
#include "statistic/compare.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

/* A variance this small beside the mean square is what rounding leaves of equal values. */
#define CONSTANT 1e-15L

const struct difference difference_none = {NAN, NAN, {NAN, NAN}, NAN, NAN, {NAN, NAN, false}};

static struct difference difference_of(double diff, double se, double df) {
	struct difference d = difference_none;
	if (!isfinite(diff))
		return d;
	d.diff = diff;
	if (!isfinite(se) || !(se > 0) || !(df > 0))
		return d;
	double reach = isinf(df) ? Z95 : gsl_cdf_tdist_Pinv(.975, df);
	d.se = se;
	d.bounds = (struct bounds){diff - reach * se, diff + reach * se};
	d.statistic = diff / se;
	d.df = df;
	d.p = isinf(df) ? normal_two_sided(d.statistic) : student_two_sided(d.statistic, df);
	return d;
}

struct difference independent_difference(double x1, double se1, double x2, double se2) {
	if (!isfinite(x1) || !isfinite(x2) || !isfinite(se1) || !isfinite(se2) || se1 < 0 || se2 < 0)
		return difference_none;
	return difference_of(x1 - x2, hypot(se1, se2), INFINITY);
}

struct net_share {
	double share, se;
};

static bool has_answers(struct net_counts c) {
	double n = c.promoters + c.passives + c.detractors;
	return c.promoters >= 0 && c.passives >= 0 && c.detractors >= 0 && n > 0 && isfinite(n);
}

static struct net_share adjusted(struct net_counts c) {
	double r = c.promoters + .75, d = c.detractors + .75, n = c.promoters + c.passives + c.detractors + 3, share = (r - d) / n;
	return (struct net_share){share, sqrt(((r + d) / n - share * share) / n)};
}

struct difference net_share_difference(struct net_counts one, struct net_counts two) {
	if (!has_answers(one) || !has_answers(two))
		return difference_none;
	struct net_share a = adjusted(one), b = adjusted(two);
	return independent_difference(a.share, a.se, b.share, b.se);
}

/* Mean, and the variance of the mean: NaN for one value. */
static bool mean_of(struct moments m, double *mean, double *variance) {
	if (m.n < 1 || !isfinite(m.sum) || !isfinite(m.sum_squares) || m.sum_squares < 0)
		return false;
	long double n = (long double)m.n, average = m.sum / n, spread = m.sum_squares - m.sum * average;
	if (spread <= CONSTANT * m.sum_squares)
		spread = 0;
	*mean = (double)average;
	*variance = m.n > 1 ? (double)(spread / (n - 1) / n) : NAN;
	return true;
}

struct difference welch(struct moments one, struct moments two) {
	double mean1, mean2, v1, v2;
	if (!mean_of(one, &mean1, &v1) || !mean_of(two, &mean2, &v2))
		return difference_none;
	double df = (v1 + v2) * (v1 + v2) / (v1 * v1 / ((double)one.n - 1) + v2 * v2 / ((double)two.n - 1));
	return difference_of(mean1 - mean2, sqrt(v1 + v2), df);
}

struct difference paired(struct moments differences) {
	double mean, variance;
	if (!mean_of(differences, &mean, &variance))
		return difference_none;
	return difference_of(mean, sqrt(variance), (double)differences.n - 1);
}

/* What is left of a variance at the least when the same people stand on both sides. */
#define LEAST_LEFT .05

struct difference overlapping_difference(struct estimate one, struct estimate two, double covariance, double both) {
	bool possible = isfinite(one.x) && isfinite(two.x) && isfinite(covariance) && one.se >= 0 && two.se >= 0 && one.n >= 1 && two.n >= 1 && both >= 0 &&
	                both <= one.n && both <= two.n;
	if (!possible || !isfinite(one.se) || !isfinite(two.se))
		return difference_none;
	double v1 = one.se * one.se, v2 = two.se * two.se, apart = one.n + two.n - 2 * both;
	double welch_df = (v1 + v2) * (v1 + v2) / (v1 * v1 / (one.n - 1) + v2 * v2 / (two.n - 1));
	double df = both - 1 + (welch_df - both + 1) * apart / (one.n + two.n);
	return difference_of(one.x - two.x, sqrt(fmax(v1 + v2 - 2 * covariance, LEAST_LEFT * (v1 + v2))), df);
}

int64_t sample_size(double variance, double margin) {
	double n = variance * (Z95 / margin) * (Z95 / margin);
	if (!(variance >= 0) || !(margin > 0) || !(n <= 9007199254740992.0))
		return -1;
	return (int64_t)ceil(n);
}
