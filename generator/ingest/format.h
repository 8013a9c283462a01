/* ingest/format: export formats as tables, and which of them a line of column names is of.
 * Knows the names vendors give their columns, their words and their quirks as declared in sources/. Refuses to know rows and files. */
#ifndef INGEST_FORMAT_H
#define INGEST_FORMAT_H
#include "ingest/row.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum need {
	NEED_NONE,
	NEED_ONE_OF, /* at least one of the record's fields of this kind: a column, and a cell in every row */
	NEED_COLUMN, /* the column, whose cells may be empty */
	NEED_CELL    /* the column, and a cell in every row */
};

/* Names of columns, as text_fold gives them, parted by blanks, each meaning the same. A name that ends in * stands for all that begin so; of
 * "amount_spent_(*" the three letters in the brackets are the currency of the column's amounts. */
struct format_field {
	enum field field;
	enum need need;
	const char *names; /* besides the field's own name; NULL: none */
};
struct format_record {
	const struct format_field *fields;
	size_t n;
};

/* What stands in all rows of such an export, where neither a column nor site.conf says it. */
struct format_constant {
	enum record record;
	enum field field;
	const char *text;
};
/* A vendor's word and ours for it; both as text_fold gives them ("": the cell counts as empty). */
struct format_word {
	enum field field;
	const char *word, *ours;
};

/* One row as a format's own code sees it: texts by field and by the names in `extras`. */
struct format_row {
	const char *const *texts;  /* [FIELD_COUNT] as in the file, trimmed; NULL: no such column */
	const char *const *extras; /* as format.extras; NULL: no such column */
	size_t n_filled;           /* cells that are not empty */
	char decimal;              /* the sign in its amounts, '.' or ','; 0: not known yet, and what could be either is asked for */
	const char *changed[FIELD_COUNT]; /* to be read instead, when not NULL: static, or in scratch */
	GStringChunk *scratch;     /* for texts made; lives until the next row */
};
enum format_fate {
	FORMAT_ROW,
	FORMAT_BESIDE, /* no row: a total, a line of prose */
	FORMAT_TEST,   /* a preview or test answer: refused by rule */
	FORMAT_VOID    /* a payment not made, a deal not won: refused by rule */
};

/* What a format's own code may learn from the lines above the rows. */
struct format_begin {
	char *const *const *above;   /* lines above the names, each NULL-terminated; NULL-terminated */
	char *const *const *further; /* lines of names below the first, as they are */
	char *currency;  /* ISO 4217: of all amounts without one; owned; NULL: not told */
	char *zone;      /* IANA name: of all times without one; owned; NULL: not told */
};

/* An export format: one file in sources/, which defines `const struct format format_<file>`. */
struct format {
	const char *name;              /* "stripe_payments": the file's name, and format = "…" in site.conf */
	const char *title;             /* "Stripe, payments"; NULL: as name */
	const char *const *signature;  /* each entry names of one column; only this format has all of them; NULL-terminated; NULL: taken when no other fits */
	int header_rows;               /* lines of names: 0 and 1: one; Qualtrics: 3 */
	const char *derived;           /* how the names of columns end which hold no answer but what the vendor makes of one, parted by blanks; NULL: none */
	const char *const *extras;     /* names of columns that are no field and row() wants; NULL-terminated, at most FORMAT_MOST_EXTRAS; NULL: none */
	const struct format_constant *constants; /* text NULL ends; NULL: none */
	const struct format_word *words;         /* word NULL ends; NULL: none */
	enum format_fate (*row)(struct format_row *r);  /* NULL: every row is a row */
	void (*begin)(struct format_begin *b);          /* NULL: nothing to learn */
	struct format_record records[RECORD_COUNT];
};
#define FORMAT_MOST_EXTRAS 8
#define FORMAT_TABLE(fields) {fields, sizeof fields / sizeof *fields}
extern const struct format *const formats[]; /* all of them, NULL-terminated; written by the Makefile */

/* Whether a folded header is one of the names. */
bool format_is_name(const char *names, const char *folded);
/* Whether a folded header ends with one of the words, parted by blanks; NULL: none. */
bool format_ends_with(const char *ends, const char *folded);
/* The format called so; NULL: none. */
const struct format *format_called(const char *name);
/* How many of the format's signature entries the headers have; folded[n]. */
size_t format_marks(const struct format *f, char *const *folded, size_t n);
size_t format_marks_wanted(const struct format *f);
/* Whether it can feed the record and the headers have its whole signature; one without a signature: never. */
bool format_fits(const struct format *f, enum record r, char *const *folded, size_t n);
/* The vendor's word in ours, or the text itself. */
const char *format_word(const struct format *f, enum field field, const char *text);
#endif
