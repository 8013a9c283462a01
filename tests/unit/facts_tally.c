/* Sparse tables: rows are added up whatever their number and order, and stand in order once settled. */
#include "facts/tally.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#define ROWS 150000 /* more than are looked up at once, twice over */

static void rows_are_added_up_also_when_they_are_many(void **state) {
	(void)state;
	struct tallies t;
	tallies_init(&t);
	for (int round = 1; round <= 3; round++)
		for (int32_t i = 0; i < ROWS; i++) {
			int32_t a = (int32_t)((int64_t)i * 7919 % ROWS); /* each once, in no order: 7,919 is prime and does not divide ROWS */
			tallies_add(&t, (struct tally){.table = TALLY_FALL, .span = 1, .a = a, .n = 1, .amount = round * a});
		}
	tallies_settle(&t);
	assert_int_equal(t.rows->len, ROWS);
	for (int32_t i = 0; i < ROWS; i++) {
		const struct tally *row = &g_array_index(t.rows, struct tally, i);
		assert_int_equal(row->a, i);
		assert_int_equal(row->n, 3);
		assert_int_equal(row->amount, 6 * i); /* 1 + 2 + 3 rounds */
	}
	tallies_clear(&t);
}

static void rows_that_differ_in_one_number_stay_apart(void **state) {
	(void)state;
	struct tallies t;
	tallies_init(&t);
	const struct tally row = {.table = TALLY_FALL, .span = 1, .slice = 1, .a = 1, .b = 1, .c = 1, .n = 1};
	struct tally others[] = {row, row, row, row, row, row, row};
	others[1].table = TALLY_SOLUTION;
	others[2].span = TALLY_NO_SPAN;
	others[3].slice = 2;
	others[4].a = 2;
	others[5].b = 2;
	others[6].c = 2;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		tallies_add(&t, others[i]);
	tallies_add(&t, (struct tally){.table = TALLY_FALL, .span = 1, .slice = 1, .a = 1, .b = 1, .c = 1, .n = -1}); /* takes the first away again */
	tallies_settle(&t);
	assert_int_equal(t.rows->len, 6);
	tallies_clear(&t);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_added_up_also_when_they_are_many), cmocka_unit_test(rows_that_differ_in_one_number_stay_apart)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
