/* facts/price: list prices and what was taken off them, over the lines of the 12 months to a close. A line is a payment: a contract's every interval, an
 * invoice's or an order's row; it is new within 90 days of the customer's first day, and stands under the plan it was paid for. Knows terms and orders;
 * refuses to know why a price is what it is. */
#include "facts/fold.h"

#define NEW_DAYS 90

/* What one customer paid against the list in the 12 months to one close [minor units of the reporting currency], under one slice. */
struct lines {
	int128 list[2], off[2]; /* 0: later lines, 1: new ones */
	bool any[2], discounted, unrated;
};
/* … to every close, under every slice it has lines in. */
struct priced {
	struct fold *fold;
	GArray *slices;        /* of size_t; [0] "all" */
	GPtrArray *by_close;   /* of struct lines [closes], beside them */
};

static struct lines *lines_of(struct priced *p, size_t slice) {
	for (guint i = 0; i < p->slices->len; i++)
		if (g_array_index(p->slices, size_t, i) == slice)
			return g_ptr_array_index(p->by_close, i);
	struct lines *fresh = g_new0(struct lines, p->fold->closes.n);
	g_array_append_val(p->slices, slice);
	g_ptr_array_add(p->by_close, fresh);
	return fresh;
}

/* The slices of a line: those of its own term where the export of terms has the column, else the customer's. t: NULL for an order. */
static struct under under_line(const struct fold *f, const struct term *t) {
	const struct book *b = f->book;
	struct under u = {.n = b->n_dimensions + 1, .slice = {SLICE_ALL}};
	for (size_t i = 0; i < b->n_dimensions; i++) {
		bool own = t != NULL && t->codes != INTERN_NONE;
		uint32_t code = own ? g_array_index(b->term_codes, uint32_t, t->codes + i) : (uint32_t)CODE_NONE;
		u.slice[i + 1] = b->dated[i] ? f->slice_of[i][code] : f->fixed[i];
	}
	return u;
}

#define NO_RATE INT64_MIN

/* Adds a line to every close whose 12 months hold its day; list NO_RATE: a line is there, and only whether `off` is above 0 is known. */
static void add_to(const struct fold *f, struct lines *by_close, int32_t day, int64_t list, int64_t off) {
	int age = day - f->timeline.first_day <= NEW_DAYS;
	int32_t month = month_of_day(day).n - f->closes.before.n;
	for (int32_t at = MAX(month, 1); at < (int32_t)f->closes.n && at <= month + 12; at++) {
		int32_t close = f->closes.day[at];
		/* month's ends hold whole months; as_of may end within one */
		if (day > close || (at == month + 12 && day <= day_plus_months(close, -12)))
			continue;
		by_close[at].any[age] = true;
		by_close[at].discounted |= off > 0;
		by_close[at].unrated |= list == NO_RATE;
		by_close[at].list[age] += list == NO_RATE ? 0 : list;
		by_close[at].off[age] += list == NO_RATE ? 0 : off;
	}
}

static void add_line(struct priced *p, const struct under *u, int32_t day, int64_t list, int64_t off) {
	for (size_t i = 0; i < u->n; i++)
		add_to(p->fold, lines_of(p, u->slice[i]), day, list, off);
}

/* A line of `part` ÷ `whole` of a year's amounts. */
static void add_part(struct priced *p, const struct under *u, const struct term *t, int32_t day, int32_t part, int32_t whole) {
	const struct book *b = p->fold->book;
	int64_t rate = rates_get(&b->rates, t->currency, month_of_day(day));
	if (rate == 0) {
		add_line(p, u, day, NO_RATE, t->list - t->paid);
		return;
	}
	int128 scale = rates_scale(&b->rates, t->currency, rate) * part, one = rates_denominator(&b->rates) * whole;
	int64_t list = narrow(divide_half_even((int128)t->list * scale, one)), paid = narrow(divide_half_even((int128)t->paid * scale, one));
	if (list > 0 && paid >= 0) /* what is paid back is no payment */
		add_line(p, u, day, list, list - paid);
}

static void add_invoice(struct priced *p, const struct under *u, const struct term *t) {
	int32_t end = t->paid_end != DAY_NONE ? t->paid_end : t->end;
	if (t->interval > 0)
		add_part(p, u, t, t->start, t->interval, 12);
	else if (end != DAY_NONE)
		add_part(p, u, t, t->start, end - t->start, 365);
}

static void add_term(struct priced *p, const struct term *t) {
	const struct book *b = p->fold->book;
	if (t->list <= 0 || t->start == t->end)
		return;
	struct under u = under_line(p->fold, t);
	if (b->activity == ACTIVITY_INVOICES) {
		add_invoice(p, &u, t);
		return;
	}
	int32_t interval = t->interval > 0 ? t->interval : 1, earliest = day_plus_months(b->history_start, -12);
	for (int32_t k = 0, day = t->start; day != DAY_NONE && day <= b->as_of && (t->end == DAY_NONE || day < t->end); day = day_due_after(t->start, ++k * interval))
		if (day >= earliest)
			add_part(p, &u, t, day, interval, 12);
}

static void add_order(struct priced *p, const struct order *o) {
	bool counts = o->amount > 0 || (o->amount == 0 && conf_is(p->fold->book->conf, SETTING_ORDERS_ZERO, "count"));
	struct under u = under_line(p->fold, NULL);
	if (!o->refund && counts && o->list > 0)
		add_line(p, &u, o->day, o->list, o->list - o->amount);
}

static bool has_list(const struct book *b, uint32_t customer) {
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++)
		if (g_array_index(b->terms, struct term, i).list > 0)
			return true;
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++)
		if (g_array_index(b->orders, struct order, i).list > 0)
			return true;
	return false;
}

static void fold_age(struct fold *f, size_t span, const struct under *u, const struct lines *l, int age) {
	if (!l->any[age])
		return;
	int128 list = l->list[age], off = l->off[age];
	fold_add(f, span, u, age == 1 ? FACT_LINED_NEW : FACT_LINED_OLD, 1);
	fold_add_wide(f, span, u, age == 1 ? WIDE_LIST_NEW : WIDE_LIST_OLD, list);
	fold_add_wide(f, span, u, age == 1 ? WIDE_OFF_NEW : WIDE_OFF_OLD, off);
	fold_add_wide(f, span, u, age == 1 ? WIDE_LIST_NEW2 : WIDE_LIST_OLD2, list * list);
	fold_add_wide(f, span, u, age == 1 ? WIDE_LIST_OFF_NEW : WIDE_LIST_OFF_OLD, list * off);
	fold_add_wide(f, span, u, age == 1 ? WIDE_OFF_NEW2 : WIDE_OFF_OLD2, off * off);
}

static void fold_lines(struct fold *f, size_t span, const struct under *u, const struct lines *l) {
	fold_add(f, span, u, FACT_UNRATED_LINES, l->unrated);
	if (!l->any[0] && !l->any[1])
		return;
	fold_age(f, span, u, l, 0);
	fold_age(f, span, u, l, 1);
	int128 list = l->list[0] + l->list[1], off = l->off[0] + l->off[1];
	fold_add(f, span, u, FACT_LINED, 1);
	fold_add(f, span, u, FACT_DISCOUNTED, l->discounted);
	fold_add_wide(f, span, u, WIDE_LIST_ALL2, list * list);
	fold_add_wide(f, span, u, WIDE_LIST_OFF_ALL, list * off);
	fold_add_wide(f, span, u, WIDE_OFF_ALL2, off * off);
}

static void fold_slices(struct priced *p) {
	const struct spans *s = &p->fold->facts->spans;
	for (guint k = 0; k < p->slices->len; k++) {
		const struct lines *by_close = g_ptr_array_index(p->by_close, k);
		struct under u = {1, {g_array_index(p->slices, size_t, k)}};
		for (size_t i = 0; i < s->n; i++)
			if (!s->items[i].before_history)
				fold_lines(p->fold, i, &u, &by_close[p->fold->to[i]]);
	}
}

void fold_price(struct fold *f) {
	const struct book *b = f->book;
	uint32_t customer = f->timeline.customer;
	if (!has_list(b, customer))
		return;
	struct priced p = {f, g_array_new(FALSE, FALSE, sizeof(size_t)), g_ptr_array_new_with_free_func(g_free)};
	for (uint32_t i = b->first_term[customer]; i < b->first_term[customer + 1]; i++)
		add_term(&p, &g_array_index(b->terms, struct term, i));
	for (uint32_t i = b->first_order[customer]; i < b->first_order[customer + 1]; i++)
		add_order(&p, &g_array_index(b->orders, struct order, i));
	fold_slices(&p);
	g_array_unref(p.slices);
	g_ptr_array_unref(p.by_close);
}
