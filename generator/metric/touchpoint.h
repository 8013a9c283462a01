/* metric/touchpoint: the touchpoints of a span against each other: how far apart their satisfaction lies, and which of them goes with what customers say
 * of the whole relationship. Knows answers by touchpoint; refuses to know which difference is news. */
#ifndef METRIC_TOUCHPOINT_H
#define METRIC_TOUCHPOINT_H
#include "metric/eval.h"
#include "statistic/tail.h"
#include "statistic/trend.h"

#define TOUCHPOINT_LEAST 30 /* answers, or pairs of answers, below which a touchpoint is not compared */

struct touchpoint_share {
	const char *touchpoint;     /* owned by facts */
	int64_t n, top;             /* answers, of these in the top box */
	int64_t weight, top_weight; /* the same in weights [millionths] */
};
/* csat of each touchpoint with at least TOUCHPOINT_LEAST answers, by the touchpoint's bytes: an array of struct touchpoint_share; caller unrefs. */
GArray *touchpoint_shares(const struct eval *e, size_t span);
/* Pearson's chi-square of their answers, in the top box or not: could they all be one? chi_square_none for fewer than two. */
struct chi_square touchpoint_test(const GArray *shares);

struct driver {
	const char *touchpoint;       /* owned by facts; NULL: no touchpoint has TOUCHPOINT_LEAST pairs, or in none do both answers vary */
	int64_t n;                    /* customers who answered both */
	struct rank_correlation rank; /* of their last csat there and their last relationship nps */
};
/* Each touchpoint with at least TOUCHPOINT_LEAST pairs, by the touchpoint's bytes: an array of struct driver; caller unrefs. Where either answer never
 * varies rho and its limits are NaN. */
GArray *drivers(const struct eval *e, size_t span);
/* The touchpoint whose rank correlation with nps is largest, whatever its sign; of two equal ones the first by bytes. */
struct driver strongest_driver(const struct eval *e, size_t span);
#endif
