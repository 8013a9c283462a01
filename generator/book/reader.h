/* book/reader: what is needed only while the exports are being read. Private to book/. */
#ifndef BOOK_READER_H
#define BOOK_READER_H
#include "book/book.h"
#include "book/keys.h"

/* Customers by their other keys: see match.c. */
typedef struct matcher matcher;
struct matcher *matcher_new(const struct client_conf *c);
void matcher_free(struct matcher *m);
void matcher_learn(struct matcher *m, const struct row *row, uint32_t number); /* a row of the customers export */
enum match_result { MATCH_NONE, MATCH_ONE, MATCH_SEVERAL };
/* The exported customer whose e-mail or name, as the setting match has them, stands in the cell. */
enum match_result matcher_find(const struct matcher *m, const struct cell *id, uint32_t *number);

struct reader {
	struct book *book;
	struct diag *diag;
	const struct export *export;
	enum row_fate (*receive)(void *reader, const struct row *row, struct account *a); /* of the record being read */
	uint32_t account;      /* the number the account being read will have in book.accounts */
	bool has_customers;    /* a customers export was read: others may be orphans */
	bool has_tenure;       /* it is a snapshot */
	int32_t as_of;         /* from the command line or the setting; DAY_NONE: not known before the rows are */
	bool delivered[ROW_MOST_SLICES]; /* [dimension] some row had the column */
	struct keys keys[RECORD_COUNT];
	uint32_t met;          /* the customer of the row at hand; INTERN_NONE: not asked for yet */
	GByteArray *seen;      /* a bit for each customer: met in a used row of the account being read */
	struct matcher *matcher;
	GPtrArray *referrers;  /* what the customers export says of who referred whom, in its order */
};

enum row_fate read_customer(void *reader, const struct row *row, struct account *a);
enum row_fate read_subscription(void *reader, const struct row *row, struct account *a);
enum row_fate read_invoice(void *reader, const struct row *row, struct account *a);
enum row_fate read_order(void *reader, const struct row *row, struct account *a);
enum row_fate read_survey(void *reader, const struct row *row, struct account *a);
enum row_fate read_spend(void *reader, const struct row *row, struct account *a);
enum row_fate read_rate(void *reader, const struct row *row, struct account *a);
enum row_fate read_invitation(void *reader, const struct row *row, struct account *a);
enum row_fate read_contact(void *reader, const struct row *row, struct account *a);
enum row_fate read_work(void *reader, const struct row *row, struct account *a);

uint32_t reader_number(struct reader *r, const char *id, size_t length); /* of a customer id; a new one becomes a customer that is not exported */

/* The customer of a row, made when new; an orphan is counted and noted. */
uint32_t reader_customer(struct reader *r, const struct row *row, struct account *a);
/* Seeks the row's key among those of its record. ROW_DUPLICATE when an earlier row says the same (told); else ROW_USED, *earlier the latest row of
 * that key or NULL. With no key, or an empty one, always ROW_USED. */
enum row_fate reader_key(struct reader *r, const struct row *row, enum field key, struct account *a, const struct key_seen **earlier);
/* The same for a key that may stand once only: a second row with other values is refused. */
enum row_fate reader_once(struct reader *r, const struct row *row, enum field key, struct account *a);
void reader_remember(struct reader *r, const struct row *row, enum field key, int32_t start, int32_t end);
enum row_fate reader_refuse(struct reader *r, const struct row *row, struct account *a, enum diag_code code, enum field at, const char *a1, const char *a2);
/* The slice codes of a row; CODE_NONE where the file has no such column or the cell is empty. codes: [n_dimensions]. */
void reader_codes(struct reader *r, const struct row *row, uint32_t *codes);
/* Says of every order on which day it was wholly taken back. The orders are in their final order. */
void refunds_settle(struct book *b);
/* Says of settings that name what no row has. false when one of them makes no report possible: the reason is told. The rows are read. */
bool named_check(struct reader *r);
/* Says of every rate that a term needs and that is not there: once, at the first row that needs it. The terms are cut to as_of. */
void gaps_settle(struct reader *r);
/* Brings the terms into their order, and moves their ends to where churn.date and churn.past_due_days say; that may change their order. */
void book_sort_terms(struct book *b);
void ends_settle(struct book *b);
/* Puts the rows in their final order, says where each customer's begin, and settles what follows from it: refunds and referrals. */
void book_sort(struct book *b);
/* Who referred whom: notes what a row of customers says, turns that into customers when all are read, and into dated referrals (not yet sorted). */
GPtrArray *referrers_new(void); /* free with g_ptr_array_unref */
void referrer_note(struct reader *r, const struct row *row);
void referrers_resolve(struct reader *r);
void referrals_settle(struct book *b);
/* Puts the rows in their final order, settles the activity source, as_of and history_start. false with the reason in d. */
bool book_finish(struct reader *r);

uint32_t reader_name(struct reader *r, const struct row *row, enum field field); /* the cell's text in book.names; INTERN_NONE when it is empty */
uint32_t reader_product(struct reader *r, const struct row *row);                /* the product, else the plan, in book.names */
int32_t reader_day(const struct cell *c);                                         /* DAY_NONE when it is empty */
/* Whether an amount of the row is one that a row may hold; else it was refused. An empty one is. */
bool reader_amount(struct reader *r, const struct row *row, struct account *a, enum field field);
/* A dated amount in the reporting currency, at its month's rate. false when it was refused: no rate, or too large. */
bool reader_convert(struct reader *r, const struct row *row, struct account *a, enum field field, int32_t day, int64_t amount, int64_t *out);
#endif
