/* metrics/ces: how much effort it was: the mean score, and on the scale 1–7 (7 is the least effort) the share who found it easy and the net index.
 * Source of the question: Dixon, Freeman, Toman, Harvard Business Review, July 2010; limits: t of the mean, Wilson of the share, adjusted Wald of the
 * index, on the effective n (metric/effective). */
#include "metric/effective.h"
#include "metric/survey.h"

static int64_t weight(const struct eval *e, size_t span, size_t slice, int from, int to) {
	return survey_scores(e, span, slice, TALLY_CES_SCORES, SCALE_ONE_TO_SEVEN, from, to).weight;
}

static struct value eval_ces(const struct eval *e, size_t span, size_t slice) {
	return survey_mean(eval_begin(e, span, COVER_CES), e, "ces", span, slice, TALLY_CES_SCORES);
}

static struct value eval_easy(const struct eval *e, size_t span, size_t slice) {
	return survey_share(eval_begin(e, span, COVER_CES), e, "ces_easy", span, slice, weight(e, span, slice, 5, 7), weight(e, span, slice, 1, 7));
}

static struct value eval_index(const struct eval *e, size_t span, size_t slice) {
	int64_t up = weight(e, span, slice, 6, 7), down = weight(e, span, slice, 1, 3);
	struct value v = eval_quotient(eval_begin(e, span, COVER_CES), up - down, 1000000, weight(e, span, slice, 1, 7), 1000000);
	struct clustered c;
	if (!value_shown(&v) || !clustered_of(e, "ces_index", span, slice, &c))
		return v;
	v.n = c.n;
	return eval_limits(v, effective_net_limits(&c));
}

static const struct metric metrics[] = {
	{"ces", UNIT_SCORE, BETTER_HIGHER, INTERVAL_T, SLICED_ALL | FLOW_CES, 0, eval_ces, "sum of scores / n, on the commonest scale", RULES_CES},
	{"ces_easy", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_CES, 0, eval_easy, "scores 5 to 7 / n, on a scale of 1 to 7", RULES_CES},
	{"ces_index", UNIT_RATIO, BETTER_HIGHER, INTERVAL_ADJUSTED_WALD, SLICED_ALL | FLOW_CES | GAP_OF_SHARES, 0, eval_index, "(scores 6 and 7 - scores 1 to 3) / n, on a scale of 1 to 7", RULES_CES},
};
const struct metric_family family_ces = {"ces", G_N_ELEMENTS(metrics), metrics};
