/* base/diag: what is said once, where, and that words from a file do no harm. */
#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void line_is(const struct diag *d, int64_t i, const char *expected) {
	g_autofree char *line = diag_line(diag_get(d, i));
	assert_string_equal(line, expected);
}

static void a_message_names_its_place(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"site.conf", 12, 5}, "history_start", "2026-10-31", NULL);
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"site.conf", 12, 0}, "a", "b", NULL);
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"site.conf", 0, 0}, "a", "b", NULL);
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){NULL, 0, 0}, "a", "b", NULL);
	line_is(d, 0, "site.conf:12:5: error: history_start must be the first of a month, not 2026-10-31.");
	line_is(d, 1, "site.conf:12: error: a must be the first of a month, not b.");
	line_is(d, 2, "site.conf: error: a must be the first of a month, not b.");
	line_is(d, 3, "error: a must be the first of a month, not b.");
	assert_string_equal(diag_name(DIAG_CONFIG_FIRST), "CONFIG_FIRST");
}

static void words_are_filled_in_once_and_made_harmless(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"a\x1b[2J.csv", 1, 1}, "{2}", "\x1b[31m\n", NULL);
	line_is(d, 0, "a\\x1B[2J.csv:1:1: error: {2} must be the first of a month, not \\x1B[31m\\n.");
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"a", 1, 1}, "only one", NULL);
	line_is(d, 1, "a:1:1: error: only one must be the first of a month, not {2}.");
	char longest[500];
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	diag_report(d, DIAG_CONFIG_FIRST, (struct where){"a", 1, 1}, longest, "b", NULL);
	const struct diag_message *m = diag_get(d, 2);
	assert_true(g_str_has_prefix(m->text, "xxxxxxxxxx"));
	assert_memory_equal(m->text + 120, "… must", strlen("… must"));
}

static void counts_are_by_severity(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	assert_int_equal(diag_count(d, SEVERITY_NOTE), 0);
	diag_report(d, DIAG_FILE_READ, (struct where){"x", 0, 0}, "gone", NULL);
	assert_int_equal(diag_count(d, SEVERITY_NOTE), 1);
	assert_int_equal(diag_count(d, SEVERITY_ERROR), 1);
	assert_int_equal(diag_total(d), 1);
	assert_string_equal(severity_name(SEVERITY_WARNING), "warning");
}

static void appending_keeps_the_order(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	diag_report(d, DIAG_FILE_READ, (struct where){"a", 0, 0}, "1", NULL);
	{
		g_autoptr(diag) other = diag_new();
		diag_report(other, DIAG_FILE_READ, (struct where){"b", 0, 0}, "2", NULL);
		diag_report(other, DIAG_FILE_READ, (struct where){"c", 0, 0}, "3", NULL);
		diag_append(d, other);
	}
	assert_int_equal(diag_total(d), 3);
	assert_string_equal(diag_get(d, 1)->file, "b");
	assert_string_equal(diag_get(d, 2)->file, "c");
	assert_int_equal(diag_count(d, SEVERITY_ERROR), 3);
}

static void *report_many(void *data) {
	for (int i = 0; i < 500; i++)
		diag_report(data, DIAG_FILE_READ, (struct where){"x", i, 0}, "y", NULL);
	return NULL;
}

static void several_threads_lose_nothing(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	pthread_t threads[4];
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, report_many, d), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(diag_total(d), 2000);
	assert_int_equal(diag_count(d, SEVERITY_ERROR), 2000);
}

/* What diag_print writes to stderr; caller owns. */
static char *printed(const struct diag *d, int64_t first, int64_t most) {
	FILE *file = tmpfile();
	assert_non_null(file);
	fflush(stderr);
	int kept = dup(STDERR_FILENO);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	diag_print(d, first, most);
	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
	char text[4096];
	rewind(file);
	size_t n = fread(text, 1, sizeof text - 1, file);
	text[n] = '\0';
	fclose(file);
	return g_strdup(text);
}

static void many_of_one_kind_are_summed_up(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	for (int i = 1; i <= 5; i++)
		diag_report(d, DIAG_CONFIG_DEEP, (struct where){"a", i, 0}, NULL);
	diag_report(d, DIAG_CONFIG_DEEP, (struct where){"b", 9, 0}, NULL);
	g_autofree char *all = printed(d, 0, 2);
	assert_string_equal(all, "a:1: error: brackets are nested more than 32 deep. Nothing was read.\n"
	                         "a:2: error: brackets are nested more than 32 deep. Nothing was read.\n"
	                         "b:9: error: brackets are nested more than 32 deep. Nothing was read.\n"
	                         "a: error: and 3 more of CONFIG_DEEP\n");
	g_autofree char *rest = printed(d, 5, 2);
	assert_string_equal(rest, "b:9: error: brackets are nested more than 32 deep. Nothing was read.\n");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_names_its_place),
		cmocka_unit_test(words_are_filled_in_once_and_made_harmless),
		cmocka_unit_test(counts_are_by_severity),
		cmocka_unit_test(appending_keeps_the_order),
		cmocka_unit_test(several_threads_lose_nothing),
		cmocka_unit_test(many_of_one_kind_are_summed_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
