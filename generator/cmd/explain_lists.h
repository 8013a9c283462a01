/* cmd/explain_lists: who stands on an action list, on the terminal. */
#ifndef CMD_EXPLAIN_LISTS_H
#define CMD_EXPLAIN_LISTS_H
#include "report/lists.h"
/* LIST_COUNT, with the reason on stderr, when no list has that name. */
enum list explain_list_named(const char *name);
/* On stdout; csv: as site/csv_lists writes it. */
void explain_list(const struct report *r, enum list list, bool csv);
#endif
