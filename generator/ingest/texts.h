/* ingest/texts: many texts, written once in order and then looked up by their number: the shared texts of a workbook.
 * Knows where each stands. Refuses to know what they say. Few are held in memory, many lie in a file without a name: what is held does not
 * grow with them but for half a byte a text. */
#ifndef INGEST_TEXTS_H
#define INGEST_TEXTS_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct texts {
	int64_t n;       /* texts */
	GString *held;   /* what is not in the file: all of them, while they are few; each with a NUL */
	int fd;          /* -1: all are held */
	int64_t written; /* bytes in the file */
	GArray *marks;   /* of int64_t: where every so many-th text begins */
	char *window;    /* a piece of the file, at `at`, of `length` bytes */
	int64_t at;
	size_t length;
	char *failed;    /* owned; NULL: no fault so far */
};
void texts_init(struct texts *x);
void texts_clear(struct texts *x);
/* Adds one that holds no NUL. False: x->failed says why. */
bool texts_add(struct texts *x, const char *text, gsize length);
/* After the last one was added, before the first is looked up. False: x->failed says why. */
bool texts_end(struct texts *x);
/* Text i, from 0, into out. False: there is none, or x->failed says why it cannot be read. */
bool texts_get(struct texts *x, guint64 i, GString *out);
#endif
