/* The waist: facts of two halves of the customers add up to the facts of all, rows in any order give the same facts, and both identities hold in
 * every span and slice. The inputs are random but seeded, of every activity source. */
#include "book_fixture.h"
#include "report/report.h"

enum { CUSTOMERS = 150 };

struct texts {
	GPtrArray *lines[10]; /* customers, subscriptions, invoices, orders, surveys, spend, rates, invitations, contacts, work: data rows; header first */
};

static const char *const headers[] = {
	"customer_id,name,channel,signup_date,cancel_date,cancel_reason,reason_owner,referred_by,birthday",
	"subscription_id,customer_id,start_date,end_date,amount,currency,interval,plan,trial,term,notice_date,list_amount",
	"invoice_id,customer_id,date,amount,currency,period_start,period_end",
	"invoice_id,customer_id,date,amount,kind,list_amount,product",
	"response_id,customer_id,date,survey,score,weight,touchpoint,comment",
	"month,amount,currency,channel,purpose",
	"month,currency,rate",
	"customer_id,date,survey",
	"ticket_id,customer_id,opened_at,first_response_at,solved_at,reopened,opened_by",
	"customer_id,date,hours,cost,in_scope",
};

static char *day_text(GRand *r, int from_year, int years) {
	return g_strdup_printf("%04d-%02d-%02d", g_rand_int_range(r, from_year, from_year + years), g_rand_int_range(r, 1, 13), g_rand_int_range(r, 1, 29));
}

/* Two days in their order. */
static void two_days(GRand *r, char **first, char **last) {
	char *a = day_text(r, 2024, 2), *b = day_text(r, 2024, 2);
	bool ordered = strcmp(a, b) < 0;
	*first = ordered ? a : b;
	*last = ordered ? b : a;
}

static void add_subscriptions(GRand *r, GPtrArray *to, int customer) {
	static const char *const plans[] = {"S", "M", "L"}, *const intervals[] = {"month", "quarter", "year"}, *const money[] = {"EUR", "USD"},
				 *const terms[] = {"", "month", "year"};
	for (int k = g_rand_int_range(r, 0, 4); k > 0; k--) {
		g_autofree char *start = NULL, *end = NULL, *notice = day_text(r, 2024, 2);
		two_days(r, &start, &end);
		bool open = g_rand_int_range(r, 0, 3) == 0;
		g_autofree char *list = g_strdup_printf("%d", g_rand_int_range(r, 1, 400));
		g_ptr_array_add(to, g_strdup_printf("s%d-%d,c%d,%s,%s,%d.%02d,%s,%s,%s,%s,%s,%s,%s", customer, k, customer, start, open ? "" : end,
		                                    g_rand_int_range(r, 1, 300), g_rand_int_range(r, 0, 100), money[g_rand_int_range(r, 0, 2)],
		                                    intervals[g_rand_int_range(r, 0, 3)], plans[g_rand_int_range(r, 0, 3)], g_rand_int_range(r, 0, 9) == 0 ? "yes" : "no",
		                                    terms[g_rand_int_range(r, 0, 3)], g_rand_int_range(r, 0, 3) == 0 ? notice : "", k % 2 == 0 ? list : ""));
	}
}

static void add_orders(GRand *r, GPtrArray *to, int customer) {
	for (int k = g_rand_int_range(r, 0, 9); k > 0; k--) {
		g_autofree char *day = day_text(r, 2024, 2);
		bool refund = g_rand_int_range(r, 0, 6) == 0;
		g_ptr_array_add(to, g_strdup_printf("o%d-%d,c%d,%s,%s%d,%s,%d,P%d", customer, k, customer, day, refund ? "-" : "", g_rand_int_range(r, 0, 50),
		                                    refund ? "refund" : "", g_rand_int_range(r, 0, 60), k % 4));
	}
}

static void add_invoices(GRand *r, GPtrArray *to, int customer) {
	for (int k = g_rand_int_range(r, 0, 9); k > 0; k--) {
		int month = g_rand_int_range(r, 1, 12);
		g_ptr_array_add(to, g_strdup_printf("i%d-%d,c%d,2024-%02d-01,%d.10,USD,2024-%02d-01,2024-%02d-01", customer, k, customer, month, g_rand_int_range(r, 1, 80), month, month + 1));
	}
}

/* Answers with and without score, touchpoint and words, and invitations before some of them. */
static void add_answers(GRand *r, struct texts *t, int customer) {
	static const char *const surveys[] = {"nps", "csat", "ces"}, *const touchpoints[] = {"", "support", "delivery"};
	for (int k = g_rand_int_range(r, 0, 16); k > 0; k--) {
		const char *survey = k % 2 == 1 ? "nps" : surveys[g_rand_int_range(r, 0, 3)];
		g_autofree char *day = day_text(r, 2024, 2), *score = NULL;
		const char *touchpoint = touchpoints[g_rand_int_range(r, 0, 3)];
		bool blank = g_rand_int_range(r, 0, 6) == 0;
		score = g_strdup_printf("%d", g_rand_int_range(r, 1, strcmp(survey, "nps") == 0 ? 11 : 6));
		g_ptr_array_add(t->lines[4], g_strdup_printf("r%d-%d,c%d,%s,%s,%s,%s,%s,%s", customer, k, customer, day, survey, blank ? "" : score,
		                                             k % 3 == 0 ? "1.5" : "1", touchpoint, k % 2 == 0 ? "Words" : ""));
		for (int days = 0; days < k % 3; days++) /* the eighth of the answer's month and its first */
			g_ptr_array_add(t->lines[7], g_strdup_printf("c%d,%.7s-0%d,%s", customer, day, 8 - 7 * days, survey));
	}
}

/* Contacts answered, solved or neither, by us or by the customer, and work in and off plan. */
static void add_service(GRand *r, struct texts *t, int customer) {
	for (int k = g_rand_int_range(r, 0, 9); k > 0; k--) {
		g_autofree char *opened = day_text(r, 2024, 2), *later = day_text(r, 2024, 2), *solved = day_text(r, 2024, 2);
		g_autofree char *at_once = g_strdup_printf("%s 22:00", opened);
		g_ptr_array_add(t->lines[8], g_strdup_printf("t%d-%d,c%d,%s 09:%02d,%s,%s,%s,%s", customer, k, customer, opened, g_rand_int_range(r, 0, 60),
		                                             k % 3 == 0 ? at_once : strcmp(later, opened) > 0 ? later : "", strcmp(solved, opened) > 0 ? solved : "", k % 4 == 0 ? "yes" : "no",
		                                             g_rand_int_range(r, 0, 3) == 0 ? "us" : "customer"));
	}
	for (int k = g_rand_int_range(r, 0, 9); k > 0; k--) {
		g_autofree char *day = day_text(r, 2024, 2);
		g_ptr_array_add(t->lines[9], g_strdup_printf("c%d,%s,%d.25,%d.10,%s", customer, day, k, g_rand_int_range(r, 0, 900), k % 3 == 0 ? "no" : "yes"));
	}
}

static void add_customer(GRand *r, struct texts *t, int customer) {
	static const char *const channels[] = {"search", "deals", "", "referral"};
	static const char *const reasons[] = {",", "card expired,us", "moved away,customer"};
	g_autofree char *signup = NULL, *cancel = NULL, *by = g_strdup_printf("c%d", (customer + 3) % CUSTOMERS); /* of the same half */
	two_days(r, &signup, &cancel);
	if (g_rand_int_range(r, 0, 12) > 0)
		g_ptr_array_add(t->lines[0], g_strdup_printf("c%d,Name %d,%s,%s,%s,%s,%s,1980-%02d-03", customer, customer, channels[g_rand_int_range(r, 0, 4)], signup,
		                                             g_rand_int_range(r, 0, 2) == 0 ? "" : cancel, reasons[g_rand_int_range(r, 0, 3)],
		                                             customer % 4 == 0 ? by : "", customer % 12 + 1));
	add_subscriptions(r, t->lines[1], customer);
	add_invoices(r, t->lines[2], customer);
	add_orders(r, t->lines[3], customer);
	add_answers(r, t, customer);
	add_service(r, t, customer);
}

static void texts_init(struct texts *t) {
	for (size_t i = 0; i < G_N_ELEMENTS(t->lines); i++)
		t->lines[i] = g_ptr_array_new_with_free_func(g_free);
	for (int month = 0; month < 26; month++)
		g_ptr_array_add(t->lines[6], g_strdup_printf("%d-%02d,USD,0.9%d37", 2023 + (month + 11) / 12, (month + 11) % 12 + 1, month % 10));
}

static void texts_clear(struct texts *t) {
	for (size_t i = 0; i < G_N_ELEMENTS(t->lines); i++)
		g_ptr_array_unref(t->lines[i]);
}

static char *text_of(const struct texts *t, size_t record) {
	GString *s = g_string_new(headers[record]);
	for (guint i = 0; i < t->lines[record]->len; i++)
		g_string_append_printf(s, "\n%s", (const char *)g_ptr_array_index(t->lines[record], i));
	return g_string_free(g_string_append_c(s, '\n'), FALSE);
}

/* The facts of a client whose activity comes from one record (1 subscriptions, 2 invoices, 3 orders, 0 customers). */
static struct facts *facts_of(const struct texts *t, size_t activity, bool with_spend) {
	char *text[10];
	for (size_t i = 0; i < 10; i++)
		text[i] = text_of(t, i);
	struct client_text c = {.customers = text[0], .surveys = text[4], .rates = text[6], .spend = with_spend ? text[5] : NULL, .invitations = text[7], .contacts = text[8], .work = text[9]};
	c.subscriptions = activity == 1 ? text[1] : NULL;
	c.invoices = activity == 2 ? text[2] : NULL;
	c.orders = activity == 3 ? text[3] : NULL;
	c.settings = activity == 3 ? "as_of = \"2025-12-15\"; history_start = \"2024-01-01\"; inactive_after = 3; max_rejected = 1.0; earned_channels = [\"referral\"]; slices = { by = [\"channel\"]; };"
	                           : "as_of = \"2025-12-15\"; history_start = \"2024-06-01\"; max_rejected = 1.0; earned_channels = [\"referral\"]; slices = { by = [\"channel\", \"plan\"]; };";
	struct client client = client_read(&c);
	struct facts *f = client_facts(&client);
	client_clear(&client);
	for (size_t i = 0; i < 10; i++)
		g_free(text[i]);
	return f;
}

static void identities_hold(const struct facts *f) {
	for (size_t span = 0; span < f->spans.n; span++)
		for (size_t slice = 0; slice < f->n_slices; slice++)
			assert_true(f->spans.items[span].before_history || rollforward_of(f, span, slice).holds);
	size_t broken;
	assert_true(facts_hold(f, &broken));
}

static void shuffle(GRand *r, GPtrArray *lines) {
	for (guint i = lines->len; i > 1; i--) {
		guint k = (guint)g_rand_int_range(r, 0, (gint32)i);
		gpointer keep = lines->pdata[i - 1];
		lines->pdata[i - 1] = lines->pdata[k];
		lines->pdata[k] = keep;
	}
}

/* What each source must have brought about, or the sums of it are tested on nothing. */
static void leaving_is_met(const char *printed, size_t activity) {
	static const char *const every[] = {"tally REASONS", "EARLY_DUE", "AWAY", "LINK_DETRACTORS_LOST", "LINK_SILENT_LOST", "LINK_SATISFIED",
	                                    "LINK_ANSWERED_LOST"},
			  *const terms[] = {"RENEWALS", "RENEWED", "AHEAD", "AHEAD_MRR"}, *const orders[] = {"ORDERS", "ORDER_VALUE", "ORDER_BUYERS", "ORDER_AGAIN", "AWAY_BACK"};
	for (size_t i = 0; i < G_N_ELEMENTS(every); i++)
		assert_non_null(strstr(printed, every[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(terms) && (activity == 1 || activity == 2); i++)
		assert_non_null(strstr(printed, terms[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(orders) && activity == 3; i++)
		assert_non_null(strstr(printed, orders[i]));
}

/* The inputs are rich enough to fill what is added up: prices, risk, word of mouth, leavers. */
static void worth_is_there(const char *printed, size_t activity) {
	static const char *const all[] = {" RISK ", " MRR_NEW_EARNED ", " SPEND_EARNED ", " J_REFERRED ", "largest ", "tally LEFT_PAID ", " PROMOTERS "};
	static const char *const priced[] = {" LIST_NEW ", " OFF_OLD ", " LIST_ALL2 ", " DISCOUNTED "};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strstr(printed, all[i]) == NULL && (activity == 1 || activity == 3))
			fail_msg("no %s of source %zu", all[i], activity);
	for (size_t i = 0; i < G_N_ELEMENTS(priced); i++)
		if (strstr(printed, priced[i]) == NULL && (activity == 1 || activity == 3))
			fail_msg("no %s of source %zu", priced[i], activity);
}

static void check_source(size_t activity, guint32 seed) {
	GRand *r = g_rand_new_with_seed(seed);
	struct texts all, left, right;
	texts_init(&all);
	texts_init(&left);
	texts_init(&right);
	for (int customer = 0; customer < CUSTOMERS; customer++) {
		guint32 own = g_rand_int(r);
		GRand *a = g_rand_new_with_seed(own), *b = g_rand_new_with_seed(own);
		add_customer(a, &all, customer);
		add_customer(b, customer % 3 == 0 ? &left : &right, customer);
		g_rand_free(a);
		g_rand_free(b);
	}
	for (int i = 0; i < 20; i++) {
		char *line = g_strdup_printf("2025-%02d,%d,EUR,%s,acquisition", i % 12 + 1, i * 10, i % 2 == 0 ? "search" : i % 3 == 0 ? "referral" : "");
		g_ptr_array_add(all.lines[5], line);
		g_ptr_array_add(left.lines[5], g_strdup(line));
	}
	g_autoptr(facts) whole = facts_of(&all, activity, true), a = facts_of(&left, activity, true), b = facts_of(&right, activity, false);
	g_autoptr(facts) sum = facts_merge(a, b), other = facts_merge(b, a);
	g_autofree char *x = facts_print(whole), *y = facts_print(sum);
	assert_string_equal(x, y);
	static const char *const met[] = {"NPS_AT_N", "ANSWER_COMMENTS", "ANSWERERS", "INVITED_ANSWERED", "NPS_AT_BOTH_KL", "tally CES_SCORES", "tally TOUCHPOINT_CSAT",
	                                  "tally TOUCHPOINT_PAIRS", "SLA_MET", "REOPENED", "BACKLOG", "WORK_OFF_PLAN", "BLAME_CUSTOMER", "LOW_STAYED", "LOW_BETTER", "tally FIRST_RESPONSE", "tally LEAVING_MONTH", "TURNED_DOWN",
	                                  "tally ON_LIST", "\nlist "};
	size_t wanted = G_N_ELEMENTS(met) - (activity == 1 ? 0 : 3); /* of the other sources too few are left late in the records */
	for (size_t i = 0; i < wanted; i++)
		if (strstr(x, met[i]) == NULL)
			fail_msg("nothing of %s was met", met[i]);
	leaving_is_met(x, activity);
	assert_true(facts_equal(sum, other));
	identities_hold(whole);
	worth_is_there(x, activity);
	for (size_t i = 0; i < 10; i++)
		shuffle(r, all.lines[i]);
	g_autoptr(facts) shuffled = facts_of(&all, activity, true);
	assert_true(facts_equal(whole, shuffled));
	texts_clear(&all);
	texts_clear(&left);
	texts_clear(&right);
	g_rand_free(r);
}

static void halves_of_subscriptions_add_up_in_any_order(void **state) {
	(void)state;
	for (guint32 seed = 1; seed <= 6; seed++)
		check_source(1, seed);
}

static void halves_of_invoices_add_up_in_any_order(void **state) {
	(void)state;
	for (guint32 seed = 11; seed <= 14; seed++)
		check_source(2, seed);
}

static void halves_of_orders_add_up_in_any_order(void **state) {
	(void)state;
	for (guint32 seed = 21; seed <= 26; seed++)
		check_source(3, seed);
}

static void halves_of_customers_dates_add_up_in_any_order(void **state) {
	(void)state;
	for (guint32 seed = 31; seed <= 33; seed++)
		check_source(0, seed);
}

/* Ten customers of channel a, five of b, one each of c and d: two values are kept, c and d become (other), sums stay. */
static void a_cut_keeps_the_largest_values_and_adds_up_the_rest(void **state) {
	(void)state;
	GString *customers = g_string_new("customer_id,signup_date,channel\n");
	for (int i = 0; i < 17; i++)
		g_string_append_printf(customers, "c%d,2025-01-05,%s\n", i, i < 10 ? "a" : i < 15 ? "b" : i < 16 ? "c" : "d");
	struct client c = client_read(&(struct client_text){.customers = customers->str, .settings = "as_of = \"2025-03-31\"; slices = { by = [\"channel\"]; };"});
	g_autoptr(facts) whole = client_facts(&c), cut = facts_cut(whole, 2);
	assert_int_equal(whole->n_slices, 5);
	assert_true(facts_fit(whole, 4) && !facts_fit(whole, 3));
	assert_int_equal(fact_named(cut, "2025-02", "channel", "a", FACT_S), 10);
	assert_int_equal(fact_named(cut, "2025-02", "channel", "b", FACT_S), 5);
	assert_int_equal(fact_named(cut, "2025-02", "channel", "(other)", FACT_S), 2);
	assert_int_equal(fact_named(cut, "2025-02", NULL, NULL, FACT_S), 17);
	client_clear(&c);
	g_string_free(customers, TRUE);
}

/* 150 values and one that is called (other): one slice of that name holds the rest, none stands twice. */
static void a_value_called_other_is_the_other(void **state) {
	(void)state;
	GString *customers = g_string_new("customer_id,signup_date,channel\nx,2025-01-05,(other)\n");
	for (int i = 0; i < 300; i++)
		g_string_append_printf(customers, "c%d,2025-01-05,v%d\n", i, i % 150);
	struct client c = client_read(&(struct client_text){.customers = customers->str, .settings = "as_of = \"2025-03-31\"; slices = { by = [\"channel\"]; };"});
	g_autoptr(facts) f = client_facts(&c);
	int64_t sum = 0;
	int others = 0;
	for (size_t i = 1; i < f->n_slices; i++) {
		sum += fact(f, span_by_name(&f->spans, "2025-02"), i, FACT_S);
		others += strcmp(f->slices[i].value, SLICE_OTHER) == 0;
	}
	assert_int_equal(sum, 301);
	assert_int_equal(others, 1);
	assert_int_equal(times_reported(c.diag, DIAG_TOO_MANY_VALUES), 1);
	client_clear(&c);
	g_string_free(customers, TRUE);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(halves_of_subscriptions_add_up_in_any_order),
		cmocka_unit_test(halves_of_invoices_add_up_in_any_order),
		cmocka_unit_test(halves_of_orders_add_up_in_any_order),
		cmocka_unit_test(halves_of_customers_dates_add_up_in_any_order),
		cmocka_unit_test(a_cut_keeps_the_largest_values_and_adds_up_the_rest),
		cmocka_unit_test(a_value_called_other_is_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
