/* report/signal: see signal.h. Families are gathered span by span, cut by Benjamini and Hochberg, and only survivors are kept. */
#include "report/signal.h"
#include "report/signal_test.h"
#include "report/signal_watch.h"
#include "metric/eval.h"
#include "statistic/fdr.h"
#include <math.h>
#include <string.h>

/* Months a trend is looked for in, and the fewest it takes. */
#define TREND_MONTHS 12
#define TREND_LEAST 8

/* What is judged, how, and where. Figures that say the same twice (kept and lost, nrr and its complement) stand once: the loss of months and
 * quarters, the keeping of years. */
enum where_judged { IN_SHORT = 1 /* months, quarters */, IN_LONG = 2 /* years, trailing years */, IN_ALL = 3, BY_SLICE = 4 /* slices change too, in quarters and longer */,
                    AGAINST_REST = 8, IN_TREND = 16 };
static const struct judged {
	const char *metric;
	enum judge judge;
	int where;
} judged[] = {
	{"nps", JUDGE_NPS, IN_ALL | AGAINST_REST | IN_TREND},
	{"csat", JUDGE_SHARE, IN_ALL | AGAINST_REST | IN_TREND},
	{"ces", JUDGE_MEAN, IN_ALL},
	{"response_rate", JUDGE_SHARE, IN_ALL | IN_TREND},
	{"churn_rate", JUDGE_SHARE, IN_SHORT | IN_TREND},
	{"retention_rate", JUDGE_SHARE, IN_LONG | AGAINST_REST},
	{"grr", JUDGE_RATIO, IN_ALL | IN_TREND},
	{"nrr", JUDGE_RATIO, IN_ALL | IN_TREND},
	{"early_churn", JUDGE_SHARE, IN_ALL | AGAINST_REST},
	{"renewal_rate", JUDGE_SHARE, IN_ALL},
	{"first_response_sla", JUDGE_SHARE, IN_ALL | IN_TREND},
	{"reopen_rate", JUDGE_SHARE, IN_ALL},
	{"reactive", JUDGE_SHARE, IN_ALL},
	{"cac", JUDGE_RATE, IN_ALL | BY_SLICE},
	{"referral_share", JUDGE_SHARE, IN_ALL},
};

const char *signal_kind_name(enum signal_kind k) {
	static const char *const names[] = {"change", "trend", "outlier", "threshold", "identity"};
	return names[k];
}

static bool is_long(const struct span *s) {
	return s->kind >= SPAN_YEAR;
}

static bool judged_here(const struct judged *j, const struct span *s) {
	return metric_find(j->metric) != NULL && (j->where & (is_long(s) ? IN_LONG : IN_SHORT)) != 0;
}

/* One candidate of a family; finding is what it becomes when it survives. */
static void add_candidate(GArray *family, const struct report *r, struct signal s, const struct verdict *v) {
	s.size = v->size;
	s.lo = v->lo;
	s.hi = v->hi;
	s.p = v->p;
	s.rule = v->rule;
	s.at_stake = signal_at_stake(r, &s);
	g_array_append_val(family, s);
}

static struct signal start(enum signal_kind kind, const struct judged *j, size_t span, size_t slice, size_t against, const struct side *now,
                           const struct side *before) {
	return (struct signal){.kind = kind, .metric = metric_find(j->metric), .span = span, .slice = slice, .against = against, .now = now->value.x,
	                       .before = before->value.x, .evidence = {now->value, before->value}};
}

/* The change against another span; false when there is nothing to test. */
static bool change(const struct report *r, const struct judged *j, size_t span, size_t slice, struct comparison c, struct side *now, struct side *before,
                   struct verdict *v) {
	if (!c.comparable || !side_of(r, j->judge, j->metric, span, slice, now) || !side_of(r, j->judge, j->metric, c.span, slice, before))
		return false;
	if (sides_reach(j->judge, now, before) > conf_number(r->conf, SETTING_SIGNALS_Q))
		return false;
	*v = sides_compare(j->judge, now, before, sides_covariance(r, j->metric, span, c.span, slice, now, before));
	return v->tested;
}

/* Order businesses live by the season: a change of a month or quarter has to beat the same period last year as well, in the same direction. */
static bool beats_last_year(const struct report *r, const struct judged *j, size_t span, size_t slice, struct verdict *v) {
	struct side now, before;
	struct verdict year;
	if (!change(r, j, span, slice, compare_year_before(r, j->metric, span, slice), &now, &before, &year) || year.size * v->size <= 0)
		return false;
	v->p = MAX(v->p, year.p);
	return true;
}

static void add_change(GArray *family, const struct report *r, const struct judged *j, size_t span, size_t slice) {
	struct side now, before;
	struct verdict v;
	struct comparison c = compare_previous(r, j->metric, span, slice);
	if (!change(r, j, span, slice, c, &now, &before, &v))
		return;
	if (r->cover->orders && !is_long(&r->facts->spans.items[span]) && !beats_last_year(r, j, span, slice, &v))
		v.p = 1; /* tested, and no news */
	add_candidate(family, r, start(SIGNAL_CHANGE, j, span, slice, c.span, &now, &before), &v);
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
		add_candidate(family, r, s, &v);
}

static void add_contrasts(GArray *family, const struct report *r, const struct judged *j, size_t span) {
	for (size_t slice = 1; slice < r->facts->n_slices; slice++) {
		struct side now, rest;
		if (!metric_has_slice(metric_find(j->metric), r->facts, slice) || !side_of(r, j->judge, j->metric, span, slice, &now) ||
		    !side_rest(r, j->judge, j->metric, span, slice, &rest) || sides_reach(j->judge, &now, &rest) > conf_number(r->conf, SETTING_SIGNALS_Q))
			continue;
		struct verdict v = sides_compare(j->judge, &now, &rest, 0);
		if (v.tested)
			add_candidate(family, r, start(SIGNAL_OUTLIER, j, span, slice, SPAN_ABSENT, &now, &rest), &v);
	}
}

/* Keeps the candidates whose p is within the rate; returns the smallest p. */
static double survivors(const struct report *r, const GArray *family, GArray *out) {
	g_autofree double *p = g_new(double, family->len + 1);
	double least = 1;
	for (guint i = 0; i < family->len; i++) {
		p[i] = g_array_index(family, struct signal, i).p;
		least = MIN(least, p[i]);
	}
	g_autofree bool *kept = g_new0(bool, family->len + 1);
	fdr(p, family->len, conf_number(r->conf, SETTING_SIGNALS_Q), kept);
	for (guint i = 0; i < family->len; i++)
		if (kept[i])
			g_array_append_val(out, g_array_index(family, struct signal, i));
	return least;
}

static void judge_span(struct signals *s, const struct report *r, size_t span) {
	const struct span *at = &r->facts->spans.items[span];
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct signal)), *contrasts = g_array_new(FALSE, FALSE, sizeof(struct signal));
	for (size_t i = 0; i < G_N_ELEMENTS(judged); i++) {
		const struct judged *j = &judged[i];
		if (!judged_here(j, at))
			continue;
		add_change(changes, r, j, span, SLICE_ALL);
		for (size_t slice = 1; slice < r->facts->n_slices && (j->where & BY_SLICE) != 0 && at->kind != SPAN_MONTH; slice++)
			if (metric_has_slice(metric_find(j->metric), r->facts, slice))
				add_change(changes, r, j, span, slice);
		if ((j->where & IN_TREND) != 0 && at->kind == SPAN_MONTH && !r->cover->orders)
			add_trend(changes, r, j, span);
		if ((j->where & AGAINST_REST) != 0)
			add_contrasts(contrasts, r, j, span);
	}
	s->tests[span] = changes->len;
	s->contrasts[span] = contrasts->len;
	s->floor[span] = survivors(r, changes, s->items);
	survivors(r, contrasts, s->items);
	g_array_unref(changes);
	g_array_unref(contrasts);
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
	int order = strcmp(a->metric->id, b->metric->id);
	return order != 0 ? order : (a->slice > b->slice) - (a->slice < b->slice);
}

struct signals *signals_new(const struct report *r) {
	struct signals *s = g_new0(struct signals, 1);
	s->items = g_array_new(FALSE, FALSE, sizeof(struct signal));
	s->n_spans = r->facts->spans.n;
	s->tests = g_new0(size_t, s->n_spans + 1);
	s->contrasts = g_new0(size_t, s->n_spans + 1);
	s->floor = g_new0(double, s->n_spans + 1);
	for (size_t span = 0; span < s->n_spans; span++) {
		const struct span *at = &r->facts->spans.items[span];
		s->floor[span] = 1;
		if (at->unfinished || at->before_history)
			continue;
		judge_span(s, r, span);
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
	g_free(s->floor);
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
