/* The book: which rows are used, refused or duplicates, which are orphans, and what settles the activity source and its days. */
#include "book_fixture.h"

static const struct account *account_of(const struct client *c, enum record r) {
	for (guint i = 0; i < c->book->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(c->book->accounts, i);
		if (a->record == r)
			return a;
	}
	return NULL;
}

static void assert_account(const struct client *c, enum record r, int64_t used, int64_t refused, int64_t duplicate) {
	const struct account *a = account_of(c, r);
	assert_int_equal(a->used, used);
	assert_int_equal(a->refused, refused);
	assert_int_equal(a->duplicate, duplicate);
	assert_int_equal(a->rows, used + refused + duplicate);
}

#define CUSTOMERS "customer_id,signup_date\na,2025-01-01\nb,2025-01-01\n"

static void the_same_subscription_twice_is_a_duplicate(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = CUSTOMERS, .subscriptions = "subscription_id,customer_id,start_date,end_date,amount\n"
	                                                                                            "s1,a,2025-01-05,,10\ns1,a,2025-01-05,,10.00\n"});
	assert_account(&c, RECORD_SUBSCRIPTIONS, 1, 0, 1);
	client_clear(&c);
}

static void terms_of_one_subscription_may_follow_but_not_overlap(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = CUSTOMERS, .subscriptions = "subscription_id,customer_id,start_date,end_date,amount\n"
	                                                                                            "s1,a,2025-01-05,2025-02-05,10\n"
	                                                                                            "s1,a,2025-02-05,,20\n"
	                                                                                            "s1,a,2025-03-01,2025-04-01,30\n"});
	assert_account(&c, RECORD_SUBSCRIPTIONS, 2, 1, 0);
	const struct reject *r = g_ptr_array_index(account_of(&c, RECORD_SUBSCRIPTIONS)->rejects, 0);
	assert_int_equal(r->line, 4);
	assert_int_equal(r->code, DIAG_TERM_OVERLAP);
	assert_non_null(strstr(r->reason, "line 3"));
	client_clear(&c);
}

static void an_end_before_its_start_is_refused_and_one_on_it_is_never_active(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = CUSTOMERS, .subscriptions = "subscription_id,customer_id,start_date,end_date,amount\n"
	                                                                                            "s1,a,2025-01-05,2025-01-04,10\n"
	                                                                                            "s2,b,2025-01-05,2025-01-05,10\n"});
	assert_account(&c, RECORD_SUBSCRIPTIONS, 1, 1, 0);
	assert_int_equal(account_of(&c, RECORD_SUBSCRIPTIONS)->rule[RULE_NEVER_ACTIVE], 1);
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2025-01", NULL, NULL, FACT_J), 0);
	client_clear(&c);
}

/* end_date = last_day: the 31st is served, so the customer is active at the close of January and gone in February. */
static void a_last_day_end_is_still_served_that_day(void **state) {
	(void)state;
	const char *text = "subscription_id,customer_id,start_date,end_date,amount\ns1,a,2024-12-05,2025-01-31,10\n";
	struct client_text t = {.customers = CUSTOMERS, .subscriptions = text, .settings = "end_date = \"last_day\"; as_of = \"2025-03-31\";"};
	struct client c = client_read(&t);
	g_autoptr(facts) last_day = client_facts(&c);
	client_clear(&c);
	assert_int_equal(fact_named(last_day, "2025-01", NULL, NULL, FACT_KEPT), 1);
	assert_int_equal(fact_named(last_day, "2025-02", NULL, NULL, FACT_S), 1);
	t.settings = "as_of = \"2025-03-31\";";
	c = client_read(&t);
	g_autoptr(facts) day_after = client_facts(&c);
	client_clear(&c);
	assert_int_equal(fact_named(day_after, "2025-01", NULL, NULL, FACT_KEPT), 0);
}

static void an_orphan_is_used_under_unknown(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,signup_date,channel\na,2025-01-01,search\n",
	                                                    .subscriptions = "subscription_id,customer_id,start_date,amount\ns1,a,2025-01-05,10\ns2,zz,2025-01-06,10\n",
	                                                    .settings = "slices = { by = [\"channel\"]; }; as_of = \"2025-01-31\";"});
	assert_account(&c, RECORD_SUBSCRIPTIONS, 2, 0, 0);
	assert_int_equal(account_of(&c, RECORD_SUBSCRIPTIONS)->orphans, 1);
	assert_int_equal(times_reported(c.diag, DIAG_ORPHAN), 1);
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2025-01", "channel", "(unknown)", FACT_J), 1);
	assert_int_equal(fact_named(f, "2025-01", "channel", "search", FACT_J), 1);
	client_clear(&c);
}

static void a_customer_told_twice_differently_keeps_the_first(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,signup_date\na,2025-01-01\na,2025-02-01\na,2025-01-01\n"});
	assert_account(&c, RECORD_CUSTOMERS, 1, 1, 1);
	assert_int_equal(times_reported(c.diag, DIAG_KEY_CONFLICT), 1);
	client_clear(&c);
}

static void a_term_over_a_month_without_a_rate_is_used_and_noted_by_name_of_the_month(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = CUSTOMERS, .rates = "month,currency,rate\n2024-12,USD,0.9\n2025-01,USD,0.9\n2025-03,USD,0.9\n",
	                                                    .subscriptions = "subscription_id,customer_id,start_date,end_date,amount,currency\n"
	                                                                     "s1,a,2025-01-05,2025-01-20,10,USD\ns2,a,2025-01-05,,10,USD\ns3,b,2025-03-05,,10,EUR\n"});
	assert_account(&c, RECORD_SUBSCRIPTIONS, 3, 0, 0);
	const struct reject *r = g_ptr_array_index(account_of(&c, RECORD_SUBSCRIPTIONS)->notes, 0);
	assert_int_equal(r->line, 3);
	assert_non_null(strstr(r->reason, "2025-02"));
	client_clear(&c);
}

static void without_any_activity_there_is_no_report(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.surveys = "customer_id,date,survey,score\na,2025-01-01,nps,9\n"});
	assert_false(c.ok);
	assert_int_equal(times_reported(c.diag, DIAG_NO_ACTIVITY), 1);
	client_clear(&c);
}

static void a_snapshot_needs_as_of(void **state) {
	(void)state;
	struct client_text t = {.customers = "customer_id,tenure_months,churned,amount\na,0,No,10\nb,5,Yes,20\nc,7,No,30\n"};
	struct client c = client_read(&t);
	assert_false(c.ok);
	assert_int_equal(times_reported(c.diag, DIAG_SNAPSHOT_AS_OF), 1);
	client_clear(&c);
	t.settings = "as_of = \"2026-10-31\";";
	c = client_read(&t);
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_S), 2);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_J), 1);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_KEPT), 1);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_MRR_OPEN_LOST), 20 * 100 * 12);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_MRR_END), 40 * 100 * 12);
	client_clear(&c);
}

/* What one cell holds may not end the program: an amount beyond any row, and one that only its rate makes too large. */
static void an_amount_no_row_may_hold_is_refused_and_told(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,tenure_months,churned,amount\na,1,No,92233720368547758.07\nb,2,No,10\n",
	                                                    .settings = "as_of = \"2026-10-31\";"});
	assert_account(&c, RECORD_CUSTOMERS, 1, 1, 0);
	assert_int_equal(times_reported(c.diag, DIAG_AMOUNT_RANGE), 1);
	client_clear(&c);
	c = client_read(&(struct client_text){.orders = "customer_id,date,amount,currency\na,2025-01-05,10000000000000,USD\na,2025-01-06,1,USD\n",
	                                      .rates = "month,currency,rate\n2025-01,USD,1000000\n", .settings = "inactive_after = 3;"});
	assert_account(&c, RECORD_ORDERS, 1, 1, 0);
	assert_int_equal(times_reported(c.diag, DIAG_AMOUNT_RANGE), 1);
	client_clear(&c);
}

/* USD 100 at 0.5 and EUR 100 are 150 a month: 150 × 100 × 12 minor units a year. Without the rate the row is refused. */
static void a_snapshot_amount_is_converted_at_as_of(void **state) {
	(void)state;
	struct client_text t = {.customers = "customer_id,tenure_months,churned,amount,currency\na,5,No,100,USD\nb,5,No,100,EUR\n",
	                        .rates = "month,currency,rate\n2026-10,USD,0.5\n", .settings = "as_of = \"2026-10-31\";"};
	struct client c = client_read(&t);
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2026-10", NULL, NULL, FACT_MRR_END), 150 * 100 * 12);
	client_clear(&c);
	t.rates = "month,currency,rate\n2026-09,USD,0.5\n";
	c = client_read(&t);
	assert_account(&c, RECORD_CUSTOMERS, 1, 1, 0);
	client_clear(&c);
}

/* 100.00 for a period that begins and ends on the same day of the month, or on the last one where a month is too short, is 1,200.00 a year; a period of
 * 10 days is 100 × 365 ÷ 10 = 3,650.00. */
static void whole_months_of_an_invoice_are_counted_as_months(void **state) {
	(void)state;
	static const struct {
		const char *period;
		int64_t year;
	} rows[] = {{"2025-02-28,2025-03-28", 120000}, {"2025-04-30,2025-05-30", 120000}, {"2025-01-31,2025-02-28", 120000},
	            {"2025-04-30,2025-05-31", 120000}, {"2025-01-01,2025-04-01", 40000},  {"2025-03-01,2025-03-11", 365000}};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup_printf("customer_id,date,amount,period_start,period_end\na,2025-01-01,100,%s\n", rows[i].period);
		struct client c = client_read(&(struct client_text){.invoices = text, .settings = "as_of = \"2025-12-31\";"});
		assert_int_equal(g_array_index(c.book->terms, struct term, 0).amount, rows[i].year);
		client_clear(&c);
	}
}

static void one_order_id_on_forty_thousand_lines_is_read_at_once(void **state) {
	(void)state;
	GString *text = g_string_new("invoice_id,customer_id,date,amount\n");
	for (int i = 0; i < 40000; i++)
		g_string_append_printf(text, "same,a,2025-01-05,%d\n", i + 1);
	g_string_append(text, "same,a,2025-01-05,17\n");
	struct client c = client_read(&(struct client_text){.orders = text->str, .settings = "inactive_after = 3;"});
	assert_account(&c, RECORD_ORDERS, 40000, 0, 1);
	client_clear(&c);
	g_string_free(text, TRUE);
}

static void a_slice_column_that_no_export_has_is_told(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,signup_date,channel\na,2025-01-01,x\n",
	                                                    .settings = "slices = { by = [\"chanel\", \"channel\"]; };"});
	assert_int_equal(times_reported(c.diag, DIAG_SLICE_ABSENT), 1);
	client_clear(&c);
}

/* orders.zero = count: an order of 20 and the refund of an older one of 100. The 20 is not refunded, so the customer is active; once its own refund
 * stands the same customer is not. Refunds after a close are not known at it. */
static void a_refunded_order_does_not_count_and_another_still_does(void **state) {
	(void)state;
	struct client_text t = {.settings = "inactive_after = 2; orders = { zero = \"count\"; }; as_of = \"2025-06-30\"; history_start = \"2025-01-01\";"};
	t.orders = "invoice_id,customer_id,date,amount,kind\n1,a,2025-01-05,100,\n2,a,2025-03-05,20,\n1,a,2025-03-06,-100,refund\n2,a,2025-04-02,-20,refund\n";
	struct client c = client_read(&t);
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2025-02", NULL, NULL, FACT_END), 1);
	assert_int_equal(fact_named(f, "2025-03", NULL, NULL, FACT_END), 1);
	assert_int_equal(fact_named(f, "2025-04", NULL, NULL, FACT_END), 0);
	client_clear(&c);
}

static void too_many_refused_rows_stop_the_build(void **state) {
	(void)state;
	GString *text = g_string_new("subscription_id,customer_id,start_date,amount\n");
	for (int i = 0; i < 101; i++)
		g_string_append_printf(text, "s%d,a,2025-13-40,10\n", i);
	g_string_append(text, "ok,a,2025-01-05,10\n");
	struct client c = client_read(&(struct client_text){.customers = CUSTOMERS, .subscriptions = text->str});
	assert_false(c.ok);
	assert_true(c.over_limit);
	client_clear(&c);
	g_string_free(text, TRUE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_subscription_twice_is_a_duplicate),
		cmocka_unit_test(terms_of_one_subscription_may_follow_but_not_overlap),
		cmocka_unit_test(an_end_before_its_start_is_refused_and_one_on_it_is_never_active),
		cmocka_unit_test(a_last_day_end_is_still_served_that_day),
		cmocka_unit_test(an_orphan_is_used_under_unknown),
		cmocka_unit_test(a_customer_told_twice_differently_keeps_the_first),
		cmocka_unit_test(a_term_over_a_month_without_a_rate_is_used_and_noted_by_name_of_the_month),
		cmocka_unit_test(without_any_activity_there_is_no_report),
		cmocka_unit_test(a_snapshot_needs_as_of),
		cmocka_unit_test(an_amount_no_row_may_hold_is_refused_and_told),
		cmocka_unit_test(a_snapshot_amount_is_converted_at_as_of),
		cmocka_unit_test(whole_months_of_an_invoice_are_counted_as_months),
		cmocka_unit_test(one_order_id_on_forty_thousand_lines_is_read_at_once),
		cmocka_unit_test(a_slice_column_that_no_export_has_is_told),
		cmocka_unit_test(a_refunded_order_does_not_count_and_another_still_does),
		cmocka_unit_test(too_many_refused_rows_stop_the_build),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
