/* The memo: what was kept is found again by its whole key, is freed with the memo, and the second of two is the one that goes. */
#include "metric/memo.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

static int *freed;

static void note_free(gpointer x) {
	++*freed;
	g_free(x);
}

static void what_was_kept_is_found_by_its_key(void **state) {
	(void)state;
	int count = 0;
	freed = &count;
	struct memo *m = memo_new();
	char *a = memo_keep(m, MEMO_SURVIVAL, 20000, 3, g_strdup("a"), note_free);
	assert_ptr_equal(memo_find(m, MEMO_SURVIVAL, 20000, 3), a);
	assert_null(memo_find(m, MEMO_SURVIVAL, 20000, 4));
	assert_null(memo_find(m, MEMO_SURVIVAL, 20001, 3));
	assert_null(memo_find(m, MEMO_LIVES, 20000, 3));
	assert_ptr_equal(memo_keep(m, MEMO_SURVIVAL, 20000, 3, g_strdup("b"), note_free), a);
	assert_int_equal(count, 1);
	memo_free(m);
	assert_int_equal(count, 2);
	memo_free(NULL);
}

static void a_kind_can_be_dropped(void **state) {
	(void)state;
	int count = 0;
	freed = &count;
	struct memo *m = memo_new();
	memo_keep(m, MEMO_SURVIVAL, 1, 1, g_strdup("a"), note_free);
	memo_keep(m, MEMO_SURVIVAL, 1, 2, g_strdup("b"), note_free);
	char *lives = memo_keep(m, MEMO_LIVES, 1, 1, g_strdup("c"), note_free);
	memo_drop(m, MEMO_SURVIVAL);
	assert_int_equal(count, 2);
	assert_null(memo_find(m, MEMO_SURVIVAL, 1, 1));
	assert_ptr_equal(memo_find(m, MEMO_LIVES, 1, 1), lives);
	memo_free(m);
	assert_int_equal(count, 3);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_kept_is_found_by_its_key), cmocka_unit_test(a_kind_can_be_dropped)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
