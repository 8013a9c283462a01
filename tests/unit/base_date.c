/* base/date and base/month: the calendar against dates counted by hand and by Python's datetime.toordinal. */
#include "base/date.h"
#include "base/month.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void days_count_from_1970(void **state) {
	(void)state;
	assert_int_equal(day_of(1970, 1, 1), 0);
	assert_int_equal(day_of(1969, 12, 31), -1);
	/* 2000-03-01: 30 years of 365 days, 7 leap days (72 … 96) and 31 + 29 days of 2000 */
	assert_int_equal(day_of(2000, 3, 1), 30 * 365 + 7 + 60);
	/* date.toordinal() - 719163, from CPython */
	assert_int_equal(day_of(2026, 10, 31), 20757);
	assert_int_equal(day_of(1, 1, 1), -719162);
	assert_int_equal(day_of(9999, 12, 31), 2932896);
}

static void dates_that_do_not_exist_are_none(void **state) {
	(void)state;
	assert_int_equal(day_of(2026, 13, 40), DAY_NONE);
	assert_int_equal(day_of(2026, 0, 1), DAY_NONE);
	assert_int_equal(day_of(2026, 4, 31), DAY_NONE);
	assert_int_equal(day_of(2026, 2, 29), DAY_NONE);
	assert_int_equal(day_of(1900, 2, 29), DAY_NONE);
	assert_int_not_equal(day_of(2000, 2, 29), DAY_NONE);
	assert_int_equal(day_of(0, 1, 1), DAY_NONE);
	assert_int_equal(day_of(10000, 1, 1), DAY_NONE);
	assert_int_equal(day_of(2026, 1, 0), DAY_NONE);
}

static void every_day_splits_into_itself(void **state) {
	(void)state;
	int32_t last = day_of(9999, 12, 31);
	int before = 0;
	for (int32_t day = day_of(1, 1, 1); day <= last; day++) {
		int year, month, date;
		day_split(day, &year, &month, &date);
		if (day_of(year, month, date) != day)
			fail_msg("day %d became %d-%d-%d", day, year, month, date);
		int n = (year * 12 + month) * 31 + date;
		assert_true(n > before);
		before = n;
	}
}

static int32_t plus(const char *from, int months) {
	int32_t day = 0;
	assert_true(day_parse(from, &day));
	return day_plus_months(day, months);
}

static void months_are_added_to_the_same_day_of_the_month(void **state) {
	(void)state;
	assert_int_equal(plus("2026-01-15", 1), day_of(2026, 2, 15));
	assert_int_equal(plus("2026-01-15", -1), day_of(2025, 12, 15));
	assert_int_equal(plus("2026-01-30", 1), day_of(2026, 2, 28));
	assert_int_equal(plus("2024-01-30", 13), day_of(2025, 2, 28));
	assert_int_equal(plus("2024-02-28", 12), day_of(2025, 2, 28)); /* not the last day of its month, but of the other */
	assert_int_equal(plus("2026-05-15", 0), day_of(2026, 5, 15));
}

static void the_last_day_of_a_month_stays_last(void **state) {
	(void)state;
	assert_int_equal(plus("2026-02-28", 1), day_of(2026, 3, 31));
	assert_int_equal(plus("2026-04-30", 1), day_of(2026, 5, 31));
	assert_int_equal(plus("2024-02-29", 12), day_of(2025, 2, 28));
	assert_int_equal(plus("2026-12-31", 2), day_of(2027, 2, 28));
}

static void months_beyond_the_calendar_are_none(void **state) {
	(void)state;
	assert_int_equal(plus("9999-12-01", 1), DAY_NONE);
	assert_int_equal(plus("0001-01-01", -1), DAY_NONE);
	assert_int_equal(plus("2026-01-01", INT32_MAX), DAY_NONE);
	assert_int_equal(day_plus_months(DAY_NONE, 3), DAY_NONE);
}

static void only_the_whole_iso_form_is_a_date(void **state) {
	(void)state;
	int32_t day = 7;
	static const char *const BAD[] = {"", "2026", "2026-10", "2026-10-3", "2026-10-311", "2026-1-31", "2026/10/31", " 2026-10-31",
	                                  "2026-10-31 ", "2026-13-40", "2026-02-30", "-026-10-31", "+026-10-31", "2026-10-31T00:00", "0000-01-01"};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		assert_false(day_parse(BAD[i], &day));
		assert_int_equal(day, 7);
	}
	assert_true(day_parse("2026-10-31", &day));
	assert_int_equal(day, 20757);
}

static void a_printed_day_reads_back(void **state) {
	(void)state;
	char text[11];
	day_print(20757, text);
	assert_string_equal(text, "2026-10-31");
	day_print(day_of(1, 1, 1), text);
	assert_string_equal(text, "0001-01-01");
}

static void a_month_has_a_first_and_a_last_day(void **state) {
	(void)state;
	struct month m = month_of(2024, 2);
	assert_int_equal(month_first_day(m), day_of(2024, 2, 1));
	assert_int_equal(month_last_day(m), day_of(2024, 2, 29));
	assert_int_equal(month_last_day(month_of(9999, 12)), day_of(9999, 12, 31));
	assert_int_equal(month_of_day(day_of(2024, 2, 29)).n, m.n);
	assert_int_equal(month_year(m), 2024);
	assert_int_equal(month_number(m), 2);
	assert_int_equal(month_plus(m, 11).n, month_of(2025, 1).n);
	assert_true(month_equal(month_of_day(DAY_NONE), MONTH_NONE));
	assert_int_equal(month_first_day(MONTH_NONE), DAY_NONE);
	assert_int_equal(month_last_day(MONTH_NONE), DAY_NONE);
}

static void days_in_reach_are_those_of_1900_to_2199(void **state) {
	(void)state;
	assert_true(day_in_reach(day_of(1900, 1, 1)));
	assert_true(day_in_reach(day_of(2199, 12, 31)));
	assert_false(day_in_reach(day_of(1899, 12, 31)));
	assert_false(day_in_reach(day_of(2200, 1, 1)));
	assert_false(day_in_reach(DAY_NONE));
}

static void a_month_is_printed_with_its_year(void **state) {
	(void)state;
	char text[8];
	month_print(month_of(2026, 10), text);
	assert_string_equal(text, "2026-10");
}

static void a_due_day_is_the_same_day_of_the_month(void **state) {
	(void)state;
	/* 30 June pays on 30 July; 31 January on 28 February and 31 March; 29 February on 28 February and on 29 again */
	assert_int_equal(day_due_after(day_of(2024, 6, 30), 1), day_of(2024, 7, 30));
	assert_int_equal(day_plus_months(day_of(2024, 6, 30), 1), day_of(2024, 7, 31));
	assert_int_equal(day_due_after(day_of(2025, 1, 31), 1), day_of(2025, 2, 28));
	assert_int_equal(day_due_after(day_of(2025, 1, 31), 2), day_of(2025, 3, 31));
	assert_int_equal(day_due_after(day_of(2024, 2, 29), 12), day_of(2025, 2, 28));
	assert_int_equal(day_due_after(day_of(2024, 2, 29), 48), day_of(2028, 2, 29));
	assert_int_equal(day_due_after(DAY_NONE, 1), DAY_NONE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_count_from_1970),
		cmocka_unit_test(days_in_reach_are_those_of_1900_to_2199),
		cmocka_unit_test(dates_that_do_not_exist_are_none),
		cmocka_unit_test(every_day_splits_into_itself),
		cmocka_unit_test(months_are_added_to_the_same_day_of_the_month),
		cmocka_unit_test(the_last_day_of_a_month_stays_last),
		cmocka_unit_test(months_beyond_the_calendar_are_none),
		cmocka_unit_test(only_the_whole_iso_form_is_a_date),
		cmocka_unit_test(a_printed_day_reads_back),
		cmocka_unit_test(a_month_has_a_first_and_a_last_day),
		cmocka_unit_test(a_month_is_printed_with_its_year),
		cmocka_unit_test(a_due_day_is_the_same_day_of_the_month),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
