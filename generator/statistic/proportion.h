/* statistic/proportion: shares and rates against each other. Knows counts; refuses to know of whom, and whether two counts may be taken as
 * independent. Counts that cannot be (negative, more than their whole, above 2^53 together) give NaN and p_none. GSL's error handler has to be off. */
#ifndef STATISTIC_PROPORTION_H
#define STATISTIC_PROPORTION_H
#include "statistic/tail.h"
#include <stddef.h>
#include <stdint.h>

/* Limits of x1/n1 − x2/n2 for independent groups: method 10 of Newcombe (Statistics in Medicine 17, 1998, 873), Wilson's limits squared and
 * added. None where n1 or n2 is 0. Vectors: newcombe_diff_vectors. */
struct bounds newcombe_bounds(int64_t x1, int64_t n1, int64_t x2, int64_t n2);

/* Two groups by what happened to them. */
struct two_by_two {
	int64_t a, b; /* the group looked at: to whom it happened, to whom not */
	int64_t c, d; /* the group beside it */
};

/* Fisher's exact test, two-sided. 1 where a row or a column is empty: such a table could be no other. */
struct p_value fisher_exact(struct two_by_two t);

/* The smallest p it could give with the margins of t (Tarone 1990): that of the rarer of the two most lopsided tables; NaN where t cannot be. */
double fisher_least(struct two_by_two t);

/* The smallest difference of shares, a/(a + b) − c/(c + d) apart from 0 in either direction, at which Fisher's test would give at most p, with the sizes
 * of both groups and the second group's count as they are; NaN where no count reaches it. */
double fisher_detectable(struct two_by_two t, double p);

struct association {
	double odds_ratio, log_se; /* ad ÷ bc, and the standard error of its logarithm √(1/a + 1/b + 1/c + 1/d) (Woolf 1955) */
	struct bounds bounds;      /* of the odds ratio */
	bool halves;               /* a cell was 0: ½ was added to each for the three above (Haldane 1956, Anscombe 1956) */
	double risk_ratio;         /* a/(a + b) ÷ c/(c + d), of the counts as they are; INFINITY where c alone is 0, NaN where a and c are */
	double risk_difference;    /* a/(a + b) − c/(c + d) */
};
/* NaN where a group (a + b or c + d) is empty. Vectors: linkage_odds, telco_odds_ratios. */
struct association association(struct two_by_two t);

/* Pearson's chi-square of a table of rows × cols counts, by rows, without continuity correction. Rows and columns that are all 0 are left out;
 * no test where fewer than two of either remain, or there are more than 10,000 of either. */
struct association_test {
	struct chi_square chi;
	double least_expected; /* the smallest expected count: below 5 the chi-square is only rough (Cochran 1954); NaN when there is no test */
};
struct association_test pearson_chi_square(const int64_t *counts, size_t rows, size_t cols);

/* Does the share rise with the score? (Cochran 1954, Armitage 1955, variance with N as in R's prop.trend.test.) with[i] of of[i] at scores[i], k
 * classes; scores finite, any order and distance. z is √chi with the sign of the slope. No test where all or none have it, or only one score has anybody. */
struct share_trend {
	double z;
	struct chi_square chi; /* df 1 */
};
struct share_trend cochran_armitage(const int64_t *with, const int64_t *of, const double *scores, size_t k);

/* Two Poisson counts x1, x2 over exposures t1, t2 > 0 (time, money, visits): the ratio of rates x1/t1 ÷ x2/t2, its exact limits, and the exact
 * two-sided test that it is 1: x1 of x1 + x2 with share t1/(t1 + t2) (Przyborowski & Wilenski 1940; R's poisson.test). x2 = 0: ratio and hi are
 * INFINITY; both 0: NaN. */
struct rate_ratio {
	double ratio;
	struct bounds bounds;
	struct p_value p;
};
struct rate_ratio rate_ratio(int64_t x1, double t1, int64_t x2, double t2);
#endif
