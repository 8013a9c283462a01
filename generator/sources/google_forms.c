/* sources/google_forms: the answers of a Google Form as its sheet gives them; one that does not ask for addresses is named by format = "google_forms". */
#include "ingest/format.h"
#include "sources/questions.h"

static const char *const SIGNATURE[] = {
	"timestamp zeitstempel marca_temporal horodateur 时间戳记 時間戳記", "email_address e_mail_adresse dirección_de_correo_electrónico adresse_e_mail 电子邮件地址 電子郵件地址", NULL};
static const struct format_field SURVEYS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, "email_address e_mail_adresse dirección_de_correo_electrónico adresse_e_mail 电子邮件地址 電子郵件地址"},
	{FIELD_DATE, NEED_CELL, "timestamp zeitstempel marca_temporal horodateur 时间戳记 時間戳記"},
	SURVEY_FIELDS,
	QUESTION_FIELDS,
	{FIELD_COMMENT, NEED_NONE, NULL},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
	{FIELD_PLAN, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
};

const struct format format_google_forms = {
	.name = "google_forms", .title = "Google Forms, answers", .signature = SIGNATURE, .records = {[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS)}};
