/* book/keys: which keys were seen on which lines, and whether two rows say the same.
 * Knows typed rows; refuses to know what a record means. */
#ifndef BOOK_KEYS_H
#define BOOK_KEYS_H
#include "book/intern.h"
#include "ingest/row.h"
#include <glib.h>

/* 128 bits over all typed fields of a row: rows that say the same have the same print. */
struct fingerprint {
	uint64_t a, b;
};
struct fingerprint fingerprint_of(const struct row *row);

struct key_seen {
	int64_t line;
	int32_t start, end; /* subscriptions: the dates of the row */
	uint32_t next;      /* an earlier row of the same key; INTERN_NONE: none */
	uint32_t rows;      /* of this key so far, this one included */
};
struct keys {
	struct intern names;
	GArray *latest; /* of uint32_t: per name, its latest row in seen */
	GArray *seen;   /* of struct key_seen */
	GHashTable *prints; /* fingerprint → line of the first row that said it; the key is one of the fields */
};
void keys_init(struct keys *k);
void keys_clear(struct keys *k);
/* The latest row of a key, NULL when it is new; follow ->next by keys_at. */
const struct key_seen *keys_find(const struct keys *k, const char *key, size_t length);
const struct key_seen *keys_at(const struct keys *k, uint32_t i); /* NULL for INTERN_NONE */
int64_t keys_same(const struct keys *k, struct fingerprint print); /* line of an earlier row that says the same; 0: none */
void keys_add(struct keys *k, const char *key, size_t length, struct fingerprint print, struct key_seen row); /* row.next and rows are set here */
#endif
