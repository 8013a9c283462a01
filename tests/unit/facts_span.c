/* Spans: which periods a history and an as_of give, how they are called, and which lie next to which. */
#include "facts/span.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

static struct spans made(int from_year, int from_month, int to_year, int to_month, int to_day, int window) {
	struct spans s;
	spans_init(&s, day_of(from_year, from_month, 1), day_of(to_year, to_month, to_day), window, false);
	return s;
}

static const struct span *named(const struct spans *s, const char *name) {
	size_t i = span_by_name(s, name);
	assert_true(i != SPAN_ABSENT);
	return &s->items[i];
}

/* May 2024 to 31 October 2026: 30 months; Q2 2024 … Q4 2026 = 11 quarters; 2024, 2025, 2026; 30 trailing years. */
static void thirty_months_touch_eleven_quarters_and_three_years(void **state) {
	(void)state;
	struct spans s = made(2024, 5, 2026, 10, 31, 0);
	int count[4] = {0};
	for (size_t i = 0; i < s.n; i++)
		count[s.items[i].kind]++;
	assert_int_equal(count[SPAN_MONTH], 30);
	assert_int_equal(count[SPAN_QUARTER], 11);
	assert_int_equal(count[SPAN_YEAR], 3);
	assert_int_equal(count[SPAN_TRAILING], 30);
	spans_clear(&s);
}

static void what_opens_before_the_history_says_so(void **state) {
	(void)state;
	struct spans s = made(2024, 5, 2026, 10, 31, 0);
	assert_true(named(&s, "2024-Q2")->before_history);
	assert_true(named(&s, "2024")->before_history);
	assert_true(named(&s, "2025-03-ttm")->before_history);
	assert_false(named(&s, "2025-04-ttm")->before_history);
	assert_false(named(&s, "2024-05")->before_history);
	assert_false(named(&s, "2024-Q3")->before_history);
	spans_clear(&s);
}

static void as_of_cuts_the_periods_it_lies_in(void **state) {
	(void)state;
	struct spans s = made(2025, 1, 2026, 11, 12, 0);
	const char *const cut[] = {"2026-11", "2026-Q4", "2026"};
	for (size_t i = 0; i < 3; i++) {
		assert_true(named(&s, cut[i])->unfinished);
		assert_int_equal(named(&s, cut[i])->close, day_of(2026, 11, 12));
	}
	assert_false(named(&s, "2026-10")->unfinished);
	assert_int_equal(named(&s, "2026-10")->close, day_of(2026, 10, 31));
	assert_int_equal(named(&s, "2026-10")->open, day_of(2026, 9, 30));
	assert_true(span_by_name(&s, "2026-11-ttm") == SPAN_ABSENT);
	assert_string_equal(s.items[span_newest(&s, SPAN_MONTH)].name, "2026-10");
	assert_string_equal(s.items[span_newest(&s, SPAN_QUARTER)].name, "2026-Q3");
	assert_string_equal(s.items[span_newest(&s, SPAN_YEAR)].name, "2025");
	assert_string_equal(s.items[span_newest(&s, SPAN_TRAILING)].name, "2026-10-ttm");
	spans_clear(&s);
}

static void neighbours_are_of_the_same_length(void **state) {
	(void)state;
	struct spans s = made(2024, 1, 2026, 10, 31, 0);
	static const struct {
		const char *of, *previous, *next, *year_before;
	} rows[] = {
		{"2026-01", "2025-12", "2026-02", "2025-01"},
		{"2026-Q1", "2025-Q4", "2026-Q2", "2025-Q1"},
		{"2025", "2024", "2026", "2024"},
		{"2026-01-ttm", "2025-01-ttm", NULL, "2025-01-ttm"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t at = span_by_name(&s, rows[i].of);
		assert_string_equal(s.items[span_previous(&s, at)].name, rows[i].previous);
		assert_string_equal(s.items[span_year_before(&s, at)].name, rows[i].year_before);
		if (rows[i].next != NULL)
			assert_string_equal(s.items[span_next(&s, at)].name, rows[i].next);
	}
	assert_true(span_previous(&s, span_by_name(&s, "2024-01")) == SPAN_ABSENT);
	assert_true(span_next(&s, span_by_name(&s, "2026-10")) == SPAN_ABSENT);
	spans_clear(&s);
}

/* inactive_after = 3: the windows of January, February and March are not yet full. */
static void months_before_history_start_plus_the_window_are_filling(void **state) {
	(void)state;
	struct spans s = made(2025, 1, 2025, 12, 31, 3);
	assert_true(named(&s, "2025-01")->window_filling);
	assert_true(named(&s, "2025-03")->window_filling);
	assert_false(named(&s, "2025-04")->window_filling);
	spans_clear(&s);
}

static void a_snapshot_has_its_month_only(void **state) {
	(void)state;
	struct spans s;
	spans_init(&s, day_of(2026, 10, 1), day_of(2026, 10, 31), 0, true);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.items[0].name, "2026-10");
	spans_clear(&s);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thirty_months_touch_eleven_quarters_and_three_years),
		cmocka_unit_test(what_opens_before_the_history_says_so),
		cmocka_unit_test(as_of_cuts_the_periods_it_lies_in),
		cmocka_unit_test(neighbours_are_of_the_same_length),
		cmocka_unit_test(months_before_history_start_plus_the_window_are_filling),
		cmocka_unit_test(a_snapshot_has_its_month_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
