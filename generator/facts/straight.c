/* facts/straight: see straight.h. Deliberately naive: every row is looked at for every day. */
#include "facts/straight.h"

static bool straight_orders(const struct book *b, uint32_t customer, int32_t day, int64_t *amount) {
	int32_t after = day_plus_months(day, -(int)conf_int(b->conf, SETTING_INACTIVE_AFTER));
	bool standing = false, count = conf_is(b->conf, SETTING_ORDERS_ZERO, "count");
	int64_t sum = 0;
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++) {
		const struct order *o = &g_array_index(b->orders, struct order, i);
		if (o->day <= after || o->day > day)
			continue;
		sum += o->amount;
		standing |= !o->refund && (o->refunded == DAY_NONE || day < o->refunded);
	}
	bool active = count ? standing : sum > 0;
	*amount = active ? sum : 0;
	return active;
}

bool straight_active(const struct book *b, uint32_t customer, int32_t day, int64_t *amount) {
	*amount = 0;
	if (b->activity == ACTIVITY_ORDERS)
		return straight_orders(b, customer, day, amount);
	if (b->activity == ACTIVITY_SNAPSHOT) {
		const struct customer *c = &g_array_index(b->customers, struct customer, customer);
		bool here = c->tenure >= 0 && !c->churned;
		*amount = here ? c->amount : 0;
		return here;
	}
	bool active = false;
	int128 sum = 0, one = rates_denominator(&b->rates);
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (day < t->start || (t->end != DAY_NONE && day >= t->end))
			continue;
		active = true;
		sum += (int128)t->amount * rates_scale(&b->rates, t->currency, rates_get(&b->rates, t->currency, month_of_day(day)));
	}
	*amount = narrow(divide_half_even(sum, one));
	return active;
}
