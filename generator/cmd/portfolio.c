/* cmd/portfolio: gathers how each client's build went. Ranks nothing. */
#include "cmd/portfolio.h"

#include "page/bind.h"
#include "page/bind_portfolio.h"
#include "site/render.h"

#include <string.h>

enum outcome { OUTCOME_BUILT, OUTCOME_KEPT, OUTCOME_NONE };
struct entry {
	char *id, *name, *href, *newest;
	enum outcome outcome;
	int64_t rows, refused;
	enum lean lean;
};
struct portfolio {
	GArray *entries;   /* of struct entry */
	GKeyFile *present; /* what the present site says; NULL: not read yet */
};
static const char *const OUTCOMES[] = {"built", "kept", "none"};

static void clear_entry(gpointer entry) {
	struct entry *e = entry;
	g_free(e->id);
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
	g_clear_pointer(&p->present, g_key_file_unref);
	g_free(p);
}

/* Takes newest over. */
static void add_entry(struct portfolio *p, const struct client_conf *c, enum outcome outcome, char *newest, int64_t rows, int64_t refused, enum lean lean) {
	struct entry e = {.id = g_strdup(c->id), .name = g_strdup(c->name), .newest = newest, .outcome = outcome, .rows = rows, .refused = refused, .lean = lean};
	if (outcome != OUTCOME_NONE)
		e.href = g_strdup_printf("../%s/index.html", c->id);
	g_array_append_val(p->entries, e);
}

static void add(struct portfolio *p, const struct reading *r, enum outcome outcome, char *newest, enum lean lean) {
	struct rows_sum sum = reading_rows(r);
	add_entry(p, r->conf, outcome, newest, sum.rows, sum.refused, lean);
}

void portfolio_add(struct portfolio *p, const struct reading *r) {
	const struct spans *spans = &r->facts->spans;
	size_t newest = span_newest(spans, SPAN_MONTH);
	add(p, r, OUTCOME_BUILT, newest == SPAN_ABSENT ? g_strdup("") : bind_span_title(r->report.words, &spans->items[newest]),
	    lean_of_year(&r->report));
}

void portfolio_add_failed(struct portfolio *p, const struct reading *r, bool old_report) {
	add(p, r, old_report ? OUTCOME_KEPT : OUTCOME_NONE, g_strdup(""), LEAN_UNKNOWN);
}

/* An unreadable one says nothing: then only what lies in the present site is known. */
static GKeyFile *present_data(struct portfolio *p, const struct stage *s) {
	g_autofree char *bytes = NULL;
	gsize length = 0;
	if (p->present != NULL)
		return p->present;
	p->present = g_key_file_new();
	if (stage_read_present(s, PORTFOLIO_DATA, &bytes, &length))
		g_key_file_load_from_data(p->present, bytes, length, G_KEY_FILE_NONE, NULL);
	return p->present;
}

void portfolio_add_present(struct portfolio *p, const struct client_conf *c, const struct stage *s) {
	g_autofree char *page = g_build_filename(c->id, "index.html", NULL);
	if (!stage_present_has(s, page)) {
		add_entry(p, c, OUTCOME_NONE, g_strdup(""), 0, 0, LEAN_UNKNOWN);
		return;
	}
	GKeyFile *data = present_data(p, s);
	g_autofree char *outcome = g_key_file_get_string(data, c->id, "outcome", NULL);
	char *newest = g_key_file_get_string(data, c->id, "newest", NULL);
	g_autofree char *lean = g_key_file_get_string(data, c->id, "lean", NULL);
	add_entry(p, c, g_strcmp0(outcome, OUTCOMES[OUTCOME_BUILT]) == 0 ? OUTCOME_BUILT : OUTCOME_KEPT, newest != NULL ? newest : g_strdup(""),
	          g_key_file_get_int64(data, c->id, "rows", NULL), g_key_file_get_int64(data, c->id, "refused", NULL),
	          lean_named(lean));
}

static bool put_data(const struct portfolio *p, struct stage *s, struct diag *d) {
	g_autoptr(GKeyFile) data = g_key_file_new();
	for (guint i = 0; i < p->entries->len; i++) {
		const struct entry *e = &g_array_index(p->entries, struct entry, i);
		g_key_file_set_string(data, e->id, "outcome", OUTCOMES[e->outcome]);
		g_key_file_set_string(data, e->id, "newest", e->newest);
		g_key_file_set_int64(data, e->id, "rows", e->rows);
		g_key_file_set_int64(data, e->id, "refused", e->refused);
		g_key_file_set_string(data, e->id, "lean", lean_name(e->lean));
	}
	gsize length = 0;
	g_autofree char *text = g_key_file_to_data(data, &length, NULL);
	return stage_put(s, PORTFOLIO_DATA, text, length, d);
}

static char *page_of(const struct portfolio *p, const struct words *w, const struct tpl_cache *cache, const char *stylesheet, struct diag *d) {
	static const char *const STATES[] = {"portfolio_built", "portfolio_kept", "portfolio_none"};
	g_autofree struct portfolio_client *clients = g_new0(struct portfolio_client, p->entries->len);
	for (guint i = 0; i < p->entries->len; i++) {
		const struct entry *e = &g_array_index(p->entries, struct entry, i);
		clients[i] = (struct portfolio_client){.name = e->name, .href = e->href, .newest = e->newest, .state = words_text(w, STATES[e->outcome]),
		                                       .failed = e->outcome != OUTCOME_BUILT, .rows = e->rows, .refused = e->refused, .lean = e->lean};
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
	return text != NULL && stage_put(s, PORTFOLIO_PAGE, text, strlen(text), d) && put_data(p, s, d) &&
	       (stage_has(s, asset) || stage_put(s, asset, css, strlen(css), d));
}
