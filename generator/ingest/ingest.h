/* ingest/ingest: reads one export file and hands over its typed rows; keeps the account of every row.
 * Knows containers, columns and types. Refuses to know customers: whether an id exists or a row is a duplicate is the book's. */
#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H
#include "base/diag.h"
#include "config/config.h"
#include "ingest/row.h"
#include <glib.h>

/* A row that was not used, or was used although something about it must be told. */
struct reject {
	int64_t line, column;
	enum diag_code code;
	char *reason; /* the diagnostic's text; owned */
	char *raw;    /* of a refused row: the row, as table_raw gives it, at most REJECT_MOST_RAW bytes; owned; NULL: not known */
};
#define REJECT_MOST_RAW 4096

#define ACCOUNT_MOST_NAMED 10000 /* refused rows, and notes, that are kept with their text; all are counted */

/* Where the row at hand stands: reading keeps it, so that a row is booked once whoever refuses it and when. */
enum account_row { ACCOUNT_NO_ROW, ACCOUNT_ROW_OPEN, ACCOUNT_ROW_BOOKED };

/* The account of one file: rows = used + refused + duplicate, checked by account_balances. */
struct account {
	char *file;           /* as the user named it; owned */
	enum record record;
	bool fields[FIELD_COUNT]; /* the file has the column, or site.conf a constant for it */
	int64_t rows;         /* data rows: no header, no blank lines; of surveys with a column each, their answers */
	int64_t beside;       /* lines that are no rows: above and among the names, totals, prose, lines of empty cells */
	int64_t used, refused, duplicate;
	int64_t refused_by_rule;  /* part of refused that does not count towards max_rejected */
	int64_t orphans;      /* used rows whose customer the customers export does not have */
	int64_t rule[16];     /* used rows a rule then left out: trials, blank scores …; see enum used_rule */
	int64_t rounded;      /* amounts with more decimals than their currency, rounded half-even */
	int32_t first_day, last_day; /* earliest and latest date in its date column; DAY_NONE: no dated row */
	GPtrArray *rejects;   /* of struct reject *, by line; at most ACCOUNT_MOST_NAMED */
	GPtrArray *notes;     /* of struct reject *, duplicates, orphans and other used rows worth naming, by line; at most ACCOUNT_MOST_NAMED */
	char *encoding;       /* "UTF-8", "UTF-8 with BOM"; owned; NULL when it was not read */
	const char *delimiter; /* "comma" …; static; NULL when it was not read */
	const char *packed;    /* "gzip"; static; NULL: it was not */
	const char *format;    /* of the table of formats; static; NULL when it was not found out */
	enum account_row row;
	int64_t refused_by[DIAG_CODES]; /* parts of refused, by why */
	int64_t customers;    /* customers with a used row in the file; filled in by the book */
	bool quoted;          /* a text in which some cell is quoted */
	char decimal;         /* the decimal sign of its numbers; 0: it was not found out */
	char *sheet;          /* of a workbook; owned; NULL: none */
	char *zone;           /* the zone the file says its times are in; owned; NULL: the client's */
	GArray *columns;      /* of struct account_column, by field */
	char **unread;        /* headers that are no field and no slice; owned; NULL-terminated; NULL: not found out */
};
/* Where a field of a file comes from. */
struct account_column {
	enum field field;
	size_t column;       /* from 1; 0: a constant */
	char *text;          /* the header, or the constant; owned */
	const char *dates;   /* of a column of dates: "dmy", "mdy", "ymd", "iso", "auto" (no cell needed an order); static; NULL: none */
	bool utc;            /* its name says that its times are UTC */
};
enum used_rule {
	RULE_TRIAL, RULE_BLANK_SCORE, RULE_NOT_A_SCORE, RULE_OUT_OF_SCALE, RULE_ZERO_ORDER, RULE_ONE_OFF, RULE_NEVER_ACTIVE,
	RULE_AFTER_AS_OF, RULE_NO_COST, RULE_NO_SCOPE, RULE_COUNT
};
const char *used_rule_name(enum used_rule r); /* "trial" …: the end of its message key */

typedef struct account account;
struct account *account_new(const char *file, enum record r);
void account_free(struct account *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(account, account_free)
bool account_balances(const struct account *a);
/* Books a refused or noted row and reports it into d once (past ACCOUNT_MOST_NAMED of a kind it is only counted). A reader or the book calls this
 * when it refuses; `row` columns give the column of a field. After account_refuse the row counts as refused, not used: also when that is
 * found out after the file was read, then one used row less; `rounded`, `first_day` and `last_day` are of the file as read and keep what the row
 * gave them: the row is no longer at hand. The same for account_duplicate, whose earlier_line may be 0: not known.
 * arg1 and arg2 are {1} and {2}; NULL: none. */
void account_refuse(struct account *a, struct diag *d, enum diag_code code, int64_t line, int64_t column, const char *arg1, const char *arg2);
/* As account_refuse, without counting towards max_rejected. */
void account_refuse_by_rule(struct account *a, struct diag *d, enum diag_code code, int64_t line);
void account_duplicate(struct account *a, struct diag *d, int64_t line, const char *key, int64_t earlier_line);
/* While a file is read: whether the row of that line was just refused and named, and its text is not known yet; and says it (takes it over). */
bool account_wants_raw(const struct account *a, int64_t line);
void account_raw(struct account *a, int64_t line, char *raw);
/* A row of which another has a later state: counted as a duplicate. */
void account_supersede(struct account *a, struct diag *d, int64_t line, const char *key, int64_t by_line);
void account_note(struct account *a, struct diag *d, enum diag_code code, int64_t line, int64_t column, const char *arg1, const char *arg2);

/* What the receiver of a row did with it; the receiver has already called account_refuse / account_duplicate where it says so. */
enum row_fate { ROW_USED, ROW_REFUSED, ROW_DUPLICATE };

/* For a reader: a data row begins; and what became of it. A row said to be refused or a duplicate that was not booked so aborts. */
void account_row_begin(struct account *a);
void account_row_end(struct account *a, enum row_fate fate);
/* For a reader, once at the end of a file: tells how many refused rows there were past those named. */
void account_close(struct account *a, struct diag *d);

/* Reads the export. For every row whose cells could all be read, receive(context, row, account) is called in file order; it says the row's fate
 * and the account is kept from that. Rows that could not be read are refused here. Returns the account, also when the
 * file cannot be opened or lacks a required column: then *ok is false and the reason is in d. The caller owns the account. */
struct account *ingest_read(const struct client_conf *c, const struct export *e, struct diag *d, bool *ok,
                            enum row_fate (*receive)(void *context, const struct row *row, struct account *a), void *context);
/* Reads the file again for the text of those rows that were refused after it had been read. Standard input cannot be, and of XML the line does not
 * tell the row. */
void ingest_recall(const struct client_conf *c, const struct export *e, struct account *a);
/* More refused (not by rule) than max_rejected allows: share of the rows, always at least 100. */
bool account_over_limit(const struct account *a, double max_rejected);
#endif
