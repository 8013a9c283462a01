/* sources/chargebee_subscriptions: Chargebee's subscriptions, with their dotted names. Which columns hold the customer and the amount was
 * not found in any export: they are named in the columns block. A cancelled one ends on the day it says. */
#include "ingest/format.h"

static const char *const SIGNATURE[] = {"subscriptions_id", "subscriptions_plan_id", "subscriptions_status", "subscriptions_start_date", NULL};

static const struct format_field SUBSCRIPTIONS[] = {
	{FIELD_SUBSCRIPTION_ID, NEED_NONE, "subscriptions_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, NULL},
	{FIELD_START_DATE, NEED_CELL, "subscriptions_start_date"},
	{FIELD_FINISH_DATE, NEED_NONE, "subscriptions_cancelled_at"},
	{FIELD_AMOUNT, NEED_CELL, NULL},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_INTERVAL, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, "subscriptions_plan_id"},
	{FIELD_STATUS, NEED_NONE, "subscriptions_status"},
	{FIELD_TRIAL, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {{RECORD_SUBSCRIPTIONS, FIELD_TRIAL, "no"}, {0}};
static const char *const EXTRAS[] = {"subscriptions_trial_end", NULL};

static enum format_fate row(struct format_row *r) {
	const char *status = r->texts[FIELD_STATUS];
	if (r->extras[0] != NULL && r->extras[0][0] != '\0')
		r->changed[FIELD_START_DATE] = r->extras[0];
	if (status != NULL && (g_ascii_strcasecmp(status, "in_trial") == 0 || g_ascii_strcasecmp(status, "future") == 0))
		r->changed[FIELD_TRIAL] = "yes";
	return FORMAT_ROW;
}

const struct format format_chargebee_subscriptions = {
	.name = "chargebee_subscriptions",
	.title = "Chargebee, subscriptions",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_SUBSCRIPTIONS] = FORMAT_TABLE(SUBSCRIPTIONS)},
};
