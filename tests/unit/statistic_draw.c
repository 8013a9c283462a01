/* statistic/draw: the generator's published outputs, the distributions' moments and shapes, and R's type 7 quantiles. */
#include "statistic/draw.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

#define DRAWS 100000

static void the_twister_gives_its_published_numbers(void **state) {
	(void)state;
	/* mt19937 seeded with 5489: first output 3,499,211,612 (reference implementation), the 10,000th 4,123,659,995 (ISO C++ [rand.predef]) */
	g_autoptr(draw) d = draw_new(5489);
	near(draw_uniform(d), 3499211612. / 4294967296, 0);
	for (int i = 2; i < 10000; i++)
		draw_uniform(d);
	near(draw_uniform(d), 4123659995. / 4294967296, 0);
}

static void the_same_seed_gives_the_same_numbers_whatever_others_draw(void **state) {
	(void)state;
	g_autoptr(draw) one = draw_new(7);
	g_autoptr(draw) two = draw_new(7);
	g_autoptr(draw) other = draw_new(8);
	int different = 0;
	for (int i = 0; i < 1000; i++) {
		double x = draw_normal(one), b = draw_beta(one, .5, 2);
		double foreign = draw_normal(other);
		near(draw_normal(two), x, 0);
		near(draw_beta(two, .5, 2), b, 0);
		different += foreign < x || foreign > x;
	}
	assert_true(different > 900);
}

/* Kolmogorov's distance between draws and their distribution: above 1.95 ÷ √n once in a thousand. The mean and deviation within 4 standard errors. */
static void are_drawn_from(double *x, double (*below)(double, double, double), double a, double b, double mean, double deviation) {
	double sum = 0, distance = 0;
	draws_sort(x, DRAWS);
	for (int i = 0; i < DRAWS; i++) {
		sum += x[i];
		double p = below(x[i], a, b);
		distance = fmax(distance, fmax(fabs(p - (double)i / DRAWS), fabs(p - (i + 1.) / DRAWS)));
	}
	near(sum / DRAWS, mean, 4 * deviation / sqrt(DRAWS));
	near(distance, 0, 1.95 / sqrt(DRAWS));
}

static double normal_below(double x, double mean, double deviation) {
	return gsl_cdf_gaussian_P(x - mean, deviation);
}

static void distributions_have_their_shapes(void **state) {
	(void)state;
	g_autoptr(draw) d = draw_new(1);
	g_autofree double *x = g_new(double, DRAWS);
	for (int i = 0; i < DRAWS; i++)
		x[i] = draw_uniform(d);
	are_drawn_from(x, gsl_cdf_flat_P, 0, 1, .5, sqrt(1. / 12));
	for (int i = 0; i < DRAWS; i++)
		x[i] = draw_normal(d);
	are_drawn_from(x, normal_below, 0, 1, 0, 1);
	for (int i = 0; i < DRAWS; i++)
		x[i] = draw_beta(d, 2, 3);
	are_drawn_from(x, gsl_cdf_beta_P, 2, 3, .4, .2);
	for (int i = 0; i < DRAWS; i++)
		x[i] = draw_beta(d, .3, .3);
	are_drawn_from(x, gsl_cdf_beta_P, .3, .3, .5, sqrt(.25 / 1.6));
}

static void binomial_has_its_moments_and_its_ends(void **state) {
	(void)state;
	g_autoptr(draw) d = draw_new(2);
	static const struct {
		double p;
		int64_t n;
	} CASES[] = {{.3, 100}, {.01, 40}, {.97, 1000000}, {.5, 1}};
	for (size_t c = 0; c < G_N_ELEMENTS(CASES); c++) {
		double n = (double)CASES[c].n, p = CASES[c].p, sum = 0, squares = 0;
		for (int i = 0; i < DRAWS; i++) {
			int64_t k = draw_binomial(d, p, CASES[c].n);
			assert_true(k >= 0 && k <= CASES[c].n);
			sum += (double)k;
			squares += ((double)k - n * p) * ((double)k - n * p);
		}
		near(sum / DRAWS, n * p, 4 * sqrt(n * p * (1 - p) / DRAWS));
		close_to(squares / DRAWS, n * p * (1 - p), .05);
	}
	assert_int_equal(draw_binomial(d, 0, 50), 0);
	assert_int_equal(draw_binomial(d, 1, 50), 50);
	assert_int_equal(draw_binomial(d, .5, 0), 0);
}

static void quantiles_are_type_7(void **state) {
	(void)state;
	/* R's quantile(): 1 … 4 at .25 is 1.75; at h = (n − 1)p between neighbours */
	double x[] = {4, 1, 3, 2};
	draws_sort(x, 4);
	near(sorted_quantile(x, 4, .25), 1.75, 1e-15);
	near(sorted_quantile(x, 4, .5), 2.5, 1e-15);
	near(sorted_quantile(x, 4, .1), 1.3, 1e-15);
	near(sorted_quantile(x, 4, 0), 1, 0);
	near(sorted_quantile(x, 4, 1), 4, 0);
	double y[] = {-10, 0, 0, 5, 100};
	near(sorted_quantile(y, 5, .975), 90.5, 1e-12);
	near(sorted_quantile(y, 1, .975), -10, 0);
	assert_true(isnan(sorted_quantile(y, 0, .5)));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_twister_gives_its_published_numbers),
	    cmocka_unit_test(the_same_seed_gives_the_same_numbers_whatever_others_draw),
	    cmocka_unit_test(distributions_have_their_shapes),
	    cmocka_unit_test(binomial_has_its_moments_and_its_ends),
	    cmocka_unit_test(quantiles_are_type_7),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
