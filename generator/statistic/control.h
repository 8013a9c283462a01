/* statistic/control: is the newest value of a series out of its own habit? Knows limits from a baseline (Shewhart, Wheeler, Roberts); refuses to
 * know which periods are complete: the caller gives the baseline without the value judged. */
#ifndef STATISTIC_CONTROL_H
#define STATISTIC_CONTROL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONTROL_LEAST 8 /* values of a baseline */
#define CONTROL_MOST 24

/* lo ≤ centre ≤ hi; a value outside lo … hi is out of habit. All NaN where there are none. */
struct control_limits {
	double centre, lo, hi;
};
extern const struct control_limits control_none;

/* Individuals and moving ranges (Wheeler, Understanding Variation, 1993; NIST/SEMATECH e-Handbook 6.3.2.2): mean ± 2.66 × the mean moving range;
 * a range above 3.267 × the mean moving range is out of habit too. */
struct xmr {
	struct control_limits values, ranges; /* ranges.lo is 0 */
	double sigma;                         /* mean moving range ÷ 1.128: for the ewma of the same series */
};
/* From n values in the order of time. False, and everything NaN, unless CONTROL_LEAST ≤ n ≤ CONTROL_MOST, all are finite and not all equal: a
 * series that has never moved says nothing of how far it may. Vectors: xmr_vectors. */
bool xmr_init(struct xmr *x, const double *baseline, size_t n);

/* Shares: `with` of `of` in the whole baseline, judged for a period of n: p ± 3√(p(1 − p)/n), clipped to 0 … 1. None unless 0 < with < of and
 * n ≥ 1: a share that was always 0 or 1 says nothing. Vectors: pchart_vectors. */
struct control_limits p_chart(int64_t with, int64_t of, int64_t n);

/* Exponentially weighted moving average with the limits of its i-th value, not of the infinite one: target ± 3σ√(λ/(2 − λ)(1 − (1 − λ)^2i))
 * (Roberts 1959; NIST/SEMATECH e-Handbook 6.3.2.4). */
struct ewma {
	double target, sigma, lambda;
	double value; /* the average so far; the target before the first value */
	int64_t i;    /* values taken in */
};
/* False, and the next limits none, unless all are finite, sigma > 0 and 0 < lambda ≤ 1. */
bool ewma_init(struct ewma *e, double target, double sigma, double lambda);
/* Takes in x and returns the limits of e->value. x not finite: none, and e is as before. Vectors: ewma_nist. */
struct control_limits ewma_next(struct ewma *e, double x);
#endif
