/* page/bind_rule: the rule in force behind a figure, in words. Knows which settings a reader of the report has to know of, and their sentences;
 * refuses to name a setting: whoever sets them finds their names on the method page. */
#include "page/bind.h"
#include <string.h>

static char *rule_choice(const struct report *r, enum setting s, const char *form) {
	const char *text = conf_text(r->conf, s);
	g_autofree char *key = g_strdup_printf(form, text ? text : "");
	return words_has(r->words, key) ? g_strdup(words_text(r->words, key)) : NULL;
}

static char *rule_of(const struct report *r, enum setting s, bool capped) {
	if (!conf_has(r->conf, s))
		return NULL;
	switch (s) {
	case SETTING_CHURN_RULE: return rule_choice(r, s, "rule_churn_%s");
	case SETTING_MRR_REACTIVATION: return r->cover->orders ? NULL : rule_choice(r, s, "rule_reactivation_%s");
	case SETTING_SURVEY_PER_CUSTOMER: return rule_choice(r, s, "rule_answers_%s");
	case SETTING_INACTIVE_AFTER: return r->cover->orders ? SAY(r->words, "rule_inactive", ARG_I("n", conf_int(r->conf, s))) : NULL;
	case SETTING_CLV_CAP: return SAY(r->words, capped ? "rule_cap_binds" : "rule_cap", ARG_I("n", conf_int(r->conf, s)));
	case SETTING_GROSS_MARGIN: {
		g_autofree char *share = format_percent(r->words, conf_number(r->conf, s), 0);
		return SAY(r->words, "rule_margin", ARG_S("share", share));
	}
	default: return NULL;
	}
}

char *bind_rules(const struct report *r, const struct metric *m, const struct value *v) {
	GString *all = g_string_new(NULL);
	for (int i = 0; i < m->n_rules; i++) {
		g_autofree char *rule = rule_of(r, m->rules[i], v->capped);
		if (rule)
			g_string_append_printf(all, "%s%s", all->len > 0 ? words_text(r->words, "rule_and") : "", rule);
	}
	if (all->len == 0) {
		g_string_free(all, TRUE);
		return NULL;
	}
	return g_string_free(all, FALSE);
}
