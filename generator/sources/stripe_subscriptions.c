/* sources/stripe_subscriptions: the subscriptions export of Stripe's dashboard. Its columns are chosen by the user, so that few are sure.
 * What is paid begins with the end of a trial; a subscription still on trial, or never begun to be paid, is a trial. */
#include "ingest/format.h"
#include "base/text.h"

#include <string.h>

static const char *const SIGNATURE[] = {
	"customer_id", "status", "interval", "plan product", "created_(utc) start_(utc) start_date_(utc) current_period_start_(utc)", NULL};

static const struct format_field SUBSCRIPTIONS[] = {
	{FIELD_SUBSCRIPTION_ID, NEED_NONE, "id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, NULL},
	{FIELD_START_DATE, NEED_CELL, "start_(utc) start_date_(utc) created_(utc)"},
	{FIELD_FINISH_DATE, NEED_NONE, "ended_at_(utc)"},
	{FIELD_NOTICE_DATE, NEED_NONE, "canceled_at_(utc)"},
	{FIELD_AMOUNT, NEED_CELL, NULL},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_INTERVAL, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_PRODUCT, NEED_NONE, NULL},
	{FIELD_STATUS, NEED_NONE, NULL},
	{FIELD_TRIAL, NEED_NONE, NULL},
};
static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, NULL}, {FIELD_NAME, NEED_NONE, "customer_name customer_description"}, {FIELD_EMAIL, NEED_NONE, "customer_email"},
	{FIELD_SIGNUP_DATE, NEED_NONE, "start_(utc) start_date_(utc) created_(utc)"}, {FIELD_CANCEL_REASON, NEED_NONE, "cancellation_reason"},
	{FIELD_CANCEL_DATE, NEED_NONE, "ended_at_(utc)"},
	{FIELD_PLAN, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {{RECORD_SUBSCRIPTIONS, FIELD_TRIAL, "no"}, {0}};
static const char *const EXTRAS[] = {"trial_end_(utc)", NULL};

static enum format_fate row(struct format_row *r) {
	static const char *const UNPAID[] = {"trialing", "incomplete", "incomplete_expired"};
	const char *status = r->texts[FIELD_STATUS];
	const char *trial_end = r->extras[0];
	if (trial_end != NULL && trial_end[0] != '\0')
		r->changed[FIELD_START_DATE] = trial_end;
	for (size_t i = 0; status != NULL && i < G_N_ELEMENTS(UNPAID); i++)
		if (g_ascii_strcasecmp(status, UNPAID[i]) == 0)
			r->changed[FIELD_TRIAL] = "yes";
	return FORMAT_ROW;
}

const struct format format_stripe_subscriptions = {
	.name = "stripe_subscriptions",
	.title = "Stripe, subscriptions",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_SUBSCRIPTIONS] = FORMAT_TABLE(SUBSCRIPTIONS), [RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS)},
};
