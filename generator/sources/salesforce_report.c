/* sources/salesforce_report: a report of Salesforce's accounts. Below the rows stand lines of prose: who made it, and when. */
#include "ingest/format.h"

static const char *const SIGNATURE[] = {"account_name", "account_owner", "account_id", NULL};
static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, "account_id"},
	{FIELD_NAME, NEED_NONE, "account_name"},
	{FIELD_REGION, NEED_NONE, "billing_state/province"},
	{FIELD_SEGMENT, NEED_NONE, "type"},
	{FIELD_CHANNEL, NEED_NONE, "account_source lead_source"},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_EMAIL, NEED_NONE, NULL},
	{FIELD_SIGNUP_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_REASON, NEED_NONE, NULL},
};

static enum format_fate row(struct format_row *r) {
	/* An account has a name beside its id, wherever the two stand. */
	return r->n_filled <= 1 ? FORMAT_BESIDE : FORMAT_ROW;
}

const struct format format_salesforce_report = {
	.name = "salesforce_report", .title = "Salesforce, report of accounts", .signature = SIGNATURE, .row = row, .records = {[RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS)}};
