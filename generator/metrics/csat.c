/* metrics/csat: share of answers in the top box of their scale; interval: Wilson, on Kish's n when answers are weighted. */
#include "metric/eval.h"

#define MILLION INT64_C(1000000)

static struct value eval_csat(const struct eval *e, size_t span, size_t slice) {
	int64_t top = eval_f(e, span, slice, FACT_CSAT_W_TOP), all = eval_f(e, span, slice, FACT_CSAT_W);
	struct value v = eval_quotient(eval_begin(e, span, COVER_CSAT), top, MILLION, all, MILLION);
	if (!value_shown(&v))
		return v;
	v.n = eval_f(e, span, slice, FACT_CSAT_N);
	double n = (double)((long double)all * (long double)all / (long double)fact_wide(e->facts, span, slice, WIDE_CSAT_W2));
	return eval_limits(v, wilson(n * ((double)top / (double)all), n));
}

static const struct metric metrics[] = {
	{"csat", UNIT_RATIO, BETTER_HIGHER, INTERVAL_WILSON, SLICED_ALL, BASIS(FACT_CSAT_N), eval_csat, "top box / n", 1, {SETTING_SURVEY_PER_CUSTOMER}},
};
const struct metric_family family_csat = {"csat", G_N_ELEMENTS(metrics), metrics};
