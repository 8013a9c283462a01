/* ingest/source: which column of a file is which field.
 * Knows header names and the blocks of site.conf. Refuses to know rows: what stands in a column is not looked at. */
#ifndef INGEST_SOURCE_H
#define INGEST_SOURCE_H
#include "base/diag.h"
#include "config/config.h"
#include "ingest/format.h"
#include "ingest/shape.h"

#include <stdbool.h>
#include <stddef.h>

/* Where a record's fields are in one file. */
struct source_map {
	const struct format *format;
	enum record record;
	char **headers;               /* [n_columns], trimmed; owned; a label behind it where the file has lines of labels */
	size_t n_columns;
	size_t columns[FIELD_COUNT];  /* from 1; 0: none */
	char *constants[FIELD_COUNT]; /* trimmed; owned; NULL: none */
	enum need needs[FIELD_COUNT];
	bool utc[FIELD_COUNT];        /* the column's name says that its times are UTC */
	size_t extras[FORMAT_MOST_EXTRAS]; /* column of each of the format's extras, from 1; 0: none */
	bool wide;                    /* surveys with a column for each: FIELD_NPS, FIELD_CSAT, FIELD_CES instead of survey and score */
	bool snapshot;                /* customers told by tenure_months, churned and amount */
	enum field fields[FIELD_COUNT]; /* those with a column or a constant, the currency first */
	size_t n_fields;
	size_t n_slices;
	size_t slices[ROW_MOST_SLICES];           /* column of each slice, from 1; 0: none */
	enum field slice_fields[ROW_MOST_SLICES]; /* the field whose constant it is, FIELD_COUNT: none */
};

/* Finds the columns: those of the export's columns block, then those called like the field, then those called like it by other names; folded by
 * text_fold. A name is looked for among the headers and then among the labels. False, with every reason in d, when a required field has
 * none, a block names what is not there, or two columns claim one field. Clear with source_map_clear either way. */
bool source_map_init(struct source_map *m, const struct client_conf *c, const struct export *e, enum record r, const struct shape *s, struct diag *d);
void source_map_clear(struct source_map *m);
#endif
