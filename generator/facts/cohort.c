/* facts/cohort: first month × age, tenure tables and picks of the customer at hand. Who was active before history_start is in no cohort. */
#include "facts/fold.h"
#include <stdlib.h>
#include <string.h>

static void add_cell(struct fold *f, size_t first, size_t age, int64_t mrr, bool unrated) {
	struct cohort_cell *cell = &f->facts->cohort[first * f->facts->n_months + age];
	cell->customers++;
	cell->mrr += mrr;
	cell->unrated += unrated;
}

/* Contracts: here at the month's close; age 0: all who started. */
static void cohort_contracts(struct fold *f, size_t first) {
	const struct timeline *t = &f->timeline;
	for (size_t at = first + 1; at < f->closes.n; at++) {
		size_t age = at - 1 - first;
		if (t->active[at])
			add_cell(f, first, age, t->amount[at], t->unrated[at]);
		else if (age == 0)
			add_cell(f, first, age, t->first_amount, t->first_unrated);
	}
}

/* Orders: an order in that month. */
static void cohort_orders(struct fold *f, size_t first) {
	for (size_t at = first + 1; at < f->closes.n; at++) {
		bool any;
		int64_t value = orders_value(f->book, f->timeline.customer, month_first_day(f->closes.month[at]) - 1, f->closes.day[at], &any);
		if (any)
			add_cell(f, first, at - 1 - first, value, false);
	}
}

void fold_cohort(struct fold *f) {
	const struct timeline *t = &f->timeline;
	if (t->first_day < f->book->history_start || t->first_day > f->book->as_of)
		return;
	size_t first = (size_t)(month_of_day(t->first_day).n - f->facts->spans.first.n);
	if (f->book->activity == ACTIVITY_ORDERS)
		cohort_orders(f, first);
	else if (f->book->activity != ACTIVITY_SNAPSHOT)
		cohort_contracts(f, first);
}

bool fold_life(const struct fold *f, struct life *l) {
	const struct timeline *t = &f->timeline;
	int32_t history = f->book->history_start;
	if (t->first_day == DAY_NONE || t->first_day > f->book->as_of || f->book->activity == ACTIVITY_SNAPSHOT)
		return false;
	*l = (struct life){.start = t->first_day, .end = timeline_first_end(t)};
	if (t->first_day >= history)
		return true;
	const struct customer *c = &g_array_index(f->book->customers, struct customer, t->customer);
	if (c->signup != DAY_NONE)
		l->start = MIN(l->start, c->signup);
	l->entry = history - 1 - l->start;
	return l->end == DAY_NONE || l->end >= history;
}

static void add_tenure(GArray *rows, const struct under *u, struct tenure_row row) {
	for (size_t i = 0; i < u->n; i++) {
		row.slice = (uint32_t)u->slice[i];
		row.customers = 1;
		g_array_append_val(rows, row);
	}
	if (rows->len > 2000000)
		tenure_compact(rows);
}

/* A snapshot has months lived where others have days, and no day of starting. */
static void tenure_snapshot(struct fold *f) {
	const struct customer *c = &g_array_index(f->book->customers, struct customer, f->timeline.customer);
	int32_t month = f->facts->spans.last.n;
	struct under u = fold_under_day(f, f->timeline.first_day);
	add_tenure(f->facts->tenure_starts, &u, (struct tenure_row){.a = c->tenure, .b = c->churned ? month : MONTH_NONE.n});
	if (c->churned)
		add_tenure(f->facts->tenure_ends, &u, (struct tenure_row){.a = month, .b = c->tenure});
}

void fold_tenure(struct fold *f) {
	struct life l;
	if (f->book->activity == ACTIVITY_SNAPSHOT) {
		tenure_snapshot(f);
		return;
	}
	if (!fold_life(f, &l))
		return;
	/* who was here before is counted under what it was when the records begin */
	struct under u = f->timeline.first_day < f->book->history_start ? fold_under_close(f, 0) : fold_under_day(f, f->timeline.first_day);
	int32_t month = l.end == DAY_NONE ? MONTH_NONE.n : month_of_day(l.end).n;
	add_tenure(f->facts->tenure_starts, &u, (struct tenure_row){.a = l.start, .b = month, .entry = l.entry});
	if (l.end != DAY_NONE)
		add_tenure(f->facts->tenure_ends, &u, (struct tenure_row){.a = month, .b = MAX(1, l.end - l.start), .entry = l.entry});
}

static gint order_tenure(gconstpointer x, gconstpointer y) {
	const struct tenure_row *a = x, *b = y;
	if (a->slice != b->slice)
		return a->slice < b->slice ? -1 : 1;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	return (a->entry > b->entry) - (a->entry < b->entry);
}

void tenure_compact(GArray *rows) {
	g_array_sort(rows, order_tenure);
	guint kept = 0;
	for (guint i = 0; i < rows->len; i++) {
		struct tenure_row row = g_array_index(rows, struct tenure_row, i);
		if (kept > 0 && order_tenure(&g_array_index(rows, struct tenure_row, kept - 1), &row) == 0)
			g_array_index(rows, struct tenure_row, kept - 1).customers += row.customers;
		else
			g_array_index(rows, struct tenure_row, kept++) = row;
	}
	g_array_set_size(rows, kept);
}

void fold_pick(struct fold *f) {
	const struct timeline *t = &f->timeline;
	if (f->newest == SPAN_ABSENT || f->facts->spans.items[f->newest].before_history || !t->active[f->to[f->newest]])
		return;
	const struct customer *c = &g_array_index(f->book->customers, struct customer, t->customer);
	struct pick pick = {.amount = t->amount[f->to[f->newest]], .customer_id = g_strdup(intern_text(&f->book->ids, t->customer)),
	                    .name = c->name == INTERN_NONE ? NULL : g_strdup(intern_text(&f->book->names, c->name))};
	g_array_append_val(f->facts->top_value, pick);
	if (f->facts->top_value->len > 4096)
		picks_cut(f->facts->top_value);
}

static gint order_picks(gconstpointer x, gconstpointer y) {
	const struct pick *a = x, *b = y;
	if (a->amount != b->amount)
		return a->amount < b->amount ? 1 : -1;
	return strcmp(a->customer_id, b->customer_id);
}

void picks_cut(GArray *picks) {
	g_array_sort(picks, order_picks);
	for (guint i = PICKS_MAX; i < picks->len; i++) {
		g_free(g_array_index(picks, struct pick, i).customer_id);
		g_free(g_array_index(picks, struct pick, i).name);
	}
	if (picks->len > PICKS_MAX)
		g_array_set_size(picks, PICKS_MAX);
}
