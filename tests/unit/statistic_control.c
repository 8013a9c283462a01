/* statistic/control against NIST's examples and the reference vectors (every row), and hand calculations. */
#include "statistic/control.h"
#include "unit/statistic_agree.h"

/* NIST/SEMATECH e-Handbook 6.3.2.2: ten flowrates */
static const double FLOWRATES[] = {49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1};

static void none(struct control_limits l) {
	assert_true(isnan(l.centre) && isnan(l.lo) && isnan(l.hi));
}

static void flowrates_give_nists_limits(void **state) {
	(void)state;
	struct vectors v = vectors_read("xmr_vectors");
	struct xmr x;
	assert_int_equal(v.n, 1);
	assert_int_equal(vectors_count(&v, 0, "n"), 10);
	assert_true(xmr_init(&x, FLOWRATES, 10));
	vectors_agree(&v, 0, "mean", x.values.centre);
	vectors_agree(&v, 0, "mR_bar", x.ranges.centre);
	vectors_agree(&v, 0, "UNPL_2.66", x.values.hi);
	vectors_agree(&v, 0, "LNPL_2.66", x.values.lo);
	vectors_agree(&v, 0, "URL_3.267", x.ranges.hi);
	vectors_agree(&v, 0, "UCL_3/1.128", x.values.centre + 3 * x.sigma);
	vectors_agree(&v, 0, "LCL_3/1.128", x.values.centre - 3 * x.sigma);
	near(x.ranges.lo, 0, 0);
	vectors_clear(&v);
}

static void limits_are_in_the_unit_of_the_values(void **state) {
	(void)state;
	double small[10];
	for (size_t i = 0; i < 10; i++)
		small[i] = FLOWRATES[i] / 1000;
	struct xmr x, y;
	assert_true(xmr_init(&x, FLOWRATES, 10) && xmr_init(&y, small, 10));
	near(y.values.lo, x.values.lo / 1000, 1e-15);
	near(y.sigma, x.sigma / 1000, 1e-15);
	/* σ .5, λ .5: the first value's limits are 10 ± 3 × .5 × .5 */
	struct ewma e;
	assert_true(ewma_init(&e, 10, .5, .5));
	near(ewma_next(&e, 11).hi, 10.75, 1e-14);
	near(e.value, 10.5, 0);
}

static void no_limits_of_a_baseline_too_short_too_long_or_still(void **state) {
	(void)state;
	double values[25];
	for (size_t i = 0; i < 25; i++)
		values[i] = (double)(i % 3);
	struct xmr x;
	for (size_t n = 0; n <= 25; n++) {
		bool enough = n >= 8 && n <= 24;
		assert_int_equal(xmr_init(&x, values, n), enough);
		assert_int_equal(isnan(x.values.lo), !enough);
	}
	none(x.values);
	none(x.ranges);
	assert_true(isnan(x.sigma));
	double still[8] = {4, 4, 4, 4, 4, 4, 4, 4};
	assert_false(xmr_init(&x, still, 8));
	still[3] = NAN;
	assert_false(xmr_init(&x, still, 8));
	none(x.values);
	still[3] = INFINITY;
	assert_false(xmr_init(&x, still, 8));
	none(x.ranges);
}

static void p_chart_gives_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("pchart_vectors");
	int64_t with = 0, of = 0;
	for (size_t i = 0; i < v.n; i++) {
		with += vectors_count(&v, i, "d");
		of += vectors_count(&v, i, "n");
	}
	for (size_t i = 0; i < v.n; i++) {
		struct control_limits l = p_chart(with, of, vectors_count(&v, i, "n"));
		double p = vectors_number(&v, i, "d") / vectors_number(&v, i, "n");
		vectors_agree(&v, i, "p", p);
		vectors_agree(&v, i, "pbar", l.centre);
		vectors_agree(&v, i, "LCL", l.lo);
		vectors_agree(&v, i, "UCL", l.hi);
		assert_int_equal(p < l.lo || p > l.hi, vectors_count(&v, i, "signal"));
	}
	assert_int_equal(v.n, 6);
	vectors_clear(&v);
}

static void p_chart_limits_end_at_nought_and_one(void **state) {
	(void)state;
	/* .1 ± 3√(.09/4) = .1 ± .45; .9 likewise */
	struct control_limits low = p_chart(10, 100, 4), high = p_chart(90, 100, 4);
	near(low.lo, 0, 0);
	near(low.hi, .55, 1e-15);
	near(high.lo, .45, 1e-15);
	near(high.hi, 1, 0);
	/* a period of one: .01 + 3√.0099 */
	near(p_chart(1, 100, 1).hi, .01 + 3 * sqrt(.0099), 1e-15);
	none(p_chart(0, 100, 4));
	none(p_chart(100, 100, 4));
	none(p_chart(1, 100, 0));
	none(p_chart(-1, 100, 4));
	none(p_chart(5, 4, 4));
}

static void ewma_gives_nists_example(void **state) {
	(void)state;
	/* NIST/SEMATECH e-Handbook 6.3.2.4: target 50, s 2.0539, λ .3 */
	struct vectors v = vectors_read("ewma_nist");
	struct ewma e;
	assert_true(ewma_init(&e, 50, 2.0539, .3));
	for (size_t i = 0; i < v.n; i++) {
		struct control_limits l = ewma_next(&e, vectors_number(&v, i, "x"));
		assert_int_equal(e.i, vectors_count(&v, i, "i"));
		vectors_agree(&v, i, "ewma", e.value);
		vectors_agree(&v, i, "LCL_exact_i", l.lo);
		vectors_agree(&v, i, "UCL_exact_i", l.hi);
		near(l.centre, 50, 0);
	}
	assert_int_equal(v.n, 20);
	/* after a thousand more the exact limits are the asymptotic ones */
	struct control_limits l = control_none;
	for (int i = 0; i < 1000; i++)
		l = ewma_next(&e, 50);
	vectors_agree(&v, 0, "LCL_asymptotic", l.lo);
	vectors_agree(&v, 0, "UCL_asymptotic", l.hi);
	vectors_clear(&v);
}

static void an_average_of_weight_one_is_the_last_value(void **state) {
	(void)state;
	struct ewma e;
	assert_true(ewma_init(&e, 10, 2, 1));
	struct control_limits l = ewma_next(&e, 14);
	near(e.value, 14, 0);
	near(l.lo, 4, 0);
	near(l.hi, 16, 0);
	none(ewma_next(&e, NAN));
	assert_true(e.value == 14 && e.i == 1);
}

static void no_average_without_spread_or_weight(void **state) {
	(void)state;
	static const double BAD[][3] = {{10, 0, .3},  {10, -1, .3},  {10, 1, 0},   {10, 1, 1.1},
									{NAN, 1, .3}, {10, NAN, .3}, {10, 1, NAN}, {INFINITY, 1, .3}};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		struct ewma e;
		assert_false(ewma_init(&e, BAD[i][0], BAD[i][1], BAD[i][2]));
		none(ewma_next(&e, 10));
		assert_true(isnan(e.value));
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flowrates_give_nists_limits),
		cmocka_unit_test(limits_are_in_the_unit_of_the_values),
		cmocka_unit_test(no_limits_of_a_baseline_too_short_too_long_or_still),
		cmocka_unit_test(p_chart_gives_the_reference_vectors),
		cmocka_unit_test(p_chart_limits_end_at_nought_and_one),
		cmocka_unit_test(ewma_gives_nists_example),
		cmocka_unit_test(an_average_of_weight_one_is_the_last_value),
		cmocka_unit_test(no_average_without_spread_or_weight),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
