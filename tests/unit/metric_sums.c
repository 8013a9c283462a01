/* What follows from sums. Unknowns are written as in the sentence: a month of a slice each. */
#include "metric/sums.h"
#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
/* after those */
#include <cmocka.h>

/* The sum of the unknowns named; -1 ends them. */
static struct sum sum_of(uint32_t *room, const int *unknowns) {
	size_t n = 0;
	for (; unknowns[n] >= 0; n++)
		room[n] = (uint32_t)unknowns[n];
	return (struct sum){room, n};
}

#define SUM(...) sum_of((uint32_t[16]){0}, (const int[]){__VA_ARGS__ -1})

static void nothing_follows_from_nothing_but_the_empty_sum(void **state) {
	(void)state;
	struct sums *s = sums_new(3);
	assert_true(sums_follows(s, SUM()));
	assert_false(sums_follows(s, SUM(0, )));
	assert_false(sums_follows(s, SUM(0, 1, 2, )));
	sums_tell(s, SUM(1, ));
	assert_true(sums_follows(s, SUM(1, )));
	assert_false(sums_follows(s, SUM(0, 1, )));
	sums_free(s);
}

/* A quarter less two of its months. */
static void a_sum_less_a_part_of_it_is_the_rest(void **state) {
	(void)state;
	struct sums *s = sums_new(3);
	sums_hide(s, SUM(0, ));
	sums_tell(s, SUM(0, 1, 2, ));
	assert_false(sums_betray(s));
	sums_tell(s, SUM(1, 2, ));
	assert_true(sums_betray(s));
	assert_true(sums_follows(s, SUM(0, )));
	assert_false(sums_follows(s, SUM(1, )));
	sums_free(s);
}

/* a + b, c + d of two months, a + c, b + d of two slices: the fourth sum says nothing the other three do not, and none says a number. */
static void two_by_two_keeps_its_cells(void **state) {
	(void)state;
	struct sums *s = sums_new(4);
	sums_hide(s, SUM(0, ));
	sums_hide(s, SUM(3, ));
	sums_tell(s, SUM(0, 1, ));
	sums_tell(s, SUM(2, 3, ));
	sums_tell(s, SUM(0, 2, ));
	assert_true(sums_follows(s, SUM(1, 3, )));
	sums_tell(s, SUM(1, 3, ));
	assert_false(sums_betray(s));
	assert_false(sums_follows(s, SUM(0, 3, )));
	sums_free(s);
}

/* No sum has fewer than two unknowns, and yet one follows: a0 a1 a2 of slice A, b0 b1 of B, c2 c3 of C, d2 d3 of D, numbered in that order. Months:
 * a0 + b0, a1 + b1, a2 + c2 + d2, c3 + d3; then the sums of B, C and D. a0 and a1 are known together only. */
static void what_follows_from_many_sums_is_found(void **state) {
	(void)state;
	struct sums *s = sums_new(9);
	for (int i = 0; i < 9; i++)
		sums_hide(s, SUM(i, ));
	sums_tell(s, SUM(0, 3, ));
	sums_tell(s, SUM(1, 4, ));
	sums_tell(s, SUM(2, 5, 7, ));
	sums_tell(s, SUM(6, 8, ));
	sums_tell(s, SUM(3, 4, ));
	sums_tell(s, SUM(5, 6, ));
	sums_tell(s, SUM(7, 8, ));
	/* c2 + c3 + d2 + d3 less c3 + d3 is c2 + d2, and the third month less that is a2 */
	assert_true(sums_follows(s, SUM(5, 7, )));
	assert_true(sums_follows(s, SUM(2, )));
	assert_true(sums_betray(s));
	assert_false(sums_follows(s, SUM(0, )));
	assert_true(sums_follows(s, SUM(0, 1, )));
	sums_free(s);
}

static void what_follows_already_cannot_be_hidden(void **state) {
	(void)state;
	struct sums *s = sums_new(2);
	sums_tell(s, SUM(0, ));
	sums_hide(s, SUM(0, ));
	assert_false(sums_betray(s));
	sums_hide(s, SUM(0, 1, ));
	sums_tell(s, SUM(1, ));
	assert_true(sums_betray(s));
	sums_free(s);
}

/* a + b, b + c, a + c + d: less the second, the first is a − c; so 2c + d is told, and with d each is. */
static void halves_are_followed(void **state) {
	(void)state;
	struct sums *s = sums_new(4);
	sums_hide(s, SUM(2, ));
	sums_tell(s, SUM(0, 1, ));
	sums_tell(s, SUM(1, 2, ));
	sums_tell(s, SUM(0, 2, 3, ));
	assert_true(sums_follows(s, SUM(0, 2, 3, )));
	assert_false(sums_follows(s, SUM(0, )));
	assert_false(sums_betray(s));
	sums_tell(s, SUM(3, ));
	for (int i = 0; i < 4; i++)
		assert_true(sums_follows(s, SUM(i, )));
	assert_true(sums_betray(s));
	sums_free(s);
}

/* a + b is a + c and b + d less c + d. */
static void a_hidden_sum_of_two_is_betrayed(void **state) {
	(void)state;
	struct sums *s = sums_new(4);
	sums_hide(s, SUM(0, 1, ));
	sums_tell(s, SUM(0, 2, ));
	sums_tell(s, SUM(1, 3, ));
	assert_false(sums_betray(s));
	sums_tell(s, SUM(2, 3, ));
	assert_true(sums_betray(s));
	sums_free(s);
}

/* d tells nothing of a + d, of which a is before all that d says. */
static void a_part_told_keeps_the_whole(void **state) {
	(void)state;
	struct sums *s = sums_new(4);
	sums_hide(s, SUM(0, 3, ));
	sums_tell(s, SUM(3, ));
	assert_false(sums_betray(s));
	sums_free(s);
}

/* a + b, c + d, a + b + d: d follows, and so does c; a and b are known together only. */
static void what_is_left_of_a_longer_sum_tells_a_shorter_one(void **state) {
	(void)state;
	struct sums *s = sums_new(4);
	sums_tell(s, SUM(0, 1, ));
	sums_tell(s, SUM(2, 3, ));
	sums_tell(s, SUM(0, 1, 3, ));
	assert_true(sums_follows(s, SUM(3, )));
	assert_true(sums_follows(s, SUM(2, )));
	assert_false(sums_follows(s, SUM(0, )));
	assert_true(sums_follows(s, SUM(0, 1, )));
	sums_free(s);
}

static void a_copy_is_told_alone(void **state) {
	(void)state;
	struct sums *s = sums_new(2);
	sums_hide(s, SUM(0, ));
	sums_tell(s, SUM(0, 1, ));
	struct sums *copy = sums_copy(s);
	sums_tell(copy, SUM(1, ));
	assert_true(sums_betray(copy));
	assert_false(sums_betray(s));
	sums_free(copy);
	sums_free(s);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_follows_from_nothing_but_the_empty_sum),
		cmocka_unit_test(a_sum_less_a_part_of_it_is_the_rest),
		cmocka_unit_test(two_by_two_keeps_its_cells),
		cmocka_unit_test(what_follows_from_many_sums_is_found),
		cmocka_unit_test(what_follows_already_cannot_be_hidden),
		cmocka_unit_test(halves_are_followed),
		cmocka_unit_test(a_hidden_sum_of_two_is_betrayed),
		cmocka_unit_test(a_part_told_keeps_the_whole),
		cmocka_unit_test(what_is_left_of_a_longer_sum_tells_a_shorter_one),
		cmocka_unit_test(a_copy_is_told_alone),
	};
	return cmocka_run_group_tests_name("metric_sums", tests, NULL, NULL);
}
