/* sources/zendesk_tickets: Zendesk's tickets as CSV; the case of its names differs from export to export. */
#include "sources/zendesk.h"

static const char *const SIGNATURE[] = {"satisfaction_score", "created_at", "requester_email requester", NULL};
#define REQUESTER "requester_external_id requester_email requester"
static const struct format_field CONTACTS[] = {
	{FIELD_TICKET_ID, NEED_NONE, "id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, REQUESTER},
	{FIELD_OPENED_AT, NEED_CELL, "created_at"},
	{FIELD_FIRST_RESPONSE_AT, NEED_NONE, NULL},
	{FIELD_SOLVED_AT, NEED_NONE, NULL},
	{FIELD_REOPENED, NEED_NONE, NULL},
	{FIELD_OPENED_BY, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, "via"},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_UPDATED, NEED_NONE, NULL},
};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, REQUESTER},
	{FIELD_DATE, NEED_CELL, "solved_at updated_at created_at"},
	{FIELD_SURVEY, NEED_CELL, NULL},
	{FIELD_SCORE, NEED_COLUMN, "satisfaction_score"},
	{FIELD_SCALE, NEED_NONE, NULL},
	{FIELD_COMMENT, NEED_NONE, "satisfaction_comment"},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_UPDATED, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {ZENDESK_SURVEY, {RECORD_CONTACTS, FIELD_FIRST_RESPONSE_AT, ""}, {0}};
static const struct format_word WORDS[] = {ZENDESK_SCORES, {0}};
static const char *const EXTRAS[] = {ZENDESK_EXTRAS, NULL};

const struct format format_zendesk_tickets = {
	.name = "zendesk_tickets",
	.title = "Zendesk, tickets as CSV",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.words = WORDS,
	.extras = EXTRAS,
	.row = zendesk_row,
	.records = {[RECORD_CONTACTS] = FORMAT_TABLE(CONTACTS), [RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
