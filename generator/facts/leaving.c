/* facts/leaving: who left in every span and by what recorded reason, who of the new ones was gone after 90 days, who of the lost came back; for order
 * businesses, who orders and how often. Knows one customer's timeline and the reason beside it; refuses to use anything dated after a span's close: a
 * reason counts from the cancel date beside it on, in an export that has such a column. */
#include "facts/fold.h"
#include <string.h>

#define EARLY_DAYS 90

static bool contains(const char *text, const char *word) {
	g_autofree char *small = g_ascii_strdown(text, -1);
	return strstr(small, word) != NULL;
}

/* Whether a reason is a failed payment: one of those listed, else one that names a card or a payment; the case of letters does not matter. */
static bool is_payment(const struct book *b, uint32_t reason) {
	const char *text = intern_text(&b->names, reason);
	if (!conf_has(b->conf, SETTING_CHURN_PAYMENT_REASONS))
		return contains(text, "card") || contains(text, "payment");
	char **listed = conf_list(b->conf, SETTING_CHURN_PAYMENT_REASONS);
	bool found = false;
	for (size_t i = 0; listed[i] != NULL && !found; i++)
		found = g_ascii_strcasecmp(listed[i], text) == 0;
	return found;
}

/* A date that is still empty on the close must not say more than one that lies behind it. */
static bool reason_told(const struct book *b, const struct customer *c, int32_t close) {
	if (c->reason == INTERN_NONE)
		return false;
	return !b->fields[RECORD_CUSTOMERS][FIELD_CANCEL_DATE] || (c->cancel != DAY_NONE && c->cancel <= close);
}

static void fold_left(struct fold *f, size_t span) {
	const struct book *b = f->book;
	const struct customer *c = &g_array_index(b->customers, struct customer, f->timeline.customer);
	struct under u = fold_under_close(f, f->from[span]);
	bool told = reason_told(b, c, f->facts->spans.items[span].close), payment = told && is_payment(b, c->reason);
	fold_add(f, span, &u, FACT_LEFT_PAYMENT, payment);
	fold_tally(f, TALLY_REASONS, span, &u, told ? fold_label(f, c->reason) : LABEL_NONE, told ? c->owner : 0, payment, 1, f->timeline.amount[f->from[span]]);
}

static const struct order *orders_from(const struct fold *f, uint32_t *n) {
	const struct book *b = f->book;
	uint32_t first = b->first_order[f->timeline.customer];
	*n = b->first_order[f->timeline.customer + 1] - first;
	return (const struct order *)(const void *)b->orders->data + first;
}

/* Whether an order was placed on one of the days (after, up to]. */
static bool ordered(const struct fold *f, int32_t after, int32_t up_to) {
	uint32_t n;
	const struct order *orders = orders_from(f, &n);
	for (uint32_t i = 0; i < n && orders[i].day <= up_to; i++)
		if (orders[i].day > after && !orders[i].refund)
			return true;
	return false;
}

/* First-time customers, judged on the day their first 90 days are over. */
static void fold_early(struct fold *f) {
	int32_t first = f->timeline.first_day, due = first + EARLY_DAYS;
	if (first < f->book->history_start || due > f->book->as_of)
		return;
	bool orders = f->book->activity == ACTIVITY_ORDERS;
	bool here = orders ? ordered(f, first, due) : timeline_active_on(&f->timeline, due);
	struct under u = fold_under_day(f, first);
	size_t n;
	const size_t *spans = fold_spans_within(f, due, &n);
	for (size_t i = 0; i < n; i++) {
		fold_add(f, spans[i], &u, FACT_EARLY_DUE, 1);
		fold_add(f, spans[i], &u, FACT_EARLY_GONE, !here);
	}
}

/* The first day the customer, not here at close `from`, was no longer one; DAY_NONE: never was. Order businesses know it by closes: the window empties. */
static int32_t left_before(const struct fold *f, size_t from) {
	const struct timeline *t = &f->timeline;
	if (f->book->activity != ACTIVITY_ORDERS)
		return timeline_left_by(t, f->closes.day[from]);
	for (size_t at = from; at-- > 0;)
		if (t->active[at])
			return f->closes.day[at + 1];
	/* one who ordered and was wholly refunded within the month was here, and gone at its close */
	int32_t month = month_of_day(t->first_day).n - f->closes.before.n;
	return month >= 0 && (size_t)month <= from ? f->closes.day[month] : DAY_NONE;
}

static void fold_away(struct fold *f, size_t span) {
	size_t from = f->from[span];
	if (from < 12 || f->timeline.active[from])
		return;
	int32_t left = left_before(f, from);
	if (left == DAY_NONE || left <= f->closes.day[from - 12])
		return;
	struct under u = fold_under_day(f, left - 1);
	fold_add(f, span, &u, FACT_AWAY, 1);
	fold_add(f, span, &u, FACT_AWAY_BACK, f->timeline.active[f->to[span]]);
}

static void fold_orders(struct fold *f, size_t span) {
	const struct span *s = &f->facts->spans.items[span];
	uint32_t n;
	const struct order *orders = orders_from(f, &n);
	int64_t count = 0, value = 0, days = 0;
	int32_t last = DAY_NONE;
	for (uint32_t i = 0; i < n && orders[i].day <= s->close; i++) {
		days += !orders[i].refund && orders[i].day != last;
		if (!orders[i].refund)
			last = orders[i].day;
		if (orders[i].day <= s->open)
			continue;
		count += !orders[i].refund;
		value += orders[i].amount;
	}
	if (count == 0 && value == 0)
		return;
	struct under u = fold_under_day(f, s->close);
	fold_add(f, span, &u, FACT_ORDERS, count);
	fold_add(f, span, &u, FACT_ORDER_VALUE, value);
	fold_add(f, span, &u, FACT_ORDER_BUYERS, count > 0);
	fold_add(f, span, &u, FACT_ORDER_AGAIN, count > 0 && days >= 2);
}

void fold_leaving(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	bool snapshot = f->book->activity == ACTIVITY_SNAPSHOT;
	for (size_t i = 0; i < s->n && !snapshot; i++) {
		if (s->items[i].before_history)
			continue;
		if (f->timeline.active[f->from[i]] && !f->timeline.active[f->to[i]])
			fold_left(f, i);
		fold_away(f, i);
	}
	if (!snapshot)
		fold_early(f);
}

void fold_ordered(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n && f->book->activity == ACTIVITY_ORDERS; i++)
		if (!s->items[i].before_history)
			fold_orders(f, i);
}
