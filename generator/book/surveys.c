/* book/surveys: what the rows of surveys and invitations do to the book. Knows scales and what is no score; refuses to know which answer of a
 * customer counts and what a score is worth. Every function says the row's fate; what it refuses it has already told. */
#include "book/reader.h"

#define MILLION 1000000

/* The declared scale, or the survey's usual one. */
static void scale_of(const struct row *row, int survey, struct answer *a) {
	static const int8_t usual[][2] = {[SURVEY_NPS] = {0, 10}, [SURVEY_CSAT] = {1, 5}, [SURVEY_CES] = {1, 7}};
	const struct cell *scale = &row->cells[FIELD_SCALE];
	a->low = scale->state == CELL_GIVEN ? (int8_t)(scale->i / 1000) : usual[survey][0];
	a->high = scale->state == CELL_GIVEN ? (int8_t)(scale->i % 1000) : usual[survey][1];
}

/* Why a used answer is no score, or RULE_COUNT when it is one. */
static enum used_rule why_no_score(const struct row *row, const struct answer *a) {
	const struct cell *score = &row->cells[FIELD_SCORE];
	if (score->state == CELL_EMPTY || score->state == CELL_ABSENT)
		return RULE_BLANK_SCORE;
	if (score->state != CELL_GIVEN || score->i % MILLION != 0)
		return RULE_NOT_A_SCORE;
	int64_t value = score->i / MILLION;
	return value < a->low || value > a->high || (a->survey == SURVEY_NPS && a->high != 10) ? RULE_OUT_OF_SCALE : RULE_COUNT;
}

/* Whether the lowest score of this survey is the best one. */
static bool is_reversed(const struct book *b, int survey) {
	static const char *const NAMES[] = {[SURVEY_NPS] = "nps", [SURVEY_CSAT] = "csat", [SURVEY_CES] = "ces"};
	return g_strv_contains((const char *const *)conf_list(b->conf, SETTING_SURVEY_REVERSED), NAMES[survey]);
}

enum row_fate read_survey(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	enum row_fate fate = reader_once(r, row, FIELD_RESPONSE_ID, a);
	if (fate != ROW_USED)
		return fate;
	const struct cell *weight = &row->cells[FIELD_WEIGHT], *key = &row->cells[FIELD_RESPONSE_ID];
	if (weight->state == CELL_GIVEN && (weight->i <= 0 || weight->i > (int64_t)MILLION * MILLION))
		return reader_refuse(r, row, a, DIAG_WEIGHT_RANGE, FIELD_WEIGHT, weight->text, NULL);
	int8_t survey = (int8_t)row->cells[FIELD_SURVEY].i;
	struct answer answer = {.day = (int32_t)row->cells[FIELD_DATE].i, .survey = survey, .of = survey, .key = INTERN_NONE, .account = r->account,
	                        .weight = weight->state == CELL_GIVEN ? weight->i : MILLION,
	                        .touchpoint = reader_name(r, row, FIELD_TOUCHPOINT), .comment = row->cells[FIELD_COMMENT].state == CELL_GIVEN};
	scale_of(row, survey, &answer);
	answer.customer = reader_customer(r, row, a);
	reader_remember(r, row, FIELD_RESPONSE_ID, answer.day, DAY_NONE);
	enum used_rule rule = why_no_score(row, &answer);
	if (rule != RULE_COUNT) {
		a->rule[rule]++;
		answer.survey = SURVEY_UNSCORED;
	} else {
		answer.score = (int8_t)(row->cells[FIELD_SCORE].i / MILLION);
		if (is_reversed(r->book, survey))
			answer.score = (int8_t)(answer.low + answer.high - answer.score);
	}
	if (key->state == CELL_GIVEN)
		answer.key = intern_add(&r->book->keys, key->text, key->length);
	g_array_append_val(r->book->answers, answer);
	return ROW_USED;
}

enum row_fate read_invitation(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	struct invitation i = {.day = (int32_t)row->cells[FIELD_DATE].i, .survey = (int8_t)row->cells[FIELD_SURVEY].i, .account = r->account};
	i.customer = reader_customer(r, row, a);
	g_array_append_val(r->book->invitations, i);
	return ROW_USED;
}
