/* statistic/gamma_gamma against the published fits and values (tests/unit/vectors/btyd_*, cdnow_rfm), the raw purchases when they are there, and the
 * published likelihood taken literally. */
#include "statistic/gamma_gamma.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_errno.h>

#define CUSTOMERS 2357

/* As in the published sheet, half a cent upwards; the small addition because 22.345 lies just below itself in binary. */
static double cents(double x) {
	return round(100 * x + 1e-7) / 100;
}

static struct spend_row *cdnow(gboolean rounded, double factor) {
	g_autoptr(GPtrArray) rows = vector_rows("cdnow_rfm.csv", CUSTOMERS);
	struct spend_row *out = g_new(struct spend_row, CUSTOMERS);
	for (guint i = 0; i < CUSTOMERS; i++) {
		double mean = vector_number(rows, i + 1, "zbar");
		out[i] = (struct spend_row){(int64_t)vector_number(rows, i + 1, "x"), factor * (rounded ? cents(mean) : mean), 1};
	}
	return out;
}

static void the_cdnow_sample_gives_the_published_fits(void **state) {
	(void)state;
	g_autoptr(GPtrArray) fits = vector_rows("btyd_fits.csv", 4);
	for (guint row = 3; row <= 4; row++) {
		gboolean rounded = row == 3;
		assert_true(g_str_has_prefix(vector_text(fits, row, "model"), rounded ? "Gamma-Gamma p,q,gamma (rounded" : "Gamma-Gamma p,q,gamma (unrounded"));
		g_autofree struct spend_row *rows = cdnow(rounded, 1);
		struct gamma_gamma_fit f = gamma_gamma_fit(rows, CUSTOMERS);
		assert_int_equal(f.fit.state, FIT_OK);
		near(f.customers, 946, 0);
		near(f.fit.loglik, rounded ? -4055.9232 : -4055.9177, 5.1e-5);
		/* a flat surface: the searches that published these stopped at 1e-6 of the log-likelihood */
		close_to(f.model.p, vector_number(fits, row, "p1"), 2e-6);
		close_to(f.model.q, vector_number(fits, row, "p2"), 2e-6);
		close_to(f.model.gamma, vector_number(fits, row, "p3"), 2e-6);
		for (int i = 0; i < 6; i++) {
			double m[] = {f.model.p, f.model.q, f.model.gamma};
			m[i / 2] *= i % 2 ? 1.001 : .999;
			assert_true(gamma_gamma_loglik((struct gamma_gamma){m[0], m[1], m[2]}, rows, CUSTOMERS) < f.fit.loglik);
		}
	}
}

static void the_fit_does_not_depend_on_the_order_or_the_currency(void **state) {
	(void)state;
	g_autofree struct spend_row *rows = cdnow(FALSE, 1);
	g_autofree struct spend_row *yen = cdnow(FALSE, 13000);
	struct gamma_gamma_fit f = gamma_gamma_fit(rows, CUSTOMERS), g = gamma_gamma_fit(yen, CUSTOMERS);
	close_to(g.model.gamma, 13000 * f.model.gamma, 1e-6);
	close_to(g.model.p, f.model.p, 1e-6);
	/* 946 densities of money, in a unit 13,000 times smaller */
	near(g.fit.loglik, f.fit.loglik - 946 * log(13000), 1e-6);
	for (int i = 0; i < CUSTOMERS / 2; i++) {
		struct spend_row kept = rows[i];
		rows[i] = rows[CUSTOMERS - 1 - i];
		rows[CUSTOMERS - 1 - i] = kept;
	}
	g = gamma_gamma_fit(rows, CUSTOMERS);
	near(g.model.p, f.model.p, 0);
	near(g.fit.loglik, f.fit.loglik, 0);
	near(gamma_gamma_loglik(f.model, rows, CUSTOMERS), f.fit.loglik, 1e-9);
}

static void the_likelihood_is_the_printed_one(void **state) {
	(void)state;
	/* note 025, equation (1): Γ(px + q) ÷ (Γ(px)Γ(q)) × γ^q z^(px − 1) x^(px) ÷ (γ + xz)^(px + q) */
	double p = 2.5, q = 3.2, gamma = 16;
	for (int x = 1; x < 12; x += 5)
		for (double z = 3; z < 100; z *= 3) {
			double printed = tgamma(p * x + q) / (tgamma(p * x) * tgamma(q)) * pow(gamma, q) * pow(z, p * x - 1) * pow(x, p * x) / pow(gamma + x * z, p * x + q);
			near(gamma_gamma_loglik((struct gamma_gamma){p, q, gamma}, &(struct spend_row){x, z, 2}, 1), 2 * log(printed), 1e-11);
		}
}

static void rows_that_tell_nothing_are_left_out(void **state) {
	(void)state;
	struct spend_row rows[] = {{0, 10, 5}, {3, 0, 5}, {3, -2, 5}, {2, 20, 4}};
	struct gamma_gamma m = {6, 4, 16};
	near(gamma_gamma_loglik(m, rows, 4), gamma_gamma_loglik(m, &rows[3], 1), 0);
	near(gamma_gamma_loglik(m, rows, 3), 0, 0);
	near(gamma_gamma_fit(rows, 4).customers, 4, 0);
}

static double argument(const char *args, const char *name) {
	g_auto(GStrv) parts = g_strsplit_set(args, ",;", -1);
	for (char **a = parts; *a; a++)
		if (g_str_has_prefix(*a, name) && (*a)[strlen(name)] == '=')
			return g_ascii_strtod(*a + strlen(name) + 1, NULL);
	fail_msg("no %s in %s", name, args);
	return 0;
}

static void every_published_value_comes_out(void **state) {
	(void)state;
	g_autoptr(GPtrArray) rows = vector_rows("btyd_vectors.csv", 63);
	int seen = 0;
	for (guint i = 1; i < rows->len; i++) {
		const char *args = vector_text(rows, i, "args");
		if (!g_str_equal(vector_text(rows, i, "function"), "gg_EM"))
			continue;
		struct gamma_gamma m = {argument(args, "p"), argument(args, "q"), argument(args, "v")};
		close_to(gamma_gamma_mean(m, (int64_t)argument(args, "x"), argument(args, "zbar")), vector_number(rows, i, "value"), 1e-9);
		seen++;
	}
	assert_int_equal(seen, 6);
}

static void every_customer_of_the_vectors_comes_out(void **state) {
	(void)state;
	/* the sheet's column follows from the fit to rounded spend */
	g_autofree struct spend_row *spend = cdnow(TRUE, 1);
	struct gamma_gamma m = gamma_gamma_fit(spend, CUSTOMERS).model;
	g_autoptr(GPtrArray) rows = vector_rows("btyd_customers.csv", 11);
	for (guint i = 1; i < rows->len; i++)
		close_to(gamma_gamma_mean(m, (int64_t)vector_number(rows, i, "x"), vector_number(rows, i, "zbar")), vector_number(rows, i, "gg_EM"), 1e-6);
}

static void the_mean_is_undefined_where_it_is_infinite(void **state) {
	(void)state;
	assert_true(isnan(gamma_gamma_mean((struct gamma_gamma){2, 1, 10}, 0, 0)));
	assert_true(isnan(gamma_gamma_mean((struct gamma_gamma){.1, .5, 10}, 5, 20)));
	/* but known for one who has bought: 2 × (10 + 20) ÷ (2 + 1 − 1) */
	near(gamma_gamma_mean((struct gamma_gamma){2, 1, 10}, 1, 20), 30, 1e-13);
	/* with ever more purchases it is what was spent */
	close_to(gamma_gamma_mean((struct gamma_gamma){6, 4, 16}, 1000000000, 37.5), 37.5, 1e-8);
}

static void is_nothing(const struct spend_row *rows, size_t n, enum fit_state expected) {
	struct gamma_gamma_fit f = gamma_gamma_fit(rows, n);
	assert_int_equal(f.fit.state, expected);
	assert_true(isnan(f.model.p) && isnan(f.model.q) && isnan(f.model.gamma) && isnan(f.fit.loglik));
}

static void too_few_and_boundary_cases_are_said(void **state) {
	(void)state;
	struct spend_row same[] = {{2, 30, 50}, {5, 30, 20}}, two[] = {{2, 30, 1}, {5, 20, 1}}, unlike[] = {{0, 30, 50}, {5, 0, 20}};
	struct spend_row narrow[] = {{5, 10, 200}, {5, 9, 200}, {5, 11, 200}};
	is_nothing(NULL, 0, FIT_TOO_FEW);
	is_nothing(two, 2, FIT_TOO_FEW);
	is_nothing(unlike, 2, FIT_TOO_FEW);
	is_nothing(same, 1, FIT_BOUNDARY);
	is_nothing(same, 2, FIT_BOUNDARY);
	/* all bought equally often: what is a customer's own cannot be told from what is chance */
	is_nothing(narrow, 3, FIT_BOUNDARY);
}

static void draws_follow_the_fit(void **state) {
	(void)state;
	g_autofree struct spend_row *rows = cdnow(FALSE, 1);
	struct gamma_gamma_fit f = gamma_gamma_fit(rows, CUSTOMERS);
	g_autoptr(draw) d = draw_new(6);
	double x = 0, xx = 0;
	const int n = 20000;
	for (int i = 0; i < n; i++) {
		double u = log(gamma_gamma_draw(&f, d).gamma / f.model.gamma);
		x += u;
		xx += u * u;
	}
	double variance = f.fit.ln_covariance[2][2];
	near(x / n, 0, 4 * sqrt(variance / n));
	close_to(xx / n, variance, 4 * sqrt(2. / n));
}

/* ---- the raw purchases ---- */

struct purchases {
	double spent, day_spent;
	int64_t x;
	guint32 first, last;
};

/* One line of the raw file: the master's number, ours from 1, yyyymmdd, discs, dollars. Lines of a customer follow in order of time. */
static void purchase(struct purchases *all, const char *line, guint32 until) {
	unsigned sample, year, month, day;
	char dollars[32];
	if (sscanf(line, "%*u %u %4u%2u%2u %*u %31s", &sample, &year, &month, &day, dollars) != 5)
		fail_msg("not a purchase: %s", line);
	assert_true(sample >= 1 && sample <= CUSTOMERS);
	struct purchases *p = &all[sample - 1];
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	guint32 on = g_date_get_julian(&date);
	if (on > until)
		return;
	assert_true(on >= p->last);
	if (!p->first)
		p->first = on;
	p->x += on != p->last && on != p->first;
	p->spent += on != p->first ? g_ascii_strtod(dollars, NULL) : 0;
	p->last = on;
}

static void the_raw_purchases_give_the_vectors_and_the_fit(void **state) {
	(void)state;
	g_autofree char *text = NULL;
	if (!g_file_get_contents("../shared/data/cdnow/CDNOW_sample.txt", &text, NULL, NULL))
		skip();
	g_autofree struct purchases *all = g_new0(struct purchases, CUSTOMERS);
	g_autofree struct spend_row *spend = g_new(struct spend_row, CUSTOMERS);
	g_autoptr(GPtrArray) rows = vector_rows("cdnow_rfm.csv", CUSTOMERS);
	GDate end;
	g_date_clear(&end, 1);
	g_date_set_dmy(&end, 30, G_DATE_SEPTEMBER, 1997);
	guint32 until = g_date_get_julian(&end);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l; l++)
		if (*g_strstrip(*l))
			purchase(all, *l, until);
	for (guint i = 0; i < CUSTOMERS; i++) {
		double mean = all[i].x ? all[i].spent / (double)all[i].x : 0;
		near((double)all[i].x, vector_number(rows, i + 1, "x"), 0);
		near((all[i].last - all[i].first) / 7., vector_number(rows, i + 1, "t_x"), 1e-9);
		near((until - all[i].first) / 7., vector_number(rows, i + 1, "T"), 1e-9);
		near(mean, vector_number(rows, i + 1, "zbar"), 1e-9);
		spend[i] = (struct spend_row){all[i].x, mean, 1};
	}
	struct gamma_gamma_fit f = gamma_gamma_fit(spend, CUSTOMERS);
	near(f.fit.loglik, -4055.9177, 5.1e-5);
	near(f.model.p, 6.2496, 1e-4);
	near(f.model.q, 3.7442, 1e-4);
	near(f.model.gamma, 15.4435, 1e-4);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_cdnow_sample_gives_the_published_fits),
	    cmocka_unit_test(the_fit_does_not_depend_on_the_order_or_the_currency),
	    cmocka_unit_test(the_likelihood_is_the_printed_one),
	    cmocka_unit_test(rows_that_tell_nothing_are_left_out),
	    cmocka_unit_test(every_published_value_comes_out),
	    cmocka_unit_test(every_customer_of_the_vectors_comes_out),
	    cmocka_unit_test(the_mean_is_undefined_where_it_is_infinite),
	    cmocka_unit_test(too_few_and_boundary_cases_are_said),
	    cmocka_unit_test(draws_follow_the_fit),
	    cmocka_unit_test(the_raw_purchases_give_the_vectors_and_the_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
