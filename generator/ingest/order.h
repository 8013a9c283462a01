/* ingest/order: how a column writes its dates and its decimals, from all of its cells.
 * Knows evidence: a part over 12 is no month, two digits behind a comma are no group. Refuses to guess dates: a column that never tells which part is
 * the day is an error that asks. Numbers that never tell have a point. */
#ifndef INGEST_ORDER_H
#define INGEST_ORDER_H
#include "base/diag.h"
#include "ingest/cells.h"
#include "ingest/shape.h"
#include "ingest/table.h"

/* Reads the whole table for its columns of dates and numbers, as far as the export's block leaves them open, and sets x->orders and x->decimals of
 * each field that has one. Looks at rows with x, so that the row at hand has to be looked at again. Leaves the table somewhere: shape_skip
 * takes it back. False, with what to set in d, when a column's dates need an order and do not tell it, or tell both. */
bool order_find(struct cells *x, const struct shape *s, struct table *t, const char *name, struct diag *d);
#endif
