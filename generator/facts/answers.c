/* facts/answers: scores and classes of every span: each customer's last answer in it, or all of them; the same at touchpoints, and beside what the
 * customer pays. And the customerless rows: spend by purpose and category. Knows answers that are scores; refuses to know invitations and rows without a
 * score (response.c). */
#include "facts/fold.h"

#define MILLION INT64_C(1000000)

/* One span's answers of the customer at hand, walked from the last to the first. */
struct walk {
	struct fold *fold;
	size_t span;
	bool all, all_csat;       /* survey.per_customer, csat.per_customer = all */
	int survey;               /* of the answers at hand */
	bool any, relationship;   /* a later one of it was seen: any, one without a touchpoint */
	GHashTable *touchpoints;  /* … at these; NULL while no answer had one */
	const struct answer *nps; /* the customer's last about the relationship in the span; NULL: none */
};

static const struct under everyone = {1, {SLICE_ALL}};

int32_t scale_code(const struct answer *a) {
	return a->low * 1000 + a->high;
}

/* An answer's weight, and what of it is promoter (satisfied, easy …) and detractor. */
static struct thing thing_of(const struct answer *a, bool up, bool down) {
	return (struct thing){a->weight, up ? a->weight : 0, down ? a->weight : 0};
}

static struct thing score_of(const struct answer *a) {
	return (struct thing){a->weight, a->weight * a->score, 0};
}

/* What customers say several times, or weighs more or less than others say, decides the limits over customers. */
static void fold_clusters(struct fold *f, size_t span, const struct under *u, const struct answer *a) {
	int32_t scale = scale_code(a);
	if (a->survey == SURVEY_NPS) {
		fold_cluster(f, a->touchpoint != INTERN_NONE ? CLUSTER_NPS_AT : CLUSTER_NPS, 0, span, u, thing_of(a, a->score >= 9, a->score <= 6));
	} else if (a->survey == SURVEY_CSAT) {
		fold_cluster(f, CLUSTER_CSAT, 0, span, u, thing_of(a, answer_is_top(f->book, a), false));
		fold_cluster(f, CLUSTER_CSAT_SCORE, scale, span, u, score_of(a));
	} else {
		fold_cluster(f, CLUSTER_CES_SCORE, scale, span, u, score_of(a));
		if (scale != SCALE_ONE_TO_SEVEN)
			return;
		fold_cluster(f, CLUSTER_CES_EASY, 0, span, u, thing_of(a, a->score >= 5, false));
		fold_cluster(f, CLUSTER_CES_NET, 0, span, u, thing_of(a, a->score >= 6, a->score <= 3));
	}
}

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

static void fold_nps_at(struct fold *f, size_t span, const struct under *u, const struct answer *a) {
	bool promoter = a->score >= 9, detractor = a->score <= 6;
	fold_add(f, span, u, FACT_NPS_AT_N, 1);
	fold_add(f, span, u, promoter ? FACT_NPS_AT_W_PROMOTERS : detractor ? FACT_NPS_AT_W_DETRACTORS : FACT_NPS_AT_W_PASSIVES, a->weight);
	fold_add_wide(f, span, u, WIDE_NPS_AT_W2, (int128)a->weight * a->weight);
}

/* The lowest score of the top box: good or bad (0–1)→1, 1–2→2, 1–3→3, 1–4→3, 1–5→4, 1–7→6, 1–10→9. */
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
	if (a->score >= 0 && a->score <= 10)
		fold_add(f, span, u, (enum fact)(FACT_CSAT_SCORE_0 + a->score), 1);
	fold_add_wide(f, span, u, WIDE_CSAT_W2, (int128)a->weight * a->weight);
	fold_tally(f, TALLY_CSAT_SCORES, span, u, scale_code(a), a->score, 0, 1, a->weight);
}

static void fold_ces(struct fold *f, size_t span, const struct under *u, const struct answer *a) {
	fold_tally(f, TALLY_CES_SCORES, span, u, scale_code(a), a->score, 0, 1, a->weight);
	if (scale_code(a) == SCALE_ONE_TO_SEVEN)
		fold_add_wide(f, span, u, WIDE_CES_SEVEN_W2, (int128)a->weight * a->weight);
}

/* The class of the last answer about the relationship, in what the customer pays at the close. */
static void fold_revenue(struct walk *w) {
	struct fold *f = w->fold;
	size_t to = f->to[w->span];
	if (w->nps == NULL || !f->timeline.active[to])
		return;
	int64_t amount = f->timeline.amount[to];
	enum fact id = w->nps->score >= 9 ? FACT_NPS_REVENUE_PROMOTERS : w->nps->score <= 6 ? FACT_NPS_REVENUE_DETRACTORS : FACT_NPS_REVENUE_PASSIVES;
	fold_add(f, w->span, &everyone, FACT_NPS_REVENUE_N, 1);
	fold_add(f, w->span, &everyone, id, amount);
	fold_add_wide(f, w->span, &everyone, WIDE_NPS_REVENUE2, (int128)amount * amount);
}

struct under fold_under_answer(const struct fold *f, size_t span, const struct answer *a) {
	enum standing standing = f->timeline.first_day == DAY_NONE ? STANDING_NONE : fold_standing(f, span);
	return standing == STANDING_NONE ? fold_under_day(f, a->day) : fold_under_standing(f, span, standing);
}

/* Whether no later answer of the survey at this touchpoint was seen; remembers it. */
static bool last_there(struct walk *w, uint32_t touchpoint) {
	if (w->touchpoints == NULL)
		w->touchpoints = g_hash_table_new(NULL, NULL);
	return g_hash_table_add(w->touchpoints, GUINT_TO_POINTER(touchpoint));
}

/* A csat answer at a touchpoint: beside the others of it, and beside what its customer says of the relationship. */
static void fold_touchpoint(struct walk *w, const struct answer *a, bool last) {
	if (a->survey != SURVEY_CSAT || (!last && !w->all_csat))
		return;
	int32_t label = fold_label(w->fold, a->touchpoint);
	fold_tally(w->fold, TALLY_TOUCHPOINT_CSAT, w->span, &everyone, label, answer_is_top(w->fold->book, a), 0, 1, a->weight);
	if (last && w->nps != NULL)
		fold_tally(w->fold, TALLY_TOUCHPOINT_PAIRS, w->span, &everyone, label, a->score, w->nps->score, 1, 0);
}

static void fold_answer(struct walk *w, const struct answer *a) {
	bool there = a->touchpoint != INTERN_NONE, last = there ? last_there(w, a->touchpoint) : !w->relationship;
	bool counted = (a->survey == SURVEY_CSAT ? w->all_csat : w->all) || (a->survey == SURVEY_NPS ? last : !w->any);
	w->any = true;
	w->relationship |= !there;
	if (there)
		fold_touchpoint(w, a, last);
	if (!counted)
		return;
	struct under u = fold_under_answer(w->fold, w->span, a);
	if (there || (a->survey == SURVEY_CSAT ? w->all_csat : w->all) || a->weight != MILLION)
		fold_clusters(w->fold, w->span, &u, a);
	if (a->survey == SURVEY_CSAT)
		fold_csat(w->fold, w->span, &u, a);
	else if (a->survey == SURVEY_CES)
		fold_ces(w->fold, w->span, &u, a);
	else if (there)
		fold_nps_at(w->fold, w->span, &u, a);
	else
		fold_nps(w->fold, w->span, &u, a);
}

static bool within(const struct fold *f, size_t span, const struct answer *a) {
	const struct span *s = &f->facts->spans.items[span];
	return a->day > s->open && a->day <= s->close;
}

/* The customer's last answer about the relationship in the span; NULL. */
static const struct answer *last_relationship(const struct fold *f, size_t span, const struct answer *answers, uint32_t n) {
	const struct answer *last = NULL;
	for (uint32_t k = 0; k < n && answers[k].survey == SURVEY_NPS; k++)
		if (answers[k].touchpoint == INTERN_NONE && within(f, span, &answers[k]))
			last = &answers[k];
	return last;
}

static void fold_span(struct walk *w, const struct answer *answers, uint32_t n) {
	w->survey = SURVEY_UNSCORED;
	w->nps = last_relationship(w->fold, w->span, answers, n);
	fold_revenue(w);
	for (uint32_t k = n; k-- > 0;) {
		if (answers[k].survey == SURVEY_UNSCORED || !within(w->fold, w->span, &answers[k]))
			continue;
		if (answers[k].survey != w->survey) {
			w->survey = answers[k].survey;
			w->any = w->relationship = false;
			if (w->touchpoints != NULL)
				g_hash_table_remove_all(w->touchpoints);
		}
		fold_answer(w, &answers[k]);
	}
}

void fold_answers(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	uint32_t from = b->first_answer[f->timeline.customer], to = b->first_answer[f->timeline.customer + 1];
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	struct walk w = {.fold = f, .all = conf_is(b->conf, SETTING_SURVEY_PER_CUSTOMER, "all")};
	w.all_csat = conf_has(b->conf, SETTING_CSAT_PER_CUSTOMER) ? conf_is(b->conf, SETTING_CSAT_PER_CUSTOMER, "all") : w.all;
	for (size_t i = 0; from < to && i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		w.span = i;
		fold_span(&w, answers, to - from);
	}
	if (w.touchpoints != NULL)
		g_hash_table_unref(w.touchpoints);
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
