/* statistic/proportion: see proportion.h. */
#include "statistic/proportion.h"
#include "statistic/discrete.h"
#include <glib.h>
#include <math.h>

#define LARGEST ((int64_t)1 << 53)

static bool counts_are_possible(const int64_t *counts, size_t n) {
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (counts[i] < 0 || counts[i] > LARGEST - sum)
			return false;
		sum += counts[i];
	}
	return true;
}

/* Wilson's (1927) */
static struct bounds score_bounds(double x, double n) {
	double p = x / n, z2 = Z95 * Z95, centre = (x + z2 / 2) / (n + z2);
	double half = Z95 * sqrt(n) / (n + z2) * sqrt(p * (1 - p) + z2 / (4 * n));
	return (struct bounds){x <= 0 ? 0 : centre - half, x >= n ? 1 : centre + half};
}

struct bounds newcombe_bounds(int64_t x1, int64_t n1, int64_t x2, int64_t n2) {
	if (x1 < 0 || x2 < 0 || n1 < 1 || n2 < 1 || x1 > n1 || x2 > n2)
		return bounds_none;
	struct bounds one = score_bounds((double)x1, (double)n1), two = score_bounds((double)x2, (double)n2);
	double p1 = (double)x1 / (double)n1, p2 = (double)x2 / (double)n2;
	return (struct bounds){p1 - p2 - hypot(p1 - one.lo, two.hi - p2), p1 - p2 + hypot(one.hi - p1, p2 - two.lo)};
}

static bool table_is_possible(struct two_by_two t) {
	return counts_are_possible((const int64_t[]){t.a, t.b, t.c, t.d}, 4);
}

struct p_value fisher_exact(struct two_by_two t) {
	if (!table_is_possible(t))
		return p_none;
	return hypergeometric_two_sided(t.a, t.a + t.c, t.b + t.d, t.a + t.b);
}

double fisher_least(struct two_by_two t) {
	if (!table_is_possible(t))
		return NAN;
	int64_t with = t.a + t.c, n1 = t.a + t.b, n2 = t.c + t.d;
	struct two_by_two left = {.a = MIN(with, n1)}, right = {.c = MIN(with, n2)};
	left.c = with - left.a, left.b = n1 - left.a, left.d = n2 - left.c;
	right.a = with - right.c, right.b = n1 - right.a, right.d = n2 - right.c;
	return fmin(fisher_exact(left).p, fisher_exact(right).p);
}

/* The count nearest to the second group's share, upwards or downwards, that reaches p; −1 when none does. p falls on the way out. */
static int64_t first_reaching(struct two_by_two t, double p, bool upwards) {
	int64_t n = t.a + t.b, level = (int64_t)llround((double)t.c / (double)(t.c + t.d) * (double)n);
	int64_t inner = level, outer = upwards ? n : 0;
	struct two_by_two far = {outer, n - outer, t.c, t.d};
	if (outer == inner || !(fisher_exact(far).p <= p))
		return -1;
	while (upwards ? outer - inner > 1 : inner - outer > 1) {
		int64_t middle = inner + (outer - inner) / 2;
		if (fisher_exact((struct two_by_two){middle, n - middle, t.c, t.d}).p <= p)
			outer = middle;
		else
			inner = middle;
	}
	return outer;
}

double fisher_detectable(struct two_by_two t, double p) {
	double least = INFINITY;
	if (!table_is_possible(t) || t.a + t.b == 0 || t.c + t.d == 0)
		return NAN;
	for (int upwards = 0; upwards <= 1; upwards++) {
		int64_t a = first_reaching(t, p, upwards == 1);
		if (a >= 0)
			least = fmin(least, fabs((double)a / (double)(t.a + t.b) - (double)t.c / (double)(t.c + t.d)));
	}
	return isfinite(least) ? least : NAN;
}

struct association association(struct two_by_two t) {
	struct association none = {NAN, NAN, bounds_none, false, NAN, NAN};
	if (!table_is_possible(t) || t.a + t.b == 0 || t.c + t.d == 0)
		return none;
	struct association r = none;
	r.halves = t.a == 0 || t.b == 0 || t.c == 0 || t.d == 0;
	double more = r.halves ? .5 : 0, a = (double)t.a + more, b = (double)t.b + more, c = (double)t.c + more, d = (double)t.d + more;
	r.odds_ratio = a / b * (d / c);
	r.log_se = sqrt(1 / a + 1 / b + 1 / c + 1 / d);
	r.bounds = (struct bounds){exp(log(r.odds_ratio) - Z95 * r.log_se), exp(log(r.odds_ratio) + Z95 * r.log_se)};
	double p1 = (double)t.a / (double)(t.a + t.b), p2 = (double)t.c / (double)(t.c + t.d);
	r.risk_difference = p1 - p2;
	r.risk_ratio = t.c > 0 ? p1 / p2 : t.a > 0 ? INFINITY : NAN;
	return r;
}

static size_t count_above_zero(const double *sums, size_t n) {
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		found += sums[i] > 0;
	return found;
}

struct association_test pearson_chi_square(const int64_t *counts, size_t rows, size_t cols) {
	struct association_test none = {chi_square_none, NAN};
	if (rows == 0 || cols == 0 || rows > 10000 || cols > 10000 || !counts_are_possible(counts, rows * cols))
		return none;
	g_autofree double *of_row = g_new0(double, rows), *of_col = g_new0(double, cols);
	double total = 0, x = 0, least = INFINITY;
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++) {
			double count = (double)counts[i * cols + j];
			of_row[i] += count;
			of_col[j] += count;
			total += count;
		}
	size_t r = count_above_zero(of_row, rows), c = count_above_zero(of_col, cols);
	if (r < 2 || c < 2)
		return none;
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < cols; j++) {
			double expected = of_row[i] / total * of_col[j], off = (double)counts[i * cols + j] - expected;
			if (expected > 0) {
				x += off * off / expected;
				least = fmin(least, expected);
			}
		}
	return (struct association_test){chi_square_tail(x, (int)((r - 1) * (c - 1))), least};
}

struct share_trend cochran_armitage(const int64_t *with, const int64_t *of, const double *scores, size_t k) {
	struct share_trend none = {NAN, chi_square_none};
	if (!counts_are_possible(of, k))
		return none;
	double n = 0, x = 0, mean = 0, below = 0, above = 0;
	for (size_t i = 0; i < k; i++) {
		if (with[i] < 0 || with[i] > of[i] || !isfinite(scores[i]))
			return none;
		n += (double)of[i];
		x += (double)with[i];
		mean += (double)of[i] * scores[i];
	}
	if (!(x > 0) || !(x < n))
		return none;
	double share = x / n;
	mean /= n;
	for (size_t i = 0; i < k; i++) {
		above += ((double)with[i] - (double)of[i] * share) * (scores[i] - mean);
		below += (double)of[i] * (scores[i] - mean) * (scores[i] - mean);
	}
	/* of equal scores nothing but rounding is left */
	double z = above / sqrt(share * (1 - share) * below);
	if (!isfinite(z) || !(below > 1e-20 * n * mean * mean))
		return none;
	return (struct share_trend){z, chi_square_tail(z * z, 1)};
}

struct rate_ratio rate_ratio(int64_t x1, double t1, int64_t x2, double t2) {
	struct rate_ratio none = {NAN, bounds_none, p_none};
	if (!counts_are_possible((const int64_t[]){x1, x2}, 2) || !isfinite(t1) || !isfinite(t2) || !(t1 > 0) || !(t2 > 0) || x1 + x2 == 0)
		return none;
	struct bounds share = binomial_bounds(x1, x1 + x2);
	double odds = t2 / t1;
	return (struct rate_ratio){
		x2 > 0 ? (double)x1 / (double)x2 * odds : INFINITY,
		{share.lo / (1 - share.lo) * odds, x2 > 0 ? share.hi / (1 - share.hi) * odds : INFINITY},
		binomial_two_sided(x1, x1 + x2, t1 / (t1 + t2)),
	};
}
