/* What stands on the days a span begins and ends with: February 2026 opens on the close of 31 January, which is not of it, and closes with 28 February,
 * which is. Everything dated is there on 31 January, 1 and 28 February and 1 March, so that February has two of each. Then the rules that look back or
 * ahead from a close, each with a day inside and the next one outside. */
#include "book_fixture.h"
#include "facts/fold.h"

#define EUR "currency = \"EUR\"; "

static int64_t all(const struct facts *f, const char *span, enum fact id) {
	return fact_named(f, span, NULL, NULL, id);
}

static int64_t tallied(const struct facts *f, const char *span, enum tally_table table, int32_t a) {
	size_t n;
	int64_t sum = 0;
	const struct tally *rows = fact_tallies(f, table, span_by_name(&f->spans, span), SLICE_ALL, &n);
	for (size_t i = 0; i < n; i++)
		sum += rows[i].a == a ? rows[i].n : 0;
	return sum;
}

static const char *const days[] = {"2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"};
/* 30 days before them */
static const char *const invited[] = {"2026-01-01", "2026-01-02", "2026-01-29", "2026-01-30"};

/* Customer di has everything on days[i]. */
static void all_that_is_dated_falls_into_its_month(void **state) {
	(void)state;
	g_autoptr(GString) subscriptions = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval\n");
	g_autoptr(GString) surveys = g_string_new("response_id,customer_id,date,survey,score,comment,touchpoint\n");
	g_autoptr(GString) invitations = g_string_new("customer_id,date,survey\n");
	g_autoptr(GString) contacts = g_string_new("ticket_id,customer_id,opened_at,first_response_at,solved_at,reopened,opened_by\n");
	g_autoptr(GString) work = g_string_new("customer_id,date,hours,cost,in_scope\n");
	g_autoptr(GString) spend = g_string_new("date,amount,currency,channel,purpose,category\n");
	for (int i = 0; i < 4; i++) {
		const char *day = days[i];
		g_string_append_printf(subscriptions, "s%d,d%d,2025-06-05,,10,month\n", i, i);
		g_string_append_printf(surveys, "a%d,d%d,%s,nps,10,fine,\nb%d,d%d,%s,csat,5,,\nc%d,d%d,%s,ces,7,,\ne%d,d%d,%s,nps,7,,door\n", i, i, day, i, i, day, i, i, day, i, i, day);
		g_string_append_printf(invitations, "d%d,%s,nps\n", i, invited[i]);
		g_string_append_printf(contacts, "k%d,d%d,%sT12:00,%sT13:00,%sT14:00,yes,customer\n", i, i, day, day, day);
		g_string_append_printf(work, "d%d,%s,2,30,no\n", i, day);
		g_string_append_printf(spend, "%s,100,EUR,word,acquisition,media\n%s,7,EUR,word,retention,people\n", day, day);
	}
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,channel\nd0,word\nd1,word\nd2,word\nd3,word\n", .subscriptions = subscriptions->str, .surveys = surveys->str,
		.invitations = invitations->str, .contacts = contacts->str, .work = work->str, .spend = spend->str,
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; slices = { by = [ \"channel\" ]; }; earned_channels = [ \"word\" ]; sla = { hours = 1; }; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct { enum fact id; int64_t n; } want[] = {
		{FACT_NPS_N, 2}, {FACT_NPS_SCORE_0 + 10, 2}, {FACT_NPS_AT_N, 2}, {FACT_NPS_AT_W_PASSIVES, 2000000}, {FACT_CSAT_N, 2}, {FACT_CSAT_SCORE_1 + 4, 2}, {FACT_ANSWER_ROWS, 8},
		{FACT_ANSWER_COMMENTS, 2}, {FACT_ANSWERERS, 2}, {FACT_INVITED, 2}, {FACT_INVITED_ANSWERED, 2}, {FACT_CONTACTS, 2}, {FACT_CONTACTS_ALL, 2},
		{FACT_SLA_DUE, 2}, {FACT_SLA_MET, 2}, {FACT_SOLVED, 2}, {FACT_REOPENED, 2}, {FACT_BACKLOG, 0}, {FACT_CSAT_AFTER_MET, 2}, {FACT_CSAT_AFTER_MET_TOP, 2},
		{FACT_WORK_ROWS, 2}, {FACT_WORK_HOURS, 4000000}, {FACT_WORK_OFF_PLAN, 4000000}, {FACT_WORK_COST, 6000}, {FACT_SPEND_EARNED, 20000},
		{FACT_SPEND_ACQUISITION_MEDIA, 20000}, {FACT_SPEND_RETENTION_PEOPLE, 1400}, {FACT_SPEND_KEEPING_ROWS, 2}, {FACT_NPS_REVENUE_N, 2}, {FACT_PROMOTERS, 3}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
		if (all(f, "2026-02", want[i].id) != want[i].n)
			fail_msg("fact %d is %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, (int)want[i].id, all(f, "2026-02", want[i].id), want[i].n);
	assert_int_equal(tallied(f, "2026-02", TALLY_CES_SCORES, 1007), 2);
	assert_int_equal(tallied(f, "2026-02", TALLY_CSAT_SCORES, 1005), 2);
	assert_int_equal(tallied(f, "2026-02", TALLY_FIRST_RESPONSE, 60), 2);
	assert_int_equal(tallied(f, "2026-02", TALLY_SOLUTION, 120), 2);
	client_clear(&c);
}

/* Newcomers on the first day of records, on 1 and 28 February, 1 March and as_of, all referred by a. */
static void newcomers_belong_to_the_month_of_their_first_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,channel,referred_by\na,,\nb,ads,a\nc,ads,a\nd,ads,a\ne,ads,a\ng,ads,a\nh,,\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "1,a,2025-06-05,,10,month\n2,b,2026-01-01,,10,month\n3,c,2026-02-01,,10,month\n4,d,2026-02-28,,10,month\n5,e,2026-03-01,,10,month\n"
						 "6,g,2026-03-31,,10,month\n7,h,2026-01-31,2026-02-28,10,month\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; slices = { by = [ \"channel\" ]; }; earned_channels = [ \"(none)\" ]; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct { const char *span; int64_t s, j, referred, earned_mrr; } want[] = {
		{"2026-01", 1, 2, 1, 12000}, {"2026-02", 3, 2, 2, 24000}, {"2026-03", 4, 2, 2, 24000}, {"2026-Q1", 1, 6, 5, 60000}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		assert_int_equal(all(f, want[i].span, FACT_S), want[i].s);
		assert_int_equal(all(f, want[i].span, FACT_J), want[i].j);
		assert_int_equal(all(f, want[i].span, FACT_J_REFERRED), want[i].referred);
		assert_int_equal(all(f, want[i].span, FACT_J_EARNED), want[i].referred); /* to have no channel is none */
		assert_int_equal(all(f, want[i].span, FACT_MRR_NEW_EARNED), want[i].earned_mrr);
	}
	/* h is not served on 28 February any more */
	assert_int_equal(all(f, "2026-02", FACT_KEPT), 2);
	assert_int_equal(all(f, "2026-Q1", FACT_J0), 1);
	client_clear(&c);
}

/* Twelve months to 28 February 2026 begin after 28 February 2025. Of the promoters b referred one on 1 March 2025, c on 28 February 2025, d on 28 February
 * 2026; e's own answer is a year old: not a promoter's any more. */
static void twelve_months_back_is_the_day_after_the_same_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,referred_by\na,\nb,\nc,\nd,\ne,\nr1,b\nr2,c\nr3,d\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "1,a,2024-06-05,,10,month\n2,b,2024-06-05,,10,month\n3,c,2024-06-05,,10,month\n4,d,2024-06-05,,10,month\n5,e,2024-06-05,,10,month\n"
						 "6,r1,2025-03-01,,10,month\n7,r2,2025-02-28,,10,month\n8,r3,2026-02-28,,10,month\n",
		.surveys = "response_id,customer_id,date,survey,score\n1,b,2025-03-01,nps,9\n2,c,2026-02-28,nps,9\n3,d,2026-01-28,nps,10\n4,e,2025-02-28,nps,10\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_PROMOTERS), 3);
	assert_int_equal(all(f, "2026-02", FACT_PROMOTERS_REFERRED), 2);
	assert_int_equal(all(f, "2026-01", FACT_PROMOTERS_REFERRED), 1);
	client_clear(&c);
}

/* Ninety days end on 31 January, 1 and 28 February, 1 March (first days 2, 3 and 30 November, 1 December), on 30 December for who began with the records
 * and on as_of for who began on 31 December. i is not served on the day, j until the day after. */
static void the_first_ninety_days_are_judged_on_the_ninetieth(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "1,a,2025-11-02,,10,month\n2,b,2025-11-03,,10,month\n3,c,2025-11-30,,10,month\n4,d,2025-12-01,,10,month\n5,e,2025-10-01,,10,month\n6,g,2025-12-31,,10,month\n"
						 "7,h,2025-09-30,,10,month\n8,i,2025-11-03,2026-02-01,10,month\n9,j,2025-11-03,2026-02-02,10,month\n10,k,2026-01-01,,10,month\n",
		.settings = EUR "history_start = \"2025-10-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct { const char *span; int64_t due, gone; } want[] = {{"2025-12", 1, 0}, {"2026-01", 1, 0}, {"2026-02", 4, 1}, {"2026-03", 2, 0}, {"2026-Q1", 7, 1}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		assert_int_equal(all(f, want[i].span, FACT_EARLY_DUE), want[i].due);
		assert_int_equal(all(f, want[i].span, FACT_EARLY_GONE), want[i].gone);
	}
	client_clear(&c);
}

/* All leave on 10 February. A reason counts from its cancel date on: b's of 28 February is told in that month, c's of 1 March is not, d has none. */
static void a_reason_is_told_from_its_date_on(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,cancel_date,cancel_reason,reason_owner\na,,,\nb,2026-02-28,Card expired,customer\nc,2026-03-01,card,customer\nd,,price,us\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "1,a,2025-06-05,,10,month\n2,b,2025-06-05,2026-02-10,10,month\n3,c,2025-06-05,2026-02-10,20,month\n4,d,2025-06-05,2026-02-10,30,month\n",
		.settings = EUR "history_start = \"2025-07-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_LEFT_PAYMENT), 1);
	assert_int_equal(all(f, "2026-Q1", FACT_LEFT_PAYMENT), 2);
	assert_int_equal(all(f, "2026-02", FACT_BLAME_OWNED), 1);
	assert_int_equal(all(f, "2026-03", FACT_BLAME_OWNED), 2);
	assert_int_equal(all(f, "2026-03", FACT_BLAME_CUSTOMER), 2);
	size_t n;
	const struct tally *rows = fact_tallies(f, TALLY_REASONS, span_by_name(&f->spans, "2026-02"), SLICE_ALL, &n);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		bool told = rows[i].a != LABEL_NONE;
		assert_int_equal(rows[i].n, told ? 1 : 2);
		assert_int_equal(rows[i].amount, told ? 12000 : 60000);
		assert_int_equal(rows[i].b, told ? 2 : 0);
		assert_int_equal(rows[i].c, told);
	}
	client_clear(&c);
}

/* Last year's buyers of the 12 months to the opening of 2025 and of the trailing year to March 2026 (31 March 2025): c1 bought on the first day of those
 * months, c2 on the day before it; afterwards c1 on the last day of the 12 months and on the day after. 2025's other year, of c3, ends on 31 December. */
static void a_year_before_and_a_year_after_the_opening(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount\n1,c1,2024-04-01,70\n2,c2,2024-03-31,50\n3,c1,2026-03-31,40\n4,c1,2026-04-01,25\n5,c3,2024-01-01,30\n6,c3,2026-01-01,9\n",
		.settings = EUR "history_start = \"2024-01-01\"; as_of = \"2026-04-30\"; inactive_after = 6; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-03-ttm", FACT_YEAR_BUYERS), 1);
	assert_int_equal(all(f, "2026-03-ttm", FACT_YEAR_X), 7000);
	assert_int_equal(all(f, "2026-03-ttm", FACT_YEAR_Y), 4000);
	assert_int_equal(all(f, "2025", FACT_YEAR_BUYERS), 3);
	assert_int_equal(all(f, "2025", FACT_YEAR_Y), 0);
	assert_int_equal(all(f, "2026-03", FACT_YEAR_BUYERS), 0);
	client_clear(&c);
}

/* c1 orders on the last day of January and gets all back that day, so it was not a customer at that day's close: it begins with its order of 20 February. d begins on 31
 * January: new in January. */
static void who_began_on_the_opening_is_not_new_after_it(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount,kind\n1,c1,2026-01-31,50,\n1,c1,2026-01-31,-50,refund\n2,c2,2026-01-10,5,\n3,c2,2026-02-10,5,\n4,c1,2026-02-20,50,\n5,d,2026-01-31,50,\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; inactive_after = 1; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-01", FACT_J), 2);
	assert_int_equal(all(f, "2026-01", FACT_J0), 0);
	assert_int_equal(all(f, "2026-02", FACT_J), 1);
	assert_int_equal(all(f, "2026-02", FACT_R), 0);
	client_clear(&c);
}

/* c1 joins as Basic and is back as Pro within the quarter: new under the first. c2 was Basic, left and comes back as Pro: returned under the second. */
static void newcomers_stand_under_their_first_day_the_returned_under_the_new_one(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,plan\n"
						 "1,c1,2026-01-10,2026-02-05,10,month,Basic\n2,c1,2026-03-05,,10,month,Pro\n3,c2,2025-10-10,2025-12-15,10,month,Basic\n4,c2,2026-02-03,,10,month,Pro\n"
						 "5,c3,2025-10-10,2026-02-10,10,month,Basic\n6,c3,2026-02-10,,10,month,Pro\n",
		.surveys = "response_id,customer_id,date,survey,score\n1,c3,2026-02-20,nps,9\n2,c2,2026-01-20,nps,9\n",
		.settings = EUR "history_start = \"2025-10-01\"; as_of = \"2026-03-31\"; slices = { by = [ \"plan\" ]; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Basic", FACT_J), 1);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Pro", FACT_J), 0);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Basic", FACT_R), 0);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Pro", FACT_R), 1);
	/* an answer stands where its customer does: c3 under the plan of the opening */
	assert_int_equal(fact_named(f, "2026-02", "plan", "Basic", FACT_NPS_N), 1);
	assert_int_equal(fact_named(f, "2026-02", "plan", "Pro", FACT_NPS_N), 0);
	assert_int_equal(fact_named(f, "2026-Q1", "plan", "Pro", FACT_NPS_N), 1);
	client_clear(&c);
}

/* Orders of 31 January, 1 and 28 February and 1 March: February has two. c's refund of February is no order, though it had ordered on two days before. d ordered and
 * was refunded in January, the month that ends with February's opening: lost by then, after a year of records. */
static void orders_belong_to_the_month_of_their_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.orders = "invoice_id,customer_id,date,amount,kind\n1,a,2026-01-31,1,\n2,a,2026-02-01,2,\n3,a,2026-02-28,4,\n4,a,2026-03-01,8,\n"
				  "5,c,2026-01-10,50,\n6,c,2026-01-11,50,\n6,c,2026-02-11,-20,refund\n7,d,2026-01-10,50,\n7,d,2026-01-12,-50,refund\n8,e,2025-01-10,5,\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; inactive_after = 6; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(all(f, "2026-02", FACT_ORDERS), 2);
	assert_int_equal(all(f, "2026-02", FACT_ORDER_VALUE), 600 - 2000);
	assert_int_equal(all(f, "2026-02", FACT_ORDER_BUYERS), 1);
	assert_int_equal(all(f, "2026-02", FACT_ORDER_AGAIN), 1);
	assert_int_equal(all(f, "2026-02", FACT_AWAY), 2); /* d, and e since July */
	client_clear(&c);
}

/* Basic until 19 January and Pro for the last day: lost from Pro. */
static void who_is_away_stands_under_the_last_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,plan\n1,c1,2025-01-05,2026-01-19,10,month,Basic\n2,c1,2026-01-19,2026-01-20,10,month,Pro\n"
						 "3,c2,2025-01-05,,10,month,Basic\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; slices = { by = [ \"plan\" ]; }; "});
	g_autoptr(facts) f = client_facts(&c);
	assert_int_equal(fact_named(f, "2026-02", "plan", "Pro", FACT_AWAY), 1);
	assert_int_equal(fact_named(f, "2026-02", "plan", "Basic", FACT_AWAY), 0);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_is_dated_falls_into_its_month),
		cmocka_unit_test(newcomers_belong_to_the_month_of_their_first_day),
		cmocka_unit_test(twelve_months_back_is_the_day_after_the_same_day),
		cmocka_unit_test(the_first_ninety_days_are_judged_on_the_ninetieth),
		cmocka_unit_test(a_reason_is_told_from_its_date_on),
		cmocka_unit_test(a_year_before_and_a_year_after_the_opening),
		cmocka_unit_test(who_began_on_the_opening_is_not_new_after_it),
		cmocka_unit_test(orders_belong_to_the_month_of_their_day),
		cmocka_unit_test(who_is_away_stands_under_the_last_day),
		cmocka_unit_test(newcomers_stand_under_their_first_day_the_returned_under_the_new_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
