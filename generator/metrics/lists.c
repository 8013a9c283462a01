/* metrics/lists: how many customers stand on each action list at as_of. Who they are is in facts.lists; what is looked at is in facts/lists.c. */
#include "metric/eval.h"

static struct value on_list(const struct eval *e, struct value v, size_t span, enum list list) {
	struct value activity = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (activity.state == STATE_MISSING || v.state == STATE_MISSING)
		return activity.state == STATE_MISSING ? activity : v;
	v.state = MIN(v.state, activity.state);
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_ON_LIST, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	v.x = 0;
	for (size_t i = 0; i < n; i++)
		v.x += rows[i].a == (int32_t)list ? (double)rows[i].n : 0;
	return v;
}

static struct value contacts(const struct eval *e, size_t span, enum has column, const char *needs) {
	return eval_column(e, eval_begin(e, span, COVER_CONTACTS), column, needs);
}

static struct value both(struct value a, struct value b) {
	if (a.state == STATE_MISSING || b.state == STATE_MISSING)
		return a.state == STATE_MISSING ? a : b;
	return value_state(MIN(a.state, b.state));
}

static struct value eval_welcome(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return on_list(e, contacts(e, span, HAS_OPENED_BY, "needs_opened_by"), span, LIST_WELCOME);
}

static struct value eval_dates(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return on_list(e, eval_begin_dated(e, span, COVER_ACTIVITY), span, LIST_DATES);
}

static struct value eval_recover(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	enum cover survey = !e->cover->present[COVER_NPS] && e->cover->present[COVER_CSAT] ? COVER_CSAT : COVER_NPS;
	return on_list(e, both(eval_begin(e, span, survey), contacts(e, span, HAS_OPENED_BY, "needs_opened_by")), span, LIST_RECOVER);
}

static struct value eval_review(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return on_list(e, both(eval_begin(e, span, COVER_NPS), contacts(e, span, HAS_SOLVED, "needs_solved")), span, LIST_REVIEW);
}

static struct value eval_refer(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return on_list(e, eval_column(e, eval_begin(e, span, COVER_NPS), HAS_REFERRED_BY, "needs_referred_by"), span, LIST_REFER);
}

#define LIST(id, formula, eval, rules) {id, UNIT_COUNT, BETTER_NONE, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, 0, eval, formula, rules}
static const struct metric metrics[] = {
	LIST("list_welcome", "joined in the 30 days to as_of, no contact by us since", eval_welcome, RULES_JOINED),
	LIST("list_dates", "birthday or anniversary in the 45 days after as_of", eval_dates, RULES_HERE),
	LIST("list_recover", "low answer in the 30 days to as_of, not contacted since", eval_recover, ASKED_NPS | ASKED_CSAT | RULES_HERE),
	LIST("list_review", "last answer promoter within 90 days, no open contact", eval_review, ASKED_NPS | RULES_HERE),
	LIST("list_refer", "promoter twice running, tenure 12 months, nobody referred yet", eval_refer, ASKED_NPS | RULES_HERE),
};
const struct metric_family family_lists = {"lists", G_N_ELEMENTS(metrics), metrics};
