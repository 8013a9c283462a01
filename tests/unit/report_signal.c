/* What becomes a finding: families cut by the false discovery rate, by slice too, what is never judged, and what would not have shown. */
#include "report/signal_csv.h"
#include "signal_world.h"
#include <gsl/gsl_errno.h>

/* Five changes of 20 in 100, by Fisher: to 39 p = .00502, 36 .01773, 35 .02612, 33 .05395 and 29 .18811. Benjamini and Hochberg's steps are .01 … .05: three
 * stay. Without the 35 the second is .01773 ≤ .025 still, of four. */
static void of_a_family_those_within_the_false_discovery_rate_stay(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
	w.cover.present[COVER_CONTACTS] = true;
	w.cover.has[HAS_RESPONDED] = w.cover.has[HAS_SOLVED] = w.cover.has[HAS_REOPENED] = w.cover.has[HAS_REFERRED_BY] = true;
	static const struct {
		const char *metric;
		enum fact some, all;
		int64_t k;
		bool stays;
	} rows[] = {{"first_response_sla", FACT_SLA_MET, FACT_SLA_DUE, 39, true}, {"reopen_rate", FACT_REOPENED, FACT_SOLVED, 36, true},
				{"early_churn", FACT_EARLY_GONE, FACT_EARLY_DUE, 35, true}, {"churn_rate", FACT_KEPT, FACT_S, 67, false}, {"referral_share", FACT_J_REFERRED, FACT_J, 29, false}};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		share_of(&w, "2026-01", rows[i].some, rows[i].some == FACT_KEPT ? 80 : 20, rows[i].all, 100);
		share_of(&w, "2026-02", rows[i].some, rows[i].k, rows[i].all, 100);
	}
	world_judge(&w);
	size_t february = at(&w, "2026-02"), n;
	assert_int_equal(w.signals->tests[february], 5);
	near(w.signals->floor[february], .005021728547930169);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_true((found(&w, "2026-02", rows[i].metric, SIGNAL_CHANGE) != NULL) == rows[i].stays);
	const struct signal *s = signals_of(w.signals, february, &n);
	assert_string_equal(s[0].metric->id, "first_response_sla"); /* the smallest p first */
	near(s[0].now, .39);
	near(s[0].before, .2);
	assert_int_equal(s[0].against, at(&w, "2026-01"));
	assert_true(s[0].at_stake == AT_STAKE_NONE);
	near(s[0].q, 5 * .005021728547930169);
	assert_null(signals_of(w.signals, at(&w, "2026-01"), &n)); /* nothing stands before it */
	assert_int_equal(w.signals->tests[at(&w, "2026-01")], 0);
	assert_int_equal(w.signals->tests[at(&w, "2026-Q1")], 0); /* unfinished */
	GString *csv = signals_csv(&w.report), *json = signals_json(&w.report);
	assert_non_null(strstr(csv->str, ",2026-02,change,first_response_sla,,,2026-01,0.39,0.2,0.19,"));
	assert_non_null(strstr(csv->str, ",,100,100,39,100,20,100,,fisher,n=100; n_before=100; now=0.39; before=0.2; lo="));
	assert_null(strstr(csv->str, "family"));
	assert_non_null(strstr(json->str, "\"2026-02\":{\"changes\":5,\"contrasts\":0,"));
	g_string_free(csv, TRUE);
	g_string_free(json, TRUE);
	world_clear(&w);
}

/* 1 of 12 after 0 of 12 is left out (p is 1 whatever happens), 30 of 40 after 5 of 40 is the whole family. */
static void tests_that_could_never_tell_are_no_part_of_a_family(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
	share_of(&w, "2026-01", FACT_KEPT, 12, FACT_S, 12);
	share_of(&w, "2026-02", FACT_KEPT, 11, FACT_S, 12);
	share_of(&w, "2026-01", FACT_EARLY_GONE, 5, FACT_EARLY_DUE, 40);
	share_of(&w, "2026-02", FACT_EARLY_GONE, 30, FACT_EARLY_DUE, 40);
	world_judge(&w);
	assert_int_equal(w.signals->tests[at(&w, "2026-02")], 1);
	assert_non_null(found(&w, "2026-02", "early_churn", SIGNAL_CHANGE));
	world_clear(&w);
}

/* January 10 of 100 lost, February 60 of 100: a month that as_of cuts, figures that are not there and a recommendation asked on another scale are not
 * judged, whatever they say. */
static void what_is_partial_missing_or_on_another_scale_is_not_judged(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 3, 20), NULL, 0);
	share_of(&w, "2026-01", FACT_KEPT, 90, FACT_S, 100);
	share_of(&w, "2026-02", FACT_KEPT, 90, FACT_S, 100);
	share_of(&w, "2026-03", FACT_KEPT, 40, FACT_S, 100);
	answers(&w, "2026-01", SLICE_ALL, 10, 10, 80);
	answers(&w, "2026-02", SLICE_ALL, 80, 10, 10);
	put(&w, "2026-01", FACT_NPS_FROM_ONE, 100);
	share_of(&w, "2026-01", FACT_SLA_MET, 10, FACT_SLA_DUE, 100); /* no contacts export */
	share_of(&w, "2026-02", FACT_SLA_MET, 90, FACT_SLA_DUE, 100);
	world_judge(&w);
	assert_int_equal(w.signals->tests[at(&w, "2026-03")], 0);
	assert_int_equal(w.signals->tests[at(&w, "2026-02")], 1); /* churn_rate, which did not move */
	assert_int_equal(w.signals->items->len, 0);
	world_clear(&w);
}

/* The same answers on one scale are a change of 140 points. */
static void a_change_of_scores_on_one_scale_is_found(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
	answers(&w, "2026-01", SLICE_ALL, 10, 10, 80);
	answers(&w, "2026-02", SLICE_ALL, 80, 10, 10);
	world_judge(&w);
	const struct signal *s = found(&w, "2026-02", "nps", SIGNAL_CHANGE);
	assert_non_null(s);
	near(s->size, 140);
	assert_string_equal(s->rule, "adjusted_wald");
	world_clear(&w);
}

/* Large 80 answers with 60 promoters, middle 40 with 5, tiny 4 with 0: tiny is below min_n and small with it; large and middle stand against the rest. */
static void slices_stand_against_their_rest_and_suppressed_ones_do_not(void **state) {
	(void)state;
	static const char *const values[] = {"large", "middle", "small", "tiny"};
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 1, 31), values, 4);
	answers(&w, "2026-01", SLICE_ALL, 65, 34, 33);
	answers(&w, "2026-01", 1, 60, 10, 10);
	answers(&w, "2026-01", 2, 5, 20, 15);
	answers(&w, "2026-01", 3, 0, 4, 4);
	answers(&w, "2026-01", 4, 0, 0, 4);
	world_judge(&w);
	assert_int_equal(w.signals->contrasts[at(&w, "2026-01")], 2);
	assert_int_equal(w.signals->tests[at(&w, "2026-01")], 0);
	const struct signal *s = found(&w, "2026-01", "nps", SIGNAL_OUTLIER);
	assert_non_null(s);
	assert_int_equal(s->slice, 1);
	near(s->now, 62.5);
	near(s->before, 100 * (5 - 23) / 52.0); /* the rest of 132 − 80 */
	world_clear(&w);
}

/* An order business: 30 of 100 lost after 10, as a year ago: no news. After 5 of 100 a year ago it is: the larger p of the two. */
static void an_order_business_must_beat_last_year_too(void **state) {
	(void)state;
	for (int quiet = 0; quiet <= 1; quiet++) {
		struct world w;
		world_init(&w, day_of(2025, 1, 1), day_of(2026, 2, 28), NULL, 0);
		w.cover.orders = true;
		share_of(&w, "2025-02", FACT_KEPT, quiet ? 90 : 70, FACT_S, 100);
		share_of(&w, "2026-01", FACT_KEPT, 95, FACT_S, 100);
		share_of(&w, "2026-02", FACT_KEPT, 70, FACT_S, 100);
		world_judge(&w);
		const struct signal *s = found(&w, "2026-02", "churn_rate", SIGNAL_CHANGE);
		assert_true((s != NULL) == (quiet == 1));
		struct side now = share(30, 100), year = share(10, 100);
		if (s != NULL)
			near(s->p, sides_compare(JUDGE_SHARE, &now, &year, (struct overlap){0, 0}).p);
		assert_int_equal(w.signals->tests[at(&w, "2026-02")], 1);
		world_clear(&w);
	}
}

/* Of two plans Large goes from 5 of 60 lost to 30 of 60, Small from 6 of 60 to 6 of 60: a change of "all" and one of Large, none of Small; of tiny Rest nothing
 * could be told. */
static void slices_change_too(void **state) {
	(void)state;
	static const char *const values[] = {"Large", "Rest", "Small"};
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), values, 3);
	static const int64_t kept[2][4] = {{114, 55, 5, 54}, {89, 30, 5, 54}}, all[4] = {125, 60, 5, 60};
	for (int month = 0; month < 2; month++)
		for (size_t slice = 0; slice < 4; slice++) {
			size_t span = at(&w, month == 0 ? "2026-01" : "2026-02");
			facts_put(&w.facts, span, slice, FACT_KEPT, kept[month][slice]);
			facts_put(&w.facts, span, slice, FACT_S, all[slice]);
		}
	world_judge(&w);
	assert_int_equal(w.signals->tests[at(&w, "2026-02")], 3); /* of 5 against 5 with none lost there is nothing to reach */
	size_t n, found_of[4] = {0};
	const struct signal *s = signals_of(w.signals, at(&w, "2026-02"), &n);
	for (size_t i = 0; i < n; i++)
		found_of[s[i].slice] += s[i].kind == SIGNAL_CHANGE && strcmp(s[i].metric->id, "churn_rate") == 0;
	assert_true(found_of[0] == 1 && found_of[1] == 1 && found_of[2] == 0 && found_of[3] == 0);
	world_clear(&w);
}

/* 20 and then 22 lost of 100 are no news; alone in its family, at p ≤ .05 the first that would be are 9 and 34: ±11 points. A change that is news is not
 * told again. */
static void what_is_no_news_says_what_would_have_been(void **state) {
	(void)state;
	for (int64_t lost = 22; lost <= 60; lost += 38) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28), NULL, 0);
		share_of(&w, "2026-01", FACT_KEPT, 80, FACT_S, 100);
		share_of(&w, "2026-02", FACT_KEPT, 100 - lost, FACT_S, 100);
		world_judge(&w);
		near(w.signals->reach[at(&w, "2026-02")], .05);
		g_autoptr(GArray) quiet = signals_quiet(&w.report, at(&w, "2026-02"));
		assert_int_equal(quiet->len, lost == 22);
		if (lost == 22) {
			const struct quiet *q = &g_array_index(quiet, struct quiet, 0);
			assert_string_equal(q->metric->id, "churn_rate");
			near(q->now, .22);
			near(q->before, .2);
			near(q->least, .11);
		}
		g_autoptr(GArray) first = signals_quiet(&w.report, at(&w, "2026-01"));
		assert_int_equal(first->len, 0);
		world_clear(&w);
	}
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_a_family_those_within_the_false_discovery_rate_stay),
		cmocka_unit_test(tests_that_could_never_tell_are_no_part_of_a_family),
		cmocka_unit_test(what_is_partial_missing_or_on_another_scale_is_not_judged),
		cmocka_unit_test(a_change_of_scores_on_one_scale_is_found),
		cmocka_unit_test(slices_stand_against_their_rest_and_suppressed_ones_do_not),
		cmocka_unit_test(an_order_business_must_beat_last_year_too),
		cmocka_unit_test(slices_change_too),
		cmocka_unit_test(what_is_no_news_says_what_would_have_been),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
