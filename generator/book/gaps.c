/* book/gaps: exchange rates that are not there. A term stands over many months: it is used, and the months whose rate it needs and lacks are said once, so
 * that a month without a rate takes nothing from the months before it. Knows terms and rates; refuses to know which figures need them. */
#include "book/reader.h"
#include <stdlib.h>
#include <string.h>

static void note(GHashTable *found, const struct term *t, struct month m) {
	gpointer key = GSIZE_TO_POINTER(((gsize)t->currency << 32) | (uint32_t)m.n);
	struct rate_gap *gap = g_hash_table_lookup(found, key);
	if (gap == NULL) {
		gap = g_new(struct rate_gap, 1);
		*gap = (struct rate_gap){t->currency, m, t->account, t->line};
		g_hash_table_insert(found, key, gap);
	} else if (t->account < gap->account || (t->account == gap->account && t->line < gap->line)) {
		gap->account = t->account;
		gap->line = t->line;
	}
}

/* Needed are the rates of its first day's month, of the months whose close it covers, and of the openings of the spans that close there: up to 12
 * months earlier, within the history. */
static void seek(GHashTable *found, const struct book *b, const struct term *t) {
	struct month start = month_of_day(t->start), opening = month_plus(month_of_day(b->history_start), -1), to = month_of_day(b->as_of);
	struct month from = month_plus(start, -12);
	if (start.n >= opening.n && t->start != t->end && rates_get(&b->rates, t->currency, start) == 0)
		note(found, t, start);
	if (t->end != DAY_NONE && t->end <= b->as_of)
		to = month_plus(month_of_day(t->end), -1);
	if (to.n < start.n)
		return; /* it covers no close */
	for (struct month m = from.n < opening.n ? opening : from; m.n <= to.n; m.n++)
		if (rates_get(&b->rates, t->currency, m) == 0)
			note(found, t, m);
}

static int order_gaps(const void *x, const void *y, gpointer rates) {
	const struct rate_gap *a = x, *b = y;
	if (a->month.n != b->month.n)
		return a->month.n < b->month.n ? -1 : 1;
	char one[4], other[4];
	currency_print(rates_currency(rates, a->currency), one);
	currency_print(rates_currency(rates, b->currency), other);
	return strcmp(one, other);
}

void gaps_settle(struct reader *r) {
	struct book *b = r->book;
	GHashTable *found = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (guint i = 0; i < b->terms->len; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (t->currency != 0)
			seek(found, b, t);
	}
	GHashTableIter each;
	gpointer gap;
	g_hash_table_iter_init(&each, found);
	while (g_hash_table_iter_next(&each, NULL, &gap))
		g_array_append_vals(b->gaps, gap, 1);
	g_hash_table_unref(found);
	g_array_sort_with_data(b->gaps, order_gaps, &b->rates);
	for (guint i = 0; i < b->gaps->len; i++) {
		const struct rate_gap *at = &g_array_index(b->gaps, struct rate_gap, i);
		char month[8], code[4];
		month_print(at->month, month);
		currency_print(rates_currency(&b->rates, at->currency), code);
		account_note(g_ptr_array_index(b->accounts, at->account), r->diag, DIAG_RATE_GAP, at->line, 0, code, month);
	}
}
