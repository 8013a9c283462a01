/* metrics/retention: the customers' roll-forward S + J − J0 + R − L = E and the rates taken from its two ends, why customers leave, renewals, those
 * who leave early or come back, the ceiling of growth, and how often an order business's buyers buy. A rate of a longer period is never a sum, mean or
 * product of months. */
#include "metric/effective.h"
#include <math.h>
#include <string.h>

static struct value begin(const struct eval *e, size_t span) {
	return eval_begin_dated(e, span, COVER_ACTIVITY);
}

/* v, or MISSING for want of a column. */
static struct value needing(struct value v, bool has, const char *needs) {
	return value_shown(&v) && !has ? value_missing(needs) : v;
}

/* some ÷ all with Wilson's limits, whatever v begins with. */
static struct value part(struct value v, int64_t some, int64_t all) {
	v = eval_quotient(v, some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
}

/* A share of customers with Wilson's limits; more leavers than the base (a rule may count those who joined) have none. */
static struct value share(const struct eval *e, size_t span, int64_t some, int64_t all) {
	return part(eval_begin(e, span, COVER_ACTIVITY), some, all);
}

static struct value eval_retention(const struct eval *e, size_t span, size_t slice) {
	return share(e, span, eval_f(e, span, slice, FACT_KEPT), eval_f(e, span, slice, FACT_S));
}

static struct value eval_churn(const struct eval *e, size_t span, size_t slice) {
	int64_t lost = eval_lost(e, span, slice), base = eval_f(e, span, slice, FACT_S);
	if (!conf_is(e->conf, SETTING_CHURN_RULE, "start"))
		lost += eval_f(e, span, slice, FACT_J0);
	if (conf_is(e->conf, SETTING_CHURN_RULE, "start_plus_new"))
		base += eval_f(e, span, slice, FACT_J);
	struct value v = share(e, span, lost, base);
	if (v.state == STATE_UNDEFINED && lost > 0)
		v.n = lost; /* those who joined and left are people too, when small slices are looked for */
	return v;
}

static int64_t closing(const struct eval *e, size_t span, size_t slice) {
	return eval_f(e, span, slice, FACT_END);
}

static struct value eval_net_loss(const struct eval *e, size_t span, size_t slice) {
	int64_t opening = eval_f(e, span, slice, FACT_S);
	struct value v = eval_quotient(eval_begin(e, span, COVER_ACTIVITY), opening - closing(e, span, slice), 1, opening, 1);
	if (value_shown(&v))
		v.n = opening;
	return v;
}

static struct value count_of(const struct eval *e, size_t span, int64_t customers) {
	return eval_sum(eval_begin(e, span, COVER_ACTIVITY), customers, 1);
}

static struct value eval_opening(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, eval_f(e, span, slice, FACT_S));
}

static struct value eval_new(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, eval_f(e, span, slice, FACT_J));
}

static struct value eval_new_lost(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, eval_f(e, span, slice, FACT_J0));
}

static struct value eval_returned(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, eval_f(e, span, slice, FACT_R));
}

static struct value eval_lost_count(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, eval_lost(e, span, slice));
}

static struct value eval_closing(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, closing(e, span, slice));
}

/* m's year: what a month's churn comes to when it goes on for twelve. */
static double annual(double m) {
	return -expm1(12 * log1p(-m));
}

static struct value eval_annualised(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	struct value v = needing(begin(e, span), m.months >= 3, "needs_churn_months");
	v = eval_quotient(v, m.lost, 1, m.at_risk, 1);
	if (!value_shown(&v))
		return v;
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	v.x = annual(v.x);
	v.n = m.at_risk;
	return eval_limits(v, (struct limits){annual(l.lo), annual(l.hi)});
}

static struct value reasons(const struct eval *e, size_t span) {
	return needing(begin(e, span), e->cover->has[HAS_REASON], "needs_reason");
}

static struct value eval_payment(const struct eval *e, size_t span, size_t slice) {
	return part(reasons(e, span), eval_f(e, span, slice, FACT_LEFT_PAYMENT), eval_f(e, span, slice, FACT_S));
}

static struct value eval_chosen(const struct eval *e, size_t span, size_t slice) {
	return part(reasons(e, span), eval_lost(e, span, slice) - eval_f(e, span, slice, FACT_LEFT_PAYMENT), eval_f(e, span, slice, FACT_S));
}

/* Renewals are of contracts that say how long they run: an invoice by its period. */
static struct value terms(const struct eval *e, size_t span) {
	if (eval_orders(e))
		return value_missing("needs_contracts");
	return needing(begin(e, span), e->cover->has[HAS_TERM] || strcmp(e->cover->source, "invoices") == 0, "needs_term");
}

static struct value eval_renewal(const struct eval *e, size_t span, size_t slice) {
	return effective_wilson(e, terms(e, span), span, slice, CLUSTER_RENEWAL, FACT_RENEWED, FACT_RENEWALS);
}

static struct value eval_renewals_due(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(terms(e, span), eval_f(e, span, slice, FACT_AHEAD), 1);
}

static struct value eval_renewals_due_mrr(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(eval_rated(e, terms(e, span), span, slice, RATED_AHEAD), eval_f(e, span, slice, FACT_AHEAD_MRR), eval_mrr_unit(e));
}

/* The leavers are those of the 12 months before the span: all of them must lie in the history, and for orders with a full window. */
static struct value eval_winback(const struct eval *e, size_t span, size_t slice) {
	const struct spans *all = &e->facts->spans;
	struct value v = begin(e, span);
	if (!value_shown(&v))
		return v;
	size_t before = span_find(all, SPAN_MONTH, month_plus(all->items[span].first, -12));
	if (before == SPAN_ABSENT || all->items[before].before_history)
		return value_missing("needs_history_before");
	if (all->items[before].window_filling)
		v.state = STATE_PARTIAL;
	return part(v, eval_f(e, span, slice, FACT_AWAY_BACK), eval_f(e, span, slice, FACT_AWAY));
}

static struct value eval_early(const struct eval *e, size_t span, size_t slice) {
	return part(begin(e, span), eval_f(e, span, slice, FACT_EARLY_GONE), eval_f(e, span, slice, FACT_EARLY_DUE));
}

static struct value eval_ceiling(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	struct value v = needing(begin(e, span), m.months >= 3, "needs_churn_months");
	v = eval_quotient(v, (int128)m.gained * m.at_risk, 1, (int128)m.months * m.lost, 1);
	if (v.has_parts) {
		v.num = m.months > 0 ? quotient(m.gained, m.months) : 0;
		v.den = m.at_risk > 0 ? quotient(m.lost, m.at_risk) : 0;
	}
	if (value_shown(&v))
		v.n = m.at_risk;
	return v;
}

static struct value eval_half_life(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	struct value v = needing(begin(e, span), m.months >= 3, "needs_churn_months");
	if (!value_shown(&v))
		return v;
	if (m.lost == 0 || m.lost == m.at_risk)
		return value_state(STATE_UNDEFINED);
	v.x = log(0.5) / log1p(-quotient(m.lost, m.at_risk));
	v.n = m.at_risk;
	return v;
}

static struct value ordering(const struct eval *e, size_t span) {
	struct value v = begin(e, span);
	return e->cover->snapshot ? v : needing(v, eval_orders(e), "needs_orders");
}

static struct value eval_order_average(const struct eval *e, size_t span, size_t slice) {
	int64_t orders = eval_f(e, span, slice, FACT_ORDERS);
	struct value v = eval_quotient(ordering(e, span), eval_f(e, span, slice, FACT_ORDER_VALUE), eval_money_unit(e), orders, 1);
	if (value_shown(&v))
		v.n = orders;
	return v;
}

static struct value eval_frequency(const struct eval *e, size_t span, size_t slice) {
	int64_t buyers = eval_f(e, span, slice, FACT_ORDER_BUYERS);
	struct value v = eval_quotient(ordering(e, span), eval_f(e, span, slice, FACT_ORDERS), 1, buyers, 1);
	if (value_shown(&v))
		v.n = buyers;
	return v;
}

static struct value eval_repeat(const struct eval *e, size_t span, size_t slice) {
	return part(ordering(e, span), eval_f(e, span, slice, FACT_ORDER_AGAIN), eval_f(e, span, slice, FACT_ORDER_BUYERS));
}

#define COUNT(id, better, formula, eval, rules) {id, UNIT_COUNT, better, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval, formula, rules}
static const struct metric metrics[] = {
	{"retention_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_retention, "kept / S", RULES_HERE},
	{"churn_rate", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_churn, "leavers / base", RULES_HERE | RULE(CHURN_RULE)},
	{"net_customer_loss", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_net_loss, "(S - E) / S", RULES_HERE},
	COUNT("customers_opening", BETTER_NONE, "S", eval_opening, RULES_HERE),
	COUNT("customers_new", BETTER_HIGHER, "J", eval_new, RULES_JOINED),
	COUNT("customers_new_lost", BETTER_LOWER, "J0", eval_new_lost, RULES_HERE),
	COUNT("customers_returned", BETTER_HIGHER, "R", eval_returned, RULES_HERE),
	COUNT("customers_lost", BETTER_LOWER, "L = S - kept", eval_lost_count, RULES_HERE),
	COUNT("customers_closing", BETTER_HIGHER, "E", eval_closing, RULES_HERE),
	{"churn_annualised", UNIT_RATIO, BETTER_LOWER, INTERVAL_OWN, SLICED_NO, BASIS(FACT_S), eval_annualised, "1 - (1 - m)^12", RULES_HERE},
	{"churn_payment", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_payment, "leavers of S by failed payment / S", RULES_HERE | RULE(CHURN_PAYMENT_REASONS)},
	{"churn_chosen", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_chosen, "other leavers of S / S", RULES_HERE | RULE(CHURN_PAYMENT_REASONS)},
	{"renewal_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_RENEWALS, 0, eval_renewal, "renewed / due in the period", RULES_TERMS},
	{"renewals_due", UNIT_COUNT, BETTER_NONE, INTERVAL_NONE, SLICED_NO, 0, eval_renewals_due, "terms due in the 90 days after the close", RULES_TERMS},
	{"renewals_due_mrr", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, 0, eval_renewals_due_mrr, "MRR of terms due in the 90 days after the close", RULES_TERMS | RULE(MRR_DISCOUNTS)},
	{"winback_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, 0, eval_winback, "returned / lost in the 12 months before", RULES_HERE},
	{"early_churn", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL | FLOW_EARLY, 0, eval_early, "gone on day 90 / day 90 in the period", RULES_FOLLOWED},
	{"growth_ceiling", UNIT_COUNT, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_ceiling, "mean monthly N / m", RULES_HERE},
	{"ceiling_half_life", UNIT_MONTHS, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_half_life, "ln(1/2) / ln(1 - m)", RULES_HERE},
	{"order_average", UNIT_MONEY, BETTER_HIGHER, INTERVAL_NONE, SLICED_ALL | FLOW_ORDERS, 0, eval_order_average, "net order value / orders", RULE(ORDERS_ZERO)},
	{"purchase_frequency", UNIT_TIMES, BETTER_HIGHER, INTERVAL_NONE, SLICED_ALL | FLOW_ORDERS | FLOW_PARTLY, 0, eval_frequency, "orders / buyers", RULE(ORDERS_ZERO)},
	{"repeat_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_ORDERS | FLOW_PARTLY, 0, eval_repeat, "buyers with a second order day / buyers", RULE(ORDERS_ZERO)},
};
const struct metric_family family_retention = {"retention", G_N_ELEMENTS(metrics), metrics};
