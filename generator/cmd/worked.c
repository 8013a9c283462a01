/* cmd/worked: see worked.h. What no family says more of is a quotient of its parts, or stands for itself. */
#include "cmd/worked.h"
#include <math.h>
#include <string.h>

static const char *lend(struct worked *x, char *text) {
	g_ptr_array_add(x->own, text);
	return text;
}

const char *worked_count(struct worked *x, int64_t n) {
	return lend(x, format_count(x->words, n));
}

const char *worked_decimal(struct worked *x, double y, int decimals) {
	return lend(x, format_number(x->words, y, decimals, decimals));
}

const char *worked_share(struct worked *x, double ratio) {
	return lend(x, format_percent(x->words, ratio, 2));
}

const char *worked_money(struct worked *x, double major) {
	return lend(x, bind_number(x->r, UNIT_MONEY, major, true));
}

const char *worked_amount(struct worked *x, enum fact id) {
	return worked_money(x, (double)worked_fact(x, id) / (double)eval_mrr_unit(x->e));
}

const char *worked_day(struct worked *x, int32_t day) {
	return lend(x, format_day(x->words, day));
}

const char *worked_figure(struct worked *x, const char *metric, size_t span) {
	const struct metric *m = metric_find(metric);
	return lend(x, bind_figure(x->r, m, result(x->r->results, metric, span, SLICE_ALL), true));
}

double worked_margin(const struct worked *x) {
	int64_t margin = eval_margin(x->e, x->span);
	return margin == EVAL_NO_MARGIN ? NAN : (double)margin / (double)EVAL_BILLION;
}

int64_t worked_fact(const struct worked *x, enum fact id) {
	return fact(x->r->facts, x->span, SLICE_ALL, id);
}

void worked_tell(GPtrArray *lines, char *text) {
	g_ptr_array_add(lines, text);
}

struct monthly_churn worked_churn(struct worked *x) {
	struct monthly_churn m = eval_monthly_churn(x->e, x->span, SLICE_ALL);
	worked_tell(x->counted, SAY(x->words, "worked_at_risk", ARG_I("months", m.months), ARG_I("at_risk", m.at_risk), ARG_I("lost", m.lost)));
	if (m.at_risk > 0)
		worked_tell(x->steps, SAY(x->words, "worked_m", ARG_S("lost", worked_count(x, m.lost)), ARG_S("at_risk", worked_count(x, m.at_risk)),
								  ARG_S("m", worked_decimal(x, quotient(m.lost, m.at_risk), 6))));
	return m;
}

/* Figures that are made of other figures of the same period, "year:" of the 12 months that end with it, and no family says more of. */
#define PARTS_MOST 8
static const struct made_of {
	const char *metric;
	const char *parts[PARTS_MOST];
} made_of[] = {
	{"quick_ratio", {"mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churned"}},
	{"acquisition_multiple", {"year:cac", "cost_to_keep"}},
	{"lost_revenue_year", {"mrr_churned", "mrr_contraction"}},
	{"replacement_cost", {"customers_lost", "cac"}},
	{"spend_share_acquisition", {"spend_acquisition", "spend_keeping"}},
	{"earned_growth", {"year:mrr_opening", "year:mrr_closing", "year:nrr", "year:mrr_new_earned"}},
	{"earned_growth_ratio", {"earned_growth", "year:mrr_opening", "year:mrr_closing"}},
	{"needed_new", {"customers_closing", "year:retention_rate"}},
	{"needed_retention", {"customers_closing", "year:customers_new"}},
	{"needed_mrr", {"mrr_closing", "year:nrr"}},
	{"discount_gap", {"discount_new", "discount_existing"}},
	{"mrr_at_risk_share", {"mrr_at_risk", "mrr_closing"}},
};

static void tell_part(struct worked *x, const char *part) {
	bool year = g_str_has_prefix(part, "year:");
	const char *id = year ? part + strlen("year:") : part;
	size_t at = year ? eval_year(x->e, x->span) : x->span;
	if (metric_find(id) == NULL || at == SPAN_ABSENT)
		return;
	const char *title = lend(x, bind_text_of(x->r, id, "title")), *figure = worked_figure(x, id, at);
	worked_tell(x->counted, SAY(x->words, year ? "worked_part_year" : "worked_part", ARG_S("title", title), ARG_S("figure", figure)));
}

static void tell_parts(struct worked *x) {
	for (size_t i = 0; i < G_N_ELEMENTS(made_of); i++)
		for (size_t k = 0; strcmp(made_of[i].metric, x->m->id) == 0 && k < PARTS_MOST && made_of[i].parts[k] != NULL; k++)
			tell_part(x, made_of[i].parts[k]);
}

/* What a share is a share of, counted both ways. */
static void tell_share(struct worked *x) {
	const struct value *v = x->v;
	bool counts = value_shown(v) && v->has_parts && v->den >= 1 && v->num >= 0 && v->num <= v->den && bind_part_unit(x->m, true) == UNIT_COUNT && x->m->unit == UNIT_RATIO;
	if (counts && fpclassify(v->num - nearbyint(v->num)) == FP_ZERO && fpclassify(v->den - nearbyint(v->den)) == FP_ZERO)
		worked_tell(x->counted, SAY(x->words, "worked_share_of", ARG_S("some", worked_count(x, llround(v->num))),
									ARG_S("rest", worked_count(x, llround(v->den) - llround(v->num))), ARG_S("all", worked_count(x, llround(v->den)))));
}

struct worked *worked_new(const struct report *r, const struct metric *m, size_t span) {
	struct worked *x = g_new0(struct worked, 1);
	*x = (struct worked){.r = r, .words = r->words, .e = results_eval(r->results), .m = m, .v = result(r->results, m->id, span, SLICE_ALL), .span = span,
						 .counted = g_ptr_array_new_with_free_func(g_free), .steps = g_ptr_array_new_with_free_func(g_free),
						 .interval = g_ptr_array_new_with_free_func(g_free), .own = g_ptr_array_new_with_free_func(g_free)};
	bool models = x->v->state != STATE_MISSING && worked_models(x);
	if (value_shown(x->v) && !models && !worked_answers(x) && !worked_customers(x) && !worked_money_of(x) && !worked_lives(x)) {
		tell_share(x);
		tell_parts(x);
	}
	if (value_shown(x->v) && x->v->has_parts && x->steps->len == 0)
		worked_tell(x->steps, bind_quotient(r, m, x->v));
	if (value_shown(x->v))
		worked_limits(x);
	return x;
}

void worked_free(struct worked *x) {
	if (x == NULL)
		return;
	g_ptr_array_unref(x->counted);
	g_ptr_array_unref(x->steps);
	g_ptr_array_unref(x->interval);
	g_ptr_array_unref(x->own);
	g_free(x);
}
