/* metrics/balance: the two sides of the coin in money: spend on winning customers beside spend on keeping them, what losing customers costs, and how
 * many to win or keep to reach a target. Amounts that overlap are told beside each other and never added. */
#include "metric/eval.h"
#include <math.h>

/* Keeping spend is known only once rows of such a purpose exist in the 12 months up to the close. */
static bool has_keeping(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	int32_t last = all->items[span].last.n;
	for (size_t i = 0; i < all->n; i++) {
		const struct span *s = &all->items[i];
		if (s->kind == SPAN_MONTH && s->last.n <= last && s->last.n > last - 12 && eval_f(e, i, SLICE_ALL, FACT_SPEND_KEEPING_ROWS) > 0)
			return true;
	}
	return false;
}

static struct value begin(const struct eval *e, size_t span) {
	struct value v = eval_begin(e, span, COVER_SPEND);
	return value_shown(&v) && !has_keeping(e, span) ? value_missing("needs_keeping_spend") : v;
}

static int64_t keeping(const struct eval *e, size_t span, size_t slice) {
	return eval_spend(e, span, slice, 1) + eval_spend(e, span, slice, 2);
}

static struct value eval_spend_keeping(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(begin(e, span), keeping(e, span, slice), eval_money_unit(e));
}

static struct value eval_share(const struct eval *e, size_t span, size_t slice) {
	int64_t winning = eval_spend(e, span, slice, 0);
	int64_t kept = keeping(e, span, slice);
	struct value v = eval_quotient(begin(e, span), winning, eval_money_unit(e), (int128)winning + kept, eval_money_unit(e));
	if (value_shown(&v) && (winning < 0 || kept < 0)) /* credits beyond the spend: there is no whole to be a share of */
		v.state = STATE_UNDEFINED;
	return v;
}

static struct value eval_lost_revenue_year(const struct eval *e, size_t span, size_t slice) {
	int128 churned = eval_f(e, span, slice, FACT_MRR_OPEN_LOST), contraction = (int128)eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) - eval_f(e, span, slice, FACT_MRR_MIN);
	return eval_sum(eval_rated(e, eval_movements(e, span), span, slice, RATED_OPEN | RATED_KEPT), 12 * (churned + contraction), eval_mrr_unit(e));
}

static struct value eval_replacement_cost(const struct eval *e, size_t span, size_t slice) {
	struct value cac = eval_cac(e, span, slice), v = value_state(cac.state);
	v.needs = cac.needs;
	if (!value_shown(&cac))
		return v;
	v.n = eval_lost(e, span, slice);
	v.x = cac.x * (double)v.n;
	return v;
}

/* What winning a customer who joined in a month cost: spend ÷ starters of the 12 months to it, fewer where the history or the spend begins later;
 * below 0: not known. */
static double cost_when_joined(const struct eval *e, struct month joined) {
	int64_t spend, starters = 0;
	int lag = (int)conf_int(e->conf, SETTING_CAC_LAG), months = MIN(12, joined.n - lag - eval_first_spend(e).n + 1);
	if (months <= 0 || !eval_spend_of_months(e, joined, months, SLICE_ALL, &spend))
		return -1;
	for (int i = 0; i < months; i++)
		starters += eval_f(e, eval_month(e, month_plus(joined, -i)), SLICE_ALL, FACT_J);
	return starters > 0 ? quotient(spend, (int128)starters * eval_money_unit(e)) : -1;
}

/* Σ over leavers of the same joining month and months lived of what is left of their cost after what they paid. */
static struct value unrecovered(const struct eval *e, struct value v, size_t span) {
	int64_t margin = eval_margin(e, span);
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_LEFT_PAID, span, SLICE_ALL, &n);
	int128 unit = (int128)eval_money_unit(e) * (eval_orders(e) ? 1 : e->facts->mrr_per) * EVAL_BILLION;
	v.x = 0;
	v.n = 0;
	for (size_t i = 0; i < n; i++)
		if (rows[i].c == 2)
			return value_missing("needs_rate");
	for (size_t i = 0; i < n; i++) {
		int64_t leavers = rows[i].n;
		int128 paid = rows[i].amount * (rows[i].c == 0 ? LEFT_PAID_PART : 1);
		struct month joined = {rows[i].a};
		int32_t lived = rows[i].b;
		for (; i + 1 < n && rows[i + 1].a == joined.n && rows[i + 1].b == lived; i++) {
			leavers += rows[i + 1].n;
			paid += rows[i + 1].amount * (rows[i + 1].c == 0 ? LEFT_PAID_PART : 1);
		}
		double cost = cost_when_joined(e, joined);
		if (cost < 0)
			return value_missing("needs_spend_lag");
		v.n += leavers;
		v.x += fmax(0, cost * (double)leavers - quotient(paid * margin, unit));
	}
	return v;
}

static struct value eval_unrecovered_cost(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = eval_movements(e, span);
	if (!value_shown(&v))
		return v;
	if (!e->cover->present[COVER_SPEND])
		return value_missing("needs_spend");
	if (eval_margin(e, span) == EVAL_NO_MARGIN)
		return value_missing("needs_gross_margin");
	return unrecovered(e, v, span);
}

/* The 12 months up to the close, month by month: what flows in them adds up, and so do the customers counted at each close. */
struct year {
	int64_t won, retention, service, joined, here;
};

static struct year year_of(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	struct month last = {MIN(all->items[span].last.n, all->last.n)};
	struct year y = {0};
	for (int i = 0; i < 12; i++) {
		size_t at = eval_month(e, month_plus(last, -i));
		y.won += eval_spend(e, at, SLICE_ALL, 0);
		y.retention += eval_spend(e, at, SLICE_ALL, 1);
		y.service += eval_spend(e, at, SLICE_ALL, 2);
		y.joined += eval_f(e, at, SLICE_ALL, FACT_J);
		y.here += eval_f(e, at, SLICE_ALL, FACT_END);
	}
	return y;
}

static bool keeps(const struct eval *e, const char *purpose) {
	char **purposes = conf_list(e->conf, SETTING_KEEP_PURPOSES);
	return purposes[0] == NULL || g_strv_contains((const gchar *const *)purposes, purpose);
}

/* Spend of some months over the customers of all would be too low a cost: MISSING, as for the cost of winning. */
static struct value keep_begin(const struct eval *e, size_t span) {
	struct value v = eval_begin_dated(e, span, COVER_SPEND), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (v.state == STATE_MISSING)
		return v;
	if (activity.state == STATE_MISSING)
		return activity;
	if (!eval_has_months(e, span, 12))
		return value_missing("needs_twelve_months");
	if (eval_spend_cut(e, span))
		return value_missing("needs_spend_cut");
	if (!has_keeping(e, span))
		return value_missing("needs_keeping_spend");
	v.state = MIN(v.state, activity.state);
	return v;
}

static struct value cost_of_keeping(const struct eval *e, size_t span, bool retention, bool service) {
	struct value v = keep_begin(e, span);
	if (v.state == STATE_MISSING)
		return v;
	struct year y = year_of(e, span);
	v = eval_quotient(v, (int128)(retention ? y.retention : 0) + (service ? y.service : 0), eval_money_unit(e), y.here, 12);
	if (value_shown(&v))
		v.n = y.here / 12;
	return v;
}

static struct value eval_cost_to_keep(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return cost_of_keeping(e, span, keeps(e, "retention"), keeps(e, "service"));
}

static struct value eval_cost_to_keep_retention(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return cost_of_keeping(e, span, true, false);
}

static struct value eval_acquisition_multiple(const struct eval *e, size_t span, size_t slice) {
	struct value keep = eval_cost_to_keep(e, span, slice), v = keep;
	if (keep.state == STATE_MISSING)
		return keep;
	struct year y = year_of(e, span);
	struct month last = {MIN(e->facts->spans.items[span].last.n, e->facts->spans.last.n)};
	if (conf_int(e->conf, SETTING_CAC_LAG) > 0 && !eval_spend_of_months(e, last, 12, SLICE_ALL, &y.won))
		return value_missing("needs_spend_lag");
	int128 kept = (int128)(keeps(e, "retention") ? y.retention : 0) + (keeps(e, "service") ? y.service : 0);
	if (!value_shown(&keep) || y.joined == 0 || kept <= 0)
		return value_state(STATE_UNDEFINED);
	v.n = y.joined;
	v.num = quotient(y.won, (int128)y.joined * eval_money_unit(e));
	v.den = keep.x;
	v.x = quotient((int128)y.won * y.here, kept * y.joined * 12);
	return v;
}

/* A target and the 12 months up to the close are needed. */
static struct value target_begin(const struct eval *e, size_t span, enum setting target, size_t *year) {
	struct value v = eval_begin_year(e, span, year);
	return value_shown(&v) && !conf_has(e->conf, target) ? value_missing("needs_target") : v;
}

static struct value eval_needed_new(const struct eval *e, size_t span, size_t slice) {
	size_t year;
	struct value v = target_begin(e, span, SETTING_TARGET_CUSTOMERS, &year);
	if (!value_shown(&v))
		return v;
	int128 before = eval_f(e, year, slice, FACT_S), kept = eval_f(e, year, slice, FACT_KEPT), here = eval_f(e, span, slice, FACT_END);
	if (before == 0)
		return value_state(STATE_UNDEFINED);
	int128 needed = conf_int(e->conf, SETTING_TARGET_CUSTOMERS) * before - here * kept;
	v.x = needed > 0 ? quotient(needed, before) : 0;
	v.n = (int64_t)before;
	return v;
}

static struct value eval_needed_retention(const struct eval *e, size_t span, size_t slice) {
	size_t year;
	struct value v = target_begin(e, span, SETTING_TARGET_CUSTOMERS, &year);
	if (!value_shown(&v))
		return v;
	int64_t net = eval_f(e, year, slice, FACT_J) - eval_f(e, year, slice, FACT_J0) + eval_f(e, year, slice, FACT_R), here = eval_f(e, span, slice, FACT_END);
	v = eval_quotient(v, (int128)conf_int(e->conf, SETTING_TARGET_CUSTOMERS) - net, 1, here, 1);
	if (!value_shown(&v))
		return v;
	v.n = here;
	v.note = v.num > v.den ? "needed_retention_beyond" : v.num < 0 ? "needed_retention_reached" : NULL;
	return v;
}

static struct value eval_needed_mrr(const struct eval *e, size_t span, size_t slice) {
	size_t year;
	struct value v = target_begin(e, span, SETTING_TARGET_MRR, &year);
	if (!value_shown(&v))
		return v;
	struct value kept = eval_nrr(e, year, slice);
	if (!value_shown(&kept)) {
		struct value none = value_state(kept.state);
		none.needs = kept.needs;
		return none;
	}
	v = eval_rated(e, v, span, slice, RATED_CLOSE);
	if (!value_shown(&v))
		return v;
	v.state = MIN(v.state, kept.state);
	v.x = conf_number(e->conf, SETTING_TARGET_MRR) - quotient(eval_f(e, span, slice, FACT_MRR_END), eval_mrr_unit(e)) * kept.x;
	v.n = kept.n;
	return v;
}

static const struct metric metrics[] = {
	{"spend_keeping", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_spend_keeping, "sum of purposes retention and service", RULES_NONE},
	{"spend_share_acquisition", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval_share, "acquisition / (acquisition + retention + service)", RULES_NONE},
	{"lost_revenue_year", UNIT_MONEY, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_lost_revenue_year, "12 x (churned + contraction)", RULES_PAID},
	{"replacement_cost", UNIT_MONEY, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_replacement_cost, "L x cac", RULES_HERE | RULE(CAC_LAG)},
	{"unrecovered_cost", UNIT_MONEY, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_unrecovered_cost, "sum over leavers of max(0, cac of the 12 months to their first - gross_margin x what they paid)", RULES_PAID | RULE(GROSS_MARGIN) | RULE(CAC_LAG)},
	{"cost_to_keep", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_cost_to_keep, "keeping spend of 12 months / (sum of their E / 12)", RULES_HERE | RULE(KEEP_PURPOSES)},
	{"cost_to_keep_retention", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_cost_to_keep_retention, "retention spend of 12 months / (sum of their E / 12)", RULES_HERE},
	{"acquisition_multiple", UNIT_TIMES, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval_acquisition_multiple, "cac of 12 months / cost_to_keep", RULES_HERE | RULE(CAC_LAG) | RULE(KEEP_PURPOSES)},
	{"needed_new", UNIT_COUNT, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_needed_new, "target.customers - E x retention of 12 months", RULES_HERE | RULE(TARGET_CUSTOMERS)},
	{"needed_retention", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_needed_retention, "(target.customers - N of 12 months) / E", RULES_HERE | RULE(TARGET_CUSTOMERS)},
	{"needed_mrr", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_needed_mrr, "target.mrr - closing x nrr of 12 months", RULES_PAID | RULE(MRR_REACTIVATION) | RULE(TARGET_MRR)},
};
const struct metric_family family_balance = {"balance", G_N_ELEMENTS(metrics), metrics};
