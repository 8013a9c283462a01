/* metrics/recovery: what came of low answers that were followed up within a week, beside those nobody followed. Counted are low answers, not
 * customers; those of the last 7 days (for who stayed: 90 days) of a period are not yet decided at its close and in neither part. */
#include "metric/eval.h"

/* Low answers are of either survey. */
static struct value begin(const struct eval *e, size_t span) {
	enum cover survey = !e->cover->present[COVER_NPS] && e->cover->present[COVER_CSAT] ? COVER_CSAT : COVER_NPS;
	struct value answers = eval_begin(e, span, survey);
	struct value contacts = eval_column(e, eval_begin(e, span, COVER_CONTACTS), HAS_OPENED_BY, "needs_opened_by");
	if (answers.state == STATE_MISSING)
		return answers;
	return contacts.state == STATE_MISSING ? contacts : value_state(MIN(answers.state, contacts.state));
}

static struct value share(const struct eval *e, size_t span, size_t slice, enum fact some, enum fact all) {
	return eval_wilson(begin(e, span), eval_f(e, span, slice, some), eval_f(e, span, slice, all));
}

static struct value eval_contacted(const struct eval *e, size_t span, size_t slice) {
	return share(e, span, slice, FACT_LOW_CONTACTED, FACT_LOW);
}

static struct value eval_better(const struct eval *e, size_t span, size_t slice) {
	return share(e, span, slice, FACT_LOW_BETTER, FACT_LOW_NEXT);
}

static struct value eval_better_silent(const struct eval *e, size_t span, size_t slice) {
	return share(e, span, slice, FACT_LOW_BETTER_SILENT, FACT_LOW_NEXT_SILENT);
}

/* Whether somebody is here is the activity source's to say. */
static struct value stayed(const struct eval *e, size_t span, size_t slice, enum fact some, enum fact all) {
	struct value activity = eval_begin_dated(e, span, COVER_ACTIVITY), v = begin(e, span);
	if (v.state == STATE_MISSING || activity.state == STATE_MISSING)
		return v.state == STATE_MISSING ? v : activity;
	v.state = MIN(v.state, activity.state);
	return eval_wilson(v, eval_f(e, span, slice, some), eval_f(e, span, slice, all));
}

static struct value eval_stayed(const struct eval *e, size_t span, size_t slice) {
	return stayed(e, span, slice, FACT_LOW_STAYED, FACT_LOW_DUE);
}

static struct value eval_stayed_silent(const struct eval *e, size_t span, size_t slice) {
	return stayed(e, span, slice, FACT_LOW_STAYED_SILENT, FACT_LOW_DUE_SILENT);
}

static struct value referred(const struct eval *e, size_t span, int64_t some, int64_t all) {
	return eval_wilson(eval_column(e, begin(e, span), HAS_REFERRED_BY, "needs_referred_by"), some, all);
}

static struct value eval_referred(const struct eval *e, size_t span, size_t slice) {
	return referred(e, span, eval_f(e, span, slice, FACT_LOW_REFERRED), eval_f(e, span, slice, FACT_LOW_CONTACTED));
}

static struct value eval_referred_silent(const struct eval *e, size_t span, size_t slice) {
	int64_t silent = eval_f(e, span, slice, FACT_LOW) - eval_f(e, span, slice, FACT_LOW_CONTACTED);
	return referred(e, span, eval_f(e, span, slice, FACT_LOW_REFERRED_SILENT), silent);
}

#define SHARE(id, better, formula, eval, rules) {id, UNIT_RATIO, better, INTERVAL_WILSON, SLICED_NO, 0, eval, formula, rules}
static const struct metric metrics[] = {
	SHARE("recovery_contacted", BETTER_HIGHER, "low answers contacted within 7 days / low answers whose 7 days are over", eval_contacted, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_better", BETTER_HIGHER, "next answer a class higher / low answers contacted that have a next one", eval_better, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_better_silent", BETTER_NONE, "next answer a class higher / low answers not contacted that have a next one", eval_better_silent, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_stayed", BETTER_HIGHER, "active 90 days later / low answers contacted whose 90 days are over", eval_stayed, ASKED_NPS | ASKED_CSAT | RULES_HERE),
	SHARE("recovery_stayed_silent", BETTER_NONE, "active 90 days later / low answers not contacted whose 90 days are over", eval_stayed_silent, ASKED_NPS | ASKED_CSAT | RULES_HERE),
	SHARE("recovery_referred", BETTER_HIGHER, "referred another customer since / low answers contacted", eval_referred, ASKED_NPS | ASKED_CSAT | RULES_JOINED),
	SHARE("recovery_referred_silent", BETTER_NONE, "referred another customer since / low answers not contacted", eval_referred_silent, ASKED_NPS | ASKED_CSAT | RULES_JOINED),
};
const struct metric_family family_recovery = {"recovery", G_N_ELEMENTS(metrics), metrics};
