/* metric/rule: which settings change a figure, declared once: a metric's row names them with RULE() and the groups below, rule.c says for which kind of
 * business each of them means anything. From the two comes the rule in force that is printed beside every figure. Knows settings and kinds of business;
 * refuses to know sentences. What a setting does to a report as a whole (its currency, its last day) is no rule of a figure. */
#ifndef METRIC_RULE_H
#define METRIC_RULE_H
#include "config/config.h"

/* A setting that a figure of a metric hangs on, as a bit of metric.rules. */
#define RULE(setting) (UINT64_C(1) << SETTING_##setting)
#define RULES_NONE UINT64_C(0)
/* Questions whose scores a figure reads: survey.reversed concerns it when it names one of them. */
#define ASKED_NPS (UINT64_C(1) << 61)
#define ASKED_CSAT (UINT64_C(1) << 62)
#define ASKED_CES (UINT64_C(1) << 63)

/* Who began when. */
#define RULES_JOINED (RULE(CHURN_DATE) | RULE(ORDERS_ZERO))
/* Who is a customer when. */
#define RULES_HERE (RULES_JOINED | RULE(CHURN_PAST_DUE_DAYS) | RULE(INACTIVE_AFTER))
/* … under contract: of figures that orders have not, or count in windows of their own. */
#define RULES_TERMS (RULE(CHURN_DATE) | RULE(CHURN_PAST_DUE_DAYS))
/* What becomes of those who began: contracts by who is here, orders by single orders. */
#define RULES_FOLLOWED (RULES_JOINED | RULES_TERMS)
/* What new customers bring at their beginning. */
#define RULES_FIRST (RULES_JOINED | RULE(INACTIVE_AFTER) | RULE(MRR_DISCOUNTS))
/* What customers pay, and who is one. */
#define RULES_PAID (RULES_HERE | RULE(MRR_DISCOUNTS))
/* Payments at a list price. */
#define RULES_LISTED (RULE(ORDERS_ZERO) | RULE(CHURN_DATE))
/* Answers of a period. */
#define RULES_NPS (ASKED_NPS | RULE(SURVEY_PER_CUSTOMER))
#define RULES_CSAT (ASKED_CSAT | RULE(SURVEY_PER_CUSTOMER) | RULE(CSAT_PER_CUSTOMER))
#define RULES_CES (ASKED_CES | RULE(SURVEY_PER_CUSTOMER))

struct coverage;
struct metric;
/* Whether the metric's row names the setting, whatever its value and the kind of business. */
bool rule_reads(const struct metric *m, enum setting s);
/* Whether the setting stands behind the figures of a metric here: it is named, has a value, and means something for this kind of business. */
bool rule_applies(const struct metric *m, enum setting s, const struct client_conf *c, const struct coverage *cover);
/* Whether the setting is of the report as a whole and no rule of single figures; and whether it is declared at all. */
bool rule_is_whole(enum setting s);
bool rule_has_kind(enum setting s);
#endif
