/* cmd/init: percentiles, heaps of starts, and what values say of a column. */
#include "base/month.h"
#include "cmd/init.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void order(struct trial *t, uint32_t customer, int32_t day) {
	struct trial_order o = {customer, day};
	g_array_append_val(t->orders, o);
}

/* Gaps 30 (nine times) and 400: 90 % are 30 or fewer, which a month of 30.4375 days holds. One more gap of 400 makes it 9 of 11, and 400 days are 13.1
 * months. Two orders of a day are no gap, and customers do not meet. */
static void the_gap_nine_of_ten_do_not_exceed(void **state) {
	(void)state;
	struct trial t;
	int32_t days;
	trial_init(&t);
	assert_int_equal(trial_inactive_after(&t, &days), 0);
	order(&t, 1, 5000);
	for (int i = 9; i >= 0; i--)
		order(&t, 0, 1000 + 30 * i);
	order(&t, 0, 1000);
	order(&t, 0, 1000 + 270 + 400);
	assert_int_equal(trial_inactive_after(&t, &days), 1);
	assert_int_equal(days, 30);
	order(&t, 1, 5400);
	assert_int_equal(trial_inactive_after(&t, &days), 14);
	assert_int_equal(days, 400);
	trial_clear(&t);
}

static void starts(struct trial *t, const int64_t *counts, guint n) {
	g_array_set_size(t->starts, 0);
	g_array_append_vals(t->starts, counts, n);
	t->first_month = month_of_day(day_of(2024, 5, 1)).n;
}

static void a_heap_is_a_first_month_far_above_the_usual(void **state) {
	(void)state;
	struct trial t;
	int32_t day;
	trial_init(&t);
	starts(&t, (const int64_t[]){61, 20, 19, 25, 3}, 5);
	/* The median of 20, 19, 25, 3 is taken as 20; 61 is more than three times that. */
	assert_true(trial_heap(&t, &day));
	assert_int_equal(day, day_of(2024, 6, 1));
	starts(&t, (const int64_t[]){60, 20, 19, 25, 3}, 5);
	assert_false(trial_heap(&t, &day));
	starts(&t, (const int64_t[]){19, 1, 1, 1, 1}, 5);
	assert_false(trial_heap(&t, &day));
	starts(&t, (const int64_t[]){1000, 1}, 2);
	assert_false(trial_heap(&t, &day));
	trial_clear(&t);
}

static void values_agree_with_a_field_or_not(void **state) {
	(void)state;
	g_autoptr(conf) site = conf_builtin();
	const struct client_conf *c = g_ptr_array_index(site->clients, 0);
	static const char *const VALUES[] = {"1.234,50", "9,90", "£3,00", "7"};
	struct look_column column = {.values = g_ptr_array_new()};
	assert_float_equal(look_agrees(c, &column, FIELD_AMOUNT, ','), 0, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(VALUES); i++)
		g_ptr_array_add(column.values, (gpointer)(uintptr_t)VALUES[i]);
	assert_float_equal(look_agrees(c, &column, FIELD_AMOUNT, ','), 1, 0);
	/* 7, and the one in another currency, which says nothing against amounts. */
	assert_float_equal(look_agrees(c, &column, FIELD_AMOUNT, '.'), 0.5, 0);
	assert_float_equal(look_agrees(c, &column, FIELD_SIGNUP_DATE, '.'), 0, 0);
	g_ptr_array_unref(column.values);
}

static void headers_become_what_site_conf_can_hold(void **state) {
	(void)state;
	g_autofree char *plain = init_plain("How likely\r\nare you\tto é?");
	assert_string_equal(plain, "How likely  are you to é?");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_gap_nine_of_ten_do_not_exceed),
		cmocka_unit_test(a_heap_is_a_first_month_far_above_the_usual),
		cmocka_unit_test(values_agree_with_a_field_or_not),
		cmocka_unit_test(headers_become_what_site_conf_can_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
