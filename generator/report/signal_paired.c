/* report/signal_paired: those who answered in both periods of a comparison, and how their two answers go together. Knows which survey's products stand in
 * which facts; refuses to know tests. */
#include "report/signal_test.h"
#include "metric/eval.h"
#include <string.h>

#define MILLION INT64_C(1000000)

/* Where the products of a question begin, and how a weight that is not 1 would show. */
static const struct question {
	const char *metric;
	double unit; /* of the figure in that of its answers */
	enum fact both, year;
} questions[] = {
	{"nps", 100, FACT_NPS_BOTH_XY, FACT_NPS_YEAR_XY},
	{"nps_touchpoint", 100, FACT_NPS_AT_BOTH_XY, FACT_NPS_AT_YEAR_XY},
	{"csat", 1, FACT_CSAT_BOTH_XY, FACT_CSAT_YEAR_XY},
	{"csat_mean", 1, FACT_CSAT_MEAN_BOTH_XY, FACT_CSAT_MEAN_YEAR_XY},
	{"ces", 1, FACT_CES_BOTH_XY, FACT_CES_YEAR_XY},
};

static bool effort_weighted(const struct eval *e, size_t span, size_t slice) {
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_CES_SCORES, span, slice, &n);
	int64_t answers = 0, weight = 0;
	for (size_t i = 0; i < n; i++) {
		answers += rows[i].n;
		weight += rows[i].amount;
	}
	return weight != answers * MILLION;
}

static bool weighted(const struct eval *e, const struct question *q, size_t span, size_t slice) {
	if (q->both == FACT_NPS_BOTH_XY)
		return eval_f(e, span, slice, FACT_NPS_WEIGHTED) > 0;
	if (q->both == FACT_NPS_AT_BOTH_XY)
		return fact_wide(e->facts, span, slice, WIDE_NPS_AT_W2) != (int128)eval_f(e, span, slice, FACT_NPS_AT_N) * MILLION * MILLION;
	return q->both == FACT_CES_BOTH_XY ? effort_weighted(e, span, slice) : eval_f(e, span, slice, FACT_CSAT_WEIGHTED) > 0;
}

static const struct question *question_of(const char *metric) {
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++)
		if (strcmp(questions[i].metric, metric) == 0)
			return &questions[i];
	return NULL;
}

struct overlap sides_overlap(const struct report *r, const char *metric, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then) {
	const struct eval *e = results_eval(r->results);
	const struct question *q = question_of(metric);
	const struct spans *all = &r->facts->spans;
	bool last = span_previous(all, span) == before;
	struct overlap none = {0, 0};
	if (q == NULL || (!last && span_year_before(all, span) != before) || weighted(e, q, span, slice) || weighted(e, q, before, slice))
		return none;
	double products[5], n = (double)now->value.n, m = (double)then->value.n, x = now->value.x / q->unit, y = then->value.x / q->unit;
	for (unsigned i = 0; i < G_N_ELEMENTS(products); i++)
		products[i] = (double)eval_f(e, span, slice, (last ? q->both : q->year) + i);
	if (!(n > 0) || !(m > 0) || !(products[4] > 0))
		return none;
	double covariance = (products[0] - y * products[1] - x * products[2] + x * y * products[3]) / (n * m);
	return (struct overlap){covariance, MIN(products[4], MIN(n, m))};
}
