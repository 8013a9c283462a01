/* facts/turned: the last answer about the relationship, and whether it turned down against the earlier ones. Knows answers up to a day; refuses to know
 * whether the customer is still here, and proves nothing: a fall that is proven is another figure. */
#include "facts/fold.h"

static bool about_relationship(const struct answer *a) {
	return a->survey == SURVEY_NPS && a->touchpoint == INTERN_NONE;
}

const struct answer *fold_last_nps(const struct fold *f, int32_t close, int months) {
	const struct book *b = f->book;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data, *last = NULL;
	for (uint32_t i = b->first_answer[f->timeline.customer]; i < b->first_answer[f->timeline.customer + 1]; i++)
		if (about_relationship(&answers[i]) && answers[i].day <= close)
			last = &answers[i];
	return last != NULL && last->day > day_plus_months(close, -months) ? last : NULL;
}

/* 2 promoter, 1 passive, 0 detractor. */
static int class_of(const struct answer *a) {
	return a->score >= 9 ? 2 : a->score <= 6 ? 0 : 1;
}

/* Twice the median of n scores counted by value. */
static int twice_median(const int counts[11], int n) {
	int seen = 0, low = -1;
	for (int score = 0; score <= 10; score++) {
		seen += counts[score];
		if (low < 0 && 2 * seen >= n)
			low = score;
		if (2 * seen > n)
			return low + score;
	}
	return 2 * low;
}

bool fold_turned_down(const struct fold *f, int32_t close) {
	const struct book *b = f->book;
	const struct answer *last = fold_last_nps(f, close, (int)conf_int(b->conf, SETTING_LINK_LOOKBACK)), *before = NULL;
	if (last == NULL)
		return false;
	int counts[11] = {0}, n = 0;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data;
	for (const struct answer *a = answers + b->first_answer[f->timeline.customer]; a < last; a++) {
		if (!about_relationship(a) || a->score < 0 || a->score > 10)
			continue;
		counts[a->score]++;
		n++;
		before = a;
	}
	return n > 0 && (2 * last->score <= twice_median(counts, n) - 4 || class_of(last) < class_of(before));
}
