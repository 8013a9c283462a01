/* ingest/source: export formats as tables, and which column of a file is which field.
 * Knows header names and the blocks of site.conf. Refuses to know rows: what stands in a column is not looked at. */
#ifndef INGEST_SOURCE_H
#define INGEST_SOURCE_H
#include "base/diag.h"
#include "config/config.h"
#include "ingest/row.h"

#include <stdbool.h>
#include <stddef.h>

enum need {
	NEED_NONE,
	NEED_ONE_OF, /* at least one of the record's fields of this kind: a column, and a cell in every row */
	NEED_COLUMN, /* the column, whose cells may be empty */
	NEED_CELL    /* the column, and a cell in every row */
};

/* One field a record of a format can have. */
struct format_field {
	enum field field;
	enum need need;
	const char *names; /* further header names, as text_fold gives them, parted by blanks; NULL: none */
};
struct format_record {
	const struct format_field *fields;
	size_t n;
};

/* An export format: one file in sources/, which defines `const struct format format_<file>`. */
struct format {
	const char *name;
	const char *const *signature; /* header names, folded, that only this format has all of; NULL-terminated; NULL: taken when no other fits */
	struct format_record records[RECORD_COUNT];
};
extern const struct format *const formats[]; /* all of them, NULL-terminated; written by the Makefile */

/* Where a record's fields are in one file. */
struct source_map {
	const struct format *format;
	enum record record;
	char **headers;               /* [n_columns], trimmed; owned */
	size_t n_columns;
	size_t columns[FIELD_COUNT];  /* from 1; 0: none */
	char *constants[FIELD_COUNT]; /* trimmed; owned; NULL: none */
	enum need needs[FIELD_COUNT];
	bool snapshot;                /* customers told by tenure_months, churned and amount */
	enum field fields[FIELD_COUNT]; /* those with a column or a constant, the currency first */
	size_t n_fields;
	size_t n_slices;
	size_t slices[ROW_MOST_SLICES];           /* column of each slice, from 1; 0: none */
	enum field slice_fields[ROW_MOST_SLICES]; /* the field whose constant it is, FIELD_COUNT: none */
};

/* Finds the columns: those of the export's columns block, then those called like the field, then those called like it by other names; folded by
 * text_fold. headers are trimmed valid UTF-8. False, with every reason in d, when a required field has none, a block names what is not
 * there, or two columns claim one field. Clear with source_map_clear either way. */
bool source_map_init(struct source_map *m, const struct client_conf *c, const struct export *e, enum record r, const char *const *headers,
                     size_t n_columns, struct diag *d);
void source_map_clear(struct source_map *m);
#endif
