/* Facts made by hand for the tests of report/: one client of a few months, "all" and one dimension. */
#ifndef TESTS_REPORT_FACTS_H
#define TESTS_REPORT_FACTS_H
#include "facts/facts.h"
#include <string.h>

static inline void facts_by_hand(struct facts *f, int32_t history_start, int32_t as_of, const char *const *values, size_t n_values) {
	memset(f, 0, sizeof *f);
	spans_init(&f->spans, history_start, as_of, 0, false);
	f->dimensions = g_new0(char *, 2);
	f->dimensions[0] = g_strdup("plan");
	f->n_dimensions = 1;
	f->n_slices = n_values + 1;
	f->slices = g_new0(struct slice, f->n_slices);
	for (size_t i = 0; i < n_values; i++)
		f->slices[i + 1].value = g_strdup(values[i]);
	f->cells = g_new0(int64_t, f->n_slices * f->spans.n * FACT_COUNT);
	f->wides = g_new0(int128, f->n_slices * f->spans.n * WIDE_COUNT);
	f->n_months = (size_t)(f->spans.last.n - f->spans.first.n + 1);
	f->cohort = g_new0(struct cohort_cell, f->n_slices * f->n_months * f->n_months);
	f->mrr_per = 12;
	f->currency_digits = 2;
}

static inline void facts_put(struct facts *f, size_t span, size_t slice, enum fact id, int64_t n) {
	f->cells[(slice * f->spans.n + span) * FACT_COUNT + id] = n;
}

static inline void facts_by_hand_clear(struct facts *f) {
	for (size_t i = 0; i < f->n_slices; i++)
		g_free(f->slices[i].value);
	g_free(f->slices);
	g_strfreev(f->dimensions);
	g_free(f->cells);
	g_free(f->wides);
	g_free(f->cohort);
	spans_clear(&f->spans);
}
#endif
