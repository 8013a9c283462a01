/* metrics/revenue: recurring revenue a month, its movements between the two ends of a span with their identity, and the rates taken from
 * them. Order businesses: the run-rate of the window stands for recurring revenue; the rates exist for years only, from last year's buyers. */
#include "metric/eval.h"
#include <math.h>
#include <string.h>

/* What a ratio of last year's or of the opening's customers is made of. */
struct base {
	int64_t n, unit;
	int64_t x, y, least, back;   /* opening, closing of kept, Σ min, closing of returned where they count as retained */
	unsigned back_rated;         /* what of the returned needs a rate, as enum rated */
	int128 xx, xy, yy, xm, mm;
};

struct value eval_amounts(const struct eval *e, size_t span) {
	struct value v = eval_begin(e, span, COVER_ACTIVITY);
	return value_shown(&v) && !e->cover->amounts ? value_missing("needs_amounts") : v;
}

struct value eval_movements(const struct eval *e, size_t span) {
	return e->cover->snapshot ? value_missing("needs_movement_columns") : eval_amounts(e, span);
}

/* The same two, where some amounts have to have their exchange rates. */
static struct value amounts(const struct eval *e, size_t span, size_t slice, unsigned rated) {
	return eval_rated(e, eval_amounts(e, span), span, slice, rated);
}

static struct value movements(const struct eval *e, size_t span, size_t slice, unsigned rated) {
	return eval_rated(e, eval_movements(e, span), span, slice, rated);
}

static struct value total(const struct eval *e, struct value v, int128 sum) {
	return eval_sum(v, sum, eval_mrr_unit(e));
}

static struct value eval_mrr_opening(const struct eval *e, size_t span, size_t slice) {
	return total(e, amounts(e, span, slice, RATED_OPEN), (int128)eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) + eval_f(e, span, slice, FACT_MRR_OPEN_LOST));
}

static struct value eval_mrr_new(const struct eval *e, size_t span, size_t slice) {
	return total(e, amounts(e, span, slice, RATED_NEW), eval_f(e, span, slice, FACT_MRR_CLOSE_NEW));
}

static struct value eval_mrr_reactivation(const struct eval *e, size_t span, size_t slice) {
	return total(e, movements(e, span, slice, RATED_BACK), eval_f(e, span, slice, FACT_MRR_CLOSE_BACK));
}

static struct value eval_mrr_expansion(const struct eval *e, size_t span, size_t slice) {
	return total(e, movements(e, span, slice, RATED_OPEN | RATED_KEPT), (int128)eval_f(e, span, slice, FACT_MRR_CLOSE_KEPT) - eval_f(e, span, slice, FACT_MRR_MIN));
}

static struct value eval_mrr_contraction(const struct eval *e, size_t span, size_t slice) {
	return total(e, movements(e, span, slice, RATED_OPEN | RATED_KEPT), (int128)eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) - eval_f(e, span, slice, FACT_MRR_MIN));
}

static struct value eval_mrr_churned(const struct eval *e, size_t span, size_t slice) {
	return total(e, amounts(e, span, slice, RATED_OPEN), eval_f(e, span, slice, FACT_MRR_OPEN_LOST));
}

static struct value eval_mrr_fx(const struct eval *e, size_t span, size_t slice) {
	return total(e, movements(e, span, slice, RATED_KEPT | RATED_NEW | RATED_BACK | RATED_CLOSE), eval_f(e, span, slice, FACT_MRR_FX));
}

static struct value eval_mrr_closing(const struct eval *e, size_t span, size_t slice) {
	return total(e, amounts(e, span, slice, RATED_CLOSE), eval_f(e, span, slice, FACT_MRR_END));
}

static struct base base_contracts(const struct eval *e, size_t span, size_t slice) {
	struct base b = {.n = eval_f(e, span, slice, FACT_S), .unit = eval_mrr_unit(e)};
	b.x = eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) + eval_f(e, span, slice, FACT_MRR_OPEN_LOST);
	b.y = eval_f(e, span, slice, FACT_MRR_CLOSE_KEPT);
	b.least = eval_f(e, span, slice, FACT_MRR_MIN);
	bool retained = conf_is(e->conf, SETTING_MRR_REACTIVATION, "retained");
	b.back = retained ? eval_f(e, span, slice, FACT_MRR_CLOSE_BACK) : 0;
	b.back_rated = retained ? RATED_BACK : 0;
	b.xx = fact_wide(e->facts, span, slice, WIDE_XX);
	b.xy = fact_wide(e->facts, span, slice, WIDE_XY);
	b.yy = fact_wide(e->facts, span, slice, WIDE_YY);
	b.xm = fact_wide(e->facts, span, slice, WIDE_XM);
	b.mm = fact_wide(e->facts, span, slice, WIDE_MM);
	return b;
}

static struct base base_orders(const struct eval *e, size_t span, size_t slice) {
	struct base b = {.n = eval_f(e, span, slice, FACT_YEAR_BUYERS), .unit = eval_money_unit(e)};
	b.x = eval_f(e, span, slice, FACT_YEAR_X);
	b.y = eval_f(e, span, slice, FACT_YEAR_Y);
	b.least = eval_f(e, span, slice, FACT_YEAR_MIN);
	b.xx = fact_wide(e->facts, span, slice, WIDE_YEAR_XX);
	b.xy = fact_wide(e->facts, span, slice, WIDE_YEAR_XY);
	b.yy = fact_wide(e->facts, span, slice, WIDE_YEAR_YY);
	b.xm = fact_wide(e->facts, span, slice, WIDE_YEAR_XM);
	b.mm = fact_wide(e->facts, span, slice, WIDE_YEAR_MM);
	return b;
}

static struct base base_of(const struct eval *e, size_t span, size_t slice) {
	return eval_orders(e) ? base_orders(e, span, slice) : base_contracts(e, span, slice);
}

/* The state of a revenue rate: orders have one for years only, when the 12 months before the opening are in the history. */
static struct value rate_begin(const struct eval *e, size_t span, size_t slice, unsigned rated) {
	const struct span *s = &e->facts->spans.items[span];
	struct value v = movements(e, span, slice, rated);
	if (!value_shown(&v) || !eval_orders(e))
		return v;
	if (s->kind < SPAN_YEAR)
		return value_missing("needs_year_orders");
	return s->first.n - 12 < e->facts->spans.first.n ? value_missing("needs_orders_year_before") : v;
}

/* A base of 0 or below (credits) is no base. */
static struct value rate_of(const struct eval *e, size_t span, size_t slice, const struct base *b, int128 part, unsigned rated) {
	struct value v = eval_quotient(rate_begin(e, span, slice, RATED_OPEN | RATED_KEPT | rated), part, b->unit, b->x, b->unit);
	if (value_shown(&v) && b->x < 0)
		v.state = STATE_UNDEFINED;
	if (value_shown(&v))
		v.n = b->n;
	return v;
}

struct value eval_nrr(const struct eval *e, size_t span, size_t slice) {
	struct base b = base_of(e, span, slice);
	struct value v = rate_of(e, span, slice, &b, (int128)b.y + b.back, b.back_rated);
	if (!value_shown(&v))
		return v;
	struct limits l = ratio_limits(b.n, (long double)b.x, (long double)b.y, (long double)b.xx, (long double)b.xy, (long double)b.yy);
	double moved = quotient(b.back, b.x); /* retained reactivation shifts the ratio; its limits are those of the customers at the opening */
	return eval_limits(v, (struct limits){l.lo + moved, l.hi + moved});
}

static struct value eval_grr(const struct eval *e, size_t span, size_t slice) {
	struct base b = base_of(e, span, slice);
	struct value v = rate_of(e, span, slice, &b, b.least, 0);
	if (!value_shown(&v))
		return v;
	struct limits l = ratio_limits(b.n, (long double)b.x, (long double)b.least, (long double)b.xx, (long double)b.xm, (long double)b.mm);
	if (isnan(l.lo))
		return v;
	return eval_limits(v, (struct limits){CLAMP(l.lo, 0, 1), CLAMP(l.hi, 0, 1)});
}

static struct value eval_revenue_churn(const struct eval *e, size_t span, size_t slice) {
	struct base b = base_of(e, span, slice);
	struct value kept = eval_nrr(e, span, slice);
	struct value v = rate_of(e, span, slice, &b, (int128)b.x - b.y - b.back, b.back_rated);
	return eval_limits(v, (struct limits){1 - kept.hi, 1 - kept.lo});
}

static struct value eval_gross_churn(const struct eval *e, size_t span, size_t slice) {
	struct base b = base_of(e, span, slice);
	struct value kept = eval_grr(e, span, slice);
	struct value v = rate_of(e, span, slice, &b, (int128)b.x - b.least, 0);
	return eval_limits(v, (struct limits){1 - kept.hi, 1 - kept.lo});
}

static struct value eval_quick_ratio(const struct eval *e, size_t span, size_t slice) {
	int128 kept = eval_f(e, span, slice, FACT_MRR_CLOSE_KEPT), least = eval_f(e, span, slice, FACT_MRR_MIN), unit = eval_mrr_unit(e);
	int128 won = eval_f(e, span, slice, FACT_MRR_CLOSE_NEW) + kept - least;
	int128 gone = eval_f(e, span, slice, FACT_MRR_OPEN_LOST) + eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) - least;
	struct value v = eval_quotient(movements(e, span, slice, RATED_OPEN | RATED_KEPT | RATED_NEW), won, (int64_t)unit, gone, (int64_t)unit);
	if (value_shown(&v) && gone < 0)
		v.state = STATE_UNDEFINED;
	if (value_shown(&v))
		v.n = eval_f(e, span, slice, FACT_S) + eval_f(e, span, slice, FACT_J);
	return v;
}

/* Part ÷ closing amount of all; a closing of 0 or below, or one that credits make less than its part, is no whole. */
static struct value share_of_closing(const struct eval *e, struct value v, size_t span, int128 part) {
	int64_t closing = eval_f(e, span, SLICE_ALL, FACT_MRR_END);
	v = eval_quotient(v, part, eval_mrr_unit(e), closing, eval_mrr_unit(e));
	if (value_shown(&v) && (closing < 0 || part < 0 || part > closing))
		return value_state(STATE_UNDEFINED);
	if (value_shown(&v))
		v.n = eval_f(e, span, SLICE_ALL, FACT_END);
	return v;
}

static struct value concentration(const struct eval *e, size_t span, int largest) {
	int128 sum = 0;
	for (int i = 0; i < largest; i++) {
		int64_t amount = e->facts->tops[span * TOPS_MAX + (size_t)i];
		sum += amount == TOP_NONE || amount < 0 ? 0 : amount;
	}
	return share_of_closing(e, movements(e, span, SLICE_ALL, RATED_CLOSE), span, sum);
}

static struct value eval_concentration_1(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return concentration(e, span, 1);
}

static struct value eval_concentration_10(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return concentration(e, span, TOPS_MAX);
}

/* Something must be able to say who is at risk: scores, notices, or a time for which a paid period is carried on. */
static struct value risk_begin(const struct eval *e, size_t span) {
	struct value v = movements(e, span, SLICE_ALL, RATED_CLOSE);
	bool invoices = strcmp(e->cover->source, "invoices") == 0 && conf_int(e->conf, SETTING_CHURN_PAST_DUE_DAYS) > 0;
	bool told = e->cover->present[COVER_NPS] || e->cover->has[HAS_NOTICE] || invoices;
	return value_shown(&v) && !told ? value_missing("needs_risk") : v;
}

static struct value eval_mrr_at_risk(const struct eval *e, size_t span, size_t slice) {
	struct value v = total(e, risk_begin(e, span), eval_f(e, span, slice, FACT_MRR_RISK));
	if (value_shown(&v))
		v.n = eval_f(e, span, slice, FACT_RISK);
	return v;
}

static struct value eval_mrr_at_risk_share(const struct eval *e, size_t span, size_t slice) {
	return share_of_closing(e, risk_begin(e, span), span, eval_f(e, span, slice, FACT_MRR_RISK));
}

struct value eval_arpa(const struct eval *e, size_t span, size_t slice) {
	int64_t sum = eval_f(e, span, slice, FACT_MRR_END), n = eval_f(e, span, slice, FACT_END);
	struct value v = eval_quotient(amounts(e, span, slice, RATED_CLOSE), sum, eval_mrr_unit(e), n, 1);
	if (!value_shown(&v))
		return v;
	v.n = n;
	struct limits l = mean_limits(n, (long double)sum, (long double)fact_wide(e->facts, span, slice, WIDE_END2));
	double unit = (double)eval_mrr_unit(e);
	return eval_limits(v, (struct limits){l.lo / unit, l.hi / unit});
}

#define TOTAL(id, better, formula, eval) {id, UNIT_MONEY, better, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval, formula, RULES_PAID}
#define RATE(id, better, sliced, formula, eval) {id, UNIT_RATIO, better, INTERVAL_RATIO_ESTIMATOR, sliced, BASIS(FACT_S), eval, formula, RULES_TERMS | RULE(MRR_DISCOUNTS) | RULE(MRR_REACTIVATION)}
#define RISK(id, unit, sliced, formula, eval) {id, unit, BETTER_LOWER, INTERVAL_NONE, sliced, BASIS(FACT_END), eval, formula, ASKED_NPS | RULES_PAID | RULE(LINK_LOOKBACK)}
static const struct metric metrics[] = {
	TOTAL("mrr_opening", BETTER_NONE, "sum of opening over S", eval_mrr_opening),
	TOTAL("mrr_new", BETTER_HIGHER, "sum of closing over J - J0", eval_mrr_new),
	TOTAL("mrr_reactivation", BETTER_HIGHER, "sum of closing over R", eval_mrr_reactivation),
	TOTAL("mrr_expansion", BETTER_HIGHER, "sum of closing - min over kept", eval_mrr_expansion),
	TOTAL("mrr_contraction", BETTER_LOWER, "sum of opening - min over kept", eval_mrr_contraction),
	TOTAL("mrr_churned", BETTER_LOWER, "sum of opening over L", eval_mrr_churned),
	TOTAL("mrr_fx", BETTER_NONE, "sum of closing at the close's rates - closing at the opening's", eval_mrr_fx),
	TOTAL("mrr_closing", BETTER_HIGHER, "sum of closing over E", eval_mrr_closing),
	RATE("dollar_retention", BETTER_HIGHER, SLICED_NO, "closing of kept / opening", eval_nrr),
	RATE("nrr", BETTER_HIGHER, SLICED_ALL, "closing of kept / opening", eval_nrr),
	{"grr", UNIT_RATIO, BETTER_HIGHER, INTERVAL_RATIO_ESTIMATOR, SLICED_ALL, BASIS(FACT_S), eval_grr, "sum of min(opening, closing) / opening", RULES_TERMS | RULE(MRR_DISCOUNTS)},
	RATE("revenue_churn", BETTER_LOWER, SLICED_NO, "1 - nrr", eval_revenue_churn),
	{"gross_revenue_churn", UNIT_RATIO, BETTER_LOWER, INTERVAL_RATIO_ESTIMATOR, SLICED_ALL, BASIS(FACT_S), eval_gross_churn, "1 - grr", RULES_TERMS | RULE(MRR_DISCOUNTS)},
	{"quick_ratio", UNIT_TIMES, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval_quick_ratio, "(new + expansion) / (contraction + churned)", RULES_PAID},
	{"concentration_1", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_END), eval_concentration_1, "largest closing / closing over E", RULES_PAID},
	{"concentration_10", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_END), eval_concentration_10, "sum of the 10 largest closing / closing over E", RULES_PAID},
	RISK("mrr_at_risk", UNIT_MONEY, SLICED_NO, "sum of closing over detractors, turned down, past due, notice given", eval_mrr_at_risk),
	RISK("mrr_at_risk_share", UNIT_RATIO, SLICED_NO | PARTS_MONEY, "mrr_at_risk / closing over E", eval_mrr_at_risk_share),
	{"arpa", UNIT_MONEY, BETTER_HIGHER, INTERVAL_T, SLICED_ALL, BASIS(FACT_END), eval_arpa, "closing / E", RULES_PAID},
};
const struct metric_family family_revenue = {"revenue", G_N_ELEMENTS(metrics), metrics};
