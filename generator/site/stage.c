/* site/stage: staging folder, carry-over by hard links, and the swap. The order of calls is the promise: nothing of the present site is
 * touched before everything of the new one is in place. Knows no page and no client. */
#include "site/stage.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOCK_SECONDS 10
#define MARK ".staging" /* a file in a staging folder until it is swapped in: the folder was made here */

static bool told(struct diag *d, enum diag_code code, char *error) {
	diag_report(d, code, (struct where){0}, error != NULL ? error : "", NULL);
	g_free(error);
	return false;
}

static bool is_link(const char *path) {
	return file_kind(path) == FILE_LINK;
}

/* A build.json that this program wrote: any other file of that name says nothing about the folder. */
static bool has_build(const char *out) {
	g_autofree char *mark = g_build_filename(out, "build.json", NULL);
	g_autofree char *bytes = NULL, *error = NULL;
	gsize length = 0;
	return file_read(mark, &bytes, &length, &error) && g_str_has_prefix(bytes, "{\"build\":\"holdfast ");
}

bool stage_may_replace(const char *out) {
	if (has_build(out) || (!file_exists(out) && !is_link(out)))
		return true;
	if (!file_is_folder(out))
		return is_link(out);
	g_auto(GStrv) names = file_list(out, NULL);
	return names != NULL && names[0] == NULL;
}

/* What a build puts at the top of a site: build.json, internal/ and a folder of each client, which has its figures in it. */
static bool is_part(const char *out, const char *name) {
	if (strcmp(name, "build.json") == 0 || strcmp(name, "internal") == 0)
		return true;
	g_autofree char *figures = g_build_filename(out, name, "metrics.json", NULL);
	return file_exists(figures);
}

char *stage_stranger(const char *out) {
	g_auto(GStrv) names = file_is_folder(out) ? file_list(out, NULL) : NULL;
	for (size_t i = 0; names != NULL && names[i] != NULL; i++)
		if (!is_part(out, names[i]))
			return g_strdup(names[i]);
	return NULL;
}

/* ---- what dead runs left ---- */

static bool is_mark(const char *name) {
	return strcmp(name, MARK) == 0 || strcmp(name, "build.json") == 0;
}

/* A folder made here is empty or holds a mark: nothing else beside the site is ours to remove, whatever it is called. */
static bool is_ours(const char *path) {
	if (file_kind(path) != FILE_FOLDER)
		return false;
	g_auto(GStrv) names = file_list(path, NULL);
	bool marked = names != NULL && names[0] == NULL;
	for (char **name = names; name != NULL && *name != NULL; name++)
		marked = marked || is_mark(*name);
	return marked;
}

/* The marks go last, so that what is left when this is cut short is still known as ours. */
static bool remove_ours(const char *path, char **error) {
	g_auto(GStrv) names = file_list(path, NULL);
	for (char **name = names; name != NULL && *name != NULL; name++) {
		g_autofree char *below = g_build_filename(path, *name, NULL);
		if (!is_mark(*name) && !file_remove_tree(below, error))
			return false;
	}
	return file_remove_tree(path, error);
}

/* The number of "<prefix><digits><tail>", or -1. */
static gint64 number_of(const char *name, const char *prefix, const char *tail) {
	if (!g_str_has_prefix(name, prefix))
		return -1;
	const char *digits = name + strlen(prefix);
	size_t n = strspn(digits, "0123456789");
	return n == 0 || n > 18 || strcmp(digits + n, tail) != 0 ? -1 : g_ascii_strtoll(digits, NULL, 10);
}

/* A staging folder, the link to be of a release, or a release the site does not lead to. */
static bool is_stale(const struct stage *s, const char *path, const char *name, const char *base) {
	g_autofree char *staging = g_strconcat(base, ".staging-", NULL);
	g_autofree char *release = g_strconcat(base, ".release-", NULL);
	if (number_of(name, staging, ".link") >= 0)
		return file_kind(path) == FILE_LINK;
	if (number_of(name, staging, "") >= 0)
		return is_ours(path);
	if (number_of(name, release, "") < 0 || !is_link(s->out) || !is_ours(path))
		return false;
	g_autofree char *here = realpath(path, NULL);
	g_autofree char *target = realpath(s->out, NULL);
	return here != NULL && g_strcmp0(here, target) != 0;
}

/* Removes what runs that died have left beside the site; *last is the highest number of a release that is there. */
static bool remove_stale(const struct stage *s, const char *parent, const char *base, gint64 *last, struct diag *d) {
	char *error = NULL;
	g_autofree char *release = g_strconcat(base, ".release-", NULL);
	g_auto(GStrv) names = file_list(parent, &error);
	if (names == NULL)
		return told(d, DIAG_FILE_WRITE, error);
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *path = g_build_filename(parent, *name, NULL);
		*last = MAX(*last, number_of(*name, release, ""));
		if (!is_stale(s, path, *name, base))
			continue;
		if (!(file_kind(path) == FILE_LINK ? file_remove_tree(path, &error) : remove_ours(path, &error)))
			return told(d, DIAG_FILE_WRITE, error);
	}
	return true;
}

static bool make_folder(struct stage *s, const char *parent, const char *base, struct diag *d) {
	char *error = NULL;
	gint64 last = 0;
	if (!remove_stale(s, parent, base, &last, d))
		return false;
	if (is_link(s->out))
		s->release = g_strdup_printf("%s.release-%" G_GINT64_FORMAT, s->out, last + 1);
	g_autofree char *folder = g_strdup_printf("%s.staging-%ld", s->out, (long)getpid());
	/* A folder of that name that is not ours would be mixed with the site. */
	if (file_exists(folder))
		return told(d, DIAG_FILE_WRITE, g_strdup_printf("%s: is in the way", folder));
	s->folder = g_steal_pointer(&folder);
	g_autofree char *mark = stage_path(s, MARK);
	return (file_make_folder(s->folder, &error) && file_write(mark, "", 0, &error)) || told(d, DIAG_FILE_WRITE, error);
}

struct stage *stage_new(const char *out, struct diag *d) {
	g_autoptr(stage) s = g_new0(struct stage, 1);
	s->lock = -1;
	s->out = g_strdup(out);
	for (size_t n = strlen(s->out); n > 1 && s->out[n - 1] == '/'; n--)
		s->out[n - 1] = '\0';
	g_autofree char *parent = g_path_get_dirname(s->out);
	g_autofree char *base = g_path_get_basename(s->out);
	g_autofree char *lock = g_strconcat(s->out, ".lock", NULL);
	char *error = NULL;
	if (!file_make_folder(parent, &error)) {
		told(d, DIAG_FILE_WRITE, error);
		return NULL;
	}
	s->lock = file_lock(lock, LOCK_SECONDS, &error);
	if (s->lock < 0) {
		told(d, DIAG_SITE_LOCK, error);
		return NULL;
	}
	if (file_is_folder(s->out))
		s->present = g_strdup(s->out);
	if (!make_folder(s, parent, base, d))
		return NULL;
	return g_steal_pointer(&s);
}

void stage_free(struct stage *s) {
	if (s == NULL)
		return;
	/* What cannot be removed now is removed by the next run: the site itself is whole either way. */
	if (s->folder != NULL)
		remove_ours(s->folder, NULL);
	if (s->lock >= 0)
		file_unlock(s->lock);
	g_free(s->out);
	g_free(s->folder);
	g_free(s->present);
	g_free(s->release);
	g_free(s);
}

char *stage_path(const struct stage *s, const char *path) {
	return g_build_filename(s->folder, path, NULL);
}

/* The part of a path below the present site that is a symbolic link, with the site; NULL: none is. Caller owns. */
static char *link_in_present(const struct stage *s, const char *path) {
	for (const char *slash = path; slash != NULL;) {
		slash = strchr(slash, '/');
		g_autofree char *part = g_strndup(path, slash == NULL ? strlen(path) : (size_t)(slash - path));
		g_autofree char *full = g_build_filename(s->present, part, NULL);
		if (is_link(full))
			return g_steal_pointer(&full);
		slash = slash == NULL ? NULL : slash + 1;
	}
	return NULL;
}

/* NULL when there is no present site, or a symbolic link leads out of it on the way: that is not ours. */
static char *present_path(const struct stage *s, const char *path) {
	g_autofree char *link = s->present == NULL ? NULL : link_in_present(s, path);
	return s->present == NULL || link != NULL ? NULL : g_build_filename(s->present, path, NULL);
}

bool stage_has(const struct stage *s, const char *path) {
	g_autofree char *staged = stage_path(s, path);
	return file_exists(staged);
}

bool stage_present_has(const struct stage *s, const char *path) {
	g_autofree char *present = present_path(s, path);
	return present != NULL && file_exists(present);
}

bool stage_read_present(const struct stage *s, const char *path, char **bytes, size_t *length) {
	g_autofree char *present = present_path(s, path);
	return present != NULL && file_kind(present) == FILE_REGULAR && file_read(present, bytes, length, NULL);
}

static bool same_bytes(const char *path, const char *bytes, size_t length) {
	if (path == NULL || file_kind(path) != FILE_REGULAR)
		return false;
	g_autofree char *old = NULL;
	gsize n = 0;
	return file_read(path, &old, &n, NULL) && n == length && memcmp(old, bytes, length) == 0;
}

/* The path of a file to be staged, in a folder that is there; NULL when reported. Caller owns. */
static char *staged_in_folder(const struct stage *s, const char *path, struct diag *d) {
	g_autofree char *staged = stage_path(s, path);
	g_autofree char *folder = g_path_get_dirname(staged);
	char *error = NULL;
	if (file_is_folder(folder) || file_make_folder(folder, &error))
		return g_steal_pointer(&staged);
	told(d, DIAG_FILE_WRITE, error);
	return NULL;
}

bool stage_put(struct stage *s, const char *path, const char *bytes, size_t length, struct diag *d) {
	g_autofree char *staged = staged_in_folder(s, path, d);
	g_autofree char *present = present_path(s, path);
	char *error = NULL;
	if (staged == NULL)
		return false;
	if (same_bytes(present, bytes, length))
		return file_link(present, staged, &error) || told(d, DIAG_FILE_WRITE, error);
	return file_write(staged, bytes, length, &error) || told(d, DIAG_FILE_WRITE, error);
}

bool stage_put_pieces(struct stage *s, const char *path, const struct pieces *p, struct diag *d) {
	g_autofree char *staged = staged_in_folder(s, path, d);
	g_autofree char *present = present_path(s, path);
	char *error = NULL;
	if (staged == NULL)
		return false;
	if (present != NULL && file_kind(present) == FILE_REGULAR && file_holds_pieces(present, p))
		return file_link(present, staged, &error) || told(d, DIAG_FILE_WRITE, error);
	return file_write_pieces(staged, p, &error) || told(d, DIAG_FILE_WRITE, error);
}

bool stage_carry(struct stage *s, const char *path, struct diag *d) {
	g_autofree char *from = present_path(s, path);
	g_autofree char *to = stage_path(s, path);
	g_autofree char *link = s->present == NULL ? NULL : link_in_present(s, path);
	char *error = NULL;
	if (link != NULL)
		return told(d, DIAG_FILE_WRITE, g_strdup_printf("%s: is a symbolic link", link));
	if (from == NULL || !file_exists(from))
		return true;
	if (file_is_folder(from))
		return file_link_tree(from, to, &error) || told(d, DIAG_FILE_WRITE, error);
	if (file_exists(to))
		return true;
	g_autofree char *folder = g_path_get_dirname(to);
	return (file_make_folder(folder, &error) && file_link(from, to, &error)) || told(d, DIAG_FILE_WRITE, error);
}

/* out is a link: the staged folder becomes the next release and a new link takes the place of the old in one step. */
static bool swap_link(struct stage *s, struct diag *d) {
	char *error = NULL;
	g_autofree char *link = g_strconcat(s->folder, ".link", NULL);
	g_autofree char *parent = g_path_get_dirname(s->out);
	g_autofree char *base = g_path_get_basename(s->out);
	g_autofree char *old = s->present != NULL ? realpath(s->out, NULL) : NULL;
	g_autofree char *target = g_path_get_basename(s->release);
	if (!file_rename(s->folder, s->release, &error))
		return told(d, DIAG_FILE_WRITE, error);
	if (!file_symlink(target, link, &error) || !file_rename(link, s->out, &error)) {
		file_remove_tree(link, NULL);
		remove_ours(s->release, NULL);
		return told(d, DIAG_FILE_WRITE, error);
	}
	/* Only a release beside the site is removed: the link may have led to a folder that is not ours. What stays is removed by the next run. */
	g_autofree char *name = old != NULL ? g_path_get_basename(old) : NULL;
	g_autofree char *beside = old != NULL ? g_build_filename(parent, name, NULL) : NULL;
	g_autofree char *same = beside != NULL ? realpath(beside, NULL) : NULL;
	if (old != NULL && g_strcmp0(same, old) == 0 && is_stale(s, beside, name, base))
		remove_ours(beside, NULL);
	return true;
}

bool stage_swap(struct stage *s, struct diag *d) {
	char *error = NULL;
	g_autofree char *mark = stage_path(s, MARK);
	if (!file_remove_tree(mark, &error))
		return told(d, DIAG_FILE_WRITE, error);
	if (s->release != NULL)
		return swap_link(s, d);
	if (s->present != NULL)
		return file_exchange(s->folder, s->out, &error) || told(d, DIAG_SITE_EXCHANGE, error);
	return file_rename(s->folder, s->out, &error) || told(d, DIAG_FILE_WRITE, error);
}
