/* statistic/tail against values computed with mpmath 1.3 at 60 digits (erfc, gammainc, betainc, hyp2f1). */
#include "statistic/tail.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

static void p_is(struct p_value got, double p, double log10_p) {
	near(got.log10_p, log10_p, 1e-12 * fabs(log10_p) + 1e-14);
	if (log10_p > -300)
		digits(got.p, p, 11);
	assert_int_equal(got.tiny, log10_p < -300);
}

static void nothing(struct p_value got) {
	assert_true(isnan(got.p) && isnan(got.log10_p) && !got.tiny);
}

static void normal_tails_hold_far_out(void **state) {
	(void)state;
	p_is(normal_two_sided(1), .317310507862914, -.498515545827989);
	p_is(normal_two_sided(-Z95), .05, -1.30102999566398);
	p_is(normal_two_sided(8), 1.24419211485436e-15, -14.9051125553532);
	p_is(normal_two_sided(-40), 0, -349.135976463682);
	p_is(normal_two_sided(1000), 0, -217150.339011999);
	assert_true(normal_two_sided(0).p == 1 && normal_two_sided(0).log10_p == 0);
	nothing(normal_two_sided(NAN));
	nothing(normal_two_sided(INFINITY));
}

static void students_tails_hold_far_out(void **state) {
	(void)state;
	p_is(student_two_sided(2, 5), .101939478829858, -.991657591091584);
	p_is(student_two_sided(-2, 5), .101939478829858, -.991657591091584);
	p_is(student_two_sided(1.7453234216, 197.2530063664), .0824857716506485, -1.08362095843828);
	p_is(student_two_sided(.5, 1), .704832764699133, -.151913915610063);
	p_is(student_two_sided(1e60, 5), 1.89803344911247e-299, -298.721696138254);
	p_is(student_two_sided(60, 2000), 0, -448.810838235699);
	p_is(student_two_sided(60, 700), 3.87305135106917e-278, -277.4119467448579);
	p_is(student_two_sided(47, 1000), 1.985472844058e-255, -254.7021360485429);
	p_is(student_two_sided(1e10, 40), 0, -368.8606041656);
	p_is(student_two_sided(1e200, 3), 0, -599.656529254006);
	/* ln B of a million cancels some digits */
	near(student_two_sided(50, 1e6).log10_p, -543.987307514807, 1e-7);
	near(student_two_sided(37, 1e5).log10_p, -296.92173796053, 1e-7);
	nothing(student_two_sided(2, 0));
	nothing(student_two_sided(2, NAN));
	nothing(student_two_sided(NAN, 2));
	nothing(student_two_sided(INFINITY, 2));
}

static void chi_square_tails_hold_far_out(void **state) {
	(void)state;
	p_is(chi_square_tail(.1, 3).p, .991837423731876, -.00355950905799921);
	p_is(chi_square_tail(5, 4).p, .287297495183646, -.541668160407854);
	p_is(chi_square_tail(16.7929409892, 1).p, 4.16880910937086e-5, -4.37998799085234);
	p_is(chi_square_tail(1200, 300).p, 8.14148365605908e-108, -107.089296444629);
	p_is(chi_square_tail(1150, 2).p, 1.9084153700323e-250, -249.71932709437);
	p_is(chi_square_tail(2000, 7).p, 0, -427.314972105019);
	p_is(chi_square_tail(2352.87253826, 1).p, 0, -512.703823517778);
	p_is(chi_square_tail(2352.87253826, 2).p, 0, -510.919779994008);
	p_is(chi_square_tail(2200, 300).p, 8.43176784786552e-286, -285.0740813594108);
	p_is(chi_square_tail(4000, 1001).p, 0, -352.3365981036459);
	p_is(chi_square_tail(1e6, 3).p, 0, -217144.33901113);
	assert_true(chi_square_tail(0, 2).p.p == 1);
	assert_true(chi_square_tail(5, 4).x == 5 && chi_square_tail(5, 4).df == 4);
}

static void two_degrees_are_an_exponential(void **state) {
	(void)state;
	/* Q(x; 2) = e^(−x/2), on both sides of where the continued fraction takes over */
	for (double x = 0; x < 1e5; x = x * 1.3 + .01)
		near(chi_square_tail(x, 2).p.log10_p, -x / 2 / log(10), 1e-14 * x + 1e-15);
}

static void no_test_is_no_number(void **state) {
	(void)state;
	struct chi_square none[] = {chi_square_tail(-1, 2), chi_square_tail(NAN, 2), chi_square_tail(INFINITY, 2), chi_square_tail(3, 0)};
	for (size_t i = 0; i < 4; i++) {
		assert_true(isnan(none[i].x) && none[i].df == 0);
		nothing(none[i].p);
	}
	nothing(p_from_log(NAN));
	assert_true(p_from_log(1e-9).p == 1);
	assert_true(isnan(bounds_none.lo) && isnan(bounds_none.hi));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normal_tails_hold_far_out),     cmocka_unit_test(students_tails_hold_far_out),
		cmocka_unit_test(chi_square_tails_hold_far_out), cmocka_unit_test(two_degrees_are_an_exponential),
		cmocka_unit_test(no_test_is_no_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
