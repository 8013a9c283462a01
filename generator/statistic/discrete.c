/* statistic/discrete: see discrete.h. Probabilities by Loader's saddle-point expansion (Fast and Accurate Computation of Binomial Probabilities,
 * 2000): ln n! of large n would cancel all digits. */
#include "statistic/discrete.h"
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>

#define LARGEST 9007199254740992 /* 2^53: every count up to it is exact in a double */
#define EQUAL 1e-7
#define NEGLIGIBLE 1e-18

/* A distribution over lowest … highest with one peak: k of `marked` (binomial), or k of `marked` and drawn − k of `others`. */
struct discrete {
	int64_t lowest, highest;
	double marked, others, drawn; /* binomial: others and drawn are not used */
	double share, rest;           /* rest = 1 − share */
	bool binomial;
};

/* ln of n! ÷ (√(2πn) (n/e)^n), n ≥ 1 */
static double stirling_error(double n) {
	gsl_sf_result star;
	return gsl_sf_gammastar_e(n, &star) == 0 ? log(star.val) : NAN;
}

/* x ln(x ÷ mean) + mean − x, at least 0 */
static double deviance(double x, double mean) {
	double u = (x - mean) / mean;
	gsl_sf_result less;
	return gsl_sf_log_1plusx_mx_e(u, &less) == 0 ? mean * (less.val + u * log1p(u)) : NAN;
}

static double ln_binomial(double k, double n, double share, double rest) {
	if (k <= 0)
		return n * (share < .5 ? log1p(-share) : log(rest));
	if (k >= n)
		return n * (rest < .5 ? log1p(-rest) : log(share));
	return stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * share) - deviance(n - k, n * rest) +
		   .5 * log(n / (2 * M_PI * k * (n - k)));
}

static double ln_mass(const struct discrete *d, int64_t k) {
	double x = (double)k;
	if (d->binomial)
		return ln_binomial(x, d->marked, d->share, d->rest);
	return ln_binomial(x, d->marked, d->share, d->rest) + ln_binomial(d->drawn - x, d->others, d->share, d->rest) -
		   ln_binomial(d->drawn, d->marked + d->others, d->share, d->rest);
}

/* P(k + 1) ÷ P(k) */
static double step_up(const struct discrete *d, double k) {
	if (d->binomial)
		return (d->marked - k) / (k + 1) * (d->share / d->rest);
	return (d->marked - k) / (k + 1) * ((d->drawn - k) / (d->others - d->drawn + k + 1));
}

/* ln of the sum of P over k and all beyond it, upwards or downwards. Beyond the peak only: terms have to shrink. */
static double ln_tail(const struct discrete *d, int64_t k, bool upwards) {
	double sum = 1, term = 1;
	for (int64_t i = k; upwards ? i < d->highest : i > d->lowest; i += upwards ? 1 : -1) {
		term *= upwards ? step_up(d, (double)i) : 1 / step_up(d, (double)i - 1);
		sum += term;
		if (term < NEGLIGIBLE * sum)
			break;
	}
	return ln_mass(d, k) + log(sum);
}

static int64_t peak(const struct discrete *d) {
	int64_t lo = d->lowest, hi = d->highest;
	while (lo < hi) {
		int64_t middle = lo + (hi - lo) / 2;
		if (step_up(d, (double)middle) > 1)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

/* The value nearest to the peak, above or below it, whose ln P is at most this; one beyond the range when none is. */
static int64_t other_side(const struct discrete *d, int64_t top, bool above, double at_most) {
	int64_t inner = top, outer = above ? d->highest + 1 : d->lowest - 1;
	while (above ? outer - inner > 1 : inner - outer > 1) {
		int64_t middle = inner + (outer - inner) / 2;
		if (ln_mass(d, middle) <= at_most)
			outer = middle;
		else
			inner = middle;
	}
	return outer;
}

static struct p_value two_sided(const struct discrete *d, int64_t k) {
	if (d->lowest == d->highest)
		return p_from_log(0);
	int64_t top = peak(d);
	double seen = ln_mass(d, k);
	if (seen + log1p(EQUAL) >= ln_mass(d, top))
		return p_from_log(0);
	bool upwards = k > top;
	double near = ln_tail(d, k, upwards);
	int64_t far = other_side(d, top, !upwards, seen + log1p(EQUAL));
	if (far < d->lowest || far > d->highest)
		return p_from_log(near);
	double beyond = ln_tail(d, far, !upwards), larger = fmax(near, beyond);
	return p_from_log(larger + log1p(exp(fmin(near, beyond) - larger)));
}

static struct discrete binomial(int64_t n, double share) {
	return (struct discrete){.lowest = 0, .highest = n, .marked = (double)n, .share = share, .rest = 1 - share, .binomial = true};
}

struct p_value binomial_two_sided(int64_t k, int64_t n, double share) {
	if (k < 0 || k > n || n < 1 || n > LARGEST || !(share > 0) || !(share < 1))
		return p_none;
	struct discrete d = binomial(n, share);
	return two_sided(&d, k);
}

struct p_value hypergeometric_two_sided(int64_t k, int64_t marked, int64_t others, int64_t drawn) {
	if (marked < 0 || others < 0 || marked > LARGEST || others > LARGEST - marked || drawn < 0 || drawn > marked + others || marked + others == 0)
		return p_none;
	double total = (double)(marked + others);
	struct discrete d = {.lowest = drawn > others ? drawn - others : 0,
						 .highest = drawn < marked ? drawn : marked,
						 .marked = (double)marked,
						 .others = (double)others,
						 .drawn = (double)drawn,
						 .share = (double)drawn / total,
						 .rest = (double)(marked + others - drawn) / total};
	return k < d.lowest || k > d.highest ? p_none : two_sided(&d, k);
}

/* P(X ≥ k), or P(X ≤ k), of n with this share */
static double tail_of_share(int64_t k, int64_t n, double share, bool upwards) {
	struct discrete d = binomial(n, share);
	int64_t top = peak(&d);
	if (upwards ? k > top : k < top)
		return exp(ln_tail(&d, k, upwards));
	if (upwards ? k <= 0 : k >= n)
		return 1;
	return 1 - exp(ln_tail(&d, upwards ? k - 1 : k + 1, !upwards));
}

static double share_with_tail(int64_t k, int64_t n, bool upwards, double tail) {
	double lo = 0, hi = 1;
	for (int i = 0; i < 200; i++) {
		double middle = lo + (hi - lo) / 2;
		if (middle <= lo || middle >= hi)
			break;
		if ((tail_of_share(k, n, middle, upwards) < tail) == upwards)
			lo = middle;
		else
			hi = middle;
	}
	return lo;
}

struct bounds binomial_bounds(int64_t k, int64_t n) {
	if (k < 0 || k > n || n < 1 || n > LARGEST)
		return bounds_none;
	return (struct bounds){k == 0 ? 0 : share_with_tail(k, n, true, .025), k == n ? 1 : share_with_tail(k, n, false, .025)};
}
