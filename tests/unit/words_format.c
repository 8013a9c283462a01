/* words/format: figures in the forms of a locale. Expected texts follow CLDR 42's patterns and symbols for the locale, applied by hand. */
#include "base/date.h"
#include "words/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#define MINUS "\u2212"
#define NBSP "\u00a0"

static struct words *british, *german, *chinese;

static int setup(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	british = words_load("templates/text", "en", "en-GB", d);
	german = words_load("templates/text", "en", "de-DE", d);
	chinese = words_load("templates/text", "en", "zh-CN", d);
	return british && german && chinese ? 0 : -1;
}

static int teardown(void **state) {
	(void)state;
	words_free(british);
	words_free(german);
	words_free(chinese);
	return 0;
}

static void is(char *text, const char *want) {
	assert_string_equal(text, want);
	g_free(text);
}

static struct currency currency(const char *code) {
	struct currency c = CURRENCY_NONE;
	assert_true(currency_parse(code, &c));
	return c;
}

static void counts_are_grouped(void **state) {
	(void)state;
	is(format_count(british, 12604), "12,604");
	is(format_count(british, 0), "0");
	is(format_count(british, -5), MINUS "5");
	is(format_count(german, INT64_MIN), MINUS "9.223.372.036.854.775.808");
}

static void numbers_keep_the_decimals_asked_for(void **state) {
	(void)state;
	is(format_number(british, 1.23456, 2, 4), "1.2346");
	is(format_number(british, 1, 2, 4), "1.00");
	is(format_number(german, -1234.5, 0, 1), MINUS "1.234,5");
	is(format_number(british, 2.5, 0, 0), "2"); /* half to even */
	is(format_number(british, -.04, 1, 1), "0.0");
}

static void shares_are_written_as_the_locale_has_them(void **state) {
	(void)state;
	is(format_percent(british, .9788, 1), "97.9%");
	is(format_percent(german, .9788, 1), "97,9" NBSP "%");
	is(format_percent(british, -.5, 0), MINUS "50%");
}

static void signs_are_shown_but_for_zero(void **state) {
	(void)state;
	is(format_signed(british, 5.25, 1), "+5.2");
	is(format_signed(british, -1.3, 1), MINUS "1.3");
	is(format_signed(british, 0, 1), "0.0");
	is(format_signed(british, -.04, 1), "0.0");
}

static void money_is_exact(void **state) {
	(void)state;
	is(format_money(british, "223700.5", currency("GBP"), -1), "£223,700.50");
	is(format_money(british, "223700.5", currency("GBP"), 0), "£223,700");
	is(format_money(british, "223701.5", currency("GBP"), 0), "£223,702");
	is(format_money(british, "-0.005", currency("GBP"), -1), "£0.00");
	is(format_money(british, "-12.34", currency("EUR"), -1), MINUS "€12.34");
	is(format_money(german, "1234.5", currency("EUR"), -1), "1.234,50" NBSP "€");
	is(format_money(german, "1234.5", currency("JPY"), -1), "1.234" NBSP "¥");
	is(format_money(chinese, "1234.5", currency("CNY"), -1), "¥1,234.50");
	/* More digits than a double has. */
	is(format_money(british, "92233720368547758.07", currency("GBP"), -1), "£92,233,720,368,547,758.07");
}

static void money_of_charts_is_short(void **state) {
	(void)state;
	is(format_money_short(british, 223700.5, currency("GBP")), "£223.7K");
	is(format_money_short(british, 1250000, currency("GBP")), "£1.2M");
	is(format_money_short(british, -5000, currency("GBP")), MINUS "£5K");
	is(format_money_short(british, 500, currency("GBP")), "£500");
	is(format_money_short(british, 5.5, currency("GBP")), "£5.50");
	is(format_money_short(chinese, 1250000, currency("CNY")), "¥125万");
}

static void days_and_months_have_their_names(void **state) {
	(void)state;
	is(format_day(british, day_of(2026, 10, 31)), "31 October 2026");
	is(format_day(british, day_of(1969, 12, 31)), "31 December 1969");
	is(format_day(german, day_of(2026, 10, 31)), "31. Oktober 2026");
	is(format_day(chinese, day_of(2026, 10, 31)), "2026年10月31日");
	is(format_month(british, month_of(2026, 10)), "October 2026");
	is(format_month_short(british, month_of(2026, 10), false), "Oct");
	is(format_month_short(british, month_of(2026, 10), true), "Oct 26");
	is(format_quarter(british, month_of(2026, 10)), "Q4 2026");
}

static void months_are_gregorian_everywhere(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(words) thai = words_load("templates/text", "en", "th-TH", d);
	assert_non_null(thai);
	g_autofree char *month = format_month(thai, month_of(2026, 10));
	assert_non_null(strstr(month, "2026")); /* the Buddhist year would be 2569 */
}

static void lists_are_joined_by_the_language(void **state) {
	(void)state;
	const char *const items[] = {"a", "b", "c"};
	is(format_list(british, items, 3), "a, b and c");
	is(format_list(german, items, 2), "a and b");
	is(format_list(british, items, 1), "a");
	is(format_list(british, items, 0), "");
}

static void widths_are_by_kind_of_character(void **state) {
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc"), 3 * 62);
	assert_int_equal(text_width("A%"), 78 + 95); /* Liberation Sans: A .667, % .889 of an em */
	assert_int_equal(text_width("客户"), 200);
	assert_int_equal(text_width("e\u0301"), 62);      /* an accent over the e */
	assert_int_equal(text_width("a\u200bb"), 2 * 62); /* a space of no width */
	assert_int_equal(text_width("\xff"
								"a"),
					 2 * 62);                         /* a broken byte will be shown as something */
	assert_int_equal(text_width("\xe5\xae"), 2 * 62); /* cut short */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_grouped),
		cmocka_unit_test(numbers_keep_the_decimals_asked_for),
		cmocka_unit_test(shares_are_written_as_the_locale_has_them),
		cmocka_unit_test(signs_are_shown_but_for_zero),
		cmocka_unit_test(money_is_exact),
		cmocka_unit_test(money_of_charts_is_short),
		cmocka_unit_test(days_and_months_have_their_names),
		cmocka_unit_test(months_are_gregorian_everywhere),
		cmocka_unit_test(lists_are_joined_by_the_language),
		cmocka_unit_test(widths_are_by_kind_of_character),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
