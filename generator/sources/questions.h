/* sources/questions: how the questions of the three surveys are commonly begun, as text_fold gives them.
 * A question put otherwise is named in the columns block: columns = { nps = "…"; }. */
#ifndef SOURCES_QUESTIONS_H
#define SOURCES_QUESTIONS_H
#include "ingest/format.h"

#define NPS_QUESTIONS \
	"nps_score net_promoter_score how_likely* on_a_scale_of_0_to_10* on_a_scale_from_0_to_10* wie_wahrscheinlich* 您有多大可能* 您向* 您有多大可能性* 您有多大的可能* 您有多願意*"
#define CSAT_QUESTIONS \
	"csat_score how_satisfied* overall_how_satisfied* overall,_how_satisfied* how_would_you_rate* wie_zufrieden* 您的满意* 总体满意* 整体满意* 整體滿意*"
#define CES_QUESTIONS "ces_score how_easy* how_much_effort* how_much_do_you_agree* the_company_made_it_easy* wie_einfach* wie_leicht* 您花了多少* 使用起来*"
#define QUESTION_FIELDS {FIELD_NPS, NEED_NONE, NPS_QUESTIONS}, {FIELD_CSAT, NEED_NONE, CSAT_QUESTIONS}, {FIELD_CES, NEED_NONE, CES_QUESTIONS}
/* A survey's columns besides: its scores stand in one for each question. */
#define SURVEY_FIELDS {FIELD_SURVEY, NEED_CELL, NULL}, {FIELD_SCORE, NEED_COLUMN, NULL}, {FIELD_SCALE, NEED_NONE, NULL}, {FIELD_WEIGHT, NEED_NONE, NULL}

/* Who answered is told by the address, the first of the extras, where the column for the customer's id is empty: tools give that column in every export. */
static inline void answer_by_address(struct format_row *r) {
	const char *id = r->texts[FIELD_CUSTOMER_ID];
	if (id != NULL && id[0] == '\0' && r->extras[0] != NULL && r->extras[0][0] != '\0')
		r->changed[FIELD_CUSTOMER_ID] = r->extras[0];
}
#endif
