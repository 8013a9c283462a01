/* cmd/explain_parts: what a figure that is made of other figures is made of, each with its own numbers. */
#ifndef CMD_EXPLAIN_PARTS_H
#define CMD_EXPLAIN_PARTS_H
#include "report/report.h"

void explain_parts(const struct report *r, const struct metric *m, size_t span);
#endif
