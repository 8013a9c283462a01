/* facts/paired: customers who answered the recommendation question at touchpoints in a span and in one it is compared with (the one before, the same period
 * a year earlier): the products from which the covariance of the two scores follows, so that the same people asked twice are not taken for two groups.
 * Unweighted; knows which answers count, refuses to know tests. Of other questions: weighed.c. */
#include "facts/fold.h"

enum { PRODUCTS = 5 };

/* What a customer adds to a span: Σ of its counted answers (−1, 0, 1), how many, and the latest of them. */
struct share {
	int64_t sum, n;
	const struct answer *last;
};

/* The answers of one span, from the last to the first: all of them, or the last at each touchpoint. Answers stand by survey, then day. */
static struct share share_of(const struct fold *f, size_t span, const struct answer *answers, uint32_t n) {
	const struct span *s = &f->facts->spans.items[span];
	bool all = conf_is(f->book->conf, SETTING_SURVEY_PER_CUSTOMER, "all");
	struct share out = {0, 0, NULL};
	GHashTable *touchpoints = NULL;
	for (uint32_t k = n; k-- > 0;) {
		const struct answer *a = &answers[k];
		if (a->survey != SURVEY_NPS || a->touchpoint == INTERN_NONE || a->day <= s->open || a->day > s->close)
			continue;
		touchpoints = touchpoints == NULL ? g_hash_table_new(NULL, NULL) : touchpoints;
		if (!g_hash_table_add(touchpoints, GUINT_TO_POINTER(a->touchpoint)) && !all)
			continue;
		out.sum += (a->score >= 9) - (a->score <= 6);
		out.n++;
		out.last = out.last == NULL ? a : out.last;
	}
	if (touchpoints != NULL)
		g_hash_table_unref(touchpoints);
	return out;
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

static void add_products(struct fold *f, size_t span, size_t other, const struct share *shares, enum fact first) {
	struct share x = shares[span], y = shares[other];
	if (x.n == 0 || y.n == 0)
		return;
	struct under u = under_both(f, span, x.last, other, y.last);
	const int64_t products[PRODUCTS] = {x.sum * y.sum, x.sum * y.n, x.n * y.sum, x.n * y.n, 1};
	for (unsigned i = 0; i < PRODUCTS; i++)
		fold_add(f, span, &u, first + i, products[i]);
}

static bool at_touchpoints(const struct answer *answers, uint32_t n) {
	uint32_t found = 0;
	for (uint32_t k = 0; k < n && found < 2; k++)
		found += answers[k].survey == SURVEY_NPS && answers[k].touchpoint != INTERN_NONE;
	return found >= 2;
}

void fold_paired(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	uint32_t from = b->first_answer[f->timeline.customer], to = b->first_answer[f->timeline.customer + 1];
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	if (from == to || !at_touchpoints(answers, to - from))
		return;
	g_autofree struct share *shares = g_new0(struct share, s->n);
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history)
			shares[i] = share_of(f, i, answers, to - from);
	for (size_t i = 0; i < s->n; i++) {
		size_t before = f->previous[i], earlier = f->year_before[i];
		if (before != SPAN_ABSENT)
			add_products(f, i, before, shares, FACT_NPS_AT_BOTH_XY);
		if (earlier != SPAN_ABSENT && earlier != before)
			add_products(f, i, earlier, shares, FACT_NPS_AT_YEAR_XY);
	}
}
