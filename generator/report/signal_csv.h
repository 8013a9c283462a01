/* report/signal_csv: findings as rows of CSV, for data/signals.csv and `holdfast explain --signals --csv`. */
#ifndef REPORT_SIGNAL_CSV_H
#define REPORT_SIGNAL_CSV_H
#include "report/signal.h"

/* All findings with a header row; with families, also a row of kind "family" for every judged period, with the number of its tests; caller owns. */
GString *signals_csv(const struct report *r, bool families);
#endif
