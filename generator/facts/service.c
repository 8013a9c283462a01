/* facts/service: contacts with their deadlines, answers and backlog, and work by the hour, in the spans their minutes and days fall in. What is dated
 * after a span's close is not yet known in it: an answer given later is none. Refuses to know whether the customer is active. */
#include "facts/fold.h"

#define DAY_MINUTES 1440
#define AFTER_DAYS 7 /* in which an answer may be about a contact */

int32_t day_of_minute(int64_t minute) {
	return (int32_t)(minute / DAY_MINUTES - (minute % DAY_MINUTES < 0));
}

/* The last minute of a day. */
static int64_t minute_of_close(int32_t day) {
	return (int64_t)day * DAY_MINUTES + DAY_MINUTES - 1;
}

/* Whether a day falls in a span that is told. */
static bool inside(const struct span *s, int32_t day) {
	return !s->before_history && s->open < day && day <= s->close;
}

/* How long something took that began inside the span, as known at its close. */
static void fold_wait(struct fold *f, enum tally_table table, size_t span, int64_t from, int64_t to) {
	struct under all = {1, {SLICE_ALL}};
	int64_t close = minute_of_close(f->facts->spans.items[span].close);
	bool ended = to != MINUTES_NONE && to <= close;
	int64_t minutes = MAX(1, (ended ? to : close) - from); /* an end in the same minute, or before it, is one at once, and was waited for */
	fold_tally(f, table, span, &all, (int32_t)MIN(minutes, INT32_MAX), ended, 0, 1, 0);
}

/* A contact the customer opened, in one span. */
static void fold_asked(struct fold *f, size_t span, const struct contact *c, const struct under *u) {
	const struct span *s = &f->facts->spans.items[span];
	struct under all = {1, {SLICE_ALL}};
	int64_t deadline = c->opened + conf_int(f->book->conf, SETTING_SLA_HOURS) * 60;
	int32_t opened = day_of_minute(c->opened);
	if (inside(s, day_of_minute(deadline))) {
		bool met = c->responded != MINUTES_NONE && c->responded <= deadline;
		fold_add(f, span, u, FACT_SLA_DUE, 1);
		fold_add(f, span, u, FACT_SLA_MET, met);
		fold_cluster_count(f, CLUSTER_SLA, span, u, met);
		if (c->channel != INTERN_NONE)
			fold_tally(f, TALLY_SLA_CHANNEL, span, &all, fold_label(f, c->channel), met, 0, 1, 0);
	}
	if (opened > s->close || s->before_history)
		return;
	fold_add(f, span, &all, FACT_BACKLOG, c->solved == MINUTES_NONE || day_of_minute(c->solved) > s->close);
	if (opened <= s->open)
		return;
	fold_add(f, span, u, FACT_CONTACTS, 1);
	fold_wait(f, TALLY_FIRST_RESPONSE, span, c->opened, c->responded);
	fold_wait(f, TALLY_SOLUTION, span, c->opened, c->solved);
}

/* How the latest contacts of the customer that were due by the close of an answer's day, and at most AFTER_DAYS before it, were answered: 1 in time,
 * 0 late or never, -1 there are none. Of several opened in one minute a late one decides. */
static int answered_before(const struct fold *f, const struct answer *a) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer;
	int64_t wait = conf_int(b->conf, SETTING_SLA_HOURS) * 60, latest = MINUTES_NONE;
	bool met = true;
	for (uint32_t k = b->first_contact[customer]; k < b->first_contact[customer + 1]; k++) {
		const struct contact *c = &g_array_index(b->contacts, struct contact, k);
		int32_t due = day_of_minute(c->opened + wait);
		if (c->by_us || due > a->day || a->day - due > AFTER_DAYS)
			continue;
		met = (c->opened != latest || met) && c->responded != MINUTES_NONE && c->responded <= c->opened + wait;
		latest = c->opened;
	}
	return latest == MINUTES_NONE ? -1 : met;
}

/* What was said of satisfaction soon after a contact, every answer of it. */
static void fold_after(struct fold *f, const struct answer *a) {
	static const struct under all = {1, {SLICE_ALL}};
	int met = a->survey == SURVEY_CSAT ? answered_before(f, a) : -1;
	bool top = met >= 0 && answer_is_top(f->book, a);
	size_t n;
	const size_t *spans = fold_spans_within(f, a->day, &n);
	for (size_t i = 0; i < n && met >= 0; i++) {
		fold_add(f, spans[i], &all, met ? FACT_CSAT_AFTER_MET : FACT_CSAT_AFTER_MISSED, 1);
		fold_add(f, spans[i], &all, met ? FACT_CSAT_AFTER_MET_TOP : FACT_CSAT_AFTER_MISSED_TOP, top);
	}
}

static void fold_contact(struct fold *f, const struct contact *c) {
	const struct spans *s = &f->facts->spans;
	struct under u = fold_under_day(f, day_of_minute(c->opened)), all = {1, {SLICE_ALL}};
	for (size_t i = 0; i < s->n; i++) {
		if (!c->by_us)
			fold_asked(f, i, c, &u);
		if (inside(&s->items[i], day_of_minute(c->opened))) {
			fold_add(f, i, &all, FACT_CONTACTS_ALL, 1);
			fold_cluster_count(f, CLUSTER_CONTACT, i, &all, !c->by_us);
		}
		if (c->solved == MINUTES_NONE || !inside(&s->items[i], day_of_minute(c->solved)))
			continue;
		fold_add(f, i, &u, FACT_SOLVED, 1);
		fold_add(f, i, &u, FACT_REOPENED, c->reopened);
		fold_cluster_count(f, CLUSTER_SOLVED, i, &u, c->reopened);
	}
}

static void fold_work(struct fold *f, const struct work *w) {
	static const struct under all = {1, {SLICE_ALL}};
	size_t n;
	const size_t *spans = fold_spans_within(f, w->day, &n);
	for (size_t i = 0; i < n; i++) {
		fold_add(f, spans[i], &all, FACT_WORK_ROWS, 1);
		fold_add(f, spans[i], &all, FACT_WORK_SCOPED, w->scoped);
		fold_add(f, spans[i], &all, FACT_WORK_HOURS, w->scoped ? w->hours : 0);
		fold_add(f, spans[i], &all, FACT_WORK_OFF_PLAN, w->scoped && !w->in_scope ? w->hours : 0);
		fold_add(f, spans[i], &all, FACT_WORK_COSTED, w->costed);
		fold_add(f, spans[i], &all, FACT_WORK_COST, w->cost);
	}
}

void fold_service(struct fold *f) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer;
	for (uint32_t k = b->first_contact[customer]; k < b->first_contact[customer + 1]; k++)
		fold_contact(f, &g_array_index(b->contacts, struct contact, k));
	for (uint32_t k = b->first_answer[customer]; k < b->first_answer[customer + 1]; k++)
		fold_after(f, &g_array_index(b->answers, struct answer, k));
	for (uint32_t k = b->first_work[customer]; k < b->first_work[customer + 1]; k++)
		fold_work(f, &g_array_index(b->works, struct work, k));
}
