/* sources/zendesk: what the two exports of Zendesk's tickets share. Good and Bad are scores of 1 and 0; a ticket whose requester was not
 * asked, or did not answer, has none. An answer has the day the ticket was solved, of one still open the last that is known. The first reply is so many minutes after the ticket was opened. */
#ifndef SOURCES_ZENDESK_H
#define SOURCES_ZENDESK_H
#include "ingest/format.h"

#define ZENDESK_SCORES \
	{FIELD_SCORE, "good", "1"}, {FIELD_SCORE, "bad", "0"}, {FIELD_SCORE, "offered", ""}, {FIELD_SCORE, "not_offered", ""}, {FIELD_SCORE, "unoffered", ""}, \
	{FIELD_SCORE, "goodwithcomment", "1"}, {FIELD_SCORE, "badwithcomment", "0"}
#define ZENDESK_SURVEY {RECORD_SURVEYS, FIELD_SURVEY, "csat"}, {RECORD_SURVEYS, FIELD_SCALE, "0-1"}

#define ZENDESK_EXTRAS "first_reply_time_in_minutes", "updated_at", "created_at"

/* The first reply as a time, from the minutes in the first of the extras. */
static inline enum format_fate zendesk_row(struct format_row *r) {
	const char *opened = r->texts[FIELD_OPENED_AT];
	const char *day = r->texts[FIELD_DATE];
	for (size_t i = 1; i <= 2 && day != NULL && day[0] == '\0'; i++)
		day = r->changed[FIELD_DATE] = r->extras[i] == NULL ? "" : r->extras[i];
	if (opened == NULL || r->extras[0] == NULL || r->extras[0][0] == '\0')
		return FORMAT_ROW;
	g_autofree char *text = g_strconcat(opened, " + ", r->extras[0], " min", NULL);
	r->changed[FIELD_FIRST_RESPONSE_AT] = g_string_chunk_insert(r->scratch, text);
	return FORMAT_ROW;
}
#endif
