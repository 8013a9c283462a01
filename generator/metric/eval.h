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
struct value eval_limits(struct value v, struct limits l); /* sets lo and hi on a shown value; none where they are one number */
struct value eval_wilson(struct value v, int64_t some, int64_t all); /* a share of people or things with Wilson's limits; n = all */
struct value eval_column(const struct eval *e, struct value v, enum has column, const char *needs); /* MISSING with needs where the export lacks a column */
int64_t eval_f(const struct eval *e, size_t span, size_t slice, enum fact id);
int64_t eval_lost(const struct eval *e, size_t span, size_t slice); /* L = S − kept */
int64_t eval_money_unit(const struct eval *e); /* minor units in a major one */
int64_t eval_mrr_unit(const struct eval *e);   /* … of recurring amounts: × mrr_per */
bool eval_orders(const struct eval *e);

/* m: leavers and customers at risk over the last 12 complete months up to the span's close. */
struct monthly_churn {
	int months;            /* complete months used, at most 12 */
	int64_t lost, at_risk; /* ΣL, ΣS */
	int64_t gained;        /* ΣN, N = J − J0 + R */
};
/* The spans of those months, newest first; returns how many. months: room for 12 */
int eval_churn_months(const struct eval *e, size_t span, size_t *months);
struct monthly_churn eval_monthly_churn(const struct eval *e, size_t span, size_t slice);

/* The span of a month of the history. */
size_t eval_month(const struct eval *e, struct month m);
/* The trailing year that closes with the span; SPAN_ABSENT for a span that as_of cuts within a month, which has none. */
size_t eval_year(const struct eval *e, size_t span);
/* The state of a figure told from the two ends of that year, *year; MISSING when it is not there, opens before the history or is a snapshot's. */
struct value eval_begin_year(const struct eval *e, size_t span, size_t *year);
/* Whether the months - 1 months before the span's last one are in the history too. */
bool eval_has_months(const struct eval *e, size_t span, int months);
/* States of recurring amounts, and of their movements (MISSING from a snapshot, whose amounts are today's). */
struct value eval_amounts(const struct eval *e, size_t span);
struct value eval_movements(const struct eval *e, size_t span);
/* Amounts that need an exchange rate, as bits; the order is that of FACT_UNRATED_OPEN and its neighbours. */
enum rated {
	RATED_OPEN = 1,    /* S at the opening */
	RATED_KEPT = 2,    /* kept at the close, at the opening's rates */
	RATED_NEW = 4,     /* J − J0, the same */
	RATED_BACK = 8,    /* R, the same */
	RATED_CLOSE = 16,  /* E at the close's rates */
	RATED_FIRST = 32,  /* J on the first day */
	RATED_AHEAD = 64,  /* terms that fall due in the 90 days after the close */
	RATED_LINES = 128  /* lines with a list price of 12 months */
};
/* v, but MISSING (needs_rate) when one of the amounts it is made of lacks a rate; what is MISSING already stays as it is. */
struct value eval_rated(const struct eval *e, struct value v, size_t span, size_t slice, unsigned amounts);
/* The same for the closing amounts of "all" of months first … last, as far as the history has them. */
struct value eval_rated_months(const struct eval *e, struct value v, struct month first, struct month last);
/* The gross margin in billionths: gross_margin; where it is not set, what the export of work leaves of the revenue, at least 0: (Σ recurring revenue − Σ
 * cost of the work) ÷ Σ recurring revenue over those of the last 12 complete months to the span's close that lie between the first and the last with
 * work, at least 3. EVAL_NO_MARGIN when neither tells. */
int64_t eval_margin(const struct eval *e, size_t span);
#define EVAL_BILLION INT64_C(1000000000)
#define EVAL_NO_MARGIN INT64_C(-1)

/* Figures other families build on. */
struct value eval_cac(const struct eval *e, size_t span, size_t slice);
struct value eval_nrr(const struct eval *e, size_t span, size_t slice);
/* The first month of the history that has spend of any purpose; the one behind the last when none has. */
struct month eval_first_spend(const struct eval *e);
/* Spend on winning of the months that won the customers who joined in `months` months up to `last`: those months, cac.lag earlier. false when they
 * reach before the history or the first spend. */
bool eval_spend_of_months(const struct eval *e, struct month last, int months, size_t slice, int64_t *spend);
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
