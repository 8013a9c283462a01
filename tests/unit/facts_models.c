/* The sparse parts behind models: a fair sample of buyers is the same however the customers are parted; first lives enter late; renewals are counted
 * when they fall due. */
#include "book_fixture.h"
#include "facts/fold.h"

static GArray *buyers_new(GRand *r, int n, int32_t close) {
	GArray *a = g_array_new(FALSE, FALSE, sizeof(struct buyer));
	for (int i = 0; i < n; i++) {
		struct buyer b = {.close = close, .hash = (uint64_t)g_rand_int(r) << 32 | g_rand_int(r), .x = g_rand_int_range(r, 0, 9), .T = 100, .amount = i};
		g_array_append_val(a, b);
	}
	return a;
}

static bool same(const GArray *a, const GArray *b) {
	for (guint i = 0; i < a->len && i < b->len; i++) {
		const struct buyer *x = &g_array_index(a, struct buyer, i), *y = &g_array_index(b, struct buyer, i);
		if (x->close != y->close || x->hash != y->hash || x->amount != y->amount)
			return false;
	}
	return a->len == b->len;
}

/* 40,000 and 30,000 buyers of one close, and 10 of another: cut before they are put together or only after. */
static void a_sample_of_halves_is_the_sample_of_all(void **state) {
	(void)state;
	GRand *r = g_rand_new_with_seed(5);
	GArray *a = buyers_new(r, 40000, 100), *b = buyers_new(r, 30000, 100), *other = buyers_new(r, 10, 200), *whole = g_array_new(FALSE, FALSE, sizeof(struct buyer));
	g_array_append_vals(b, other->data, other->len);
	g_array_append_vals(whole, b->data, b->len);
	g_array_append_vals(whole, a->data, a->len);
	buyers_cut(whole);
	buyers_cut(a);
	buyers_cut(b);
	g_array_append_vals(a, b->data, b->len);
	buyers_cut(a);
	assert_int_equal(whole->len, BUYERS_MAX + 10);
	assert_true(same(whole, a));
	for (guint i = 1; i < BUYERS_MAX; i++)
		assert_true(g_array_index(whole, struct buyer, i - 1).hash <= g_array_index(whole, struct buyer, i).hash);
	g_array_unref(a);
	g_array_unref(b);
	g_array_unref(other);
	g_array_unref(whole);
	g_rand_free(r);
}

static const struct tenure_row *only_row(const GArray *rows, size_t slice) {
	size_t n;
	const struct tenure_row *row = fact_tenure(rows, slice, &n);
	assert_int_equal(n, 1);
	return row;
}

/* Records begin on 1 January 2025. c1 began on 1 January 2024, 366 days earlier, and had lived through 365 of them at the opening's close; c2 had gone by then. */
static void who_was_here_before_enters_late(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.customers = "customer_id,signup_date\nc1,2024-01-01\nc2,2024-01-01\n",
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\ns1,c1,2024-01-01,2025-03-01,10,month\ns2,c2,2024-01-01,2024-12-31,10,month\n",
		.settings = "as_of = \"2025-06-30\"; history_start = \"2025-01-01\"; currency = \"EUR\";"});
	g_autoptr(facts) f = client_facts(&c);
	const struct tenure_row *start = only_row(f->tenure_starts, SLICE_ALL), *end = only_row(f->tenure_ends, SLICE_ALL);
	assert_int_equal(start->a, day_of(2024, 1, 1));
	assert_int_equal(start->entry, 365);
	assert_int_equal(end->a, month_of(2025, 3).n);
	assert_int_equal(end->b, 366 + 59);
	assert_int_equal(end->entry, 365);
	client_clear(&c);
}

/* Quarterly since 31 January 2025: due on 30 April, 31 July, 31 October. c1 leaves in the middle of June: one made, the second counts as missed from
 * 31 July on. c2 is there on 31 October with three made. */
static void renewals_count_when_they_fall_due(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){
		.subscriptions = "subscription_id,customer_id,start_date,end_date,amount,interval\ns1,c1,2025-01-31,2025-06-15,10,quarter\ns2,c2,2025-01-31,,10,quarter\n",
		.settings = "as_of = \"2025-10-31\"; currency = \"EUR\";"});
	g_autoptr(facts) f = client_facts(&c);
	size_t n;
	const struct tally *t = fact_tallies(f, TALLY_RENEWALS, span_by_name(&f->spans, "2025-10"), SLICE_ALL, &n);
	assert_int_equal(n, 2);
	assert_true(t[0].a == 3 && t[0].b == 1 && t[0].c == 1 && t[0].n == 1);
	assert_true(t[1].a == 3 && t[1].b == 3 && t[1].c == 0 && t[1].n == 1);
	t = fact_tallies(f, TALLY_PROJECT, span_by_name(&f->spans, "2025-10"), SLICE_ALL, &n);
	assert_int_equal(n, 1);
	assert_true(t->a == 3 && t->b == 3 && t->c == 4 && t->n == 1);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sample_of_halves_is_the_sample_of_all),
		cmocka_unit_test(who_was_here_before_enters_late),
		cmocka_unit_test(renewals_count_when_they_fall_due),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
