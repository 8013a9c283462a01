/* lists.csv: the customers behind the counts, from exports to rows, with list.max = 2. By hand, as of 31 October 2026:
 *
 *   Falls: A 9, 8, 7, 6 on 10 January, February, March and April: P(S ≤ -6) = 1/4! = .041666667; B 10, 9, 8, 7, 6: 1/5! = .008333333; C 6, 7, 8, 9 never
 *   falls: p = 1; D has three answers and no test. Of three tests the adjusted p are 3·(1/120) = .025, 3/2·(1/24) = .0625 and 1: at q = .10 B and A fall.
 *   Slope of A, days 0, 31, 59, 90: the pairs give -1/31, -1/28, -1/31, -2/59, -2/59, -3/90; the middle two of them in order are -2/59 and -1/30:
 *   -(2/59 + 1/30)/2 points a day, times 365.25 = -12.2781780 a year.
 *   Renewals: A and B pay by the year from 20 November, D from 5 December; C by the year from 1 March, too late to be due. D has given no answer of late.
 *   Nobody joined lately; that is known only where contacts say who opened them. */
#include "base/file.h"
#include "cmd/reading.h"
#include "site/csv_lists.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	char *folder;
	struct diag *diag;
	struct words *words;
	struct conf *conf;
	struct reading *reading;
};

static void put(const struct fixture *f, const char *name, const char *text) {
	g_autofree char *path = g_build_filename(f->folder, name, NULL);
	assert_true(file_write(path, text, strlen(text), NULL));
}

static const char CONF[] =
	"currency = \"EUR\"; as_of = \"2026-10-31\"; history_start = \"2024-01-01\"; list = { max = 2; };\n"
	"clients = ( { id = \"one\"; name = \"One\"; exports = ( { record = \"customers\"; file = \"c.csv\"; },\n"
	"  { record = \"subscriptions\"; file = \"s.csv\"; constants = { interval = \"year\"; }; }, { record = \"surveys\"; file = \"a.csv\"; } ); } );\n";

static int set_up(void **state) {
	struct fixture *f = g_new0(struct fixture, 1);
	f->folder = g_dir_make_tmp("lists-XXXXXX", NULL);
	f->diag = diag_new();
	f->words = words_load("templates/text", "en", "en-GB", f->diag);
	assert_non_null(f->words);
	put(f, "site.conf", CONF);
	put(f, "c.csv", "customer_id,name,signup_date\nA,\"=HYPERLINK(\"\"x\"\")\",2024-11-20\nB,Birch,2024-11-20\nC,Cedar,2024-03-01\n@D,Dale,2024-12-05\n");
	put(f, "s.csv", "subscription_id,customer_id,start_date,end_date,amount\n1,A,2024-11-20,,120.00\n2,B,2024-11-20,,240.00\n3,C,2024-03-01,,360.00\n4,@D,2024-12-05,,480.00\n");
	put(f, "a.csv", "response_id,customer_id,date,survey,score\n"
					"a1,A,2026-01-10,nps,9\na2,A,2026-02-10,nps,8\na3,A,2026-03-10,nps,7\na4,A,2026-04-10,nps,6\n"
					"b1,B,2026-01-10,nps,10\nb2,B,2026-02-10,nps,9\nb3,B,2026-03-10,nps,8\nb4,B,2026-04-10,nps,7\nb5,B,2026-10-10,nps,6\n"
					"c1,C,2026-01-10,nps,6\nc2,C,2026-02-10,nps,7\nc3,C,2026-03-10,nps,8\nc4,C,2026-04-10,nps,9\n"
					"d1,@D,2025-01-10,nps,9\nd2,@D,2025-02-10,nps,8\nd3,@D,2025-03-10,nps,7\n");
	g_autofree char *conf_path = g_build_filename(f->folder, "site.conf", NULL);
	f->conf = conf_read(conf_path, f->diag);
	assert_non_null(f->conf);
	f->reading = reading_new(g_ptr_array_index(f->conf->clients, 0), DAY_NONE, f->words, f->diag);
	assert_true(f->reading->ok);
	*state = f;
	return 0;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	reading_free(f->reading);
	conf_free(f->conf);
	words_free(f->words);
	diag_free(f->diag);
	file_remove_tree(f->folder, NULL);
	g_free(f->folder);
	g_free(f);
	return 0;
}

static const struct report *report_of(void **state) {
	return &((const struct fixture *)*state)->reading->report;
}

static void near(double got, double want) {
	if (!(fabs(got - want) <= 5e-8))
		fail_msg("%.10g, not %.10g", got, want);
}

#define HEAD "list,state,order,of,customer_id,name,reason,date,score,mrr,slope,p,p_adjusted,proven\n"

static void renewals_stand_by_their_day_and_say_how_many_there_are(void **state) {
	GString *text = csv_lists(report_of(state), LIST_RENEWALS);
	assert_string_equal(text->str, HEAD
	                    "renewals,OK,1,3,B,Birch,Renews on 20 November 2026. No notice has been given.,2026-11-20,6,20.00,,,,\n"
	                    "renewals,OK,2,3,A,\"'=HYPERLINK(\"\"x\"\")\",Renews on 20 November 2026. No notice has been given.,2026-11-20,6,10.00,,,,\n");
	g_string_free(text, TRUE);
}

static void falls_are_those_all_tests_together_prove(void **state) {
	g_autoptr(listing) l = listing_new(report_of(state), LIST_FALL);
	assert_int_equal(l->total, 2);
	assert_int_equal(l->n, 2);
	assert_string_equal(l->rows[0].row->customer_id, "B");
	near(l->rows[0].p, 1. / 120);
	near(l->rows[0].p_adjusted, .025);
	assert_string_equal(l->rows[1].row->customer_id, "A");
	near(l->rows[1].p, 1. / 24);
	near(l->rows[1].p_adjusted, .0625);
	near(l->rows[1].slope, -(2. / 59 + 1. / 30) / 2 * 365.25);
	assert_true(l->rows[0].proven && l->rows[1].proven);
	GString *text = csv_lists(report_of(state), LIST_FALL);
	assert_non_null(strstr(text->str, "\nfall,OK,1,2,B,Birch,\"The answers fall, and not by chance: last 6 out of 10 on 10 October 2026.\",2026-10-10,6,20.00,-"));
	g_string_free(text, TRUE);
}

/* B fell from a passive's 7 by the month to a detractor's 6, ranked by drop times amount: 8.5 - 6 = 2.5 at 20 a month, before A's 8 - 6 = 2 at 10. */
static void scores_that_turned_down_carry_their_test(void **state) {
	g_autoptr(listing) l = listing_new(report_of(state), LIST_TURNED);
	assert_int_equal(l->total, 2);
	assert_string_equal(l->rows[0].row->customer_id, "B");
	assert_true(l->rows[0].proven);
	near(l->rows[1].p_adjusted, .0625);
}

static void a_list_that_cannot_be_told_says_what_it_needs(void **state) {
	GString *text = csv_lists(report_of(state), LIST_WELCOME);
	assert_true(g_str_has_prefix(text->str, HEAD "welcome,MISSING,,,,,\"Needs a contacts export"));
	assert_true(g_str_has_suffix(text->str, ",,,,,,,\n"));
	g_string_free(text, TRUE);
}

static void all_lists_stand_in_one_file(void **state) {
	GString *text = csv_lists(report_of(state), LIST_COUNT);
	assert_non_null(strstr(text->str, "\ndates,OK,1,3,"));
	assert_non_null(strstr(text->str, ",Will have been a customer for 2 years on 20 November 2026.,2026-11-20,6,20.00,,,,\n"));
	assert_non_null(strstr(text->str, "\nrenewals,OK,2,3,A,"));
	assert_null(strstr(text->str, "\n@D"));
	g_string_free(text, TRUE);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
	const struct CMUnitTest tests[] = {T(renewals_stand_by_their_day_and_say_how_many_there_are), T(falls_are_those_all_tests_together_prove),
	                                   T(scores_that_turned_down_carry_their_test), T(a_list_that_cannot_be_told_says_what_it_needs), T(all_lists_stand_in_one_file)};
	return cmocka_run_group_tests_name("site_csv_lists", tests, NULL, NULL);
}
