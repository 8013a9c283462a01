/* metrics/nps: net promoter score of relationship answers: (promoters − detractors) ÷ answers × 100, with the three counts.
 * Source of the score: Reichheld, Harvard Business Review, December 2003; interval: adjusted Wald (¾, 1½, ¾). */
#include "metric/eval.h"

#define MILLION INT64_C(1000000)

/* Kish's effective n of the weighted answers: (Σw)² ÷ Σw². */
static double effective(const struct eval *e, size_t span, size_t slice, int64_t weights) {
	return (double)((long double)weights * (long double)weights / (long double)fact_wide(e->facts, span, slice, WIDE_NPS_W2));
}

static struct value eval_nps(const struct eval *e, size_t span, size_t slice) {
	int64_t r = eval_f(e, span, slice, FACT_NPS_W_PROMOTERS), p = eval_f(e, span, slice, FACT_NPS_W_PASSIVES), d = eval_f(e, span, slice, FACT_NPS_W_DETRACTORS);
	struct value v = eval_quotient(eval_begin(e, span, COVER_NPS), r - d, MILLION, r + p + d, MILLION);
	if (!value_shown(&v))
		return v;
	v.x = quotient((int128)100 * (r - d), r + p + d);
	v.n = eval_f(e, span, slice, FACT_NPS_N);
	double share = effective(e, span, slice, r + p + d) / (double)(r + p + d);
	struct limits l = net_share_limits((double)r * share, (double)p * share, (double)d * share);
	return eval_limits(v, (struct limits){100 * l.lo, 100 * l.hi});
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

static const struct metric metrics[] = {
	{"nps", UNIT_POINTS, BETTER_HIGHER, INTERVAL_ADJUSTED_WALD, SLICED_ALL, BASIS(FACT_NPS_N), eval_nps, "(promoters - detractors) / n x 100", 1, {SETTING_SURVEY_PER_CUSTOMER}},
	{"nps_promoters", UNIT_COUNT, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_NPS_N), eval_promoters, "scores 9 and 10", 1, {SETTING_SURVEY_PER_CUSTOMER}},
	{"nps_passives", UNIT_COUNT, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_NPS_N), eval_passives, "scores 7 and 8", 1, {SETTING_SURVEY_PER_CUSTOMER}},
	{"nps_detractors", UNIT_COUNT, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_NPS_N), eval_detractors, "scores to 6", 1, {SETTING_SURVEY_PER_CUSTOMER}},
};
const struct metric_family family_nps = {"nps", G_N_ELEMENTS(metrics), metrics};
