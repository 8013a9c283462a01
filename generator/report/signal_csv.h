/* report/signal_csv: findings as rows of CSV, one header for all clients, for `holdfast explain --signals --csv`; families and findings as JSON. */
#ifndef REPORT_SIGNAL_CSV_H
#define REPORT_SIGNAL_CSV_H
#include "report/signal.h"

extern const char signals_csv_header[]; /* one line */
/* A row for every finding of the client; caller owns. The last column, evidence, holds what it stands on in one cell: n, both values, limits, test, p and q. */
GString *signals_csv(const struct report *r);
/* One object on one line: the findings with the columns of the CSV, and of every judged period the sizes of its families, its smallest p, and what was
 * tested and is no news ("quiet") with the smallest change that would have shown; caller owns. */
GString *signals_json(const struct report *r);
#endif
