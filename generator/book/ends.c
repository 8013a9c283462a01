/* book/ends: the day each term ends for the report, by churn.date and churn.past_due_days. Works on stretches: runs of one customer's terms without a
 * day between them. Knows terms in their order; refuses to know closes and figures. What the exports said of the end stays in paid_end:
 * the day a contract runs to and a renewal falls due. */
#include "book/reader.h"

static bool is_empty(const struct term *t) {
	return t->end == t->start;
}

/* churn.date = cancelled: the day of notice, else the customer's own cancel date, when that is earlier than the end. The customer's date says nothing
 * of a term that began later: that is a return. */
static void end_when_cancelled(const struct book *b, struct term *t) {
	int32_t cancel = g_array_index(b->customers, struct customer, t->customer).cancel;
	int32_t day = t->notice != DAY_NONE ? MAX(t->notice, t->start) : cancel > t->start ? cancel : DAY_NONE;
	if (day != DAY_NONE && (t->end == DAY_NONE || day < t->end))
		t->end = day;
}

/* The day after the last paid interval of a term that has an end began. An interval that is not known is the whole term. */
static int32_t day_after_last_payment(const struct term *t) {
	if (t->interval == 0)
		return t->start + 1;
	int months = month_of_day(t->end).n - month_of_day(t->start).n;
	int k = months / t->interval;
	while (k > 0 && day_due_after(t->start, k * t->interval) >= t->end)
		k--;
	return day_due_after(t->start, k * t->interval) + 1;
}

/* churn.date = last_payment: a stretch ends the day after the last of its paid intervals began. */
static void end_at_last_payment(struct term *terms, uint32_t from, uint32_t to) {
	int32_t last = DAY_NONE;
	for (uint32_t i = from; i < to; i++)
		if (!is_empty(&terms[i]))
			last = MAX(last, day_after_last_payment(&terms[i]));
	for (uint32_t i = from; i < to; i++)
		if (!is_empty(&terms[i]) && terms[i].end > last)
			terms[i].end = last;
}

/* What is paid to the end of a stretch goes on for so many days, at most until the next stretch begins (DAY_NONE: there is none). */
static void extend(struct term *terms, uint32_t from, uint32_t to, int32_t end, int32_t days, int32_t next) {
	int32_t until = next == DAY_NONE ? end + days : MIN(end + days, next);
	for (uint32_t i = from; i < to; i++)
		if (!is_empty(&terms[i]) && terms[i].end == end)
			terms[i].end = until;
}

/* The next stretch of one customer's terms [from, to): where it ends, its end (DAY_NONE: open) and where the next one starts (DAY_NONE: none). */
static uint32_t stretch(const struct term *terms, uint32_t from, uint32_t to, int32_t *end, int32_t *next) {
	bool any = false, open = false;
	*end = *next = DAY_NONE;
	uint32_t i = from;
	for (; i < to; i++) {
		const struct term *t = &terms[i];
		if (is_empty(t))
			continue;
		if (any && !open && t->start > *end) {
			*next = t->start;
			break;
		}
		open = open || t->end == DAY_NONE;
		*end = open ? DAY_NONE : MAX(*end, t->end);
		any = true;
	}
	return i;
}

void ends_settle(struct book *b) {
	struct term *terms = (struct term *)(void *)b->terms->data;
	bool last_payment = conf_is(b->conf, SETTING_CHURN_DATE, "last_payment"), cancelled = conf_is(b->conf, SETTING_CHURN_DATE, "cancelled");
	int32_t days = b->activity == ACTIVITY_INVOICES && !last_payment ? (int32_t)conf_int(b->conf, SETTING_CHURN_PAST_DUE_DAYS) : 0;
	for (uint32_t i = 0; cancelled && i < b->terms->len; i++)
		end_when_cancelled(b, &terms[i]);
	if (!last_payment && days == 0)
		return;
	for (uint32_t from = 0, to; from < b->terms->len; from = to) {
		uint32_t last = from;
		while (last < b->terms->len && terms[last].customer == terms[from].customer)
			last++;
		int32_t end, next;
		to = stretch(terms, from, last, &end, &next);
		if (end == DAY_NONE)
			continue;
		/* Who has cancelled is not past due. */
		if (cancelled && g_array_index(b->customers, struct customer, terms[from].customer).cancel == end)
			continue;
		if (last_payment)
			end_at_last_payment(terms, from, to);
		else
			extend(terms, from, to, end, days, next);
	}
}
