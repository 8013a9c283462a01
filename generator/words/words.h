/* words/words: all sentences a reader sees, from templates/text/<language>.po, and the forms of numbers, money and dates of a locale.
 * Knows keys, ICU messages and locales. Refuses to know metrics and pages. Messages are parsed once, before threads;
 * after words_load all functions are safe from any thread. */
#ifndef WORDS_WORDS_H
#define WORDS_WORDS_H
#include "base/diag.h"
#include "base/money.h"
#include "base/month.h"
#include "words/say.h" /* words_has, words_text, words_say, SAY */
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads <folder>/<language>.po (msgid a key of [a-z0-9_], msgstr an ICU message); formats is the locale of numbers and dates
 * ("en-GB"). When both are of one language, numbers inside messages and lists take formats too; else those of the language.
 * NULL with every reason in d when the file cannot be read, a message does not parse, or a locale is unknown. */
struct words *words_load(const char *folder, const char *language, const char *formats, struct diag *d);
void words_free(struct words *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(words, words_free)

/* All keys, sorted; NULL-terminated; owned by w. */
const char *const *words_keys(const struct words *w);
const char *words_language(const struct words *w); /* "en": the lang attribute */

/* Forms of a locale. All return strings the caller owns. U+2212 is the minus sign; what rounds to zero has no sign; rounding is half-even;
 * a double that is not finite aborts. Calendars are Gregorian whatever the locale: months are those of base/month. */
char *format_count(const struct words *w, int64_t n);                                     /* 12,604 */
char *format_number(const struct words *w, double x, int min_decimals, int max_decimals); /* 0 … 9 decimals */
char *format_percent(const struct words *w, double ratio, int decimals); /* .9788, 1 → "97.9%"; "97,9 %" with a no-break space in de */
/* Exact decimal string "223700.5" (as money_decimal gives it), never a double; rounds half-even to `decimals` (-1: the currency's own). */
char *format_money(const struct words *w, const char *decimal, struct currency c, int decimals);
/* For axes and labels of charts: from 1,000 on ICU's compact form with at most one decimal (£223.7K, £1.2M; de: 223.700,5 £, 1,2 Mio. £),
 * below it without minor units when there are none (£500, £5.50). */
char *format_money_short(const struct words *w, double major, struct currency c);
char *format_signed(const struct words *w, double x, int decimals);              /* +5.2, −1.3, 0.0 */
char *format_day(const struct words *w, int32_t day);                            /* 31 October 2026 */
char *format_month(const struct words *w, struct month m);                       /* October 2026 */
char *format_month_short(const struct words *w, struct month m, bool with_year); /* Oct, Oct 26 */
char *format_quarter(const struct words *w, struct month first);                 /* Q4 2026 */
char *format_list(const struct words *w, const char *const *items, size_t n);    /* a, b and c (ICU list format); n = 0: "" */
/* Display width of text in em hundredths by the conservative table (62 a character, 78 a capital, 95 for % M m W, 100 East Asian wide, 0 combining and control). */
int64_t text_width(const char *utf8);
#endif
