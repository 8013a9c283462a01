/* base/money: currencies, checked sums, half-even division and quotients. The expected doubles are of exact ratios whose
 * rounding is worked out by hand beside them. */
#include "base/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <math.h>
#include <string.h>

static int32_t parsed(const char *text) {
	struct currency c = CURRENCY_NONE;
	return currency_parse(text, &c) ? c.code : 0;
}

static void currencies_are_the_letters_of_iso_4217(void **state) {
	(void)state;
	assert_int_equal(parsed("EUR"), 'E' << 16 | 'U' << 8 | 'R');
	assert_int_equal(parsed("eur"), parsed("EUR"));
	assert_int_not_equal(parsed("XAF"), 0);
	assert_int_not_equal(parsed("CNY"), 0);
	char text[4];
	currency_print((struct currency){parsed("usd")}, text);
	assert_string_equal(text, "USD");
	currency_print(CURRENCY_NONE, text);
	assert_string_equal(text, "");
}

static void what_is_no_currency_is_refused(void **state) {
	(void)state;
	static const char *const BAD[] = {"", "E", "EU", "EURO", "E1R", "ZZZ", "XXX", "XTS", "XAU", "XAG", "XDR", "€", "€€€", "QQQ"};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
		assert_int_equal(parsed(BAD[i]), 0);
}

static void minor_units_differ(void **state) {
	(void)state;
	/* ISO 4217 table A.1, column "minor unit" */
	assert_int_equal(currency_digits((struct currency){parsed("EUR")}), 2);
	assert_int_equal(currency_digits((struct currency){parsed("JPY")}), 0);
	assert_int_equal(currency_digits((struct currency){parsed("KWD")}), 3);
}

static void halves_go_to_the_even_neighbour(void **state) {
	(void)state;
	static const int CASES[][3] = {{5, 2, 2}, {7, 2, 4}, {-5, 2, -2}, {-7, 2, -4}, {1, 2, 0}, {-1, 2, 0}, {3, 2, 2},
	                               {1, 3, 0}, {2, 3, 1}, {-2, 3, -1}, {0, 9, 0}, {25, 10, 2}, {35, 10, 4}, {26, 10, 3}, {6, 3, 2}};
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		assert_int_equal((int)divide_half_even(CASES[i][0], CASES[i][1]), CASES[i][2]);
	/* 2^126 + 1 over 2: the half of an odd number beside an even one (2^125) */
	int128 big = (int128)1 << 126;
	assert_true(divide_half_even(big + 1, 2) == big / 2);
	assert_true(divide_half_even(big + 3, 2) == big / 2 + 2);
}

static void check(double got, double expected) {
	if (memcmp(&got, &expected, sizeof got) != 0)
		fail_msg("%a is not %a", got, expected);
}

static void small_quotients_are_the_nearest_double(void **state) {
	(void)state;
	check(quotient(1869, 7032), 1869.0 / 7032.0); /* both exact doubles: IEEE division is correctly rounded */
	check(quotient(0, -3), 0.0);
	check(quotient(-1, 3), -1.0 / 3.0);
	check(quotient(1, -3), -1.0 / 3.0);
	check(quotient(-6, -3), 2.0);
}

static void quotients_of_wide_operands_are_rounded_once(void **state) {
	(void)state;
	const int128 one = 1;
	const int128 p53 = one << 53;
	/* 2^53 + 1 lies half way between 2^53 and 2^53 + 2: to the even mantissa 2^53 */
	check(quotient(p53 + 1, 1), 0x1p53);
	/* 2^53 + 3 lies half way between 2^53 + 2 (odd mantissa) and 2^53 + 4 (even) */
	check(quotient(p53 + 3, 1), 0x1.0000000000002p53);
	/* (2^53 + 1)·2^60 + 1 over 2^60: a hair above the half, so up. Only the sticky remainder tells. */
	check(quotient((p53 + 1) * (one << 60) + 1, one << 60), 0x1.0000000000001p53);
	check(quotient((p53 + 1) * (one << 60) - 1, one << 60), 0x1p53);
	/* the same half reached with a denominator that is no power of two */
	check(quotient((p53 + 1) * 3, 3), 0x1p53);
	check(quotient((p53 + 1) * 3 + 1, 3), 0x1.0000000000001p53);
	check(quotient((p53 + 1) * 3 - 1, 3), 0x1p53);
	/* rounding up carries into a new power of two: 2^54 − 1 has 54 ones */
	check(quotient((one << 54) - 1, 1), 0x1p54);
}

static void the_ends_of_the_range_divide(void **state) {
	(void)state;
	const int128 one = 1;
	const int128 most = (((one << 126) - 1) << 1) + 1;
	const int128 least = -most - 1;
	check(quotient(least, 1), -0x1p127);
	check(quotient(1, least), -0x1p-127);
	check(quotient(least, least), 1.0);
	check(quotient(most, most), 1.0);
	check(quotient(most, 1), 0x1p127);          /* 127 ones round up */
	check(quotient(1, most), 0x1p-127);         /* 2^-127·(1 + 2^-127 …) */
	check(quotient(most - 1, most), 1.0);       /* 1 − 2^-127 */
	check(quotient((one << 100) + 1, one << 100), 1.0);
	/* 10^30 over 3: 0x1.0d3e… is not typed by hand; three times it must be the double of 10^30 within one unit in the last place */
	const int128 large = (int128)1000000000000000 * 1000000000000000;
	double third = quotient(large, 3);
	assert_true(fabs(third * 3 - 1e30) <= 0x1p47);
}

static void decimal(int128 x, int64_t per, int digits, int max_digits, const char *expected) {
	g_autofree char *text = money_decimal(x, per, digits, max_digits);
	assert_string_equal(text, expected);
}

static void amounts_print_exactly(void **state) {
	(void)state;
	decimal(123456, 1, 2, 2, "1234.56");
	decimal(100, 1, 2, 2, "1.00");
	decimal(5, 1, 2, 2, "0.05");
	decimal(-5, 1, 2, 2, "-0.05");
	decimal(0, 1, 2, 2, "0.00");
	decimal(1234, 1, 0, 0, "1234");
	decimal(1234, 1, 0, 2, "1234");
	decimal(1234, 1, 3, 3, "1.234");
	decimal((int128)INT64_MAX * 1000, 1, 2, 2, "92233720368547758070.00");
}

static void a_years_amount_is_shown_as_a_months(void **state) {
	(void)state;
	/* 1,000 customers at 100.00 a year: 10,000,000 minor units / 12 = 833,333⅓ a month */
	decimal(10000000, 12, 2, 2, "8333.33");
	decimal(10000000, 12, 2, 6, "8333.333333");
	decimal(1200, 12, 2, 6, "1.00");
	decimal(150, 12, 2, 6, "0.125");
	decimal(150, 12, 2, 2, "0.12"); /* 12.5 minor units: the even neighbour */
	decimal(450, 12, 2, 2, "0.38"); /* 37.5 */
	decimal(-150, 12, 2, 6, "-0.125");
	decimal(-1, 12, 2, 2, "0.00");
	decimal(123456, 1, 2, 0, "1235");
	decimal(150, 1, 2, 0, "2");
	decimal(250, 1, 2, 0, "2");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(currencies_are_the_letters_of_iso_4217),
		cmocka_unit_test(what_is_no_currency_is_refused),
		cmocka_unit_test(minor_units_differ),
		cmocka_unit_test(halves_go_to_the_even_neighbour),
		cmocka_unit_test(small_quotients_are_the_nearest_double),
		cmocka_unit_test(quotients_of_wide_operands_are_rounded_once),
		cmocka_unit_test(the_ends_of_the_range_divide),
		cmocka_unit_test(amounts_print_exactly),
		cmocka_unit_test(a_years_amount_is_shown_as_a_months),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
