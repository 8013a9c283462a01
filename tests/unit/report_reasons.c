/* Reasons for leaving: their order, and that none of too few is shown, nor to be had from those that are. */
#include "report/reasons.h"
#include "report_facts.h"
#include <setjmp.h>
#include <stdarg.h>
/* after those */
#include <cmocka.h>

static void left(struct facts *f, size_t span, const char *why, int32_t owner, int64_t customers, int64_t opening) {
	struct tallies *t = &f->tallies;
	tallies_add(t, (struct tally){TALLY_REASONS, (int32_t)span, (uint32_t)SLICE_ALL, tallies_label(t, why), owner, 0, customers, opening});
}

static void facts_of(struct facts *f) {
	facts_by_hand(f, day_of(2026, 1, 1), day_of(2026, 3, 31), NULL, 0);
}

static void is(const struct reason *r, enum reason_kind kind, const char *text, int32_t owner, int64_t customers, int64_t revenue) {
	assert_int_equal(r->kind, kind);
	assert_int_equal(g_strcmp0(r->text, text), 0);
	assert_int_equal(r->owner, owner);
	assert_int_equal(r->customers, customers);
	assert_true(r->revenue == revenue);
}

/* By customers 9, 7, 7, 7, 6; of the sevens by revenue 900, 800, 800; of the 800s by text. */
static void the_most_customers_come_first_then_revenue_then_text(void **state) {
	(void)state;
	struct facts f;
	facts_of(&f);
	left(&f, 0, "late", 1, 7, 800);
	left(&f, 0, "price", 0, 6, 9999);
	left(&f, 0, "closed", 2, 7, 800);
	left(&f, 0, "rival", 3, 7, 900);
	left(&f, 0, NULL, 0, 9, 100);
	left(&f, 1, "price", 0, 50, 1);
	tallies_settle(&f.tallies);
	g_autoptr(reasons) all = reasons_of(&f, 0, 5);
	assert_int_equal(all->n, 5);
	assert_false(all->withheld);
	is(&all->rows[0], REASON_NONE, NULL, 0, 9, 100);
	is(&all->rows[1], REASON_TOLD, "rival", 3, 7, 900);
	is(&all->rows[2], REASON_TOLD, "closed", 2, 7, 800);
	is(&all->rows[3], REASON_TOLD, "late", 1, 7, 800);
	is(&all->rows[4], REASON_TOLD, "price", 0, 6, 9999);
	facts_by_hand_clear(&f);
}

/* 3 + 2 = 5 reach min_n and are one row, the last; price by us (8) and price by nobody (3) are rows of their own. */
static void small_ones_are_put_together(void **state) {
	(void)state;
	struct facts f;
	facts_of(&f);
	left(&f, 0, "price", 1, 8, 80);
	left(&f, 0, "price", 0, 3, 30);
	left(&f, 0, "closed", 2, 2, 200);
	tallies_settle(&f.tallies);
	g_autoptr(reasons) all = reasons_of(&f, 0, 5);
	assert_int_equal(all->n, 2);
	is(&all->rows[0], REASON_TOLD, "price", 1, 8, 80);
	is(&all->rows[1], REASON_OTHER, NULL, 0, 5, 230);
	facts_by_hand_clear(&f);
}

/* One small reason (2) could be had by subtraction from all who were lost: the smallest left (6) joins it. */
static void one_small_one_takes_the_smallest_with_it(void **state) {
	(void)state;
	struct facts f;
	facts_of(&f);
	left(&f, 0, "price", 1, 8, 80);
	left(&f, 0, "late", 1, 6, 60);
	left(&f, 0, "closed", 2, 2, 20);
	tallies_settle(&f.tallies);
	g_autoptr(reasons) all = reasons_of(&f, 0, 5);
	assert_int_equal(all->n, 2);
	is(&all->rows[0], REASON_TOLD, "price", 1, 8, 80);
	is(&all->rows[1], REASON_OTHER, NULL, 0, 8, 80);
	facts_by_hand_clear(&f);
}

static void fewer_than_enough_in_all_are_withheld_and_nobody_is_not(void **state) {
	(void)state;
	struct facts f;
	facts_of(&f);
	left(&f, 0, "price", 1, 3, 30);
	left(&f, 0, "late", 1, 1, 10);
	tallies_settle(&f.tallies);
	g_autoptr(reasons) few = reasons_of(&f, 0, 5);
	assert_true(few->withheld);
	assert_int_equal(few->n, 0);
	g_autoptr(reasons) none = reasons_of(&f, 1, 5);
	assert_false(none->withheld);
	assert_int_equal(none->n, 0);
	g_autoptr(reasons) all = reasons_of(&f, 0, 1);
	assert_int_equal(all->n, 2);
	facts_by_hand_clear(&f);
}

static void an_owner_has_the_name_the_export_gives_it(void **state) {
	(void)state;
	static const char *const names[] = {"", "us", "customer", "market", ""};
	for (int32_t i = 0; i < 5; i++)
		assert_string_equal(reason_owner_name(i), names[i]);
	assert_string_equal(reason_owner_name(-1), "");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_customers_come_first_then_revenue_then_text),
		cmocka_unit_test(small_ones_are_put_together),
		cmocka_unit_test(one_small_one_takes_the_smallest_with_it),
		cmocka_unit_test(fewer_than_enough_in_all_are_withheld_and_nobody_is_not),
		cmocka_unit_test(an_owner_has_the_name_the_export_gives_it),
	};
	return cmocka_run_group_tests_name("report_reasons", tests, NULL, NULL);
}
