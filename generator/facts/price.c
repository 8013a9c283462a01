/* facts/price: list prices and what was taken off them, over the lines of the 12 months to a close. A line is a payment: a contract's every interval, an
 * invoice's or an order's row; it is new within 90 days of the customer's first day. Knows terms and orders; refuses to know why a price is what it is. */
#include "facts/fold.h"

#define NEW_DAYS 90

static const struct under everybody = {1, {SLICE_ALL}};

/* One customer's list prices and discounts in the 12 months to one close [minor units of the reporting currency]. */
struct lines {
	int128 list[2], off[2]; /* 0: later lines, 1: new ones */
	bool any[2], discounted, unrated;
};

#define NO_RATE INT64_MIN

/* Adds a line to every close whose 12 months hold its day; list NO_RATE: a line is there, and only whether `off` is above 0 is known. */
static void add_line(const struct fold *f, struct lines *by_close, int32_t day, int64_t list, int64_t off) {
	int age = day - f->timeline.first_day <= NEW_DAYS;
	int32_t month = month_of_day(day).n - f->closes.before.n;
	for (int32_t at = MAX(month, 1); at < (int32_t)f->closes.n && at <= month + 12; at++) {
		int32_t close = f->closes.day[at];
		/* month's ends hold whole months; as_of may end within one */
		if (day > close || (at == month + 12 && day <= day_plus_months(close, -12)))
			continue;
		by_close[at].any[age] = true;
		by_close[at].discounted |= off > 0;
		by_close[at].unrated |= list == NO_RATE;
		by_close[at].list[age] += list == NO_RATE ? 0 : list;
		by_close[at].off[age] += list == NO_RATE ? 0 : off;
	}
}

/* A line of `part` ÷ `whole` of a year's amounts. */
static void add_part(const struct fold *f, struct lines *by_close, const struct term *t, int32_t day, int32_t part, int32_t whole) {
	const struct book *b = f->book;
	int64_t rate = rates_get(&b->rates, t->currency, month_of_day(day));
	if (rate == 0) {
		add_line(f, by_close, day, NO_RATE, t->list - t->paid);
		return;
	}
	int128 scale = rates_scale(&b->rates, t->currency, rate) * part, one = rates_denominator(&b->rates) * whole;
	int64_t list = narrow(divide_half_even((int128)t->list * scale, one)), paid = narrow(divide_half_even((int128)t->paid * scale, one));
	if (list > 0 && paid >= 0) /* what is paid back is no payment */
		add_line(f, by_close, day, list, list - paid);
}

static void add_invoice(const struct fold *f, struct lines *by_close, const struct term *t) {
	int32_t end = t->paid_end != DAY_NONE ? t->paid_end : t->end;
	if (t->interval > 0)
		add_part(f, by_close, t, t->start, t->interval, 12);
	else if (end != DAY_NONE)
		add_part(f, by_close, t, t->start, end - t->start, 365);
}

static void add_term(const struct fold *f, struct lines *by_close, const struct term *t) {
	if (t->list <= 0 || t->start == t->end)
		return;
	if (f->book->activity == ACTIVITY_INVOICES) {
		add_invoice(f, by_close, t);
		return;
	}
	int32_t interval = t->interval > 0 ? t->interval : 1, earliest = day_plus_months(f->book->history_start, -12);
	for (int32_t k = 0, day = t->start; day != DAY_NONE && day <= f->book->as_of && (t->end == DAY_NONE || day < t->end); day = day_due_after(t->start, ++k * interval))
		if (day >= earliest)
			add_part(f, by_close, t, day, interval, 12);
}

static void add_order(const struct fold *f, struct lines *by_close, const struct order *o) {
	bool counts = o->amount > 0 || (o->amount == 0 && conf_is(f->book->conf, SETTING_ORDERS_ZERO, "count"));
	if (!o->refund && counts && o->list > 0)
		add_line(f, by_close, o->day, o->list, o->list - o->amount);
}

static bool has_list(const struct book *b, uint32_t customer) {
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++)
		if (g_array_index(b->terms, struct term, i).list > 0)
			return true;
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++)
		if (g_array_index(b->orders, struct order, i).list > 0)
			return true;
	return false;
}

static void fold_age(struct fold *f, size_t span, const struct lines *l, int age) {
	if (!l->any[age])
		return;
	int128 list = l->list[age], off = l->off[age];
	fold_add(f, span, &everybody, age == 1 ? FACT_LINED_NEW : FACT_LINED_OLD, 1);
	fold_add_wide(f, span, &everybody, age == 1 ? WIDE_LIST_NEW : WIDE_LIST_OLD, list);
	fold_add_wide(f, span, &everybody, age == 1 ? WIDE_OFF_NEW : WIDE_OFF_OLD, off);
	fold_add_wide(f, span, &everybody, age == 1 ? WIDE_LIST_NEW2 : WIDE_LIST_OLD2, list * list);
	fold_add_wide(f, span, &everybody, age == 1 ? WIDE_LIST_OFF_NEW : WIDE_LIST_OFF_OLD, list * off);
	fold_add_wide(f, span, &everybody, age == 1 ? WIDE_OFF_NEW2 : WIDE_OFF_OLD2, off * off);
}

static void fold_lines(struct fold *f, size_t span, const struct lines *l) {
	fold_add(f, span, &everybody, FACT_UNRATED_LINES, l->unrated);
	if (!l->any[0] && !l->any[1])
		return;
	fold_age(f, span, l, 0);
	fold_age(f, span, l, 1);
	int128 list = l->list[0] + l->list[1], off = l->off[0] + l->off[1];
	fold_add(f, span, &everybody, FACT_LINED, 1);
	fold_add(f, span, &everybody, FACT_DISCOUNTED, l->discounted);
	fold_add_wide(f, span, &everybody, WIDE_LIST_ALL2, list * list);
	fold_add_wide(f, span, &everybody, WIDE_LIST_OFF_ALL, list * off);
	fold_add_wide(f, span, &everybody, WIDE_OFF_ALL2, off * off);
}

void fold_price(struct fold *f) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer;
	if (!has_list(b, customer))
		return;
	g_autofree struct lines *by_close = g_new0(struct lines, f->closes.n);
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++)
		add_term(f, by_close, &g_array_index(b->terms, struct term, i));
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++)
		add_order(f, by_close, &g_array_index(b->orders, struct order, i));
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history)
			fold_lines(f, i, &by_close[f->to[i]]);
}
