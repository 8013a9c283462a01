/* metric/survey: see survey.h. */
#include "metric/survey.h"
#include "metric/effective.h"
#include <math.h>

#define MILLION INT64_C(1000000)

double kish(struct weighed_answers all) {
	return all.squares == 0 ? 0 : (double)((long double)all.weight * (long double)all.weight / (long double)all.squares);
}

struct value survey_share(struct value v, const struct eval *e, const char *metric, size_t span, size_t slice, int64_t some, int64_t weight) {
	struct clustered c;
	v = eval_quotient(v, some, MILLION, weight, MILLION);
	if (!value_shown(&v) || !clustered_of(e, metric, span, slice, &c))
		return v;
	v.n = c.n;
	return eval_limits(v, effective_share_limits(&c));
}

struct value survey_net(struct value v, int64_t promoters, int64_t passives, int64_t detractors, struct weighed_answers all, int64_t unit) {
	v = eval_quotient(v, (int128)promoters - detractors, unit, all.weight, unit);
	if (!value_shown(&v))
		return v;
	v.x = quotient((int128)100 * ((int128)promoters - detractors), all.weight);
	v.n = all.n;
	double share = kish(all) / (double)all.weight;
	struct limits l = net_share_limits((double)promoters * share, (double)passives * share, (double)detractors * share);
	return eval_limits(v, (struct limits){100 * l.lo, 100 * l.hi});
}

static int width(int32_t scale) {
	return scale % 1000 - scale / 1000;
}

/* The rows are sorted by scale. */
int32_t survey_commonest_scale(const struct eval *e, size_t span, enum tally_table table) {
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, table, span, SLICE_ALL, &n);
	int32_t best = 0;
	int64_t most = 0, answers = 0;
	for (size_t i = 0; i < n; i++) {
		answers = i > 0 && rows[i].a == rows[i - 1].a ? answers + rows[i].n : rows[i].n;
		bool wider = width(rows[i].a) > width(best) || (width(rows[i].a) == width(best) && rows[i].a > best);
		if (answers > most || (answers == most && wider)) {
			most = answers;
			best = rows[i].a;
		}
	}
	return best;
}

struct value survey_mean(struct value v, const struct eval *e, const char *metric, size_t span, size_t slice, enum tally_table table) {
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, table, span, slice, &n);
	int32_t scale = survey_commonest_scale(e, span, table);
	int128 sum = 0, weight = 0;
	for (size_t i = 0; i < n; i++) {
		if (rows[i].a != scale)
			continue;
		sum += (int128)rows[i].amount * rows[i].b;
		weight += rows[i].amount;
	}
	struct clustered c;
	v = eval_quotient(v, sum, MILLION, weight, MILLION);
	if (!value_shown(&v) || !clustered_of(e, metric, span, slice, &c))
		return v;
	v.n = c.n;
	return eval_limits(v, effective_mean_limits(&c));
}

struct weighed_answers survey_scores(const struct eval *e, size_t span, size_t slice, enum tally_table table, int32_t scale, int from, int to) {
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, table, span, slice, &n);
	struct weighed_answers found = {0};
	for (size_t i = 0; i < n; i++)
		if (rows[i].a == scale && rows[i].b >= from && rows[i].b <= to) {
			found.n += rows[i].n;
			found.weight += rows[i].amount;
		}
	return found;
}

bool survey_at_touchpoints(const struct eval *e) {
	for (size_t i = 0; i < e->facts->spans.n; i++)
		if (eval_f(e, i, SLICE_ALL, FACT_NPS_AT_N) > 0)
			return true;
	return false;
}

struct value survey_begin(const struct eval *e, size_t span, int32_t days) {
	struct coverage any = *e->cover;
	any.present[COVER_NPS] |= any.present[COVER_CSAT] || any.present[COVER_CES] || survey_at_touchpoints(e);
	if (any.present[COVER_NPS])
		any.last[COVER_NPS] += days;
	else if (!e->facts->spans.items[span].before_history)
		return value_missing("needs_surveys");
	struct eval all = {e->conf, e->facts, &any, e->memo};
	return eval_begin(&all, span, COVER_NPS);
}
