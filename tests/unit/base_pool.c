/* base/pool: every piece once, whatever the number of workers. */
#include "base/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <string.h>

#define PIECES 1000

static void mark(void *context, size_t i) {
	atomic_int *marks = context;
	atomic_fetch_add(&marks[i], 1);
}

static void every_piece_is_done_once(void **state) {
	(void)state;
	static const int WORKERS[] = {-1, 0, 1, 2, 7, 100000};
	for (size_t w = 0; w < sizeof WORKERS / sizeof *WORKERS; w++) {
		atomic_int marks[PIECES];
		for (size_t i = 0; i < PIECES; i++)
			atomic_init(&marks[i], 0);
		pool_run(WORKERS[w], PIECES, mark, marks);
		for (size_t i = 0; i < PIECES; i++)
			assert_int_equal(atomic_load(&marks[i]), 1);
	}
}

static void note_order(void *context, size_t i) {
	size_t *next = context;
	assert_int_equal(i, *next);
	(*next)++;
}

static void one_worker_goes_in_order(void **state) {
	(void)state;
	size_t next = 0;
	pool_run(1, 10, note_order, &next);
	assert_int_equal(next, 10);
	pool_run(4, 0, note_order, &next);
	assert_int_equal(next, 10);
}

static void there_is_a_processor(void **state) {
	(void)state;
	assert_true(pool_cores() >= 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_piece_is_done_once),
		cmocka_unit_test(one_worker_goes_in_order),
		cmocka_unit_test(there_is_a_processor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
