/* sources/hubspot_deals: HubSpot's deals, as orders: those won, on the day they were closed, of the first company they are associated with. */
#include "ingest/format.h"

#include <string.h>

static const char *const SIGNATURE[] = {"record_id", "deal_name", "deal_stage", NULL};
static const struct format_field ORDERS[] = {
	{FIELD_INVOICE_ID, NEED_NONE, "record_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "associated_company_ids associated_company_id"},
	{FIELD_DATE, NEED_CELL, "close_date"},
	{FIELD_AMOUNT, NEED_CELL, "amount_in_company_currency"},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_PRODUCT, NEED_NONE, NULL},
	{FIELD_STATUS, NEED_NONE, "deal_stage"},
};

static enum format_fate row(struct format_row *r) {
	const char *stage = r->texts[FIELD_STATUS];
	const char *companies = r->texts[FIELD_CUSTOMER_ID];
	if (stage != NULL && g_ascii_strncasecmp(stage, "closed won", 10) != 0 && g_ascii_strncasecmp(stage, "closedwon", 9) != 0)
		return FORMAT_VOID;
	const char *end = companies == NULL ? NULL : strchr(companies, ';');
	if (end != NULL) {
		g_autofree char *first = g_strndup(companies, (gsize)(end - companies));
		r->changed[FIELD_CUSTOMER_ID] = g_string_chunk_insert(r->scratch, g_strstrip(first));
	}
	return FORMAT_ROW;
}

const struct format format_hubspot_deals = {
	.name = "hubspot_deals", .title = "HubSpot, deals", .signature = SIGNATURE, .row = row, .records = {[RECORD_ORDERS] = FORMAT_TABLE(ORDERS)}};
