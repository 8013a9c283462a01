/* sources/hubspot_companies: HubSpot's companies. The day a record was created is not the day a customer signed, so it is not taken for that. */
#include "ingest/format.h"

static const char *const SIGNATURE[] = {"record_id", "company_name", "company_owner", NULL};
static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, "record_id"},
	{FIELD_NAME, NEED_NONE, "company_name"},
	{FIELD_SEGMENT, NEED_NONE, "industry"},
	{FIELD_REGION, NEED_NONE, "country/region"},
	{FIELD_SIGNUP_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_REASON, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, "original_source original_source_type"},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_EMAIL, NEED_NONE, NULL},
};

const struct format format_hubspot_companies = {
	.name = "hubspot_companies", .title = "HubSpot, companies", .signature = SIGNATURE, .records = {[RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS)}};
