/* facts/renewals: terms that fell due in every span, and those that will within 90 days of its close. Knows terms, how often they renew and notice
 * given; refuses to know an end after the close: without notice by then a term is taken to reach its next due day.
 * A renewal is decided at the close of its due day; where invoices may be past due (churn.past_due_days), when those days are over. */
#include "facts/fold.h"

#define AHEAD_DAYS 90

static const struct under everyone = {1, {SLICE_ALL}};

/* The first due day of the term after a day: its start and a multiple of its renewal, at least one. */
static int32_t next_due(const struct term *t, int32_t day) {
	int32_t k = MAX(1, (month_of_day(day).n - month_of_day(t->start).n) / t->renews);
	while (day_due_after(t->start, k * t->renews) <= day)
		k++;
	return day_due_after(t->start, k * t->renews);
}

/* Days after a due day until it is decided. */
static int32_t grace(const struct book *b) {
	bool past_due = b->activity == ACTIVITY_INVOICES && !conf_is(b->conf, SETTING_CHURN_DATE, "last_payment");
	return past_due ? (int32_t)conf_int(b->conf, SETTING_CHURN_PAST_DUE_DAYS) : 0;
}

/* `day`: the term's last day before it fell due. */
static void fold_due(struct fold *f, int32_t day, int32_t decided) {
	const struct spans *s = &f->facts->spans;
	bool stays = timeline_active_on(&f->timeline, decided);
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].before_history || decided <= s->items[i].open || decided > s->items[i].close)
			continue;
		enum standing standing = fold_standing(f, i);
		/* who left before the span, or came back and left within it, stands nowhere in it */
		struct under u = standing == STANDING_NONE ? fold_under_day(f, day) : fold_under_standing(f, i, standing);
		fold_add(f, i, &u, FACT_RENEWALS, 1);
		fold_add(f, i, &u, FACT_RENEWED, stays);
		fold_cluster_count(f, CLUSTER_RENEWAL, i, &u, stays);
	}
}

/* Due are its days to the end of the contract, the end itself included. Where churn.date put the leaving before it, the first due day from then on is
 * the one that was not renewed, and the last. */
static void fold_term(struct fold *f, const struct term *t) {
	int32_t wait = grace(f->book), from = MAX(t->start, f->book->history_start - 1 - wait);
	bool over = t->end != DAY_NONE && next_due(t, t->end - 1) <= from;
	for (int32_t due = next_due(t, from); !over && due + wait <= f->book->as_of && (t->paid_end == DAY_NONE || due <= t->paid_end); due = next_due(t, due)) {
		fold_due(f, (t->end == DAY_NONE ? due : MIN(due, t->end)) - 1, due + wait);
		over = t->end != DAY_NONE && due >= t->end;
	}
}

bool fold_ahead_due(const struct term *t, int32_t day, int32_t *due) {
	bool running = t->start <= day && (t->end == DAY_NONE || t->end > day) && (t->paid_end == DAY_NONE || t->paid_end > day);
	bool noticed = t->notice != DAY_NONE && t->notice <= day;
	if (!running || noticed || t->renews <= 0)
		return false;
	*due = next_due(t, day);
	return *due <= day + AHEAD_DAYS;
}

static void fold_ahead(struct fold *f, const struct term *terms, uint32_t n, size_t at) {
	const struct rates *rates = &f->book->rates;
	int64_t count = 0;
	int128 amount = 0;
	bool unrated = false;
	for (uint32_t i = 0; i < n; i++) {
		int32_t due;
		if (!fold_ahead_due(&terms[i], f->closes.day[at], &due))
			continue;
		int64_t rate = rates_get(rates, terms[i].currency, f->closes.month[at]);
		unrated |= rate == 0;
		count++;
		amount += (int128)terms[i].amount * rates_scale(rates, terms[i].currency, rate);
	}
	for (size_t i = 0; count > 0 && i < f->facts->spans.n; i++) {
		if (f->facts->spans.items[i].before_history || f->to[i] != at)
			continue;
		fold_add(f, i, &everyone, FACT_AHEAD, count);
		fold_add(f, i, &everyone, FACT_UNRATED_AHEAD, unrated);
		fold_add(f, i, &everyone, FACT_AHEAD_MRR, narrow(divide_half_even(amount, rates_denominator(rates))));
	}
}

void fold_renewals(struct fold *f) {
	const struct book *b = f->book;
	uint32_t first = b->first_term[f->timeline.customer], n = b->first_term[f->timeline.customer + 1] - first;
	const struct term *terms = (const struct term *)(const void *)b->terms->data + first;
	for (uint32_t i = 0; i < n; i++)
		if (terms[i].renews > 0 && terms[i].end != terms[i].start)
			fold_term(f, &terms[i]);
	for (size_t at = 1; n > 0 && at < f->closes.n; at++)
		fold_ahead(f, terms, n, at);
}
