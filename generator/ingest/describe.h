/* ingest/describe: what was found out about a file, for its account: how it is written, and which of its columns is which field.
 * Knows the parts of reading. Refuses to know rows. */
#ifndef INGEST_DESCRIBE_H
#define INGEST_DESCRIBE_H
#include "ingest/cells.h"
#include "ingest/ingest.h"
#include "ingest/shape.h"
#include "ingest/source.h"
#include "ingest/table.h"

/* Once at the end of a file, also of one that could not be read on; parts that were not reached are empty. */
void describe(struct account *a, const struct table *t, const struct shape *s, const struct source_map *m, const struct cells *x);
#endif
