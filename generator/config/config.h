/* config/config: site.conf, read once into plain values. Every key is checked against settings.def and export.def; an unknown key, a wrong type or a
 * value out of range is an error with file, line and the nearest known key. Knows nothing of what a setting is used for. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H
#include "base/date.h"
#include "base/diag.h"
#include "base/money.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum setting {
#define SETTING(id, scope, path, type, dflt, range, text) SETTING_##id,
#include "config/settings.def"
#undef SETTING
	SETTING_COUNT
};

/* One export of a client: which record it feeds and how to read it. */
struct export {
	char *record;    /* customers, subscriptions, invoices, orders, surveys, spend, rates … */
	char *file;      /* as written in site.conf */
	char *path;      /* resolved against site.conf's folder */
	int line;        /* of its block in site.conf */
	GHashTable *columns;   /* canonical field name → header name in the file (char * → char *), may be empty */
	GHashTable *constants; /* canonical field name → value for every row */
	char *dates;     /* "auto", "iso", "dmy", "mdy", "ymd", "serial" */
	char *decimal;   /* "auto", "." or "," */
	char *delimiter; /* "auto", "blanks" (runs of spaces, empty cells dropped) or one character */
	char *format;    /* a name of list formats; NULL: found by its columns */
	char *encoding;  /* "auto" or a name ICU knows */
	char *sheet;     /* of a workbook; NULL: the first */
	char *row_path;  /* of XML; NULL: found */
	char **header;   /* column names of a file that has no header row; NULL: it has one */
	bool whole_row_duplicates; /* duplicates = "whole_row" */
};

struct setting_value {
	bool set;        /* by the user, in defaults or block; a built-in default is not "set" */
	bool has;        /* there is a value at all (set or built in) */
	char *text;      /* TEXT, CHOICE, and the printed form of every other type */
	int64_t i;       /* INT; DATE as a day */
	double x;        /* NUMBER, INT */
	char **list;     /* TEXTS: NULL-terminated */
	int line;        /* in site.conf, 0 when built in */
};

struct client_conf {
	char *id;        /* also its folder; checked by text_is_id */
	char *name;      /* shown to people */
	int line;
	struct setting_value values[SETTING_COUNT];
	GPtrArray *exports; /* of struct export *, in file order */
	const struct conf *conf; /* the whole it is part of */
};

struct conf {
	char *file;      /* site.conf as given */
	char *folder;    /* the folder it lies in */
	struct setting_value values[SETTING_COUNT];
	GPtrArray *clients; /* of struct client_conf *, in file order, ids unique */
};

typedef struct conf conf;
/* Reads site.conf. NULL when anything in it is wrong (all of it is reported into d first). Free with conf_free. */
struct conf *conf_read(const char *path, struct diag *d);
/* One client with no settings but the built-in ones and no exports, of no file. Free with conf_free. */
struct conf *conf_builtin(void);
void conf_free(struct conf *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(conf, conf_free)

bool conf_has(const struct client_conf *c, enum setting s);
const char *conf_text(const struct client_conf *c, enum setting s); /* NULL when it has no value */
int64_t conf_int(const struct client_conf *c, enum setting s);      /* has a value, or this aborts; a DATE gives its day */
double conf_number(const struct client_conf *c, enum setting s);    /* the same */
bool conf_is(const struct client_conf *c, enum setting s, const char *choice);
char **conf_list(const struct client_conf *c, enum setting s); /* never NULL; owned by c */
struct currency conf_currency(const struct client_conf *c);

const char *setting_path(enum setting s); /* "churn.rule"; static */
/* The table `holdfast list settings` prints (settings and the keys of an export's block), one string; caller owns. */
char *conf_list_settings(void);
#endif
