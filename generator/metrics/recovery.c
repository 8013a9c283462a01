/* metrics/recovery: what came of low answers that were followed up within a week, beside those nobody followed. Counted are low answers, not customers
 * (limits: Wilson on the effective n over customers), each in the period in which it is decided: day 7 for the contact, the next answer, day 90 for who
 * stayed or referred; so a month has all of them. */
#include "metric/effective.h"

/* Low answers are of either survey. Of what is decided `days` after the answer a row counts as in the period for so long; whether we were in touch was
 * known on day 7. */
static struct value begin_after(const struct eval *e, size_t span, int32_t days) {
	enum cover survey = !e->cover->present[COVER_NPS] && e->cover->present[COVER_CSAT] ? COVER_CSAT : COVER_NPS;
	struct coverage reach = *e->cover;
	if (reach.present[survey])
		reach.last[survey] += days;
	if (reach.present[COVER_CONTACTS])
		reach.last[COVER_CONTACTS] += MAX(0, days - 7);
	struct eval reaching = {e->conf, e->facts, &reach, e->memo};
	struct value answers = eval_begin(&reaching, span, survey);
	struct value contacts = eval_column(e, eval_begin(&reaching, span, COVER_CONTACTS), HAS_OPENED_BY, "needs_opened_by");
	if (answers.state == STATE_MISSING)
		return answers;
	return contacts.state == STATE_MISSING ? contacts : value_state(MIN(answers.state, contacts.state));
}

static struct value begin_contacted(const struct eval *e, size_t span) {
	return begin_after(e, span, 7);
}

static struct value begin_better(const struct eval *e, size_t span) {
	return begin_after(e, span, 0);
}

/* Whether somebody is here is the activity source's to say. */
static struct value begin_stayed(const struct eval *e, size_t span) {
	struct value activity = eval_begin_dated(e, span, COVER_ACTIVITY), v = begin_after(e, span, 90);
	if (v.state == STATE_MISSING || activity.state == STATE_MISSING)
		return v.state == STATE_MISSING ? v : activity;
	v.state = MIN(v.state, activity.state);
	return v;
}

static struct value begin_referred(const struct eval *e, size_t span) {
	return eval_column(e, begin_after(e, span, 90), HAS_REFERRED_BY, "needs_referred_by");
}

#define EVAL(name, begins, of, some, all) \
	static struct value eval_##name(const struct eval *e, size_t span, size_t slice) { \
		return effective_wilson(e, begins(e, span), span, slice, CLUSTER_##of, FACT_LOW_##some, FACT_##all); \
	}
EVAL(contacted, begin_contacted, LOW, CONTACTED, LOW)
EVAL(better, begin_better, BETTER, BETTER, LOW_NEXT)
EVAL(better_silent, begin_better, BETTER_SILENT, BETTER_SILENT, LOW_NEXT_SILENT)
EVAL(stayed, begin_stayed, STAYED, STAYED, LOW_DUE)
EVAL(stayed_silent, begin_stayed, STAYED_SILENT, STAYED_SILENT, LOW_DUE_SILENT)
EVAL(referred, begin_referred, REFERRED, REFERRED, LOW_DUE)
EVAL(referred_silent, begin_referred, REFERRED_SILENT, REFERRED_SILENT, LOW_DUE_SILENT)

#define SHARE(id, better, formula, eval, rules) {id, UNIT_RATIO, better, INTERVAL_WILSON, SLICED_NO, 0, eval, formula, rules}
static const struct metric metrics[] = {
	SHARE("recovery_contacted", BETTER_HIGHER, "contacted within 7 days / low answers whose 7th day falls in the period", eval_contacted, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_better", BETTER_HIGHER, "next answer a class higher / low answers contacted whose next one falls in the period", eval_better, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_better_silent", BETTER_NONE, "next answer a class higher / low answers not contacted whose next one falls in the period", eval_better_silent, ASKED_NPS | ASKED_CSAT),
	SHARE("recovery_stayed", BETTER_HIGHER, "active 90 days later / low answers contacted whose 90th day falls in the period", eval_stayed, ASKED_NPS | ASKED_CSAT | RULES_HERE),
	SHARE("recovery_stayed_silent", BETTER_NONE, "active 90 days later / low answers not contacted whose 90th day falls in the period", eval_stayed_silent, ASKED_NPS | ASKED_CSAT | RULES_HERE),
	SHARE("recovery_referred", BETTER_HIGHER, "referred another customer within 90 days / low answers contacted whose 90th day falls in the period", eval_referred, ASKED_NPS | ASKED_CSAT | RULES_JOINED),
	SHARE("recovery_referred_silent", BETTER_NONE, "referred another customer within 90 days / low answers not contacted whose 90th day falls in the period", eval_referred_silent, ASKED_NPS | ASKED_CSAT | RULES_JOINED),
};
const struct metric_family family_recovery = {"recovery", G_N_ELEMENTS(metrics), metrics};
