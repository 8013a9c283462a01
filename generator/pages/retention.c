/* pages/retention: who was here, who came, who went: the roll-forward, its rates, the first months and their ages. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_chart.h"
#include "page/bind_figures.h"
#include "page/bind_reasons.h"
#include "page/bind_survival.h"
#include "report/cohort.h"
#include <math.h>

#define COHORTS_SHOWN 24

static const struct column columns[] = {{"head_churn", "churn_rate", COLUMN_VALUE},
										{"head_interval", "churn_rate", COLUMN_INTERVAL},
										{"head_lost", "churn_rate", COLUMN_NUM},
										{"head_base", "churn_rate", COLUMN_DEN},
										{"head_retention", "retention_rate", COLUMN_VALUE}};

/* "May 25 (21)": a first month and how many started in it. */
static char *cohort_name(const struct words *w, const struct cohort_view *view, size_t row) {
	g_autofree char *month = format_month_short(w, view->first[row], true);
	if (view->withheld[row])
		return SAY(w, "cohort_withheld", ARG_S("month", month));
	return view->started[row] > 0 ? SAY(w, "cohort_name", ARG_S("month", month), ARG_I("n", view->started[row]))
								  : SAY(w, "cohort_nobody", ARG_S("month", month));
}

/* The lowest finished share and where it stands, for those who do not see the shades; NULL when no age beyond the first is reached. */
static char *cohort_sentence(const struct report *r, const struct cohort_view *view) {
	size_t lowest = 0;
	for (size_t i = 0; i < view->rows * view->ages; i++)
		if (i % view->ages > 0 && !isnan(view->share[i]) && !view->partial[i] && (lowest == 0 || view->share[i] < view->share[lowest]))
			lowest = i;
	if (lowest == 0)
		return NULL;
	g_autofree char *share = format_percent(r->words, view->share[lowest], 0), *month = format_month(r->words, view->first[lowest / view->ages]);
	return SAY(r->words, r->cover->orders ? "cohort_sentence_orders" : "cohort_sentence", ARG_S("share", share), ARG_S("month", month),
			   ARG_I("n", (int64_t)(lowest % view->ages)));
}

static void bind_cohorts(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	g_autoptr(cohort_view) view = cohort_view_of(r->facts, p->span, COHORTS_SHOWN, conf_int(r->conf, SETTING_MIN_N));
	bool any = false, hatched = false, withheld = false;
	char **rows = g_new0(char *, view->rows + 1), **ages = g_new0(char *, view->ages + 1), **shorts = g_new0(char *, view->ages + 1);
	for (size_t i = 0; i < view->rows; i++) {
		rows[i] = cohort_name(r->words, view, i);
		any |= view->started[i] > 0;
		withheld |= view->withheld[i];
	}
	for (size_t i = 0; i < view->ages; i++)
		ages[i] = SAY(r->words, "cohort_age", ARG_I("n", (int64_t)i)), shorts[i] = format_count(r->words, (int64_t)i);
	for (size_t i = 0; i < view->rows * view->ages; i++)
		hatched |= view->partial[i];
	g_autofree char *subtitle = SAY(r->words, r->cover->orders ? "chart_cohorts_subtitle_orders" : "chart_cohorts_subtitle",
									ARG_S("hatched", hatched ? "yes" : "no"), ARG_S("withheld", withheld ? "yes" : "no"));
	if (any && view->rows > 1) {
		g_autofree char *desc = cohort_sentence(r, view);
		struct chart c = {.id = "retention-cohorts",
						  .kind = "heat",
						  .title = words_text(r->words, r->cover->orders ? "chart_cohorts_title_orders" : "chart_cohorts_title"),
						  .subtitle = subtitle,
						  .desc = desc,
						  .words = r->words,
						  .unit = CHART_PERCENT,
						  .n = view->ages,
						  .x_labels = (const char *const *)ages,
						  .x_short = (const char *const *)shorts,
						  .head = words_text(r->words, "cohort_head"),
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
	g_strfreev(shorts);
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const families[] = {"retention", "renewal", "linking", "cohort", "projection"};
	static const char *const history[] = {"customers_opening", "customers_new",  "customers_returned", "customers_lost",
										  "customers_closing", "retention_rate", "churn_rate"};
	static const char *const facts_shown[] = {"retention_rate", "churn_rate", "net_customer_loss", "customers_closing"};
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(facts_shown); i++)
		bind_fact(body, "FACTS", p, facts_shown[i]);
	bind_customers_table(body, "ROLL", p);
	bind_customers_waterfall(body, "CHARTS", p);
	bind_trend_line(body, "CHARTS", p, "churn_rate");
	bind_trend_line(body, "CHARTS", p, "customers_closing");
	bind_cohorts(body, p);
	bind_survival(body, p);
	bind_reasons(body, "REASONS", p);
	bind_slice_tables(body, "TABLES", p, columns, G_N_ELEMENTS(columns));
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
	bind_history(body, "HISTORY", p, history, G_N_ELEMENTS(history));
}

const struct page_kind page_retention = {.name = "retention", .when = PAGE_EVERY_SPAN, .order = 3, .bind = bind};
