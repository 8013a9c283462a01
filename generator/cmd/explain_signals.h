/* cmd/explain_signals: the findings of a period on the terminal. */
#ifndef CMD_EXPLAIN_SIGNALS_H
#define CMD_EXPLAIN_SIGNALS_H
#include "report/signal.h"

void explain_signals(const struct report *r, size_t span);
#endif
