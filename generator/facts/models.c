/* facts/models: the tables behind fits and projections: who stayed a year by class of answer, renewals made by customers of each interval, and the
 * purchases of single customers. Knows what is dated on or before a close; refuses to know models. */
#include "facts/fold.h"
#include "facts/straight.h"
#include <stdlib.h>
#include <string.h>

enum { CLASS_PROMOTER, CLASS_PASSIVE, CLASS_DETRACTOR, CLASS_NONE };

/* The class of the last answer about the relationship in the link.lookback months up to a day. */
static int class_on(const struct fold *f, int32_t day) {
	const struct book *b = f->book;
	const struct answer *last = NULL;
	for (uint32_t k = b->first_answer[f->timeline.customer]; k < b->first_answer[f->timeline.customer + 1]; k++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, k);
		if (a->survey == SURVEY_NPS && a->touchpoint == INTERN_NONE && a->day <= day)
			last = a;
	}
	if (last == NULL || last->day <= day_plus_months(day, -(int)conf_int(b->conf, SETTING_LINK_LOOKBACK)))
		return CLASS_NONE;
	return last->score >= 9 ? CLASS_PROMOTER : last->score <= 6 ? CLASS_DETRACTOR : CLASS_PASSIVE;
}

/* Whether the customer was active 12 months before the span's close, and which day that is. */
static bool active_year_before(const struct fold *f, size_t span, int32_t *day) {
	const struct span *s = &f->facts->spans.items[span];
	if (!s->unfinished) {
		*day = f->to[span] >= 12 ? f->closes.day[f->to[span] - 12] : DAY_NONE;
		return f->to[span] >= 12 && f->timeline.active[f->to[span] - 12];
	}
	int64_t amount;
	*day = day_plus_months(s->close, -12);
	return *day >= f->closes.day[0] && straight_active(f->book, f->timeline.customer, *day, &amount);
}

static void fold_keep(struct fold *f) {
	const struct under all = {1, {SLICE_ALL}};
	const struct timeline *t = &f->timeline;
	for (size_t i = 0; i < f->facts->spans.n; i++) {
		const struct span *s = &f->facts->spans.items[i];
		if (s->before_history)
			continue;
		int32_t before;
		bool here = t->active[f->to[i]], was = active_year_before(f, i, &before);
		if (here) {
			int class = class_on(f, s->close);
			fold_add(f, i, &all, (enum fact)(FACT_KEEP_NOW_PROMOTER + class), 1);
			fold_add(f, i, &all, (enum fact)(FACT_KEEP_MRR_PROMOTER + class), t->amount[f->to[i]]);
			fold_add_wide(f, i, &all, (enum wide)(WIDE_KEEP_XX_PROMOTER + class), (int128)t->amount[f->to[i]] * t->amount[f->to[i]]);
		}
		if (was) {
			int class = class_on(f, before);
			fold_add(f, i, &all, (enum fact)(FACT_KEEP_BASE_PROMOTER + class), 1);
			fold_add(f, i, &all, (enum fact)(FACT_KEEP_STAYED_PROMOTER + class), here);
		}
	}
}

/* Renewals that fell due from a start to a day, both included. */
static int32_t renewals_due(int32_t start, int32_t interval, int32_t day) {
	int32_t n = MAX(0, (month_of_day(day).n - month_of_day(start).n) / interval);
	while (n > 0 && day_due_after(start, n * interval) > day)
		n--;
	while (day_due_after(start, (n + 1) * interval) <= day)
		n++;
	return n;
}

/* Months from one renewal to the next on a day; where no export says, a month. */
static int32_t interval_on(const struct fold *f, int32_t day) {
	const struct term *t = timeline_term(&f->timeline, day);
	return t == NULL || t->renews < 1 ? 1 : t->renews;
}

/* What was seen of a first life by a close. A renewal that was not made counts from the day it fell due, as those that were made do. */
static void fold_renewals_seen(struct fold *f, enum tally_table table, size_t span, const struct life *l, int32_t close) {
	const struct under all = {1, {SLICE_ALL}};
	bool gone = l->end != DAY_NONE && l->end <= close;
	int32_t last = gone ? l->end - 1 : close, interval = interval_on(f, last);
	int32_t made = renewals_due(l->start, interval, last);
	int32_t from = l->entry > 0 ? renewals_due(l->start, interval, f->book->history_start - 1) : 0;
	bool missed = gone && day_due_after(l->start, (made + 1) * interval) <= close;
	fold_tally(f, table, span, &all, interval, made, 2 * from + missed, 1, 0);
}

/* An active customer, by renewals made in this stretch and those due in the months ahead. */
static void fold_ahead(struct fold *f, enum tally_table table, size_t span, const struct life *l, int32_t close, int64_t amount) {
	const struct under all = {1, {SLICE_ALL}};
	bool first = l != NULL && l->start <= close && (l->end == DAY_NONE || l->end > close);
	int32_t start = first ? l->start : timeline_stretch_start(&f->timeline, close), interval = interval_on(f, close);
	int32_t made = renewals_due(start, interval, close);
	int32_t ahead = renewals_due(start, interval, day_plus_months(close, (int)conf_int(f->book->conf, SETTING_PROJECTION_MONTHS))) - made;
	fold_tally(f, table, span, &all, interval, made, ahead, 1, amount);
}

static void fold_projection(struct fold *f, size_t span) {
	const struct timeline *t = &f->timeline;
	size_t to = f->to[span], months = (size_t)conf_int(f->book->conf, SETTING_PROJECTION_MONTHS);
	struct life life;
	const struct life *l = fold_life(f, &life) ? &life : NULL;
	if (l != NULL && l->start <= f->closes.day[to])
		fold_renewals_seen(f, TALLY_RENEWALS, span, l, f->closes.day[to]);
	if (t->active[to])
		fold_ahead(f, TALLY_PROJECT, span, l, f->closes.day[to], t->amount[to]);
	if (f->facts->spans.items[span].unfinished || to < months)
		return;
	int32_t before = f->closes.day[to - months];
	if (l != NULL && l->start <= before)
		fold_renewals_seen(f, TALLY_RENEWALS_BEFORE, span, l, before);
	if (t->active[to - months])
		fold_ahead(f, TALLY_PROJECT_BEFORE, span, l, before, t->active[to]);
}

/* Spreads ids that differ little over all numbers (FNV-1a, then the finaliser of splitmix64). */
static uint64_t hash_of(const char *id) {
	uint64_t h = UINT64_C(14695981039346656037);
	for (; *id != '\0'; id++)
		h = (h ^ (unsigned char)*id) * UINT64_C(1099511628211);
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

/* Orders of one day are one purchase; what is wholly taken back by the close is none. */
static void fold_buyer(struct fold *f, size_t span) {
	const struct book *b = f->book;
	struct buyer buyer = {.close = f->facts->spans.items[span].close, .x = -1};
	int32_t first = DAY_NONE, last = DAY_NONE;
	for (uint32_t i = b->first_order[f->timeline.customer]; i < b->first_order[f->timeline.customer + 1]; i++) {
		const struct order *o = &g_array_index(b->orders, struct order, i);
		if (o->refund || o->day < f->timeline.first_day || o->day > buyer.close || (o->refunded != DAY_NONE && o->refunded <= buyer.close))
			continue;
		if (first == DAY_NONE)
			first = o->day;
		buyer.x += o->day != last;
		buyer.amount += o->day != first ? o->amount : 0;
		last = o->day;
	}
	if (first == DAY_NONE)
		return;
	fold_tally(f, TALLY_BUYERS, span, &(struct under){1, {SLICE_ALL}}, 0, 0, 0, 1, 0);
	for (enum span_kind kind = SPAN_MONTH; kind < f->facts->spans.items[span].kind; kind++) {
		size_t other = span_newest(&f->facts->spans, kind);
		if (other != SPAN_ABSENT && f->facts->spans.items[other].close == buyer.close)
			return; /* it is there already */
	}
	buyer.t_x = last - first;
	buyer.T = buyer.close - first;
	buyer.hash = hash_of(intern_text(&b->ids, f->timeline.customer));
	g_array_append_val(f->facts->buyers, buyer);
	if (f->facts->buyers->len > 8 * BUYERS_MAX)
		buyers_cut(f->facts->buyers);
}

#define ORDER_BY(field) \
	if (a->field != b->field) \
		return a->field < b->field ? -1 : 1
static gint order_buyers(gconstpointer x, gconstpointer y) {
	const struct buyer *a = x, *b = y;
	ORDER_BY(close);
	ORDER_BY(hash);
	ORDER_BY(x);
	ORDER_BY(t_x);
	ORDER_BY(T);
	return (a->amount > b->amount) - (a->amount < b->amount);
}

void buyers_cut(GArray *buyers) {
	g_array_sort(buyers, order_buyers);
	guint kept = 0, of_close = 0;
	for (guint i = 0; i < buyers->len; i++) {
		struct buyer b = g_array_index(buyers, struct buyer, i);
		bool same = kept > 0 && g_array_index(buyers, struct buyer, kept - 1).close == b.close;
		of_close = same ? of_close + 1 : 1;
		if (of_close <= BUYERS_MAX)
			g_array_index(buyers, struct buyer, kept++) = b;
	}
	g_array_set_size(buyers, kept);
}

void fold_models(struct fold *f) {
	enum activity activity = f->book->activity;
	if (activity == ACTIVITY_SNAPSHOT)
		return;
	fold_keep(f);
	for (enum span_kind kind = SPAN_MONTH; kind <= SPAN_TRAILING; kind++) {
		size_t span = span_newest(&f->facts->spans, kind);
		if (span == SPAN_ABSENT || f->facts->spans.items[span].before_history)
			continue;
		if (activity == ACTIVITY_ORDERS)
			fold_buyer(f, span);
		else
			fold_projection(f, span);
	}
}
