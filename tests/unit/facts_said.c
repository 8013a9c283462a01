/* What customers said and what came of it, fact by fact: scores one by one, on whatever scale; scores that turned down; low answers and the days after
 * them; contacts and their minutes; whom a reason for leaving was put on. Counts are read off the rows. */
#include "book_fixture.h"
#include "facts/fold.h"

#define EUR "currency = \"EUR\"; "
#define SUBSCRIPTIONS "subscription_id,customer_id,start_date,end_date,amount,interval\n"

struct want {
	enum fact id;
	int64_t n;
};

static void assert_facts(const struct facts *f, const char *span, const struct want *want, size_t n) {
	for (size_t i = 0; i < n; i++) {
		int64_t have = fact_named(f, span, NULL, NULL, want[i].id);
		if (have != want[i].n)
			fail_msg("%s: fact %zu is %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, span, i, have, want[i].n);
	}
}

static const struct tally *rows_of(const struct facts *f, const char *span, enum tally_table table, size_t *n) {
	return fact_tallies(f, table, span_by_name(&f->spans, span), SLICE_ALL, n);
}

/* nps: 9 and 5 on 1–10, 0, 7 and 10 on 0–10, the 9 of weight 2; at a door 6, 7, 8 and (weight 3) 9. csat: 0 of 0–10 (weight 2), 10 of 1–10, 11 and 10 of
 * 1–11, whose top box is 11 alone, 4 of 1–5 at the door, 1 and 5 of 1–6, whose top box is 6. */
static void every_score_is_counted_where_it_belongs(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = SUBSCRIPTIONS "1,c1,2025-06-05,,10,month\n2,c2,2025-06-05,,20,month\n3,c3,2025-06-05,,40,month\n4,c4,2025-06-05,,80,month\n5,c5,2025-06-05,,160,month\n6,c6,2025-06-05,,1,month\n7,c7,2025-06-05,,1,month\n",
		.surveys = "response_id,customer_id,date,survey,score,scale,weight,touchpoint\n"
				   "n1,c1,2026-02-05,nps,9,1-10,2,\nn2,c2,2026-02-05,nps,0,0-10,1,\nn3,c3,2026-02-05,nps,5,1-10,1,\nn4,c4,2026-02-05,nps,7,0-10,1,\nn5,c5,2026-02-05,nps,10,0-10,1,\n"
				   "t1,c1,2026-02-05,nps,6,0-10,1,door\nt2,c2,2026-02-05,nps,7,0-10,1,door\nt3,c3,2026-02-05,nps,8,0-10,1,door\nt4,c4,2026-02-05,nps,9,0-10,3,door\n"
				   "k1,c1,2026-02-05,csat,0,0-10,2,\nk2,c2,2026-02-05,csat,10,1-10,1,\nk3,c3,2026-02-05,csat,11,1-11,1,\nk4,c4,2026-02-05,csat,10,1-11,1,\n"
				   "k5,c5,2026-02-05,csat,4,1-5,1,door\nk6,c6,2026-02-05,csat,1,1-6,1,\nk7,c7,2026-02-05,csat,5,1-6,1,\nz5,c5,2026-02-05,ces,3,1-7,1,\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct want want[] = {
		{FACT_NPS_N, 5}, {FACT_NPS_FROM_ONE, 2}, {FACT_NPS_WEIGHTED, 1}, {FACT_NPS_SCORE_0, 1}, {FACT_NPS_SCORE_1, 0}, {FACT_NPS_SCORE_5, 1}, {FACT_NPS_SCORE_7, 1},
		{FACT_NPS_SCORE_9, 1}, {FACT_NPS_SCORE_10, 1}, {FACT_NPS_AT_N, 4}, {FACT_NPS_AT_W_DETRACTORS, 1000000}, {FACT_NPS_AT_W_PASSIVES, 2000000},
		{FACT_NPS_AT_W_PROMOTERS, 3000000}, {FACT_NPS_REVENUE_PROMOTERS, 17000 * 12}, {FACT_NPS_REVENUE_PASSIVES, 8000 * 12}, {FACT_NPS_REVENUE_DETRACTORS, 6000 * 12},
		{FACT_CSAT_N, 7}, {FACT_CSAT_TOP, 3}, {FACT_CSAT_WEIGHTED, 1}, {FACT_CSAT_SCORE_1, 1}, {FACT_CSAT_SCORE_4, 1}, {FACT_CSAT_SCORE_10, 2},
		{FACT_SPEND_ACQUISITION_NONE, 0}};
	assert_facts(f, "2026-02", want, G_N_ELEMENTS(want));
	size_t n;
	const struct tally *t = rows_of(f, "2026-02", TALLY_CSAT_SCORES, &n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(t[i].c, 0);
	t = rows_of(f, "2026-02", TALLY_CES_SCORES, &n);
	assert_true(n == 1 && t->a == 1007 && t->b == 3 && t->c == 0 && t->n == 1 && t->amount == 1000000);
	t = rows_of(f, "2026-02", TALLY_TOUCHPOINT_CSAT, &n);
	assert_true(n == 1 && t->b == 1 && t->c == 0 && t->n == 1 && t->amount == 1000000);
	t = rows_of(f, "2026-02", TALLY_TOUCHPOINT_PAIRS, &n);
	assert_true(n == 1 && t->b == 4 && t->c == 10 && t->n == 1 && t->amount == 0);
	client_clear(&c);
}

/* Down: a from 7 to 6, a class; c to 2, 2.5 below the median 4.5 of 9, 9, 0, 0. Not: b to 3, 1.5 below it; d, who said 10 at a door only. */
static void a_score_turns_down_by_a_class_or_two_below_the_median(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = SUBSCRIPTIONS "1,a,2025-06-05,,1,month\n2,b,2025-06-05,,2,month\n3,c,2025-06-05,,4,month\n4,d,2025-06-05,,8,month\n",
		.surveys = "customer_id,date,survey,score,touchpoint\na,2026-01-05,nps,7,\na,2026-02-05,nps,6,\n"
				   "b,2026-01-05,nps,9,\nb,2026-01-06,nps,9,\nb,2026-01-07,nps,0,\nb,2026-01-08,nps,0,\nb,2026-02-05,nps,3,\n"
				   "c,2026-01-05,nps,9,\nc,2026-01-06,nps,9,\nc,2026-01-07,nps,0,\nc,2026-01-08,nps,0,\nc,2026-02-05,nps,2,\n"
				   "d,2026-01-05,nps,10,door\nd,2026-02-05,nps,3,\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-02-28\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct want want[] = {{FACT_TURNED_DOWN, 2}, {FACT_TURNED_DOWN_MRR, 500 * 12}};
	assert_facts(f, "2026-02", want, G_N_ELEMENTS(want));
	client_clear(&c);
}

/* The seventh day of a's, b's and c's low answers (1 and 21 February, 31 January) falls into February, that of h's (24 January) and d's (22 February) does
 * not. We were in touch with b on that day, with a on the day of the answer itself, which is none after it. a's next answer, of the 28th, is better.
 * The ninetieth days are 2, 22 (as_of) and 1 May, when c is not served any more, and 24 April. a referred x1 on its 90th, b x2 on the very day, c x3 on the
 * 91st. b's 5 of 1–10 is low, e's 7 is not. */
static void low_answers_have_their_days(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,referred_by\na,\nb,\nc,\nd,\ne,\nh,\nx1,a\nx2,b\nx3,c\n",
		.subscriptions = SUBSCRIPTIONS "1,a,2025-01-05,,1,month\n2,b,2025-01-05,,2,month\n3,c,2025-01-05,2026-05-01,4,month\n4,d,2025-01-05,,8,month\n5,e,2025-01-05,,8,month\n"
									   "6,h,2025-01-05,,8,month\n7,x1,2026-05-02,,1,month\n8,x2,2026-02-21,,1,month\n9,x3,2026-05-02,,1,month\n",
		.surveys = "customer_id,date,survey,score,scale\na,2026-02-01,nps,3,0-10\na,2026-02-28,nps,9,0-10\nb,2026-02-21,csat,5,1-10\nc,2026-01-31,nps,3,0-10\n"
				   "d,2026-02-22,nps,3,0-10\ne,2026-02-10,nps,7,0-10\nh,2026-01-24,nps,3,0-10\n",
		.contacts = "ticket_id,customer_id,opened_at,opened_by\n1,a,2026-02-01T12:00,us\n2,b,2026-02-28T12:00,us\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-05-22\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct want february[] = {{FACT_LOW, 3}, {FACT_LOW_CONTACTED, 1}, {FACT_LOW_NEXT, 0}, {FACT_LOW_NEXT_SILENT, 1}, {FACT_LOW_BETTER_SILENT, 1}};
	static const struct want april[] = {{FACT_LOW_DUE_SILENT, 1}, {FACT_LOW_STAYED_SILENT, 1}};
	static const struct want may[] = {{FACT_LOW, 0}, {FACT_LOW_DUE, 1}, {FACT_LOW_STAYED, 1}, {FACT_LOW_REFERRED, 0}, {FACT_LOW_DUE_SILENT, 2}, {FACT_LOW_STAYED_SILENT, 1},
									  {FACT_LOW_REFERRED_SILENT, 1}};
	assert_facts(f, "2026-02", february, G_N_ELEMENTS(february));
	assert_facts(f, "2026-04", april, G_N_ELEMENTS(april));
	assert_facts(f, "2026-05", may, G_N_ELEMENTS(may));
	client_clear(&c);
}

/* At 28 February's close: k1 of 23:00 waits for 59 minutes, k2 was answered at 23:59, the last of them. Then csat: a's last two of one minute, one late,
 * missed, a 5 of it; b's were late first and in time later: met, a 2. */
static void a_day_has_its_minutes(void **state) {
	(void)state;
	assert_int_equal(day_of_minute(0), 0);
	assert_int_equal(day_of_minute(1439), 0);
	assert_int_equal(day_of_minute(1440), 1);
	assert_int_equal(day_of_minute(-1), -1);
	assert_int_equal(day_of_minute(-1440), -1);
	assert_int_equal(day_of_minute(-1441), -2);
	struct client c = client_read(&(struct client_text){
		.subscriptions = SUBSCRIPTIONS "1,a,2025-06-05,,1,month\n2,b,2025-06-05,,2,month\n",
		.contacts = "ticket_id,customer_id,opened_at,first_response_at,solved_at,opened_by\n"
					"k1,a,2026-02-28T23:00,,,customer\nk2,a,2026-02-28T23:00,2026-02-28T23:59,,customer\n"
					"m1,a,2026-01-10T10:00,2026-01-10T12:00,,customer\nm2,a,2026-01-10T10:00,2026-01-10T10:30,,customer\n"
					"m3,b,2026-01-10T10:00,2026-01-10T12:00,,customer\nm4,b,2026-01-10T10:05,2026-01-10T10:30,,customer\n",
		.surveys = "customer_id,date,survey,score\na,2026-01-17,csat,5\nb,2026-01-17,csat,2\n",
		.settings = EUR "history_start = \"2026-01-01\"; as_of = \"2026-03-31\"; sla = { hours = 1; }; "});
	g_autoptr(facts) f = client_facts(&c);
	size_t n;
	const struct tally *t = rows_of(f, "2026-02", TALLY_FIRST_RESPONSE, &n);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		assert_true(t[i].a == 59 && t[i].b == (int32_t)i && t[i].c == 0 && t[i].n == 1 && t[i].amount == 0);
	static const struct want want[] = {{FACT_CSAT_AFTER_MET, 1}, {FACT_CSAT_AFTER_MET_TOP, 0}, {FACT_CSAT_AFTER_MISSED, 1}, {FACT_CSAT_AFTER_MISSED_TOP, 1}, {FACT_BACKLOG, 4}};
	assert_facts(f, "2026-01", want, G_N_ELEMENTS(want));
	client_clear(&c);
}

/* Two months' window: c1's order of 10 January 2025 is gone at the close of 31 March 2025, when it has left: a leaver of the 12 months to that day and to 28
 * February 2026, not to 31 March 2026. c2 has a reason and ordered for the first time in June. */
static void an_order_businesss_leavers_leave_at_a_close(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,reason_owner\nc1,customer\nc2,us\nc3,\n",
		.orders = "invoice_id,customer_id,date,amount\n1,c1,2025-01-10,5\n2,c2,2025-06-10,5\n3,c3,2026-03-10,5\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; inactive_after = 2; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct { const char *span; int64_t owned, customer; } want[] = {
		{"2025-02", 0, 0}, {"2025-03", 1, 1}, {"2025-07", 1, 1}, {"2025-08", 2, 1}, {"2026-02", 2, 1}, {"2026-03", 1, 0}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		const struct want facts_want[] = {{FACT_BLAME_OWNED, want[i].owned}, {FACT_BLAME_CUSTOMER, want[i].customer}};
		assert_facts(f, want[i].span, facts_want, 2);
	}
	client_clear(&c);
}

/* Leavers of the 12 months to 28 February 2026: b left on 1 March 2025, c on 28 February 2025, d on the close, e on 10 January with a term of March to
 * come, g with one of no days. Work of the same days: a costs 90 of 120, which leaves the floor of .25; of h a cent more was on the close; i's lies before. */
static void leavers_and_work_of_twelve_months(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,reason_owner\na,\nb,us\nc,us\nd,customer\ne,us\ng,us\nh,\ni,\n",
		.subscriptions = SUBSCRIPTIONS "1,a,2024-06-05,,10,month\n2,b,2024-06-05,2025-03-01,10,month\n3,c,2024-06-05,2025-02-28,10,month\n4,d,2024-06-05,2026-02-28,10,month\n"
									   "5,e,2024-06-05,2026-01-10,10,month\n6,e,2026-03-05,2026-03-20,10,month\n7,g,2024-06-05,2026-01-10,10,month\n8,g,2026-02-20,2026-02-20,10,month\n"
									   "9,h,2024-06-05,,10,month\n10,i,2024-06-05,,10,month\n",
		.work = "customer_id,date,hours,cost\na,2025-03-01,1,90\nh,2025-03-01,1,90\nh,2026-02-28,1,0.01\ni,2025-02-28,1,500\ni,2026-03-01,1,500\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const struct want want[] = {{FACT_BLAME_OWNED, 4}, {FACT_BLAME_CUSTOMER, 1}, {FACT_BELOW_FLOOR, 1}};
	assert_facts(f, "2026-02", want, G_N_ELEMENTS(want));
	client_clear(&c);
}

/* Joined on 31 January 2024 and left on 28 February 2025, the last day of a shorter month: 13 months. */
static void months_are_completed_by_the_end_of_a_shorter_one(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = SUBSCRIPTIONS "1,a,2024-01-31,2025-02-28,10,month\n2,b,2024-03-10,2025-02-09,10,month\n3,c,2024-03-10,,10,month\n",
		.settings = EUR "history_start = \"2024-01-01\"; as_of = \"2025-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	size_t n;
	const struct tally *t = fact_tallies(f, TALLY_LEAVING_MONTH, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	assert_int_equal(n, 2);
	assert_true(t[0].a == month_of(2025, 2).n && t[0].b == 10 && t[0].c == 0 && t[0].n == 1 && t[0].amount == 0);
	assert_true(t[1].a == month_of(2025, 2).n && t[1].b == 13 && t[1].c == 0 && t[1].n == 1 && t[1].amount == 0);
	client_clear(&c);
}

/* 9, 8, 7, 5, the last of them on as_of: one order of 24, p = 1 / 24; a csat and a door between them say nothing. In February three answers are no test. */
static void a_fall_is_told_of_the_newest_spans_and_of_as_of(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = SUBSCRIPTIONS "1,a,2024-06-05,,10,month\n",
		.surveys = "customer_id,date,survey,score,touchpoint\na,2026-01-05,nps,9,\na,2026-01-15,nps,8,\na,2026-02-05,nps,7,\na,2026-02-10,csat,1,\na,2026-02-11,nps,0,door\na,2026-03-31,nps,5,\n",
		.settings = EUR "history_start = \"2025-01-01\"; as_of = \"2026-03-31\"; "});
	g_autoptr(facts) f = client_facts(&c);
	static const char *const spans[] = {"2026-03", "2026-Q1", "2026-03-ttm", NULL};
	for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
		size_t n, span = spans[i] == NULL ? (size_t)TALLY_NO_SPAN : span_by_name(&f->spans, spans[i]);
		const struct tally *t = fact_tallies(f, TALLY_FALL, span, SLICE_ALL, &n);
		assert_int_equal(n, 1);
		assert_true(t->a == 41666667 && t->b == 0 && t->c == 0 && t->n == 1 && t->amount == 0);
	}
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_score_is_counted_where_it_belongs),
		cmocka_unit_test(a_score_turns_down_by_a_class_or_two_below_the_median),
		cmocka_unit_test(low_answers_have_their_days),
		cmocka_unit_test(a_day_has_its_minutes),
		cmocka_unit_test(an_order_businesss_leavers_leave_at_a_close),
		cmocka_unit_test(leavers_and_work_of_twelve_months),
		cmocka_unit_test(months_are_completed_by_the_end_of_a_shorter_one),
		cmocka_unit_test(a_fall_is_told_of_the_newest_spans_and_of_as_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
