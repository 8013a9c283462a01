/* cmd/records: every row of a client's exports as it was read, field by field, for whoever wants to see what became of a file. */
#ifndef CMD_RECORDS_H
#define CMD_RECORDS_H
#include "base/diag.h"
#include "config/config.h"

/* Prints the records of every export on stdout, and below them how the file was read and how its rows add up. What the book makes of them (duplicates,
 * customers nobody knows) is not in it. Returns an exit code. */
int records_print(const struct client_conf *c, struct diag *d);
#endif
