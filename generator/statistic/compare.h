/* statistic/compare: has a mean, a net share or an estimate changed? Knows sums and standard errors; refuses to know of what, and whether the two
 * sides are independent: the caller pairs those who are on both. Differences are the first less the second, in the unit of what is given. */
#ifndef STATISTIC_COMPARE_H
#define STATISTIC_COMPARE_H
#include "statistic/tail.h"
#include <stdint.h>

struct difference {
	double diff, se;
	struct bounds bounds; /* diff ± z × se, or ± t × se */
	double statistic;     /* diff ÷ se: z, or t with df degrees of freedom */
	double df;            /* INFINITY for z */
	struct p_value p;     /* two-sided */
};
/* Everything NaN. Where only se is 0, or not to be had, diff is given and the rest is NaN: equal values are no proof. */
extern const struct difference difference_none;

/* x1 ± se1 against x2 ± se2, independent and near enough to normal. se ≥ 0. Arguments that are not finite give difference_none. */
struct difference independent_difference(double x1, double se1, double x2, double se2);

/* Answers by class; weighted sums allowed, each ≥ 0. */
struct net_counts {
	double promoters, passives, detractors;
};
/* Difference of two net shares (−2 … 2) on counts with ¾, 1½ and ¾ added to each group, as their limits have it: diff is that of the adjusted
 * shares, nearer to 0 than the one printed. difference_none where a side has no answers. Vectors: nps_two_sample, *_aw. */
struct difference net_share_difference(struct net_counts one, struct net_counts two);

/* n values by their sums; exact sums of whole numbers keep all digits in a long double. */
struct moments {
	int64_t n;
	long double sum, sum_squares;
};
/* Welch's t of two independent means, with the degrees of freedom of Welch (1947) and Satterthwaite (1946). n < 1 on a side or sums that
 * cannot be (Σx² < 0, not finite): difference_none; n = 1 on a side, or both sides constant: diff alone. */
struct difference welch(struct moments one, struct moments two);
/* Mean of the differences within pairs against 0, t with n − 1. As for welch. */
struct difference paired(struct moments differences);

/* Two estimates with their standard errors and numbers of observations, `both` of which are the same people seen twice, from whom the covariance of the
 * two follows: se² = se1² + se2² − 2 × covariance, Student's t with the degrees of freedom of Derrick, Russ, Toher & White (J. Modern Applied
 * Statistical Methods 16, 2017, 137), (both − 1) + (γ − both + 1)(n1 + n2 − 2 both) ÷ (n1 + n2), γ those of Welch: Welch's test where nobody is on both
 * sides, the paired one where all are. A covariance that would leave less than a twentieth of se1² + se2² leaves a twentieth: what is less is rounding.
 * difference_none where a number is not finite, se < 0, n < 1 or both beyond either n. */
struct estimate {
	double x, se;
	double n;
};
struct difference overlapping_difference(struct estimate one, struct estimate two, double covariance, double both);

/* How many answers bring the half width of the limits down to the margin: variance of one answer × z² ÷ margin², rounded up. variance ≥ 0 and
 * margin > 0 in the same unit; −1 where that is not so or the number is above 2^53. Vectors: nps_sample_size. */
int64_t sample_size(double variance, double margin);
#endif
