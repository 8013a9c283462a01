/* site/json and site/csv: eight customers, two channels, one leaver, from exports to metrics.json and data/. The arithmetic by hand:
 *
 *   October 2026: S = 8, A leaves on the 10th, so L = 1 and churn_rate = 1/8 = 0.125; nobody joins, so cac = 100.00 ÷ 0 is undefined.
 *   Channels "=ads" (6 customers) and "fair" (2): 2 is under min_n 5; hiding it alone would give it away by subtraction, so both are hidden. */
#include "base/file.h"
#include "cmd/reading.h"
#include "site/csv.h"
#include "site/json.h"

#include <json-glib/json-glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	char *folder;
	struct diag *diag;
	struct conf *conf;
	struct reading *reading;
	JsonParser *parser;
	JsonObject *root;
};

static void put(const struct fixture *f, const char *name, const char *text) {
	g_autofree char *path = g_build_filename(f->folder, name, NULL);
	assert_true(file_write(path, text, strlen(text), NULL));
}

static int set_up(void **state) {
	struct fixture *f = g_new0(struct fixture, 1);
	f->folder = g_dir_make_tmp("json-XXXXXX", NULL);
	f->diag = diag_new();
	put(f, "site.conf", "currency = \"EUR\"; as_of = \"2026-10-31\"; history_start = \"2026-09-01\"; slices = { by = [\"channel\"]; };\n"
						"clients = ( { id = \"one\"; name = \"One\"; exports = ( { record = \"customers\"; file = \"c.csv\"; },\n"
						"  { record = \"subscriptions\"; file = \"s.csv\"; constants = { interval = \"month\"; }; },\n"
						"  { record = \"spend\"; file = \"p.csv\"; } ); } );\n");
	GString *c = g_string_new("customer_id,name,signup_date,channel\n"), *s = g_string_new("subscription_id,customer_id,start_date,end_date,amount\n");
	for (int i = 0; i < 8; i++) {
		g_string_append_printf(c, "%c,Customer,2026-08-01,%s\n", 'A' + i, i < 6 ? "=ads" : "fair");
		g_string_append_printf(s, "%d,%c,2026-08-01,%s,10.00\n", i, 'A' + i, i == 0 ? "2026-10-10" : "");
	}
	put(f, "c.csv", c->str);
	put(f, "s.csv", s->str);
	put(f, "p.csv", "date,amount,purpose\n2026-10-05,100.00,acquisition\n");
	g_string_free(c, TRUE);
	g_string_free(s, TRUE);
	g_autofree char *conf_path = g_build_filename(f->folder, "site.conf", NULL);
	f->conf = conf_read(conf_path, f->diag);
	assert_non_null(f->conf);
	f->reading = reading_new(g_ptr_array_index(f->conf->clients, 0), DAY_NONE, NULL, f->diag);
	assert_true(f->reading->ok);
	g_autoptr(GString) json = json_metrics(&f->reading->report);
	f->parser = json_parser_new();
	assert_true(json_parser_load_from_data(f->parser, json->str, (gssize)json->len, NULL));
	f->root = json_node_get_object(json_parser_get_root(f->parser));
	*state = f;
	return 0;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	g_object_unref(f->parser);
	reading_free(f->reading);
	conf_free(f->conf);
	diag_free(f->diag);
	file_remove_tree(f->folder, NULL);
	g_free(f->folder);
	g_free(f);
	return 0;
}

static JsonObject *figure(const struct fixture *f, const char *period, const char *metric) {
	JsonObject *periods = json_object_get_object_member(f->root, "periods");
	assert_true(json_object_has_member(periods, period));
	return json_object_get_object_member(json_object_get_object_member(periods, period), metric);
}

static void has(JsonObject *o, const char *key, double x) {
	assert_true(json_object_has_member(o, key));
	assert_float_equal(json_object_get_double_member(o, key), x, 0);
}

static void the_document_names_client_currency_and_day(void **state) {
	const struct fixture *f = *state;
	assert_string_equal(json_object_get_string_member(f->root, "client"), "one");
	assert_string_equal(json_object_get_string_member(f->root, "currency"), "EUR");
	assert_string_equal(json_object_get_string_member(f->root, "as_of"), "2026-10-31");
}

static void a_rate_has_value_parts_n_interval_unit_and_rule(void **state) {
	JsonObject *o = figure(*state, "2026-10", "churn_rate");
	assert_string_equal(json_object_get_string_member(o, "state"), "OK");
	assert_string_equal(json_object_get_string_member(o, "unit"), "ratio");
	assert_true(g_str_has_suffix(json_object_get_string_member(o, "rule"), "; churn.rule = start; churn.date = term_end; min_n = 5"));
	has(o, "value", 0.125);
	has(o, "num", 1);
	has(o, "den", 8);
	has(o, "n", 8);
	assert_true(json_object_get_double_member(o, "lo") > 0 && json_object_get_double_member(o, "lo") < 0.125);
	assert_true(json_object_get_double_member(o, "hi") > 0.125 && json_object_get_double_member(o, "hi") < 1);
}

static void money_is_in_major_units_of_the_currency(void **state) {
	JsonObject *o = figure(*state, "2026-10", "mrr_closing");
	assert_string_equal(json_object_get_string_member(o, "unit"), "EUR");
	has(o, "value", 70); /* 7 customers at 10.00 a month */
	assert_false(json_object_has_member(o, "lo"));
}

static void a_missing_figure_says_what_it_needs_and_no_number(void **state) {
	JsonObject *o = figure(*state, "2026-10", "nps");
	assert_string_equal(json_object_get_string_member(o, "state"), "MISSING");
	assert_string_equal(json_object_get_string_member(o, "needs"), "surveys_nps");
	assert_false(json_object_has_member(o, "value") || json_object_has_member(o, "n") || json_object_has_member(o, "num"));
}

static void an_undefined_figure_has_its_parts_only(void **state) {
	JsonObject *o = figure(*state, "2026-10", "cac");
	assert_string_equal(json_object_get_string_member(o, "state"), "UNDEFINED");
	has(o, "num", 100);
	has(o, "den", 0);
	assert_false(json_object_has_member(o, "value") || json_object_has_member(o, "n") || json_object_has_member(o, "lo"));
}

static void a_suppressed_figure_has_state_unit_and_rule_and_nothing_else(void **state) {
	JsonObject *slices = json_object_get_object_member(figure(*state, "2026-10", "churn_rate"), "slices");
	JsonObject *channels = json_object_get_object_member(slices, "channel");
	static const char *const VALUES[] = {"=ads", "fair"};
	for (size_t i = 0; i < 2; i++) {
		JsonObject *o = json_object_get_object_member(channels, VALUES[i]);
		assert_string_equal(json_object_get_string_member(o, "state"), "SUPPRESSED");
		assert_int_equal(json_object_get_size(o), 3);
	}
	assert_false(json_object_has_member(figure(*state, "2026-10", "customers_opening"), "slices"));
}

static void an_unfinished_period_is_partial_and_one_before_the_history_missing(void **state) {
	assert_string_equal(json_object_get_string_member(figure(*state, "2026-Q4", "churn_rate"), "state"), "PARTIAL");
	assert_true(json_object_has_member(figure(*state, "2026-Q4", "churn_rate"), "value"));
	assert_string_equal(json_object_get_string_member(figure(*state, "2026-Q3", "churn_rate"), "state"), "MISSING");
	assert_string_equal(json_object_get_string_member(figure(*state, "2026-Q3", "churn_rate"), "needs"), "history");
}

static bool keep(void *context, const char *name, const GString *text) {
	g_hash_table_insert(context, g_strdup(name), g_strndup(text->str, text->len));
	return true;
}

static void the_csv_files_hold_the_same_and_disarm_formulas(void **state) {
	const struct fixture *f = *state;
	g_autoptr(GHashTable) files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	assert_true(csv_all(&f->reading->report, keep, files));
	assert_int_equal(g_hash_table_size(files), metric_count() + 11 /* cohort, nps-scores, csat-scores, spend, reasons, touchpoints, drivers, survival, survival_tests, hazard, models */);
	const char *churn = g_hash_table_lookup(files, "churn_rate.csv");
	assert_true(g_str_has_prefix(churn, "period,dimension,slice,state,value,num,den,n,lo,hi\n"));
	assert_non_null(strstr(churn, "\n2026-10,,,OK,0.125,1,8,8,0."));
	assert_non_null(strstr(churn, "\n2026-10,channel,'=ads,SUPPRESSED,,,,,,\n"));
	assert_non_null(strstr(churn, "\n2026-Q3,,,MISSING,,,,,,\n"));
	assert_non_null(strstr(g_hash_table_lookup(files, "cac.csv"), "\n2026-10,,,UNDEFINED,,100,0,,,\n"));
	assert_non_null(strstr(g_hash_table_lookup(files, "spend.csv"), "\n2026-10,acquisition,none,100.00\n"));
	assert_string_equal(g_hash_table_lookup(files, "nps-scores.csv"), "period,score,answers\n");
	assert_true(g_str_has_prefix(g_hash_table_lookup(files, "cohort.csv"), "first_month,age,customers,revenue,state\n"));
}

static bool refuse(void *context, const char *name, const GString *text) {
	(void)name, (void)text;
	++*(int *)context;
	return false;
}

static void writing_stops_at_the_first_file_that_fails(void **state) {
	const struct fixture *f = *state;
	int calls = 0;
	assert_false(csv_all(&f->reading->report, refuse, &calls));
	assert_int_equal(calls, 1);
}

static void the_summary_adds_up(void **state) {
	const struct fixture *f = *state;
	g_autofree char *text = reading_summary(f->reading);
	assert_string_equal(text, "one: 2 months, 17 rows = 17 used + 0 refused + 0 duplicate; 8 customers");
	g_autofree char *n = plain_count(1234567), *small = plain_count(123), *negative = plain_count(-1234);
	assert_string_equal(n, "1,234,567");
	assert_string_equal(small, "123");
	assert_string_equal(negative, "-1,234");
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
	const struct CMUnitTest tests[] = {
		T(the_document_names_client_currency_and_day), T(a_rate_has_value_parts_n_interval_unit_and_rule), T(money_is_in_major_units_of_the_currency),
		T(a_missing_figure_says_what_it_needs_and_no_number), T(an_undefined_figure_has_its_parts_only),
		T(a_suppressed_figure_has_state_unit_and_rule_and_nothing_else),
		T(an_unfinished_period_is_partial_and_one_before_the_history_missing), T(the_csv_files_hold_the_same_and_disarm_formulas),
		T(writing_stops_at_the_first_file_that_fails), T(the_summary_adds_up)};
	return cmocka_run_group_tests_name("site_json", tests, NULL, NULL);
}
