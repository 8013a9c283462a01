/* page/bind_figures: trends and roll-forwards. Knows which metrics make a roll-forward and their signs; the numbers are the results',
 * the exact money is the facts'. Refuses to draw a step that has no figure. */
#include "page/bind_figures.h"
#include "page/bind_chart.h"
#include <math.h>
#include <string.h>

#define MONTHS_SHOWN 30

#define BAND_MOST 3.0 /* times the highest point: a wider band would press the line flat */

/* A month with one new customer has limits a hundred times its figure: the scale is the line's, and the words say that the band is cut. */
static void cut_band(struct chart *c, size_t n) {
	const struct series *s = &c->series[0];
	double y = 0, hi = 0;
	for (size_t i = 0; s->hi && i < n; i++) {
		y = fmax(y, s->y[i]);
		hi = fmax(hi, s->hi[i]);
	}
	if (y <= 0 || hi <= BAND_MOST * y)
		return;
	c->y_hi = BAND_MOST * y;
	c->subtitle = words_text(c->words, "trend_subtitle_cut");
}

void bind_trend_line(struct tpl *t, const char *name, const struct page_context *p, const char *metric) {
	const struct report *r = p->report;
	const struct metric *m = metric_find(metric);
	g_autoptr(trend) months = trend_months(r, p->span, MONTHS_SHOWN);
	g_autofree char *title = bind_metric_text(r->words, metric, "title");
	struct series s = trend_series(months, title, metric, SLICE_ALL);
	if (!trend_has(&s, months->n)) {
		bind_fact(t, name, p, metric);
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, metric);
	struct chart c = trend_chart(months, id, "line", bind_chart_unit(m->unit));
	c.title = title;
	c.subtitle = words_text(r->words, s.lo ? "trend_subtitle_band" : "trend_subtitle");
	c.n_series = 1;
	c.series = &s;
	c.from_zero = m->unit == UNIT_MONEY || m->unit == UNIT_TIMES || strcmp(metric, "churn_rate") == 0;
	if (m->unit == UNIT_POINTS) {
		c.y_lo = -100;
		c.y_hi = 100;
	}
	if (c.from_zero)
		cut_band(&c, months->n);
	bind_chart(t, name, &c, CHART_HALF, p->root, metric);
}

void bind_trend_lines(struct tpl *t, const char *name, const struct page_context *p, const char *key, const char *const *metrics, size_t n) {
	const struct report *r = p->report;
	g_autoptr(trend) months = trend_months(r, p->span, MONTHS_SHOWN);
	struct series s[6];
	char *titles[6];
	size_t have = 0;
	for (size_t i = 0; i < MIN(n, G_N_ELEMENTS(s)); i++) {
		titles[have] = bind_metric_text(r->words, metrics[i], "short");
		s[have] = trend_series(months, titles[have], metrics[i], SLICE_ALL);
		s[have].lo = s[have].hi = NULL;
		if (trend_has(&s[have], months->n))
			have++;
		else
			g_free(titles[have]);
	}
	if (have == 0) {
		bind_fact(t, name, p, metrics[0]);
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, key);
	struct chart c = trend_chart(months, id, "line", bind_chart_unit(metric_find(metrics[0])->unit));
	c.title = words_text(r->words, key);
	c.subtitle = words_text(r->words, "trend_subtitle");
	c.n_series = have;
	c.series = s;
	bind_chart(t, name, &c, CHART_HALF, p->root, metrics[0]);
	for (size_t i = 0; i < have; i++)
		g_free(titles[i]);
}

/* One line of a roll-forward: its metric, its sign (0: a total) and its word. */
struct roll_step {
	const char *metric;
	int sign;
	const char *key;
};
static const struct roll_step customer_steps[] = {
	{"customers_opening", 0, "roll_opening"},   {"customers_new", 1, "roll_new"},    {"customers_new_lost", -1, "roll_new_lost"},
	{"customers_returned", 1, "roll_returned"}, {"customers_lost", -1, "roll_lost"}, {"customers_closing", 0, "roll_closing"},
};
static const struct roll_step mrr_steps[] = {
	{"mrr_opening", 0, "roll_opening"},
	{"mrr_new", 1, "roll_new"},
	{"mrr_reactivation", 1, "roll_returned"},
	{"mrr_expansion", 1, "roll_expansion"},
	{"mrr_contraction", -1, "roll_contraction"},
	{"mrr_churned", -1, "roll_lost"},
	{"mrr_fx", 1, "roll_fx"},
	{"mrr_closing", 0, "roll_closing"},
};
#define STEPS_MOST 8

static void bind_waterfall(struct tpl *t, const char *name, const struct page_context *p, const char *what, const struct roll_step *steps, size_t n,
						   bool money) {
	const struct report *r = p->report;
	const char *labels[STEPS_MOST];
	double y[STEPS_MOST];
	bool total[STEPS_MOST];
	size_t have = 0;
	for (size_t i = 0; i < n; i++) {
		const struct value *v = result(r->results, steps[i].metric, p->span, SLICE_ALL);
		if (!value_shown(v) || (steps[i].sign != 0 && fpclassify(v->x) == FP_ZERO))
			continue;
		labels[have] = words_text(r->words, steps[i].key);
		y[have] = steps[i].sign < 0 ? -v->x : v->x;
		total[have++] = steps[i].sign == 0;
	}
	if (have < 2) {
		bind_fact(t, name, p, steps[0].metric);
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, what);
	g_autofree char *title_key = g_strdup_printf("chart_%s_title", what), *subtitle_key = g_strdup_printf("chart_%s_subtitle", what);
	g_autofree char *period = bind_span_title(r->words, &r->facts->spans.items[p->span]);
	g_autofree char *subtitle = SAY(r->words, subtitle_key, ARG_S("period", period));
	struct series s = {.name = words_text(r->words, title_key), .y = y};
	struct chart c = {.id = id,
					  .kind = "waterfall",
					  .title = words_text(r->words, title_key),
					  .subtitle = subtitle,
					  .words = r->words,
					  .unit = money ? CHART_MONEY : CHART_COUNT,
					  .currency = conf_currency(r->conf),
					  .n = have,
					  .x_labels = labels,
					  .n_series = 1,
					  .series = &s,
					  .from_zero = true,
					  .y_lo = (double)NAN,
					  .y_hi = (double)NAN,
					  .total = total};
	bind_chart(t, name, &c, CHART_HALF, p->root, steps[n - 1].metric);
}

void bind_customers_waterfall(struct tpl *t, const char *name, const struct page_context *p) {
	bind_waterfall(t, name, p, "customers", customer_steps, G_N_ELEMENTS(customer_steps), false);
}

void bind_mrr_waterfall(struct tpl *t, const char *name, const struct page_context *p) {
	bind_waterfall(t, name, p, "mrr", mrr_steps, G_N_ELEMENTS(mrr_steps), true);
}

/* Begins a roll-forward's table; NULL with a note in its place when the opening itself is not known. */
static struct tpl *roll_table(struct tpl *t, const char *name, const struct page_context *p, const char *what, const char *opening) {
	const struct words *w = p->report->words;
	const struct value *v = result(p->report->results, opening, p->span, SLICE_ALL);
	if (!value_shown(v)) {
		bind_fact(t, name, p, opening);
		return NULL;
	}
	g_autofree char *id = g_strdup_printf("%s-%s-table", p->kind->name, what), *key = g_strdup_printf("table_%s_roll", what);
	struct tpl *table = bind_table(t, name, p, id, words_text(w, key), NULL);
	bind_head(table, words_text(w, "head_step"), false);
	bind_head(table, words_text(w, "head_amount"), true);
	return table;
}

static void roll_row(struct tpl *table, const struct page_context *p, const struct roll_step *step, char *amount) {
	const struct words *w = p->report->words;
	g_autofree char *text = amount;
	const char *sign = words_text(w, step->sign < 0 ? "roll_minus" : step->sign > 0 ? "roll_plus" : "roll_is");
	g_autofree char *signed_text = SAY(w, "roll_amount", ARG_S("sign", sign), ARG_S("amount", text));
	struct tpl *row = bind_row(table, step->sign == 0 ? "total" : "step", words_text(w, step->key));
	bind_cell_figure(row, p->report, step->metric, p->span, SLICE_ALL, step->sign == 0 ? text : signed_text);
}

static void roll_sum(struct tpl *table, const struct page_context *p, const struct rollforward *roll) {
	const struct words *w = p->report->words;
	struct tpl *row = bind_row(table, "check", words_text(w, "roll_check"));
	bind_cell(row, words_text(w, roll->holds ? "roll_holds" : "roll_broken"), true);
}

void bind_customers_table(struct tpl *t, const char *name, const struct page_context *p) {
	struct rollforward roll = rollforward_of(p->report->facts, p->span, SLICE_ALL);
	const int64_t amounts[] = {roll.opening, roll.joined, roll.joined_lost, roll.returned, roll.lost, roll.closing};
	struct tpl *table = roll_table(t, name, p, "customers", customer_steps[0].metric);
	if (!table)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(customer_steps); i++)
		roll_row(table, p, &customer_steps[i], format_count(p->report->words, amounts[i]));
	roll_sum(table, p, &roll);
}

void bind_mrr_table(struct tpl *t, const char *name, const struct page_context *p) {
	const struct report *r = p->report;
	struct rollforward roll = rollforward_of(r->facts, p->span, SLICE_ALL);
	const int128 amounts[] = {roll.mrr_opening,     roll.mrr_new,     roll.mrr_reactivation, roll.mrr_expansion,
							  roll.mrr_contraction, roll.mrr_churned, roll.mrr_fx,           roll.mrr_closing};
	struct tpl *table = roll_table(t, name, p, "mrr", mrr_steps[0].metric);
	if (!table)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(mrr_steps); i++) {
		struct roll_step step = mrr_steps[i];
		bool below = step.sign > 0 && amounts[i] < 0;
		step.sign = below ? -1 : step.sign;
		roll_row(table, p, &step, bind_money(r, below ? -amounts[i] : amounts[i], r->facts->mrr_per));
	}
	roll_sum(table, p, &roll);
}
