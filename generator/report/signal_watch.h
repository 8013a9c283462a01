/* report/signal_watch: what a rule finds without a test and without limits of its own: thresholds, and parts of identities. */
#ifndef REPORT_SIGNAL_WATCH_H
#define REPORT_SIGNAL_WATCH_H
#include "report/signal.h"

void signal_watch(const struct report *r, size_t span, GArray *out);
#endif
