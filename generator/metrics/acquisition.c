/* metrics/acquisition: what it costs to win a customer: all acquisition spend of the period (cac.lag months earlier) ÷ first-time starters, by recorded
 * channel; exact Poisson limits on the starters. Spend without a channel is in "all" only. And when that cost is earned back. */
#include "metric/eval.h"
#include <math.h>
#include <string.h>

static struct value eval_spend_acquisition(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(eval_begin(e, span, COVER_SPEND), eval_spend(e, span, slice, 0), eval_money_unit(e));
}

static int lag_of(const struct eval *e) {
	return (int)conf_int(e->conf, SETTING_CAC_LAG);
}

struct month eval_first_spend(const struct eval *e) {
	const struct spans *all = &e->facts->spans;
	struct month m = all->first;
	for (; m.n <= all->last.n; m.n++)
		for (int id = FACT_SPEND_ACQUISITION_NONE; id <= FACT_SPEND_SERVICE_DISCOUNT; id++)
			if (eval_f(e, eval_month(e, m), SLICE_ALL, (enum fact)id) != 0)
				return m;
	return m;
}

bool eval_spend_of_months(const struct eval *e, struct month last, int months, size_t slice, int64_t *spend) {
	int32_t to = last.n - lag_of(e), from = to - months + 1;
	*spend = 0;
	if (from < eval_first_spend(e).n)
		return false;
	for (int32_t m = from; m <= to; m++)
		*spend += eval_spend(e, eval_month(e, (struct month){m}), slice, 0);
	return true;
}

/* Spend on winning of a span: of purpose acquisition, all of it or one category alone, cac.lag months earlier. */
enum { CATEGORY_ALL = -1, CATEGORY_MEDIA = 1 };

static int64_t spend_in(const struct eval *e, size_t span, size_t slice, int category) {
	return category == CATEGORY_ALL ? eval_spend(e, span, slice, 0) : eval_f(e, span, slice, (enum fact)(FACT_SPEND_ACQUISITION_NONE + category));
}

static int64_t spend_for(const struct eval *e, size_t span, size_t slice, int category) {
	const struct spans *all = &e->facts->spans;
	const struct span *s = &all->items[span];
	int64_t sum = 0;
	if (lag_of(e) == 0)
		return spend_in(e, span, slice, category);
	for (int32_t m = s->first.n; m <= MIN(s->last.n, all->last.n); m++) {
		struct month won = {m - lag_of(e)};
		sum += won.n < all->first.n ? 0 : spend_in(e, eval_month(e, won), slice, category);
	}
	return sum;
}

/* With cac.lag the spend of earlier months counts: they must be there, first and last. */
static struct value lagged_begin(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	const struct span *s = &all->items[span];
	struct value v = eval_begin(e, span, COVER_ACTIVITY);
	if (v.state == STATE_MISSING)
		return v;
	if (!e->cover->present[COVER_SPEND])
		return value_missing("needs_spend");
	int32_t reach = month_of_day(e->cover->last[COVER_SPEND]).n + lag_of(e);
	if (reach < s->first.n)
		return value_missing("needs_late_spend");
	if (reach < MIN(s->last.n, all->last.n))
		return value_missing("needs_spend_cut");
	if (s->first.n - lag_of(e) < eval_first_spend(e).n)
		return value_missing("needs_spend_lag");
	return v;
}

/* The state of a cost of winning. The spend of some months over the customers of all would be a cost too low: that is MISSING. */
static struct value cost_begin(const struct eval *e, size_t span) {
	if (e->cover->snapshot)
		return value_missing("needs_dates");
	if (lag_of(e) > 0)
		return lagged_begin(e, span);
	struct value v = eval_begin(e, span, COVER_SPEND), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (v.state == STATE_MISSING)
		return v;
	if (activity.state == STATE_MISSING)
		return activity;
	if (eval_spend_cut(e, span))
		return value_missing("needs_spend_cut");
	v.state = MIN(v.state, activity.state);
	return v;
}

/* Few counts of customers won come again and again, over periods, slices and costs. */
static struct limits limits_of(const struct eval *e, int64_t joined) {
	struct limits *known = memo_find(e->memo, MEMO_POISSON, joined, 0);
	if (known != NULL)
		return *known;
	struct limits l = poisson_limits(joined);
	return *(struct limits *)memo_keep(e->memo, MEMO_POISSON, joined, 0, g_memdup2(&l, sizeof l), g_free);
}

static struct value cost_per(const struct eval *e, struct value v, int64_t spend, int64_t joined) {
	v = eval_quotient(v, spend, eval_money_unit(e), joined, 1);
	if (!value_shown(&v))
		return v;
	v.n = joined;
	struct limits l = limits_of(e, joined);
	if (spend < 0) /* credits beyond the spend: a cost below 0 has no limits that mean anything */
		return v;
	double money = quotient(spend, eval_money_unit(e));
	return eval_limits(v, (struct limits){money / l.hi, money / l.lo});
}

/* Spend without a channel is in "all" only, so that nothing says what customers without one cost: MISSING, not 0. */
static struct value channel_known(const struct eval *e, struct value v, size_t slice) {
	const char *channel = slice == SLICE_ALL ? NULL : e->facts->slices[slice].value;
	bool known = g_strcmp0(channel, SLICE_NONE) != 0 && g_strcmp0(channel, SLICE_UNKNOWN) != 0;
	return v.state == STATE_MISSING || known ? v : value_missing("needs_channel_told");
}

struct value eval_cac(const struct eval *e, size_t span, size_t slice) {
	return cost_per(e, channel_known(e, cost_begin(e, span), slice), spend_for(e, span, slice, CATEGORY_ALL), eval_f(e, span, slice, FACT_J));
}

/* Media spend in the period, or listed in paid_channels. */
static bool is_paid(const struct eval *e, size_t span, size_t slice) {
	const char *channel = e->facts->slices[slice].value;
	return spend_for(e, span, slice, CATEGORY_MEDIA) != 0 || g_strv_contains((const gchar *const *)conf_list(e->conf, SETTING_PAID_CHANNELS), channel);
}

static struct value eval_cac_media(const struct eval *e, size_t span, size_t slice) {
	const struct facts *f = e->facts;
	struct value v = channel_known(e, cost_begin(e, span), slice);
	if (v.state == STATE_MISSING)
		return v;
	if (!g_strv_contains((const gchar *const *)f->dimensions, "channel"))
		return value_missing("needs_channel_spend");
	int64_t media = 0, joined = 0;
	for (size_t i = 1; i < f->n_slices; i++) {
		bool counts = slice == i || (slice == SLICE_ALL && strcmp(f->dimensions[f->slices[i].dimension], "channel") == 0);
		if (!counts || !is_paid(e, span, i))
			continue;
		media += spend_for(e, span, i, CATEGORY_MEDIA);
		joined += eval_f(e, span, i, FACT_J);
	}
	return cost_per(e, v, media, joined);
}

/* Spend on winning that names no channel: in the cost of all, in that of no channel. */
static struct value eval_spend_no_channel(const struct eval *e, size_t span, size_t slice) {
	const struct facts *f = e->facts;
	struct value v = eval_begin(e, span, COVER_SPEND);
	if (value_shown(&v) && !g_strv_contains((const gchar *const *)f->dimensions, "channel"))
		return value_missing("needs_channel_spend");
	int64_t named = 0;
	for (size_t i = 1; i < f->n_slices; i++)
		if (strcmp(f->dimensions[f->slices[i].dimension], "channel") == 0)
			named += eval_spend(e, span, i, 0);
	return eval_sum(v, (int128)eval_spend(e, span, slice, 0) - named, eval_money_unit(e));
}

/* clv ÷ cac, by clv.for_ratio; the undiscounted one as an exact fraction. */
static struct value eval_clv_cac(const struct eval *e, size_t span, size_t slice) {
	bool discounted = conf_is(e->conf, SETTING_CLV_FOR_RATIO, "clv_discounted");
	struct value clv = discounted ? eval_clv_discounted(e, span, slice) : eval_clv(e, span, slice), cac = eval_cac(e, span, slice);
	if (cac.state == STATE_MISSING)
		return cac;
	if (clv.state == STATE_MISSING)
		return clv;
	struct value v = value_state(MIN(clv.state, cac.state));
	v.has_parts = true;
	v.num = value_shown(&clv) ? clv.x : 0;
	v.den = value_shown(&cac) ? cac.x : 0;
	if (!value_shown(&clv) || !value_shown(&cac) || cac.x <= 0) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	struct fraction exact = discounted ? (struct fraction){0, 0} : eval_clv_fraction(e, span, slice);
	int128 spend = spend_for(e, span, slice, CATEGORY_ALL), joined = (int128)eval_f(e, span, slice, FACT_J) * eval_money_unit(e), num, den;
	bool fits = exact.den != 0 && !__builtin_mul_overflow(exact.num, joined, &num) && !__builtin_mul_overflow(exact.den, spend, &den);
	v.x = fits ? quotient(num, den) : clv.x / cac.x;
	v.n = cac.n;
	v.capped = clv.capped;
	/* where the cap leaves clv no limits of its own those of cac remain */
	double lo = clv.capped && !value_has_interval(&clv) ? clv.x : clv.lo, hi = clv.capped && !value_has_interval(&clv) ? clv.x : clv.hi;
	return eval_limits(v, (struct limits){MIN(v.x, lo / cac.hi), MAX(v.x, hi / cac.lo)});
}

/* cac and what a new customer brings a month: its first-day amount × share (billionths). UNDEFINED when either is not above 0. */
struct back {
	struct value v;    /* state, parts and n */
	int128 cost, brings; /* cac ÷ monthly amount = cost ÷ brings: starters cancel out */
};

static struct back back_of(const struct eval *e, size_t span, size_t slice, int64_t share) {
	struct value cac = eval_cac(e, span, slice);
	struct back b = {.v = cac};
	if (cac.state == STATE_MISSING)
		return b;
	int64_t first = eval_f(e, span, slice, FACT_MRR_FIRST), spend = spend_for(e, span, slice, CATEGORY_ALL), joined = eval_f(e, span, slice, FACT_J);
	b.v = eval_rated(e, value_state(cac.state), span, slice, RATED_FIRST);
	if (b.v.state == STATE_MISSING)
		return b;
	b.v.n = cac.n;
	b.cost = (int128)spend * EVAL_BILLION * e->facts->mrr_per;
	b.brings = (int128)first * share;
	if (!value_shown(&cac))
		return b;
	b.v.has_parts = true;
	b.v.num = cac.x;
	b.v.den = quotient(b.brings, (int128)eval_mrr_unit(e) * EVAL_BILLION * joined);
	if (b.brings <= 0 || spend < 0) {
		b.v.state = STATE_UNDEFINED;
		b.v.n = -1;
	}
	return b;
}

/* Amounts are needed, and for all but the plain form the gross margin. */
static const char *back_needs(const struct eval *e, size_t span, bool margin) {
	if (e->cover->snapshot)
		return "needs_movement_columns";
	if (!e->cover->amounts)
		return "needs_amounts";
	return margin && eval_margin(e, span) == EVAL_NO_MARGIN ? "needs_gross_margin" : NULL;
}

static struct value payback(const struct eval *e, size_t span, size_t slice, bool margin) {
	const char *needs = back_needs(e, span, margin);
	if (needs != NULL)
		return value_missing(needs);
	struct back b = back_of(e, span, slice, margin ? eval_margin(e, span) : EVAL_BILLION);
	if (value_shown(&b.v))
		b.v.x = quotient(b.cost, b.brings);
	return b.v;
}

static struct value eval_payback_months(const struct eval *e, size_t span, size_t slice) {
	return payback(e, span, slice, true);
}

static struct value eval_payback_revenue(const struct eval *e, size_t span, size_t slice) {
	return payback(e, span, slice, false);
}

/* ln(1 − cac·m/a) ÷ ln(1 − m): the month in which those still here have brought the cost back; cac ÷ a when nobody leaves. */
static struct value eval_payback_survival(const struct eval *e, size_t span, size_t slice) {
	const char *needs = back_needs(e, span, true);
	if (needs != NULL)
		return value_missing(needs);
	struct back b = back_of(e, span, slice, eval_margin(e, span));
	if (b.v.state == STATE_MISSING)
		return b.v;
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	if (m.months < 3)
		return value_missing("needs_churn_months");
	if (!value_shown(&b.v))
		return b.v;
	double churn = m.at_risk == 0 ? 0 : quotient(m.lost, m.at_risk), months = quotient(b.cost, b.brings);
	b.v.has_parts = false;
	b.v.x = m.lost == 0 ? months : m.lost == m.at_risk ? 0 : log1p(-months * churn) / log1p(-churn);
	if (m.at_risk == 0 || months * churn >= 1)
		return value_state(STATE_UNDEFINED);
	return b.v;
}

/* What the customers of twelve first months brought, age by age, against what they cost. */
static struct value measured(const struct eval *e, struct value v, struct month first, int64_t spend, int64_t margin) {
	bool orders = eval_orders(e);
	int128 cost = (int128)spend * EVAL_BILLION * (orders ? 1 : e->facts->mrr_per), brought = 0;
	v.n = 0;
	for (int age = 0; age <= 12; age++) {
		for (int i = 0; i < 12; i++) {
			const struct cohort_cell *c = fact_cohort(e->facts, SLICE_ALL, month_plus(first, i), age);
			if (c != NULL && c->unrated > 0)
				return value_missing("needs_rate");
			v.n += age == 0 && c != NULL ? c->customers : 0;
			brought += c == NULL ? 0 : (int128)c->mrr * margin;
		}
		v.x = age + 1;
		if (v.n > 0 && brought >= cost)
			return v;
	}
	return value_state(STATE_UNDEFINED);
}

/* The cohorts of the 12 months that began 12 to 24 months before the close: all of them have been seen to age 12. */
static struct value eval_payback_measured(const struct eval *e, size_t span, size_t slice) {
	const struct spans *all = &e->facts->spans;
	const struct span *s = &all->items[span];
	(void)slice;
	if (back_needs(e, span, true) != NULL)
		return value_missing(back_needs(e, span, true));
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	if (!e->cover->present[COVER_SPEND])
		return value_missing("needs_spend");
	bool cut = s->close < month_last_day((struct month){MIN(s->last.n, all->last.n)}); /* within a month: its last whole one counts */
	struct month last = {MIN(s->last.n, all->last.n) - (cut ? 1 : 0)}, first = month_plus(last, -23);
	if (first.n < all->first.n)
		return value_missing("needs_two_years");
	int64_t spend;
	if (!eval_spend_of_months(e, month_plus(last, -12), 12, SLICE_ALL, &spend))
		return value_missing("needs_spend_lag");
	return measured(e, v, first, spend, eval_margin(e, span));
}

#define BACK(id, sliced, formula, eval, rules) {id, UNIT_MONTHS, BETTER_LOWER, INTERVAL_NONE, sliced, BASIS(FACT_J), eval, formula, rules}
static const struct metric metrics[] = {
	{"spend_acquisition", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_J), eval_spend_acquisition, "sum of purpose acquisition", RULES_NONE},
	{"spend_no_channel", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_J), eval_spend_no_channel, "purpose acquisition without a channel", RULES_NONE},
	{"cac", UNIT_MONEY, BETTER_LOWER, INTERVAL_POISSON, SLICED_CHANNEL | FLOW_JOINED, BASIS(FACT_J), eval_cac, "acquisition spend / J", RULES_JOINED | RULE(CAC_LAG)},
	{"cac_media", UNIT_MONEY, BETTER_LOWER, INTERVAL_POISSON, SLICED_CHANNEL | FLOW_JOINED, BASIS(FACT_J), eval_cac_media, "acquisition spend of category media / J of paid channels", RULES_JOINED | RULE(CAC_LAG) | RULE(PAID_CHANNELS)},
	{"clv_cac", UNIT_TIMES, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL | FLOW_JOINED | FLOW_AT_RISK | PARTS_MONEY, BASIS(FACT_J) | BASIS(FACT_S) | BASIS(FACT_END), eval_clv_cac, "clv / cac", RULES_PAID | RULE(GROSS_MARGIN) | RULE(CLV_CAP) | RULE(CLV_FIRST) | RULE(CLV_FOR_RATIO) | RULE(CLV_DISCOUNT_RATE) | RULE(CAC_LAG)},
	BACK("payback_months", SLICED_CHANNEL | FLOW_JOINED | PARTS_MONEY, "cac / (first-day MRR of J / J x gross_margin)", eval_payback_months, RULES_FIRST | RULE(GROSS_MARGIN) | RULE(CAC_LAG)),
	BACK("payback_revenue", SLICED_CHANNEL | FLOW_JOINED | PARTS_MONEY, "cac / (first-day MRR of J / J)", eval_payback_revenue, RULES_FIRST | RULE(CAC_LAG)),
	BACK("payback_survival", SLICED_NO, "ln(1 - cac x m / a) / ln(1 - m), a = first-day MRR of J / J x gross_margin", eval_payback_survival, RULES_PAID | RULE(GROSS_MARGIN) | RULE(CAC_LAG)),
	BACK("payback_measured", SLICED_NO, "first age at which revenue x gross_margin of the cohorts of 12 months passes their spend, + 1", eval_payback_measured, RULES_FOLLOWED | RULE(MRR_DISCOUNTS) | RULE(GROSS_MARGIN) | RULE(CAC_LAG)),
};
const struct metric_family family_acquisition = {"acquisition", G_N_ELEMENTS(metrics), metrics};
