/* statistic/discrete: exact tests on counts. Knows the binomial and the hypergeometric distribution; refuses to know what is counted. Sums run
 * outwards from where they begin until terms are negligible, from the logarithm of the first, so that they take some ten standard deviations of
 * steps for counts of any size, and p may be far below what a double holds. GSL's error handler has to be off. */
#ifndef STATISTIC_DISCRETE_H
#define STATISTIC_DISCRETE_H
#include "statistic/tail.h"
#include <stdint.h>

/* Two-sided: the sum of all probabilities that are at most that of what was seen, those within a factor 1 + 1e-7 counted as equal (the rule of
 * R's fisher.test and binom.test). */

/* k of n, each with probability share. p_none unless 0 ≤ k ≤ n ≤ 2^53, n ≥ 1 and 0 < share < 1. */
struct p_value binomial_two_sided(int64_t k, int64_t n, double share);
/* k marked among `drawn` from `marked` + `others`. p_none where that cannot be, or the total is 0 or above 2^53. */
struct p_value hypergeometric_two_sided(int64_t k, int64_t marked, int64_t others, int64_t drawn);
/* Exact limits of a share of which k of n were seen (Clopper & Pearson 1934): the shares at which P(X ≥ k) and P(X ≤ k) are .025. None unless
 * 0 ≤ k ≤ n ≤ 2^53, n ≥ 1. */
struct bounds binomial_bounds(int64_t k, int64_t n);
#endif
