/* report/signal: see signal.h. Families are gathered span by span, cut by Benjamini and Hochberg, and only survivors are kept. */
#include "report/signal.h"
#include "report/signal_chart.h"
#include "report/signal_family.h"
#include "report/signal_stake.h"
#include "report/signal_watch.h"
#include "metric/eval.h"
#include "statistic/fdr.h"
#include <math.h>
#include <string.h>

/* Months a trend is looked for in, and the fewest it takes. */
#define TREND_MONTHS 12
#define TREND_LEAST 8

const char *signal_kind_name(enum signal_kind k) {
	static const char *const names[] = {"change", "trend", "outlier", "threshold", "identity"};
	return names[k];
}

const char *signal_sure_name(enum sure s) {
	static const char *const names[] = {"", "certain", "estimate"};
	return names[s];
}

/* One candidate of a family: the finding it becomes when it survives, and the smallest p its sizes could give. */
struct candidate {
	struct signal signal;
	double reach;
};

static void add_candidate(GArray *family, struct signal s, const struct verdict *v, double reach) {
	s.size = v->size;
	s.lo = v->lo;
	s.hi = v->hi;
	s.p = v->p;
	s.rule = v->rule;
	struct candidate c = {s, reach};
	g_array_append_val(family, c);
}

static struct signal start(enum signal_kind kind, const struct metric *m, size_t span, size_t slice, size_t against, const struct side *now,
                           const struct side *before) {
	return (struct signal){.kind = kind, .metric = m, .span = span, .slice = slice, .against = against, .now = now->value.x,
	                       .before = before->value.x, .evidence = {now->value, before->value}};
}

static void add_change(GArray *family, const struct report *r, const struct judged *j, const struct metric *m, size_t span, size_t slice) {
	struct compared c;
	if (signal_change(r, j, span, slice, &c))
		add_candidate(family, start(SIGNAL_CHANGE, m, span, slice, c.against, &c.now, &c.before), &c.verdict, c.reach);
}

/* Kendall's test over the last months, by Theil and Sen's slope a month. Order businesses have a season and overlapping windows, which twelve months
 * cannot tell from a trend: none of theirs. */
static void add_trend(GArray *family, const struct report *r, const struct judged *j, size_t span) {
	double x[TREND_MONTHS], y[TREND_MONTHS];
	struct side sides[TREND_MONTHS];
	size_t n = 0;
	for (size_t at = span; at != SPAN_ABSENT && n < TREND_MONTHS; at = span_previous(&r->facts->spans, at)) {
		const struct value *v = result(r->results, j->metric, at, SLICE_ALL);
		if (v->state != STATE_OK || !side_of(r, j->judge, j->metric, at, SLICE_ALL, &sides[n]))
			break;
		x[n] = -(double)n;
		y[n++] = v->x;
		if (!compare_previous(r, j->metric, at, SLICE_ALL).comparable)
			break;
	}
	if (n < TREND_LEAST)
		return;
	struct verdict v = signal_trend(j->judge, n, x, y, sides);
	struct signal s = {.kind = SIGNAL_TREND, .metric = metric_find(j->metric), .span = span, .slice = SLICE_ALL, .against = SPAN_ABSENT, .now = y[0],
	                   .before = y[n - 1], .evidence = {*result(r->results, j->metric, span, SLICE_ALL), value_state(STATE_MISSING)}};
	if (v.tested)
		add_candidate(family, s, &v, 0);
}

static void add_contrasts(GArray *family, const struct report *r, const struct judged *j, const struct metric *m, size_t span) {
	for (size_t slice = 1; slice < r->facts->n_slices; slice++) {
		struct side now, rest;
		double reach;
		if (!metric_has_slice(m, r->facts, slice) || !side_of(r, j->judge, j->metric, span, slice, &now) ||
		    !side_rest(r, j->judge, j->metric, span, slice, &rest) || (reach = sides_reach(j->judge, &now, &rest)) > conf_number(r->conf, SETTING_SIGNALS_Q))
			continue;
		struct verdict v = sides_compare(j->judge, &now, &rest, (struct overlap){0, 0});
		if (v.tested)
			add_candidate(family, start(SIGNAL_OUTLIER, m, span, slice, SPAN_ABSENT, &now, &rest), &v, reach);
	}
}

static int by_reach(const void *a, const void *b) {
	double x = ((const struct candidate *)a)->reach, y = ((const struct candidate *)b)->reach;
	return (x > y) - (x < y);
}

/* Drops what could not be told in a family of that size whatever was counted, and would only make the others harder to tell: the smallest K such that at
 * most K tests can reach q ÷ K, and those stay (Tarone 1990; Gilbert, J. R. Stat. Soc. C 54, 2005, 143). Looks at sizes alone, not at what came out. */
static void keep_reachable(GArray *family, double q) {
	g_array_sort(family, by_reach);
	guint k = 1, within = 0;
	for (;; k++) {
		for (within = 0; within < family->len && g_array_index(family, struct candidate, within).reach * k <= q; within++)
			;
		if (within <= k)
			break;
	}
	g_array_set_size(family, within);
}

/* Keeps the candidates whose p is within the rate; returns how many. *least: the smallest p. */
static size_t survivors(const struct report *r, GArray *family, GArray *out, double *least) {
	double rate = conf_number(r->conf, SETTING_SIGNALS_Q);
	size_t found = 0;
	*least = 1;
	keep_reachable(family, rate);
	g_autofree double *p = g_new(double, family->len + 1), *q = g_new(double, family->len + 1);
	for (guint i = 0; i < family->len; i++) {
		p[i] = g_array_index(family, struct candidate, i).signal.p;
		*least = MIN(*least, p[i]);
	}
	g_autofree bool *kept = g_new0(bool, family->len + 1);
	fdr(p, family->len, rate, kept);
	fdr_adjusted(p, family->len, q);
	for (guint i = 0; i < family->len; i++) {
		if (!kept[i])
			continue;
		struct signal s = g_array_index(family, struct candidate, i).signal;
		s.q = q[i];
		s.at_stake = signal_at_stake(r, &s);
		g_array_append_val(out, s);
		found++;
	}
	return found;
}

static void judge_metric(const struct report *r, const struct judged *j, size_t span, GArray *changes, GArray *contrasts) {
	bool month = r->facts->spans.items[span].kind == SPAN_MONTH;
	const struct metric *m = metric_find(j->metric);
	add_change(changes, r, j, m, span, SLICE_ALL);
	for (size_t slice = 1; slice < r->facts->n_slices && (j->where & BY_SLICE) != 0; slice++)
		if (metric_has_slice(m, r->facts, slice))
			add_change(changes, r, j, m, span, slice);
	if ((j->where & IN_TREND) != 0 && month && !r->cover->orders)
		add_trend(changes, r, j, span);
	if ((j->where & AGAINST_REST) != 0)
		add_contrasts(contrasts, r, j, m, span);
}

static void judge_span(struct signals *s, const struct report *r, size_t span) {
	g_autoptr(GArray) changes = g_array_new(FALSE, FALSE, sizeof(struct candidate)), contrasts = g_array_new(FALSE, FALSE, sizeof(struct candidate));
	size_t n;
	const struct judged *all = signal_judged(&n);
	for (size_t i = 0; i < n; i++)
		if (signal_judged_here(r, &all[i], span))
			judge_metric(r, &all[i], span, changes, contrasts);
	double least;
	survivors(r, contrasts, s->items, &least);
	size_t found = survivors(r, changes, s->items, &s->floor[span]);
	s->tests[span] = changes->len;
	s->contrasts[span] = contrasts->len;
	if (changes->len > 0)
		s->reach[span] = conf_number(r->conf, SETTING_SIGNALS_Q) * (double)MIN(found + 1, changes->len) / (double)changes->len;
}

static gint order_signals(gconstpointer x, gconstpointer y) {
	const struct signal *a = x, *b = y;
	if (a->span != b->span)
		return a->span < b->span ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	double p = isnan(a->p) ? 0 : a->p, q = isnan(b->p) ? 0 : b->p;
	if (p < q || p > q)
		return p < q ? -1 : 1;
	if (a->at_stake != b->at_stake)
		return a->at_stake > b->at_stake ? -1 : 1;
	int order = strcmp(a->metric->id, b->metric->id);
	return order != 0 ? order : (a->slice > b->slice) - (a->slice < b->slice);
}

struct signals *signals_new(const struct report *r) {
	struct signals *s = g_new0(struct signals, 1);
	s->items = g_array_new(FALSE, FALSE, sizeof(struct signal));
	s->n_spans = r->facts->spans.n;
	s->tests = g_new0(size_t, s->n_spans + 1);
	s->contrasts = g_new0(size_t, s->n_spans + 1);
	s->charts = g_new0(size_t, s->n_spans + 1);
	s->floor = g_new0(double, s->n_spans + 1);
	s->reach = g_new0(double, s->n_spans + 1);
	for (size_t span = 0; span < s->n_spans; span++) {
		const struct span *at = &r->facts->spans.items[span];
		s->floor[span] = 1;
		s->reach[span] = (double)NAN;
		if (at->unfinished || at->before_history)
			continue;
		guint first = s->items->len;
		judge_span(s, r, span);
		s->charts[span] = signal_chart(r, span, first, s->items);
		signal_watch(r, span, s->items);
	}
	g_array_sort(s->items, order_signals);
	return s;
}

void signals_free(struct signals *s) {
	if (s == NULL)
		return;
	g_array_unref(s->items);
	g_free(s->tests);
	g_free(s->contrasts);
	g_free(s->charts);
	g_free(s->floor);
	g_free(s->reach);
	g_free(s);
}

const struct signal *signals_of(const struct signals *s, size_t span, size_t *n) {
	const struct signal *first = NULL;
	*n = 0;
	for (guint i = 0; i < s->items->len; i++) {
		const struct signal *at = &g_array_index(s->items, struct signal, i);
		if (at->span != span)
			continue;
		first = first == NULL ? at : first;
		++*n;
	}
	return first;
}

/* The change of "all" of a metric that is news already. */
static bool is_found(const struct signals *s, size_t span, const char *metric) {
	size_t n;
	const struct signal *found = signals_of(s, span, &n);
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == SIGNAL_CHANGE && found[i].slice == SLICE_ALL && strcmp(found[i].metric->id, metric) == 0)
			return true;
	return false;
}

GArray *signals_quiet(const struct report *r, size_t span) {
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct quiet));
	const struct span *at = &r->facts->spans.items[span];
	size_t n;
	const struct judged *all = signal_judged(&n);
	for (size_t i = 0; i < n && !at->unfinished && !at->before_history; i++) {
		struct compared c;
		if (!signal_judged_here(r, &all[i], span) || is_found(r->signals, span, all[i].metric) || !signal_change(r, &all[i], span, SLICE_ALL, &c))
			continue;
		struct quiet q = {metric_find(all[i].metric), c.against, c.now.value.x, c.before.value.x,
		                  sides_detectable(all[i].judge, &c.now, &c.before, &c.verdict, r->signals->reach[span])};
		g_array_append_val(out, q);
	}
	return out;
}
