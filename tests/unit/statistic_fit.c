/* statistic/fit on likelihoods whose maxima are known by hand: exponential waiting times, a quadratic in the logarithms, ridges, and rises without end. */
#include "statistic/fit.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_errno.h>

static const double ONE[][FIT_PARAMETERS] = {{1, 1, 1, 1}};

static void is_nothing(const struct fit *fit, enum fit_state expected) {
	assert_int_equal(fit->state, expected);
	assert_true(isnan(fit->loglik));
	for (int i = 0; i < FIT_PARAMETERS; i++) {
		assert_true(isnan(fit->estimate[i]));
		for (int j = 0; j < FIT_PARAMETERS; j++)
			assert_true(isnan(fit->ln_covariance[i][j]));
	}
}

/* 25 waiting times that sum to 50: n ln λ − λΣ. */
static double exponential(const double *rate, double *gradient, const void *data) {
	(void)data;
	if (gradient)
		gradient[0] = 25 / rate[0] - 50;
	return 25 * log(rate[0]) - 50 * rate[0];
}

static void exponential_waiting_times_give_their_rate(void **state) {
	(void)state;
	/* λ = 25 ÷ 50; its standard error λ ÷ √n = .1; from a start far off and in any unit */
	static const double STARTS[][FIT_PARAMETERS] = {{3000}};
	for (double unit = .01; unit < 1000; unit *= 7) {
		struct fit fit = fit_maximise(&(struct fit_problem){.parameters = 1, .unit = {unit}, .loglik = exponential}, unit < 1 ? STARTS : ONE, 1);
		assert_int_equal(fit.state, FIT_OK);
		close_to(fit.estimate[0], .5, 1e-10);
		close_to(fit.loglik, 25 * log(.5) - 25, 1e-14);
		close_to(fit_standard_error(&fit, 0), .1, 1e-6);
	}
}

/* −½ dᵀPd, d = ln θ − ln (2, 30), P = ((4, 1), (1, 2)): the covariance of the logarithms is P⁻¹ = ((2, −1), (−1, 4)) ÷ 7. */
static double quadratic(const double *theta, double *gradient, const void *data) {
	(void)data;
	double x = log(theta[0] / 2), y = log(theta[1] / 30);
	if (gradient) {
		gradient[0] = -(4 * x + y) / theta[0];
		gradient[1] = -(x + 2 * y) / theta[1];
	}
	return -(4 * x * x + 2 * x * y + 2 * y * y) / 2;
}

static struct fit quadratic_fit(void) {
	return fit_maximise(&(struct fit_problem){.parameters = 2, .unit = {1, 1}, .loglik = quadratic}, ONE, 1);
}

static void the_covariance_is_the_inverse_information(void **state) {
	(void)state;
	struct fit fit = quadratic_fit();
	assert_int_equal(fit.state, FIT_OK);
	close_to(fit.estimate[0], 2, 1e-10);
	close_to(fit.estimate[1], 30, 1e-10);
	near(fit.ln_covariance[0][0], 2. / 7, 1e-9);
	near(fit.ln_covariance[0][1], -1. / 7, 1e-9);
	near(fit.ln_covariance[1][0], -1. / 7, 1e-9);
	near(fit.ln_covariance[1][1], 4. / 7, 1e-9);
	close_to(fit_standard_error(&fit, 1), 30 * sqrt(4. / 7), 1e-8);
}

static void draws_have_the_fits_mean_and_covariance(void **state) {
	(void)state;
	struct fit fit = quadratic_fit();
	g_autoptr(draw) d = draw_new(3);
	const int n = 40000;
	double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
	for (int i = 0; i < n; i++) {
		double theta[FIT_PARAMETERS];
		fit_draw(&fit, d, theta);
		double u = log(theta[0] / 2), v = log(theta[1] / 30);
		x += u;
		y += v;
		xx += u * u;
		xy += u * v;
		yy += v * v;
	}
	/* four standard errors: of a mean σ ÷ √n, of a variance σ²√(2 ÷ n), of a covariance √((σ²τ² + c²) ÷ n) */
	near(x / n, 0, 4 * sqrt(2. / 7 / n));
	near(y / n, 0, 4 * sqrt(4. / 7 / n));
	near(xx / n, 2. / 7, 4 * 2. / 7 * sqrt(2. / n));
	near(yy / n, 4. / 7, 4 * 4. / 7 * sqrt(2. / n));
	near(xy / n, -1. / 7, 4 * sqrt((8. / 49 + 1. / 49) / n));
}

/* A surface so flat that a draw could overflow: the ratio of two overflown parameters would be no number (seed 19 of the sample brought one about). */
static void draws_of_a_flat_surface_stay_finite(void **state) {
	(void)state;
	struct fit fit = quadratic_fit();
	fit.ln_covariance[0][0] = fit.ln_covariance[1][1] = 1e8;
	g_autoptr(draw) d = draw_new(5);
	for (int i = 0; i < 1000; i++) {
		double theta[FIT_PARAMETERS];
		fit_draw(&fit, d, theta);
		assert_true(isfinite(theta[0]) && isfinite(theta[1]) && theta[0] > 0 && theta[1] > 0);
		assert_true(isfinite(theta[1] / (theta[0] + theta[1])));
	}
}

/* Two hills in ln θ: 1 high at −2, 2 high at 3. */
static double hills(const double *theta, double *gradient, const void *data) {
	(void)data;
	double u = log(theta[0]), low = exp(-(u + 2) * (u + 2)), high = 2 * exp(-(u - 3) * (u - 3));
	if (gradient)
		gradient[0] = (-2 * (u + 2) * low - 2 * (u - 3) * high) / theta[0];
	return low + high;
}

static void of_several_maxima_the_highest_is_taken(void **state) {
	(void)state;
	static const double STARTS[][FIT_PARAMETERS] = {{.1}, {15}};
	struct fit_problem problem = {.parameters = 1, .unit = {1}, .loglik = hills};
	struct fit lower = fit_maximise(&problem, STARTS, 1), both = fit_maximise(&problem, STARTS, 2);
	assert_int_equal(lower.state, FIT_OK);
	near(log(lower.estimate[0]), -2, 1e-6);
	assert_int_equal(both.state, FIT_OK);
	near(log(both.estimate[0]), 3, 1e-6);
	near(both.loglik, 2, 1e-9);
}

static double ridge(const double *theta, double *gradient, const void *data) {
	(void)data;
	double s = log(theta[0] * theta[1] / 5);
	for (int i = 0; gradient && i < 2; i++)
		gradient[i] = -200 * s / theta[i];
	return -100 * s * s;
}

static void a_ridge_has_no_estimate(void **state) {
	(void)state;
	/* from many places, most of them on the ridge itself, where the slope is nothing and the curvature along it is rounding */
	for (double x = .01; x < 100; x *= 1.1) {
		const double starts[][FIT_PARAMETERS] = {{x, 5 / x}, {x, x}};
		for (size_t i = 0; i < 2; i++) {
			struct fit fit = fit_maximise(&(struct fit_problem){.parameters = 2, .unit = {1, 1}, .loglik = ridge}, &starts[i], 1);
			is_nothing(&fit, FIT_NOT_CONVERGED);
		}
	}
}

/* Rises for ever, by less and less: −1 ÷ θ, or −θ towards 0. */
static double rise(const double *theta, double *gradient, const void *data) {
	double sign = *(const double *)data, x = sign > 0 ? 1 / theta[0] : theta[0];
	if (gradient)
		gradient[0] = sign * x / theta[0];
	return -x;
}

static void a_rise_without_end_is_a_boundary(void **state) {
	(void)state;
	for (double sign = -1; sign <= 1; sign += 2) {
		struct fit fit = fit_maximise(&(struct fit_problem){.parameters = 1, .unit = {1}, .loglik = rise, .data = &sign}, ONE, 1);
		is_nothing(&fit, FIT_BOUNDARY);
		assert_true(fit.iterations < 40);
	}
}

/* The same rise along a valley in which both parameters grow together. */
static double valley(const double *theta, double *gradient, const void *data) {
	(void)data;
	double s = log(theta[0] / theta[1] / 3);
	if (gradient) {
		gradient[0] = -200 * s / theta[0] + 1 / (theta[0] * theta[0]);
		gradient[1] = 200 * s / theta[1];
	}
	return -100 * s * s - 1 / theta[0];
}

static void a_valley_that_rises_without_end_is_a_boundary(void **state) {
	(void)state;
	struct fit fit = fit_maximise(&(struct fit_problem){.parameters = 2, .unit = {1, 1}, .loglik = valley}, ONE, 1);
	is_nothing(&fit, FIT_BOUNDARY);
	/* steps follow the valley to its end instead of being cut short at one side */
	assert_true(fit.iterations < 80);
}

static double nowhere(const double *theta, double *gradient, const void *data) {
	(void)data;
	if (gradient)
		gradient[0] = NAN;
	return theta[0] > 0 ? NAN : 0;
}

static void a_likelihood_that_is_no_number_does_not_converge(void **state) {
	(void)state;
	struct fit fit = fit_maximise(&(struct fit_problem){.parameters = 1, .unit = {1}, .loglik = nowhere}, ONE, 1);
	is_nothing(&fit, FIT_NOT_CONVERGED);
	fit = fit_none(FIT_TOO_FEW, 3);
	is_nothing(&fit, FIT_TOO_FEW);
	assert_true(isnan(fit_standard_error(&fit, 2)));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(exponential_waiting_times_give_their_rate),
	    cmocka_unit_test(the_covariance_is_the_inverse_information),
	    cmocka_unit_test(draws_have_the_fits_mean_and_covariance),
	    cmocka_unit_test(draws_of_a_flat_surface_stay_finite),
	    cmocka_unit_test(of_several_maxima_the_highest_is_taken),
	    cmocka_unit_test(a_ridge_has_no_estimate),
	    cmocka_unit_test(a_rise_without_end_is_a_boundary),
	    cmocka_unit_test(a_valley_that_rises_without_end_is_a_boundary),
	    cmocka_unit_test(a_likelihood_that_is_no_number_does_not_converge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
