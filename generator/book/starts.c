/* book/starts: the first day a customer is active by the activity source. Terms begin a life on their first day; orders on the first day at whose close
 * the window of inactive_after months holds net value (orders.zero = count: an order that is not wholly taken back), so that what is taken back on the
 * day it was bought begins none. Knows rows in their final order; refuses to know closes and spans. */
#include "book/reader.h"

static int32_t first_term_day(const struct book *b, uint32_t customer) {
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (t->end != t->start)
			return t->start;
	}
	return DAY_NONE;
}

static int32_t first_standing_order(const struct order *orders, uint32_t n) {
	for (uint32_t i = 0; i < n; i++)
		if (!orders[i].refund && (orders[i].refunded == DAY_NONE || orders[i].refunded > orders[i].day))
			return orders[i].day;
	return DAY_NONE;
}

/* The first day whose window of so many months no longer holds a day. Months are of unequal length and a last day stays one: the day looked for lies
 * near the same day so many months later, not always on it. */
static int32_t out_of_window(int32_t day, int months) {
	int32_t out = day_plus_months(day, months);
	while (day_plus_months(out, -months) < day)
		out++;
	while (day_plus_months(out - 1, -months) >= day)
		out--;
	return out;
}

/* Orders come in and fall out of the window day by day: value can also become positive because a refund falls out. */
static int32_t first_day_of_value(const struct order *orders, uint32_t n, int months) {
	int64_t value = 0;
	uint32_t from = 0, to = 0;
	while (to < n || from < to) {
		int32_t out = from < to ? out_of_window(orders[from].day, months) : INT32_MAX;
		int32_t day = to < n ? MIN(orders[to].day, out) : out;
		for (; from < to && out_of_window(orders[from].day, months) <= day; from++)
			value -= orders[from].amount;
		for (; to < n && orders[to].day == day; to++)
			value += orders[to].amount;
		if (value > 0)
			return day;
	}
	return DAY_NONE;
}

int32_t book_first_day(const struct book *b, uint32_t customer) {
	if (b->activity != ACTIVITY_ORDERS)
		return first_term_day(b, customer);
	uint32_t first = b->first_order[customer], n = b->first_order[customer + 1] - first;
	const struct order *orders = (const struct order *)(const void *)b->orders->data + first;
	if (conf_is(b->conf, SETTING_ORDERS_ZERO, "count"))
		return first_standing_order(orders, n);
	return first_day_of_value(orders, n, (int)conf_int(b->conf, SETTING_INACTIVE_AFTER));
}
