/* statistic/tail: how far out in a distribution a statistic lies. Knows the normal, Student's t and chi-square, and p-values too small for a
 * double, which it computes by their logarithm; refuses to know what was tested or what p is small enough. GSL's error handler has to be off
 * (gsl_set_error_handler_off). No argument aborts: where there is no test, everything is NaN. */
#ifndef STATISTIC_TAIL_H
#define STATISTIC_TAIL_H
#include <stdbool.h>

#define Z95 1.959963984540054 /* the normal's .975 quantile: all limits are 95 % */

/* 95 % limits, lo ≤ hi; both NaN where there are none. */
struct bounds {
	double lo, hi;
};
extern const struct bounds bounds_none;

struct p_value {
	double p;       /* 0 … 1; NaN when there is no test; where tiny is set it may be 0 or have few digits */
	double log10_p; /* at most 0, as exact for p = 1e-511 as for p = .5; NaN when there is no test */
	bool tiny;      /* p < 1e-300: print that, not p */
};
extern const struct p_value p_none;

struct chi_square {
	double x; /* the statistic, at least 0; NaN when there is no test */
	int df;   /* 0 when there is no test */
	struct p_value p;
};
extern const struct chi_square chi_square_none;

/* The p-value of which this is the natural logarithm; above 0 (by rounding) counts as 0; NaN gives p_none. */
struct p_value p_from_log(double ln_p);
/* P(|Z| ≥ |z|). z finite. */
struct p_value normal_two_sided(double z);
/* P(|T| ≥ |t|) with df > 0 degrees of freedom, not necessarily whole. t finite. */
struct p_value student_two_sided(double t, double df);
/* P(X ≥ x) with df ≥ 1; x and df are handed through. chi_square_none for x < 0, not finite, or df < 1. Below 1e-250 by Legendre's continued
 * fraction of the incomplete gamma function (Abramowitz & Stegun 6.5.31). Vectors: telco_logrank, log10_p. */
struct chi_square chi_square_tail(double x, int df);
#endif
