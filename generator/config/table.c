/* config/table: look-ups in settings.def and export.def, and the table `holdfast list settings` prints.
 * A dotted path is a setting inside a group of that name; the groups are nowhere listed but in the paths. */
#include "config/table.h"

#include <string.h>

static const struct key_row SETTINGS[SETTING_COUNT] = {
#define SETTING(id, scope, path, type, dflt, range, text) [SETTING_##id] = {path, SCOPE_##scope, TYPE_##type, dflt, range, text},
#include "config/settings.def"
#undef SETTING
};

static const struct key_row KEYS[KEY_COUNT] = {
#define KEY(id, block, path, type, dflt, range, text) [KEY_##id] = {path, SCOPE_##block, TYPE_##type, dflt, range, text},
#include "config/export.def"
#undef KEY
};

const struct key_row *setting_row(enum setting s) {
	return &SETTINGS[s];
}

const struct key_row *block_row(enum block_key k) {
	return &KEYS[k];
}

const char *setting_path(enum setting s) {
	return SETTINGS[s].path;
}

/* What stands behind the prefix in a path, or NULL. */
static const char *below(const char *path, const char *prefix) {
	return g_str_has_prefix(path, prefix) ? path + strlen(prefix) : NULL;
}

enum meaning setting_find(const char *prefix, const char *name, enum setting *out) {
	size_t n = strlen(name);
	for (int s = 0; s < SETTING_COUNT; s++) {
		const char *rest = below(SETTINGS[s].path, prefix);
		if (rest == NULL || strncmp(rest, name, n) != 0)
			continue;
		if (rest[n] == '.')
			return MEANS_GROUP;
		if (rest[n] != '\0')
			continue;
		*out = (enum setting)s;
		return MEANS_SETTING;
	}
	return MEANS_NOTHING;
}

enum block_key block_find(enum key_scope block, const char *name) {
	int k = 0;
	while (k < KEY_COUNT && (KEYS[k].scope != block || strcmp(KEYS[k].path, name) != 0))
		k++;
	return (enum block_key)k;
}

GPtrArray *names_new(void) {
	return g_ptr_array_new_with_free_func(g_free);
}

void names_of_settings(GPtrArray *names, const char *prefix, bool site) {
	for (int s = 0; s < SETTING_COUNT; s++) {
		const char *rest = below(SETTINGS[s].path, prefix);
		if (rest != NULL && (site || SETTINGS[s].scope != SCOPE_SITE))
			g_ptr_array_add(names, g_strndup(rest, strcspn(rest, ".")));
	}
}

void names_of_block(GPtrArray *names, enum key_scope block) {
	for (int k = 0; k < KEY_COUNT; k++)
		if (KEYS[k].scope == block)
			g_ptr_array_add(names, g_strdup(KEYS[k].path));
}

static const char *const TYPE_NAMES[] = {"text", "whole number", "number", "date", "choice", "list of texts", "block { }", "list ( )"};

struct widths {
	int path, type, dflt, range;
};

static void widen(struct widths *w, const struct key_row *r) {
	w->path = MAX(w->path, (int)strlen(r->path));
	w->type = MAX(w->type, (int)strlen(TYPE_NAMES[r->type]));
	w->dflt = MAX(w->dflt, (int)strlen(r->dflt));
	w->range = MAX(w->range, (int)strlen(r->range));
}

static void append_line(GString *out, const struct widths *w, const char *path, const char *type, const char *dflt, const char *range, const char *text) {
	g_string_append_printf(out, "  %-*s  %-*s  %-*s  %-*s  %s\n", w->path, path, w->type, type, w->dflt, dflt, w->range, range, text);
}

static void append_rows(GString *out, const struct widths *w, const char *title, const struct key_row *rows, int n, enum key_scope scope) {
	g_string_append_printf(out, "%s\n", title);
	for (int i = 0; i < n; i++) {
		const struct key_row *r = &rows[i];
		if (r->scope == scope)
			append_line(out, w, r->path, TYPE_NAMES[r->type], *r->dflt == '\0' ? "-" : r->dflt, *r->range == '\0' ? "-" : r->range, r->text);
	}
	g_string_append_c(out, '\n');
}

char *conf_list_settings(void) {
	static const struct key_row HEAD = {"default", SCOPE_SITE, TYPE_TEXT, "default", "choices or range", ""};
	struct widths w = {0};
	widen(&w, &HEAD);
	for (int s = 0; s < SETTING_COUNT; s++)
		widen(&w, &SETTINGS[s]);
	for (int k = 0; k < KEY_COUNT; k++)
		widen(&w, &KEYS[k]);
	GString *out = g_string_new(NULL);
	append_line(out, &w, "setting", "type", HEAD.dflt, HEAD.range, "meaning");
	g_string_append_c(out, '\n');
	append_rows(out, &w, "of the whole site (top of site.conf):", SETTINGS, SETTING_COUNT, SCOPE_SITE);
	append_rows(out, &w, "of every client (top of site.conf) or of one (in its block of clients, which wins); a.b is b in the group a:", SETTINGS,
	            SETTING_COUNT, SCOPE_CLIENT);
	append_rows(out, &w, "in a client's block only:", KEYS, KEY_COUNT, SCOPE_CLIENT);
	append_rows(out, &w, "in an export's block:", KEYS, KEY_COUNT, SCOPE_EXPORT);
	g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}
