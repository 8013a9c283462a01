/* base/json: the form on paper (RFC 8259) and numbers that read back as the same double. */
#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <float.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void a_document_is_written_in_order(void **state) {
	(void)state;
	g_autoptr(GString) out = g_string_new(NULL);
	struct json j;
	json_init(&j, out);
	json_object(&j);
	json_key(&j, "client");
	json_string(&j, "渠道 \"x\"\\\n\t\x01");
	json_key(&j, "n");
	json_int(&j, INT64_MIN);
	json_key(&j, "share");
	json_double(&j, 0.2658);
	json_key(&j, "z");
	json_object(&j);
	json_key(&j, "");
	json_int(&j, 0);
	json_end(&j);
	json_end(&j);
	assert_string_equal(out->str, "{\"client\":\"渠道 \\\"x\\\"\\\\\\n\\u0009\\u0001\",\"n\":-9223372036854775808,"
	                              "\"share\":0.2658,\"z\":{\"\":0}}\n");
}

static void an_array_holds_values_without_keys(void **state) {
	(void)state;
	g_autoptr(GString) out = g_string_new(NULL);
	struct json j;
	json_init(&j, out);
	json_object(&j);
	json_key(&j, "a");
	json_array(&j);
	json_int(&j, 1);
	json_string(&j, "x");
	json_bool(&j, false);
	json_object(&j);
	json_key(&j, "b");
	json_bool(&j, true);
	json_key(&j, "c");
	json_array(&j);
	json_end(&j);
	json_end(&j);
	json_array(&j);
	json_double(&j, 0.5);
	json_end(&j);
	json_end(&j);
	json_key(&j, "d");
	json_int(&j, 2);
	json_end(&j);
	assert_string_equal(out->str, "{\"a\":[1,\"x\",false,{\"b\":true,\"c\":[]},[0.5]],\"d\":2}\n");
}

static void prints(double x, const char *expected) {
	char text[32];
	double_print(x, text);
	assert_string_equal(text, expected);
}

static void numbers_are_short(void **state) {
	(void)state;
	prints(0.2658, "0.2658");
	prints(39.8, "39.8");
	prints(-3, "-3");
	prints(0, "0");
	prints(-0.0, "0");
	prints(0.1, "0.1");
	prints(100, "100");
	prints(1e14, "100000000000000");
	prints(999999999999999, "999999999999999");
	prints(123456.789, "123456.789");
	prints(0.000001, "0.000001");
	prints(0.00000012, "0.00000012");
	prints(0.1 + 0.2, "0.30000000000000004"); /* the well-known double above 0.3 */
}

static void very_large_and_very_small_numbers_have_an_exponent(void **state) {
	(void)state;
	prints(1e15, "1e15");
	prints(1.5e20, "1.5e20");
	prints(-2e-9, "-2e-9");
	prints(DBL_MAX, "1.7976931348623157e308");
	prints(DBL_MIN, "2.2250738585072014e-308");
}

static void every_number_reads_back(void **state) {
	(void)state;
	uint64_t bits = 88172645463325252u; /* xorshift64 */
	for (int i = 0; i < 100000; i++) {
		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		double x;
		memcpy(&x, &bits, sizeof x);
		if (i % 2 == 0)
			x = (double)(int64_t)bits / 7.0e15;
		if (!(x - x <= 0 && x - x >= 0) || (x <= 0 && x >= 0))
			continue;
		char text[32];
		double_print(x, text);
		double back = strtod(text, NULL);
		if (memcmp(&back, &x, sizeof x) != 0)
			fail_msg("%a printed as %s", x, text);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_written_in_order),
		cmocka_unit_test(an_array_holds_values_without_keys),
		cmocka_unit_test(numbers_are_short),
		cmocka_unit_test(very_large_and_very_small_numbers_have_an_exponent),
		cmocka_unit_test(every_number_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
