/* site/manifest: hashes what is staged and writes build.json. Knows folders and bytes; refuses to know clients by more than their folder. */
#include "site/manifest.h"

#include "base/file.h"
#include "base/json.h"
#include "base/pool.h"

#include <string.h>

#define HASH_DIGITS 16

struct hashing {
	const struct stage *stage;
	GPtrArray *paths; /* of char *, below the site */
	char **hashes;    /* [paths], NULL: could not be read */
};

/* The names in a staged folder; NULL when reported; caller owns. */
static char **names_of(const char *folder, struct diag *d) {
	char *error = NULL;
	char **names = file_list(folder, &error);
	if (names == NULL)
		diag_report(d, DIAG_FILE_READ, (struct where){folder, 0, 0}, error, NULL);
	g_free(error);
	return names;
}

/* All files below a folder; whatever is no folder is taken for a file, and found out when it is read. */
static bool collect(const struct stage *s, const char *below, GPtrArray *paths, struct diag *d) {
	g_autofree char *folder = stage_path(s, below);
	g_auto(GStrv) names = names_of(folder, d);
	if (names == NULL)
		return false;
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *path = g_build_filename(below, *name, NULL);
		g_autofree char *full = stage_path(s, path);
		if (file_kind(full) != FILE_FOLDER)
			g_ptr_array_add(paths, g_steal_pointer(&path));
		else if (!collect(s, path, paths, d))
			return false;
	}
	return true;
}

static void hash_file(void *context, size_t i) {
	struct hashing *h = context;
	g_autofree char *full = stage_path(h->stage, g_ptr_array_index(h->paths, i));
	if (file_kind(full) == FILE_REGULAR)
		h->hashes[i] = file_hash_of(full, 64);
}

/* NULL when reported: a file cannot be read, a folder not listed. */
static char *content_id(const struct stage *s, const char *folder, int workers, struct diag *d) {
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	if (!collect(s, folder, paths, d))
		return NULL;
	struct hashing h = {.stage = s, .paths = paths, .hashes = g_new0(char *, paths->len + 1)};
	pool_run(workers, paths->len, hash_file, &h);
	g_autoptr(GString) all = g_string_new(NULL);
	bool done = true;
	for (guint i = 0; i < paths->len; i++) {
		const char *path = g_ptr_array_index(paths, i);
		if (h.hashes[i] == NULL)
			diag_report(d, DIAG_FILE_READ, (struct where){path, 0, 0}, "it cannot be hashed", NULL);
		done = done && h.hashes[i] != NULL;
		g_string_append_printf(all, "%s %s\n", h.hashes[i] != NULL ? h.hashes[i] : "", path);
		g_free(h.hashes[i]);
	}
	g_free(h.hashes);
	return done ? file_hash(all->str, all->len, HASH_DIGITS) : NULL;
}

static bool write_clients(struct json *j, const struct stage *s, int workers, struct diag *d) {
	g_auto(GStrv) names = names_of(s->folder, d);
	if (names == NULL)
		return false;
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *full = stage_path(s, *name);
		if (strcmp(*name, "internal") == 0 || file_kind(full) != FILE_FOLDER)
			continue;
		g_autofree char *id = content_id(s, *name, workers, d);
		if (id == NULL)
			return false;
		json_key(j, *name);
		json_string(j, id);
	}
	return true;
}

/* Digits only: what else stands in the variable is not ours to judge, and is left out. */
static bool is_stamp(const char *stamp) {
	return stamp != NULL && stamp[0] != '\0' && strlen(stamp) <= 18 && strspn(stamp, "0123456789") == strlen(stamp);
}

bool manifest_put(struct stage *s, const char *build, const char *stamp, int workers, struct diag *d) {
	g_autoptr(GString) out = g_string_new(NULL);
	struct json j;
	json_init(&j, out);
	json_object(&j);
	json_key(&j, "build");
	json_string(&j, build);
	if (is_stamp(stamp)) {
		json_key(&j, "stamp");
		json_int(&j, g_ascii_strtoll(stamp, NULL, 10));
	}
	json_key(&j, "clients");
	json_object(&j);
	if (!write_clients(&j, s, workers, d))
		return false;
	json_end(&j);
	json_end(&j);
	return stage_put(s, "build.json", out->str, out->len, d);
}
