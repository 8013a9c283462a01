/* statistic/sbg against the published fits, curves and residual values (tests/unit/vectors/sbg_*), against solutions of the likelihood equations
 * in 40-digit decimal arithmetic, and against hand calculations for open ends and late entry. */
#include "statistic/sbg.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_errno.h>

static struct sbg_table *cohort_table(const double *survivors, size_t n) {
	struct sbg_table *table = sbg_table_new();
	sbg_table_add_cohort(table, survivors, n);
	return table;
}
#define COHORT(...) cohort_table((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static struct sbg_table *published(const char *dataset, int years) {
	g_autoptr(GPtrArray) rows = vector_rows("sbg_survivors.csv", 13);
	struct sbg_table *table = sbg_table_new();
	double survivors[13];
	for (guint i = 0; i < 13; i++)
		survivors[i] = vector_number(rows, i + 1, dataset);
	sbg_table_add_cohort(table, survivors, (size_t)years + 1);
	return table;
}

static void single_cohorts_give_the_published_fits(void **state) {
	(void)state;
	g_autoptr(GPtrArray) rows = vector_rows("sbg_fits.csv", 4);
	for (guint i = 1; i < rows->len; i++) {
		int years = (int)vector_number(rows, i, "calib_years");
		g_autoptr(sbg_table) table = published(vector_text(rows, i, "dataset"), years);
		struct sbg_fit f = sbg_fit(table);
		assert_int_equal(f.fit.state, FIT_OK);
		assert_true(f.fit.iterations > 0);
		close_to(f.model.alpha, vector_number(rows, i, "alpha"), 1e-6);
		close_to(f.model.beta, vector_number(rows, i, "beta"), 1e-6);
		near(f.fit.loglik, vector_number(rows, i, "loglik"), 5.1e-7);
		near(sbg_loglik((struct sbg){1, 1}, table), vector_number(rows, i, "loglik_at_1_1"), 5.1e-7);
		close_to(f.model.alpha / (f.model.alpha + f.model.beta), vector_number(rows, i, "mean_theta"), 1e-6);
		close_to(sbg_del(f.model, .1), vector_number(rows, i, "DEL_d10"), 1e-6);
		close_to(sbg_derl(f.model, .1, years + 1), vector_number(rows, i, "DERL_d10_after_calib"), 1e-6);
	}
}

static void the_fit_solves_the_likelihood_equations(void **state) {
	(void)state;
	/* Newton's method in 40 decimal digits on the same counts: parameters, log-likelihood, covariance of the logarithms */
	g_autoptr(sbg_table) table = published("high_end", 7);
	struct sbg_fit f = sbg_fit(table);
	close_to(f.model.alpha, .6680883511064462, 1e-9);
	close_to(f.model.beta, 3.806094964058267, 1e-9);
	close_to(f.fit.loglik, -1611.158147391156441, 1e-14);
	close_to(f.fit.ln_covariance[0][0], .02410916933312528, 1e-7);
	close_to(f.fit.ln_covariance[0][1], .030540710878025172, 1e-7);
	close_to(f.fit.ln_covariance[1][1], .04259593760517693, 1e-7);
	close_to(fit_standard_error(&f.fit, 1), 3.806094964058267 * sqrt(.04259593760517693), 1e-7);
}

static void curves_are_the_published_projection(void **state) {
	(void)state;
	g_autoptr(GPtrArray) rows = vector_rows("sbg_projection.csv", 26);
	g_autoptr(GPtrArray) survivors = vector_rows("sbg_survivors.csv", 13);
	for (guint i = 1; i < rows->len; i++) {
		const char *dataset = vector_text(rows, i, "dataset");
		int year = (int)vector_number(rows, i, "year");
		near(vector_number(survivors, (guint)year + 1, dataset) / 1000, vector_number(rows, i, "actual_S"), 1e-12);
		g_autoptr(sbg_table) table = published(dataset, 7);
		struct sbg m = sbg_fit(table).model;
		near(sbg_survival(m, year), vector_number(rows, i, "model_S"), 3e-8);
		if (year == 0)
			continue;
		near(sbg_retention(m, year), vector_number(rows, i, "model_r"), 3e-8);
		near(sbg_survival(m, year - 1) - sbg_survival(m, year), sbg_leaving(m, year), 1e-15);
	}
}

static void several_cohorts_give_the_published_fit(void **state) {
	(void)state;
	static const double SURVIVORS[] = {10000, 8000, 6480, 5307, 4391};
	g_autoptr(GPtrArray) rows = vector_rows("sbg_multicohort.csv", 1);
	g_autoptr(sbg_table) table = sbg_table_new();
	for (size_t n = 1; n <= 5; n++)
		sbg_table_add_cohort(table, SURVIVORS, n);
	struct sbg_fit f = sbg_fit(table);
	assert_int_equal(f.fit.state, FIT_OK);
	/* the vector's search stopped a millionth before the top; in 40 digits: */
	close_to(f.model.alpha, 3.798125807918469630, 1e-9);
	close_to(f.model.beta, 15.19190793737901966, 1e-9);
	close_to(f.model.alpha, vector_number(rows, 1, "alpha"), 2e-6);
	close_to(f.model.beta, vector_number(rows, 1, "beta"), 2e-6);
	near(f.fit.loglik, vector_number(rows, 1, "loglik"), 5.1e-7);
	for (int t = 1; t <= 4; t++) {
		g_autofree char *s = g_strdup_printf("S%d", t);
		close_to(sbg_survival(f.model, t), vector_number(rows, 1, s), 1e-6);
	}
	for (int n = 1; n <= 5; n++) {
		g_autofree char *s = g_strdup_printf("DERL_d10_n%d", n);
		close_to(sbg_derl(f.model, .1, n), vector_number(rows, 1, s), 1e-6);
	}
}

static void lifetimes_are_the_published_closed_forms(void **state) {
	(void)state;
	static const int RENEWALS[] = {1, 2, 3, 5, 10};
	g_autoptr(GPtrArray) rows = vector_rows("sbg_del_derl_vectors.csv", 15);
	for (guint i = 1; i < rows->len; i++) {
		struct sbg m = {vector_number(rows, i, "alpha"), vector_number(rows, i, "beta")};
		double d = vector_number(rows, i, "d");
		near(sbg_del(m, d), vector_number(rows, i, "DEL"), 6e-11);
		near(sbg_del(m, d), vector_number(rows, i, "DEL_brute"), 6e-11);
		for (size_t n = 0; n < G_N_ELEMENTS(RENEWALS); n++) {
			g_autofree char *column = g_strdup_printf("DERL_n%d", RENEWALS[n]);
			near(sbg_derl(m, d, RENEWALS[n]), vector_number(rows, i, column), 6e-11);
		}
	}
}

static void residual_lifetimes_are_their_sums(void **state) {
	(void)state;
	/* a monthly rate of 1 % a year, where most weight lies beyond a thousand renewals: Σ S(t | T > n − 1)(1 + d)^−(t − n) term by term */
	struct sbg m = {.8, 12};
	double d = .01 / 12;
	for (int n = 1; n < 40; n += 12) {
		double sum = 0, term = 1;
		for (int t = n; t < 60000; t++) {
			term *= sbg_retention(m, t);
			sum += term;
			term /= 1 + d;
		}
		close_to(sbg_derl(m, d, n), sum, 1e-10);
	}
	/* without discount: (β + k) ÷ (α − 1); α = 3, β = 5, after 4: 9 ÷ 2. A first payment more at the start: 1 + 5 ÷ 2 */
	m = (struct sbg){3, 5};
	close_to(sbg_renewals_ever(m, 4), 4.5, 1e-15);
	close_to(sbg_del(m, 0), 3.5, 1e-15);
	close_to(sbg_derl(m, 0, 5), 4.5, 1e-14);
	close_to(sbg_renewals_within(m, 4, 100000), 4.5, 2e-8);
	/* and where that sum is infinite, or the rate is none */
	assert_true(isnan(sbg_renewals_ever((struct sbg){1, 5}, 4)));
	assert_true(isnan(sbg_del((struct sbg){.5, 5}, 0)));
	assert_true(isnan(sbg_del(m, -.1)));
	assert_true(isnan(sbg_del(m, 1e-12)));
	assert_true(isfinite(sbg_del((struct sbg){.5, 5}, 1e-9)));
}

static void projection_is_conditional_on_renewals_made(void **state) {
	(void)state;
	/* α = 1, β = 1: r_t = t ÷ (t + 1), S(t) = 1 ÷ (t + 1). After 3, two more: 4/5 × 5/6 = 2/3; expected of the next two: 4/5 + 2/3 */
	struct sbg m = {1, 1};
	near(sbg_survival(m, 9), .1, 1e-15);
	near(sbg_leaving(m, 2), 1. / 6, 1e-15);
	near(sbg_survival_from(m, 3, 2), 2. / 3, 1e-15);
	near(sbg_survival_from(m, 3, 0), 1, 0);
	near(sbg_renewals_within(m, 3, 2), 22. / 15, 1e-15);
	near(sbg_renewals_within(m, 3, 0), 0, 0);
	m = (struct sbg){.7, 2.2};
	near(sbg_survival_from(m, 5, 4), sbg_survival(m, 9) / sbg_survival(m, 5), 1e-15);
}

static void open_ends_and_late_entry_count_only_what_was_seen(void **state) {
	(void)state;
	g_autoptr(sbg_table) table = sbg_table_new();
	near(sbg_loglik((struct sbg){1, 1}, table), 0, 0);
	/* α = β = 1. Two lost after 1: ½ × 1/3. Three open after 2: ½ × 2/3. Late, from 2: five open after 3: 3/4; four lost after 2: 1/4;
	 * one open at 2: nothing seen. */
	sbg_table_add(table, 0, 1, 2, 0);
	sbg_table_add(table, 0, 2, 0, 3);
	sbg_table_add(table, 2, 3, 0, 5);
	sbg_table_add(table, 2, 2, 4, 1);
	near(sbg_loglik((struct sbg){1, 1}, table), 2 * log(1. / 6) + 3 * log(1. / 3) + 5 * log(3. / 4) + 4 * log(1. / 4), 1e-13);
	near(sbg_table_due(table, 0), 5, 0);
	near(sbg_table_due(table, 1), 5, 0);
	near(sbg_table_due(table, 2), 9, 0);
	near(sbg_table_due(table, 3), 0, 0);
	near(sbg_table_due(table, 300), 0, 0);
	near(sbg_table_lost(table, 1), 2, 0);
	near(sbg_table_lost(table, 2), 4, 0);
	near(sbg_table_lost(table, 300), 0, 0);
	/* S(2) = 1/3 and P(T = 2) = 1/6 are the published likelihood's terms */
	near(sbg_survival((struct sbg){1, 1}, 2), 1. / 3, 1e-15);
	near(sbg_leaving((struct sbg){1, 1}, 2), 1. / 6, 1e-15);
}

static void the_truth_is_found_also_from_late_entries(void **state) {
	(void)state;
	/* expected counts of a known mixture, half of it first seen after 3 renewals: the likelihood's top is the truth itself */
	static const struct sbg TRUTHS[] = {{.05, .2}, {.6, 3}, {1, 1}, {4, 40}, {30, 200}, {2000, 8000}};
	for (size_t i = 0; i < G_N_ELEMENTS(TRUTHS); i++) {
		struct sbg m = TRUTHS[i];
		g_autoptr(sbg_table) table = sbg_table_new();
		for (int from = 0; from <= 3; from += 3) {
			for (int k = from; k < 20; k++)
				sbg_table_add(table, from, k, 1e6 * sbg_leaving(m, k + 1), 0);
			sbg_table_add(table, from, 20, 0, 1e6 * sbg_survival(m, 20));
		}
		struct sbg_fit f = sbg_fit(table);
		assert_int_equal(f.fit.state, FIT_OK);
		close_to(f.model.alpha, m.alpha, 1e-6);
		close_to(f.model.beta, m.beta, 1e-6);
	}
}

static void draws_spread_as_the_fit_does(void **state) {
	(void)state;
	g_autoptr(sbg_table) table = published("regular", 7);
	struct sbg_fit f = sbg_fit(table);
	g_autoptr(draw) d = draw_new(11);
	double x = 0, xx = 0;
	const int n = 20000;
	for (int i = 0; i < n; i++) {
		struct sbg m = sbg_draw(&f, d);
		double u = log(m.beta / f.model.beta);
		x += u;
		xx += u * u;
	}
	double variance = f.fit.ln_covariance[1][1];
	near(x / n, 0, 4 * sqrt(variance / n));
	close_to(xx / n, variance, 4 * sqrt(2. / n));
}

static void is_nothing(struct sbg_table *table, enum fit_state expected) {
	struct sbg_fit f = sbg_fit(table);
	sbg_table_free(table);
	assert_int_equal(f.fit.state, expected);
	assert_true(isnan(f.model.alpha) && isnan(f.model.beta) && isnan(f.fit.loglik));
	assert_true(isnan(f.fit.ln_covariance[0][0]) && isnan(fit_standard_error(&f.fit, 1)));
}

static void what_cannot_be_told_apart_is_too_few(void **state) {
	(void)state;
	is_nothing(sbg_table_new(), FIT_TOO_FEW);
	is_nothing(COHORT(500), FIT_TOO_FEW);       /* no renewal fell due */
	is_nothing(COHORT(1000, 800), FIT_TOO_FEW); /* one number cannot give two parameters */
}

static void boundary_cases_are_said(void **state) {
	(void)state;
	is_nothing(COHORT(1000, 1000, 1000), FIT_BOUNDARY);     /* nobody left */
	is_nothing(COHORT(1000, 0), FIT_BOUNDARY);              /* all left at once */
	is_nothing(COHORT(1000, 800, 640, 512), FIT_BOUNDARY);  /* all alike: a fifth each time */
	is_nothing(COHORT(1000, 900, 700, 300), FIT_BOUNDARY);  /* leaving quickens, which no mixture does */
	is_nothing(COHORT(1000, 500, 500, 500), FIT_BOUNDARY);  /* half leave at once, the rest never */
	is_nothing(COHORT(1, 1, 0), FIT_BOUNDARY);              /* one customer */
	is_nothing(COHORT(100, 100, 100, 0), FIT_BOUNDARY);     /* all alike: gone at the third */
	/* but slowing a little is a fit, with the errors that belong to it */
	g_autoptr(sbg_table) table = COHORT(10000, 9000, 8105, 7304);
	struct sbg_fit f = sbg_fit(table);
	assert_int_equal(f.fit.state, FIT_OK);
	assert_true(fit_standard_error(&f.fit, 0) > f.model.alpha);
}

static void the_raw_data_are_the_committed_survivors(void **state) {
	(void)state;
	g_autoptr(GPtrArray) raw = vector_read("../shared/data/sbg/customer_retention.csv");
	if (!raw)
		skip();
	g_autoptr(GPtrArray) rows = vector_rows("sbg_survivors.csv", 13);
	assert_int_equal(raw->len, rows->len);
	for (guint i = 1; i < rows->len; i++) {
		near(vector_number(rows, i, "regular"), 10 * vector_number(raw, i, "regular"), 1e-9);
		near(vector_number(rows, i, "high_end"), 10 * vector_number(raw, i, "high_end"), 1e-9);
	}
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(single_cohorts_give_the_published_fits),
	    cmocka_unit_test(the_fit_solves_the_likelihood_equations),
	    cmocka_unit_test(curves_are_the_published_projection),
	    cmocka_unit_test(several_cohorts_give_the_published_fit),
	    cmocka_unit_test(lifetimes_are_the_published_closed_forms),
	    cmocka_unit_test(residual_lifetimes_are_their_sums),
	    cmocka_unit_test(projection_is_conditional_on_renewals_made),
	    cmocka_unit_test(open_ends_and_late_entry_count_only_what_was_seen),
	    cmocka_unit_test(the_truth_is_found_also_from_late_entries),
	    cmocka_unit_test(draws_spread_as_the_fit_does),
	    cmocka_unit_test(what_cannot_be_told_apart_is_too_few),
	    cmocka_unit_test(boundary_cases_are_said),
	    cmocka_unit_test(the_raw_data_are_the_committed_survivors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
