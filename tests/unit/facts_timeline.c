/* One customer at the closes and between them: which days a term, an order's window or a snapshot covers, when a stretch began and ended, which of
 * several terms decides. Days and amounts are read off the rows. */
#include "book_fixture.h"
#include "facts/timeline.h"

struct line {
	struct client read;
	struct spans spans;
	struct closes closes;
	struct timeline timeline;
};

static void line_init(struct line *l, const struct client_text *text) {
	l->read = client_read(text);
	if (!l->read.ok)
		diag_print(l->read.diag, 0, 50);
	assert_true(l->read.ok);
	const struct book *b = l->read.book;
	bool orders = b->activity == ACTIVITY_ORDERS;
	spans_init(&l->spans, b->history_start, b->as_of, orders ? (int)conf_int(b->conf, SETTING_INACTIVE_AFTER) : 0, b->activity == ACTIVITY_SNAPSHOT);
	closes_init(&l->closes, &l->spans);
	timeline_init(&l->timeline, b, &l->closes);
}

static void line_clear(struct line *l) {
	timeline_clear(&l->timeline);
	closes_clear(&l->closes);
	spans_clear(&l->spans);
	client_clear(&l->read);
}

static const struct timeline *load(struct line *l, const char *id) {
	uint32_t customer = intern_find(&l->read.book->ids, id, strlen(id));
	assert_true(customer != INTERN_NONE);
	timeline_load(&l->timeline, customer);
	return &l->timeline;
}

/* "1" here, "." not, a letter for each close. */
static void assert_here(const struct timeline *t, const char *want) {
	assert_int_equal(strlen(want), t->closes->n);
	for (size_t at = 0; at < t->closes->n; at++) {
		assert_int_equal(t->active[at], want[at] == '1');
		if (!t->active[at])
			assert_int_equal(t->amount[at], 0);
	}
}

#define EUR "currency = \"EUR\"; history_start = \"2026-01-01\"; "

/* c1: one term begins the day another ends. c2: a day lies between. c3: the second lies within the first. c4: the first has no end. */
static void a_stretch_begins_after_the_last_gap(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "a1,c1,2026-01-05,2026-02-10,10,month\na2,c1,2026-02-10,2026-04-01,10,month\n"
						 "b1,c2,2026-01-05,2026-02-10,10,month\nb2,c2,2026-02-11,,10,month\n"
						 "d1,c3,2026-01-05,2026-05-01,10,month\nd2,c3,2026-01-20,2026-02-01,10,month\nd3,c3,2026-03-01,,10,month\n"
						 "e1,c4,2026-01-05,,10,month\ne2,c4,2026-03-01,,10,month\n"
						 "g1,c5,2026-01-05,2026-01-31,10,month\ng2,c5,2026-04-01,2026-07-05,10,month\n",
		.settings = EUR "as_of = \"2026-06-30\"; "});
	int32_t fifth = day_of(2026, 1, 5);
	const struct timeline *t = load(&l, "c1");
	assert_here(t, ".111...");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 3, 1)), fifth);
	assert_int_equal(timeline_first_end(t), day_of(2026, 4, 1));
	assert_int_equal(timeline_left_by(t, day_of(2026, 4, 1)), day_of(2026, 4, 1));
	assert_int_equal(timeline_left_by(t, day_of(2026, 1, 4)), DAY_NONE);
	t = load(&l, "c2");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 3, 1)), day_of(2026, 2, 11));
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 2, 11)), day_of(2026, 2, 11));
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 2, 9)), fifth);
	assert_int_equal(timeline_first_end(t), day_of(2026, 2, 10));
	assert_false(timeline_active_on(t, day_of(2026, 2, 10)));
	assert_true(timeline_active_on(t, day_of(2026, 2, 11)));
	t = load(&l, "c3");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 4, 1)), fifth);
	assert_int_equal(timeline_first_end(t), DAY_NONE);
	t = load(&l, "c4");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 4, 1)), fifth);
	assert_int_equal(timeline_first_end(t), DAY_NONE);
	/* not served on 31 January any more; an end after as_of is none yet */
	t = load(&l, "c5");
	assert_here(t, "....111");
	assert_int_equal(timeline_first_end(t), day_of(2026, 1, 31));
	assert_int_equal(timeline_left_by(t, day_of(2026, 2, 1)), day_of(2026, 1, 31));
	line_clear(&l);
}

static void an_end_on_as_of_is_told_and_one_behind_it_not(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\n"
						 "a1,c1,2026-01-05,2026-06-30,10,month\nb1,c2,2026-01-05,2026-07-01,10,month\n",
		.settings = EUR "as_of = \"2026-06-30\"; "});
	assert_int_equal(timeline_first_end(load(&l, "c1")), day_of(2026, 6, 30));
	assert_int_equal(timeline_first_end(load(&l, "c2")), DAY_NONE);
	line_clear(&l);
}

/* 10 + 20 EUR and 5 USD a month at .50: 390 a year; at February's .60 it is 396. */
static void own_money_is_summed_beside_foreign(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,currency\n"
						 "a1,c1,2026-01-05,,10,month,EUR\na2,c1,2026-01-05,,20,month,EUR\na3,c1,2026-01-05,,5,month,USD\n",
		.rates = "month,currency,rate\n2025-12,USD,0.40\n2026-01,USD,0.50\n2026-02,USD,0.60\n",
		.settings = EUR "as_of = \"2026-02-28\"; "});
	const struct timeline *t = load(&l, "c1");
	assert_int_equal(t->amount[1], 39000);
	assert_int_equal(t->amount[2], 39600);
	assert_int_equal(t->first_amount, 39000);
	bool unrated = false;
	assert_int_equal(timeline_amount_at_rates(t, 2, month_of(2026, 1), &unrated), 39000);
	assert_int_equal(timeline_amount_at_rates(t, 0, month_of(2026, 1), &unrated), 0);
	assert_false(unrated);
	line_clear(&l);
}

/* c1: 20 decides over 10. c2: of the same amounts the lower id, which is the later row. c3: so too where it is the earlier. */
static void the_larger_amount_decides_then_the_lower_id(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,plan\n"
						 "a1,c1,2026-01-05,,10,month,Small\na2,c1,2026-01-06,,20,month,Large\na3,c1,2026-01-07,,15,month,Middle\n"
						 "b2,c2,2026-01-05,,10,month,Two\nb1,c2,2026-01-06,,10,month,One\n"
						 "d1,c3,2026-01-05,,10,month,One\nd2,c3,2026-01-06,,10,month,Two\n",
		.settings = EUR "as_of = \"2026-02-28\"; slices = { by = [ \"plan\" ]; }; "});
	static const struct { const char *id, *plan; } want[] = {{"c1", "Large"}, {"c2", "One"}, {"c3", "One"}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		const struct timeline *t = load(&l, want[i].id);
		assert_string_equal(intern_text(&l.read.book->values[0], timeline_code(t, 0, day_of(2026, 2, 1))), want[i].plan);
		assert_int_equal(timeline_term(t, day_of(2026, 1, 5))->start, day_of(2026, 1, 5));
	}
	assert_null(timeline_term(load(&l, "c1"), day_of(2026, 1, 4)));
	line_clear(&l);
}

/* Rows without an id: the first stays; one with an id comes before one without. */
static void a_term_with_an_id_comes_before_one_without(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval,plan\n"
						 ",c1,2026-01-05,,10,month,First\n,c1,2026-01-06,,10,month,Second\n"
						 ",c2,2026-01-05,,10,month,First\nb1,c2,2026-01-06,,10,month,Named\n"
						 "d1,c3,2026-01-05,,10,month,Named\n,c3,2026-01-06,,10,month,Second\n",
		.settings = EUR "as_of = \"2026-02-28\"; slices = { by = [ \"plan\" ]; }; "});
	static const struct { const char *id, *plan; } want[] = {{"c1", "First"}, {"c2", "Named"}, {"c3", "Named"}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++)
		assert_string_equal(intern_text(&l.read.book->values[0], timeline_code(load(&l, want[i].id), 0, day_of(2026, 2, 1))), want[i].plan);
	line_clear(&l);
}

static const char orders_head[] = "invoice_id,customer_id,date,amount,kind\n";

/* Two months' window. c1's order of 10 January is in those of January and February, not in that of 31 March (after 31 January). c2 begins with a refund of
 * an order that is not there. c3's order was 10 March, the window's day of 10 January lies outside it, that of 11 January of c4 within. */
static void a_window_holds_the_orders_of_its_months(void **state) {
	(void)state;
	struct line l;
	g_autofree char *rows = g_strconcat(orders_head,
		"o1,c1,2026-01-10,50,\n"
		"o2,c2,2026-01-09,-20,refund\no3,c2,2026-01-10,100,\no4,c2,2026-01-10,5,\no5,c2,2026-06-30,30,\n"
		"o6,c3,2026-01-10,50,\no7,c3,2026-03-10,50,\n"
		"o8,c4,2026-01-11,50,\no9,c4,2026-03-10,50,\n", NULL);
	line_init(&l, &(struct client_text){.orders = rows, .settings = EUR "as_of = \"2026-06-30\"; inactive_after = 2; "});
	const struct timeline *t = load(&l, "c1");
	assert_here(t, ".11....");
	assert_int_equal(t->first_amount, 5000);
	assert_int_equal(timeline_first_end(t), day_of(2026, 3, 31));
	t = load(&l, "c2");
	assert_here(t, ".11...1");
	assert_int_equal(t->first_day, day_of(2026, 1, 10));
	assert_int_equal(t->first_amount, 8500); /* the refund of the day before is in the window of the first day */
	assert_int_equal(t->amount[1], 8500);
	/* an order on the very day has its window too */
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 6, 30)), day_of(2026, 6, 30));
	t = load(&l, "c3");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 3, 31)), day_of(2026, 3, 10));
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 3, 9)), day_of(2026, 1, 10));
	t = load(&l, "c4");
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 3, 31)), day_of(2026, 1, 11));
	assert_int_equal(timeline_stretch_start(t, day_of(2026, 2, 28)), day_of(2026, 1, 11));
	bool any;
	uint32_t customer = l.timeline.customer;
	assert_int_equal(orders_value(l.read.book, customer, day_of(2026, 1, 11), day_of(2026, 3, 10), &any), 5000);
	assert_true(any);
	assert_int_equal(orders_value(l.read.book, customer, day_of(2026, 1, 10), day_of(2026, 3, 9), &any), 5000);
	assert_int_equal(orders_value(l.read.book, customer, day_of(2026, 1, 11), day_of(2026, 3, 9), &any), 0);
	assert_false(any);
	line_clear(&l);
}

/* Counted orders of 0: c1's is one. c2's is refunded whole on 31 January and does not stand at that close; c3's on 1 February does. c4 begins with a refund. */
static void where_orders_of_nothing_count_a_refunded_one_does_not_stand(void **state) {
	(void)state;
	struct line l;
	g_autofree char *rows = g_strconcat(orders_head,
		"o1,c1,2026-01-10,0,\n"
		"o2,c2,2026-01-10,50,\no2,c2,2026-01-31,-50,refund\n"
		"o3,c3,2026-01-10,50,\no3,c3,2026-02-01,-50,refund\n"
		"o4,c4,2026-01-09,-20,refund\no5,c4,2026-01-10,0,\n", NULL);
	line_init(&l, &(struct client_text){.orders = rows, .settings = EUR "as_of = \"2026-03-31\"; inactive_after = 2; orders = { zero = \"count\"; }; "});
	assert_here(load(&l, "c1"), ".11.");
	bool any;
	assert_int_equal(orders_value(l.read.book, l.timeline.customer, day_of(2026, 1, 9), day_of(2026, 1, 31), &any), 0);
	assert_true(any);
	assert_here(load(&l, "c2"), "....");
	assert_here(load(&l, "c3"), ".1..");
	assert_int_equal(load(&l, "c4")->first_day, day_of(2026, 1, 10));
	line_clear(&l);
}

/* Where they do not count, neither does the day of one. */
static void where_orders_of_nothing_are_dropped_they_begin_nothing(void **state) {
	(void)state;
	struct line l;
	g_autofree char *rows = g_strconcat(orders_head, "o1,c1,2026-01-10,0,\no2,c1,2026-02-10,5,\no3,c2,2026-01-09,-20,refund\no4,c2,2026-02-10,30,\n", NULL);
	line_init(&l, &(struct client_text){.orders = rows, .settings = EUR "as_of = \"2026-03-31\"; inactive_after = 2; "});
	assert_int_equal(load(&l, "c1")->first_day, day_of(2026, 2, 10));
	assert_int_equal(load(&l, "c2")->first_day, day_of(2026, 2, 10));
	line_clear(&l);
}

/* as_of 31 October: a tenure of 5 months began on 1 May; one of 0 in October. */
static void a_snapshot_has_two_closes(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.customers = "customer_id,tenure_months,churned,amount\nc1,5,No,10\nc2,5,Yes,20\nc3,0,No,30\nc4,0,Yes,40\n",
		.settings = "currency = \"EUR\"; as_of = \"2026-10-31\"; "});
	static const struct { const char *id, *here; int32_t amount[2]; int month, day; } want[] = {
		{"c1", "11", {12000, 12000}, 5, 1}, {"c2", "1.", {24000, 0}, 5, 1}, {"c3", ".1", {0, 36000}, 10, 31}, {"c4", "..", {0, 0}, 10, 31}};
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		const struct timeline *t = load(&l, want[i].id);
		assert_here(t, want[i].here);
		for (int at = 0; at < 2; at++)
			assert_int_equal(t->amount[at], want[i].amount[at]);
		assert_int_equal(t->first_day, day_of(2026, want[i].month, want[i].day));
	}
	line_clear(&l);
}

static void who_never_was_a_customer_has_no_day_and_no_amount(void **state) {
	(void)state;
	struct line l;
	line_init(&l, &(struct client_text){
		.customers = "customer_id,signup_date\nc1,2026-01-01\nc2,2026-01-01\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\na1,c1,2026-01-05,,10,month\nb1,c2,2026-01-05,2026-01-05,10,month\n",
		.settings = EUR "as_of = \"2026-02-28\"; "});
	assert_here(load(&l, "c1"), ".11");
	const struct timeline *t = load(&l, "c2");
	assert_here(t, "...");
	assert_true(t->first_day == DAY_NONE && t->first_amount == 0);
	assert_int_equal(timeline_left_by(t, day_of(2026, 2, 1)), DAY_NONE);
	line_clear(&l);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stretch_begins_after_the_last_gap),
		cmocka_unit_test(an_end_on_as_of_is_told_and_one_behind_it_not),
		cmocka_unit_test(own_money_is_summed_beside_foreign),
		cmocka_unit_test(the_larger_amount_decides_then_the_lower_id),
		cmocka_unit_test(a_term_with_an_id_comes_before_one_without),
		cmocka_unit_test(a_window_holds_the_orders_of_its_months),
		cmocka_unit_test(where_orders_of_nothing_count_a_refunded_one_does_not_stand),
		cmocka_unit_test(where_orders_of_nothing_are_dropped_they_begin_nothing),
		cmocka_unit_test(a_snapshot_has_two_closes),
		cmocka_unit_test(who_never_was_a_customer_has_no_day_and_no_amount),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
