/* sources/typeform: the answers of a Typeform. Who answered stands in a hidden field, which the columns block names unless it is called so.
 * An answer not sent to the end has the day of its last stage. */
#include "ingest/format.h"
#include "sources/questions.h"

static const char *const SIGNATURE[] = {"#", "start_date_(utc)", "submit_date_(utc)", "network_id", NULL};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "#"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "customerid user_id userid email"},
	{FIELD_DATE, NEED_CELL, "submit_date_(utc) stage_date_(utc)"},
	SURVEY_FIELDS,
	QUESTION_FIELDS,
	{FIELD_COMMENT, NEED_NONE, NULL},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
};

static const char *const EXTRAS[] = {"stage_date_(utc)", NULL};

static enum format_fate row(struct format_row *r) {
	const char *sent = r->texts[FIELD_DATE];
	if (sent != NULL && sent[0] == '\0' && r->extras[0] != NULL && r->extras[0][0] != '\0')
		r->changed[FIELD_DATE] = r->extras[0];
	return FORMAT_ROW;
}

const struct format format_typeform = {
	.name = "typeform",
	.title = "Typeform, answers",
	.signature = SIGNATURE,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
