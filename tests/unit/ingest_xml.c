/* ingest/xml: which elements are rows, what their cells are called, and what is refused. */
#include "ingest/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "unit/ingest_packed.h"

#define CELL 64 /* limit of a cell */

struct read {
	struct bytes b;
	struct diag *d;
	struct xml_reader *r; /* NULL: refused */
	struct table_row row;
};

static void begin(struct read *x, const char *text, size_t n, const char *row_path) {
	*x = (struct read){.b = memory_bytes(memory_file(text, n)), .d = diag_new()};
	x->r = xml_reader_new(&x->b, "data.xml", row_path, CELL, x->d);
}

static void end(struct read *x) {
	xml_reader_free(x->r);
	bytes_clear(&x->b);
	diag_free(x->d);
}

static void assert_names(const struct read *x, const char *want) {
	assert_non_null(x->r);
	g_autofree char *names = g_strjoinv("|", (char **)xml_reader_names(x->r));
	assert_string_equal(names, want);
}

/* The next row's cells with | between them. */
static void assert_row(struct read *x, int64_t line, const char *want) {
	assert_true(xml_reader_next(x->r, &x->row));
	assert_int_equal(x->row.fault, TABLE_FAULT_NONE);
	assert_int_equal(x->row.line, line);
	g_autoptr(GString) cells = g_string_new(NULL);
	for (size_t i = 0; i < x->row.n; i++)
		g_string_append_printf(cells, "%s%s", i == 0 ? "" : "|", x->row.bytes + x->row.cells[i].start);
	assert_string_equal(cells->str, want);
}

static void assert_ends(struct read *x) {
	assert_false(xml_reader_next(x->r, &x->row));
	assert_null(xml_reader_failed(x->r));
}

static void assert_refused(const char *text, size_t n, const char *row_path, const char *want) {
	struct read x;
	begin(&x, text, n, row_path);
	assert_null(x.r);
	assert_int_equal(diag_total(x.d), 1);
	assert_string_equal(diag_get(x.d, 0)->text, want);
	end(&x);
}

static void repeated_elements_that_hold_others_are_rows(void **state) {
	(void)state;
	static const char TEXT[] = "<list><by>me</by><by>you</by>\n<c><id>A1</id><n>B &amp; C</n></c>\n<c><n><![CDATA[<D>]]></n></c>\n</list>";
	struct read x;
	begin(&x, TEXT, strlen(TEXT), NULL);
	assert_names(&x, "id|n");
	for (int twice = 0; twice < 2; twice++) {
		assert_row(&x, 2, "A1|B & C");
		assert_row(&x, 3, "|<D>");
		assert_ends(&x);
		assert_true(xml_reader_rewind(x.r));
	}
	assert_string_equal(xml_reader_encoding(x.r), "UTF-8");
	end(&x);
}

static void a_row_path_overrules_what_would_be_found(void **state) {
	(void)state;
	static const char TEXT[] = "<e><a><i>1</i></a><a><i>2</i></a><p><r><i>3</i></r></p></e>";
	struct read x;
	begin(&x, TEXT, strlen(TEXT), "e/p/r");
	assert_names(&x, "i");
	assert_row(&x, 1, "3");
	assert_ends(&x);
	end(&x);
}

static void attributes_and_elements_below_are_cells_by_their_path(void **state) {
	(void)state;
	static const char TEXT[] = "<l xmlns='u' xmlns:p='v'><r k='1' p:m='2'><q><e>x</e><e>y</e></q><t u='3'/></r><r k='4'/></l>";
	struct read x;
	begin(&x, TEXT, strlen(TEXT), NULL);
	assert_names(&x, "k|m|q.e|t.u|t");
	assert_row(&x, 1, "1|2|x; y|3|");
	assert_row(&x, 1, "4||||");
	assert_ends(&x);
	end(&x);
}

static void declared_encodings_are_read(void **state) {
	(void)state;
	static const char LATIN[] = "<?xml version='1.0' encoding='ISO-8859-1'?><l><r><n>M\xfcller</n></r></l>";
	static const char GB[] = "<?xml version='1.0' encoding='GB18030'?><l><r><n>\xb1\xb1</n></r></l>";
	struct read x;
	begin(&x, LATIN, strlen(LATIN), NULL);
	assert_row(&x, 1, "M\xc3\xbcller");
	assert_string_equal(xml_reader_encoding(x.r), "ISO-8859-1");
	end(&x);
	begin(&x, GB, strlen(GB), NULL);
	assert_row(&x, 1, "\xe5\x8c\x97");
	end(&x);
}

static void a_cell_over_the_limit_refuses_its_row_and_no_other(void **state) {
	(void)state;
	g_autofree char *fits = g_strnfill(CELL, 'x');
	g_autofree char *text = g_strdup_printf("<l><r><n>%s</n></r><r><n>%sx</n></r><r><n>z</n></r></l>", fits, fits);
	struct read x;
	begin(&x, text, strlen(text), NULL);
	assert_row(&x, 1, fits);
	assert_true(xml_reader_next(x.r, &x.row));
	assert_int_equal(x.row.fault, TABLE_FAULT_CELL);
	assert_int_equal(x.row.fault_column, 1);
	assert_row(&x, 1, "z");
	assert_ends(&x);
	end(&x);
}

static void what_is_broken_or_declares_a_type_is_refused(void **state) {
	(void)state;
#define REFUSED(text, why) assert_refused(text, sizeof(text) - 1, NULL, "cannot be read as XML: " why ". Nothing of it was read. Export it again.")
	REFUSED("<l>\n<r><n>1</r></l>", "line 2: Opening and ending tag mismatch: n line 2 and r");
	REFUSED("<!DOCTYPE l><l><r><n>1</n></r></l>", "line 1: it declares a document type, which is not read");
	REFUSED("<l><r><n>&x;</n></r></l>", "line 1: Entity 'x' not defined");
	/* 0xff is nowhere in UTF-8, and what libxml2 says of it has two lines. */
	REFUSED("<l><r><n>a\xff</n></r></l>", "line 1: Input is not proper UTF-8, indicate encoding !\\nBytes: 0xFF 0x3C 0x2F 0x6E");
#undef REFUSED
	assert_refused("<l/>", 4, NULL, "no element of this XML is a row (none comes more than once); nothing of it was read. Name the path of the rows: "
	                                "row_path = \"Responses/Response\".");
	assert_refused("<l><r><n>1</n></r></l>", 22, "l/s", "no element of this XML is a row (l/s); nothing of it was read. Name the path of the rows: "
	                                                    "row_path = \"Responses/Response\".");
}

static void more_attributes_than_can_be_compared_are_refused(void **state) {
	(void)state;
	g_autoptr(GString) text = g_string_new("<l><r><!-- <a =\"=\"> = --><n/></r><r");
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(text, " a%d='= = =\"'", i);
	gsize fits = text->len;
	g_string_append(text, "/></l>");
	struct read x;
	begin(&x, text->str, text->len, NULL);
	assert_non_null(x.r);
	end(&x);
	g_string_truncate(text, fits);
	g_string_append(text, " b='1'/></l>");
	assert_refused(text->str, text->len, NULL, "cannot be read as XML: line 1: an element has more than 1000 attributes. Nothing of it was read. Export it again.");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(repeated_elements_that_hold_others_are_rows),
		cmocka_unit_test(a_row_path_overrules_what_would_be_found),
		cmocka_unit_test(attributes_and_elements_below_are_cells_by_their_path),
		cmocka_unit_test(declared_encodings_are_read),
		cmocka_unit_test(a_cell_over_the_limit_refuses_its_row_and_no_other),
		cmocka_unit_test(what_is_broken_or_declares_a_type_is_refused),
		cmocka_unit_test(more_attributes_than_can_be_compared_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
