/* Thresholds, parts of identities, and the money that hangs on a finding. */
#include "report/signal_stake.h"
#include "signal_world.h"
#include <gsl/gsl_errno.h>
#include <inttypes.h>

/* Of 100 spent 60 on winning is at the threshold, 61 beyond it; told of whole years, not of months. */
static void a_threshold_is_passed_not_reached(void **state) {
	(void)state;
	for (int64_t winning = 60; winning <= 61; winning++) {
		struct world w;
		world_init(&w, day_of(2025, 1, 1), day_of(2025, 12, 31), NULL, 0);
		w.cover.present[COVER_SPEND] = true;
		static const char *const names[] = {"2025", "2025-12", "2025-12-ttm"};
		for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
			put(&w, names[i], FACT_SPEND_ACQUISITION_NONE, winning);
			put(&w, names[i], FACT_SPEND_RETENTION_NONE, 100 - winning);
			put(&w, names[i], FACT_SPEND_KEEPING_ROWS, 1);
		}
		world_judge(&w);
		const struct signal *s = found(&w, "2025", "spend_share_acquisition", SIGNAL_THRESHOLD);
		assert_true((s != NULL) == (winning == 61));
		if (s != NULL)
			near(s->size, .01), assert_int_equal(s->sure, SURE_CERTAIN), assert_int_equal(s->at_stake, 1);
		assert_null(found(&w, "2025-12", "spend_share_acquisition", SIGNAL_THRESHOLD));
		world_clear(&w);
	}
}

/* 1,000.00 at the opening: 10.00 by rates alone is 1 %, 10.01 more than that. Of 100 customers lost 10 and then 40 shares .3 × 1,000 hang on it.
 * One currency has no such part. */
static void rates_alone_are_told_above_one_per_cent(void **state) {
	(void)state;
	for (int64_t cents = 1000; cents <= 1001; cents++)
		for (int several = 0; several <= 1; several++) {
			struct world w;
			world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
			w.cover.amounts = true;
			w.cover.multi_currency = several == 1;
			share_of(&w, "2026-01", FACT_KEPT, 90, FACT_S, 100);
			share_of(&w, "2026-02", FACT_KEPT, 60, FACT_S, 100);
			put(&w, "2026-02", FACT_MRR_OPEN_KEPT, 100000 * 12);
			put(&w, "2026-02", FACT_MRR_FX, -cents * 12);
			world_judge(&w);
			const struct signal *fx = found(&w, "2026-02", "mrr_fx", SIGNAL_IDENTITY), *lost = found(&w, "2026-02", "churn_rate", SIGNAL_CHANGE);
			assert_true((fx != NULL) == (cents == 1001 && several == 1));
			if (fx != NULL)
				assert_int_equal(fx->at_stake, 1001);
			assert_non_null(lost);
			assert_int_equal(lost->at_stake, 30000);
			world_clear(&w);
		}
}

/* Ten of every 100 lost a month for twelve months: a lifetime of 10 months at 10.00 each, 100.00; Wilson's limits of 120 of 1,200 are .0843 … .1182, so at
 * most 118.57. A hundred won for 20,000.00 cost at least 20,000 ÷ 121.63 = 164.44 (Garwood): below 1 whatever chance did. For 11,000.00 each costs 110.00, or
 * 90.44: the estimate is below 1, its limits are not. At stake are the 100 × (110 − 100) lost on those won. */
static void a_threshold_says_whether_chance_could_have_passed_it(void **state) {
	(void)state;
	for (int64_t spent = 11000; spent <= 20000; spent += 9000) {
		struct world w;
		world_init(&w, day_of(2025, 1, 1), day_of(2025, 12, 31), NULL, 0);
		w.cover.amounts = w.cover.present[COVER_SPEND] = true;
		setting_by_hand(g_ptr_array_index(w.read.conf->clients, 0), SETTING_GROSS_MARGIN, NULL, 1);
		for (int month = 1; month <= 12; month++) {
			g_autofree char *name = g_strdup_printf("2025-%02d", month);
			share_of(&w, name, FACT_KEPT, 90, FACT_S, 100);
		}
		put(&w, "2025-12", FACT_SPEND_ACQUISITION_NONE, 1);
		put(&w, "2025", FACT_J, 100);
		put(&w, "2025", FACT_SPEND_ACQUISITION_NONE, spent * 100);
		put(&w, "2025", FACT_END, 100);
		put(&w, "2025", FACT_MRR_END, 100 * 1000 * 12);
		world_judge(&w);
		const struct signal *s = found(&w, "2025", "clv_cac", SIGNAL_THRESHOLD);
		assert_non_null(s);
		near(s->now, 10000 / (double)spent);
		assert_int_equal(s->sure, spent == 20000 ? SURE_CERTAIN : SURE_ESTIMATE);
		assert_true((s->hi < 1) == (spent == 20000));
		assert_int_equal(s->at_stake, (spent - 10000) * 100);
		world_clear(&w);
	}
}

static int64_t at_stake(const struct world *w, enum signal_kind kind, const char *metric, size_t slice, double now, double before) {
	struct signal s = {.kind = kind, .metric = metric_find(metric), .span = at(w, "2026-02"), .slice = slice, .now = now, .before = before, .size = now - before,
	                   .evidence = {{.state = STATE_OK, .n = 50, .has_parts = true, .den = 800, .num = 80}, {.state = STATE_MISSING}}};
	return signal_at_stake(&w->report, &s);
}

/* 1,000.00 a month at the opening and 1,200.00 of 60 customers at the close (20.00 each); 10 won, who began at 150.00 (15.00 each), 8 newcomers' 90 days over,
 * 40 renewals due, 5 lost in the year before; 90.00 a month of customers whose scores turned down. */
static void money_hangs_on_what_a_difference_is_of(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
	w.cover.amounts = true;
	static const struct {
		enum fact id;
		int64_t n;
	} counted[] = {{FACT_MRR_OPEN_KEPT, 90000 * 12}, {FACT_MRR_OPEN_LOST, 10000 * 12}, {FACT_MRR_END, 120000 * 12}, {FACT_END, 60}, {FACT_J, 10}, {FACT_MRR_FIRST, 15000 * 12},
	             {FACT_EARLY_DUE, 8}, {FACT_RENEWALS, 40}, {FACT_AWAY, 5}, {FACT_TURNED_DOWN_MRR, 9000 * 12}, {FACT_ORDERS, 70}};
	for (size_t i = 0; i < G_N_ELEMENTS(counted); i++)
		put(&w, "2026-02", counted[i].id, counted[i].n);
	world_judge(&w);
	static const struct {
		const char *metric;
		double now, before;
		int64_t minor;
	} rows[] = {{"churn_rate", .05, .02, 3000}, {"nrr", .9, 1, 10000}, {"renewal_rate", .8, .9, 8000}, {"early_churn", .5, .25, 3000}, {"winback_rate", .2, 0, 2000},
	            {"nps", 10, 40, 9000}, {"nps", 40, 10, AT_STAKE_NONE}, {"csat", .7, .8, 10000}, {"csat", .8, .7, AT_STAKE_NONE}, {"cac", 120, 100, 20000},
	            {"customers_new", 14, 10, 6000}, {"arpa", 20, 18, 12000}, {"order_average", 30, 31, 7000}, {"discount_new", .15, .1, 4000}, {"mrr_new", 100, 150, 5000},
	            {"first_response_sla", .5, .9, AT_STAKE_NONE}, {"backlog", 90, 20, AT_STAKE_NONE}, {"ces", 3, 5, AT_STAKE_NONE}, {"growth_ceiling", 40, 60, 40000}};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (at_stake(&w, SIGNAL_CHANGE, rows[i].metric, SLICE_ALL, rows[i].now, rows[i].before) != rows[i].minor)
			fail_msg("%s: %" PRId64, rows[i].metric, at_stake(&w, SIGNAL_CHANGE, rows[i].metric, SLICE_ALL, rows[i].now, rows[i].before));
	put(&w, "2026-02", FACT_UNRATED_OPEN, 1); /* a month without a rate: no amount, and none is guessed */
	assert_true(at_stake(&w, SIGNAL_CHANGE, "churn_rate", SLICE_ALL, .05, .02) == AT_STAKE_NONE);
	assert_int_equal(at_stake(&w, SIGNAL_CHANGE, "csat", SLICE_ALL, .7, .8), 10000);
	w.cover.amounts = false;
	assert_true(at_stake(&w, SIGNAL_CHANGE, "churn_rate", SLICE_ALL, .05, .02) == AT_STAKE_NONE);
	assert_true(at_stake(&w, SIGNAL_CHANGE, "nps", SLICE_ALL, 10, 40) == AT_STAKE_NONE);
	world_clear(&w);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_threshold_is_passed_not_reached),
		cmocka_unit_test(rates_alone_are_told_above_one_per_cent),
		cmocka_unit_test(a_threshold_says_whether_chance_could_have_passed_it),
		cmocka_unit_test(money_hangs_on_what_a_difference_is_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
