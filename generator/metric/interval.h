/* metric/interval: 95 % limits. Knows counts, sums and weights; refuses to know what they are of. All need finite arguments and give
 * lo ≤ hi; where no interval exists both are NaN. z = 1.959963984540054. */
#ifndef METRIC_INTERVAL_H
#define METRIC_INTERVAL_H
#include <stdint.h>

struct limits {
	double lo, hi;
};
extern const struct limits limits_none;

/* Wilson's score interval of x of n (Wilson 1927); x and n may be weighted. Vectors: wilson_vectors. */
struct limits wilson(double x, double n);
/* Adjusted Wald of a net share (promoters − detractors) ÷ n in −1 … 1: (¾, 1½, ¾) is added to the counts, clipped. Vectors: nps_intervals, aw_*. */
struct limits net_share_limits(double promoters, double passives, double detractors);
/* Exact limits of a Poisson mean of which k were seen (Garwood 1936). */
struct limits poisson_limits(int64_t k);
/* Student's t limits of a mean of n values with Σx and Σx² (n ≥ 2); none where all are equal: a width of 0 would claim certainty. */
struct limits mean_limits(int64_t n, long double sum, long double sum_squares);
/* Ratio estimator R = Σy ÷ Σx over n customers: Var = n/(n−1)·Σ(y − Rx)² ÷ (Σx)² (Cochran, Sampling Techniques, ch. 6); R ± z√Var.
 * None where y is the same share of x in every customer. */
struct limits ratio_limits(int64_t n, long double x, long double y, long double xx, long double xy, long double yy);
#endif
