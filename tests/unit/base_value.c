/* base/value: a value without a figure never looks like one. */
#include "base/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

static void a_missing_value_has_no_figure(void **state) {
	(void)state;
	struct value v = value_missing("needs_spend");
	assert_int_equal(v.state, STATE_MISSING);
	assert_string_equal(v.needs, "needs_spend");
	assert_true(isnan(v.x));
	assert_int_equal(v.n, -1);
	assert_false(v.has_parts);
	assert_false(value_shown(&v));
	assert_false(value_has_interval(&v));
}

static void only_shown_values_have_an_interval(void **state) {
	(void)state;
	struct value v = value_state(STATE_SUPPRESSED);
	v.lo = 0.1;
	v.hi = 0.2;
	assert_false(value_has_interval(&v));
	v.state = STATE_PARTIAL;
	assert_true(value_shown(&v));
	assert_true(value_has_interval(&v));
	v.hi = (double)NAN;
	assert_false(value_has_interval(&v));
}

static void states_have_the_names_of_metrics_json(void **state) {
	(void)state;
	assert_string_equal(state_name(STATE_OK), "OK");
	assert_string_equal(state_name(STATE_PARTIAL), "PARTIAL");
	assert_string_equal(state_name(STATE_SUPPRESSED), "SUPPRESSED");
	assert_string_equal(state_name(STATE_MISSING), "MISSING");
	assert_string_equal(state_name(STATE_UNDEFINED), "UNDEFINED");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_missing_value_has_no_figure),
		cmocka_unit_test(only_shown_values_have_an_interval),
		cmocka_unit_test(states_have_the_names_of_metrics_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
