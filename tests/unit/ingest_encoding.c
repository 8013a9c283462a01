/* ingest/encoding: marks, zero bytes, UTF-8 over the whole text, and what ICU makes of the rest. */
#include "ingest/encoding.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define N(text) (const unsigned char *)(text), sizeof(text) - 1

static const char *guess(const unsigned char *bytes, size_t n, size_t block) {
	g_autofree struct encoding_look *x = g_new0(struct encoding_look, 1);
	for (size_t i = 0; i < n; i += block)
		encoding_look_at(x, bytes + i, MIN(block, n - i));
	return encoding_guess(x);
}

static void marks_are_known_and_have_a_length(void **state) {
	(void)state;
	size_t mark = 0;
	assert_string_equal(encoding_of_mark(N("\xef\xbb\xbf" "a"), &mark), "UTF-8");
	assert_int_equal(mark, 3);
	assert_string_equal(encoding_of_mark(N("\xff\xfe" "a\0"), &mark), "UTF-16LE");
	assert_int_equal(mark, 2);
	assert_string_equal(encoding_of_mark(N("\xfe\xff\0a"), &mark), "UTF-16BE");
	assert_string_equal(encoding_of_mark(N("\xff\xfe\0\0"), &mark), "UTF-32LE");
	assert_string_equal(encoding_of_mark(N("\x84\x31\x95\x33"), &mark), "GB18030");
	assert_null(encoding_of_mark(N("\xef\xbb"), &mark));
	assert_null(encoding_of_mark(N(""), &mark));
}

static void zero_bytes_tell_the_two_orders_of_utf_16(void **state) {
	(void)state;
	assert_string_equal(encoding_of_zeros(N("a\0,\0b\0\n\0")), "UTF-16LE");
	assert_string_equal(encoding_of_zeros(N("\0a\0,\0b\0\n")), "UTF-16BE");
	/* U+5317 U+4EAC: 0x17 0x53, 0xac 0x4e; one pair in three is ASCII. */
	assert_string_equal(encoding_of_zeros(N("\x17\x53\xac\x4e,\0\x17\x53\xac\x4e\n\0")), "UTF-16LE");
	assert_null(encoding_of_zeros(N("a,b\nc,d\n")));
	assert_null(encoding_of_zeros(N("a\0")));
	assert_null(encoding_of_zeros(N("\0\0\0\0\0\0")));
}

static void utf_8_is_told_from_the_whole_text_wherever_blocks_end(void **state) {
	(void)state;
	static const char TEXT[] = "name\nM\xc3\xbcller\n\xe5\x8c\x97\xe4\xba\xac\n\xf0\xa0\x80\x80\n";
	for (size_t block = 1; block < sizeof TEXT; block++)
		assert_string_equal(guess(N(TEXT), block), "UTF-8");
	assert_string_equal(guess(N("all ASCII\n"), 4), "UTF-8");
	assert_string_equal(guess(N(""), 1), "UTF-8");
}

static void what_utf_8_forbids_is_no_utf_8(void **state) {
	(void)state;
	/* Too long a form of "/", a surrogate, a character past U+10FFFF, a continuation alone: each counts as wrong bytes. */
	static const char *const WRONG[] = {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"};
	for (size_t i = 0; i < G_N_ELEMENTS(WRONG); i++) {
		struct encoding_look x = {0};
		encoding_look_at(&x, (const unsigned char *)WRONG[i], strlen(WRONG[i]));
		assert_true(x.invalid > 0);
		assert_int_equal(x.valid, 0);
	}
}

static void damaged_bytes_leave_utf_8_what_it_is(void **state) {
	(void)state;
	assert_string_equal(guess(N("name\nM\xc3\xbcller\nK\xc3\xb6ln\nM\xfcller\n"), 4096), "UTF-8");
	/* More damage than text is no UTF-8. */
	assert_string_equal(guess(N("name\nM\xc3\xbcller\nM\xfcller in K\xf6ln\n"), 4096), "windows-1252");
}

static void other_encodings_are_found(void **state) {
	(void)state;
	/* "Müller & Söhne, Köln" and "Bäckerei Grün, Straße" in Windows-1252 */
	assert_string_equal(guess(N("name,city\nM\xfcller & S\xf6hne,K\xf6ln\nB\xe4" "ckerei Gr\xfcn,Gro\xdf" "e Stra\xdf" "e\n"), 4096), "windows-1252");
	/* 0x80 is the sign of the euro there, and nothing in Latin-1. */
	assert_string_equal(guess(N("amount\n5 \x80\n"), 4096), "windows-1252");
}

static void names_are_those_of_icu(void **state) {
	(void)state;
	assert_true(encoding_known("GB18030"));
	assert_true(encoding_known("shift_jis"));
	assert_false(encoding_known("klingon"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_known_and_have_a_length),
		cmocka_unit_test(zero_bytes_tell_the_two_orders_of_utf_16),
		cmocka_unit_test(utf_8_is_told_from_the_whole_text_wherever_blocks_end),
		cmocka_unit_test(what_utf_8_forbids_is_no_utf_8),
		cmocka_unit_test(damaged_bytes_leave_utf_8_what_it_is),
		cmocka_unit_test(other_encodings_are_found),
		cmocka_unit_test(names_are_those_of_icu),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
