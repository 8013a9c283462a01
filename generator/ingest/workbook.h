/* ingest/workbook: the rows of a sheet of an Excel workbook (.xlsx).
 * Knows the parts of the packed file, shared and inline texts, styles of dates. Refuses to know formulas: what they last came to is read. */
#ifndef INGEST_WORKBOOK_H
#define INGEST_WORKBOOK_H
#include "base/diag.h"
#include "ingest/bytes.h"
#include "ingest/table.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct workbook workbook;
/* Reads b, which outlives it. sheet: its name, or NULL for the first. A number in a style of dates becomes 2026-10-31, with a time 2026-10-31 14:05:09.
 * most: bytes all parts that are read may come to. NULL when it cannot be read: the reason is in d. Free with workbook_free. */
struct workbook *workbook_new(const struct bytes *b, const char *name, const char *sheet, size_t cell_limit, int64_t most, struct diag *d);
void workbook_free(struct workbook *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(workbook, workbook_free)

/* As table_next, table_failed and table_rewind; all rows have as many cells as the widest. line is the row as Excel counts. */
bool workbook_next(struct workbook *w, struct table_row *out);
const char *workbook_failed(const struct workbook *w);
bool workbook_rewind(struct workbook *w);
const char *workbook_sheet(const struct workbook *w); /* the name of the sheet that is read */
#endif
