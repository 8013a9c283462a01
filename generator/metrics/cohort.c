/* metrics/cohort: of all who began, which share is here so many months later (orders: which share orders in that month). Months that are finished by
 * the close count, each first month by its size: never a mean of shares. First months that are withheld are left out: the next month's figure less this
 * one's would tell them. */
#include "metric/cohorts.h"
#include "metric/eval.h"

static struct value eval_age(const struct eval *e, size_t span, int age) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	const struct spans *all = &e->facts->spans;
	int32_t last = MIN(all->items[span].last.n, all->last.n);
	while (month_last_day((struct month){last}) > all->items[span].close)
		last--;
	struct month seen = {MIN(all->items[span].last.n, all->last.n)};
	g_autofree bool *withheld = cohorts_withheld(e->facts, seen, conf_int(e->conf, SETTING_MIN_N));
	int64_t started = 0, here = 0;
	bool any_withheld = false;
	for (int32_t first = all->first.n; value_shown(&v) && first + age <= last; first++) {
		any_withheld |= withheld[first - all->first.n];
		if (withheld[first - all->first.n])
			continue;
		started += cohort_started(e->facts, (struct month){first});
		here += fact_cohort(e->facts, SLICE_ALL, (struct month){first}, age)->customers;
	}
	if (value_shown(&v) && started == 0 && any_withheld)
		return value_state(STATE_SUPPRESSED);
	v = eval_quotient(v, here, 1, started, 1);
	if (!value_shown(&v))
		return v;
	v.n = started;
	return eval_limits(v, wilson((double)here, (double)started));
}

#define AGE(months) \
	static struct value eval_##months(const struct eval *e, size_t span, size_t slice) { \
		(void)slice; \
		return eval_age(e, span, months); \
	}
AGE(1)
AGE(3)
AGE(6)
AGE(12)

#define COHORT(id, months) {id, UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_NO, BASIS(FACT_J), eval_##months, "sum of customers at age " #months " / sum of customers at age 0, finished months, first months not withheld", RULES_FOLLOWED | RULE(MIN_N)}
static const struct metric metrics[] = {
	COHORT("cohort_1", 1),
	COHORT("cohort_3", 3),
	COHORT("cohort_6", 6),
	COHORT("cohort_12", 12),
};
const struct metric_family family_cohort = {"cohort", G_N_ELEMENTS(metrics), metrics};
