/* metric/effective: what a worked example cannot show: effective counts as tests take them, a slice against the rest, and the covariance of two spans. Expected
 * numbers by hand. */
#include "book_fixture.h"
#include "metric/effective.h"
#include <gsl/gsl_errno.h>
#include <math.h>

static void near(double got, double expected) {
	if (!(fabs(got - expected) <= 1e-7))
		fail_msg("%.12g is not %.12g", got, expected);
}

/* Customers c1 … c6, the first three of plan A, active from June 2026 on. */
static struct facts *facts_of_answers(const char *answers, const char *settings) {
	GString *terms = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval,plan\n");
	for (int i = 1; i <= 6; i++)
		g_string_append_printf(terms, "s%d,c%d,2026-06-01,,10.00,month,%s\n", i, i, i <= 3 ? "A" : "B");
	g_autofree char *all = g_strconcat("as_of = \"2026-08-31\"; currency = \"EUR\"; slices = { by = [ \"plan\" ]; };", settings, NULL);
	g_autofree char *surveys = g_strconcat("customer_id,date,survey,score,scale,weight\n", answers, NULL);
	struct client c = client_read(&(struct client_text){.subscriptions = terms->str, .surveys = surveys, .settings = all});
	struct facts *f = client_facts(&c);
	client_clear(&c);
	g_string_free(terms, TRUE);
	return f;
}

static const char several[] = "c1,2026-07-01,csat,5,,\nc1,2026-07-02,csat,5,,\nc1,2026-07-03,csat,1,,\nc2,2026-07-01,csat,5,,\nc3,2026-07-01,csat,1,,\n"
                              "c3,2026-07-02,csat,1,,\nc4,2026-07-01,csat,5,,\n";

/* 4 of 7; over customers 2/7, 3/7, −8/7, 3/7: variance 4/3 · 86/49 ÷ 49; deff 344/252, n 7 · 252/344 = 5.1279070 (clusters_csat.case). Plan A alone: 3 of 6;
 * ½, ½, −1: variance 3/2 · 1.5/36 = .0625, of six .25/6: deff 1.5, n 4. The rest of "all": c4, one of one. */
static void shares_are_counts_of_an_effective_n(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_of_answers(several, "csat = { per_customer = \"all\"; };");
	struct eval e = {.facts = f};
	size_t july = span_by_name(&f->spans, "2026-07"), a = facts_slice(f, "plan", "A");
	double some, all;
	assert_true(effective_share(&e, "csat", july, SLICE_ALL, SLICE_ALL, &some, &all));
	near(all, 5.1279069767);
	near(some, 5.1279069767 * 4 / 7);
	assert_true(effective_share(&e, "csat", july, a, SLICE_ALL, &some, &all));
	near(all, 4);
	near(some, 2);
	assert_true(effective_share(&e, "csat", july, SLICE_ALL, a, &some, &all));
	near(all, 1);
	near(some, 1);
	assert_false(effective_share(&e, "nps", july, SLICE_ALL, SLICE_ALL, &some, &all));
	assert_false(effective_share(&e, "csat", span_by_name(&f->spans, "2026-08"), SLICE_ALL, SLICE_ALL, &some, &all));
}

/* Mean 23/7, variance .7641260891, 3 degrees (clusters_csat.case). */
static void a_mean_has_the_standard_error_over_customers(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_of_answers(several, "csat = { per_customer = \"all\"; };");
	struct eval e = {.facts = f};
	double mean, se, df;
	assert_true(effective_mean(&e, "csat_mean", span_by_name(&f->spans, "2026-07"), SLICE_ALL, &mean, &se, &df));
	near(mean, 23.0 / 7);
	near(se * se, 4.0 / 3 * 1376 / 49 / 49);
	near(df, 3);
	assert_false(effective_mean(&e, "ces", span_by_name(&f->spans, "2026-07"), SLICE_ALL, &mean, &se, &df));
}

/* July: c1 7, c2 5 (weight 2), c3 3 on 1–7, c4 5 on 1–5. August: c1 6, c2 4 (weight 2), c4 1 on 1–5, c5 2 on 1–7. The means on 1–7: (7 + 10 + 3)/4 = 5 and
 * (6 + 8 + 2)/4 = 4. Both: c1 (7 − 5)(6 − 4) = 4, c2 2(5 − 5) · 2(4 − 4) = 0: 4 ÷ (4 · 4) = .25. c4's scores on another scale are no part of it. */
static void the_covariance_is_weighted_and_of_one_scale(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_of_answers("c1,2026-07-01,ces,7,1-7,1\nc2,2026-07-01,ces,5,1-7,2\nc3,2026-07-01,ces,3,1-7,1\nc4,2026-07-01,ces,5,1-5,1\n"
	                                      "c1,2026-08-01,ces,6,1-7,1\nc2,2026-08-01,ces,4,1-7,2\nc4,2026-08-01,ces,1,1-5,1\nc5,2026-08-01,ces,2,1-7,1\n", "");
	struct eval e = {.facts = f};
	size_t july = span_by_name(&f->spans, "2026-07"), august = span_by_name(&f->spans, "2026-08");
	struct covariance c;
	assert_true(effective_covariance(&e, "ces", august, july, SLICE_ALL, &c));
	near(c.xy, .25);
	assert_int_equal(c.customers, 2);
	assert_false(effective_covariance(&e, "ces", july, august, SLICE_ALL, &c));
	assert_false(effective_covariance(&e, "survey_coverage", august, july, SLICE_ALL, &c));
	/* plan A in both: c1 and c2; means (7 + 10 + 3)/4 = 5 and (6 + 8)/3 = 14/3: 2 · 4/3 + 0 · … = 8/3 ÷ (4 · 3) */
	assert_true(effective_covariance(&e, "ces", august, july, facts_slice(f, "plan", "A"), &c));
	near(c.xy, 8.0 / 3 / 12);
}

/* The same customers say the same twice: 10, 0, 8 and 10, 0, 8: net 0, Σ y² = 2: covariance 100² · 2/9. */
static void nps_is_in_points(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_of_answers("c1,2026-07-01,nps,10,,\nc2,2026-07-01,nps,0,,\nc3,2026-07-01,nps,8,,\n"
	                                      "c1,2026-08-01,nps,10,,\nc2,2026-08-01,nps,0,,\nc3,2026-08-01,nps,8,,\n", "");
	struct eval e = {.facts = f};
	size_t july = span_by_name(&f->spans, "2026-07"), august = span_by_name(&f->spans, "2026-08");
	struct covariance c;
	double classes[3];
	assert_true(effective_covariance(&e, "nps", august, july, SLICE_ALL, &c));
	near(c.xy, 20000.0 / 9);
	assert_true(effective_net(&e, "nps", july, SLICE_ALL, SLICE_ALL, classes));
	near(classes[0], 1);
	near(classes[1], 1);
	near(classes[2], 1);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shares_are_counts_of_an_effective_n),
	    cmocka_unit_test(a_mean_has_the_standard_error_over_customers),
	    cmocka_unit_test(the_covariance_is_weighted_and_of_one_scale),
	    cmocka_unit_test(nps_is_in_points),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
