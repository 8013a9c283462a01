/* statistic/discrete: the binomial side (the hypergeometric one is in statistic_proportion). */
#include "statistic/discrete.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

static void a_two_sided_binomial_is_what_the_terms_sum_to(void **state) {
	(void)state;
	static const double SHARES[] = {.5, .1, .37, .999, 1 / 3.0};
	for (size_t s = 0; s < 5; s++)
		for (int n = 1; n <= 30; n++) {
			double mass[31], p = SHARES[s];
			for (int k = 0; k <= n; k++) {
				mass[k] = 1;
				for (int i = 1; i <= k; i++)
					mass[k] *= p * (n - k + i) / i;
				for (int i = 0; i < n - k; i++)
					mass[k] *= 1 - p;
			}
			for (int k = 0; k <= n; k++) {
				double rare = 0;
				for (int i = 0; i <= n; i++)
					rare += mass[i] <= mass[k] * (1 + 1e-7) ? mass[i] : 0;
				struct p_value got = binomial_two_sided(k, n, p);
				near(got.p, fmin(rare, 1), 1e-13 * rare);
				near(got.log10_p, log10(fmin(rare, 1)), 1e-12);
			}
		}
}

static void a_coin_that_always_falls_the_same_way(void **state) {
	(void)state;
	/* n of n at one half: 2 ÷ 2^n */
	for (int64_t n = 2; n <= 10000000; n = n * 3 + 1)
		near(binomial_two_sided(n, n, .5).log10_p, (1 - (double)n) * log10(2), 1e-12 * (double)n);
	assert_true(binomial_two_sided(10000, 10000, .5).tiny && !binomial_two_sided(900, 900, .5).tiny);
	/* at the peak, and beside it where both are as likely */
	near(binomial_two_sided(5000000, 10000000, .5).p, 1, 0);
	near(binomial_two_sided(4, 9, .5).p, 1, 0);
	near(binomial_two_sided(5, 9, .5).p, 1, 0);
}

static void impossible_draws_have_no_p(void **state) {
	(void)state;
	struct p_value none[] = {
		binomial_two_sided(-1, 5, .5),        binomial_two_sided(6, 5, .5),         binomial_two_sided(0, 0, .5),
		binomial_two_sided(1, 5, 0),          binomial_two_sided(1, 5, 1),          binomial_two_sided(1, 5, NAN),
		binomial_two_sided(1, INT64_MAX, .5), hypergeometric_two_sided(3, 2, 2, 3), hypergeometric_two_sided(0, 2, 1, 2),
		hypergeometric_two_sided(1, 2, 2, 5), hypergeometric_two_sided(0, 0, 0, 0), hypergeometric_two_sided(1, INT64_MAX, INT64_MAX, 1),
		hypergeometric_two_sided(-1, 2, 2, 1)};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_true(isnan(none[i].p) && isnan(none[i].log10_p) && !none[i].tiny);
}

static void shares_have_clopper_and_pearsons_limits(void **state) {
	(void)state;
	/* 3 of 10, mpmath: .0667395111777345 and .652452850059997 (their table: .067, .652) */
	struct bounds b = binomial_bounds(3, 10);
	digits(b.lo, .0667395111777345, 12);
	digits(b.hi, .652452850059997, 12);
	/* none and all of n: .025^(1/n) */
	for (int64_t n = 1; n < 1000000; n *= 7) {
		near(binomial_bounds(0, n).hi, -expm1(log(.025) / (double)n), 1e-11 / (double)n);
		near(binomial_bounds(n, n).lo, exp(log(.025) / (double)n), 1e-11 / (double)n);
		assert_true(binomial_bounds(0, n).lo == 0 && binomial_bounds(n, n).hi == 1);
	}
	assert_true(isnan(binomial_bounds(2, 1).lo) && isnan(binomial_bounds(-1, 1).lo) && isnan(binomial_bounds(0, 0).lo));
}

static void limits_of_large_counts_near_the_normal_ones(void **state) {
	(void)state;
	/* a million of ten million: .1 ± 1.959964 × √(.09 ÷ 1e7), less than a millionth of the width apart but for the skew, some 1 ÷ n */
	struct bounds b = binomial_bounds(1000000, 10000000);
	near(b.lo, .1 - Z95 * sqrt(.09 / 1e7), 3e-7);
	near(b.hi, .1 + Z95 * sqrt(.09 / 1e7), 3e-7);
	/* mirrored */
	struct bounds m = binomial_bounds(9000000, 10000000);
	near(1 - m.hi, b.lo, 1e-12);
	near(1 - m.lo, b.hi, 1e-12);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_two_sided_binomial_is_what_the_terms_sum_to),
		cmocka_unit_test(a_coin_that_always_falls_the_same_way),
		cmocka_unit_test(impossible_draws_have_no_p),
		cmocka_unit_test(shares_have_clopper_and_pearsons_limits),
		cmocka_unit_test(limits_of_large_counts_near_the_normal_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
