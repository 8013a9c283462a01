/* metrics/service: how soon and how well contacts are answered: the share within the deadline, the medians by Kaplan and Meier (who still waits is
 * counted as still waiting, not left out), the backlog, and how often customers have to ask. A median has log-log limits. */
#include "metric/effective.h"
#include "statistic/survival.h"

#define DAY_MINUTES 1440.0

static struct value begin(const struct eval *e, size_t span) {
	return eval_begin(e, span, COVER_CONTACTS);
}

static struct value eval_sla(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, begin(e, span), HAS_RESPONDED, "needs_responded");
	return effective_wilson(e, v, span, slice, CLUSTER_SLA, FACT_SLA_MET, FACT_SLA_DUE);
}

#define CHANNEL_LEAST 30 /* contacts due by which a way to reach us may be judged */

/* The best share in time of a way contacts come by less the worst. */
static struct value eval_response_consistency(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, eval_column(e, begin(e, span), HAS_RESPONDED, "needs_responded"), HAS_CONTACT_CHANNEL, "needs_contact_channel");
	if (!value_shown(&v))
		return v;
	size_t n, channels = 0;
	const struct tally *rows = fact_tallies(e->facts, TALLY_SLA_CHANNEL, span, slice, &n);
	double lo = 1, hi = 0;
	v.n = 0;
	for (size_t i = 0, end; i < n; i = end) {
		int64_t due = 0, met = 0;
		for (end = i; end < n && rows[end].a == rows[i].a; end++) {
			due += rows[end].n;
			met += rows[end].b == 1 ? rows[end].n : 0;
		}
		if (due < CHANNEL_LEAST)
			continue;
		channels++;
		v.n += due;
		lo = MIN(lo, quotient(met, due));
		hi = MAX(hi, quotient(met, due));
	}
	if (channels < 2)
		return value_state(STATE_UNDEFINED);
	v.x = hi - lo;
	return v;
}

/* The median wait of a table's contacts in days; UNDEFINED while more than half still wait. */
static struct value median_wait(const struct eval *e, struct value v, enum tally_table table, size_t span, size_t slice) {
	if (!value_shown(&v))
		return v;
	size_t n;
	const struct tally *waits = fact_tallies(e->facts, table, span, slice, &n);
	g_autofree struct survival_row *rows = g_new0(struct survival_row, n + 1);
	for (size_t i = 0; i < n; i++)
		rows[i] = (struct survival_row){.time = waits[i].a, .events = waits[i].b ? waits[i].n : 0, .censored = waits[i].b ? 0 : waits[i].n};
	struct survival s;
	if (!survival_init(&s, rows, n))
		return value_state(STATE_UNDEFINED);
	struct survival_time median = survival_time(&s, .5);
	v.n = s.people;
	survival_clear(&s);
	if (!(median.at > 0)) {
		v.state = STATE_UNDEFINED;
		return v;
	}
	v.x = median.at / DAY_MINUTES;
	return eval_limits(v, (struct limits){median.bounds.lo / DAY_MINUTES, median.bounds.hi / DAY_MINUTES});
}

static struct value eval_response_median(const struct eval *e, size_t span, size_t slice) {
	return median_wait(e, eval_column(e, begin(e, span), HAS_RESPONDED, "needs_responded"), TALLY_FIRST_RESPONSE, span, slice);
}

static struct value eval_solved_median(const struct eval *e, size_t span, size_t slice) {
	return median_wait(e, eval_column(e, begin(e, span), HAS_SOLVED, "needs_solved"), TALLY_SOLUTION, span, slice);
}

static struct value eval_backlog(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(eval_column(e, begin(e, span), HAS_SOLVED, "needs_solved"), eval_f(e, span, slice, FACT_BACKLOG), 1);
}

static struct value eval_reopen_rate(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_column(e, begin(e, span), HAS_SOLVED, "needs_solved");
	v = eval_column(e, v, HAS_REOPENED, "needs_reopened");
	return effective_wilson(e, v, span, slice, CLUSTER_SOLVED, FACT_REOPENED, FACT_SOLVED);
}

static struct value eval_per_customer(const struct eval *e, size_t span, size_t slice) {
	struct value activity = eval_begin_dated(e, span, COVER_ACTIVITY), v = begin(e, span);
	if (activity.state == STATE_MISSING)
		return activity;
	if (v.state == STATE_MISSING)
		return v;
	v.state = MIN(v.state, activity.state);
	int64_t both = eval_f(e, span, slice, FACT_S) + eval_f(e, span, slice, FACT_END);
	v = eval_quotient(v, eval_f(e, span, slice, FACT_CONTACTS), 1, both, 2);
	v.n = (both + 1) / 2;
	return v;
}

static const struct metric metrics[] = {
	{"first_response_sla", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL | FLOW_SLA, 0, eval_sla, "answered by the deadline / contacts whose deadline fell in the period", RULE(SLA_HOURS)},
	{"response_consistency", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | GAP_OF_SHARES, 0, eval_response_consistency, "highest - lowest first_response_sla over channels of contacts with 30 due", RULE(SLA_HOURS)},
	{"first_response_median", UNIT_DAYS, BETTER_LOWER, INTERVAL_OWN, SLICED_NO, 0, eval_response_median, "Kaplan-Meier median of the wait for a first response", RULES_NONE},
	{"backlog", UNIT_COUNT, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, 0, eval_backlog, "opened by the close and not solved", RULES_NONE},
	{"solved_median", UNIT_DAYS, BETTER_LOWER, INTERVAL_OWN, SLICED_NO, 0, eval_solved_median, "Kaplan-Meier median of the wait for a solution", RULES_NONE},
	{"reopen_rate", UNIT_RATIO, BETTER_LOWER, INTERVAL_WILSON, SLICED_ALL | FLOW_SOLVED, 0, eval_reopen_rate, "reopened / solved", RULES_NONE},
	{"contacts_per_customer", UNIT_TIMES, BETTER_LOWER, INTERVAL_NONE, SLICED_ALL, BASIS(FACT_S) | BASIS(FACT_END), eval_per_customer, "contacts / ((S + E) / 2)", RULES_HERE},
};
const struct metric_family family_service = {"service", G_N_ELEMENTS(metrics), metrics};
