/* page/tpl: the edge of Google's ctemplate (C++), a plain C face. Knows templates, names and escaping; refuses to know what a page is.
 *
 * HOW TO WRITE TEMPLATES (page/scan.h checks all of this before anything is expanded, with file and line)
 *
 * First line, alone:      {{%AUTOESCAPE context="HTML"}} in pages, partials and charts (.svg files too: they stand inside a page);
 *                         "XML" and "CSS" for files that are nothing else. The line leaves no trace in the output.
 * {{NAME}}                a value, [A-Z][A-Z0-9_]*, escaped by where it stands (& < > " ' become references; a line end or tab a blank).
 * {{T_some_key}}          the words' message of key "some_key", one without arguments; never set by C.
 * {{#ROWS}}…{{/ROWS}}     a section: once per tpl_add, each round with the names of its own dictionary; not at all after tpl_hide.
 *                         After tpl_show(…, true) it stands once and its names are those of the level around it:
 *                         {{#HAS_N}}n = {{N}}{{/HAS_N}}. {{#ROWS_separator}}, {{/ROWS_separator}} directly inside ROWS stands between rounds.
 * {{>CHART}}              an include, once per tpl_include, the file named there; never inside a tag.
 * {{! any words }}        a comment that does not reach the output; <!-- --> is refused (it would).
 * Names beginning SITE_ or PERIOD_ are inherited by includes and sections. Every other name must be set, every section added to, shown or
 * hidden, every include given or excluded, at its own level: an unset one is an error with file and name, never an empty string.
 *
 * Measured, context HTML, ctemplate 2.4:
 * - In double quotes all of these come through unchanged: d="{{PATH}}" ("M4.5,3 L-2,7 Z"), x="{{X}}" (-3.25), points, viewBox="0 0 {{W}} {{H}}",
 *   transform="{{T}}" ("translate(-3.5,4) rotate(-90)"), clip-path="{{C}}" ("url(#clip)"), class="a {{CLS}}", id="{{ID}}", aria-label, data-*,
 *   text with no-break spaces, en dashes, U+2212. So do values in <p>, <text>, <title>, <desc>.
 * - href="{{URL}}", href="../{{URL}}", href="#{{ID}}" and src take relative links ("../2026-10/overview.html#x") unchanged. A value at the beginning
 *   of a link that has a ':' before its first '/' or '?' and is not http(s) ("a:b.html", mailto:, javascript:) becomes "#": file names have no ':'.
 * - Without quotes (class={{CLS}}) and in a tag (<p {{ATTR}}>) every character but letters, digits and . : _ - becomes '_': refused.
 * - In style="…" and <style> values lose / : ( ) = and all beyond ASCII; in <script> they become "null": refused. Use attributes and classes.
 * - {{NAME:none}} and other modifiers would switch escaping off: refused.
 * - A section may stand in a tag (<li{{#ON}} class="on"{{/ON}}>), whole attributes with their quotes inside it.
 * - A line of markers only leaves no line; blank lines vanish, also inside <pre>.
 * Not forbidden by machine, but by the house: no arithmetic and no words in templates; words are {{T_…}} or values. */
#ifndef PAGE_TPL_H
#define PAGE_TPL_H
#include "base/diag.h"
#include "words/say.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct tpl_cache tpl_cache;
/* Reads every template below `folder` (templates/, without text/ and names that begin with '.'), scans markers and names, freezes the cache.
 * NULL when anything is wrong; all faults are reported. `words` may be NULL (no key check).
 * File names in tpl_include and tpl_expand are relative to the folder: "charts/line.svg", "pages/overview.html". */
struct tpl_cache *tpl_cache_load(const char *folder, const struct words *words, struct diag *d) NO_THROW;
void tpl_cache_free(struct tpl_cache *c) NO_THROW;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tpl_cache, tpl_cache_free)
bool tpl_cache_has(const struct tpl_cache *c, const char *file) NO_THROW;

typedef struct tpl tpl; /* a dictionary: values, sections and includes of one level */
/* A root. It borrows words (for T_ names; NULL: there are none) and strings are copied. Free the root only. */
struct tpl *tpl_new(const struct words *words) NO_THROW;
void tpl_free(struct tpl *t) NO_THROW;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tpl, tpl_free)

/* Setting a name twice at one level aborts, as do adding to a section that was shown or hidden, a name that is not of [A-Z][A-Z0-9_]*, and a
 * value that is no UTF-8. Control characters that no page may hold become U+FFFD. */
void tpl_set(struct tpl *t, const char *name, const char *value) NO_THROW;       /* copied */
void tpl_take(struct tpl *t, const char *name, char *value) NO_THROW;            /* copied, then value is freed: for g_autofree-less calls */
void tpl_set_int(struct tpl *t, const char *name, int64_t value) NO_THROW;       /* plain ASCII digits */
void tpl_set_number(struct tpl *t, const char *name, double value) NO_THROW;     /* shortest decimal, for coordinates; ASCII; finite */
struct tpl *tpl_add(struct tpl *t, const char *section) NO_THROW;                /* one more round of a section */
void tpl_show(struct tpl *t, const char *section, bool show) NO_THROW;           /* a section without names of its own: once or not at all */
void tpl_hide(struct tpl *t, const char *section) NO_THROW;                      /* says that the section stays away (a list that is empty) */
struct tpl *tpl_include(struct tpl *t, const char *name, const char *file) NO_THROW; /* one more round of {{>name}} with that file */
void tpl_exclude(struct tpl *t, const char *name) NO_THROW;                      /* says that {{>name}} stays away */
/* Expands file with the dictionary. NULL with an error in d (template, name) for every name that was unset. Thread-safe for distinct roots.
 * Caller owns. */
char *tpl_expand(const struct tpl_cache *c, const char *file, const struct tpl *root, struct diag *d) NO_THROW;
/* Test only: names set in the dictionary but never read by an expansion, as sorted "file NAME" lines; caller owns. */
char *tpl_unread(const struct tpl *root) NO_THROW;
#endif
