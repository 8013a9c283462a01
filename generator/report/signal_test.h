/* report/signal_test: two figures of one metric set against each other. Knows which test a metric has and what it is made of; refuses to know families. */
#ifndef REPORT_SIGNAL_TEST_H
#define REPORT_SIGNAL_TEST_H
#include "report/report.h"

/* How a metric's changes are judged. */
enum judge { JUDGE_SHARE /* Fisher, Newcombe */, JUDGE_NPS /* z on adjusted counts */, JUDGE_RATIO /* difference of ratio estimators */,
             JUDGE_MEAN /* Welch's t */, JUDGE_RATE /* conditional binomial: money for a count */ };

/* One side: a figure of a span and slice, or the rest of a slice's dimension. */
struct side {
	struct value value;
	double x[3];  /* SHARE: those counted, all. NPS: promoters, passives, detractors. RATE: count, money. By metric/effective.h: what weighted answers, and
	               * several of one customer, are worth */
	double se;    /* RATIO, MEAN: standard error */
	double n;     /* MEAN: observations, one more than its degrees of freedom */
};
/* Those who stand on both sides; all 0: two groups. */
struct overlap {
	double covariance; /* of the two figures, in the unit of a share (nps: of −1 … 1) or of the score */
	double both;       /* how many they are */
};
struct verdict {
	bool tested;
	double size, lo, hi; /* now − before and its 95 % limits */
	double se, df;       /* of the difference, in its unit: a test by z (df INFINITY) or t; NaN: an exact one */
	double p;
	const char *rule;    /* "fisher" …; static */
};
/* The side of a figure; false when it is not OK or holds nothing to test. */
bool side_of(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out);
/* The same without what stands under `slice`: the rest of "all". Counted kinds only (SHARE, NPS, RATE). */
bool side_rest(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out);
struct verdict sides_compare(enum judge j, const struct side *now, const struct side *before, struct overlap o);
/* The overlap of a survey's figure in a span and in the one before it, or in the same period a year earlier; none for other metrics and other spans. */
struct overlap sides_overlap(const struct report *r, const char *metric, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then);
/* The smallest p these sizes could give whatever was counted: a test that cannot reach q is none (Tarone 1990). SHARE; else 0. */
double sides_reach(enum judge j, const struct side *now, const struct side *before);
/* Whether both sides are large enough for a test that leans on the normal: RATIO from 30 customers on (Cochran, Sampling Techniques, 6.4); else always. */
bool sides_suffice(enum judge j, const struct side *now, const struct side *before);
/* The smallest difference, in the metric's unit, that the test of these sizes would have found at p; NaN where none would be. */
double sides_detectable(enum judge j, const struct side *now, const struct side *before, const struct verdict *v, double p);
/* Kendall's two-sided test of n values over x (exact), Theil and Sen's slope as size. Of shares it takes Cochran and Armitage's test of the counts too, and
 * the larger p: one of 24 against one of 25 is an order of ranks, and no trend. */
struct verdict signal_trend(enum judge j, size_t n, const double *x, const double *y, const struct side *sides);
#endif
