/* ingest/row: one typed row of an export, the only thing that leaves the readers. */
#ifndef INGEST_ROW_H
#define INGEST_ROW_H
#include "base/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record {
	RECORD_CUSTOMERS, RECORD_SUBSCRIPTIONS, RECORD_INVOICES, RECORD_ORDERS, RECORD_SURVEYS, RECORD_SPEND, RECORD_RATES,
	RECORD_INVITATIONS, RECORD_CONTACTS, RECORD_WORK,
	RECORD_COUNT
};
const char *record_name(enum record r); /* "customers"; static */
bool record_parse(const char *name, enum record *out); /* false leaves *out alone */

/* Canonical fields of all records (formats.md, first table). One row each in ingest/fields.def: FIELD(ID, "header_name", TYPE).
 * Which records have them and what their columns are called stands in sources/. */
enum field {
#define FIELD(id, name, type) FIELD_##id,
#include "ingest/fields.def"
#undef FIELD
	FIELD_COUNT
};
const char *field_name(enum field f); /* "customer_id"; static */

/* What a cell is once read. TEXT keeps bytes; the pointers live until the next row is read. An empty cell is one without characters, or
 * with -, --, n/a, N/A or NULL. CELL_TEXT_NOT_NUMBER: a score that is no number; its text is there, i is not. */
enum cell_state { CELL_ABSENT /* no such column */, CELL_EMPTY, CELL_GIVEN, CELL_TEXT_NOT_NUMBER };
struct cell {
	enum cell_state state;
	const char *text; /* the bytes as in the file (valid UTF-8, trimmed), NUL-terminated; NULL when absent */
	size_t length;
	int64_t i;        /* DATE: a day; MONTH: struct month's n; AMOUNT: minor units of the row's currency; INT; BOOL 0/1;
	                     DECIMAL: millionths, half-even; RATE: billionths, half-even; INTERVAL: months; CURRENCY: struct currency's code;
	                     SCALE: low × 1000 + high; STAMP: minutes since 1970-01-01 00:00 in the client's zone; choices: the number in the field's list, from 0 */
};

/* The day a stamp lies in. */
static inline int32_t stamp_day(int64_t minutes) {
	return (int32_t)(minutes / 1440 - (minutes % 1440 < 0));
}

#define ROW_MOST_SLICES 16

struct row {
	enum record record;
	const char *file;  /* as the user named it */
	int64_t line;      /* physical line its first byte stands on, from 1 */
	int64_t end_line;
	struct currency currency; /* of its amounts; CURRENCY_NONE: the client's reporting currency is meant */
	struct cell cells[FIELD_COUNT];
	/* every column named in slices.by that this file has, in the order of slices.by; text NULL when absent */
	size_t n_slices;
	struct cell slices[ROW_MOST_SLICES];
	size_t columns[FIELD_COUNT]; /* 1-based column of each field in the file, 0 when absent or constant */
	bool identical_before; /* this row's bytes were seen before in this file; only looked for when the export asks for whole_row duplicates */
	int64_t identical_line; /* the line of the first such row */
};
#endif
