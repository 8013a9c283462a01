/* report/signal_chart: figures held against the control limits of the complete periods before them: XmR of what has no test, p-charts of shares, EWMA for what
 * drifts slowly. Knows where a series begins and breaks off; refuses to know tests and families. */
#ifndef REPORT_SIGNAL_CHART_H
#define REPORT_SIGNAL_CHART_H
#include "report/signal.h"

/* Adds what lies outside. first: where the findings of this span begin in out: a share whose change is among them is not told twice. Returns how many figures
 * were held against limits. */
size_t signal_chart(const struct report *r, size_t span, guint first, GArray *out);
#endif
