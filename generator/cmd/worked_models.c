/* cmd/worked_models: the models of renewals and of purchases behind a figure: what they were fitted from, their parameters and likelihood, or why there is
 * none. Also where the figure itself is not told. Refuses to fit anything. */
#include "cmd/worked.h"
#include "metric/buyers.h"
#include "metric/projection.h"
#include <math.h>
#include <string.h>

/* Why a fit has no parameters; few: what is too few for it. */
static const char *fault_of(const struct worked *x, const struct fit *fit, const char *few) {
	const char *const keys[] = {[FIT_OK] = "worked_fit_ok", [FIT_TOO_FEW] = few, [FIT_NOT_CONVERGED] = "worked_fit_ridge", [FIT_BOUNDARY] = "worked_fit_boundary"};
	return words_text(x->words, keys[fit->state]);
}

static void tell_group(struct worked *x, const struct projection_group *g) {
	worked_tell(x->counted, SAY(x->words, "worked_interval_seen", ARG_I("interval", g->interval), ARG_S("customers", worked_count(x, g->customers)), ARG_S("lives", worked_count(x, g->lives)),
								ARG_S("due", worked_count(x, g->due)), ARG_S("made", worked_count(x, g->due - g->leavers)), ARG_S("leavers", worked_count(x, g->leavers)), ARG_I("renewals", g->renewals)));
	if (g->by == PROJECTED_BY_FIT)
		worked_tell(x->steps, SAY(x->words, "worked_sbg", ARG_I("interval", g->interval), ARG_S("alpha", worked_decimal(x, g->fit.model.alpha, 4)), ARG_S("beta", worked_decimal(x, g->fit.model.beta, 4)),
								  ARG_S("loglik", worked_decimal(x, g->fit.fit.loglik, 4))));
	else
		worked_tell(x->steps, SAY(x->words, g->by == PROJECTED_BY_HAZARD ? "worked_hazard" : "worked_no_hazard", ARG_I("interval", g->interval), ARG_S("why", fault_of(x, &g->fit.fit, "worked_few_renewals")),
								  ARG_S("leavers", worked_count(x, g->leavers)), ARG_S("due", worked_count(x, g->due)), ARG_I("renewals", g->renewals)));
}

static void tell_projection(struct worked *x, const struct projection *p) {
	worked_tell(x->counted, SAY(x->words, "worked_projected", ARG_I("n", p->n)));
	for (guint i = 0; i < p->groups->len; i++)
		tell_group(x, &g_array_index(p->groups, struct projection_group, i));
}

static void work_projected(struct worked *x, bool money) {
	const struct projection *p = projection_ahead(x->e, x->span);
	int64_t months = conf_int(x->r->conf, SETTING_PROJECTION_MONTHS);
	tell_projection(x, p);
	if (!value_shown(x->v))
		return;
	worked_tell(x->steps, SAY(x->words, "worked_projection", ARG_I("months", months), ARG_S("sum", money ? worked_money(x, x->v->x) : worked_decimal(x, x->v->x, 2))));
	double unit = money ? (double)eval_mrr_unit(x->e) : 1;
	struct limits l = money ? p->amount_80 : p->customers_80;
	worked_tell(x->interval, SAY(x->words, "worked_bootstrap", ARG_S("draws", worked_count(x, PROJECTION_DRAWS)), ARG_S("lo", money ? worked_money(x, l.lo / unit) : worked_decimal(x, l.lo, 0)),
								 ARG_S("hi", money ? worked_money(x, l.hi / unit) : worked_decimal(x, l.hi, 0))));
}

static void work_error(struct worked *x) {
	const struct projection *p = projection_before(x->e, x->span);
	tell_projection(x, p);
	if (value_shown(x->v))
		worked_tell(x->steps, SAY(x->words, "worked_error", ARG_S("told", worked_decimal(x, p->customers, 2)), ARG_S("stayed", worked_count(x, p->stayed)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void work_residual(struct worked *x) {
	const struct projection *p = projection_ahead(x->e, x->span);
	double unit = (double)eval_mrr_unit(x->e), share = worked_margin(x), sum = 0;
	tell_projection(x, p);
	for (guint i = 0; value_shown(x->v) && i < p->groups->len; i++) {
		const struct projection_group *g = &g_array_index(p->groups, struct projection_group, i);
		double worth = g->residual * g->interval / unit;
		sum += worth;
		worked_tell(x->steps, SAY(x->words, "worked_residual", ARG_I("interval", g->interval), ARG_S("worth", worked_money(x, worth))));
	}
	if (value_shown(x->v))
		worked_tell(x->steps, SAY(x->words, "worked_residual_mean", ARG_S("sum", worked_money(x, sum)), ARG_S("share", worked_share(x, share)), ARG_S("n", worked_count(x, p->n)),
								  ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

static void tell_purchases(struct worked *x, const struct buyers *b) {
	worked_tell(x->counted, SAY(x->words, "worked_purchases", ARG_S("n", worked_count(x, b->customers)), ARG_S("sample", worked_count(x, b->sample)), ARG_S("repeats", worked_decimal(x, b->repeats, 0)),
								ARG_S("observed", worked_decimal(x, b->observed, 1))));
	const struct bgnbd_fit *f = &b->fit;
	if (f->fit.state == FIT_OK)
		worked_tell(x->steps, SAY(x->words, "worked_bgnbd", ARG_S("r", worked_decimal(x, f->model.r, 4)), ARG_S("alpha", worked_decimal(x, f->model.alpha, 4)), ARG_S("a", worked_decimal(x, f->model.a, 4)),
								  ARG_S("b", worked_decimal(x, f->model.b, 4)), ARG_S("loglik", worked_decimal(x, f->fit.loglik, 4))));
	else
		worked_tell(x->steps, SAY(x->words, "worked_bgnbd_none", ARG_S("why", fault_of(x, &f->fit, "worked_few_purchases"))));
}

static void tell_spending(struct worked *x, const struct buyers *b) {
	const struct gamma_gamma_fit *f = &b->spend;
	worked_tell(x->counted, SAY(x->words, "worked_spenders", ARG_I("n", llround(f->customers)), ARG_S("spent", worked_money(x, b->spent))));
	if (f->fit.state == FIT_OK)
		worked_tell(x->steps, SAY(x->words, "worked_gamma", ARG_S("p", worked_decimal(x, f->model.p, 4)), ARG_S("q", worked_decimal(x, f->model.q, 4)), ARG_S("gamma", worked_decimal(x, f->model.gamma, 4)),
								  ARG_S("loglik", worked_decimal(x, f->fit.loglik, 4))));
	else
		worked_tell(x->steps, SAY(x->words, "worked_gamma_none", ARG_S("why", fault_of(x, &f->fit, "worked_few_purchases"))));
}

static void work_buyers(struct worked *x) {
	const struct buyers *b = buyers_of(x->e, x->span);
	bool value = strcmp(x->m->id, "clv_orders") == 0;
	tell_purchases(x, b);
	if (value)
		tell_spending(x, b);
	if (!value_shown(x->v))
		return;
	if (strcmp(x->m->id, "alive") == 0)
		worked_tell(x->steps, SAY(x->words, "worked_alive", ARG_S("n", worked_count(x, b->customers)), ARG_S("sum", worked_decimal(x, b->alive, 2))));
	else
		worked_tell(x->steps, SAY(x->words, "worked_orders", ARG_S("n", worked_count(x, b->customers)), ARG_S("sum", worked_decimal(x, b->orders, 2))));
	if (value)
		worked_tell(x->steps, SAY(x->words, "worked_orders_value", ARG_S("sum", worked_money(x, b->value)), ARG_S("n", worked_count(x, b->customers)),
								  ARG_S("share", worked_share(x, worked_margin(x))), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
}

bool worked_models(struct worked *x) {
	static const struct {
		const char *id;
		void (*work)(struct worked *);
	} figures[] = {{"projection_error", work_error}, {"clv_residual", work_residual}, {"alive", work_buyers}, {"orders_expected", work_buyers}, {"clv_orders", work_buyers}};
	bool money = strcmp(x->m->id, "projected_mrr") == 0;
	if (money || strcmp(x->m->id, "projected_customers") == 0) {
		work_projected(x, money);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(figures); i++)
		if (strcmp(figures[i].id, x->m->id) == 0) {
			figures[i].work(x);
			return true;
		}
	return false;
}
