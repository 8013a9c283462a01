/* sources/hubspot_contacts: HubSpot's contacts, where people are the customers. Their name stands in two columns. */
#include "ingest/format.h"

static const char *const SIGNATURE[] = {"record_id", "first_name", "last_name", "email", NULL};
static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, "record_id"},
	{FIELD_NAME, NEED_NONE, NULL},
	{FIELD_EMAIL, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, "original_source original_source_type"},
	{FIELD_REGION, NEED_NONE, "country/region"},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_SIGNUP_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_DATE, NEED_NONE, NULL},
	{FIELD_CANCEL_REASON, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {{RECORD_CUSTOMERS, FIELD_NAME, ""}, {0}};
static const char *const EXTRAS[] = {"first_name", "last_name", NULL};

static enum format_fate row(struct format_row *r) {
	const char *first = r->extras[0] == NULL ? "" : r->extras[0];
	const char *last = r->extras[1] == NULL ? "" : r->extras[1];
	g_autofree char *name = g_strconcat(first, first[0] != '\0' && last[0] != '\0' ? " " : "", last, NULL);
	r->changed[FIELD_NAME] = g_string_chunk_insert(r->scratch, name);
	return FORMAT_ROW;
}

const struct format format_hubspot_contacts = {
	.name = "hubspot_contacts",
	.title = "HubSpot, contacts",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS)},
};
