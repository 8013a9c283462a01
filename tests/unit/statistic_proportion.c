/* statistic/proportion against all rows of the reference vectors, R's printed examples, and hand calculations. */
#include "statistic/proportion.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

static void newcombe_gives_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("newcombe_diff_vectors");
	for (size_t i = 0; i < v.n; i++) {
		int64_t x1 = vectors_count(&v, i, "x1"), n1 = vectors_count(&v, i, "n1"), x2 = vectors_count(&v, i, "x2"), n2 = vectors_count(&v, i, "n2");
		struct bounds b = newcombe_bounds(x1, n1, x2, n2), mirrored = newcombe_bounds(x2, n2, x1, n1);
		vectors_agree(&v, i, "lo", b.lo);
		vectors_agree(&v, i, "hi", b.hi);
		near(mirrored.lo, -b.hi, 1e-15);
		near(mirrored.hi, -b.lo, 1e-15);
	}
	assert_int_equal(v.n, 3);
	vectors_clear(&v);
	/* wilson_vectors: 1 of 29 .0061132143 to .1717552188, 0 of 1 to .7934506856: 1/29 − √((1/29 − .0061132143)² + .7934506856²); the other side is 1 of
	 * 29's own, for 0 − 0 adds nothing */
	near(newcombe_bounds(1, 29, 0, 1).lo, -0.7594749364, 1e-9);
	near(newcombe_bounds(1, 29, 0, 1).hi, .1717552188, 1e-9);
	assert_true(isnan(newcombe_bounds(1, 2, -1, 2).lo));
	assert_true(isnan(newcombe_bounds(0, 0, 1, 2).lo) && isnan(newcombe_bounds(1, 2, 0, 0).hi));
	assert_true(isnan(newcombe_bounds(3, 2, 1, 2).lo) && isnan(newcombe_bounds(-1, 2, 1, 2).lo) && isnan(newcombe_bounds(1, 2, 3, 2).lo));
}

static void newcombe_stays_within_one(void **state) {
	(void)state;
	for (int64_t n = 1; n <= 1000000000; n *= 10) {
		near(newcombe_bounds(n, n, 0, n).hi, 1, 0);
		near(newcombe_bounds(0, n, n, n).lo, -1, 0);
	}
}

static struct two_by_two table_at(const struct vectors *v, size_t i, const char *const columns[4]) {
	return (struct two_by_two){vectors_count(v, i, columns[0]), vectors_count(v, i, columns[1]), vectors_count(v, i, columns[2]),
							   vectors_count(v, i, columns[3])};
}

static void linked_tables_give_the_reference_vectors(void **state) {
	(void)state;
	/* fisher_p has ten decimals there: the sums in exact fractions have more */
	static const double FISHER[] = {1.5430347831804e-10, .00898770538055864, .0471240471240471, .582043343653251};
	static const char *const COLUMNS[] = {"a", "b", "c", "d"};
	struct vectors v = vectors_read("linkage_odds");
	assert_int_equal(v.n, 4);
	for (size_t i = 0; i < v.n; i++) {
		struct two_by_two t = table_at(&v, i, COLUMNS);
		struct association r = association(t);
		assert_int_equal(r.halves, strcmp(vectors_text(&v, i, "haldane"), "TRUE") == 0);
		vectors_agree(&v, i, "or", r.odds_ratio);
		vectors_agree(&v, i, "lo", r.bounds.lo);
		vectors_agree(&v, i, "hi", r.bounds.hi);
		vectors_agree(&v, i, "se_log", r.log_se);
		vectors_agree(&v, i, "rr", r.risk_ratio);
		vectors_agree(&v, i, "risk_diff", r.risk_difference);
		vectors_agree(&v, i, "fisher_p", fisher_exact(t).p);
		digits(fisher_exact(t).p, FISHER[i], 11);
	}
	vectors_clear(&v);
}

static void telco_tables_give_the_reference_vectors(void **state) {
	(void)state;
	static const char *const COLUMNS[] = {"a_exposed_churn", "b_exposed_stay", "c_unexp_churn", "d_unexp_stay"};
	struct vectors v = vectors_read("telco_odds_ratios");
	assert_int_equal(v.n, 4);
	for (size_t i = 0; i < v.n; i++) {
		struct two_by_two t = table_at(&v, i, COLUMNS);
		struct association r = association(t);
		struct association_test chi = pearson_chi_square((int64_t[]){t.a, t.b, t.c, t.d}, 2, 2);
		vectors_agree(&v, i, "odds_ratio", r.odds_ratio);
		vectors_agree(&v, i, "or_lo", r.bounds.lo);
		vectors_agree(&v, i, "or_hi", r.bounds.hi);
		vectors_agree(&v, i, "risk_ratio", r.risk_ratio);
		vectors_agree(&v, i, "chi2_pearson", chi.chi.x);
		vectors_agree(&v, i, "phi", sqrt(chi.chi.x / 7043));
		assert_int_equal(chi.chi.df, 1);
	}
	vectors_clear(&v);
}

static void fisher_is_summed_for_counts_of_any_size(void **state) {
	(void)state;
	/* mpmath at 60 digits: ln Γ, terms added until 1e-40 of the sum */
	static const struct {
		struct two_by_two t;
		double p, log10_p;
	} WANT[] = {
		{{1655, 2220, 214, 2954}, 4.45125417575518e-283, -282.351517605903},
		{{500, 99500, 600, 99400}, .00274449211948673, -2.56153801191036},
		{{5000000, 5000000, 4995000, 5005000}, .0253766025290417, -1.59556652257452},
		{{9999000, 1000, 9998900, 1100}, .0307119413941501, -1.5126927296293},
		{{60000, 9940000, 20000, 9980000}, 0, -4564.32721255296},
	};
	for (size_t i = 0; i < sizeof WANT / sizeof *WANT; i++) {
		struct two_by_two t = WANT[i].t;
		/* the same table turned over and turned round */
		const struct two_by_two same[] = {t, {t.c, t.d, t.a, t.b}, {t.b, t.a, t.d, t.c}, {t.a, t.c, t.b, t.d}};
		for (size_t j = 0; j < 4; j++) {
			struct p_value p = fisher_exact(same[j]);
			near(p.log10_p, WANT[i].log10_p, 1e-9);
			if (WANT[i].p > 0)
				digits(p.p, WANT[i].p, 9);
			assert_int_equal(p.tiny, WANT[i].log10_p < -300);
		}
	}
}

static void fisher_is_what_all_small_tables_sum_to(void **state) {
	(void)state;
	/* every table of 2 × 2 with groups of 7 and 5, by plain products of binomial coefficients */
	static const double OF_7[] = {1, 7, 21, 35, 35, 21, 7, 1}, OF_5[] = {1, 5, 10, 10, 5, 1};
	for (int64_t drawn = 0; drawn <= 12; drawn++)
		for (int64_t a = MAX(0, drawn - 5); a <= MIN(7, drawn); a++) {
			double all = 0, rare = 0, seen = OF_7[a] * OF_5[drawn - a];
			for (int64_t k = MAX(0, drawn - 5); k <= MIN(7, drawn); k++) {
				double ways = OF_7[k] * OF_5[drawn - k];
				all += ways;
				rare += ways <= seen ? ways : 0;
			}
			near(fisher_exact((struct two_by_two){a, 7 - a, drawn - a, 5 - drawn + a}).p, rare / all, 1e-14);
		}
}

static void fisher_of_an_empty_side_is_one(void **state) {
	(void)state;
	assert_true(fisher_exact((struct two_by_two){0, 0, 3, 4}).p == 1 && fisher_exact((struct two_by_two){3, 0, 4, 0}).p == 1);
	assert_true(isnan(fisher_exact((struct two_by_two){0, 0, 0, 0}).p));
	assert_true(isnan(fisher_exact((struct two_by_two){-1, 2, 3, 4}).p));
	assert_true(isnan(fisher_exact((struct two_by_two){INT64_MAX, INT64_MAX, 3, 4}).p));
}

static void association_of_an_empty_group_is_none(void **state) {
	(void)state;
	assert_true(isnan(association((struct two_by_two){0, 0, 3, 4}).odds_ratio) &&
				isnan(association((struct two_by_two){3, 4, 0, 0}).risk_difference));
	assert_true(isnan(association((struct two_by_two){-3, 4, 1, 1}).odds_ratio));
	/* nobody beside: 2 of 5 against 0 of 4; nobody at all */
	struct association r = association((struct two_by_two){2, 3, 0, 4});
	assert_true(isinf(r.risk_ratio) && r.halves);
	near(r.risk_difference, .4, 1e-15);
	/* 2.5 × 4.5 ÷ (3.5 × .5) */
	near(r.odds_ratio, 11.25 / 1.75, 1e-14);
	/* each cell of 0 by itself: 2.5 × .5 ÷ (3.5 × 1.5), 3.5 × 2.5 ÷ (.5 × 1.5); and none, with cells of 1 and equal sides */
	r = association((struct two_by_two){2, 3, 1, 0});
	assert_true(r.halves);
	near(r.odds_ratio, 1.25 / 5.25, 1e-15);
	r = association((struct two_by_two){3, 0, 1, 2});
	assert_true(r.halves);
	near(r.odds_ratio, 8.75 / .75, 1e-14);
	r = association((struct two_by_two){1, 1, 1, 1});
	assert_true(!r.halves && r.odds_ratio == 1 && r.risk_ratio == 1 && r.risk_difference == 0);
	assert_true(isinf(association((struct two_by_two){1, 3, 0, 4}).risk_ratio));
	/* as many as a double counts, and one more */
	int64_t half = (int64_t)1 << 52;
	assert_true(isfinite(association((struct two_by_two){half, half - 2, 1, 1}).odds_ratio));
	assert_true(isnan(association((struct two_by_two){half, half - 1, 1, 1}).odds_ratio));
	r = association((struct two_by_two){0, 3, 0, 4});
	assert_true(isnan(r.risk_ratio) && r.risk_difference == 0);
}

static const int64_t CHURNED[] = {25, 30, 44}, OF[] = {500, 300, 200}; /* promoters, passives, detractors */

static double stat(const struct vectors *v, const char *name, size_t *row) {
	for (*row = 0; *row < v->n; ++*row)
		if (strcmp(vectors_text(v, *row, "stat"), name) == 0)
			return vectors_number(v, *row, "value");
	fail_msg("no %s", name);
	return 0;
}

static void classes_give_the_reference_vectors(void **state) {
	(void)state;
	struct vectors v = vectors_read("linkage_stats");
	size_t row;
	struct share_trend t = cochran_armitage(CHURNED, OF, (double[]){2, 1, 0}, 3);
	struct association_test chi = pearson_chi_square((int64_t[]){25, 30, 44, 475, 270, 156}, 2, 3);
	stat(&v, "trend_chisq", &row);
	vectors_agree(&v, row, "value", t.chi.x);
	stat(&v, "trend_p", &row);
	vectors_agree(&v, row, "value", t.chi.p.p);
	stat(&v, "pearson_chisq_2x3", &row);
	vectors_agree(&v, row, "value", chi.chi.x);
	stat(&v, "pearson_p", &row);
	vectors_agree(&v, row, "value", chi.chi.p.p);
	assert_int_equal(chi.chi.df, 2);
	/* the trend's chi-square is n times the square of Pearson's r, its z has r's sign: the higher the class, the less churn */
	stat(&v, "pearson_r(class,churn)", &row);
	vectors_agree(&v, row, "value", t.z / sqrt(1000));
	stat(&v, "churn_promoter", &row);
	vectors_agree(&v, row, "value", 25 / 500.0);
	/* least expected: 99 of 1,000, times 200 */
	near(chi.least_expected, 19.8, 1e-12);
	vectors_clear(&v);
}

static void a_trend_does_not_depend_on_where_scores_begin(void **state) {
	(void)state;
	double x = cochran_armitage(CHURNED, OF, (double[]){2, 1, 0}, 3).chi.x;
	near(cochran_armitage(CHURNED, OF, (double[]){-300, -200, -100}, 3).chi.x, x, 1e-10);
	near(cochran_armitage(CHURNED, OF, (double[]){1e6, 1e6 - 1, 1e6 - 2}, 3).chi.x, x, 1e-6);
	assert_true(cochran_armitage(CHURNED, OF, (double[]){0, 1, 2}, 3).z > 0 && cochran_armitage(CHURNED, OF, (double[]){2, 1, 0}, 3).z < 0);
	/* uneven scores: 25/500, 30/300, 44/200 at 0, 1, 3. p .099, mean .9; Σ(x − np)s = 30 − 29.7 + 3(44 − 19.8) = 72.9; Σns² − n·.81 = 300 + 1,800 −
	 * 810 = 1,290; chi-square 72.9² ÷ (.099 × .901 × 1,290) = 46.18485 */
	near(cochran_armitage(CHURNED, OF, (double[]){0, 1, 3}, 3).chi.x, 72.9 * 72.9 / (.099 * .901 * 1290), 1e-10);
}

static void a_trend_of_two_classes_is_their_chi_square(void **state) {
	(void)state;
	/* 0 and 3 of 5: (0 × 2 − 5 × 3)² × 10 ÷ (5 × 5 × 3 × 7); 0 and 1 of 5: (0 × 4 − 5 × 1)² × 10 ÷ (5 × 5 × 1 × 9) */
	near(cochran_armitage((int64_t[]){0, 3}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).chi.x, 2250 / 525.0, 1e-14);
	near(cochran_armitage((int64_t[]){5, 2}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).chi.x, 2250 / 525.0, 1e-14);
	near(cochran_armitage((int64_t[]){0, 1}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).chi.x, 250 / 225.0, 1e-14);
}

static void no_trend_without_difference(void **state) {
	(void)state;
	assert_true(isnan(cochran_armitage((int64_t[]){0, 0}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).z));
	assert_true(isnan(cochran_armitage((int64_t[]){5, 5}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).z));
	assert_true(isnan(cochran_armitage((int64_t[]){2, 3}, (int64_t[]){5, 5}, (double[]){.1, .1}, 2).z));
	/* equal scores whose mean is not quite theirs */
	for (int64_t n = 1; n < 40; n++)
		assert_true(isnan(cochran_armitage((int64_t[]){1, 0, n}, (int64_t[]){3, n, 2 * n}, (double[]){.1, .1, .1}, 3).z));
	assert_true(isnan(cochran_armitage((int64_t[]){-1, 2}, (int64_t[]){5, 5}, (double[]){0, 1}, 2).z));
	assert_true(isnan(cochran_armitage((int64_t[]){2, 0}, (int64_t[]){5, 0}, (double[]){1, 3}, 2).z));
	assert_true(isnan(cochran_armitage((int64_t[]){2, 6}, (int64_t[]){5, 5}, (double[]){1, 3}, 2).z));
	assert_true(isnan(cochran_armitage((int64_t[]){2, 1}, (int64_t[]){5, 5}, (double[]){1, NAN}, 2).z));
	assert_true(isnan(cochran_armitage(NULL, NULL, NULL, 0).z));
}

static void pearson_leaves_out_what_is_empty(void **state) {
	(void)state;
	/* chi2_2x3 of nps_two_sample, every row; with an empty row and column in between it is the same test */
	struct vectors v = vectors_read("nps_two_sample");
	static const char *const COLUMNS[] = {"d1", "pa1", "p1", "d2", "pa2", "p2"};
	for (size_t i = 0; i < v.n; i++) {
		int64_t plain[6], holes[12] = {0};
		for (size_t j = 0; j < 6; j++) {
			plain[j] = vectors_count(&v, i, COLUMNS[j]);
			holes[(j / 3) * 8 + (j % 3) + (j % 3 > 0)] = plain[j];
		}
		struct association_test a = pearson_chi_square(plain, 2, 3), b = pearson_chi_square(holes, 3, 4);
		vectors_agree(&v, i, "chi2_2x3", a.chi.x);
		vectors_agree(&v, i, "p_chi2", a.chi.p.p);
		near(b.chi.x, a.chi.x, 1e-12);
		assert_int_equal(b.chi.df, 2);
		near(b.least_expected, a.least_expected, 0);
	}
	assert_int_equal(v.n, 3);
	vectors_clear(&v);
	/* two, one in each: expected ½ everywhere, 4 × ½² ÷ ½ */
	struct association_test two = pearson_chi_square((int64_t[]){1, 0, 0, 1}, 2, 2);
	assert_true(two.chi.x == 2 && two.least_expected == .5);
	assert_true(isnan(pearson_chi_square((int64_t[]){1, 2, 0, 0}, 2, 2).least_expected));
	assert_true(isnan(pearson_chi_square((int64_t[]){1, 0, 2, 0}, 2, 2).least_expected));
	assert_true(isnan(pearson_chi_square((int64_t[]){1, 2, 0, 0}, 2, 2).chi.x) && isnan(pearson_chi_square((int64_t[]){1, 0, 2, 0}, 2, 2).chi.x));
	assert_true(isnan(pearson_chi_square((int64_t[]){5, -2, 3, 4}, 2, 2).chi.x) && isnan(pearson_chi_square(NULL, 0, 0).least_expected));
}

static void two_rates_agree_with_rs_poisson_test(void **state) {
	(void)state;
	/* printed by R for poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)); more digits with mpmath */
	struct rate_ratio r = rate_ratio(11, 800, 21, 3011);
	digits(r.ratio, 1.971488, 7);
	digits(r.p.p, .07967, 4);
	near(r.bounds.lo, .8584264, 5e-8);
	near(r.bounds.hi, 4.2772659, 5e-8);
	digits(r.p.p, .0796686330333295, 11);
	digits(r.bounds.lo, .85842640339164, 11);
	digits(r.bounds.hi, 4.27726594365407, 11);
	r = rate_ratio(137, 1000, 100, 1000);
	digits(r.p.p, .0191728311653346, 11);
	digits(r.bounds.lo, 1.05097000675533, 11);
	digits(r.bounds.hi, 1.79107208060898, 11);
}

static void rates_of_nothing_have_one_limit_or_none(void **state) {
	(void)state;
	/* 0 of 3: p = (1/2)^3 × 2; limits of the share 0 … 1 − .025^(1/3) = .7075982, odds 2.4199 */
	struct rate_ratio r = rate_ratio(0, 10, 3, 10);
	near(r.ratio, 0, 0);
	near(r.bounds.lo, 0, 0);
	double hi = 1 - cbrt(.025);
	digits(r.bounds.hi, hi / (1 - hi), 11);
	near(r.p.p, .25, 1e-15);
	r = rate_ratio(3, 10, 0, 10);
	assert_true(isinf(r.ratio) && isinf(r.bounds.hi));
	digits(r.bounds.lo, (1 - hi) / hi, 11);
	/* equal counts; exposures below one: 3 ÷ .5 against 3 ÷ .25 */
	assert_true(rate_ratio(5, 10, 5, 10).ratio == 1 && rate_ratio(5, 10, 5, 10).p.p == 1);
	assert_true(rate_ratio(3, .5, 3, .25).ratio == .5);
	assert_true(isnan(rate_ratio(1, INFINITY, 1, 1).ratio) && isnan(rate_ratio(1, 1, 1, NAN).ratio));
	/* one is enough for both limits */
	r = rate_ratio(3, 10, 1, 10);
	assert_true(r.ratio == 3 && r.bounds.lo > 0 && r.bounds.lo < 3 && r.bounds.hi > 3 && isfinite(r.bounds.hi));
	assert_true(isnan(rate_ratio(0, 1, 0, 1).ratio) && isnan(rate_ratio(0, 1, 0, 1).p.p));
	assert_true(isnan(rate_ratio(1, 0, 1, 1).ratio) && isnan(rate_ratio(1, 1, 1, -1).ratio) && isnan(rate_ratio(-1, 1, 1, 1).ratio));
	assert_true(isnan(rate_ratio(1, NAN, 1, 1).ratio) && isnan(rate_ratio(1, 1, 1, INFINITY).ratio));
}

/* Four with it of 4 + 4: all in one group has 2 ÷ C(8, 4) = 1/35. Against 20 of 100 the first counts of 100 with p ≤ .05 are 9 (.0432317) and 34 (.0378493);
 * 10 has .0734276, 33 .0539451. */
static void what_fishers_test_can_tell_at_all(void **state) {
	(void)state;
	near(fisher_least((struct two_by_two){1, 3, 3, 1}), 1 / 35.0, 1e-12);
	near(fisher_least((struct two_by_two){0, 5, 0, 5}), 1, 1e-12);
	assert_true(isnan(fisher_least((struct two_by_two){-1, 5, 0, 5})));
	near(fisher_detectable((struct two_by_two){50, 50, 20, 80}, .05), .11, 1e-12);
	near(fisher_detectable((struct two_by_two){0, 100, 0, 100}, .05), .06, 1e-12); /* 2 × C(100, 6) ÷ C(200, 6) = .029, of five .059 */
	assert_true(isnan(fisher_detectable((struct two_by_two){1, 2, 1, 2}, .05)));
	assert_true(isnan(fisher_detectable((struct two_by_two){0, 0, 1, 2}, .05)));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newcombe_gives_the_reference_vectors),
		cmocka_unit_test(newcombe_stays_within_one),
		cmocka_unit_test(linked_tables_give_the_reference_vectors),
		cmocka_unit_test(telco_tables_give_the_reference_vectors),
		cmocka_unit_test(fisher_is_summed_for_counts_of_any_size),
		cmocka_unit_test(fisher_is_what_all_small_tables_sum_to),
		cmocka_unit_test(fisher_of_an_empty_side_is_one),
		cmocka_unit_test(association_of_an_empty_group_is_none),
		cmocka_unit_test(classes_give_the_reference_vectors),
		cmocka_unit_test(a_trend_does_not_depend_on_where_scores_begin),
		cmocka_unit_test(a_trend_of_two_classes_is_their_chi_square),
		cmocka_unit_test(no_trend_without_difference),
		cmocka_unit_test(pearson_leaves_out_what_is_empty),
		cmocka_unit_test(two_rates_agree_with_rs_poisson_test),
		cmocka_unit_test(rates_of_nothing_have_one_limit_or_none),
		cmocka_unit_test(what_fishers_test_can_tell_at_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
