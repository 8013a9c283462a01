/* The part of the cohort matrix a page shows: shares, cells not reached, the unfinished diagonal, the mean weighted by size. */
#include "report/cohort.h"
#include "metric/cohorts.h"
#include "report/spend.h"
#include "report_facts.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
/* after those */
#include <cmocka.h>

static void cell(struct facts *f, size_t first, size_t age, int64_t customers) {
	f->cohort[first * f->n_months + age].customers = customers;
}

/* January: 10, 8, 5; February: 30, 15; March: nobody. as_of cuts March. */
static void fill(struct facts *f) {
	facts_by_hand(f, day_of(2026, 1, 1), day_of(2026, 3, 20), NULL, 0);
	cell(f, 0, 0, 10);
	cell(f, 0, 1, 8);
	cell(f, 0, 2, 5);
	cell(f, 1, 0, 30);
	cell(f, 1, 1, 15);
}

static void shares_are_of_those_who_started(void **state) {
	(void)state;
	struct facts f;
	fill(&f);
	g_autoptr(cohort_view) c = cohort_view_of(&f, span_by_name(&f.spans, "2026-03"), 24, 1);
	assert_int_equal(c->rows, 3);
	assert_true(fabs(c->share[1] - 0.8) <= 0);
	assert_true(fabs(c->share[2] - 0.5) <= 0);
	assert_true(fabs(c->share[3 + 1] - 0.5) <= 0);
	assert_true(isnan(c->share[3 + 2])); /* not reached */
	assert_true(isnan(c->share[6]));     /* nobody started */
	facts_by_hand_clear(&f);
}

static void cells_of_the_unfinished_month_are_marked_and_left_out_of_the_mean(void **state) {
	(void)state;
	struct facts f;
	fill(&f);
	g_autoptr(cohort_view) c = cohort_view_of(&f, span_by_name(&f.spans, "2026-03"), 24, 1);
	assert_true(c->partial[2] && c->partial[3 + 1]);
	assert_false(c->partial[1]);
	assert_true(fabs(c->mean[1] - 0.8) <= 1e-15); /* January alone: February's age 1 is March */
	assert_true(isnan(c->mean[2]));
	facts_by_hand_clear(&f);
}

static void a_page_of_the_past_sees_nothing_after_its_close(void **state) {
	(void)state;
	struct facts f;
	fill(&f);
	g_autoptr(cohort_view) c = cohort_view_of(&f, span_by_name(&f.spans, "2026-02"), 24, 1);
	assert_int_equal(c->rows, 2);
	assert_true(fabs(c->share[1] - 0.8) <= 0);
	assert_false(c->partial[1]);
	assert_true(isnan(c->share[2 + 1]));
	/* age 0: 10 and 30 started, all here */
	assert_true(fabs(c->mean[0] - 1) <= 0);
	facts_by_hand_clear(&f);
}

/* January 10, February 30, March `march`, April `april`; the table ends with April. */
static void fill_four(struct facts *f, int64_t march, int64_t april) {
	facts_by_hand(f, day_of(2026, 1, 1), day_of(2026, 4, 30), NULL, 0);
	cell(f, 0, 0, 10);
	cell(f, 0, 1, 8);
	cell(f, 1, 0, 30);
	cell(f, 1, 1, 15);
	cell(f, 2, 0, march);
	cell(f, 3, 0, april);
}

static void withheld_are(const struct facts *f, const char *month, int64_t least, const char *expected) {
	g_autoptr(cohort_view) c = cohort_view_of(f, span_by_name(&f->spans, month), 24, least);
	g_autofree bool *rule = cohorts_withheld(f, f->spans.items[span_by_name(&f->spans, month)].last, least);
	assert_int_equal(c->rows, strlen(expected));
	for (size_t row = 0; row < c->rows; row++) {
		if (c->withheld[row] != (expected[row] == 'w') || rule[row] != c->withheld[row])
			fail_msg("row %zu of %s is not as in %s", row, month, expected);
		for (size_t age = 0; c->withheld[row] && age < c->ages; age++)
			assert_true(isnan(c->share[row * c->ages + age]));
	}
}

/* One alone would be the difference of cohort_1's counts and those of the rows shown: the next smallest goes with it, and so does a third until
 * together they are enough. */
static void a_first_month_of_too_few_is_withheld_with_another(void **state) {
	(void)state;
	struct facts f;
	fill_four(&f, 4, 20);
	withheld_are(&f, "2026-04", 5, "w.w.");  /* 4 and 10 */
	withheld_are(&f, "2026-04", 15, "www."); /* 10 waited for February, which went with it */
	withheld_are(&f, "2026-04", 4, "....");
	facts_by_hand_clear(&f);
	fill_four(&f, 2, 3);
	withheld_are(&f, "2026-04", 5, "w.ww"); /* January went with March before April was known, and stays */
	facts_by_hand_clear(&f);
}

/* A page of the past decides by what its close knew; the only first month has no other to go with until one comes. Nobody's month is no other. */
static void who_is_withheld_stays_withheld(void **state) {
	(void)state;
	struct facts f;
	fill_four(&f, 4, 20);
	withheld_are(&f, "2026-02", 5, "..");
	withheld_are(&f, "2026-03", 5, "w.w");
	withheld_are(&f, "2026-01", 11, "w");
	withheld_are(&f, "2026-02", 11, "ww");
	facts_by_hand_clear(&f);
	fill_four(&f, 0, 4);
	withheld_are(&f, "2026-04", 5, "w..w");
	withheld_are(&f, "2026-03", 5, "...");
	facts_by_hand_clear(&f);
}

static void only_the_last_first_months_are_shown(void **state) {
	(void)state;
	struct facts f;
	fill(&f);
	g_autoptr(cohort_view) c = cohort_view_of(&f, span_by_name(&f.spans, "2026-03"), 2, 1);
	assert_int_equal(c->rows, 2);
	assert_int_equal(c->first[0].n, month_of(2026, 2).n);
	facts_by_hand_clear(&f);
}

static void spend_is_found_by_purpose_and_category(void **state) {
	(void)state;
	struct facts f;
	fill(&f);
	facts_put(&f, 0, SLICE_ALL, FACT_SPEND_RETENTION_TOOLS, 1250);
	facts_put(&f, 0, SLICE_ALL, FACT_SPEND_RETENTION_NONE, 50);
	assert_int_equal(spend_of(&f, 0, SLICE_ALL, SPEND_RETENTION, 3), 1250);
	assert_int_equal(spend_of(&f, 0, SLICE_ALL, SPEND_RETENTION, SPEND_ALL_CATEGORIES), 1300);
	assert_int_equal(spend_of(&f, 0, SLICE_ALL, SPEND_SERVICE, SPEND_ALL_CATEGORIES), 0);
	assert_string_equal(spend_category_name(3), "tools");
	assert_true(fabs(major_units(&f, 120000, 12) - 100) <= 0); /* 1,200.00 a year is 100.00 a month */
	facts_by_hand_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_of_those_who_started),
		cmocka_unit_test(cells_of_the_unfinished_month_are_marked_and_left_out_of_the_mean),
		cmocka_unit_test(a_page_of_the_past_sees_nothing_after_its_close),
		cmocka_unit_test(a_first_month_of_too_few_is_withheld_with_another),
		cmocka_unit_test(who_is_withheld_stays_withheld),
		cmocka_unit_test(only_the_last_first_months_are_shown),
		cmocka_unit_test(spend_is_found_by_purpose_and_category),
	};
	return cmocka_run_group_tests_name("report_cohort", tests, NULL, NULL);
}
