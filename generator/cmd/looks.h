/* cmd/looks: words, templates and stylesheets, each loaded once however many clients share it. */
#ifndef CMD_LOOKS_H
#define CMD_LOOKS_H
#include "config/config.h"
#include "page/tpl.h"
#include "words/words.h"

struct looks {
	char *templates, *themes;  /* folders */
	GHashTable *words;         /* "en en-GB" → struct words */
	GHashTable *caches;        /* "en" → struct tpl_cache */
	GHashTable *stylesheets;   /* theme → its css */
};
void looks_empty(struct looks *l); /* nothing in it yet; may be cleared */
/* Finds the folders. False with the reason in d. Clear with looks_clear either way. */
bool looks_init(struct looks *l, const struct conf *c, struct diag *d);
void looks_clear(struct looks *l);
/* What a page of that language, form and theme needs; owned by l; NULL with the reason in d. */
const struct words *looks_words(struct looks *l, const char *language, const char *formats, struct diag *d);
const struct tpl_cache *looks_templates(struct looks *l, const struct words *w, struct diag *d);
/* Whether the client's theme is a folder of themes/; else told with the line of site.conf and the nearest. */
bool looks_has_theme(const struct looks *l, const struct client_conf *c, struct diag *d);
const char *looks_stylesheet(struct looks *l, const char *theme, struct diag *d);
#endif
