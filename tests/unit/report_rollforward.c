/* The roll-forwards a page prints: every part from facts, and whether the sum holds. */
#include "report/report.h"
#include "report_facts.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
/* after those */
#include <cmocka.h>

/* 100 at the opening, 20 join of whom 3 go again, 2 return, 15 leave: 100 + 20 − 3 + 2 − 15 = 104.
 * Revenue: opening 1,000 = 880 kept + 120 lost; kept close at 930 of which 860 is the smaller end: expansion 70, contraction 20;
 * new 150, returned 30, rates −5: 1,000 + 150 + 30 + 70 − 20 − 120 − 5 = 1,105. */
static void fill(struct facts *f, size_t span) {
	static const struct {
		enum fact id;
		int64_t n;
	} given[] = {{FACT_S, 100},
				 {FACT_KEPT, 85},
				 {FACT_J, 20},
				 {FACT_J0, 3},
				 {FACT_R, 2},
				 {FACT_END, 104},
				 {FACT_MRR_OPEN_KEPT, 880},
				 {FACT_MRR_OPEN_LOST, 120},
				 {FACT_MRR_CLOSE_KEPT, 930},
				 {FACT_MRR_MIN, 860},
				 {FACT_MRR_CLOSE_NEW, 150},
				 {FACT_MRR_CLOSE_BACK, 30},
				 {FACT_MRR_FX, -5},
				 {FACT_MRR_END, 1105}};
	for (size_t i = 0; i < G_N_ELEMENTS(given); i++)
		facts_put(f, span, SLICE_ALL, given[i].id, given[i].n);
}

static struct rollforward roll_with(enum fact changed, int64_t by) {
	struct facts f;
	facts_by_hand(&f, day_of(2026, 10, 1), day_of(2026, 10, 31), NULL, 0);
	fill(&f, 0);
	facts_put(&f, 0, SLICE_ALL, changed, fact(&f, 0, SLICE_ALL, changed) + by);
	struct rollforward r = rollforward_of(&f, 0, SLICE_ALL);
	facts_by_hand_clear(&f);
	return r;
}

static void the_parts_are_those_of_the_pair_table(void **state) {
	(void)state;
	struct rollforward r = roll_with(FACT_S, 0);
	assert_int_equal(r.lost, 15);
	assert_int_equal(r.joined, 20);
	assert_int_equal(r.joined_lost, 3);
	assert_int_equal(r.closing, 104);
	assert_int_equal((int64_t)r.mrr_opening, 1000);
	assert_int_equal((int64_t)r.mrr_expansion, 70);
	assert_int_equal((int64_t)r.mrr_contraction, 20);
	assert_int_equal((int64_t)r.mrr_churned, 120);
	assert_true(r.holds);
}

static void one_customer_too_many_at_the_close_breaks_it(void **state) {
	(void)state;
	assert_false(roll_with(FACT_END, 1).holds);
}

static void one_minor_unit_too_many_at_the_close_breaks_it(void **state) {
	(void)state;
	assert_false(roll_with(FACT_MRR_END, 1).holds);
}

static void a_slice_counts_those_who_moved_in_and_out(void **state) {
	(void)state;
	static const char *const values[] = {"team"};
	struct facts f;
	facts_by_hand(&f, day_of(2026, 10, 1), day_of(2026, 10, 31), values, 1);
	facts_put(&f, 0, 1, FACT_S, 10);
	facts_put(&f, 0, 1, FACT_KEPT, 10);
	facts_put(&f, 0, 1, FACT_MOVED_IN, 3);
	facts_put(&f, 0, 1, FACT_MOVED_OUT, 1);
	facts_put(&f, 0, 1, FACT_END, 12); /* 10 + 3 − 1 */
	assert_true(rollforward_of(&f, 0, 1).holds);
	facts_by_hand_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_parts_are_those_of_the_pair_table),
		cmocka_unit_test(one_customer_too_many_at_the_close_breaks_it),
		cmocka_unit_test(one_minor_unit_too_many_at_the_close_breaks_it),
		cmocka_unit_test(a_slice_counts_those_who_moved_in_and_out),
	};
	return cmocka_run_group_tests_name("report_rollforward", tests, NULL, NULL);
}
