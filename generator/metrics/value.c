/* metrics/value: what a customer is worth: arpa × gross margin × lifetime, lifetime = 1 ÷ m capped, m the churn of the last 12 complete months.
 * Limits come from Wilson's limits of m, each capped. */
#include "metric/eval.h"
#include <math.h>

#define BILLION INT64_C(1000000000)

static double lifetime(double m, double cap) {
	return m > 0 && 1 / m < cap ? 1 / m : cap;
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
	int128 a = divisor(f.num, den), b = divisor(num, f.den);
	if (f.den == 0 || den == 0 || a == 0 || b == 0)
		return f.den != 0 && den != 0 ? (struct fraction){0, 1} : none;
	if (__builtin_mul_overflow(f.num / a, num / b, &product.num) || __builtin_mul_overflow(f.den / b, den / a, &product.den))
		return none;
	return product;
}

struct fraction eval_clv_fraction(const struct eval *e, size_t span, size_t slice) {
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	int64_t cap = conf_int(e->conf, SETTING_CLV_CAP);
	struct fraction f = {eval_f(e, span, slice, FACT_MRR_END), eval_mrr_unit(e)};
	f = times(f, 1, eval_f(e, span, slice, FACT_END));
	f = times(f, llround(conf_number(e->conf, SETTING_GROSS_MARGIN) * (double)BILLION), BILLION);
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
	if (!conf_has(e->conf, SETTING_GROSS_MARGIN))
		return value_missing("needs_gross_margin");
	struct monthly_churn m = eval_monthly_churn(e, span, slice);
	if (m.months < 3)
		return value_missing("needs_churn_months");
	if (!value_shown(&arpa) || m.at_risk == 0)
		return eval_quotient(v, 0, 1, 0, 1);
	double cap = (double)conf_int(e->conf, SETTING_CLV_CAP), margin = arpa.x * conf_number(e->conf, SETTING_GROSS_MARGIN);
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	struct fraction exact = eval_clv_fraction(e, span, slice);
	v.x = exact.den != 0 ? quotient(exact.num, exact.den) : margin * lifetime(quotient(m.lost, m.at_risk), cap);
	v.capped = (int128)m.lost * conf_int(e->conf, SETTING_CLV_CAP) <= m.at_risk;
	v.n = m.at_risk;
	/* the limits are products of doubles: they may miss the exact value by a last digit where the cap binds */
	return eval_limits(v, (struct limits){MIN(v.x, margin * lifetime(l.hi, cap)), MAX(v.x, margin * lifetime(l.lo, cap))});
}

static const struct metric metrics[] = {
	{"clv", UNIT_MONEY, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL, BASIS(FACT_S) | BASIS(FACT_END), eval_clv, "arpa x gross_margin x min(1 / m, clv.cap)", 2, {SETTING_GROSS_MARGIN, SETTING_CLV_CAP}},
};
const struct metric_family family_value = {"value", G_N_ELEMENTS(metrics), metrics};
