/* statistic/trend: does a series rise or fall? Knows pairs of numbers; refuses to know what they are. A series that is not finite or has more
 * than TREND_MOST values gives NaN: every pair is looked at. GSL's error handler has to be off. */
#ifndef STATISTIC_TREND_H
#define STATISTIC_TREND_H
#include "statistic/tail.h"
#include <stddef.h>
#include <stdint.h>

#define TREND_MOST 2000 /* values of a series */
#define TREND_EXACT 60  /* values up to which Mann and Kendall's test is exact */

/* Mann (1945) and Kendall. */
struct mann_kendall {
	int64_t s;        /* pairs that rise less pairs that fall */
	double variance;  /* of s where there is no trend, corrected for ties in values and times (Kendall, Rank Correlation Methods, ch. 4) */
	double z;         /* s one nearer to 0, ÷ √variance; 0 where s or the variance is 0 */
	double tau;       /* s ÷ all pairs: Kendall's tau-a */
	struct p_value p; /* two-sided, normal */
	bool exact;       /* the two below are there: n ≤ TREND_EXACT and no two times are equal */
	double p_falls;   /* P(S ≤ s) over all orders of these values, ties as they are: the proof of a fall */
	double p_rises;   /* P(S ≥ s) */
};
/* Of n values at n times (any order; NULL: in the order given). n < 2, or a series as above: s 0, everything else NaN, not exact.
 * Vectors: mk_exact_table, mk_sen_vectors. */
struct mann_kendall mann_kendall(const double *times, const double *values, size_t n);

/* A straight line through n points that outliers do not bend (Theil 1950, Sen 1968): the median of the slopes of all pairs with different times,
 * and the median of value − slope × time. Times are real numbers of any unit, NULL: 0, 1, 2, …; slope in values per unit of time. NaN where
 * fewer than two times differ. Vectors: mk_sen_vectors. */
struct line {
	double slope, intercept;
};
struct line theil_sen(const double *times, const double *values, size_t n);

/* Spearman's rank correlation, ties at their mean rank, with limits by Fisher's z and the variance (1 + ρ²/2) ÷ (n − 3) of Bonett & Wright
 * (Psychometrika 65, 2000, 23). NaN where either side is constant or n < 2; no limits where n < 4 or |ρ| = 1. n is not bound by TREND_MOST. */
struct rank_correlation {
	double rho;
	struct bounds bounds;
};
struct rank_correlation spearman(const double *x, const double *y, size_t n);
#endif
