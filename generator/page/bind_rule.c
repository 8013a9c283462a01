/* page/bind_rule: the rule in force behind a figure, in words. Knows which settings a reader of the report has to know of, and their sentences;
 * refuses to name a setting: whoever sets them finds their names on the method page. */
#include "page/bind.h"
#include <string.h>

static char *rule_choice(const struct report *r, enum setting s, const char *form) {
	const char *text = conf_text(r->conf, s);
	g_autofree char *key = g_strdup_printf(form, text ? text : "");
	return words_has(r->words, key) ? g_strdup(words_text(r->words, key)) : NULL;
}

static char *words_say_number(const struct report *r, const char *key, int64_t n) {
	return SAY(r->words, key, ARG_I("n", n));
}

/* The values of a list, one after the other; caller owns. */
static char *listed(const struct report *r, enum setting s) {
	return g_strjoinv(", ", conf_list(r->conf, s));
}

/* Settings whose sentence takes their value as it is: a choice by key, a number, a share, a list. */
static char *rule_plain(const struct report *r, enum setting s) {
	static const struct {
		enum setting setting;
		const char *key; /* of a choice, with %s for it */
		enum { A_CHOICE, A_NUMBER, A_SHARE, A_LIST } kind;
	} plain[] = {
		{SETTING_CHURN_DATE, "rule_churn_date_%s", A_CHOICE},
		{SETTING_CHURN_PAST_DUE_DAYS, "rule_past_due", A_NUMBER},
		{SETTING_CHURN_PAYMENT_REASONS, "rule_payment_reasons", A_LIST},
		{SETTING_MRR_DISCOUNTS, "rule_discounts_%s", A_CHOICE},
		{SETTING_SURVEY_REVERSED, "rule_reversed", A_LIST},
		{SETTING_CSAT_TOP, "rule_csat_top", A_NUMBER},
		{SETTING_RESPONSE_DAYS, "rule_response_days", A_NUMBER},
		{SETTING_LINK_LOOKBACK, "rule_lookback", A_NUMBER},
		{SETTING_SLA_HOURS, "rule_sla", A_NUMBER},
		{SETTING_PROFIT_FLOOR, "rule_floor", A_SHARE},
		{SETTING_CLV_FIRST, "rule_clv_first_%s", A_CHOICE},
		{SETTING_CLV_FOR_RATIO, "rule_for_ratio_%s", A_CHOICE},
		{SETTING_CLV_DISCOUNT_RATE, "rule_rate", A_SHARE},
		{SETTING_CAC_LAG, "rule_lag", A_NUMBER},
		{SETTING_PAID_CHANNELS, "rule_paid", A_LIST},
		{SETTING_EARNED_CHANNELS, "rule_earned", A_LIST},
		{SETTING_KEEP_PURPOSES, "rule_keeping", A_LIST},
		{SETTING_SURVIVAL_HORIZON, "rule_horizon", A_NUMBER},
		{SETTING_PROJECTION_MONTHS, "rule_projection", A_NUMBER},
		{SETTING_TARGET_CUSTOMERS, "rule_target", A_NUMBER},
		{SETTING_SIGNALS_FALL_Q, "rule_fall_q", A_SHARE},
		{SETTING_MIN_N, "rule_min_n", A_NUMBER},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		if (plain[i].setting != s)
			continue;
		if (plain[i].kind == A_CHOICE)
			return rule_choice(r, s, plain[i].key);
		if (plain[i].kind == A_NUMBER)
			return words_say_number(r, plain[i].key, conf_int(r->conf, s));
		g_autofree char *text = plain[i].kind == A_SHARE ? format_percent(r->words, conf_number(r->conf, s), 0) : listed(r, s);
		return SAY(r->words, plain[i].key, ARG_S("list", text));
	}
	return NULL;
}

static char *rule_of(const struct report *r, enum setting s, bool capped) {
	if (s == SETTING_GROSS_MARGIN && !conf_has(r->conf, s) && r->cover->has[HAS_COST])
		return g_strdup(words_text(r->words, "rule_margin_work"));
	switch (s) {
	case SETTING_ORDERS_ZERO: return rule_choice(r, s, "rule_zero_%s");
	case SETTING_TARGET_MRR: {
		g_autofree char *money = bind_number(r, UNIT_MONEY, conf_number(r->conf, s), false);
		return SAY(r->words, "rule_target_mrr", ARG_S("money", money));
	}
	case SETTING_CHURN_RULE: return rule_choice(r, s, "rule_churn_%s");
	case SETTING_MRR_REACTIVATION: return rule_choice(r, s, "rule_reactivation_%s");
	case SETTING_SURVEY_PER_CUSTOMER:
	case SETTING_CSAT_PER_CUSTOMER: return rule_choice(r, s, "rule_answers_%s");
	case SETTING_INACTIVE_AFTER: return words_say_number(r, "rule_inactive", conf_int(r->conf, s));
	case SETTING_CLV_CAP: return words_say_number(r, capped ? "rule_cap_binds" : "rule_cap", conf_int(r->conf, s));
	case SETTING_GROSS_MARGIN: {
		g_autofree char *share = format_percent(r->words, conf_number(r->conf, s), 0);
		return SAY(r->words, "rule_margin", ARG_S("share", share));
	}
	default: return rule_plain(r, s);
	}
}

/* min_n is of groups: beside a figure of all it would say nothing. */
static GPtrArray *rules_of(const struct report *r, const struct metric *m, const struct value *v, bool of_groups) {
	GPtrArray *rules = g_ptr_array_new_with_free_func(g_free);
	for (int s = 0; s < SETTING_COUNT; s++) {
		if (!rule_applies(m, (enum setting)s, r->conf, r->cover) || (s == SETTING_MIN_N && !of_groups))
			continue;
		char *rule = rule_of(r, (enum setting)s, v->capped);
		if (rule)
			g_ptr_array_add(rules, rule);
	}
	return rules;
}

static char *joined(const struct report *r, GPtrArray *rules) {
	if (rules->len == 0)
		return NULL;
	g_ptr_array_add(rules, NULL);
	return g_strjoinv(words_text(r->words, "rule_and"), (char **)rules->pdata);
}

GPtrArray *bind_rule_list(const struct report *r, const struct metric *m, const struct value *v) {
	return rules_of(r, m, v, false);
}

char *bind_rules(const struct report *r, const struct metric *m, const struct value *v) {
	g_autoptr(GPtrArray) rules = rules_of(r, m, v, false);
	return joined(r, rules);
}

char *bind_rules_whole(const struct report *r, const struct metric *m, const struct value *v) {
	g_autoptr(GPtrArray) rules = rules_of(r, m, v, true);
	return joined(r, rules);
}
