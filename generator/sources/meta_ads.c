/* sources/meta_ads: a report of Meta's ads manager: the currency stands in the name of the amount. Names are localised.
 * A row of no campaign, in a report by campaign, is the sum of the others. */
#include "ingest/format.h"

#define AMOUNT "amount_spent_(* ausgegebener_betrag_(* importe_gastado_(* montant_dépensé_(* importo_speso_(* 花费金额_(* 已花費金額_(*"
#define DAY "day tag día jour giorno 天 日 reporting_starts beginn_des_berichts inicio_del_informe début_des_rapports 报告开始日期 分析報告開始"
static const char *const SIGNATURE[] = {AMOUNT, DAY, NULL};
static const struct format_field SPEND[] = {
	{FIELD_DATE, NEED_CELL, DAY},
	{FIELD_AMOUNT, NEED_CELL, AMOUNT},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, NULL},
	{FIELD_PURPOSE, NEED_CELL, NULL},
	{FIELD_CATEGORY, NEED_NONE, NULL},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
};
static const struct format_constant CONSTANTS[] = {
	{RECORD_SPEND, FIELD_CHANNEL, "Meta Ads"}, {RECORD_SPEND, FIELD_PURPOSE, "acquisition"}, {RECORD_SPEND, FIELD_CATEGORY, "media"}, {0}};

static const char *const EXTRAS[] = {"campaign_name kampagnenname nombre_de_la_campaña nom_de_la_campagne nome_della_campagna 广告系列名称 行銷活動名稱", NULL};

static enum format_fate row(struct format_row *r) {
	return r->extras[0] != NULL && r->extras[0][0] == '\0' ? FORMAT_BESIDE : FORMAT_ROW;
}

const struct format format_meta_ads = {
	.name = "meta_ads",
	.title = "Meta Ads",
	.signature = SIGNATURE,
	.constants = CONSTANTS,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_SPEND] = FORMAT_TABLE(SPEND)},
};
