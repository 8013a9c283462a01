/* report/models: see models.h. */
#include "report/models.h"
#include "metric/buyers.h"
#include "metric/eval.h"
#include "metric/projection.h"
#include <math.h>

static const struct survival_row *rows_in(const GArray *rows) {
	return (const struct survival_row *)(const void *)rows->data;
}

/* Whether the figures of a slice's curve may be told: all its metrics are withheld together. */
static bool shown(const struct report *r, size_t span, size_t slice) {
	const struct value *v = result(r->results, "survival_6", span, slice);
	return v->state != STATE_MISSING && v->state != STATE_SUPPRESSED;
}

bool models_curve(const struct report *r, size_t span, size_t slice, struct survival *out) {
	if (!shown(r, span, slice))
		return false;
	GArray *rows = lives_rows(results_eval(r->results), span, slice);
	bool done = survival_init(out, rows_in(rows), rows->len) && out->n > 0;
	g_array_unref(rows);
	if (!done)
		survival_clear(out);
	return done;
}

double models_time(const struct report *r, int64_t time) {
	return (double)time / (r->cover->snapshot ? LIVES_MONTH : LIVES_DAY);
}

const char *models_unit(const struct report *r) {
	return r->cover->snapshot ? "months" : "days";
}

bool models_test(const struct report *r, size_t span, size_t dimension, size_t *groups, struct chi_square *out) {
	const struct facts *f = r->facts;
	*groups = 0;
	*out = chi_square_none;
	if (result(r->results, "survival_6", span, SLICE_ALL)->state == STATE_MISSING)
		return false;
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct survival_group));
	for (size_t i = 1; i < f->n_slices; i++) {
		if (f->slices[i].dimension != dimension || !shown(r, span, i))
			continue;
		GArray *lives = lives_rows(results_eval(r->results), span, i);
		struct survival_group group = {rows_in(lives), lives->len};
		g_ptr_array_add(rows, lives);
		if (lives->len > 0)
			g_array_append_val(list, group);
	}
	struct logrank test;
	*groups = list->len;
	bool comparable = list->len >= 2;
	if (comparable && logrank_init(&test, (const struct survival_group *)(const void *)list->data, list->len, 0)) {
		*out = test.chi;
		logrank_clear(&test);
	}
	g_array_unref(list);
	g_ptr_array_unref(rows);
	return comparable;
}

static const char *fit_state_name(enum fit_state s) {
	static const char *const names[] = {[FIT_OK] = "OK", [FIT_TOO_FEW] = "TOO_FEW", [FIT_NOT_CONVERGED] = "NOT_CONVERGED", [FIT_BOUNDARY] = "BOUNDARY"};
	return names[s];
}

static void free_row(gpointer row) {
	g_free(((struct model_row *)row)->model);
}

static void add(GArray *rows, const char *model, const char *parameter, double value, const char *state, int64_t customers) {
	struct model_row row = {g_strdup(model), parameter, value, state, customers};
	g_array_append_val(rows, row);
}

static void add_fit(GArray *rows, const char *model, const char *const *parameters, const struct fit *fit, int64_t customers) {
	const char *state = fit_state_name(fit->state);
	for (int i = 0; i < fit->parameters; i++)
		add(rows, model, parameters[i], fit->estimate[i], state, customers);
	add(rows, model, "loglik", fit->loglik, state, customers);
}

static void add_buyers(GArray *rows, const struct eval *e, size_t span) {
	static const char *const bgnbd[] = {"r", "alpha", "a", "b"}, *const gamma_gamma[] = {"p", "q", "gamma"};
	const struct buyers *b = buyers_of(e, span);
	add(rows, "buyers", "customers", (double)b->customers, "OK", b->sample);
	add(rows, "buyers", "repeat_days", b->repeats, "OK", b->sample);
	add(rows, "buyers", "recency_weeks", b->recency, "OK", b->sample);
	add(rows, "buyers", "observed_weeks", b->observed, "OK", b->sample);
	add(rows, "buyers", "repeat_spend", b->spent, "OK", b->sample);
	add_fit(rows, "bgnbd", bgnbd, &b->fit.fit, b->sample);
	add_fit(rows, "gamma_gamma", gamma_gamma, &b->spend.fit, llround(b->spend.customers));
}

static void add_limits(GArray *rows, const char *const *names, double x, struct limits l95, struct limits l80, double unit, int64_t n) {
	const double values[] = {x, l95.lo, l95.hi, l80.lo, l80.hi};
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		add(rows, "projection", names[i], values[i] / unit, "OK", n);
}

static void add_projection(GArray *rows, const struct eval *e, size_t span) {
	static const char *const parameters[] = {"alpha", "beta"};
	static const char *const customers[] = {"customers", "customers_lo95", "customers_hi95", "customers_lo80", "customers_hi80"};
	static const char *const mrr[] = {"mrr", "mrr_lo95", "mrr_hi95", "mrr_lo80", "mrr_hi80"};
	const struct projection *p = projection_ahead(e, span);
	for (guint i = 0; i < p->groups->len; i++) {
		const struct projection_group *g = &g_array_index(p->groups, struct projection_group, i);
		g_autofree char *model = g_strdup_printf("sbg_%d", g->interval);
		add_fit(rows, model, parameters, &g->fit.fit, g->lives);
		if (g->by == PROJECTED_BY_HAZARD)
			add(rows, model, "hazard", quotient(g->leavers, g->due), "HAZARD", g->lives);
	}
	if (!p->known)
		return;
	add_limits(rows, customers, p->customers, p->customers_95, p->customers_80, 1, p->n);
	if (e->cover->amounts)
		add_limits(rows, mrr, p->amount, p->amount_95, p->amount_80, (double)eval_mrr_unit(e), p->n);
}

GArray *models_rows(const struct report *r) {
	const struct eval *e = results_eval(r->results);
	GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct model_row));
	g_array_set_clear_func(rows, free_row);
	size_t span = span_newest(&r->facts->spans, SPAN_MONTH);
	if (span == SPAN_ABSENT || r->facts->spans.items[span].before_history || r->cover->snapshot)
		return rows;
	if (r->cover->orders)
		add_buyers(rows, e, span);
	else
		add_projection(rows, e, span);
	return rows;
}
