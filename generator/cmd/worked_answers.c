/* cmd/worked_answers: answers to the recommendation question, and what became of customers by their last answer. Knows the classes of answers;
 * refuses to know how answers were counted. */
#include "cmd/worked.h"
#include "statistic/proportion.h"
#include <math.h>
#include <string.h>

#define CLASSES 4 /* promoter, passive, detractor, none */
static const char *const class_keys[CLASSES] = {"worked_class_promoter", "worked_class_passive", "worked_class_detractor", "worked_class_none"};
static const double Z = 1.959963984540054;

/* "0: 3, 1: 4 …" of the scores that were given. */
static void tell_scores(struct worked *x) {
	g_autoptr(GString) all = g_string_new(NULL);
	for (int score = 0; score <= 10; score++) {
		int64_t n = worked_fact(x, (enum fact)((int)FACT_NPS_SCORE_0 + score));
		if (n == 0)
			continue;
		g_autofree char *one = SAY(x->words, "worked_score", ARG_I("score", score), ARG_I("n", n));
		g_string_append_printf(all, "%s%s", all->len > 0 ? words_text(x->words, "worked_comma") : "", one);
	}
	worked_tell(x->counted, SAY(x->words, "worked_scores", ARG_S("list", all->str)));
}

static void tell_scale(struct worked *x) {
	int64_t from_one = worked_fact(x, FACT_NPS_FROM_ONE);
	if (from_one > 0)
		worked_tell(x->counted, SAY(x->words, "nps_from_one", ARG_I("n", from_one)));
}

/* The limits of an unweighted score, in points. */
static void tell_adjusted(struct worked *x, int64_t promoters, int64_t passives, int64_t detractors) {
	double p = (double)promoters + .75, d = (double)detractors + .75, n = (double)(promoters + passives + detractors) + 3, centre = (p - d) / n;
	double se = sqrt(((p + d) / n - centre * centre) / n);
	worked_tell(x->interval, SAY(x->words, "worked_adjusted", ARG_S("promoters", worked_decimal(x, p, 2)), ARG_S("detractors", worked_decimal(x, d, 2)),
								 ARG_S("n", worked_count(x, llround(n))), ARG_S("centre", worked_decimal(x, 100 * centre, 2))));
	worked_tell(x->interval, SAY(x->words, "worked_adjusted_error", ARG_S("se", worked_decimal(x, 100 * se, 2)), ARG_S("lo", worked_decimal(x, x->v->lo, 1)),
								 ARG_S("hi", worked_decimal(x, x->v->hi, 1)), ARG_S("half", worked_decimal(x, 100 * Z * se, 2))));
}

static void work_nps(struct worked *x) {
	int64_t p = worked_fact(x, FACT_NPS_PROMOTERS), pa = worked_fact(x, FACT_NPS_PASSIVES), d = worked_fact(x, FACT_NPS_DETRACTORS), n = worked_fact(x, FACT_NPS_N);
	int64_t rows = worked_fact(x, FACT_ANSWER_ROWS);
	worked_tell(x->counted, SAY(x->words, "worked_answer_rows", ARG_I("n", rows), ARG_I("count", n), ARG_I("rest", rows - n)));
	worked_tell(x->counted, SAY(x->words, "worked_answers", ARG_S("promoters", worked_count(x, p)), ARG_S("passives", worked_count(x, pa)),
								ARG_S("detractors", worked_count(x, d)), ARG_I("n", n)));
	tell_scores(x);
	tell_scale(x);
	bool weighted = worked_fact(x, FACT_NPS_WEIGHTED) > 0;
	if (weighted)
		worked_tell(x->counted, SAY(x->words, "worked_weights", ARG_I("n", worked_fact(x, FACT_NPS_WEIGHTED))));
	if (strcmp(x->m->id, "nps") != 0)
		return;
	if (weighted) {
		double w[] = {(double)worked_fact(x, FACT_NPS_W_PROMOTERS) / 1e6, (double)worked_fact(x, FACT_NPS_W_PASSIVES) / 1e6, (double)worked_fact(x, FACT_NPS_W_DETRACTORS) / 1e6};
		worked_tell(x->steps, SAY(x->words, "worked_weighted", ARG_S("promoters", worked_decimal(x, w[0], 2)), ARG_S("passives", worked_decimal(x, w[1], 2)),
								  ARG_S("detractors", worked_decimal(x, w[2], 2)), ARG_S("all", worked_decimal(x, w[0] + w[1] + w[2], 2)), ARG_S("net", worked_decimal(x, w[0] - w[2], 2))));
		worked_tell(x->steps, bind_quotient(x->r, x->m, x->v));
	}
	if (!weighted && n > 0) {
		double share = (double)p / (double)n, against = (double)d / (double)n;
		worked_tell(x->steps, SAY(x->words, "worked_nps_shares", ARG_S("promoters", worked_count(x, p)), ARG_S("detractors", worked_count(x, d)),
								  ARG_S("n", worked_count(x, n)), ARG_S("for", worked_share(x, share)), ARG_S("against", worked_share(x, against))));
		worked_tell(x->steps, SAY(x->words, "worked_nps", ARG_S("promoters", worked_count(x, p)), ARG_S("detractors", worked_count(x, d)),
								  ARG_S("n", worked_count(x, n)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
		if (value_has_interval(x->v))
			tell_adjusted(x, p, pa, d);
	}
}

/* Classes now × the share of each that stayed in the last year: expected_kept, in customers or in money, and as a share of all. */
struct kept_class {
	int64_t now, base, stayed;
	double counts; /* customers, or money in major units */
};

static struct kept_class class_of(const struct worked *x, int class, bool money) {
	struct kept_class c = {.now = worked_fact(x, (enum fact)((int)FACT_KEEP_NOW_PROMOTER + class)), .base = worked_fact(x, (enum fact)((int)FACT_KEEP_BASE_PROMOTER + class)),
						   .stayed = worked_fact(x, (enum fact)((int)FACT_KEEP_STAYED_PROMOTER + class))};
	c.counts = money ? (double)worked_fact(x, (enum fact)((int)FACT_KEEP_MRR_PROMOTER + class)) / (double)eval_mrr_unit(x->e) : (double)c.now;
	return c;
}

static const char *in_unit(struct worked *x, double y, bool money, int decimals) {
	return money ? worked_money(x, y) : worked_decimal(x, y, decimals);
}

static void work_kept(struct worked *x, bool money) {
	double sum = 0, all = 0;
	int64_t now = 0, base = 0, stayed = 0;
	for (int i = 0; i < CLASSES; i++) {
		struct kept_class c = class_of(x, i, money);
		now += c.now;
		base += c.base;
		stayed += c.stayed;
		all += c.counts;
		if (c.now == 0 || c.base == 0)
			continue;
		double share = (double)c.stayed / (double)c.base;
		sum += c.counts * share;
		const char *name = words_text(x->words, class_keys[i]);
		worked_tell(x->counted, SAY(x->words, "worked_class", ARG_S("class", name), ARG_S("now", worked_count(x, c.now)), ARG_S("base", worked_count(x, c.base)),
									ARG_S("stayed", worked_count(x, c.stayed)), ARG_S("gone", worked_count(x, c.base - c.stayed))));
		worked_tell(x->steps, SAY(x->words, "worked_kept", ARG_S("class", name), ARG_S("now", in_unit(x, c.counts, money, 0)), ARG_S("share", worked_share(x, share)),
								  ARG_S("kept", in_unit(x, c.counts * share, money, 2))));
	}
	worked_tell(x->counted, SAY(x->words, "worked_classes", ARG_S("now", worked_count(x, now)), ARG_S("base", worked_count(x, base)), ARG_S("stayed", worked_count(x, stayed))));
	worked_tell(x->steps, SAY(x->words, "worked_kept_sum", ARG_S("sum", in_unit(x, sum, money, 2)), ARG_S("all", in_unit(x, all, money, 0)),
							  ARG_S("share", worked_share(x, all > 0 ? sum / all : 0))));
	worked_tell(x->interval, g_strdup(words_text(x->words, "worked_kept_interval")));
	bool share = x->m->unit == UNIT_RATIO;
	double half = (x->v->hi - x->v->lo) / 2 * (share ? all : 1);
	worked_tell(x->interval, SAY(x->words, "worked_normal", ARG_S("se", in_unit(x, half / Z, money, 2)), ARG_S("half", in_unit(x, half, money, 2))));
}

/* A class's odds of leaving beside promoters', from the table of two by two. */
static void work_odds(struct worked *x, enum fact all, enum fact lost, const char *class) {
	int64_t a = worked_fact(x, lost), b = worked_fact(x, all) - a, c = worked_fact(x, FACT_LINK_PROMOTERS_LOST), d = worked_fact(x, FACT_LINK_PROMOTERS) - c;
	struct association found = association((struct two_by_two){a, b, c, d});
	const char *name = words_text(x->words, class), *promoters = words_text(x->words, class_keys[0]);
	worked_tell(x->counted, SAY(x->words, "worked_left", ARG_S("class", name), ARG_S("all", worked_count(x, a + b)), ARG_S("lost", worked_count(x, a)), ARG_S("stayed", worked_count(x, b))));
	worked_tell(x->counted, SAY(x->words, "worked_left", ARG_S("class", promoters), ARG_S("all", worked_count(x, c + d)), ARG_S("lost", worked_count(x, c)), ARG_S("stayed", worked_count(x, d))));
	double half = found.halves ? .5 : 0;
	int digits = found.halves ? 1 : 0;
	if (found.halves)
		worked_tell(x->steps, g_strdup(words_text(x->words, "worked_halves")));
	worked_tell(x->steps, SAY(x->words, "worked_odds", ARG_S("class", name), ARG_S("lost", worked_decimal(x, (double)a + half, digits)),
							  ARG_S("stayed", worked_decimal(x, (double)b + half, digits)), ARG_S("odds", worked_decimal(x, x->v->num, 4))));
	worked_tell(x->steps, SAY(x->words, "worked_odds", ARG_S("class", promoters), ARG_S("lost", worked_decimal(x, (double)c + half, digits)),
							  ARG_S("stayed", worked_decimal(x, (double)d + half, digits)), ARG_S("odds", worked_decimal(x, x->v->den, 4))));
	worked_tell(x->steps, SAY(x->words, "worked_odds_ratio", ARG_S("one", worked_decimal(x, x->v->num, 4)), ARG_S("other", worked_decimal(x, x->v->den, 4)),
							  ARG_S("ratio", worked_decimal(x, x->v->x, 2))));
	worked_tell(x->interval, SAY(x->words, "worked_woolf", ARG_S("se", worked_decimal(x, found.log_se, 4)), ARG_S("ln", worked_decimal(x, log(x->v->x), 4)),
								 ARG_S("lo", worked_decimal(x, x->v->lo, 3)), ARG_S("hi", worked_decimal(x, x->v->hi, 3))));
}

bool worked_answers(struct worked *x) {
	const char *id = x->m->id;
	bool others = strcmp(id, "nps_by_revenue") == 0 || strcmp(id, "nps_touchpoint") == 0;
	if (report_is_nps(id) && !others)
		work_nps(x);
	else if (strcmp(id, "expected_kept") == 0 || strcmp(id, "expected_kept_share") == 0)
		work_kept(x, false);
	else if (strcmp(id, "expected_kept_mrr") == 0)
		work_kept(x, true);
	else if (strcmp(id, "churn_odds") == 0)
		work_odds(x, FACT_LINK_DETRACTORS, FACT_LINK_DETRACTORS_LOST, class_keys[2]);
	else if (strcmp(id, "churn_odds_passives") == 0)
		work_odds(x, FACT_LINK_PASSIVES, FACT_LINK_PASSIVES_LOST, class_keys[1]);
	else
		return false;
	return true;
}
