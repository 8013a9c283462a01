/* metric/projection: how many of today's customers will still be here, by the renewals they have made and those that will fall due. Knows tables of
 * renewals, the sBG and hazards; refuses to know new customers and expansion: it projects those who are here. */
#ifndef METRIC_PROJECTION_H
#define METRIC_PROJECTION_H
#include "metric/interval.h"
#include "metric/metric.h"
#include "statistic/sbg.h"

/* An interval is fitted from so many leavers and renewals seen; with fewer, or where the fit has no maximum inside, the hazard of each renewal is
 * used, from so many renewals that fell due; with fewer still nothing is said. */
#define PROJECTION_LEAVERS 30
#define PROJECTION_RENEWALS 3
#define PROJECTION_DUE 30
#define PROJECTION_DRAWS 1000

enum projected_by { PROJECTED_BY_FIT, PROJECTED_BY_HAZARD, PROJECTED_BY_NOTHING };

/* The customers whose terms renew every so many months. */
struct projection_group {
	int32_t interval;                /* months */
	enum projected_by by;
	int64_t customers;               /* active at the close */
	int64_t lives, due, leavers;     /* customers and renewals the fit or hazards are from; who did not make one */
	int renewals;                    /* different renewals (first, second …) that were seen to fall due */
	struct sbg_fit fit;              /* tried from PROJECTION_LEAVERS and PROJECTION_RENEWALS on; else FIT_TOO_FEW */
	double residual;                 /* Σ over customers of closing amount × discounted renewals to come [minor units × mrr_per]; NaN without a fit */
};
struct projection {
	int64_t n;                       /* customers active at the close */
	int64_t stayed;                  /* of `before` only: of those, still active at the span's close */
	bool known;                      /* every interval can be projected; else there are no numbers */
	double customers, amount;        /* expected, amount in minor units × mrr_per */
	struct limits customers_95, customers_80, amount_95, amount_80; /* parametric bootstrap; not of `before` */
	GArray *groups;                  /* of struct projection_group, by interval */
};
/* From the close of a newest span projection.months ahead; and as it was made so many months before, for the same close. Kept in e's memo; never
 * NULL; n is 0 when nothing is known of the span. */
const struct projection *projection_ahead(const struct eval *e, size_t span);
const struct projection *projection_before(const struct eval *e, size_t span);
#endif
