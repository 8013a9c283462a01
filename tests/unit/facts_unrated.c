/* Exchange rates that are not there: what a missing month leaves untouched, what it says, and that it is said once. */
#include "book_fixture.h"

static const char subscriptions[] = "subscription_id,customer_id,start_date,end_date,amount,interval,currency\n"
                                    "s1,c1,2026-01-01,,100.00,month,USD\n"
                                    "s2,c2,2026-02-01,,50.00,month,EUR\n"
                                    "s3,c3,2026-04-01,,70.00,month,USD\n";
static const char rates_but_march[] = "month,currency,rate\n2025-12,USD,0.80\n2026-01,USD,0.85\n2026-02,USD,0.90\n2026-04,USD,0.95\n2026-05,USD,0.95\n";

static struct client_text client_as_of(const char *as_of, char **settings) {
	*settings = g_strdup_printf("currency = \"EUR\"; history_start = \"2026-01-01\"; as_of = \"%s\";", as_of);
	return (struct client_text){.settings = *settings, .subscriptions = subscriptions, .rates = rates_but_march};
}

/* The build cut before the gap knows January and February; the one beyond it must say the same of them, fact by fact. */
static void months_before_a_missing_rate_are_those_of_the_truncated_build(void **state) {
	(void)state;
	g_autofree char *late_settings = NULL, *cut_settings = NULL;
	struct client_text late_text = client_as_of("2026-05-31", &late_settings), cut_text = client_as_of("2026-02-28", &cut_settings);
	struct client late = client_read(&late_text), cut = client_read(&cut_text);
	g_autoptr(facts) after = client_facts(&late), before = client_facts(&cut);
	for (int32_t m = before->spans.first.n; m <= before->spans.last.n; m++) {
		size_t a = span_find(&after->spans, SPAN_MONTH, (struct month){m}), b = span_find(&before->spans, SPAN_MONTH, (struct month){m});
		for (int id = 0; id < FACT_COUNT; id++)
			assert_int_equal(fact(after, a, SLICE_ALL, (enum fact)id), fact(before, b, SLICE_ALL, (enum fact)id));
	}
	assert_int_equal(fact_named(before, "2026-02", NULL, NULL, FACT_MRR_END), 12 * (9000 + 5000));
	client_clear(&late);
	client_clear(&cut);
}

/* c1 stands over March, c3 from April on needs March for April's opening: one warning, at the first row, line 2; nothing is refused. */
static void a_missing_month_is_said_once_at_its_first_row(void **state) {
	(void)state;
	g_autofree char *settings = NULL;
	struct client_text text = client_as_of("2026-05-31", &settings);
	struct client c = client_read(&text);
	assert_true(c.ok);
	assert_int_equal(times_reported(c.diag, DIAG_RATE_GAP), 1);
	assert_int_equal(times_reported(c.diag, DIAG_RATE_MISSING), 0);
	for (int64_t i = 0; i < diag_total(c.diag); i++)
		if (diag_get(c.diag, i)->code == DIAG_RATE_GAP)
			assert_int_equal(diag_get(c.diag, i)->line, 2);
	const struct account *a = g_ptr_array_index(c.book->accounts, 0);
	assert_int_equal(a->refused, 0);
	client_clear(&c);
}

static void customers_are_counted_and_the_identities_hold_over_the_gap(void **state) {
	(void)state;
	g_autofree char *settings = NULL;
	struct client_text text = client_as_of("2026-05-31", &settings);
	struct client c = client_read(&text);
	g_autoptr(facts) f = client_facts(&c);
	size_t broken;
	assert_true(facts_hold(f, &broken));
	assert_int_equal(fact_named(f, "2026-03", NULL, NULL, FACT_END), 2);
	assert_int_equal(fact_named(f, "2026-03", NULL, NULL, FACT_UNRATED_CLOSE), 1);
	assert_int_equal(fact_named(f, "2026-03", NULL, NULL, FACT_UNRATED_OPEN), 0);
	assert_int_equal(fact_named(f, "2026-04", NULL, NULL, FACT_UNRATED_OPEN), 1);
	assert_int_equal(fact_named(f, "2026-04", NULL, NULL, FACT_UNRATED_NEW), 1);
	assert_int_equal(fact_named(f, "2026-05", NULL, NULL, FACT_UNRATED_OPEN), 0);
	assert_int_equal(f->gaps->len, 1);
	g_autoptr(facts) both = facts_merge(f, f);
	assert_int_equal(both->gaps->len, 1);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_before_a_missing_rate_are_those_of_the_truncated_build),
		cmocka_unit_test(a_missing_month_is_said_once_at_its_first_row),
		cmocka_unit_test(customers_are_counted_and_the_identities_hold_over_the_gap),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
