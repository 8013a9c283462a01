/* metric/metric: the registry of metrics and the table of every figure of one client. What is suppressed is so in this table
 * (metric/suppress), once, so that no page, file or title can show it. */
#include "metric/metric.h"
#include "metric/suppress.h"
#include <gsl/gsl_errno.h>
#include <string.h>

struct results {
	struct eval eval; /* with a memo of its own */
	size_t n_rows;             /* metrics × spans */
	struct value **rows;       /* [metric][span] → its shown figures, those of the slices that have one, in their order */
	const struct value ***at;  /* [metric][span] → [slice] a figure of the row, or one that is shared; only "all" where the metric has no slices */
	GHashTable *shared;        /* set of struct value, owned: figures that are not shown, which are many and nearly all the same */
	const struct value *absent; /* what stands in the slices of a metric that has none */
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
	for (size_t k = 0; metric_families[k] != NULL; k++)
		for (size_t i = 0; i < metric_families[k]->n; i++) {
			const struct metric *m = &metric_families[k]->metrics[i];
			if (m->id[0] == id[0] && strcmp(m->id, id) == 0)
				return m;
		}
	return NULL;
}

bool metric_has_slice(const struct metric *m, const struct facts *f, size_t slice) {
	if (slice == SLICE_ALL)
		return true;
	if (SLICED_OF(m) == SLICED_CHANNEL)
		return strcmp(f->dimensions[f->slices[slice].dimension], "channel") == 0;
	return SLICED_OF(m) == SLICED_ALL;
}

static size_t slices_of(const struct metric *m, const struct facts *f) {
	return SLICED_OF(m) == SLICED_NO ? 1 : f->n_slices;
}

/* The figures of a metric in a span, on their way into the table. */
struct row {
	const struct metric *metric;
	size_t span;
	struct value *values; /* [slice] */
};

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

static guint hash_value(gconstpointer p) {
	const struct value *v = p;
	return g_direct_hash(v->needs) ^ (guint)v->state ^ g_int64_hash(&v->n);
}

static bool same_double(double a, double b) {
	return memcmp(&a, &b, sizeof a) == 0;
}

/* To the last bit, so that it makes no difference which of the two is kept. */
static gboolean same_value(gconstpointer x, gconstpointer y) {
	const struct value *a = x, *b = y;
	return a->state == b->state && a->has_parts == b->has_parts && a->capped == b->capped && a->n == b->n && a->needs == b->needs && a->note == b->note && same_double(a->x, b->x) &&
	       same_double(a->num, b->num) && same_double(a->den, b->den) && same_double(a->lo, b->lo) && same_double(a->hi, b->hi);
}

static const struct value *share(struct results *r, const struct value *v) {
	const struct value *known = g_hash_table_lookup(r->shared, v);
	if (known != NULL)
		return known;
	struct value *copy = g_memdup2(v, sizeof *v);
	g_hash_table_add(r->shared, copy);
	return copy;
}

/* Keeps a row in as little as it needs: memory goes with the figures that are shown. */
static void keep_row(struct results *r, size_t number, const struct row *row) {
	size_t n = slices_of(row->metric, r->eval.facts), shown = 0;
	for (size_t i = 0; i < n; i++)
		shown += value_shown(&row->values[i]);
	struct value *kept = r->rows[number] = g_new(struct value, shown);
	const struct value **at = r->at[number] = g_new(const struct value *, n);
	for (size_t i = 0; i < n; i++) {
		at[i] = value_shown(&row->values[i]) ? kept : share(r, &row->values[i]);
		if (at[i] == kept)
			*kept++ = row->values[i];
	}
}

static void fill_span(struct results *r, size_t span, struct value *values) {
	const struct facts *f = r->eval.facts;
	for (size_t m = 0; m < metric_count(); m++) {
		struct row row = {.metric = metric_at(m), .span = span, .values = values};
		for (size_t slice = 0; slice < slices_of(row.metric, f); slice++)
			values[slice] = figure(&r->eval, row.metric, span, slice);
		keep_row(r, m * f->spans.n + span, &row);
	}
}

static gint order_spans(gconstpointer x, gconstpointer y, gpointer data) {
	const struct span *spans = data, *a = &spans[*(const size_t *)x], *b = &spans[*(const size_t *)y];
	return (a->close > b->close) - (a->close < b->close);
}

/* Spans that close on one day share their survival curves, which are let go with the last of them. */
static void fill(struct results *r) {
	const struct spans *s = &r->eval.facts->spans;
	g_autofree struct value *values = g_new(struct value, r->eval.facts->n_slices);
	g_autofree size_t *order = g_new(size_t, s->n + 1);
	for (size_t i = 0; i < s->n; i++)
		order[i] = i;
	g_qsort_with_data(order, (gint)s->n, sizeof *order, order_spans, s->items);
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0 && s->items[order[i]].close != s->items[order[i - 1]].close)
			memo_drop(r->eval.memo, MEMO_SURVIVAL);
		fill_span(r, order[i], values);
	}
	memo_drop(r->eval.memo, MEMO_SURVIVAL);
}

static const struct value *get_figure(void *of, size_t metric, size_t span, size_t slice) {
	const struct results *r = of;
	if (slice >= slices_of(metric_at(metric), r->eval.facts))
		return r->absent;
	return r->at[metric * r->eval.facts->spans.n + span][slice];
}

static void hide_figure(void *of, size_t metric, size_t span, size_t slice) {
	struct results *r = of;
	const struct value hidden = value_state(STATE_SUPPRESSED);
	if (slice < slices_of(metric_at(metric), r->eval.facts))
		r->at[metric * r->eval.facts->spans.n + span][slice] = share(r, &hidden);
}

struct results *results_new(const struct eval *e) {
	gsl_set_error_handler_off();
	struct results *r = g_new0(struct results, 1);
	const struct facts *f = e->facts;
	const struct value absent = value_missing("needs_channel");
	r->eval = *e;
	r->eval.memo = memo_new();
	r->n_rows = metric_count() * f->spans.n;
	r->rows = g_new0(struct value *, r->n_rows + 1);
	r->at = g_new0(const struct value **, r->n_rows + 1);
	r->shared = g_hash_table_new_full(hash_value, same_value, g_free, NULL);
	r->absent = share(r, &absent);
	r->index = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t m = 0; m < metric_count(); m++)
		g_hash_table_insert(r->index, (gpointer)(uintptr_t)metric_at(m)->id, GSIZE_TO_POINTER(m + 1));
	fill(r);
	suppress(&r->eval, &(struct figures){r, get_figure, hide_figure});
	return r;
}

void results_free(struct results *r) {
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_rows; i++) {
		g_free(r->rows[i]);
		g_free(r->at[i]);
	}
	memo_free(r->eval.memo);
	g_hash_table_unref(r->index);
	g_hash_table_unref(r->shared);
	g_free(r->rows);
	g_free(r->at);
	g_free(r);
}

const struct value *result(const struct results *r, const char *id, size_t span, size_t slice) {
	size_t number = GPOINTER_TO_SIZE(g_hash_table_lookup(r->index, id));
	if (number == 0)
		g_error("no metric is called %s", id);
	if (slice >= slices_of(metric_at(number - 1), r->eval.facts))
		return r->absent;
	return r->at[(number - 1) * r->eval.facts->spans.n + span][slice];
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
