/* Which first months are withheld, by how many began in each: a row's digits say who, worked out by hand with a least of 5. */
#include "metric/cohorts.h"
#include <setjmp.h>
#include <stdarg.h>
/* after those */
#include <cmocka.h>

enum { MONTHS = 6, FIRST = 24300 };

/* The facts of first months of these sizes, and nothing else. */
static struct facts started(const int64_t *sizes, struct cohort_cell *cells) {
	struct facts f = {.n_months = MONTHS, .cohort = cells};
	f.spans.first = (struct month){FIRST};
	f.spans.last = (struct month){FIRST + MONTHS - 1};
	for (int i = 0; i < MONTHS; i++)
		cells[i * MONTHS].customers = sizes[i];
	return f;
}

static void who_is_small_goes_with_the_smallest_others(void **state) {
	(void)state;
	static const struct {
		int64_t sizes[MONTHS];
		int until; /* months looked at */
		bool withheld[MONTHS];
	} rows[] = {
		{{5, 9, 5, 6, 7, 8}, 6, {0}},                     /* five are not fewer than five */
		{{10, 30, 2, 20, 0, 3}, 6, {1, 0, 1, 0, 0, 1}},   /* 2 with 10, the smaller of the others; 3 has two with it already */
		{{10, 30, 2, 20, 0, 3}, 2, {0}},                  /* what begins later is not looked at */
		{{9, 7, 0, 2, 8, 8}, 6, {0, 1, 0, 1, 0, 0}},      /* a month in which nobody began hides nobody */
		{{9, 7, 8, 2, 0, 0}, 6, {0, 1, 0, 1, 0, 0}},
		{{8, 8, 2, 9, 9, 9}, 6, {1, 0, 1, 0, 0, 0}},      /* of two alike the earlier */
		{{9, 8, 7, 2, 9, 9}, 6, {0, 0, 1, 1, 0, 0}},
		{{10, 2, 6, 9, 9, 9}, 6, {1, 1, 0, 0, 0, 0}},     /* chosen when it began, among those there were, and it stays so */
		{{3, 0, 0, 0, 0, 0}, 6, {1}},                     /* alone: nothing else to hide */
		{{0, 0, 2, 10, 9, 8}, 6, {0, 0, 1, 1, 0, 0}},     /* the next to begin goes with who was alone, though 8 is smaller */
		{{3, 1, 9, 8, 0, 0}, 6, {1, 1, 1, 0, 0, 0}},      /* four together are too few */
		{{3, 10, 9, 8, 0, 0}, 2, {1, 1}},                   /* at once */
		{{4, 1, 9, 8, 0, 0}, 6, {1, 1, 0, 0, 0, 0}},      /* five are not */
		{{3, 1, 1, 9, 0, 0}, 6, {1, 1, 1, 0, 0, 0}},
		{{1, 1, 1, 1, 1, 9}, 6, {1, 1, 1, 1, 1, 0}},
		{{9, 0, 0, 0, 0, 4}, 6, {1, 0, 0, 0, 0, 1}},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct cohort_cell cells[MONTHS * MONTHS] = {{0}};
		struct facts f = started(rows[i].sizes, cells);
		g_autofree bool *withheld = cohorts_withheld(&f, (struct month){FIRST + rows[i].until - 1}, 5);
		for (int m = 0; m < rows[i].until; m++)
			if (withheld[m] != rows[i].withheld[m])
				fail_msg("row %zu, month %d", i, m);
	}
}

static void nobody_began_before_the_first_month_or_after_the_last(void **state) {
	(void)state;
	struct cohort_cell cells[MONTHS * MONTHS] = {{0}};
	struct facts f = started((const int64_t[]){4, 9, 0, 0, 0, 7}, cells);
	assert_int_equal(cohort_started(&f, (struct month){FIRST}), 4);
	assert_int_equal(cohort_started(&f, (struct month){FIRST + MONTHS - 1}), 7);
	assert_int_equal(cohort_started(&f, (struct month){FIRST - 1}), 0);
	assert_int_equal(cohort_started(&f, (struct month){FIRST + MONTHS}), 0);
	g_autofree bool *none = cohorts_withheld(&f, (struct month){FIRST - 3}, 5);
	assert_false(none[0]);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_small_goes_with_the_smallest_others),
		cmocka_unit_test(nobody_began_before_the_first_month_or_after_the_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
