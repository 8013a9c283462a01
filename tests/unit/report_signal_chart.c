/* Figures held against the control limits of the periods before them. */
#include "signal_world.h"
#include <gsl/gsl_errno.h>

static void spend(struct world *w, int month, int64_t major) {
	g_autofree char *name = g_strdup_printf("2026-%02d", month);
	put(w, name, FACT_SPEND_ACQUISITION_NONE, major * 100);
}

/* 10, 12, 10 … over eight months: mean 11, mean moving range 2, limits 11 ± 5.32. 16 is within, 17 is not. Seven months before are too few. */
static void a_flow_is_out_of_habit_beyond_its_natural_limits(void **state) {
	(void)state;
	for (int64_t last = 16; last <= 17; last++) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2026, 9, 30), NULL, 0);
		w.cover.present[COVER_SPEND] = true;
		for (int month = 1; month <= 8; month++)
			spend(&w, month, month % 2 == 1 ? 10 : 12);
		spend(&w, 9, last);
		world_judge(&w);
		const struct signal *s = found(&w, "2026-09", "spend_acquisition", SIGNAL_OUTLIER);
		assert_true((s != NULL) == (last == 17));
		if (s != NULL) {
			near(s->lo, 5.68);
			near(s->hi, 16.32);
			near(s->before, 11);
			near(s->size, 6);
			assert_true(isnan(s->p));
		}
		assert_null(found(&w, "2026-08", "spend_acquisition", SIGNAL_OUTLIER));
		world_clear(&w);
	}
}

/* Backlogs 100, 102, 102, 104, 104 …: changes 2, 0, 2, 0 …, mean 1, range 2, limits −4.32 … 6.32. From 108 to 115 is 7: shown as 115 beyond 103.68 … 114.32. */
static void of_a_stock_the_change_is_judged(void **state) {
	(void)state;
	for (int64_t last = 114; last <= 115; last++) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2026, 10, 31), NULL, 0);
		w.cover.present[COVER_CONTACTS] = w.cover.has[HAS_SOLVED] = true;
		for (int month = 1; month <= 10; month++) {
			g_autofree char *name = g_strdup_printf("2026-%02d", month);
			put(&w, name, FACT_CONTACTS_ALL, 10);
			put(&w, name, FACT_BACKLOG, month == 10 ? last : 100 + month / 2 * 2);
		}
		world_judge(&w);
		const struct signal *s = found(&w, "2026-10", "backlog", SIGNAL_OUTLIER);
		assert_true((s != NULL) == (last == 115));
		if (s != NULL) {
			near(s->now, 115);
			near(s->before, 109);
			near(s->lo, 103.68);
			near(s->hi, 114.32);
			assert_string_equal(s->rule, "xmr_change");
		}
		world_clear(&w);
	}
}

/* The spend export begins in March: 10, 12, 10 … from April to November are eight whole months, and 17 in December is out of habit. Begun in April there are
 * seven, and no limits; the empty months before would be a habit of nothing. */
static void no_baseline_reaches_before_the_first_whole_month_of_an_export(void **state) {
	(void)state;
	for (int first = 3; first <= 4; first++) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2026, 12, 31), NULL, 0);
		w.cover.present[COVER_SPEND] = true;
		for (int month = first; month <= 11; month++)
			spend(&w, month, month % 2 == 1 ? 10 : 12);
		spend(&w, 12, 17);
		world_judge(&w);
		assert_true((found(&w, "2026-12", "spend_acquisition", SIGNAL_OUTLIER) != NULL) == (first == 3));
		assert_int_equal(w.signals->charts[at(&w, "2026-12")] > w.signals->charts[at(&w, "2026-11")], first == 3);
		world_clear(&w);
	}
}

/* Ten months with half of 40 first responses in time: p̄ ½, limits ½ ± 3√(¼ ÷ 40) = .2628 … .7372. 29 of 40 (.725) is within, 30 (.75) is not; After
 * 10 of 40 either is a change (p < .0001), and the chart does not tell it twice; after 25 of 40 neither is. */
static void a_share_is_out_of_habit_beyond_its_p_chart(void **state) {
	(void)state;
	for (int64_t last = 29; last <= 30; last++)
		for (int64_t before = 10; before <= 25; before += 15) {
			struct world w;
			world_init(&w, day_of(2026, 1, 1), day_of(2026, 11, 30), NULL, 0);
			w.cover.present[COVER_CONTACTS] = w.cover.has[HAS_RESPONDED] = true;
			for (int month = 1; month <= 11; month++) {
				g_autofree char *name = g_strdup_printf("2026-%02d", month);
				put(&w, name, FACT_CONTACTS_ALL, 40);
				share_of(&w, name, FACT_SLA_MET, month == 11 ? last : month == 10 ? before : month == 9 ? 40 - before : 20, FACT_SLA_DUE, 40);
			}
			world_judge(&w);
			const struct signal *s = found(&w, "2026-11", "first_response_sla", SIGNAL_OUTLIER);
			bool change = found(&w, "2026-11", "first_response_sla", SIGNAL_CHANGE) != NULL;
			assert_true(change == (before == 10) && (s != NULL) == (last == 30 && before == 25));
			if (s != NULL) {
				near(s->lo, .5 - 3 * sqrt(.25 / 40));
				near(s->hi, .5 + 3 * sqrt(.25 / 40));
				assert_string_equal(s->rule, "p_chart");
				assert_true(s->at_stake == AT_STAKE_NONE && isnan(s->p));
			}
			world_clear(&w);
		}
}

/* 1,000, 1,020, 1,000 … of 10,000 hours off plan over eight months: mean .101, moving range .002, σ .002 ÷ 1.128 = .00177305. Then six months at .1045: within
 * .101 ± .00532, but their average reaches .101 + .0035 (1 − .8⁶) = .10358250, beyond .101 + 3σ√(⅑ (1 − .8¹²)) = .10271104; at .1025 it is .10210678 and within. */
static void a_slow_drift_is_seen_by_its_weighted_average(void **state) {
	(void)state;
	for (int64_t drift = 1025; drift <= 1045; drift += 20) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2027, 2, 28), NULL, 0);
		w.cover.present[COVER_WORK] = w.cover.has[HAS_IN_SCOPE] = true;
		for (int month = 1; month <= 14; month++) {
			g_autofree char *name = month <= 12 ? g_strdup_printf("2026-%02d", month) : g_strdup_printf("2027-%02d", month - 12);
			put(&w, name, FACT_WORK_ROWS, 10);
			put(&w, name, FACT_WORK_SCOPED, 10);
			put(&w, name, FACT_WORK_HOURS, 10000);
			put(&w, name, FACT_WORK_OFF_PLAN, month > 8 ? drift : month % 2 == 1 ? 1000 : 1020);
		}
		world_judge(&w);
		const struct signal *s = found(&w, "2027-02", "scope", SIGNAL_OUTLIER);
		assert_true((s != NULL) == (drift == 1045));
		if (s != NULL) {
			near(s->before, .101);
			assert_true(fabs(s->hi - .10271104) < 1e-8);
			assert_string_equal(s->rule, "ewma");
		}
		world_clear(&w);
	}
}

/* An order business with windows of three months: the run-rate of neighbouring months shares two thirds of its orders, that of quarters nothing. Seven changes of
 * 2.00 and then one of 50.00 are out of habit only where the windows do not overlap; and the months in which the first window fills are no baseline at all. */
static void windows_that_overlap_are_no_chart(void **state) {
	(void)state;
	for (int orders = 0; orders <= 1; orders++) {
		struct world w;
		world_init(&w, day_of(2025, 1, 1), day_of(2026, 2, 28), NULL, 0);
		w.cover.orders = orders == 1;
		w.cover.amounts = true;
		w.facts.mrr_per = 3;
		for (int month = 1; month <= 14; month++) {
			g_autofree char *name = month <= 12 ? g_strdup_printf("2025-%02d", month) : g_strdup_printf("2026-%02d", month - 12);
			put(&w, name, FACT_END, 1);
			put(&w, name, FACT_MRR_END, 3 * 100 * (month == 14 ? 200 : 100 + month / 2 * 2));
		}
		world_judge(&w);
		assert_true((found(&w, "2026-02", "arpa", SIGNAL_OUTLIER) != NULL) == (orders == 0));
		world_clear(&w);
	}
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_flow_is_out_of_habit_beyond_its_natural_limits),
		cmocka_unit_test(of_a_stock_the_change_is_judged),
		cmocka_unit_test(no_baseline_reaches_before_the_first_whole_month_of_an_export),
		cmocka_unit_test(a_share_is_out_of_habit_beyond_its_p_chart),
		cmocka_unit_test(windows_that_overlap_are_no_chart),
		cmocka_unit_test(a_slow_drift_is_seen_by_its_weighted_average),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
