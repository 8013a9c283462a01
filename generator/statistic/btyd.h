/* statistic/btyd: the BG/NBD model of customers who buy without a contract: while alive they buy at a rate of their own (Gamma(r, alpha)), and after
 * each purchase they become inactive with a probability of their own (Beta(a, b)). Fader, Hardie & Lee, "Counting Your Customers the Easy Way",
 * Marketing Science 24 (2005) 275; the form of the likelihood that does not overflow: Fader & Hardie, note 027 (2013). Knows x, t_x and T; refuses to
 * know dates and money. Time is in any one unit (the published figures are in weeks), from each customer's first purchase. */
#ifndef STATISTIC_BTYD_H
#define STATISTIC_BTYD_H
#include "statistic/fit.h"
#include <stddef.h>
#include <stdint.h>

struct bgnbd {
	double r, alpha, a, b; /* all > 0; alpha in the unit of time, the others without */
};

/* Customers alike: x repeat purchases, the last of them t_x after the first purchase (0 when x is 0), observed for T, t_x ≤ T. */
struct bgnbd_row {
	int64_t x;     /* 0 … BGNBD_PURCHASES_MAX */
	double t_x, T; /* finite, 0 ≤ t_x ≤ T */
	double count;  /* how many customers, > 0 */
};
#define BGNBD_PURCHASES_MAX 1000000

/* The log-likelihood of n rows; the same for rows in any order, to the last bit. */
double bgnbd_loglik(struct bgnbd m, const struct bgnbd_row *rows, size_t n);

struct bgnbd_fit {
	struct bgnbd model; /* NaN unless FIT_OK */
	struct fit fit;     /* parameters in the order r, alpha, a, b; standard errors, covariance, draws: fit.h */
};
/* Maximum likelihood. The surface is flat: a and b move together, and their third digit is worth 1e-3 of log-likelihood. FIT_TOO_FEW: fewer than four
 * customers, or nobody observed for any time. FIT_BOUNDARY: no repeat buyer at all, or the likelihood rises to where a parameter is 0 or
 * infinite (nobody becomes inactive, or all buy or leave at one rate). */
struct bgnbd_fit bgnbd_fit(const struct bgnbd_row *rows, size_t n);
/* A model drawn from the fit's distribution; needs FIT_OK. */
struct bgnbd bgnbd_draw(const struct bgnbd_fit *fit, struct draw *d);

/* E[X(t)]: repeat purchases expected of a new customer in t ≥ 0. */
double bgnbd_expected(struct bgnbd m, double t);
/* P(X(t) = x) of a new customer. t > 0, x ≥ 0. */
double bgnbd_pmf(struct bgnbd m, double t, int64_t x);
/* P(alive at T | x, t_x, T); 1 for x = 0, since one can only leave after a repeat purchase. */
double bgnbd_alive(struct bgnbd m, int64_t x, double t_x, double T);
/* E[Y(t) | x, t_x, T]: purchases expected in the t ≥ 0 after T. Summed from positive terms, so it holds for every a (the published form divides by
 * a − 1) and every x; about 40(1 + t ÷ (alpha + T)) terms beyond the mean. NaN where t is more than 1e5 times alpha + T. */
double bgnbd_conditional(struct bgnbd m, int64_t x, double t_x, double T, double t);
#endif
