/* statistic/compare against all rows of nps_two_sample (the adjusted and Welch's columns) and nps_sample_size, and hand calculations. */
#include "statistic/compare.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

static void nothing(struct difference d) {
	assert_true(isnan(d.diff) && isnan(d.se) && isnan(d.bounds.lo) && isnan(d.bounds.hi) && isnan(d.statistic) && isnan(d.p.p));
}

static void only_a_difference(struct difference d, double diff) {
	near(d.diff, diff, 1e-12 * fabs(diff));
	d.diff = NAN;
	nothing(d);
}

static struct net_counts side(const struct vectors *v, size_t i, const char *p, const char *pa, const char *d) {
	return (struct net_counts){vectors_number(v, i, p), vectors_number(v, i, pa), vectors_number(v, i, d)};
}

/* Answers as −1, 0 and 1. */
static struct moments scores(struct net_counts c) {
	return (struct moments){(int64_t)(c.promoters + c.passives + c.detractors), c.promoters - c.detractors, c.promoters + c.detractors};
}

static void two_samples_give_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("nps_two_sample");
	assert_int_equal(v.n, 3);
	for (size_t i = 0; i < v.n; i++) {
		struct net_counts one = side(&v, i, "p1", "pa1", "d1"), two = side(&v, i, "p2", "pa2", "d2");
		struct difference d = net_share_difference(one, two), t = welch(scores(one), scores(two));
		vectors_agree(&v, i, "diff_aw", d.diff);
		vectors_agree(&v, i, "se_aw", d.se);
		vectors_agree(&v, i, "z_aw", d.statistic);
		vectors_agree(&v, i, "p_aw", d.p.p);
		assert_true(isinf(d.df));
		near(d.bounds.lo, d.diff - 1.959963984540054 * d.se, 1e-15);
		near(d.bounds.hi, d.diff + 1.959963984540054 * d.se, 1e-15);
		vectors_agree(&v, i, "diff", t.diff);
		vectors_agree(&v, i, "t_welch", t.statistic);
		vectors_agree(&v, i, "df_welch", t.df);
		vectors_agree(&v, i, "p_welch", t.p.p);
		/* the plain standard errors are Wald's columns */
		double n1 = (double)scores(one).n, n2 = (double)scores(two).n, s1 = (one.promoters - one.detractors) / n1,
			   s2 = (two.promoters - two.detractors) / n2;
		vectors_agree(&v, i, "nps1", s1);
		vectors_agree(&v, i, "nps2", s2);
		struct difference w = independent_difference(s1, sqrt(((one.promoters + one.detractors) / n1 - s1 * s1) / n1), s2,
													 sqrt(((two.promoters + two.detractors) / n2 - s2 * s2) / n2));
		vectors_agree(&v, i, "se_wald", w.se);
		vectors_agree(&v, i, "z_wald", w.statistic);
		vectors_agree(&v, i, "p_wald", w.p.p);
		vectors_agree(&v, i, "ci_lo", w.bounds.lo);
		vectors_agree(&v, i, "ci_hi", w.bounds.hi);
	}
	vectors_clear(&v);
}

static void a_net_share_of_nobody_has_no_difference(void **state) {
	(void)state;
	struct net_counts some = {1, 2, 3};
	nothing(net_share_difference(some, (struct net_counts){0, 0, 0}));
	nothing(net_share_difference((struct net_counts){0, 0, 0}, some));
	nothing(net_share_difference((struct net_counts){-1, 2, 2}, some));
	nothing(net_share_difference((struct net_counts){NAN, 2, 2}, some));
	/* more passives than others, and none but them, are answers too: adjusted (1.75 − .75)/9 = 1/9, and 0 */
	near(net_share_difference((struct net_counts){1, 5, 0}, (struct net_counts){0, 1, 0}).diff, 1 / 9.0, 1e-16);
	/* one answer each, both promoters: adjusted 1.75 and .75 of 4: no difference, and a standard error all the same */
	struct difference d = net_share_difference((struct net_counts){1, 0, 0}, (struct net_counts){1, 0, 0});
	assert_true(d.diff == 0 && d.p.p == 1);
	/* √(2 × (2.5/4 − .25²) ÷ 4) */
	near(d.se, sqrt(.28125), 1e-15);
}

static void welchs_test_by_hand(void **state) {
	(void)state;
	/* 1, 2, 3, 4 (mean 2.5, s² 5/3, s²/n 5/12) and 2, 6 (mean 4, s² 8, s²/n 4): difference −1.5, se √(53/12) = 2.1016; df (53/12)² ÷ ((5/12)²/3 +
	 * 16/1) = 19.506944 ÷ 16.057870 = 1.214790 */
	struct difference d = welch((struct moments){4, 10, 30}, (struct moments){2, 8, 40});
	near(d.diff, -1.5, 1e-15);
	near(d.se, sqrt(53 / 12.0), 1e-15);
	near(d.df, (53 / 12.0) * (53 / 12.0) / (25 / 432.0 + 16), 1e-14);
	near(d.df, 1.214790, 5e-7);
	near(d.statistic, -1.5 / sqrt(53 / 12.0), 1e-15);
}

static void a_paired_mean_by_hand(void **state) {
	(void)state;
	/* 1, 3: mean 2, s² 2, se 1, t 2 with 1 degree: p = 1 − 2/π·atan 2 = .2951672; limits 2 ± 12.7062047 */
	struct difference d = paired((struct moments){2, 4, 10});
	near(d.diff, 2, 0);
	near(d.se, 1, 1e-15);
	near(d.df, 1, 0);
	near(d.p.p, 1 - 2 / M_PI * atan(2), 1e-14);
	near(d.bounds.lo, 2 - 12.7062047, 5e-8);
	near(d.bounds.hi, 2 + 12.7062047, 5e-8);
}

static void equal_values_prove_nothing(void **state) {
	(void)state;
	only_a_difference(paired((struct moments){5, 15, 45}), 3);
	/* five times .1 in doubles: Σx² − (Σx)²/n is not exactly 0 */
	only_a_difference(paired((struct moments){5, .1L + .1L + .1L + .1L + .1L, 5 * (.1 * .1)}), .1);
	only_a_difference(welch((struct moments){5, 15, 45}, (struct moments){3, 6, 12}), 1);
	/* one side constant is a test: se² 0 + 1, df of the other */
	struct difference d = welch((struct moments){5, 15, 45}, (struct moments){2, 4, 10});
	near(d.se, 1, 1e-15);
	near(d.df, 1, 1e-15);
	only_a_difference(independent_difference(3, 0, 1, 0), 2);
}

static void single_values_and_impossible_sums_have_no_test(void **state) {
	(void)state;
	only_a_difference(welch((struct moments){1, 5, 25}, (struct moments){3, 6, 14}), 3);
	only_a_difference(paired((struct moments){1, 5, 25}), 5);
	nothing(welch((struct moments){0, 0, 0}, (struct moments){3, 6, 14}));
	nothing(paired((struct moments){0, 0, 0}));
	nothing(paired((struct moments){3, 1, -1}));
	nothing(paired((struct moments){3, (long double)NAN, 1}));
	nothing(independent_difference(NAN, 1, 0, 1));
	nothing(independent_difference(1, -1, 0, 1));
	nothing(independent_difference(1, 1, 0, -1));
	nothing(independent_difference(1, NAN, 0, 1));
	nothing(independent_difference(1, 1, NAN, 1));
	nothing(independent_difference(1, 1, INFINITY, 1));
	only_a_difference(paired((struct moments){3, 0, 0}), 0);
	nothing(independent_difference(1, 1, 0, INFINITY));
}

static void estimates_are_compared_by_their_errors(void **state) {
	(void)state;
	/* .95 ± .03 against .85 ± .04: .10 ± .05, z = 2, p = .0455002639 */
	struct difference d = independent_difference(.95, .03, .85, .04);
	near(d.se, .05, 1e-16);
	near(d.statistic, 2, 1e-13);
	digits(d.p.p, .0455002639, 9);
	near(d.bounds.lo, .1 - .05 * Z95, 1e-15);
	near(d.bounds.hi, .1 + .05 * Z95, 1e-15);
}

static void large_sums_keep_their_digits(void **state) {
	(void)state;
	/* amounts in cents: a million times 1,000,000,000 and 1,000,000,002 each half: s² = n/(n − 1), se = 1/√(n − 1) */
	long double n = 1e6L, low = 1e9L, high = low + 2;
	struct difference d = paired((struct moments){1000000, n / 2 * (low + high), n / 2 * (low * low + high * high)});
	near(d.diff, 1e9 + 1, 1e-6);
	/* a spread of one in a thousand million is below what sums can tell from none */
	assert_true(isnan(d.se));
	high = low + 2000000;
	d = paired((struct moments){1000000, n / 2 * (low + high), n / 2 * (low * low + high * high)});
	digits(d.se, 1e6 / sqrt(999999), 9);
}

/* 1 ± √(.09 + .16 − 2 × .05 = .15), ten against eight, five of them on both sides: t = 2.5819889; γ = .25² ÷ (.09²/9 + .16²/7) = 13.7147; df 4 + (γ − 4) × 8/18
 * = 8.3176594; P(|T| ≥ t), the density summed by Simpson's rule, .0315051210, the .975 quantile 2.2904246. */
static void groups_that_overlap_by_hand(void **state) {
	(void)state;
	struct difference d = overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 8}, .05, 5);
	near(d.diff, 1, 0);
	near(d.se, sqrt(.15), 1e-15);
	near(d.df, 8.317659352142108, 1e-12);
	near(d.p.p, .031505121027699534, 1e-12);
	near(d.bounds.lo, .1127908429244866, 1e-9);
	near(d.bounds.hi, 1.8872091570755134, 1e-9);
	/* nobody on both sides is Welch's test, everybody the paired one */
	near(overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 8}, 0, 0).df, .0625 / (.0081 / 9 + .0256 / 7), 1e-12);
	near(overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 10}, .01, 10).df, 9, 1e-12);
	/* what rounding leaves of a variance is not believed */
	near(overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 10}, .125, 10).se, sqrt(.05 * .25), 1e-15);
	nothing(overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 8}, 0, 9));
	nothing(overlapping_difference((struct estimate){2, -.3, 10}, (struct estimate){1, .4, 8}, 0, 0));
	nothing(overlapping_difference((struct estimate){2, .3, 0}, (struct estimate){1, .4, 8}, 0, 0));
	nothing(overlapping_difference((struct estimate){NAN, .3, 10}, (struct estimate){1, .4, 8}, 0, 0));
	nothing(overlapping_difference((struct estimate){2, .3, 10}, (struct estimate){1, .4, 8}, NAN, 0));
}

static void sample_sizes_give_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("nps_sample_size");
	for (size_t i = 0; i < v.n; i++)
		assert_int_equal(sample_size(vectors_number(&v, i, "var"), vectors_number(&v, i, "moe")), vectors_count(&v, i, "n"));
	assert_int_equal(v.n, 4);
	vectors_clear(&v);
	assert_int_equal(sample_size(0, .1), 0);
	assert_int_equal(sample_size(1, 0), -1);
	assert_int_equal(sample_size(1, -1), -1);
	assert_int_equal(sample_size(-1, 1), -1);
	assert_int_equal(sample_size(NAN, 1), -1);
	assert_int_equal(sample_size(1, NAN), -1);
	assert_int_equal(sample_size(1, 1e-200), -1);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_samples_give_the_reference_vectors),
		cmocka_unit_test(a_net_share_of_nobody_has_no_difference),
		cmocka_unit_test(welchs_test_by_hand),
		cmocka_unit_test(a_paired_mean_by_hand),
		cmocka_unit_test(equal_values_prove_nothing),
		cmocka_unit_test(single_values_and_impossible_sums_have_no_test),
		cmocka_unit_test(estimates_are_compared_by_their_errors),
		cmocka_unit_test(large_sums_keep_their_digits),
		cmocka_unit_test(groups_that_overlap_by_hand),
		cmocka_unit_test(sample_sizes_give_the_reference_vectors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
