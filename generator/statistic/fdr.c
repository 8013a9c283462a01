/* statistic/fdr: see fdr.h. */
#include "statistic/fdr.h"
#include <glib.h>
#include <math.h>

#define MOST_TESTS ((int64_t)1 << 53)

static bool is_share(double p) {
	return p >= 0 && p <= 1;
}

static int by_p(const void *a, const void *b) {
	double x = ((const struct p_bin *)a)->p, y = ((const struct p_bin *)b)->p;
	return (x > y) - (x < y);
}

struct fdr fdr_of_bins(const struct p_bin *bins, size_t n, double q) {
	struct fdr r = {NAN, 0, 0};
	g_autofree struct p_bin *order = g_new(struct p_bin, MAX(n, 1));
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_share(bins[i].p) || bins[i].count <= 0)
			continue;
		if (bins[i].count > MOST_TESTS - r.tests)
			return (struct fdr){NAN, 0, 0};
		r.tests += bins[i].count;
		order[used++] = bins[i];
	}
	if (!is_share(q))
		return r;
	qsort(order, used, sizeof *order, by_p);
	int64_t up_to = 0;
	for (size_t i = 0; i < used; i++) {
		up_to += order[i].count;
		/* of equal p-values the last one's rank counts: up_to is right once it is reached, and too small before */
		if (order[i].p * (double)r.tests <= (double)up_to * q) {
			r.threshold = order[i].p;
			r.rejected = up_to;
		}
	}
	return r;
}

void fdr_adjust(const struct p_bin *bins, size_t n, double *adjusted) {
	int64_t tests = fdr_of_bins(bins, n, 0).tests, up_to = tests;
	double least = 1;
	for (size_t i = n; i-- > 0;) {
		bool test = is_share(bins[i].p) && bins[i].count > 0 && up_to > 0;
		adjusted[i] = NAN;
		if (!test)
			continue;
		least = MIN(least, bins[i].p * (double)tests / (double)up_to);
		adjusted[i] = least;
		up_to -= bins[i].count;
	}
}

/* A p-value and where it stood. */
struct placed {
	double p;
	size_t at;
};

static int by_placed_p(const void *a, const void *b) {
	double x = ((const struct placed *)a)->p, y = ((const struct placed *)b)->p;
	return (x > y) - (x < y);
}

void fdr_adjusted(const double *p, size_t n, double *adjusted) {
	g_autofree struct placed *order = g_new(struct placed, MAX(n, 1));
	g_autofree struct p_bin *bins = g_new(struct p_bin, MAX(n, 1));
	g_autofree double *sorted = g_new(double, MAX(n, 1));
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		adjusted[i] = NAN;
		if (is_share(p[i]))
			order[used++] = (struct placed){p[i], i};
	}
	qsort(order, used, sizeof *order, by_placed_p);
	for (size_t i = 0; i < used; i++)
		bins[i] = (struct p_bin){order[i].p, 1};
	fdr_adjust(bins, used, sorted);
	for (size_t i = 0; i < used; i++)
		adjusted[order[i].at] = sorted[i];
}

struct fdr fdr(const double *p, size_t n, double q, bool *flags) {
	g_autofree struct p_bin *bins = g_new(struct p_bin, MAX(n, 1));
	for (size_t i = 0; i < n; i++)
		bins[i] = (struct p_bin){p[i], 1};
	struct fdr r = fdr_of_bins(bins, n, q);
	for (size_t i = 0; flags != NULL && i < n; i++)
		flags[i] = is_share(p[i]) && p[i] <= r.threshold;
	return r;
}
