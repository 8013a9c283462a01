/* metrics/balance: what a worked example cannot show: what is said beside the share to keep. */
#include "book_fixture.h"
#include "metric/metric.h"

/* Eight customers since September 2025, two since May 2026, all here in September 2026: N = 2, E = 10; (target − 2) / 10. */
static const char *said_of(int target) {
	GString *terms = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval\n");
	for (int i = 0; i < 10; i++)
		g_string_append_printf(terms, "s%d,c%d,%s,,10,month\n", i, i, i < 8 ? "2025-09-05" : "2026-05-05");
	g_autofree char *settings = g_strdup_printf("as_of = \"2026-09-30\"; history_start = \"2025-09-01\"; target = { customers = %d; };", target);
	struct client c = client_read(&(struct client_text){.subscriptions = terms->str, .settings = settings});
	g_autoptr(facts) f = client_facts(&c);
	struct coverage cover = {.source = "subscriptions", .amounts = true};
	cover.present[COVER_ACTIVITY] = true;
	cover.last[COVER_ACTIVITY] = f->spans.items[span_by_name(&f->spans, "2026-09")].close;
	struct eval e = {.conf = g_ptr_array_index(c.conf->clients, 0), .facts = f, .cover = &cover};
	struct value v = metric_find("needed_retention")->eval(&e, span_by_name(&f->spans, "2026-09"), SLICE_ALL);
	assert_true(value_shown(&v));
	assert_true(v.num == target - 2 && v.den == 10);
	client_clear(&c);
	g_string_free(terms, TRUE);
	return v.note;
}

static void a_share_to_keep_says_that_it_is_beyond_all_or_reached_already(void **state) {
	(void)state;
	assert_null(said_of(12)); /* all of them */
	assert_string_equal(said_of(13), "needed_retention_beyond");
	assert_null(said_of(2)); /* none of them, and not one fewer */
	assert_string_equal(said_of(1), "needed_retention_reached");
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_share_to_keep_says_that_it_is_beyond_all_or_reached_already),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
