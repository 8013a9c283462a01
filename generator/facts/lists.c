/* facts/lists: who is to be spoken to, forward from as_of: only customers active on it, each once a list, with its reason and what it is sorted by.
 * Knows days, scores, contacts and terms; refuses to know words and which falls are proven. Rows beyond list.max are counted and not kept. */
#include "facts/fold.h"
#include <string.h>

#define BILLION 1e9

enum { WELCOME_DAYS = 30, DATES_DAYS = 45, RECOVER_DAYS = 30, REVIEW_DAYS = 90, REFER_MONTHS = 12 };

/* The customer at hand, as the lists look at it. */
struct listed {
	int32_t since;          /* true start: first active day, or sign-up when earlier */
	const struct answer *last, *previous; /* of its relationship answers; NULL */
};

static void put(struct fold *f, struct list_row row) {
	const struct timeline *t = &f->timeline;
	const struct customer *c = &g_array_index(f->book->customers, struct customer, t->customer);
	struct under all = {1, {SLICE_ALL}};
	if (row.list != LIST_RENEWALS)
		row.amount = t->amount[f->closes.n - 1];
	const struct answer *last = fold_last_nps(f, f->book->as_of, (int)conf_int(f->book->conf, SETTING_LINK_LOOKBACK));
	row.score = last == NULL ? -1 : last->score;
	row.customer_id = g_strdup(intern_text(&f->book->ids, t->customer));
	row.name = c->name == INTERN_NONE ? NULL : g_strdup(intern_text(&f->book->names, c->name));
	g_array_append_val(f->facts->lists, row);
	fold_tally(f, TALLY_ON_LIST, (size_t)TALLY_NO_SPAN, &all, (int32_t)row.list, 0, 0, 1, 0);
	if ((int64_t)f->facts->lists->len > 2 * LIST_COUNT * f->facts->list_most + 4096)
		list_rows_cut(f->facts->lists, f->facts->list_most);
}

static struct listed listed_of(const struct fold *f) {
	const struct book *b = f->book;
	const struct customer *c = &g_array_index(b->customers, struct customer, f->timeline.customer);
	struct listed l = {.since = f->timeline.first_day};
	if (c->signup != DAY_NONE && c->signup < l.since)
		l.since = c->signup;
	for (uint32_t k = b->first_answer[f->timeline.customer]; k < b->first_answer[f->timeline.customer + 1]; k++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, k);
		if (a->survey != SURVEY_NPS || a->touchpoint != INTERN_NONE || a->day > b->as_of)
			continue;
		l.previous = l.last;
		l.last = a;
	}
	return l;
}

/* Joined lately and nobody of us has been in touch since; who waits longest first. */
static void list_welcome(struct fold *f) {
	int32_t joined = f->timeline.first_day, as_of = f->book->as_of;
	if (joined <= as_of - WELCOME_DAYS || joined < f->book->history_start || fold_contacted(f, joined, as_of))
		return;
	put(f, (struct list_row){.list = LIST_WELCOME, .reason = REASON_JOINED, .day = joined, .rank = joined, .number = -1, .fall = FALL_UNTESTED});
}

/* The next day after `after` with that month and day; the last of February when the year has no 29th. */
static int32_t next_date(int32_t after, int month, int day, int *year) {
	int m, d;
	day_split(after, year, &m, &d);
	for (;; ++*year) {
		int32_t at = day_of(*year, month, day);
		at = at == DAY_NONE ? day_of(*year, month, day - 1) : at;
		if (at == DAY_NONE || at > after)
			return at;
	}
}

/* A birthday or an anniversary is near; the nearest first. */
static void list_dates(struct fold *f, const struct listed *l) {
	const struct customer *c = &g_array_index(f->book->customers, struct customer, f->timeline.customer);
	int32_t as_of = f->book->as_of, birthday = DAY_NONE;
	int year, born_year, month, day, start_year;
	day_split(l->since, &start_year, &month, &day);
	int32_t anniversary = next_date(as_of, month, day, &year);
	if (c->birthday != 0)
		birthday = next_date(as_of, c->birthday / 100, c->birthday % 100, &born_year);
	bool has_birthday = birthday != DAY_NONE && birthday <= as_of + DATES_DAYS;
	bool has_anniversary = anniversary != DAY_NONE && anniversary <= as_of + DATES_DAYS && year > start_year;
	if (!has_birthday && !has_anniversary)
		return;
	bool born = has_birthday && (!has_anniversary || birthday <= anniversary);
	int32_t next = born ? birthday : anniversary;
	put(f, (struct list_row){.list = LIST_DATES, .reason = born ? REASON_BIRTHDAY : REASON_ANNIVERSARY, .day = next, .rank = next,
	                         .number = born ? -1 : year - start_year, .fall = FALL_UNTESTED});
}

/* A low answer lately and nobody of us has been in touch since; who brings most first. */
static void list_recover(struct fold *f) {
	const struct book *b = f->book;
	const struct answer *low = NULL;
	for (uint32_t k = b->first_answer[f->timeline.customer]; k < b->first_answer[f->timeline.customer + 1]; k++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, k);
		bool lately = a->day > b->as_of - RECOVER_DAYS && a->day <= b->as_of;
		if (lately && answer_low(a) && (low == NULL || a->day > low->day))
			low = a;
	}
	if (low == NULL || fold_contacted(f, low->day, b->as_of))
		return;
	put(f, (struct list_row){.list = LIST_RECOVER, .reason = low->survey == SURVEY_NPS ? REASON_LOW_NPS : REASON_LOW_CSAT, .day = low->day,
	                         .rank = -f->timeline.amount[f->closes.n - 1], .number = low->score, .fall = FALL_UNTESTED});
}

static bool has_open_contact(const struct fold *f) {
	const struct book *b = f->book;
	for (uint32_t k = b->first_contact[f->timeline.customer]; k < b->first_contact[f->timeline.customer + 1]; k++) {
		const struct contact *c = &g_array_index(b->contacts, struct contact, k);
		bool opened = !c->by_us && day_of_minute(c->opened) <= b->as_of;
		if (opened && (c->solved == MINUTES_NONE || day_of_minute(c->solved) > b->as_of))
			return true;
	}
	return false;
}

/* A promoter of late with nothing open; the latest answer first. */
static void list_review(struct fold *f, const struct listed *l) {
	if (l->last == NULL || l->last->score < 9 || l->last->day <= f->book->as_of - REVIEW_DAYS || has_open_contact(f))
		return;
	put(f, (struct list_row){.list = LIST_REVIEW, .reason = REASON_PROMOTER, .day = l->last->day, .rank = -(int64_t)l->last->day, .number = l->last->score,
	                         .fall = FALL_UNTESTED});
}

/* A promoter twice running, a year here, and nobody referred yet; the latest answer first. */
static void list_refer(struct fold *f, const struct listed *l) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer, first = b->first_referral[customer];
	bool referred = first < b->first_referral[customer + 1] && g_array_index(b->referrals, struct referral, first).day <= b->as_of;
	if (referred || l->previous == NULL || l->last->score < 9 || l->previous->score < 9 || day_due_after(l->since, REFER_MONTHS) > b->as_of)
		return;
	put(f, (struct list_row){.list = LIST_REFER, .reason = REASON_PROMOTER_TWICE, .day = l->last->day, .rank = -(int64_t)l->last->day,
	                         .number = l->last->score, .fall = FALL_UNTESTED});
}

/* Twice the points the last answer lies below the median of those before it; at least 0. */
static int64_t drop_of(const struct fold *f, const struct answer *last) {
	const struct book *b = f->book;
	int64_t seen[11] = {0}, n = 0, median = 0, passed = 0;
	for (uint32_t k = b->first_answer[f->timeline.customer]; k < b->first_answer[f->timeline.customer + 1]; k++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, k);
		if (a->survey != SURVEY_NPS || a->touchpoint != INTERN_NONE || a->day > b->as_of || a == last)
			continue;
		seen[CLAMP(a->score, 0, 10)]++;
		n++;
	}
	for (int score = 0; n > 0 && score <= 10; score++) /* the two middle ones, or the middle one twice */
		for (int64_t k = 0; k < seen[score]; k++, passed++)
			median += (passed == (n - 1) / 2 ? score : 0) + (passed == n / 2 ? score : 0);
	return MAX(0, median - 2 * last->score);
}

/* Whose scores turned down, by drop × amount; beside it the p of a fall. */
static void list_turned(struct fold *f, const struct listed *l) {
	int32_t as_of = f->book->as_of;
	if (l->last == NULL || !fold_turned_down(f, as_of))
		return;
	int64_t drop = drop_of(f, l->last);
	int128 weight = (int128)drop * f->timeline.amount[f->closes.n - 1];
	int64_t slope = 0;
	int32_t fall = fold_fall(f, as_of, &slope);
	put(f, (struct list_row){.list = LIST_TURNED, .reason = drop >= 4 ? REASON_DROP : REASON_CLASS, .day = l->last->day,
	                         .rank = -(int64_t)MIN(weight, (int128)INT64_MAX), .number = l->last->score, .fall = fall, .slope = slope});
}

/* Whose scores may fall, the least likely chance first. No p beyond signals.fall_q is ever among the proven ones. */
static void list_fall(struct fold *f, const struct listed *l) {
	int64_t slope = 0;
	int32_t p = l->last == NULL ? FALL_UNTESTED : fold_fall(f, f->book->as_of, &slope);
	if (p == FALL_UNTESTED || p > conf_number(f->book->conf, SETTING_SIGNALS_FALL_Q) * BILLION)
		return;
	put(f, (struct list_row){.list = LIST_FALL, .reason = REASON_FALL, .day = l->last->day, .rank = p, .number = l->last->score, .fall = p, .slope = slope});
}

/* Every term that falls due in the next 90 days, the nearest first. */
static void list_renewals(struct fold *f) {
	const struct book *b = f->book;
	const struct rates *rates = &b->rates;
	size_t at = f->closes.n - 1;
	for (uint32_t k = b->first_term[f->timeline.customer]; k < b->first_term[f->timeline.customer + 1]; k++) {
		const struct term *t = &g_array_index(b->terms, struct term, k);
		int32_t due;
		if (!fold_ahead_due(t, b->as_of, &due))
			continue;
		int128 amount = (int128)t->amount * rates_scale(rates, t->currency, rates_get(rates, t->currency, f->closes.month[at]));
		put(f, (struct list_row){.list = LIST_RENEWALS, .reason = REASON_RENEWAL, .day = due, .rank = due, .number = -1, .fall = FALL_UNTESTED,
		                         .amount = narrow(divide_half_even(amount, rates_denominator(rates)))});
	}
}

void fold_lists(struct fold *f) {
	if (!f->timeline.active[f->closes.n - 1] || f->book->activity == ACTIVITY_SNAPSHOT)
		return;
	struct listed l = listed_of(f);
	list_welcome(f);
	list_dates(f, &l);
	list_recover(f);
	list_review(f, &l);
	list_refer(f, &l);
	list_turned(f, &l);
	list_fall(f, &l);
	list_renewals(f);
}

static gint order_rows(gconstpointer x, gconstpointer y) {
	const struct list_row *a = x, *b = y;
	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return strcmp(a->customer_id, b->customer_id);
}

void list_row_clear(struct list_row *row) {
	g_free(row->customer_id);
	g_free(row->name);
}

void list_rows_cut(GArray *rows, int64_t most) {
	g_array_sort(rows, order_rows);
	guint kept = 0;
	int64_t of_list = 0;
	for (guint i = 0; i < rows->len; i++) {
		struct list_row row = g_array_index(rows, struct list_row, i);
		of_list = i > 0 && kept > 0 && g_array_index(rows, struct list_row, kept - 1).list == row.list ? of_list + 1 : 1;
		if (of_list <= most)
			g_array_index(rows, struct list_row, kept++) = row;
		else
			list_row_clear(&row);
	}
	g_array_set_size(rows, kept);
}
