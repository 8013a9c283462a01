/* base/file: each call in a folder of its own, with the awkward things a folder can hold. */
#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct place {
	char *folder;
};

static int set_up(void **state) {
	struct place *p = g_new0(struct place, 1);
	p->folder = g_dir_make_tmp("holdfast-file-XXXXXX", NULL);
	*state = p;
	return p->folder == NULL ? -1 : 0;
}

static int tear_down(void **state) {
	struct place *p = *state;
	bool gone = file_remove_tree(p->folder, NULL) && !file_exists(p->folder);
	g_free(p->folder);
	g_free(p);
	return gone ? 0 : -1;
}

static char *at(void **state, const char *name) {
	const struct place *p = *state;
	return g_build_filename(p->folder, name, NULL);
}

static void write_text(const char *path, const char *text) {
	assert_true(file_write(path, text, strlen(text), NULL));
}

static void holds(const char *path, const char *text) {
	g_autofree char *bytes = NULL;
	gsize length = 0;
	assert_true(file_read(path, &bytes, &length, NULL));
	assert_int_equal(length, strlen(text));
	assert_string_equal(bytes, text);
}

static void a_written_file_reads_back(void **state) {
	g_autofree char *path = at(state, "a");
	assert_true(file_write(path, "x\0y", 3, NULL));
	g_autofree char *bytes = NULL;
	gsize length = 0;
	assert_true(file_read(path, &bytes, &length, NULL));
	assert_int_equal(length, 3);
	assert_memory_equal(bytes, "x\0y\0", 4);
	g_autofree char *empty = at(state, "empty");
	write_text(empty, "");
	holds(empty, "");
}

static void writing_never_overwrites(void **state) {
	g_autofree char *path = at(state, "a");
	write_text(path, "old");
	g_autofree char *error = NULL;
	assert_false(file_write(path, "new", 3, &error));
	assert_true(g_str_has_prefix(error, path));
	assert_non_null(strstr(error, "File exists"));
	holds(path, "old");
	assert_false(file_copy(path, path, NULL));
	holds(path, "old");
}

static void writing_does_not_follow_a_link(void **state) {
	g_autofree char *path = at(state, "link");
	g_autofree char *target = at(state, "target");
	assert_int_equal(symlink(target, path), 0);
	assert_false(file_write(path, "x", 1, NULL));
	assert_false(file_exists(target));
}

static void reading_refuses_what_is_no_file(void **state) {
	const struct place *p = *state;
	g_autofree char *fifo = at(state, "fifo");
	g_autofree char *error = NULL;
	char *bytes = NULL;
	gsize length = 0;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(file_open_read(fifo, &error), -1); /* must not wait for a writer */
	assert_string_equal(error, "is not a regular file");
	g_clear_pointer(&error, g_free);
	assert_false(file_read(p->folder, &bytes, &length, &error));
	assert_string_equal(error, "is a folder");
	g_clear_pointer(&error, g_free);
	assert_false(file_read("no/such/file", &bytes, &length, &error));
	assert_string_equal(error, "No such file or directory");
	assert_null(bytes);
}

static void folders_are_made_with_their_parents(void **state) {
	g_autofree char *path = at(state, "a//b/c/");
	assert_true(file_make_folder(path, NULL));
	assert_true(file_is_folder(path));
	assert_true(file_make_folder(path, NULL));
	g_autofree char *file = at(state, "a/file");
	write_text(file, "x");
	g_autofree char *below = at(state, "a/file/d");
	g_autofree char *error = NULL;
	assert_false(file_make_folder(below, &error));
	assert_true(g_str_has_prefix(error, file));
	assert_false(file_make_folder("", NULL));
}

static void links_share_the_file(void **state) {
	g_autofree char *a = at(state, "a");
	g_autofree char *b = at(state, "b");
	g_autofree char *c = at(state, "c");
	write_text(a, "x");
	assert_true(file_link(a, b, NULL));
	assert_true(file_copy(a, c, NULL));
	holds(b, "x");
	holds(c, "x");
	struct stat st;
	assert_int_equal(stat(a, &st), 0);
	assert_int_equal(st.st_nlink, 2);
	assert_false(file_link(a, b, NULL));
	g_autofree char *link_to = at(state, "link");
	g_autofree char *d = at(state, "d");
	assert_int_equal(symlink(a, link_to), 0);
	assert_false(file_link(link_to, d, NULL));
}

static void trees_are_linked_into_what_is_there(void **state) {
	g_autofree char *deep = at(state, "from/x/y");
	g_autofree char *one = at(state, "from/x/y/one");
	g_autofree char *two = at(state, "from/two");
	g_autofree char *from = at(state, "from");
	g_autofree char *to = at(state, "to/here");
	g_autofree char *kept = at(state, "to/here/two");
	g_autofree char *got = at(state, "to/here/x/y/one");
	assert_true(file_make_folder(deep, NULL) && file_make_folder(to, NULL));
	write_text(one, "1");
	write_text(two, "2");
	write_text(kept, "kept");
	assert_true(file_link_tree(from, to, NULL));
	holds(got, "1");
	holds(kept, "kept");
	assert_true(file_link_tree(from, to, NULL));
	g_autofree char *odd = at(state, "from/x/link");
	assert_int_equal(symlink("/etc", odd), 0);
	assert_false(file_link_tree(from, to, NULL));
}

static void folders_change_places(void **state) {
	g_autofree char *a = at(state, "a");
	g_autofree char *b = at(state, "b");
	g_autofree char *in_a = at(state, "a/f");
	g_autofree char *in_b = at(state, "b/f");
	assert_true(file_make_folder(a, NULL));
	assert_false(file_exchange(a, b, NULL));
	assert_true(file_make_folder(b, NULL));
	write_text(in_a, "was a");
	write_text(in_b, "was b");
	assert_true(file_exchange(a, b, NULL));
	holds(in_a, "was b");
	holds(in_b, "was a");
	g_autofree char *c = at(state, "c");
	assert_true(file_rename(a, c, NULL));
	assert_false(file_exists(a));
	g_autofree char *error = NULL;
	assert_false(file_rename(a, c, &error));
	assert_non_null(error);
}

static void removing_a_tree_follows_no_link(void **state) {
	g_autofree char *outside = at(state, "outside");
	g_autofree char *precious = at(state, "outside/precious");
	g_autofree char *tree = at(state, "tree/a/b");
	g_autofree char *top = at(state, "tree");
	g_autofree char *link_in = at(state, "tree/a/link");
	g_autofree char *link_top = at(state, "link");
	assert_true(file_make_folder(outside, NULL) && file_make_folder(tree, NULL));
	write_text(precious, "x");
	assert_int_equal(symlink(outside, link_in), 0);
	assert_true(file_remove_tree(top, NULL));
	assert_false(file_exists(top));
	holds(precious, "x");
	assert_int_equal(symlink(outside, link_top), 0);
	assert_int_equal(file_kind(link_top), FILE_LINK);
	assert_int_equal(file_kind(outside), FILE_FOLDER);
	assert_int_equal(file_kind(precious), FILE_REGULAR);
	assert_int_equal(file_kind("/dev/null"), FILE_OTHER);
	g_autofree char *slash = g_strconcat(link_top, "/", NULL);
	assert_true(file_remove_tree(slash, NULL));
	assert_int_equal(file_kind(link_top), FILE_ABSENT);
	holds(precious, "x");
	assert_true(file_remove_tree(top, NULL)); /* nothing there */
}

static void lists_are_sorted_by_bytes(void **state) {
	const struct place *p = *state;
	static const char *const NAMES[] = {"b", "a", "B", "é", ".x"};
	for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
		g_autofree char *path = at(state, NAMES[i]);
		write_text(path, "");
	}
	g_auto(GStrv) names = file_list(p->folder, NULL);
	g_autofree char *all = g_strjoinv(" ", names);
	assert_string_equal(all, ".x B a b é");
	g_autofree char *error = NULL;
	assert_null(file_list("no/such/folder", &error));
	assert_string_equal(error, "No such file or directory");
}

static void a_lock_is_held_by_one_run(void **state) {
	g_autofree char *path = at(state, "lock");
	int held = file_lock(path, 0, NULL);
	assert_true(held >= 0);
	g_autofree char *error = NULL;
	assert_int_equal(file_lock(path, 0, &error), -1);
	assert_non_null(strstr(error, "is locked by another run"));
	file_unlock(held);
	int again = file_lock(path, 0, NULL);
	assert_true(again >= 0);
	file_unlock(again);
}

static void a_full_disk_leaves_no_half_file(void **state) {
	/* the limit on file sizes makes write(2) fail after 1,000 bytes, as a full disk would */
	g_autofree char *path = at(state, "big");
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGXFSZ, SIG_IGN);
		struct rlimit limit = {1000, 1000};
		char bytes[5000] = {0};
		char *error = NULL;
		bool right = setrlimit(RLIMIT_FSIZE, &limit) == 0 && !file_write(path, bytes, sizeof bytes, &error) && error != NULL && !file_exists(path);
		_exit(right ? 0 : 1);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void trees_can_be_synced(void **state) {
	const struct place *p = *state;
	assert_true(file_sync_tree(p->folder, NULL));
	assert_false(file_sync_tree("no/such/folder", NULL));
}

/* The texts of `of`, one after the other. */
struct texts {
	const char *const *of;
	size_t at;
};

static void first_text(void *context) {
	((struct texts *)context)->at = 0;
}

static bool next_text(void *context, const char **bytes, size_t *length) {
	struct texts *t = context;
	*bytes = t->of[t->at];
	*length = *bytes == NULL ? 0 : strlen(*bytes);
	return t->of[t->at++] != NULL;
}

static void a_file_made_of_pieces_is_their_sum_and_is_known_again(void **state) {
	static const char *const same[] = {"one, ", "", "two", NULL}, *const shorter[] = {"one, ", NULL}, *const longer[] = {"one, two", "!", NULL},
	                  *const other[] = {"one, ", "twa", NULL};
	g_autofree char *path = at(state, "a"), *none = at(state, "none"), *error = NULL;
	struct texts t = {.of = same};
	struct pieces p = {&t, first_text, next_text};
	assert_true(file_write_pieces(path, &p, NULL));
	holds(path, "one, two");
	assert_true(file_holds_pieces(path, &p)); /* from the start again */
	assert_false(file_holds_pieces(none, &p));
	assert_false(file_write_pieces(path, &p, &error));
	t.of = shorter;
	assert_false(file_holds_pieces(path, &p));
	t.of = longer;
	assert_false(file_holds_pieces(path, &p));
	t.of = other;
	assert_false(file_holds_pieces(path, &p));
}

static void a_file_is_hashed_like_its_bytes(void **state) {
	g_autofree char *path = at(state, "large"), *none = at(state, "none"), *bytes = g_malloc(600000);
	for (size_t i = 0; i < 600000; i++)
		bytes[i] = (char)(i % 251); /* more than is read at once */
	assert_true(file_write(path, bytes, 600000, NULL));
	g_autofree char *of_file = file_hash_of(path, 64), *of_bytes = file_hash(bytes, 600000, 64);
	assert_string_equal(of_file, of_bytes);
	assert_null(file_hash_of(none, 64));
}

static void hashes_are_sha_256(void **state) {
	(void)state;
	/* FIPS 180-2, appendix B.1: SHA-256("abc") */
	g_autofree char *all = file_hash("abc", 3, 64);
	assert_string_equal(all, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	g_autofree char *some = file_hash("abc", 3, 8);
	assert_string_equal(some, "ba7816bf");
}

#define IN_A_FOLDER(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_written_file_reads_back),
		IN_A_FOLDER(writing_never_overwrites),
		IN_A_FOLDER(writing_does_not_follow_a_link),
		IN_A_FOLDER(reading_refuses_what_is_no_file),
		IN_A_FOLDER(folders_are_made_with_their_parents),
		IN_A_FOLDER(links_share_the_file),
		IN_A_FOLDER(trees_are_linked_into_what_is_there),
		IN_A_FOLDER(folders_change_places),
		IN_A_FOLDER(removing_a_tree_follows_no_link),
		IN_A_FOLDER(lists_are_sorted_by_bytes),
		IN_A_FOLDER(a_lock_is_held_by_one_run),
		IN_A_FOLDER(a_full_disk_leaves_no_half_file),
		IN_A_FOLDER(trees_can_be_synced),
		IN_A_FOLDER(a_file_made_of_pieces_is_their_sum_and_is_known_again),
		IN_A_FOLDER(a_file_is_hashed_like_its_bytes),
		IN_A_FOLDER(hashes_are_sha_256),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
