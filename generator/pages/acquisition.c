/* pages/acquisition: what a new customer costs and is worth, by channel, and what was spent on winning and on keeping. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_chart.h"
#include "page/bind_figures.h"
#include "report/spend.h"

static const struct column columns[] = {{"head_cac", "cac", COLUMN_VALUE},  {"head_interval", "cac", COLUMN_INTERVAL},
										{"head_joined", "cac", COLUMN_DEN}, {"head_spend", "cac", COLUMN_NUM},
										{"head_clv", "clv", COLUMN_VALUE},  {"head_clv_cac", "clv_cac", COLUMN_VALUE}};

/* Spend by month, one series a purpose, or a category of winning customers; those never spent on are left out. */
static void bind_spend(struct tpl *body, const struct page_context *p, bool by_purpose) {
	const struct report *r = p->report;
	g_autoptr(trend) months = trend_months(r, p->span, TREND_MONTHS);
	struct series s[SPEND_CATEGORIES];
	size_t n = 0;
	for (int i = 0; i < (by_purpose ? (int)SPEND_PURPOSES : SPEND_CATEGORIES); i++) {
		double *y = trend_array(months);
		int64_t sum = 0;
		for (size_t k = 0; k < months->n; k++) {
			int64_t amount = by_purpose ? spend_of(r->facts, months->spans[k], SLICE_ALL, (enum spend_purpose)i, SPEND_ALL_CATEGORIES)
										: spend_of(r->facts, months->spans[k], SLICE_ALL, SPEND_ACQUISITION, i);
			if (month_first_day(months->months[k]) <= r->cover->last[COVER_SPEND])
				y[k] = major_units(r->facts, amount, 1);
			sum |= amount;
		}
		g_autofree char *key = by_purpose ? g_strdup_printf("purpose_%s", spend_purpose_name((enum spend_purpose)i))
										  : g_strdup_printf("category_%s", spend_category_name(i));
		if (sum != 0)
			s[n++] = (struct series){.name = words_text(r->words, key), .y = y};
	}
	if (n == 0)
		return;
	struct chart c = trend_chart(months, by_purpose ? "acquisition-purposes" : "acquisition-categories", "stack", CHART_MONEY);
	c.title = words_text(r->words, by_purpose ? "chart_purposes_title" : "chart_categories_title");
	c.subtitle = words_text(r->words, by_purpose ? "chart_purposes_subtitle" : "chart_categories_subtitle");
	c.n_series = n;
	c.series = s;
	c.from_zero = true;
	c.name_last = r->facts->spans.items[p->span].kind != SPAN_MONTH;
	bind_chart(body, "CHARTS", &c, CHART_HALF, p->root, "spend");
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"acquisition", "referral"};
	static const char *const facts_shown[] = {"cac", "clv", "clv_cac", "spend_share_acquisition"};
	static const char *const history[] = {"cac", "spend_acquisition", "spend_keeping", "clv", "clv_cac", "spend_share_acquisition"};
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(facts_shown); i++)
		bind_fact(body, "FACTS", p, facts_shown[i]);
	bind_trend_line(body, "CHARTS", p, "cac");
	bind_trend_line(body, "CHARTS", p, "clv_cac");
	if (p->report->cover->present[COVER_SPEND]) {
		bind_spend(body, p, true);
		bind_spend(body, p, false);
	}
	bind_slice_tables(body, "TABLES", p, columns, G_N_ELEMENTS(columns));
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_history(body, "HISTORY", p, history, G_N_ELEMENTS(history));
}

const struct page_kind page_acquisition = {.name = "acquisition", .when = PAGE_EVERY_SPAN, .order = 5, .bind = bind};
