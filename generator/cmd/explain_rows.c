/* cmd/explain_rows: see explain_rows.h. What a metric's rules say it is made of tells most exports; the rest stands in a table. */
#include "cmd/explain_rows.h"
#include <string.h>

static const struct {
	const char *record, *metrics; /* ids between blanks */
} reads[] = {
	{"surveys", " survey_coverage comment_rate response_rate "},
	{"invitations", " response_rate "},
	{"spend", " spend_acquisition spend_keeping spend_share_acquisition cost_to_keep cost_to_keep_retention "},
	{"contacts", " first_response_sla first_response_median backlog solved_median reopen_rate contacts_per_customer csat_late_gap reactive recovery_contacted recovery_better"
	             " recovery_better_silent recovery_stayed recovery_stayed_silent recovery_referred recovery_referred_silent list_welcome list_recover list_review "},
	{"work", " scope profitability clients_below_floor "},
	{"customers", " churn_payment churn_chosen blame referral_share cac_referral mrr_new_earned mrr_new_bought mrr_new_unknown earned_growth earned_growth_ratio promoters_referred"
	              " recovery_referred recovery_referred_silent list_dates list_refer "},
};

static bool is_read(const struct report *r, const struct metric *m, const char *record) {
	const uint64_t answers = ASKED_NPS | ASKED_CSAT | ASKED_CES;
	g_autofree char *id = g_strdup_printf(" %s ", m->id);
	for (size_t i = 0; i < G_N_ELEMENTS(reads); i++)
		if (strcmp(reads[i].record, record) == 0 && strstr(reads[i].metrics, id) != NULL)
			return true;
	if (strcmp(record, r->cover->source) == 0)
		return (m->rules & (RULES_HERE | RULES_LISTED)) != 0;
	if (strcmp(record, "rates") == 0)
		return r->cover->multi_currency && (m->rules & (RULE(MRR_DISCOUNTS) | RULE(CAC_LAG))) != 0;
	if (strcmp(record, "surveys") == 0)
		return (m->rules & answers) != 0;
	return strcmp(record, "spend") == 0 && (m->rules & (RULE(CAC_LAG) | RULE(KEEP_PURPOSES))) != 0;
}

GPtrArray *explain_rows(const struct report *r, const struct metric *m) {
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < r->sources->len; i++) {
		const struct report_source *s = g_ptr_array_index(r->sources, i);
		if (!is_read(r, m, s->record))
			continue;
		g_autofree char *file = g_path_get_basename(s->file);
		g_ptr_array_add(lines, SAY(r->words, "explain_file", ARG_S("file", file), ARG_I("rows", s->rows), ARG_I("used", s->used), ARG_I("refused", s->refused), ARG_I("duplicate", s->duplicate)));
		for (size_t k = 0; k < s->n_rules; k++) {
			g_autofree char *key = g_strdup_printf("used_rule_%s", s->rules[k].rule);
			g_ptr_array_add(lines, SAY(r->words, key, ARG_I("n", s->rules[k].rows)));
		}
	}
	return lines;
}
