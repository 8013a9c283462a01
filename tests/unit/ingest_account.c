/* ingest/account: rows = used + refused + duplicate, whoever books a row and when. */
#include "unit/ingest_fixture.h"

#include "base/date.h"

static void take_row(struct account *a, enum row_fate fate) {
	account_row_begin(a);
	account_row_end(a, fate);
}

static void a_row_is_booked_once(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(account) a = account_new("x.csv", RECORD_ORDERS);
	assert_int_equal(a->first_day, DAY_NONE);
	take_row(a, ROW_USED);
	account_row_begin(a);
	account_refuse(a, d, DIAG_ROW_NUL, 3, 2, "amount", NULL);
	account_refuse(a, d, DIAG_ROW_UTF8, 3, 1, "name", NULL);
	account_row_end(a, ROW_REFUSED);
	account_row_begin(a);
	account_duplicate(a, d, 4, "R7", 2);
	account_row_end(a, ROW_DUPLICATE);
	assert_int_equal(a->rows, 3);
	assert_int_equal(a->used, 1);
	assert_int_equal(a->refused, 1);
	assert_int_equal(a->duplicate, 1);
	assert_true(account_balances(a));
	assert_int_equal(diag_total(d), 3);
	g_autofree char *line = diag_line(diag_get(d, 2));
	assert_string_equal(line, "x.csv:4: note: the row repeats line 2 (R7); it is counted once. Nothing need be done.");
}

static void a_duplicate_may_not_know_the_earlier_line(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(account) a = account_new("rates.csv", RECORD_RATES);
	account_row_begin(a);
	account_duplicate(a, d, 9, "2026-10", 0);
	account_row_end(a, ROW_DUPLICATE);
	g_autofree char *line = diag_line(diag_get(d, 0));
	assert_string_equal(line, "rates.csv:9: note: the row repeats an earlier one (2026-10); it is counted once. Nothing need be done.");
}

static void a_row_refused_later_is_no_longer_used(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(account) a = account_new("x.csv", RECORD_ORDERS);
	for (int i = 0; i < 5; i++)
		take_row(a, ROW_USED);
	account_refuse(a, d, DIAG_ROW_NUL, 5, 1, "a", NULL);
	account_refuse(a, d, DIAG_ROW_NUL, 2, 1, "a", NULL);
	account_duplicate(a, d, 4, "k", 3);
	assert_int_equal(a->used, 2);
	assert_int_equal(a->refused, 2);
	assert_int_equal(a->duplicate, 1);
	assert_true(account_balances(a));
	assert_int_equal(((struct reject *)g_ptr_array_index(a->rejects, 0))->line, 2);
	assert_int_equal(((struct reject *)g_ptr_array_index(a->rejects, 1))->line, 5);
}

static void all_refused_rows_are_counted_and_the_first_ten_thousand_named(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(account) a = account_new("x.csv", RECORD_ORDERS);
	for (int i = 0; i < 10005; i++) {
		account_row_begin(a);
		account_refuse(a, d, DIAG_ROW_NUL, i + 2, 1, "a", NULL);
		account_row_end(a, ROW_REFUSED);
	}
	account_close(a, d);
	assert_int_equal(a->refused, 10005);
	assert_int_equal(a->rejects->len, 10000);
	assert_int_equal(diag_total(d), 10001);
	assert_string_equal(diag_get(d, 10000)->text, "10005 rows in all were refused; the first 10000 are named, all are counted. Correct the export.");
}

static void the_limit_is_a_share_but_never_under_a_hundred_rows(void **state) {
	(void)state;
	struct account a = {.rows = 200, .refused = 100};
	assert_false(account_over_limit(&a, 0.05));
	a.refused = 101;
	assert_true(account_over_limit(&a, 0.05));
	a.refused_by_rule = 1;
	assert_false(account_over_limit(&a, 0.05));
	a = (struct account){.rows = 10000, .refused = 500};
	assert_false(account_over_limit(&a, 0.05)); /* 5 % of 10,000 is 500 */
	a.refused = 501;
	assert_true(account_over_limit(&a, 0.05));
	assert_false(account_over_limit(&a, 1));
}

static void an_account_that_lost_a_row_does_not_balance(void **state) {
	(void)state;
	struct account a = {.rows = 3, .used = 1, .refused = 1};
	assert_false(account_balances(&a));
	a.duplicate = 1;
	assert_true(account_balances(&a));
}

static void names_are_those_of_the_message_keys(void **state) {
	(void)state;
	assert_string_equal(used_rule_name(RULE_TRIAL), "trial");
	assert_string_equal(used_rule_name(RULE_AFTER_AS_OF), "after_as_of");
	assert_string_equal(record_name(RECORD_RATES), "rates");
	enum record r = RECORD_SPEND;
	assert_true(record_parse("surveys", &r));
	assert_int_equal(r, RECORD_SURVEYS);
	assert_false(record_parse("survey", &r));
	assert_int_equal(r, RECORD_SURVEYS);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_booked_once),
		cmocka_unit_test(a_duplicate_may_not_know_the_earlier_line),
		cmocka_unit_test(a_row_refused_later_is_no_longer_used),
		cmocka_unit_test(all_refused_rows_are_counted_and_the_first_ten_thousand_named),
		cmocka_unit_test(the_limit_is_a_share_but_never_under_a_hundred_rows),
		cmocka_unit_test(an_account_that_lost_a_row_does_not_balance),
		cmocka_unit_test(names_are_those_of_the_message_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
