/* ingest/shape: where in a table the names of the columns stand, and of which format they are.
 * Knows preambles and several lines of names. Refuses to know rows: what stands below is not looked at. */
#ifndef INGEST_SHAPE_H
#define INGEST_SHAPE_H
#include "base/diag.h"
#include "config/config.h"
#include "ingest/format.h"
#include "ingest/table.h"

#define SHAPE_MOST_ABOVE 100 /* the names are looked for in so many rows */

struct shape {
	char **headers;      /* trimmed; owned; NULL-terminated */
	char **labels;       /* the second line of names, as long as headers; owned; NULL: there is none */
	size_t n;            /* columns */
	int64_t line;        /* of the names; 0: site.conf or the container gives them */
	int64_t beside;      /* lines above and among the names that are no rows */
	const struct format *format;
	char *currency, *zone; /* what the lines above say for all rows; owned; NULL: nothing */
	bool preamble;       /* lines of another shape stand above: such may stand below as well */
};

/* Finds the names and leaves the table at the first row below them. False with the reason in d. Clear either way. */
bool shape_find(struct shape *s, struct table *t, const struct export *e, enum record r, struct diag *d);
/* Leaves the table at the first row below the names once more. */
bool shape_skip(const struct shape *s, struct table *t);
void shape_clear(struct shape *s);
#endif
