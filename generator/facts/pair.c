/* facts/pair: a customer compared at the two ends of every span: the pair table, its squares, and beside it the straight count of
 * the close by code that knows no movements. */
#include "facts/fold.h"
#include "facts/straight.h"

enum standing fold_standing(const struct fold *f, size_t span) {
	const struct timeline *t = &f->timeline;
	const struct span *s = &f->facts->spans.items[span];
	if (t->active[f->from[span]])
		return STANDING_OPENING;
	if (t->first_day > s->open && t->first_day <= s->close && t->first_day >= f->book->history_start)
		return STANDING_JOINED;
	return t->active[f->to[span]] ? STANDING_RETURNED : STANDING_NONE;
}

struct under fold_under_standing(const struct fold *f, size_t span, enum standing s) {
	if (s == STANDING_OPENING)
		return fold_under_close(f, f->from[span]);
	if (s == STANDING_JOINED)
		return fold_under_day(f, f->timeline.first_day);
	return fold_under_day(f, timeline_stretch_start(&f->timeline, f->closes.day[f->to[span]]));
}

static void fold_opening(struct fold *f, size_t span, const struct under *u, bool here, int64_t closing) {
	int64_t opening = f->timeline.amount[f->from[span]], least = MIN(opening, closing);
	fold_add(f, span, u, FACT_S, 1);
	fold_add(f, span, u, FACT_UNRATED_OPEN, f->timeline.unrated[f->from[span]]);
	fold_add_wide(f, span, u, WIDE_XX, (int128)opening * opening);
	if (!here) {
		fold_add(f, span, u, FACT_MRR_OPEN_LOST, opening);
		return;
	}
	fold_add(f, span, u, FACT_KEPT, 1);
	fold_add(f, span, u, FACT_MRR_OPEN_KEPT, opening);
	fold_add(f, span, u, FACT_MRR_CLOSE_KEPT, closing);
	fold_add(f, span, u, FACT_MRR_MIN, least);
	fold_add_wide(f, span, u, WIDE_YY, (int128)closing * closing);
	fold_add_wide(f, span, u, WIDE_XY, (int128)opening * closing);
	fold_add_wide(f, span, u, WIDE_MM, (int128)least * least);
	fold_add_wide(f, span, u, WIDE_XM, (int128)opening * least);
}

static void fold_joined(struct fold *f, size_t span, const struct under *u, bool here, int64_t closing) {
	fold_add(f, span, u, FACT_J, 1);
	fold_add(f, span, u, FACT_MRR_FIRST, f->timeline.first_amount);
	fold_add(f, span, u, FACT_UNRATED_FIRST, f->timeline.first_unrated);
	if (here)
		fold_add(f, span, u, FACT_MRR_CLOSE_NEW, closing);
	else
		fold_add(f, span, u, FACT_J0, 1);
}

/* Customers that stand under another slice at the close than the one they were counted under. */
static void fold_moved(struct fold *f, size_t span, const struct under *entry) {
	struct under close = fold_under_close(f, f->to[span]);
	for (size_t i = 1; i < entry->n; i++) {
		if (entry->slice[i] == close.slice[i])
			continue;
		fold_add(f, span, &(struct under){1, {entry->slice[i]}}, FACT_MOVED_OUT, 1);
		fold_add(f, span, &(struct under){1, {close.slice[i]}}, FACT_MOVED_IN, 1);
	}
}

static void fold_movement(struct fold *f, size_t span) {
	enum standing standing = fold_standing(f, span);
	if (standing == STANDING_NONE)
		return;
	struct under u = fold_under_standing(f, span, standing);
	const struct timeline *t = &f->timeline;
	size_t to = f->to[span];
	bool here = t->active[to], unrated = false;
	int64_t closing = here ? timeline_amount_at_rates(t, to, f->closes.month[f->from[span]], &unrated) : 0;
	if (standing == STANDING_OPENING)
		fold_opening(f, span, &u, here, closing);
	else if (standing == STANDING_JOINED)
		fold_joined(f, span, &u, here, closing);
	else {
		fold_add(f, span, &u, FACT_R, 1);
		fold_add(f, span, &u, FACT_MRR_CLOSE_BACK, closing);
	}
	if (!here)
		return;
	static const enum fact lacking[] = {[STANDING_OPENING] = FACT_UNRATED_KEPT, [STANDING_JOINED] = FACT_UNRATED_NEW, [STANDING_RETURNED] = FACT_UNRATED_BACK};
	fold_add(f, span, &u, lacking[standing], unrated);
	fold_add(f, span, &u, FACT_MRR_FX, t->amount[to] - closing);
	fold_moved(f, span, &u);
}

static void fold_straight(struct fold *f) {
	for (size_t at = 1; at < f->closes.n; at++) {
		int64_t amount;
		if (!straight_active(f->book, f->timeline.customer, f->closes.day[at], &amount))
			continue;
		struct under u = fold_under_day(f, f->closes.day[at]);
		size_t n;
		const size_t *spans = fold_spans_closing(f, at, &n);
		for (size_t i = 0; i < n; i++) {
			fold_add(f, spans[i], &u, FACT_END, 1);
			fold_add(f, spans[i], &u, FACT_MRR_END, amount);
			fold_add(f, spans[i], &u, FACT_UNRATED_CLOSE, f->timeline.unrated[at]);
			fold_add_wide(f, spans[i], &u, WIDE_END2, (int128)amount * amount);
		}
	}
}

void fold_pairs(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history)
			fold_movement(f, i);
	fold_straight(f);
}

/* Orders, years only: what last year's buyers spent in the 12 months before the opening and in the 12 after it. */
void fold_year_orders(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n; i++) {
		const struct span *at = &s->items[i];
		if (at->before_history || at->kind < SPAN_YEAR)
			continue;
		bool any;
		int64_t x = orders_value(f->book, f->timeline.customer, day_plus_months(at->open, -12), at->open, &any);
		if (x <= 0)
			continue;
		int64_t y = orders_value(f->book, f->timeline.customer, at->open, MIN(day_plus_months(at->open, 12), f->book->as_of), &any);
		int64_t least = MIN(x, y);
		struct under u = fold_under_close(f, f->from[i]);
		fold_add(f, i, &u, FACT_YEAR_BUYERS, 1);
		fold_add(f, i, &u, FACT_YEAR_X, x);
		fold_add(f, i, &u, FACT_YEAR_Y, y);
		fold_add(f, i, &u, FACT_YEAR_MIN, least);
		fold_add_wide(f, i, &u, WIDE_YEAR_XX, (int128)x * x);
		fold_add_wide(f, i, &u, WIDE_YEAR_YY, (int128)y * y);
		fold_add_wide(f, i, &u, WIDE_YEAR_XY, (int128)x * y);
		fold_add_wide(f, i, &u, WIDE_YEAR_MM, (int128)least * least);
		fold_add_wide(f, i, &u, WIDE_YEAR_XM, (int128)x * least);
	}
}
