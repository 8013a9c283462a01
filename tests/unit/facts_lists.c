/* Action lists and falls: the rows themselves, their order and what a merge keeps of them. The counts are worked examples (tests/cases/metric/list_*). */
#include "book_fixture.h"

#include "facts/facts.h"

static const char OCTOBER[] = "as_of = \"2026-10-31\"; ";
static const char COLUMNS[] = "subscription_id,customer_id,start_date,end_date,amount,interval\n";

static struct facts *facts_with(const char *settings, const char *customers, const char *subscriptions, const char *surveys, const char *contacts) {
	g_autofree char *all_settings = g_strconcat("history_start = \"2025-01-01\"; ", settings, NULL), *terms = g_strconcat(COLUMNS, subscriptions, NULL);
	struct client c = client_read(&(struct client_text){.settings = all_settings, .customers = customers, .subscriptions = terms, .surveys = surveys, .contacts = contacts});
	struct facts *f = client_facts(&c);
	client_clear(&c);
	return f;
}

/* The ids of one list in order: "c1 c2". */
static char *ids_on(const struct facts *f, enum list list) {
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < f->lists->len; i++) {
		const struct list_row *r = &g_array_index(f->lists, struct list_row, i);
		if (r->list == list)
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", r->customer_id);
	}
	return g_string_free(out, FALSE);
}

static void assert_list(const struct facts *f, enum list list, const char *ids) {
	g_autofree char *seen = ids_on(f, list);
	assert_string_equal(seen, ids);
}

static const struct list_row *row_of(const struct facts *f, enum list list, const char *id) {
	for (guint i = 0; i < f->lists->len; i++) {
		const struct list_row *r = &g_array_index(f->lists, struct list_row, i);
		if (r->list == list && strcmp(r->customer_id, id) == 0)
			return r;
	}
	fail_msg("%s is not on the list", id);
	return NULL;
}

/* c2 joined first, c1 and c3 on one day: the larger amount, 30, before 20; c4 and c5 share both: by id. */
static void who_waits_longest_is_welcomed_first(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_with(OCTOBER, "customer_id,name\nc1,Ash\nc2,Birch\n",
	                                "s1,c1,2026-10-20,,20,month\ns2,c2,2026-10-10,,10,month\ns3,c3,2026-10-20,,30,month\ns5,c5,2026-10-25,,5,month\ns4,c4,2026-10-25,,5,month\n",
	                                NULL, NULL);
	assert_list(f, LIST_WELCOME, "c2 c3 c1 c4 c5");
	const struct list_row *r = row_of(f, LIST_WELCOME, "c1");
	assert_string_equal(r->name, "Ash");
	assert_null(row_of(f, LIST_WELCOME, "c3")->name);
	assert_int_equal(r->amount, 20 * 100 * 12);
	assert_int_equal(r->day, day_of(2026, 10, 20));
	assert_int_equal(r->reason, REASON_JOINED);
}

/* A customer with both dates has one row with the nearer; 29 February is the last day of February in other years. */
static void the_nearest_date_comes_first_and_has_its_reason(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_with(OCTOBER, "customer_id,name,signup_date,birthday\nc1,Ash,2024-11-20,1990-11-05\nc2,Birch,2024-11-10,1990-12-01\nc3,Cedar,2026-01-01,1990-11-08\n",
	                                "s1,c1,2025-01-01,,10,month\ns2,c2,2025-01-01,,10,month\ns3,c3,2026-01-01,,10,month\n", NULL, NULL);
	assert_list(f, LIST_DATES, "c1 c3 c2");
	assert_int_equal(row_of(f, LIST_DATES, "c1")->reason, REASON_BIRTHDAY);
	const struct list_row *r = row_of(f, LIST_DATES, "c2");
	assert_int_equal(r->reason, REASON_ANNIVERSARY);
	assert_int_equal(r->number, 2);
	assert_int_equal(r->day, day_of(2026, 11, 10));
	g_autoptr(facts) leap = facts_with("as_of = \"2027-01-31\"; ", "customer_id,birthday\nc1,1992-02-29\n", "s1,c1,2026-06-01,,10,month\n", NULL, NULL);
	assert_int_equal(row_of(leap, LIST_DATES, "c1")->day, day_of(2027, 2, 28));
}

/* c1: 8, 8, 4 is 4 below the median at 10 a month: 2 × 4 × 10 = 80; c2: 10, 10, 8 is 2 below at 30: 120; c3: 9, 8 a class lower by 1 at 500: first, 1,000. */
static void scores_that_turned_down_are_ranked_by_drop_times_amount(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_with(OCTOBER, NULL, "s1,c1,2025-01-01,,10,month\ns2,c2,2025-01-01,,30,month\ns3,c3,2025-01-01,,500,month\n",
	                                "response_id,customer_id,date,survey,score\n"
	                                "a1,c1,2026-01-10,nps,8\na2,c1,2026-02-10,nps,8\na3,c1,2026-03-10,nps,4\n"
	                                "b1,c2,2026-01-10,nps,10\nb2,c2,2026-02-10,nps,10\nb3,c2,2026-03-10,nps,8\n"
	                                "d1,c3,2026-01-10,nps,9\nd2,c3,2026-02-10,nps,8\n",
	                                NULL);
	assert_list(f, LIST_TURNED, "c3 c2 c1");
	assert_int_equal(row_of(f, LIST_TURNED, "c3")->reason, REASON_CLASS);
	assert_int_equal(row_of(f, LIST_TURNED, "c1")->reason, REASON_DROP);
	assert_int_equal(row_of(f, LIST_TURNED, "c1")->number, 4);
	assert_int_equal(row_of(f, LIST_TURNED, "c1")->fall, FALL_UNTESTED);
}

/* 9, 8, 7, and on the last day 7 and then 5: of one day the last word counts. p = P(S ≤ -6) = 1 / 4! = 0.041666667. */
static void a_fall_is_tested_on_the_last_word_of_each_day(void **state) {
	(void)state;
	g_autoptr(facts) f = facts_with(OCTOBER, NULL, "s1,c1,2025-01-01,,10,month\n",
	                                "response_id,customer_id,date,survey,score\n"
	                                "a1,c1,2026-01-10,nps,9\na2,c1,2026-02-10,nps,8\na3,c1,2026-03-10,nps,7\na4,c1,2026-04-10,nps,7\na5,c1,2026-04-10,nps,5\n",
	                                NULL);
	assert_int_equal(row_of(f, LIST_TURNED, "c1")->fall, 41666667);
	size_t n;
	const struct tally *rows = fact_tallies(f, TALLY_FALL, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	assert_int_equal(n, 1);
	assert_int_equal(rows[0].a, 41666667);
	assert_int_equal(rows[0].n, 1);
}

/* list.max = 2: halves keep two each, the merge the best two of four, as the whole does; all are counted. */
static void a_merge_keeps_the_best_rows_of_each_list(void **state) {
	(void)state;
	static const char two[] = "as_of = \"2026-10-31\"; list = { max = 2; };";
	static const char left[] = "s1,c1,2026-10-05,,10,month\ns3,c3,2026-10-25,,10,month\n", right[] = "s2,c2,2026-10-15,,10,month\ns4,c4,2026-10-30,,10,month\n";
	g_autofree char *both = g_strconcat(right, left, NULL);
	g_autoptr(facts) whole = facts_with(two, NULL, both, NULL, NULL), a = facts_with(two, NULL, left, NULL, NULL);
	g_autoptr(facts) b = facts_with(two, NULL, right, NULL, NULL), sum = facts_merge(a, b), other = facts_merge(b, a);
	assert_list(whole, LIST_WELCOME, "c1 c2");
	assert_list(sum, LIST_WELCOME, "c1 c2");
	assert_true(facts_equal(whole, sum));
	assert_true(facts_equal(whole, other));
	size_t n;
	const struct tally *rows = fact_tallies(sum, TALLY_ON_LIST, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].a, LIST_WELCOME);
	assert_int_equal(rows[0].n, 4);
	/* paid by the month: all fall due again soon, c1's first */
	assert_int_equal(rows[1].a, LIST_RENEWALS);
	assert_int_equal(rows[1].n, 4);
	assert_list(sum, LIST_RENEWALS, "c1 c2");
}

/* A falls (p = 1 / 24), B rises (p = 1), C falls as A does: a histogram of two bins, whichever half they came from. */
static void falls_of_halves_add_up_to_one_histogram(void **state) {
	(void)state;
	static const char head[] = "response_id,customer_id,date,survey,score\n";
	static const char left[] = "a1,A,2026-01-10,nps,9\na2,A,2026-02-10,nps,8\na3,A,2026-03-10,nps,7\na4,A,2026-04-10,nps,6\n";
	static const char right[] = "b1,B,2026-01-10,nps,6\nb2,B,2026-02-10,nps,7\nb3,B,2026-03-10,nps,8\nb4,B,2026-04-10,nps,9\n"
	                            "c1,C,2026-01-10,nps,9\nc2,C,2026-02-10,nps,8\nc3,C,2026-03-10,nps,7\nc4,C,2026-04-10,nps,6\n";
	static const char of_left[] = "sA,A,2025-01-01,,10,month\n", of_right[] = "sB,B,2025-01-01,,10,month\nsC,C,2025-01-01,,10,month\n";
	g_autofree char *l = g_strconcat(head, left, NULL), *r = g_strconcat(head, right, NULL), *all = g_strconcat(head, right, left, NULL);
	g_autofree char *terms = g_strconcat(of_right, of_left, NULL);
	g_autoptr(facts) whole = facts_with(OCTOBER, NULL, terms, all, NULL), a = facts_with(OCTOBER, NULL, of_left, l, NULL);
	g_autoptr(facts) b = facts_with(OCTOBER, NULL, of_right, r, NULL), sum = facts_merge(a, b);
	assert_true(facts_equal(whole, sum));
	size_t n;
	const struct tally *rows = fact_tallies(sum, TALLY_FALL, span_by_name(&sum->spans, "2026-10"), SLICE_ALL, &n);
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].a, 41666667);
	assert_int_equal(rows[0].n, 2);
	assert_int_equal(rows[1].a, 1000000000);
	assert_int_equal(rows[1].n, 1);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_waits_longest_is_welcomed_first),
		cmocka_unit_test(the_nearest_date_comes_first_and_has_its_reason),
		cmocka_unit_test(scores_that_turned_down_are_ranked_by_drop_times_amount),
		cmocka_unit_test(a_fall_is_tested_on_the_last_word_of_each_day),
		cmocka_unit_test(falls_of_halves_add_up_to_one_histogram),
		cmocka_unit_test(a_merge_keeps_the_best_rows_of_each_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
