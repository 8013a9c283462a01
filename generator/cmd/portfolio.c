/* cmd/portfolio: gathers how each client's build went. Ranks nothing. */
#include "cmd/portfolio.h"

#include "page/bind.h"
#include "page/bind_portfolio.h"
#include "site/render.h"

#include <string.h>

enum outcome { OUTCOME_BUILT, OUTCOME_KEPT, OUTCOME_NONE };
struct entry {
	char *name, *href, *newest;
	enum outcome outcome;
	int64_t rows, refused;
};
struct portfolio {
	GArray *entries; /* of struct entry */
};

static void clear_entry(gpointer entry) {
	struct entry *e = entry;
	g_free(e->name);
	g_free(e->href);
	g_free(e->newest);
}

struct portfolio *portfolio_new(void) {
	struct portfolio *p = g_new0(struct portfolio, 1);
	p->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	g_array_set_clear_func(p->entries, clear_entry);
	return p;
}

void portfolio_free(struct portfolio *p) {
	if (p == NULL)
		return;
	g_array_unref(p->entries);
	g_free(p);
}

static void add(struct portfolio *p, const struct reading *r, enum outcome outcome, char *newest) {
	struct rows_sum sum = reading_rows(r);
	struct entry e = {.name = g_strdup(r->conf->name), .newest = newest, .outcome = outcome, .rows = sum.rows, .refused = sum.refused};
	if (outcome != OUTCOME_NONE)
		e.href = g_strdup_printf("../%s/index.html", r->conf->id);
	g_array_append_val(p->entries, e);
}

void portfolio_add(struct portfolio *p, const struct reading *r) {
	const struct spans *spans = &r->facts->spans;
	size_t newest = span_newest(spans, SPAN_MONTH);
	add(p, r, OUTCOME_BUILT, newest == SPAN_ABSENT ? g_strdup("") : bind_span_title(r->report.words, &spans->items[newest]));
}

void portfolio_add_failed(struct portfolio *p, const struct reading *r, bool old_report) {
	add(p, r, old_report ? OUTCOME_KEPT : OUTCOME_NONE, g_strdup(""));
}

static char *page_of(const struct portfolio *p, const struct words *w, const struct tpl_cache *cache, const char *stylesheet, struct diag *d) {
	static const char *const STATES[] = {"portfolio_built", "portfolio_kept", "portfolio_none"};
	g_autofree struct portfolio_client *clients = g_new0(struct portfolio_client, p->entries->len);
	for (guint i = 0; i < p->entries->len; i++) {
		const struct entry *e = &g_array_index(p->entries, struct entry, i);
		clients[i] = (struct portfolio_client){.name = e->name, .href = e->href, .newest = e->newest, .state = words_text(w, STATES[e->outcome]),
		                                       .failed = e->outcome != OUTCOME_BUILT, .rows = e->rows, .refused = e->refused};
	}
	g_autoptr(tpl) root = tpl_new(w);
	portfolio_page(root, w, stylesheet, clients, p->entries->len);
	return tpl_expand(cache, BIND_LAYOUT, root, d);
}

bool portfolio_put(const struct portfolio *p, struct looks *l, const struct conf *c, struct stage *s, struct diag *d) {
	const struct words *w = looks_words(l, c->values[SETTING_LANGUAGE].text, c->values[SETTING_FORMATS].text, d);
	const struct tpl_cache *cache = w != NULL ? looks_templates(l, w, d) : NULL;
	const char *css = cache != NULL ? looks_stylesheet(l, c->values[SETTING_THEME].text, d) : NULL;
	if (css == NULL)
		return false;
	g_autofree char *stylesheet = render_stylesheet(css);
	g_autofree char *asset = g_build_filename("internal", stylesheet, NULL);
	g_autofree char *text = page_of(p, w, cache, stylesheet, d);
	return text != NULL && stage_put(s, PORTFOLIO_PAGE, text, strlen(text), d) && (stage_has(s, asset) || stage_put(s, asset, css, strlen(css), d));
}
