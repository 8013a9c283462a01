/* Facts and settings made by hand for tests that need figures without exports: one client of a few months, "all" and one dimension; every setting
 * at its default. */
#ifndef TESTS_REPORT_FACTS_H
#define TESTS_REPORT_FACTS_H
#include "config/check.h"
#include "facts/fold.h"
#include <string.h>

/* Slices: "all", then `values` of `dimension`. */
static inline void facts_by_hand_of(struct facts *f, int32_t history_start, int32_t as_of, const char *dimension, const char *const *values, size_t n_values) {
	struct spans spans;
	char *dimensions[] = {(char *)(uintptr_t)dimension, NULL};
	GArray *slices = g_array_new(FALSE, TRUE, sizeof(struct slice));
	g_array_set_size(slices, (guint)n_values + 1);
	for (size_t i = 0; i < n_values; i++)
		g_array_index(slices, struct slice, i + 1).value = g_strdup(values[i]);
	spans_init(&spans, history_start, as_of, 0, false);
	struct facts *made = facts_new(&spans, dimensions, slices);
	spans_clear(&spans);
	*f = *made;
	g_free(made);
	f->mrr_per = 12;
	f->currency_digits = 2;
}

static inline void facts_by_hand(struct facts *f, int32_t history_start, int32_t as_of, const char *const *values, size_t n_values) {
	facts_by_hand_of(f, history_start, as_of, "plan", values, n_values);
}

static inline void facts_put(struct facts *f, size_t span, size_t slice, enum fact id, int64_t n) {
	*fact_cell(f, span, slice, id) = n;
}

static inline void facts_by_hand_clear(struct facts *f) {
	facts_free(g_memdup2(f, sizeof *f));
}

static inline void settings_by_hand(struct client_conf *c) {
	for (int s = 0; s < SETTING_COUNT; s++)
		value_builtin(&c->values[s], setting_row((enum setting)s));
}

static inline void setting_by_hand(struct client_conf *c, enum setting s, const char *text, double x) {
	value_clear(&c->values[s]);
	c->values[s] = (struct setting_value){.has = true, .text = g_strdup(text), .i = (int64_t)x, .x = x};
}

static inline void settings_by_hand_clear(struct client_conf *c) {
	for (int s = 0; s < SETTING_COUNT; s++)
		value_clear(&c->values[s]);
}
#endif
