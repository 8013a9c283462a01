/* statistic/control: see control.h. */
#include "statistic/control.h"
#include <math.h>

const struct control_limits control_none = {NAN, NAN, NAN};

/* The factors as printed by Wheeler: 3 ÷ 1.128, and 1 + 3 × .853 ÷ 1.128 to three decimals. */
#define VALUES_FACTOR 2.66
#define RANGES_FACTOR 3.267
#define SIGMA_DIVISOR 1.128

bool xmr_init(struct xmr *x, const double *baseline, size_t n) {
	*x = (struct xmr){control_none, control_none, NAN};
	if (n < CONTROL_LEAST || n > CONTROL_MOST)
		return false;
	double sum = 0, moved = 0;
	for (size_t i = 0; i < n; i++) {
		sum += baseline[i];
		moved += i > 0 ? fabs(baseline[i] - baseline[i - 1]) : 0;
	}
	double mean = sum / (double)n, range = moved / (double)(n - 1);
	if (!isfinite(mean) || !isfinite(range) || !(range > 0))
		return false;
	x->values = (struct control_limits){mean, mean - VALUES_FACTOR * range, mean + VALUES_FACTOR * range};
	x->ranges = (struct control_limits){range, 0, RANGES_FACTOR * range};
	x->sigma = range / SIGMA_DIVISOR;
	return true;
}

struct control_limits p_chart(int64_t with, int64_t of, int64_t n) {
	if (with <= 0 || with >= of || n < 1)
		return control_none;
	double p = (double)with / (double)of, reach = 3 * sqrt(p * (1 - p) / (double)n);
	return (struct control_limits){p, fmax(p - reach, 0), fmin(p + reach, 1)};
}

bool ewma_init(struct ewma *e, double target, double sigma, double lambda) {
	bool ok = isfinite(target) && isfinite(sigma) && sigma > 0 && lambda > 0 && lambda <= 1;
	*e = ok ? (struct ewma){target, sigma, lambda, target, 0} : (struct ewma){NAN, NAN, NAN, NAN, 0};
	return ok;
}

struct control_limits ewma_next(struct ewma *e, double x) {
	if (!isfinite(x) || !isfinite(e->target))
		return control_none;
	e->value += e->lambda * (x - e->value);
	e->i++;
	double reach = 3 * e->sigma * sqrt(e->lambda / (2 - e->lambda) * (1 - pow(1 - e->lambda, 2 * (double)e->i)));
	return (struct control_limits){e->target, e->target - reach, e->target + reach};
}
