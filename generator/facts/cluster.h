/* facts/cluster: what is counted several times of one customer (answers, contacts, renewals) hangs together: the products of a customer's sums, from which
 * the variance over customers follows; and the same of customers who answered in two spans. Knows sums of one customer under one slice; refuses to know
 * variances. A customer whose things stand under two slices that become (other) is two customers there. */
#ifndef FACTS_CLUSTER_H
#define FACTS_CLUSTER_H
#include "base/money.h"
#include "facts/facts.h"

/* Of what. Each thing adds x (its weight, millionths; where there is none, one whole) and p and d, x or 0 (scores: p is x × score). */
enum cluster_of {
	CLUSTER_NPS, CLUSTER_NPS_AT,           /* p: promoter, d: detractor */
	CLUSTER_CSAT,                          /* p: top box */
	CLUSTER_CSAT_SCORE, CLUSTER_CES_SCORE, /* by scale, p: x × score */
	CLUSTER_CES_EASY, CLUSTER_CES_NET,     /* on 1–7, p: easy; p: 6 and 7, d: 1 to 3 */
	CLUSTER_INVITED, CLUSTER_COMMENTED,    /* p: answered in time; with a comment */
	CLUSTER_RENEWAL,                       /* p: renewed */
	CLUSTER_SLA, CLUSTER_SOLVED, CLUSTER_CONTACT, /* p: answered in time; reopened; opened by the customer */
	CLUSTER_LOW, CLUSTER_BETTER, CLUSTER_BETTER_SILENT, CLUSTER_STAYED, CLUSTER_STAYED_SILENT, CLUSTER_REFERRED, CLUSTER_REFERRED_SILENT,
	PAIR_NPS, PAIR_CSAT, PAIR_CSAT_SCORE, PAIR_CES_SCORE, PAIR_CES_EASY, PAIR_CES_NET, /* customers of two spans: this one and the one before */
	PAIR_YEAR                                                                                         /* added to one of them: and the same a year earlier */
};
enum { PRODUCT_XX, PRODUCT_XP, PRODUCT_XD, PRODUCT_PP, PRODUCT_PD, PRODUCT_DD, PRODUCT_COUNT };
/* … of a pair, y = p − d, the span's own first, then that of the other span: */
enum { PAIR_YY, PAIR_YX, PAIR_XY, PAIR_XX };
#define SCALE_ONE_TO_SEVEN 1007 /* low × 1000 + high */
#define CLUSTER_WHOLE INT64_C(1000000) /* what a thing without weight weighs */

struct cluster_sums {
	int64_t repeats;                /* Σ (things of a customer − 1); pairs: customers */
	int128 product[PRODUCT_COUNT];  /* Σ over customers of Σu·Σv − Σuv: 0 where every customer has one thing; pairs: Σ y·y′ … */
};
/* The sums of a span and slice; scale (low × 1000 + high) of scores, else 0. */
struct cluster_sums fact_clusters(const struct facts *f, size_t span, size_t slice, enum cluster_of of, int32_t scale);
#endif
