/* metrics/projection: how many of today's customers we can count on in a year: by the class of their last answer and what came of the same classes a
 * year ago; and by renewals made and the model of renewals. Each beside what was said a year ago. */
#include "metric/projection.h"
#include "metric/eval.h"
#include "statistic/tail.h"
#include <math.h>

#define CLASSES 4 /* promoter, passive, detractor, none */

static struct value undefined(struct value v) {
	if (value_shown(&v))
		v.state = STATE_UNDEFINED;
	return v;
}

static int64_t class_fact(const struct eval *e, size_t span, enum fact first, int class) {
	return eval_f(e, span, SLICE_ALL, (enum fact)((int)first + class));
}

/* Whether a close so many months before the span's lies in the history: the opening of the first month does. */
static bool has_months_before(const struct eval *e, size_t span, int64_t months) {
	const struct spans *all = &e->facts->spans;
	return MIN(all->items[span].last.n, all->last.n) - months >= all->first.n - 1;
}

/* Orders: who was a customer is not known before the window of the first months is full. */
static struct value kept_begin(const struct eval *e, size_t span) {
	const struct spans *all = &e->facts->spans;
	struct value v = eval_begin_dated(e, span, COVER_NPS), activity = eval_begin(e, span, COVER_ACTIVITY);
	if (value_shown(&v) && !value_shown(&activity))
		return activity;
	if (value_shown(&v) && !has_months_before(e, span, 12))
		return value_missing("needs_year_before");
	if (value_shown(&v) && eval_orders(e) && all->items[span].last.n - 12 < all->first.n + e->facts->mrr_per - 1)
		v.state = STATE_PARTIAL;
	return v;
}

struct keeping {
	double sum, variance;
	struct limits possible; /* if nobody stayed, if all did */
};

/* Σ over customers of the square of what each counts for. */
static double squares(const struct eval *e, size_t span, enum fact now, int class) {
	if (now == FACT_KEEP_NOW_PROMOTER)
		return (double)class_fact(e, span, now, class);
	return (double)fact_wide(e->facts, span, SLICE_ALL, (enum wide)((int)WIDE_KEEP_XX_PROMOTER + class));
}

/* Σ over classes of what there is now, x, × the share p of the class that stayed, of d a year ago; false when a class had nobody then.
 * Variance: that p was seen on d only, x²·q(1 − q)/d, and that each customer now stays by its own chance, Σ xᵢ²·q(1 − q). q = (stayed + ½)/(d + 1):
 * a class that all stayed of does not make it certain that all will. */
static bool keeping_of(const struct eval *e, size_t span, enum fact now, struct keeping *k) {
	*k = (struct keeping){0};
	for (int class = 0; class < CLASSES; class++) {
		double x = (double)class_fact(e, span, now, class), d = (double)class_fact(e, span, FACT_KEEP_BASE_PROMOTER, class);
		if (class_fact(e, span, FACT_KEEP_NOW_PROMOTER, class) == 0)
			continue;
		if (d <= 0)
			return false;
		double stayed = (double)class_fact(e, span, FACT_KEEP_STAYED_PROMOTER, class), q = (stayed + .5) / (d + 1);
		k->sum += x * (stayed / d);
		k->variance += q * (1 - q) * (x * x / d + squares(e, span, now, class));
		k->possible.lo += MIN(x, 0);
		k->possible.hi += MAX(x, 0);
	}
	return true;
}

static int64_t active_now(const struct eval *e, size_t span) {
	int64_t n = 0;
	for (int class = 0; class < CLASSES; class++)
		n += class_fact(e, span, FACT_KEEP_NOW_PROMOTER, class);
	return n;
}

static struct value kept(const struct eval *e, size_t span, enum fact now, double unit) {
	struct value v = kept_begin(e, span);
	struct keeping k;
	if (!value_shown(&v))
		return v;
	v.n = active_now(e, span);
	if (v.n == 0 || !keeping_of(e, span, now, &k))
		return undefined(v);
	double half = Z95 * sqrt(k.variance);
	v.x = k.sum / unit;
	return eval_limits(v, (struct limits){MAX(k.sum - half, k.possible.lo) / unit, MIN(k.sum + half, k.possible.hi) / unit});
}

static struct value eval_expected_kept(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return kept(e, span, FACT_KEEP_NOW_PROMOTER, 1);
}

static struct value eval_expected_share(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return kept(e, span, FACT_KEEP_NOW_PROMOTER, (double)MAX(1, active_now(e, span)));
}

static struct value eval_expected_mrr(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = kept_begin(e, span);
	if (value_shown(&v) && !e->cover->amounts)
		return value_missing("needs_amounts");
	v = eval_rated(e, v, span, SLICE_ALL, RATED_CLOSE);
	if (v.state == STATE_MISSING)
		return v;
	return kept(e, span, FACT_KEEP_MRR_PROMOTER, (double)eval_mrr_unit(e));
}

/* What was expected a year ago against what came of it. */
static struct value eval_expected_error(const struct eval *e, size_t span, size_t slice) {
	struct value v = kept_begin(e, span);
	if (!value_shown(&v))
		return v;
	if (eval_year(e, span) == SPAN_ABSENT)
		return value_missing("needs_year_over");
	const struct spans *all = &e->facts->spans;
	size_t before = span_find(all, SPAN_MONTH, (struct month){MIN(all->items[span].last.n, all->last.n) - 12}); /* it hangs on the close alone */
	struct value then = before == SPAN_ABSENT ? value_missing("needs_year_before") : eval_expected_kept(e, before, slice);
	if (then.state == STATE_MISSING)
		return value_missing(g_strcmp0(then.needs, "needs_history") == 0 ? "needs_year_before" : then.needs);
	int64_t stayed = 0;
	for (int class = 0; class < CLASSES; class++)
		stayed += class_fact(e, span, FACT_KEEP_STAYED_PROMOTER, class);
	v.n = then.n;
	if (!value_shown(&then) || stayed == 0)
		return undefined(v);
	v.state = MIN(v.state, then.state);
	v.x = then.x / (double)stayed - 1;
	return v;
}

static struct value ahead_begin(const struct eval *e, size_t span) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	return value_shown(&v) && eval_orders(e) ? value_missing("needs_renewals") : v;
}

/* OK and PARTIAL figures go on; nobody to project is UNDEFINED, too little to project from SUPPRESSED. */
static struct value known(struct value v, const struct projection *p) {
	v.n = p->n;
	if (p->n == 0)
		return undefined(v);
	return p->known ? v : value_state(STATE_SUPPRESSED);
}

static struct value eval_projected(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = ahead_begin(e, span);
	if (!value_shown(&v))
		return v;
	const struct projection *p = projection_ahead(e, span);
	v = known(v, p);
	if (value_shown(&v))
		v.x = p->customers;
	return eval_limits(v, p->customers_95);
}

static struct value eval_projected_mrr(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = ahead_begin(e, span);
	if (value_shown(&v) && !e->cover->amounts)
		return value_missing("needs_amounts");
	v = eval_rated(e, v, span, SLICE_ALL, RATED_CLOSE);
	if (!value_shown(&v))
		return v;
	const struct projection *p = projection_ahead(e, span);
	double unit = (double)eval_mrr_unit(e);
	v = known(v, p);
	if (value_shown(&v))
		v.x = p->amount / unit;
	return eval_limits(v, (struct limits){p->amount_95.lo / unit, p->amount_95.hi / unit});
}

static struct value eval_projection_error(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	struct value v = ahead_begin(e, span);
	if (!value_shown(&v))
		return v;
	if (!has_months_before(e, span, conf_int(e->conf, SETTING_PROJECTION_MONTHS)))
		return value_missing("needs_year_before");
	if (e->facts->spans.items[span].unfinished)
		return value_missing("needs_year_over");
	const struct projection *p = projection_before(e, span);
	v = known(v, p);
	if (value_shown(&v) && p->stayed == 0)
		return undefined(v);
	if (value_shown(&v))
		v.x = p->customers / (double)p->stayed - 1;
	return v;
}

#define KEPT(id, unit, interval, formula, eval, rules) {id, unit, BETTER_HIGHER, interval, SLICED_NO, BASIS(FACT_END), eval, formula, rules}
#define AHEAD(id, unit, formula, eval, rules) {id, unit, BETTER_HIGHER, INTERVAL_OWN, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval, formula, rules}
static const struct metric metrics[] = {
	KEPT("expected_kept", UNIT_COUNT, INTERVAL_OWN, "sum over classes of active x share of the class 12 months ago still here", eval_expected_kept, ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)),
	KEPT("expected_kept_share", UNIT_RATIO, INTERVAL_OWN, "expected_kept / E", eval_expected_share, ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)),
	KEPT("expected_kept_mrr", UNIT_MONEY, INTERVAL_OWN, "sum over classes of closing x share of the class 12 months ago still here", eval_expected_mrr, ASKED_NPS | RULES_PAID | RULE(LINK_LOOKBACK)),
	{"expected_kept_error", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO, BASIS(FACT_END), eval_expected_error, "expected_kept of 12 months ago / still here - 1", ASKED_NPS | RULES_HERE | RULE(LINK_LOOKBACK)},
	AHEAD("projected_customers", UNIT_COUNT, "sum over customers of S(renewals made + ahead) / S(renewals made)", eval_projected, RULES_TERMS | RULE(PROJECTION_MONTHS)),
	AHEAD("projected_mrr", UNIT_MONEY, "sum over customers of closing x S(renewals made + ahead) / S(renewals made)", eval_projected_mrr, RULES_TERMS | RULE(MRR_DISCOUNTS) | RULE(PROJECTION_MONTHS)),
	{"projection_error", UNIT_RATIO, BETTER_NONE, INTERVAL_NONE, SLICED_NO | NEWEST_ONLY, BASIS(FACT_END), eval_projection_error, "projected_customers of then / still here - 1", RULES_TERMS | RULE(PROJECTION_MONTHS)},
};
const struct metric_family family_projection = {"projection", G_N_ELEMENTS(metrics), metrics};
