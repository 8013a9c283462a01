/* Files without a header row, and files whose cells are parted by blanks. */
#include "unit/ingest_fixture.h"

#include "base/date.h"

#define NAMED "header = [ \"customer_id\", \"-\", \"date\", \"\", \"amount\" ]; "
#define BLANKS "delimiter = \"blanks\"; "

static void runs_of_blanks_and_tabs_part_the_cells(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", BLANKS, " customer_id\tdate  \t amount \r\n  A1 2026-10-31\t\t12.50\r\nA2\t 20261101 3\t\r\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 2, 0);
	assert_int_equal(diag_total(f.d), 0);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A1");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(2026, 10, 31));
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 1250);
	assert_string_equal(text_at(&f, 1, FIELD_CUSTOMER_ID), "A2");
	assert_int_equal(row_at(&f, 1)->line, 3);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_AMOUNT].i, 300);
	assert_string_equal(f.a->delimiter, "blanks");
	fixture_clear(&f);
}

/* 1 and 2 nothing but blanks, 3 header, 4 tabs only, 5 a row, 6 blanks, 7 a row that is too short, the last line without an end. */
static void a_line_of_blanks_is_none_and_lines_stay_exact(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", BLANKS, "   \n\n customer_id date amount\n\t\t\nA1 2026-10-31 1\n  \nA2 2026-10-31\n \t \nA3 2026-10-31 2\n  ");
	assert_counts(&f, 3, 2, 1);
	assert_int_equal(row_at(&f, 0)->line, 5);
	assert_reject(&f, 0, DIAG_ROW_SHORT, 7, 3);
	assert_int_equal(row_at(&f, 1)->line, 9);
	fixture_clear(&f);
}

/* Blanks, tabs and line ends in quotes belong to the cell; two quotes are a cell with nothing in it. */
static void quoted_blanks_are_kept(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", BLANKS, "customer_id name email signup_date\n\"A 1\" \"Birch\tand  Co\" \"\" 2026-10-31\nA2 \"two\n lines\" x 2026-10-31\n"
	                                          "A3 \" \" \"say \"\"hi\"\"\tthere\"\t2026-10-31\n");
	assert_counts(&f, 3, 3, 0);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A 1");
	assert_string_equal(text_at(&f, 0, FIELD_NAME), "Birch\tand  Co");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_EMAIL].state, CELL_EMPTY);
	assert_int_equal(row_at(&f, 1)->line, 3);
	assert_int_equal(row_at(&f, 1)->end_line, 4);
	assert_string_equal(text_at(&f, 1, FIELD_NAME), "two\n lines");
	assert_int_equal(row_at(&f, 2)->line, 5);
	assert_int_equal(row_at(&f, 2)->cells[FIELD_NAME].state, CELL_EMPTY);
	assert_string_equal(text_at(&f, 2, FIELD_EMAIL), "say \"hi\"\tthere");
	fixture_clear(&f);
}

static void a_broken_quote_costs_its_own_line_only(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", BLANKS, "customer_id date amount\nA1 \"2026-10-31\t1\nA2\t2026-10-31\t2\nA\"3 2026-10-31 1\nA4 \t2026-10-31 4\n");
	assert_counts(&f, 4, 2, 2);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 2, 2);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A2");
	assert_reject(&f, 1, DIAG_ROW_QUOTE, 4, 1);
	assert_string_equal(text_at(&f, 1, FIELD_CUSTOMER_ID), "A4");
	assert_int_equal(row_at(&f, 1)->line, 5);
	fixture_clear(&f);
}

/* Longer than a block of the file: the blanks at its seams are blanks too. */
static void blanks_are_blanks_across_the_blocks_of_a_file(void **state) {
	(void)state;
	struct fixture f;
	g_autoptr(GString) text = g_string_new("customer_id date amount\n");
	for (int i = 0; i < 3; i++) {
		g_string_append_printf(text, "A%d", i);
		for (int k = 0; k < 300000; k++)
			g_string_append_c(text, k % 2 == 0 ? '\t' : ' ');
		g_string_append(text, "2026-10-31\t1\n");
	}
	fixture_read(&f, "orders", "", BLANKS, text->str);
	assert_counts(&f, 3, 3, 0);
	assert_int_equal(row_at(&f, 2)->line, 4);
	fixture_clear(&f);
}

static void names_given_in_site_conf_make_the_first_row_data(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", BLANKS NAMED "dates = \"ymd\";", " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 2, 0);
	assert_int_equal(row_at(&f, 0)->line, 1);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "00004");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_DATE].i, day_of(1997, 1, 1));
	assert_int_equal(row_at(&f, 1)->cells[FIELD_AMOUNT].i, 2973);
	assert_int_equal(row_at(&f, 1)->columns[FIELD_AMOUNT], 5);
	fixture_clear(&f);
}

static void rows_shorter_and_longer_than_the_given_names_are_refused(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", NAMED, "A1,x,2026-10-31,y,1\nA2,x,2026-10-31,y\nA3,x,2026-10-31,y,1,2\n");
	assert_counts(&f, 3, 1, 2);
	assert_reject(&f, 0, DIAG_ROW_SHORT, 2, 5);
	assert_reject(&f, 1, DIAG_ROW_LONG, 3, 6);
	fixture_clear(&f);
}

/* The columns block speaks of the given names too, and what is missing is said of the place where they stand. */
static void given_names_are_mapped_and_checked_like_a_header(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "header = [ \"who\", \"date\", \"dollars\" ]; columns = { customer_id = \"who\"; amount = \"dollars\"; };", "A1,2026-10-31,1\n");
	assert_counts(&f, 1, 1, 0);
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "header = [ \"customer_id\", \"date\", \"-\" ];", "A1,2026-10-31,1\n");
	assert_false(f.ok);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_COLUMN_MISSING);
	assert_non_null(strstr(diag_get(f.d, 0)->file, "site.conf"));
	assert_counts(&f, 0, 0, 0);
	fixture_clear(&f);
}

/* A line of column names that the file has after all is a row like any other, and cannot be read. */
static void a_header_row_behind_given_names_is_a_refused_row(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", NAMED, "customer_id,x,date,y,amount\nA1,x,2026-10-31,y,1\n");
	assert_counts(&f, 2, 1, 1);
	assert_reject(&f, 0, DIAG_FIELD_AMOUNT, 1, 5);
	fixture_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_of_blanks_and_tabs_part_the_cells),
		cmocka_unit_test(a_line_of_blanks_is_none_and_lines_stay_exact),
		cmocka_unit_test(quoted_blanks_are_kept),
		cmocka_unit_test(a_broken_quote_costs_its_own_line_only),
		cmocka_unit_test(blanks_are_blanks_across_the_blocks_of_a_file),
		cmocka_unit_test(names_given_in_site_conf_make_the_first_row_data),
		cmocka_unit_test(rows_shorter_and_longer_than_the_given_names_are_refused),
		cmocka_unit_test(given_names_are_mapped_and_checked_like_a_header),
		cmocka_unit_test(a_header_row_behind_given_names_is_a_refused_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
