/* book/reader: what is needed only while the exports are being read. Private to book/. */
#ifndef BOOK_READER_H
#define BOOK_READER_H
#include "book/book.h"
#include "book/keys.h"

struct reader {
	struct book *book;
	struct diag *diag;
	const struct export *export;
	enum row_fate (*receive)(void *reader, const struct row *row, struct account *a); /* of the record being read */
	uint32_t account;      /* the number the account being read will have in book.accounts */
	bool has_customers;    /* a customers export was read: others may be orphans */
	bool has_tenure;       /* it is a snapshot */
	struct keys keys[RECORD_COUNT];
};

enum row_fate read_customer(void *reader, const struct row *row, struct account *a);
enum row_fate read_subscription(void *reader, const struct row *row, struct account *a);
enum row_fate read_invoice(void *reader, const struct row *row, struct account *a);
enum row_fate read_order(void *reader, const struct row *row, struct account *a);
enum row_fate read_survey(void *reader, const struct row *row, struct account *a);
enum row_fate read_spend(void *reader, const struct row *row, struct account *a);
enum row_fate read_rate(void *reader, const struct row *row, struct account *a);

/* The customer of a row, made when new; an orphan is counted and noted. */
uint32_t reader_customer(struct reader *r, const struct row *row, struct account *a);
/* Seeks the row's key among those of its record. ROW_DUPLICATE when an earlier row says the same (told); else ROW_USED, *earlier the latest row of
 * that key or NULL. With no key, or an empty one, always ROW_USED. */
enum row_fate reader_key(struct reader *r, const struct row *row, enum field key, struct account *a, const struct key_seen **earlier);
void reader_remember(struct reader *r, const struct row *row, enum field key, int32_t start, int32_t end);
enum row_fate reader_refuse(struct reader *r, const struct row *row, struct account *a, enum diag_code code, enum field at, const char *a1, const char *a2);
/* The slice codes of a row; CODE_NONE where the file has no such column or the cell is empty. codes: [n_dimensions]. */
void reader_codes(struct reader *r, const struct row *row, uint32_t *codes);
/* Puts the rows in their final order, settles the activity source, as_of (the override unless DAY_NONE) and history_start. false with the reason in d. */
bool book_finish(struct reader *r, int32_t as_of);

/* Amounts of one row stay below this, so that sums of them can be bounded [minor units]. */
#define ROW_AMOUNT_MAX INT64_C(1000000000000000)
#endif
