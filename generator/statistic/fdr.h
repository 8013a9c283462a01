/* statistic/fdr: which of many tests still say something when all are looked at together (Benjamini & Hochberg, J. R. Stat. Soc. B 57, 1995,
 * 289). Knows p-values; refuses to know of what, and leaves to the caller which tests form a family. */
#ifndef STATISTIC_FDR_H
#define STATISTIC_FDR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fdr {
	double threshold; /* exactly the tests with p ≤ this are rejected; NaN when none is */
	int64_t tests;    /* p-values in 0 … 1; all others, NaN among them, are no tests and not counted */
	int64_t rejected;
};

/* The largest k with p(k) ≤ kq ÷ m, by size, of n p-values in any order. q outside 0 … 1: none rejected. flags: NULL, or [n], set to whether each is. */
struct fdr fdr(const double *p, size_t n, double q, bool *flags);

/* The q-value of each: the smallest rate at which it would be rejected, min over j ≥ k of p(j) m ÷ j (Yekutieli & Benjamini 1999), at most 1. adjusted: [n];
 * NaN where p is no test. */
void fdr_adjusted(const double *p, size_t n, double *adjusted);

/* The same over how often each p-value came; bins in any order, an equal p may come twice. Bins with count ≤ 0 or p outside 0 … 1 are left out;
 * a count that would take the sum above 2^53 rejects none. */
struct p_bin {
	double p;
	int64_t count;
};
struct fdr fdr_of_bins(const struct p_bin *bins, size_t n, double q);

/* The smallest q at which each bin of such a histogram is rejected, at most 1: its adjusted p. adjusted: [n]; NaN for bins that are left out. The bins
 * stand by p, smallest first. */
void fdr_adjust(const struct p_bin *bins, size_t n, double *adjusted);
#endif
