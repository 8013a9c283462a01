/* base/diag: everything the program has to say to its user, each thing once.
 * Knows codes, severities and places (file, line, column). Refuses to know what the message is about:
 * the function that notices a fault fills in the words of its own row in diag_codes.def.
 * A bug or out-of-memory aborts; whatever a user or the machine can cause comes through here. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* One row of diag_codes.def: DIAG(CODE, severity, "text with {1} {2} … {9}"). The text says what was wrong,
 * what the program did about it and what to do. */
enum diag_code {
#define DIAG(code, severity, text) DIAG_##code,
#include "base/diag_codes.def"
#undef DIAG
	DIAG_CODES
};

/* Where: file is as the user named it (NULL: the whole run), line and column count from 1 (0: unknown). */
struct where {
	const char *file;
	int64_t line;
	int64_t column;
};

struct diag_message {
	enum diag_code code;
	enum severity severity;
	char *file; /* NULL when the message is of no file; owned */
	int64_t line, column;
	char *text; /* without the place; owned */
};

typedef struct diag diag;
/* Allocates an empty sink; free with diag_free. Safe to report into from several threads. */
struct diag *diag_new(void);
void diag_free(struct diag *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(diag, diag_free)

/* Reports one thing. The arguments are NUL-terminated UTF-8 strings for {1}, {2} …, ended by NULL;
 * control characters and over-long values (more than 120 characters) in them are made harmless. Never fails. */
void diag_report(struct diag *d, enum diag_code code, struct where where, ...) G_GNUC_NULL_TERMINATED;

/* How many messages of at least this severity were reported. */
int64_t diag_count(const struct diag *d, enum severity at_least);
/* Message i of diag_total, in the order reported; owned by d. */
int64_t diag_total(const struct diag *d);
const struct diag_message *diag_get(const struct diag *d, int64_t i);
/* Appends all messages of other behind those of d (used to keep the order of clients whatever the worker). */
void diag_append(struct diag *d, const struct diag *other);
/* "file:line:column: error: text", the way compilers say it; returned string is owned by the caller. */
char *diag_line(const struct diag_message *m);
/* Prints the messages from index `first` on to stderr, at most `most` of one code and file, then "and N more". */
void diag_print(const struct diag *d, int64_t first, int64_t most);
/* The name of a code ("FIELD_DATE") and of a severity ("warning"); static. */
const char *diag_name(enum diag_code code);
const char *severity_name(enum severity s);
#endif
