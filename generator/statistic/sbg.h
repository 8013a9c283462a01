/* statistic/sbg: the shifted-beta-geometric model of contracts: a customer leaves at each renewal with a probability of his own, and these
 * probabilities spread as Beta(alpha, beta). Fader & Hardie, "How to Project Customer Retention", J. Interactive Marketing 21 (2007) 76, and, for
 * several cohorts and residual values, "Customer-Base Valuation in a Contractual Setting", Marketing Science 29 (2010) 85. Knows counts by renewals
 * made; refuses to know dates, money and how long a period is. Times are renewals: 0 made at the start, the first due one period later. */
#ifndef STATISTIC_SBG_H
#define STATISTIC_SBG_H
#include "statistic/fit.h"
#include <glib.h>
#include <stddef.h>

struct sbg {
	double alpha, beta; /* both > 0 */
};

/* How many renewals fell due, by the number of renewals made before, and how many of them were made: all that the likelihood needs. */
typedef struct sbg_table sbg_table;
#define SBG_RENEWALS_MAX 40000

struct sbg_table *sbg_table_new(void);
void sbg_table_free(struct sbg_table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sbg_table, sbg_table_free)

/* Adds customers who were first observed with `from` renewals made (0: from their start; more: late entry, of which only what followed counts) and
 * were seen to have made `made` in all: `lost` of them left when the next was due, `open` are still there, their next not yet due.
 * 0 ≤ from ≤ made < SBG_RENEWALS_MAX; the counts are finite and ≥ 0, and may be weighted. */
void sbg_table_add(struct sbg_table *table, int from, int made, double lost, double open);
/* Adds a cohort from its curve: survivors[0] started, survivors[i] were there after i renewals; n ≥ 1 numbers that never rise. */
void sbg_table_add_cohort(struct sbg_table *table, const double *survivors, size_t n);
/* Renewals that fell due, of those who had made `made`; 0 where none were seen. */
double sbg_table_due(const struct sbg_table *table, int made);
/* Of those, how many left. */
double sbg_table_lost(const struct sbg_table *table, int made);

/* The log-likelihood, given what each customer had made when first observed. 0 for an empty table. */
double sbg_loglik(struct sbg m, const struct sbg_table *table);

struct sbg_fit {
	struct sbg model; /* NaN unless FIT_OK */
	struct fit fit;   /* parameters in the order alpha, beta; standard errors, covariance, draws: fit.h */
};
/* Maximum likelihood. FIT_TOO_FEW: renewals fell due at fewer than two numbers made. FIT_BOUNDARY: nobody left, everyone left at the first
 * opportunity, or leaving does not slow down with renewals as a mixture's must (all alike: alpha and beta run to infinity together). */
struct sbg_fit sbg_fit(const struct sbg_table *table);
/* A model drawn from the fit's distribution; needs FIT_OK. */
struct sbg sbg_draw(const struct sbg_fit *fit, struct draw *d);

/* P(T = t): leaves at the t-th renewal, t ≥ 1. */
double sbg_leaving(struct sbg m, int t);
/* S(t): still there after t renewals, t ≥ 0. */
double sbg_survival(struct sbg m, int t);
/* r_t = S(t) ÷ S(t − 1), t ≥ 1. */
double sbg_retention(struct sbg m, int t);
/* S(made + ahead) ÷ S(made): of those who have made `made` renewals, the share that makes `ahead` more. */
double sbg_survival_from(struct sbg m, int made, int ahead);
/* Renewals still to come of a customer who has made `made`: within the next `ahead`, */
double sbg_renewals_within(struct sbg m, int made, int ahead);
/* and without end: (beta + made) ÷ (alpha − 1). NaN for alpha ≤ 1, where the sum is infinite. */
double sbg_renewals_ever(struct sbg m, int made);

/* Discounted expected lifetime of a new customer, in payments, the first now: Σ S(t)(1 + d)^−t over t ≥ 0 = ₂F₁(1, beta; alpha + beta; 1 ÷ (1 + d)).
 * d > 0 is the discount rate of one period; d = 0 gives the plain sum where alpha > 1. NaN else, and for 0 < d < 1e-9. */
double sbg_del(struct sbg m, double d);
/* Discounted expected residual lifetime of a customer who has made n − 1 renewals, just before the n-th falls due (n ≥ 1), in payments:
 * Σ S(t | T > n − 1)(1 + d)^−(t − n) over t ≥ n = r_n ₂F₁(1, beta + n; alpha + beta + n; 1 ÷ (1 + d)). d as above. */
double sbg_derl(struct sbg m, double d, int n);
#endif
