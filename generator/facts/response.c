/* facts/response: invitations and whether they were answered in time, rows of the surveys export with a comment, and who of those active at a close has
 * answered. Knows days; refuses to know what a score says. */
#include "facts/fold.h"

/* Every row of the surveys export in a span, scored or not. */
static void fold_comments(struct fold *f, size_t span, const struct answer *a) {
	struct under u = fold_under_answer(f, span, a);
	fold_add(f, span, &u, FACT_ANSWER_ROWS, 1);
	fold_add(f, span, &u, FACT_ANSWER_COMMENTS, a->comment);
	fold_cluster_count(f, CLUSTER_COMMENTED, span, &u, a->comment);
}

static void fold_rows(struct fold *f, const struct answer *answers, uint32_t n) {
	const struct spans *s = &f->facts->spans;
	for (size_t i = 0; n > 0 && i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		bool scored = false;
		for (uint32_t k = 0; k < n; k++) {
			if (answers[k].day <= s->items[i].open || answers[k].day > s->items[i].close)
				continue;
			fold_comments(f, i, &answers[k]);
			scored |= answers[k].survey != SURVEY_UNSCORED;
		}
		if (!scored || !f->timeline.active[f->to[i]])
			continue;
		struct under u = fold_under_close(f, f->to[i]);
		fold_add(f, i, &u, FACT_ANSWERERS, 1);
	}
}

/* The latest invitation to the survey an answer is of, not after it; n when there is none. They are sorted by survey and day. */
static uint32_t invitation_of(const struct invitation *invitations, uint32_t n, const struct answer *a) {
	uint32_t lo = 0, hi = n;
	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;
		const struct invitation *i = &invitations[middle];
		bool behind = i->survey != a->of ? i->survey > a->of : i->day > a->day;
		if (behind)
			hi = middle;
		else
			lo = middle + 1;
	}
	return lo > 0 && invitations[lo - 1].survey == a->of ? lo - 1 : n;
}

static void fold_invitation(struct fold *f, const struct invitation *i, int32_t ends, bool answered) {
	const struct spans *s = &f->facts->spans;
	struct under u = fold_under_day(f, i->day);
	for (size_t k = 0; k < s->n; k++) {
		if (s->items[k].before_history || ends <= s->items[k].open || ends > s->items[k].close)
			continue;
		fold_add(f, k, &u, FACT_INVITED, 1);
		fold_add(f, k, &u, FACT_INVITED_ANSWERED, answered);
		fold_cluster_count(f, CLUSTER_INVITED, k, &u, answered);
	}
}

/* An answer serves one invitation only, the latest before it, so that a reminder sent anew is not answered by what came before it. */
static void fold_invitations(struct fold *f, const struct answer *answers, uint32_t n_answers) {
	const struct book *b = f->book;
	uint32_t from = b->first_invitation[f->timeline.customer], n = b->first_invitation[f->timeline.customer + 1] - from;
	const struct invitation *invitations = (const struct invitation *)(const void *)b->invitations->data + from;
	int32_t days = (int32_t)conf_int(b->conf, SETTING_RESPONSE_DAYS);
	if (n == 0)
		return;
	g_autofree bool *answered = g_new0(bool, n);
	for (uint32_t k = 0; k < n_answers; k++) {
		uint32_t i = invitation_of(invitations, n, &answers[k]);
		if (i < n && answers[k].day <= invitations[i].day + days)
			answered[i] = true;
	}
	for (uint32_t i = 0; i < n; i++)
		fold_invitation(f, &invitations[i], invitations[i].day + days, answered[i]);
}

void fold_response(struct fold *f) {
	const struct book *b = f->book;
	uint32_t from = b->first_answer[f->timeline.customer], n = b->first_answer[f->timeline.customer + 1] - from;
	const struct answer *answers = (const struct answer *)(const void *)b->answers->data + from;
	fold_rows(f, answers, n);
	fold_invitations(f, answers, n);
}
