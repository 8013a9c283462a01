/* base/money: exact money. Amounts are int64 minor units of a currency; nothing here is a float. */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H
#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 int128;

/* A currency as a small integer: packed three letters, so that it can be compared and stored cheaply. */
struct currency {
	int32_t code; /* 'E' << 16 | 'U' << 8 | 'R'; 0: none */
};
#define CURRENCY_NONE ((struct currency){0})

bool currency_parse(const char *text, struct currency *out); /* three letters of ISO 4217 that ICU knows, any case */
void currency_print(struct currency c, char out[static 4]);
int currency_digits(struct currency c); /* decimals of its minor unit: EUR 2, JPY 0, KWD 3 (ICU) */
static inline bool currency_equal(struct currency a, struct currency b) { return a.code == b.code; }

int64_t narrow(int128 x);                                  /* x when it fits int64, else aborts: sums are bounded before */
int128 divide_half_even(int128 a, int128 b);               /* a ÷ b rounded half to even; b > 0 */

/* The double nearest to the exact quotient a ÷ b (b ≠ 0): one division at the end, correctly rounded. */
double quotient(int128 a, int128 b);

/* x minor units of a unit with `digits` decimals times `per` (12 for a year's amount shown as a month's) as an exact
 * decimal string when it ends within max_digits, else rounded half-even to max_digits; caller owns. */
char *money_decimal(int128 x, int64_t per, int digits, int max_digits);
#endif
