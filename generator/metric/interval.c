/* metric/interval: see interval.h. */
#include "metric/interval.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

#define Z 1.959963984540054
/* Sums of squares whose difference is a smaller share of them are equal but for the rounding of long double. */
#define EQUAL 1e-15L

const struct limits limits_none = {NAN, NAN};

static double clip(double x, double lo, double hi) {
	return x < lo ? lo : x > hi ? hi : x;
}

struct limits wilson(double x, double n) {
	if (!(n > 0) || x < 0 || x > n)
		return limits_none;
	double p = x / n, z2 = Z * Z;
	double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
	double half = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
	return (struct limits){x <= 0 ? 0 : clip(centre - half, 0, 1), x >= n ? 1 : clip(centre + half, 0, 1)};
}

struct limits net_share_limits(double promoters, double passives, double detractors) {
	double r = promoters + .75, d = detractors + .75, n = promoters + passives + detractors + 3;
	if (!(n > 3))
		return limits_none;
	double centre = (r - d) / n;
	double half = Z * sqrt(((r + d) / n - centre * centre) / n);
	return (struct limits){clip(centre - half, -1, 1), clip(centre + half, -1, 1)};
}

/* The mean at which a gamma of this shape has p below it. gsl_cdf_chisq_Pinv does not converge for many shapes above 1,159; its P and Q do. */
static double gamma_quantile(double shape, double p) {
	double lo = 0, hi = 2 * shape + 20;
	for (int i = 0; i < 200 && lo < hi; i++) {
		double middle = lo + (hi - lo) / 2;
		if (middle <= lo || middle >= hi)
			break;
		if (gsl_cdf_gamma_P(middle, shape, 1) < p)
			lo = middle;
		else
			hi = middle;
	}
	return lo;
}

struct limits poisson_limits(int64_t k) {
	return (struct limits){k == 0 ? 0 : gamma_quantile((double)k, .025), gamma_quantile((double)k + 1, .975)};
}

struct limits mean_limits(int64_t n, long double sum, long double sum_squares) {
	if (n < 2)
		return limits_none;
	long double count = (long double)n, mean = sum / count;
	long double variance = (sum_squares - sum * mean) / (count - 1);
	if (!(variance > EQUAL * sum_squares / count))
		return limits_none;
	double half = gsl_cdf_tdist_Pinv(.975, (double)n - 1) * (double)sqrtl(variance / count);
	return (struct limits){(double)mean - half, (double)mean + half};
}

struct limits ratio_limits(int64_t n, long double x, long double y, long double xx, long double xy, long double yy) {
	if (n < 2 || x <= 0)
		return limits_none;
	long double r = y / x, count = (long double)n;
	long double squares = yy - 2 * r * xy + r * r * xx;
	if (!(squares > EQUAL * (yy + r * r * xx)))
		return limits_none;
	double half = Z * (double)sqrtl(squares * count / (count - 1)) / (double)x;
	return (struct limits){(double)r - half, (double)r + half};
}
