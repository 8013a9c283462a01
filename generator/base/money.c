/* base/money: exact money and exact division. Knows currencies by their ISO 4217 letters through ICU.
 * ICU is asked at every call, which is slow beside a row of an export: callers keep currency_digits of what they read.
 * Knows no exchange rate and no way to print for people (words/ does). */
#include "base/money.h"

#include <glib.h>
#include <math.h>
#include <string.h>
#include <unicode/ucurr.h>

__extension__ typedef unsigned __int128 uint128;

/* Of the codes that begin with X only those are money one can invoice; the others are metals (XAU), bond units,
 * the test code (XTS) and "no currency" (XXX). */
static bool is_supranational(const char *code) {
	static const char *const KNOWN[] = {"XAF", "XCD", "XCG", "XOF", "XPF"};
	for (size_t i = 0; i < G_N_ELEMENTS(KNOWN); i++)
		if (strcmp(code, KNOWN[i]) == 0)
			return true;
	return false;
}

static void to_icu(const char *code, UChar out[4]) {
	for (int i = 0; i < 4; i++)
		out[i] = (UChar)(unsigned char)code[i];
}

bool currency_parse(const char *text, struct currency *out) {
	if (strlen(text) != 3)
		return false;
	char code[4] = {0};
	for (int i = 0; i < 3; i++) {
		if (!g_ascii_isalpha(text[i]))
			return false;
		code[i] = g_ascii_toupper(text[i]);
	}
	UChar wide[4];
	to_icu(code, wide);
	if (ucurr_getNumericCode(wide) == 0 || (code[0] == 'X' && !is_supranational(code)))
		return false;
	out->code = code[0] << 16 | code[1] << 8 | code[2];
	return true;
}

void currency_print(struct currency c, char out[static 4]) {
	if (c.code == 0) {
		out[0] = '\0';
		return;
	}
	out[0] = (char)(c.code >> 16 & 0x7f);
	out[1] = (char)(c.code >> 8 & 0x7f);
	out[2] = (char)(c.code & 0x7f);
	out[3] = '\0';
}

int currency_digits(struct currency c) {
	char code[4] = {0};
	currency_print(c, code);
	UChar wide[4];
	to_icu(code, wide);
	UErrorCode status = U_ZERO_ERROR;
	int digits = ucurr_getDefaultFractionDigits(wide, &status);
	if (U_FAILURE(status))
		g_error("ICU knows no decimals of %s: %s", code, u_errorName(status));
	return digits;
}

int64_t narrow(int128 x) {
	if (x < INT64_MIN || x > INT64_MAX)
		g_error("a sum that was bounded before does not fit 64 bits");
	return (int64_t)x;
}

static uint128 magnitude(int128 x) {
	return x < 0 ? -(uint128)x : (uint128)x;
}

int128 divide_half_even(int128 a, int128 b) {
	g_assert(b > 0);
	int128 whole = a / b;
	uint128 rest = magnitude(a % b);
	uint128 left = (uint128)b - rest;
	if (rest > left || (rest == left && whole % 2 != 0))
		whole += a < 0 ? -1 : 1;
	return whole;
}

static int bit_length(uint128 x) {
	uint64_t high = (uint64_t)(x >> 64);
	uint64_t low = (uint64_t)x;
	if (high != 0)
		return 128 - __builtin_clzll(high);
	return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

/* q × 2^exponent, plus something smaller than the last bit of q when more is set, to the nearest double, ties to even.
 * q has at least 55 bits. */
static double round_to_double(uint128 q, int exponent, bool more) {
	int shift = bit_length(q) - 53;
	uint64_t kept = (uint64_t)(q >> shift);
	uint128 dropped = q - ((uint128)kept << shift);
	uint128 half = (uint128)1 << (shift - 1);
	if (dropped > half || (dropped == half && (more || (kept & 1) != 0)))
		kept++;
	return ldexp((double)kept, shift + exponent);
}

double quotient(int128 a, int128 b) {
	if (b == 0)
		g_error("quotient by zero");
	uint128 x = magnitude(a);
	uint128 y = magnitude(b);
	if (x == 0)
		return 0.0;
	double sign = (a < 0) != (b < 0) ? -1.0 : 1.0;
	const uint128 exact = (uint128)1 << 53;
	if (x <= exact && y <= exact)
		return sign * ((double)x / (double)y);
	uint128 q = x / y;
	uint128 rest = x % y;
	int exponent = 0;
	/* rest < y ≤ 2^127, so doubling it stays inside 128 bits. */
	while (bit_length(q) < 64) {
		rest <<= 1;
		q <<= 1;
		if (rest >= y) {
			rest -= y;
			q |= 1;
		}
		exponent--;
	}
	return sign * round_to_double(q, exponent, rest != 0);
}

static int128 power_of_ten(int n) {
	int128 p = 1;
	for (int i = 0; i < n; i++)
		p *= 10;
	return p;
}

/* Decimal digits of a magnitude; returns how many were written, most significant first. */
static int print_digits(uint128 x, char out[static 40]) {
	char reversed[40];
	int n = 0;
	do {
		reversed[n++] = (char)('0' + (int)(x % 10));
		x /= 10;
	} while (x != 0);
	for (int i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	return n;
}

char *money_decimal(int128 x, int64_t per, int digits, int max_digits) {
	g_assert(per > 0 && digits >= 0 && digits <= 12 && max_digits >= 0 && max_digits <= 12);
	int128 scaled = x;
	int128 divisor = per;
	if (max_digits >= digits) {
		if (__builtin_mul_overflow(x, power_of_ten(max_digits - digits), &scaled))
			g_error("an amount too large to print");
	} else {
		divisor *= power_of_ten(digits - max_digits);
	}
	scaled = divide_half_even(scaled, divisor);
	char figures[40];
	int n = print_digits(magnitude(scaled), figures);
	int decimals = max_digits;
	int least = MIN(digits, max_digits);
	/* figures may be shorter than the decimals: those not there are zeros in front. */
	int shown = n;
	while (decimals > least && (shown <= 0 || figures[shown - 1] == '0')) {
		decimals--;
		shown--;
	}
	GString *out = g_string_new(scaled < 0 ? "-" : "");
	int whole = n - max_digits;
	if (whole <= 0)
		g_string_append_c(out, '0');
	else
		g_string_append_len(out, figures, whole);
	if (decimals > 0)
		g_string_append_c(out, '.');
	for (int i = 0; i < decimals; i++)
		g_string_append_c(out, whole + i < 0 ? '0' : figures[whole + i]);
	return g_string_free(out, FALSE);
}
