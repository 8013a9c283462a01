/* sources/qualtrics: the answers of a Qualtrics survey as CSV or TSV: three lines of names (ids, questions, import ids); the zone of its times
 * stands in the third. */
#include "sources/qualtrics.h"

#include <string.h>

static const char *const SIGNATURE[] = {"startdate", "enddate", "status", "finished", "recordeddate", "responseid", NULL};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "responseid"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "externalreference externaldatareference recipientemail"},
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

/* {"ImportId":"startDate","timeZone":"America/Denver"} */
static void begin(struct format_begin *b) {
	static const char KEY[] = "\"timeZone\":\"";
	for (size_t i = 0; b->further[i] != NULL && b->zone == NULL; i++)
		for (size_t k = 0; b->further[i][k] != NULL && b->zone == NULL; k++) {
			const char *zone = strstr(b->further[i][k], KEY);
			if (zone != NULL)
				b->zone = g_strndup(zone + strlen(KEY), strcspn(zone + strlen(KEY), "\""));
		}
}

const struct format format_qualtrics = {
	.name = "qualtrics",
	.title = "Qualtrics, answers as CSV",
	.signature = SIGNATURE,
	.header_rows = 3,
	.derived = QUALTRICS_DERIVED,
	.extras = QUALTRICS_EXTRAS,
	.row = qualtrics_row,
	.begin = begin,
	.records = {[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
