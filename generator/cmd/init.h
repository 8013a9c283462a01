/* cmd/init: what the parts of init hand to each other: a file that was looked at, what is proposed for it, and what is asked of the user.
 * A proposal is only one: every guess carries its confidence and the values it rests on. */
#ifndef CMD_INIT_H
#define CMD_INIT_H
#include "book/intern.h"
#include "config/config.h"
#include "ingest/field.h"
#include "ingest/format.h"
#include "ingest/ingest.h"
#include "ingest/row.h"
#include "ingest/table.h"

#define LOOK_MOST_COLUMNS 200 /* columns that are looked at */
#define LOOK_MOST_ROWS 2000   /* rows that are looked at for what a column holds */
#define LOOK_MOST_VALUES 200  /* different values kept of a column */
#define LOOK_SAMPLES 3

/* One column as its first rows show it. */
struct look_column {
	char *header, *folded; /* "": it has none */
	GPtrArray *values;     /* different ones that are not empty, in the order met; at most LOOK_MOST_VALUES */
	GHashTable *seen;      /* all of them, cut short */
	int64_t filled;        /* cells that are not empty */
};
/* One file. */
struct look {
	char *path;       /* to open it by */
	char *file;       /* for site.conf */
	char *name;       /* for people: made visible */
	const char *delimiter; /* "auto" or "blanks"; static */
	bool headless;    /* its first row is data */
	GArray *columns;  /* of struct look_column */
	size_t n_columns; /* that there are; more than columns holds when there are too many */
	bool vendor[RECORD_COUNT]; /* a vendor's format that feeds this record fits */
	const char *format;        /* that format's name; NULL: none */
	size_t questions[FIELD_COUNT]; /* of a vendor's surveys: the columns, from 1, of the questions behind nps, csat and ces */
	bool untold;               /* a vendor's surveys, none of whose questions tells which it is */
};
enum confidence { CONFIDENCE_NONE, CONFIDENCE_LOW, CONFIDENCE_MEDIUM, CONFIDENCE_HIGH };
const char *confidence_name(enum confidence c);

/* What is proposed for one field. */
struct guess {
	size_t column;      /* from 1; 0: none */
	const char *constant; /* static; NULL: none */
	enum confidence confidence;
	bool named;         /* the column has to be named in site.conf: its own name does not say it */
};
struct proposal {
	const struct look *look;
	enum record record;
	bool complete;      /* nothing the record needs is lacking */
	int score;
	struct guess guesses[FIELD_COUNT];
	bool snapshot;
	const char *decimal; /* "," where the values say so; static; NULL: the default */
	/* from reading the whole file */
	struct export *export;
	struct account *account;
	bool ok, ask_dates, ask_columns;
	char *fault;         /* the first error; owned; NULL: none */
};
/* What the files say together. */
struct trial {
	struct intern customers;
	GArray *orders;      /* of struct trial_order */
	GHashTable *currencies; /* code → rows, as pointers */
	bool contracts;      /* there is an export of subscriptions: starts are theirs, else the customers' */
	int32_t first_month; /* of starts; struct month's n */
	GArray *starts;      /* of int64_t, by month from first_month on */
};
struct trial_order {
	uint32_t customer;
	int32_t day;
};

/* Looks at a file's first rows. NULL with the reason in d. */
struct look *look_new(const char *path, const struct client_conf *c, struct diag *d);
void look_free(gpointer look);
/* Share of the column's values that can be read as the field, with `decimal` as decimal sign; 0 when it has none. */
double look_agrees(const struct client_conf *c, const struct look_column *column, enum field f, char decimal);

/* The record that fits the file best, and its columns; NULL: none fits. For a vendor's format one proposal for each record it feeds. */
GPtrArray *propose(const struct look *l, const struct client_conf *c); /* of struct proposal *; owned by the caller */
void proposal_free(gpointer proposal);

/* Other names a column may have, as in sources/, that can mean something else: weighed with the values. NULL: none. `constant` becomes what the name says of
 * the interval, when it does. */
const char *init_names(enum record r, enum field f);
const char *init_interval(const char *folded);
/* What a record is called in the names of files, and what it adds to the report. */
bool init_file_names(enum record r, const char *file);
const char *init_adds(enum record r);

/* Reads the whole file as proposed, and adds what it says to t. */
void trial_read(struct proposal *p, const struct client_conf *c, struct trial *t);
void trial_init(struct trial *t);
void trial_clear(struct trial *t);
/* The months of inactive_after: the 90th percentile of the days between orders of a customer, in whole months; 0: there are no two. *days: that
 * percentile. */
int trial_inactive_after(const struct trial *t, int32_t *days);
/* The currency most rows name; "" when none does. */
void trial_currency(const struct trial *t, char out[static 4], guint *n);
/* The month after one in which far more began than in those that follow; false: no such heap. */
bool trial_heap(const struct trial *t, int32_t *first_day);

/* The settings as text, and what is asked of the user, each with the line it is on. */
struct written {
	GString *text;
	GPtrArray *asked; /* of char * */
};
struct to_write {
	const char *id;
	const GPtrArray *looks;     /* of struct look *: all files that could be read */
	const GPtrArray *proposals; /* of struct proposal *, read */
	const struct trial *trial;
};
void init_write(struct written *w, const struct to_write *from);
bool init_has(const GPtrArray *proposals, enum record r);
/* A header as site.conf can hold it: control characters become blanks; caller owns. */
char *init_plain(const char *header);
/* The values kept first, "29.85", "56.95", fit for a comment and a terminal; caller owns. */
char *samples_text(const struct look_column *c);
/* What was found out of each column that is read, and of the others: lines without ends; of char *. */
GPtrArray *proposal_lines(const struct proposal *p);
/* What the files that are missing would add; of char *. */
GPtrArray *missing_lines(const GPtrArray *proposals);
#endif
