/* metric/eval: what the families share: the state a figure begins with, and exact quotients as values. */
#ifndef METRIC_EVAL_H
#define METRIC_EVAL_H
#include "base/money.h"
#include "metric/interval.h"
#include "metric/metric.h"

/* The state before any figure: MISSING (with needs) when the period opens before the history, when the export is not there or late; PARTIAL when the
 * period is unfinished or its window not yet full; else OK. */
struct value eval_begin(const struct eval *e, size_t span, enum cover cover);
/* Whether the spend export ends before the last month of the span does. */
bool eval_spend_cut(const struct eval *e, size_t span);
/* The same as eval_begin for figures that a snapshot source cannot give: MISSING with what would switch them on. */
struct value eval_begin_dated(const struct eval *e, size_t span, enum cover cover);
/* Fills v (OK or PARTIAL) with num ÷ den, both counted in units of num_unit and den_unit; UNDEFINED when den is 0. Leaves other states alone. */
struct value eval_quotient(struct value v, int128 num, int64_t num_unit, int128 den, int64_t den_unit);
/* A sum that stands for itself. */
struct value eval_sum(struct value v, int128 sum, int64_t unit);
struct value eval_limits(struct value v, struct limits l); /* sets lo and hi on a shown value */
int64_t eval_f(const struct eval *e, size_t span, size_t slice, enum fact id);
int64_t eval_lost(const struct eval *e, size_t span, size_t slice); /* L = S − kept */
int64_t eval_money_unit(const struct eval *e); /* minor units in a major one */
int64_t eval_mrr_unit(const struct eval *e);   /* … of recurring amounts: × mrr_per */
bool eval_orders(const struct eval *e);

/* m: leavers and customers at risk over the last 12 complete months up to the span's close. */
struct monthly_churn {
	int months;            /* complete months used, at most 12 */
	int64_t lost, at_risk; /* ΣL, ΣS */
};
struct monthly_churn eval_monthly_churn(const struct eval *e, size_t span, size_t slice);

/* Figures other families build on. */
struct value eval_arpa(const struct eval *e, size_t span, size_t slice);
struct value eval_clv(const struct eval *e, size_t span, size_t slice);
struct value eval_clv_discounted(const struct eval *e, size_t span, size_t slice);
/* The same as an exact fraction of money in major units, when it is shown; den 0 when it is not, or when it does not fit 128 bits. */
struct fraction {
	int128 num, den;
};
struct fraction eval_clv_fraction(const struct eval *e, size_t span, size_t slice);
int64_t eval_spend(const struct eval *e, size_t span, size_t slice, int purpose); /* Σ over categories; 0 acquisition, 1 retention, 2 service */
#endif
