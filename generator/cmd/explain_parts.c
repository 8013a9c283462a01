/* cmd/explain_parts: see explain_parts.h. */
#include "cmd/explain_parts.h"
#include "cmd/command.h"
#include "metric/eval.h"
#include "page/bind.h"

#include <stdio.h>
#include <string.h>

#define PARTS_MOST 8

/* Parts are metrics of the same period; behind "year:" of the 12 months that end with it. CHURN: m; MARGIN, RATE: their settings. */
static const struct made_of {
	const char *metric;
	const char *parts[PARTS_MOST];
} made_of[] = {
	{"nps", {"nps_promoters", "nps_passives", "nps_detractors"}},
	{"customers_closing", {"customers_opening", "customers_new", "customers_new_lost", "customers_returned", "customers_lost"}},
	{"net_customer_loss", {"customers_opening", "customers_closing"}},
	{"churn_annualised", {"CHURN"}},
	{"growth_ceiling", {"GAINED", "CHURN"}},
	{"ceiling_half_life", {"CHURN"}},
	{"mrr_closing", {"mrr_opening", "mrr_new", "mrr_reactivation", "mrr_expansion", "mrr_contraction", "mrr_churned", "mrr_fx"}},
	{"revenue_churn", {"nrr"}},
	{"gross_revenue_churn", {"grr"}},
	{"quick_ratio", {"mrr_new", "mrr_expansion", "mrr_contraction", "mrr_churned"}},
	{"clv", {"arpa", "MARGIN", "CHURN", "lifetime"}},
	{"clv_discounted", {"arpa", "MARGIN", "CHURN", "RATE"}},
	{"lifetime", {"CHURN"}},
	{"value_of_point", {"year:customers_opening", "arpa", "MARGIN"}},
	{"retention_leverage", {"year:retention_rate", "RATE"}},
	{"cac", {"spend_acquisition", "customers_new"}},
	{"clv_cac", {"clv", "cac"}},
	{"payback_months", {"cac", "payback_revenue", "MARGIN"}},
	{"payback_survival", {"cac", "payback_months", "CHURN"}},
	{"acquisition_multiple", {"year:cac", "cost_to_keep"}},
	{"lost_revenue_year", {"mrr_churned", "mrr_contraction"}},
	{"replacement_cost", {"customers_lost", "cac"}},
	{"spend_share_acquisition", {"spend_acquisition", "spend_keeping"}},
	{"earned_growth", {"year:mrr_opening", "year:nrr", "year:mrr_new_earned"}},
	{"needed_new", {"customers_closing", "year:retention_rate"}},
	{"discount_gap", {"discount_new", "discount_existing"}},
	{"expected_kept_share", {"expected_kept", "customers_closing"}},
};

static void print_line(const char *name, const char *figure) {
	printf("  %s: %s\n", name, figure);
}

static void print_metric(const struct report *r, const char *part, size_t span) {
	bool year = g_str_has_prefix(part, "year:");
	const struct metric *m = metric_find(year ? part + strlen("year:") : part);
	size_t at = year ? eval_year(results_eval(r->results), span) : span;
	if (m == NULL || at == SPAN_ABSENT)
		return;
	g_autofree char *title = bind_text_of(r, m->id, "title"), *figure = bind_figure(r, m, result(r->results, m->id, at, SLICE_ALL), true);
	g_autofree char *name = year ? g_strdup_printf("%s, 12 months", title) : g_strdup(title);
	print_line(name, figure);
}

static void print_churn(const struct report *r, size_t span, bool gained) {
	struct monthly_churn m = eval_monthly_churn(results_eval(r->results), span, SLICE_ALL);
	g_autofree char *lost = format_count(r->words, m.lost), *at_risk = format_count(r->words, m.at_risk), *net = format_count(r->words, m.gained);
	if (gained && m.months > 0) {
		printf("  joined and stayed or returned in the last %d complete months: %s, a month %.2f\n", m.months, net, (double)m.gained / m.months);
		return;
	}
	printf("  m, leavers over customers at risk in the last %d complete months: %s of %s", m.months, lost, at_risk);
	if (m.at_risk > 0 && m.lost > 0)
		printf(" = %.4f, so that 1 / m = %.1f months", (double)m.lost / (double)m.at_risk, (double)m.at_risk / (double)m.lost);
	putchar('\n');
}

/* The setting as it was written, else what the work leaves. */
static void print_margin(const struct report *r, size_t span) {
	int64_t margin = eval_margin(results_eval(r->results), span);
	if (conf_has(r->conf, SETTING_GROSS_MARGIN))
		print_line("gross margin", conf_text(r->conf, SETTING_GROSS_MARGIN));
	else if (margin == EVAL_NO_MARGIN)
		print_line("gross margin", "not set");
	else
		printf("  gross margin, what the cost of work leaves of the revenue of 12 months: %.4f\n", (double)margin / (double)EVAL_BILLION);
}

static void print_part(const struct report *r, const char *part, size_t span) {
	if (strcmp(part, "CHURN") == 0 || strcmp(part, "GAINED") == 0)
		print_churn(r, span, part[0] == 'G');
	else if (strcmp(part, "MARGIN") == 0)
		print_margin(r, span);
	else if (strcmp(part, "RATE") == 0)
		print_line("discount rate a year", conf_text(r->conf, SETTING_CLV_DISCOUNT_RATE));
	else
		print_metric(r, part, span);
}

/* Each class of the last answer: how many there are, and what became of as many a year ago. */
static void print_classes(const struct report *r, size_t span) {
	static const char *const names[] = {"promoters", "passives", "detractors", "without an answer"};
	for (int i = 0; i < 4; i++) {
		int64_t now = fact(r->facts, span, SLICE_ALL, FACT_KEEP_NOW_PROMOTER + (enum fact)i), base = fact(r->facts, span, SLICE_ALL, FACT_KEEP_BASE_PROMOTER + (enum fact)i);
		int64_t stayed = fact(r->facts, span, SLICE_ALL, FACT_KEEP_STAYED_PROMOTER + (enum fact)i);
		if (base == 0)
			continue;
		g_autofree char *n = format_count(r->words, now), *of = format_count(r->words, base), *kept = format_count(r->words, stayed);
		double share = (double)stayed / (double)base;
		printf("  %s: %s now × %s of %s still here after a year (%.1f %%) = %.1f\n", names[i], n, kept, of, 100 * share, (double)now * share);
	}
}

void explain_parts(const struct report *r, const struct metric *m, size_t span) {
	if (!value_shown(result(r->results, m->id, span, SLICE_ALL)))
		return;
	if (strcmp(m->id, "expected_kept") == 0) {
		puts("\nMade of");
		print_classes(r, span);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(made_of); i++) {
		if (strcmp(made_of[i].metric, m->id) != 0)
			continue;
		puts("\nMade of");
		for (size_t k = 0; k < PARTS_MOST && made_of[i].parts[k] != NULL; k++)
			print_part(r, made_of[i].parts[k], span);
	}
}
