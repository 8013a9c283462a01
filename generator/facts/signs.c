/* facts/signs: the signs of a bad relationship that are customers: whom the reason for leaving was put on, after how many months they leave, who costs
 * more than is left, and whose scores turned down or fall. Each as known at a span's close; refuses to know shares and thresholds of proof. */
#include "facts/fold.h"
#include "statistic/trend.h"
#include <math.h>

#define BILLION INT64_C(1000000000)

static const struct under everyone = {1, {SLICE_ALL}};

/* The day the activity ended that is not there at a close; DAY_NONE when there was none before it. */
static int32_t left_by(const struct fold *f, size_t at) {
	const struct book *b = f->book;
	const struct timeline *t = &f->timeline;
	if (b->activity == ACTIVITY_ORDERS || b->activity == ACTIVITY_SNAPSHOT) {
		while (at > 0 && !t->active[at - 1])
			at--;
		return at > 0 ? f->closes.day[at] : DAY_NONE;
	}
	int32_t end = DAY_NONE;
	for (uint32_t i = b->first_term[t->customer]; i < b->first_term[t->customer + 1]; i++) {
		const struct term *term = &g_array_index(b->terms, struct term, i);
		if (term->start <= f->closes.day[at] && term->start != term->end)
			end = MAX(end, term->end);
	}
	return end;
}

/* Leavers of the 12 months to the close whose reason has an owner. A reason dated after the close is not yet known. */
static void fold_blame(struct fold *f, size_t span) {
	const struct customer *c = &g_array_index(f->book->customers, struct customer, f->timeline.customer);
	const struct span *s = &f->facts->spans.items[span];
	/* a date that is still empty must not say more than one that lies behind the close */
	bool dated = f->book->fields[RECORD_CUSTOMERS][FIELD_CANCEL_DATE];
	bool told = !dated || (c->cancel != DAY_NONE && c->cancel <= s->close);
	if (c->owner == 0 || !told || f->timeline.active[f->to[span]])
		return;
	int32_t left = left_by(f, f->to[span]);
	if (left == DAY_NONE || left <= day_plus_months(s->close, -12) || left > s->close)
		return;
	fold_add(f, span, &everyone, FACT_BLAME_OWNED, 1);
	fold_add(f, span, &everyone, FACT_BLAME_CUSTOMER, c->owner == 2);
}

/* (revenue − cost) ÷ revenue < floor over the 12 months to the close, without a division; revenue is the sum of monthly closings. */
static bool below_floor(const struct fold *f, size_t at, int32_t close) {
	const struct book *b = f->book;
	const struct timeline *t = &f->timeline;
	int128 revenue = 0, cost = 0;
	for (size_t k = at - 11; k <= at; k++)
		revenue += t->active[k] ? t->amount[k] : 0;
	for (uint32_t i = b->first_work[t->customer]; i < b->first_work[t->customer + 1]; i++) {
		const struct work *w = &g_array_index(b->works, struct work, i);
		if (w->day > day_plus_months(close, -12) && w->day <= close)
			cost += w->cost;
	}
	int64_t floor_share = llround(conf_number(b->conf, SETTING_PROFIT_FLOOR) * (double)BILLION);
	return (revenue - cost * f->facts->mrr_per) * BILLION < floor_share * revenue;
}

static void fold_at_close(struct fold *f, size_t span) {
	size_t at = f->to[span];
	if (!f->timeline.active[at])
		return;
	int32_t close = f->facts->spans.items[span].close;
	fold_add(f, span, &everyone, FACT_BELOW_FLOOR, at >= 12 && below_floor(f, at, close));
	if (!fold_turned_down(f, close))
		return;
	fold_add(f, span, &everyone, FACT_TURNED_DOWN, 1);
	fold_add(f, span, &everyone, FACT_TURNED_DOWN_MRR, f->timeline.amount[at]);
}

/* Whole months from one day to another; the last day of a shorter month completes one. */
static int32_t completed_months(int32_t from, int32_t to) {
	int y1, m1, d1, y2, m2, d2;
	day_split(from, &y1, &m1, &d1);
	day_split(to, &y2, &m2, &d2);
	bool complete = d2 >= d1 || to == month_last_day(month_of_day(to));
	return (y2 - y1) * 12 + m2 - m1 - (complete ? 0 : 1);
}

/* The month in which a first life ended within the history, and how many months it had: of whom it is known when they began. */
static void fold_leaving_month(struct fold *f) {
	struct life l;
	if (!fold_life(f, &l) || l.end == DAY_NONE)
		return;
	fold_tally(f, TALLY_LEAVING_MONTH, (size_t)TALLY_NO_SPAN, &everyone, month_of_day(l.end).n, completed_months(l.start, l.end), 0, 1, 0);
}

int32_t fold_fall(const struct fold *f, int32_t close, int64_t *slope) {
	const struct book *b = f->book;
	double scores[TREND_EXACT], days[TREND_EXACT];
	size_t n = 0;
	int32_t day = DAY_NONE;
	for (uint32_t k = b->first_answer[f->timeline.customer + 1]; k-- > b->first_answer[f->timeline.customer] && n < TREND_EXACT;) {
		const struct answer *a = &g_array_index(b->answers, struct answer, k);
		if (a->survey != SURVEY_NPS || a->touchpoint != INTERN_NONE || a->day > close || a->day == day)
			continue;
		scores[TREND_EXACT - ++n] = a->score; /* of one day the last word */
		days[TREND_EXACT - n] = a->day;
		day = a->day;
	}
	if (n < 4)
		return FALL_UNTESTED;
	const double *at = days + TREND_EXACT - n, *y = scores + TREND_EXACT - n;
	struct mann_kendall test = mann_kendall(NULL, y, n);
	if (slope != NULL)
		*slope = llround(theil_sen(at, y, n).slope * SLOPE_ONE);
	return test.exact ? (int32_t)llround(test.p_falls * (double)BILLION) : FALL_UNTESTED;
}

/* Customers active at a close with their p; told for the newest spans and for as_of. */
static void fold_falls(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (int kind = SPAN_MONTH; kind <= SPAN_TRAILING + 1; kind++) {
		size_t span = kind > SPAN_TRAILING ? (size_t)TALLY_NO_SPAN : span_newest(s, (enum span_kind)kind);
		size_t at = kind > SPAN_TRAILING ? f->closes.n - 1 : span == SPAN_ABSENT ? 0 : f->to[span];
		if (at == 0 || !f->timeline.active[at])
			continue;
		int32_t p = fold_fall(f, f->closes.day[at], NULL);
		if (p != FALL_UNTESTED)
			fold_tally(f, TALLY_FALL, span, &everyone, p, 0, 0, 1, 0);
	}
}

void fold_signs(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		fold_blame(f, i);
		fold_at_close(f, i);
	}
	fold_leaving_month(f);
	fold_falls(f);
}
