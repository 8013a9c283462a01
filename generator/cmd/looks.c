/* cmd/looks: a small store of what the pages of several clients share. */
#include "cmd/looks.h"

#include "base/file.h"
#include "base/text.h"
#include "cmd/locate.h"
#include "site/theme.h"

static void free_words(gpointer words_of) {
	words_free(words_of);
}

static void free_cache(gpointer cache) {
	tpl_cache_free(cache);
}

void looks_empty(struct looks *l) {
	*l = (struct looks){0};
}

bool looks_init(struct looks *l, const struct conf *c, struct diag *d) {
	l->templates = locate(c, "templates", d);
	l->themes = locate(c, "themes", d);
	l->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_words);
	l->caches = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_cache);
	l->stylesheets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return l->templates != NULL && l->themes != NULL;
}

void looks_clear(struct looks *l) {
	g_clear_pointer(&l->caches, g_hash_table_unref);
	g_clear_pointer(&l->words, g_hash_table_unref);
	g_clear_pointer(&l->stylesheets, g_hash_table_unref);
	g_clear_pointer(&l->templates, g_free);
	g_clear_pointer(&l->themes, g_free);
}

const struct words *looks_words(struct looks *l, const char *language, const char *formats, struct diag *d) {
	g_autofree char *key = g_strdup_printf("%s %s", language, formats);
	struct words *w = g_hash_table_lookup(l->words, key);
	if (w != NULL)
		return w;
	g_autofree char *folder = g_build_filename(l->templates, "text", NULL);
	w = words_load(folder, language, formats, d);
	if (w != NULL)
		g_hash_table_insert(l->words, g_steal_pointer(&key), w);
	return w;
}

const struct tpl_cache *looks_templates(struct looks *l, const struct words *w, struct diag *d) {
	const char *language = words_language(w);
	struct tpl_cache *cache = g_hash_table_lookup(l->caches, language);
	if (cache != NULL)
		return cache;
	cache = tpl_cache_load(l->templates, w, d);
	if (cache != NULL)
		g_hash_table_insert(l->caches, g_strdup(language), cache);
	return cache;
}

bool looks_has_theme(const struct looks *l, const struct client_conf *c, struct diag *d) {
	const char *theme = conf_text(c, SETTING_THEME);
	g_auto(GStrv) themes = file_list(l->themes, NULL);
	if (themes == NULL)
		return true; /* reading the theme will say what is wrong with the folder */
	size_t n = g_strv_length(themes);
	for (size_t i = 0; i < n; i++)
		if (g_str_equal(themes[i], theme))
			return true;
	const char *nearest = n == 0 ? NULL : text_nearest(theme, (const char *const *)themes, n);
	diag_report(d, DIAG_THEME_UNKNOWN, (struct where){c->conf->file, c->values[SETTING_THEME].line, 0}, c->id, theme,
	            nearest != NULL ? nearest : n > 0 ? themes[0] : "ledger", NULL);
	return false;
}

const char *looks_stylesheet(struct looks *l, const char *theme, struct diag *d) {
	char *css = g_hash_table_lookup(l->stylesheets, theme);
	if (css != NULL)
		return css;
	css = theme_stylesheet(l->themes, theme, d);
	if (css != NULL)
		g_hash_table_insert(l->stylesheets, g_strdup(theme), css);
	return css;
}
