/* metrics/acquisition: what it costs to win a customer: all acquisition spend of the period ÷ first-time starters, by recorded channel;
 * exact Poisson limits on the starters. Spend without a channel is in "all" only. */
#include "metric/eval.h"
#include <math.h>

static struct value eval_spend_acquisition(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(eval_begin(e, span, COVER_SPEND), eval_spend(e, span, slice, 0), eval_money_unit(e));
}

static struct value eval_cac(const struct eval *e, size_t span, size_t slice) {
	int64_t spend = eval_spend(e, span, slice, 0), joined = eval_f(e, span, slice, FACT_J);
	struct value v = eval_quotient(eval_begin_dated(e, span, COVER_SPEND), spend, eval_money_unit(e), joined, 1);
	if (v.state == STATE_MISSING)
		return v;
	struct value activity = eval_begin(e, span, COVER_ACTIVITY);
	if (activity.state == STATE_MISSING)
		return activity;
	/* the spend of some months over the customers of all would be a cost too low */
	if (eval_spend_cut(e, span))
		return value_missing("needs_spend_cut");
	if (!value_shown(&v))
		return v;
	v.state = MIN(v.state, activity.state);
	v.n = joined;
	struct limits l = poisson_limits(joined);
	if (spend < 0) /* credits beyond the spend: a cost below 0 has no limits that mean anything */
		return v;
	double money = quotient(spend, eval_money_unit(e));
	return eval_limits(v, (struct limits){money / l.hi, money / l.lo});
}

static struct value eval_clv_cac(const struct eval *e, size_t span, size_t slice) {
	struct value clv = eval_clv(e, span, slice), cac = eval_cac(e, span, slice);
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
	struct fraction exact = eval_clv_fraction(e, span, slice);
	int128 spend = eval_spend(e, span, slice, 0), joined = (int128)eval_f(e, span, slice, FACT_J) * eval_money_unit(e), num, den;
	bool fits = exact.den != 0 && !__builtin_mul_overflow(exact.num, joined, &num) && !__builtin_mul_overflow(exact.den, spend, &den);
	v.x = fits ? quotient(num, den) : clv.x / cac.x;
	v.n = cac.n;
	v.capped = clv.capped;
	return eval_limits(v, (struct limits){MIN(v.x, clv.lo / cac.hi), MAX(v.x, clv.hi / cac.lo)});
}

static const struct metric metrics[] = {
	{"spend_acquisition", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_J), eval_spend_acquisition, "sum of purpose acquisition", 0, {0}},
	{"cac", UNIT_MONEY, BETTER_LOWER, INTERVAL_POISSON, SLICED_CHANNEL, BASIS(FACT_J), eval_cac, "acquisition spend / J", 0, {0}},
	{"clv_cac", UNIT_TIMES, BETTER_HIGHER, INTERVAL_OWN, SLICED_CHANNEL, BASIS(FACT_J) | BASIS(FACT_S) | BASIS(FACT_END), eval_clv_cac, "clv / cac", 2, {SETTING_GROSS_MARGIN, SETTING_CLV_CAP}},
};
const struct metric_family family_acquisition = {"acquisition", G_N_ELEMENTS(metrics), metrics};
