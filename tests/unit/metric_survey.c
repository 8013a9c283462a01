/* metric/survey and metric/touchpoint: what a worked example cannot show: the test behind the gap of touchpoints, ties between drivers,
 * touchpoints that say nothing. Expected numbers by hand. */
#include "book_fixture.h"
#include "metric/survey.h"
#include "metric/touchpoint.h"
#include <gsl/gsl_errno.h>
#include <math.h>

static void near(double got, double expected, double within) {
	if (!(fabs(got - expected) <= within))
		fail_msg("%.12g is not within %g of %.12g", got, within, expected);
}

/* One client of customers c1 … c40, active from June 2026 on, with these answers of July. */
static struct facts *facts_of_answers(const char *answers) {
	GString *customers = g_string_new("customer_id,signup_date\n"), *surveys = g_string_new("customer_id,date,survey,score,touchpoint\n");
	for (int i = 1; i <= 40; i++)
		g_string_append_printf(customers, "c%d,2026-06-01\n", i);
	g_string_append(surveys, answers);
	struct client c = client_read(&(struct client_text){.customers = customers->str, .surveys = surveys->str, .settings = "as_of = \"2026-07-31\";"});
	struct facts *f = client_facts(&c);
	client_clear(&c);
	g_string_free(customers, TRUE);
	g_string_free(surveys, TRUE);
	return f;
}

static void add(GString *to, int first, int last, const char *survey, int score, const char *touchpoint) {
	for (int i = first; i <= last; i++)
		g_string_append_printf(to, "c%d,2026-07-10,%s,%d,%s\n", i, survey, score, touchpoint);
}

/* Support 24 of 30 satisfied, delivery 15 of 30, the shop 29 answers. Of 60 answers 39 are satisfied, 19.5 expected at each:
 * chi-square 2 × 4.5²/19.5 + 2 × 4.5²/10.5 = 5.9340659, one degree of freedom, p = erfc(√(χ²/2)) = .0148509. */
static void touchpoints_are_tested_against_each_other(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new(NULL);
	add(text, 1, 24, "csat", 5, "support");
	add(text, 25, 30, "csat", 3, "support");
	add(text, 1, 15, "csat", 4, "delivery");
	add(text, 16, 30, "csat", 2, "delivery");
	add(text, 1, 29, "csat", 1, "shop");
	g_autoptr(facts) f = facts_of_answers(text->str);
	struct eval e = {.facts = f};
	g_autoptr(GArray) shares = touchpoint_shares(&e, span_by_name(&f->spans, "2026-07"));
	assert_int_equal(shares->len, 2);
	assert_string_equal(g_array_index(shares, struct touchpoint_share, 0).touchpoint, "delivery");
	assert_int_equal(g_array_index(shares, struct touchpoint_share, 0).top, 15);
	struct chi_square chi = touchpoint_test(shares);
	near(chi.x, 5.9340659341, 1e-9);
	assert_int_equal(chi.df, 1);
	near(chi.p.p, .0148509, 5e-8);
	g_array_set_size(shares, 1);
	assert_true(isnan(touchpoint_test(shares).x));
}

/* At both touchpoints 30 customers, ρ = 1 at "a" and −1 at "b": the first by bytes. */
static void of_two_equal_drivers_the_first_by_bytes_is_named(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new(NULL);
	add(text, 1, 15, "nps", 10, "");
	add(text, 16, 30, "nps", 0, "");
	add(text, 1, 15, "csat", 1, "b");
	add(text, 16, 30, "csat", 5, "b");
	add(text, 1, 15, "csat", 5, "a");
	add(text, 16, 30, "csat", 1, "a");
	g_autoptr(facts) f = facts_of_answers(text->str);
	struct eval e = {.facts = f};
	struct driver d = strongest_driver(&e, span_by_name(&f->spans, "2026-07"));
	assert_string_equal(d.touchpoint, "a");
	assert_int_equal(d.n, 30);
	near(d.rank.rho, 1, 1e-12);
}

/* Everybody gives 5 at support: nothing varies with nps. */
static void a_touchpoint_where_nothing_varies_drives_nothing(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new(NULL);
	add(text, 1, 20, "nps", 10, "");
	add(text, 21, 40, "nps", 0, "");
	add(text, 1, 40, "csat", 5, "support");
	g_autoptr(facts) f = facts_of_answers(text->str);
	struct eval e = {.facts = f};
	assert_null(strongest_driver(&e, span_by_name(&f->spans, "2026-07")).touchpoint);
}

/* Kish: weights 3 and 1: 16 ÷ 10; of nobody 0. */
static void kish_counts_answers_that_weigh(void **state) {
	(void)state;
	near(kish((struct weighed_answers){2, 4000000, (int128)10 * 1000000 * 1000000}), 1.6, 1e-15);
	assert_true(kish((struct weighed_answers){0}) == 0);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(touchpoints_are_tested_against_each_other),
		cmocka_unit_test(of_two_equal_drivers_the_first_by_bytes_is_named),
		cmocka_unit_test(a_touchpoint_where_nothing_varies_drives_nothing),
		cmocka_unit_test(kish_counts_answers_that_weigh),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
