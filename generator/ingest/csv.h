/* ingest/csv: the records of a delimited text, each with the physical lines it stands on.
 * Knows delimiters, quotes, line ends and limits. Refuses to know columns, types and UTF-8: a cell is a run of bytes.
 * Memory is bounded by the limits, not by the file. */
#ifndef INGEST_CSV_H
#define INGEST_CSV_H
#include "base/diag.h"
#include "ingest/bytes.h"
#include "ingest/table.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct csv_reader csv_reader;
/* Reads b, which outlives it, from its first record on. delimiter is "auto" (the one the names and the rows hold as many of, outside quotes), "blanks" (any run
 * of blanks and tabs outside quotes; those around a line part nothing, and a line of nothing else is none) or one character. NULL when
 * it cannot be read: the reason is in d, its place is `name`. Free with csv_reader_free. */
struct csv_reader *csv_reader_new(const struct bytes *b, const char *name, const char *delimiter, size_t cell_limit, struct diag *d);
void csv_reader_free(struct csv_reader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(csv_reader, csv_reader_free)

/* As table_next, table_failed and table_rewind. */
bool csv_reader_next(struct csv_reader *r, struct table_row *out);
const char *csv_reader_failed(const struct csv_reader *r);
void csv_reader_rewind(struct csv_reader *r);
bool csv_reader_quoted(const struct csv_reader *r); /* a quote was seen so far */
/* The bytes of the row csv_reader_next gave last, as they stand in the text, without its last line end: the first n of them. How many that are; 0 when
 * they cannot be read. */
size_t csv_reader_raw(const struct csv_reader *r, char *into, size_t n);
const char *csv_reader_delimiter(const struct csv_reader *r); /* "comma", "semicolon", "tab", "pipe", "blanks", "other"; static */
#endif
