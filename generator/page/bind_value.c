/* page/bind_value: one figure in words: its number, its parts, its interval, and what stands there when there is none.
 * Knows units, states and number forms; refuses to print anything of a suppressed value, and never prints a zero for a figure that is not there. */
#include "page/bind.h"
#include "page/bind_chart.h"
#include <math.h>

char *bind_metric_text(const struct words *w, const char *id, const char *part) {
	g_autofree char *key = g_strdup_printf("metric_%s_%s", id, part);
	return g_strdup(words_text(w, key));
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
	case UNIT_MONTHS:
	case UNIT_DAYS:
	default: {
		g_autofree char *number = format_number(w, x, 1, 1);
		return SAY(w, unit == UNIT_MONTHS ? "figure_months" : "figure_days", ARG_S("x", number));
	}
	}
}

char *bind_figure(const struct report *r, const struct metric *m, const struct value *v, bool exact) {
	if (value_shown(v))
		return bind_number(r, m->unit, v->x, exact);
	g_autofree char *key = g_strdup_printf("state_%s", bind_state_class(v));
	return g_strdup(words_text(r->words, key));
}

char *bind_interval(const struct report *r, const struct metric *m, const struct value *v) {
	if (!value_shown(v) || !value_has_interval(v))
		return NULL;
	g_autofree char *lo = bind_number(r, m->unit, v->lo, false), *hi = bind_number(r, m->unit, v->hi, false);
	return SAY(r->words, "interval", ARG_S("lo", lo), ARG_S("hi", hi));
}

enum unit bind_part_unit(const struct metric *m, bool denominator) {
	if (m->unit == UNIT_MONEY)
		return denominator ? UNIT_COUNT : UNIT_MONEY;
	bool money = m->unit == UNIT_TIMES || m->interval == INTERVAL_RATIO_ESTIMATOR || g_str_has_prefix(m->id, "spend_");
	return money ? UNIT_MONEY : UNIT_COUNT;
}

char *bind_parts(const struct report *r, const struct metric *m, const struct value *v) {
	if (!value_shown(v))
		return NULL;
	if (v->has_parts && m->unit == UNIT_RATIO) {
		g_autofree char *num = bind_number(r, bind_part_unit(m, false), v->num, false);
		g_autofree char *den = bind_number(r, bind_part_unit(m, true), v->den, false);
		return SAY(r->words, "parts_of", ARG_S("num", num), ARG_S("den", den));
	}
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

/* Why there is no figure, or how far an unfinished one reaches. */
static void bind_reason(struct tpl *t, const struct report *r, size_t span, const struct value *v) {
	const struct span *s = &r->facts->spans.items[span];
	const char *reason = bind_state_reason(r, v);
	if (!reason) {
		tpl_hide(t, "REASON");
		return;
	}
	g_autofree char *day = format_day(r->words, s->close);
	if (v->state == STATE_PARTIAL && s->unfinished)
		tpl_take(tpl_add(t, "REASON"), "TEXT", SAY(r->words, "reason_unfinished", ARG_S("day", day)));
	else
		tpl_set(tpl_add(t, "REASON"), "TEXT", v->state == STATE_PARTIAL && s->window_filling ? words_text(r->words, "reason_window") : reason);
}

/* Sets FIGURE, STATE and the three marks a later reader of the page finds a figure by, and the optional lines PARTS and INTERVAL. */
static void bind_figure_of(struct tpl *t, const struct report *r, const struct metric *m, size_t span, const struct value *v) {
	tpl_set(t, "METRIC", m->id);
	tpl_set(t, "PERIOD", r->facts->spans.items[span].name);
	tpl_set(t, "STATE", bind_state_class(v));
	tpl_take(t, "NAME", bind_metric_text(r->words, m->id, "title"));
	tpl_take(t, "FIGURE", bind_figure(r, m, v, false));
	char *parts = bind_parts(r, m, v), *interval = bind_interval(r, m, v);
	if (parts)
		tpl_take(tpl_add(t, "PARTS"), "TEXT", parts);
	else
		tpl_hide(t, "PARTS");
	if (interval)
		tpl_take(tpl_add(t, "INTERVAL"), "TEXT", interval);
	else
		tpl_hide(t, "INTERVAL");
	bind_reason(t, r, span, v);
	tpl_show(t, "CAPPED", value_shown(v) && v->capped);
}

void bind_fact(struct tpl *t, const char *name, const struct page_context *p, const char *metric) {
	const struct metric *m = metric_find(metric);
	struct tpl *fact_of = tpl_include(t, name, "partials/fact.html");
	bind_figure_of(fact_of, p->report, m, p->span, result(p->report->results, metric, p->span, SLICE_ALL));
}

/* What the same figure was in another period: named, dated, and nothing claimed. Unfinished figures stand beside nothing. */
static void bind_before(struct tpl *card, const char *section, const struct report *r, const struct metric *m, const struct comparison *c) {
	if (!c->comparable) {
		tpl_hide(card, section);
		return;
	}
	struct tpl *t = tpl_add(card, section);
	tpl_take(t, "WHEN", bind_span_title(r->words, &r->facts->spans.items[c->span]));
	tpl_set(t, "PERIOD", r->facts->spans.items[c->span].name);
	tpl_set(t, "METRIC", m->id);
	tpl_take(t, "FIGURE", bind_figure(r, m, c->before, false));
}

void bind_card(struct tpl *body, const struct page_context *p, const char *metric) {
	const struct report *r = p->report;
	const struct metric *m = metric_find(metric);
	const struct value *v = result(r->results, metric, p->span, SLICE_ALL);
	struct tpl *card = tpl_include(body, "CARDS", "partials/card.html");
	bind_figure_of(card, r, m, p->span, v);
	struct comparison last = compare_previous(r, metric, p->span, SLICE_ALL), year = compare_year_before(r, metric, p->span, SLICE_ALL);
	bind_before(card, "LAST", r, m, &last);
	if (year.span == last.span)
		tpl_hide(card, "YEAR");
	else
		bind_before(card, "YEAR", r, m, &year);
	g_autoptr(trend) t = trend_like(r, p->span, 13);
	struct series s = trend_series(t, "", metric, SLICE_ALL);
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
