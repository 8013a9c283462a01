/* metric/suppress: which figures of slices say too much of too few, and which others would give those away: the rest of "all", and in time the
 * quarter, the year or the 12 months less their other months. Knows the rule of min_n and sums over months; refuses to know what a figure means. */
#ifndef METRIC_SUPPRESS_H
#define METRIC_SUPPRESS_H
#include "metric/metric.h"

/* Where the figures are, every one evaluated. */
struct figures {
	void *of;
	const struct value *(*get)(void *of, size_t metric, size_t span, size_t slice);
	void (*hide)(void *of, size_t metric, size_t span, size_t slice); /* makes it SUPPRESSED */
};
/* Makes figures SUPPRESSED. Whether a figure is shown depends on nothing that ends later than its span does. */
void suppress(const struct eval *e, const struct figures *figures);
#endif
