/* ingest/csv: the records of a delimited text file, each with the physical lines it stands on.
 * Knows bytes, byte order marks, delimiters, quotes, line ends and limits. Refuses to know columns, types and UTF-8:
 * a cell is a run of bytes. Memory is bounded by the limits, not by the file. */
#ifndef INGEST_CSV_H
#define INGEST_CSV_H
#include "base/diag.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_MOST_COLUMNS 10000
#define CSV_CELLS_A_ROW 16 /* a row may hold so many times the limit of a cell */

/* Why a record cannot be used. After CSV_FAULT_QUOTE it ends at the first line end after its beginning and reading goes on there;
 * with the others it ends where its quoting says. */
enum csv_fault { CSV_FAULT_NONE, CSV_FAULT_QUOTE, CSV_FAULT_CELL, CSV_FAULT_ROW, CSV_FAULT_COLUMNS };

struct csv_span {
	size_t start, length; /* in bytes; a NUL stands behind the cell */
};

struct csv_record {
	int64_t line, end_line;      /* physical lines of its first and last byte, from 1 */
	int64_t offset, end_offset;  /* bytes of the file, its line end included */
	enum csv_fault fault;
	size_t fault_column;         /* the cell it was noticed in, from 1 */
	size_t n;                    /* cells */
	const struct csv_span *cells;
	char *bytes;                 /* what cells point into; may be written to */
};

typedef struct csv_reader csv_reader;
/* Opens a file for reading from its first record on. delimiter is "auto" (the one the first record holds most of, outside quotes), "blanks" (any run
 * of blanks and tabs outside quotes; those around a line part nothing, and a line of nothing else is none) or one character. NULL when it cannot be opened, is empty or UTF-16: the reason is in d, its place is `name`. Free with csv_reader_free. */
struct csv_reader *csv_reader_new(const char *path, const char *name, const char *delimiter, size_t cell_limit, struct diag *d);
void csv_reader_free(struct csv_reader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(csv_reader, csv_reader_free)

/* Reads one record; its memory lives until the next call. A blank line is none. False at the end of the file and when it
 * cannot be read on: csv_reader_failed then says why (NULL: the end). */
bool csv_reader_next(struct csv_reader *r, struct csv_record *out);
const char *csv_reader_failed(const struct csv_reader *r);

const char *csv_reader_encoding(const struct csv_reader *r);  /* "UTF-8", "UTF-8 with BOM"; static */
const char *csv_reader_delimiter(const struct csv_reader *r); /* "comma", "semicolon", "tab", "pipe", "blanks", "other"; static */
/* Whether two stretches of the file hold the same bytes, line ends behind them left out. False when they cannot be read. */
bool csv_reader_same(const struct csv_reader *r, int64_t a, int64_t a_end, int64_t b, int64_t b_end);
#endif
