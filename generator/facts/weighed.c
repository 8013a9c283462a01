/* facts/weighed: customers who answered in a span and in the one before it, or the same a year earlier: weighted sums of their answers multiplied, scores by
 * their scale, so that the same people asked twice are not taken for two groups. Knows which answers count; refuses to know tests. */
#include "facts/fold.h"

static bool counts_all(const struct book *b, int survey) {
	bool all = conf_is(b->conf, SETTING_SURVEY_PER_CUSTOMER, "all");
	return survey == SURVEY_CSAT && conf_has(b->conf, SETTING_CSAT_PER_CUSTOMER) ? conf_is(b->conf, SETTING_CSAT_PER_CUSTOMER, "all") : all;
}

/* A customer's sums of one question (scores: on one scale) in a span. */
struct part {
	enum cluster_of of;
	int32_t scale;
	struct thing sum;
	struct under under; /* of the last answer */
};

static void add_part(GArray *parts, const struct under *u, enum cluster_of of, int32_t scale, int64_t x, int64_t p, int64_t d) {
	for (guint i = 0; i < parts->len; i++) {
		struct part *part = &g_array_index(parts, struct part, i);
		if (part->of != of || part->scale != scale)
			continue;
		part->sum = (struct thing){part->sum.x + x, part->sum.p + p, part->sum.d + d};
		return;
	}
	struct part fresh = {of, scale, {x, p, d}, *u};
	g_array_append_val(parts, fresh);
}

static void add_answer(const struct book *b, GArray *parts, const struct under *u, const struct answer *a) {
	int64_t w = a->weight;
	int32_t scale = scale_code(a);
	if (a->survey == SURVEY_NPS)
		add_part(parts, u, PAIR_NPS, 0, w, a->score >= 9 ? w : 0, a->score <= 6 ? w : 0);
	if (a->survey == SURVEY_CSAT) {
		add_part(parts, u, PAIR_CSAT, 0, w, answer_is_top(b, a) ? w : 0, 0);
		add_part(parts, u, PAIR_CSAT_SCORE, scale, w, w * a->score, 0);
	}
	if (a->survey != SURVEY_CES)
		return;
	add_part(parts, u, PAIR_CES_SCORE, scale, w, w * a->score, 0);
	if (scale != SCALE_ONE_TO_SEVEN)
		return;
	add_part(parts, u, PAIR_CES_EASY, 0, w, a->score >= 5 ? w : 0, 0);
	add_part(parts, u, PAIR_CES_NET, 0, w, a->score >= 6 ? w : 0, a->score <= 3 ? w : 0);
}

/* The sums of one span; NULL: none. An array of struct part; caller unrefs. */
static GArray *parts_of(const struct fold *f, size_t span, const struct answer *answers, uint32_t n) {
	const struct span *s = &f->facts->spans.items[span];
	GArray *parts = NULL;
	bool seen[SURVEY_UNSCORED + 1] = {false};
	for (uint32_t k = n; k-- > 0 && !s->before_history;) { /* the last answer first: of those that count once it is the one */
		const struct answer *a = &answers[k];
		bool scored = a->survey == SURVEY_CSAT || a->survey == SURVEY_CES || (a->survey == SURVEY_NPS && a->touchpoint == INTERN_NONE);
		if (!scored || a->day <= s->open || a->day > s->close || (seen[a->survey] && !counts_all(f->book, a->survey)))
			continue;
		seen[a->survey] = true;
		if (parts == NULL)
			parts = g_array_new(FALSE, FALSE, sizeof(struct part));
		struct under u = fold_under_answer(f, span, a);
		add_answer(f->book, parts, &u, a);
	}
	return parts;
}

/* The slices a customer was counted under in both spans. */
static struct under both(const struct under *a, const struct under *b) {
	struct under u = {0};
	for (size_t i = 0; i < MIN(a->n, b->n); i++)
		if (a->slice[i] == b->slice[i])
			u.slice[u.n++] = a->slice[i];
	return u;
}

static void fold_parts(struct fold *f, size_t span, const GArray *own, const GArray *other, bool year) {
	for (guint i = 0; own != NULL && other != NULL && i < own->len; i++)
		for (guint k = 0; k < other->len; k++) {
			const struct part *a = &g_array_index(own, struct part, i), *b = &g_array_index(other, struct part, k);
			struct under u = both(&a->under, &b->under);
			if (a->of == b->of && a->scale == b->scale)
				fold_cluster_pair(f, year ? a->of + PAIR_YEAR : a->of, a->scale, span, &u, a->sum, b->sum);
		}
}

void fold_weighed(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	uint32_t from = b->first_answer[f->timeline.customer], n = b->first_answer[f->timeline.customer + 1] - from;
	if (n < 2)
		return;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	g_autofree GArray **parts = g_new0(GArray *, s->n);
	for (size_t i = 0; i < s->n; i++)
		parts[i] = parts_of(f, i, answers, n);
	for (size_t i = 0; i < s->n; i++) {
		size_t before = f->previous[i], year = f->year_before[i];
		if (before != SPAN_ABSENT)
			fold_parts(f, i, parts[i], parts[before], false);
		if (year != SPAN_ABSENT && year != before)
			fold_parts(f, i, parts[i], parts[year], true);
	}
	for (size_t i = 0; i < s->n; i++)
		if (parts[i] != NULL)
			g_array_unref(parts[i]);
}
