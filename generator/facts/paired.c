/* facts/paired: customers who answered in a span and in the one it is compared with: the products from which the covariance of the two means follows,
 * so that the same people asked twice are not taken for two groups. Unweighted; knows which answers count, refuses to know tests. */
#include "facts/fold.h"

enum { QUESTIONS = 3 };

/* What a customer adds to a question in a span: Σ of its counted answers (nps −1, 0, 1; csat 0, 1; ces the score) and how many. */
struct share {
	int64_t sum, n;
};

static int64_t worth_of(const struct book *b, const struct answer *a) {
	if (a->survey == SURVEY_NPS)
		return (a->score >= 9) - (a->score <= 6);
	return a->survey == SURVEY_CSAT ? answer_is_top(b, a) : a->score;
}

static bool counts_all(const struct book *b, int survey) {
	bool all = conf_is(b->conf, SETTING_SURVEY_PER_CUSTOMER, "all");
	return survey == SURVEY_CSAT && conf_has(b->conf, SETTING_CSAT_PER_CUSTOMER) ? conf_is(b->conf, SETTING_CSAT_PER_CUSTOMER, "all") : all;
}

/* out: [QUESTIONS], of one span. Answers stand by survey, then day. */
static void share_out(const struct fold *f, size_t span, const struct answer *answers, uint32_t n, struct share *out) {
	const struct span *s = &f->facts->spans.items[span];
	for (uint32_t k = 0; k < n; k++) {
		const struct answer *a = &answers[k];
		bool scored = a->survey == SURVEY_CSAT || a->survey == SURVEY_CES || (a->survey == SURVEY_NPS && a->touchpoint == INTERN_NONE);
		if (!scored || a->day <= s->open || a->day > s->close)
			continue;
		if (!counts_all(f->book, a->survey))
			out[a->survey] = (struct share){0, 0};
		out[a->survey].sum += worth_of(f->book, a);
		out[a->survey].n++;
	}
}

void fold_paired(struct fold *f) {
	static const enum fact first[QUESTIONS] = {FACT_NPS_BOTH_XY, FACT_CSAT_BOTH_XY, FACT_CES_BOTH_XY};
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	static const struct under everyone = {1, {SLICE_ALL}};
	uint32_t from = b->first_answer[f->timeline.customer], to = b->first_answer[f->timeline.customer + 1];
	if (to - from < 2)
		return;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	g_autofree struct share *shares = g_new0(struct share, s->n * QUESTIONS);
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history)
			share_out(f, i, answers, to - from, shares + i * QUESTIONS);
	for (size_t i = 0; i < s->n; i++) {
		size_t before = f->previous[i];
		for (int q = 0; q < QUESTIONS && before != SPAN_ABSENT; q++) {
			struct share x = shares[i * QUESTIONS + (size_t)q], y = shares[before * QUESTIONS + (size_t)q];
			if (x.n == 0 || y.n == 0)
				continue;
			fold_add(f, i, &everyone, first[q], x.sum * y.sum);
			fold_add(f, i, &everyone, first[q] + 1, x.sum * y.n);
			fold_add(f, i, &everyone, first[q] + 2, x.n * y.sum);
			fold_add(f, i, &everyone, first[q] + 3, x.n * y.n);
		}
	}
}
