/* statistic/survival against published tables, R's figures of the telco data (all rows of five vector files) and hand calculations. */
#include "statistic/survival.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

#define MOST 200

struct rows {
	struct survival_row items[MOST];
	size_t n;
};

/* Rows of one set or group: who was censored follows from the next number at risk where no column has it. */
static struct rows rows_of(const struct vectors *v, const char *key, const char *group) {
	struct rows r = {.n = 0};
	for (size_t i = 0; i < v->n; i++) {
		if (strcmp(vectors_text(v, i, key), group) != 0)
			continue;
		int64_t here = vectors_count(v, i, "n_risk"), left = vectors_count(v, i, "n_event");
		bool last = i + 1 == v->n || strcmp(vectors_text(v, i + 1, key), group) != 0;
		r.items[r.n++] = (struct survival_row){
			.time = vectors_count(v, i, "t"), .events = left, .censored = here - left - (last ? 0 : vectors_count(v, i + 1, "n_risk"))};
	}
	assert_true(r.n > 0);
	return r;
}

static void published_tables_agree(void **state) {
	(void)state;
	struct vectors v = vectors_read("published_km");
	for (size_t i = 0, step = 0; i < v.n; i++, step++) {
		const char *set = vectors_text(&v, i, "set");
		if (i > 0 && strcmp(set, vectors_text(&v, i - 1, "set")) != 0)
			step = 0;
		struct rows r = rows_of(&v, "set", set);
		struct survival s;
		assert_true(survival_init(&s, r.items, r.n));
		assert_int_equal(s.n, r.n);
		assert_int_equal(s.steps[step].n_risk, vectors_count(&v, i, "n_risk"));
		vectors_agree(&v, i, "surv", s.steps[step].surv);
		vectors_agree(&v, i, "se", s.steps[step].se);
		survival_clear(&s);
	}
	assert_int_equal(v.n, 48);
	vectors_clear(&v);
}

static const char *const GROUPS[] = {"ALL", "Month-to-month", "One year", "Two year"};

static void every_step_of_the_telco_data_agrees(void **state) {
	(void)state;
	struct vectors v = vectors_read("telco_km_full");
	size_t seen = 0;
	for (size_t g = 0; g < 4; g++) {
		struct rows r = rows_of(&v, "group", GROUPS[g]);
		struct survival s;
		assert_true(survival_init(&s, r.items, r.n));
		assert_int_equal(s.n, r.n);
		for (size_t i = 0, step = 0; i < v.n; i++) {
			if (strcmp(vectors_text(&v, i, "group"), GROUPS[g]) != 0)
				continue;
			const struct survival_step *got = &s.steps[step++];
			assert_int_equal(got->time, vectors_count(&v, i, "t"));
			assert_int_equal(got->n_risk, vectors_count(&v, i, "n_risk"));
			assert_int_equal(got->n_event, vectors_count(&v, i, "n_event"));
			assert_int_equal(got->n_censor, vectors_count(&v, i, "n_censor"));
			vectors_agree(&v, i, "surv", got->surv);
			vectors_agree(&v, i, "se_S", got->se);
			vectors_agree(&v, i, "greenwood_sum", got->greenwood);
			vectors_agree(&v, i, "loglog_lo", got->bounds.lo);
			vectors_agree(&v, i, "loglog_hi", got->bounds.hi);
			seen++;
		}
		survival_clear(&s);
	}
	assert_int_equal(seen, v.n);
	assert_int_equal(seen, 291);
	vectors_clear(&v);
}

static void the_telco_data_at_chosen_months_agree(void **state) {
	(void)state;
	struct vectors v = vectors_read("telco_km_full"), want = vectors_read("telco_km_selected");
	for (size_t i = 0; i < want.n; i++) {
		struct rows r = rows_of(&v, "group", vectors_text(&want, i, "group"));
		struct survival s;
		assert_true(survival_init(&s, r.items, r.n));
		struct survival_point p = survival_at(&s, vectors_count(&want, i, "t"));
		assert_int_equal(p.at_risk, vectors_count(&want, i, "n_risk_at_t"));
		assert_int_equal(p.events_so_far, vectors_count(&want, i, "cum_events"));
		vectors_agree(&want, i, "surv", p.surv);
		vectors_agree(&want, i, "se_greenwood", p.se);
		if (p.surv < 1) {
			vectors_agree(&want, i, "loglog_lo", p.bounds.lo);
			vectors_agree(&want, i, "loglog_hi", p.bounds.hi);
		} else {
			/* no limits where S is 1; R prints 1 before the first time of a group, and NA from it on */
			assert_true(isnan(p.bounds.lo) && isnan(p.bounds.hi));
		}
		survival_clear(&s);
	}
	assert_int_equal(want.n, 32);
	vectors_clear(&v);
	vectors_clear(&want);
}

static void telco_medians_and_restricted_means_agree(void **state) {
	(void)state;
	struct vectors v = vectors_read("telco_km_full"), want = vectors_read("telco_km_median_rmst");
	for (size_t i = 0; i < want.n; i++) {
		struct rows r = rows_of(&v, "group", vectors_text(&want, i, "group"));
		struct survival s;
		assert_true(survival_init(&s, r.items, r.n));
		struct survival_time median = survival_time(&s, .5);
		struct survival_mean mean = survival_mean(&s, 72);
		assert_int_equal(s.people, vectors_count(&want, i, "n"));
		assert_int_equal(s.events, vectors_count(&want, i, "events"));
		vectors_agree(&want, i, "q25_lifetime", survival_time(&s, .75).at);
		vectors_agree(&want, i, "median", median.at);
		vectors_agree(&want, i, "med_lo_loglog", median.bounds.lo);
		vectors_agree(&want, i, "med_hi_loglog", median.bounds.hi);
		vectors_agree(&want, i, "rmst72", mean.mean);
		vectors_agree(&want, i, "rmst72_se", mean.se);
		survival_clear(&s);
	}
	assert_int_equal(want.n, 4);
	vectors_clear(&v);
	vectors_clear(&want);
}

/* The data set beside the checkout, when it is there, holds the counts of the vectors. */
static void the_raw_telco_data_have_these_counts(void **state) {
	(void)state;
	g_autofree char *text = NULL;
	if (!g_file_get_contents("../shared/data/telco/Telco-Customer-Churn.csv", &text, NULL, NULL))
		skip();
	int64_t left[73] = {0}, stayed[73] = {0};
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines + 1; *line != NULL && **line != '\0'; line++) {
		g_auto(GStrv) cells = g_strsplit(*line, ",", -1);
		assert_int_equal(g_strv_length(cells), 21);
		int64_t tenure = g_ascii_strtoll(cells[5], NULL, 10);
		assert_in_range(tenure, 0, 72);
		(g_str_has_prefix(cells[20], "Yes") ? left : stayed)[tenure]++;
	}
	struct vectors v = vectors_read("telco_km_full");
	for (size_t i = 0; i < 73; i++) {
		assert_string_equal(vectors_text(&v, i, "group"), "ALL");
		assert_int_equal(left[i], vectors_count(&v, i, "n_event"));
		assert_int_equal(stayed[i], vectors_count(&v, i, "n_censor"));
	}
	vectors_clear(&v);
}

static void events_come_before_censorings_of_the_same_day(void **state) {
	(void)state;
	/* two at day 5, one leaves, one is last seen: of 2 at risk 1 leaves, not of 1. Rows of one day may come in pieces. */
	struct survival_row rows[] = {{5, 0, 0, 1}, {5, 0, 1, 0}};
	struct survival s;
	assert_true(survival_init(&s, rows, 2));
	assert_int_equal(s.n, 1);
	near(s.steps[0].surv, .5, 0);
	/* Greenwood 1 ÷ (2 × 1) = .5; ln S = −.693147, spread 1.959964 × .707107 ÷ .693147 = 1.999438; e^±1.999438 = 7.384900, .135411;
	 * .5^7.384900 = .005983, .5^.135411 = .910410 */
	near(s.steps[0].greenwood, .5, 1e-15);
	near(s.steps[0].se, .5 * sqrt(.5), 1e-15);
	near(s.steps[0].bounds.lo, .005983, 1e-6);
	near(s.steps[0].bounds.hi, .910410, 1e-6);
	survival_clear(&s);
}

static void who_enters_late_is_at_risk_only_afterwards(void **state) {
	(void)state;
	/* C 4 censored; A leaves at 5; D 6 censored, entered after 5; B leaves at 8, entered after 3. Before 4: A, C, B; before 5: A, B (D enters
	 * after 5); before 6: B, D; before 8: B. S: ½ at 5, 0 at 8. F left on the day of entry and was never seen at risk. */
	struct survival_row rows[] = {{4, 0, 0, 1}, {5, 0, 1, 0}, {6, 5, 0, 1}, {7, 7, 1, 0}, {8, 3, 1, 0}};
	struct survival s;
	assert_true(survival_init(&s, rows, 5));
	static const int64_t TIMES[] = {4, 5, 6, 8}, AT_RISK[] = {3, 2, 2, 1};
	static const double SURV[] = {1, .5, .5, 0};
	assert_int_equal(s.n, 4);
	assert_int_equal(s.people, 4);
	assert_int_equal(s.events, 2);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s.steps[i].time, TIMES[i]);
		assert_int_equal(s.steps[i].n_risk, AT_RISK[i]);
		near(s.steps[i].surv, SURV[i], 0);
	}
	/* between steps: A and C from the start, B after 3, D after 5 */
	static const int64_t HERE[] = {2, 2, 2, 2, 3, 2, 2, 1, 1, 0};
	for (int64_t t = 0; t < 10; t++)
		assert_int_equal(survival_at_risk(&s, t), HERE[t]);
	assert_true(isnan(s.steps[3].greenwood) && isnan(s.steps[3].se) && isnan(s.steps[3].bounds.lo) && isnan(s.steps[3].bounds.hi));
	survival_clear(&s);
}

static void who_enters_after_the_first_day_is_late(void **state) {
	(void)state;
	/* one leaves at 2 who entered after 1, one last seen at 3 from the start; who left on the day of entry, day 1, is not counted */
	struct survival s;
	assert_true(survival_init(&s, (struct survival_row[]){{1, 1, 1, 0}, {2, 1, 1, 0}, {3, 0, 0, 1}}, 3));
	assert_int_equal(s.people, 2);
	assert_int_equal(s.n, 2);
	assert_int_equal(survival_at_risk(&s, 1), 1);
	assert_int_equal(survival_at_risk(&s, 2), 2);
	near(s.steps[0].surv, .5, 0);
	near(survival_mean(&s, 1).mean, 1, 0);
	survival_clear(&s);
}

static void late_entry_of_nobody_left_to_leave_counts_from_the_next(void **state) {
	(void)state;
	/* all enter late: 10 after day 100, 5 more after day 200. At 150 one of 10 leaves: .9; at 300 three of 14: .9 × 11/14 = .7071429 */
	struct survival_row rows[] = {{150, 100, 1, 0}, {300, 100, 3, 0}, {400, 100, 0, 6}, {400, 200, 0, 5}};
	struct survival s;
	assert_true(survival_init(&s, rows, 4));
	near(survival_at(&s, 99).surv, 1, 0);
	assert_int_equal(survival_at(&s, 100).at_risk, 0);
	assert_int_equal(survival_at(&s, 101).at_risk, 10);
	near(survival_at(&s, 300).surv, .9 * 11 / 14, 1e-15);
	/* 1/(10 × 9) + 3/(14 × 11) = .0111111 + .0194805 */
	near(s.steps[1].greenwood, 1 / 90.0 + 3 / 154.0, 1e-15);
	survival_clear(&s);
}

/* Ten begin; two leave at 20, one of the other eight at 40, one is last seen at 50, six at 90; three more are at risk from 16, 35 and 40 on, last seen at 90.
 * (0, 30]: eleven at risk at 20: 9/11. Ten just after 0. (30, 60]: just after 30 eight and the one from 16: nine; at 40 also the one from 35, not the one
 * from 40: ten: 9/10. (60, 95]: nobody is seen at 95. Limits of the second: ln S = -.1053605, √(1/(10·9))/.1053605 = 1.0004624, · 1.959964 = 1.9608703:
 * .9^7.1055, .9^.14073. */
static void a_stretch_looks_only_at_who_is_there(void **state) {
	(void)state;
	const struct survival_row rows[] = {{20, 0, 2, 0}, {40, 0, 1, 0}, {50, 0, 0, 1}, {90, 0, 0, 6}, {90, 16, 0, 1}, {90, 35, 0, 1}, {90, 40, 0, 1}};
	struct survival_stretch s;
	assert_true(survival_between(rows, 7, 0, 30, &s));
	assert_true(s.at_risk == 10 && s.events == 2);
	near(s.surv, 9. / 11, 1e-15);
	assert_true(survival_between(rows, 7, 30, 60, &s));
	assert_true(s.at_risk == 9 && s.events == 1);
	near(s.surv, .9, 1e-15);
	near(s.bounds.lo, .4730094, 1e-6);
	near(s.bounds.hi, .9852814, 1e-6);
	assert_true(survival_between(rows, 7, 60, 95, &s));
	assert_true(s.at_risk == 9 && isnan(s.surv));
	assert_true(survival_between(rows, 7, 95, 120, &s));
	assert_true(s.at_risk == 0 && s.events == 0 && isnan(s.surv));
	assert_false(survival_between(rows, 7, 30, 30, &s));
	assert_false(survival_between(rows, 7, -1, 30, &s));
}

static void time_nought_leaves_before_the_first_risk_set(void **state) {
	(void)state;
	struct survival_row rows[] = {{0, 0, 3, 4}, {2, 0, 1, 1}};
	struct survival s;
	assert_true(survival_init(&s, rows, 2));
	assert_int_equal(s.steps[0].n_risk, 9);
	assert_int_equal(s.steps[0].n_event, 0);
	assert_int_equal(s.steps[0].n_censor, 7);
	near(s.steps[0].surv, 1, 0);
	assert_int_equal(s.steps[1].n_risk, 2);
	near(s.steps[1].surv, .5, 0);
	assert_int_equal(s.events, 1);
	survival_clear(&s);
}

static struct survival_time median_of(const struct survival_row *rows, size_t n) {
	struct survival s;
	assert_true(survival_init(&s, rows, n));
	struct survival_time t = survival_time(&s, .5);
	survival_clear(&s);
	return t;
}

static void a_median_on_a_level_stretch_is_its_middle(void **state) {
	(void)state;
	/* four leave one by one at 1, 2, 3, 4: S is ½ from 2 to 3 */
	near(median_of((struct survival_row[]){{1, 0, 1, 0}, {2, 0, 1, 0}, {3, 0, 1, 0}, {4, 0, 1, 0}}, 4).at, 2.5, 0);
	/* a censoring in between changes nothing in S; the stretch goes on to 10 */
	near(median_of((struct survival_row[]){{1, 0, 1, 0}, {2, 0, 1, 0}, {3, 0, 0, 1}, {10, 0, 1, 0}}, 4).at, 6, 0);
	/* it never ends: to the last time anybody was seen */
	near(median_of((struct survival_row[]){{1, 0, 1, 0}, {2, 0, 1, 0}, {7, 0, 0, 2}}, 3).at, 4.5, 0);
	/* ½ that comes about by rounding: 9/10 × 8/9 × 7/8 × 6/7 × 5/6 is not .5 in doubles */
	struct survival_row ten[] = {{1, 0, 1, 0}, {2, 0, 1, 0}, {3, 0, 1, 0}, {4, 0, 1, 0}, {5, 0, 1, 0}, {6, 0, 5, 0}};
	near(median_of(ten, 6).at, 5.5, 0);
	/* not level: five leave at 1 … 5: S is .6 at 2, .4 at 3 */
	near(median_of((struct survival_row[]){{1, 0, 1, 0}, {2, 0, 1, 0}, {3, 0, 1, 0}, {4, 0, 1, 0}, {5, 0, 1, 0}}, 5).at, 3, 0);
}

static void a_median_may_not_be_reached(void **state) {
	(void)state;
	struct survival_time t = median_of((struct survival_row[]){{1, 0, 1, 0}, {9, 0, 0, 9}}, 2);
	/* S is .9, its lower limit .9^(e^(1.959964 × √(1/90) ÷ .105361)) = .9^7.105 = .473: the median may be as early as 1 */
	assert_true(isnan(t.at) && isnan(t.bounds.hi));
	near(t.bounds.lo, 1, 0);
	t = median_of(NULL, 0);
	assert_true(isnan(t.at) && isnan(t.bounds.lo) && isnan(t.bounds.hi));
	struct survival s;
	assert_true(survival_init(&s, (struct survival_row[]){{1, 0, 9, 0}}, 1));
	near(survival_time(&s, .5).at, 1, 0);
	assert_true(isnan(survival_time(&s, 0).at) && isnan(survival_time(&s, 1).at) && isnan(survival_time(&s, NAN).at));
	survival_clear(&s);
}

static void a_curve_is_not_carried_past_the_last_seen(void **state) {
	(void)state;
	struct survival s;
	assert_true(survival_init(&s, (struct survival_row[]){{3, 0, 1, 0}, {6, 0, 0, 3}}, 2));
	near(survival_at(&s, 2).surv, 1, 0);
	near(survival_at(&s, 5).surv, .75, 0);
	near(survival_at(&s, 6).surv, .75, 0);
	assert_int_equal(survival_at(&s, 6).at_risk, 3);
	assert_true(isnan(survival_at(&s, 7).surv) && isnan(survival_at(&s, 7).se) && isnan(survival_at(&s, 7).bounds.lo));
	assert_int_equal(survival_at(&s, 7).events_so_far, 1);
	assert_true(isnan(survival_at(&s, -1).surv) && isnan(survival_at(&s, INT64_MAX).surv));
	/* 3 × 1 + 3 × .75 = 5.25; Var = (3 × .75)² × 1 ÷ (4 × 3) = .421875. To 4: 3 + .75, Var = .75² ÷ 12 */
	near(survival_mean(&s, 6).mean, 5.25, 1e-15);
	near(survival_mean(&s, 6).se, sqrt(.421875), 1e-15);
	near(survival_mean(&s, 4).mean, 3.75, 1e-15);
	near(survival_mean(&s, 4).se, sqrt(.046875), 1e-15);
	near(survival_mean(&s, 3).se, 0, 0);
	near(survival_mean(&s, 2).mean, 2, 0);
	assert_true(isnan(survival_mean(&s, 7).mean) && isnan(survival_mean(&s, 0).mean));
	survival_clear(&s);
	/* once nobody is left the rest is known: 3 and 6 of two: 3 + 3 × ½ = 4.5 to any horizon; Var = (1.5)² ÷ (2 × 1) */
	assert_true(survival_init(&s, (struct survival_row[]){{3, 0, 1, 0}, {6, 0, 1, 0}}, 2));
	near(survival_mean(&s, 100).mean, 4.5, 1e-15);
	near(survival_mean(&s, 100).se, sqrt(1.125), 1e-15);
	near(survival_at(&s, 100).surv, 0, 0);
	survival_clear(&s);
}

static void impossible_rows_are_refused(void **state) {
	(void)state;
	static const struct survival_row BAD[][2] = {
		{{5, 0, 1, 0}, {4, 0, 1, 0}},
		{{-1, 0, 1, 0}, {4, 0, 1, 0}},
		{{1, -1, 1, 0}, {4, 0, 1, 0}},
		{{1, 0, -1, 0}, {4, 0, 1, 0}},
		{{1, 0, 1, -1}, {4, 0, 1, 0}},
		{{1, 0, INT64_MAX, 0}, {4, 0, 1, 0}},
		{{1, 0, 1, (int64_t)1 << 53}, {4, 0, 1, 0}},
		{{1, 0, 1, 0}, {4, 0, (int64_t)1 << 53, 0}},
	};
	for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
		struct survival s;
		assert_false(survival_init(&s, BAD[i], 2));
		assert_int_equal(s.n, 0);
		assert_true(isnan(survival_at(&s, 1).surv) && isnan(survival_mean(&s, 1).mean));
		survival_clear(&s);
	}
	/* as many as a double counts, and one more */
	struct survival s;
	assert_true(survival_init(&s, (struct survival_row[]){{1, 0, 1, ((int64_t)1 << 53) - 1}}, 1));
	survival_clear(&s);
	assert_false(survival_init(&s, (struct survival_row[]){{1, 0, 1, (int64_t)1 << 53}}, 1));
	assert_true(survival_init(&s, (struct survival_row[]){{1, 0, (int64_t)1 << 53, 0}}, 1));
	survival_clear(&s);
}

static void nobody_is_no_curve(void **state) {
	(void)state;
	struct survival s;
	assert_true(survival_init(&s, (struct survival_row[]){{5, 0, 0, 0}, {6, 6, 2, 1}}, 2));
	assert_int_equal(s.n, 0);
	assert_int_equal(s.people, 0);
	assert_true(isnan(survival_at(&s, 5).surv) && isnan(survival_mean(&s, 5).mean) && isnan(survival_time(&s, .5).at));
	assert_int_equal(survival_at_risk(&s, 3), 0);
	survival_clear(&s);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_tables_agree),
		cmocka_unit_test(every_step_of_the_telco_data_agrees),
		cmocka_unit_test(the_telco_data_at_chosen_months_agree),
		cmocka_unit_test(telco_medians_and_restricted_means_agree),
		cmocka_unit_test(the_raw_telco_data_have_these_counts),
		cmocka_unit_test(events_come_before_censorings_of_the_same_day),
		cmocka_unit_test(who_enters_late_is_at_risk_only_afterwards),
		cmocka_unit_test(who_enters_after_the_first_day_is_late),
		cmocka_unit_test(late_entry_of_nobody_left_to_leave_counts_from_the_next),
		cmocka_unit_test(a_stretch_looks_only_at_who_is_there),
		cmocka_unit_test(time_nought_leaves_before_the_first_risk_set),
		cmocka_unit_test(a_median_on_a_level_stretch_is_its_middle),
		cmocka_unit_test(a_median_may_not_be_reached),
		cmocka_unit_test(a_curve_is_not_carried_past_the_last_seen),
		cmocka_unit_test(impossible_rows_are_refused),
		cmocka_unit_test(nobody_is_no_curve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
