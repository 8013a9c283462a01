/* ingest: the text of refused rows, counts by reason, and what an account says of how its file is written. */
#include "ingest_fixture.h"

static const struct reject *reject_at(const struct fixture *f, guint i) {
	assert_true(i < f->a->rejects->len);
	return g_ptr_array_index(f->a->rejects, i);
}

static void assert_raw(const struct fixture *f, guint i, const char *raw) {
	assert_non_null(reject_at(f, i)->raw);
	assert_string_equal(reject_at(f, i)->raw, raw);
}

static void the_text_of_a_row_is_that_of_the_file(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "", "customer_id,signup_date,name\r\n\r\nA,2026-13-01,\"x \"\"y\"\"\r\nz\"\r\n ,2026-01-01, b \r\nC,2026-01-01\r\nD,2026-01-01,d\r\nE,no,last");
	assert_counts(&f, 5, 1, 4);
	assert_raw(&f, 0, "A,2026-13-01,\"x \"\"y\"\"\r\nz\"");
	assert_raw(&f, 1, " ,2026-01-01, b ");
	assert_raw(&f, 2, "C,2026-01-01");
	assert_raw(&f, 3, "E,no,last");
	fixture_clear(&f);
}

static void a_row_of_broken_quotes_ends_with_its_line(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "", "customer_id,signup_date\nA,\"2026-01-01\nB,2026-01-02\nC,\"x");
	assert_counts(&f, 3, 1, 2);
	assert_raw(&f, 0, "A,\"2026-01-01");
	assert_raw(&f, 1, "C,\"x");
	assert_int_equal(f.a->refused_by[DIAG_ROW_QUOTE], 2);
	fixture_clear(&f);
}

/* 4,096 bytes hold "A," + "x," and 2,046 letters of two bytes. */
static void a_long_row_is_cut_between_characters_and_marked(void **state) {
	(void)state;
	struct fixture f;
	g_autoptr(GString) text = g_string_new("customer_id,signup_date,name\nA,x,");
	for (int i = 0; i < 3000; i++)
		g_string_append(text, "é");
	g_string_append(text, "\n");
	fixture_read(&f, "customers", "", "", text->str);
	const char *raw = reject_at(&f, 0)->raw;
	assert_int_equal(strlen(raw), 4096 + strlen("…"));
	assert_true(g_utf8_validate(raw, -1, NULL));
	assert_true(g_str_has_prefix(raw, "A,x,é") && g_str_has_suffix(raw, "é…"));
	fixture_clear(&f);
}

static void what_cannot_be_shown_is_escaped(void **state) {
	(void)state;
	struct fixture f;
	static const char BYTES[] = "customer_id\tsignup_date\nA\t\x1b[0m\nB\tx\0y\n\xff\t2026-01-01\n";
	fixture_read_bytes(&f, "customers", "", "encoding = \"UTF-8\";", BYTES, sizeof BYTES - 1);
	assert_counts(&f, 3, 0, 3);
	assert_raw(&f, 0, "A\t\\x1B[0m");
	assert_raw(&f, 1, "B\tx\\x00y");
	assert_raw(&f, 2, "\\xFF\t2026-01-01");
	fixture_clear(&f);
}

static void of_other_encodings_the_text_is_utf8(void **state) {
	(void)state;
	struct fixture f;
	static const char BYTES[] = "customer_id;signup_date\nM\xfcller;x\n";
	fixture_read_bytes(&f, "customers", "", "encoding = \"windows-1252\";", BYTES, sizeof BYTES - 1);
	assert_raw(&f, 0, "Müller;x");
	fixture_clear(&f);
}

static void of_xml_the_cells_are_given_as_csv(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "",
	             "<?xml version=\"1.0\"?><all><one><customer_id>A, 1</customer_id><signup_date>x</signup_date></one>"
	             "<one><customer_id>B</customer_id><signup_date>2026-01-01</signup_date></one></all>");
	assert_counts(&f, 2, 1, 1);
	assert_raw(&f, 0, "\"A, 1\",x");
	fixture_clear(&f);
}

static void reasons_are_counted_each_for_itself(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "", "customer_id,signup_date\nA,x\n,2026-01-01\nB,y\nC,2026-01-01\n");
	assert_int_equal(f.a->refused_by[DIAG_FIELD_DATE], 2);
	assert_int_equal(f.a->refused_by[DIAG_REQUIRED_EMPTY], 1);
	int64_t sum = 0;
	for (int code = 0; code < DIAG_CODES; code++)
		sum += f.a->refused_by[code];
	assert_int_equal(sum, f.a->refused);
	fixture_clear(&f);
}

static const struct account_column *column_of(const struct fixture *f, enum field field) {
	for (guint i = 0; i < f->a->columns->len; i++) {
		const struct account_column *c = &g_array_index(f->a->columns, struct account_column, i);
		if (c->field == field)
			return c;
	}
	fail_msg("no column is %s", field_name(field));
	return NULL;
}

static void an_account_says_how_its_file_is_written(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "subscriptions", "slices = { by = [ \"team\" ]; };", "decimal = \",\"; constants = { interval = \"month\"; };",
	             "customer_id;start_date;amount;team;other;\"Trial\"\nA;13.02.2026;1,5;t;o;no\n");
	assert_counts(&f, 1, 1, 0);
	assert_true(f.a->quoted);
	assert_int_equal(f.a->decimal, ',');
	assert_null(f.a->sheet);
	assert_null(f.a->zone);
	assert_int_equal(column_of(&f, FIELD_AMOUNT)->column, 3);
	assert_string_equal(column_of(&f, FIELD_TRIAL)->text, "Trial");
	assert_string_equal(column_of(&f, FIELD_START_DATE)->dates, "dmy");
	assert_null(column_of(&f, FIELD_AMOUNT)->dates);
	assert_int_equal(column_of(&f, FIELD_INTERVAL)->column, 0);
	assert_string_equal(column_of(&f, FIELD_INTERVAL)->text, "month");
	assert_string_equal(f.a->unread[0], "other");
	assert_null(f.a->unread[1]);
	fixture_clear(&f);
}

/* A title without a delimiter says nothing of what parts the cells below it. */
static void a_title_does_not_hide_the_delimiter(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "", "Customers of ours\n\ncustomer_id,signup_date\nA,2026-01-01\n");
	assert_counts(&f, 1, 1, 0);
	assert_string_equal(f.a->delimiter, "comma");
	fixture_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_text_of_a_row_is_that_of_the_file),
		cmocka_unit_test(a_row_of_broken_quotes_ends_with_its_line),
		cmocka_unit_test(a_long_row_is_cut_between_characters_and_marked),
		cmocka_unit_test(what_cannot_be_shown_is_escaped),
		cmocka_unit_test(of_other_encodings_the_text_is_utf8),
		cmocka_unit_test(of_xml_the_cells_are_given_as_csv),
		cmocka_unit_test(reasons_are_counted_each_for_itself),
		cmocka_unit_test(an_account_says_how_its_file_is_written),
		cmocka_unit_test(a_title_does_not_hide_the_delimiter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
