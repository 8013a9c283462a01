/* facts/recovery: what came of low answers: whether we were in touch within a week, whether the next answer is better, and whether the customer was
 * still here 90 days later or has sent another; beside them the low answers nobody followed. Refuses to know why. */
#include "facts/fold.h"
#include "facts/straight.h"

enum { TOUCH_DAYS = 7, STAY_DAYS = 90 };

/* What is to be known of one low answer, whatever the span. */
struct low {
	int32_t day;
	bool contacted;    /* we opened a contact within 7 days */
	int32_t next;      /* day of the customer's next answer to that survey; DAY_NONE */
	bool better;       /* it is no low one */
	bool stayed;       /* active 90 days later, when as_of lets that be known */
	int32_t referred;  /* day the customer referred another one after it; DAY_NONE */
};

bool answer_low(const struct answer *a) {
	if (a->survey == SURVEY_NPS)
		return a->score <= 6;
	return a->survey == SURVEY_CSAT && 2 * a->score < a->low + a->high;
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

static struct low low_of(const struct fold *f, uint32_t k, uint32_t end) {
	const struct book *b = f->book;
	const struct answer *a = &g_array_index(b->answers, struct answer, k);
	struct low l = {.day = a->day, .next = DAY_NONE, .referred = DAY_NONE, .contacted = fold_contacted(f, a->day, a->day + TOUCH_DAYS)};
	int64_t amount;
	if (k + 1 < end && a[1].survey == a->survey) {
		l.next = a[1].day;
		l.better = !answer_low(&a[1]);
	}
	l.stayed = a->day + STAY_DAYS <= b->as_of && straight_active(b, f->timeline.customer, a->day + STAY_DAYS, &amount);
	for (uint32_t i = b->first_referral[f->timeline.customer + 1]; i-- > b->first_referral[f->timeline.customer];) {
		const struct referral *r = &g_array_index(b->referrals, struct referral, i);
		if (r->day > a->day)
			l.referred = r->day; /* they are by day: the earliest stands in the end */
	}
	return l;
}

static void fold_low(struct fold *f, size_t span, const struct low *l) {
	const struct span *s = &f->facts->spans.items[span];
	static const struct under all = {1, {SLICE_ALL}};
	if (l->day + TOUCH_DAYS > s->close)
		return;
	bool next = l->next != DAY_NONE && l->next <= s->close, due = l->day + STAY_DAYS <= s->close;
	bool referred = l->referred != DAY_NONE && l->referred <= s->close;
	fold_add(f, span, &all, FACT_LOW, 1);
	fold_add(f, span, &all, FACT_LOW_CONTACTED, l->contacted);
	fold_add(f, span, &all, l->contacted ? FACT_LOW_NEXT : FACT_LOW_NEXT_SILENT, next);
	fold_add(f, span, &all, l->contacted ? FACT_LOW_BETTER : FACT_LOW_BETTER_SILENT, next && l->better);
	fold_add(f, span, &all, l->contacted ? FACT_LOW_DUE : FACT_LOW_DUE_SILENT, due);
	fold_add(f, span, &all, l->contacted ? FACT_LOW_STAYED : FACT_LOW_STAYED_SILENT, due && l->stayed);
	fold_add(f, span, &all, l->contacted ? FACT_LOW_REFERRED : FACT_LOW_REFERRED_SILENT, referred);
}

void fold_recovery(struct fold *f) {
	const struct book *b = f->book;
	uint32_t end = b->first_answer[f->timeline.customer + 1];
	for (uint32_t k = b->first_answer[f->timeline.customer]; k < end; k++) {
		if (!answer_low(&g_array_index(b->answers, struct answer, k)))
			continue;
		struct low l = low_of(f, k, end);
		size_t n;
		const size_t *spans = fold_spans_within(f, l.day, &n);
		for (size_t i = 0; i < n; i++)
			fold_low(f, spans[i], &l);
	}
}
