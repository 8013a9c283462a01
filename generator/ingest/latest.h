/* ingest/latest: of rows with the same key, the one that was updated last, for exports that say when each row was.
 * Knows keys and times. Refuses to know what else the rows say. */
#ifndef INGEST_LATEST_H
#define INGEST_LATEST_H
#include "ingest/cells.h"
#include "ingest/shape.h"
#include "ingest/table.h"

typedef struct latest latest;
bool latest_wanted(const struct source_map *m); /* the file has a column `updated_at`, and its record a key */
/* Reads the whole table of such a file; NULL when it cannot be read. Leaves the table somewhere: shape_skip takes it back.
 * Free with latest_free. */
struct latest *latest_new(struct cells *x, const struct shape *s, struct table *t);
void latest_free(struct latest *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(latest, latest_free)
/* Whether a later state of the row at hand (x->row, n-th of the table below its names, from 1) stands in the file: its line then; else 0. */
int64_t latest_line(const struct latest *l, const struct cells *x, int64_t n);
const char *latest_key(const struct latest *l, const struct cells *x); /* of the row at hand */
#endif
