/* pages/retention: who was here, who came, who went: the roll-forward, its rates, the first months and their ages. */
#include "page/bind.h"
#include "page/bind_chart.h"
#include "page/bind_figures.h"
#include "report/cohort.h"
#include <math.h>

#define COHORTS_SHOWN 24

static const struct column columns[] = {{"head_churn", "churn_rate", COLUMN_VALUE},
										{"head_interval", "churn_rate", COLUMN_INTERVAL},
										{"head_lost", "churn_rate", COLUMN_NUM},
										{"head_base", "churn_rate", COLUMN_DEN},
										{"head_retention", "retention_rate", COLUMN_VALUE}};

static void bind_cohorts(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	g_autoptr(cohort_view) view = cohort_view_of(r->facts, p->span, COHORTS_SHOWN);
	bool any = false;
	char **rows = g_new0(char *, view->rows + 1), **ages = g_new0(char *, view->ages + 1);
	for (size_t i = 0; i < view->rows; i++) {
		rows[i] = format_month_short(r->words, view->first[i], true);
		any |= view->started[i] > 0;
	}
	for (size_t i = 0; i < view->ages; i++)
		ages[i] = format_count(r->words, (int64_t)i);
	if (any && view->rows > 1) {
		struct chart c = {.id = "retention-cohorts",
						  .kind = "heat",
						  .title = words_text(r->words, "chart_cohorts_title"),
						  .subtitle = words_text(r->words, r->cover->orders ? "chart_cohorts_subtitle_orders" : "chart_cohorts_subtitle"),
						  .words = r->words,
						  .unit = CHART_PERCENT,
						  .n = view->ages,
						  .x_labels = (const char *const *)ages,
						  .y_lo = 0,
						  .y_hi = 1,
						  .n_rows = view->rows,
						  .row_labels = (const char *const *)rows,
						  .cells = view->share,
						  .cell_partial = view->partial};
		bind_chart(body, "COHORTS", &c, CHART_FULL, p->root, "cohort");
	} else {
		bind_note(body, "COHORTS", words_text(r->words, "cohorts_none"));
	}
	g_strfreev(rows);
	g_strfreev(ages);
}

static void bind_rule(struct tpl *body, const struct report *r) {
	g_autofree char *rule = metric_settings(metric_find("churn_rate"), r->conf);
	if (rule[0])
		tpl_take(tpl_add(body, "RULE"), "TEXT", SAY(r->words, "rule_in_force", ARG_S("rule", rule)));
	else
		tpl_hide(body, "RULE");
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const history[] = {"customers_opening", "customers_new",  "customers_returned", "customers_lost",
										  "customers_closing", "retention_rate", "churn_rate"};
	static const char *const facts_shown[] = {"retention_rate", "churn_rate", "net_customer_loss", "customers_closing"};
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(facts_shown); i++)
		bind_fact(body, "FACTS", p, facts_shown[i]);
	bind_rule(body, p->report);
	bind_customers_table(body, "ROLL", p);
	bind_customers_waterfall(body, "CHARTS", p);
	bind_trend_line(body, "CHARTS", p, "churn_rate");
	bind_trend_line(body, "CHARTS", p, "customers_closing");
	bind_cohorts(body, p);
	bind_slice_tables(body, "TABLES", p, columns, G_N_ELEMENTS(columns));
	bind_history(body, "HISTORY", p, history, G_N_ELEMENTS(history));
}

const struct page_kind page_retention = {.name = "retention", .when = PAGE_EVERY_SPAN, .order = 3, .bind = bind};
