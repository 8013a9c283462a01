/* What the files of curves and tests may tell of small slices: no curve of a withheld one, and no test that it is part of. */
#include "book_fixture.h"
#include "report/hazard.h"
#include "report/models.h"
#include "site/csv_models.h"
#include <math.h>

struct fixture {
	struct client read;
	struct facts *facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
};

/* Customers of each plan, all since January 2025, the i-th of a plan for i + 1 months of 2026 when it is one of the first `left` there. */
static void set_up(struct fixture *f, const int *sizes, const int *left, int plans) {
	memset(f, 0, sizeof *f);
	g_autoptr(GString) customers = g_string_new("customer_id,plan\n"), terms = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval\n");
	for (int p = 0; p < plans; p++)
		for (int i = 0; i < sizes[p]; i++) {
			g_autofree char *end = i < left[p] ? g_strdup_printf("2026-%02d-1%d", i % 6 + 1, p) : g_strdup("");
			g_string_append_printf(customers, "c%d-%d,%c\n", p, i, 'A' + p);
			g_string_append_printf(terms, "s%d-%d,c%d-%d,2025-01-05,%s,10,month\n", p, i, p, i, end);
		}
	f->read = client_read(&(struct client_text){.customers = customers->str, .subscriptions = terms->str,
	                                            .settings = "as_of = \"2026-06-30\"; history_start = \"2025-01-01\"; slices = { by = [\"plan\"]; };"});
	f->facts = client_facts(&f->read);
	f->cover = (struct coverage){.present = {true}, .last = {f->facts->spans.as_of, DAY_NONE, DAY_NONE, DAY_NONE}, .source = "subscriptions"};
	f->eval = (struct eval){.conf = g_ptr_array_index(f->read.conf->clients, 0), .facts = f->facts, .cover = &f->cover};
	f->results = results_new(&f->eval);
	f->report = (struct report){.conf = f->eval.conf, .results = f->results, .facts = f->facts, .cover = &f->cover};
}

static void tear_down(struct fixture *f) {
	results_free(f->results);
	facts_free(f->facts);
	client_clear(&f->read);
}

static int rows_of(const char *csv, const char *text) {
	int n = 0;
	for (const char *at = csv; (at = strstr(at, text)) != NULL; at++)
		n++;
	return n;
}

/* A 30, B 20, C 4 (small), D 6 (withheld with it): A and B are tested, as if there were no others. */
static void withheld_slices_are_in_no_test_and_no_curve(void **state) {
	(void)state;
	struct fixture four, two;
	set_up(&four, (int[]){30, 20, 4, 6}, (int[]){12, 3, 4, 1}, 4);
	set_up(&two, (int[]){30, 20}, (int[]){12, 3}, 2);
	g_autoptr(GString) tests = csv_survival_tests(&four.report), of_two = csv_survival_tests(&two.report), curves = csv_survival(&four.report);
	assert_string_equal(tests->str, of_two->str);
	assert_int_equal(rows_of(tests->str, "plan,2,"), 1);
	assert_true(rows_of(curves->str, ",plan,A,") > 0 && rows_of(curves->str, ",plan,B,") > 0);
	assert_int_equal(rows_of(curves->str, ",plan,C,") + rows_of(curves->str, ",plan,D,"), 0);
	tear_down(&four);
	tear_down(&two);
}

/* A 30, C 4 and B 6, withheld together: one curve has nothing to be compared with, and three withheld ones neither. */
static void fewer_than_two_curves_are_no_test(void **state) {
	(void)state;
	struct fixture f;
	set_up(&f, (int[]){30, 6, 4}, (int[]){12, 1, 4}, 3);
	g_autoptr(GString) one = csv_survival_tests(&f.report);
	assert_string_equal(one->str, "period,dimension,groups,chi2,df,p,log10_p\n");
	tear_down(&f);
	set_up(&f, (int[]){3, 2}, (int[]){2, 1}, 2);
	g_autoptr(GString) none = csv_survival_tests(&f.report);
	assert_string_equal(none->str, one->str);
	tear_down(&f);
}

/* Ten begin on 1 January 2026; two leave on the 21st, after 20 days, one on 10 February, after 40; the other seven are seen for 89 days on 31 March, short of
 * three months of 30.4375. First month: 2 of 10; second: 1 of 8, the third has no end. Limits of 8/10: ln .8 = -.2231436, √(2/80)/.2231436 · 1.959964 =
 * 1.3887810: .8^4.0099588 = .4086908 and .8^.2493791 = .9458726, seen from the other side. */
static void leaving_by_month_of_being_a_customer(void **state) {
	(void)state;
	struct fixture f = {0};
	g_autoptr(GString) terms = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval\n");
	for (int i = 0; i < 10; i++)
		g_string_append_printf(terms, "s%d,c%d,2026-01-01,%s,10,month\n", i, i, i < 2 ? "2026-01-21" : i < 3 ? "2026-02-10" : "");
	f.read = client_read(&(struct client_text){.subscriptions = terms->str, .settings = "as_of = \"2026-03-31\"; history_start = \"2026-01-01\";"});
	f.facts = client_facts(&f.read);
	f.cover = (struct coverage){.present = {true}, .last = {f.facts->spans.as_of, DAY_NONE, DAY_NONE, DAY_NONE}, .source = "subscriptions"};
	f.eval = (struct eval){.conf = g_ptr_array_index(f.read.conf->clients, 0), .facts = f.facts, .cover = &f.cover};
	f.results = results_new(&f.eval);
	f.report = (struct report){.conf = f.eval.conf, .results = f.results, .facts = f.facts, .cover = &f.cover};
	g_autoptr(GArray) rows = hazard_of(&f.report, span_by_name(&f.facts->spans, "2026-03"));
	assert_int_equal(rows->len, 2);
	const struct hazard *first = &g_array_index(rows, struct hazard, 0), *second = &g_array_index(rows, struct hazard, 1);
	assert_true(first->month == 0 && first->at_risk == 10 && first->left == 2 && fabs(first->share - .2) < 1e-15);
	assert_true(fabs(first->bounds.lo - .0541274) < 1e-6 && fabs(first->bounds.hi - .5913092) < 1e-6);
	assert_true(second->month == 1 && second->at_risk == 8 && second->left == 1 && fabs(second->share - .125) < 1e-15);
	/* in January nobody had been seen for a whole month */
	g_autoptr(GArray) none = hazard_of(&f.report, span_by_name(&f.facts->spans, "2026-01"));
	assert_int_equal(none->len, 0);
	g_autoptr(GString) text = csv_hazard(&f.report);
	assert_non_null(strstr(text->str, "\n2026-03,1,8,1,0.125,"));
	assert_true(g_str_has_prefix(text->str, "period,month,at_risk,left,hazard,lo,hi\n2026-03,0,10,2,"));
	tear_down(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(withheld_slices_are_in_no_test_and_no_curve),
		cmocka_unit_test(fewer_than_two_curves_are_no_test),
		cmocka_unit_test(leaving_by_month_of_being_a_customer),
	};
	return cmocka_run_group_tests_name("site_csv_models", tests, NULL, NULL);
}
