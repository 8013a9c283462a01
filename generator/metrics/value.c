/* metrics/value: what a customer is worth: arpa × gross margin × lifetime, lifetime = 1 ÷ m capped, m the churn of the last 12 complete months.
 * Limits come from Wilson's limits of m, each capped. */
#include "metric/eval.h"
#include <math.h>

static double lifetime(double m, double cap) {
	return m > 0 && 1 / m < cap ? 1 / m : cap;
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
		return eval_quotient(v, m.lost, 1, 0, 1);
	double cap = (double)conf_int(e->conf, SETTING_CLV_CAP), margin = arpa.x * conf_number(e->conf, SETTING_GROSS_MARGIN);
	double rate = quotient(m.lost, m.at_risk);
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	v.x = margin * lifetime(rate, cap);
	v.capped = rate * cap <= 1;
	v.n = m.at_risk;
	return eval_limits(v, (struct limits){margin * lifetime(l.hi, cap), margin * lifetime(l.lo, cap)});
}

static const struct metric metrics[] = {
	{"clv", UNIT_MONEY, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL, FACT_S, eval_clv, "arpa x gross_margin x min(1 / m, clv.cap)", 2, {SETTING_GROSS_MARGIN, SETTING_CLV_CAP}},
};
const struct metric_family family_value = {"value", G_N_ELEMENTS(metrics), metrics};
