/* When a renewal falls due, when it is decided, and under which slice it stands; what lies ahead of a close. Due days are counted on from each start by
 * the calendar. */
#include "book_fixture.h"

#define EUR "currency = \"EUR\"; "

static int64_t all(const struct facts *f, const char *span, enum fact id) {
	return fact_named(f, span, NULL, NULL, id);
}

/* Monthly, records from February on; leaving by notice, contracts run on. a of 31 December gave notice for its due day, 31 January: not renewed on it, before
 * the records. b of the same day did a day later: renewed in January, not on 28 February. c of 1 January falls due on 1 February. d of 10 October ends on
 * 20 March: due on 10 February and 10 March. e of 15 January gave notice for its due day 15 February: not renewed on it, and never due again. */
static void a_renewal_is_of_the_month_it_falls_due_in(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,notice_date,amount,interval\n"
						 "1,a,2025-12-31,2026-06-30,2026-01-31,10,month\n2,b,2025-12-31,2026-06-30,2026-02-01,10,month\n3,c,2026-01-01,,,10,month\n"
						 "4,d,2025-10-10,2026-03-20,,10,month\n5,e,2026-01-15,2026-06-30,2026-02-15,10,month\n6,g,2026-03-30,,,10,month\n",
		.settings = EUR "history_start = \"2026-02-01\"; as_of = \"2026-04-30\"; churn = { date = \"cancelled\"; past_due_days = 20; }; "});
	g_autoptr(facts) f = client_facts(&c);
	/* b, c, d, e; then c, d; then c, and g on as_of */
	static const struct { const char *span; int64_t due, made; } want[] = {{"2026-02", 4, 2}, {"2026-03", 2, 2}, {"2026-04", 2, 2}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		assert_int_equal(all(f, want[i].span, FACT_RENEWALS), want[i].due);
		assert_int_equal(all(f, want[i].span, FACT_RENEWED), want[i].made);
	}
	client_clear(&c);
}

/* c1 moves to Pro on 10 February: the quarter's renewal of 10 March stands under Basic, the plan it joined with. c2 had Pro for its last day, 19 January,
 * and what fell due on 19 February stands under that, though it was nobody any more. */
static void a_renewal_stands_where_its_customer_does(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,notice_date,amount,interval,plan\n"
						 "1,c1,2026-01-15,2026-02-10,,10,month,Basic\n2,c1,2026-02-10,,,10,month,Pro\n"
						 "3,c2,2025-12-25,2026-01-19,,10,month,Basic\n4,c2,2026-01-19,2026-06-30,2026-01-20,10,month,Pro\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; churn = { date = \"cancelled\"; }; slices = { by = [ \"plan\" ]; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Basic", FACT_RENEWALS), 2);
	assert_int_equal(fact_named(f, "2026-02", "plan", "Pro", FACT_RENEWALS), 1);
	assert_int_equal(fact_named(f, "2026-02", "plan", "Pro", FACT_RENEWED), 0);
	assert_int_equal(fact_named(f, "2026-03", "plan", "Pro", FACT_RENEWED), 1);
	client_clear(&c);
}

/* Paid for a month each, ten days to pay: what was due on 28 December is decided on 7 January. */
static void an_invoice_is_decided_when_its_days_to_pay_are_over(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.invoices = "invoice_id,customer_id,date,amount,period_start,period_end\n"
					"1,a,2025-11-28,10,2025-11-28,2025-12-28\n2,b,2025-12-25,10,2025-12-25,2026-01-25\n3,b,2026-01-25,10,2026-01-25,2026-02-25\n4,z,2026-01-31,10,2025-12-31,2026-01-31\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; churn = { past_due_days = 10; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-01", FACT_RENEWALS), 1);
	assert_int_equal(all(f, "2026-01", FACT_RENEWED), 0);
	assert_int_equal(all(f, "2026-02", FACT_RENEWALS), 2); /* b's of 25 January, z's of 31 January */
	assert_int_equal(all(f, "2026-02", FACT_RENEWED), 1);
	/* z is paid to the close, not beyond it: only b is running on */
	assert_int_equal(all(f, "2026-01", FACT_AHEAD), 1);
	client_clear(&c);
}

/* At the close of 31 January: a began on it, b ended on it, c gave notice on it, d a day later; e has two, f falls due on the 90th day (1 May) and g on
 * the 91st; h's 3 cents of a dollar a month at .125 are 4.5 cents a year, of which 4 to the even. */
static void ahead_is_what_runs_on_a_close_without_notice(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,notice_date,amount,interval,currency\n"
						 "1,a,2026-01-31,,,1,month,EUR\n2,b,2025-12-05,2026-01-31,,2,month,EUR\n3,c,2025-12-05,2026-03-05,2026-01-31,4,month,EUR\n"
						 "4,d,2025-12-05,2026-03-05,2026-02-01,8,month,EUR\n5,e,2025-12-05,,,16,month,EUR\n6,e,2025-12-05,,,32,month,EUR\n"
						 "7,f,2025-05-01,,,64,year,EUR\n8,g,2025-05-02,,,128,year,EUR\n9,h,2025-12-05,,,0.03,month,USD\n",
		.rates = "month,currency,rate\n2025-12,USD,0.125\n2026-01,USD,0.125\n2026-02,USD,0.125\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-01", FACT_AHEAD), 6);
	assert_int_equal(all(f, "2026-01", FACT_AHEAD_MRR), (1 + 8 + 16 + 32) * 1200 + 6400 + 4);
	client_clear(&c);
}

/* a's own cancel date is the close, its contract runs to June: it has left on it, and nothing of it lies ahead. b's is the day after. */
static void who_has_left_on_a_close_has_nothing_ahead(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,cancel_date\na,2026-01-31\nb,2026-02-01\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n1,a,2025-12-05,2026-06-30,10,month\n2,b,2025-12-05,2026-06-30,10,month\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; churn = { date = \"cancelled\"; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-01", FACT_AHEAD), 1);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_renewal_is_of_the_month_it_falls_due_in),
		cmocka_unit_test(a_renewal_stands_where_its_customer_does),
		cmocka_unit_test(an_invoice_is_decided_when_its_days_to_pay_are_over),
		cmocka_unit_test(who_has_left_on_a_close_has_nothing_ahead),
		cmocka_unit_test(ahead_is_what_runs_on_a_close_without_notice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
