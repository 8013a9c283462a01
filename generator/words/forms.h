/* words/forms: the formatters of one locale: dates opened at once, numbers by ICU skeleton on first use, then kept.
 * Knows ICU and its locales. Refuses to know messages, keys and what is money; that is words/format.
 * Any thread; strings returned are owned by the caller. */
#ifndef WORDS_FORMS_H
#define WORDS_FORMS_H
#include "words/say.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct forms forms;
enum date_form { DATE_DAY, DATE_MONTH, DATE_MONTH_SHORT, DATE_MONTH_SHORT_YEAR, DATE_QUARTER, DATE_FORMS };

/* The ICU locale id of a language tag ("en-GB" → "en_GB"), caller owns; NULL when ICU has no such locale. */
char *locale_of(const char *tag);
bool locale_same_language(const char *a, const char *b); /* two ICU ids */
/* Both are ICU ids; numbers and dates take `locale`, lists `language`. NULL with the reason in *error when a formatter cannot be opened. */
struct forms *forms_new(const char *locale, const char *language, char **error);
void forms_free(struct forms *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(forms, forms_free)

/* A number by an ICU skeleton in ASCII; U+2212 for minus. A skeleton ICU refuses or a text that is no decimal number aborts: both are ours. */
char *forms_decimal(const struct forms *f, const char *skeleton, const char *decimal);
char *forms_double(const struct forms *f, const char *skeleton, double x); /* finite, else aborts */
char *forms_date(const struct forms *f, enum date_form form, int32_t day); /* day as in base/date.h */
char *forms_list(const struct forms *f, const char *const *items, size_t n);

const struct forms *words_forms(const struct words *w); /* defined by the catalogue, which owns them */
#endif
