/* report/signal_paired: those who answered in both periods of a comparison, and how their two answers go together. Knows where the products of each question
 * stand; refuses to know tests. */
#include "report/signal_test.h"
#include "metric/effective.h"
#include <string.h>

#define MILLION INT64_C(1000000)

static bool weighted(const struct eval *e, size_t span, size_t slice) {
	return fact_wide(e->facts, span, slice, WIDE_NPS_AT_W2) != (int128)eval_f(e, span, slice, FACT_NPS_AT_N) * MILLION * MILLION;
}

/* Answers at touchpoints, unweighted ones alone. */
static struct overlap of_touchpoints(const struct report *r, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then) {
	const struct eval *e = results_eval(r->results);
	bool last = span_previous(&r->facts->spans, span) == before;
	struct overlap none = {0, 0};
	if ((!last && span_year_before(&r->facts->spans, span) != before) || weighted(e, span, slice) || weighted(e, before, slice))
		return none;
	double products[5], n = (double)now->value.n, m = (double)then->value.n, x = now->value.x / 100, y = then->value.x / 100;
	for (unsigned i = 0; i < G_N_ELEMENTS(products); i++)
		products[i] = (double)eval_f(e, span, slice, (last ? FACT_NPS_AT_BOTH_XY : FACT_NPS_AT_YEAR_XY) + i);
	if (!(n > 0) || !(m > 0) || !(products[4] > 0))
		return none;
	return (struct overlap){(products[0] - y * products[1] - x * products[2] + x * y * products[3]) / (n * m), products[4]};
}

struct overlap sides_overlap(const struct report *r, const char *metric, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then) {
	struct covariance c;
	if (strcmp(metric, "nps_touchpoint") == 0)
		return of_touchpoints(r, span, before, slice, now, then);
	if (!effective_covariance(results_eval(r->results), metric, span, before, slice, &c) || c.customers == 0)
		return (struct overlap){0, 0};
	double unit = strcmp(metric, "nps") == 0 ? 100 : 1;
	return (struct overlap){c.xy / (unit * unit), (double)c.customers};
}
