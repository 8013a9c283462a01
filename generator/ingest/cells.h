/* ingest/cells: from the cells of one row to the typed fields of one record.
 * Knows columns, types, the words and the code of a format. Refuses to know files and accounts: the caller books what is said here. */
#ifndef INGEST_CELLS_H
#define INGEST_CELLS_H
#include "base/diag.h"
#include "ingest/field.h"
#include "ingest/row.h"
#include "ingest/source.h"
#include "ingest/table.h"

#include <glib.h>

struct cells {
	const struct source_map *map;
	struct field_rules rules;
	enum date_order orders[FIELD_COUNT]; /* found out; DATES_AUTO: not yet, or not needed */
	char decimals[FIELD_COUNT];          /* the same; DECIMAL_AUTO */
	size_t cell_limit;
	struct row row;
	int64_t rounded;           /* amounts rounded in the row at hand */
	struct format_row format;
	const char *texts[FIELD_COUNT];
	const char *extras[FORMAT_MOST_EXTRAS];
	bool damaged[FIELD_COUNT]; /* an id of the row at hand that a spreadsheet damaged, the first in its column */
	bool damaged_told[FIELD_COUNT];
	/* why the row at hand is refused */
	struct {
		enum diag_code code;
		size_t column;
		char *arg1, *arg2; /* owned; NULL: none */
	} fault;
};
void cells_init(struct cells *x, const struct client_conf *c, const struct export *e, const struct source_map *m, const char *zone, size_t cell_limit);
void cells_clear(struct cells *x);

enum cells_look {
	CELLS_ROW,    /* a row, of cells_answers records */
	CELLS_BESIDE, /* a total, or prose: no row */
	CELLS_TEST,   /* a test answer: refused by rule */
	CELLS_VOID,   /* a payment not made, a deal not won: refused by rule */
	CELLS_BROKEN  /* its shape cannot be used: x->fault says why */
};
/* Looks at a row; its memory has to live until the last cells_read of it. */
enum cells_look cells_look(struct cells *x, const struct table_row *r);
/* The text field f of the row looked at is read from: the cell's or the constant, in the words of the format; never NULL. */
const char *cells_text(const struct cells *x, enum field f);
/* How many records the row holds: the surveys that have a column, else 1. */
size_t cells_answers(const struct cells *x);
enum cells_result { CELLS_FINE, CELLS_REFUSED /* x->fault says why */, CELLS_ORDER /* a cell asks how its column is written: look at the whole file; x->fault is what is wrong when that does not tell */ };
/* Fills in x->row from the k-th answer of the row looked at. */
enum cells_result cells_read(struct cells *x, const struct table_row *r, size_t k);
#endif
