/* What customers pay, fact by fact: the lines at a list price of twelve months, revenue at risk at a close, what leavers had paid. Days and amounts are read
 * off the rows. */
#include "book_fixture.h"

#define EUR "currency = \"EUR\"; "

static int64_t all(const struct facts *f, const char *span, enum fact id) {
	return fact_named(f, span, NULL, NULL, id);
}

static int64_t wide(const struct facts *f, const char *span, enum wide id) {
	return (int64_t)fact_wide(f, span_by_name(&f->spans, span), SLICE_ALL, id);
}

/* At 28 February 2026: c2 to c5, not c1 of 28 February 2025. At as_of, 20 March, which cuts its month: c3, and c5 of 21 March 2025, not c2 and c4 of the days
 * to 20 March. c2 has an order without a list price and one at a list price of 0, which are no lines. */
static void twelve_months_of_lines_end_with_a_close(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount,list_amount\n1,c1,2025-02-28,80,100\n2,c2,2025-03-01,90,100\n3,c3,2026-02-28,50,50\n4,c4,2025-03-20,40,40\n5,c5,2025-03-21,20,30\n6,c2,2025-04-01,7,\n7,c2,2025-04-02,7,0\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-20\"; inactive_after = 6; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_LINED), 4);
	assert_int_equal(all(f, "2026-02", FACT_LINED_NEW), 4);
	assert_int_equal(all(f, "2026-02", FACT_DISCOUNTED), 2);
	assert_int_equal(wide(f, "2026-02", WIDE_LIST_NEW), 22000);
	assert_int_equal(wide(f, "2026-02", WIDE_OFF_NEW), 2000);
	assert_int_equal(wide(f, "2026-02", WIDE_OFF_OLD), 0);
	assert_int_equal(all(f, "2026-03", FACT_LINED), 2);
	assert_int_equal(all(f, "2026-03", FACT_DISCOUNTED), 1);
	assert_int_equal(all(f, "2025-02", FACT_LINED), 1);
	client_clear(&c);
}

/* An order of nothing at a list price is taken off whole where such orders count. */
static void an_order_of_nothing_is_a_line_where_it_counts(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount,list_amount\n1,c1,2026-01-10,0,10\n2,c2,2026-01-10,5,5\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; inactive_after = 6; orders = { zero = \"count\"; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-01", FACT_LINED), 2);
	assert_int_equal(wide(f, "2026-01", WIDE_OFF_NEW), 1000);
	client_clear(&c);
}

/* By the month: c1 of 31 January has lines on it, on 28 February and on as_of. c2's of January to April 2025 are new (5 April is the
 * ninetieth day), the rest are not; it has had twelve at the close of December. c3's dollars of 5 February have no rate and are in no sum; c4's cent is .40 cents, no line. */
static void a_contract_has_a_line_an_interval(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,list_amount,currency\n1,c1,2026-01-31,,10,month,12,EUR\n2,c2,2025-01-05,2025-12-20,10,month,10,EUR\n"
						 "3,c3,2026-01-05,2026-02-10,8,month,10,USD\n4,c4,2026-01-05,2026-01-10,0.01,month,0.01,USD\n",
		.rates = "month,currency,rate\n2025-11,USD,0.30\n2025-12,USD,0.30\n2026-01,USD,0.40\n",
		.settings = EUR "history_start = \"2025-12-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2025-12", FACT_LINED), 1);
	assert_int_equal(wide(f, "2025-12", WIDE_LIST_NEW), 4000);
	assert_int_equal(wide(f, "2025-12", WIDE_LIST_OLD), 8000);
	/* c1's three, c2's of April and c3's of January at .40 are new; c2's of May to December are old */
	assert_int_equal(all(f, "2026-03", FACT_LINED_NEW), 3);
	assert_int_equal(wide(f, "2026-03", WIDE_LIST_NEW), 3600 + 1000 + 400);
	assert_int_equal(wide(f, "2026-03", WIDE_LIST_OLD), 8000);
	assert_int_equal(all(f, "2026-03", FACT_LINED), 3);
	client_clear(&c);
}

/* Terms that say nothing of an interval are paid by the month. */
static void a_contract_without_an_interval_has_a_line_a_month(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,list_amount\n1,c1,2026-01-05,,10,12\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(wide(f, "2026-03", WIDE_LIST_NEW), 3600);
	client_clear(&c);
}

/* An invoice is one line: of a month, and of ten days, whatever days to pay are added to it. */
static void an_invoice_is_one_line(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.invoices = "invoice_id,customer_id,date,amount,list_amount,period_start,period_end\n1,c1,2026-01-05,10,12,2026-01-05,2026-02-05\n2,c2,2026-01-05,5,5,2026-01-05,2026-01-15\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; churn = { past_due_days = 10; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(wide(f, "2026-01", WIDE_LIST_NEW), 1700);
	assert_int_equal(wide(f, "2026-01", WIDE_OFF_NEW), 200);
	client_clear(&c);
}

/* At 28 February at risk: a says 6; b gave notice on the day, d too, whose term begins with it, e's has no end. Not: c, who gives it a day later; g and h,
 * whose noticed terms are over, on the day itself and before, and who go on under another. */
static void notice_counts_on_its_day_and_while_the_term_runs(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,notice_date,amount,interval\n1,a,2025-06-05,,,1,month\n2,b,2025-06-05,2026-06-30,2026-02-28,2,month\n"
						 "3,c,2025-06-05,2026-06-30,2026-03-01,4,month\n4,d,2026-02-28,2026-06-30,2026-02-28,8,month\n5,e,2025-06-05,,2026-02-10,16,month\n"
						 "6,g,2025-06-05,2026-02-28,2026-02-01,32,month\n7,g,2026-02-28,,,32,month\n8,h,2025-06-05,2026-01-20,2026-01-05,64,month\n9,h,2026-02-01,,,64,month\n",
		.surveys = "customer_id,date,survey,score\na,2026-02-10,nps,6\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_RISK), 4);
	assert_int_equal(all(f, "2026-02", FACT_MRR_RISK), (1 + 2 + 8 + 16) * 1200);
	assert_int_equal(all(f, "2026-02", FACT_SPENT_KEPT), 0); /* no order business */
	assert_int_equal(all(f, "2026-02", FACT_SPENT_NEW), 0);
	client_clear(&c);
}

/* Twenty days to pay: a was paid to the close of 28 February, b a day longer, c to 10 February, and its next invoice begins in March. */
static void past_due_is_who_is_not_paid_beyond_a_close(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.invoices = "invoice_id,customer_id,date,amount,period_start,period_end\n1,a,2026-01-28,10,2026-01-28,2026-02-28\n2,b,2026-02-01,20,2026-02-01,2026-03-01\n"
					"3,c,2026-01-10,40,2026-01-10,2026-02-10\n4,c,2026-03-05,40,2026-03-05,2026-04-05\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; churn = { past_due_days = 20; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_RISK), 2);
	client_clear(&c);
}

/* a joined with the records, 1 December, and left in March: at the closes of December, January and February it paid 1 a month, and lived through three. b joined
 * on 10 February and left: one. c was here before the records: its beginning is not known. */
static void leavers_have_paid_what_their_closes_say(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n1,a,2025-12-01,2026-03-10,1,month\n2,b,2026-02-10,2026-03-10,2,month\n3,c,2025-11-30,2026-03-10,4,month\n4,d,2025-06-05,,8,month\n",
		.settings = EUR "history_start = \"2025-12-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	size_t n;
	const struct tally *t = fact_tallies(f, TALLY_LEFT_PAID, span_by_name(&f->spans, "2026-03"), SLICE_ALL, &n);
	assert_int_equal(n, 4);
	static const struct { int month, lived, c, n; int64_t amount; } want[] = {{12, 3, 0, 1, 0}, {12, 3, 1, 0, 3600}, {2, 1, 0, 1, 0}, {2, 1, 1, 0, 2400}};
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(t[i].a, month_of(want[i].month == 12 ? 2025 : 2026, want[i].month).n);
		assert_true(t[i].b == want[i].lived && t[i].c == want[i].c && t[i].n == want[i].n && t[i].amount == want[i].amount);
	}
	client_clear(&c);
}

/* Two months' window. a's refund of the day before its first order is of an order that is not there: it paid 100. Of February's two here at both ends b spent
 * 5 in 28 days; d is new on the 10th, 7 in 19 days; e is back after months: neither. */
static void orders_are_spent_by_the_old_and_the_new(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount,kind\n1,a,2025-12-09,-20,refund\n2,a,2025-12-10,100,\n3,b,2026-01-10,5,\n4,b,2026-02-10,5,\n5,d,2026-02-10,7,\n6,e,2025-10-10,9,\n7,e,2026-02-10,9,\n",
		.settings = EUR "history_start = \"2025-10-01\"; as_of = \"2026-03-31\"; inactive_after = 2; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_SPENT_KEPT), 500);
	assert_int_equal(all(f, "2026-02", FACT_DAYS_KEPT), 28);
	assert_int_equal(all(f, "2026-02", FACT_SPENT_NEW), 700);
	assert_int_equal(all(f, "2026-02", FACT_DAYS_NEW), 19);
	size_t n;
	const struct tally *t = fact_tallies(f, TALLY_LEFT_PAID, span_by_name(&f->spans, "2026-02"), SLICE_ALL, &n);
	assert_true(n == 2 && t[0].b == 2 && t[0].n == 1 && t[1].amount == 10000);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twelve_months_of_lines_end_with_a_close),
		cmocka_unit_test(an_order_of_nothing_is_a_line_where_it_counts),
		cmocka_unit_test(a_contract_has_a_line_an_interval),
		cmocka_unit_test(a_contract_without_an_interval_has_a_line_a_month),
		cmocka_unit_test(an_invoice_is_one_line),
		cmocka_unit_test(notice_counts_on_its_day_and_while_the_term_runs),
		cmocka_unit_test(past_due_is_who_is_not_paid_beyond_a_close),
		cmocka_unit_test(leavers_have_paid_what_their_closes_say),
		cmocka_unit_test(orders_are_spent_by_the_old_and_the_new),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
