/* sources/surveymonkey: the answers of a SurveyMonkey survey: two lines of names, the second with the choices or "Open-Ended Response", or empty. */
#include "ingest/format.h"
#include "sources/questions.h"

static const char *const SIGNATURE[] = {"respondent_id", "collector_id", "start_date", "end_date", NULL};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "respondent_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "custom_data_1 email_address"},
	{FIELD_DATE, NEED_CELL, "end_date start_date"},
	SURVEY_FIELDS,
	QUESTION_FIELDS,
	{FIELD_COMMENT, NEED_NONE, NULL},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
};

static const char *const EXTRAS[] = {"email_address", NULL};

static enum format_fate row(struct format_row *r) {
	answer_by_address(r);
	return FORMAT_ROW;
}

const struct format format_surveymonkey = {
	.name = "surveymonkey",
	.title = "SurveyMonkey, answers",
	.signature = SIGNATURE,
	.header_rows = 2,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
