/* page/bind_value: one figure in words: its number, its parts, its interval, and what stands there when there is none.
 * Knows units, states and number forms; refuses to print anything of a suppressed value, and never prints a zero for a figure that is not there. */
#include "page/bind.h"
#include "page/bind_chart.h"
#include <math.h>

#define EARLY_DAYS 90 /* days after which early churn asks who is still here */

char *bind_metric_text(const struct words *w, const char *id, const char *part) {
	g_autofree char *key = g_strdup_printf("metric_%s_%s", id, part);
	return g_strdup(words_text(w, key));
}

char *bind_text_of(const struct report *r, const char *id, const char *part) {
	g_autofree char *own = g_strdup_printf("metric_%s_%s_orders", id, part);
	return r->cover->orders && words_has(r->words, own) ? g_strdup(words_text(r->words, own)) : bind_metric_text(r->words, id, part);
}

const char *bind_dimension(const struct words *w, const char *name) {
	g_autofree char *key = g_strdup_printf("dimension_%s", name);
	return words_has(w, key) ? words_text(w, key) : name;
}

const char *bind_slice(const struct words *w, const char *value) {
	if (g_strcmp0(value, SLICE_UNKNOWN) == 0)
		return words_text(w, "slice_unknown");
	if (g_strcmp0(value, SLICE_NONE) == 0)
		return words_text(w, "slice_none");
	return g_strcmp0(value, SLICE_OTHER) == 0 ? words_text(w, "slice_other") : value;
}

const char *bind_state_class(const struct value *v) {
	static const char *const classes[] = {[STATE_MISSING] = "missing",
										  [STATE_UNDEFINED] = "undefined",
										  [STATE_SUPPRESSED] = "suppressed",
										  [STATE_PARTIAL] = "partial",
										  [STATE_OK] = "ok"};
	return classes[v->state];
}

/* The nearest double of an exact quotient of money, to the currency's decimals; large amounts without them unless a check needs them. */
static char *money_text(const struct report *r, double x, bool exact) {
	struct currency c = conf_currency(r->conf);
	int digits = exact || fabs(x) < 1000 ? currency_digits(c) : 0;
	char decimal[G_ASCII_DTOSTR_BUF_SIZE + 320], form[16];
	g_snprintf(form, sizeof form, "%%.%df", digits);
	g_ascii_formatd(decimal, (int)sizeof decimal, form, x);
	return format_money(r->words, decimal, c, digits);
}

char *bind_money(const struct report *r, int128 amount, int64_t per) {
	int digits = r->facts->currency_digits;
	g_autofree char *decimal = money_decimal(amount, per, digits, digits);
	return format_money(r->words, decimal, conf_currency(r->conf), digits);
}

char *bind_number(const struct report *r, enum unit unit, double x, bool exact) {
	const struct words *w = r->words;
	switch (unit) {
	case UNIT_RATIO: return format_percent(w, x, exact ? 2 : 1);
	case UNIT_POINTS: return format_number(w, x, exact ? 1 : 0, exact ? 1 : 0);
	case UNIT_COUNT: return format_number(w, x, 0, exact ? 2 : 0);
	case UNIT_MONEY: return money_text(r, x, exact);
	case UNIT_TIMES: {
		g_autofree char *number = format_number(w, x, exact ? 2 : 1, exact ? 2 : 1);
		return SAY(w, "figure_times", ARG_S("x", number));
	}
	case UNIT_SCORE: return format_number(w, x, exact ? 2 : 1, exact ? 2 : 1);
	case UNIT_MONTHS:
	case UNIT_DAYS:
	default: {
		double shown = round(x * 10) / 10;
		g_autofree char *number = format_number(w, shown, 0, 1);
		return SAY(w, unit == UNIT_MONTHS ? "figure_months" : "figure_days", ARG_S("x", number), ARG_I("n", fpclassify(shown - 1) == FP_ZERO ? 1 : 2));
	}
	}
}

char *bind_difference(const struct report *r, enum unit unit, double x, bool exact) {
	if (unit != UNIT_RATIO && unit != UNIT_POINTS)
		return bind_number(r, unit, x, exact);
	double tens = exact && unit == UNIT_RATIO ? 100 : 10, shown = round((unit == UNIT_RATIO ? 100 * x : x) * tens) / tens;
	g_autofree char *number = format_number(r->words, shown, 1, exact && unit == UNIT_RATIO ? 2 : 1);
	return SAY(r->words, "figure_points", ARG_S("x", number), ARG_I("n", fpclassify(fabs(shown) - 1) == FP_ZERO ? 1 : 2));
}

static char *number_of(const struct report *r, const struct metric *m, double x, bool exact) {
	return (m->sliced & GAP_OF_SHARES) != 0 ? bind_difference(r, m->unit, x, exact) : bind_number(r, m->unit, x, exact);
}

/* What a metric says of itself where it is not defined; NULL: what all say. Owned by the words. */
static const char *own_words(const struct report *r, const struct metric *m, const char *part) {
	g_autofree char *key = g_strdup_printf("metric_%s_%s", m->id, part), *curve = g_strdup_printf("survival_%s", part);
	if (words_has(r->words, key))
		return words_text(r->words, key);
	return g_str_has_prefix(m->id, "survival_") && words_has(r->words, curve) ? words_text(r->words, curve) : NULL;
}

char *bind_figure(const struct report *r, const struct metric *m, const struct value *v, bool exact) {
	if (value_shown(v))
		return number_of(r, m, v->x, exact);
	g_autofree char *key = g_strdup_printf("state_%s", bind_state_class(v));
	const char *own = v->state == STATE_UNDEFINED ? own_words(r, m, "undefined") : NULL;
	return g_strdup(own ? own : words_text(r->words, key));
}

char *bind_interval(const struct report *r, const struct metric *m, const struct value *v) {
	if (!value_shown(v) || !value_has_interval(v))
		return NULL;
	/* words of a unit are said once, a sign belongs to each number */
	bool points = (m->sliced & GAP_OF_SHARES) != 0, worded = points || m->unit == UNIT_MONTHS || m->unit == UNIT_DAYS;
	g_autofree char *lo = worded ? format_number(r->words, points ? 100 * v->lo : v->lo, points, 1) : bind_number(r, m->unit, v->lo, false);
	g_autofree char *hi = number_of(r, m, v->hi, false);
	return SAY(r->words, "interval", ARG_S("lo", lo), ARG_S("hi", hi));
}

enum unit bind_part_unit(const struct metric *m, bool denominator) {
	if (m->unit == UNIT_MONEY)
		return denominator ? UNIT_COUNT : UNIT_MONEY;
	return (m->sliced & PARTS_MONEY) != 0 || m->interval == INTERVAL_RATIO_ESTIMATOR ? UNIT_MONEY : UNIT_COUNT;
}

/* A part as it was divided: money, a count, or a number with as many digits as say something. */
static char *part_text(const struct report *r, const struct metric *m, double x, bool denominator) {
	enum unit unit = bind_part_unit(m, denominator);
	bool fraction = unit == UNIT_COUNT && fabs(x) < 1 && fpclassify(x) != FP_ZERO;
	return fraction ? format_number(r->words, x, 4, 4) : bind_number(r, unit, x, true);
}

char *bind_quotient(const struct report *r, const struct metric *m, const struct value *v) {
	g_autofree char *figure = bind_figure(r, m, v, true);
	if (!value_shown(v) || !v->has_parts)
		return g_steal_pointer(&figure);
	g_autofree char *num = part_text(r, m, v->num, false), *den = part_text(r, m, v->den, true);
	return SAY(r->words, m->unit == UNIT_POINTS ? "method_points" : "method_quotient", ARG_S("num", num), ARG_S("den", den), ARG_S("value", figure));
}

char *bind_parts(const struct report *r, const struct metric *m, const struct value *v) {
	if (!value_shown(v))
		return NULL;
	if (v->has_parts && m->unit == UNIT_RATIO) {
		g_autofree char *num = bind_number(r, bind_part_unit(m, false), v->num, false);
		g_autofree char *den = bind_number(r, bind_part_unit(m, true), v->den, false);
		if (m->interval == INTERVAL_RATIO_ESTIMATOR && v->n >= 0)
			return SAY(r->words, r->cover->orders ? "parts_of_buyers" : "parts_of_customers", ARG_S("num", num), ARG_S("den", den), ARG_I("n", v->n));
		return SAY(r->words, "parts_of", ARG_S("num", num), ARG_S("den", den));
	}
	if (m->interval == INTERVAL_OWN && v->n >= 0)
		return SAY(r->words, m->unit == UNIT_TIMES ? "parts_joined" : "parts_at_risk", ARG_I("n", v->n));
	if (m->unit == UNIT_POINTS && v->n >= 0)
		return SAY(r->words, "parts_answers", ARG_I("n", v->n));
	if (v->has_parts && m->unit == UNIT_MONEY && v->n >= 0) {
		g_autofree char *num = money_text(r, v->num, false);
		return SAY(r->words, "parts_customers", ARG_S("num", num), ARG_I("n", v->n));
	}
	return NULL;
}

const char *bind_state_reason(const struct report *r, const struct value *v) {
	switch (v->state) {
	case STATE_MISSING: return words_text(r->words, v->needs && words_has(r->words, v->needs) ? v->needs : "reason_missing");
	case STATE_UNDEFINED: return words_text(r->words, "reason_undefined");
	case STATE_SUPPRESSED: return words_text(r->words, "reason_suppressed");
	case STATE_PARTIAL: return words_text(r->words, "reason_partial");
	case STATE_OK:
	default: return NULL;
	}
}

const char *bind_span_words(const struct report *r, size_t span, const char *metric) {
	const struct span *s = &r->facts->spans.items[span];
	if (s->unfinished)
		return words_text(r->words, "unfinished");
	if (!s->window_filling)
		return NULL;
	return words_text(r->words, metric && report_is_survey(metric) ? "state_first_months" : "state_window");
}

/* Names the currencies and months without a rate: those from the opening of the period on, else those of the 24 months that a figure looks back over. */
static char *rate_reason(const struct report *r, size_t span) {
	const struct span *s = &r->facts->spans.items[span];
	g_autoptr(GPtrArray) named = g_ptr_array_new_with_free_func(g_free);
	char to[4];
	currency_print(conf_currency(r->conf), to);
	for (int32_t from = s->first.n - 1; named->len == 0 && from >= s->first.n - 25; from -= 24)
		for (guint i = 0; i < r->facts->gaps->len; i++) {
			const struct unrated_month *gap = &g_array_index(r->facts->gaps, struct unrated_month, i);
			if (gap->month < from || gap->month > s->last.n)
				continue;
			g_autofree char *month = format_month(r->words, (struct month){gap->month});
			g_ptr_array_add(named, SAY(r->words, "rate_of_month", ARG_S("from", gap->currency), ARG_S("to", to), ARG_S("month", month)));
		}
	if (named->len == 0)
		return g_strdup(words_text(r->words, "needs_rate"));
	g_autofree char *list = format_list(r->words, (const char *const *)named->pdata, named->len);
	return SAY(r->words, "reason_rate", ARG_S("rates", list));
}

char *bind_reason_text(const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	const struct span *s = &r->facts->spans.items[span];
	const char *own = v->state == STATE_UNDEFINED ? own_words(r, m, "why") : v->state == STATE_SUPPRESSED ? own_words(r, m, "withheld") : NULL;
	if (value_shown(v) && v->note)
		own = words_text(r->words, v->note);
	if (own)
		return g_strdup(own);
	if (v->state == STATE_UNDEFINED && report_is_survey(m->id))
		return g_strdup(words_text(r->words, "reason_nobody_answered"));
	if (v->state == STATE_MISSING && g_strcmp0(v->needs, "needs_rate") == 0)
		return rate_reason(r, span);
	if (v->state == STATE_PARTIAL && s->unfinished) {
		g_autofree char *day = format_day(r->words, s->close);
		return SAY(r->words, "reason_unfinished", ARG_S("day", day));
	}
	if (v->state == STATE_PARTIAL && s->window_filling)
		return g_strdup(words_text(r->words, report_is_survey(m->id) ? "reason_first_months" : "reason_window"));
	return g_strdup(bind_state_reason(r, v));
}

char *bind_early_days(const struct report *r, size_t span) {
	const struct span *s = &r->facts->spans.items[span];
	int32_t first = MAX(s->open + 1 - EARLY_DAYS, month_first_day(r->facts->spans.first));
	g_autofree char *from = format_day(r->words, first), *to = format_day(r->words, s->close - EARLY_DAYS);
	return SAY(r->words, "early_churn_days", ARG_S("from", from), ARG_S("to", to));
}

/* What the notice at the head of the page says already is not said again under every figure. */
static bool said_above(const struct report *r, size_t span, const struct value *v) {
	return r->facts->spans.items[span].before_history && v->state == STATE_MISSING && g_strcmp0(v->needs, "needs_history") == 0;
}

static void bind_lines_of(struct tpl *t, const char *section, char *text) {
	if (text)
		tpl_take(tpl_add(t, section), "TEXT", text);
	else
		tpl_hide(t, section);
}

/* The scale the question was asked on, where it is not 0 to 10; NULL. */
static char *scale_text(const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	if (!value_shown(v) || !report_is_nps(m->id))
		return NULL;
	switch (report_nps_scale(r->facts, span, SLICE_ALL)) {
	case NPS_SCALE_FROM_ONE: return g_strdup(words_text(r->words, "scale_from_one"));
	case NPS_SCALE_BOTH: return g_strdup(words_text(r->words, "scale_both"));
	case NPS_SCALE_FROM_ZERO:
	default: return NULL;
	}
}

/* "77 of 171 answers" for the counts behind the score; else the figure's own parts. */
static char *parts_in(const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	if (!value_shown(v) || !report_is_nps(m->id) || m->unit != UNIT_COUNT)
		return bind_parts(r, m, v);
	g_autofree char *num = bind_number(r, UNIT_COUNT, v->x, false);
	return SAY(r->words, "parts_of_answers", ARG_S("num", num), ARG_I("n", fact(r->facts, span, SLICE_ALL, FACT_NPS_N)));
}

/* Sets FIGURE, STATE and the three marks a later reader of the page finds a figure by, and the optional lines below it. */
static void bind_figure_of(struct tpl *t, const struct report *r, const struct metric *m, size_t span, const struct value *v, const char *title) {
	tpl_set(t, "METRIC", m->id);
	tpl_set(t, "PERIOD", r->facts->spans.items[span].name);
	tpl_set(t, "STATE", bind_state_class(v));
	tpl_take(t, "NAME", title ? g_strdup(title) : bind_text_of(r, m->id, "title"));
	tpl_take(t, "FIGURE", bind_figure(r, m, v, false));
	bind_lines_of(t, "PARTS", parts_in(r, m, span, v));
	bind_lines_of(t, "INTERVAL", bind_interval(r, m, v));
	bind_lines_of(t, "REASON", said_above(r, span, v) ? NULL : bind_reason_text(r, m, span, v));
	bind_lines_of(t, "SCALE", scale_text(r, m, span, v));
	bind_lines_of(t, "RULE", value_shown(v) ? bind_rules(r, m, v) : NULL);
}

/* One line of what the same figure is in another period: named, dated, and nothing claimed. */
static void bind_was(struct tpl *was, const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	struct tpl *t = tpl_add(was, "LINES");
	tpl_take(t, "WHEN", bind_span_title(r->words, &r->facts->spans.items[span]));
	tpl_set(t, "PERIOD", r->facts->spans.items[span].name);
	tpl_set(t, "METRIC", m->id);
	tpl_take(t, "FIGURE", bind_figure(r, m, v, false));
}

/* The trailing year that ends with a month, where it says something else than the month; SPAN_ABSENT. */
static size_t year_to(const struct report *r, const struct metric *m, size_t span) {
	const struct spans *all = &r->facts->spans;
	const struct span *s = &all->items[span];
	size_t year = s->kind == SPAN_MONTH && !s->unfinished ? span_find(all, SPAN_TRAILING, s->last) : SPAN_ABSENT;
	if (year == SPAN_ABSENT)
		return SPAN_ABSENT;
	const struct value *v = result(r->results, m->id, span, SLICE_ALL), *of_year = result(r->results, m->id, year, SLICE_ALL);
	if (!value_shown(of_year) || (report_is_nps(m->id) && report_nps_scale(r->facts, year, SLICE_ALL) == NPS_SCALE_BOTH))
		return SPAN_ABSENT;
	return value_shown(v) && fpclassify(v->x - of_year->x) == FP_ZERO ? SPAN_ABSENT : year;
}

/* The lines below a figure: with `before`, the period before and a year before; then the 12 months to a month. Unfinished ones stand beside nothing. */
static void bind_lines_was(struct tpl *t, const struct report *r, const struct metric *m, size_t span, bool before) {
	struct comparison last = compare_previous(r, m->id, span, SLICE_ALL), year = compare_year_before(r, m->id, span, SLICE_ALL);
	bool show_last = before && last.comparable, show_year = before && year.comparable && year.span != last.span;
	size_t trailing = year_to(r, m, span);
	if (!show_last && !show_year && trailing == SPAN_ABSENT) {
		tpl_hide(t, "WAS");
		return;
	}
	struct tpl *was = tpl_add(t, "WAS");
	if (show_last)
		bind_was(was, r, m, last.span, last.before);
	if (show_year)
		bind_was(was, r, m, year.span, year.before);
	if (trailing != SPAN_ABSENT)
		bind_was(was, r, m, trailing, result(r->results, m->id, trailing, SLICE_ALL));
}

void bind_fact(struct tpl *t, const char *name, const struct page_context *p, const char *metric) {
	const struct metric *m = metric_find(metric);
	struct tpl *fact_of = tpl_include(t, name, "partials/fact.html");
	bind_figure_of(fact_of, p->report, m, p->span, result(p->report->results, metric, p->span, SLICE_ALL), NULL);
	bind_lines_was(fact_of, p->report, m, p->span, false);
}

void bind_facts(struct tpl *t, const char *name, const struct page_context *p, const char *const *metrics, size_t n) {
	g_autoptr(GPtrArray) lacked = g_ptr_array_new();
	for (size_t i = 0; i < n; i++) {
		if (metric_find(metrics[i]) == NULL)
			continue;
		const struct value *v = result(p->report->results, metrics[i], p->span, SLICE_ALL);
		if (v->state == STATE_MISSING && v->needs) {
			if (g_ptr_array_find_with_equal_func(lacked, v->needs, g_str_equal, NULL))
				continue;
			g_ptr_array_add(lacked, (gpointer)(uintptr_t)v->needs);
		}
		bind_fact(t, name, p, metrics[i]);
	}
}

void bind_absent(struct tpl *t, const char *name, const struct page_context *p, const char *metric, const char *title) {
	const struct metric *m = metric_find(metric);
	struct tpl *fact_of = tpl_include(t, name, "partials/fact.html");
	bind_figure_of(fact_of, p->report, m, p->span, result(p->report->results, metric, p->span, SLICE_ALL), title);
	tpl_hide(fact_of, "WAS");
}

void bind_card(struct tpl *body, const struct page_context *p, const char *metric) {
	const struct report *r = p->report;
	const struct metric *m = metric_find(metric);
	const struct value *v = result(r->results, metric, p->span, SLICE_ALL);
	struct tpl *card = tpl_include(body, "CARDS", "partials/card.html");
	bind_figure_of(card, r, m, p->span, v, NULL);
	bind_lines_was(card, r, m, p->span, true);
	g_autoptr(trend) t = trend_like(r, p->span, 13);
	struct series s = trend_series(t, "", metric, SLICE_ALL);
	trend_one_scale(t, &s, metric);
	if (!value_shown(v) || t->n < 2 || !trend_has(&s, t->n - 1)) {
		tpl_exclude(card, "SPARK");
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-history-table", p->kind->name);
	struct chart c = trend_chart(t, id, "spark", bind_chart_unit(m->unit));
	c.n_series = 1;
	c.series = &s;
	bind_spark(card, "SPARK", &c);
}
