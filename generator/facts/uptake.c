/* facts/uptake: customers who first bought a product or plan they never had before, long-standing ones and those of their first year apart.
 * Knows tenure from the true start and the days on which products were first bought; refuses to know what they cost. */
#include "facts/fold.h"

static const struct under everybody = {1, {SLICE_ALL}};

/* The first day of a product of the customer, when it had not been seen before. */
static void note_product(GArray *days, GHashTable *seen, uint32_t product, int32_t day) {
	if (product != INTERN_NONE && g_hash_table_add(seen, GUINT_TO_POINTER(product)))
		g_array_append_val(days, day);
}

/* The days on which the customer first bought each of its products, by time; rows are by time. Caller owns. */
static GArray *first_days(const struct fold *f) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer;
	GArray *days = g_array_new(FALSE, FALSE, sizeof(int32_t));
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (t->start != t->end)
			note_product(days, seen, t->product, t->start);
	}
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++) {
		const struct order *o = &g_array_index(b->orders, struct order, i);
		if (!o->refund && (o->amount > 0 || conf_is(b->conf, SETTING_ORDERS_ZERO, "count")))
			note_product(days, seen, o->product, o->day);
	}
	return days;
}

static bool any_in(const GArray *days, int32_t after, int32_t up_to) {
	for (guint i = 0; i < days->len; i++)
		if (g_array_index(days, int32_t, i) > after && g_array_index(days, int32_t, i) <= up_to)
			return true;
	return false;
}

void fold_uptake(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	const struct customer *c = &g_array_index(f->book->customers, struct customer, f->timeline.customer);
	int32_t start = c->signup != DAY_NONE ? MIN(c->signup, f->timeline.first_day) : f->timeline.first_day;
	int32_t two_months = day_due_after(start, 2), a_year = day_due_after(start, 12);
	g_autoptr(GArray) days = first_days(f);
	for (size_t i = 0; i < s->n; i++) {
		const struct span *at = &s->items[i];
		if (at->before_history || !f->timeline.active[f->from[i]] || two_months > at->open)
			continue;
		bool older = a_year < at->open, tried = any_in(days, at->open, at->close);
		fold_add(f, i, &everybody, older ? FACT_OLDER : FACT_YOUNGER, 1);
		fold_add(f, i, &everybody, older ? FACT_OLDER_TRIED : FACT_YOUNGER_TRIED, tried);
	}
}
