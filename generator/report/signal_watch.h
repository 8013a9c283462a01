/* report/signal_watch: what a rule finds without a family of tests (natural limits, thresholds, parts of identities), and what hangs on a finding. */
#ifndef REPORT_SIGNAL_WATCH_H
#define REPORT_SIGNAL_WATCH_H
#include "report/signal.h"
#include "report/signal_test.h"

void signal_watch(const struct report *r, size_t span, GArray *out);
/* Money a year that hangs on a finding [major units]: the share moved × the recurring revenue at the opening × 12; of a cost, the difference × those won.
 * NaN where money says nothing. */
double signal_at_stake(const struct report *r, const struct signal *s);
/* Kendall's two-sided test of n values over x (exact), Theil and Sen's slope as size. Of shares it takes Cochran and Armitage's test of the counts too, and
 * the larger p: one of 24 against one of 25 is an order of ranks, and no trend. */
struct verdict signal_trend(enum judge j, size_t n, const double *x, const double *y, const struct side *sides);
#endif
