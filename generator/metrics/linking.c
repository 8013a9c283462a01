/* metrics/linking: churn by what customers said last before the period. A class of its own are those who said nothing: whoever does not answer is not
 * like those who do. Beside it what customers said after contacts answered in time and late. Knows counts by class; refuses to know customers, and to say that an answer is why one left. */
#include "metric/eval.h"
#include "statistic/proportion.h"
#include <math.h>

/* Answers and customers must both be there. */
static struct value begin(const struct eval *e, size_t span, enum cover answers) {
	struct value v = eval_begin_dated(e, span, answers), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (v.state == STATE_MISSING)
		return v;
	if (activity.state == STATE_MISSING)
		return activity;
	v.state = MIN(v.state, activity.state);
	return v;
}

static struct value part(struct value v, int64_t some, int64_t all) {
	v = eval_quotient(v, some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
}

static struct value class_churn(const struct eval *e, size_t span, size_t slice, enum fact all, enum fact lost) {
	return part(begin(e, span, COVER_NPS), eval_f(e, span, slice, lost), eval_f(e, span, slice, all));
}

static struct value eval_promoters(const struct eval *e, size_t span, size_t slice) {
	return class_churn(e, span, slice, FACT_LINK_PROMOTERS, FACT_LINK_PROMOTERS_LOST);
}

static struct value eval_passives(const struct eval *e, size_t span, size_t slice) {
	return class_churn(e, span, slice, FACT_LINK_PASSIVES, FACT_LINK_PASSIVES_LOST);
}

static struct value eval_detractors(const struct eval *e, size_t span, size_t slice) {
	return class_churn(e, span, slice, FACT_LINK_DETRACTORS, FACT_LINK_DETRACTORS_LOST);
}

static struct value eval_silent(const struct eval *e, size_t span, size_t slice) {
	return class_churn(e, span, slice, FACT_LINK_SILENT, FACT_LINK_SILENT_LOST);
}

/* A class's odds of leaving over promoters'. */
static struct value odds_against_promoters(const struct eval *e, size_t span, size_t slice, enum fact all, enum fact lost) {
	int64_t others = eval_f(e, span, slice, all), promoters = eval_f(e, span, slice, FACT_LINK_PROMOTERS);
	int64_t left = eval_f(e, span, slice, lost), left_promoters = eval_f(e, span, slice, FACT_LINK_PROMOTERS_LOST);
	struct value v = begin(e, span, COVER_NPS);
	if (!value_shown(&v))
		return v;
	if (others == 0 || promoters == 0)
		return value_state(STATE_UNDEFINED);
	struct association found = association((struct two_by_two){left, others - left, left_promoters, promoters - left_promoters});
	double half = found.halves ? 0.5 : 0;
	v.has_parts = true;
	v.num = ((double)left + half) / ((double)(others - left) + half);
	v.den = ((double)left_promoters + half) / ((double)(promoters - left_promoters) + half);
	v.x = found.odds_ratio;
	v.n = others + promoters;
	return eval_limits(v, (struct limits){found.bounds.lo, found.bounds.hi});
}

static struct value eval_odds(const struct eval *e, size_t span, size_t slice) {
	return odds_against_promoters(e, span, slice, FACT_LINK_DETRACTORS, FACT_LINK_DETRACTORS_LOST);
}

static struct value eval_odds_passives(const struct eval *e, size_t span, size_t slice) {
	return odds_against_promoters(e, span, slice, FACT_LINK_PASSIVES, FACT_LINK_PASSIVES_LOST);
}

/* Does the share of leavers rise from class to class? z, above 0 when the worse the answer the more leave. */
static struct value eval_trend(const struct eval *e, size_t span, size_t slice) {
	static const enum fact all[] = {FACT_LINK_PROMOTERS, FACT_LINK_PASSIVES, FACT_LINK_DETRACTORS};
	static const enum fact lost[] = {FACT_LINK_PROMOTERS_LOST, FACT_LINK_PASSIVES_LOST, FACT_LINK_DETRACTORS_LOST};
	static const double scores[] = {0, 1, 2};
	int64_t of[3], with[3];
	struct value v = begin(e, span, COVER_NPS);
	if (!value_shown(&v))
		return v;
	v.n = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
		of[i] = eval_f(e, span, slice, all[i]);
		with[i] = eval_f(e, span, slice, lost[i]);
		v.n += of[i];
	}
	v.x = cochran_armitage(with, of, scores, G_N_ELEMENTS(scores)).z;
	return isfinite(v.x) ? v : value_state(STATE_UNDEFINED);
}

/* nps or csat: either says whether a customer was satisfied. */
static struct value satisfied(const struct eval *e, size_t span) {
	return begin(e, span, e->cover->present[COVER_CSAT] && !e->cover->present[COVER_NPS] ? COVER_CSAT : COVER_NPS);
}

static struct value eval_satisfied_but_left(const struct eval *e, size_t span, size_t slice) {
	return part(satisfied(e, span), eval_f(e, span, slice, FACT_LINK_SATISFIED_LOST), eval_f(e, span, slice, FACT_LINK_ANSWERED_LOST));
}

static struct value eval_satisfied_left_share(const struct eval *e, size_t span, size_t slice) {
	return part(satisfied(e, span), eval_f(e, span, slice, FACT_LINK_SATISFIED_LOST), eval_f(e, span, slice, FACT_LINK_SATISFIED));
}

/* Satisfied after an answer in time, less after a late one: contacts and the satisfaction question must both be there. */
static struct value eval_late_gap(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, eval_begin(e, span, COVER_CONTACTS), HAS_RESPONDED, "needs_responded"), csat = eval_begin(e, span, COVER_CSAT);
	if (!value_shown(&v) || !value_shown(&csat))
		return value_shown(&v) ? csat : v;
	int64_t met = eval_f(e, span, slice, FACT_CSAT_AFTER_MET), missed = eval_f(e, span, slice, FACT_CSAT_AFTER_MISSED);
	int64_t met_top = eval_f(e, span, slice, FACT_CSAT_AFTER_MET_TOP), missed_top = eval_f(e, span, slice, FACT_CSAT_AFTER_MISSED_TOP);
	if (met == 0 || missed == 0)
		return value_state(STATE_UNDEFINED);
	struct bounds b = newcombe_bounds(met_top, met, missed_top, missed);
	v.x = (double)met_top / (double)met - (double)missed_top / (double)missed;
	v.n = met + missed;
	return eval_limits(v, (struct limits){b.lo, b.hi});
}

#define CLASS(id, better, formula, eval, asked) {id, UNIT_RATIO, better, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_S), eval, formula, (asked) | RULES_HERE | RULE(LINK_LOOKBACK)}
static const struct metric metrics[] = {
	CLASS("churn_promoters", BETTER_LOWER, "leavers / S, last nps 9 or 10", eval_promoters, ASKED_NPS),
	CLASS("churn_passives", BETTER_LOWER, "leavers / S, last nps 7 or 8", eval_passives, ASKED_NPS),
	CLASS("churn_detractors", BETTER_LOWER, "leavers / S, last nps to 6", eval_detractors, ASKED_NPS),
	CLASS("churn_silent", BETTER_LOWER, "leavers / S, no nps answer", eval_silent, RULES_NONE),
	{"churn_odds", UNIT_TIMES, BETTER_NONE, INTERVAL_OWN, SLICED_NO, BASIS(FACT_S), eval_odds, "odds of leaving, detractors / promoters", ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)},
	{"churn_odds_passives", UNIT_TIMES, BETTER_NONE, INTERVAL_OWN, SLICED_NO, BASIS(FACT_S), eval_odds_passives, "odds of leaving, passives / promoters", ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)},
	{"churn_trend", UNIT_SCORE, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_trend, "Cochran-Armitage z of leavers over promoters 0, passives 1, detractors 2", ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)},
	{"satisfied_but_left", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_S), eval_satisfied_but_left, "satisfied leavers / leavers with an answer", ASKED_NPS | ASKED_CSAT | RULES_HERE | RULE(CSAT_TOP) | RULE(LINK_LOOKBACK)},
	{"satisfied_left_share", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_S), eval_satisfied_left_share, "satisfied leavers / satisfied of S", ASKED_NPS | ASKED_CSAT | RULES_HERE | RULE(CSAT_TOP) | RULE(LINK_LOOKBACK)},
	{"csat_late_gap", UNIT_RATIO, BETTER_NONE, INTERVAL_OWN, SLICED_NO | GAP_OF_SHARES, 0, eval_late_gap, "satisfied after an answer in time - satisfied after a late one, 7 days", ASKED_CSAT | RULE(CSAT_TOP) | RULE(SLA_HOURS)},
};
const struct metric_family family_linking = {"linking", G_N_ELEMENTS(metrics), metrics};
