/* base/text: small helpers on UTF-8 strings. GLib has the rest. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The entry of names[0 … n-1] nearest to `word` (edit distance, a swap of neighbours counting once, case folded; the first of
 * equals), or NULL when none is within a third of its length (at least 1, never the whole word); the pointer is into names. */
const char *text_nearest(const char *word, const char *const *names, size_t n);
/* Trims blanks (also no-break space) at both ends in place and returns the start. */
char *text_trim(char *s);
/* Lower case, runs of blanks, '_', '-' and '.' as one '_', none at the ends: the form in which headers are compared; caller owns. */
char *text_fold(const char *s);
/* A copy in which control characters, bidi overrides, invisible characters and invalid UTF-8 are shown as visible escapes
 * (\n, \x1B, \u202E), cut to `most` characters of s and then "…"; valid UTF-8; caller owns. */
char *text_visible(const char *s, size_t length, size_t most);
/* true when a name can be a client id and a folder: a-z A-Z 0-9 . _ - , 1 to 64 bytes, not starting with '.' or '-'. */
bool text_is_id(const char *s);
/* A copy fit for an HTML id or a file name: ASCII letters and digits kept, runs of everything else as one "-", never empty, at
 * most 57 bytes; a value that is not its own slug gets 8 hex digits of its hash, so that two never meet; caller owns. */
char *text_slug(const char *s);
/* A CSV cell: quoted when it must be, and disarmed with a leading ' when it begins like a formula (= + - @ tab CR LF).
 * For texts from outside; numbers written by us are appended as they are. */
void text_csv_cell(GString *out, const char *s);
#endif
