/* report/signal_family: see signal_family.h. */
#include "report/signal_family.h"
#include <math.h>
#include <string.h>

/* arpa is judged by Welch's test though most customers stand at both closes: they are not asked twice, they pay on, and the test for groups apart only errs by
 * finding less. Counts and money of a period (customers_new, mrr_new …) have no test that a season or a crowd would not break: report/signal_chart.c.
 * Figures that say the same twice (kept and lost, nrr and its complement) stand once: the loss of months and quarters, the keeping of years. What looks back
 * over 12 months stands in years alone: shorter periods would share most of their rows. */
static const struct judged all_judged[] = {
	{"nps", JUDGE_NPS, IN_ALL | BY_SLICE | AGAINST_REST | IN_TREND},
	{"nps_touchpoint", JUDGE_NPS, IN_ALL | BY_SLICE},
	{"csat", JUDGE_SHARE, IN_ALL | BY_SLICE | AGAINST_REST | IN_TREND},
	{"csat_mean", JUDGE_MEAN, IN_ALL | BY_SLICE},
	{"ces", JUDGE_MEAN, IN_ALL | BY_SLICE},
	{"response_rate", JUDGE_SHARE, IN_ALL | BY_SLICE | IN_TREND},
	{"churn_rate", JUDGE_SHARE, IN_SHORT | BY_SLICE | IN_TREND},
	{"retention_rate", JUDGE_SHARE, IN_LONG | BY_SLICE | AGAINST_REST},
	{"grr", JUDGE_RATIO, IN_ALL | BY_SLICE | IN_TREND},
	{"nrr", JUDGE_RATIO, IN_ALL | BY_SLICE | IN_TREND},
	{"arpa", JUDGE_MEAN, IN_ALL | BY_SLICE | IN_WINDOWS},
	{"early_churn", JUDGE_SHARE, IN_ALL | BY_SLICE | AGAINST_REST},
	{"renewal_rate", JUDGE_SHARE, IN_ALL | BY_SLICE},
	{"winback_rate", JUDGE_SHARE, IN_LONG | BY_SLICE},
	{"first_response_sla", JUDGE_SHARE, IN_ALL | BY_SLICE | IN_TREND},
	{"reopen_rate", JUDGE_SHARE, IN_ALL | BY_SLICE},
	{"reactive", JUDGE_SHARE, IN_ALL},
	{"cac", JUDGE_RATE, IN_ALL | BY_SLICE},
	{"referral_share", JUDGE_SHARE, IN_ALL | BY_SLICE},
	{"discount_new", JUDGE_RATIO, IN_LONG},
	{"discount_existing", JUDGE_RATIO, IN_LONG},
	{"discounted_share", JUDGE_SHARE, IN_LONG},
};

const struct judged *signal_judged(size_t *n) {
	*n = G_N_ELEMENTS(all_judged);
	return all_judged;
}

static bool is_long(const struct span *s) {
	return s->kind >= SPAN_YEAR;
}

bool signal_judged_here(const struct report *r, const struct judged *j, size_t span) {
	const struct span *s = &r->facts->spans.items[span];
	bool overlaps = (j->where & IN_WINDOWS) != 0 && r->cover->orders && s->last.n - s->first.n + 1 < r->facts->mrr_per;
	return metric_find(j->metric) != NULL && (j->where & (is_long(s) ? IN_LONG : IN_SHORT)) != 0 && !overlaps;
}

static bool compare(const struct report *r, const struct judged *j, size_t span, size_t slice, struct comparison c, struct compared *out) {
	*out = (struct compared){.against = c.span};
	if (!c.comparable || !side_of(r, j->judge, j->metric, span, slice, &out->now) || !side_of(r, j->judge, j->metric, c.span, slice, &out->before))
		return false;
	out->reach = sides_reach(j->judge, &out->now, &out->before);
	if (!sides_suffice(j->judge, &out->now, &out->before) || out->reach > conf_number(r->conf, SETTING_SIGNALS_Q))
		return false;
	out->overlap = sides_overlap(r, j->metric, span, c.span, slice, &out->now, &out->before);
	out->verdict = sides_compare(j->judge, &out->now, &out->before, out->overlap);
	return out->verdict.tested;
}

/* Order businesses live by the season: a change of a month or quarter has to go the same way against last year. */
static bool beats_last_year(const struct report *r, const struct judged *j, size_t span, size_t slice, struct verdict *v) {
	struct compared year;
	if (!compare(r, j, span, slice, compare_year_before(r, j->metric, span, slice), &year) || year.verdict.size * v->size <= 0)
		return false;
	v->p = MAX(v->p, year.verdict.p);
	return true;
}

bool signal_change(const struct report *r, const struct judged *j, size_t span, size_t slice, struct compared *out) {
	if (!compare(r, j, span, slice, compare_previous(r, j->metric, span, slice), out))
		return false;
	if (r->cover->orders && !is_long(&r->facts->spans.items[span]) && !beats_last_year(r, j, span, slice, &out->verdict))
		out->verdict.p = 1;
	return true;
}
