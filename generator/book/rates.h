/* book/rates: monthly exchange rates. Money stays exact: amounts × rate in 128 bits, rounded once, half to even. */
#ifndef BOOK_RATES_H
#define BOOK_RATES_H
#include "base/money.h"
#include "base/month.h"
#include <glib.h>
#include <stdbool.h>

#define RATE_ONE INT64_C(1000000000) /* rates are billionths: reporting units for one unit of the currency */

struct rates {
	struct currency reporting;
	GArray *currencies; /* of struct currency; [0] is the reporting one */
	GArray *units;      /* of int128: what a minor unit of each counts beside the reporting one's, over rates_denominator ÷ RATE_ONE */
	GHashTable *by_key; /* currency index and month → rate */
	int64_t largest;    /* of all rates, at least RATE_ONE */
};
void rates_init(struct rates *r, struct currency reporting);
void rates_clear(struct rates *r);
int rates_index(struct rates *r, struct currency c);      /* of the currency, added when new; CURRENCY_NONE: 0 */
struct currency rates_currency(const struct rates *r, int currency); /* of the index */
bool rates_set(struct rates *r, int currency, struct month m, int64_t rate); /* false when another rate stands there */
int64_t rates_get(const struct rates *r, int currency, struct month m); /* 0: missing; of [0] always RATE_ONE */
/* What one minor unit of the currency counts in reporting minor units at rate, as numerator over rates_denominator. */
int128 rates_scale(const struct rates *r, int currency, int64_t rate);
int128 rates_denominator(const struct rates *r);
/* Rounded half-even; the rate must be there. false when the outcome is larger than a row may hold. */
bool rates_convert(const struct rates *r, int currency, struct month m, int64_t amount, int64_t *out);

/* Amounts of one row stay below this, so that sums of them can be bounded [minor units]. */
#define ROW_AMOUNT_MAX INT64_C(1000000000000000)
#endif
