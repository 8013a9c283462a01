/* statistic/special against closed forms of the hypergeometric function (Abramowitz & Stegun 15.1.3 to 15.1.7) and tables of ψ and I. */
#include "statistic/special.h"
#include "unit/statistic_vectors.h"
#include <gsl/gsl_errno.h>

static void hypergeometric_is_the_logarithm(void **state) {
	(void)state;
	/* ₂F₁(1, 1; 2; z) = −ln(1 − z) ÷ z, also where a series would need millions of terms */
	for (double left = .9; left > 1e-9; left /= 3) {
		double z = 1 - left;
		close_to(hypergeometric_1(1, 2, z), -log(1 - z) / z, left > 1e-4 ? 1e-12 : 1e-9);
	}
}

static void hypergeometric_is_the_inverse_hyperbolic_tangent(void **state) {
	(void)state;
	/* ₂F₁(½, 1; 3/2; z²) = artanh(z) ÷ z */
	for (double z = .05; z < 1; z += .05)
		close_to(hypergeometric_1(.5, 1.5, z * z), atanh(z) / z, 1e-13);
}

static void hypergeometric_with_equal_parameters_is_geometric(void **state) {
	(void)state;
	for (double b = .01; b < 1000; b *= 3)
		for (double z = 0; z < 1; z += .0999)
			close_to(hypergeometric_1(b, b, z), 1 / (1 - z), 1e-12);
}

static void hypergeometric_is_its_series(void **state) {
	(void)state;
	/* small c, c of exactly 1, large b */
	static const double CASES[][3] = {{.067, .334, .9}, {.2, 1, .8}, {1e-3, 2e-3, .95}, {200, 201, .99}, {5, 500, .999}};
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		double b = CASES[i][0], c = CASES[i][1], z = CASES[i][2], term = 1, sum = 0;
		for (int n = 0; n < 60000; n++) {
			sum += term;
			term *= (b + n) / (c + n) * z;
		}
		close_to(hypergeometric_1(b, c, z), sum, 1e-12);
	}
}

static void hypergeometric_outside_its_domain_is_nan(void **state) {
	(void)state;
	assert_true(isnan(hypergeometric_1(1, 2, 1)));
	assert_true(isnan(hypergeometric_1(1, 2, -.1)));
	assert_true(isnan(hypergeometric_1(0, 2, .5)));
	assert_true(isnan(hypergeometric_1(3, 2, .5)));
	assert_true(isnan(hypergeometric_1(1, INFINITY, .5)));
	assert_true(isnan(hypergeometric_1(1, 2, NAN)));
	/* a million steps are not enough */
	assert_true(isnan(hypergeometric_1(1, 2, 1 - 1e-15)));
}

static void digamma_and_beta_have_their_values(void **state) {
	(void)state;
	/* ψ(1) = −γ, ψ(½) = −γ − 2 ln 2, ψ(4) = 1 + ½ + ⅓ − γ */
	double euler = .57721566490153286;
	near(digamma(1), -euler, 1e-15);
	near(digamma(.5), -euler - 2 * M_LN2, 1e-14);
	near(digamma(4), 11. / 6 - euler, 1e-14);
	/* B(2, 3) = 1 ÷ 12, B(½, ½) = π */
	near(ln_beta(2, 3), -log(12), 1e-14);
	near(ln_beta(.5, .5), log(M_PI), 1e-14);
	/* I_z(1, y) = 1 − (1 − z)^y, I_z(2, 2) = 3z² − 2z³ */
	near(beta_below(.3, 1, 2.5), 1 - pow(.7, 2.5), 1e-14);
	near(beta_below(.3, 2, 2), .216, 1e-14);
	near(beta_below(0, 2, 2), 0, 0);
	near(beta_below(1, 2, 2), 1, 0);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hypergeometric_is_the_logarithm),
	    cmocka_unit_test(hypergeometric_is_the_inverse_hyperbolic_tangent),
	    cmocka_unit_test(hypergeometric_with_equal_parameters_is_geometric),
	    cmocka_unit_test(hypergeometric_is_its_series),
	    cmocka_unit_test(hypergeometric_outside_its_domain_is_nan),
	    cmocka_unit_test(digamma_and_beta_have_their_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
