/* base/text: every helper also with bytes that are no UTF-8. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static const char *const KEYS[] = {"min_n", "theme", "timezone", "currency", "churn.rule", "id"};

static void nearest(const char *word, const char *expected) {
	const char *got = text_nearest(word, KEYS, G_N_ELEMENTS(KEYS));
	if (expected == NULL)
		assert_null(got);
	else
		assert_string_equal(got, expected);
}

static void a_typing_error_finds_its_word(void **state) {
	(void)state;
	nearest("them", "theme");
	nearest("TIMEZONE", "timezone");
	nearest("tiemzone", "timezone");
	nearest("curency", "currency");
	nearest("di", "id"); /* a swap counts once */
	nearest("minn", "min_n");
}

static void another_word_finds_nothing(void **state) {
	(void)state;
	nearest("", NULL);
	nearest("x", NULL);
	nearest("colour", NULL);
	nearest("\xff\xfe", NULL);
	char longest[200];
	memset(longest, 't', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	nearest(longest, NULL);
	assert_null(text_nearest("theme", NULL, 0));
}

static void trimmed(const char *from, const char *expected) {
	g_autofree char *s = g_strdup(from);
	assert_string_equal(text_trim(s), expected);
}

static void blanks_go_from_both_ends_only(void **state) {
	(void)state;
	trimmed("  a b \t\r\n", "a b");
	trimmed("\u00a0Kunde\u00a0Nr\u3000", "Kunde\u00a0Nr");
	trimmed(" \u00a0 ", "");
	trimmed("", "");
	trimmed("\xa0x\xff", "\xa0x\xff"); /* Latin-1 bytes are not blanks */
}

static void folded(const char *from, const char *expected) {
	g_autofree char *s = text_fold(from);
	assert_string_equal(s, expected);
}

static void headers_compare_without_case_and_separators(void **state) {
	(void)state;
	folded("Customer ID", "customer_id");
	folded(" customer--id ", "customer_id");
	folded("subscriptions.plan_id", "subscriptions_plan_id");
	folded("KÜNDIGUNG am", "kündigung_am");
	folded("客户 编号", "客户_编号");
	folded("_-.", "");
	folded("a\xff", "a\ufffd");
}

static void visible(const char *from, size_t length, size_t most, const char *expected) {
	g_autofree char *s = text_visible(from, length, most);
	assert_string_equal(s, expected);
	assert_true(g_utf8_validate(s, -1, NULL));
}

static void nothing_acts_on_a_terminal(void **state) {
	(void)state;
	visible("a\x1b[31mb\n\t\r", 10, 99, "a\\x1B[31mb\\n\\t\\r");
	visible("a\0b", 3, 99, "a\\x00b");
	visible("\u202egnp.exe", 10, 99, "\\u202Egnp.exe");
	visible("a\xff\xc3", 3, 99, "a\\xFF\\xC3");
	visible("\u200b\ufeff\xc2\x85", 8, 99, "\\u200B\\uFEFF\\x85");
	visible("客户é", 8, 99, "客户é");
}

static void long_texts_are_cut_between_characters(void **state) {
	(void)state;
	visible("客户编号", 12, 2, "客户…");
	visible("客户", 6, 2, "客户");
	visible("abc", 3, 0, "…");
}

static void ids_are_folders(void **state) {
	(void)state;
	assert_true(text_is_id("lumen"));
	assert_true(text_is_id("A-1_b.c"));
	assert_false(text_is_id(""));
	assert_false(text_is_id("."));
	assert_false(text_is_id(".."));
	assert_false(text_is_id("-x"));
	assert_false(text_is_id("a/b"));
	assert_false(text_is_id("ü"));
	assert_true(text_is_id("1234567890123456789012345678901234567890123456789012345678901234"));
	assert_false(text_is_id("12345678901234567890123456789012345678901234567890123456789012345"));
}

static void plain_values_are_their_own_slug(void **state) {
	(void)state;
	static const char *const PLAIN[] = {"Gold", "Month-to-month", "2026-10"};
	for (size_t i = 0; i < G_N_ELEMENTS(PLAIN); i++) {
		g_autofree char *s = text_slug(PLAIN[i]);
		assert_string_equal(s, PLAIN[i]);
	}
}

static void values_that_would_meet_stay_apart(void **state) {
	(void)state;
	static const char *const VALUES[] = {"a b", "a-b", "a/b", "a.b", "a--b", "-a-b", "a-b-", "", "-", "../..", "渠道", "会员", "\xff"};
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(VALUES); i++) {
		char *s = text_slug(VALUES[i]);
		assert_true(*s != '\0' && *s != '-' && *s != '.');
		assert_true(strlen(s) <= 57);
		for (const char *p = s; *p != '\0'; p++)
			assert_true(g_ascii_isalnum(*p) || *p == '-');
		assert_true(g_hash_table_add(seen, s));
	}
	/* a value that is written like another's hash form is hashed itself */
	g_autofree char *first = text_slug("a b");
	g_autofree char *second = text_slug(first);
	assert_string_not_equal(first, second);
}

static void cell(const char *from, const char *expected) {
	g_autoptr(GString) out = g_string_new(NULL);
	text_csv_cell(out, from);
	assert_string_equal(out->str, expected);
}

static void csv_cells_are_quoted_when_they_must_be(void **state) {
	(void)state;
	cell("", "");
	cell("Gold", "Gold");
	cell("a,b", "\"a,b\"");
	cell("say \"x\"", "\"say \"\"x\"\"\"");
	cell("two\nlines", "\"two\nlines\"");
	cell(" edge", "\" edge\"");
}

static void csv_cells_never_begin_a_formula(void **state) {
	(void)state;
	cell("=1+1", "'=1+1");
	cell("+49 30", "'+49 30");
	cell("-", "'-");
	cell("@sum", "'@sum");
	cell("\t=1", "\"'\t=1\"");
	cell("\r=1", "\"'\r=1\"");
	cell("=a,b", "\"'=a,b\"");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_typing_error_finds_its_word),
		cmocka_unit_test(another_word_finds_nothing),
		cmocka_unit_test(blanks_go_from_both_ends_only),
		cmocka_unit_test(headers_compare_without_case_and_separators),
		cmocka_unit_test(nothing_acts_on_a_terminal),
		cmocka_unit_test(long_texts_are_cut_between_characters),
		cmocka_unit_test(ids_are_folders),
		cmocka_unit_test(plain_values_are_their_own_slug),
		cmocka_unit_test(values_that_would_meet_stay_apart),
		cmocka_unit_test(csv_cells_are_quoted_when_they_must_be),
		cmocka_unit_test(csv_cells_never_begin_a_formula),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
