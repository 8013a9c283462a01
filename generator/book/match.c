/* book/match: which customer a row means when its file knows customers by another key than the customers export: e-mail or name.
 * Knows the keys of exported customers, compared without case and with blanks taken together. Refuses to guess: a key that two customers
 * share names neither. */
#include "book/reader.h"
#include "base/text.h"
#include <string.h>

#define NOBODY_ALONE UINT32_MAX /* several customers have this key */

struct matcher {
	GHashTable *emails, *names; /* key, folded → number + 1 */
	bool by_email, by_name;
};

struct matcher *matcher_new(const struct client_conf *c) {
	struct matcher *m = g_new0(struct matcher, 1);
	m->emails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	m->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	char **match = conf_list(c, SETTING_MATCH);
	for (size_t i = 0; match[i] != NULL; i++) {
		m->by_email = m->by_email || strcmp(match[i], "email") == 0;
		m->by_name = m->by_name || strcmp(match[i], "name") == 0;
	}
	return m;
}

void matcher_free(struct matcher *m) {
	if (m == NULL)
		return;
	g_hash_table_unref(m->emails);
	g_hash_table_unref(m->names);
	g_free(m);
}

/* Without case; blanks around it gone and those inside made one. */
static char *fold(const char *text, size_t length) {
	g_autofree char *copy = g_strndup(text, length);
	g_autofree char *folded = g_utf8_casefold(copy, -1);
	g_autofree char *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
	g_auto(GStrv) parts = g_strsplit_set(normal != NULL ? normal : folded, " \t\r\n", -1);
	GString *out = g_string_new(NULL);
	for (size_t i = 0; parts[i] != NULL; i++)
		if (parts[i][0] != '\0')
			g_string_append_printf(out, "%s%s", out->len == 0 ? "" : " ", parts[i]);
	return g_string_free(out, FALSE);
}

static void learn(GHashTable *keys, const struct cell *cell, uint32_t number) {
	if (cell->state != CELL_GIVEN)
		return;
	char *key = fold(cell->text, cell->length);
	gpointer known = g_hash_table_lookup(keys, key);
	uint32_t now = known == NULL || GPOINTER_TO_UINT(known) == number + 1 ? number + 1 : NOBODY_ALONE;
	g_hash_table_insert(keys, key, GUINT_TO_POINTER(now));
}

void matcher_learn(struct matcher *m, const struct row *row, uint32_t number) {
	if (m->by_email)
		learn(m->emails, &row->cells[FIELD_EMAIL], number);
	if (m->by_name)
		learn(m->names, &row->cells[FIELD_NAME], number);
}

static enum match_result look(GHashTable *keys, const char *key, uint32_t *number) {
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(keys, key));
	if (known == 0)
		return MATCH_NONE;
	*number = known - 1;
	return known == NOBODY_ALONE ? MATCH_SEVERAL : MATCH_ONE;
}

enum match_result matcher_find(const struct matcher *m, const struct cell *id, uint32_t *number) {
	if (!m->by_email && !m->by_name)
		return MATCH_NONE;
	g_autofree char *key = fold(id->text, id->length);
	enum match_result result = m->by_email ? look(m->emails, key, number) : MATCH_NONE;
	return result == MATCH_NONE && m->by_name ? look(m->names, key, number) : result;
}
