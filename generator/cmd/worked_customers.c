/* cmd/worked_customers: who came and went in a period, rates of it, and what follows from the churn of the last twelve months. Knows the pair table
 * and m; refuses to know who the customers are. */
#include "cmd/worked.h"
#include <math.h>
#include <string.h>

static bool is_one_of(const char *id, const char *const *ids, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* The two ends of the period, and the roll-forward between them. */
static void tell_movement(struct worked *x) {
	int64_t opening = worked_fact(x, FACT_S), kept = worked_fact(x, FACT_KEPT);
	worked_tell(x->counted, SAY(x->words, "worked_opening", ARG_S("opening", worked_count(x, opening)), ARG_S("kept", worked_count(x, kept)),
								ARG_S("lost", worked_count(x, opening - kept))));
	worked_tell(x->counted, SAY(x->words, "worked_roll", ARG_S("opening", worked_count(x, opening)), ARG_S("joined", worked_count(x, worked_fact(x, FACT_J))),
								ARG_S("gone", worked_count(x, worked_fact(x, FACT_J0))), ARG_S("back", worked_count(x, worked_fact(x, FACT_R))),
								ARG_S("lost", worked_count(x, opening - kept)), ARG_S("closing", worked_count(x, worked_fact(x, FACT_END)))));
}

/* What stands above and below the line under churn.rule. */
static void work_churn(struct worked *x) {
	int64_t opening = worked_fact(x, FACT_S), lost = opening - worked_fact(x, FACT_KEPT);
	tell_movement(x);
	if (conf_is(x->r->conf, SETTING_CHURN_RULE, "start"))
		return;
	bool all = conf_is(x->r->conf, SETTING_CHURN_RULE, "start_plus_new");
	worked_tell(x->steps, SAY(x->words, "worked_churn_above", ARG_S("lost", worked_count(x, lost)), ARG_S("gone", worked_count(x, worked_fact(x, FACT_J0))),
							  ARG_S("sum", worked_count(x, llround(x->v->num)))));
	if (all)
		worked_tell(x->steps, SAY(x->words, "worked_churn_below", ARG_S("opening", worked_count(x, opening)), ARG_S("joined", worked_count(x, worked_fact(x, FACT_J))),
								  ARG_S("sum", worked_count(x, llround(x->v->den)))));
	worked_tell(x->steps, bind_quotient(x->r, x->m, x->v));
}

static void work_net_loss(struct worked *x) {
	tell_movement(x);
	worked_tell(x->steps, SAY(x->words, "worked_net_loss", ARG_S("opening", worked_count(x, worked_fact(x, FACT_S))), ARG_S("closing", worked_count(x, worked_fact(x, FACT_END))),
							  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

/* Limits of m, by Wilson: what the figures made of it have theirs from. */
static struct limits tell_m_limits(struct worked *x, struct monthly_churn m) {
	struct limits l = wilson((double)m.lost, (double)m.at_risk);
	worked_tell(x->interval, SAY(x->words, "worked_m_limits", ARG_S("lost", worked_count(x, m.lost)), ARG_S("at_risk", worked_count(x, m.at_risk)),
								 ARG_S("lo", worked_decimal(x, l.lo, 6)), ARG_S("hi", worked_decimal(x, l.hi, 6))));
	return l;
}

static void work_annualised(struct worked *x) {
	struct monthly_churn m = worked_churn(x);
	double churn = quotient(m.lost, m.at_risk);
	worked_tell(x->steps, SAY(x->words, "worked_annualised", ARG_S("m", worked_decimal(x, churn, 6)), ARG_S("stay", worked_decimal(x, pow(1 - churn, 12), 4)),
							  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	struct limits l = tell_m_limits(x, m);
	worked_tell(x->interval, SAY(x->words, "worked_annualised_limits", ARG_S("lo", worked_share(x, 1 - pow(1 - l.lo, 12))), ARG_S("hi", worked_share(x, 1 - pow(1 - l.hi, 12)))));
}

/* Months of the lifetime at m, and where the cap cuts them. */
static void work_lifetime(struct worked *x, struct monthly_churn m) {
	const char *cap = worked_count(x, conf_int(x->r->conf, SETTING_CLV_CAP));
	if (m.lost == 0)
		worked_tell(x->steps, SAY(x->words, "worked_lifetime_none", ARG_S("cap", cap)));
	else
		worked_tell(x->steps, SAY(x->words, x->v->capped ? "worked_lifetime_capped" : "worked_lifetime", ARG_S("months", worked_decimal(x, quotient(m.at_risk, m.lost), 2)),
								  ARG_S("m", worked_decimal(x, quotient(m.lost, m.at_risk), 6)), ARG_S("cap", cap)));
}

/* The lifetimes at both limits of m. */
static void tell_lifetime_limits(struct worked *x, struct monthly_churn m) {
	struct limits l = tell_m_limits(x, m);
	double cap = (double)conf_int(x->r->conf, SETTING_CLV_CAP), shortest = l.hi > 0 ? MIN(cap, 1 / l.hi) : cap, longest = l.lo > 0 ? MIN(cap, 1 / l.lo) : cap;
	worked_tell(x->interval, SAY(x->words, "worked_lifetime_limits", ARG_S("lo", worked_decimal(x, shortest, 2)), ARG_S("hi", worked_decimal(x, longest, 2)),
								 ARG_S("cap", worked_count(x, conf_int(x->r->conf, SETTING_CLV_CAP)))));
}

/* What a customer leaves a month: its revenue at the close, and the margin of it. */
static double work_margin(struct worked *x) {
	struct value arpa = eval_arpa(x->e, x->span, SLICE_ALL);
	double share = worked_margin(x), margin = arpa.x * share;
	worked_tell(x->counted, SAY(x->words, "worked_closing", ARG_S("closing", worked_count(x, worked_fact(x, FACT_END))), ARG_S("mrr", worked_amount(x, FACT_MRR_END))));
	worked_tell(x->steps, SAY(x->words, "worked_arpa", ARG_S("closing", worked_count(x, worked_fact(x, FACT_END))), ARG_S("mrr", worked_amount(x, FACT_MRR_END)),
							  ARG_S("arpa", worked_money(x, arpa.x))));
	worked_tell(x->steps, SAY(x->words, "worked_margin", ARG_S("arpa", worked_money(x, arpa.x)), ARG_S("share", worked_share(x, share)), ARG_S("margin", worked_money(x, margin))));
	return margin;
}

static void work_clv(struct worked *x) {
	double margin = work_margin(x);
	struct monthly_churn m = worked_churn(x);
	work_lifetime(x, m);
	worked_tell(x->steps, SAY(x->words, "worked_clv", ARG_S("margin", worked_money(x, margin)),
							  ARG_S("months", worked_decimal(x, x->v->capped ? (double)conf_int(x->r->conf, SETTING_CLV_CAP) : quotient(m.at_risk, m.lost), 2)),
							  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	tell_lifetime_limits(x, m);
	worked_tell(x->interval, SAY(x->words, "worked_clv_limits", ARG_S("margin", worked_money(x, margin)), ARG_S("lo", worked_money(x, x->v->lo)), ARG_S("hi", worked_money(x, x->v->hi))));
}

static void work_clv_discounted(struct worked *x) {
	double margin = work_margin(x), year = conf_number(x->r->conf, SETTING_CLV_DISCOUNT_RATE), i = pow(1 + year, 1 / 12.0) - 1;
	struct monthly_churn m = worked_churn(x);
	double churn = quotient(m.lost, m.at_risk);
	bool end = conf_is(x->r->conf, SETTING_CLV_FIRST, "end");
	worked_tell(x->steps, SAY(x->words, "worked_rate", ARG_S("year", worked_share(x, year)), ARG_S("i", worked_decimal(x, i, 6))));
	worked_tell(x->steps, SAY(x->words, end ? "worked_discounted_end" : "worked_discounted", ARG_S("margin", worked_money(x, margin)), ARG_S("i", worked_decimal(x, i, 6)),
							  ARG_S("r", worked_decimal(x, 1 - churn, 6)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	tell_m_limits(x, m);
	worked_tell(x->interval, g_strdup(words_text(x->words, "worked_through")));
}

static void work_ceiling(struct worked *x) {
	struct monthly_churn m = worked_churn(x);
	double gained = quotient(m.gained, m.months);
	worked_tell(x->counted, SAY(x->words, "worked_gained", ARG_S("gained", worked_count(x, m.gained)), ARG_I("months", m.months)));
	worked_tell(x->steps, SAY(x->words, "worked_gained_month", ARG_S("gained", worked_count(x, m.gained)), ARG_I("months", m.months), ARG_S("mean", worked_decimal(x, gained, 2))));
	worked_tell(x->steps, SAY(x->words, "worked_ceiling", ARG_S("mean", worked_decimal(x, gained, 2)), ARG_S("m", worked_decimal(x, quotient(m.lost, m.at_risk), 6)),
							  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void work_half_life(struct worked *x) {
	struct monthly_churn m = worked_churn(x);
	worked_tell(x->steps, SAY(x->words, "worked_half_life", ARG_S("m", worked_decimal(x, quotient(m.lost, m.at_risk), 6)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

bool worked_customers(struct worked *x) {
	static const char *const counts[] = {"retention_rate", "customers_opening", "customers_new", "customers_new_lost", "customers_returned", "customers_lost", "customers_closing"};
	static const struct {
		const char *id;
		void (*work)(struct worked *);
	} figures[] = {{"churn_rate", work_churn}, {"net_customer_loss", work_net_loss}, {"churn_annualised", work_annualised}, {"clv", work_clv}, {"clv_discounted", work_clv_discounted},
				   {"growth_ceiling", work_ceiling}, {"ceiling_half_life", work_half_life}};
	if (is_one_of(x->m->id, counts, G_N_ELEMENTS(counts))) {
		tell_movement(x);
		return true;
	}
	if (strcmp(x->m->id, "lifetime") == 0) {
		struct monthly_churn m = worked_churn(x);
		work_lifetime(x, m);
		tell_lifetime_limits(x, m);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
		if (strcmp(figures[i].id, x->m->id) == 0) {
			figures[i].work(x);
			return true;
		}
	return false;
}
