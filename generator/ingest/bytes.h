/* ingest/bytes: a file as bytes that can be read from any place: unpacked, and a text as UTF-8.
 * Knows gzip, standard input, byte order marks and encodings. Refuses to know what the bytes say.
 * What is not there as it is to be read is written, bounded, to a file without a name in the folder for such files. */
#ifndef INGEST_BYTES_H
#define INGEST_BYTES_H
#include "base/diag.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct bytes {
	int fd;
	int64_t start;        /* the first byte behind a byte order mark */
	int64_t size;         /* bytes there were when it was opened; what is added later is not read */
	char *encoding;       /* of a text: what it was, "Windows-1252"; owned; NULL: not asked for */
	const char *packed;   /* "gzip" or NULL; static */
	int source;           /* the file itself, to see whether it changes; -1: standard input */
	struct stat before;
};

/* Opens and, where needed, unpacks. False with the reason in d, whose place is `name`. Clear with bytes_clear either way. */
bool bytes_open(struct bytes *b, const char *path, const char *name, int64_t most, struct diag *d);
/* Makes it a text of UTF-8. encoding: "auto", or a name ICU knows. A byte that means nothing in its encoding becomes 0xff, which is
 * nowhere in UTF-8: the reader of the row sees it. False with the reason in d. */
bool bytes_as_text(struct bytes *b, const char *encoding, const char *name, int64_t most, struct diag *d);
/* Reads at most n bytes at `from` (from b->start on); the number read, 0 at the end, -1 with *error. */
int64_t bytes_read(const struct bytes *b, void *into, size_t n, int64_t from, char **error);
/* Whether the file is another than when it was opened. */
bool bytes_changed(const struct bytes *b);
void bytes_clear(struct bytes *b);
#endif
