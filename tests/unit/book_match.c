/* book/match and ingest/latest: customers known by another key, and rows of which the last state counts. */
#include "book_fixture.h"

#define CUSTOMERS "customer_id,name,email,signup_date\nc1,Ann  Lee,Ann@Example.org,2025-01-01\nc2,Bo,bo@example.org,2025-01-01\nc3,Bo,,2025-01-01\n"
#define ORDERS "customer_id,date,amount\nc1,2025-01-05,10\nANN@example.ORG,2025-01-06,10\nann lee,2025-01-07,10\nBo,2025-01-08,10\nnobody,2025-01-09,10\n"

static const struct account *orders_of(const struct client *c) {
	return g_ptr_array_index(c->book->accounts, 1);
}

static void other_keys_are_sought_only_when_asked(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = "inactive_after = 3;", .customers = CUSTOMERS, .orders = ORDERS});
	assert_int_equal(orders_of(&c)->used, 5);
	assert_int_equal(orders_of(&c)->orphans, 4);
	client_clear(&c);
}

static void customers_are_known_by_e_mail_and_name(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = "inactive_after = 3; match = [ \"id\", \"email\", \"name\" ];", .customers = CUSTOMERS, .orders = ORDERS});
	assert_int_equal(orders_of(&c)->used, 5);
	assert_int_equal(orders_of(&c)->orphans, 2); /* two are called Bo: neither is meant; and nobody */
	assert_int_equal(c.book->customers->len, 5);
	assert_int_equal(c.book->first_order[1] - c.book->first_order[0], 3);
	client_clear(&c);
}

static void of_two_states_of_a_row_the_later_counts(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.settings = "inactive_after = 3;",
		.customers = "customer_id,name,signup_date,updated_at\nc1,New,2025-01-01,2025-03-01 10:00\nc1,Old,2025-01-01,2025-02-01 10:00\nc2,Bo,2025-01-01,\n"});
	const struct account *a = g_ptr_array_index(c.book->accounts, 0);
	assert_int_equal(a->used, 2);
	assert_int_equal(a->duplicate, 1);
	assert_int_equal(a->refused, 0);
	const struct reject *note = g_ptr_array_index(a->notes, 0);
	assert_int_equal(note->line, 3);
	assert_int_equal(note->code, DIAG_ROW_SUPERSEDED);
	assert_string_equal(intern_text(&c.book->names, g_array_index(c.book->customers, struct customer, 0).name), "New");
	client_clear(&c);
}

/* Terms of one subscription follow one another: a later one is no later state of the earlier. */
static void later_terms_are_no_later_states(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,updated_at\n"
	                                                                     "s1,a,2025-01-05,,10,2025-01-05\ns1,a,2025-01-05,2025-02-05,10,2025-02-05\n"
	                                                                     "s1,a,2025-02-05,,20,2025-02-05\n"});
	const struct account *a = g_ptr_array_index(c.book->accounts, 0);
	assert_int_equal(a->used, 2);
	assert_int_equal(a->duplicate, 1);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_keys_are_sought_only_when_asked),
		cmocka_unit_test(customers_are_known_by_e_mail_and_name),
		cmocka_unit_test(of_two_states_of_a_row_the_later_counts),
		cmocka_unit_test(later_terms_are_no_later_states),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
