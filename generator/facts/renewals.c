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

/* What fell due for the customer at hand in one span in which it stands. */
struct due {
	int64_t all, stayed;
};

/* `day`: the term's last day before it fell due. dues: [span]. */
static void fold_due(struct fold *f, struct due *dues, int32_t day, int32_t decided) {
	bool stays = timeline_active_on(&f->timeline, decided);
	size_t n;
	const size_t *spans = fold_spans_within(f, decided, &n);
	for (size_t i = 0; i < n; i++) {
		if (fold_standing(f, spans[i]) != STANDING_NONE) {
			dues[spans[i]].all++;
			dues[spans[i]].stayed += stays;
			continue;
		}
		/* who left before the span, or came back and left within it, stands nowhere in it */
		struct under u = fold_under_day(f, day);
		fold_add(f, spans[i], &u, FACT_RENEWALS, 1);
		fold_add(f, spans[i], &u, FACT_RENEWED, stays);
		fold_cluster_count(f, CLUSTER_RENEWAL, spans[i], &u, stays);
	}
}

static void fold_dues(struct fold *f, const struct due *dues) {
	for (size_t i = 0; i < f->facts->spans.n; i++) {
		if (dues[i].all == 0)
			continue;
		struct under u = fold_under_standing(f, i, fold_standing(f, i));
		fold_add(f, i, &u, FACT_RENEWALS, dues[i].all);
		fold_add(f, i, &u, FACT_RENEWED, dues[i].stayed);
		fold_cluster_counts(f, CLUSTER_RENEWAL, i, &u, dues[i].all, dues[i].stayed);
	}
}

/* Due are its days to the end of the contract, the end itself included. Where churn.date put the leaving before it, the first due day from then on is
 * the one that was not renewed, and the last. */
static void fold_term(struct fold *f, struct due *dues, const struct term *t) {
	int32_t wait = grace(f->book), from = MAX(t->start, f->book->history_start - 1 - wait);
	bool over = t->end != DAY_NONE && next_due(t, t->end - 1) <= from;
	for (int32_t due = next_due(t, from); !over && due + wait <= f->book->as_of && (t->paid_end == DAY_NONE || due <= t->paid_end); due = next_due(t, due)) {
		fold_due(f, dues, (t->end == DAY_NONE ? due : MIN(due, t->end)) - 1, due + wait);
		over = t->end != DAY_NONE && due >= t->end;
	}
}

bool fold_ahead_due(const struct term *t, int32_t day, int32_t *due) {
	bool running = t->start <= day && (t->end == DAY_NONE || t->end > day) && (t->paid_end == DAY_NONE || t->paid_end > day);
	bool noticed = t->notice != DAY_NONE && t->notice <= day;
	if (!running || noticed || t->renews <= 0)
		return false;
	if (due == NULL && t->renews <= 2)
		return true; /* two months are never so many days */
	int32_t next = next_due(t, day);
	if (due != NULL)
		*due = next;
	return next <= day + AHEAD_DAYS;
}

static void fold_ahead(struct fold *f, const struct term *terms, uint32_t n, size_t at) {
	const struct rates *rates = &f->book->rates;
	int64_t count = 0;
	int128 amount = 0;
	bool unrated = false;
	for (uint32_t i = 0; i < n; i++) {
		if (!fold_ahead_due(&terms[i], f->closes.day[at], NULL))
			continue;
		int64_t rate = rates_get(rates, terms[i].currency, f->closes.month[at]);
		unrated |= rate == 0;
		count++;
		amount += (int128)terms[i].amount * rates_scale(rates, terms[i].currency, rate);
	}
	if (count == 0)
		return;
	size_t n_spans;
	const size_t *spans = fold_spans_closing(f, at, &n_spans);
	for (size_t i = 0; i < n_spans; i++) {
		fold_add(f, spans[i], &everyone, FACT_AHEAD, count);
		fold_add(f, spans[i], &everyone, FACT_UNRATED_AHEAD, unrated);
		fold_add(f, spans[i], &everyone, FACT_AHEAD_MRR, narrow(divide_half_even(amount, rates_denominator(rates))));
	}
}

void fold_renewals(struct fold *f) {
	const struct book *b = f->book;
	uint32_t first = b->first_term[f->timeline.customer], n = b->first_term[f->timeline.customer + 1] - first;
	const struct term *terms = (const struct term *)(const void *)b->terms->data + first;
	g_autofree struct due *dues = g_new0(struct due, f->facts->spans.n);
	for (uint32_t i = 0; i < n; i++)
		if (terms[i].renews > 0 && terms[i].end != terms[i].start)
			fold_term(f, dues, &terms[i]);
	fold_dues(f, dues);
	for (size_t at = 1; n > 0 && at < f->closes.n; at++)
		fold_ahead(f, terms, n, at);
}
