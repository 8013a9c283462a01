/* ingest/marks: libxml2's reader with every door shut: no network, no document types, no entities but XML's own, bounded depth and text.
 * Knows where its bytes come from and what went wrong. Refuses to know what the elements mean. */
#ifndef INGEST_MARKS_H
#define INGEST_MARKS_H
#include <glib.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stdint.h>

/* Gives at most n bytes; 0 at the end, -1 when it fails, with *error (owned by the caller). */
typedef int64_t (*marks_source)(void *context, void *into, size_t n, char **error);

#define MARKS_DEEPEST 200        /* elements inside one another */
#define MARKS_MOST_ATTRIBUTES 1000 /* of one element: libxml2 compares each with each */

struct marks {
	xmlTextReaderPtr reader;
	marks_source source;
	void *context;
	char block[8192]; /* of the source */
	size_t length, pos;
	bool begun;
	/* where the bytes handed over stand, for the count of attributes */
	enum { MARKS_IN_TEXT, MARKS_AT_MARK, MARKS_IN_TAG } place;
	char quote;    /* the one a value began with; 0: in none */
	int attributes;
	char *failed; /* owned; NULL: no fault so far */
};
/* Begins to read; false: x->failed says why. Clear with marks_clear either way. x must not move meanwhile. */
bool marks_init(struct marks *x, marks_source source, void *context);
void marks_clear(struct marks *x);
enum marks_node { MARKS_END, MARKS_OPEN, MARKS_CLOSE, MARKS_TEXT, MARKS_OTHER };
/* Says why reading ends here, when nothing was said before. Returns MARKS_END. */
enum marks_node marks_refuse(struct marks *x, const char *why);
/* The next node; an empty element opens, and closes with the next call only when marks_is_empty is false: see there. At a fault MARKS_END, and
 * x->failed says why. */
enum marks_node marks_next(struct marks *x);
bool marks_is_empty(const struct marks *x);           /* the element opened has no content: no MARKS_CLOSE comes for it */
const char *marks_name(const struct marks *x);        /* of the element, without its prefix; until the next call */
const char *marks_text(const struct marks *x);        /* of MARKS_TEXT; until the next call */
int marks_depth(const struct marks *x);               /* 0: the outermost element */
int64_t marks_line(const struct marks *x);            /* of the node's last byte */
char *marks_attribute(const struct marks *x, const char *name); /* its value, the prefix left out; caller owns; NULL: none */
const char *marks_encoding(const struct marks *x);    /* as the file says; NULL: not said */
#endif
