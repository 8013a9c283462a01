/* report/signal_stake: see signal_stake.h. */
#include "report/signal_stake.h"
#include "metric/eval.h"
#include <math.h>
#include <string.h>

/* What a difference is multiplied with. MRR: recurring amounts a month, under the slice of the finding. */
enum stake {
	STAKE_NONE,      /* no money: how fast or how often says nothing of how much */
	STAKE_OPENING,   /* × MRR at the opening: a share of customers or of revenue kept or lost */
	STAKE_RENEWALS,  /* × renewals due × arpa */
	STAKE_NEWCOMERS, /* × customers whose first 90 days ended × first-day MRR of a first-time customer */
	STAKE_AWAY,      /* × customers lost in the 12 months before × arpa */
	STAKE_TURNED,    /* a fall: MRR of the customers whose last score turned down ("all" alone knows them) */
	STAKE_ANSWERED,  /* a fall: × answers × arpa, at most the closing MRR: customers no longer satisfied */
	STAKE_WON,       /* money a customer × first-time customers of the period */
	STAKE_SPARED,    /* × first-time customers × cac: what winning them otherwise costs */
	STAKE_FIRST_DAY, /* customers × first-day MRR of a first-time customer */
	STAKE_CUSTOMERS, /* money a customer × customers at the close */
	STAKE_ORDERS,    /* money an order × orders of the period */
	STAKE_WHOLE,     /* × the money the share is a share of */
	STAKE_ITSELF,    /* the difference is the amount */
	STAKE_VALUE,     /* of clv to cac: × cac × first-time customers: what is lost on those won */
	STAKE_ARPA       /* customers × arpa */
};
static const struct {
	const char *metric;
	enum stake stake;
} stakes[] = {
	{"churn_rate", STAKE_OPENING},
	{"retention_rate", STAKE_OPENING},
	{"grr", STAKE_OPENING},
	{"nrr", STAKE_OPENING},
	{"renewal_rate", STAKE_RENEWALS},
	{"early_churn", STAKE_NEWCOMERS},
	{"winback_rate", STAKE_AWAY},
	{"nps", STAKE_TURNED},
	{"nps_touchpoint", STAKE_NONE},
	{"csat", STAKE_ANSWERED},
	{"csat_mean", STAKE_NONE},
	{"ces", STAKE_NONE},
	{"response_rate", STAKE_NONE},
	{"first_response_sla", STAKE_NONE},
	{"first_response_median", STAKE_NONE},
	{"backlog", STAKE_NONE},
	{"reopen_rate", STAKE_NONE},
	{"reactive", STAKE_NONE},
	{"contacts_per_customer", STAKE_NONE},
	{"scope", STAKE_NONE},
	{"arpa", STAKE_CUSTOMERS},
	{"order_average", STAKE_ORDERS},
	{"cac", STAKE_WON},
	{"referral_share", STAKE_SPARED},
	{"customers_new", STAKE_FIRST_DAY},
	{"discount_new", STAKE_WHOLE},
	{"discount_existing", STAKE_WHOLE},
	{"discounted_share", STAKE_NONE},
	{"mrr_new", STAKE_ITSELF},
	{"mrr_churned", STAKE_ITSELF},
	{"mrr_fx", STAKE_ITSELF},
	{"spend_acquisition", STAKE_ITSELF},
	{"spend_share_acquisition", STAKE_WHOLE},
	{"profitability", STAKE_WHOLE},
	{"clients_below_floor", STAKE_NONE},
	{"clv_cac", STAKE_VALUE},
	{"growth_ceiling", STAKE_ARPA},
};

static enum stake stake_of(const char *metric) {
	for (size_t i = 0; i < G_N_ELEMENTS(stakes); i++)
		if (strcmp(stakes[i].metric, metric) == 0)
			return stakes[i].stake;
	return STAKE_NONE;
}

/* Money in major units; NaN where amounts are not there, or a rate of them is missing. */
static double mrr(const struct eval *e, size_t span, size_t slice, bool closing) {
	if (!e->cover->amounts || eval_f(e, span, slice, closing ? FACT_UNRATED_CLOSE : FACT_UNRATED_OPEN) > 0)
		return (double)NAN;
	int128 sum = closing ? eval_f(e, span, slice, FACT_MRR_END) : (int128)eval_f(e, span, slice, FACT_MRR_OPEN_KEPT) + eval_f(e, span, slice, FACT_MRR_OPEN_LOST);
	return quotient(sum, eval_mrr_unit(e));
}

static double each(double money, int64_t n) {
	return n > 0 ? money / (double)n : (double)NAN;
}

static double arpa(const struct eval *e, size_t span, size_t slice) {
	return each(mrr(e, span, slice, true), eval_f(e, span, slice, FACT_END));
}

static double first_day(const struct eval *e, size_t span, size_t slice) {
	bool known = e->cover->amounts && eval_f(e, span, slice, FACT_UNRATED_FIRST) == 0;
	return known ? each(quotient(eval_f(e, span, slice, FACT_MRR_FIRST), eval_mrr_unit(e)), eval_f(e, span, slice, FACT_J)) : (double)NAN;
}

static double shown(const struct report *r, const char *metric, const struct signal *s) {
	const struct value *v = result(r->results, metric, s->span, s->slice);
	return value_shown(v) ? v->x : (double)NAN;
}

/* What one unit of the difference is worth, by what happened to customers. */
static double worth_of_customers(const struct eval *e, const struct signal *s, enum stake stake) {
	size_t span = s->span, slice = s->slice;
	switch (stake) {
	case STAKE_OPENING: return mrr(e, span, slice, false);
	case STAKE_RENEWALS: return (double)eval_f(e, span, slice, FACT_RENEWALS) * arpa(e, span, slice);
	case STAKE_NEWCOMERS: return (double)eval_f(e, span, slice, FACT_EARLY_DUE) * first_day(e, span, slice);
	case STAKE_AWAY: return (double)eval_f(e, span, slice, FACT_AWAY) * arpa(e, span, slice);
	case STAKE_FIRST_DAY: return first_day(e, span, slice);
	case STAKE_CUSTOMERS: return (double)eval_f(e, span, slice, FACT_END);
	default: return arpa(e, span, slice);
	}
}

/* … by money that was spent or taken. */
static double worth_of_money(const struct report *r, const struct signal *s, enum stake stake) {
	const struct eval *e = results_eval(r->results);
	double won = (double)eval_f(e, s->span, s->slice, FACT_J);
	switch (stake) {
	case STAKE_WON: return won;
	case STAKE_SPARED: return won * shown(r, "cac", s);
	case STAKE_VALUE: return won * shown(r, "cac", s);
	case STAKE_ORDERS: return (double)eval_f(e, s->span, s->slice, FACT_ORDERS);
	case STAKE_WHOLE: return s->evidence[0].has_parts ? s->evidence[0].den : (double)NAN;
	default: return 1;
	}
}

/* Scores tell of money only when they fall. */
static double worth_of_scores(const struct eval *e, const struct signal *s, enum stake stake, double moved) {
	if (moved >= 0)
		return (double)NAN;
	if (stake == STAKE_TURNED)
		return s->slice == SLICE_ALL && !isnan(mrr(e, s->span, SLICE_ALL, true)) ? quotient(eval_f(e, s->span, SLICE_ALL, FACT_TURNED_DOWN_MRR), eval_mrr_unit(e)) : (double)NAN;
	return fmin(-moved * (double)s->evidence[0].n * arpa(e, s->span, s->slice), mrr(e, s->span, s->slice, true));
}

int64_t signal_at_stake(const struct report *r, const struct signal *s) {
	const struct eval *e = results_eval(r->results);
	enum stake stake = stake_of(s->metric->id);
	double moved = s->kind == SIGNAL_TREND ? s->now - s->before : s->size, money;
	if (stake == STAKE_NONE)
		return AT_STAKE_NONE;
	if (stake == STAKE_TURNED || stake == STAKE_ANSWERED)
		money = worth_of_scores(e, s, stake, moved);
	else if (stake <= STAKE_AWAY || stake == STAKE_FIRST_DAY || stake == STAKE_CUSTOMERS || stake == STAKE_ARPA)
		money = fabs(moved) * worth_of_customers(e, s, stake);
	else
		money = fabs(moved) * worth_of_money(r, s, stake);
	double minor = money * (double)eval_money_unit(e);
	return isfinite(minor) && minor >= 0 && minor < 9e18 ? llround(minor) : AT_STAKE_NONE;
}
