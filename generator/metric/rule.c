/* metric/rule: see rule.h. A setting is either for some kinds of business or of the report as a whole; a test asks that every one is declared. */
#include "metric/rule.h"
#include "metric/metric.h"
#include <string.h>

/* Kinds of business, by the export that says who is a customer when. */
#define SUBSCRIPTIONS 1u
#define INVOICES 2u
#define DATES 4u /* of the customers export */
#define SNAPSHOT 8u
#define ORDERS 16u
#define CONTRACTS (SUBSCRIPTIONS | INVOICES | DATES)
#define EVERY (CONTRACTS | SNAPSHOT | ORDERS)
/* Of the report as a whole: what is read, how it looks, what is shown; said once, with the settings in force. */
#define WHOLE 32u

_Static_assert(SETTING_COUNT <= 61, "a setting is a bit of metric.rules below ASKED_NPS");

static const unsigned kinds[SETTING_COUNT] = {
	[SETTING_OUT] = WHOLE,
	[SETTING_LANGUAGE] = WHOLE,
	[SETTING_FORMATS] = WHOLE,
	[SETTING_CURRENCY] = WHOLE,
	[SETTING_TIMEZONE] = WHOLE,
	[SETTING_THEME] = WHOLE,
	[SETTING_AS_OF] = WHOLE,
	[SETTING_HISTORY_START] = WHOLE,
	[SETTING_END_DATE] = WHOLE,
	[SETTING_PERIOD_END] = WHOLE,
	[SETTING_INACTIVE_AFTER] = ORDERS,
	[SETTING_ORDERS_ZERO] = ORDERS,
	[SETTING_CHURN_RULE] = EVERY,
	[SETTING_CHURN_DATE] = CONTRACTS,
	[SETTING_CHURN_PAST_DUE_DAYS] = INVOICES,
	[SETTING_CHURN_PAYMENT_REASONS] = CONTRACTS | ORDERS,
	[SETTING_MRR_DISCOUNTS] = SUBSCRIPTIONS,
	[SETTING_MRR_REACTIVATION] = CONTRACTS,
	[SETTING_SURVEY_PER_CUSTOMER] = EVERY,
	[SETTING_SURVEY_REVERSED] = EVERY,
	[SETTING_CSAT_PER_CUSTOMER] = EVERY,
	[SETTING_CSAT_TOP] = EVERY,
	[SETTING_RESPONSE_DAYS] = EVERY,
	[SETTING_LINK_LOOKBACK] = EVERY,
	[SETTING_SLA_HOURS] = EVERY,
	[SETTING_PROFIT_FLOOR] = EVERY,
	[SETTING_GROSS_MARGIN] = EVERY,
	[SETTING_CLV_CAP] = EVERY,
	[SETTING_CLV_FIRST] = EVERY,
	[SETTING_CLV_FOR_RATIO] = EVERY,
	[SETTING_CLV_DISCOUNT_RATE] = EVERY,
	[SETTING_CAC_LAG] = EVERY,
	[SETTING_PAID_CHANNELS] = EVERY,
	[SETTING_EARNED_CHANNELS] = EVERY,
	[SETTING_KEEP_PURPOSES] = EVERY,
	[SETTING_SURVIVAL_HORIZON] = EVERY,
	[SETTING_PROJECTION_MONTHS] = CONTRACTS,
	[SETTING_TARGET_CUSTOMERS] = EVERY,
	[SETTING_TARGET_MRR] = EVERY,
	[SETTING_SIGNALS_Q] = WHOLE,
	[SETTING_SIGNALS_FALL_Q] = EVERY,
	[SETTING_MIN_N] = EVERY,
	[SETTING_SLICES_BY] = WHOLE,
	[SETTING_SLICES_MAX] = WHOLE,
	[SETTING_LIST_MAX] = WHOLE,
	[SETTING_MAX_REJECTED] = WHOLE,
	[SETTING_LIMIT_CELL] = WHOLE,
	[SETTING_LIMIT_UNPACKED] = WHOLE,
	[SETTING_MATCH] = WHOLE,
};

static unsigned kind_of(const struct coverage *cover) {
	static const struct {
		const char *source;
		unsigned kind;
	} sources[] = {{"subscriptions", SUBSCRIPTIONS}, {"invoices", INVOICES}, {"customers", DATES}};
	if (cover->snapshot)
		return SNAPSHOT;
	if (cover->orders)
		return ORDERS;
	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		if (g_strcmp0(cover->source, sources[i].source) == 0)
			return sources[i].kind;
	return 0;
}

static const struct {
	uint64_t asked;
	const char *name;
} questions[] = {{ASKED_NPS, "nps"}, {ASKED_CSAT, "csat"}, {ASKED_CES, "ces"}};

bool rule_reads(const struct metric *m, enum setting s) {
	if (s == SETTING_SURVEY_REVERSED)
		return (m->rules & (ASKED_NPS | ASKED_CSAT | ASKED_CES)) != 0;
	if (s == SETTING_MIN_N)
		return SLICED_OF(m) != SLICED_NO || (m->rules >> s & 1) != 0;
	return (m->rules >> s & 1) != 0;
}

/* Whether survey.reversed names a question the figure reads. */
static bool turned(const struct metric *m, const struct client_conf *c) {
	const char *const *reversed = (const char *const *)conf_list(c, SETTING_SURVEY_REVERSED);
	for (size_t i = 0; i < G_N_ELEMENTS(questions); i++)
		if ((m->rules & questions[i].asked) != 0 && g_strv_contains(reversed, questions[i].name))
			return true;
	return false;
}

/* Whether another setting leaves this one nothing to say. */
static bool overruled(const struct metric *m, enum setting s, const struct client_conf *c) {
	switch (s) {
	case SETTING_SURVEY_REVERSED: return !turned(m, c);
	/* csat's own setting, where it is set, stands in the place of that of all surveys */
	case SETTING_SURVEY_PER_CUSTOMER: return rule_reads(m, SETTING_CSAT_PER_CUSTOMER) && conf_has(c, SETTING_CSAT_PER_CUSTOMER);
	case SETTING_CHURN_PAST_DUE_DAYS: return conf_is(c, SETTING_CHURN_DATE, "last_payment");
	case SETTING_MIN_N: return SLICED_OF(m) != SLICED_NO && conf_list(c, SETTING_SLICES_BY)[0] == NULL;
	/* of the value that stands above the cost only what that one is made of */
	case SETTING_CLV_CAP: return rule_reads(m, SETTING_CLV_FOR_RATIO) && conf_is(c, SETTING_CLV_FOR_RATIO, "clv_discounted");
	case SETTING_CLV_FIRST:
	case SETTING_CLV_DISCOUNT_RATE: return rule_reads(m, SETTING_CLV_FOR_RATIO) && conf_is(c, SETTING_CLV_FOR_RATIO, "clv");
	default: return false;
	}
}

bool rule_applies(const struct metric *m, enum setting s, const struct client_conf *c, const struct coverage *cover) {
	return (kinds[s] & kind_of(cover)) != 0 && conf_has(c, s) && rule_reads(m, s) && !overruled(m, s, c);
}

bool rule_is_whole(enum setting s) {
	return kinds[s] == WHOLE;
}

bool rule_has_kind(enum setting s) {
	return kinds[s] != 0;
}
