/* facts/linking: what customers said last before a span, against who of them left in it. Knows the answers of the link.lookback months that end with a
 * span's opening; refuses to know answers given within it, which leaving may have coloured. */
#include "facts/fold.h"

static const struct under everyone = {1, {SLICE_ALL}};

/* The customer's last answer of a survey in the days (after, up to]; NULL. nps is about the relationship only. */
static const struct answer *last_answer(const struct fold *f, enum survey survey, int32_t after, int32_t up_to) {
	const struct book *b = f->book;
	const struct answer *last = NULL;
	for (uint32_t i = b->first_answer[f->timeline.customer]; i < b->first_answer[f->timeline.customer + 1]; i++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, i);
		bool asked = a->survey == (int8_t)survey && (survey != SURVEY_NPS || a->touchpoint == INTERN_NONE);
		if (asked && a->day > after && a->day <= up_to)
			last = a;
	}
	return last;
}

/* The fact that counts the class of an answer; the one of its lost is the next. */
static enum fact class_of(const struct answer *nps) {
	if (nps == NULL)
		return FACT_LINK_SILENT;
	return nps->score >= 9 ? FACT_LINK_PROMOTERS : nps->score <= 6 ? FACT_LINK_DETRACTORS : FACT_LINK_PASSIVES;
}

static void fold_class(struct fold *f, size_t span) {
	int32_t open = f->facts->spans.items[span].open, after = open;
	if (f->book->first_answer[f->timeline.customer] < f->book->first_answer[f->timeline.customer + 1])
		after = day_plus_months(open, -(int)conf_int(f->book->conf, SETTING_LINK_LOOKBACK));
	bool lost = !f->timeline.active[f->to[span]];
	const struct answer *nps = last_answer(f, SURVEY_NPS, after, open), *csat = last_answer(f, SURVEY_CSAT, after, open);
	enum fact said = class_of(nps);
	fold_add(f, span, &everyone, said, 1);
	fold_add(f, span, &everyone, (enum fact)(said + 1), lost);
	if (nps == NULL && csat == NULL)
		return;
	bool by_nps = csat == NULL || (nps != NULL && nps->day >= csat->day);
	bool satisfied = by_nps ? nps->score >= 9 : answer_is_top(f->book, csat);
	fold_add(f, span, &everyone, FACT_LINK_ANSWERED_LOST, lost);
	fold_add(f, span, &everyone, FACT_LINK_SATISFIED, satisfied);
	fold_add(f, span, &everyone, FACT_LINK_SATISFIED_LOST, satisfied && lost);
}

void fold_linking(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history && f->book->activity != ACTIVITY_SNAPSHOT && f->timeline.active[f->from[i]])
			fold_class(f, i);
}
