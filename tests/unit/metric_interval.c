/* metric/interval against published tables and hand calculations. Where a source prints fewer digits, what is compared is to half a unit of the
 * last one. Sources: the reference vectors wilson_vectors.csv, telco_churn_counts.csv and nps_intervals.csv (aw_lo, aw_hi) at 10 decimals; Garwood's Poisson
 * limits as tabled in Ulm, Am. J. Epidemiol. 131 (1990) 373, and in Pearson & Hartley, Biometrika Tables I, table 40; Student's t .975 points
 * from Pearson & Hartley, table 12. */
#include "metric/interval.h"
#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#define Z 1.959963984540054

static void near(double got, double expected, double within) {
	if (!(fabs(got - expected) <= within))
		fail_msg("%.12g is not within %g of %.12g", got, within, expected);
}

static void limits_are(struct limits got, double lo, double hi, double within) {
	near(got.lo, lo, within);
	near(got.hi, hi, within);
}

static void no_limits(struct limits got) {
	assert_true(isnan(got.lo) && isnan(got.hi));
}

static void wilson_gives_the_reference_vectors(void **state) {
	(void)state;
	/* wilson_vectors.csv, every row */
	static const struct {
		double x, n, lo, hi;
	} VECTORS[] = {
	    {81, 263, 0.2552885199, 0.3662095770}, {15, 148, 0.0623863995, 0.1604872417}, {0, 20, 0, 0.1611251581}, {1, 29, 0.0061132143, 0.1717552188},
	    {20, 20, 0.8388748419, 1},             {1, 1, 0.2065493144, 1},               {0, 1, 0, 0.7934506856},
	};
	for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++)
		limits_are(wilson(VECTORS[i].x, VECTORS[i].n), VECTORS[i].lo, VECTORS[i].hi, 5.1e-11);
}

static void wilson_gives_the_reference_churn(void **state) {
	(void)state;
	/* telco_churn_counts.csv, every row: who churned of all in the IBM sample data set Telco-Customer-Churn; month to month, one year, two years */
	static const struct {
		double x, n, lo, hi;
	} VECTORS[] = {
	    {1869, 7043, 0.2551881129, 0.2758074375}, {1655, 3875, 0.4116019532, 0.4427359964},
	    {166, 1473, 0.0975435575, 0.1298616638},  {48, 1695, 0.0214253341, 0.0373449874},
	};
	for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++)
		limits_are(wilson(VECTORS[i].x, VECTORS[i].n), VECTORS[i].lo, VECTORS[i].hi, 5.1e-11);
}

static void wilson_of_none_and_of_all_touches_the_end_exactly(void **state) {
	(void)state;
	for (double n = 1; n < 1e9; n *= 7) {
		assert_true(wilson(0, n).lo == 0);
		assert_true(wilson(n, n).hi == 1);
	}
}

static void wilson_mirrors(void **state) {
	(void)state;
	/* the share of the others has the other limits: 1 − hi and 1 − lo */
	for (double x = 0; x <= 37; x++) {
		struct limits a = wilson(x, 37), b = wilson(37 - x, 37);
		limits_are(a, 1 - b.hi, 1 - b.lo, 1e-14);
		assert_true(0 <= a.lo && a.lo <= x / 37 && x / 37 <= a.hi && a.hi <= 1);
	}
}

static void wilson_takes_weighted_counts(void **state) {
	(void)state;
	/* 2.4 of 3.6, z² = 3.841458821: centre (2.4 + 1.920729410) ÷ 7.441458821 = .580629352; half width 1.959963985 ÷ 7.441458821 ×
	 * √(2.4 × 1.2 ÷ 3.6 + .960364705) = .263384378 × 1.326787 = .349455061 */
	limits_are(wilson(2.4, 3.6), .231174291, .930084413, 2e-9);
}

static void wilson_of_nobody_is_none(void **state) {
	(void)state;
	no_limits(wilson(0, 0));
	no_limits(limits_none);
}

static void net_share_limits_give_the_reference_vectors(void **state) {
	(void)state;
	/* nps_intervals.csv: det, pas, pro, aw_lo, aw_hi; clipped to ±1 as metrics are */
	static const struct {
		double detractors, passives, promoters, lo, hi;
	} VECTORS[] = {
	    {1, 2, 3, -0.2674325879, 0.7118770324},     {1, 0, 1, -0.7333513721, 0.7333513721},
	    {0, 1, 1, -0.3944865108, 0.7944865108},     {1, 1, 1, -0.6111261434, 0.6111261434},
	    {0, 0, 10, 0.4750355154, 1},                {10, 0, 0, -1, -0.4750355154},
	    {0, 10, 0, -0.1846504491, 0.1846504491},    {3, 5, 12, 0.0843113253, 0.6982973703},
	    {20, 30, 50, 0.1405113018, 0.4420129701},   {2, 0, 9, 0.0800077176, 0.9199922824},
	    {75, 675, 250, 0.1408588306, 0.2080943100}, {0, 0, 1, -0.4849864942, 0.9849864942},
	    {1719, 972, 2309, 0.0932767469, 0.1425817381},
	};
	for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++)
		limits_are(net_share_limits(VECTORS[i].promoters, VECTORS[i].passives, VECTORS[i].detractors), VECTORS[i].lo, VECTORS[i].hi, 5.1e-11);
}

static void net_share_of_weighted_answers_follows_the_same_sum(void **state) {
	(void)state;
	/* 1.2 promoters, .4 detractors: n 4.6, centre .8 ÷ 4.6 = .173913043; variance (1.95 + 1.15) ÷ 4.6 − .030245747 = .643667297;
	 * half width 1.959963985 × √(.643667297 ÷ 4.6) = .733161916 */
	limits_are(net_share_limits(1.2, 0, .4), -.559248873, .907074959, 2e-9);
	no_limits(net_share_limits(0, 0, 0));
}

static void poisson_limits_are_garwoods(void **state) {
	(void)state;
	static const struct {
		int64_t k;
		double lo, hi;
	} TABLE[] = {
	    {0, 0, 3.6889},       {1, .0253, 5.5716},    {2, .2422, 7.2247},    {3, .6187, 8.7673},    {4, 1.0899, 10.2416},
	    {5, 1.6235, 11.6683}, {6, 2.2019, 13.0595},  {7, 2.8144, 14.4227},  {8, 3.4538, 15.7632},  {9, 4.1154, 17.0848},
	    {10, 4.7954, 18.3904}, {15, 8.3954, 24.7402}, {20, 12.2165, 30.8884},
	};
	for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
		limits_are(poisson_limits(TABLE[i].k), TABLE[i].lo, TABLE[i].hi, 5.01e-5);
	assert_true(poisson_limits(0).lo == 0);
}

static void poisson_limits_solve_their_equation(void **state) {
	(void)state;
	/* by definition P(X ≤ k; hi) = .025 and P(X ≥ k; lo) = .025: summed term by term. For k = 0: e^−hi = .025, hi = ln 40. */
	near(poisson_limits(0).hi, log(40), 1e-12);
	for (int k = 1; k <= 40; k++) {
		struct limits l = poisson_limits(k);
		double term = exp(-l.hi), upper = term, below = exp(-l.lo), lower = below;
		for (int i = 1; i <= k; i++)
			upper += term *= l.hi / i;
		for (int i = 1; i < k; i++)
			lower += below *= l.lo / i;
		near(upper, .025, 1e-12);
		near(lower, .975, 1e-12);
	}
}

static void poisson_limits_hold_for_any_number_of_customers(void **state) {
	(void)state;
	/* Wilson and Hilferty: lo ≈ k(1 − 1 ÷ 9k − z ÷ 3√k)³, hi ≈ m(1 − 1 ÷ 9m + z ÷ 3√m)³ with m = k + 1; from 100 on they are within .01.
	 * k = 1,000,000: 998,040.98 and 1,001,961.91. Every k up to 3,000, then some up to a million. */
	for (int64_t k = 100; k <= 1000000; k += k < 3000 ? 1 : k / 7) {
		double m = (double)k + 1, a = 1 - 1 / (9 * (double)k) - Z / (3 * sqrt((double)k)), b = 1 - 1 / (9 * m) + Z / (3 * sqrt(m));
		struct limits l = poisson_limits(k);
		if (!(fabs(l.lo - (double)k * a * a * a) < .01 && fabs(l.hi - m * b * b * b) < .01))
			fail_msg("k = %d: %g to %g", (int)k, l.lo, l.hi);
	}
}

static void mean_limits_use_students_t(void **state) {
	(void)state;
	/* 10, 20, 30, 40: Σ 100, Σ² 3,000, mean 25, s² = (3,000 − 2,500) ÷ 3 = 166.6667, standard error 6.454972; t.975(3) = 3.182 */
	limits_are(mean_limits(4, 100, 3000), 25 - 3.1824463 * 6.4549722, 25 + 3.1824463 * 6.4549722, 1e-6);
	/* 0 and 2: mean 1, s² 2, standard error 1: the half width is t itself. t.975(1) = 12.706 */
	limits_are(mean_limits(2, 2, 4), 1 - 12.706, 1 + 12.706, 5e-4);
	/* n values of which half are 0 and half 2: s² = n ÷ (n − 1), standard error 1 ÷ √(n − 1): half width × √(n − 1) = t */
	static const struct {
		int64_t n;
		double t;
	} TABLE[] = {{4, 3.182}, {6, 2.571}, {10, 2.262}, {16, 2.131}, {30, 2.045}, {60, 2.001}, {120, 1.980}};
	for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++) {
		struct limits l = mean_limits(TABLE[i].n, (long double)TABLE[i].n, 2 * (long double)TABLE[i].n);
		near((l.hi - l.lo) / 2 * sqrt((double)TABLE[i].n - 1), TABLE[i].t, 5.1e-4);
		near((l.hi + l.lo) / 2, 1, 1e-12);
	}
}

static void equal_values_have_no_limits(void **state) {
	(void)state;
	/* ten times 3,333: s² = 0, also when the sums are of a size at which the difference of squares rounds */
	no_limits(mean_limits(10, 33330, 111088890));
	no_limits(mean_limits(3, 3e15L, 3e30L));
	/* of 1,000,000 ± 1: s² = 2, standard error 1, t.975(1) = 12.706: a small width is a width */
	limits_are(mean_limits(2, 2000000, 2000000000002), 1e6 - 12.706, 1e6 + 12.706, 5e-4);
}

static void one_value_has_no_limits(void **state) {
	(void)state;
	no_limits(mean_limits(1, 40, 1600));
	no_limits(mean_limits(0, 0, 0));
	no_limits(ratio_limits(1, 10, 5, 100, 50, 25));
	no_limits(ratio_limits(0, 0, 0, 0, 0, 0));
}

static void ratio_limits_are_the_ratio_estimators(void **state) {
	(void)state;
	/* x = (15, 5, 10, 70), y = (0, 10, 5, 70): R = 85 ÷ 100; residuals y − Rx = −12.75, 5.75, −3.5, 10.5, squares 162.5625 + 33.0625 + 12.25 +
	 * 110.25 = 318.125; variance 4 ÷ 3 × 318.125 ÷ 100² = .0424166667; standard error .2059530692; half width .4036606 */
	limits_are(ratio_limits(4, 100, 85, 225 + 25 + 100 + 4900, 50 + 50 + 4900, 100 + 25 + 4900), .4463394, 1.2536606, 5e-8);
	/* y = min(x, y) = (0, 5, 5, 70): R = .8; residuals −12, 1, −3, 14, squares 350; √(4 ÷ 3 × 350) ÷ 100 = .2160246899; half
	 * .4234006; grr is clipped, the estimator is not */
	limits_are(ratio_limits(4, 100, 80, 5250, 25 + 50 + 4900, 25 + 25 + 4900), .3765994, 1.2234006, 5e-8);
}

static void a_ratio_that_all_share_has_no_limits(void **state) {
	(void)state;
	/* y = .5x for everyone: every residual is 0 */
	no_limits(ratio_limits(3, 60, 30, 1400, 700, 350));
	/* everyone kept whole: R = 1 */
	no_limits(ratio_limits(3, 60, 60, 1400, 1400, 1400));
	/* a third of 10, 20 and 30, which no double holds: the residuals are rounding */
	no_limits(ratio_limits(3, 60, 60.0L / 3, 1400, 1400.0L / 3, 1400.0L / 9));
}

static void a_ratio_to_nothing_has_no_limits(void **state) {
	(void)state;
	no_limits(ratio_limits(5, 0, 3, 0, 0, 9));
}

static void ratio_limits_do_not_depend_on_the_unit(void **state) {
	(void)state;
	/* a year's amounts in cents are 1,200 times a month's in euros: x, y × 1,200, products × 1,200² */
	struct limits a = ratio_limits(4, 100, 85, 5250, 5000, 5025);
	struct limits b = ratio_limits(4, 120000, 102000, 5250 * 1.44e6L, 5000 * 1.44e6L, 5025 * 1.44e6L);
	limits_are(b, a.lo, a.hi, 1e-14);
}

int main(void) {
	/* as the program does: what cannot be inverted is a result to look at, not an end */
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wilson_gives_the_reference_vectors),
	    cmocka_unit_test(wilson_gives_the_reference_churn),
	    cmocka_unit_test(wilson_of_none_and_of_all_touches_the_end_exactly),
	    cmocka_unit_test(wilson_mirrors),
	    cmocka_unit_test(wilson_takes_weighted_counts),
	    cmocka_unit_test(wilson_of_nobody_is_none),
	    cmocka_unit_test(net_share_limits_give_the_reference_vectors),
	    cmocka_unit_test(net_share_of_weighted_answers_follows_the_same_sum),
	    cmocka_unit_test(poisson_limits_are_garwoods),
	    cmocka_unit_test(poisson_limits_solve_their_equation),
	    cmocka_unit_test(poisson_limits_hold_for_any_number_of_customers),
	    cmocka_unit_test(mean_limits_use_students_t),
	    cmocka_unit_test(equal_values_have_no_limits),
	    cmocka_unit_test(one_value_has_no_limits),
	    cmocka_unit_test(ratio_limits_are_the_ratio_estimators),
	    cmocka_unit_test(a_ratio_that_all_share_has_no_limits),
	    cmocka_unit_test(a_ratio_to_nothing_has_no_limits),
	    cmocka_unit_test(ratio_limits_do_not_depend_on_the_unit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
