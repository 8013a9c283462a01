/* ingest/order: which part of a column's dates is the day and which the month, from all of its cells.
 * Knows evidence: a part over 12 is no month. Refuses to guess: a column that never tells is an error that asks. */
#ifndef INGEST_ORDER_H
#define INGEST_ORDER_H
#include "base/diag.h"
#include "ingest/field.h"
#include "ingest/shape.h"
#include "ingest/source.h"
#include "ingest/table.h"

/* Reads the whole table for its columns of dates and sets orders[f] of each field that has one to DATES_DMY or DATES_MDY; DATES_AUTO where no cell needs
 * an order. Leaves the table somewhere: shape_skip takes it back. False, with what to set in d, when a column needs an order
 * and does not tell it, or tells both. */
bool order_find(const struct source_map *m, const struct shape *s, struct table *t, const char *name, struct diag *d,
                enum date_order orders[static FIELD_COUNT]);
#endif
