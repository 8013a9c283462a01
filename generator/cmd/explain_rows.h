/* cmd/explain_rows: the exports a figure is read from, and what became of their rows. Knows which kind of record each metric needs; refuses to know what
 * of them counts in a period. */
#ifndef CMD_EXPLAIN_ROWS_H
#define CMD_EXPLAIN_ROWS_H
#include "report/report.h"

/* Lines, char *; free with g_ptr_array_unref. */
GPtrArray *explain_rows(const struct report *r, const struct metric *m);
#endif
