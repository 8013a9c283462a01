/* site/verify: two rounds over the staged files. First each page alone, by several workers; then the links between them, which need the ids of all. */
#include "site/verify.h"

#include "base/file.h"
#include "base/pool.h"
#include "site/inspect.h"

#include <libxml/parser.h>
#include <string.h>

struct file_seen {
	char *path;             /* below the site */
	struct inspected *page; /* NULL: not a page */
	struct diag *diag;
	bool read;
};
struct round {
	const char *folder;
	const struct verify_client *clients;
	size_t n_clients;
	GPtrArray *files;  /* of struct file_seen *, by path */
	GHashTable *paths; /* path → struct file_seen */
};

static void file_seen_free(gpointer data) {
	struct file_seen *f = data;
	inspected_free(f->page);
	diag_free(f->diag);
	g_free(f->path);
	g_free(f);
}

/* All files below a folder, depth first in the order of names. */
static bool walk(struct round *r, const char *below, struct diag *d) {
	g_autofree char *folder = g_build_filename(r->folder, below, NULL);
	char *error = NULL;
	g_auto(GStrv) names = file_list(folder, &error);
	if (names == NULL) {
		diag_report(d, DIAG_FILE_READ, (struct where){folder, 0, 0}, error, NULL);
		g_free(error);
		return false;
	}
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *path = g_build_filename(below, *name, NULL);
		g_autofree char *full = g_build_filename(r->folder, path, NULL);
		enum file_kind kind = file_kind(full);
		if (kind == FILE_FOLDER) {
			if (!walk(r, path, d))
				return false;
			continue;
		}
		if (kind != FILE_REGULAR) {
			diag_report(d, DIAG_SITE_FOREIGN, (struct where){path, 0, 0}, NULL);
			return false;
		}
		struct file_seen *f = g_new0(struct file_seen, 1);
		f->path = g_steal_pointer(&path);
		f->diag = diag_new();
		g_ptr_array_add(r->files, f);
		g_hash_table_insert(r->paths, f->path, f);
	}
	return true;
}

/* The first part of a path, with its slash: "lumen/". */
static size_t top_length(const char *path) {
	const char *slash = strchr(path, '/');
	return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

static const char *client_name(const struct round *r, const char *path) {
	size_t top = top_length(path);
	for (size_t i = 0; i < r->n_clients; i++)
		if (strlen(r->clients[i].id) + 1 == top && strncmp(r->clients[i].id, path, top - 1) == 0)
			return r->clients[i].name;
	return NULL;
}

static void look_at(void *context, size_t i) {
	struct round *r = context;
	struct file_seen *f = g_ptr_array_index(r->files, i);
	bool page = g_str_has_suffix(f->path, ".html");
	f->read = true;
	if (!page && !g_str_has_suffix(f->path, ".css"))
		return;
	g_autofree char *full = g_build_filename(r->folder, f->path, NULL);
	g_autofree char *bytes = NULL;
	char *error = NULL;
	gsize length = 0;
	f->read = file_read(full, &bytes, &length, &error);
	if (!f->read) {
		diag_report(f->diag, DIAG_FILE_READ, (struct where){f->path, 0, 0}, error, NULL);
		g_free(error);
	} else if (page)
		f->page = inspect_page(f->path, bytes, length, client_name(r, f->path), f->diag);
	else
		inspect_stylesheet(f->path, bytes, length, f->diag);
}

/* The path a link of the page leads to, "" parts and . and .. resolved; NULL when it climbs out of the site. */
static char *resolve(const char *page, const char *target) {
	g_autofree char *folder = g_path_get_dirname(page);
	g_autofree char *joined = g_build_filename(folder, target, NULL);
	g_auto(GStrv) parts = g_strsplit(joined, "/", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	for (char **part = parts; *part != NULL; part++) {
		if (**part == '\0' || strcmp(*part, ".") == 0)
			continue;
		if (strcmp(*part, "..") != 0)
			g_ptr_array_add(kept, *part);
		else if (kept->len == 0)
			return NULL;
		else
			g_ptr_array_set_size(kept, (gint)kept->len - 1);
	}
	g_ptr_array_add(kept, NULL);
	return g_strjoinv("/", (char **)kept->pdata);
}

/* A link with a scheme ("https:", "mailto:"), a host or a root. */
static bool leads_away(const char *target) {
	size_t scheme = strspn(target, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
	return target[0] == '/' || target[0] == '\\' || target[scheme] == ':';
}

static void report_link(struct file_seen *f, enum diag_code code, const struct page_link *link) {
	diag_report(f->diag, code, (struct where){f->path, link->line, 0}, link->target, NULL);
}

static void check_link(const struct round *r, struct file_seen *f, const struct page_link *link) {
	const char *hash = strchr(link->target, '#');
	g_autofree char *head = g_strndup(link->target, hash == NULL ? strlen(link->target) : (size_t)(hash - link->target));
	g_autofree char *file = g_uri_unescape_string(head, NULL);
	const struct file_seen *to = f;
	if (leads_away(link->target)) {
		report_link(f, DIAG_PAGE_LINK_OUT, link);
		return;
	}
	if (file == NULL || file[0] != '\0') {
		g_autofree char *path = file == NULL ? NULL : resolve(f->path, file);
		size_t top = top_length(f->path);
		if (path == NULL || (strncmp(path, f->path, top) != 0 && !g_str_has_prefix(f->path, "internal/"))) {
			report_link(f, DIAG_PAGE_LINK_OUT, link);
			return;
		}
		to = g_hash_table_lookup(r->paths, path);
	}
	g_autofree char *id = hash == NULL ? NULL : g_uri_unescape_string(hash + 1, NULL);
	/* A link to nothing at all ("") would lead to the page itself: somebody forgot to set it. */
	if (to == NULL || link->target[0] == '\0')
		report_link(f, DIAG_PAGE_LINK_DEAD, link);
	else if (hash != NULL && (id == NULL || to->page == NULL || !g_hash_table_contains(to->page->ids, id)))
		report_link(f, DIAG_PAGE_ANCHOR_DEAD, link);
}

static bool conclude(struct round *r, struct diag *d) {
	bool good = true;
	for (guint i = 0; i < r->files->len; i++) {
		struct file_seen *f = g_ptr_array_index(r->files, i);
		for (guint k = 0; f->page != NULL && k < f->page->links->len; k++)
			check_link(r, f, g_ptr_array_index(f->page->links, k));
		good = good && diag_total(f->diag) == 0;
		diag_append(d, f->diag);
	}
	return good;
}

bool verify_site(const char *folder, const struct verify_client *clients, size_t n, int workers, struct diag *d) {
	struct round r = {.folder = folder, .clients = clients, .n_clients = n};
	r.files = g_ptr_array_new_with_free_func(file_seen_free);
	r.paths = g_hash_table_new(g_str_hash, g_str_equal);
	xmlInitParser();
	bool good = walk(&r, "", d);
	if (good) {
		pool_run(workers, r.files->len, look_at, &r);
		good = conclude(&r, d);
	}
	g_hash_table_unref(r.paths);
	g_ptr_array_unref(r.files);
	return good;
}
