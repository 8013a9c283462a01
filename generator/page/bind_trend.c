/* page/bind_trend: the periods before a page's own, and figures over them as series of a chart. Knows states: a figure that is not shown is NaN,
 * a gap, never a zero. Refuses to look past the page's own close. */
#include "page/bind.h"
#include <math.h>

static struct trend *trend_empty(const struct report *r, size_t most) {
	struct trend *t = g_new0(struct trend, 1);
	t->report = r;
	t->spans = g_new0(size_t, most + 1);
	t->months = g_new0(struct month, most + 1);
	t->labels = g_new0(char *, most + 1);
	t->shorts = g_new0(char *, most + 1);
	t->partial = g_new0(bool, most + 1);
	t->partial_words = g_new0(const char *, most + 1);
	t->owned = g_ptr_array_new_with_free_func(g_free);
	return t;
}

static void trend_push(struct trend *t, size_t span) {
	const struct span *s = &t->report->facts->spans.items[span];
	t->spans[t->n] = span;
	t->months[t->n] = s->last;
	t->labels[t->n] = bind_span_title(t->report->words, s);
	t->shorts[t->n] = bind_span_short(t->report->words, s);
	t->partial[t->n] = s->unfinished || s->window_filling;
	t->partial_words[t->n] = bind_span_words(t->report, span, NULL);
	t->n++;
}

/* The last `most` spans of a kind that close no later than `close`, oldest first. */
static struct trend *trend_to(const struct report *r, enum span_kind kind, int32_t close, size_t most) {
	const struct spans *all = &r->facts->spans;
	size_t there = 0;
	for (size_t i = 0; i < all->n; i++)
		there += all->items[i].kind == kind && all->items[i].close <= close;
	struct trend *t = trend_empty(r, MIN(there, most));
	t->monthly = kind == SPAN_MONTH;
	size_t skip = there > most ? there - most : 0;
	for (size_t i = 0; i < all->n; i++) {
		if (all->items[i].kind != kind || all->items[i].close > close)
			continue;
		if (skip > 0)
			skip--;
		else
			trend_push(t, i);
	}
	return t;
}

struct trend *trend_months(const struct report *r, size_t span, size_t most) {
	return trend_to(r, SPAN_MONTH, r->facts->spans.items[span].close, most);
}

struct trend *trend_years(const struct report *r, size_t span, size_t most, const char *metric) {
	g_autoptr(trend) all = trend_to(r, SPAN_TRAILING, r->facts->spans.items[span].close, most);
	struct trend *t = trend_empty(r, all->n);
	t->monthly = true;
	for (size_t i = 0; i < all->n; i++) {
		if (t->n == 0 && !value_shown(result(r->results, metric, all->spans[i], SLICE_ALL)))
			continue;
		trend_push(t, all->spans[i]);
		g_free(t->shorts[t->n - 1]);
		t->shorts[t->n - 1] = format_month_short(r->words, t->months[t->n - 1], true);
	}
	return t;
}

/* A trailing year is set beside those that end where others of it begin: 12 months apart. */
struct trend *trend_like(const struct report *r, size_t span, size_t most) {
	const struct spans *all = &r->facts->spans;
	const struct span *s = &all->items[span];
	if (s->kind != SPAN_TRAILING)
		return trend_to(r, s->kind, s->close, most);
	size_t chain[64], n = 0;
	for (size_t at = span; at != SPAN_ABSENT && n < MIN(most, G_N_ELEMENTS(chain)); at = span_previous(all, at))
		chain[n++] = at;
	struct trend *t = trend_empty(r, n);
	while (n > 0)
		trend_push(t, chain[--n]);
	return t;
}

void trend_free(struct trend *t) {
	if (!t)
		return;
	for (size_t i = 0; i < t->n; i++) {
		g_free(t->labels[i]);
		g_free(t->shorts[i]);
	}
	g_free(t->labels);
	g_free(t->shorts);
	g_free(t->spans);
	g_free(t->months);
	g_free(t->partial);
	g_free(t->partial_words);
	g_ptr_array_unref(t->owned);
	g_free(t);
}

double *trend_array(struct trend *t) {
	double *a = g_new(double, t->n + 1);
	for (size_t i = 0; i <= t->n; i++)
		a[i] = (double)NAN;
	g_ptr_array_add(t->owned, a);
	return a;
}

struct series trend_series(struct trend *t, const char *name, const char *metric, size_t slice) {
	double *y = trend_array(t), *lo = trend_array(t), *hi = trend_array(t);
	bool interval = false;
	for (size_t i = 0; i < t->n; i++) {
		const struct value *v = result(t->report->results, metric, t->spans[i], slice);
		if (!value_shown(v))
			continue;
		y[i] = v->x;
		if (value_has_interval(v)) {
			lo[i] = v->lo;
			hi[i] = v->hi;
			interval = true;
		}
	}
	return (struct series){.name = name, .y = y, .lo = interval ? lo : NULL, .hi = interval ? hi : NULL};
}

void trend_one_scale(struct trend *t, struct series *s, const char *metric) {
	if (!report_is_nps(metric) || t->n == 0)
		return;
	enum nps_scale scale = report_nps_scale(t->report->facts, t->spans[t->n - 1], SLICE_ALL);
	double *y = trend_array(t);
	for (size_t i = 0; i < t->n; i++)
		if (report_nps_scale(t->report->facts, t->spans[i], SLICE_ALL) == scale)
			y[i] = s->y[i];
	s->y = y;
}

struct series trend_share(struct trend *t, const char *name, const char *metric, const char *of, size_t slice) {
	double *y = trend_array(t);
	for (size_t i = 0; i < t->n; i++) {
		const struct value *v = result(t->report->results, metric, t->spans[i], slice), *all = result(t->report->results, of, t->spans[i], slice);
		if (value_shown(v) && value_shown(all) && all->n > 0)
			y[i] = v->x / (double)all->n;
	}
	return (struct series){.name = name, .y = y};
}

bool trend_has(const struct series *s, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (!isnan(s->y[i]))
			return true;
	return false;
}

enum chart_unit bind_chart_unit(enum unit u) {
	switch (u) {
	case UNIT_RATIO: return CHART_PERCENT;
	case UNIT_POINTS: return CHART_POINTS;
	case UNIT_COUNT: return CHART_COUNT;
	case UNIT_MONEY: return CHART_MONEY;
	case UNIT_TIMES: return CHART_TIMES;
	case UNIT_SCORE:
	case UNIT_MONTHS:
	case UNIT_DAYS:
	default: return CHART_NUMBER;
	}
}

struct chart trend_chart(const struct trend *t, const char *id, const char *kind, enum chart_unit unit) {
	return (struct chart){
		.id = id,
		.kind = kind,
		.title = "",
		.subtitle = "",
		.words = t->report->words,
		.unit = unit,
		.currency = conf_currency(t->report->conf),
		.n = t->n,
		.x_labels = (const char *const *)t->labels,
		.x_short = (const char *const *)t->shorts,
		.months = t->monthly ? t->months : NULL,
		.partial = t->partial,
		.partial_words = t->partial_words,
		.y_lo = (double)NAN,
		.y_hi = (double)NAN,
	};
}
