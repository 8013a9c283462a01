/* metrics/balance: the two sides of the coin in money: spend on winning customers beside spend on keeping them. */
#include "metric/eval.h"

/* Keeping spend is known only once rows of such a purpose exist in the 12 months up to the close. */
static bool has_keeping(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	int32_t last = all->items[span].last.n;
	for (size_t i = 0; i < all->n; i++) {
		const struct span *s = &all->items[i];
		if (s->kind == SPAN_MONTH && s->last.n <= last && s->last.n > last - 12 && eval_f(e, i, SLICE_ALL, FACT_SPEND_KEEPING_ROWS) > 0)
			return true;
	}
	return false;
}

static struct value begin(const struct eval *e, size_t span) {
	struct value v = eval_begin(e, span, COVER_SPEND);
	return value_shown(&v) && !has_keeping(e, span) ? value_missing("needs_keeping_spend") : v;
}

static int64_t keeping(const struct eval *e, size_t span, size_t slice) {
	return eval_spend(e, span, slice, 1) + eval_spend(e, span, slice, 2);
}

static struct value eval_spend_keeping(const struct eval *e, size_t span, size_t slice) {
	return eval_sum(begin(e, span), keeping(e, span, slice), eval_money_unit(e));
}

static struct value eval_share(const struct eval *e, size_t span, size_t slice) {
	int64_t winning = eval_spend(e, span, slice, 0);
	int64_t kept = keeping(e, span, slice);
	struct value v = eval_quotient(begin(e, span), winning, eval_money_unit(e), (int128)winning + kept, eval_money_unit(e));
	if (value_shown(&v) && (winning < 0 || kept < 0)) /* credits beyond the spend: there is no whole to be a share of */
		v.state = STATE_UNDEFINED;
	return v;
}

static const struct metric metrics[] = {
	{"spend_keeping", UNIT_MONEY, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_spend_keeping, "sum of purposes retention and service", 0, {0}},
	{"spend_share_acquisition", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_share, "acquisition / (acquisition + retention + service)", 0, {0}},
};
const struct metric_family family_balance = {"balance", G_N_ELEMENTS(metrics), metrics};
