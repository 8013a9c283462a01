/* Two figures of one metric set against each other: each test by numbers worked out by hand or elsewhere. */
#include "signal_world.h"
#include <gsl/gsl_errno.h>
#include "statistic/tail.h"

static const struct overlap apart = {0, 0};

/* Both groups of linkage_odds "passive_vs_promoter", p = .0089877054 there; of "small", .5820433437. Limits of Newcombe's table II: 56 of 70 and 48 of 80. */
static void shares_are_judged_by_fisher_with_newcombes_limits(void **state) {
	(void)state;
	struct side now = share(30, 300), before = share(25, 500);
	struct verdict v = sides_compare(JUDGE_SHARE, &now, &before, apart);
	assert_true(v.tested);
	near(v.size, .05);
	assert_true(fabs(v.p - .0089877054) < 1e-10);
	assert_string_equal(v.rule, "fisher");
	now = share(3, 10), before = share(1, 10);
	assert_true(fabs(sides_compare(JUDGE_SHARE, &now, &before, apart).p - .5820433437) < 1e-10);
	now = share(56, 70), before = share(48, 80);
	v = sides_compare(JUDGE_SHARE, &now, &before, apart);
	assert_true(fabs(v.lo - .0524314724) < 1e-10 && fabs(v.hi - .3338726540) < 1e-10);
}

static struct side net(double promoters, double passives, double detractors) {
	double n = promoters + passives + detractors;
	return (struct side){.value = {.state = STATE_OK, .x = 100 * (promoters - detractors) / n, .n = (int64_t)n}, .x = {promoters, passives, detractors}};
}

/* nps_two_sample: diff_aw ± z × se_aw are .1941747573 ± 1.96 × .1120891602, p_aw .0832158675; the size shown is that of the scores, 30 − 10.
 * Of small_n p_aw is .1882599141, of sigtest_doc_args .0000000017. */
static void scores_are_judged_on_adjusted_counts(void **state) {
	(void)state;
	struct side now = net(50, 30, 20), before = net(40, 30, 30);
	struct verdict v = sides_compare(JUDGE_NPS, &now, &before, apart);
	near(v.size, 20);
	near(v.p, .08321586753157129);
	near(v.lo, -2.551595982827262);
	near(v.hi, 41.386547439137935);
	assert_string_equal(v.rule, "adjusted_wald");
	now = net(12, 5, 3), before = net(8, 6, 6);
	assert_true(fabs(sides_compare(JUDGE_NPS, &now, &before, apart).p - .1882599141) < 1e-10);
	now = net(123, 456, 789), before = net(321, 654, 987);
	assert_true(fabs(sides_compare(JUDGE_NPS, &now, &before, apart).p - .0000000017) < 1e-10);
}

static struct side estimate(double x, double se, int64_t n) {
	return (struct side){.value = {.state = STATE_OK, .x = x, .n = n}, .se = se, .n = (double)n};
}

/* .90 ± .03 and .80 ± .04: .10 ± .05, z = 2, p = erfc(√2) = .0455002639. */
static void ratios_are_judged_by_their_standard_errors(void **state) {
	(void)state;
	struct side now = estimate(.9, .03, 50), before = estimate(.8, .04, 50);
	struct verdict v = sides_compare(JUDGE_RATIO, &now, &before, apart);
	near(v.size, .1);
	near(v.p, .04550026389635844);
	near(v.lo, .1 - .05 * Z95);
	near(v.hi, .1 + .05 * Z95);
	assert_string_equal(v.rule, "ratio_difference");
}

/* 10 values with mean 5, s² 4; 6 with mean 3, s² 3: t = 2 ÷ √(4/10 + 3/6) = 2.1081851, df = .9² ÷ (.4²/9 + .5²/5) = 11.9508197; P(|T| ≥ t), the
 * density summed by Simpson's rule, is .0568067159. */
static void means_are_judged_by_welchs_t(void **state) {
	(void)state;
	struct side now = estimate(5, sqrt(.4), 10), before = estimate(3, sqrt(.5), 6);
	struct verdict v = sides_compare(JUDGE_MEAN, &now, &before, apart);
	near(v.size, 2);
	near(v.p, .05680671593418285);
	assert_string_equal(v.rule, "welch");
}

/* 10 won for 1,000 and then 30 for 1,000: P(X ≤ 10) of 40 at ½, twice, is .0022214338. The cost falls from 100 to 33.33. */
static void costs_are_judged_by_those_won_for_the_money(void **state) {
	(void)state;
	struct side now = {.value = {.x = 1000 / 30.0}, .x = {30, 1000}}, before = {.value = {.x = 100}, .x = {10, 1000}};
	struct verdict v = sides_compare(JUDGE_RATE, &now, &before, apart);
	near(v.size, 1000 / 30.0 - 100);
	near(v.p, .0022214337732293643);
	assert_true(v.lo < v.size && v.size < v.hi && v.hi < 0);
	assert_string_equal(v.rule, "poisson_rates");
}

/* 30 of 40 and 20 of 40, one added to each cell: 31/42 − 21/42 = .2380952; variance .0105550157 less 2 × .002, root .0809630512: t = 2.9407888 with 39
 * degrees of freedom, all forty on both sides; P(|T| ≥ t), the density summed by Simpson's rule, is .0054816823, the .975 quantile 2.0226909. A covariance
 * that would leave nothing leaves a twentieth. */
static void shares_of_the_same_people_are_judged_by_t(void **state) {
	(void)state;
	struct side now = share(30, 40), before = share(20, 40);
	struct verdict v = sides_compare(JUDGE_SHARE, &now, &before, (struct overlap){.002, 40});
	near(v.size, .25);
	near(v.p, .00548168234811508);
	near(v.df, 39);
	assert_true(fabs(v.lo - .0743320096) < 1e-9 && fabs(v.hi - .4018584666) < 1e-9);
	assert_string_equal(v.rule, "shares_paired");
	v = sides_compare(JUDGE_SHARE, &now, &before, (struct overlap){.1, 40});
	assert_true(fabs(v.lo - .1916283094) < 1e-9 && fabs(v.hi - .2845621668) < 1e-9);
}

/* The scores above, sixty of each hundred on both sides: t = .1941747573 ÷ .0925417735 = 2.0982390 with 114.3319874 degrees of freedom: 59, and of Welch's
 * what is beyond them in the share 80 ÷ 200. Means alike. */
static void scores_and_means_of_the_same_people_too(void **state) {
	(void)state;
	struct side now = net(50, 30, 20), before = net(40, 30, 30);
	struct verdict v = sides_compare(JUDGE_NPS, &now, &before, (struct overlap){.002, 60});
	near(v.size, 20);
	near(v.df, 114.33198740617874);
	near(v.p, .03808628148961546);
	near(v.se, 9.254177349316108);
	assert_string_equal(v.rule, "adjusted_wald_paired");
	now = estimate(2, .3, 10), before = estimate(1, .4, 8);
	v = sides_compare(JUDGE_MEAN, &now, &before, (struct overlap){.05, 5});
	near(v.p, .031505121027699534);
	assert_string_equal(v.rule, "means_paired");
}

/* After 20 of 100, with 100 again: 9 (p .0432) and 34 (.0378) are the first counts below .05, 11 and 14 points away. 10 won for 1,000: 2 (p .0386) and 23
 * (.0351) are, at 500 and at 43.478 each. A z of .05 reaches 1.96 standard errors. Of 3 and 3 nothing tells. */
static void the_smallest_change_that_would_show_is_known(void **state) {
	(void)state;
	struct side now = share(22, 100), before = share(20, 100);
	struct verdict v = sides_compare(JUDGE_SHARE, &now, &before, apart);
	near(sides_detectable(JUDGE_SHARE, &now, &before, &v, .05), .11);
	now = (struct side){.value = {.x = 1000 / 12.0}, .x = {12, 1000}}, before = (struct side){.value = {.x = 100}, .x = {10, 1000}};
	v = sides_compare(JUDGE_RATE, &now, &before, apart);
	near(sides_detectable(JUDGE_RATE, &now, &before, &v, .05), 100 - 1000 / 23.0);
	now = estimate(.9, .03, 50), before = estimate(.8, .04, 50);
	v = sides_compare(JUDGE_RATIO, &now, &before, apart);
	near(sides_detectable(JUDGE_RATIO, &now, &before, &v, .05), .05 * Z95);
	now = share(1, 3), before = share(1, 3);
	v = sides_compare(JUDGE_SHARE, &now, &before, apart);
	assert_true(isnan(sides_detectable(JUDGE_SHARE, &now, &before, &v, .05)));
	assert_true(isnan(sides_detectable(JUDGE_SHARE, &now, &before, &v, NAN)));
}

/* 29 customers are too few for a ratio's standard error, 30 are not. */
static void ratios_want_thirty_customers(void **state) {
	(void)state;
	struct side now = estimate(.9, .03, 29), before = estimate(.8, .04, 50);
	assert_false(sides_suffice(JUDGE_RATIO, &now, &before));
	assert_true(sides_suffice(JUDGE_MEAN, &now, &before));
	now.value.n = 30;
	assert_true(sides_suffice(JUDGE_RATIO, &now, &before) && sides_suffice(JUDGE_RATIO, &before, &now));
}

/* Four of 4 + 4: at best all in one group, p = 2 ÷ C(8, 4) = 1/35. Three: 2 × 4 ÷ C(8, 3) = 1/7, which no q of .05 can reach. */
static void tests_too_small_to_reach_a_rate_are_known(void **state) {
	(void)state;
	struct side now = share(2, 4), before = share(2, 4);
	near(sides_reach(JUDGE_SHARE, &now, &before), 1 / 35.0);
	before = share(1, 4);
	near(sides_reach(JUDGE_SHARE, &now, &before), 1 / 7.0);
	near(sides_reach(JUDGE_NPS, &now, &before), 0);
}

/* Eight months, always falling: p = 2 ÷ 8!. As shares, 1 of 20 … 27 fall too, but 8 of 188 say nothing (Cochran–Armitage: chi-square .0801950, p .7770333);
 * 80, 70 … 10 of 200 do, and then the ranks decide. */
static void a_trend_of_shares_takes_ranks_and_counts(void **state) {
	(void)state;
	double x[8], y[8];
	struct side weak[8], strong[8];
	for (int i = 0; i < 8; i++) {
		x[i] = -i;
		y[i] = 1 / (20.0 + i);
		weak[i] = share(1, 20 + i);
		strong[i] = share(80 - 10 * i, 200);
	}
	struct verdict v = signal_trend(JUDGE_RATIO, 8, x, y, weak);
	near(v.p, 2 / 40320.0);
	assert_true(v.tested && v.size > 0);
	near(signal_trend(JUDGE_SHARE, 8, x, y, weak).p, .7770333223195665);
	for (int i = 0; i < 8; i++)
		y[i] = strong[i].value.x;
	v = signal_trend(JUDGE_SHARE, 8, x, y, strong);
	near(v.p, 2 / 40320.0);
	near(v.size, .05);
	for (int i = 0; i < 8; i++)
		y[i] = .4;
	assert_false(signal_trend(JUDGE_RATIO, 8, x, y, strong).tested);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_judged_by_fisher_with_newcombes_limits),
		cmocka_unit_test(scores_are_judged_on_adjusted_counts),
		cmocka_unit_test(ratios_are_judged_by_their_standard_errors),
		cmocka_unit_test(means_are_judged_by_welchs_t),
		cmocka_unit_test(costs_are_judged_by_those_won_for_the_money),
		cmocka_unit_test(shares_of_the_same_people_are_judged_by_t),
		cmocka_unit_test(scores_and_means_of_the_same_people_too),
		cmocka_unit_test(the_smallest_change_that_would_show_is_known),
		cmocka_unit_test(ratios_want_thirty_customers),
		cmocka_unit_test(tests_too_small_to_reach_a_rate_are_known),
		cmocka_unit_test(a_trend_of_shares_takes_ranks_and_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
