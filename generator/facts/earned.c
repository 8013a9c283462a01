/* facts/earned: newcomers that came by word of mouth, what their revenue is, promoters who referred somebody, and spend on earned channels.
 * Earned: referred by a customer, or from a channel of earned_channels. Refuses to guess: without channel and referrer a newcomer is unknown. */
#include "facts/fold.h"

#define YEAR_MONTHS 12

static const struct under everybody = {1, {SLICE_ALL}};

bool fold_earned_channel(const struct book *b, uint32_t code) {
	if (b->channel >= b->n_dimensions || code < CODE_FIRST)
		return false;
	return g_strv_contains((const gchar *const *)conf_list(b->conf, SETTING_EARNED_CHANNELS), intern_text(&b->values[b->channel], code));
}

static void fold_joined(struct fold *f, size_t span, bool referred, uint32_t channel) {
	bool earned = referred || fold_earned_channel(f->book, channel);
	fold_add(f, span, &everybody, FACT_J_REFERRED, referred);
	fold_add(f, span, &everybody, FACT_J_EARNED, earned);
	if (!f->timeline.active[f->to[span]])
		return;
	bool unrated; /* counted in the pair table */
	int64_t closing = timeline_amount_at_rates(&f->timeline, f->to[span], f->closes.month[f->from[span]], &unrated);
	if (earned)
		fold_add(f, span, &everybody, FACT_MRR_NEW_EARNED, closing);
	else if (channel >= CODE_FIRST)
		fold_add(f, span, &everybody, FACT_MRR_NEW_BOUGHT, closing);
}

static bool referred_in(const struct fold *f, int32_t after, int32_t close) {
	const struct book *b = f->book;
	for (uint32_t i = b->first_referral[f->timeline.customer]; i < b->first_referral[f->timeline.customer + 1]; i++) {
		int32_t day = g_array_index(b->referrals, struct referral, i).day;
		if (day > after && day <= close)
			return true;
	}
	return false;
}

/* What a customer is at a close: no promoter, a promoter, one who referred somebody in the 12 months before. */
enum advocate { ADVOCATE_NO, ADVOCATE_SAYS, ADVOCATE_DOES };

static enum advocate advocate_at(const struct fold *f, size_t at) {
	int32_t close = f->closes.day[at];
	const struct answer *last = f->timeline.active[at] ? fold_last_nps(f, close, YEAR_MONTHS) : NULL;
	if (last == NULL || last->score < 9)
		return ADVOCATE_NO;
	return referred_in(f, day_plus_months(close, -YEAR_MONTHS), close) ? ADVOCATE_DOES : ADVOCATE_SAYS;
}

static void fold_advocates(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	g_autofree enum advocate *advocate = g_new0(enum advocate, f->closes.n);
	for (size_t at = 1; at < f->closes.n; at++)
		advocate[at] = advocate_at(f, at);
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		fold_add(f, i, &everybody, FACT_PROMOTERS, advocate[f->to[i]] != ADVOCATE_NO);
		fold_add(f, i, &everybody, FACT_PROMOTERS_REFERRED, advocate[f->to[i]] == ADVOCATE_DOES);
	}
}

void fold_earned(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	uint32_t customer = f->timeline.customer;
	if (b->first_answer[customer] < b->first_answer[customer + 1])
		fold_advocates(f);
	if (f->timeline.first_day < b->history_start || f->timeline.first_day > b->as_of)
		return;
	bool referred = g_array_index(b->customers, struct customer, customer).referred_by != INTERN_NONE;
	uint32_t channel = b->channel < b->n_dimensions ? timeline_code(&f->timeline, b->channel, f->timeline.first_day) : (uint32_t)CODE_NONE;
	for (size_t i = 0; i < s->n; i++)
		if (!s->items[i].before_history && fold_standing(f, i) == STANDING_JOINED)
			fold_joined(f, i, referred, channel);
}

void fold_earned_spends(struct fold *f) {
	const struct book *b = f->book;
	const struct spans *s = &f->facts->spans;
	for (guint k = 0; k < b->spends->len; k++) {
		const struct spend *spend = &g_array_index(b->spends, struct spend, k);
		if (spend->purpose != 0 || !fold_earned_channel(b, spend->channel))
			continue;
		for (size_t i = 0; i < s->n; i++)
			if (!s->items[i].before_history && spend->day > s->items[i].open && spend->day <= s->items[i].close)
				fold_add(f, i, &everybody, FACT_SPEND_EARNED, spend->amount);
	}
}
