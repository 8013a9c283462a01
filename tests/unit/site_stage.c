/* site/stage: the first build, the next one, a symbolic link for the site, what a dead run left, and a failure before the swap. */
#include "base/file.h"
#include "site/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

struct place {
	char *folder, *out;
	struct diag *diag;
};

static int set_up(void **state) {
	struct place *p = g_new0(struct place, 1);
	p->folder = g_dir_make_tmp("stage-XXXXXX", NULL);
	p->out = g_build_filename(p->folder, "site", NULL);
	p->diag = diag_new();
	*state = p;
	return 0;
}

static int tear_down(void **state) {
	struct place *p = *state;
	assert_int_equal(diag_total(p->diag), 0);
	file_remove_tree(p->folder, NULL);
	diag_free(p->diag);
	g_free(p->folder);
	g_free(p->out);
	g_free(p);
	return 0;
}

static void put(struct place *p, struct stage *s, const char *path, const char *text) {
	assert_true(stage_put(s, path, text, strlen(text), p->diag));
}

/* A site of two files, swapped in. */
static void build(struct place *p, const char *page) {
	g_autoptr(stage) s = stage_new(p->out, p->diag);
	assert_non_null(s);
	put(p, s, "lumen/index.html", page);
	put(p, s, "build.json", "{}\n");
	assert_true(stage_swap(s, p->diag));
}

static void holds(struct place *p, const char *path, const char *text) {
	g_autofree char *full = g_build_filename(p->out, path, NULL);
	g_autofree char *bytes = NULL;
	gsize n = 0;
	assert_true(file_read(full, &bytes, &n, NULL));
	assert_string_equal(bytes, text);
}

static ino_t inode(struct place *p, const char *path) {
	g_autofree char *full = g_build_filename(p->out, path, NULL);
	struct stat st;
	assert_int_equal(lstat(full, &st), 0);
	return st.st_ino;
}

/* Beside the site lies its lock and nothing else. */
static void nothing_left(struct place *p, const char *also) {
	g_auto(GStrv) names = file_list(p->folder, NULL);
	for (char **name = names; *name != NULL; name++)
		assert_true(strcmp(*name, "site") == 0 || strcmp(*name, "site.lock") == 0 || (also != NULL && strcmp(*name, also) == 0));
}

static void a_first_build_makes_the_site(void **state) {
	struct place *p = *state;
	build(p, "one");
	holds(p, "lumen/index.html", "one");
	nothing_left(p, NULL);
}

static void the_next_build_replaces_it_and_files_that_are_the_same_stay_the_same_file(void **state) {
	struct place *p = *state;
	build(p, "one");
	ino_t page = inode(p, "lumen/index.html");
	ino_t mark = inode(p, "build.json");
	build(p, "two");
	holds(p, "lumen/index.html", "two");
	assert_true(inode(p, "lumen/index.html") != page);
	assert_true(inode(p, "build.json") == mark);
	nothing_left(p, NULL);
}

static void a_build_that_is_not_swapped_leaves_the_old_site(void **state) {
	struct place *p = *state;
	build(p, "one");
	ino_t page = inode(p, "lumen/index.html");
	{
		g_autoptr(stage) s = stage_new(p->out, p->diag);
		put(p, s, "lumen/index.html", "two");
	}
	holds(p, "lumen/index.html", "one");
	assert_true(inode(p, "lumen/index.html") == page);
	nothing_left(p, NULL);
}

static void folders_are_carried_over_and_what_is_staged_stays(void **state) {
	struct place *p = *state;
	build(p, "one");
	{
		g_autoptr(stage) s = stage_new(p->out, p->diag);
		assert_true(stage_present_has(s, "lumen/index.html"));
		put(p, s, "lumen/new.html", "new");
		assert_true(stage_carry(s, "lumen", p->diag));
		assert_true(stage_carry(s, "nobody", p->diag));
		assert_true(stage_carry(s, "build.json", p->diag));
		assert_true(stage_has(s, "lumen/index.html"));
		assert_false(stage_has(s, "nobody"));
		assert_true(stage_swap(s, p->diag));
	}
	holds(p, "lumen/index.html", "one");
	holds(p, "lumen/new.html", "new");
	holds(p, "build.json", "{}\n");
}

static void a_client_that_is_neither_written_nor_carried_is_gone(void **state) {
	struct place *p = *state;
	build(p, "one");
	{
		g_autoptr(stage) s = stage_new(p->out, p->diag);
		put(p, s, "build.json", "{}\n");
		assert_true(stage_swap(s, p->diag));
	}
	g_autofree char *old = g_build_filename(p->out, "lumen", NULL);
	assert_false(file_exists(old));
}

/* Makes a file, with its folders, beside the site. */
static char *beside(struct place *p, const char *path) {
	char *full = g_build_filename(p->folder, path, NULL);
	g_autofree char *folder = g_path_get_dirname(full);
	assert_true(file_make_folder(folder, NULL));
	assert_true(file_write(full, "x", 1, NULL));
	return full;
}

static void what_a_dead_run_left_is_removed(void **state) {
	struct place *p = *state;
	g_autofree char *empty = g_build_filename(p->folder, "site.staging-1", NULL);
	g_autofree char *link = g_build_filename(p->folder, "site.staging-2.link", NULL);
	assert_true(file_make_folder(empty, NULL));
	assert_true(file_symlink("site.release-1", link, NULL));
	g_autofree char *marked = beside(p, "site.staging-3/.staging");
	g_autofree char *in_marked = beside(p, "site.staging-3/lumen/index.html");
	g_autofree char *old = beside(p, "site.staging-4/build.json");
	build(p, "one");
	assert_false(file_exists(marked) || file_exists(in_marked) || file_exists(old));
	nothing_left(p, NULL);
}

static void what_is_only_called_like_a_staging_folder_stays(void **state) {
	struct place *p = *state;
	const char *const own[] = {"site.staging-notes/a", "site.staging-1x/build.json", "site.staging-2/thesis.txt", "site.staging-/b", "site.staging-5",
	                           "site.staged/c", "site.staging-6.link", "site.release-1/build.json"};
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
		g_autofree char *made = beside(p, own[i]);
		assert_true(file_exists(made));
	}
	build(p, "one");
	build(p, "two");
	for (size_t i = 0; i < G_N_ELEMENTS(own); i++) {
		g_autofree char *full = g_build_filename(p->folder, own[i], NULL);
		assert_true(file_exists(full));
	}
}

static void releases_the_link_does_not_lead_to_are_removed_when_they_are_ours(void **state) {
	struct place *p = *state;
	g_autofree char *served = beside(p, "site.release-4/build.json");
	g_autofree char *lost = beside(p, "site.release-5/build.json");
	g_autofree char *mine = beside(p, "site.release-6/thesis.txt");
	g_autofree char *notes = beside(p, "site.release-notes/build.json");
	assert_true(file_symlink("site.release-4", p->out, NULL));
	{
		g_autoptr(stage) s = stage_new(p->out, p->diag);
		assert_non_null(s);
		assert_true(file_exists(served));
		assert_false(file_exists(lost));
	}
	build(p, "one");
	g_autofree char *target = g_file_read_link(p->out, NULL);
	assert_string_equal(target, "site.release-7");
	assert_false(file_exists(served));
	assert_true(file_exists(mine) && file_exists(notes));
}

/* A message of one line, which holds these words; then none. */
static void said(struct place *p, const char *text) {
	assert_int_equal(diag_total(p->diag), 1);
	assert_non_null(strstr(diag_get(p->diag, 0)->text, text));
	diag_free(p->diag);
	p->diag = diag_new();
}

static void links_inside_the_present_site_are_not_followed(void **state) {
	struct place *p = *state;
	build(p, "one");
	g_autofree char *secret = beside(p, "secret/index.html");
	g_autofree char *folder = g_build_filename(p->folder, "secret", NULL);
	g_autofree char *whole = g_build_filename(p->out, "extra", NULL);
	g_autofree char *part = g_build_filename(p->out, "lumen", "extra", NULL);
	assert_true(file_exists(secret) && file_symlink(folder, whole, NULL) && file_symlink(folder, part, NULL));
	g_autoptr(stage) s = stage_new(p->out, p->diag);
	assert_non_null(s);
	assert_false(stage_present_has(s, "extra/index.html"));
	char *bytes = NULL;
	gsize n = 0;
	assert_false(stage_read_present(s, "extra/index.html", &bytes, &n));
	put(p, s, "extra/index.html", "x");
	g_autofree char *staged = stage_path(s, "extra/index.html");
	struct stat st;
	assert_int_equal(lstat(staged, &st), 0);
	assert_int_equal(st.st_nlink, 1);
	assert_false(stage_carry(s, "extra", p->diag));
	said(p, "is a symbolic link");
	assert_false(stage_carry(s, "extra/index.html", p->diag));
	said(p, "is a symbolic link");
	assert_false(stage_carry(s, "lumen", p->diag));
	said(p, "is not a regular file");
}

static void a_link_is_moved_to_a_new_release_and_the_old_release_removed(void **state) {
	struct place *p = *state;
	g_autofree char *first = g_build_filename(p->folder, "site.release-1", NULL);
	assert_true(file_make_folder(first, NULL));
	assert_true(file_symlink("site.release-1", p->out, NULL));
	build(p, "one");
	holds(p, "lumen/index.html", "one");
	assert_true(g_file_test(p->out, G_FILE_TEST_IS_SYMLINK));
	assert_false(file_exists(first));
	build(p, "two");
	holds(p, "lumen/index.html", "two");
	g_autofree char *target = g_file_read_link(p->out, NULL);
	/* release-1 was removed when release-2 came, so the third is 3 only because 2 was there when it was numbered */
	assert_string_equal(target, "site.release-3");
	nothing_left(p, "site.release-3");
}

static void a_link_to_a_folder_that_is_no_release_keeps_that_folder(void **state) {
	struct place *p = *state;
	g_autofree char *mine = g_build_filename(p->folder, "mine", NULL);
	assert_true(file_make_folder(mine, NULL));
	assert_true(file_symlink("mine", p->out, NULL));
	build(p, "one");
	assert_true(file_exists(mine));
	holds(p, "lumen/index.html", "one");
}

static void only_an_absent_or_empty_folder_or_a_site_may_be_replaced(void **state) {
	struct place *p = *state;
	assert_true(stage_may_replace(p->out));
	assert_true(file_make_folder(p->out, NULL));
	assert_true(stage_may_replace(p->out));
	g_autofree char *thesis = g_build_filename(p->out, "thesis.txt", NULL);
	assert_true(file_write(thesis, "x", 1, NULL));
	assert_false(stage_may_replace(p->out));
	assert_false(stage_may_replace(thesis));
	g_autofree char *mark = g_build_filename(p->out, "build.json", NULL);
	assert_true(file_write(mark, "{}", 2, NULL));
	assert_false(stage_may_replace(p->out)); /* somebody else's build.json */
	assert_int_equal(remove(mark), 0);
	assert_true(file_write(mark, "{\"build\":\"holdfast 0.1.0\"", 25, NULL));
	assert_true(stage_may_replace(p->out));
}

static void a_strangers_file_in_a_site_is_named(void **state) {
	struct place *p = *state;
	assert_null(stage_stranger(p->out));
	g_autofree char *client = g_build_filename(p->out, "lumen", NULL), *figures = g_build_filename(client, "metrics.json", NULL);
	g_autofree char *mark = g_build_filename(p->out, "build.json", NULL), *mine = g_build_filename(p->out, "CNAME", NULL);
	assert_true(file_make_folder(client, NULL));
	assert_true(file_write(figures, "{}", 2, NULL));
	assert_true(file_write(mark, "{}", 2, NULL));
	assert_null(stage_stranger(p->out));
	assert_true(file_write(mine, "x", 1, NULL));
	g_autofree char *stranger = stage_stranger(p->out);
	assert_string_equal(stranger, "CNAME");
}

static void a_trailing_slash_changes_nothing(void **state) {
	struct place *p = *state;
	g_autofree char *plain = p->out;
	p->out = g_strconcat(plain, "/", NULL);
	build(p, "one");
	holds(p, "lumen/index.html", "one");
	nothing_left(p, NULL);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
	const struct CMUnitTest tests[] = {
		T(a_first_build_makes_the_site), T(the_next_build_replaces_it_and_files_that_are_the_same_stay_the_same_file),
		T(a_build_that_is_not_swapped_leaves_the_old_site), T(folders_are_carried_over_and_what_is_staged_stays),
		T(a_client_that_is_neither_written_nor_carried_is_gone), T(what_a_dead_run_left_is_removed),
		T(what_is_only_called_like_a_staging_folder_stays), T(releases_the_link_does_not_lead_to_are_removed_when_they_are_ours),
		T(links_inside_the_present_site_are_not_followed),
		T(a_link_is_moved_to_a_new_release_and_the_old_release_removed), T(a_link_to_a_folder_that_is_no_release_keeps_that_folder),
		T(only_an_absent_or_empty_folder_or_a_site_may_be_replaced), T(a_trailing_slash_changes_nothing),
		T(a_strangers_file_in_a_site_is_named)};
	return cmocka_run_group_tests_name("site_stage", tests, NULL, NULL);
}
