/* Tests of chart/scale: domains that are degenerate, and where values lie. Expected numbers are from the rules in scale.h, by hand. */
#include "chart/scale.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

static void same(double got, double expected) {
	assert_true(fabs(got - expected) <= 1e-12 * (1 + fabs(expected)));
}

static struct extent extent_from(const double *v, size_t n) {
	struct extent e = {0};
	for (size_t i = 0; i < n; i++)
		extent_add(&e, v[i]);
	return e;
}
#define EXTENT(...) extent_from((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void an_extent_ignores_what_is_not_finite(void **state) {
	(void)state;
	struct extent e = EXTENT(NAN, 3, INFINITY, -2, -INFINITY);
	assert_true(e.any);
	same(e.lo, -2);
	same(e.hi, 3);
	assert_false(EXTENT(NAN, INFINITY).any);
}

static void no_value_gives_zero_to_one(void **state) {
	(void)state;
	struct scale s = scale_of((struct extent){0}, false, NAN, NAN);
	same(s.lo, 0);
	same(s.hi, 1);
}

static void only_zeros_give_zero_to_one(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(0, 0, 0), false, NAN, NAN);
	same(s.lo, 0);
	same(s.hi, 1);
	s = scale_of(EXTENT(0, 0), true, NAN, NAN);
	same(s.lo, 0);
	same(s.hi, 1);
}

static void one_value_gets_a_tenth_to_either_side(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(40, 40), false, NAN, NAN);
	same(s.lo, 36);
	same(s.hi, 44);
	s = scale_of(EXTENT(-40), false, NAN, NAN);
	same(s.lo, -44);
	same(s.hi, -36);
}

static void one_value_over_zero_reaches_from_zero(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(40, 40), true, NAN, NAN);
	same(s.lo, 0);
	same(s.hi, 40);
	s = scale_of(EXTENT(-40), true, NAN, NAN);
	same(s.lo, -40);
	same(s.hi, 0);
}

static void hard_bounds_cut_the_domain(void **state) {
	(void)state;
	/* all equal at 100 %: 0.9 … 1.1, cut at 1 */
	struct scale s = scale_of(EXTENT(1, 1), false, 0, 1);
	same(s.lo, .9);
	same(s.hi, 1);
	/* all data beyond the bound: the bounds themselves */
	s = scale_of(EXTENT(5, 7), false, 0, 1);
	same(s.lo, 0);
	same(s.hi, 1);
	/* only one bound: a unit of its size (0: 1) */
	s = scale_of(EXTENT(-3, -2), false, 0, NAN);
	same(s.lo, 0);
	same(s.hi, 1);
}

static void bounds_that_are_no_interval_are_free(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(2, 7), false, 0, 0);
	same(s.lo, 2);
	same(s.hi, 7);
	s = scale_of(EXTENT(2, 7), false, 9, 3);
	same(s.lo, 2);
	same(s.hi, 7);
}

static void a_huge_domain_stays_finite(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(-1.7e308, 1.7e308), false, NAN, NAN);
	scale_range(&s, 0, 100);
	assert_true(isfinite(s.hi - s.lo));
	same(scale_map(&s, 0), 50);
	same(scale_map(&s, 1.7e308), 100);
}

static void values_next_to_each_other_are_one_value(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(1, nextafter(1, 2)), false, NAN, NAN);
	same(s.lo, .9);
	same(s.hi, 1.1);
}

static void mapping_is_straight_and_keeps_inside(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(10, 20), false, NAN, NAN);
	scale_range(&s, 200, 100); /* upwards */
	same(scale_map(&s, 10), 200);
	same(scale_map(&s, 12.5), 175);
	same(scale_map(&s, 20), 100);
	same(scale_map(&s, 21), 100);
	same(scale_map(&s, -5), 200);
}

static void nice_widens_to_multiples_but_not_past_bounds(void **state) {
	(void)state;
	struct scale s = scale_of(EXTENT(13, 47), false, NAN, NAN);
	scale_nice(&s, 10, NAN, NAN);
	same(s.lo, 10);
	same(s.hi, 50);
	s = scale_of(EXTENT(.33, .95), false, 0, 1);
	scale_nice(&s, .2, 0, 1);
	same(s.lo, .2);
	same(s.hi, 1);
	/* 0.1 + 0.2 is 0.30000000000000004: no step more for it */
	s = scale_of(EXTENT(0, .1 + .2), false, NAN, NAN);
	scale_nice(&s, .1, NAN, NAN);
	same(s.hi, .3);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_extent_ignores_what_is_not_finite),
		cmocka_unit_test(no_value_gives_zero_to_one),
		cmocka_unit_test(only_zeros_give_zero_to_one),
		cmocka_unit_test(one_value_gets_a_tenth_to_either_side),
		cmocka_unit_test(one_value_over_zero_reaches_from_zero),
		cmocka_unit_test(hard_bounds_cut_the_domain),
		cmocka_unit_test(bounds_that_are_no_interval_are_free),
		cmocka_unit_test(a_huge_domain_stays_finite),
		cmocka_unit_test(values_next_to_each_other_are_one_value),
		cmocka_unit_test(mapping_is_straight_and_keeps_inside),
		cmocka_unit_test(nice_widens_to_multiples_but_not_past_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
