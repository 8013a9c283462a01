/* site/render: expands the pages of a plan and stages what belongs to a client. Each page is a piece of work of its own: what one worker has
 * to say is kept apart and handed on in the order of the plan. */
#include "site/render.h"

#include "base/file.h"
#include "base/pool.h"
#include "page/bind.h"
#include "site/csv.h"
#include "site/csv_lists.h"
#include "site/json.h"

#include <string.h>

#define HASH_DIGITS 16

char *render_stylesheet(const char *css) {
	g_autofree char *hash = file_hash(css, strlen(css), HASH_DIGITS);
	return g_strdup_printf("assets/%s.css", hash);
}

struct piece {
	size_t page;        /* in the plan */
	struct diag *diag;  /* what this page had to say */
	bool done;
};
struct rendering {
	const struct render *r;
	GArray *pieces; /* of struct piece */
	GMutex mutex;   /* around `finished` and the progress callback */
	size_t finished;
};

static bool render_page(const struct render *r, const struct plan_page *page, struct diag *d) {
	g_autoptr(tpl) root = tpl_new(page->context.report->words);
	bind_page(&page->context, root);
	g_autofree char *text = tpl_expand(r->templates, BIND_LAYOUT, root, d);
	return text != NULL && stage_put(r->stage, page->path, text, strlen(text), d);
}

static void render_piece(void *context, size_t i) {
	struct rendering *all = context;
	struct piece *piece = &g_array_index(all->pieces, struct piece, i);
	piece->diag = diag_new();
	piece->done = render_page(all->r, plan_at(all->r->plan, piece->page), piece->diag);
	g_mutex_lock(&all->mutex);
	all->finished++;
	if (all->r->progress != NULL)
		all->r->progress(all->r->context, all->finished, all->pieces->len);
	g_mutex_unlock(&all->mutex);
}

/* The pages that must be rendered: the selected ones, and those the present site cannot give. */
static GArray *pieces_of(const struct render *r) {
	GArray *pieces = g_array_new(FALSE, TRUE, sizeof(struct piece));
	for (size_t i = 0; i < plan_count(r->plan); i++) {
		struct piece piece = {.page = i};
		if (plan_selects(r->plan, i, r->period) || !stage_present_has(r->stage, plan_at(r->plan, i)->path))
			g_array_append_val(pieces, piece);
	}
	return pieces;
}

static bool render_pages(const struct render *r, struct diag *d) {
	struct rendering all = {.r = r, .pieces = pieces_of(r)};
	g_mutex_init(&all.mutex);
	pool_run(r->workers, all.pieces->len, render_piece, &all);
	bool done = true;
	for (guint i = 0; i < all.pieces->len; i++) {
		struct piece *piece = &g_array_index(all.pieces, struct piece, i);
		diag_append(d, piece->diag);
		diag_free(piece->diag);
		done = done && piece->done;
	}
	g_mutex_clear(&all.mutex);
	g_array_unref(all.pieces);
	return done;
}

static bool put_stylesheet(const struct render *r, const char *folder, struct diag *d) {
	g_autofree char *path = g_build_filename(folder, r->plan->stylesheet, NULL);
	return stage_has(r->stage, path) || stage_put(r->stage, path, r->css, strlen(r->css), d);
}

static bool put_assets(const struct render *r, struct diag *d) {
	g_autofree char *internal = g_build_filename("internal", r->plan->folder, NULL);
	return put_stylesheet(r, r->plan->folder, d) && (!r->plan->internal || put_stylesheet(r, internal, d));
}

struct csv_place {
	const struct render *r;
	struct diag *d;
};

static bool put_csv(void *context, const char *name, const GString *text) {
	const struct csv_place *place = context;
	g_autofree char *path = g_build_filename(place->r->plan->folder, "data", name, NULL);
	return stage_put(place->r->stage, path, text->str, text->len, place->d);
}

static bool put_figures(const struct render *r, struct diag *d) {
	g_autofree char *path = g_build_filename(r->plan->folder, "metrics.json", NULL);
	struct metrics_text *text = metrics_text_new(r->plan->report);
	struct pieces pieces = metrics_text_pieces(text);
	bool done = stage_put_pieces(r->stage, path, &pieces, d);
	metrics_text_free(text);
	if (!done)
		return false;
	struct csv_place place = {.r = r, .d = d};
	return csv_all(r->plan->report, put_csv, &place);
}

/* Who is to be spoken to: with names, so not for the client's folder. */
static bool put_lists(const struct render *r, struct diag *d) {
	g_autofree char *path = g_build_filename("internal", r->plan->folder, "data", "lists.csv", NULL);
	GString *text = csv_lists(r->plan->report, LIST_COUNT);
	bool done = stage_put(r->stage, path, text->str, text->len, d);
	g_string_free(text, TRUE);
	return done;
}

/* A build of one period keeps all else of the client's folder: pages that are not rendered may link to any of it. */
static bool carry_rest(const struct render *r, struct diag *d) {
	if (r->period == NULL)
		return true;
	g_autofree char *internal = g_build_filename("internal", r->plan->folder, NULL);
	return stage_carry(r->stage, r->plan->folder, d) && stage_carry(r->stage, internal, d);
}

bool render_client(const struct render *r, struct diag *d) {
	return put_assets(r, d) && render_pages(r, d) && put_figures(r, d) && put_lists(r, d) && carry_rest(r, d);
}
