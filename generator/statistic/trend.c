/* statistic/trend: see trend.h. */
#include "statistic/trend.h"
#include <glib.h>
#include <math.h>
#include <string.h>

static bool is_finite(const double *x, size_t n) {
	for (size_t i = 0; x != NULL && i < n; i++)
		if (!isfinite(x[i]))
			return false;
	return true;
}

static int by_value(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double *sorted(const double *x, size_t n) {
	double *copy = g_new(double, MAX(n, 1));
	if (n > 0)
		memcpy(copy, x, n * sizeof *copy);
	qsort(copy, n, sizeof *copy, by_value);
	return copy;
}

static double median(double *x, size_t n) {
	qsort(x, n, sizeof *x, by_value);
	return n % 2 ? x[n / 2] : x[n / 2 - 1] + (x[n / 2] - x[n / 2 - 1]) / 2;
}

/* The sizes of groups of equal numbers, in the order of the numbers: sizes[n], returns how many. */
static size_t tie_groups(const double *x, size_t n, size_t *sizes) {
	g_autofree double *order = sorted(x, n);
	size_t groups = 0;
	for (size_t i = 0; i < n; i++)
		if (i > 0 && order[i] <= order[i - 1])
			sizes[groups - 1]++;
		else
			sizes[groups++] = 1;
	return groups;
}

struct ties {
	double two, three, spread; /* Σ t(t − 1), Σ t(t − 1)(t − 2), Σ t(t − 1)(2t + 5) */
};

static struct ties ties_of(const size_t *sizes, size_t groups) {
	struct ties sum = {0, 0, 0};
	for (size_t i = 0; i < groups; i++) {
		double t = (double)sizes[i];
		sum.two += t * (t - 1);
		sum.three += t * (t - 1) * (t - 2);
		sum.spread += t * (t - 1) * (2 * t + 5);
	}
	return sum;
}

static double tied_variance(double n, struct ties x, struct ties y) {
	double v = (n * (n - 1) * (2 * n + 5) - x.spread - y.spread) / 18 + x.two * y.two / (2 * n * (n - 1));
	return n > 2 ? v + x.three * y.three / (9 * n * (n - 1) * (n - 2)) : v;
}

/* How many of the words of `before` letters, and `more` larger equal ones put among them, have so many inversions by the new ones: the
 * coefficients of the Gaussian binomial [before + more, more], before × more + 1 of them, by [a, b] = [a, b − 1] + q^b [a − 1, b]: sums only. The
 * caller frees. */
static double *gaussian_binomial(size_t before, size_t more) {
	size_t width = before * more + 1;
	g_autofree double *row = g_new0(double, (before + 1) * width);
	for (size_t a = 0; a <= before; a++)
		row[a * width] = 1;
	for (size_t b = 1; b <= more; b++)
		for (size_t a = 1; a <= before; a++)
			for (size_t i = b; i <= a * b; i++)
				row[a * width + i] += row[(a - 1) * width + i - b];
	double *last = g_new(double, width);
	memcpy(last, row + before * width, width * sizeof *last);
	return last;
}

/* The distribution of the number of falling pairs over all orders of values with these ties: probabilities of 0 … *most. The caller frees. */
static double *falling_pairs(const size_t *sizes, size_t groups, size_t *most) {
	double *p = g_new(double, 1);
	size_t top = 0, before = 0;
	p[0] = 1;
	for (size_t g = 0; g < groups; before += sizes[g++]) {
		size_t width = before * sizes[g];
		g_autofree double *words = gaussian_binomial(before, sizes[g]);
		double all = 0, *next = g_new0(double, top + width + 1);
		for (size_t j = 0; j <= width; j++)
			all += words[j];
		for (size_t i = 0; i <= top; i++)
			for (size_t j = 0; j <= width; j++)
				next[i + j] += p[i] * (words[j] / all);
		g_free(p);
		p = next;
		top += width;
	}
	*most = top;
	return p;
}

static double sum_of(const double *p, size_t from, size_t to) {
	double sum = 0;
	for (size_t i = from; i <= to; i++)
		sum += p[i];
	return fmin(sum, 1);
}

static void exact_test(struct mann_kendall *r, const size_t *sizes, size_t groups) {
	size_t most;
	g_autofree double *p = falling_pairs(sizes, groups, &most);
	/* s = most − 2 × falling; the distribution is symmetric, so both tails are summed from their thin end */
	size_t falling = (size_t)(((int64_t)most - r->s) / 2);
	r->p_rises = sum_of(p, 0, falling);
	r->p_falls = sum_of(p, 0, most - falling);
	r->exact = true;
}

static int sign(double x) {
	return (x > 0) - (x < 0);
}

struct mann_kendall mann_kendall(const double *times, const double *values, size_t n) {
	struct mann_kendall r = {0, NAN, NAN, NAN, p_none, false, NAN, NAN};
	if (n < 2 || n > TREND_MOST || !is_finite(times, n) || !is_finite(values, n))
		return r;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			r.s += (times != NULL ? (times[j] > times[i]) - (times[j] < times[i]) : 1) * ((values[j] > values[i]) - (values[j] < values[i]));
	g_autofree size_t *sizes = g_new(size_t, n), *of_times = g_new(size_t, n);
	size_t groups = tie_groups(values, n, sizes), moments = times != NULL ? tie_groups(times, n, of_times) : n;
	struct ties untied = {0, 0, 0};
	double s = (double)r.s, count = (double)n;
	r.variance = tied_variance(count, times != NULL ? ties_of(of_times, moments) : untied, ties_of(sizes, groups));
	r.tau = s / (count * (count - 1) / 2);
	r.z = r.s == 0 || !(r.variance > 0) ? 0 : (s - sign(s)) / sqrt(r.variance);
	r.p = normal_two_sided(r.z);
	if (n <= TREND_EXACT && moments == n)
		exact_test(&r, sizes, groups);
	return r;
}

struct line theil_sen(const double *times, const double *values, size_t n) {
	struct line none = {NAN, NAN};
	if (n < 2 || n > TREND_MOST || !is_finite(times, n) || !is_finite(values, n))
		return none;
	g_autofree double *slopes = g_new(double, n *(n - 1) / 2), *rest = g_new(double, n);
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double span = times != NULL ? times[j] - times[i] : (double)(j - i);
			if (span > 0 || span < 0)
				slopes[found++] = (values[j] - values[i]) / span;
		}
	if (found == 0 || !is_finite(slopes, found))
		return none;
	double slope = median(slopes, found);
	for (size_t i = 0; i < n; i++)
		rest[i] = values[i] - slope * (times != NULL ? times[i] : (double)i);
	return (struct line){slope, median(rest, n)};
}

struct place {
	double value;
	size_t at;
};

static int by_place(const void *a, const void *b) {
	const struct place *x = a, *y = b;
	int order = (x->value > y->value) - (x->value < y->value);
	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* Ranks less their mean, ties at their mean rank: the caller frees. */
static double *centred_ranks(const double *x, size_t n) {
	g_autofree struct place *order = g_new(struct place, n);
	double *ranks = g_new(double, n);
	for (size_t i = 0; i < n; i++)
		order[i] = (struct place){x[i], i};
	qsort(order, n, sizeof *order, by_place);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && order[end].value <= order[i].value; end++)
			;
		for (size_t j = i; j < end; j++)
			ranks[order[j].at] = ((double)i + (double)end - (double)n) / 2;
	}
	return ranks;
}

struct rank_correlation spearman(const double *x, const double *y, size_t n) {
	struct rank_correlation r = {NAN, bounds_none};
	if (n < 2 || !is_finite(x, n) || !is_finite(y, n))
		return r;
	g_autofree double *a = centred_ranks(x, n), *b = centred_ranks(y, n);
	double xx = 0, xy = 0, yy = 0;
	for (size_t i = 0; i < n; i++) {
		xx += a[i] * a[i];
		xy += a[i] * b[i];
		yy += b[i] * b[i];
	}
	if (!(xx > 0) || !(yy > 0))
		return r;
	r.rho = fmax(-1, fmin(1, xy / sqrt(xx * yy)));
	if (n < 4 || fabs(r.rho) > 1 - 1e-12)
		return r;
	double half = Z95 * sqrt((1 + r.rho * r.rho / 2) / ((double)n - 3));
	r.bounds = (struct bounds){tanh(atanh(r.rho) - half), tanh(atanh(r.rho) + half)};
	return r;
}
