/* ingest/encoding: in which encoding a text is. Knows what byte order marks, UTF-8 and ICU's detector say.
 * Refuses to know files: it is shown blocks of bytes. */
#ifndef INGEST_ENCODING_H
#define INGEST_ENCODING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was found out so far. Begin with {0}; show all bytes of the text in order, then ask. */
struct encoding_look {
	int64_t valid, invalid; /* sequences of several bytes that are UTF-8, and bytes that are not */
	int rest;               /* continuation bytes still to come */
	unsigned char low, high; /* what the next of them may be */
	unsigned char sample[16384]; /* lines that hold other bytes than ASCII */
	size_t n_sample;
};
void encoding_look_at(struct encoding_look *x, const unsigned char *bytes, size_t n);

/* By the mark a text begins with: its name, and how long the mark is; NULL: none. Static. */
const char *encoding_of_mark(const unsigned char *bytes, size_t n, size_t *mark);
/* UTF-16 without a mark by where its zero bytes stand, from its first bytes: "UTF-16LE", "UTF-16BE"; NULL: neither. Static. */
const char *encoding_of_zeros(const unsigned char *bytes, size_t n);
/* The name ICU converts from: "UTF-8", "windows-1252", "GB18030", "Big5", "Shift_JIS" …; NULL when nothing fits well enough. Static. */
const char *encoding_guess(struct encoding_look *x);
/* Whether ICU knows an encoding of this name that texts are kept in. */
bool encoding_known(const char *name);
#endif
