/* book/book: the customers of one client and their timelines, as the exports tell them.
 * Knows records, keys, duplicates, orphans, currencies and the activity source; refuses to know periods and figures.
 * A row is used, refused with a reason, or a duplicate; the accounts add up. */
#ifndef BOOK_BOOK_H
#define BOOK_BOOK_H
#include "base/diag.h"
#include "base/month.h"
#include "book/intern.h"
#include "book/rates.h"
#include "config/config.h"
#include "ingest/ingest.h"
#include <glib.h>

enum activity { ACTIVITY_NONE, ACTIVITY_SUBSCRIPTIONS, ACTIVITY_INVOICES, ACTIVITY_ORDERS, ACTIVITY_CUSTOMERS, ACTIVITY_SNAPSHOT };

/* Slice codes of every dimension: the first two are fixed, the rest are the export's values. */
enum { CODE_NONE, CODE_UNKNOWN, CODE_FIRST };

/* A stretch of service: a subscription's term, an invoice period, or a customer's dates. */
struct term {
	uint32_t customer;
	int32_t start;      /* first day */
	int32_t end;        /* first day not served; DAY_NONE: open */
	int32_t currency;   /* in book.rates; 0: the reporting currency */
	int64_t amount;     /* a year's [minor units of its currency] */
	uint32_t key;       /* in book.keys: the subscription id; INTERN_NONE: none */
	uint32_t codes;     /* first of n_dimensions slice codes in book.term_codes; INTERN_NONE: no dated dimension */
	int64_t line;       /* in its file, for what is said later about it */
	uint32_t account;   /* in book.accounts */
};

struct order {
	uint32_t customer;
	int32_t day;
	int32_t refunded; /* day on which refunds under its id reached its amount; DAY_NONE: never */
	int64_t amount; /* [minor units of the reporting currency], refunds negative; at its own month's rate */
	uint32_t key;   /* in book.keys: the order's id; INTERN_NONE: none */
	uint32_t account;
	bool refund;
};

enum survey { SURVEY_NPS, SURVEY_CSAT, SURVEY_CES, SURVEY_UNSCORED /* a used row that is no score: it only says how far the export reaches */ };
struct answer {
	uint32_t customer;
	int32_t day;
	uint32_t key;         /* response id: the last word among answers of one day; INTERN_NONE: none */
	int64_t weight;       /* millionths; 1 is 1,000,000 */
	int8_t survey;        /* enum survey */
	int8_t score;
	int8_t low, high;     /* its scale */
	uint32_t account;     /* in book.accounts */
};

struct spend {
	int32_t day;
	int64_t amount;    /* [minor units of the reporting currency] at its own month's rate */
	int8_t purpose;    /* 0 acquisition, 1 retention, 2 service */
	int8_t category;   /* 0 none, 1 media, 2 people, 3 tools, 4 overhead, 5 discount */
	uint32_t account;  /* in book.accounts */
	uint32_t channel;  /* slice code of the channel dimension; CODE_NONE: no channel */
};

struct customer {
	bool exported;       /* in the customers export */
	int32_t signup, cancel;
	int32_t tenure;      /* months, snapshot only */
	bool churned;
	int64_t amount;      /* a year's, snapshot and customers' dates [minor units of the reporting currency] */
	uint32_t name;       /* in book.names; INTERN_NONE */
};

typedef struct book book;
struct book {
	const struct client_conf *conf;
	enum activity activity;
	int32_t as_of, history_start;
	struct intern ids;         /* customer ids: number = index of customers */
	struct intern names, keys;
	GArray *customers;         /* of struct customer */
	GArray *terms;             /* of struct term, by customer, then start, end, key, amount */
	GArray *orders;            /* of struct order, by customer, then day, amount */
	GArray *answers;           /* of struct answer, by customer, survey, day, response id, score */
	GArray *spends;            /* of struct spend, in file order */
	uint32_t *first_term, *first_order, *first_answer; /* [customers + 1]: where a customer's begin */
	size_t n_dimensions;
	char **dimensions;         /* slices.by, NULL-terminated; owned by conf */
	struct intern *values;     /* [n_dimensions]: slice codes; 0 (none), 1 (unknown) */
	bool *dated;               /* [n_dimensions]: the value comes from the terms */
	size_t channel;            /* the dimension called channel, or n_dimensions */
	GArray *customer_codes;    /* of uint32_t [customer × n_dimensions] */
	GArray *term_codes;        /* of uint32_t */
	struct rates rates;
	GPtrArray *accounts;       /* of struct account *, in the order of site.conf */
	bool amounts;              /* the activity source has amounts */
	int32_t last_survey, last_spend, last_activity; /* latest dated row on or before as_of; DAY_NONE: none */
	bool nps, csat;            /* whether the surveys hold scores of that kind on or before as_of */
};

/* Reads every export of the client. as_of overrides the setting unless DAY_NONE. *ok is false when no report can be made (an unreadable export, a
 * file over max_rejected, no activity source, a snapshot without as_of): the reasons are in d, accounts tell what was read and *over_limit says
 * whether data beyond the limit was the cause. Never NULL; free with book_free. */
struct book *book_read(const struct client_conf *c, int32_t as_of, struct diag *d, bool *ok, bool *over_limit);
void book_free(struct book *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(book, book_free)
const char *book_source(const struct book *b); /* record name of the activity source; static */
#endif
