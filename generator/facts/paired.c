/* facts/paired: customers who answered in a span and in one it is compared with (the one before, the same period a year earlier): the products from which
 * the covariance of the two means follows, so that the same people asked twice are not taken for two groups. Unweighted; knows which answers count,
 * refuses to know tests. */
#include "facts/fold.h"

enum question { OF_NPS, OF_NPS_AT, OF_CSAT, OF_CSAT_MEAN, OF_CES, QUESTIONS };
enum { PRODUCTS = 5 };

/* What a customer adds to a question in a span: Σ of its counted answers (nps −1, 0, 1; csat 0, 1; means the score), how many, and the latest of them. */
struct share {
	int64_t sum, n;
	const struct answer *last;
};

static int64_t worth_of(const struct book *b, enum question q, const struct answer *a) {
	if (a->survey == SURVEY_NPS)
		return (a->score >= 9) - (a->score <= 6);
	return q == OF_CSAT ? answer_is_top(b, a) : a->score;
}

static bool counts_all(const struct book *b, int survey) {
	bool all = conf_is(b->conf, SETTING_SURVEY_PER_CUSTOMER, "all");
	return survey == SURVEY_CSAT && conf_has(b->conf, SETTING_CSAT_PER_CUSTOMER) ? conf_is(b->conf, SETTING_CSAT_PER_CUSTOMER, "all") : all;
}

static void add_answer(const struct book *b, enum question q, const struct answer *a, bool counted, struct share *out) {
	if (!counted)
		return;
	out[q].sum += worth_of(b, q, a);
	out[q].n++;
	out[q].last = out[q].last == NULL ? a : out[q].last;
}

/* The answers of one span, from the last to the first. out: [QUESTIONS], nothing in it yet. Answers stand by survey, then day. */
static void share_out(const struct fold *f, size_t span, const struct answer *answers, uint32_t n, struct share *out) {
	const struct span *s = &f->facts->spans.items[span];
	GHashTable *touchpoints = NULL;
	for (uint32_t k = n; k-- > 0;) {
		const struct answer *a = &answers[k];
		bool all = counts_all(f->book, a->survey);
		if (a->survey == SURVEY_UNSCORED || a->day <= s->open || a->day > s->close)
			continue;
		if (a->survey == SURVEY_NPS && a->touchpoint != INTERN_NONE) {
			touchpoints = touchpoints == NULL ? g_hash_table_new(NULL, NULL) : touchpoints;
			bool last = g_hash_table_add(touchpoints, GUINT_TO_POINTER(a->touchpoint));
			add_answer(f->book, OF_NPS_AT, a, all || last, out);
		} else if (a->survey == SURVEY_NPS) {
			add_answer(f->book, OF_NPS, a, all || out[OF_NPS].n == 0, out);
		} else if (a->survey == SURVEY_CSAT) {
			add_answer(f->book, OF_CSAT, a, all || out[OF_CSAT].n == 0, out);
			add_answer(f->book, OF_CSAT_MEAN, a, all || out[OF_CSAT_MEAN].n == 0, out);
		} else {
			add_answer(f->book, OF_CES, a, all || out[OF_CES].n == 0, out);
		}
	}
	if (touchpoints != NULL)
		g_hash_table_unref(touchpoints);
}

/* The slices a customer is counted under in both spans. */
static struct under under_both(const struct fold *f, size_t span, const struct answer *now, size_t other, const struct answer *then) {
	struct under a = fold_under_answer(f, span, now), b = fold_under_answer(f, other, then), both = {0, {0}};
	for (size_t i = 0; i < a.n; i++)
		for (size_t k = 0; k < b.n; k++)
			if (a.slice[i] == b.slice[k]) {
				both.slice[both.n++] = a.slice[i];
				break;
			}
	return both;
}

static void add_products(struct fold *f, size_t span, size_t other, const struct share *now, const struct share *then, const enum fact first[QUESTIONS]) {
	for (int q = 0; q < QUESTIONS; q++) {
		struct share x = now[q], y = then[q];
		if (x.n == 0 || y.n == 0)
			continue;
		struct under u = under_both(f, span, x.last, other, y.last);
		const int64_t products[PRODUCTS] = {x.sum * y.sum, x.sum * y.n, x.n * y.sum, x.n * y.n, 1};
		for (unsigned i = 0; i < PRODUCTS; i++)
			fold_add(f, span, &u, first[q] + i, products[i]);
	}
}

void fold_paired(struct fold *f) {
	static const enum fact both[QUESTIONS] = {FACT_NPS_BOTH_XY, FACT_NPS_AT_BOTH_XY, FACT_CSAT_BOTH_XY, FACT_CSAT_MEAN_BOTH_XY, FACT_CES_BOTH_XY};
	static const enum fact year[QUESTIONS] = {FACT_NPS_YEAR_XY, FACT_NPS_AT_YEAR_XY, FACT_CSAT_YEAR_XY, FACT_CSAT_MEAN_YEAR_XY, FACT_CES_YEAR_XY};
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	uint32_t from = b->first_answer[f->timeline.customer], to = b->first_answer[f->timeline.customer + 1];
	if (to - from < 2)
		return;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	g_autofree struct share *shares = g_new0(struct share, s->n * QUESTIONS);
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history)
			share_out(f, i, answers, to - from, shares + i * QUESTIONS);
	for (size_t i = 0; i < s->n; i++) {
		size_t before = span_previous(s, i), earlier = span_year_before(s, i);
		if (before != SPAN_ABSENT)
			add_products(f, i, before, shares + i * QUESTIONS, shares + before * QUESTIONS, both);
		if (earlier != SPAN_ABSENT && earlier != before)
			add_products(f, i, earlier, shares + i * QUESTIONS, shares + earlier * QUESTIONS, year);
	}
}
