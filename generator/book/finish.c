/* book/finish: after the last row. Settles the activity source, as_of and history_start, refuses terms without a rate at their beginning, says how far each kind of row reaches and checks that no sum can overflow. The order of the rows is sort.c's. */
#include "book/reader.h"
#include <string.h>

/* Only the source's own rows make activity: customers' dates stand in when there is nothing else. */
static enum activity source_of(const struct reader *r) {
	const struct book *b = r->book;
	bool subscriptions = false, invoices = false, orders = false;
	for (guint i = 0; i < b->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(b->accounts, i);
		subscriptions |= a->record == RECORD_SUBSCRIPTIONS;
		invoices |= a->record == RECORD_INVOICES;
		orders |= a->record == RECORD_ORDERS;
	}
	if (subscriptions)
		return ACTIVITY_SUBSCRIPTIONS;
	if (conf_has(b->conf, SETTING_INACTIVE_AFTER))
		return invoices || orders ? ACTIVITY_ORDERS : ACTIVITY_NONE;
	if (invoices)
		return ACTIVITY_INVOICES;
	return r->has_tenure ? ACTIVITY_SNAPSHOT : r->has_customers ? ACTIVITY_CUSTOMERS : ACTIVITY_NONE;
}

static bool of_source(const struct book *b, const struct term *t) {
	static const enum record records[] = {[ACTIVITY_SUBSCRIPTIONS] = RECORD_SUBSCRIPTIONS, [ACTIVITY_INVOICES] = RECORD_INVOICES,
	                                      [ACTIVITY_CUSTOMERS] = RECORD_CUSTOMERS};
	if (b->activity != ACTIVITY_SUBSCRIPTIONS && b->activity != ACTIVITY_INVOICES && b->activity != ACTIVITY_CUSTOMERS)
		return false;
	const struct account *a = g_ptr_array_index(b->accounts, t->account);
	return a->record == records[b->activity];
}

static void keep_source_rows(struct book *b) {
	guint kept = 0;
	for (guint i = 0; i < b->terms->len; i++) {
		struct term t = g_array_index(b->terms, struct term, i);
		if (of_source(b, &t))
			g_array_index(b->terms, struct term, kept++) = t;
	}
	g_array_set_size(b->terms, kept);
	if (b->activity != ACTIVITY_ORDERS)
		g_array_set_size(b->orders, 0);
}

/* Earliest and latest start or order of the source. */
static void activity_days(const struct book *b, int32_t *first, int32_t *last) {
	*first = *last = DAY_NONE;
	for (guint i = 0; i < b->terms->len + b->orders->len; i++) {
		int32_t day = i < b->terms->len ? g_array_index(b->terms, struct term, i).start : g_array_index(b->orders, struct order, i - b->terms->len).day;
		if (*first == DAY_NONE || day < *first)
			*first = day;
		if (*last == DAY_NONE || day > *last)
			*last = day;
	}
}

static bool settle_days(struct reader *r) {
	struct book *b = r->book;
	struct where at = {b->conf->conf->file, b->conf->line, 0};
	int32_t first, last;
	activity_days(b, &first, &last);
	b->as_of = r->as_of != DAY_NONE ? r->as_of : last;
	if (b->activity == ACTIVITY_SNAPSHOT && b->as_of == DAY_NONE) {
		diag_report(r->diag, DIAG_SNAPSHOT_AS_OF, at, b->conf->id, NULL);
		return false;
	}
	if (b->activity == ACTIVITY_SNAPSHOT) {
		b->history_start = month_first_day(month_of_day(b->as_of));
		return true;
	}
	if (b->as_of == DAY_NONE) {
		diag_report(r->diag, DIAG_NO_ACTIVITY_ROWS, at, b->conf->id, book_source(b), NULL);
		return false;
	}
	b->history_start = conf_has(b->conf, SETTING_HISTORY_START) ? (int32_t)conf_int(b->conf, SETTING_HISTORY_START) : first;
	if (b->history_start == DAY_NONE || (b->history_start > b->as_of && !conf_has(b->conf, SETTING_HISTORY_START)))
		b->history_start = month_first_day(month_of_day(b->as_of));
	if (b->history_start > b->as_of) {
		diag_report(r->diag, DIAG_HISTORY_AFTER_AS_OF, at, b->conf->id, NULL);
		return false;
	}
	if (month_of_day(b->as_of).n - month_of_day(b->history_start).n >= 600) {
		diag_report(r->diag, DIAG_HISTORY_TOO_LONG, at, b->conf->id, NULL);
		return false;
	}
	return true;
}

/* A used row dated after as_of: it stands in no period. */
static void count_late(const struct book *b, uint32_t number, int32_t day) {
	if (day > b->as_of)
		((struct account *)g_ptr_array_index(b->accounts, number))->rule[RULE_AFTER_AS_OF]++;
}

/* The month whose rate a term's amount needs first: of its first day, or of the opening of the history. */
static struct month first_needed(const struct book *b, const struct term *t) {
	struct month start = month_of_day(t->start), opening = month_plus(month_of_day(b->history_start), -1);
	return start.n < opening.n ? opening : start;
}

/* A term that cannot be told on its own first day is no amount at all; a later month without a rate is gaps.c's. */
static bool rate_at_first(const struct book *b, const struct term *t) {
	bool over = t->end != DAY_NONE && (t->end == t->start || t->end <= b->history_start);
	return t->currency == 0 || over || rates_get(&b->rates, t->currency, first_needed(b, t)) != 0;
}

static void refuse_term(struct reader *r, const struct term *t) {
	char text[8], code[4];
	month_print(first_needed(r->book, t), text);
	currency_print(rates_currency(&r->book->rates, t->currency), code);
	account_refuse(g_ptr_array_index(r->book->accounts, t->account), r->diag, DIAG_RATE_MISSING, t->line, 0, code, text);
}

/* Drops the terms that begin after as_of or lack the first rate, and counts all rows that lie there: used, left out by rule. */
static void cut_rows(struct reader *r) {
	struct book *b = r->book;
	guint kept = 0;
	for (guint i = 0; i < b->terms->len; i++) {
		struct term t = g_array_index(b->terms, struct term, i);
		struct account *a = g_ptr_array_index(b->accounts, t.account);
		if (t.start > b->as_of)
			a->rule[RULE_AFTER_AS_OF]++;
		else if (!rate_at_first(b, &t))
			refuse_term(r, &t);
		else
			g_array_index(b->terms, struct term, kept++) = t;
	}
	g_array_set_size(b->terms, kept);
	for (guint i = 0; i < b->orders->len; i++)
		count_late(b, g_array_index(b->orders, struct order, i).account, g_array_index(b->orders, struct order, i).day);
	for (guint i = 0; i < b->answers->len; i++)
		count_late(b, g_array_index(b->answers, struct answer, i).account, g_array_index(b->answers, struct answer, i).day);
	for (guint i = 0; i < b->spends->len; i++)
		count_late(b, g_array_index(b->spends, struct spend, i).account, g_array_index(b->spends, struct spend, i).day);
	for (guint i = 0; i < b->invitations->len; i++)
		count_late(b, g_array_index(b->invitations, struct invitation, i).account, g_array_index(b->invitations, struct invitation, i).day);
	for (guint i = 0; i < b->contacts->len; i++)
		count_late(b, g_array_index(b->contacts, struct contact, i).account, stamp_day(g_array_index(b->contacts, struct contact, i).opened));
	for (guint i = 0; i < b->works->len; i++)
		count_late(b, g_array_index(b->works, struct work, i).account, g_array_index(b->works, struct work, i).day);
}

static void note_last(int32_t *last, int32_t day, int32_t as_of) {
	if (day <= as_of && (*last == DAY_NONE || day > *last))
		*last = day;
}

static void settle_coverage(struct book *b) {
	b->last_activity = b->last_spend = b->last_survey = b->last_invitation = b->last_contact = b->last_work = DAY_NONE;
	for (guint i = 0; i < b->terms->len; i++)
		note_last(&b->last_activity, g_array_index(b->terms, struct term, i).start, b->as_of);
	for (guint i = 0; i < b->orders->len; i++)
		note_last(&b->last_activity, g_array_index(b->orders, struct order, i).day, b->as_of);
	for (guint i = 0; i < b->answers->len; i++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, i);
		note_last(&b->last_survey, a->day, b->as_of);
		b->nps |= a->survey == SURVEY_NPS && a->touchpoint == INTERN_NONE && a->day <= b->as_of;
		b->csat |= a->survey == SURVEY_CSAT && a->day <= b->as_of;
		b->ces |= a->survey == SURVEY_CES && a->day <= b->as_of;
	}
	for (guint i = 0; i < b->spends->len; i++)
		note_last(&b->last_spend, g_array_index(b->spends, struct spend, i).day, b->as_of);
	for (guint i = 0; i < b->invitations->len; i++)
		note_last(&b->last_invitation, g_array_index(b->invitations, struct invitation, i).day, b->as_of);
	for (guint i = 0; i < b->contacts->len; i++)
		note_last(&b->last_contact, stamp_day(g_array_index(b->contacts, struct contact, i).opened), b->as_of);
	for (guint i = 0; i < b->works->len; i++)
		note_last(&b->last_work, g_array_index(b->works, struct work, i).day, b->as_of);
}

/* No sum over customers may leave int64: the largest possible one is bounded here, once, so that the fold can add without asking. */
static bool sums_fit(struct reader *r) {
	const struct book *b = r->book;
	int128 total = 0;
	for (guint i = 0; i < b->terms->len; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		int128 most = MAX(t->amount < 0 ? -(int128)t->amount : t->amount, MAX(t->list, 0));
		if (t->currency != 0)
			most = most * rates_scale(&b->rates, t->currency, b->rates.largest) / rates_denominator(&b->rates) + 1;
		total += most;
	}
	for (guint i = 0; i < b->orders->len; i++)
		total += MAX(ABS(g_array_index(b->orders, struct order, i).amount), g_array_index(b->orders, struct order, i).list);
	for (guint i = 0; i < b->spends->len; i++)
		total += ABS(g_array_index(b->spends, struct spend, i).amount);
	for (guint i = 0; i < b->customers->len; i++)
		total += ABS(g_array_index(b->customers, struct customer, i).amount);
	int128 hours = 0;
	for (guint i = 0; i < b->works->len; i++) {
		hours += g_array_index(b->works, struct work, i).hours;
		total += ABS(g_array_index(b->works, struct work, i).cost);
	}
	if (total < INT64_MAX / 4 && hours < INT64_MAX / 4)
		return true;
	diag_report(r->diag, DIAG_TOTAL_TOO_LARGE, (struct where){b->conf->conf->file, b->conf->line, 0}, b->conf->id, NULL);
	return false;
}

bool book_finish(struct reader *r) {
	struct book *b = r->book;
	referrers_resolve(r);
	b->activity = source_of(r);
	if (b->activity == ACTIVITY_NONE) {
		diag_report(r->diag, DIAG_NO_ACTIVITY, (struct where){b->conf->conf->file, b->conf->line, 0}, b->conf->id, NULL);
		return false;
	}
	keep_source_rows(b);
	if (!settle_days(r))
		return false;
	book_sort_terms(b);
	ends_settle(b);
	cut_rows(r);
	gaps_settle(r);
	settle_coverage(b);
	book_sort(b);
	return named_check(r) && sums_fit(r);
}
