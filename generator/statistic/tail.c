/* statistic/tail: see tail.h. GSL's own tails are used as long as they have digits; then logarithms of continued fractions, evaluated by the
 * modified Lentz method (Thompson & Barnett 1986). */
#include "statistic/tail.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_erf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define WELL_ABOVE_UNDERFLOW 1e-250
#define MOST_STEPS 100000

const struct bounds bounds_none = {NAN, NAN};
const struct p_value p_none = {NAN, NAN, false};
const struct chi_square chi_square_none = {NAN, 0, {NAN, NAN, false}};

struct p_value p_from_log(double ln_p) {
	if (isnan(ln_p))
		return p_none;
	double ln = fmin(ln_p, 0);
	return (struct p_value){exp(ln), ln / M_LN10, ln / M_LN10 < -300};
}

struct p_value normal_two_sided(double z) {
	gsl_sf_result ln;
	if (!isfinite(z) || gsl_sf_log_erfc_e(fabs(z) / M_SQRT2, &ln) != 0)
		return p_none;
	struct p_value p = p_from_log(ln.val);
	p.p = erfc(fabs(z) / M_SQRT2);
	return p;
}

static struct p_value p_from_number(double p) {
	struct p_value result = p_from_log(log(p));
	result.p = fmin(p, 1);
	return result;
}

/* One step of the modified Lentz method for b0 + a1/(b1 + a2/(b2 + …)); false when the value has settled. */
struct lentz {
	double value, c, d;
};

static double off_zero(double x) {
	return fabs(x) < 1e-300 ? 1e-300 : x;
}

static bool lentz_next(struct lentz *l, double a, double b) {
	l->d = 1 / off_zero(b + a * l->d);
	l->c = off_zero(b + a / l->c);
	double factor = l->c * l->d;
	l->value *= factor;
	return fabs(factor - 1) > 2e-16;
}

/* ln Q(a, x), x > a + 1: ln of e^−x x^a ÷ Γ(a) × 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)) */
static double ln_gamma_tail(double a, double x) {
	double b = x + 1 - a;
	struct lentz l = {b, b, 0};
	for (int i = 1; i < MOST_STEPS && lentz_next(&l, i * (a - i), b + 2 * i); i++)
		;
	return a * log(x) - x - lgamma(a) - log(l.value);
}

/* ln I_x(a, ½) for x = df/(df + t²) well below its mean, a = df/2 (Abramowitz & Stegun 26.5.8). */
static double ln_student_tail(double t, double df) {
	double a = df / 2, b = .5, ratio = t / df * t, x = 1 / (1 + ratio);
	struct lentz l = {1, 1, 0};
	bool more = true;
	for (int m = 0; m < MOST_STEPS && more; m++) {
		more = lentz_next(&l, -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1);
		double k = m + 1;
		more = lentz_next(&l, k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)), 1) || more;
	}
	gsl_sf_result ln_beta;
	if (gsl_sf_lnbeta_e(a, b, &ln_beta) != 0)
		return NAN;
	/* where 1 + t²/df overflows, its logarithm is that of t²/df */
	double ln_x = isinf(ratio) ? log(df) - 2 * log(t) : -log1p(ratio);
	return a * ln_x + b * log1p(-x) - log(a) - ln_beta.val - log(l.value);
}

struct p_value student_two_sided(double t, double df) {
	if (!isfinite(t) || !isfinite(df) || !(df > 0))
		return p_none;
	double p = 2 * gsl_cdf_tdist_Q(fabs(t), df);
	return p > WELL_ABOVE_UNDERFLOW ? p_from_number(p) : p_from_log(ln_student_tail(fabs(t), df));
}

struct chi_square chi_square_tail(double x, int df) {
	if (!isfinite(x) || x < 0 || df < 1)
		return chi_square_none;
	double p = gsl_cdf_chisq_Q(x, df);
	return (struct chi_square){x, df, p > WELL_ABOVE_UNDERFLOW ? p_from_number(p) : p_from_log(ln_gamma_tail(df / 2.0, x / 2))};
}
