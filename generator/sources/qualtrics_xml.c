/* sources/qualtrics_xml: the answers of a Qualtrics survey as XML: elements are called by import ids, not as in its CSV. */
#include "sources/qualtrics.h"

static const char *const SIGNATURE[] = {"startdate", "enddate", "status", "recordeddate", "recordid", NULL};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "recordid"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "externaldatareference recipientemail"},
	{FIELD_DATE, NEED_CELL, "recordeddate enddate"},
	SURVEY_FIELDS,
	QUESTION_FIELDS,
	{FIELD_COMMENT, NEED_NONE, NULL},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_STATUS, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
};

const struct format format_qualtrics_xml = {
	.name = "qualtrics_xml",
	.title = "Qualtrics, answers as XML",
	.signature = SIGNATURE,
	.derived = QUALTRICS_DERIVED,
	.extras = QUALTRICS_EXTRAS,
	.row = qualtrics_row,
	.records = {[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
