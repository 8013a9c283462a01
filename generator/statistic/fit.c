/* statistic/fit: see fit.h. */
#include "statistic/fit.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multimin.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#define LN_RANGE 9.210340371976184 /* ln 10,000 */
#define BFGS_ITERATIONS 40
#define NEWTON_ITERATIONS 100
#define DIFFERENCE 1e-3
#define SETTLED 1e-6
/* Below this share of a parameter's own information the rest is what differences leave of a ridge. */
#define RIDGE 1e-7

typedef double vector[FIT_PARAMETERS];
typedef double matrix[FIT_PARAMETERS][FIT_PARAMETERS];

/* Value and gradient at u, the logarithms of the parameters in units. */
static double value_at(const struct fit_problem *p, const vector u, double *gradient) {
	vector theta = {0};
	for (int i = 0; i < p->parameters; i++)
		theta[i] = p->unit[i] * exp(u[i]);
	double value = p->loglik(theta, gradient, p->data);
	for (int i = 0; gradient && i < p->parameters; i++)
		gradient[i] *= theta[i];
	return value;
}

static double clamp(double u) {
	return u < -LN_RANGE ? -LN_RANGE : u > LN_RANGE ? LN_RANGE : u;
}

/* ---- from a start to near a maximum ---- */

/* What GSL minimises: outside the bounds the value at the bound and a slope that leads back. */
static double guarded(const gsl_vector *x, const struct fit_problem *p, gsl_vector *gradient) {
	vector u, g = {0};
	double excess = 0;
	for (int i = 0; i < p->parameters; i++) {
		double at = gsl_vector_get(x, (size_t)i);
		u[i] = clamp(at);
		excess += (at - u[i]) * (at - u[i]);
	}
	double value = -value_at(p, u, gradient ? g : NULL) + excess;
	for (int i = 0; gradient && i < p->parameters; i++) {
		double out = gsl_vector_get(x, (size_t)i) - u[i];
		gsl_vector_set(gradient, (size_t)i, out > 0 || out < 0 ? 2 * out : -g[i]);
	}
	return value;
}

static double guarded_value(const gsl_vector *x, void *p) {
	return guarded(x, p, NULL);
}

static void guarded_gradient(const gsl_vector *x, void *p, gsl_vector *gradient) {
	guarded(x, p, gradient);
}

static void guarded_both(const gsl_vector *x, void *p, double *value, gsl_vector *gradient) {
	*value = guarded(x, p, gradient);
}

/* Moves u uphill; returns the iterations. */
static int climb(const struct fit_problem *problem, vector u) {
	struct fit_problem copy = *problem;
	size_t k = (size_t)problem->parameters;
	gsl_multimin_function_fdf f = {guarded_value, guarded_gradient, guarded_both, k, &copy};
	gsl_vector_view x = gsl_vector_view_array(u, k);
	gsl_multimin_fdfminimizer *m = gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, k);
	if (!m)
		g_error("no memory for a fit");
	gsl_multimin_fdfminimizer_set(m, &f, &x.vector, .1, .1);
	int n = 0;
	while (n < BFGS_ITERATIONS && gsl_multimin_fdfminimizer_iterate(m) == GSL_SUCCESS &&
		   gsl_multimin_test_gradient(m->gradient, 1e-4) == GSL_CONTINUE)
		n++;
	for (size_t i = 0; i < k; i++) {
		double at = gsl_vector_get(gsl_multimin_fdfminimizer_x(m), i);
		/* a search that lost its way is taken up where it began */
		u[i] = clamp(isfinite(at) ? at : u[i]);
	}
	gsl_multimin_fdfminimizer_free(m);
	return n;
}

/* ---- Newton's method ---- */

/* Derivatives of the gradient along u[i], by five points: a flat valley with steep sides needs the fourth order. */
static void differences_at(const struct fit_problem *p, const vector u, int i, vector out) {
	static const double WEIGHTS[] = {1, -8, 8, -1}, STEPS[] = {-2, -1, 1, 2};
	memset(out, 0, sizeof(vector));
	for (size_t s = 0; s < G_N_ELEMENTS(STEPS); s++) {
		vector at, gradient = {0};
		memcpy(at, u, sizeof at);
		at[i] += STEPS[s] * DIFFERENCE;
		value_at(p, at, gradient);
		for (int j = 0; j < p->parameters; j++)
			out[j] += WEIGHTS[s] * gradient[j] / (12 * DIFFERENCE);
	}
}

/* The observed information (minus the Hessian) at u. */
static void information_at(const struct fit_problem *p, const vector u, matrix info) {
	matrix h = {{0}};
	for (int i = 0; i < p->parameters; i++)
		differences_at(p, u, i, h[i]);
	for (int i = 0; i < p->parameters; i++)
		for (int j = 0; j < p->parameters; j++)
			info[i][j] = -(h[i][j] + h[j][i]) / 2;
}

static gsl_matrix_view view_of(matrix m, int k) {
	return gsl_matrix_view_array_with_tda(&m[0][0], (size_t)k, (size_t)k, FIT_PARAMETERS);
}

/* The Cholesky factor of info with `more` added to its diagonal; false when it is not positive definite by more than RIDGE. */
static bool factorised(matrix info, double more, int k, matrix factor) {
	memcpy(factor, info, sizeof(matrix));
	for (int i = 0; i < k; i++) {
		factor[i][i] += more;
		if (!isfinite(factor[i][i]))
			return false;
	}
	gsl_matrix_view m = view_of(factor, k);
	if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS)
		return false;
	for (int i = 0; i < k; i++)
		if (!(factor[i][i] * factor[i][i] > RIDGE * (info[i][i] + more)))
			return false;
	return true;
}

static double largest(const vector v, int k) {
	double most = 0;
	for (int i = 0; i < k; i++)
		most = fmax(most, fabs(v[i]));
	return most;
}

static void step_of(matrix factor, const vector gradient, int k, vector step) {
	memcpy(step, gradient, sizeof(vector));
	gsl_matrix_view m = view_of(factor, k);
	gsl_vector_view s = gsl_vector_view_array(step, (size_t)k);
	gsl_linalg_cholesky_svx(&m.matrix, &s.vector);
}

/* The part of the step that stays inside the bounds: cutting one coordinate alone would leave the valley it follows. */
static double inside(const vector u, const vector step, int k) {
	double part = 1;
	for (int i = 0; i < k; i++)
		if (fabs(u[i] + step[i]) > LN_RANGE)
			part = fmin(part, fmax(0, (copysign(LN_RANGE, step[i]) - u[i]) / step[i]));
	return part;
}

static bool leads_out(const vector u, const vector direction, int k) {
	for (int i = 0; i < k; i++)
		if (fabs(u[i]) > LN_RANGE - 1e-9 && direction[i] * u[i] > 0)
			return true;
	return false;
}

static void finish(struct fit *fit, const struct fit_problem *p, const vector u, matrix factor) {
	fit->state = FIT_OK;
	fit->loglik = value_at(p, u, NULL);
	gsl_matrix_view m = view_of(factor, p->parameters);
	gsl_linalg_cholesky_invert(&m.matrix);
	for (int i = 0; i < p->parameters; i++) {
		fit->estimate[i] = p->unit[i] * exp(u[i]);
		memcpy(fit->ln_covariance[i], factor[i], sizeof factor[i]);
	}
}

/* One damped step from u, which is moved. Its length is returned; NaN when no damping leads uphill. */
static double damped_step(const struct fit_problem *p, matrix info, const vector gradient, vector u, double *value) {
	double scale = 1e-12;
	for (int i = 0; i < p->parameters; i++)
		scale = fmax(scale, fabs(info[i][i]));
	for (double more = 0; more <= 1e6 * scale; more = more > 0 ? 100 * more : 1e-10 * scale) {
		matrix factor = {{0}};
		vector step = {0}, next = {0};
		if (!factorised(info, more, p->parameters, factor))
			continue;
		step_of(factor, gradient, p->parameters, step);
		double part = inside(u, step, p->parameters);
		for (int i = 0; i < p->parameters; i++)
			next[i] = clamp(u[i] + part * step[i]);
		double at = value_at(p, next, NULL);
		/* so near to the top its rise is below what a double can tell */
		if (at >= *value - 1e-13 * fabs(*value)) {
			memcpy(u, next, sizeof next);
			*value = at;
			return largest(step, p->parameters);
		}
	}
	return NAN;
}

static void newton(struct fit *fit, const struct fit_problem *p, vector u) {
	for (int n = 0; n < NEWTON_ITERATIONS; n++, fit->iterations++) {
		vector step = {0};
		matrix info = {{0}}, factor = {{0}};
		double value = value_at(p, u, step);
		if (!isfinite(value))
			break;
		vector gradient;
		memcpy(gradient, step, sizeof step);
		information_at(p, u, info);
		bool regular = factorised(info, 0, p->parameters, factor);
		if (regular)
			step_of(factor, gradient, p->parameters, step);
		if (leads_out(u, step, p->parameters)) {
			fit->state = FIT_BOUNDARY;
			return;
		}
		if (regular && largest(step, p->parameters) < SETTLED) {
			/* the last step is taken too: it squares what is left of the error */
			for (int i = 0; i < p->parameters; i++)
				u[i] += step[i];
			finish(fit, p, u, factor);
			return;
		}
		if (!(damped_step(p, info, gradient, u, &value) > 0))
			break;
	}
	/* within ten times of a bound rounding can hide what is left of a rise */
	fit->state = largest(u, p->parameters) > LN_RANGE - M_LN10 ? FIT_BOUNDARY : FIT_NOT_CONVERGED;
}

/* ---- public ---- */

struct fit fit_none(enum fit_state state, int parameters) {
	g_assert(state != FIT_OK);
	struct fit fit = {.state = state, .parameters = parameters, .loglik = NAN};
	for (int i = 0; i < FIT_PARAMETERS; i++) {
		fit.estimate[i] = NAN;
		for (int j = 0; j < FIT_PARAMETERS; j++)
			fit.ln_covariance[i][j] = NAN;
	}
	return fit;
}

struct fit fit_maximise(const struct fit_problem *problem, const double (*starts)[FIT_PARAMETERS], size_t n) {
	g_assert(n > 0 && problem->parameters > 0 && problem->parameters <= FIT_PARAMETERS);
	struct fit fit = fit_none(FIT_NOT_CONVERGED, problem->parameters);
	vector best = {0};
	double highest = -INFINITY;
	for (size_t s = 0; s < n; s++) {
		vector u = {0};
		for (int i = 0; i < problem->parameters; i++)
			u[i] = log(starts[s][i]);
		fit.iterations += climb(problem, u);
		double value = value_at(problem, u, NULL);
		if (value > highest) {
			highest = value;
			memcpy(best, u, sizeof best);
		}
	}
	newton(&fit, problem, best);
	return fit;
}

double fit_standard_error(const struct fit *fit, int parameter) {
	g_assert(parameter >= 0 && parameter < fit->parameters);
	return fit->estimate[parameter] * sqrt(fit->ln_covariance[parameter][parameter]);
}

/* A draw further from the estimate than so many powers of e is held there: beyond it two parameters overflow and their ratio is no number. */
#define FAR_OUT 30

void fit_draw(const struct fit *fit, struct draw *d, double *out) {
	g_assert(fit->state == FIT_OK);
	matrix factor = {{0}};
	vector normal = {0};
	memcpy(factor, fit->ln_covariance, sizeof factor);
	gsl_matrix_view m = view_of(factor, fit->parameters);
	if (gsl_linalg_cholesky_decomp1(&m.matrix) != GSL_SUCCESS)
		g_error("a covariance that is not positive definite");
	for (int i = 0; i < fit->parameters; i++) {
		normal[i] = draw_normal(d);
		double moved = 0;
		for (int j = 0; j <= i; j++)
			moved += factor[i][j] * normal[j];
		out[i] = fit->estimate[i] * exp(fmax(-FAR_OUT, fmin(FAR_OUT, moved)));
	}
}
