/* report/signal_test: two figures of one metric set against each other. Knows which test a metric has and what it is made of; refuses to know families. */
#ifndef REPORT_SIGNAL_TEST_H
#define REPORT_SIGNAL_TEST_H
#include "report/report.h"

/* How a metric's changes are judged. */
enum judge { JUDGE_SHARE /* Fisher, Newcombe */, JUDGE_NPS /* z on adjusted counts */, JUDGE_RATIO /* difference of ratio estimators */,
             JUDGE_MEAN /* Welch */, JUDGE_RATE /* conditional binomial: money for a count */ };

/* One side: a figure of a span and slice, or the rest of a slice's dimension. */
struct side {
	struct value value;
	double x[3];  /* SHARE: those counted, all. NPS: promoters, passives, detractors. RATE: count, money. Weighted answers by Kish's n */
	double se;    /* RATIO, MEAN: standard error */
};
struct verdict {
	bool tested;
	double size, lo, hi; /* now − before and its 95 % limits */
	double p;
	const char *rule;    /* "fisher" …; static */
};
/* The side of a figure; false when it is not OK or holds nothing to test. */
bool side_of(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out);
/* The same without what stands under `slice`: the rest of "all". Counted kinds only (SHARE, NPS, RATE). */
bool side_rest(const struct report *r, enum judge j, const char *metric, size_t span, size_t slice, struct side *out);
/* covariance: of the two figures, from those who are on both sides; 0: two groups. In the unit of a share (nps: of −1 … 1). */
struct verdict sides_compare(enum judge j, const struct side *now, const struct side *before, double covariance);
/* That covariance of a survey's figure of "all" in a span and in the one before it; 0 for other metrics, slices and weighted answers. */
double sides_covariance(const struct report *r, const char *metric, size_t span, size_t before, size_t slice, const struct side *now, const struct side *then);
/* The smallest p these sizes could give whatever was counted: a test that cannot reach q is none (Tarone 1990). SHARE; else 0. */
double sides_reach(enum judge j, const struct side *now, const struct side *before);
#endif
