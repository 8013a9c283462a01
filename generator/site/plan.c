/* site/plan: the pages of one client. Every rule about which page exists for which period stands in span_wanted. Knows no file system. */
#include "site/plan.h"

#include <string.h>

/* A trailing year is shown on its month's pages; only the newest has pages of its own. */
static bool span_wanted(const struct spans *spans, size_t span, enum page_when when) {
	enum span_kind kind = spans->items[span].kind;
	if (when == PAGE_ONCE)
		return false;
	if (when == PAGE_NEWEST_SPAN || kind == SPAN_TRAILING)
		return span_newest(spans, kind) == span;
	return true;
}

static char *place_key(const char *kind, size_t span) {
	return g_strdup_printf("%s %" G_GSIZE_FORMAT, kind, span);
}

static bool page_exists(const struct page_context *p, const char *kind, size_t span) {
	const struct plan *own = p->plan;
	g_autofree char *key = place_key(kind, span);
	const struct page_kind *found = g_hash_table_lookup(own->places, key);
	/* No client page may lead to an internal one; internal pages lie in folders of their own. */
	return found != NULL && found->internal == p->kind->internal;
}

static void add_page(struct plan *p, const struct page_kind *kind, size_t span) {
	const struct spans *spans = &p->report->facts->spans;
	bool once = span == SPAN_ABSENT;
	g_autofree char *file = g_strconcat(kind->name, ".html", NULL);
	struct plan_page page = {
		.context = {.report = p->report, .kind = kind, .span = span, .stylesheet = once ? p->link_once : p->link_span,
	                .root = once ? "" : "../", .exists = page_exists, .plan = p},
		.path = g_build_filename(kind->internal ? "internal/" : "", p->folder, once ? "" : spans->items[span].name, file, NULL)};
	g_array_append_val(p->pages, page);
	g_hash_table_insert(p->places, place_key(kind->name, span), (gpointer)kind);
	p->internal = p->internal || kind->internal;
}

static gint by_order(gconstpointer a, gconstpointer b) {
	const struct page_kind *x = *(const struct page_kind *const *)a;
	const struct page_kind *y = *(const struct page_kind *const *)b;
	return x->order != y->order ? (x->order < y->order ? -1 : 1) : strcmp(x->name, y->name);
}

static void clear_page(gpointer page) {
	g_free(((struct plan_page *)page)->path);
}

struct plan *plan_new(const struct report *r, const char *stylesheet, const struct page_kind *const *kinds) {
	struct plan *p = g_new0(struct plan, 1);
	p->report = r;
	p->folder = g_strdup(r->conf->id);
	p->stylesheet = g_strdup(stylesheet);
	p->link_once = g_strdup(stylesheet);
	p->link_span = g_strconcat("../", stylesheet, NULL);
	p->pages = g_array_new(FALSE, FALSE, sizeof(struct plan_page));
	g_array_set_clear_func(p->pages, clear_page);
	p->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	for (size_t i = 0; kinds[i] != NULL; i++)
		g_ptr_array_add(sorted, (gpointer)kinds[i]);
	g_ptr_array_sort(sorted, by_order);
	const struct spans *spans = &r->facts->spans;
	for (guint i = 0; i < sorted->len; i++) {
		const struct page_kind *kind = g_ptr_array_index(sorted, i);
		if (kind->when == PAGE_ONCE)
			add_page(p, kind, SPAN_ABSENT);
		for (size_t span = 0; span < spans->n; span++)
			if (span_wanted(spans, span, kind->when))
				add_page(p, kind, span);
	}
	return p;
}

void plan_free(struct plan *p) {
	if (p == NULL)
		return;
	g_free(p->folder);
	g_free(p->stylesheet);
	g_free(p->link_once);
	g_free(p->link_span);
	g_array_unref(p->pages);
	g_hash_table_unref(p->places);
	g_free(p);
}

size_t plan_count(const struct plan *p) {
	return p->pages->len;
}

const struct plan_page *plan_at(const struct plan *p, size_t i) {
	return &g_array_index(p->pages, struct plan_page, i);
}

bool plan_selects(const struct plan *p, size_t i, const char *period) {
	size_t span = plan_at(p, i)->context.span;
	return period == NULL || span == SPAN_ABSENT || strcmp(p->report->facts->spans.items[span].name, period) == 0;
}
