/* report/slices: the order in which a page lists the values of a dimension. Knows n and names; refuses to rank by the figure itself, which
 * would put chance at the top. */
#include "report/report.h"
#include <string.h>

struct slice_rank {
	size_t slice;
	int64_t n;
	const char *value;
};

static int rank_compare(const void *a, const void *b) {
	const struct slice_rank *x = a, *y = b;
	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->value, y->value);
}

/* A suppressed slice is ranked behind all others: its place must not tell its size. */
static int64_t rank_n(const struct value *v) {
	if (v->state == STATE_SUPPRESSED || v->state == STATE_MISSING)
		return -2;
	return v->has_parts && v->n < 0 ? (int64_t)v->den : v->n;
}

size_t *report_slices(const struct report *r, const char *metric, const char *dimension, size_t span, size_t *n) {
	const struct facts *f = r->facts;
	const struct metric *m = metric_find(metric);
	struct slice_rank *ranks = g_new(struct slice_rank, f->n_slices + 1);
	*n = 0;
	for (size_t s = 1; s < f->n_slices; s++) {
		if (strcmp(f->dimensions[f->slices[s].dimension], dimension) != 0 || !m || !metric_has_slice(m, f, s) || !facts_names(f, span, s))
			continue;
		ranks[(*n)++] = (struct slice_rank){s, rank_n(result(r->results, metric, span, s)), f->slices[s].value};
	}
	qsort(ranks, *n, sizeof *ranks, rank_compare);
	size_t *slices = g_new(size_t, *n + 1);
	for (size_t i = 0; i < *n; i++)
		slices[i] = ranks[i].slice;
	g_free(ranks);
	return slices;
}
