/* words/catalogue and words/message: what is said, and what is refused, from catalogues written by the test. */
#include "words/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEADER "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
#define MESSAGE(key, text) "msgid \"" key "\"\nmsgstr \"" text "\"\n\n"

static const char fine[] = HEADER MESSAGE("title", "Overview") MESSAGE("quoted", "don't worry: {x}")
	MESSAGE("answers", "{n, plural, one {# answer} other {# answers}} from {who}") MESSAGE("share", "{x, number} of all")
		MESSAGE("pick", "{state, select, ok {fine} other {not fine}}");

/* Loads `catalogue` as language.po from a folder of its own. */
static struct words *load_as(const char *catalogue, const char *language, const char *formats, struct diag *d) {
	g_autofree char *folder = g_dir_make_tmp("words-XXXXXX", NULL);
	g_autofree char *name = g_strconcat(language, ".po", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	assert_true(g_file_set_contents(path, catalogue, -1, NULL));
	struct words *w = words_load(folder, language, formats, d);
	g_unlink(path);
	g_rmdir(folder);
	return w;
}

static struct words *load(const char *catalogue, struct diag *d) {
	return load_as(catalogue, "en", "en-GB", d);
}

static int setup(void **state) {
	g_autoptr(diag) d = diag_new();
	*state = load(fine, d);
	return *state && diag_total(d) == 0 ? 0 : -1;
}

static int teardown(void **state) {
	words_free(*state);
	return 0;
}

static void messages_are_found_by_key(void **state) {
	const struct words *w = *state;
	assert_string_equal(words_text(w, "title"), "Overview");
	assert_true(words_has(w, "share") && !words_has(w, "shares"));
	assert_true(words_plain(w, "title") && !words_plain(w, "share") && !words_plain(w, "shares"));
	assert_string_equal(words_language(w), "en");
}

static void keys_are_sorted(void **state) {
	const char *const *keys = words_keys(*state);
	const char *const want[] = {"answers", "pick", "quoted", "share", "title", NULL};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
		assert_int_equal(g_strcmp0(keys[i], want[i]), 0);
}

static void arguments_are_put_in(void **state) {
	g_autofree char *one = SAY(*state, "answers", ARG_I("n", 1), ARG_S("who", "Ann"));
	g_autofree char *many = SAY(*state, "answers", ARG_S("who", "a {b} & 'c'"), ARG_I("n", 12604));
	g_autofree char *quoted = SAY(*state, "quoted", ARG_S("x", "fine"));
	g_autofree char *share = SAY(*state, "share", ARG_D("x", 1234.5));
	g_autofree char *pick = SAY(*state, "pick", ARG_S("state", "ok"));
	assert_string_equal(one, "1 answer from Ann");
	assert_string_equal(many, "12,604 answers from a {b} & 'c'");
	assert_string_equal(quoted, "don't worry: fine");
	assert_string_equal(share, "1,234.5 of all");
	assert_string_equal(pick, "fine");
}

/* true when the call ended the process by a signal, as a bug must. */
static bool aborts(const struct words *w, void (*call)(const struct words *w)) {
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		for (int s = 1; s < 32; s++)
			signal(s, SIG_DFL);
		close(STDERR_FILENO);
		call(w);
		_exit(0);
	}
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status);
}

static void unknown_key(const struct words *w) {
	words_text(w, "nothing");
}
static void text_of_a_message_with_arguments(const struct words *w) {
	words_text(w, "share");
}
static void lacking(const struct words *w) {
	g_free(SAY(w, "answers", ARG_I("n", 1)));
}
static void surplus(const struct words *w) {
	g_free(SAY(w, "share", ARG_D("x", 1), ARG_D("y", 1)));
}
static void misnamed(const struct words *w) {
	g_free(SAY(w, "share", ARG_D("y", 1)));
}
static void twice(const struct words *w) {
	g_free(SAY(w, "share", ARG_D("x", 1), ARG_D("x", 1)));
}
static void text_for_a_number(const struct words *w) {
	g_free(SAY(w, "share", ARG_S("x", "1")));
}
static void number_for_a_choice(const struct words *w) {
	g_free(SAY(w, "pick", ARG_I("state", 1)));
}
static void broken_text(const struct words *w) {
	g_free(SAY(w, "quoted", ARG_S("x", "\xff")));
}
static void all_in_order(const struct words *w) {
	g_free(SAY(w, "share", ARG_D("x", 1)));
}

static void wrong_calls_abort(void **state) {
	void (*const wrong[])(const struct words *) = {
		unknown_key, text_of_a_message_with_arguments, lacking, surplus, misnamed, twice, text_for_a_number, number_for_a_choice, broken_text};
	assert_false(aborts(*state, all_in_order));
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
		assert_true(aborts(*state, wrong[i]));
}

static void plurals_are_those_of_the_language_not_of_the_formats(void **state) {
	(void)state;
	static const char polish[] = HEADER MESSAGE("n", "{n, plural, one {# rok} few {# lata} many {# lat} other {# roku}}");
	g_autoptr(diag) d = diag_new();
	g_autoptr(words) w = load_as(polish, "pl", "en-GB", d);
	assert_non_null(w);
	/* CLDR plural rules of Polish: 1 one; 2-4, 22-24 few; 5-21 many. */
	g_autofree char *few = SAY(w, "n", ARG_I("n", 22));
	g_autofree char *many = SAY(w, "n", ARG_I("n", 12));
	assert_string_equal(few, "22 lata");
	assert_string_equal(many, "12 lat");
}

static void refuse(const char *catalogue, enum diag_code code, int64_t line, int64_t count) {
	g_autoptr(diag) d = diag_new();
	assert_null(load(catalogue, d));
	assert_int_equal(diag_total(d), count);
	assert_int_equal(diag_get(d, 0)->code, code);
	assert_int_equal(diag_get(d, 0)->line, line);
}

static void broken_catalogues_are_refused_with_their_lines(void **state) {
	(void)state;
	refuse(HEADER MESSAGE("a", "{x") MESSAGE("b", "{0}") MESSAGE("c", "{x, date}"), DIAG_WORDS_MESSAGE, 4, 3);
	refuse(HEADER MESSAGE("a", "{x, number} {x, select, other {}}"), DIAG_WORDS_MESSAGE, 4, 1);
	refuse(HEADER MESSAGE("A key", "text"), DIAG_WORDS_MESSAGE, 4, 1);
	refuse(HEADER MESSAGE("a", ""), DIAG_WORDS_MESSAGE, 4, 1);
	refuse(HEADER MESSAGE("a", "one") "msgid \"b\"\nmsgstr bare\n", DIAG_WORDS_FILE, 8, 2);
	refuse(HEADER MESSAGE("a", "one") MESSAGE("a", "two"), DIAG_WORDS_FILE, 7, 1);
}

static void absent_files_and_unknown_locales_are_reported(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	assert_null(words_load("/nowhere", "en", "en-GB", d));
	assert_null(load_as(fine, "en", "xx-GB", d));
	assert_null(load_as(fine, "en", "en-", d));
	assert_null(load_as(fine, "en", "", d));
	assert_int_equal(diag_total(d), 4);
	assert_int_equal(diag_get(d, 0)->code, DIAG_WORDS_FILE);
	for (int64_t i = 1; i < 4; i++)
		assert_int_equal(diag_get(d, i)->code, DIAG_WORDS_LOCALE);
	const char *const known[] = {"en", "en-US", "de-DE", "zh-CN", "zh-Hant-TW", "pt-BR"};
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		g_autoptr(words) w = load_as(fine, "en", known[i], d);
		assert_non_null(w);
	}
}

static void *say_many(void *context) {
	intptr_t wrong = 0;
	for (int64_t i = 2; i < 2000; i++) {
		g_autofree char *said = SAY(context, "answers", ARG_I("n", i % 900 + 2), ARG_S("who", "all"));
		g_autofree char *want = g_strdup_printf("%d answers from all", (int)(i % 900 + 2));
		g_autofree char *day = format_day(context, 20757);
		g_autofree char *half = format_percent(context, .5, (int)(i % 3));
		wrong += strcmp(said, want) != 0 || strcmp(day, "31 October 2026") != 0 || half[0] != '5';
	}
	return (void *)wrong;
}

static void threads_say_the_same(void **state) {
	pthread_t threads[4];
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, say_many, *state), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
		void *wrong = NULL;
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
}

static void the_catalogue_of_the_house_loads(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(words) w = words_load("templates/text", "en", "en-GB", d);
	for (int64_t i = 0; i < diag_total(d); i++) {
		g_autofree char *line = diag_line(diag_get(d, i));
		print_message("%s\n", line);
	}
	assert_non_null(w);
	assert_true(words_plain(w, "state_missing"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(messages_are_found_by_key, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_are_sorted, setup, teardown),
		cmocka_unit_test_setup_teardown(arguments_are_put_in, setup, teardown),
		cmocka_unit_test_setup_teardown(wrong_calls_abort, setup, teardown),
		cmocka_unit_test(plurals_are_those_of_the_language_not_of_the_formats),
		cmocka_unit_test(broken_catalogues_are_refused_with_their_lines),
		cmocka_unit_test(absent_files_and_unknown_locales_are_reported),
		cmocka_unit_test_setup_teardown(threads_say_the_same, setup, teardown),
		cmocka_unit_test(the_catalogue_of_the_house_loads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
