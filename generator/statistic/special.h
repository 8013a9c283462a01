/* statistic/special: the special functions the models need. Knows real positive arguments; refuses to know models. GSL's error handler has to be
 * off (gsl_set_error_handler_off): what cannot be computed is NaN. */
#ifndef STATISTIC_SPECIAL_H
#define STATISTIC_SPECIAL_H

/* ln B(x, y), x and y > 0. */
double ln_beta(double x, double y);
/* ψ(x) = d ln Γ(x)/dx, x > 0. */
double digamma(double x);
/* Regularised incomplete beta I_z(x, y), x and y > 0, z in 0 … 1. */
double beta_below(double z, double x, double y);
/* Gauss's ₂F₁(1, b; c; z) for 0 < b ≤ c and 0 ≤ z < 1, to 1e-12 relative (1e-9 for z within 1e-4 of 1): its continued fraction (Gauss 1813;
 * Cuyt et al., Handbook of Continued Fractions, 15.3) by the modified Lentz method (Thompson & Barnett 1986). It takes some ten ÷ √(1 − z) steps,
 * where the series takes ten ÷ (1 − z). NaN outside, or for z so near to 1 that a million steps do not settle it. */
double hypergeometric_1(double b, double c, double z);
#endif
