/* What becomes a finding: each test by numbers worked out by hand or elsewhere, families cut by the false discovery rate, limits, thresholds,
 * identities, and what is never judged. */
#include "book_fixture.h"
#include "cmd/reading.h"
#include "metric/eval.h"
#include "report/signal.h"
#include "report/signal_csv.h"
#include "report/signal_test.h"
#include "report/signal_watch.h"
#include "report_facts.h"
#include "statistic/tail.h"
#include <gsl/gsl_errno.h>
#include <math.h>

static void near(double got, double want) {
	if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
		fail_msg("%.15g, not %.15g", got, want);
}

/* ---- the tests of two figures ---- */
static struct side share(double some, double all) {
	return (struct side){.value = {.state = STATE_OK, .x = some / all, .num = some, .den = all, .has_parts = true}, .x = {some, all}};
}

/* Both groups of linkage_odds "passive_vs_promoter", p = .0089877054 there; of "small", .5820433437. Limits of Newcombe's table II: 56 of 70 and 48 of 80. */
static void shares_are_judged_by_fisher_with_newcombes_limits(void **state) {
	(void)state;
	struct side now = share(30, 300), before = share(25, 500);
	struct verdict v = sides_compare(JUDGE_SHARE, &now, &before, 0);
	assert_true(v.tested);
	near(v.size, .05);
	assert_true(fabs(v.p - .0089877054) < 1e-10);
	assert_string_equal(v.rule, "fisher");
	now = share(3, 10), before = share(1, 10);
	assert_true(fabs(sides_compare(JUDGE_SHARE, &now, &before, 0).p - .5820433437) < 1e-10);
	now = share(56, 70), before = share(48, 80);
	v = sides_compare(JUDGE_SHARE, &now, &before, 0);
	assert_true(fabs(v.lo - .0524314724) < 1e-10 && fabs(v.hi - .3338726540) < 1e-10);
}

static struct side net(double promoters, double passives, double detractors) {
	double n = promoters + passives + detractors;
	return (struct side){.value = {.state = STATE_OK, .x = 100 * (promoters - detractors) / n, .n = (int64_t)n}, .x = {promoters, passives, detractors}};
}

/* nps_two_sample: diff_aw ± z × se_aw are .1941747573 ± 1.96 × .1120891602, p_aw .0832158675; the size shown is that of the scores, 30 − 10.
 * Of small_n p_aw is .1882599141, of sigtest_doc_args .0000000017. */
static void scores_are_judged_on_adjusted_counts(void **state) {
	(void)state;
	struct side now = net(50, 30, 20), before = net(40, 30, 30);
	struct verdict v = sides_compare(JUDGE_NPS, &now, &before, 0);
	near(v.size, 20);
	near(v.p, .08321586753157129);
	near(v.lo, -2.551595982827262);
	near(v.hi, 41.386547439137935);
	assert_string_equal(v.rule, "adjusted_wald");
	now = net(12, 5, 3), before = net(8, 6, 6);
	assert_true(fabs(sides_compare(JUDGE_NPS, &now, &before, 0).p - .1882599141) < 1e-10);
	now = net(123, 456, 789), before = net(321, 654, 987);
	assert_true(fabs(sides_compare(JUDGE_NPS, &now, &before, 0).p - .0000000017) < 1e-10);
}

static struct side estimate(double x, double se, int64_t n) {
	return (struct side){.value = {.state = STATE_OK, .x = x, .n = n}, .se = se};
}

/* .90 ± .03 and .80 ± .04: .10 ± .05, z = 2, p = erfc(√2) = .0455002639. */
static void ratios_are_judged_by_their_standard_errors(void **state) {
	(void)state;
	struct side now = estimate(.9, .03, 50), before = estimate(.8, .04, 50);
	struct verdict v = sides_compare(JUDGE_RATIO, &now, &before, 0);
	near(v.size, .1);
	near(v.p, .04550026389635844);
	near(v.lo, .1 - .05 * Z95);
	near(v.hi, .1 + .05 * Z95);
	assert_string_equal(v.rule, "ratio_difference");
}

/* 10 values with mean 5, s² 4; 6 with mean 3, s² 3: t = 2 ÷ √(4/10 + 3/6) = 2.1081851, df = .9² ÷ (.4²/9 + .5²/5) = 11.9508197; P(|T| ≥ t), the
 * density summed by Simpson's rule, is .0568067159. */
static void means_are_judged_by_welchs_t(void **state) {
	(void)state;
	struct side now = estimate(5, sqrt(.4), 10), before = estimate(3, sqrt(.5), 6);
	struct verdict v = sides_compare(JUDGE_MEAN, &now, &before, 0);
	near(v.size, 2);
	near(v.p, .05680671593418285);
	assert_string_equal(v.rule, "welch");
}

/* 10 won for 1,000 and then 30 for 1,000: P(X ≤ 10) of 40 at ½, twice, is .0022214338. The cost falls from 100 to 33.33. */
static void costs_are_judged_by_those_won_for_the_money(void **state) {
	(void)state;
	struct side now = {.value = {.x = 1000 / 30.0}, .x = {30, 1000}}, before = {.value = {.x = 100}, .x = {10, 1000}};
	struct verdict v = sides_compare(JUDGE_RATE, &now, &before, 0);
	near(v.size, 1000 / 30.0 - 100);
	near(v.p, .0022214337732293643);
	assert_true(v.lo < v.size && v.size < v.hi && v.hi < 0);
	assert_string_equal(v.rule, "poisson_rates");
}

/* 30 of 40 and 20 of 40, one added to each cell: 31/42 − 21/42 = .2380952; variance .0105550157 less 2 × .002, root .0809630511, p .0032737761. A
 * covariance that would leave nothing leaves a twentieth. */
static void shares_of_the_same_people_are_judged_with_their_covariance(void **state) {
	(void)state;
	struct side now = share(30, 40), before = share(20, 40);
	struct verdict v = sides_compare(JUDGE_SHARE, &now, &before, .002);
	near(v.size, .25);
	near(v.p, .0032737761213722945);
	near(v.lo, .07941057369572005);
	near(v.hi, .39677990249475625);
	assert_string_equal(v.rule, "shares_paired");
	v = sides_compare(JUDGE_SHARE, &now, &before, .1);
	near(v.lo, .193069324446338);
	near(v.hi, .28312115174413827);
}

/* Four of 4 + 4: at best all in one group, p = 2 ÷ C(8, 4) = 1/35. Three: 2 × 4 ÷ C(8, 3) = 1/7, which no q of .05 can reach. */
static void tests_too_small_to_reach_a_rate_are_known(void **state) {
	(void)state;
	struct side now = share(2, 4), before = share(2, 4);
	near(sides_reach(JUDGE_SHARE, &now, &before), 1 / 35.0);
	before = share(1, 4);
	near(sides_reach(JUDGE_SHARE, &now, &before), 1 / 7.0);
	near(sides_reach(JUDGE_NPS, &now, &before), 0);
}

/* Eight months, always falling: p = 2 ÷ 8!. As shares, 1 of 20 … 27 fall too, but 8 of 188 say nothing (Cochran–Armitage: chi-square .0801950, p .7770333);
 * 80, 70 … 10 of 200 do, and then the ranks decide. */
static void a_trend_of_shares_takes_ranks_and_counts(void **state) {
	(void)state;
	double x[8], y[8];
	struct side weak[8], strong[8];
	for (int i = 0; i < 8; i++) {
		x[i] = -i;
		y[i] = 1 / (20.0 + i);
		weak[i] = share(1, 20 + i);
		strong[i] = share(80 - 10 * i, 200);
	}
	struct verdict v = signal_trend(JUDGE_RATIO, 8, x, y, weak);
	near(v.p, 2 / 40320.0);
	assert_true(v.tested && v.size > 0);
	near(signal_trend(JUDGE_SHARE, 8, x, y, weak).p, .7770333223195665);
	for (int i = 0; i < 8; i++)
		y[i] = strong[i].value.x;
	v = signal_trend(JUDGE_SHARE, 8, x, y, strong);
	near(v.p, 2 / 40320.0);
	near(v.size, .05);
	for (int i = 0; i < 8; i++)
		y[i] = .4;
	assert_false(signal_trend(JUDGE_RATIO, 8, x, y, strong).tested);
}

/* ---- whole clients, facts by hand ---- */
struct world {
	struct client read; /* for its settings, all as they are by default */
	struct facts facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
	struct signals *signals;
};

static void world_init(struct world *w, int32_t from, int32_t as_of, const char *const *values, size_t n) {
	memset(w, 0, sizeof *w);
	facts_by_hand(&w->facts, from, as_of, values, n);
	w->read = client_read(&(struct client_text){.customers = "customer_id,signup_date\na,2026-01-01\n"});
	w->cover = (struct coverage){.source = "customers"};
	for (int i = 0; i < COVER_COUNT; i++)
		w->cover.last[i] = as_of;
	w->cover.present[COVER_ACTIVITY] = true;
}

static void world_judge(struct world *w) {
	w->eval = (struct eval){.conf = g_ptr_array_index(w->read.conf->clients, 0), .facts = &w->facts, .cover = &w->cover};
	w->results = results_new(&w->eval);
	w->report = (struct report){.conf = w->eval.conf, .results = w->results, .facts = &w->facts, .cover = &w->cover};
	w->signals = signals_new(&w->report);
	w->report.signals = w->signals;
}

static void world_clear(struct world *w) {
	signals_free(w->signals);
	results_free(w->results);
	facts_by_hand_clear(&w->facts);
	client_clear(&w->read);
}

static size_t at(const struct world *w, const char *name) {
	size_t span = span_by_name(&w->facts.spans, name);
	assert_true(span != SPAN_ABSENT);
	return span;
}

static void put(struct world *w, const char *span, enum fact id, int64_t n) {
	facts_put(&w->facts, at(w, span), SLICE_ALL, id, n);
}

static void share_of(struct world *w, const char *span, enum fact some, int64_t k, enum fact all, int64_t n) {
	put(w, span, some, k);
	put(w, span, all, n);
}

/* The finding of a metric; NULL when there is none. */
static const struct signal *found(const struct world *w, const char *span, const char *metric, enum signal_kind kind) {
	size_t n;
	const struct signal *s = signals_of(w->signals, at(w, span), &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(s[i].metric->id, metric) == 0 && s[i].kind == kind)
			return &s[i];
	return NULL;
}

static void answers(struct world *w, const char *span, size_t slice, int64_t promoters, int64_t passives, int64_t detractors) {
	const enum fact counts[] = {FACT_NPS_PROMOTERS, FACT_NPS_PASSIVES, FACT_NPS_DETRACTORS}, weights[] = {FACT_NPS_W_PROMOTERS, FACT_NPS_W_PASSIVES, FACT_NPS_W_DETRACTORS};
	const int64_t n[] = {promoters, passives, detractors};
	int64_t all = promoters + passives + detractors;
	for (int i = 0; i < 3; i++) {
		facts_put(&w->facts, at(w, span), slice, counts[i], n[i]);
		facts_put(&w->facts, at(w, span), slice, weights[i], n[i] * 1000000);
	}
	facts_put(&w->facts, at(w, span), slice, FACT_NPS_N, all);
	*fact_wide_cell(&w->facts, at(w, span), slice, WIDE_NPS_W2) = (int128)all * 1000000 * 1000000;
	w->cover.present[COVER_NPS] = true;
}

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
	assert_true(isnan(s[0].at_stake));
	assert_null(signals_of(w.signals, at(&w, "2026-01"), &n)); /* nothing stands before it */
	assert_int_equal(w.signals->tests[at(&w, "2026-01")], 0);
	assert_int_equal(w.signals->tests[at(&w, "2026-Q1")], 0); /* unfinished */
	GString *csv = signals_csv(&w.report, true);
	assert_non_null(strstr(csv->str, "\n2026-02,change,first_response_sla,,,2026-01,0.39,0.2,0.19,"));
	assert_non_null(strstr(csv->str, ",39,100,20,100,fisher\n"));
	assert_non_null(strstr(csv->str, "\n2026-02,family,,,,,5,0,"));
	g_string_free(csv, TRUE);
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
			near(s->p, sides_compare(JUDGE_SHARE, &now, &year, 0).p);
		assert_int_equal(w.signals->tests[at(&w, "2026-02")], 1);
		world_clear(&w);
	}
}

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
			near(s->size, .01);
		assert_null(found(&w, "2025-12", "spend_share_acquisition", SIGNAL_THRESHOLD));
		world_clear(&w);
	}
}

/* 1,000.00 at the opening: 10.00 by rates alone is 1 %, 10.01 more than that, 120.12 a year. Of 100 customers lost 10 and then 40 shares .3 × 1,000 × 12 hang on it.
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
				near(fx->at_stake, 120.12);
			assert_non_null(lost);
			near(lost->at_stake, 3600);
			world_clear(&w);
		}
}

/* ---- the same customers asked twice ---- */
#define ASKED "customer_id,signup_date\na,2025-06-01\nb,2025-06-01\nc,2025-06-01\nd,2025-06-01\ne,2025-06-01\n"

static struct reading *reading_of(struct client *c, const char *surveys) {
	*c = client_read(&(struct client_text){.customers = ASKED, .surveys = surveys, .settings = "as_of = \"2026-02-28\"; history_start = \"2026-01-01\";"});
	struct reading *r = reading_new(g_ptr_array_index(c->conf->clients, 0), DAY_NONE, NULL, c->diag);
	assert_true(r->ok);
	return r;
}

static double covariance_of(const struct reading *r, enum judge j, const char *metric) {
	size_t now = span_by_name(&r->facts->spans, "2026-02"), before = span_by_name(&r->facts->spans, "2026-01");
	struct side a, b;
	assert_true(side_of(&r->report, j, metric, now, SLICE_ALL, &a) && side_of(&r->report, j, metric, before, SLICE_ALL, &b));
	return sides_covariance(&r->report, metric, now, before, SLICE_ALL, &a, &b);
}

/* January a 1, b 1, c −1, d 0: mean ¼. February a 1, b 0, c −1, e 1: mean ¼. Of a, b and c Σ(x − ¼)(y − ¼) = 9/16 − 3/16 + 25/16 = 31/16, over 4 × 4: 31/256. */
static void three_who_answered_twice_have_a_covariance(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "response_id,customer_id,date,survey,score\n1,a,2026-01-05,nps,9\n2,b,2026-01-05,nps,10\n3,c,2026-01-05,nps,2\n4,d,2026-01-05,nps,7\n"
	                                      "0,b,2026-01-04,nps,1\n5,a,2026-02-05,nps,10\n6,b,2026-02-05,nps,8\n7,c,2026-02-05,nps,0\n8,e,2026-02-05,nps,9\n");
	near(covariance_of(r, JUDGE_NPS, "nps"), 31 / 256.0);
	size_t february = span_by_name(&r->facts->spans, "2026-02");
	assert_int_equal(fact(r->facts, february, SLICE_ALL, FACT_NPS_BOTH_XY), 2); /* 1·1 + 0·1 + −1·−1 */
	assert_int_equal(fact(r->facts, february, SLICE_ALL, FACT_NPS_BOTH_XL), 0); /* 1 + 0 − 1 */
	assert_int_equal(fact(r->facts, february, SLICE_ALL, FACT_NPS_BOTH_KY), 1); /* 1 + 1 − 1 */
	assert_int_equal(fact(r->facts, february, SLICE_ALL, FACT_NPS_BOTH_KL), 3);
	client_clear(&c);
}

/* Satisfied in January a, b, not c, d: ½. In February a, not c, not e: ⅓. Of a and c (½)(⅔) + (−½)(−⅓) = ½, over 3 × 4: 1/24. Effort 2, 4, 6 and then 3, 5: means 4
 * and 4, of a and c (−2)(−1) + 2·1 = 4, over 2 × 3: ⅔. */
static void satisfaction_and_effort_have_theirs(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "customer_id,date,survey,score,scale\na,2026-01-05,csat,5,1-5\nb,2026-01-05,csat,4,1-5\nc,2026-01-05,csat,2,1-5\nd,2026-01-05,csat,1,1-5\n"
	                                      "a,2026-02-05,csat,5,1-5\nc,2026-02-05,csat,3,1-5\ne,2026-02-05,csat,1,1-5\n"
	                                      "a,2026-01-05,ces,2,1-7\nb,2026-01-05,ces,4,1-7\nc,2026-01-05,ces,6,1-7\na,2026-02-05,ces,3,1-7\nc,2026-02-05,ces,5,1-7\n");
	near(covariance_of(r, JUDGE_SHARE, "csat"), 1 / 24.0);
	near(covariance_of(r, JUDGE_MEAN, "ces"), 2 / 3.0);
	client_clear(&c);
}

/* Weighted in January alone: what is paired is not weighted, so the two are taken for groups of their own. */
static void weighted_answers_are_not_paired(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "customer_id,date,survey,score,weight\na,2026-01-05,nps,9,2\nb,2026-01-05,nps,2,1\na,2026-02-05,nps,9,1\nb,2026-02-05,nps,2,1\n");
	near(covariance_of(r, JUDGE_NPS, "nps"), 0);
	client_clear(&c);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_judged_by_fisher_with_newcombes_limits),
		cmocka_unit_test(scores_are_judged_on_adjusted_counts),
		cmocka_unit_test(ratios_are_judged_by_their_standard_errors),
		cmocka_unit_test(means_are_judged_by_welchs_t),
		cmocka_unit_test(costs_are_judged_by_those_won_for_the_money),
		cmocka_unit_test(shares_of_the_same_people_are_judged_with_their_covariance),
		cmocka_unit_test(tests_too_small_to_reach_a_rate_are_known),
		cmocka_unit_test(a_trend_of_shares_takes_ranks_and_counts),
		cmocka_unit_test(of_a_family_those_within_the_false_discovery_rate_stay),
		cmocka_unit_test(tests_that_could_never_tell_are_no_part_of_a_family),
		cmocka_unit_test(what_is_partial_missing_or_on_another_scale_is_not_judged),
		cmocka_unit_test(a_change_of_scores_on_one_scale_is_found),
		cmocka_unit_test(slices_stand_against_their_rest_and_suppressed_ones_do_not),
		cmocka_unit_test(an_order_business_must_beat_last_year_too),
		cmocka_unit_test(a_flow_is_out_of_habit_beyond_its_natural_limits),
		cmocka_unit_test(of_a_stock_the_change_is_judged),
		cmocka_unit_test(a_threshold_is_passed_not_reached),
		cmocka_unit_test(rates_alone_are_told_above_one_per_cent),
		cmocka_unit_test(three_who_answered_twice_have_a_covariance),
		cmocka_unit_test(satisfaction_and_effort_have_theirs),
		cmocka_unit_test(weighted_answers_are_not_paired),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
