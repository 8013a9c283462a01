/* The registry of metrics, and the sums they are made of: every row says what it is, and counts add up over slices and, where they are flows, over months. */
#include "book_fixture.h"
#include "metric/metric.h"
#include "report/report.h"

static void every_metric_says_what_it_is_once(void **state) {
	(void)state;
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < metric_count(); i++) {
		const struct metric *m = metric_at(i);
		assert_true(g_hash_table_add(ids, (gpointer)(uintptr_t)m->id));
		assert_non_null(m->eval);
		assert_true(m->formula != NULL && m->formula[0] != '\0');
		for (int s = 0; s < SETTING_COUNT; s++)
			assert_false(rule_reads(m, (enum setting)s) && rule_is_whole((enum setting)s));
		assert_true(SLICED_OF(m) <= SLICED_CHANNEL);
		assert_true((m->sliced & ~(3u | NEWEST_ONLY | PARTS_MONEY | GAP_OF_SHARES | FLOWS | FLOW_PARTLY)) == 0);
		assert_true((m->sliced & FLOW_PARTLY) == 0 || (m->sliced & FLOWS) != 0);
		assert_true((m->sliced & FLOWS) == 0 || SLICED_OF(m) != SLICED_NO);
		assert_ptr_equal(metric_find(m->id), m);
	}
	assert_null(metric_at(metric_count()));
	assert_null(metric_find("npss"));
}

/* A setting is a rule of figures, for some kinds of business, or of the report as a whole; and a rule of figures is named by one. */
static void every_setting_is_a_rule_of_some_figure_or_of_the_whole_report(void **state) {
	(void)state;
	for (int s = 0; s < SETTING_COUNT; s++) {
		bool named = false;
		for (size_t i = 0; i < metric_count(); i++)
			named |= rule_reads(metric_at(i), (enum setting)s);
		assert_true(rule_has_kind((enum setting)s));
		assert_true(named != rule_is_whole((enum setting)s));
	}
}

/* Nothing says who is a customer when: no setting is a rule of its figures. */
static void of_no_kind_of_business_nothing_is_a_rule(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.customers = "customer_id,signup_date\na,2026-01-01\n"});
	const struct client_conf *of = g_ptr_array_index(c.conf->clients, 0);
	const struct coverage none = {0}, dates = {.source = "customers"};
	int64_t named = 0;
	for (size_t i = 0; i < metric_count(); i++)
		for (int s = 0; s < SETTING_COUNT; s++) {
			assert_false(rule_applies(metric_at(i), (enum setting)s, of, &none));
			named += rule_applies(metric_at(i), (enum setting)s, of, &dates);
		}
	assert_true(named > 0);
	client_clear(&c);
}

/* 60 customers over two years: terms of three plans, every third moves to another, every fourth leaves, every eighth comes back. */
static struct facts *movers(struct client *c) {
	static const char *const plans[] = {"Solo", "Team", "Office"};
	g_autoptr(GString) customers = g_string_new("customer_id,channel\n"), terms = g_string_new("subscription_id,customer_id,start_date,end_date,amount,interval,plan\n"),
					   spend = g_string_new("month,amount,channel,purpose\n"), contacts = g_string_new("ticket_id,customer_id,opened_at\n");
	for (int i = 0; i < 60; i++) {
		int month = i % 14;
		g_string_append_printf(customers, "c%d,%s\n", i, i % 5 == 0 ? "" : i % 2 == 0 ? "search" : "fair");
		g_autofree char *start = g_strdup_printf("%d-%02d-05", 2024 + month / 12, month % 12 + 1), *moved = g_strdup_printf("%d-%02d-17", 2024 + (month + 4) / 12, (month + 4) % 12 + 1),
						*left = g_strdup_printf("%d-%02d-09", 2024 + (month + 7) / 12, (month + 7) % 12 + 1);
		bool moves = i % 3 == 0, leaves = i % 4 == 0;
		g_string_append_printf(terms, "s%d,c%d,%s,%s,%d,month,%s\n", i, i, start, moves ? moved : leaves ? left : "", 20 + i, plans[i % 3]);
		if (moves)
			g_string_append_printf(terms, "m%d,c%d,%s,%s,%d,month,%s\n", i, i, moved, leaves ? left : "", 30 + i, plans[(i / 3) % 2 + 1]);
		if (i % 8 == 0)
			g_string_append_printf(terms, "b%d,c%d,2025-11-%02d,,50,month,%s\n", i, i, i / 8 + 1, plans[i % 2]);
		g_string_append_printf(contacts, "t%d,c%d,%s 10:00\nu%d,c%d,%s 11:00\n", i, i, start, i, i, moved);
	}
	for (int month = 1; month <= 24; month++)
		g_string_append_printf(spend, "%d-%02d,%d.10,search,acquisition\n%d-%02d,%d,,acquisition\n", 2024 + (month - 1) / 12, (month - 1) % 12 + 1, month * 7, 2024 + (month - 1) / 12,
		                       (month - 1) % 12 + 1, month);
	*c = client_read(&(struct client_text){.customers = customers->str, .subscriptions = terms->str, .spend = spend->str, .contacts = contacts->str,
	                                       .settings = "as_of = \"2025-12-31\"; history_start = \"2024-01-01\"; slices = { by = [\"plan\", \"channel\"]; };"});
	return client_facts(c);
}

/* Opening, kept, first-time, gone again, returned and closing customers of a dimension's slices are those of "all"; who moved out of one slice moved into
 * another; and each slice's own roll-forward holds: S + J − J0 + R − L + moved in − moved out = E. */
static void customers_add_up_over_slices_with_those_who_moved(void **state) {
	(void)state;
	static const enum fact counts[] = {FACT_S, FACT_KEPT, FACT_J, FACT_J0, FACT_R, FACT_END};
	struct client c;
	g_autoptr(facts) f = movers(&c);
	int64_t moved = 0, returned = 0;
	for (size_t span = 0; span < f->spans.n; span++)
		for (size_t dimension = 0; dimension < f->n_dimensions; dimension++) {
			int64_t sum[G_N_ELEMENTS(counts)] = {0}, in = 0, out = 0;
			for (size_t slice = 1; slice < f->n_slices; slice++) {
				if (f->slices[slice].dimension != dimension)
					continue;
				for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
					sum[i] += fact(f, span, slice, counts[i]);
				in += fact(f, span, slice, FACT_MOVED_IN);
				out += fact(f, span, slice, FACT_MOVED_OUT);
				assert_true(f->spans.items[span].before_history || rollforward_of(f, span, slice).holds);
			}
			for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
				assert_int_equal(sum[i], fact(f, span, SLICE_ALL, counts[i]));
			assert_int_equal(in, out);
			moved += in;
			returned += fact(f, span, SLICE_ALL, FACT_R);
		}
	assert_true(moved > 0 && returned > 0);
	client_clear(&c);
}

/* First-time customers, spend and contacts of a quarter, a year and twelve months are those of their months, in every slice. */
static void flows_add_up_over_months(void **state) {
	(void)state;
	static const enum fact flows[] = {FACT_J, FACT_SPEND_ACQUISITION_NONE, FACT_CONTACTS, FACT_MRR_FIRST};
	struct client c;
	g_autoptr(facts) f = movers(&c);
	int64_t met[G_N_ELEMENTS(flows)] = {0};
	for (size_t span = 0; span < f->spans.n; span++) {
		const struct span *s = &f->spans.items[span];
		if (s->kind == SPAN_MONTH || s->before_history)
			continue;
		for (size_t slice = 0; slice < f->n_slices; slice++)
			for (size_t i = 0; i < G_N_ELEMENTS(flows); i++) {
				int64_t sum = 0;
				for (struct month m = s->first; m.n <= s->last.n; m.n++)
					sum += fact(f, span_find(&f->spans, SPAN_MONTH, m), slice, flows[i]);
				/* under a plan: a term's slice is that of the span's own opening */
				if (slice == SLICE_ALL || strcmp(f->dimensions[f->slices[slice].dimension], "channel") == 0)
					assert_int_equal(fact(f, span, slice, flows[i]), sum);
				met[i] += sum;
			}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(flows); i++)
		assert_true(met[i] > 0);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_metric_says_what_it_is_once),
		cmocka_unit_test(every_setting_is_a_rule_of_some_figure_or_of_the_whole_report),
		cmocka_unit_test(of_no_kind_of_business_nothing_is_a_rule),
		cmocka_unit_test(customers_add_up_over_slices_with_those_who_moved),
		cmocka_unit_test(flows_add_up_over_months),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
