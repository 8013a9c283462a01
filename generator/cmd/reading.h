/* cmd/reading: one client from its exports to the report a page reads: book, facts, figures and the account of each file. */
#ifndef CMD_READING_H
#define CMD_READING_H
#include "book/book.h"
#include "report/report.h"
#include "report/signal.h"

struct reading {
	const struct client_conf *conf;
	GPtrArray *accounts;     /* of struct account *, in the order of site.conf; the rows themselves are let go when they are added up */
	size_t customers;
	struct facts *facts;     /* cut to slices.max; NULL when no report can be made */
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct signals *signals; /* what is news */
	struct report report;    /* what the pages read; its parts are the reading's and words */
	bool ok;
	bool over_limit;         /* data beyond max_rejected is why not */
	bool unreadable;         /* a file that could not be opened is why not */
	bool misconfigured;      /* what site.conf says of the exports is why not */
};
typedef struct reading reading;
/* Reads all exports of a client. words may be NULL where no page is made. Never NULL; free with reading_free. */
struct reading *reading_new(const struct client_conf *c, int32_t as_of, const struct words *words, struct diag *d);
void reading_free(struct reading *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(reading, reading_free)
/* The exit code of a client no report can be made of (cmd/command.h). */
int reading_exit(const struct reading *r);
/* Sums over the client's files. */
struct rows_sum {
	int64_t rows, used, refused, duplicate;
};
struct rows_sum reading_rows(const struct reading *r);
/* "lumen: 30 months, 41,220 rows = 41,210 used + 8 refused + 2 duplicate; 912 customers"; caller owns. */
char *reading_summary(const struct reading *r);
/* "1,545 rows = 1,543 used + 2 refused + 0 duplicate"; caller owns. */
char *rows_text(struct rows_sum sum);
/* reading_summary on stdout, and below it a line for every file: "  customers.csv: 1,545 rows = …". */
void reading_print(const struct reading *r);
/* A count with commas, for the terminal; caller owns. */
char *plain_count(int64_t n);
/* The period of that name; SPAN_ABSENT, with the nearest or the range on stderr, when the client has none. */
size_t reading_span(const struct reading *r, const char *name);
#endif
