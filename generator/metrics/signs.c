/* metrics/signs: five signs of a bad relationship, measured or naming the column they lack: work off plan, customers who have to ask first, the month in
 * which they leave, the blame put on them, and clients on whom nothing is left. (The fifth, nps, has a family of its own.) */
#include "metric/effective.h"

/* Revenue of the months of a span: the sum of their closing recurring amounts. In units of eval_mrr_unit. */
static int128 revenue_of(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	int128 sum = 0;
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].kind == SPAN_MONTH && all->items[i].first.n >= all->items[span].first.n && all->items[i].last.n <= all->items[span].last.n)
			sum += eval_f(e, i, SLICE_ALL, FACT_MRR_END);
	return sum;
}

/* Whether the 12 months up to the close lie within the history. */
static bool has_full_year(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	return MIN(all->items[span].last.n, all->last.n) - all->first.n >= 11;
}

/* Figures that look back over customers' 12 months to the close. */
static struct value begin_year(const struct eval *e, size_t span) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	return v.state != STATE_MISSING && !has_full_year(e, span) ? value_missing("needs_full_year") : v;
}

static struct value eval_scope(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, eval_begin(e, span, COVER_WORK), HAS_IN_SCOPE, "needs_in_scope");
	const int64_t million = 1000000;
	if (v.state != STATE_MISSING && eval_f(e, span, slice, FACT_WORK_ROWS) > 0 && eval_f(e, span, slice, FACT_WORK_SCOPED) == 0)
		return value_missing("needs_scope_told");
	v = eval_quotient(v, eval_f(e, span, slice, FACT_WORK_OFF_PLAN), million, eval_f(e, span, slice, FACT_WORK_HOURS), million);
	if (v.state != STATE_MISSING)
		v.n = eval_f(e, span, slice, FACT_WORK_SCOPED);
	return v;
}

static struct value eval_reactive(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, eval_begin(e, span, COVER_CONTACTS), HAS_OPENED_BY, "needs_opened_by");
	return effective_wilson(e, v, span, slice, CLUSTER_CONTACT, FACT_CONTACTS, FACT_CONTACTS_ALL);
}

/* Leavers up to the span's close with from … to completed months of tenure. */
static int64_t left_after(const struct eval *e, size_t span, int32_t from, int32_t to) {
	const struct spans *all = &e->facts->spans;
	int32_t last = MIN(all->items[span].last.n, all->last.n);
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_LEAVING_MONTH, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	int64_t leavers = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i].a <= last && rows[i].b >= from && rows[i].b <= to)
			leavers += rows[i].n;
	return leavers;
}

static int32_t longest(const struct eval *e) {
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_LEAVING_MONTH, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	int32_t most = 0;
	for (size_t i = 0; i < n; i++)
		most = MAX(most, rows[i].b);
	return most;
}

static struct value eval_leaving_month(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	int32_t mode = 0, most = longest(e);
	int64_t leavers = left_after(e, span, 0, most), at_mode = 0;
	for (int32_t months = 0; months <= most; months++) {
		int64_t n = left_after(e, span, months, months);
		if (n > at_mode)
			mode = months;
		at_mode = MAX(at_mode, n);
	}
	v.n = leavers;
	v.x = mode;
	if (leavers == 0)
		v.state = STATE_UNDEFINED;
	return v;
}

static struct value eval_leaving_6_8(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return eval_wilson(eval_begin_dated(e, span, COVER_ACTIVITY), left_after(e, span, 6, 8), left_after(e, span, 0, longest(e)));
}

static struct value eval_blame(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, begin_year(e, span), HAS_REASON_OWNER, "needs_reason_owner");
	return eval_wilson(v, eval_f(e, span, slice, FACT_BLAME_CUSTOMER), eval_f(e, span, slice, FACT_BLAME_OWNED));
}

/* v, unless the export of work or the amounts are not there to be set against each other. */
static struct value with_cost(const struct eval *e, struct value v, size_t span) {
	const struct spans *all = &e->facts->spans;
	struct value work = eval_column(e, eval_begin(e, span, COVER_WORK), HAS_COST, "needs_cost");
	if (v.state == STATE_MISSING)
		return v;
	if (work.state == STATE_MISSING)
		return work;
	if (!e->cover->amounts)
		return value_missing("needs_amounts");
	/* the cost of some months against the revenue of all would be a margin too good */
	if (month_of_day(e->cover->last[COVER_WORK]).n < MIN(all->items[span].last.n, all->last.n))
		return value_missing("needs_work_cut");
	v.state = MIN(v.state, work.state);
	return v;
}

/* MISSING where there was work in the months first … last and none of it says what it cost: nothing said is no cost of 0. */
static struct value costed(const struct eval *e, struct value v, struct month first, struct month last) {
	const struct spans *all = &e->facts->spans;
	int64_t rows = 0, told = 0;
	for (int32_t m = MAX(first.n, all->first.n); m <= MIN(last.n, all->last.n); m++) {
		rows += eval_f(e, eval_month(e, (struct month){m}), SLICE_ALL, FACT_WORK_ROWS);
		told += eval_f(e, eval_month(e, (struct month){m}), SLICE_ALL, FACT_WORK_COSTED);
	}
	return value_shown(&v) && rows > 0 && told == 0 ? value_missing("needs_cost_told") : v;
}

static struct value eval_profitability(const struct eval *e, size_t span, size_t slice) {
	const struct span *s = &e->facts->spans.items[span];
	struct value v = eval_rated_months(e, with_cost(e, eval_begin_dated(e, span, COVER_ACTIVITY), span), s->first, s->last);
	v = costed(e, v, s->first, s->last);
	if (!value_shown(&v))
		return v;
	int128 revenue = revenue_of(e, span), left = revenue - (int128)eval_f(e, span, slice, FACT_WORK_COST) * e->facts->mrr_per;
	v = eval_quotient(v, left, eval_mrr_unit(e), revenue, eval_mrr_unit(e));
	if (value_shown(&v) && revenue < 0) /* credits beyond the revenue: nothing for a share to be of */
		v.state = STATE_UNDEFINED;
	v.n = eval_f(e, span, slice, FACT_END);
	return v;
}

static struct value eval_below_floor(const struct eval *e, size_t span, size_t slice) {
	struct month last = {MIN(e->facts->spans.items[span].last.n, e->facts->spans.last.n)};
	struct value v = eval_rated_months(e, with_cost(e, begin_year(e, span), span), month_plus(last, -11), last);
	v = eval_sum(costed(e, v, month_plus(last, -11), last), eval_f(e, span, slice, FACT_BELOW_FLOOR), 1);
	if (value_shown(&v))
		v.n = eval_f(e, span, slice, FACT_END);
	return v;
}

static const struct metric metrics[] = {
	{"scope", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, 0, eval_scope, "hours off plan / hours", RULES_NONE},
	{"reactive", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_NO, 0, eval_reactive, "contacts the customer opened / contacts", RULES_NONE},
	{"leaving_month", UNIT_MONTHS, BETTER_NONE, INTERVAL_NONE, SLICED_NO, 0, eval_leaving_month, "most frequent completed month of tenure of leavers", RULES_HERE},
	{"leaving_6_8", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_NO, 0, eval_leaving_6_8, "leavers with 6, 7 or 8 completed months / leavers", RULES_HERE},
	{"blame", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_NO, 0, eval_blame, "reasons put on the customer / reasons with an owner", RULES_HERE},
	{"profitability", UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, 0, eval_profitability, "(revenue - cost of work) / revenue", RULES_PAID},
	{"clients_below_floor", UNIT_COUNT, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, 0, eval_below_floor, "customers with (revenue - cost of work) / revenue < profit.floor", RULES_PAID | RULE(PROFIT_FLOOR)},
};
const struct metric_family family_signs = {"signs", G_N_ELEMENTS(metrics), metrics};
