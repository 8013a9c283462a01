/* cmd/worked_money: figures of money: what was spent on winning, how soon it comes back, what became of the opening's revenue; and the limits that
 * hang on a method alone. Knows spend, movements and methods; refuses to know their exports. */
#include "cmd/worked.h"
#include "metric/effective.h"
#include <math.h>
#include <string.h>

static const double Z = 1.959963984540054;

/* Spend on winning by category, where it is the period's own (cac.lag moves it). */
static void tell_spend(struct worked *x) {
	static const char *const keys[] = {"category_none", "category_media", "category_people", "category_tools", "category_overhead", "category_discount"};
	if (conf_int(x->r->conf, SETTING_CAC_LAG) > 0)
		return;
	int64_t sum = 0;
	for (int i = 0; i < 6; i++) {
		int64_t amount = worked_fact(x, (enum fact)((int)FACT_SPEND_ACQUISITION_NONE + i));
		sum += amount;
		if (amount != 0)
			worked_tell(x->counted, SAY(x->words, "worked_category", ARG_S("category", words_text(x->words, keys[i])),
										ARG_S("amount", worked_money(x, (double)amount / (double)eval_money_unit(x->e)))));
	}
	worked_tell(x->counted, SAY(x->words, "worked_spend", ARG_S("sum", worked_money(x, (double)sum / (double)eval_money_unit(x->e)))));
}

static void work_cac(struct worked *x) {
	tell_spend(x);
	worked_tell(x->counted, SAY(x->words, "worked_joined", ARG_I("n", worked_fact(x, FACT_J))));
}

static void tell_poisson(struct worked *x) {
	if (!x->v->has_parts || x->v->den < 1)
		return;
	int64_t k = llround(x->v->den);
	struct limits l = poisson_limits(k);
	const char *money = worked_money(x, x->v->num), *lo = worked_decimal(x, l.lo, 2), *hi = worked_decimal(x, l.hi, 2);
	worked_tell(x->interval, SAY(x->words, "worked_poisson", ARG_I("n", k), ARG_S("lo", lo), ARG_S("hi", hi)));
	worked_tell(x->interval, SAY(x->words, "worked_poisson_limits", ARG_S("money", money), ARG_S("most", hi), ARG_S("least", lo), ARG_S("lo", worked_money(x, x->v->lo)),
								 ARG_S("hi", worked_money(x, x->v->hi))));
}

/* The cost of a new customer beside what it brings a month. margin: the margin of it, else all. Returns cost ÷ month. */
static double work_back(struct worked *x, bool margin, double *cost, double *month) {
	struct value cac = eval_cac(x->e, x->span, SLICE_ALL);
	int64_t joined = worked_fact(x, FACT_J);
	double first = joined > 0 ? (double)worked_fact(x, FACT_MRR_FIRST) / (double)eval_mrr_unit(x->e) / (double)joined : 0;
	double share = margin ? worked_margin(x) : 1;
	work_cac(x);
	worked_tell(x->counted, SAY(x->words, "worked_first", ARG_I("n", joined), ARG_S("mrr", worked_amount(x, FACT_MRR_FIRST))));
	worked_tell(x->steps, SAY(x->words, "worked_cac", ARG_S("spend", worked_money(x, cac.num)), ARG_S("joined", worked_count(x, joined)), ARG_S("cac", worked_money(x, cac.x))));
	worked_tell(x->steps, SAY(x->words, "worked_first_each", ARG_S("mrr", worked_amount(x, FACT_MRR_FIRST)), ARG_S("joined", worked_count(x, joined)), ARG_S("each", worked_money(x, first))));
	if (margin)
		worked_tell(x->steps, SAY(x->words, "worked_margin_first", ARG_S("arpa", worked_money(x, first)), ARG_S("share", worked_share(x, share)), ARG_S("margin", worked_money(x, first * share))));
	*cost = cac.x;
	*month = first * share;
	return *month > 0 ? *cost / *month : 0;
}

static void work_payback(struct worked *x) {
	double cost, month;
	work_back(x, strcmp(x->m->id, "payback_months") == 0, &cost, &month);
	worked_tell(x->steps, SAY(x->words, "worked_payback", ARG_S("cac", worked_money(x, cost)), ARG_S("margin", worked_money(x, month)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void work_payback_survival(struct worked *x) {
	double cost, month, months = work_back(x, true, &cost, &month);
	struct monthly_churn m = worked_churn(x);
	double churn = m.at_risk > 0 ? quotient(m.lost, m.at_risk) : 0;
	const char *figure = worked_figure(x, x->m->id, x->span);
	if (m.lost == 0 || m.lost == m.at_risk) {
		worked_tell(x->steps, SAY(x->words, "worked_payback", ARG_S("cac", worked_money(x, cost)), ARG_S("margin", worked_money(x, month)), ARG_S("figure", figure)));
		return;
	}
	worked_tell(x->steps, SAY(x->words, "worked_payback_share", ARG_S("cac", worked_money(x, cost)), ARG_S("m", worked_decimal(x, churn, 6)), ARG_S("margin", worked_money(x, month)),
							  ARG_S("share", worked_decimal(x, months * churn, 6))));
	worked_tell(x->steps, SAY(x->words, "worked_payback_logs", ARG_S("rest", worked_decimal(x, 1 - months * churn, 6)), ARG_S("stay", worked_decimal(x, 1 - churn, 6)),
							  ARG_S("above", worked_decimal(x, log1p(-months * churn), 4)), ARG_S("below", worked_decimal(x, log1p(-churn), 6)), ARG_S("figure", figure)));
}

static void work_clv_cac(struct worked *x) {
	const char *clv = conf_text(x->r->conf, SETTING_CLV_FOR_RATIO);
	const struct value *a = result(x->r->results, clv, x->span, SLICE_ALL), *b = result(x->r->results, "cac", x->span, SLICE_ALL);
	worked_tell(x->counted, SAY(x->words, "worked_value_cost", ARG_S("value", worked_money(x, a->x)), ARG_S("cost", worked_money(x, b->x))));
	if (value_has_interval(a) && value_has_interval(b))
		worked_tell(x->interval, SAY(x->words, "worked_ratio_limits", ARG_S("value_lo", worked_money(x, a->lo)), ARG_S("cost_hi", worked_money(x, b->hi)), ARG_S("lo", worked_decimal(x, x->v->lo, 2)),
									 ARG_S("value_hi", worked_money(x, a->hi)), ARG_S("cost_lo", worked_money(x, b->lo)), ARG_S("hi", worked_decimal(x, x->v->hi, 2))));
}

/* What became of the revenue of the opening. */
static void tell_movements(struct worked *x) {
	double unit = (double)eval_mrr_unit(x->e), lost = (double)worked_fact(x, FACT_MRR_OPEN_LOST) / unit, opening = (double)worked_fact(x, FACT_MRR_OPEN_KEPT) / unit + lost;
	double expansion = (double)(worked_fact(x, FACT_MRR_CLOSE_KEPT) - worked_fact(x, FACT_MRR_MIN)) / unit;
	double contraction = (double)(worked_fact(x, FACT_MRR_OPEN_KEPT) - worked_fact(x, FACT_MRR_MIN)) / unit;
	worked_tell(x->counted, SAY(x->words, "worked_opening_revenue", ARG_S("n", worked_count(x, worked_fact(x, FACT_S))), ARG_S("opening", worked_money(x, opening))));
	worked_tell(x->counted, SAY(x->words, "worked_movements", ARG_S("opening", worked_money(x, opening)), ARG_S("expansion", worked_money(x, expansion)),
								ARG_S("contraction", worked_money(x, contraction)), ARG_S("churned", worked_money(x, lost)), ARG_S("closing", worked_amount(x, FACT_MRR_CLOSE_KEPT))));
	if (conf_is(x->r->conf, SETTING_MRR_REACTIVATION, "retained"))
		worked_tell(x->counted, SAY(x->words, "worked_back", ARG_S("back", worked_amount(x, FACT_MRR_CLOSE_BACK))));
}

static void work_roll(struct worked *x) {
	static const char *const steps[] = {"mrr_opening", "mrr_new", "mrr_reactivation", "mrr_expansion", "mrr_contraction", "mrr_churned", "mrr_fx", "mrr_closing"};
	const char *f[G_N_ELEMENTS(steps)];
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		f[i] = worked_figure(x, steps[i], x->span);
	worked_tell(x->counted, SAY(x->words, "worked_roll_money", ARG_S("opening", f[0]), ARG_S("joined", f[1]), ARG_S("back", f[2]), ARG_S("expansion", f[3]), ARG_S("contraction", f[4]),
								ARG_S("churned", f[5]), ARG_S("fx", f[6]), ARG_S("closing", f[7])));
}

static void tell_buyers(struct worked *x) {
	double unit = (double)eval_money_unit(x->e);
	worked_tell(x->counted, SAY(x->words, "worked_buyers", ARG_I("n", worked_fact(x, FACT_YEAR_BUYERS)), ARG_S("before", worked_money(x, (double)worked_fact(x, FACT_YEAR_X) / unit)),
								ARG_S("after", worked_money(x, (double)worked_fact(x, FACT_YEAR_Y) / unit)), ARG_S("least", worked_money(x, (double)worked_fact(x, FACT_YEAR_MIN) / unit))));
}

static void work_retention(struct worked *x) {
	if (x->r->cover->orders)
		tell_buyers(x);
	else
		tell_movements(x);
}

static void work_leverage(struct worked *x) {
	size_t year = eval_year(x->e, x->span);
	if (year == SPAN_ABSENT)
		return;
	int64_t base = fact(x->r->facts, year, SLICE_ALL, FACT_S), stayed = fact(x->r->facts, year, SLICE_ALL, FACT_KEPT);
	double r = quotient(stayed, base), more = r + .05, i = conf_number(x->r->conf, SETTING_CLV_DISCOUNT_RATE), before = r / (1 + i - r), after = more / (1 + i - more);
	worked_tell(x->counted, SAY(x->words, "worked_year_kept", ARG_S("base", worked_count(x, base)), ARG_S("stayed", worked_count(x, stayed)), ARG_S("gone", worked_count(x, base - stayed))));
	worked_tell(x->steps, SAY(x->words, "worked_leverage_r", ARG_S("base", worked_count(x, base)), ARG_S("stayed", worked_count(x, stayed)), ARG_S("r", worked_decimal(x, r, 4)),
							  ARG_S("more", worked_decimal(x, more, 4)), ARG_S("i", worked_decimal(x, i, 4))));
	worked_tell(x->steps, SAY(x->words, "worked_leverage_value", ARG_S("r", worked_decimal(x, more, 4)), ARG_S("i", worked_decimal(x, i, 4)), ARG_S("value", worked_decimal(x, after, 4))));
	worked_tell(x->steps, SAY(x->words, "worked_leverage_value", ARG_S("r", worked_decimal(x, r, 4)), ARG_S("i", worked_decimal(x, i, 4)), ARG_S("value", worked_decimal(x, before, 4))));
	worked_tell(x->steps, SAY(x->words, "worked_leverage", ARG_S("after", worked_decimal(x, after, 4)), ARG_S("before", worked_decimal(x, before, 4)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void work_point(struct worked *x) {
	struct value arpa = eval_arpa(x->e, x->span, SLICE_ALL);
	worked_tell(x->counted, SAY(x->words, "worked_point_counted", ARG_I("n", x->v->n), ARG_S("closing", worked_count(x, worked_fact(x, FACT_END))), ARG_S("mrr", worked_amount(x, FACT_MRR_END))));
	worked_tell(x->steps, SAY(x->words, "worked_point", ARG_S("n", worked_count(x, x->v->n)), ARG_S("arpa", worked_money(x, arpa.x)),
							  ARG_S("share", worked_share(x, worked_margin(x))), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void work_profit(struct worked *x) {
	if (x->v->has_parts)
		worked_tell(x->counted, SAY(x->words, "worked_profit", ARG_S("revenue", worked_money(x, x->v->den)), ARG_S("cost", worked_money(x, x->v->den - x->v->num)), ARG_S("left", worked_money(x, x->v->num))));
}

static void work_late_gap(struct worked *x) {
	int64_t met = worked_fact(x, FACT_CSAT_AFTER_MET), top = worked_fact(x, FACT_CSAT_AFTER_MET_TOP), missed = worked_fact(x, FACT_CSAT_AFTER_MISSED), late = worked_fact(x, FACT_CSAT_AFTER_MISSED_TOP);
	worked_tell(x->counted, SAY(x->words, "worked_late_counted", ARG_S("met", worked_count(x, met)), ARG_S("missed", worked_count(x, missed)), ARG_S("all", worked_count(x, met + missed))));
	worked_tell(x->steps, SAY(x->words, "worked_late", ARG_S("top", worked_count(x, top)), ARG_S("met", worked_count(x, met)), ARG_S("late", worked_count(x, late)), ARG_S("missed", worked_count(x, missed)),
							  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

bool worked_money_of(struct worked *x) {
	static const struct {
		const char *id;
		void (*work)(struct worked *);
	} figures[] = {{"spend_acquisition", tell_spend}, {"cac", work_cac}, {"clv_cac", work_clv_cac}, {"payback_months", work_payback}, {"payback_revenue", work_payback},
				   {"payback_survival", work_payback_survival}, {"dollar_retention", work_retention}, {"nrr", work_retention}, {"grr", work_retention},
				   {"revenue_churn", work_retention}, {"gross_revenue_churn", work_retention}, {"mrr_opening", work_roll}, {"mrr_new", work_roll}, {"mrr_reactivation", work_roll},
				   {"mrr_expansion", work_roll}, {"mrr_contraction", work_roll}, {"mrr_churned", work_roll}, {"mrr_fx", work_roll}, {"mrr_closing", work_roll},
				   {"retention_leverage", work_leverage}, {"value_of_point", work_point}, {"profitability", work_profit}, {"csat_late_gap", work_late_gap}};
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
		if (strcmp(figures[i].id, x->m->id) == 0) {
			figures[i].work(x);
			return true;
		}
	return false;
}

static bool whole(double y) {
	return fpclassify(y - nearbyint(y)) == FP_ZERO;
}

/* Wilson's centre and half-width, where every answer weighs the same. */
static void tell_wilson(struct worked *x) {
	const struct value *v = x->v;
	double some, all;
	worked_tell(x->interval, g_strdup(words_text(x->words, "worked_wilson")));
	/* Several answers of one customer say less than as many of several. */
	if (effective_share(x->e, x->m->id, x->span, SLICE_ALL, SLICE_ALL, &some, &all) && all > 0 && fabs(all - v->den) > 1e-6) {
		double middle = (some + Z * Z / 2) / (all + Z * Z), side = Z / (all + Z * Z) * sqrt(some * (all - some) / all + Z * Z / 4);
		worked_tell(x->interval, SAY(x->words, "worked_wilson_effective", ARG_S("counted", worked_count(x, v->n)), ARG_S("x", worked_decimal(x, some, 1)),
									 ARG_S("n", worked_decimal(x, all, 1)), ARG_S("centre", worked_share(x, middle)), ARG_S("half", worked_share(x, side))));
		return;
	}
	if (!v->has_parts || !whole(v->num) || !whole(v->den) || v->den < 1 || v->n != llround(v->den))
		return;
	double centre = (v->num + Z * Z / 2) / (v->den + Z * Z), half = Z / (v->den + Z * Z) * sqrt(v->num * (v->den - v->num) / v->den + Z * Z / 4);
	worked_tell(x->interval, SAY(x->words, "worked_wilson_numbers", ARG_S("x", worked_count(x, llround(v->num))), ARG_S("n", worked_count(x, llround(v->den))),
								 ARG_S("centre", worked_share(x, centre)), ARG_S("half", worked_share(x, half))));
}

/* Half of what lies between the limits, where a limit was not cut. */
static void tell_half(struct worked *x, const char *key) {
	double half = MAX(x->v->hi - x->v->x, x->v->x - x->v->lo);
	bool share = x->m->unit == UNIT_RATIO;
	const char *text = share ? worked_decimal(x, 100 * half, 2) : x->m->unit == UNIT_MONEY ? worked_money(x, half) : worked_decimal(x, half, 4);
	const char *se = share ? worked_decimal(x, 100 * half / Z, 2) : x->m->unit == UNIT_MONEY ? worked_money(x, half / Z) : worked_decimal(x, half / Z, 4);
	worked_tell(x->interval, g_strdup(words_text(x->words, key)));
	if (x->m->interval == INTERVAL_RATIO_ESTIMATOR && share)
		worked_tell(x->interval, SAY(x->words, "worked_ratio_error", ARG_S("se", se), ARG_S("half", text)));
	else if (x->m->interval == INTERVAL_T)
		worked_tell(x->interval, SAY(x->words, "worked_half", ARG_S("half", text)));
}

/* Amounts and numbers that stand on an estimate: not counted in full. */
static bool is_estimate(const struct worked *x) {
	static const char *const ids = " growth_ceiling clv_residual alive orders_expected clv_orders value_of_point replacement_cost unrecovered_cost needed_new needed_mrr cost_to_keep"
								   " cost_to_keep_retention order_average ";
	g_autofree char *id = g_strdup_printf(" %s ", x->m->id);
	return (x->m->unit != UNIT_COUNT && x->m->unit != UNIT_MONEY) || strstr(ids, id) != NULL;
}

void worked_limits(struct worked *x) {
	static const struct {
		const char *id, *key;
	} own[] = {{"first_response_median", "worked_own_wait"}, {"solved_median", "worked_own_wait"}, {"csat_late_gap", "worked_own_newcombe"}};
	if (x->interval->len > 0)
		return;
	if (!value_has_interval(x->v)) {
		worked_tell(x->interval, g_strdup(words_text(x->words, x->m->interval != INTERVAL_NONE ? "worked_no_limits" : is_estimate(x) ? "worked_no_method" : "worked_total")));
		return;
	}
	switch (x->m->interval) {
	case INTERVAL_WILSON: tell_wilson(x); break;
	case INTERVAL_ADJUSTED_WALD: worked_tell(x->interval, g_strdup(words_text(x->words, "worked_wald"))); break;
	case INTERVAL_RATIO_ESTIMATOR: tell_half(x, "worked_ratio_estimator"); break;
	case INTERVAL_T: tell_half(x, "worked_student"); break;
	case INTERVAL_POISSON: tell_poisson(x); break;
	case INTERVAL_FISHER_Z: worked_tell(x->interval, g_strdup(words_text(x->words, "worked_fisher"))); break;
	case INTERVAL_OWN:
	case INTERVAL_NONE:
	default:
		for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
			if (strcmp(own[i].id, x->m->id) == 0)
				worked_tell(x->interval, g_strdup(words_text(x->words, own[i].key)));
	}
}
