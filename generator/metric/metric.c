/* metric/metric: the registry of metrics and the table of every figure of one client. What is suppressed is so in this table
 * (metric/suppress), once, so that no page, file or title can show it. */
#include "metric/metric.h"
#include "metric/suppress.h"
#include <gsl/gsl_errno.h>
#include <string.h>

struct results {
	struct eval eval; /* with a memo of its own */
	struct value *values; /* [metric][span][slice] */
	GHashTable *index;    /* id → metric number + 1 */
};

size_t metric_count(void) {
	size_t n = 0;
	for (size_t i = 0; metric_families[i] != NULL; i++)
		n += metric_families[i]->n;
	return n;
}

const struct metric *metric_at(size_t i) {
	for (size_t k = 0; metric_families[k] != NULL; k++) {
		if (i < metric_families[k]->n)
			return &metric_families[k]->metrics[i];
		i -= metric_families[k]->n;
	}
	return NULL;
}

const struct metric *metric_find(const char *id) {
	for (size_t i = 0; i < metric_count(); i++)
		if (strcmp(metric_at(i)->id, id) == 0)
			return metric_at(i);
	return NULL;
}

bool metric_has_slice(const struct metric *m, const struct facts *f, size_t slice) {
	if (slice == SLICE_ALL)
		return true;
	unsigned sliced = SLICED_OF(m);
	if (sliced == SLICED_CHANNEL)
		return strcmp(f->dimensions[f->slices[slice].dimension], "channel") == 0;
	return sliced == SLICED_ALL;
}

static struct value *cell(const struct results *r, size_t metric, size_t span, size_t slice) {
	const struct facts *f = r->eval.facts;
	return &r->values[(metric * f->spans.n + span) * f->n_slices + slice];
}

/* Whether the span is the newest finished one of its length. */
static bool is_newest(const struct facts *f, size_t span) {
	return span_newest(&f->spans, f->spans.items[span].kind) == span;
}

static struct value figure(const struct eval *e, const struct metric *m, size_t span, size_t slice) {
	if (!metric_has_slice(m, e->facts, slice))
		return value_missing("needs_channel");
	if ((m->sliced & NEWEST_ONLY) != 0 && !is_newest(e->facts, span))
		return value_missing("needs_newest");
	return m->eval(e, span, slice);
}

struct results *results_new(const struct eval *e) {
	gsl_set_error_handler_off();
	struct results *r = g_new0(struct results, 1);
	const struct facts *f = e->facts;
	r->eval = *e;
	r->eval.memo = memo_new();
	r->values = g_new0(struct value, metric_count() * f->spans.n * f->n_slices + 1);
	r->index = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t m = 0; m < metric_count(); m++) {
		const struct metric *metric = metric_at(m);
		g_hash_table_insert(r->index, (gpointer)(uintptr_t)metric->id, GSIZE_TO_POINTER(m + 1));
		for (size_t span = 0; span < f->spans.n; span++)
			for (size_t slice = 0; slice < f->n_slices; slice++)
				*cell(r, m, span, slice) = figure(&r->eval, metric, span, slice);
	}
	suppress(&r->eval, r->values);
	return r;
}

void results_free(struct results *r) {
	if (r == NULL)
		return;
	memo_free(r->eval.memo);
	g_hash_table_unref(r->index);
	g_free(r->values);
	g_free(r);
}

const struct value *result(const struct results *r, const char *id, size_t span, size_t slice) {
	size_t number = GPOINTER_TO_SIZE(g_hash_table_lookup(r->index, id));
	if (number == 0)
		g_error("no metric is called %s", id);
	return cell(r, number - 1, span, slice);
}

const struct facts *results_facts(const struct results *r) {
	return r->eval.facts;
}

const struct eval *results_eval(const struct results *r) {
	return &r->eval;
}

char *metric_rule(const struct metric *m, const struct client_conf *c, const struct coverage *cover) {
	GString *out = g_string_new(m->formula);
	for (int s = 0; s < SETTING_COUNT; s++)
		if (rule_applies(m, (enum setting)s, c, cover))
			g_string_append_printf(out, "; %s = %s", setting_path((enum setting)s), conf_text(c, (enum setting)s));
	return g_string_free(out, FALSE);
}

const char *unit_name(enum unit u, const struct client_conf *c) {
	static const char *const names[] = {[UNIT_RATIO] = "ratio", [UNIT_POINTS] = "points", [UNIT_COUNT] = "count", [UNIT_MONTHS] = "months",
	                                    [UNIT_DAYS] = "days", [UNIT_MONEY] = "", [UNIT_TIMES] = "times", [UNIT_SCORE] = "score"};
	return u == UNIT_MONEY ? conf_text(c, SETTING_CURRENCY) : names[u];
}
