/* facts/timeline: see timeline.h. A term covers a run of closes, found from the months of its ends; an order counts in the windows of the next
 * inactive_after months. */
#include "facts/timeline.h"
#include <string.h>

void closes_init(struct closes *c, const struct spans *s) {
	c->n = (size_t)(s->last.n - s->first.n) + 2;
	c->day = g_new(int32_t, c->n);
	c->month = g_new(struct month, c->n);
	c->before = month_plus(s->first, -1);
	for (size_t i = 0; i < c->n; i++) {
		c->month[i] = month_plus(c->before, (int)i);
		c->day[i] = month_last_day(c->month[i]);
	}
	c->day[c->n - 1] = s->as_of;
}

void closes_clear(struct closes *c) {
	g_free(c->day);
	g_free(c->month);
}

void timeline_init(struct timeline *t, const struct book *b, const struct closes *c) {
	*t = (struct timeline){.book = b, .closes = c};
	t->active = g_new0(bool, c->n);
	t->amount = g_new0(int64_t, c->n);
	t->unrated = g_new0(bool, c->n);
}

void timeline_clear(struct timeline *t) {
	g_free(t->active);
	g_free(t->amount);
	g_free(t->unrated);
}

static const struct term *terms_of(const struct book *b, uint32_t customer, uint32_t *n) {
	*n = b->first_term[customer + 1] - b->first_term[customer];
	return (const struct term *)(const void *)b->terms->data + b->first_term[customer];
}

static bool covers(const struct term *t, int32_t day) {
	return t->start <= day && (t->end == DAY_NONE || t->end > day);
}

/* The first close at or after a day; n when there is none. */
static size_t close_from(const struct closes *c, int32_t day) {
	int32_t months = month_of_day(day).n - c->before.n;
	size_t at = months < 0 ? 0 : (size_t)months;
	if (at >= c->n || (at == c->n - 1 && day > c->day[at]))
		return c->n;
	return at;
}

/* Σ of the active terms' amounts on a day in rates of a month: exact by currency, rounded once. A term without a rate is in none of it. */
static int64_t amount_on(const struct book *b, uint32_t customer, int32_t day, struct month rates, bool *unrated) {
	uint32_t n;
	const struct term *terms = terms_of(b, customer, &n);
	int64_t own = 0;
	int128 foreign = 0;
	*unrated = false;
	for (uint32_t i = 0; i < n && terms[i].start <= day; i++) {
		if (!covers(&terms[i], day))
			continue;
		int64_t rate = rates_get(&b->rates, terms[i].currency, rates);
		*unrated |= rate == 0;
		if (terms[i].currency == 0)
			own += terms[i].amount;
		else
			foreign += (int128)terms[i].amount * rates_scale(&b->rates, terms[i].currency, rate);
	}
	return foreign == 0 ? own : own + narrow(divide_half_even(foreign, rates_denominator(&b->rates)));
}

static void load_terms(struct timeline *t) {
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n);
	const struct closes *c = t->closes;
	for (uint32_t i = 0; i < n; i++) {
		if (terms[i].end == terms[i].start)
			continue;
		if (t->first_day == DAY_NONE)
			t->first_day = terms[i].start;
		t->foreign |= terms[i].currency != 0;
		size_t to = terms[i].end == DAY_NONE ? c->n : close_from(c, terms[i].end);
		for (size_t at = close_from(c, terms[i].start); at < to; at++) {
			t->active[at] = true;
			t->amount[at] += terms[i].amount;
		}
	}
	for (size_t at = 0; t->foreign && at < c->n; at++)
		if (t->active[at])
			t->amount[at] = amount_on(t->book, t->customer, c->day[at], c->month[at], &t->unrated[at]);
	if (t->first_day != DAY_NONE)
		t->first_amount = amount_on(t->book, t->customer, t->first_day, month_of_day(t->first_day), &t->first_unrated);
}

int32_t window_open(const struct book *b, int32_t day) {
	return day_plus_months(day, -(int)conf_int(b->conf, SETTING_INACTIVE_AFTER));
}

static const struct order *orders_of(const struct book *b, uint32_t customer, uint32_t *n) {
	*n = b->first_order[customer + 1] - b->first_order[customer];
	return (const struct order *)(const void *)b->orders->data + b->first_order[customer];
}

int64_t orders_value(const struct book *b, uint32_t customer, int32_t after, int32_t up_to, bool *any) {
	uint32_t n;
	const struct order *orders = orders_of(b, customer, &n);
	int64_t value = 0;
	*any = false;
	for (uint32_t i = 0; i < n && orders[i].day <= up_to; i++)
		if (orders[i].day > after) {
			value += orders[i].amount;
			*any |= orders[i].amount >= 0;
		}
	return value;
}

/* Whether an order of the window stands that is not wholly refunded by its close. */
static bool window_has_order(const struct order *orders, uint32_t from, uint32_t to, int32_t close) {
	for (uint32_t i = from; i < to; i++)
		if (!orders[i].refund && (orders[i].refunded == DAY_NONE || orders[i].refunded > close))
			return true;
	return false;
}

static void load_orders(struct timeline *t) {
	uint32_t n, from = 0, to = 0;
	const struct order *orders = orders_of(t->book, t->customer, &n);
	bool count = conf_is(t->book->conf, SETTING_ORDERS_ZERO, "count");
	int64_t value = 0;
	t->first_day = book_first_day(t->book, t->customer);
	for (size_t at = 0; at < t->closes->n; at++) {
		int32_t after = window_open(t->book, t->closes->day[at]);
		for (; to < n && orders[to].day <= t->closes->day[at]; to++)
			value += orders[to].amount;
		for (; from < to && orders[from].day <= after; from++)
			value -= orders[from].amount;
		t->active[at] = count ? window_has_order(orders, from, to, t->closes->day[at]) : value > 0;
		t->amount[at] = t->active[at] ? value : 0;
	}
	bool any;
	if (t->first_day != DAY_NONE)
		t->first_amount = orders_value(t->book, t->customer, window_open(t->book, t->first_day), t->first_day, &any);
}

/* A snapshot's customer: here before as_of's month unless tenure is 0, gone in it when churned. */
static void load_snapshot(struct timeline *t) {
	const struct customer *c = &g_array_index(t->book->customers, struct customer, t->customer);
	if (c->tenure < 0)
		return;
	size_t last = t->closes->n - 1;
	t->active[last - 1] = c->tenure > 0;
	t->active[last] = !c->churned;
	t->amount[last - 1] = c->tenure > 0 ? c->amount : 0;
	t->amount[last] = c->churned ? 0 : c->amount;
	t->first_day = c->tenure == 0 ? t->closes->day[last] : day_plus_months(month_first_day(t->closes->month[last]), -c->tenure);
	t->first_amount = c->amount;
}

void timeline_load(struct timeline *t, uint32_t customer) {
	memset(t->active, 0, t->closes->n * sizeof *t->active);
	memset(t->amount, 0, t->closes->n * sizeof *t->amount);
	memset(t->unrated, 0, t->closes->n * sizeof *t->unrated);
	t->customer = customer;
	t->foreign = false;
	t->first_day = DAY_NONE;
	t->first_amount = 0;
	t->first_unrated = false;
	if (t->book->activity == ACTIVITY_ORDERS)
		load_orders(t);
	else if (t->book->activity == ACTIVITY_SNAPSHOT)
		load_snapshot(t);
	else
		load_terms(t);
}

int64_t timeline_amount_at_rates(const struct timeline *t, size_t at, struct month rates, bool *unrated) {
	*unrated = false;
	if (!t->foreign || !t->active[at])
		return t->amount[at];
	return amount_on(t->book, t->customer, t->closes->day[at], rates, unrated);
}

/* Which of two active terms decides a slice: the larger amount in the reporting currency (0 without a rate), then the lower id. */
static bool decides(const struct book *b, const struct term *a, const struct term *than, struct month m) {
	int128 x = (int128)a->amount * rates_scale(&b->rates, a->currency, rates_get(&b->rates, a->currency, m));
	int128 y = (int128)than->amount * rates_scale(&b->rates, than->currency, rates_get(&b->rates, than->currency, m));
	if (x != y)
		return x > y;
	if (a->key == than->key)
		return false;
	if (a->key == INTERN_NONE || than->key == INTERN_NONE)
		return than->key == INTERN_NONE;
	return strcmp(intern_text(&b->keys, a->key), intern_text(&b->keys, than->key)) < 0;
}

const struct term *timeline_term(const struct timeline *t, int32_t day) {
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n), *chosen = NULL;
	for (uint32_t i = 0; i < n && terms[i].start <= day; i++)
		if (covers(&terms[i], day) && (chosen == NULL || decides(t->book, &terms[i], chosen, month_of_day(day))))
			chosen = &terms[i];
	return chosen;
}

uint32_t timeline_code(const struct timeline *t, size_t dimension, int32_t day) {
	const struct book *b = t->book;
	if (!b->dated[dimension])
		return g_array_index(b->customer_codes, uint32_t, t->customer * b->n_dimensions + dimension);
	const struct term *chosen = timeline_term(t, day);
	if (chosen == NULL || chosen->codes == INTERN_NONE)
		return g_array_index(b->customers, struct customer, t->customer).exported ? CODE_NONE : CODE_UNKNOWN;
	return g_array_index(b->term_codes, uint32_t, chosen->codes + dimension);
}

bool timeline_active_on(const struct timeline *t, int32_t day) {
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n);
	bool active = false;
	for (uint32_t i = 0; i < n && terms[i].start <= day && !active; i++)
		active = covers(&terms[i], day);
	return active;
}

int32_t timeline_left_by(const struct timeline *t, int32_t day) {
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n);
	int32_t left = DAY_NONE;
	for (uint32_t i = 0; i < n && terms[i].start <= day; i++)
		if (terms[i].end != terms[i].start)
			left = MAX(left, terms[i].end);
	return left;
}

static int32_t stretch_start_orders(const struct timeline *t, int32_t day) {
	uint32_t n;
	const struct order *orders = orders_of(t->book, t->customer, &n);
	int32_t start = DAY_NONE;
	for (uint32_t i = n; i-- > 0;) {
		if (orders[i].day > day)
			continue;
		if (start != DAY_NONE && orders[i].day <= window_open(t->book, start))
			break;
		start = orders[i].day;
	}
	return start == DAY_NONE ? day : start;
}

int32_t timeline_stretch_start(const struct timeline *t, int32_t day) {
	if (t->book->activity == ACTIVITY_ORDERS)
		return stretch_start_orders(t, day);
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n);
	int32_t start = day, end = DAY_NONE;
	bool open = false;
	for (uint32_t i = 0; i < n && terms[i].start <= day; i++) {
		if (terms[i].end == terms[i].start)
			continue;
		if (!open && (end == DAY_NONE || terms[i].start > end))
			start = terms[i].start;
		open = open || terms[i].end == DAY_NONE;
		end = MAX(end, terms[i].end);
	}
	return start;
}

int32_t timeline_first_end(const struct timeline *t) {
	if (t->book->activity == ACTIVITY_ORDERS || t->book->activity == ACTIVITY_SNAPSHOT) {
		for (size_t at = close_from(t->closes, t->first_day); at < t->closes->n; at++)
			if (!t->active[at])
				return t->closes->day[at];
		return DAY_NONE;
	}
	uint32_t n;
	const struct term *terms = terms_of(t->book, t->customer, &n);
	int32_t end = t->first_day;
	for (uint32_t i = 0; i < n && terms[i].start <= end; i++) {
		if (terms[i].end == DAY_NONE)
			return DAY_NONE;
		end = MAX(end, terms[i].end);
	}
	return end > t->book->as_of ? DAY_NONE : end;
}
