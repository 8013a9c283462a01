/* metrics/referral: growth by word of mouth. Earned is a newcomer whom a customer referred or who came by a channel of earned_channels; bought one of
 * another known channel; what is neither is unknown, and unknown is never earned. Amounts are at the opening's rates. */
#include "metric/eval.h"

static bool earned_channels(const struct eval *e) {
	return conf_list(e->conf, SETTING_EARNED_CHANNELS)[0] != NULL && g_strv_contains((const gchar *const *)e->facts->dimensions, "channel");
}

/* Something must be able to say that a newcomer is earned. */
static struct value needs_earned(const struct eval *e, struct value v) {
	bool told = e->cover->has[HAS_REFERRED_BY] || earned_channels(e);
	return value_shown(&v) && !told ? value_missing("needs_earned") : v;
}

static struct value share_of(struct value v, int64_t some, int64_t all) {
	v = eval_quotient(v, some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
}

static struct value eval_referral_share(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (value_shown(&v) && !e->cover->has[HAS_REFERRED_BY])
		return value_missing("needs_referred_by");
	return share_of(v, eval_f(e, span, slice, FACT_J_REFERRED), eval_f(e, span, slice, FACT_J));
}

/* Without earned_channels nothing says which spend this was: MISSING, not 0. */
static struct value eval_cac_referral(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_begin_dated(e, span, COVER_SPEND), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (v.state == STATE_MISSING)
		return v;
	if (activity.state == STATE_MISSING)
		return activity;
	if (!earned_channels(e))
		return value_missing("needs_earned_channels");
	if (eval_spend_cut(e, span))
		return value_missing("needs_spend_cut");
	v.state = MIN(v.state, activity.state);
	int64_t joined = eval_f(e, span, slice, FACT_J_EARNED), spend = eval_f(e, span, slice, FACT_SPEND_EARNED);
	v = eval_quotient(v, spend, eval_money_unit(e), joined, 1);
	if (!value_shown(&v))
		return v;
	v.n = joined;
	struct limits l = poisson_limits(joined);
	double money = quotient(spend, eval_money_unit(e));
	return spend < 0 ? v : eval_limits(v, (struct limits){money / l.hi, money / l.lo});
}

static struct value amount_of(const struct eval *e, size_t span, int128 sum) {
	return eval_sum(eval_rated(e, needs_earned(e, eval_movements(e, span)), span, SLICE_ALL, RATED_NEW), sum, eval_mrr_unit(e));
}

static struct value eval_mrr_new_earned(const struct eval *e, size_t span, size_t slice) {
	return amount_of(e, span, eval_f(e, span, slice, FACT_MRR_NEW_EARNED));
}

static struct value eval_mrr_new_bought(const struct eval *e, size_t span, size_t slice) {
	return amount_of(e, span, eval_f(e, span, slice, FACT_MRR_NEW_BOUGHT));
}

static struct value eval_mrr_new_unknown(const struct eval *e, size_t span, size_t slice) {
	int128 known = (int128)eval_f(e, span, slice, FACT_MRR_NEW_EARNED) + eval_f(e, span, slice, FACT_MRR_NEW_BOUGHT);
	return amount_of(e, span, eval_f(e, span, slice, FACT_MRR_CLOSE_NEW) - known);
}

/* Revenue of a year at its opening's rates: at the opening, then what of the close is growth, and what of the growth is earned. */
struct growth {
	struct value v;
	int128 opening, earned, total;
	int64_t n;
};

/* rated: what amounts beyond the opening, kept and new need a rate. */
static struct growth growth_of(const struct eval *e, size_t span, unsigned rated) {
	size_t year;
	struct growth g = {.v = eval_begin_year(e, span, &year)};
	struct value amounts = eval_movements(e, span);
	if (value_shown(&g.v) && !value_shown(&amounts))
		g.v = amounts;
	g.v = needs_earned(e, g.v);
	if (value_shown(&g.v))
		g.v = eval_rated(e, g.v, year, SLICE_ALL, RATED_OPEN | RATED_KEPT | RATED_NEW | rated);
	if (!value_shown(&g.v))
		return g;
	int128 kept = eval_f(e, year, SLICE_ALL, FACT_MRR_CLOSE_KEPT);
	g.opening = (int128)eval_f(e, year, SLICE_ALL, FACT_MRR_OPEN_KEPT) + eval_f(e, year, SLICE_ALL, FACT_MRR_OPEN_LOST);
	g.earned = kept + eval_f(e, year, SLICE_ALL, FACT_MRR_NEW_EARNED) - g.opening;
	g.total = kept + eval_f(e, year, SLICE_ALL, FACT_MRR_CLOSE_NEW) + eval_f(e, year, SLICE_ALL, FACT_MRR_CLOSE_BACK) - g.opening;
	g.n = eval_f(e, year, SLICE_ALL, FACT_S);
	return g;
}

static struct value eval_earned_growth(const struct eval *e, size_t span, size_t slice) {
	struct growth g = growth_of(e, span, 0);
	(void)slice;
	struct value v = eval_quotient(g.v, g.earned, eval_mrr_unit(e), g.opening, eval_mrr_unit(e));
	if (value_shown(&v) && g.opening < 0)
		v.state = STATE_UNDEFINED;
	if (value_shown(&v))
		v.n = g.n;
	return v;
}

static struct value eval_earned_growth_ratio(const struct eval *e, size_t span, size_t slice) {
	struct growth g = growth_of(e, span, RATED_BACK);
	(void)slice;
	struct value v = eval_quotient(g.v, g.earned, eval_mrr_unit(e), g.total, eval_mrr_unit(e));
	if (v.state == STATE_UNDEFINED || (value_shown(&v) && (g.total < 0 || g.opening <= 0)))
		return value_state(STATE_UNDEFINED); /* without growth there is nothing to have a part of */
	if (value_shown(&v))
		v.n = g.n;
	return v;
}

static struct value eval_promoters_referred(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_begin_dated(e, span, COVER_NPS), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	if (activity.state == STATE_MISSING)
		return activity;
	if (!e->cover->has[HAS_REFERRED_BY])
		return value_missing("needs_referred_by");
	v.state = MIN(v.state, activity.state);
	return share_of(v, eval_f(e, span, slice, FACT_PROMOTERS_REFERRED), eval_f(e, span, slice, FACT_PROMOTERS));
}

#define AMOUNT(id, better, formula, eval) {id, UNIT_MONEY, better, INTERVAL_NONE, SLICED_NO, BASIS(FACT_J), eval, formula, RULES_PAID | RULE(EARNED_CHANNELS)}
#define GROWTH(id, formula, eval) {id, UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval, formula, RULES_PAID | RULE(EARNED_CHANNELS)}
static const struct metric metrics[] = {
	{"referral_share", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_J), eval_referral_share, "J with referred_by / J", RULES_JOINED},
	{"cac_referral", UNIT_MONEY, BETTER_LOWER, INTERVAL_POISSON, SLICED_NO, BASIS(FACT_J), eval_cac_referral, "acquisition spend of earned channels / J referred or of earned channels", RULES_JOINED | RULE(CAC_LAG) | RULE(EARNED_CHANNELS)},
	AMOUNT("mrr_new_earned", BETTER_HIGHER, "sum of closing over J - J0, referred or of earned channels", eval_mrr_new_earned),
	AMOUNT("mrr_new_bought", BETTER_NONE, "sum of closing over J - J0 of other channels", eval_mrr_new_bought),
	AMOUNT("mrr_new_unknown", BETTER_NONE, "sum of closing over J - J0 without channel and referrer", eval_mrr_new_unknown),
	GROWTH("earned_growth", "(closing of kept + mrr_new_earned) / opening - 1, 12 months", eval_earned_growth),
	GROWTH("earned_growth_ratio", "earned_growth / (closing / opening - 1), 12 months, at the opening's rates", eval_earned_growth_ratio),
	{"promoters_referred", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_S), eval_promoters_referred, "promoters with a referral / promoters, 12 months", ASKED_NPS | RULES_HERE},
};
const struct metric_family family_referral = {"referral", G_N_ELEMENTS(metrics), metrics};
