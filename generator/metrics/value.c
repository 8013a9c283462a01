/* metrics/value: what a customer is worth: arpa × gross margin × lifetime, lifetime = 1 ÷ m capped, m the churn of the last 12 complete months, with
 * limits from Wilson's limits of m; the same discounted; by models of renewals and of purchases; and what better retention would add. For orders
 * arpa is the window's value a month and active customer: average order × orders a month. */
#include "metric/buyers.h"
#include "metric/eval.h"
#include "metric/projection.h"
#include <math.h>

static double lifetime(double m, double cap) {
	return m > 0 && 1 / m < cap ? 1 / m : cap;
}

static double margin_share(const struct eval *e, size_t span) {
	return (double)eval_margin(e, span) / (double)EVAL_BILLION;
}

static int128 divisor(int128 a, int128 b) {
	while (b != 0) {
		int128 rest = a % b;
		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

/* f × num ÷ den in lowest terms; den 0 when it does not fit. */
static struct fraction times(struct fraction f, int128 num, int128 den) {
	struct fraction none = {0, 0}, product;
	if (f.den == 0 || den == 0)
		return none;
	int128 a = divisor(f.num, den), b = divisor(num, f.den);
	if (__builtin_mul_overflow(f.num / a, num / b, &product.num) || __builtin_mul_overflow(f.den / b, den / a, &product.den))
		return none;
	return product;
}

struct fraction eval_clv_fraction(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	int64_t cap = conf_int(e->conf, SETTING_CLV_CAP);
	struct fraction f = {eval_f(e, span, slice, FACT_MRR_END), eval_mrr_unit(e)};
	f = times(f, 1, eval_f(e, span, slice, FACT_END));
	f = times(f, eval_margin(e, span), EVAL_BILLION);
	bool capped = (int128)m.lost * cap <= m.at_risk;
	return capped ? times(f, cap, 1) : times(f, m.at_risk, m.lost);
}

struct value eval_clv(const struct eval *e, size_t span, size_t slice) {
	if (e->cover->snapshot)
		return value_missing("needs_movement_columns");
	struct value arpa = eval_arpa(e, span, slice);
	struct value v = eval_begin(e, span, COVER_ACTIVITY);
	if (arpa.state == STATE_MISSING)
		return arpa;
	if (eval_margin(e, span) == EVAL_NO_MARGIN)
		return value_missing("needs_gross_margin");
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	if (m.months < 3)
		return value_missing("needs_churn_months");
	if (!value_shown(&arpa) || m.at_risk == 0)
		return eval_quotient(v, 0, 1, 0, 1);
	double cap = (double)conf_int(e->conf, SETTING_CLV_CAP), margin = arpa.x * margin_share(e, span);
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	struct fraction exact = eval_clv_fraction(e, span, slice);
	v.x = exact.den != 0 ? quotient(exact.num, exact.den) : margin * lifetime(quotient(m.lost, m.at_risk), cap);
	v.capped = (int128)m.lost * conf_int(e->conf, SETTING_CLV_CAP) <= m.at_risk;
	v.n = m.at_risk;
	if (v.x < 0) /* who costs more than it pays costs more the longer it stays: the limits of m are none of it */
		return v;
	if (lifetime(l.hi, cap) >= cap) /* the cap binds at both ends */
		return v;
	/* the limits are products of doubles: they may miss the exact value by a last digit where the cap binds */
	return eval_limits(v, (struct limits){MIN(v.x, margin * lifetime(l.hi, cap)), MAX(v.x, margin * lifetime(l.lo, cap))});
}

/* m, in the state it leaves a figure in: UNDEFINED when nobody was at risk. */
static struct value begin_churn(const struct eval *e, size_t span, size_t slice, struct monthly_churn *m) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	*m = eval_monthly_churn(e, span, slice);
	if (m->months < 3)
		return value_missing("needs_churn_months");
	v.n = m->at_risk;
	if (m->at_risk == 0)
		v.state = STATE_UNDEFINED;
	return v;
}

static struct value eval_lifetime(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m;
	struct value v = begin_churn(e, span, slice, &m);
	if (!value_shown(&v))
		return v;
	double cap = (double)conf_int(e->conf, SETTING_CLV_CAP);
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	v.capped = (int128)m.lost * conf_int(e->conf, SETTING_CLV_CAP) <= m.at_risk;
	v.x = v.capped ? cap : quotient(m.at_risk, m.lost);
	return eval_limits(v, (struct limits){MIN(v.x, lifetime(l.hi, cap)), MAX(v.x, lifetime(l.lo, cap))});
}

/* (1 + i) ÷ (i + m), or (1 − m) ÷ (i + m) when the first payment comes at the end: months of margin, discounted; infinite when nothing is. */
static double payments(const struct eval *e, double m) {
	double i = pow(1 + conf_number(e->conf, SETTING_CLV_DISCOUNT_RATE), 1 / 12.0) - 1;
	double first = conf_is(e->conf, SETTING_CLV_FIRST, "end") ? 1 - m : 1 + i;
	return i + m > 0 ? first / (i + m) : (double)INFINITY;
}

static struct value needs_margin(const struct eval *e, size_t span, struct value v) {
	if (!value_shown(&v))
		return v;
	if (!e->cover->amounts)
		return value_missing("needs_amounts");
	return eval_margin(e, span) != EVAL_NO_MARGIN ? v : value_missing("needs_gross_margin");
}

struct value eval_clv_discounted(const struct eval *e, size_t span, size_t slice) {
	if (e->cover->snapshot)
		return value_missing("needs_movement_columns");
	struct value begun = needs_margin(e, span, eval_begin(e, span, COVER_ACTIVITY));
	if (begun.state == STATE_MISSING)
		return begun;
	struct monthly_churn m;
	struct value arpa = eval_arpa(e, span, slice), v = begin_churn(e, span, slice, &m);
	if (arpa.state == STATE_MISSING)
		return arpa;
	if (!value_shown(&v))
		return v;
	double a = arpa.x * margin_share(e, span), all = payments(e, quotient(m.lost, m.at_risk));
	if (!value_shown(&arpa) || isinf(all)) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	double lo = a * payments(e, l.hi), hi = a * payments(e, l.lo);
	v.x = a * all;
	if (a < 0 || isinf(hi))
		return v;
	return eval_limits(v, (struct limits){MIN(lo, v.x), MAX(hi, v.x)});
}

/* r ÷ (1 + i − r) at r + .05 over the same at r, − 1. At r + .05 above .99 it says nothing any more. */
static struct value eval_leverage(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	size_t year;
	struct value v = eval_begin_year(e, span, &year);
	if (!value_shown(&v))
		return v;
	int64_t base = eval_f(e, year, SLICE_ALL, FACT_S), stayed = eval_f(e, year, SLICE_ALL, FACT_KEPT);
	v.n = base;
	if (stayed == 0 || 100 * (int128)stayed > 94 * (int128)base) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	double i = conf_number(e->conf, SETTING_CLV_DISCOUNT_RATE), r = quotient(stayed, base), more = r + .05;
	v.x = (more / (1 + i - more)) / (r / (1 + i - r)) - 1;
	return v;
}

static struct value eval_point(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	size_t year;
	struct value v = needs_margin(e, span, eval_begin_year(e, span, &year));
	if (!value_shown(&v))
		return v;
	struct value arpa = eval_arpa(e, span, SLICE_ALL);
	if (arpa.state == STATE_MISSING)
		return arpa;
	v.n = eval_f(e, year, SLICE_ALL, FACT_S);
	if (!value_shown(&arpa) || v.n == 0) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	v.x = .01 * (double)v.n * 12 * arpa.x * margin_share(e, span);
	return v;
}

/* Of contracts: what customers still here are worth by the model of their renewals, on average; UNDEFINED while an interval has no fit. */
static struct value eval_residual(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (value_shown(&v) && eval_orders(e))
		return value_missing("needs_renewals");
	v = eval_rated(e, needs_margin(e, span, v), span, SLICE_ALL, RATED_CLOSE);
	if (!value_shown(&v))
		return v;
	const struct projection *p = projection_ahead(e, span);
	double sum = p->n > 0 ? 0 : (double)NAN;
	for (guint i = 0; i < p->groups->len; i++) {
		const struct projection_group *g = &g_array_index(p->groups, struct projection_group, i);
		sum += g->residual * g->interval;
	}
	v.n = p->n;
	if (!isfinite(sum)) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	v.x = sum / (double)eval_mrr_unit(e) / (double)p->n * margin_share(e, span);
	return v;
}

/* Of orders: a figure of the fits, UNDEFINED where there is none. */
static struct value bought(struct value v, const struct buyers *b, double x) {
	if (!value_shown(&v))
		return v;
	v.n = b->customers;
	v.x = x;
	if (!isfinite(x))
		v.state = STATE_UNDEFINED;
	return v;
}

static struct value begin_orders(const struct eval *e, size_t span) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	/* the model needs no window: it begins with each customer's first order */
	if (value_shown(&v) && !e->facts->spans.items[span].unfinished)
		v.state = STATE_OK;
	return value_shown(&v) && !eval_orders(e) ? value_missing("needs_purchases") : v;
}

static struct value eval_alive(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = begin_orders(e, span);
	return value_shown(&v) ? bought(v, buyers_of(e, span), buyers_of(e, span)->alive) : v;
}

static struct value eval_orders_expected(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = begin_orders(e, span);
	return value_shown(&v) ? bought(v, buyers_of(e, span), buyers_of(e, span)->orders) : v;
}

static struct value eval_clv_orders(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = needs_margin(e, span, begin_orders(e, span));
	if (!value_shown(&v))
		return v;
	const struct buyers *b = buyers_of(e, span);
	return bought(v, b, b->value / (double)b->customers * margin_share(e, span));
}

static const struct metric metrics[] = {
	{"clv", UNIT_MONEY, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL | FLOW_AT_RISK | FLOW_PARTLY, BASIS(FACT_S) | BASIS(FACT_END), eval_clv, "arpa x gross_margin x min(1 / m, clv.cap)", RULES_PAID | RULE(GROSS_MARGIN) | RULE(CLV_CAP)},
	{"clv_discounted", UNIT_MONEY, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL | FLOW_AT_RISK | FLOW_PARTLY, BASIS(FACT_S) | BASIS(FACT_END), eval_clv_discounted, "arpa x gross_margin x (1 + i) / (1 + i - r), r = 1 - m", RULES_PAID | RULE(GROSS_MARGIN) | RULE(CLV_FIRST) | RULE(CLV_DISCOUNT_RATE)},
	{"clv_residual", UNIT_MONEY, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval_residual, "mean over customers of margin per renewal x DERL(renewals made)", RULES_TERMS | RULE(MRR_DISCOUNTS) | RULE(GROSS_MARGIN) | RULE(CLV_DISCOUNT_RATE)},
	{"lifetime", UNIT_MONTHS, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL | FLOW_AT_RISK, BASIS(FACT_S), eval_lifetime, "min(1 / m, clv.cap)", RULES_HERE | RULE(CLV_CAP)},
	{"retention_leverage", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_leverage, "r / (1 + i - r) at r + .05 / the same at r - 1", RULES_HERE | RULE(CLV_DISCOUNT_RATE)},
	{"value_of_point", UNIT_MONEY, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_point, ".01 x S x 12 x arpa x gross_margin", RULES_PAID | RULE(GROSS_MARGIN)},
	{"alive", UNIT_COUNT, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval_alive, "sum of P(alive), BG/NBD in weeks", RULE(ORDERS_ZERO)},
	{"orders_expected", UNIT_COUNT, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval_orders_expected, "sum of E[orders in the next 12 months], BG/NBD in weeks", RULE(ORDERS_ZERO)},
	{"clv_orders", UNIT_MONEY, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval_clv_orders, "mean of E[orders in the next 12 months] x E[spend], Gamma-Gamma, x gross_margin", RULE(ORDERS_ZERO) | RULE(GROSS_MARGIN)},
};
const struct metric_family family_value = {"value", G_N_ELEMENTS(metrics), metrics};
