/* metrics/csat: share of answers in the top box of their scale (interval: Wilson, on the effective n), their mean, how far apart the
 * touchpoints lie, and which of them goes with the net promoter score. */
#include "metric/survey.h"
#include "metric/touchpoint.h"
#include <math.h>

static struct value eval_csat(const struct eval *e, size_t span, size_t slice) {
	return survey_share(eval_begin(e, span, COVER_CSAT), e, "csat", span, slice, eval_f(e, span, slice, FACT_CSAT_W_TOP), eval_f(e, span, slice, FACT_CSAT_W));
}

static struct value eval_csat_mean(const struct eval *e, size_t span, size_t slice) {
	return survey_mean(eval_begin(e, span, COVER_CSAT), e, "csat_mean", span, slice, TALLY_CSAT_SCORES);
}

static struct value begin_touchpoints(const struct eval *e, size_t span) {
	struct value v = eval_begin(e, span, COVER_CSAT);
	return value_shown(&v) && !e->cover->has[HAS_TOUCHPOINT] ? value_missing("needs_touchpoint") : v;
}

static struct value eval_consistency(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = begin_touchpoints(e, span);
	if (!value_shown(&v))
		return v;
	g_autoptr(GArray) shares = touchpoint_shares(e, span);
	double lo = 1, hi = 0;
	int64_t n = 0;
	for (guint i = 0; i < shares->len; i++) {
		const struct touchpoint_share *s = &g_array_index(shares, struct touchpoint_share, i);
		double csat = quotient(s->top_weight, s->weight);
		lo = MIN(lo, csat);
		hi = MAX(hi, csat);
		n += s->n;
	}
	if (shares->len < 2)
		return value_state(STATE_UNDEFINED);
	v.x = hi - lo;
	v.n = n;
	return v;
}

static struct value eval_driver(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = begin_touchpoints(e, span), nps = eval_begin(e, span, COVER_NPS);
	if (!value_shown(&v) || !value_shown(&nps))
		return value_shown(&v) ? nps : v;
	struct driver d = strongest_driver(e, span);
	if (d.touchpoint == NULL)
		return value_state(STATE_UNDEFINED);
	v.x = d.rank.rho;
	v.n = d.n;
	return eval_limits(v, (struct limits){d.rank.bounds.lo, d.rank.bounds.hi});
}

static const struct metric metrics[] = {
	{"csat", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_CSAT, BASIS(FACT_CSAT_N), eval_csat, "top box / n", RULES_CSAT | RULE(CSAT_TOP)},
	{"csat_mean", UNIT_SCORE, BETTER_HIGHER, INTERVAL_T, SLICED_ALL | FLOW_CSAT, 0, eval_csat_mean, "sum of scores / n, on the commonest scale", RULES_CSAT},
	{"consistency", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | GAP_OF_SHARES, 0, eval_consistency, "highest csat - lowest csat over touchpoints with 30 answers", RULES_CSAT | RULE(CSAT_TOP)},
	{"driver", UNIT_RATIO, BETTER_NONE, INTERVAL_FISHER_Z, SLICED_NO, 0, eval_driver, "largest rank correlation of csat at a touchpoint with nps, 30 customers; last answers", ASKED_NPS | ASKED_CSAT},
};
const struct metric_family family_csat = {"csat", G_N_ELEMENTS(metrics), metrics};
