/* sources/linkedin_ads: a report of LinkedIn's campaign manager: lines with the report, the account and its currency stand above the names. */
#include "ingest/format.h"

#include <string.h>

static const char *const SIGNATURE[] = {"start_date_(in_utc)", "campaign_name", "total_spent", NULL};
static const struct format_field SPEND[] = {
	{FIELD_DATE, NEED_CELL, "start_date_(in_utc)"},
	{FIELD_AMOUNT, NEED_CELL, "total_spent"},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
	{FIELD_PURPOSE, NEED_CELL, NULL},
	{FIELD_CATEGORY, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {
	{RECORD_SPEND, FIELD_CHANNEL, "LinkedIn Ads"}, {RECORD_SPEND, FIELD_PURPOSE, "acquisition"}, {RECORD_SPEND, FIELD_CATEGORY, "media"}, {0}};

/* "Currency: EUR", or the two in cells beside each other. */
static void begin(struct format_begin *b) {
	static const char KEY[] = "Currency:";
	for (size_t i = 0; b->above[i] != NULL && b->currency == NULL; i++)
		for (size_t k = 0; b->above[i][k] != NULL && b->currency == NULL; k++) {
			const char *cell = b->above[i][k];
			if (g_ascii_strncasecmp(cell, KEY, strlen(KEY)) != 0)
				continue;
			const char *code = cell + strlen(KEY);
			code += strspn(code, " ");
			if (code[0] == '\0' && b->above[i][k + 1] != NULL)
				code = b->above[i][k + 1];
			b->currency = g_strndup(code, 3);
		}
}

const struct format format_linkedin_ads = {
	.name = "linkedin_ads", .title = "LinkedIn Ads", .signature = SIGNATURE, .constants = CONSTANTS, .begin = begin, .records = {[RECORD_SPEND] = FORMAT_TABLE(SPEND)}};
