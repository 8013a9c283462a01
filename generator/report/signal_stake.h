/* report/signal_stake: the money that hangs on a finding, one rule a metric (the table in signal_stake.c). Knows what a difference is a difference of;
 * refuses to guess where money says nothing. */
#ifndef REPORT_SIGNAL_STAKE_H
#define REPORT_SIGNAL_STAKE_H
#include "report/signal.h"

/* Minor units of the reporting currency for the period judged, never negative, half away from zero; AT_STAKE_NONE where there is no defensible amount, or the
 * facts for it are not there. Recurring amounts are a month's. */
int64_t signal_at_stake(const struct report *r, const struct signal *s);
#endif
