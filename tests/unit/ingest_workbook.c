/* ingest/workbook: texts, dates and numbers of a sheet, where its cells stand, and what is refused. */
#include "ingest/workbook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "unit/ingest_packed.h"

#define CELL 64 /* limit of a cell */
#define BOOK(from) "<workbook xmlns:r='u'><workbookPr date1904='" from "'/><sheets><sheet name='one' r:id='r1'/><sheet name='two' r:id='r2'/></sheets></workbook>"
#define RELATIONS "<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Target='/xl/worksheets/sheet2.xml'/></Relationships>"
/* Styles: 0 plain, 1 and 2 dates, 3 counted hours, 4 a plain number whose code quotes a d */
#define STYLES \
	"<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/><numFmt numFmtId='165' formatCode='[h]:mm'/>" \
	"<numFmt numFmtId='166' formatCode='0.0&quot;d&quot;'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/>" \
	"<xf numFmtId='165'/><xf numFmtId='166'/></cellXfs></styleSheet>"
#define TEXTS "<sst><si><t>plain</t></si><si><r><t>in </t></r><r><t>runs</t></r><rPh><t>spoken</t></rPh></si><si><t/></si></sst>"
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

struct read {
	struct bytes b;
	struct diag *d;
	struct workbook *w; /* NULL: refused */
	struct table_row row;
};

static void begin(struct read *x, const char *book, const char *sheet_part, const char *sheet) {
	const struct packed_part parts[] = {
		{"xl/workbook.xml", book, strlen(book)}, {"xl/_rels/workbook.xml.rels", RELATIONS, strlen(RELATIONS)}, {"xl/styles.xml", STYLES, strlen(STYLES)},
		{"xl/sharedStrings.xml", TEXTS, strlen(TEXTS)}, {"xl/worksheets/sheet1.xml", sheet_part, strlen(sheet_part)},
		{"xl/worksheets/sheet2.xml", SHEET("<row><c><v>2</v></c></row>"), strlen(SHEET("<row><c><v>2</v></c></row>"))},
	};
	*x = (struct read){.b = packed_bytes(parts, G_N_ELEMENTS(parts)), .d = diag_new()};
	x->w = workbook_new(&x->b, "data.xlsx", sheet, CELL, 1 << 20, x->d);
}

static void end(struct read *x) {
	workbook_free(x->w);
	bytes_clear(&x->b);
	diag_free(x->d);
}

static void assert_row(struct read *x, int64_t line, const char *want) {
	assert_non_null(x->w);
	assert_true(workbook_next(x->w, &x->row));
	assert_int_equal(x->row.fault, TABLE_FAULT_NONE);
	assert_int_equal(x->row.line, line);
	g_autoptr(GString) cells = g_string_new(NULL);
	for (size_t i = 0; i < x->row.n; i++)
		g_string_append_printf(cells, "%s%s", i == 0 ? "" : "|", x->row.bytes + x->row.cells[i].start);
	assert_string_equal(cells->str, want);
}

static void assert_ends(struct read *x) {
	assert_false(workbook_next(x->w, &x->row));
	assert_null(workbook_failed(x->w));
}

static void shared_and_inline_texts_are_read_without_their_readings(void **state) {
	(void)state;
	struct read x;
	begin(&x, BOOK("0"), SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>"
	                           "<row r='4'><c r='A4' t='inlineStr'><is><t>in</t><rPh><t>x</t></rPh></is></c><c r='B4' t='s'><v>2</v></c></row>"
	                           "<row r='5'/><row r='6'><c r='B6' t='str'><f>A1</f><v>formula</v></c></row>"), NULL);
	for (int twice = 0; twice < 2; twice++) {
		assert_row(&x, 1, "plain|in runs");
		assert_row(&x, 4, "in|");
		assert_row(&x, 6, "|formula");
		assert_ends(&x);
		assert_true(workbook_rewind(x.w));
	}
	end(&x);
}

static void serials_in_a_style_of_dates_are_dates(void **state) {
	(void)state;
	/* ECMA-376 18.17.4.1: 1900: 1 is 1 January, 60 the 29 February there never was, 61 1 March, 2958465 31 December 9999; 46326 is 31 October 2026. */
	struct read x;
	begin(&x, BOOK("0"), SHEET("<row><c s='1'><v>1</v></c><c s='2'><v>59</v></c><c s='1'><v>61</v></c><c s='1'><v>46326.75</v></c><c s='1'><v>2958465</v></c></row>"
	                           "<row><c s='0'><v>46326</v></c><c s='4'><v>2.5</v></c><c s='1'><v>2958466</v></c><c s='1'><v>-1</v></c><c s='1' t='s'><v>0</v></c></row>"
	                           "<row><c s='1'><v>46325.999999</v></c><c s='1'><v>2958465.999999999</v></c></row>"), NULL);
	assert_row(&x, 1, "1900-01-01|1900-02-28|1900-03-01|2026-10-31 18:00:00|9999-12-31");
	assert_row(&x, 2, "46326|2.5|2958466|-1|plain");
	/* Less than half a second before midnight is midnight; past the last day it stays a number. */
	assert_row(&x, 3, "2026-10-31|2958466|||");
	assert_ends(&x);
	end(&x);
	begin(&x, BOOK("1"), SHEET("<row><c s='1'><v>0</v></c><c s='1'><v>44864</v></c><c s='1'><v>2957003</v></c><c s='1'><v>2957004</v></c></row>"), NULL);
	assert_row(&x, 1, "1904-01-01|2026-10-31|9999-12-31|2957004");
	end(&x);
}

static void numbers_are_as_they_were_typed(void **state) {
	(void)state;
	struct read x;
	begin(&x, BOOK("0"), SHEET("<row><c><v>0.1</v></c><c><v>1234.5600000000001</v></c><c><v>1.0E2</v></c><c><v>123456789012345</v></c><c t='b'><v>1</v></c>"
	                           "<c t='e'><v>#N/A</v></c></row>"), NULL);
	assert_row(&x, 1, "0.1|1234.56|100|123456789012345|true|#N/A");
	end(&x);
}

static void a_sheet_is_taken_by_its_name(void **state) {
	(void)state;
	struct read x;
	begin(&x, BOOK("0"), SHEET("<row><c><v>1</v></c></row>"), "two");
	assert_row(&x, 1, "2");
	assert_string_equal(workbook_sheet(x.w), "two");
	end(&x);
}

static void a_cell_over_the_limit_refuses_its_row_and_no_other(void **state) {
	(void)state;
	g_autofree char *fits = g_strnfill(CELL, 'x');
	g_autofree char *rows = g_strdup_printf(SHEET("<row><c t='str'><v>%s</v></c></row><row><c t='str'><v>%sx</v></c></row><row><c><v>3</v></c></row>"), fits, fits);
	struct read x;
	begin(&x, BOOK("0"), rows, NULL);
	assert_row(&x, 1, fits);
	assert_true(workbook_next(x.w, &x.row));
	assert_int_equal(x.row.fault, TABLE_FAULT_CELL);
	assert_row(&x, 3, "3");
	end(&x);
}

static void assert_refused(const char *rows, const char *sheet, const char *why) {
	struct read x;
	begin(&x, BOOK("0"), rows, sheet);
	assert_null(x.w);
	assert_int_equal(diag_total(x.d), 1);
	g_autofree char *want = g_strdup_printf("cannot be read as a workbook: %s. Nothing of it was read. Save it once more as .xlsx, or as CSV UTF-8.", why);
	assert_string_equal(diag_get(x.d, 0)->text, want);
	end(&x);
}

static void what_would_lose_or_move_a_cell_is_refused(void **state) {
	(void)state;
	assert_refused(SHEET("<row r='2'><c><v>1</v></c></row><row r='2'><c><v>2</v></c></row>"), NULL, "row 2 is followed by one of the same number or a lower one");
	assert_refused(SHEET("<row><c r='B1'><v>1</v></c><c r='A1'><v>2</v></c></row>"), NULL, "row 1 has cells out of order, or two in one place");
	assert_refused(SHEET("<row><c r='a1'><v>1</v></c></row>"), NULL, "row 1 has a cell whose place cannot be read");
	assert_refused(SHEET("<row/><row><c t='s'><v>3</v></c></row>"), NULL, "row 2 names a text the workbook does not have");
	assert_refused(SHEET("<row><c t='s'><v>-1</v></c></row>"), NULL, "row 1 names a text the workbook does not have");
	assert_refused(SHEET("<row><c t='s'><v>1x</v></c></row>"), NULL, "row 1 names a text the workbook does not have");
	assert_refused(SHEET(""), "three", "it has no sheet \"three\"; it has \"one\", \"two\"");
}

static void a_sheet_without_cells_is_empty(void **state) {
	(void)state;
	struct read x;
	begin(&x, BOOK("0"), SHEET("<row r='1'/><row r='2'><c r='A2' s='1'/></row>"), NULL);
	assert_null(x.w);
	assert_string_equal(diag_name(diag_get(x.d, 0)->code), "FILE_EMPTY");
	end(&x);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shared_and_inline_texts_are_read_without_their_readings),
		cmocka_unit_test(serials_in_a_style_of_dates_are_dates),
		cmocka_unit_test(numbers_are_as_they_were_typed),
		cmocka_unit_test(a_sheet_is_taken_by_its_name),
		cmocka_unit_test(a_cell_over_the_limit_refuses_its_row_and_no_other),
		cmocka_unit_test(what_would_lose_or_move_a_cell_is_refused),
		cmocka_unit_test(a_sheet_without_cells_is_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
