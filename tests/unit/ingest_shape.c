/* ingest/shape, order and cells: preambles, totals, several surveys in a row, the order of day and month from the whole file. */
#include "unit/ingest_fixture.h"

#define HEAD "customer_id,date,amount\n"

static void lines_above_the_names_are_passed_and_counted(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "Order report\n\"1 Oct 2026 - 31 Oct 2026\"\n\n" HEAD "A1,2026-10-31,5\n");
	assert_true(f.ok);
	assert_counts(&f, 1, 1, 0);
	assert_int_equal(f.a->beside, 2);
	assert_int_equal(row_at(&f, 0)->line, 5);
	fixture_clear(&f);
}

static void totals_and_empty_rows_are_no_rows(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,5\nA2,2026-10-31,7\n,,\nTotal,,12\n,Summe:,12\n");
	assert_true(f.ok);
	assert_int_equal(f.a->beside, 2);
	assert_counts(&f, 3, 2, 1); /* "Summe:" is no word of a total: told, not passed */
	fixture_clear(&f);
	/* A customer may be called so. */
	fixture_read(&f, "orders", "", "", HEAD "Total,2026-10-31,5\n");
	assert_counts(&f, 1, 1, 0);
	fixture_clear(&f);
}

static void a_column_for_each_survey_makes_an_answer_of_each(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "surveys", "", "", "customer_id,date,nps,ces\nA1,2026-10-31,9,4\nA2,2026-10-31,,5\n");
	assert_true(f.ok);
	assert_counts(&f, 4, 4, 0); /* blank ones are for the book to leave out */
	assert_int_equal(row_at(&f, 0)->cells[FIELD_SURVEY].i, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_SCORE].i, 9000000);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_SURVEY].i, 2);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_SCORE].i, 4000000);
	assert_int_equal(row_at(&f, 1)->columns[FIELD_SCORE], 4);
	assert_int_equal(row_at(&f, 2)->cells[FIELD_SCORE].state, CELL_EMPTY);
	fixture_clear(&f);
}

static void one_date_tells_the_order_of_its_column(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-30,5\nA2,1/9/2026,5\nA3,25/12/2026,5\n");
	assert_true(f.ok);
	assert_counts(&f, 3, 3, 0);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_DATE].i, day_of(2026, 9, 1));
	assert_int_equal(row_at(&f, 2)->cells[FIELD_DATE].i, day_of(2026, 12, 25));
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "", HEAD "A2,1/9/2026,5\nA3,12/25/2026,5\n");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 1, 9));
	fixture_clear(&f);
}

static void a_column_that_does_not_tell_is_an_error_that_asks(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,5/5/2026,5\nA2,1/9/2026,5\n");
	assert_false(f.ok);
	assert_said(&f, 0, "data.csv:3:2: error: no date in the column \"date\" tells which part is the day and which the month; nothing of this file was "
	                   "read. Say it in the export's block: dates = \"dmy\" or \"mdy\".");
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "dates = \"mdy\";", HEAD "A1,5/5/2026,5\nA2,1/9/2026,5\n");
	assert_counts(&f, 2, 2, 0);
	fixture_clear(&f);
}

static void a_column_that_tells_both_is_an_error(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,25/12/2026,5\nA2,12/25/2026,5\n");
	assert_false(f.ok);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_DATES_BOTH);
	fixture_clear(&f);
}

static void a_currency_may_stand_in_the_name(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "spend", "currency = \"EUR\";", "columns = { amount = \"Amount spent (USD)\"; }; constants = { purpose = \"acquisition\"; };",
	             "Day,Amount spent (USD)\n2026-10-31,5\n");
	assert_true(f.ok);
	assert_string_equal(text_at(&f, 0, FIELD_CURRENCY), "USD");
	fixture_clear(&f);
}

static void a_column_of_day_numbers_is_told_by_all_of_its_cells(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,46326,5\nA2,,5\nA3,46327.5,5\n");
	assert_true(f.ok);
	assert_counts(&f, 3, 2, 1); /* an empty date is refused */
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 10, 31));
	assert_int_equal(row_at(&f, 1)->cells[FIELD_DATE].i, day_of(2026, 11, 1));
	fixture_clear(&f);
	/* Among other dates a number of five digits is none. */
	fixture_read(&f, "orders", "", "", HEAD "A1,46326,5\nA2,5/5/2026,5\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 1, 1);
	assert_reject(&f, 0, DIAG_FIELD_DATE, 2, 2);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 5, 5));
	fixture_clear(&f);
}

static void the_decimal_sign_is_told_by_the_whole_column(void **state) {
	(void)state;
	struct fixture f;
	/* The first could be either; the third tells. */
	fixture_read(&f, "orders", "", "", "customer_id;date;amount\nA1;2026-10-31;1.234\nA2;2026-10-31;7\nA3;2026-10-31;12,50 €\n");
	assert_counts(&f, 3, 3, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 123400);
	assert_int_equal(row_at(&f, 2)->cells[FIELD_AMOUNT].i, 1250);
	fixture_clear(&f);
	/* Nothing tells: a point. */
	fixture_read(&f, "orders", "", "", "customer_id;date;amount\nA1;2026-10-31;1,234\nA2;2026-10-31;7\n");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 123400);
	fixture_clear(&f);
	/* Both are told: a point, and the others are refused. */
	fixture_read(&f, "orders", "", "", "customer_id;date;amount\nA1;2026-10-31;12,50\nA2;2026-10-31;12.50\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 1, 1);
	assert_reject(&f, 0, DIAG_FIELD_AMOUNT, 2, 3);
	fixture_clear(&f);
	/* What one column does not tell, the others may. */
	fixture_read(&f, "orders", "", "", "customer_id;date;amount;list_amount\nA1;2026-10-31;1.234;1.500,00\n");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 123400);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_LIST_AMOUNT].i, 150000);
	fixture_clear(&f);
	/* site.conf knows better. */
	fixture_read(&f, "orders", "", "decimal = \",\";", "customer_id;date;amount\nA1;2026-10-31;1,234\n");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 123);
	fixture_clear(&f);
	/* The dates stay as the block says while the numbers are looked at. */
	fixture_read(&f, "orders", "", "dates = \"dmy\";", "customer_id;date;amount\nA1;1/9/2026;12,50\n");
	assert_true(f.ok);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 9, 1));
	fixture_clear(&f);
}

static void lines_that_are_no_rows_do_not_tell(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "note," HEAD ",A1,13/1/2026,5\nTotal,,12/31/2026,12\n");
	assert_true(f.ok);
	assert_counts(&f, 1, 1, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 1, 13));
	fixture_clear(&f);
}

/* Answers of one row to several questions have ids of their own; the recommendation question keeps its scale whatever that of the others is. */
static void answers_of_one_row_are_no_repetitions(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "surveys", "", "constants = { scale = \"1-7\"; };", "response_id,customer_id,date,nps,csat,ces\nR1,A1,2026-10-31,9,4,5\nR2,A1,2026-10-31,8,3,6\n");
	assert_counts(&f, 6, 6, 0);
	static const char *const IDS[] = {"R1/nps", "R1/csat", "R1/ces", "R2/nps", "R2/csat", "R2/ces"};
	for (guint i = 0; i < G_N_ELEMENTS(IDS); i++) {
		assert_string_equal(text_at(&f, i, FIELD_RESPONSE_ID), IDS[i]);
		const struct cell *scale = &row_at(&f, i)->cells[FIELD_SCALE];
		assert_int_equal(scale->state, i % 3 == 0 ? CELL_ABSENT : CELL_GIVEN);
		assert_int_equal(scale->i, i % 3 == 0 ? 0 : 1007);
	}
	fixture_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_above_the_names_are_passed_and_counted),
		cmocka_unit_test(totals_and_empty_rows_are_no_rows),
		cmocka_unit_test(a_column_for_each_survey_makes_an_answer_of_each),
		cmocka_unit_test(one_date_tells_the_order_of_its_column),
		cmocka_unit_test(a_column_that_does_not_tell_is_an_error_that_asks),
		cmocka_unit_test(a_column_that_tells_both_is_an_error),
		cmocka_unit_test(a_currency_may_stand_in_the_name),
		cmocka_unit_test(a_column_of_day_numbers_is_told_by_all_of_its_cells),
		cmocka_unit_test(the_decimal_sign_is_told_by_the_whole_column),
		cmocka_unit_test(lines_that_are_no_rows_do_not_tell),
		cmocka_unit_test(answers_of_one_row_are_no_repetitions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
