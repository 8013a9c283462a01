/* Clients for tests of findings: facts put by hand, settings at their defaults, everything judged. */
#ifndef TESTS_SIGNAL_WORLD_H
#define TESTS_SIGNAL_WORLD_H
#include "book_fixture.h"
#include "metric/eval.h"
#include "report/signal.h"
#include "report/signal_test.h"
#include "report_facts.h"
#include <math.h>

static inline void near(double got, double want) {
	if (!(fabs(got - want) <= 1e-9 * fmax(1, fabs(want))))
		fail_msg("%.15g, not %.15g", got, want);
}

static inline struct side share(double some, double all) {
	return (struct side){.value = {.state = STATE_OK, .x = some / all, .num = some, .den = all, .has_parts = true}, .x = {some, all}};
}

struct world {
	struct client read; /* for its settings, all as they are by default */
	struct facts facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
	struct signals *signals;
};

static inline void world_init(struct world *w, int32_t from, int32_t as_of, const char *const *values, size_t n) {
	memset(w, 0, sizeof *w);
	facts_by_hand(&w->facts, from, as_of, values, n);
	w->read = client_read(&(struct client_text){.customers = "customer_id,signup_date\na,2026-01-01\n"});
	w->cover = (struct coverage){.source = "customers"};
	for (int i = 0; i < COVER_COUNT; i++)
		w->cover.last[i] = as_of;
	w->cover.present[COVER_ACTIVITY] = true;
}

static inline void world_judge(struct world *w) {
	w->eval = (struct eval){.conf = g_ptr_array_index(w->read.conf->clients, 0), .facts = &w->facts, .cover = &w->cover};
	w->results = results_new(&w->eval);
	w->report = (struct report){.conf = w->eval.conf, .results = w->results, .facts = &w->facts, .cover = &w->cover};
	w->signals = signals_new(&w->report);
	w->report.signals = w->signals;
}

static inline void world_clear(struct world *w) {
	signals_free(w->signals);
	results_free(w->results);
	facts_by_hand_clear(&w->facts);
	client_clear(&w->read);
}

static inline size_t at(const struct world *w, const char *name) {
	size_t span = span_by_name(&w->facts.spans, name);
	assert_true(span != SPAN_ABSENT);
	return span;
}

static inline void put(struct world *w, const char *span, enum fact id, int64_t n) {
	facts_put(&w->facts, at(w, span), SLICE_ALL, id, n);
}

static inline void share_of(struct world *w, const char *span, enum fact some, int64_t k, enum fact all, int64_t n) {
	put(w, span, some, k);
	put(w, span, all, n);
}

/* The finding of a metric; NULL when there is none. */
static inline const struct signal *found(const struct world *w, const char *span, const char *metric, enum signal_kind kind) {
	size_t n;
	const struct signal *s = signals_of(w->signals, at(w, span), &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(s[i].metric->id, metric) == 0 && s[i].kind == kind)
			return &s[i];
	return NULL;
}

static inline void answers(struct world *w, const char *span, size_t slice, int64_t promoters, int64_t passives, int64_t detractors) {
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
#endif
