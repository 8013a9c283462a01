/* metrics/retention: the customers' roll-forward S + J − J0 + R − L = E and the rates taken from its two ends. A rate of a longer period is never a
 * sum, mean or product of months. */
#include "metric/eval.h"

/* A share of customers with Wilson's limits; more leavers than the base (a rule may count those who joined) have none. */
static struct value share(const struct eval *e, size_t span, int64_t some, int64_t all) {
	struct value v = eval_quotient(eval_begin(e, span, COVER_ACTIVITY), some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
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

#define COUNT(id, better, formula, eval) {id, UNIT_COUNT, better, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval, formula, 1, {SETTING_INACTIVE_AFTER}}
static const struct metric metrics[] = {
	{"retention_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_retention, "kept / S", 1, {SETTING_INACTIVE_AFTER}},
	{"churn_rate", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_S), eval_churn, "leavers / base", 2, {SETTING_CHURN_RULE, SETTING_INACTIVE_AFTER}},
	{"net_customer_loss", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_net_loss, "(S - E) / S", 0, {0}},
	COUNT("customers_opening", BETTER_NONE, "S", eval_opening),
	COUNT("customers_new", BETTER_HIGHER, "J", eval_new),
	COUNT("customers_new_lost", BETTER_LOWER, "J0", eval_new_lost),
	COUNT("customers_returned", BETTER_HIGHER, "R", eval_returned),
	COUNT("customers_lost", BETTER_LOWER, "L = S - kept", eval_lost_count),
	COUNT("customers_closing", BETTER_HIGHER, "E", eval_closing),
};
const struct metric_family family_retention = {"retention", G_N_ELEMENTS(metrics), metrics};
