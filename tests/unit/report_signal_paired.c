/* The same customers asked twice: what their two answers have in common. */
#include "cmd/reading.h"
#include "signal_world.h"
#include <gsl/gsl_errno.h>

#define ASKED "customer_id,signup_date\na,2025-06-01\nb,2025-06-01\nc,2025-06-01\nd,2025-06-01\ne,2025-06-01\n"

static struct reading *reading_of(struct client *c, const char *surveys) {
	*c = client_read(&(struct client_text){.customers = ASKED, .surveys = surveys, .settings = "as_of = \"2026-02-28\"; history_start = \"2026-01-01\";"});
	struct reading *r = reading_new(g_ptr_array_index(c->conf->clients, 0), DAY_NONE, NULL, c->diag);
	assert_true(r->ok);
	return r;
}

static struct overlap overlap_of(const struct reading *r, enum judge j, const char *metric, const char *other, size_t slice) {
	size_t now = span_by_name(&r->facts->spans, "2026-02"), before = span_by_name(&r->facts->spans, other);
	struct side a, b;
	assert_true(side_of(&r->report, j, metric, now, slice, &a) && side_of(&r->report, j, metric, before, slice, &b));
	return sides_overlap(&r->report, metric, now, before, slice, &a, &b);
}

static double covariance_of(const struct reading *r, enum judge j, const char *metric) {
	return overlap_of(r, j, metric, "2026-01", SLICE_ALL).covariance;
}

/* January a 1, b 1, c −1, d 0: mean ¼. February a 1, b 0, c −1, e 1: mean ¼. Of a, b and c Σ(x − ¼)(y − ¼) = 9/16 − 3/16 + 25/16 = 31/16, over 4 × 4: 31/256. */
static void three_who_answered_twice_have_a_covariance(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "response_id,customer_id,date,survey,score\n1,a,2026-01-05,nps,9\n2,b,2026-01-05,nps,10\n3,c,2026-01-05,nps,2\n4,d,2026-01-05,nps,7\n"
	                                      "0,b,2026-01-04,nps,1\n5,a,2026-02-05,nps,10\n6,b,2026-02-05,nps,8\n7,c,2026-02-05,nps,0\n8,e,2026-02-05,nps,9\n");
	near(covariance_of(r, JUDGE_NPS, "nps"), 31 / 256.0);
	near(overlap_of(r, JUDGE_NPS, "nps", "2026-01", SLICE_ALL).both, 3);
	client_clear(&c);
}

/* Satisfied in January a, b, not c, d: ½. In February a, not c, not e: ⅓. Of a and c (½)(⅔) + (−½)(−⅓) = ½, over 3 × 4: 1/24. Effort 2, 4, 6 and then 3, 5: means 4
 * and 4, of a and c (−2)(−1) + 2·1 = 4, over 2 × 3: ⅔. */
static void satisfaction_and_effort_have_theirs(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "customer_id,date,survey,score,scale\na,2026-01-05,csat,5,1-5\nb,2026-01-05,csat,4,1-5\nc,2026-01-05,csat,2,1-5\nd,2026-01-05,csat,1,1-5\n"
	                                      "a,2026-02-05,csat,5,1-5\nc,2026-02-05,csat,3,1-5\ne,2026-02-05,csat,1,1-5\n"
	                                      "a,2026-01-05,ces,2,1-7\nb,2026-01-05,ces,4,1-7\nc,2026-01-05,ces,6,1-7\na,2026-02-05,ces,3,1-7\nc,2026-02-05,ces,5,1-7\n");
	near(covariance_of(r, JUDGE_SHARE, "csat"), 1 / 24.0);
	near(covariance_of(r, JUDGE_MEAN, "ces"), 2 / 3.0);
	/* means 3 and 3: of a and c (5 − 3)(5 − 3) + (2 − 3)(3 − 3) = 4, over 3 × 4 */
	near(covariance_of(r, JUDGE_MEAN, "csat_mean"), 1 / 3.0);
	client_clear(&c);
}

/* In January a, a promoter, weighs two and b, a detractor, one: mean 1/3; in February both one, mean 0. 2 (1 − 1/3)(1) + (−1 − 1/3)(−1) = 8/3, over the weights
 * 3 × 2: 4/9. */
static void weighted_answers_are_paired_by_their_weights(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "customer_id,date,survey,score,weight\na,2026-01-05,nps,9,2\nb,2026-01-05,nps,2,1\na,2026-02-05,nps,9,1\nb,2026-02-05,nps,2,1\n");
	near(covariance_of(r, JUDGE_NPS, "nps"), 4 / 9.0);
	client_clear(&c);
}

/* Of the touchpoint a said 9 and then 10 at delivery and 3 at support (its last there), b 2 and 4: in January sums 0 and −1, in February of a's two answers
 * 1 − 1 = 0 and −1. Means −1/3 and −1/3; Σ(sum + n/3)(sum + n/3) = (0 + 2/3)(0 + 2/3) + (−2/3)(−2/3) = 8/9, over 3 × 3. */
static void answers_at_touchpoints_go_by_customer(void **state) {
	(void)state;
	struct client c;
	g_autoptr(reading) r = reading_of(&c, "response_id,customer_id,date,survey,score,touchpoint\n1,a,2026-01-05,nps,9,delivery\n2,a,2026-01-06,nps,9,support\n3,a,2026-01-07,nps,3,support\n"
	                                      "4,b,2026-01-05,nps,2,delivery\n5,a,2026-02-05,nps,10,delivery\n6,a,2026-02-06,nps,0,support\n7,b,2026-02-05,nps,4,delivery\n"
	                                      "8,a,2026-02-20,nps,9,\n");
	struct overlap o = overlap_of(r, JUDGE_NPS, "nps_touchpoint", "2026-01", SLICE_ALL);
	near(o.covariance, 8 / 81.0);
	near(o.both, 2);
	client_clear(&c);
}

/* A year apart, and not in January: of a, b and c, promoter, passive and detractor both times, mean 0: Σxy = 2, over 3 × 3. Where a's and b's plan is Pro, c's
 * Team, Pro has a 1, b 0 both times: mean ½, (½)(½) + (−½)(−½) = ½, over 2 × 2. */
static void the_same_month_a_year_ago_and_slices_have_theirs_too(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,signup_date,plan\na,2024-06-01,Pro\nb,2024-06-01,Pro\nc,2024-06-01,Team\n",
	                                                    .surveys = "customer_id,date,survey,score\na,2025-02-05,nps,9\nb,2025-02-05,nps,8\nc,2025-02-05,nps,1\n"
	                                                               "a,2026-02-05,nps,10\nb,2026-02-05,nps,7\nc,2026-02-05,nps,0\n",
	                                                    .settings = "as_of = \"2026-02-28\"; history_start = \"2025-01-01\"; min_n = 1; slices = { by = [ \"plan\" ]; };"});
	g_autoptr(reading) r = reading_new(g_ptr_array_index(c.conf->clients, 0), DAY_NONE, NULL, c.diag);
	assert_true(r->ok);
	struct overlap o = overlap_of(r, JUDGE_NPS, "nps", "2025-02", SLICE_ALL);
	near(o.covariance, 2 / 9.0);
	near(o.both, 3);
	o = overlap_of(r, JUDGE_NPS, "nps", "2025-02", facts_slice(r->facts, "plan", "Pro"));
	near(o.covariance, 1 / 8.0);
	near(o.both, 2);
	client_clear(&c);
}

/* a and b say three times each that they are satisfied: six answers of two who never differ from themselves are worth 6² ÷ (3² + 3²) = 2. */
static void several_answers_of_one_customer_are_not_several_customers(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = ASKED,
	                                                    .surveys = "customer_id,date,survey,score,scale\na,2026-02-05,csat,5,1-5\na,2026-02-06,csat,4,1-5\na,2026-02-07,csat,5,1-5\n"
	                                                               "b,2026-02-05,csat,5,1-5\nb,2026-02-06,csat,4,1-5\nb,2026-02-07,csat,5,1-5\n",
	                                                    .settings = "as_of = \"2026-02-28\"; history_start = \"2026-01-01\"; csat = { per_customer = \"all\"; };"});
	g_autoptr(reading) r = reading_new(g_ptr_array_index(c.conf->clients, 0), DAY_NONE, NULL, c.diag);
	assert_true(r->ok);
	struct side s;
	assert_true(side_of(&r->report, JUDGE_SHARE, "csat", span_by_name(&r->facts->spans, "2026-02"), SLICE_ALL, &s));
	assert_int_equal(s.value.n, 6);
	near(s.x[0], 2);
	near(s.x[1], 2);
	client_clear(&c);
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_who_answered_twice_have_a_covariance),
		cmocka_unit_test(satisfaction_and_effort_have_theirs),
		cmocka_unit_test(weighted_answers_are_paired_by_their_weights),
		cmocka_unit_test(answers_at_touchpoints_go_by_customer),
		cmocka_unit_test(several_answers_of_one_customer_are_not_several_customers),
		cmocka_unit_test(the_same_month_a_year_ago_and_slices_have_theirs_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
