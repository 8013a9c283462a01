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
	int64_t list;       /* a year's at list price, same currency; -1: not known */
	int64_t paid;       /* a year's as paid: amount, unless mrr.discounts = forever makes amount the list price */
	int32_t paid_end;   /* the end as exported, first day no longer paid for: before `end` where churn.past_due_days has extended it, behind it where churn.date cut it */
	int32_t notice;     /* day notice was given; DAY_NONE */
	int16_t interval;   /* months the amount pays for; 0: not known (invoice periods of odd length) */
	int16_t renews;     /* months from one renewal to the next; 0: not known */
	uint32_t product;   /* in book.names: product, else plan; INTERN_NONE */
};

struct order {
	uint32_t customer;
	int32_t day;
	int32_t refunded; /* day on which refunds under its id reached its amount; DAY_NONE: never */
	int64_t amount; /* [minor units of the reporting currency], refunds negative; at its own month's rate */
	uint32_t key;   /* in book.keys: the order's id; INTERN_NONE: none */
	uint32_t account;
	uint32_t product; /* in book.names; INTERN_NONE */
	int64_t list;     /* at list price [as amount]; -1: not known */
	bool refund;
};

enum survey { SURVEY_NPS, SURVEY_CSAT, SURVEY_CES, SURVEY_UNSCORED /* a used row that is no score: it only says how far the export reaches */ };
struct answer {
	uint32_t customer;
	int32_t day;
	uint32_t key;         /* response id: the last word among answers of one day; INTERN_NONE: none */
	int64_t weight;       /* millionths; 1 is 1,000,000 */
	int8_t survey;        /* enum survey */
	int8_t of;            /* the survey it answers, also when it is unscored */
	int8_t score;         /* turned where survey.reversed says so */
	int8_t low, high;     /* its scale */
	uint32_t account;     /* in book.accounts */
	uint32_t touchpoint;  /* in book.names; INTERN_NONE: about the relationship */
	bool comment;         /* something is written beside the score */
};

/* One invitation to answer, one contact, one piece of work. Every struct of rows begins with its customer. */
struct invitation {
	uint32_t customer;
	int32_t day;
	int8_t survey;        /* enum survey */
	uint32_t account;
};
#define MINUTES_NONE INT64_MIN
struct contact {
	uint32_t customer;
	int64_t opened;       /* minutes, as STAMP */
	int64_t responded;    /* MINUTES_NONE: not yet */
	int64_t solved;       /* MINUTES_NONE: not yet */
	bool reopened, by_us; /* by_us: we opened it */
	uint32_t touchpoint;  /* in book.names; INTERN_NONE */
	uint32_t channel;     /* the channel it came by, in book.names; INTERN_NONE */
	uint32_t key;         /* in book.keys: the ticket id; INTERN_NONE */
	uint32_t account;
};
struct work {
	uint32_t customer;
	int32_t day;
	int64_t hours;        /* millionths */
	int64_t cost;         /* [minor units of the reporting currency]; 0 when not costed */
	bool costed;          /* a cost was given */
	bool scoped, in_scope; /* whether it was on plan was said; and whether it was */
	uint32_t account;
};
/* A customer that another one referred began. */
struct referral {
	uint32_t customer;    /* who referred */
	int32_t day;          /* first day the referred one was active, by the activity source */
	uint32_t referred;
};

struct spend {
	int32_t day;
	int64_t amount;    /* [minor units of the reporting currency] at its own month's rate */
	int8_t purpose;    /* 0 acquisition, 1 retention, 2 service */
	int8_t category;   /* 0 none, 1 media, 2 people, 3 tools, 4 overhead, 5 discount */
	uint32_t account;  /* in book.accounts */
	uint32_t channel;  /* slice code of the channel dimension; CODE_NONE: no channel */
};

/* A month without a rate that terms need. */
struct rate_gap {
	int32_t currency;   /* in book.rates */
	struct month month;
	uint32_t account;   /* the first row that needs it, in the order of site.conf and of its lines */
	int64_t line;
};

struct customer {
	bool exported;       /* in the customers export */
	int32_t signup, cancel;
	int32_t tenure;      /* months, snapshot only */
	bool churned;
	int64_t amount;      /* a year's, snapshot and customers' dates [minor units of the reporting currency] */
	uint32_t name;       /* in book.names; INTERN_NONE */
	uint32_t reason;     /* why it left, in book.names; INTERN_NONE: not said */
	int8_t owner;        /* whose the reason is: 0 not said, 1 us, 2 the customer's, 3 the market's */
	uint32_t referred_by; /* a customer's number; INTERN_NONE */
	int16_t birthday;    /* month × 100 + day; 0: not known */
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
	GArray *invitations;       /* of struct invitation, by customer, survey, day */
	GArray *contacts;          /* of struct contact, by customer, opened, key, responded, solved */
	GArray *works;             /* of struct work, by customer, day, hours, cost, in_scope */
	GArray *referrals;         /* of struct referral, by customer, day, referred */
	uint32_t *first_invitation, *first_contact, *first_work, *first_referral; /* as first_term */
	bool fields[RECORD_COUNT][FIELD_COUNT]; /* some export of the record has the column (or a constant for it) */
	uint32_t *first_term, *first_order, *first_answer; /* [customers + 1]: where a customer's begin */
	size_t n_dimensions;
	char **dimensions;         /* slices.by, NULL-terminated; owned by conf */
	struct intern *values;     /* [n_dimensions]: slice codes; 0 (none), 1 (unknown) */
	bool *dated;               /* [n_dimensions]: the value comes from the terms */
	size_t channel;            /* the dimension called channel, or n_dimensions */
	GArray *customer_codes;    /* of uint32_t [customer × n_dimensions] */
	GArray *term_codes;        /* of uint32_t */
	struct rates rates;
	GArray *gaps;              /* of struct rate_gap, by month, then currency */
	GPtrArray *accounts;       /* of struct account *, in the order of site.conf */
	bool amounts;              /* the activity source has amounts */
	int32_t last_survey, last_spend, last_activity, last_invitation, last_contact, last_work; /* latest dated row on or before as_of; DAY_NONE: none */
	bool nps, csat, ces;       /* whether the surveys hold scores of that kind on or before as_of */
};

/* Reads every export of the client. as_of overrides the setting unless DAY_NONE. *ok is false when no report can be made (an unreadable export, a
 * file over max_rejected, no activity source, a snapshot without as_of): the reasons are in d, accounts tell what was read and *over_limit says
 * whether data beyond the limit was the cause. Never NULL; free with book_free. */
struct book *book_read(const struct client_conf *c, int32_t as_of, struct diag *d, bool *ok, bool *over_limit);
void book_free(struct book *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(book, book_free)
/* The first day at whose close the customer is active by the activity source, also one after as_of; DAY_NONE: never, and of a snapshot. */
int32_t book_first_day(const struct book *b, uint32_t customer);
const char *book_source(const struct book *b); /* record name of the activity source; static */
#endif
