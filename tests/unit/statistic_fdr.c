/* statistic/fdr against the worked example of Benjamini & Hochberg (1995), section 4.1: fifteen p-values of a thrombolysis trial, four rejected at
 * .05 where Bonferroni rejects three; and hand calculations. */
#include "statistic/fdr.h"
#include "unit/statistic_agree.h"

static const double TRIAL[] = {.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1};

static void none(struct fdr r, int64_t tests) {
	assert_true(isnan(r.threshold) && r.rejected == 0 && r.tests == tests);
}

static void the_trial_of_1995_rejects_four(void **state) {
	(void)state;
	bool flags[15];
	struct fdr r = fdr(TRIAL, 15, .05, flags);
	assert_int_equal(r.tests, 15);
	assert_int_equal(r.rejected, 4);
	near(r.threshold, .0095, 0);
	for (size_t i = 0; i < 15; i++)
		assert_int_equal(flags[i], i < 4);
	/* in any order */
	double turned[15];
	for (size_t i = 0; i < 15; i++)
		turned[i] = TRIAL[(i * 7 + 3) % 15];
	r = fdr(turned, 15, .05, flags);
	assert_int_equal(r.rejected, 4);
	for (size_t i = 0; i < 15; i++)
		assert_int_equal(flags[i], turned[i] <= .0095);
}

/* Of .01, .02 twice, .5 and 1: 5·.01 = .05, 5/3·.02 = .0333…, so .0333… for both; 5/4·.5 = .625; 1. */
static void an_adjusted_p_is_the_smallest_q_that_rejects(void **state) {
	(void)state;
	double adjusted[6];
	fdr_adjust((struct p_bin[]){{.01, 1}, {.02, 2}, {.5, 1}, {.7, 0}, {1, 1}, {1.5, 1}}, 6, adjusted);
	near(adjusted[0], .1 / 3, 1e-15);
	near(adjusted[1], .1 / 3, 1e-15);
	near(adjusted[2], .625, 1e-15);
	assert_true(isnan(adjusted[3]));
	near(adjusted[4], 1, 0);
	assert_true(isnan(adjusted[5]));
	/* the trial: 15/4 · .0095 at the last that .05 rejects, 15/5 · .0201 beyond it */
	struct p_bin bins[15];
	double all[15];
	for (size_t i = 0; i < 15; i++)
		bins[i] = (struct p_bin){TRIAL[i], 1};
	fdr_adjust(bins, 15, all);
	near(all[3], 15. / 4 * .0095, 1e-15);
	near(all[4], 15. / 5 * .0201, 1e-15);
	near(all[0], .0015, 1e-15);
}

static void a_larger_p_may_carry_smaller_ones(void **state) {
	(void)state;
	/* .04, .045, .049 at .05: alone .04 > .05/3 and .045 > .0333, but .049 ≤ .05: all three */
	assert_int_equal(fdr((double[]){.049, .04, .045}, 3, .05, NULL).rejected, 3);
	assert_int_equal(fdr((double[]){.051, .04, .045}, 3, .05, NULL).rejected, 0);
	/* exactly at the line k q ÷ m */
	assert_int_equal(fdr((double[]){.025, 1}, 2, .05, NULL).rejected, 1);
	none(fdr((double[]){.025000001, 1}, 2, .05, NULL), 2);
}

static void equal_p_values_share_their_fate(void **state) {
	(void)state;
	/* two of .03 among three: 2 × .05 ÷ 3 = .0333 */
	bool flags[3];
	struct fdr r = fdr((double[]){.03, .9, .03}, 3, .05, flags);
	assert_int_equal(r.rejected, 2);
	assert_true(flags[0] && !flags[1] && flags[2]);
}

static void what_is_no_test_is_not_counted(void **state) {
	(void)state;
	/* .04 of one test is below .05; counted with the NaN it would not be */
	bool flags[4] = {true, true, true, true};
	struct fdr r = fdr((double[]){NAN, .04, -1, 1.5}, 4, .05, flags);
	assert_int_equal(r.tests, 1);
	assert_int_equal(r.rejected, 1);
	assert_true(!flags[0] && flags[1] && !flags[2] && !flags[3]);
	none(fdr((double[]){NAN}, 1, .05, flags), 0);
	assert_false(flags[0]);
	none(fdr(NULL, 0, .05, NULL), 0);
	none(fdr(TRIAL, 15, NAN, NULL), 15);
	none(fdr(TRIAL, 15, -1, NULL), 15);
	/* p = 0 is rejected even at q = 0 */
	assert_int_equal(fdr((double[]){0, .1}, 2, 0, NULL).rejected, 1);
}

static void bins_are_their_values_many_times(void **state) {
	(void)state;
	/* 30 of 1/24, 5 of 1/120, 965 of .5 at .10: 5 × .1 ÷ 1000 = .0005 < 1/120; 35 × .1 ÷ 1000 = .0035 < 1/24: none. With 60 in all 1/120 ≤ .0083333…: */
	none(fdr_of_bins((struct p_bin[]){{1 / 24.0, 30}, {1 / 120.0, 5}, {.5, 965}}, 3, .1), 1000);
	/* 30 of 1/24, 5 of 1/120, 25 of .5: 5 × .1 ÷ 60 = .00833 ≥ 1/120 and 35 × .1 ÷ 60 = .0583 ≥ 1/24: 35 */
	struct fdr r = fdr_of_bins((struct p_bin[]){{.5, 25}, {1 / 24.0, 10}, {1 / 120.0, 5}, {1 / 24.0, 20}}, 4, .1);
	assert_int_equal(r.tests, 60);
	assert_int_equal(r.rejected, 35);
	near(r.threshold, 1 / 24.0, 0);
	/* the same one by one */
	double each[60];
	for (size_t i = 0; i < 60; i++)
		each[i] = i < 25 ? .5 : i < 55 ? 1 / 24.0 : 1 / 120.0;
	struct fdr one = fdr(each, 60, .1, NULL);
	assert_true(one.rejected == 35 && one.tests == 60 && fabs(one.threshold - r.threshold) < 1e-18);
}

static void bins_that_cannot_be_are_left_out(void **state) {
	(void)state;
	struct fdr r = fdr_of_bins((struct p_bin[]){{NAN, 5}, {.01, 0}, {.01, -3}, {.02, 1}, {2, 9}}, 5, .05);
	assert_true(r.tests == 1 && r.rejected == 1 && fabs(r.threshold - .02) < 1e-18);
	none(fdr_of_bins((struct p_bin[]){{0, 0}}, 1, .05), 0);
	none(fdr_of_bins((struct p_bin[]){{.01, INT64_MAX}}, 1, .05), 0);
	none(fdr_of_bins((struct p_bin[]){{.01, (int64_t)1 << 53}, {.02, 1}}, 2, .05), 0);
}

/* Of .01, .02, .03, .04, .5: times 5 and over their rank .05, .05, .05, .05, .5; a smaller p never has the larger q: of .04, .041 the first takes .041. */
static void adjusted_values_say_at_which_rate_each_would_fall(void **state) {
	(void)state;
	double q[5];
	fdr_adjusted((double[]){.5, .03, .01, .04, .02}, 5, q);
	for (size_t i = 0; i < 5; i++)
		near(q[i], i == 0 ? .5 : .05, 1e-15);
	fdr_adjusted((double[]){.04, NAN, .041, 2}, 4, q);
	near(q[0], .041, 1e-15);
	near(q[2], .041, 1e-15);
	assert_true(isnan(q[1]) && isnan(q[3]));
	/* the trial: the fourth is below .05, the fifth is not */
	double trial[15];
	fdr_adjusted(TRIAL, 15, trial);
	near(trial[3], .0095 * 15 / 4, 1e-15);
	assert_true(trial[4] > .05 && trial[14] <= 1);
	fdr_adjusted(NULL, 0, q);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_trial_of_1995_rejects_four),   cmocka_unit_test(an_adjusted_p_is_the_smallest_q_that_rejects),
		cmocka_unit_test(a_larger_p_may_carry_smaller_ones),
		cmocka_unit_test(equal_p_values_share_their_fate),  cmocka_unit_test(what_is_no_test_is_not_counted),
		cmocka_unit_test(bins_are_their_values_many_times), cmocka_unit_test(bins_that_cannot_be_are_left_out),
		cmocka_unit_test(adjusted_values_say_at_which_rate_each_would_fall),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
