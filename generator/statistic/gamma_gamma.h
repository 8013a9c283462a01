/* statistic/gamma_gamma: the Gamma-Gamma model of what a customer spends per purchase: purchases are Gamma(p, ν), and ν differs between customers as
 * Gamma(q, gamma). Fader, Hardie & Lee, J. Marketing Research 42 (2005) 415; Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", note 025
 * (2013). Knows numbers of purchases and their mean; refuses to know currencies and time. Spend must not depend on how often one buys. */
#ifndef STATISTIC_GAMMA_GAMMA_H
#define STATISTIC_GAMMA_GAMMA_H
#include "statistic/fit.h"
#include <stddef.h>
#include <stdint.h>

struct gamma_gamma {
	double p, q, gamma; /* all > 0; gamma in the unit of money */
};

/* Customers alike: x purchases of `mean` each on average (the published figures leave out the first purchase). */
struct spend_row {
	int64_t x;    /* ≥ 0 */
	double mean;  /* finite; any one unit of money */
	double count; /* how many customers, > 0 */
};

/* The log-likelihood of the n rows' mean spend; rows with x < 1 or mean ≤ 0 tell nothing and are left out. */
double gamma_gamma_loglik(struct gamma_gamma m, const struct spend_row *rows, size_t n);

struct gamma_gamma_fit {
	struct gamma_gamma model; /* NaN unless FIT_OK */
	double customers;         /* who entered: x ≥ 1 and mean > 0 */
	struct fit fit;           /* parameters in the order p, q, gamma; standard errors, covariance, draws: fit.h */
};
/* Maximum likelihood. FIT_TOO_FEW: fewer than three customers entered. FIT_BOUNDARY: a parameter runs to 0 or infinity (all spend the same, or
 * customers do not differ). */
struct gamma_gamma_fit gamma_gamma_fit(const struct spend_row *rows, size_t n);
/* A model drawn from the fit's distribution; needs FIT_OK. */
struct gamma_gamma gamma_gamma_draw(const struct gamma_gamma_fit *fit, struct draw *d);

/* E(M | x, mean): what a customer is expected to spend per purchase, given x purchases of `mean` each on average: p(gamma + x·mean) ÷ (px + q − 1).
 * x = 0: the mean over all customers, whatever `mean` is. NaN where it is infinite (px + q ≤ 1). */
double gamma_gamma_mean(struct gamma_gamma m, int64_t x, double mean);
#endif
