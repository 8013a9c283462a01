/* statistic/draw: see draw.h. */
#include "statistic/draw.h"
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

struct draw {
	gsl_rng *generator;
};

struct draw *draw_new(uint32_t seed) {
	struct draw *d = g_new(struct draw, 1);
	d->generator = gsl_rng_alloc(gsl_rng_mt19937);
	if (!d->generator)
		g_error("no memory for a random number generator");
	gsl_rng_set(d->generator, seed);
	return d;
}

void draw_free(struct draw *d) {
	if (!d)
		return;
	gsl_rng_free(d->generator);
	g_free(d);
}

double draw_uniform(struct draw *d) {
	return gsl_rng_uniform(d->generator);
}

double draw_normal(struct draw *d) {
	return gsl_ran_ugaussian(d->generator);
}

double draw_beta(struct draw *d, double a, double b) {
	g_assert(a > 0 && b > 0);
	return gsl_ran_beta(d->generator, a, b);
}

int64_t draw_binomial(struct draw *d, double p, int64_t n) {
	g_assert(p >= 0 && p <= 1 && n >= 0 && n <= UINT32_MAX);
	/* GSL's algorithm divides by p(1 − p) */
	if (p <= 0 || p >= 1)
		return p <= 0 ? 0 : n;
	return gsl_ran_binomial(d->generator, p, (unsigned)n);
}

void draws_sort(double *values, size_t n) {
	gsl_sort(values, 1, n);
}

double sorted_quantile(const double *sorted, size_t n, double p) {
	return n == 0 ? NAN : gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}
