/* When a term ends for the report: churn.date, churn.past_due_days, and what mrr.discounts makes of an amount. */
#include "book_fixture.h"
#include "base/date.h"

#define SUBSCRIPTIONS "subscription_id,customer_id,start_date,end_date,amount,interval,notice_date\n"
#define INVOICES "invoice_id,customer_id,date,amount,period_start,period_end\n"
#define AS_OF "as_of = \"2025-12-31\"; "

static const struct term *term_at(const struct client *c, guint i) {
	assert_true(c->ok && i < c->book->terms->len);
	return &g_array_index(c->book->terms, struct term, i);
}

static void assert_day(int32_t day, const char *want) {
	char text[11] = "none";
	if (day != DAY_NONE)
		day_print(day, text);
	assert_string_equal(text, want);
}

static void an_end_is_the_exported_one_unless_told_otherwise(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .subscriptions = SUBSCRIPTIONS "s1,a,2025-01-05,2025-06-05,10,month,2025-03-20\n"});
	assert_day(term_at(&c, 0)->end, "2025-06-05");
	assert_day(term_at(&c, 0)->paid_end, "2025-06-05");
	assert_day(term_at(&c, 0)->notice, "2025-03-20");
	client_clear(&c);
}

/* a: notice before the end; b: notice, no end yet; c: notice before the term began, so it was never active; d: notice after the end, which stays. */
static void cancelled_ends_a_term_on_the_day_of_notice(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { date = \"cancelled\"; };",
	                                                    .subscriptions = SUBSCRIPTIONS "s1,a,2025-01-05,2025-06-05,10,month,2025-03-20\n"
	                                                                                   "s2,b,2025-01-05,,10,month,2025-04-01\n"
	                                                                                   "s3,c,2025-01-05,2025-06-05,10,month,2025-01-01\n"
	                                                                                   "s4,d,2025-01-05,2025-06-05,10,month,2025-07-01\n"});
	assert_day(term_at(&c, 0)->end, "2025-03-20");
	assert_day(term_at(&c, 1)->end, "2025-04-01");
	assert_day(term_at(&c, 2)->end, "2025-01-05");
	assert_day(term_at(&c, 3)->end, "2025-06-05");
	client_clear(&c);
}

/* The customers' cancel_date stands in for a notice; it says nothing of the term that begins later. */
static void a_cancel_date_ends_the_term_it_lies_in(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { date = \"cancelled\"; };",
	                                                    .customers = "customer_id,signup_date,cancel_date\na,2025-01-01,2025-03-10\n",
	                                                    .subscriptions = "subscription_id,customer_id,start_date,end_date,amount\n"
	                                                                     "s1,a,2025-01-01,2025-07-01,10\ns2,a,2025-09-01,,10\n"});
	assert_day(term_at(&c, 0)->end, "2025-03-10");
	assert_day(term_at(&c, 1)->end, "none");
	client_clear(&c);
}

/* Monthly from the 5th: the last paid interval before 5 June begins on 5 May. Quarterly from 31 January, to 1 October: 31 July. The month of a
 * price change is no last payment: the customer goes on. */
static void last_payment_is_the_day_after_the_last_interval_began(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { date = \"last_payment\"; };",
	                                                    .subscriptions = SUBSCRIPTIONS "s1,a,2025-01-05,2025-06-05,10,month,\n"
	                                                                                   "s2,b,2025-01-31,2025-10-01,10,quarter,\n"
	                                                                                   "s3,c,2025-01-05,2025-03-05,10,month,\n"
	                                                                                   "s3,c,2025-03-05,2025-05-01,12,month,\n"
	                                                                                   "s4,d,2025-01-05,,10,month,\n"
	                                                                                   "s5,e,2025-01-05,2025-01-05,10,month,\n"});
	assert_day(term_at(&c, 0)->end, "2025-05-06");
	assert_day(term_at(&c, 1)->end, "2025-08-01");
	assert_day(term_at(&c, 2)->end, "2025-03-05");
	assert_day(term_at(&c, 3)->end, "2025-04-06");
	assert_day(term_at(&c, 4)->end, "none");
	assert_day(term_at(&c, 5)->end, "2025-01-05");
	client_clear(&c);
}

/* Of two services that run side by side, the later payment is the customer's last: both end there. */
static void last_payment_is_the_customers_not_the_subscriptions(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { date = \"last_payment\"; };",
	                                                    .subscriptions = SUBSCRIPTIONS "s1,a,2025-01-01,2025-03-15,10,month,\n"
	                                                                                   "s2,a,2025-01-10,2025-03-20,10,month,\n"});
	assert_day(term_at(&c, 0)->end, "2025-03-11");
	assert_day(term_at(&c, 1)->end, "2025-03-11");
	client_clear(&c);
}

/* January is paid, February late by nine days, March never: 1 February to 10 February is past due, and so are the 30 days after 10 March. */
static void a_paid_period_goes_on_while_it_is_past_due_but_not_into_the_next(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { past_due_days = 30; };",
	                                                    .invoices = INVOICES "i1,a,2025-01-01,10,2025-01-01,2025-02-01\n"
	                                                                         "i2,a,2025-02-10,10,2025-02-10,2025-03-10\n"});
	assert_day(term_at(&c, 0)->end, "2025-02-10");
	assert_day(term_at(&c, 0)->paid_end, "2025-02-01");
	assert_day(term_at(&c, 1)->end, "2025-04-09");
	assert_day(term_at(&c, 1)->paid_end, "2025-03-10");
	client_clear(&c);
}

/* A line that ends while another goes on is not past due: nothing may be counted twice. */
static void a_line_beside_a_longer_one_is_not_past_due(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { past_due_days = 30; };",
	                                                    .invoices = INVOICES "i1,a,2025-01-01,10,2025-01-01,2025-02-01\n"
	                                                                         "i1,a,2025-01-01,120,2025-01-01,2026-01-01\n"});
	assert_day(term_at(&c, 0)->end, "2025-02-01");
	assert_day(term_at(&c, 1)->end, "2026-01-31");
	client_clear(&c);
}

static void past_due_days_are_only_for_invoices(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "churn = { past_due_days = 30; };",
	                                                    .subscriptions = SUBSCRIPTIONS "s1,a,2025-01-05,2025-06-05,10,month,\n"});
	assert_day(term_at(&c, 0)->end, "2025-06-05");
	client_clear(&c);
}

#define LISTED "subscription_id,customer_id,start_date,amount,interval,list_amount,discount,discount_pct,discount_end\n"
#define LISTED_ROWS LISTED "s1,a,2025-01-05,80,month,100,,,\n"        /* list 100 a month: 1,200 a year */ \
                           "s2,b,2025-01-05,240,quarter,,60,,\n"      /* 300 a quarter: 1,200 a year */ \
                           "s3,c,2025-01-05,60,month,,,40%,2025-07-01\n" /* 60 / 0.6 = 100 */ \
                           "s4,d,2025-01-05,0,month,,,1,2025-07-01\n" /* wholly free: what it would cost is not told */ \
                           "s5,e,2025-01-05,10,month,,,,2025-07-01\n" \
                           "s6,f,2025-01-05,10,month,,,1.5,\n"        /* refused */ \
                           "s7,g,2025-01-05,10,month,,-5,,\n"         /* refused */

static void a_list_price_is_told_by_one_of_three_columns(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .subscriptions = LISTED_ROWS});
	assert_int_equal(c.book->terms->len, 5);
	static const int64_t list[] = {120000, 120000, 120000, -1, -1}, amount[] = {96000, 96000, 72000, 0, 12000};
	for (guint i = 0; i < 5; i++) {
		assert_int_equal(term_at(&c, i)->list, list[i]);
		assert_int_equal(term_at(&c, i)->amount, amount[i]);
		assert_int_equal(term_at(&c, i)->paid, amount[i]);
	}
	assert_int_equal(times_reported(c.diag, DIAG_DISCOUNT_RANGE), 2);
	client_clear(&c);
}

/* Only the discount that ends is taken back, and only where the list price is told. */
static void a_discount_that_ends_does_not_lower_what_recurs_for_ever(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "mrr = { discounts = \"forever\"; };", .subscriptions = LISTED_ROWS});
	static const int64_t amount[] = {96000, 96000, 120000, 0, 12000};
	for (guint i = 0; i < 5; i++)
		assert_int_equal(term_at(&c, i)->amount, amount[i]);
	assert_int_equal(term_at(&c, 2)->paid, 72000);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_end_is_the_exported_one_unless_told_otherwise),
		cmocka_unit_test(cancelled_ends_a_term_on_the_day_of_notice),
		cmocka_unit_test(a_cancel_date_ends_the_term_it_lies_in),
		cmocka_unit_test(last_payment_is_the_day_after_the_last_interval_began),
		cmocka_unit_test(last_payment_is_the_customers_not_the_subscriptions),
		cmocka_unit_test(a_paid_period_goes_on_while_it_is_past_due_but_not_into_the_next),
		cmocka_unit_test(a_line_beside_a_longer_one_is_not_past_due),
		cmocka_unit_test(past_due_days_are_only_for_invoices),
		cmocka_unit_test(a_list_price_is_told_by_one_of_three_columns),
		cmocka_unit_test(a_discount_that_ends_does_not_lower_what_recurs_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
