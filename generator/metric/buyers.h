/* metric/buyers: what customers without a contract will still buy: BG/NBD for how often, Gamma-Gamma for how much. Knows the purchases of single
 * customers (of at most BUYERS_MAX, the rest counted as these); refuses to know margins. Time is in weeks, the money in major units. */
#ifndef METRIC_BUYERS_H
#define METRIC_BUYERS_H
#include "metric/metric.h"
#include "statistic/btyd.h"
#include "statistic/gamma_gamma.h"

struct buyers {
	int64_t customers, sample; /* with a purchase by the close; of them in the fit */
	double repeats, recency, observed, spent; /* of the sample: Σ repeat days; Σ weeks to the last one; Σ weeks seen; Σ spent on repeat days */
	struct bgnbd_fit fit;
	struct gamma_gamma_fit spend;
	double alive;              /* Σ P(alive), of all customers; NaN unless fit is FIT_OK */
	double orders;             /* Σ purchases expected in the 12 months after the close; the same */
	double value;              /* Σ of those × expected spend each; NaN unless both are FIT_OK and the mean spend is finite */
};
/* As of the close of a newest span; kept in e's memo; never NULL. */
const struct buyers *buyers_of(const struct eval *e, size_t span);
#endif
