/* pages/revenue: recurring revenue from opening to closing, what was kept of it, and what a customer brings. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_figures.h"

static const struct column columns[] = {{"head_nrr", "nrr", COLUMN_VALUE},
										{"head_interval", "nrr", COLUMN_INTERVAL},
										{"head_grr", "grr", COLUMN_VALUE},
										{"head_arpa", "arpa", COLUMN_VALUE},
										{"head_end", "arpa", COLUMN_DEN}};

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"revenue", "price", "orders"};
	static const char *const rates[] = {"nrr", "grr"};
	static const char *const facts_shown[] = {"mrr_closing", "nrr", "grr", "revenue_churn", "arpa"};
	static const char *const history[] = {"mrr_closing", "nrr", "grr", "revenue_churn", "arpa"};
	tpl_set(body, "INTRO", words_text(p->report->words, p->report->cover->orders ? "page_revenue_intro_orders" : "page_revenue_intro"));
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(facts_shown); i++)
		bind_fact(body, "FACTS", p, facts_shown[i]);
	bind_mrr_table(body, "ROLL", p);
	bind_mrr_waterfall(body, "CHARTS", p);
	bind_trend_lines(body, "CHARTS", p, "chart_rates_title", rates, G_N_ELEMENTS(rates));
	bind_trend_line(body, "CHARTS", p, "arpa");
	bind_trend_line(body, "CHARTS", p, "mrr_closing");
	bind_slice_tables(body, "TABLES", p, columns, G_N_ELEMENTS(columns));
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_history(body, "HISTORY", p, history, G_N_ELEMENTS(history));
}

const struct page_kind page_revenue = {.name = "revenue", .when = PAGE_EVERY_SPAN, .order = 4, .bind = bind};
