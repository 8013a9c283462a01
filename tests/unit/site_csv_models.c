/* What the files of curves and tests may tell of small slices: no curve of a withheld one, and no test that it is part of. */
#include "book_fixture.h"
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

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(withheld_slices_are_in_no_test_and_no_curve),
		cmocka_unit_test(fewer_than_two_curves_are_no_test),
	};
	return cmocka_run_group_tests_name("site_csv_models", tests, NULL, NULL);
}
