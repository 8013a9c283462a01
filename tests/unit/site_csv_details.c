/* data/reasons.csv, touchpoints.csv and drivers.csv, from exports to text. Thirty customers answer in July at three touchpoints and about the whole; the
 * first fifteen are promoters (10), the others detractors (0). By hand:
 *
 *   support: 5 from all fifteen promoters and nine others: 24 of 30; delivery: from twelve promoters and three others: 15 of 30; =shop: from all 30.
 *   Chi-square of the three, 69 of 90 in all (23 and 7 expected): (1/23 + 1/7) + (64/23 + 64/7) + (49/23 + 49/7) = 114/23 + 114/7 = 21.2422360, of
 *   2 degrees of freedom: p = exp(-x/2) = 0.0000243954.
 *   Rank correlation of two answers of two values, (ad - bc) ÷ √ of the four sums: support (15·6 - 0·9) ÷ (15·12) = .5, delivery (12·12 - 3·3) ÷ 225 = .6;
 *   at the shop one answer never varies. Limits: tanh(atanh ρ ± 1.959964·√((1 + ρ²/2)/27)): .148132 to .739503, .276057 to .801533.
 *   August: twelve leave, at 10.00 each: six for "=price" (us), three because a card failed, three say nothing: six others. September: two leave. */
#include "base/file.h"
#include "cmd/reading.h"
#include "site/csv_details.h"

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
	struct conf *conf;
	struct reading *reading;
};

static void put(const struct fixture *f, const char *name, const char *text) {
	g_autofree char *path = g_build_filename(f->folder, name, NULL);
	assert_true(file_write(path, text, strlen(text), NULL));
}

static void answer(GString *out, int customer, const char *survey, int score, const char *touchpoint) {
	g_string_append_printf(out, "%d%s%s,%d,2026-07-10,%s,%d,%s\n", customer, survey, touchpoint, customer, survey, score, touchpoint);
}

static const char *why_of(int customer) {
	return customer < 6 ? "2026-08-10,=price,us" : customer < 9 ? "2026-08-10,Card expired," : customer < 12 ? "2026-08-10,," : customer < 14 ? "2026-09-10,=price,us" : ",,";
}

static int set_up(void **state) {
	struct fixture *f = g_new0(struct fixture, 1);
	f->folder = g_dir_make_tmp("details-XXXXXX", NULL);
	f->diag = diag_new();
	put(f, "site.conf", "currency = \"EUR\"; as_of = \"2026-09-30\"; history_start = \"2026-07-01\";\n"
						"clients = ( { id = \"one\"; name = \"One\"; exports = ( { record = \"customers\"; file = \"c.csv\"; },\n"
						"  { record = \"subscriptions\"; file = \"s.csv\"; constants = { interval = \"month\"; }; },\n"
						"  { record = \"surveys\"; file = \"a.csv\"; } ); } );\n");
	GString *c = g_string_new("customer_id,name,signup_date,cancel_date,cancel_reason,reason_owner\n");
	GString *s = g_string_new("subscription_id,customer_id,start_date,end_date,amount\n"), *a = g_string_new("response_id,customer_id,date,survey,score,touchpoint\n");
	for (int i = 0; i < 30; i++) {
		g_string_append_printf(c, "%d,Customer,2026-06-01,%s\n", i, why_of(i));
		g_string_append_printf(s, "%d,%d,2026-06-01,%.10s,10.00\n", i, i, i < 12 ? "2026-08-10" : i < 14 ? "2026-09-10" : "");
		answer(a, i, "nps", i < 15 ? 10 : 0, "");
		answer(a, i, "csat", i < 24 ? 5 : 1, "support");
		answer(a, i, "csat", i < 12 || (i >= 15 && i < 18) ? 5 : 1, "delivery");
		answer(a, i, "csat", 5, "=shop");
		if (i < 29)
			answer(a, i, "csat", 1, "phone");
	}
	put(f, "c.csv", c->str);
	put(f, "s.csv", s->str);
	put(f, "a.csv", a->str);
	g_string_free(c, TRUE);
	g_string_free(s, TRUE);
	g_string_free(a, TRUE);
	g_autofree char *conf_path = g_build_filename(f->folder, "site.conf", NULL);
	f->conf = conf_read(conf_path, f->diag);
	assert_non_null(f->conf);
	f->reading = reading_new(g_ptr_array_index(f->conf->clients, 0), DAY_NONE, NULL, f->diag);
	assert_true(f->reading->ok);
	*state = f;
	return 0;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	reading_free(f->reading);
	conf_free(f->conf);
	diag_free(f->diag);
	file_remove_tree(f->folder, NULL);
	g_free(f->folder);
	g_free(f);
	return 0;
}

static const struct report *report_of(void **state) {
	return &((const struct fixture *)*state)->reading->report;
}

static bool has_row(const GString *text, const char *row) {
	g_autofree char *whole = g_strdup_printf("\n%s\n", row);
	return strstr(text->str, whole) != NULL;
}

/* The number in a cell of the row that begins with `head`. */
static double cell(const GString *text, const char *head, guint column) {
	g_autofree char *begin = g_strdup_printf("\n%s", head);
	const char *at = strstr(text->str, begin);
	assert_non_null(at);
	const char *end = strchr(at + 1, '\n');
	g_autofree char *row = g_strndup(at + 1, (gsize)(end - at - 1));
	g_auto(GStrv) cells = g_strsplit(row, ",", -1);
	assert_true(column < g_strv_length(cells));
	return g_ascii_strtod(cells[column], NULL);
}

static void near(double got, double want) {
	if (!(fabs(got - want) <= 5e-7))
		fail_msg("%.9g, not %.9g", got, want);
}

static void reasons_are_counted_disarmed_and_withheld(void **state) {
	GString *text = csv_reasons(report_of(state));
	assert_true(g_str_has_prefix(text->str, "period,reason,owner,payment,customers,revenue,state\n"));
	assert_true(has_row(text, "2026-08,'=price,us,no,6,60.00,OK"));
	assert_true(has_row(text, "2026-08,(other),,,6,60.00,OK"));
	assert_true(has_row(text, "2026-09,,,,,,SUPPRESSED"));
	assert_null(strstr(text->str, "\n2026-07,")); /* nobody left */
	/* the quarter: 8 for the price, and the six others */
	assert_true(has_row(text, "2026-Q3,'=price,us,no,8,80.00,OK"));
	assert_true(has_row(text, "2026-Q3,(other),,,6,60.00,OK"));
	g_string_free(text, TRUE);
}

static void touchpoints_have_their_shares_and_one_test(void **state) {
	GString *text = csv_touchpoints(report_of(state));
	assert_true(g_str_has_prefix(text->str, "period,touchpoint,answers,top,csat,chi2,df,p\n2026-07,'=shop,30,30,1,,,\n2026-07,delivery,30,15,0.5,,,\n"));
	assert_true(has_row(text, "2026-07,support,30,24,0.8,,,"));
	assert_null(strstr(text->str, "phone")); /* 29 answers */
	assert_non_null(strstr(text->str, "\n2026-07,,90,69,0.7666666666666667,"));
	near(cell(text, "2026-07,,90", 5), 21.2422360);
	near(cell(text, "2026-07,,90", 6), 2);
	near(cell(text, "2026-07,,90", 7) * 1000, .0243954);
	assert_null(strstr(text->str, "2026-08"));
	g_string_free(text, TRUE);
}

static void drivers_have_their_correlation_with_limits(void **state) {
	GString *text = csv_drivers(report_of(state));
	assert_true(g_str_has_prefix(text->str, "period,touchpoint,n,rho,lo,hi\n2026-07,'=shop,30,,,\n2026-07,delivery,30,"));
	near(cell(text, "2026-07,delivery", 3), .6);
	near(cell(text, "2026-07,delivery", 4), .2760566);
	near(cell(text, "2026-07,delivery", 5), .8015333);
	near(cell(text, "2026-07,support", 3), .5);
	near(cell(text, "2026-07,support", 4), .1481322);
	near(cell(text, "2026-07,support", 5), .7395032);
	assert_null(strstr(text->str, "phone"));
	g_string_free(text, TRUE);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
	const struct CMUnitTest tests[] = {T(reasons_are_counted_disarmed_and_withheld), T(touchpoints_have_their_shares_and_one_test), T(drivers_have_their_correlation_with_limits)};
	return cmocka_run_group_tests_name("site_csv_details", tests, NULL, NULL);
}
