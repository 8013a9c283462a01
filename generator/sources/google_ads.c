/* sources/google_ads: a report of Google Ads: a title and a line of dates above the names, rows of totals below. Names are localised. */
#include "ingest/format.h"

#define DAY "day tag día jour giorno dag 日期 天 日"
#define COST "cost kosten coste costo coût 费用 費用"
static const char *const SIGNATURE[] = {
	DAY, COST, "impr impressions impressionen impresiones 展示次数 曝光次數", "campaign kampagne campaña campagne campagna 广告系列 廣告活動", NULL};
static const struct format_field SPEND[] = {
	{FIELD_DATE, NEED_CELL, DAY},
	{FIELD_AMOUNT, NEED_CELL, COST},
	{FIELD_CURRENCY, NEED_NONE, "currency_code währungscode código_de_moneda 货币代码 貨幣代碼"},
	{FIELD_CHANNEL, NEED_NONE, NULL},
	{FIELD_PURPOSE, NEED_CELL, NULL},
	{FIELD_CATEGORY, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {
	{RECORD_SPEND, FIELD_CHANNEL, "Google Ads"}, {RECORD_SPEND, FIELD_PURPOSE, "acquisition"}, {RECORD_SPEND, FIELD_CATEGORY, "media"}, {0}};

const struct format format_google_ads = {
	.name = "google_ads", .title = "Google Ads", .signature = SIGNATURE, .constants = CONSTANTS, .records = {[RECORD_SPEND] = FORMAT_TABLE(SPEND)}};
