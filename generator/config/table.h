/* config/table: the tables settings.def and export.def as data. Knows keys, types, defaults and ranges as they are written
 * there; reads no file. */
#ifndef CONFIG_TABLE_H
#define CONFIG_TABLE_H
#include "config/config.h"
#include <glib.h>
#include <stdbool.h>

enum key_type { TYPE_TEXT, TYPE_INT, TYPE_NUMBER, TYPE_DATE, TYPE_CHOICE, TYPE_TEXTS, TYPE_GROUP, TYPE_LIST };
enum key_scope { SCOPE_SITE, SCOPE_CLIENT, SCOPE_EXPORT }; /* where it may stand; what may stand in CLIENT as a setting may also be a default */

struct key_row {
	const char *path; /* "churn.rule" */
	enum key_scope scope;
	enum key_type type;
	const char *dflt, *range, *text; /* "" where there is none */
};

enum block_key {
#define KEY(id, block, path, type, dflt, range, text) KEY_##id,
#include "config/export.def"
#undef KEY
	KEY_COUNT
};

const struct key_row *setting_row(enum setting s);
const struct key_row *block_row(enum block_key k);

/* What a name can mean at a level of the file: `prefix` is "" at the top of the file or of a client, "churn." in that group. */
enum meaning { MEANS_NOTHING, MEANS_SETTING, MEANS_GROUP };
enum meaning setting_find(const char *prefix, const char *name, enum setting *out);
/* The key of a block (SCOPE_CLIENT, SCOPE_EXPORT), or KEY_COUNT. */
enum block_key block_find(enum key_scope block, const char *name);

/* Adds the names valid at that level: of settings below prefix (those of the site only when `site`), of a block's keys.
 * The array owns them (made by names_new). */
GPtrArray *names_new(void);
void names_of_settings(GPtrArray *names, const char *prefix, bool site);
void names_of_block(GPtrArray *names, enum key_scope block);
#endif
