/* facts/answers: score histograms and classes of every span: each customer's last answer in it, or all of them. And the
 * customerless rows: spend by purpose and category. */
#include "facts/fold.h"

#define MILLION INT64_C(1000000)

static void fold_nps(struct fold *f, size_t span, const struct under *u, const struct answer *a) {
	bool promoter = a->score >= 9, detractor = a->score <= 6;
	fold_add(f, span, u, FACT_NPS_N, 1);
	fold_add(f, span, u, promoter ? FACT_NPS_PROMOTERS : detractor ? FACT_NPS_DETRACTORS : FACT_NPS_PASSIVES, 1);
	fold_add(f, span, u, promoter ? FACT_NPS_W_PROMOTERS : detractor ? FACT_NPS_W_DETRACTORS : FACT_NPS_W_PASSIVES, a->weight);
	fold_add(f, span, u, FACT_NPS_FROM_ONE, a->low == 1);
	fold_add(f, span, u, FACT_NPS_WEIGHTED, a->weight != MILLION);
	fold_add(f, span, u, (enum fact)(FACT_NPS_SCORE_0 + a->score), 1);
	fold_add_wide(f, span, u, WIDE_NPS_W2, (int128)a->weight * a->weight);
}

/* The lowest score of the top box: 1–2→2, 1–3→3, 1–4→3, 1–5→4, 1–7→6, 1–10→9. */
static int top_box(const struct answer *a) {
	static const int8_t from[] = {[2] = 2, [3] = 3, [4] = 3, [5] = 4, [7] = 6, [10] = 9};
	return a->high > 0 && a->high <= 10 && from[a->high] != 0 ? from[a->high] : a->high;
}

bool answer_is_top(const struct book *b, const struct answer *a) {
	return a->score >= (conf_has(b->conf, SETTING_CSAT_TOP) ? conf_int(b->conf, SETTING_CSAT_TOP) : top_box(a));
}

static void fold_csat(struct fold *f, size_t span, const struct under *u, const struct answer *a) {
	bool top = answer_is_top(f->book, a);
	fold_add(f, span, u, FACT_CSAT_N, 1);
	fold_add(f, span, u, FACT_CSAT_TOP, top);
	fold_add(f, span, u, FACT_CSAT_W, a->weight);
	fold_add(f, span, u, FACT_CSAT_W_TOP, top ? a->weight : 0);
	fold_add(f, span, u, FACT_CSAT_WEIGHTED, a->weight != MILLION);
	if (a->score >= 1 && a->score <= 10)
		fold_add(f, span, u, (enum fact)(FACT_CSAT_SCORE_1 + a->score - 1), 1);
	fold_add_wide(f, span, u, WIDE_CSAT_W2, (int128)a->weight * a->weight);
}

static void fold_answer(struct fold *f, size_t span, const struct answer *a) {
	enum standing standing = f->timeline.first_day == DAY_NONE ? STANDING_NONE : fold_standing(f, span);
	struct under u = standing == STANDING_NONE ? fold_under_day(f, a->day) : fold_under_standing(f, span, standing);
	if (a->survey == SURVEY_NPS)
		fold_nps(f, span, &u, a);
	else if (a->survey == SURVEY_CSAT)
		fold_csat(f, span, &u, a);
}

void fold_answers(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data;
	uint32_t from = b->first_answer[f->timeline.customer], to = b->first_answer[f->timeline.customer + 1];
	bool all = conf_is(b->conf, SETTING_SURVEY_PER_CUSTOMER, "all");
	for (size_t i = 0; from < to && i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		for (uint32_t k = from; k < to; k++) {
			if (answers[k].day <= s->items[i].open || answers[k].day > s->items[i].close)
				continue;
			bool later = k + 1 < to && answers[k + 1].survey == answers[k].survey && answers[k + 1].day <= s->items[i].close;
			if (all || !later)
				fold_answer(f, i, &answers[k]);
		}
	}
}

void fold_spends(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	for (guint k = 0; k < b->spends->len; k++) {
		const struct spend *spend = &g_array_index(b->spends, struct spend, k);
		struct under u = {1, {SLICE_ALL}};
		if (spend->channel != CODE_NONE && b->channel < b->n_dimensions)
			u = (struct under){2, {SLICE_ALL, f->slice_of[b->channel][spend->channel]}};
		for (size_t i = 0; i < s->n; i++) {
			if (s->items[i].before_history || spend->day <= s->items[i].open || spend->day > s->items[i].close)
				continue;
			fold_add(f, i, &u, (enum fact)(FACT_SPEND_ACQUISITION_NONE + spend->purpose * 6 + spend->category), spend->amount);
			fold_add(f, i, &u, FACT_SPEND_KEEPING_ROWS, spend->purpose != 0);
		}
	}
}
