/* book/rates: see rates.h. Keys pack the currency's index and the month into one pointer-sized number. */
#include "book/rates.h"

static int128 power_of_ten(int n) {
	int128 p = 1;
	while (n-- > 0)
		p *= 10;
	return p;
}

static gpointer key_of(int currency, struct month m) {
	return GSIZE_TO_POINTER(((gsize)currency << 32) | (uint32_t)m.n);
}

/* Minor units differ in size (JPY 0 decimals, EUR 2): decimals are added so that the scale stays whole; four suffice, no currency has more. */
#define SPARE_DIGITS 4

static void add_currency(struct rates *r, struct currency c) {
	int128 unit = power_of_ten(currency_digits(r->reporting) - currency_digits(c) + SPARE_DIGITS);
	g_array_append_val(r->currencies, c);
	g_array_append_val(r->units, unit);
}

void rates_init(struct rates *r, struct currency reporting) {
	r->reporting = reporting;
	r->largest = RATE_ONE;
	r->currencies = g_array_new(FALSE, FALSE, sizeof(struct currency));
	r->units = g_array_new(FALSE, FALSE, sizeof(int128));
	add_currency(r, reporting);
	r->by_key = g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

void rates_clear(struct rates *r) {
	g_array_unref(r->currencies);
	g_array_unref(r->units);
	g_hash_table_unref(r->by_key);
}

int rates_index(struct rates *r, struct currency c) {
	if (currency_equal(c, CURRENCY_NONE))
		return 0;
	for (guint i = 0; i < r->currencies->len; i++)
		if (currency_equal(g_array_index(r->currencies, struct currency, i), c))
			return (int)i;
	add_currency(r, c);
	return (int)r->currencies->len - 1;
}

struct currency rates_currency(const struct rates *r, int currency) {
	return g_array_index(r->currencies, struct currency, (guint)currency);
}

bool rates_set(struct rates *r, int currency, struct month m, int64_t rate) {
	int64_t have = rates_get(r, currency, m);
	if (have != 0)
		return have == rate;
	int64_t *kept = g_new(int64_t, 1);
	*kept = rate;
	r->largest = MAX(r->largest, rate);
	g_hash_table_insert(r->by_key, key_of(currency, m), kept);
	return true;
}

int64_t rates_get(const struct rates *r, int currency, struct month m) {
	if (currency == 0)
		return RATE_ONE;
	const int64_t *kept = g_hash_table_lookup(r->by_key, key_of(currency, m));
	return kept == NULL ? 0 : *kept;
}

int128 rates_scale(const struct rates *r, int currency, int64_t rate) {
	return rate * g_array_index(r->units, int128, (guint)currency);
}

int128 rates_denominator(const struct rates *r) {
	(void)r;
	return (int128)RATE_ONE * power_of_ten(SPARE_DIGITS);
}

bool rates_convert(const struct rates *r, int currency, struct month m, int64_t amount, int64_t *out) {
	int128 scale = rates_scale(r, currency, rates_get(r, currency, m));
	int128 converted = currency == 0 ? amount : divide_half_even((int128)amount * scale, rates_denominator(r));
	if (converted > ROW_AMOUNT_MAX || converted < -ROW_AMOUNT_MAX)
		return false;
	*out = (int64_t)converted;
	return true;
}
