/* ingest/texts: any text can be looked up, whether all are held or lie in a file. */
#include "ingest/texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Text i is i, then i % 7 times "é". */
static char *text_of(int i) {
	g_autoptr(GString) text = g_string_new(NULL);
	g_string_printf(text, "%d", i);
	for (int k = 0; k < i % 7; k++)
		g_string_append(text, "\xc3\xa9");
	return g_strdup(text->str);
}

static void check(int n, const char *pad, bool held) {
	struct texts x;
	texts_init(&x);
	for (int i = 0; i < n; i++) {
		g_autofree char *text = text_of(i);
		g_autofree char *whole = g_strconcat(text, pad, NULL);
		assert_true(texts_add(&x, whole, strlen(whole)));
	}
	assert_true(texts_end(&x));
	assert_int_equal(x.fd < 0, held);
	g_autoptr(GString) out = g_string_new("left over");
	/* Forwards, backwards and in leaps. */
	for (int i = 0; i < n; i += i < 40 ? 1 : 97) {
		const int AT[] = {i, n - 1 - i, (int)((int64_t)i * 7919 % n)};
		for (size_t k = 0; k < 3; k++) {
			g_autofree char *text = text_of(AT[k]);
			g_autofree char *whole = g_strconcat(text, pad, NULL);
			assert_true(texts_get(&x, (guint64)AT[k], out));
			assert_string_equal(out->str, whole);
		}
	}
	assert_false(texts_get(&x, (guint64)n, out));
	assert_false(texts_get(&x, G_MAXUINT64, out));
	assert_null(x.failed);
	texts_clear(&x);
}

static void few_texts_are_held(void **state) {
	(void)state;
	check(1, "", true);
	check(16, "", true);
	check(1000, "", true);
}

static void many_texts_lie_in_a_file(void **state) {
	(void)state;
	g_autofree char *pad = g_strnfill(20000, 'x');
	/* 20 KB each: 1,000 of them are more than the 16 MiB that are held, and windows of 64 KiB end within them. */
	check(1000, pad, false);
}

static void none_at_all_is_fine(void **state) {
	(void)state;
	struct texts x;
	texts_init(&x);
	g_autoptr(GString) out = g_string_new(NULL);
	assert_true(texts_end(&x));
	assert_false(texts_get(&x, 0, out));
	texts_clear(&x);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_texts_are_held),
		cmocka_unit_test(many_texts_lie_in_a_file),
		cmocka_unit_test(none_at_all_is_fine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
