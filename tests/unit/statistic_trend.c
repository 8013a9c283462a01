/* statistic/trend against all rows of mk_exact_table and mk_sen_vectors, the series of pyMannKendall's own tests, enumeration of all orders, and
 * hand calculations. */
#include "statistic/trend.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

#define MOST 12

/* Any values without ties whose s is this: begins falling throughout, and lets the last ones rise pair by pair. */
static void series_with_s(double *values, size_t n, int64_t s) {
	int64_t rising = ((int64_t)(n * (n - 1) / 2) + s) / 2;
	size_t used = 0;
	double kept[MOST];
	for (size_t i = 0; i < n; i++) {
		/* the i-th value is put above `below` of the i before it */
		size_t below = rising > (int64_t)i ? i : (size_t)rising;
		rising -= (int64_t)below;
		/* places shift up: kept is the order so far */
		for (size_t j = used; j > below; j--)
			kept[j] = kept[j - 1];
		kept[below] = (double)i;
		used++;
	}
	for (size_t place = 0; place < n; place++)
		values[(size_t)kept[place]] = (double)place;
}

static void the_exact_table_agrees(void **state) {
	(void)state;
	struct vectors v = vectors_read("mk_exact_table");
	for (size_t i = 0; i < v.n; i++) {
		size_t n = (size_t)vectors_count(&v, i, "n");
		int64_t s = vectors_count(&v, i, "S");
		double values[MOST];
		series_with_s(values, n, s);
		struct mann_kendall r = mann_kendall(NULL, values, n);
		assert_int_equal(r.s, s);
		assert_true(r.exact);
		vectors_agree(&v, i, "P(S>=s)", r.p_rises);
		for (size_t j = 0; j < n; j++)
			values[j] = -values[j];
		r = mann_kendall(NULL, values, n);
		assert_int_equal(r.s, -s);
		vectors_agree(&v, i, "P(S>=s)", r.p_falls);
	}
	assert_int_equal(v.n, 88);
	vectors_clear(&v);
}

static size_t series_at(const struct vectors *v, size_t row, double *values) {
	g_auto(GStrv) words = g_strsplit(vectors_text(v, row, "series"), " ", -1);
	size_t n = 0;
	for (; words[n] != NULL; n++) {
		assert_true(n < MOST);
		values[n] = g_ascii_strtod(words[n], NULL);
	}
	return n;
}

static void short_series_give_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("mk_sen_vectors");
	for (size_t i = 0; i < v.n; i++) {
		double values[MOST];
		size_t n = series_at(&v, i, values);
		assert_int_equal(n, vectors_count(&v, i, "n"));
		struct mann_kendall r = mann_kendall(NULL, values, n);
		struct line line = theil_sen(NULL, values, n);
		assert_int_equal(r.s, vectors_count(&v, i, "S"));
		vectors_agree(&v, i, "varS", r.variance);
		vectors_agree(&v, i, "z_cc", r.z);
		vectors_agree(&v, i, "p_normal", r.p.p);
		vectors_agree(&v, i, "tau", r.tau);
		vectors_agree(&v, i, "sen_slope", line.slope);
		vectors_agree(&v, i, "sen_intercept_median", line.intercept);
		assert_true(r.exact);
		if (!isnan(vectors_number(&v, i, "p_exact_lower"))) {
			vectors_agree(&v, i, "p_exact_lower", r.p_falls);
			vectors_agree(&v, i, "p_exact_two_sided_noties", fmin(1, 2 * fmin(r.p_falls, r.p_rises)));
		}
	}
	assert_int_equal(v.n, 10);
	vectors_clear(&v);
}

static void the_rainfall_series_agrees_with_its_package(void **state) {
	(void)state;
	/* original_test of pyMannKendall's own tests: s −1959, var_s 4889800.333333333, z −0.8854562842589916, p 0.37591058740506833, Tau
	 * −0.03153167653875869, slope −0.0064516129032258064 (over the values that are there, gaps closed) */
	struct vectors v = vectors_read("mk_test_series");
	double values[400], times[400];
	size_t n = 0;
	for (size_t i = 0; i < v.n; i++)
		if (!isnan(vectors_number(&v, i, "value"))) {
			times[n] = vectors_number(&v, i, "index");
			values[n++] = vectors_number(&v, i, "value");
		}
	assert_int_equal(v.n, 360);
	assert_int_equal(n, 353);
	for (int with_times = 0; with_times < 2; with_times++) {
		struct mann_kendall r = mann_kendall(with_times ? times : NULL, values, n);
		assert_int_equal(r.s, -1959);
		near(r.variance, 4889800.333333333, 1e-8);
		digits(r.z, -.8854562842589916, 14);
		digits(r.p.p, .37591058740506833, 14);
		digits(r.tau, -.03153167653875869, 14);
		assert_true(!r.exact && isnan(r.p_falls) && isnan(r.p_rises));
	}
	digits(theil_sen(NULL, values, n).slope, -.0064516129032258064, 14);
	vectors_clear(&v);
}

/* All n! orders of the values: how many of them have an s of at most this, of at least this, and all. */
struct orders {
	double values[MOST];
	size_t n;
	int64_t s;
	double at_most, at_least, all, square;
};

static void visit(struct orders *o, size_t from) {
	if (from == o->n) {
		int64_t s = 0;
		for (size_t i = 0; i < o->n; i++)
			for (size_t j = i + 1; j < o->n; j++)
				s += (o->values[j] > o->values[i]) - (o->values[j] < o->values[i]);
		o->at_most += s <= o->s;
		o->at_least += s >= o->s;
		o->square += (double)(s * s);
		o->all++;
		return;
	}
	for (size_t i = from; i < o->n; i++) {
		double first = o->values[from];
		o->values[from] = o->values[i];
		o->values[i] = first;
		visit(o, from + 1);
		o->values[i] = o->values[from];
		o->values[from] = first;
	}
}

static void with_ties_it_is_what_all_orders_count(void **state) {
	(void)state;
	static const double SERIES[][7] = {
		{9, 9, 8, 8, 7, 6, 6},  {9, 9, 9, 9, 3, 3, 3}, {1, 2, 2, 3, 3, 3, 4},  {5, 5, 5, 5, 5, 5, 5}, {7, 6, 5, 4, 3, 2, 1},
		{10, 9, 9, 7, 9, 6, 3}, {3, 3, 1, 1, 2, 2, 2}, {0, 0, 0, 0, 0, 0, -1}, {8, 7, 9, 8, 8, 9, 7}, {1, 2, 3, 4, 5, 6, 6},
	};
	for (size_t k = 0; k < sizeof SERIES / sizeof *SERIES; k++)
		for (size_t n = 2; n <= 7; n++) {
			struct mann_kendall r = mann_kendall(NULL, SERIES[k], n);
			struct orders o = {.n = n, .s = r.s};
			memcpy(o.values, SERIES[k], n * sizeof *SERIES[k]);
			visit(&o, 0);
			near(r.p_falls, o.at_most / o.all, 1e-14);
			near(r.p_rises, o.at_least / o.all, 1e-14);
			near(r.variance, o.square / o.all, 1e-12);
		}
}

static void four_falling_answers_are_the_fewest_that_prove_at_five_in_a_hundred(void **state) {
	(void)state;
	/* 1 of 3! and of 4! orders */
	near(mann_kendall(NULL, (double[]){9, 7, 4}, 3).p_falls, 1 / 6.0, 1e-15);
	near(mann_kendall(NULL, (double[]){9, 7, 4, 2}, 4).p_falls, 1 / 24.0, 1e-15);
	/* 9 9 7 7: 6 orders of two and two, one of them falls so far */
	near(mann_kendall(NULL, (double[]){9, 9, 7, 7}, 4).p_falls, 1 / 6.0, 1e-15);
}

static void long_series_keep_thin_tails(void **state) {
	(void)state;
	/* falling throughout: one order of n!; 1 ÷ 60! = 1.2018e-82 */
	double values[TREND_EXACT + 1];
	for (size_t i = 0; i <= TREND_EXACT; i++)
		values[i] = -(double)i;
	digits(mann_kendall(NULL, values, TREND_EXACT).p_falls, exp(-lgamma(TREND_EXACT + 1)), 10);
	near(mann_kendall(NULL, values, TREND_EXACT).p_rises, 1, 1e-12);
	assert_false(mann_kendall(NULL, values, TREND_EXACT + 1).exact);
	/* thirty 9s, then thirty 3s: one of C(60, 30) = 118264581564861424 */
	for (size_t i = 0; i < 60; i++)
		values[i] = i < 30 ? 9 : 3;
	digits(mann_kendall(NULL, values, 60).p_falls, 1 / 118264581564861424.0, 12);
	/* near to the normal: i × 22 mod 59 less a fifth of i has s −292, z −291 ÷ √24583.33 = −1.856; there both agree to some per cent */
	for (size_t i = 0; i < 60; i++)
		values[i] = (double)((i * 22) % 59) - .2 * (double)i;
	struct mann_kendall r = mann_kendall(NULL, values, 60);
	assert_int_equal(r.s, -292);
	near(r.z, -1.856, 5e-4);
	near(r.p_falls / (r.p.p / 2), 1, .02);
	near(r.p_falls + r.p_rises, 1, .01);
}

static void equal_times_are_no_pairs(void **state) {
	(void)state;
	/* times 1, 1, 2, 3 with 9, 8, 7, 6: five pairs, all fall. Variance by Kendall's formula: (4·3·13 − 2·1·9)/18 = 138/18, no ties in values */
	struct mann_kendall r = mann_kendall((double[]){1, 1, 2, 3}, (double[]){9, 8, 7, 6}, 4);
	assert_int_equal(r.s, -5);
	near(r.variance, 138 / 18.0, 1e-14);
	assert_true(!r.exact && isnan(r.p_falls));
	near(r.tau, -5 / 6.0, 1e-15);
	/* ties on both sides: times 1, 1, 2, 2, values 5, 5, 5, 1. Enumerated: the 1 falls on a time with another; s = 2 or −2: variance 4. Formula:
	 * (156 − 36 − 66)/18 + 4·6/(2·4·3) + 0 = 3 + 1 = 4 */
	r = mann_kendall((double[]){1, 1, 2, 2}, (double[]){5, 5, 5, 1}, 4);
	assert_int_equal(r.s, -2);
	near(r.variance, 4, 1e-14);
	/* three equal on each side: times 1, 1, 1, 2, values 5, 5, 5, 1: the 1 is last in 1 of 4 orders (s −3), else s = 1: variance (9 + 3)/4 = 3 */
	r = mann_kendall((double[]){1, 1, 1, 2}, (double[]){5, 5, 5, 1}, 4);
	assert_int_equal(r.s, -3);
	near(r.variance, 3, 1e-14);
}

static void the_order_of_rows_does_not_matter_with_times(void **state) {
	(void)state;
	double times[] = {30, 10, 20, 45.5, 40}, values[] = {7, 9, 8, 3, 5}, sorted_times[] = {10, 20, 30, 40, 45.5}, sorted_values[] = {9, 8, 7, 5, 3};
	struct mann_kendall a = mann_kendall(times, values, 5), b = mann_kendall(sorted_times, sorted_values, 5);
	assert_true(a.s == b.s && a.s == -10 && a.exact && fabs(a.p_falls - b.p_falls) < 1e-15);
	struct line one = theil_sen(times, values, 5), two = theil_sen(sorted_times, sorted_values, 5);
	near(one.slope, two.slope, 1e-15);
	near(one.intercept, two.intercept, 1e-13);
}

static void theil_and_sens_line_by_hand(void **state) {
	(void)state;
	/* days 0, 30, 90, 100 with 9, 8, 8, 2: slopes −1/30, −1/90, −7/100, 0, −6/70, −6/10; sorted −.6, −.0857143, −.07, −.0333333, −.0111111, 0:
	 * median −.0516667; rests 9, 9.55, 12.65, 7.1666667: median 9.275 */
	struct line l = theil_sen((double[]){0, 30, 90, 100}, (double[]){9, 8, 8, 2}, 4);
	near(l.slope, -(.07 + 1 / 30.0) / 2, 1e-15);
	near(l.intercept, 9.275, 1e-12);
	/* two on one day: only the pairs with the third count: −3/10, −1/10 */
	near(theil_sen((double[]){5, 5, 15}, (double[]){9, 7, 6}, 3).slope, -.2, 1e-15);
}

static void no_trend_of_too_little_or_too_much(void **state) {
	(void)state;
	double same[] = {3, 3, 3}, values[] = {1, 2, 3}, odd[] = {1, NAN, 3}, wide[] = {1, INFINITY, 3};
	g_autofree double *many = g_new0(double, TREND_MOST + 1);
	struct mann_kendall none[] = {mann_kendall(NULL, values, 1), mann_kendall(NULL, NULL, 0), mann_kendall(NULL, odd, 3),
								  mann_kendall(wide, values, 3), mann_kendall(NULL, many, TREND_MOST + 1)};
	for (size_t i = 0; i < 5; i++)
		assert_true(none[i].s == 0 && isnan(none[i].variance) && isnan(none[i].z) && isnan(none[i].tau) && isnan(none[i].p.p) && !none[i].exact);
	assert_true(mann_kendall(NULL, many, TREND_MOST).p.p == 1);
	struct line lines[] = {theil_sen(same, values, 3), theil_sen(NULL, values, 1), theil_sen(NULL, odd, 3), theil_sen(NULL, many, TREND_MOST + 1)};
	for (size_t i = 0; i < 4; i++)
		assert_true(isnan(lines[i].slope) && isnan(lines[i].intercept));
	near(theil_sen(NULL, same, 3).slope, 0, 0);
	/* slopes that overflow are none */
	assert_true(isnan(theil_sen((double[]){0, 1e-300}, (double[]){0, 1e300}, 2).slope));
}

static void ranks_correlate_as_in_the_reference_vectors(void **state) {
	(void)state;
	/* linkage_stats, spearman_rho of class and churn: 25 of 500, 30 of 300, 44 of 200 */
	struct vectors v = vectors_read("linkage_stats");
	static const size_t CHURNED[] = {25, 30, 44}, OF[] = {500, 300, 200};
	double class[1000], churn[1000];
	size_t n = 0, row = 0;
	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < OF[c]; i++, n++) {
			class[n] = 2 - (double)c;
			churn[n] = i < CHURNED[c];
		}
	while (strcmp(vectors_text(&v, row, "stat"), "spearman_rho") != 0)
		row++;
	struct rank_correlation r = spearman(class, churn, n);
	vectors_agree(&v, row, "value", r.rho);
	/* atanh(−.2005858318) = −.2033428701; √((1 + .0201173379) ÷ 997) = .0319872928; half width .0626939418; tanh of −.2660368119 and −.1406489283 */
	near(r.bounds.lo, -.2599332436, 1e-10);
	near(r.bounds.hi, -.1397287640, 1e-10);
	vectors_clear(&v);
}

static void ranks_by_hand(void **state) {
	(void)state;
	/* no ties: 1 − 6Σd²/(n(n² − 1)): x 1 2 3 4 5, y 2 1 4 3 5: Σd² = 4, ρ = 1 − 24/120 = .8 */
	struct rank_correlation r = spearman((double[]){10, 20, 30, 40, 500}, (double[]){2, 1, 4, 3, 5}, 5);
	near(r.rho, .8, 1e-15);
	/* atanh .8 = 1.0986123; √(1.32/2) = .8124038 × 1.959964 = 1.5922822 */
	near(r.bounds.lo, tanh(1.0986123 - 1.5922822), 1e-7);
	near(r.bounds.hi, tanh(1.0986123 + 1.5922822), 1e-7);
	/* ties: x ranks 1.5 1.5 3 4, y ranks 1 2 3.5 3.5: less 2.5: −1 −1 .5 1.5 and −1.5 −.5 1 1: Σxy 4, Σx² 4.5, Σy² 4.5 */
	near(spearman((double[]){1, 1, 2, 3}, (double[]){0, 5, 7, 7}, 4).rho, 4 / 4.5, 1e-15);
}

static void ranks_without_spread_or_limits(void **state) {
	(void)state;
	double x[] = {1, 2, 3, 4}, same[] = {5, 5, 5, 5}, odd[] = {1, NAN, 3, 4}, down[] = {4, 3, 2, 1};
	assert_true(isnan(spearman(x, same, 4).rho) && isnan(spearman(same, x, 4).rho) && isnan(spearman(x, odd, 4).rho) && isnan(spearman(x, x, 1).rho));
	assert_true(isnan(spearman(NULL, NULL, 0).rho));
	assert_true(spearman(x, x, 2).rho == 1 && spearman(x, down, 2).rho == -1 && isnan(spearman(x, x, 2).bounds.lo));
	assert_true(spearman(x, down, 4).rho == -1 && isnan(spearman(x, down, 4).bounds.lo));
	assert_true(spearman(x, x, 3).rho == 1 && isnan(spearman((double[]){1, 2, 3}, (double[]){1, 3, 2}, 3).bounds.lo));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exact_table_agrees),
		cmocka_unit_test(short_series_give_the_reference_vectors),
		cmocka_unit_test(the_rainfall_series_agrees_with_its_package),
		cmocka_unit_test(with_ties_it_is_what_all_orders_count),
		cmocka_unit_test(four_falling_answers_are_the_fewest_that_prove_at_five_in_a_hundred),
		cmocka_unit_test(long_series_keep_thin_tails),
		cmocka_unit_test(equal_times_are_no_pairs),
		cmocka_unit_test(the_order_of_rows_does_not_matter_with_times),
		cmocka_unit_test(theil_and_sens_line_by_hand),
		cmocka_unit_test(no_trend_of_too_little_or_too_much),
		cmocka_unit_test(ranks_correlate_as_in_the_reference_vectors),
		cmocka_unit_test(ranks_by_hand),
		cmocka_unit_test(ranks_without_spread_or_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
