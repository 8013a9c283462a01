/* metrics/response: who answers: invitations answered in time, customers heard in the period, answers with a comment. Limits: Wilson.
 * Source: AAPOR, Standard Definitions (response rate 1: answers over all who were asked). */
#include "metric/effective.h"
#include "metric/survey.h"

/* Late when no invitation whose days could end in the span was sent, nor any after it. */
static struct value begin_invitations(const struct eval *e, size_t span, int32_t days) {
	struct coverage reach = *e->cover;
	if (reach.present[COVER_INVITATIONS])
		reach.last[COVER_INVITATIONS] += days;
	struct eval reaching = {e->conf, e->facts, &reach, e->memo};
	return eval_begin(&reaching, span, COVER_INVITATIONS);
}

static struct value eval_response_rate(const struct eval *e, size_t span, size_t slice) {
	int32_t days = (int32_t)conf_int(e->conf, SETTING_RESPONSE_DAYS);
	struct value v = begin_invitations(e, span, days), answers = survey_begin(e, span, days);
	if (value_shown(&v) && !value_shown(&answers))
		return answers;
	return effective_wilson(e, v, span, slice, CLUSTER_INVITED, FACT_INVITED_ANSWERED, FACT_INVITED);
}

static struct value eval_coverage(const struct eval *e, size_t span, size_t slice) {
	struct value v = survey_begin(e, span, 0), activity = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (value_shown(&v) && !value_shown(&activity))
		return activity;
	return eval_wilson(v, eval_f(e, span, slice, FACT_ANSWERERS), eval_f(e, span, slice, FACT_END));
}

static struct value eval_comment_rate(const struct eval *e, size_t span, size_t slice) {
	struct value v = survey_begin(e, span, 0);
	if (value_shown(&v) && !e->cover->has[HAS_COMMENT])
		return value_missing("needs_comment");
	return effective_wilson(e, v, span, slice, CLUSTER_COMMENTED, FACT_ANSWER_COMMENTS, FACT_ANSWER_ROWS);
}

static const struct metric metrics[] = {
	{"response_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_INVITED, 0, eval_response_rate, "answered in time / invitations whose days are over", RULE(RESPONSE_DAYS)},
	{"survey_coverage", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_END), eval_coverage, "customers with a scored answer / E", RULES_HERE},
	{"comment_rate", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_ANSWERS, 0, eval_comment_rate, "rows with a comment / rows of the surveys export", RULES_NONE},
};
const struct metric_family family_response = {"response", G_N_ELEMENTS(metrics), metrics};
