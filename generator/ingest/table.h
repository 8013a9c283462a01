/* ingest/table: an export as rows of UTF-8 cells, whatever container it came in.
 * Knows which reader a file needs and hands its rows on. Refuses to know columns, headers and types.
 * Memory is bounded by the limits, not by the file. */
#ifndef INGEST_TABLE_H
#define INGEST_TABLE_H
#include "base/diag.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_MOST_COLUMNS 10000
#define TABLE_CELLS_A_ROW 16 /* a row may hold so many times the limit of a cell */

/* Why a row cannot be used. After TABLE_FAULT_QUOTE it ends at the first line end after its beginning and reading goes on there;
 * with the others it ends where its container says. */
enum table_fault { TABLE_FAULT_NONE, TABLE_FAULT_QUOTE, TABLE_FAULT_CELL, TABLE_FAULT_ROW, TABLE_FAULT_COLUMNS };

struct table_span {
	size_t start, length; /* in bytes; a NUL stands behind the cell */
};

struct table_row {
	int64_t line, end_line; /* physical lines of its first and last byte, from 1; of a workbook its row */
	enum table_fault fault;
	size_t fault_column;    /* the cell it was noticed in, from 1 */
	size_t n;               /* cells */
	const struct table_span *cells;
	char *bytes;            /* what cells point into; may be written to; not checked to be UTF-8 */
};

/* How one file is to be opened. Texts are the caller's and outlive the table. */
struct table_rules {
	const char *path;      /* "-": standard input */
	const char *name;      /* as people know it: the place of diagnostics */
	const char *delimiter; /* "auto", "blanks" or one character; of texts */
	const char *encoding;  /* "auto", or a name ICU knows; of texts */
	const char *sheet;     /* NULL: the first; of workbooks */
	const char *row_path;  /* NULL: found; of XML: the elements that are rows, as "Responses/Response" */
	size_t cell;           /* largest cell [bytes] */
	int64_t unpacked;      /* most a packed or converted file may come to [bytes] */
};

typedef struct table table;
/* Opens a file for reading from its first row on. NULL when it cannot be read: the reason is in d. Free with table_free. */
struct table *table_open(const struct table_rules *rules, struct diag *d);
void table_free(struct table *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(table, table_free)

/* Reads one row; its memory lives until the next call. A blank line is none. False at the end and when it cannot be read on:
 * table_failed then says why (NULL: the end). A file that changed while it was read fails at its end. */
bool table_next(struct table *t, struct table_row *out);
const char *table_failed(const struct table *t);
/* Back to the first row; false when that cannot be: table_failed says why. */
bool table_rewind(struct table *t);

/* The names of the columns, where the container gives each cell one (XML), else NULL; NULL-terminated; of t. */
char *const *table_names(const struct table *t);
/* The row table_next gave last, for people: of a text its lines as they stand in the file, of others its cells as CSV. Valid UTF-8; bytes and characters
 * that cannot be shown are visible escapes, all but tabs and line ends. At most `most` bytes, and "…" when there is more. Caller owns. */
char *table_raw(const struct table *t, const struct table_row *r, size_t most);
/* Texts: a quote was seen so far. */
bool table_quoted(const struct table *t);
/* The sheet that is read; NULL: no workbook. Of t. */
const char *table_sheet(const struct table *t);
/* What was found out: "UTF-8", "UTF-16LE with BOM", "GB18030" …; NULL for a workbook. Of t. */
const char *table_encoding(const struct table *t);
/* "comma", "semicolon", "tab", "pipe", "blanks", "other", "xml", "workbook"; static. */
const char *table_form(const struct table *t);
/* The file was unpacked: "gzip"; NULL: it was not. Static. */
const char *table_packed(const struct table *t);
#endif
