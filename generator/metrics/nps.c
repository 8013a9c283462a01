/* metrics/nps: net promoter score of relationship answers: (promoters − detractors) ÷ answers × 100, with the three counts and shares, weighted with
 * what the customers pay, and of the answers at touchpoints, told apart.
 * Source of the score: Reichheld, Harvard Business Review, December 2003; interval: adjusted Wald (¾, 1½, ¾), on the
 * effective n. */
#include "metric/effective.h"
#include "metric/survey.h"

#define MILLION INT64_C(1000000)

struct classes {
	int64_t promoters, passives, detractors; /* in weights */
	struct weighed_answers all;
};

static struct classes relationship(const struct eval *e, size_t span, size_t slice) {
	struct classes c = {eval_f(e, span, slice, FACT_NPS_W_PROMOTERS), eval_f(e, span, slice, FACT_NPS_W_PASSIVES), eval_f(e, span, slice, FACT_NPS_W_DETRACTORS), {0}};
	c.all = (struct weighed_answers){eval_f(e, span, slice, FACT_NPS_N), c.promoters + c.passives + c.detractors, fact_wide(e->facts, span, slice, WIDE_NPS_W2)};
	return c;
}

/* The limits of a shown score over customers, who may have answered several times. */
static struct value with_limits(struct value v, const struct eval *e, const char *metric, size_t span, size_t slice) {
	struct clustered c;
	if (!value_shown(&v) || !clustered_of(e, metric, span, slice, &c))
		return v;
	struct limits l = effective_net_limits(&c);
	return eval_limits(v, (struct limits){100 * l.lo, 100 * l.hi});
}

static struct value eval_nps(const struct eval *e, size_t span, size_t slice) {
	struct classes c = relationship(e, span, slice);
	struct value v = survey_net(eval_begin(e, span, COVER_NPS), c.promoters, c.passives, c.detractors, c.all, MILLION);
	return with_limits(v, e, "nps", span, slice);
}

static struct value count_of(const struct eval *e, size_t span, size_t slice, enum fact id) {
	return eval_sum(eval_begin(e, span, COVER_NPS), eval_f(e, span, slice, id), 1);
}

static struct value eval_promoters(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, slice, FACT_NPS_PROMOTERS);
}

static struct value eval_passives(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, slice, FACT_NPS_PASSIVES);
}

static struct value eval_detractors(const struct eval *e, size_t span, size_t slice) {
	return count_of(e, span, slice, FACT_NPS_DETRACTORS);
}

static struct value eval_promoter_share(const struct eval *e, size_t span, size_t slice) {
	struct classes c = relationship(e, span, slice);
	return survey_share(eval_begin(e, span, COVER_NPS), e, "nps_promoter_share", span, slice, c.promoters, c.all.weight);
}

static struct value eval_passive_share(const struct eval *e, size_t span, size_t slice) {
	struct classes c = relationship(e, span, slice);
	return survey_share(eval_begin(e, span, COVER_NPS), e, "nps_passive_share", span, slice, c.passives, c.all.weight);
}

static struct value eval_detractor_share(const struct eval *e, size_t span, size_t slice) {
	struct classes c = relationship(e, span, slice);
	return survey_share(eval_begin(e, span, COVER_NPS), e, "nps_detractor_share", span, slice, c.detractors, c.all.weight);
}

/* Each customer weighs what it pays; where credits outweigh what a class pays, nothing can be weighed. */
static struct value eval_by_revenue(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_begin_dated(e, span, COVER_NPS), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (value_shown(&v) && !value_shown(&activity))
		return activity;
	if (value_shown(&v) && !e->cover->amounts)
		return value_missing("needs_amounts");
	v = eval_rated(e, v, span, SLICE_ALL, RATED_CLOSE);
	int64_t promoters = eval_f(e, span, slice, FACT_NPS_REVENUE_PROMOTERS), passives = eval_f(e, span, slice, FACT_NPS_REVENUE_PASSIVES);
	int64_t detractors = eval_f(e, span, slice, FACT_NPS_REVENUE_DETRACTORS);
	struct weighed_answers all = {eval_f(e, span, slice, FACT_NPS_REVENUE_N), promoters + passives + detractors,
	                              fact_wide(e->facts, span, slice, WIDE_NPS_REVENUE2)};
	if (value_shown(&v) && MIN(MIN(promoters, passives), detractors) < 0)
		return value_state(STATE_UNDEFINED);
	return survey_net(v, promoters, passives, detractors, all, eval_mrr_unit(e));
}

static struct value eval_touchpoint(const struct eval *e, size_t span, size_t slice) {
	bool asked = survey_at_touchpoints(e);
	struct value v = asked ? survey_begin(e, span, 0) : eval_begin(e, span, COVER_NPS);
	if (value_shown(&v) && !asked)
		return value_missing("needs_touchpoint");
	int64_t promoters = eval_f(e, span, slice, FACT_NPS_AT_W_PROMOTERS), passives = eval_f(e, span, slice, FACT_NPS_AT_W_PASSIVES);
	int64_t detractors = eval_f(e, span, slice, FACT_NPS_AT_W_DETRACTORS);
	struct weighed_answers all = {eval_f(e, span, slice, FACT_NPS_AT_N), promoters + passives + detractors, fact_wide(e->facts, span, slice, WIDE_NPS_AT_W2)};
	return with_limits(survey_net(v, promoters, passives, detractors, all, MILLION), e, "nps_touchpoint", span, slice);
}

#define COUNT(id, better, formula, eval) {id, UNIT_COUNT, better, INTERVAL_NONE, SLICED_NO, BASIS(FACT_NPS_N), eval, formula, RULES_NPS}
#define SHARE(id, better, formula, eval) {id, UNIT_RATIO, better, INTERVAL_WILSON, SLICED_ALL | FLOW_NPS, BASIS(FACT_NPS_N), eval, formula, RULES_NPS}
static const struct metric metrics[] = {
	{"nps", UNIT_POINTS, BETTER_HIGHER, INTERVAL_ADJUSTED_WALD, SLICED_ALL | FLOW_NPS, BASIS(FACT_NPS_N), eval_nps, "(promoters - detractors) / n x 100", RULES_NPS},
	COUNT("nps_promoters", BETTER_HIGHER, "scores 9 and 10", eval_promoters),
	COUNT("nps_passives", BETTER_NONE, "scores 7 and 8", eval_passives),
	COUNT("nps_detractors", BETTER_LOWER, "scores to 6", eval_detractors),
	SHARE("nps_promoter_share", BETTER_HIGHER, "promoters / n", eval_promoter_share),
	SHARE("nps_passive_share", BETTER_NONE, "passives / n", eval_passive_share),
	SHARE("nps_detractor_share", BETTER_LOWER, "detractors / n", eval_detractor_share),
	{"nps_by_revenue", UNIT_POINTS, BETTER_HIGHER, INTERVAL_ADJUSTED_WALD, SLICED_NO, 0, eval_by_revenue, "(MRR of promoters - MRR of detractors) / MRR of all who answered x 100; last answer", ASKED_NPS | RULES_PAID},
	{"nps_touchpoint", UNIT_POINTS, BETTER_HIGHER, INTERVAL_ADJUSTED_WALD, SLICED_ALL | FLOW_NPS_AT, 0, eval_touchpoint, "(promoters - detractors) / n x 100, at touchpoints", RULES_NPS},
};
const struct metric_family family_nps = {"nps", G_N_ELEMENTS(metrics), metrics};
