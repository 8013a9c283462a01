/* page/bind_figures: trends and roll-forwards. Knows which metrics make a roll-forward and their signs; the numbers are the results',
 * the exact money is the facts'. Refuses to draw a step that has no figure. */
#include "page/bind_figures.h"
#include "page/bind_chart.h"
#include <math.h>
#include <string.h>

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

/* Where the scale of the question changes the line is broken and a note says so. */
struct scale_marks {
	bool *apart;
	struct note notes[3];
	size_t n;
};

static struct scale_marks scale_marks_of(const struct report *r, const struct trend *t, const char *metric, const struct series *s) {
	static const char *const keys[] = {[NPS_SCALE_FROM_ZERO] = "note_from_zero", [NPS_SCALE_FROM_ONE] = "note_from_one", [NPS_SCALE_BOTH] = "note_both"};
	struct scale_marks m = {.apart = g_new0(bool, t->n + 1)};
	bool any = false;
	enum nps_scale before = NPS_SCALE_FROM_ZERO;
	for (size_t i = 0; report_is_nps(metric) && i < t->n; i++) {
		if (isnan(s->y[i]))
			continue;
		enum nps_scale scale = report_nps_scale(r->facts, t->spans[i], SLICE_ALL);
		m.apart[i] = any && scale != before;
		if ((any ? m.apart[i] : scale != NPS_SCALE_FROM_ZERO) && m.n < G_N_ELEMENTS(m.notes))
			m.notes[m.n++] = (struct note){words_text(r->words, keys[scale]), i};
		before = scale;
		any = true;
	}
	return m;
}

/* Answers do not hang on the order window: their months are named by what the records begin with. */
static void survey_words(struct trend *t, const char *metric) {
	for (size_t i = 0; report_is_survey(metric) && i < t->n; i++)
		t->partial_words[i] = bind_span_words(t->report, t->spans[i], metric);
}

/* The end of a line of months stands for another period than the page's own, unless that is a month. */
static bool names_last(const struct page_context *p) {
	return p->report->facts->spans.items[p->span].kind != SPAN_MONTH;
}

/* In the table and the sentence each month of another scale carries it. */
static void scale_labels(struct trend *t, const char *metric) {
	for (size_t i = 0; report_is_nps(metric) && i < t->n; i++) {
		enum nps_scale scale = report_nps_scale(t->report->facts, t->spans[i], SLICE_ALL);
		if (scale == NPS_SCALE_FROM_ZERO)
			continue;
		g_autofree char *label = t->labels[i];
		t->labels[i] = SAY(t->report->words, scale == NPS_SCALE_BOTH ? "cell_both_scales" : "cell_from_one", ARG_S("figure", label));
	}
}

void bind_trend_line(struct tpl *t, const char *name, const struct page_context *p, const char *metric) {
	const struct report *r = p->report;
	const struct metric *m = metric_find(metric);
	g_autoptr(trend) months = trend_months(r, p->span, TREND_MONTHS);
	survey_words(months, metric);
	scale_labels(months, metric);
	g_autofree char *title = bind_text_of(r, metric, "title");
	struct series s = trend_series(months, title, metric, SLICE_ALL);
	if (!trend_has(&s, months->n)) {
		bind_absent(t, name, p, metric, title);
		return;
	}
	struct scale_marks scales = scale_marks_of(r, months, metric, &s);
	g_autofree bool *apart = scales.apart;
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, metric);
	struct chart c = trend_chart(months, id, "line", bind_chart_unit(m->unit));
	c.title = title;
	c.subtitle = words_text(r->words, s.lo ? "trend_subtitle_band" : "trend_subtitle");
	c.n_series = 1;
	c.series = &s;
	c.apart = apart;
	c.notes = scales.notes;
	c.n_notes = scales.n;
	c.name_last = names_last(p);
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
	/* orders have these rates for whole years only */
	bool years = r->cover->orders;
	g_autoptr(trend) months = years ? trend_years(r, p->span, TREND_MONTHS, metrics[0]) : trend_months(r, p->span, TREND_MONTHS);
	struct series s[6];
	char *titles[6];
	size_t have = 0;
	for (size_t i = 0; i < MIN(n, G_N_ELEMENTS(s)); i++) {
		titles[have] = bind_text_of(r, metrics[i], "short");
		s[have] = trend_series(months, titles[have], metrics[i], SLICE_ALL);
		s[have].lo = s[have].hi = NULL;
		if (trend_has(&s[have], months->n))
			have++;
		else
			g_free(titles[have]);
	}
	if (have == 0) {
		bind_absent(t, name, p, metrics[0], words_text(r->words, key));
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, key);
	struct chart c = trend_chart(months, id, "line", bind_chart_unit(metric_find(metrics[0])->unit));
	c.title = words_text(r->words, key);
	c.subtitle = words_text(r->words, years ? "trend_subtitle_years" : "trend_subtitle");
	c.name_last = years || names_last(p);
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

/* The first step that lacks an exchange rate; NULL: none does. Without it the rest is no sum. */
static const char *step_unrated(const struct page_context *p, const struct roll_step *steps, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (g_strcmp0(result(p->report->results, steps[i].metric, p->span, SLICE_ALL)->needs, "needs_rate") == 0)
			return steps[i].metric;
	return NULL;
}

bool bind_mrr_told(const struct page_context *p) {
	return value_shown(result(p->report->results, mrr_steps[0].metric, p->span, SLICE_ALL)) && !step_unrated(p, mrr_steps, G_N_ELEMENTS(mrr_steps));
}

/* The end of an unfinished period is a day, not its close. */
static char *roll_word(const struct page_context *p, const struct roll_step *step) {
	const struct span *s = &p->report->facts->spans.items[p->span];
	if (!s->unfinished || !g_str_has_suffix(step->metric, "_closing"))
		return g_strdup(words_text(p->report->words, step->key));
	g_autofree char *day = format_day(p->report->words, s->close);
	return SAY(p->report->words, "roll_at", ARG_S("day", day));
}

/* Orders recur by habit, not by contract: what stands for recurring revenue has its own words. */
static const char *roll_what(const struct page_context *p, const char *what) {
	return p->report->cover->orders && strcmp(what, "mrr") == 0 ? "run_rate" : what;
}

static char *roll_subtitle(const struct report *r, const char *key, const char *keyed, const char *period) {
	if (strcmp(keyed, "run_rate") == 0)
		return SAY(r->words, key, ARG_S("period", period), ARG_I("n", r->facts->mrr_per));
	return SAY(r->words, key, ARG_S("period", period));
}

static void bind_waterfall(struct tpl *t, const char *name, const struct page_context *p, const char *what, const struct roll_step *steps, size_t n,
						   bool money) {
	const struct report *r = p->report;
	const char *labels[STEPS_MOST];
	double y[STEPS_MOST];
	bool total[STEPS_MOST], partial[STEPS_MOST];
	const char *said[STEPS_MOST];
	const struct span *span = &r->facts->spans.items[p->span];
	g_autofree char *day = format_day(r->words, span->close), *closing = roll_word(p, &steps[n - 1]);
	size_t have = 0;
	for (size_t i = 0; i < n; i++) {
		const struct value *v = result(r->results, steps[i].metric, p->span, SLICE_ALL);
		if (!value_shown(v) || (steps[i].sign != 0 && fpclassify(v->x) == FP_ZERO))
			continue;
		labels[have] = i + 1 == n ? closing : words_text(r->words, steps[i].key);
		partial[have] = have > 0 && (span->unfinished || span->window_filling);
		said[have] = bind_span_words(r, p->span, NULL);
		y[have] = steps[i].sign < 0 ? -v->x : v->x;
		total[have++] = steps[i].sign == 0;
	}
	const char *keyed = roll_what(p, what);
	g_autofree char *title_key = g_strdup_printf("chart_%s_title", keyed), *subtitle_key = g_strdup_printf("chart_%s_subtitle", keyed);
	const char *unrated = step_unrated(p, steps, n);
	if (have < 2 || unrated) {
		bind_absent(t, name, p, unrated ? unrated : steps[0].metric, words_text(r->words, title_key));
		return;
	}
	g_autofree char *id = g_strdup_printf("%s-%s", p->kind->name, what);
	g_autofree char *title = bind_span_title(r->words, span);
	g_autofree char *whole = span->kind == SPAN_TRAILING ? SAY(r->words, "period_the", ARG_S("period", title)) : g_strdup(title);
	g_autofree char *period = span->unfinished ? SAY(r->words, "period_so_far", ARG_S("period", whole), ARG_S("day", day)) : g_strdup(whole);
	g_autofree char *subtitle = roll_subtitle(r, subtitle_key, keyed, period);
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
					  .partial = partial,
					  .partial_words = said,
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

/* Begins a roll-forward's table; NULL with a note in its place when the opening is not known, or a step lacks an exchange rate. */
static struct tpl *roll_table(struct tpl *t, const char *name, const struct page_context *p, const char *what, const struct roll_step *steps, size_t n) {
	const struct words *w = p->report->words;
	const char *unrated = step_unrated(p, steps, n), *opening = unrated ? unrated : steps[0].metric;
	const struct value *v = result(p->report->results, opening, p->span, SLICE_ALL);
	g_autofree char *id = g_strdup_printf("%s-%s-table", p->kind->name, what), *key = g_strdup_printf("table_%s_roll", roll_what(p, what));
	if (!value_shown(v)) {
		bind_absent(t, name, p, opening, words_text(w, key));
		return NULL;
	}
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
	g_autofree char *head = roll_word(p, step);
	struct tpl *row = bind_row(table, step->sign == 0 ? "total" : "step", head);
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
	struct tpl *table = roll_table(t, name, p, "customers", customer_steps, G_N_ELEMENTS(customer_steps));
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
	struct tpl *table = roll_table(t, name, p, "mrr", mrr_steps, G_N_ELEMENTS(mrr_steps));
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
