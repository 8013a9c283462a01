/* facts/worth: the largest customers, revenue at risk at a close, what leavers had paid, what those who stayed bring by how long they have been here, and
 * orders' value per day of old and new customers.
 * Knows amounts and standing; refuses to know prices, channels and products, which are its neighbours'. All of "all" only. */
#include "facts/fold.h"

static const struct under everybody = {1, {SLICE_ALL}};

static void fold_tops(struct fold *f, size_t span) {
	tops_keep(f->facts->tops + span * TOPS_MAX, f->timeline.amount[f->to[span]]);
}

/* Here only because a paid period is carried on for churn.past_due_days. */
static bool past_due(const struct fold *f, int32_t close) {
	const struct book *b = f->book;
	bool covered = false;
	for (uint32_t i = b->first_term[f->timeline.customer]; i < b->first_term[f->timeline.customer + 1]; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (t->start > close || (t->end != DAY_NONE && t->end <= close))
			continue;
		if (t->paid_end == DAY_NONE || t->paid_end > close)
			return false;
		covered = true;
	}
	return covered;
}

/* Notice on or before the close for a term that runs on it. */
static bool notice_given(const struct fold *f, int32_t close) {
	const struct book *b = f->book;
	for (uint32_t i = b->first_term[f->timeline.customer]; i < b->first_term[f->timeline.customer + 1]; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		if (t->start <= close && (t->end == DAY_NONE || t->end > close) && t->notice != DAY_NONE && t->notice <= close)
			return true;
	}
	return false;
}

static bool at_risk(const struct fold *f, int32_t close) {
	const struct answer *last = fold_last_nps(f, close, (int)conf_int(f->book->conf, SETTING_LINK_LOOKBACK));
	return (last != NULL && last->score <= 6) || fold_turned_down(f, close) || notice_given(f, close) || past_due(f, close);
}

/* [closes] whether the customer is here and at risk; caller owns. */
static bool *risks_of(const struct fold *f) {
	bool *risk = g_new0(bool, f->closes.n);
	for (size_t at = 1; at < f->closes.n; at++)
		risk[at] = f->timeline.active[at] && at_risk(f, f->closes.day[at]);
	return risk;
}

static void fold_risk(struct fold *f, size_t span) {
	fold_add(f, span, &everybody, FACT_RISK, 1);
	fold_add(f, span, &everybody, FACT_MRR_RISK, f->timeline.amount[f->to[span]]);
}

/* What the customer paid up to a close: contracts a year's amount for every month's close it was here at, orders their value. */
static int128 paid_until(const struct fold *f, size_t to) {
	bool any;
	if (f->book->activity == ACTIVITY_ORDERS)
		return orders_value(f->book, f->timeline.customer, f->timeline.first_day - 1, f->closes.day[to], &any);
	int128 paid = 0;
	for (size_t at = 1; at < to; at++)
		paid += f->timeline.active[at] ? f->timeline.amount[at] : 0;
	return paid;
}

/* A leaver of the span who had joined in the history. The amount goes in two parts, so that no sum of them can pass 64 bits. */
static void fold_left(struct fold *f, size_t span) {
	const struct timeline *t = &f->timeline;
	size_t last = f->to[span];
	while (last > 0 && !t->active[last])
		last--;
	int32_t joined = month_of_day(t->first_day).n, lived = f->closes.month[last].n - joined + 1;
	int128 paid = paid_until(f, f->to[span]);
	int64_t whole = narrow(paid / LEFT_PAID_PART), rest = narrow(paid % LEFT_PAID_PART);
	fold_tally(f, TALLY_LEFT_PAID, span, &everybody, joined, lived, 0, 1, whole);
	fold_tally(f, TALLY_LEFT_PAID, span, &everybody, joined, lived, 1, 0, rest);
	bool unrated = false;
	for (size_t at = 1; at < f->to[span]; at++)
		unrated |= t->unrated[at];
	if (unrated)
		fold_tally(f, TALLY_LEFT_PAID, span, &everybody, joined, lived, 2, 0, 1);
}

/* Orders: net value in the span, of kept customers over its days, of new ones over the days since their first. */
static void fold_spent(struct fold *f, size_t span, enum standing standing) {
	const struct span *s = &f->facts->spans.items[span];
	bool any, kept = standing == STANDING_OPENING;
	int64_t value = orders_value(f->book, f->timeline.customer, s->open, s->close, &any);
	fold_add(f, span, &everybody, kept ? FACT_SPENT_KEPT : FACT_SPENT_NEW, value);
	fold_add(f, span, &everybody, kept ? FACT_DAYS_KEPT : FACT_DAYS_NEW, s->close - (kept ? s->open : f->timeline.first_day - 1));
}

/* Completed years as a customer on a day, 3 and more as 3; from the sign-up when it is earlier than the first day active. */
static int32_t years_on(const struct fold *f, int32_t day) {
	const struct customer *c = &g_array_index(f->book->customers, struct customer, f->timeline.customer);
	int32_t start = c->signup != DAY_NONE ? MIN(c->signup, f->timeline.first_day) : f->timeline.first_day, years = 0;
	while (years < 3 && day_due_after(start, 12 * (years + 1)) <= day)
		years++;
	return years;
}

/* A customer that stayed. */
static void fold_loyal(struct fold *f, size_t span) {
	const struct span *s = &f->facts->spans.items[span];
	int32_t years = years_on(f, s->open);
	if (f->book->activity == ACTIVITY_ORDERS) {
		bool any;
		fold_tally(f, TALLY_LOYAL, span, &everybody, years, 0, 0, 1, orders_value(f->book, f->timeline.customer, s->open, s->close, &any));
		fold_tally(f, TALLY_LOYAL, span, &everybody, years, 1, 0, s->close - s->open, 0);
		return;
	}
	bool unrated; /* FACT_UNRATED_KEPT counts it */
	int64_t closing = timeline_amount_at_rates(&f->timeline, f->to[span], f->closes.month[f->from[span]], &unrated);
	fold_tally(f, TALLY_LOYAL, span, &everybody, years, 0, 0, 1, closing);
}

void fold_worth(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	const struct timeline *t = &f->timeline;
	g_autofree bool *risk = risks_of(f);
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		enum standing standing = fold_standing(f, i);
		bool here = t->active[f->to[i]];
		if (here)
			fold_tops(f, i);
		if (risk[f->to[i]])
			fold_risk(f, i);
		if (standing == STANDING_OPENING && !here && t->first_day >= f->book->history_start)
			fold_left(f, i);
		if (standing == STANDING_OPENING && here)
			fold_loyal(f, i);
		if (f->book->activity == ACTIVITY_ORDERS && here && (standing == STANDING_OPENING || standing == STANDING_JOINED))
			fold_spent(f, i, standing);
	}
}
