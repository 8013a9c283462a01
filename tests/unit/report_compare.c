/* Which earlier period a figure may stand beside, and the order in which slices are listed. */
#include "report/report.h"
#include "report_facts.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* after those */
#include <cmocka.h>

struct fixture {
	struct client_conf client;
	struct facts facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
};

/* January 2025 to 12 March 2026; every month: S 100 = large 60, middle 30, small 7, tiny 3; a tenth leaves. */
static int set_up(void **state) {
	static const char *const values[] = {"large", "middle", "small", "tiny"};
	static const int64_t customers[] = {100, 60, 30, 7, 3};
	struct fixture *f = g_new0(struct fixture, 1);
	facts_by_hand(&f->facts, day_of(2025, 1, 1), day_of(2026, 3, 12), values, G_N_ELEMENTS(values));
	for (size_t span = 0; span < f->facts.spans.n; span++)
		for (size_t slice = 0; slice < G_N_ELEMENTS(customers); slice++) {
			facts_put(&f->facts, span, slice, FACT_S, customers[slice]);
			facts_put(&f->facts, span, slice, FACT_KEPT, customers[slice] - customers[slice] / 10);
		}
	settings_by_hand(&f->client);
	f->cover = (struct coverage){.present = {true}, .last = {f->facts.spans.as_of, DAY_NONE, DAY_NONE, DAY_NONE}, .source = "customers"};
	f->eval = (struct eval){.conf = &f->client, .facts = &f->facts, .cover = &f->cover};
	f->results = results_new(&f->eval);
	f->report = (struct report){.conf = &f->client, .results = f->results, .facts = &f->facts, .cover = &f->cover};
	*state = f;
	return 0;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	results_free(f->results);
	facts_by_hand_clear(&f->facts);
	settings_by_hand_clear(&f->client);
	g_free(f);
	return 0;
}

static size_t at(const struct fixture *f, const char *name) {
	return span_by_name(&f->facts.spans, name);
}

static void a_finished_month_stands_beside_the_one_before(void **state) {
	struct fixture *f = *state;
	struct comparison c = compare_previous(&f->report, "churn_rate", at(f, "2026-02"), SLICE_ALL);
	assert_true(c.comparable);
	assert_int_equal(c.span, at(f, "2026-01"));
	assert_true(fabs(c.before->x - 0.1) <= 0);
}

static void the_same_month_of_the_year_before_is_found(void **state) {
	struct fixture *f = *state;
	struct comparison c = compare_year_before(&f->report, "churn_rate", at(f, "2026-02"), SLICE_ALL);
	assert_true(c.comparable);
	assert_int_equal(c.span, at(f, "2025-02"));
}

static void an_unfinished_month_is_compared_with_nothing(void **state) {
	struct fixture *f = *state;
	assert_false(compare_previous(&f->report, "churn_rate", at(f, "2026-03"), SLICE_ALL).comparable);
}

static void the_first_month_has_nothing_before_it(void **state) {
	struct fixture *f = *state;
	struct comparison c = compare_previous(&f->report, "churn_rate", at(f, "2025-01"), SLICE_ALL);
	assert_false(c.comparable);
	assert_null(c.before);
}

static void a_missing_figure_is_compared_with_nothing(void **state) {
	struct fixture *f = *state;
	assert_false(compare_previous(&f->report, "nps", at(f, "2026-02"), SLICE_ALL).comparable);
}

/* tiny (3) is below min_n, and small (7) goes with it so that it cannot be had by subtraction: both stand last, by name. */
static void slices_are_listed_by_size_and_those_held_back_last(void **state) {
	struct fixture *f = *state;
	size_t n = 0;
	g_autofree size_t *slices = report_slices(&f->report, "churn_rate", "plan", at(f, "2026-02"), &n);
	static const char *const expected[] = {"large", "middle", "small", "tiny"};
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(f->facts.slices[slices[i]].value, expected[i]);
	assert_int_equal(result(f->results, "churn_rate", at(f, "2026-02"), slices[2])->state, STATE_SUPPRESSED);
}

static void an_unknown_dimension_has_no_slices(void **state) {
	struct fixture *f = *state;
	size_t n = 1;
	g_autofree size_t *slices = report_slices(&f->report, "churn_rate", "region", at(f, "2026-02"), &n);
	assert_non_null(slices);
	assert_int_equal(n, 0);
}

static void scores_on_different_scales_are_told_apart(void **state) {
	struct fixture *f = *state;
	size_t all_from_one = at(f, "2025-03"), both = at(f, "2025-04"), none = at(f, "2025-05");
	facts_put(&f->facts, all_from_one, SLICE_ALL, FACT_NPS_N, 40);
	facts_put(&f->facts, all_from_one, SLICE_ALL, FACT_NPS_FROM_ONE, 40);
	facts_put(&f->facts, both, SLICE_ALL, FACT_NPS_N, 40);
	facts_put(&f->facts, both, SLICE_ALL, FACT_NPS_FROM_ONE, 1);
	facts_put(&f->facts, none, SLICE_ALL, FACT_NPS_N, 40);
	assert_int_equal(report_nps_scale(&f->facts, all_from_one, SLICE_ALL), NPS_SCALE_FROM_ONE);
	assert_int_equal(report_nps_scale(&f->facts, both, SLICE_ALL), NPS_SCALE_BOTH);
	assert_int_equal(report_nps_scale(&f->facts, none, SLICE_ALL), NPS_SCALE_FROM_ZERO);
	assert_false(compare_previous(&f->report, "nps", both, SLICE_ALL).comparable);
	assert_true(report_is_nps("nps_promoters"));
	assert_false(report_is_nps("csat"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_on_different_scales_are_told_apart),
		cmocka_unit_test(a_finished_month_stands_beside_the_one_before),
		cmocka_unit_test(the_same_month_of_the_year_before_is_found),
		cmocka_unit_test(an_unfinished_month_is_compared_with_nothing),
		cmocka_unit_test(the_first_month_has_nothing_before_it),
		cmocka_unit_test(a_missing_figure_is_compared_with_nothing),
		cmocka_unit_test(slices_are_listed_by_size_and_those_held_back_last),
		cmocka_unit_test(an_unknown_dimension_has_no_slices),
	};
	return cmocka_run_group_tests_name("report_compare", tests, set_up, tear_down);
}
