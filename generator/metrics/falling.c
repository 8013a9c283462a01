/* metrics/falling: customers whose scores turned down (no claim of proof), what they bring, and those whose fall is proven: exact one-sided Mann–Kendall
 * tests of single customers, of which Benjamini and Hochberg's procedure keeps those that chance leaves. */
#include "metric/eval.h"
#include "statistic/fdr.h"

#define BILLION 1e9

static struct value begin(const struct eval *e, size_t span) {
	struct value activity = eval_begin_dated(e, span, COVER_ACTIVITY), v = eval_begin(e, span, COVER_NPS);
	if (v.state == STATE_MISSING || activity.state == STATE_MISSING)
		return v.state == STATE_MISSING ? v : activity;
	v.state = MIN(v.state, activity.state);
	return v;
}

static struct value eval_turned_down(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(begin(e, span), eval_f(e, span, slice, FACT_TURNED_DOWN), 1);
}

static struct value eval_turned_down_mrr(const struct eval *e, size_t span, size_t slice) {
	struct value v = begin(e, span);
	if (v.state != STATE_MISSING && !e->cover->amounts)
		return value_missing("needs_amounts");
	v = eval_rated(e, v, span, SLICE_ALL, RATED_CLOSE);
	return eval_sum(v, eval_f(e, span, slice, FACT_TURNED_DOWN_MRR), eval_mrr_unit(e));
}

static struct value eval_proven_fall(const struct eval *e, size_t span, size_t slice) {
	struct value v = begin(e, span);
	if (!value_shown(&v))
		return v;
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_FALL, span, slice, &n);
	g_autofree struct p_bin *bins = g_new0(struct p_bin, n + 1);
	for (size_t i = 0; i < n; i++)
		bins[i] = (struct p_bin){.p = rows[i].a / BILLION, .count = rows[i].n};
	struct fdr found = fdr_of_bins(bins, n, conf_number(e->conf, SETTING_SIGNALS_FALL_Q));
	v.n = found.tests;
	v.x = (double)found.rejected;
	if (found.tests == 0)
		v.state = STATE_UNDEFINED;
	return v;
}

static const struct metric metrics[] = {
	{"turned_down", UNIT_COUNT, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, 0, eval_turned_down, "last answer 2 points below the median of earlier ones, or a class lower", ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)},
	{"turned_down_mrr", UNIT_MONEY, BETTER_LOWER, INTERVAL_NONE, SLICED_NO, 0, eval_turned_down_mrr, "closing amount of customers turned down", ASKED_NPS | RULES_PAID | RULE(LINK_LOOKBACK)},
	{"proven_fall", UNIT_COUNT, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, 0, eval_proven_fall, "exact Mann-Kendall falls that remain of all tested", ASKED_NPS | RULES_HERE | RULE(SIGNALS_FALL_Q)},
};
const struct metric_family family_falling = {"falling", G_N_ELEMENTS(metrics), metrics};
