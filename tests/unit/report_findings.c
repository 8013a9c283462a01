/* Findings of whole clients beside report_signal.c: trends over months of facts made by hand, and the limits a finding carries. */
#include "book_fixture.h"
#include "metric/eval.h"
#include "report/signal.h"
#include "report_facts.h"
#include <gsl/gsl_errno.h>
#include <math.h>

struct world {
	struct client read; /* for its settings, all as they are by default */
	struct facts facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
	struct signals *signals;
};

static void world_init(struct world *w, int32_t from, int32_t as_of) {
	memset(w, 0, sizeof *w);
	facts_by_hand(&w->facts, from, as_of, NULL, 0);
	w->read = client_read(&(struct client_text){.customers = "customer_id,signup_date\na,2026-01-01\n"});
	w->cover = (struct coverage){.source = "customers"};
	for (int i = 0; i < COVER_COUNT; i++)
		w->cover.last[i] = as_of;
	w->cover.present[COVER_ACTIVITY] = w->cover.present[COVER_CONTACTS] = true;
	w->cover.has[HAS_RESPONDED] = true;
}

static void world_judge(struct world *w) {
	w->eval = (struct eval){.conf = g_ptr_array_index(w->read.conf->clients, 0), .facts = &w->facts, .cover = &w->cover};
	w->results = results_new(&w->eval);
	w->report = (struct report){.conf = w->eval.conf, .results = w->results, .facts = &w->facts, .cover = &w->cover};
	w->signals = signals_new(&w->report);
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

/* met of due answered in time in the month `first` + i. */
static void answered(struct world *w, struct month m, int64_t met, int64_t due) {
	char name[8];
	month_print(m, name);
	facts_put(&w->facts, at(w, name), SLICE_ALL, FACT_SLA_MET, met);
	facts_put(&w->facts, at(w, name), SLICE_ALL, FACT_SLA_DUE, due);
}

static const struct signal *found(const struct world *w, const char *span, enum signal_kind kind) {
	size_t n;
	const struct signal *s = signals_of(w->signals, at(w, span), &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(s[i].metric->id, "first_response_sla") == 0 && s[i].kind == kind)
			return &s[i];
	return NULL;
}

static void near(double got, double want) {
	if (!(fabs(got - want) <= 1e-9))
		fail_msg("%.15g, not %.15g", got, want);
}

/* 80, 70 … 10 of 200, January to August: eight months, each .05 below the one before; p of the ranks 2 ÷ 8!. The change of August, 20 to 10, is tested
 * beside it. July has seven months. */
static void eight_falling_months_are_a_trend(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 8, 31));
	for (int i = 0; i < 8; i++)
		answered(&w, month_of(2026, i + 1), 80 - 10 * i, 200);
	world_judge(&w);
	const struct signal *s = found(&w, "2026-08", SIGNAL_TREND);
	assert_non_null(s);
	near(s->p, 2 / 40320.0);
	near(s->size, -.05);
	near(s->now, .05);
	near(s->before, .4);
	assert_true(s->against == SPAN_ABSENT && s->slice == SLICE_ALL);
	assert_int_equal(w.signals->tests[at(&w, "2026-08")], 2);
	assert_int_equal(w.signals->tests[at(&w, "2026-07")], 1);
	assert_null(found(&w, "2026-07", SIGNAL_TREND));
	near(w.signals->floor[at(&w, "2026-08")], 2 / 40320.0);
	near(w.signals->floor[at(&w, "2026-01")], 1);
	near(w.signals->floor[at(&w, "2026-Q3")], 1);
	world_clear(&w);
}

/* Thirteen months: of the last twelve only. */
static void a_trend_is_of_twelve_months_at_most(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2025, 1, 1), day_of(2026, 1, 31));
	for (int i = 0; i < 13; i++)
		answered(&w, month_plus(month_of(2025, 1), i), 140 - 10 * i, 200);
	world_judge(&w);
	const struct signal *s = found(&w, "2026-01", SIGNAL_TREND);
	assert_non_null(s);
	near(s->before, .65);
	near(s->now, .1);
	world_clear(&w);
}

/* Nothing was due in March: what lies before it is cut off. An order business has none. */
static void a_gap_ends_a_trend_and_a_season_is_none(void **state) {
	(void)state;
	for (int orders = 0; orders < 2; orders++) {
		struct world w;
		world_init(&w, day_of(2026, 1, 1), day_of(2026, 9, 30));
		w.cover.orders = orders == 1;
		for (int i = 0; i < 9; i++)
			if (i != 2 || orders == 1)
				answered(&w, month_of(2026, i + 1), 90 - 10 * i, 200);
		world_judge(&w);
		assert_null(found(&w, "2026-09", SIGNAL_TREND));
		world_clear(&w);
	}
}

/* Newcombe's table II: 56 of 70 after 48 of 80, .20 from .0524314724 to .3338726540. */
static void a_change_carries_its_limits(void **state) {
	(void)state;
	struct world w;
	world_init(&w, day_of(2026, 1, 1), day_of(2026, 2, 28));
	answered(&w, month_of(2026, 1), 48, 80);
	answered(&w, month_of(2026, 2), 56, 70);
	world_judge(&w);
	const struct signal *s = found(&w, "2026-02", SIGNAL_CHANGE);
	assert_non_null(s);
	assert_true(fabs(s->lo - .0524314724) < 1e-10 && fabs(s->hi - .3338726540) < 1e-10);
	near(s->size, .2);
	world_clear(&w);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eight_falling_months_are_a_trend),
		cmocka_unit_test(a_trend_is_of_twelve_months_at_most),
		cmocka_unit_test(a_gap_ends_a_trend_and_a_season_is_none),
		cmocka_unit_test(a_change_carries_its_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
