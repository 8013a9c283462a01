/* site/stage: staging folder, carry-over by hard links, and the swap. The order of calls is the promise: nothing of the present site is
 * touched before everything of the new one is in place. Knows no page and no client. */
#include "site/stage.h"

#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOCK_SECONDS 10

static bool told(struct diag *d, enum diag_code code, char *error) {
	diag_report(d, code, (struct where){0}, error != NULL ? error : "", NULL);
	g_free(error);
	return false;
}

static bool is_link(const char *path) {
	return g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}

bool stage_may_replace(const char *out) {
	g_autofree char *mark = g_build_filename(out, "build.json", NULL);
	if (file_exists(mark) || (!file_exists(out) && !is_link(out)))
		return true;
	if (!file_is_folder(out))
		return is_link(out);
	g_auto(GStrv) names = file_list(out, NULL);
	return names != NULL && names[0] == NULL;
}

/* Removes "<base><tail>*" beside the site: what runs that died have left. */
static bool remove_stale(const char *parent, const char *prefix, struct diag *d) {
	char *error = NULL;
	g_auto(GStrv) names = file_list(parent, &error);
	if (names == NULL)
		return told(d, DIAG_FILE_WRITE, error);
	for (char **name = names; *name != NULL; name++) {
		if (!g_str_has_prefix(*name, prefix))
			continue;
		g_autofree char *path = g_build_filename(parent, *name, NULL);
		if (!file_remove_tree(path, &error))
			return told(d, DIAG_FILE_WRITE, error);
	}
	return true;
}

/* The next free "<base>.release-<n>" beside the link. */
static char *next_release(const char *parent, const char *base) {
	g_autofree char *prefix = g_strconcat(base, ".release-", NULL);
	g_auto(GStrv) names = file_list(parent, NULL);
	guint64 last = 0;
	for (char **name = names; name != NULL && *name != NULL; name++)
		if (g_str_has_prefix(*name, prefix))
			last = MAX(last, g_ascii_strtoull(*name + strlen(prefix), NULL, 10));
	g_autofree char *next = g_strdup_printf("%s%" G_GUINT64_FORMAT, prefix, last + 1);
	return g_build_filename(parent, next, NULL);
}

static bool make_folder(struct stage *s, const char *parent, const char *base, struct diag *d) {
	g_autofree char *prefix = g_strconcat(base, ".staging-", NULL);
	if (!remove_stale(parent, prefix, d))
		return false;
	g_autofree char *name = g_strdup_printf("%s%ld", prefix, (long)getpid());
	s->folder = g_build_filename(parent, name, NULL);
	char *error = NULL;
	return file_make_folder(s->folder, &error) || told(d, DIAG_FILE_WRITE, error);
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
	if (is_link(s->out))
		s->release = next_release(parent, base);
	if (!make_folder(s, parent, base, d))
		return NULL;
	return g_steal_pointer(&s);
}

void stage_free(struct stage *s) {
	if (s == NULL)
		return;
	/* What cannot be removed now is removed by the next run: the site itself is whole either way. */
	if (s->folder != NULL)
		file_remove_tree(s->folder, NULL);
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

static char *present_path(const struct stage *s, const char *path) {
	return s->present == NULL ? NULL : g_build_filename(s->present, path, NULL);
}

bool stage_has(const struct stage *s, const char *path) {
	g_autofree char *staged = stage_path(s, path);
	return file_exists(staged);
}

bool stage_present_has(const struct stage *s, const char *path) {
	g_autofree char *present = present_path(s, path);
	return present != NULL && file_exists(present);
}

static bool same_bytes(const char *path, const char *bytes, size_t length) {
	if (path == NULL || !g_file_test(path, G_FILE_TEST_IS_REGULAR) || is_link(path))
		return false;
	g_autofree char *old = NULL;
	gsize n = 0;
	return file_read(path, &old, &n, NULL) && n == length && memcmp(old, bytes, length) == 0;
}

bool stage_put(struct stage *s, const char *path, const char *bytes, size_t length, struct diag *d) {
	g_autofree char *staged = stage_path(s, path);
	g_autofree char *folder = g_path_get_dirname(staged);
	g_autofree char *present = present_path(s, path);
	char *error = NULL;
	if (!file_is_folder(folder) && !file_make_folder(folder, &error))
		return told(d, DIAG_FILE_WRITE, error);
	if (same_bytes(present, bytes, length))
		return file_link(present, staged, &error) || told(d, DIAG_FILE_WRITE, error);
	return file_write(staged, bytes, length, &error) || told(d, DIAG_FILE_WRITE, error);
}

bool stage_carry(struct stage *s, const char *path, struct diag *d) {
	g_autofree char *from = present_path(s, path);
	g_autofree char *to = stage_path(s, path);
	char *error = NULL;
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
	g_autofree char *old = s->present != NULL ? realpath(s->out, NULL) : NULL;
	g_autofree char *parent = g_path_get_dirname(s->release);
	g_autofree char *real_parent = realpath(parent, NULL);
	g_autofree char *target = g_path_get_basename(s->release);
	if (!file_rename(s->folder, s->release, &error))
		return told(d, DIAG_FILE_WRITE, error);
	if (!file_symlink(target, link, &error) || !file_rename(link, s->out, &error)) {
		file_remove_tree(link, NULL);
		file_remove_tree(s->release, NULL);
		return told(d, DIAG_FILE_WRITE, error);
	}
	/* Only a release made here is removed: the link may have pointed to a folder that is not ours. */
	g_autofree char *prefix = g_strdup_printf("%s/%.*s", real_parent != NULL ? real_parent : "", (int)(strrchr(target, '-') - target + 1), target);
	if (old != NULL && real_parent != NULL && g_str_has_prefix(old, prefix))
		file_remove_tree(old, NULL);
	return true;
}

bool stage_swap(struct stage *s, struct diag *d) {
	char *error = NULL;
	if (s->release != NULL)
		return swap_link(s, d);
	if (s->present != NULL)
		return file_exchange(s->folder, s->out, &error) || told(d, DIAG_SITE_EXCHANGE, error);
	return file_rename(s->folder, s->out, &error) || told(d, DIAG_FILE_WRITE, error);
}
