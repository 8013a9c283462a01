/* metric/eval: see eval.h. */
#include "metric/eval.h"
#include <math.h>

int64_t eval_f(const struct eval *e, size_t span, size_t slice, enum fact id) {
	return fact(e->facts, span, slice, id);
}

int64_t eval_lost(const struct eval *e, size_t span, size_t slice) {
	return eval_f(e, span, slice, FACT_S) - eval_f(e, span, slice, FACT_KEPT);
}

int64_t eval_money_unit(const struct eval *e) {
	int64_t unit = 1;
	for (int i = 0; i < e->facts->currency_digits; i++)
		unit *= 10;
	return unit;
}

int64_t eval_mrr_unit(const struct eval *e) {
	return eval_money_unit(e) * e->facts->mrr_per;
}

bool eval_orders(const struct eval *e) {
	return e->cover->orders;
}

bool eval_spend_cut(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	return e->cover->present[COVER_SPEND] && month_of_day(e->cover->last[COVER_SPEND]).n < MIN(all->items[span].last.n, all->last.n);
}

struct value eval_begin(const struct eval *e, size_t span, enum cover cover) {
	static const char *const absent[] = {"needs_late_activity", "needs_surveys_nps", "needs_surveys_csat", "needs_spend",
	                                     "needs_surveys_ces", "needs_invitations", "needs_contacts", "needs_work"};
	static const char *const late[] = {"needs_late_activity", "needs_late_surveys", "needs_late_surveys", "needs_late_spend",
	                                   "needs_late_surveys", "needs_late_invitations", "needs_late_contacts", "needs_late_work"};
	const struct span *s = &e->facts->spans.items[span];
	if (s->before_history)
		return value_missing("needs_history");
	if (!e->cover->present[cover])
		return value_missing(absent[cover]);
	/* A contract's row covers until its end, so that a month without new ones is no late file. */
	bool dated = cover != COVER_ACTIVITY || e->cover->orders;
	if (dated && e->cover->last[cover] <= s->open)
		return value_missing(late[cover]);
	bool cut = cover == COVER_SPEND && eval_spend_cut(e, span);
	return value_state(s->unfinished || s->window_filling || cut ? STATE_PARTIAL : STATE_OK);
}

struct value eval_begin_dated(const struct eval *e, size_t span, enum cover cover) {
	return e->cover->snapshot ? value_missing("needs_dates") : eval_begin(e, span, cover);
}

size_t eval_month(const struct eval *e, struct month m) {
	const struct spans *all = &e->facts->spans;
	g_assert(m.n >= all->first.n && m.n <= all->last.n);
	return (size_t)(m.n - all->first.n); /* months are laid out first, from the first on */
}

size_t eval_year(const struct eval *e, size_t span) {
	const struct span *s = &e->facts->spans.items[span];
	const struct spans *all = &e->facts->spans;
	size_t year = span_find(all, SPAN_TRAILING, (struct month){MIN(s->last.n, all->last.n)});
	return year != SPAN_ABSENT && all->items[year].close == s->close ? year : SPAN_ABSENT; /* one that as_of cuts within a month has none */
}

struct value eval_begin_year(const struct eval *e, size_t span, size_t *year) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	*year = eval_year(e, span);
	if (!value_shown(&v))
		return v;
	if (*year == SPAN_ABSENT)
		return value_missing("needs_whole_year");
	struct value whole = eval_begin_dated(e, *year, COVER_ACTIVITY);
	if (!value_shown(&whole))
		return value_missing("needs_twelve_months");
	v.state = MIN(v.state, whole.state);
	return v;
}

bool eval_has_months(const struct eval *e, size_t span, int months) {
	const struct spans *all = &e->facts->spans;
	return MIN(all->items[span].last.n, all->last.n) - months + 1 >= all->first.n;
}

struct value eval_rated(const struct eval *e, struct value v, size_t span, size_t slice, unsigned amounts) {
	for (int i = 0; v.state != STATE_MISSING && amounts >> i != 0; i++)
		if ((amounts >> i & 1) != 0 && eval_f(e, span, slice, (enum fact)(FACT_UNRATED_OPEN + i)) > 0)
			return value_missing("needs_rate");
	return v;
}

struct value eval_rated_months(const struct eval *e, struct value v, struct month first, struct month last) {
	const struct spans *all = &e->facts->spans;
	for (int32_t m = MAX(first.n, all->first.n); m <= MIN(last.n, all->last.n); m++)
		v = eval_rated(e, v, eval_month(e, (struct month){m}), SLICE_ALL, RATED_CLOSE);
	return v;
}

/* Whether a complete month of the history, *at its span, has work. */
static bool month_works(const struct eval *e, struct month m, size_t *at) {
	*at = eval_month(e, m);
	return *at != SPAN_ABSENT && eval_f(e, *at, SLICE_ALL, FACT_WORK_ROWS) > 0;
}

/* What is left of the revenue after the work; months without a row between two with one cost nothing. */
static int64_t margin_of_work(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	int128 revenue = 0, cost = 0;
	int32_t close = MIN(all->items[span].last.n, all->last.n), begun = all->first.n, counted = 0;
	size_t at;
	while (begun <= close && !month_works(e, (struct month){begun}, &at))
		begun++;
	bool works = false;
	for (int32_t n = close, months = 0; n >= begun && months < 12; n--) {
		bool worked = month_works(e, (struct month){n}, &at);
		if (at == SPAN_ABSENT || all->items[at].unfinished || all->items[at].window_filling)
			continue;
		months++;
		works = works || worked;
		if (!works)
			continue;
		counted++;
		if (eval_f(e, at, SLICE_ALL, FACT_UNRATED_CLOSE) > 0)
			return EVAL_NO_MARGIN;
		revenue += eval_f(e, at, SLICE_ALL, FACT_MRR_END);
		cost += (int128)eval_f(e, at, SLICE_ALL, FACT_WORK_COST) * e->facts->mrr_per;
	}
	if (counted < 3 || revenue <= 0)
		return EVAL_NO_MARGIN;
	return cost >= revenue ? 0 : llround(quotient(revenue - cost, revenue) * (double)EVAL_BILLION);
}

int64_t eval_margin(const struct eval *e, size_t span) {
	if (conf_has(e->conf, SETTING_GROSS_MARGIN))
		return llround(conf_number(e->conf, SETTING_GROSS_MARGIN) * (double)EVAL_BILLION);
	bool told = e->cover->has[HAS_COST] && e->cover->amounts && !e->cover->snapshot;
	return told ? margin_of_work(e, span) : EVAL_NO_MARGIN;
}

struct value eval_quotient(struct value v, int128 num, int64_t num_unit, int128 den, int64_t den_unit) {
	if (!value_shown(&v))
		return v;
	v.has_parts = true;
	v.num = quotient(num, num_unit);
	v.den = quotient(den, den_unit);
	if (den == 0) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	v.x = quotient(num * den_unit, den * num_unit);
	return v;
}

struct value eval_sum(struct value v, int128 sum, int64_t unit) {
	if (value_shown(&v))
		v.x = quotient(sum, unit);
	return v;
}

struct value eval_limits(struct value v, struct limits l) {
	bool width = l.hi > l.lo; /* of no width: nothing varied, which says nothing of how far off the figure may be */
	if (value_shown(&v)) {
		v.lo = width || isnan(l.lo) || isnan(l.hi) ? l.lo : (double)NAN;
		v.hi = width || isnan(l.lo) || isnan(l.hi) ? l.hi : (double)NAN;
	}
	return v;
}

struct value eval_wilson(struct value v, int64_t some, int64_t all) {
	v = eval_quotient(v, some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
}

struct value eval_column(const struct eval *e, struct value v, enum has column, const char *needs) {
	return v.state != STATE_MISSING && !e->cover->has[column] ? value_missing(needs) : v;
}

int eval_churn_months(const struct eval *e, size_t span, size_t *months) {
	const struct spans *all = &e->facts->spans;
	int32_t last = MIN(all->items[span].last.n, all->last.n);
	int n = 0;
	for (size_t i = all->n; i-- > 0 && n < 12;) {
		const struct span *s = &all->items[i];
		if (s->kind != SPAN_MONTH || s->last.n > last || s->unfinished || s->window_filling || s->before_history)
			continue;
		months[n++] = i;
	}
	return n;
}

struct monthly_churn eval_monthly_churn(const struct eval *e, size_t span, size_t slice) {
	size_t months[12];
	struct monthly_churn m = {.months = eval_churn_months(e, span, months)};
	for (int i = 0; i < m.months; i++) {
		m.lost += eval_lost(e, months[i], slice);
		m.at_risk += eval_f(e, months[i], slice, FACT_S);
		m.gained += eval_f(e, months[i], slice, FACT_J) - eval_f(e, months[i], slice, FACT_J0) + eval_f(e, months[i], slice, FACT_R);
	}
	return m;
}

int64_t eval_spend(const struct eval *e, size_t span, size_t slice, int purpose) {
	int64_t sum = 0;
	for (int category = 0; category < 6; category++)
		sum += eval_f(e, span, slice, (enum fact)(FACT_SPEND_ACQUISITION_NONE + purpose * 6 + category));
	return sum;
}
