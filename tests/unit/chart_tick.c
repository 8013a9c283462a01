/* Tests of chart/tick: steps, their labels and the labels of months. Expected steps and labels are by hand from the rules in tick.h. */
#include "chart/mark.h"
#include "chart/tick.h"
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

static int load_words(void **state) {
	g_autoptr(diag) d = diag_new();
	*state = words_load("templates/text", "en", "en-GB", d);
	return *state ? 0 : -1;
}

static int free_words(void **state) {
	words_free(*state);
	return 0;
}

static void steps_are_one_two_or_five(void **state) {
	(void)state;
	same(tick_step(0, 10, 5), 2);   /* 10 / 5 = 2 */
	same(tick_step(0, 10, 4), 5);   /* 2.5 → 5 */
	same(tick_step(0, 100, 9), 20); /* 11.1 → 20 */
	same(tick_step(0, 1, 10), .1);
	same(tick_step(-100, 100, 4), 50);
	assert_true(fabs(tick_step(0, 3e-7, 3) / 1e-7 - 1) < 1e-9);
	same(tick_step_above(1), 2);
	same(tick_step_above(2), 5);
	same(tick_step_above(5), 10);
	same(tick_step_above(.05), .1);
}

static void ticks_are_the_multiples_in_the_domain(void **state) {
	(void)state;
	struct scale s = {.lo = -7, .hi = 11, .from = 0, .to = 100};
	assert_int_equal(tick_count(&s, 5), 4); /* −5 0 5 10 */
	same(tick_at(&s, 5, 0), -5);
	assert_false(signbit(tick_at(&s, 5, 1)));
	same(tick_at(&s, 5, 3), 10);
}

static void a_count_has_no_half_ticks(void **state) {
	struct chart c = {.words = *state, .unit = CHART_COUNT, .y_lo = NAN, .y_hi = NAN};
	struct scale s = {.lo = 0, .hi = 2, .from = 0, .to = 1};
	same(tick_settle(&c, &s, 200, true), 1);
}

static void a_label_has_the_decimals_its_step_needs(void **state) {
	struct chart c = {.words = *state, .unit = CHART_NUMBER};
	g_autofree char *whole = tick_label(&c, 40, 20);
	g_autofree char *tenth = tick_label(&c, 1, .5);
	assert_string_equal(whole, "40");
	assert_string_equal(tenth, "1.0");
	c.unit = CHART_PERCENT; /* en-GB writes the sign without a blank */
	g_autofree char *percent = tick_label(&c, .2, .1);
	g_autofree char *fine = tick_label(&c, .02, .005);
	assert_string_equal(percent, "20%");
	assert_string_equal(fine, "2.0%");
}

static void only_times_carry_the_times_sign(void **state) {
	static const enum chart_unit plain[] = {CHART_POINTS, CHART_COUNT, CHART_NUMBER};
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		struct chart c = {.words = *state, .unit = plain[i]};
		g_autofree char *label = tick_label(&c, 40, 20);
		assert_string_equal(label, "40");
	}
	struct chart times = {.words = *state, .unit = CHART_TIMES};
	g_autofree char *label = tick_label(&times, 2, 1);
	assert_true(g_str_has_prefix(label, "2") && g_str_has_suffix(label, "×"));
}

static void money_labels_that_would_say_the_same_take_a_larger_step(void **state) {
	struct chart c = {.words = *state, .unit = CHART_MONEY, .y_lo = NAN, .y_hi = NAN};
	assert_true(currency_parse("GBP", &c.currency));
	/* £1,000,000 … £1,000,500 all read £1M: no two ticks of the same text may remain */
	struct scale s = {.lo = 1000000, .hi = 1000500, .from = 0, .to = 1};
	double step = tick_settle(&c, &s, 200, true);
	g_autofree char *previous = NULL;
	for (size_t i = 0; i < tick_count(&s, step); i++) {
		char *text = tick_label(&c, tick_at(&s, step, i), step);
		assert_string_not_equal(text, previous ? previous : "");
		g_free(previous);
		previous = text;
	}
}

#define MONTHS 240
static GPtrArray *label_months(struct words *w, size_t n, double from, double to, double view) {
	static struct month months[MONTHS];
	static double x[MONTHS];
	for (size_t i = 0; i < n; i++) {
		months[i] = month_plus(month_of(2024, 5), (int)i);
		x[i] = n > 1 ? from + (double)i * (to - from) / (double)(n - 1) : from;
	}
	struct chart c = {.words = w, .n = n, .months = months};
	return tick_positions(&c, x, 0, view);
}

static const struct axis_label *label_at(const GPtrArray *labels, guint i) {
	assert_true(i < labels->len);
	return g_ptr_array_index(labels, i);
}

static void half_yearly_months_carry_the_year_when_it_changes(void **state) {
	/* 30 months on 160 units: 5.5 a month; "May 24" is estimated 6 × 7.44 = 44.6 wide, so every third (16.6) touches, every sixth (33.1: Nov,
	 * 3 letters 22.3, needs (44.6 + 22.3) / 2 + 8 = 41.5) as well; on 250 units a sixth is 51.7 apart */
	g_autoptr(GPtrArray) labels = label_months(*state, 30, 40, 290, 360);
	assert_string_equal(label_at(labels, 0)->text, "May 24");
	assert_string_equal(label_at(labels, 1)->text, "Nov");
	assert_string_equal(label_at(labels, 2)->text, "May 25");
	assert_string_equal(label_at(labels, 3)->text, "Nov");
	assert_string_equal(label_at(labels, 4)->text, "May 26");
	assert_int_equal(labels->len, 5);
}

static void two_months_are_both_named(void **state) {
	g_autoptr(GPtrArray) labels = label_months(*state, 2, 40, 290, 360);
	assert_int_equal(labels->len, 2);
	assert_string_equal(label_at(labels, 0)->text, "May 24");
	assert_string_equal(label_at(labels, 1)->text, "Jun");
}

static void month_labels_never_touch_and_stay_inside(void **state) {
	static const size_t counts[] = {1, 2, 3, 7, 12, 13, 24, 30, 36, 60, 100, 120, 240};
	static const double views[] = {120, 360, 540, 720};
	for (size_t a = 0; a < G_N_ELEMENTS(counts); a++)
		for (size_t b = 0; b < G_N_ELEMENTS(views); b++) {
			g_autoptr(GPtrArray) labels = label_months(*state, counts[a], 30, views[b] - 12, views[b]);
			double end = -TICK_GAP;
			for (guint i = 0; i < labels->len; i++) {
				const struct axis_label *l = label_at(labels, i);
				double half = text_units(l->text, TEXT_TICK) / 2;
				assert_true(l->x - half >= end + TICK_GAP - 1e-9);
				end = l->x + half;
			}
			assert_true(end <= views[b] + 1e-9);
			assert_true(labels->len > 0);
		}
}

static void text_is_cut_with_an_ellipsis_only_when_it_must(void **state) {
	(void)state;
	/* a capital is .78 em wide, the other letters .62 */
	g_autofree char *whole = text_fit("Referral", 13, (.78 + 7 * .62) * 13 + .01);
	assert_string_equal(whole, "Referral");
	/* room for six characters: five and the ellipsis */
	g_autofree char *cut = text_fit("Referral", 13, (.78 + 5 * .62) * 13 + .01);
	assert_string_equal(cut, "Refer…");
	/* a blank before the ellipsis goes */
	g_autofree char *blank = text_fit("Paid social", 13, (.78 + 5 * .62) * 13 + .01);
	assert_string_equal(blank, "Paid…");
	g_autofree char *nothing = text_fit("Referral", 13, 9);
	assert_string_equal(nothing, "");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_are_one_two_or_five),
		cmocka_unit_test(ticks_are_the_multiples_in_the_domain),
		cmocka_unit_test(a_count_has_no_half_ticks),
		cmocka_unit_test(a_label_has_the_decimals_its_step_needs),
		cmocka_unit_test(only_times_carry_the_times_sign),
		cmocka_unit_test(money_labels_that_would_say_the_same_take_a_larger_step),
		cmocka_unit_test(half_yearly_months_carry_the_year_when_it_changes),
		cmocka_unit_test(two_months_are_both_named),
		cmocka_unit_test(month_labels_never_touch_and_stay_inside),
		cmocka_unit_test(text_is_cut_with_an_ellipsis_only_when_it_must),
	};
	return cmocka_run_group_tests(tests, load_words, free_words);
}
