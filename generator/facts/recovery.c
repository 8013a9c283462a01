/* facts/recovery: what came of low answers: whether we were in touch within a week, whether the next answer to the same question at the same touchpoint is
 * of a higher class, and whether the customer was still here 90 days later or had sent another; beside them the low answers nobody followed. Each is
 * counted in the span in which it was decided. Refuses to know why. */
#include "facts/fold.h"
#include "facts/straight.h"

enum { TOUCH_DAYS = 7, STAY_DAYS = 90 };

/* What is to be known of one low answer, and the days on which it is; DAY_NONE: never by as_of. */
struct low {
	int32_t touched, stays; /* days 7 and 90 */
	bool contacted;         /* we opened a contact on one of days 1 to 7: of the day itself nobody knows which came first */
	int32_t next;           /* the next answer is there and day 7 is over */
	bool better;            /* it is of a higher class */
	bool stayed;            /* active on day 90 */
	bool referred;          /* referred another customer by then */
};

bool answer_low(const struct answer *a) {
	if (a->survey == SURVEY_NPS)
		return a->score <= 6;
	return a->survey == SURVEY_CSAT && 2 * a->score < a->low + a->high;
}

/* 0 detractor, or below the middle of a csat scale; 1 passive, or from the middle to below the top box; 2 promoter, or top box. */
static int class_of(const struct book *b, const struct answer *a) {
	bool top = a->survey == SURVEY_NPS ? a->score >= 9 : answer_is_top(b, a);
	return answer_low(a) ? 0 : top ? 2 : 1;
}

bool fold_contacted(const struct fold *f, int32_t from, int32_t to) {
	const struct book *b = f->book;
	for (uint32_t k = b->first_contact[f->timeline.customer]; k < b->first_contact[f->timeline.customer + 1]; k++) {
		const struct contact *c = &g_array_index(b->contacts, struct contact, k);
		int32_t day = day_of_minute(c->opened);
		if (c->by_us && day >= from && day <= to)
			return true;
	}
	return false;
}

/* The customer's next answer to that survey at that touchpoint (or, as this one, at none), on a later day; NULL. */
static const struct answer *next_of(const struct answer *a, const struct answer *end) {
	for (const struct answer *next = a + 1; next < end && next->survey == a->survey; next++)
		if (next->touchpoint == a->touchpoint && next->day > a->day)
			return next;
	return NULL;
}

static struct low low_of(const struct fold *f, const struct answer *a, const struct answer *end) {
	const struct book *b = f->book;
	const struct answer *next = next_of(a, end);
	struct low l = {.touched = a->day + TOUCH_DAYS, .stays = a->day + STAY_DAYS, .next = DAY_NONE};
	int64_t amount;
	l.contacted = fold_contacted(f, a->day + 1, l.touched);
	if (next != NULL) {
		l.next = MAX(next->day, l.touched);
		l.better = class_of(b, next) > class_of(b, a);
	}
	l.stayed = l.stays <= b->as_of && straight_active(b, f->timeline.customer, l.stays, &amount);
	for (uint32_t i = b->first_referral[f->timeline.customer]; i < b->first_referral[f->timeline.customer + 1]; i++) {
		const struct referral *r = &g_array_index(b->referrals, struct referral, i);
		l.referred |= r->day > a->day && r->day <= l.stays;
	}
	return l;
}

static const struct under everyone = {1, {SLICE_ALL}};

static bool decided(const struct fold *f, size_t span, int32_t day) {
	const struct span *s = &f->facts->spans.items[span];
	return !s->before_history && day != DAY_NONE && day > s->open && day <= s->close;
}

static void count(struct fold *f, size_t span, enum cluster_of of, enum fact some, bool is) {
	fold_add(f, span, &everyone, some, is);
	fold_cluster_count(f, of, span, &everyone, is);
}

static void fold_low(struct fold *f, size_t span, const struct low *l) {
	bool with = l->contacted;
	if (decided(f, span, l->touched)) {
		fold_add(f, span, &everyone, FACT_LOW, 1);
		count(f, span, CLUSTER_LOW, FACT_LOW_CONTACTED, with);
	}
	if (decided(f, span, l->next)) {
		fold_add(f, span, &everyone, with ? FACT_LOW_NEXT : FACT_LOW_NEXT_SILENT, 1);
		count(f, span, with ? CLUSTER_BETTER : CLUSTER_BETTER_SILENT, with ? FACT_LOW_BETTER : FACT_LOW_BETTER_SILENT, l->better);
	}
	if (!decided(f, span, l->stays))
		return;
	fold_add(f, span, &everyone, with ? FACT_LOW_DUE : FACT_LOW_DUE_SILENT, 1);
	count(f, span, with ? CLUSTER_STAYED : CLUSTER_STAYED_SILENT, with ? FACT_LOW_STAYED : FACT_LOW_STAYED_SILENT, l->stayed);
	count(f, span, with ? CLUSTER_REFERRED : CLUSTER_REFERRED_SILENT, with ? FACT_LOW_REFERRED : FACT_LOW_REFERRED_SILENT, l->referred);
}

void fold_recovery(struct fold *f) {
	const struct book *b = f->book;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data;
	const struct answer *end = answers + b->first_answer[f->timeline.customer + 1];
	for (const struct answer *a = answers + b->first_answer[f->timeline.customer]; a < end; a++) {
		if (!answer_low(a))
			continue;
		struct low l = low_of(f, a, end);
		for (size_t i = 0; i < f->facts->spans.n; i++)
			fold_low(f, i, &l);
	}
}
