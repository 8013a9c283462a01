/* ingest_read from end to end: the traps of delimited files, and the account of every row. */
#include "unit/ingest_fixture.h"

#include "base/date.h"
#include "base/month.h"

#define HEAD "customer_id,date,amount\n"

static void a_plain_file_gives_typed_rows(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,12.50\nA2,2026-11-01,-3\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 2, 0);
	assert_int_equal(diag_total(f.d), 0);
	const struct row *r = row_at(&f, 0);
	assert_int_equal(r->record, RECORD_ORDERS);
	assert_string_equal(r->file, "data.csv");
	assert_int_equal(r->line, 2);
	assert_int_equal(r->end_line, 2);
	assert_int_equal(r->currency.code, 0);
	assert_string_equal(r->cells[FIELD_CUSTOMER_ID].text, "A1");
	assert_int_equal(r->cells[FIELD_DATE].i, day_of(2026, 10, 31));
	assert_int_equal(r->cells[FIELD_AMOUNT].i, 1250);
	assert_int_equal(r->columns[FIELD_AMOUNT], 3);
	assert_int_equal(r->columns[FIELD_KIND], 0);
	assert_int_equal(r->cells[FIELD_KIND].state, CELL_ABSENT);
	assert_null(r->cells[FIELD_KIND].text);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_AMOUNT].i, -300);
	assert_int_equal(f.a->first_day, day_of(2026, 10, 31));
	assert_int_equal(f.a->last_day, day_of(2026, 11, 1));
	assert_string_equal(f.a->encoding, "UTF-8");
	assert_string_equal(f.a->delimiter, "comma");
	fixture_clear(&f);
}

static void lines_are_physical_ones_across_blank_lines_and_quoted_newlines(void **state) {
	(void)state;
	struct fixture f;
	/* 1 header, 2 blank, 3-5 one row, 6 blanks, 7 a row, 8 bad */
	fixture_read(&f, "surveys", "", "constants = { survey = \"nps\"; };",
	             "customer_id,date,score,comment\n\nA1,2026-10-31,9,\"two\n\nlines\"\n  \t \nA2,2026-10-31,8,fine\nA3,2026-13-40,8,\n");
	assert_true(f.ok);
	assert_counts(&f, 3, 2, 1);
	assert_int_equal(row_at(&f, 0)->line, 3);
	assert_int_equal(row_at(&f, 0)->end_line, 5);
	assert_string_equal(text_at(&f, 0, FIELD_COMMENT), "two\n\nlines");
	assert_int_equal(row_at(&f, 1)->line, 7);
	assert_reject(&f, 0, DIAG_FIELD_DATE, 8, 2);
	assert_said(&f, 0, "data.csv:8:2: warning: date \"2026-13-40\" is not a date; the row is refused. Write 2026-10-31, or say how dates "
	                   "are written: dates = \"dmy\", \"mdy\" or \"ymd\".");
	assert_string_equal(((struct reject *)g_ptr_array_index(f.a->rejects, 0))->reason,
	                    "date \"2026-13-40\" is not a date; the row is refused. Write 2026-10-31, or say how dates are written: dates = \"dmy\", "
	                    "\"mdy\" or \"ymd\".");
	fixture_clear(&f);
}

static void crlf_and_cr_count_as_one_line_end_each(void **state) {
	(void)state;
	static const char *const FILES[] = {"customer_id,date,amount\r\nA1,2026-10-31,1\r\n\r\nA2,x,1\r\n", "customer_id,date,amount\rA1,2026-10-31,1\r\rA2,x,1\r"};
	for (size_t i = 0; i < 2; i++) {
		struct fixture f;
		fixture_read(&f, "orders", "", "", FILES[i]);
		assert_counts(&f, 2, 1, 1);
		assert_int_equal(row_at(&f, 0)->line, 2);
		assert_reject(&f, 0, DIAG_FIELD_DATE, 4, 2);
		fixture_clear(&f);
	}
}

static void a_mark_in_front_is_no_part_of_the_first_name(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "\xef\xbb\xbf\"customer_id\",date,amount\nA1,2026-10-31,1\n");
	assert_true(f.ok);
	assert_counts(&f, 1, 1, 0);
	assert_string_equal(f.a->encoding, "UTF-8 with BOM");
	fixture_clear(&f);
}

static void a_last_line_without_an_end_is_a_row(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,1\nA2,2026-10-31,2");
	assert_counts(&f, 2, 2, 0);
	assert_int_equal(row_at(&f, 1)->line, 3);
	assert_int_equal(row_at(&f, 1)->end_line, 3);
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,\"2\"");
	assert_counts(&f, 1, 1, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 200);
	fixture_clear(&f);
}

static void a_stray_quote_refuses_its_line_and_reading_goes_on_behind_it(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,1\nA\"2,2026-10-31,2\nA3,2026-10-31,3\nA4,\"2026-10-31\"x,4\nA5,2026-10-31,5\n");
	assert_true(f.ok);
	assert_counts(&f, 5, 3, 2);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 3, 1);
	assert_reject(&f, 1, DIAG_ROW_QUOTE, 5, 2);
	assert_string_equal(text_at(&f, 1, FIELD_CUSTOMER_ID), "A3");
	assert_int_equal(row_at(&f, 1)->line, 4);
	assert_string_equal(text_at(&f, 2, FIELD_CUSTOMER_ID), "A5");
	fixture_clear(&f);
}

static void an_unclosed_quote_costs_one_line_not_the_rest_of_the_file(void **state) {
	(void)state;
	struct fixture f;
	/* In the middle: it runs into the quote of line 5, which breaks it. */
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,1\n\"A2,2026-10-31,2\nA3,2026-10-31,3\n\"A4\",2026-10-31,4\n");
	assert_counts(&f, 4, 3, 1);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 3, 1);
	assert_int_equal(row_at(&f, 2)->line, 5);
	fixture_clear(&f);
	/* Never closed at all. */
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,\"1\nA2,2026-10-31,2\nA3,2026-10-31,3\n");
	assert_counts(&f, 3, 2, 1);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 2, 3);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A2");
	fixture_clear(&f);
	/* In the last line, without a line end behind it. */
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31,1\nA2,\"2026-10-31,2");
	assert_counts(&f, 2, 1, 1);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 3, 2);
	fixture_clear(&f);
}

static void short_and_long_rows_are_refused(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "A1,2026-10-31\nA2,2026-10-31,1,234.00\nA3,2026-10-31,3\n");
	assert_counts(&f, 3, 1, 2);
	assert_reject(&f, 0, DIAG_ROW_SHORT, 2, 3);
	assert_reject(&f, 1, DIAG_ROW_LONG, 3, 4);
	assert_said(&f, 0, "data.csv:2:3: warning: the row has 2 cells and the file has 3 columns; the row is refused. Correct the export.");
	fixture_clear(&f);
}

static void bytes_that_are_no_text_refuse_their_row(void **state) {
	(void)state;
	static const char BYTES[] = HEAD "A1,2026-10-31,1\nA\xe9,2026-10-31,2\nA3,2026\0-10-31,3\nA4,2026-10-31,4\n";
	struct fixture f;
	fixture_read_bytes(&f, "orders", "", "encoding = \"UTF-8\";", BYTES, sizeof BYTES - 1);
	assert_counts(&f, 4, 2, 2);
	assert_reject(&f, 0, DIAG_ROW_UTF8, 3, 1);
	assert_reject(&f, 1, DIAG_ROW_NUL, 4, 2);
	fixture_clear(&f);
}

/* The same two rows, written so; the name has a letter that is no ASCII. */
static void assert_encoding(const char *block, const char *bytes, size_t n, const char *encoding, const char *name) {
	struct fixture f;
	fixture_read_bytes(&f, "customers", "", block, bytes, n);
	assert_true(f.ok);
	assert_string_equal(f.a->encoding, encoding);
	assert_counts(&f, 2, 2, 0);
	assert_string_equal(text_at(&f, 1, FIELD_NAME), name);
	fixture_clear(&f);
}
#define ASSERT_ENCODING(block, text, encoding, name) assert_encoding(block, text, sizeof text - 1, encoding, name)

/* Writes each character of an ASCII text as two bytes. */
static char *widen(const char *text, bool little, bool mark, gsize *n) {
	GError *error = NULL;
	g_autofree char *marked = g_strconcat(mark ? "\xef\xbb\xbf" : "", text, NULL);
	char *wide = g_convert(marked, -1, little ? "UTF-16LE" : "UTF-16BE", "UTF-8", NULL, n, &error);
	assert_non_null(wide);
	return wide;
}

static void encodings_are_found_out(void **state) {
	(void)state;
#define ROWS(name) "customer_id,name,signup_date\nA1,Ann,2026-10-01\nA2," name ",2026-10-02\n"
	ASSERT_ENCODING("", ROWS("Jos\xc3\xa9"), "UTF-8", "José");
	ASSERT_ENCODING("", "\xef\xbb\xbf" ROWS("Jos\xc3\xa9"), "UTF-8 with BOM", "José");
	ASSERT_ENCODING("", ROWS("Jos\xe9"), "windows-1252", "José");
	ASSERT_ENCODING("encoding = \"Big5\";", ROWS("\xb3\x5c\xa5\x5c\xbb\x5c"), "Big5", "許功蓋"); /* trail bytes that are backslashes */
	for (int way = 0; way < 4; way++) {
		gsize n;
		g_autofree char *wide = widen(ROWS("\xe5\xbc\xa0\xe4\xbc\x9f"), way % 2 == 0, way >= 2, &n);
		g_autofree char *said = g_strdup_printf("UTF-16%s%s", way % 2 == 0 ? "LE" : "BE", way >= 2 ? " with BOM" : "");
		assert_encoding("", wide, n, said, "张伟");
	}
#undef ROWS
}

static void a_cut_utf_16_refuses_its_last_row(void **state) {
	(void)state;
	gsize n;
	g_autofree char *wide = widen("customer_id,name,signup_date\nA1,Ann,2026-10-01\nA2,B,2026-10-02", true, true, &n);
	struct fixture f;
	fixture_read_bytes(&f, "customers", "", "", wide, n - 1);
	assert_counts(&f, 2, 1, 1);
	assert_reject(&f, 0, DIAG_ROW_UTF8, 3, 3);
	fixture_clear(&f);
}

static void an_unknown_encoding_is_told(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "encoding = \"Klingon\";", HEAD "A1,2026-10-31,1\n");
	assert_false(f.ok);
	assert_said(&f, 0, "data.csv: error: no encoding is called \"Klingon\"; nothing of this file was read. Names are those of ICU: UTF-8, UTF-16LE, "
	                   "windows-1252, GB18030, Big5, Shift_JIS …");
	fixture_clear(&f);
}

static void an_empty_file_is_an_error_and_a_header_alone_is_none(void **state) {
	(void)state;
	static const char *const EMPTY[] = {"", "\xef\xbb\xbf", "\n\r\n  \n"};
	for (size_t i = 0; i < 3; i++) {
		struct fixture f;
		fixture_read(&f, "orders", "", "", EMPTY[i]);
		assert_false(f.ok);
		assert_int_equal(diag_total(f.d), 1);
		assert_int_equal(diag_get(f.d, 0)->code, DIAG_FILE_EMPTY);
		fixture_clear(&f);
	}
	struct fixture f;
	fixture_read(&f, "orders", "", "", "customer_id,date,amount");
	assert_true(f.ok);
	assert_counts(&f, 0, 0, 0);
	assert_int_equal(f.a->first_day, DAY_NONE);
	fixture_clear(&f);
}

static void the_delimiter_is_found_from_the_header(void **state) {
	(void)state;
	static const struct {
		const char *text, *name;
	} FILES[] = {
		{"customer_id,date,amount\nA1,2026-10-31,1\n", "comma"},
		{"customer_id;date;amount\nA1;2026-10-31;1\n", "semicolon"},
		{"customer_id\tdate\tamount\nA1\t2026-10-31\t1\n", "tab"},
		{"customer_id|date|amount\nA1|2026-10-31|1\n", "pipe"},
		{"customer_id;date;amount;\"a, b, c, d, e\"\nA1;2026-10-31;1;\n", "semicolon"},
		{"customer_id;date;amount;one, two, three, four\nA1;2026-10-31;1;5\n", "semicolon"}, /* 3 of each: the second line decides */
	};
	for (size_t i = 0; i < G_N_ELEMENTS(FILES); i++) {
		struct fixture f;
		fixture_read(&f, "orders", "", "", FILES[i].text);
		assert_true(f.ok);
		assert_string_equal(f.a->delimiter, FILES[i].name);
		assert_counts(&f, 1, 1, 0);
		fixture_clear(&f);
	}
	struct fixture f;
	fixture_read(&f, "orders", "", "delimiter = \"|\";", "customer_id|date|amount|a,b,c,d,e\nA1|2026-10-31|1|\n");
	assert_counts(&f, 1, 1, 0);
	fixture_clear(&f);
	/* A tab parts cells and is no blank: the empty cell stays. */
	fixture_read(&f, "orders", "", "", "customer_id\tkind\tdate\tamount\nA1\t\t2026-10-31\t1\n");
	assert_counts(&f, 1, 1, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_KIND].state, CELL_EMPTY);
	fixture_clear(&f);
}

static void a_cell_over_the_limit_refuses_its_row_and_no_other(void **state) {
	(void)state;
	static const char *const QUOTES[] = {"", "\""};
	for (size_t i = 0; i < 2; i++) {
		g_autoptr(GString) text = g_string_new("customer_id,date,amount,product\n");
		g_string_append_printf(text, "A1,2026-10-31,1,%s", QUOTES[i]);
		for (int n = 0; n < 700000; n++) /* over the limit and over two blocks of the file; quoted, with a line end in it */
			g_string_append_c(text, i == 1 && n == 5000 ? '\n' : 'x');
		g_string_append_printf(text, "%s\nA2,2026-10-31,2,ok\n", QUOTES[i]);
		struct fixture f;
		fixture_read(&f, "orders", "limits = { cell = 2000; };", "", text->str);
		assert_true(f.ok);
		assert_counts(&f, 2, 1, 1);
		assert_reject(&f, 0, DIAG_CELL_LIMIT, 2, 4);
		assert_int_equal(row_at(&f, 0)->line, i == 1 ? 4 : 3);
		fixture_clear(&f);
	}
}

static void a_quote_unclosed_over_the_limit_still_costs_one_line(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new(HEAD "\"A0,2026-10-31,1\n");
	for (int n = 1; n <= 20000; n++) /* 340 kB: more than a block, so that reading has to go back in the file */
		g_string_append_printf(text, "A%d,2026-10-31,1\n", n);
	struct fixture f;
	fixture_read(&f, "orders", "limits = { cell = 2000; };", "", text->str);
	assert_counts(&f, 20001, 20000, 1);
	assert_reject(&f, 0, DIAG_ROW_QUOTE, 2, 1);
	assert_int_equal(row_at(&f, 19999)->line, 20002);
	fixture_clear(&f);
}

static void a_line_end_may_fall_between_two_blocks(void **state) {
	(void)state;
	/* The reader holds 256 KiB. The CRLF behind a padded cell is moved over that bound: counted from the file's beginning, where
	 * lines are short, and from the padded line's own, which is where a longer one is read from. */
	static const size_t LINES[] = {1000, 262144};
	for (size_t i = 0; i < 2; i++)
		for (size_t shift = 0; shift < 6; shift++) {
			g_autoptr(GString) text = g_string_new("customer_id,date,amount,product\r\n");
			while (text->len + LINES[i] < 262144)
				g_string_append(text, "A1,2026-10-31,1,x\r\n");
			int64_t lines = 1;
			for (const char *p = text->str; (p = strchr(p, '\n')) != NULL; p++)
				lines++;
			size_t start = i == 0 ? 0 : text->len;
			g_string_append(text, "A2,2026-10-31,2,");
			while (text->len - start < 262144 - 4 + shift)
				g_string_append_c(text, 'p');
			g_string_append(text, "\r\nA3,2026-10-31,\"3\",\"a\r\nb\"\r\nA4,2026-10-31,4,\r\n");
			struct fixture f;
			fixture_read(&f, "orders", "", "", text->str);
			assert_true(f.ok);
			assert_counts(&f, lines - 2 + 3, lines - 2 + 3, 0);
			guint last = f.rows->len - 1;
			assert_int_equal(row_at(&f, last - 2)->line, lines);
			assert_int_equal(row_at(&f, last - 1)->line, lines + 1);
			assert_int_equal(row_at(&f, last - 1)->end_line, lines + 2);
			assert_int_equal(row_at(&f, last)->line, lines + 3);
			fixture_clear(&f);
		}
}

static void rows_beyond_every_bound_are_refused(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new(HEAD);
	for (int n = 0; n < 10001; n++)
		g_string_append_c(text, ',');
	g_string_append_c(text, '\n');
	for (int n = 0; n < 20; n++) { /* 20 cells of 1,000 bytes: more than 16 × 1,024 */
		for (int k = 0; k < 1000; k++)
			g_string_append_c(text, 'y');
		g_string_append_c(text, ',');
	}
	g_string_append(text, "\nA1,2026-10-31,1\n");
	struct fixture f;
	fixture_read(&f, "orders", "limits = { cell = 1024; };", "", text->str);
	assert_counts(&f, 3, 1, 2);
	assert_reject(&f, 0, DIAG_ROW_COLUMNS, 2, 10001);
	assert_reject(&f, 1, DIAG_ROW_LIMIT, 3, 17); /* 16 cells with their NULs are 16,016 bytes; the 17th passes 16,384 */
	fixture_clear(&f);
}

static void identical_rows_are_told_only_when_asked(void **state) {
	(void)state;
	static const char TEXT[] = HEAD "A1,2026-10-31,1\nA1,2026-10-31,1\nA1,2026-10-31,\"1\"\nA2,2026-10-31,1\nA1,2026-10-31,1";
	struct fixture f;
	fixture_read(&f, "orders", "", "", TEXT);
	assert_counts(&f, 5, 5, 0);
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "duplicates = \"whole_row\";", TEXT);
	assert_int_equal(f.a->rows, 5);
	assert_int_equal(f.a->used, 2); /* quotes around a cell of line 4 are not its text */
	assert_int_equal(f.a->duplicate, 3);
	assert_said(&f, 0, "data.csv:3: note: the row repeats line 2 (the whole row); it is counted once. Nothing need be done.");
	assert_said(&f, 2, "data.csv:6: note: the row repeats line 2 (the whole row); it is counted once. Nothing need be done.");
	fixture_clear(&f);
}

static void required_cells_must_not_be_empty(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "spend", "", "", "date,month,amount,purpose\n,2026-10,5,retention\n2026-10-03,,5,service\n--,,5,service\n2026-10-03,,n/a,service\n");
	assert_counts(&f, 4, 2, 2);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_MONTH].i, month_of(2026, 10).n);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_PURPOSE].i, 1);
	assert_reject(&f, 0, DIAG_REQUIRED_EMPTY, 4, 1);
	assert_reject(&f, 1, DIAG_REQUIRED_EMPTY, 5, 3);
	assert_said(&f, 0, "data.csv:4:1: warning: date or month is empty and every row needs it; the row is refused. Fill it in.");
	assert_int_equal(f.a->first_day, day_of(2026, 10, 1));
	assert_int_equal(f.a->last_day, day_of(2026, 10, 3));
	fixture_clear(&f);
}

static void amounts_are_in_the_currency_of_their_row(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "invoices", "currency = \"GBP\";", "",
	             "amount,customer_id,date,currency\n1.005,A1,2026-10-31,\n1234,A2,2026-10-31,jpy\n1.5,A3,2026-10-31,KWD\n1,A4,2026-10-31,XQQ\n\xc2\xa3"
	             "1,A5,2026-10-31,EUR\n");
	assert_counts(&f, 5, 3, 2);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 100); /* 100.5 pence: half to even */
	assert_int_equal(row_at(&f, 0)->currency.code, 0);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_AMOUNT].i, 1234); /* yen has no decimals */
	assert_int_equal(row_at(&f, 1)->currency.code, 'J' << 16 | 'P' << 8 | 'Y');
	assert_int_equal(row_at(&f, 2)->cells[FIELD_AMOUNT].i, 1500); /* a dinar has 1,000 fils */
	assert_int_equal(f.a->rounded, 1);
	assert_reject(&f, 0, DIAG_FIELD_CURRENCY, 5, 4);
	assert_reject(&f, 1, DIAG_FIELD_AMOUNT_CURRENCY, 6, 1);
	fixture_clear(&f);
}

static void a_score_that_is_no_number_is_still_an_answer(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "surveys", "", "", "customer_id,date,survey,score\nA1,2026-10-31,nps,9.5\nA2,2026-10-31,csat,good\nA3,2026-10-31,ces,\n");
	assert_counts(&f, 3, 3, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_SCORE].i, 9500000);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_SCORE].state, CELL_TEXT_NOT_NUMBER);
	assert_string_equal(text_at(&f, 1, FIELD_SCORE), "good");
	assert_int_equal(row_at(&f, 2)->cells[FIELD_SCORE].state, CELL_EMPTY);
	fixture_clear(&f);
}

static void damaged_ids_are_kept_and_told_once(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD "007,2026-10-31,1\n17850.0,2026-10-31,1\n651E+14,2026-10-31,1\n18446744073709551615,2026-10-31,1\n");
	assert_counts(&f, 4, 4, 0);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "007");
	assert_string_equal(text_at(&f, 1, FIELD_CUSTOMER_ID), "17850.0");
	assert_string_equal(text_at(&f, 3, FIELD_CUSTOMER_ID), "18446744073709551615");
	assert_int_equal(f.a->notes->len, 1);
	assert_int_equal(((struct reject *)g_ptr_array_index(f.a->notes, 0))->line, 3);
	fixture_clear(&f);
}

static void what_is_no_file_is_told(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", HEAD);
	const struct client_conf *c = g_ptr_array_index(f.conf->clients, 0);
	struct export e = *(const struct export *)g_ptr_array_index(c->exports, 0);
	static const char *const NAMES[] = {".", "nowhere.csv"};
	for (size_t i = 0; i < 2; i++) {
		g_autofree char *path = g_build_filename(f.folder, NAMES[i], NULL);
		e.path = path;
		bool ok = true;
		g_autoptr(account) a = ingest_read(c, &e, f.d, &ok, keep_row, &f);
		assert_false(ok);
		assert_int_equal(a->rows, 0);
	}
	assert_said(&f, 0, "data.csv: error: cannot read this file: is a folder. Check the path in site.conf and the permissions.");
	assert_int_equal(diag_get(f.d, 1)->code, DIAG_FILE_READ);
	fixture_clear(&f);
}

/* A valid file with a few of its bytes changed: whatever they become, nothing crashes and no row is lost from the account. */
static void no_flip_of_bytes_breaks_the_account(void **state) {
	(void)state;
	g_autoptr(GString) valid = g_string_new("response_id,customer_id,date,survey,score,scale,comment\r\n");
	for (int i = 0; i < 12; i++)
		g_string_append_printf(valid, "R%d,C%d,2026-10-%02d 14:05:09Z,nps,%d,0-10,\"a \"\"quoted\"\"\r\ncomment, é\"\r\n", i, i % 5, i + 1, i % 11);
	static const char BYTES[] = "\"\"\"\r\n,;\0\xff 9-";
	g_autoptr(GRand) random = g_rand_new_with_seed(20261031);
	for (int run = 0; run < 300; run++) {
		g_autofree char *bytes = g_memdup2(valid->str, valid->len);
		for (int k = g_rand_int_range(random, 1, 6); k > 0; k--)
			bytes[g_rand_int_range(random, run % 3 == 0 ? 0 : 60, (gint32)valid->len)] = BYTES[g_rand_int_range(random, 0, (gint32)sizeof BYTES - 1)];
		struct fixture f;
		fixture_read_bytes(&f, "surveys", "", run % 2 == 0 ? "" : "duplicates = \"whole_row\";", bytes, valid->len);
		assert_int_equal(f.a->rows, f.a->used + f.a->refused + f.a->duplicate);
		assert_int_equal(f.a->used, f.rows->len);
		assert_int_equal(f.a->refused, f.a->rejects->len);
		assert_true(f.ok || diag_count(f.d, SEVERITY_ERROR) > 0);
		for (guint i = 1; i < f.rows->len; i++)
			assert_true(row_at(&f, i)->line > row_at(&f, i - 1)->end_line);
		fixture_clear(&f);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_file_gives_typed_rows),
		cmocka_unit_test(lines_are_physical_ones_across_blank_lines_and_quoted_newlines),
		cmocka_unit_test(crlf_and_cr_count_as_one_line_end_each),
		cmocka_unit_test(a_mark_in_front_is_no_part_of_the_first_name),
		cmocka_unit_test(a_last_line_without_an_end_is_a_row),
		cmocka_unit_test(a_stray_quote_refuses_its_line_and_reading_goes_on_behind_it),
		cmocka_unit_test(an_unclosed_quote_costs_one_line_not_the_rest_of_the_file),
		cmocka_unit_test(short_and_long_rows_are_refused),
		cmocka_unit_test(bytes_that_are_no_text_refuse_their_row),
		cmocka_unit_test(encodings_are_found_out),
		cmocka_unit_test(a_cut_utf_16_refuses_its_last_row),
		cmocka_unit_test(an_unknown_encoding_is_told),
		cmocka_unit_test(an_empty_file_is_an_error_and_a_header_alone_is_none),
		cmocka_unit_test(the_delimiter_is_found_from_the_header),
		cmocka_unit_test(a_cell_over_the_limit_refuses_its_row_and_no_other),
		cmocka_unit_test(a_quote_unclosed_over_the_limit_still_costs_one_line),
		cmocka_unit_test(a_line_end_may_fall_between_two_blocks),
		cmocka_unit_test(rows_beyond_every_bound_are_refused),
		cmocka_unit_test(identical_rows_are_told_only_when_asked),
		cmocka_unit_test(required_cells_must_not_be_empty),
		cmocka_unit_test(amounts_are_in_the_currency_of_their_row),
		cmocka_unit_test(a_score_that_is_no_number_is_still_an_answer),
		cmocka_unit_test(damaged_ids_are_kept_and_told_once),
		cmocka_unit_test(what_is_no_file_is_told),
		cmocka_unit_test(no_flip_of_bytes_breaks_the_account),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
