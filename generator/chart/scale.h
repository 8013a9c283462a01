/* chart/scale: straight scales from data to the view box. Knows extents and degenerate domains; refuses to know ticks, text and marks.
 *
 * Degenerate domains are decided here, once: no value → 0 … 1; only zeros → 0 … 1; one value v (all equal) → 0 and v when zero belongs to the axis,
 * else a tenth of |v| to either side. What is not finite does not exist; what is beyond ±1e300 is taken as ±1e300, so that differences stay finite. */
#ifndef CHART_SCALE_H
#define CHART_SCALE_H
#include <stdbool.h>

/* The lowest and highest value seen; any is false before the first. */
struct extent {
	double lo, hi;
	bool any;
};
void extent_add(struct extent *e, double v);

struct scale {
	double lo, hi;   /* domain, lo < hi, finite */
	double from, to; /* where lo and hi lie [units]; from > to for an upward y axis */
};
/* The domain of an extent; from_zero: zero belongs to it; bound_lo and bound_hi are hard (NaN, or bound_lo ≥ bound_hi: free). The range is 0 … 1. */
struct scale scale_of(struct extent e, bool from_zero, double bound_lo, double bound_hi);
/* Widens the domain to multiples of step (> 0), but never beyond the hard bounds. */
void scale_nice(struct scale *s, double step, double bound_lo, double bound_hi);
void scale_range(struct scale *s, double from, double to);
/* Where v lies; what is outside of the domain lies at its edge. v must be finite. */
double scale_map(const struct scale *s, double v);
#endif
