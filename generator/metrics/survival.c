/* metrics/survival: which share of customers is still here so long after they began, and when half are gone: Kaplan and Meier over all first lives
 * seen by the close, who was here before the records entering late. Days are never rounded to months; in a snapshot months are all there is. */
#include "metric/eval.h"
#include "metric/lives.h"
#include <math.h>

static struct value undefined(struct value v) {
	if (value_shown(&v))
		v.state = STATE_UNDEFINED;
	return v;
}

static struct value begin(const struct eval *e, size_t span, size_t slice) {
	struct value v = eval_begin(e, span, COVER_ACTIVITY);
	if (value_shown(&v))
		v.n = lives_figures(e, span, slice)->n;
	return v;
}

static struct value eval_at(const struct eval *e, size_t span, size_t slice, int point) {
	struct value v = begin(e, span, slice);
	if (!value_shown(&v))
		return v;
	const struct survival_point *p = &lives_figures(e, span, slice)->at[point];
	if (isnan(p->surv))
		return undefined(v);
	v.x = p->surv;
	return eval_limits(v, (struct limits){p->bounds.lo, p->bounds.hi});
}

#define AT(months, point) \
	static struct value eval_##months(const struct eval *e, size_t span, size_t slice) { return eval_at(e, span, slice, point); }
AT(6, 0)
AT(12, 1)
AT(24, 2)
AT(36, 3)
AT(48, 4)
AT(60, 5)
AT(72, 6)

static struct value eval_median(const struct eval *e, size_t span, size_t slice) {
	struct value v = begin(e, span, slice);
	if (!value_shown(&v))
		return v;
	const struct survival_time *t = &lives_figures(e, span, slice)->median;
	if (isnan(t->at))
		return undefined(v);
	v.x = t->at;
	return eval_limits(v, (struct limits){t->bounds.lo, t->bounds.hi});
}

static struct value eval_mean(const struct eval *e, size_t span, size_t slice) {
	struct value v = begin(e, span, slice);
	if (!value_shown(&v))
		return v;
	const struct survival_mean *m = &lives_figures(e, span, slice)->mean;
	if (isnan(m->mean))
		return undefined(v);
	v.x = m->mean;
	return eval_limits(v, (struct limits){m->mean - Z95 * m->se, m->mean + Z95 * m->se});
}

#define POINT(id, months) {id, UNIT_RATIO, BETTER_HIGHER, INTERVAL_OWN, SLICED_ALL, 0, eval_##months, "Kaplan-Meier S(" #months " months)", RULES_HERE}
static const struct metric metrics[] = {
	POINT("survival_6", 6),
	POINT("survival_12", 12),
	POINT("survival_24", 24),
	POINT("survival_36", 36),
	POINT("survival_48", 48),
	POINT("survival_60", 60),
	POINT("survival_72", 72),
	{"survival_median", UNIT_MONTHS, BETTER_HIGHER, INTERVAL_OWN, SLICED_ALL, 0, eval_median, "time at which Kaplan-Meier S = 1/2", RULES_HERE},
	{"survival_mean", UNIT_MONTHS, BETTER_HIGHER, INTERVAL_OWN, SLICED_ALL, 0, eval_mean, "integral of Kaplan-Meier S from 0 to survival.horizon", RULES_HERE | RULE(SURVIVAL_HORIZON)},
};
const struct metric_family family_survival = {"survival", G_N_ELEMENTS(metrics), metrics};
