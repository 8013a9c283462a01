/* config/check: turns one setting as libconfig gives it into a value, against its row of the table, and says what is
 * wrong with it. Knows types, ranges and the few settings that mean something checkable (a currency, a zone, a locale).
 * Knows nothing of clients and where a setting may stand. */
#ifndef CONFIG_CHECK_H
#define CONFIG_CHECK_H
#include "config/table.h"
#include <libconfig.h>

/* The file being read, handed down to everything that may find fault with it. */
struct source {
	const char *file;
	struct diag *d;
};

struct where source_at(const struct source *f, const config_setting_t *s);
/* Reports that no key of this name may stand where s stands, naming the nearest of `names`; returns false. */
bool check_unknown(const struct source *f, const config_setting_t *s, const GPtrArray *names);
/* true when s is of a libconfig type that the row takes; otherwise reported. */
bool check_type(const struct source *f, const struct key_row *row, const config_setting_t *s);
/* Reads s by the row into *out (cleared first); false when reported, *out then has no value. */
bool check_value(const struct source *f, const struct key_row *row, const config_setting_t *s, struct setting_value *out);
/* The same, and what only this setting asks for (DATE a first of a month, a currency ICU knows …). */
bool check_setting(const struct source *f, enum setting setting, const config_setting_t *s, struct setting_value *out);
/* Whether a key that must stand in a block does; it may stand there with a fault, which was reported. */
bool check_given(const struct source *f, const config_setting_t *block, const char *what, enum block_key key);
/* A text, or a number as it would be written, for a value that is used as text; NULL when s is neither; caller owns. */
char *scalar_text(const config_setting_t *s);

void value_clear(struct setting_value *v);
void value_copy(struct setting_value *to, const struct setting_value *from); /* deep; `to` is overwritten, not cleared */
void value_builtin(struct setting_value *v, const struct key_row *row);      /* the default of the table; v is overwritten */
#endif
