/* sources/zendesk_xml: Zendesk's tickets as XML; its elements are called with hyphens. */
#include "sources/zendesk.h"

static const char *const SIGNATURE[] = {"nice_id", "created_at", "requester_id", NULL};
static const struct format_field CONTACTS[] = {
	{FIELD_TICKET_ID, NEED_NONE, "nice_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "requester_external_id requester_email requester_id"},
	{FIELD_OPENED_AT, NEED_CELL, "created_at"},
	{FIELD_FIRST_RESPONSE_AT, NEED_NONE, NULL},
	{FIELD_SOLVED_AT, NEED_NONE, NULL},
	{FIELD_REOPENED, NEED_NONE, NULL},
	{FIELD_OPENED_BY, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_UPDATED, NEED_NONE, NULL},
};
static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "nice_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "requester_external_id requester_email requester_id"},
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

const struct format format_zendesk_xml = {
	.name = "zendesk_xml",
	.title = "Zendesk, tickets as XML",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.words = WORDS,
	.extras = EXTRAS,
	.row = zendesk_row,
	.records = {[RECORD_CONTACTS] = FORMAT_TABLE(CONTACTS), [RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)},
};
