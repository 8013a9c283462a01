/* statistic/special: see special.h. */
#include "statistic/special.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

#define LENTZ_STEPS 1000000

double ln_beta(double x, double y) {
	gsl_sf_result r;
	return gsl_sf_lnbeta_e(x, y, &r) == GSL_SUCCESS ? r.val : NAN;
}

double digamma(double x) {
	gsl_sf_result r;
	return gsl_sf_psi_e(x, &r) == GSL_SUCCESS ? r.val : NAN;
}

double beta_below(double z, double x, double y) {
	gsl_sf_result r;
	int status = gsl_sf_beta_inc_e(x, y, z, &r);
	return status == GSL_SUCCESS ? r.val : status == GSL_EUNDRFLW ? 0 : NAN;
}

/* The n-th coefficient, n from 1. The first is b ÷ c; its general form would be 0 ÷ 0 at c = 1. */
static double coefficient(int n, double b, double c) {
	if (n == 1)
		return b / c;
	double k = n / 2;
	if (n % 2 == 0)
		return k * (c - b + k - 1) / ((c + 2 * k - 2) * (c + 2 * k - 1));
	return (b + k) * (c - 1 + k) / ((c + 2 * k - 1) * (c + 2 * k));
}

double hypergeometric_1(double b, double c, double z) {
	if (!(b > 0 && b <= c && isfinite(c) && z >= 0 && z < 1))
		return NAN;
	/* 1 ÷ (1 − a₁z ÷ (1 − a₂z ÷ …)), all a in 0 … 1: f is 1 − a₁z ÷ (…) */
	double f = 1, up = 1, down = 0;
	for (int n = 1; n <= LENTZ_STEPS; n++) {
		double a = -coefficient(n, b, c) * z;
		down = 1 / (1 + a * down);
		up = 1 + a / up;
		f *= up * down;
		if (fabs(up * down - 1) < 1e-16)
			return 1 / f;
	}
	return NAN;
}
