/* metrics/ces: how much effort it was: the mean score, and on the scale 1–7 (7 is the least effort) the share who found it easy and the net index.
 * Source of the question: Dixon, Freeman, Toman, Harvard Business Review, July 2010; limits: t of the mean, Wilson on Kish's n of the share. */
#include "metric/survey.h"

#define ONE_TO_SEVEN 1007 /* low × 1000 + high */

static struct weighed_answers scores(const struct eval *e, size_t span, size_t slice, int from, int to) {
	struct weighed_answers some = survey_scores(e, span, slice, TALLY_CES_SCORES, ONE_TO_SEVEN, from, to);
	some.squares = fact_wide(e->facts, span, slice, WIDE_CES_SEVEN_W2);
	return some;
}

static struct value eval_ces(const struct eval *e, size_t span, size_t slice) {
	return survey_mean(eval_begin(e, span, COVER_CES), e, span, slice, TALLY_CES_SCORES);
}

static struct value eval_easy(const struct eval *e, size_t span, size_t slice) {
	return survey_share(eval_begin(e, span, COVER_CES), scores(e, span, slice, 5, 7).weight, scores(e, span, slice, 1, 7));
}

static struct value eval_index(const struct eval *e, size_t span, size_t slice) {
	struct weighed_answers all = scores(e, span, slice, 1, 7);
	int64_t net = scores(e, span, slice, 6, 7).weight - scores(e, span, slice, 1, 3).weight;
	struct value v = eval_quotient(eval_begin(e, span, COVER_CES), net, 1000000, all.weight, 1000000);
	if (value_shown(&v))
		v.n = all.n;
	return v;
}

static const struct metric metrics[] = {
	{"ces", UNIT_SCORE, BETTER_HIGHER, INTERVAL_T, SLICED_ALL, 0, eval_ces, "sum of scores / n, on the commonest scale", RULES_CES},
	{"ces_easy", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, 0, eval_easy, "scores 5 to 7 / n, on a scale of 1 to 7", RULES_CES},
	{"ces_index", UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_ALL, 0, eval_index, "(scores 6 and 7 - scores 1 to 3) / n, on a scale of 1 to 7", RULES_CES},
};
const struct metric_family family_ces = {"ces", G_N_ELEMENTS(metrics), metrics};
