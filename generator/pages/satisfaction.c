/* pages/satisfaction: what customers answered: net promoter score and satisfaction, their scores one by one, by month and by slice. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_chart.h"
#include "page/bind_figures.h"
#include <math.h>

static const struct column nps_columns[] = {
	{"head_answers", "nps", COLUMN_N}, {"head_nps", "nps", COLUMN_VALUE}, {"head_interval", "nps", COLUMN_INTERVAL}};
static const struct column csat_columns[] = {
	{"head_answers", "csat", COLUMN_N}, {"head_csat", "csat", COLUMN_VALUE}, {"head_interval", "csat", COLUMN_INTERVAL}};

/* On which scale the answers stand that are counted here. */
static const char *scores_subtitle(const struct page_context *p, const char *key, const char *metric) {
	const struct report *r = p->report;
	if (!report_is_nps(metric))
		return words_text(r->words, key);
	switch (report_nps_scale(r->facts, p->span, SLICE_ALL)) {
	case NPS_SCALE_FROM_ONE: return words_text(r->words, "chart_nps_scores_subtitle_from_one");
	case NPS_SCALE_BOTH: return words_text(r->words, "chart_nps_scores_subtitle_both");
	case NPS_SCALE_FROM_ZERO:
	default: return words_text(r->words, key);
	}
}

/* Answers by score, a bar each. first and last are scores; `ids` is the fact of score `first`. */
static void bind_histogram(struct tpl *body, const char *name, const struct page_context *p, const char *metric, enum fact ids, int first, int last) {
	const struct report *r = p->report;
	double y[11];
	char labels[11][4];
	const char *x[11], *cls[11];
	bool partial[11];
	const char *said[11];
	size_t n = 0;
	const struct span *span = &r->facts->spans.items[p->span];
	for (int score = first; score <= last; score++, n++) {
		y[n] = (double)fact(r->facts, p->span, SLICE_ALL, (enum fact)((int)ids + score - first));
		g_snprintf(labels[n], sizeof labels[n], "%d", score);
		x[n] = labels[n];
		partial[n] = span->unfinished || span->window_filling;
		said[n] = bind_span_words(r, p->span, metric);
		cls[n] = metric[0] == 'c' ? "s1" : score >= 9 ? "s1" : score >= 7 ? "s2" : "s3";
	}
	g_autofree char *id = g_strdup_printf("%s-%s-scores", p->kind->name, metric), *title = g_strdup_printf("chart_%s_scores_title", metric);
	g_autofree char *subtitle = g_strdup_printf("chart_%s_scores_subtitle", metric), *csv = g_strdup_printf("%s-scores", metric);
	g_autofree char *day = format_day(r->words, span->close);
	g_autofree char *measured = span->unfinished ? SAY(r->words, "subtitle_to", ARG_S("subtitle", scores_subtitle(p, subtitle, metric)), ARG_S("day", day))
												 : g_strdup(scores_subtitle(p, subtitle, metric));
	struct series s = {.name = words_text(r->words, "head_answers"), .y = y};
	struct chart c = {.id = id,
					  .kind = "bar",
					  .title = words_text(r->words, title),
					  .subtitle = measured,
					  .words = r->words,
					  .unit = CHART_COUNT,
					  .n = n,
					  .x_labels = x,
					  .partial = partial,
					  .partial_words = said,
					  .n_series = 1,
					  .series = &s,
					  .from_zero = true,
					  .y_lo = (double)NAN,
					  .y_hi = (double)NAN,
					  .bar_class = cls};
	bind_chart(body, name, &c, CHART_HALF, p->root, csv);
}

static void bind_shares(struct tpl *body, const char *name, const struct page_context *p) {
	static const char *const metrics[] = {"nps_promoters", "nps_passives", "nps_detractors"}, *const keys[] = {"head_promoters", "head_passives",
																											   "head_detractors"};
	const struct report *r = p->report;
	g_autoptr(trend) months = trend_months(r, p->span, TREND_MONTHS);
	bool other_scale = false;
	for (size_t i = 0; i < months->n; i++) {
		months->partial_words[i] = bind_span_words(r, months->spans[i], "nps");
		other_scale |= report_nps_scale(r->facts, months->spans[i], SLICE_ALL) != NPS_SCALE_FROM_ZERO;
	}
	struct series s[3];
	for (size_t i = 0; i < G_N_ELEMENTS(metrics); i++)
		s[i] = trend_share(months, words_text(r->words, keys[i]), metrics[i], "nps", SLICE_ALL);
	if (!trend_has(&s[0], months->n))
		return;
	struct chart c = trend_chart(months, "satisfaction-nps-shares", "stack", CHART_PERCENT);
	c.title = words_text(r->words, "chart_nps_shares_title");
	c.subtitle = words_text(r->words, other_scale ? "chart_nps_shares_subtitle_scales" : "chart_nps_shares_subtitle");
	c.name_last = r->facts->spans.items[p->span].kind != SPAN_MONTH;
	c.n_series = G_N_ELEMENTS(metrics);
	c.series = s;
	c.y_lo = 0;
	c.y_hi = 1;
	bind_chart(body, name, &c, CHART_HALF, p->root, "nps");
}

static void bind_nps(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	const struct value *nps = result(r->results, "nps", p->span, SLICE_ALL);
	int64_t from_one = fact(r->facts, p->span, SLICE_ALL, FACT_NPS_FROM_ONE);
	bind_fact(body, "NPS_FACTS", p, "nps");
	if (!value_shown(nps)) {
		tpl_hide(body, "FROM_ONE");
		tpl_exclude(body, "NPS_CHARTS");
		tpl_exclude(body, "NPS_TABLES");
		return;
	}
	bind_fact(body, "NPS_FACTS", p, "nps_promoters");
	bind_fact(body, "NPS_FACTS", p, "nps_passives");
	bind_fact(body, "NPS_FACTS", p, "nps_detractors");
	if (from_one > 0)
		tpl_take(tpl_add(body, "FROM_ONE"), "TEXT", SAY(r->words, "nps_from_one", ARG_I("n", from_one)));
	else
		tpl_hide(body, "FROM_ONE");
	int first = from_one > 0 && from_one == fact(r->facts, p->span, SLICE_ALL, FACT_NPS_N) ? 1 : 0;
	bind_trend_line(body, "NPS_CHARTS", p, "nps");
	bind_histogram(body, "NPS_CHARTS", p, "nps", (enum fact)(FACT_NPS_SCORE_0 + first), first, 10);
	bind_shares(body, "NPS_CHARTS", p);
	bind_slice_tables(body, "NPS_TABLES", p, nps_columns, G_N_ELEMENTS(nps_columns));
}

/* The lowest and the highest end of the scales answered on, within the scores that are counted. */
static void csat_ends(const struct facts *f, size_t span, int *low, int *high) {
	size_t n;
	const struct tally *rows = fact_tallies(f, TALLY_CSAT_SCORES, span, SLICE_ALL, &n);
	*low = 10;
	*high = 1;
	for (size_t i = 0; i < n; i++) {
		*low = MIN(*low, rows[i].a / 1000);
		*high = MAX(*high, rows[i].a % 1000);
	}
	*high = MIN(*high, 10);
	*low = MIN(*low, *high);
}

static void bind_csat(struct tpl *body, const struct page_context *p) {
	bind_fact(body, "CSAT_FACTS", p, "csat");
	if (!value_shown(result(p->report->results, "csat", p->span, SLICE_ALL))) {
		tpl_exclude(body, "CSAT_CHARTS");
		tpl_exclude(body, "CSAT_TABLES");
		return;
	}
	bind_trend_line(body, "CSAT_CHARTS", p, "csat");
	int low, high;
	csat_ends(p->report->facts, p->span, &low, &high);
	bind_histogram(body, "CSAT_CHARTS", p, "csat", (enum fact)(FACT_CSAT_SCORE_0 + low), low, high);
	bind_slice_tables(body, "CSAT_TABLES", p, csat_columns, G_N_ELEMENTS(csat_columns));
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"nps", "csat", "ces", "response", "service"};
	static const char *const metrics[] = {"nps", "nps_promoters", "nps_passives", "nps_detractors", "csat"};
	bind_unfinished(body, p);
	bind_nps(body, p);
	bind_csat(body, p);
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_history(body, "HISTORY", p, metrics, G_N_ELEMENTS(metrics));
}

const struct page_kind page_satisfaction = {.name = "satisfaction", .when = PAGE_EVERY_SPAN, .order = 2, .bind = bind};
