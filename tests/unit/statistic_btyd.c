/* statistic/btyd against the published fit and values (tests/unit/vectors/btyd_*, cdnow_rfm), the published formulas taken literally where they can be
 * computed, and hand calculations. */
#include "statistic/btyd.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_hyperg.h>

#define CUSTOMERS 2357
static const struct bgnbd P1 = {.243, 4.414, .793, 2.426}, WALKTHROUGH = {.2425967, 4.413659, .7929869, 2.426164};

static struct bgnbd_row *cdnow(double weeks) {
	g_autoptr(GPtrArray) rows = vector_rows("cdnow_rfm.csv", CUSTOMERS);
	struct bgnbd_row *out = g_new(struct bgnbd_row, CUSTOMERS);
	for (guint i = 0; i < CUSTOMERS; i++)
		out[i] = (struct bgnbd_row){(int64_t)vector_number(rows, i + 1, "x"), weeks * vector_number(rows, i + 1, "t_x"),
		                            weeks * vector_number(rows, i + 1, "T"), 1};
	return out;
}

static struct bgnbd_fit cdnow_fit(void) {
	g_autofree struct bgnbd_row *rows = cdnow(1);
	struct bgnbd_fit f = bgnbd_fit(rows, CUSTOMERS);
	assert_int_equal(f.fit.state, FIT_OK);
	return f;
}

static void the_cdnow_sample_gives_the_published_fit(void **state) {
	(void)state;
	g_autoptr(GPtrArray) fits = vector_rows("btyd_fits.csv", 4);
	assert_string_equal(vector_text(fits, 1, "model"), "BG/NBD r,alpha,a,b");
	struct bgnbd_fit f = cdnow_fit();
	near(f.fit.loglik, vector_number(fits, 1, "loglik"), 5.1e-5);
	close_to(f.model.r, vector_number(fits, 1, "p1"), 1e-6);
	close_to(f.model.alpha, vector_number(fits, 1, "p2"), 1e-6);
	close_to(f.model.a, vector_number(fits, 1, "p3"), 1e-6);
	close_to(f.model.b, vector_number(fits, 1, "p4"), 1e-6);
	/* Fader, Hardie & Lee (2005), Table 2 */
	near(f.model.r, .243, 5e-4);
	near(f.model.alpha, 4.414, 5e-4);
	near(f.model.a, .793, 5e-4);
	near(f.model.b, 2.426, 5e-4);
	/* and it is a top: no neighbour is higher */
	g_autofree struct bgnbd_row *rows = cdnow(1);
	for (int i = 0; i < 8; i++) {
		double m[] = {f.model.r, f.model.alpha, f.model.a, f.model.b};
		m[i / 2] *= i % 2 ? 1.001 : .999;
		assert_true(bgnbd_loglik((struct bgnbd){m[0], m[1], m[2], m[3]}, rows, CUSTOMERS) < f.fit.loglik);
	}
}

static void the_fit_does_not_depend_on_the_order_or_the_unit_of_time(void **state) {
	(void)state;
	struct bgnbd_fit f = cdnow_fit();
	g_autofree struct bgnbd_row *rows = cdnow(1);
	for (int i = 0; i < CUSTOMERS / 2; i++) {
		struct bgnbd_row kept = rows[i];
		rows[i] = rows[CUSTOMERS - 1 - i];
		rows[CUSTOMERS - 1 - i] = kept;
	}
	struct bgnbd_fit again = bgnbd_fit(rows, CUSTOMERS);
	near(again.model.a, f.model.a, 0);
	near(again.fit.loglik, f.fit.loglik, 0);
	near(bgnbd_loglik(f.model, rows, CUSTOMERS), f.fit.loglik, 1e-9);
	/* customers alike as one row with their count: here every one twice */
	for (int i = 0; i < CUSTOMERS; i++)
		rows[i].count = 2;
	again = bgnbd_fit(rows, CUSTOMERS);
	close_to(again.fit.loglik, 2 * f.fit.loglik, 1e-12);
	close_to(again.model.b, f.model.b, 1e-7);
	close_to(again.fit.ln_covariance[3][3], f.fit.ln_covariance[3][3] / 2, 1e-5);
	/* in seconds alpha is 604,800 times as large, nothing else changes */
	g_autofree struct bgnbd_row *seconds = cdnow(604800);
	again = bgnbd_fit(seconds, CUSTOMERS);
	close_to(again.model.alpha, 604800 * f.model.alpha, 1e-7);
	close_to(again.model.a, f.model.a, 1e-7);
	close_to(again.model.r, f.model.r, 1e-7);
}

/* The likelihood of one customer as printed, equation (3) of Fader, Hardie & Lee (2005). */
static double printed_likelihood(struct bgnbd m, double x, double t_x, double T) {
	double beta = tgamma(m.a) * tgamma(m.b) / tgamma(m.a + m.b), rate = tgamma(m.r + x) * pow(m.alpha, m.r) / tgamma(m.r);
	double alive = tgamma(m.a) * tgamma(m.b + x) / tgamma(m.a + m.b + x) / beta * rate / pow(m.alpha + T, m.r + x);
	if (x <= 0)
		return alive;
	return alive + tgamma(m.a + 1) * tgamma(m.b + x - 1) / tgamma(m.a + m.b + x) / beta * rate / pow(m.alpha + t_x, m.r + x);
}

static void the_likelihood_is_the_printed_one(void **state) {
	(void)state;
	static const struct bgnbd MODELS[] = {{.243, 4.414, .793, 2.426}, {2, 30, 1, .4}, {.05, .7, 3, 5}};
	static const double ROWS[][3] = {{0, 0, 39}, {0, 0, 0}, {1, 3, 39}, {2, 30.43, 38.86}, {26, 30.86, 31}, {5, 20, 20}};
	for (size_t i = 0; i < G_N_ELEMENTS(MODELS); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(ROWS); j++) {
			struct bgnbd_row row = {(int64_t)ROWS[j][0], ROWS[j][1], ROWS[j][2], 3};
			near(bgnbd_loglik(MODELS[i], &row, 1), 3 * log(printed_likelihood(MODELS[i], ROWS[j][0], ROWS[j][1], ROWS[j][2])), 1e-11);
		}
	/* where the printed form is 0 ÷ 0: 400 purchases in 500 weeks */
	struct bgnbd_row many = {400, 499, 500, 1};
	assert_true(isfinite(bgnbd_loglik(P1, &many, 1)));
	near(bgnbd_loglik(P1, NULL, 0), 0, 0);
}

static double argument(const char *args, const char *name) {
	g_auto(GStrv) parts = g_strsplit(args, ";", -1);
	for (char **p = parts; *p; p++)
		if (g_str_has_prefix(*p, name) && (*p)[strlen(name)] == '=')
			return g_ascii_strtod(*p + strlen(name) + 1, NULL);
	fail_msg("no %s in %s", name, args);
	return 0;
}

static void every_published_value_comes_out(void **state) {
	(void)state;
	g_autoptr(GPtrArray) rows = vector_rows("btyd_vectors.csv", 63);
	int seen = 0;
	for (guint i = 1; i < rows->len; i++) {
		const char *function = vector_text(rows, i, "function"), *args = vector_text(rows, i, "args");
		if (!g_str_has_prefix(function, "bgnbd_"))
			continue;
		assert_true(g_str_has_prefix(args, "P1;") || g_str_has_prefix(args, "BTYD_fit;"));
		struct bgnbd m = *args == 'P' ? P1 : WALKTHROUGH;
		double got;
		if (g_str_equal(function, "bgnbd_E"))
			got = bgnbd_expected(m, argument(args, "t"));
		else if (g_str_equal(function, "bgnbd_pmf"))
			got = bgnbd_pmf(m, argument(args, "t"), (int64_t)argument(args, "n"));
		else if (g_str_equal(function, "bgnbd_PAlive"))
			got = bgnbd_alive(m, (int64_t)argument(args, "x"), argument(args, "tx"), argument(args, "T"));
		else
			got = bgnbd_conditional(m, (int64_t)argument(args, "x"), argument(args, "tx"), argument(args, "T"), argument(args, "t"));
		close_to(got, vector_number(rows, i, "value"), 1e-9);
		seen++;
	}
	assert_int_equal(seen, 29);
}

static void every_customer_of_the_vectors_comes_out(void **state) {
	(void)state;
	struct bgnbd m = cdnow_fit().model;
	g_autoptr(GPtrArray) rows = vector_rows("btyd_customers.csv", 11);
	for (guint i = 1; i < rows->len; i++) {
		int64_t x = (int64_t)vector_number(rows, i, "x");
		double t_x = vector_number(rows, i, "t_x"), T = vector_number(rows, i, "T");
		/* the vectors hold for parameters given to 7 digits */
		close_to(bgnbd_alive(m, x, t_x, T), vector_number(rows, i, "bg_palive"), 1e-6);
		close_to(bgnbd_conditional(m, x, t_x, T, 39), vector_number(rows, i, "bg_cet39"), 1e-6);
	}
}

static void the_holdout_is_expected_as_published(void **state) {
	(void)state;
	struct bgnbd m = cdnow_fit().model;
	g_autofree struct bgnbd_row *customers = cdnow(1);
	g_autoptr(GPtrArray) bins = vector_rows("btyd_holdout_bins.csv", 8);
	for (guint bin = 0; bin < 8; bin++) {
		double sum = 0, n = 0;
		for (int i = 0; i < CUSTOMERS; i++)
			if (MIN(customers[i].x, 7) == bin) {
				sum += bgnbd_conditional(m, customers[i].x, customers[i].t_x, customers[i].T, 39);
				n++;
			}
		near(n, vector_number(bins, bin + 1, "customers"), 0);
		close_to(sum / n, vector_number(bins, bin + 1, "bgnbd_exp"), 1e-6);
	}
}

static void the_conditional_expectation_is_the_printed_one(void **state) {
	(void)state;
	/* equation (10): with GSL's ₂F₁, in the cases it can do; a below and above 1, x from 0 */
	static const struct bgnbd MODELS[] = {{.243, 4.414, .793, 2.426}, {1.5, 10, 2.5, 3}, {.6, 20, .2, 1.1}};
	for (size_t i = 0; i < G_N_ELEMENTS(MODELS); i++)
		for (int x = 0; x <= 12; x += 3)
			for (double t = 1; t < 60; t *= 4) {
				struct bgnbd m = MODELS[i];
				double t_x = x ? 25 : 0, T = 30, c = m.a + m.b + x - 1;
				double f = gsl_sf_hyperg_2F1(m.r + x, m.b + x, c, t / (m.alpha + T + t));
				double top = c / (m.a - 1) * (1 - pow((m.alpha + T) / (m.alpha + T + t), m.r + x) * f);
				double bottom = 1 + (x ? m.a / (m.b + x - 1) * pow((m.alpha + T) / (m.alpha + t_x), m.r + x) : 0);
				close_to(bgnbd_conditional(m, x, t_x, T, t), top / bottom, 1e-8);
				close_to(bgnbd_alive(m, x, t_x, T), 1 / bottom, 1e-12);
			}
}

static void expectation_holds_where_the_printed_form_does_not(void **state) {
	(void)state;
	/* a = 1, a + b ≤ 1 with x = 0: against Σ n P(X(t) = n), whose terms are computed another way */
	static const struct bgnbd MODELS[] = {{.5, 5, 1, 2}, {.3, 4, .4, .6}, {.3, 4, .05, .3}, {2, 8, 1, 1}};
	for (size_t i = 0; i < G_N_ELEMENTS(MODELS); i++) {
		double mean = 0, all = bgnbd_pmf(MODELS[i], 10, 0);
		for (int n = 1; n < 400; n++) {
			mean += n * bgnbd_pmf(MODELS[i], 10, n);
			all += bgnbd_pmf(MODELS[i], 10, n);
		}
		near(all, 1, 1e-11);
		close_to(bgnbd_expected(MODELS[i], 10), mean, 1e-9);
	}
	/* nobody leaves: (r + x)t ÷ (alpha + T); with 2,000 and 50,000 purchases the terms pass below and above what a double holds */
	close_to(bgnbd_conditional((struct bgnbd){.5, 5, 1e-14, 1}, 2000, 95, 95, 50), 2000.5 * 50 / 100, 1e-9);
	close_to(bgnbd_conditional((struct bgnbd){.5, 5, 1e-14, 1}, 50000, 95, 95, 300), 50000.5 * 300 / 100, 1e-8);
	/* all leave after the next purchase: P(at least one) = 1 − ((alpha + T) ÷ (alpha + T + t))^r */
	close_to(bgnbd_conditional((struct bgnbd){.5, 5, 1e14, 1}, 0, 0, 95, 50), 1 - sqrt(100. / 150), 1e-9);
	near(bgnbd_conditional(P1, 3, 20, 30, 0), 0, 0);
	near(bgnbd_expected(P1, 0), 0, 0);
	/* very far ahead still a number, further none */
	assert_true(bgnbd_expected(P1, 1e4) > bgnbd_expected(P1, 9e3));
	assert_true(isnan(bgnbd_expected(P1, 1e6)));
	/* nobody who bought so often and then fell silent so long is alive */
	near(bgnbd_alive(P1, 5000, 10, 5000), 0, 0);
}

static void is_nothing(const struct bgnbd_row *rows, size_t n, enum fit_state expected) {
	struct bgnbd_fit f = bgnbd_fit(rows, n);
	assert_int_equal(f.fit.state, expected);
	assert_true(isnan(f.model.r) && isnan(f.model.alpha) && isnan(f.model.a) && isnan(f.model.b) && isnan(f.fit.loglik));
}
#define NOTHING(state, ...) \
	is_nothing((const struct bgnbd_row[]){__VA_ARGS__}, sizeof((const struct bgnbd_row[]){__VA_ARGS__}) / sizeof(struct bgnbd_row), state)

static void too_few_and_boundary_cases_are_said(void **state) {
	(void)state;
	is_nothing(NULL, 0, FIT_TOO_FEW);
	NOTHING(FIT_TOO_FEW, {2, 5, 10, 1});                              /* one customer */
	NOTHING(FIT_TOO_FEW, {2, 0, 0, 5}, {0, 0, 0, 5});                 /* no time */
	NOTHING(FIT_BOUNDARY, {0, 0, 10, 3}, {0, 0, 20, 5});              /* no repeat buyer: said without a search */
	assert_int_equal(bgnbd_fit((const struct bgnbd_row[]){{0, 0, 10, 30}}, 1).fit.iterations, 0);
	NOTHING(FIT_BOUNDARY, {2, 5, 10, 50});                            /* all identical */
	NOTHING(FIT_BOUNDARY, {3, 10, 10, 4}, {2, 12, 12, 4}, {1, 7, 7, 3}, {5, 9, 9, 2}, {0, 0, 9, 1}); /* everyone alive */
	NOTHING(FIT_BOUNDARY, {4, 5, 100, 50}, {3, 2, 90, 50}, {1, 4, 90, 10}, {0, 0, 80, 40});          /* all leave at one rate */
}

static void draws_follow_the_fit(void **state) {
	(void)state;
	struct bgnbd_fit f = cdnow_fit();
	g_autoptr(draw) d = draw_new(5);
	double x = 0, xx = 0, xy = 0;
	const int n = 20000;
	for (int i = 0; i < n; i++) {
		struct bgnbd m = bgnbd_draw(&f, d);
		double u = log(m.a / f.model.a), v = log(m.b / f.model.b);
		x += u;
		xx += u * u;
		xy += u * v;
	}
	double aa = f.fit.ln_covariance[2][2], ab = f.fit.ln_covariance[2][3], bb = f.fit.ln_covariance[3][3];
	near(x / n, 0, 4 * sqrt(aa / n));
	close_to(xx / n, aa, 4 * sqrt(2. / n));
	near(xy / n, ab, 4 * sqrt((aa * bb + ab * ab) / n));
	/* a and b move together */
	assert_true(ab / sqrt(aa * bb) > .9);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_cdnow_sample_gives_the_published_fit),
	    cmocka_unit_test(the_fit_does_not_depend_on_the_order_or_the_unit_of_time),
	    cmocka_unit_test(the_likelihood_is_the_printed_one),
	    cmocka_unit_test(every_published_value_comes_out),
	    cmocka_unit_test(every_customer_of_the_vectors_comes_out),
	    cmocka_unit_test(the_holdout_is_expected_as_published),
	    cmocka_unit_test(the_conditional_expectation_is_the_printed_one),
	    cmocka_unit_test(expectation_holds_where_the_printed_form_does_not),
	    cmocka_unit_test(too_few_and_boundary_cases_are_said),
	    cmocka_unit_test(draws_follow_the_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
