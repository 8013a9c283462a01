/* The pages of a small report made by hand, bound and expanded: what is in them, what must not be, and that they are well-formed. */
#include "base/file.h"
#include "facts/facts.h"
#include "page/bind.h"
#include "page/bind_portfolio.h"
#include "report_facts.h"
#include <libxml/parser.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
/* after those four */
#include <cmocka.h>

struct fixture {
	struct diag *diag;
	struct words *words;
	struct tpl_cache *cache;
	struct conf conf;
	struct client_conf client;
	struct facts facts;
	struct coverage cover;
	struct eval eval;
	struct results *results;
	struct report report;
};

static void put(struct facts *f, size_t span, size_t slice, enum fact id, int64_t n) {
	*fact_cell(f, span, slice, id) = n;
}

/* 1,000 customers; 30 join of whom 1 goes again, 2 return, 21 leave: 1,010. Every customer pays 1,200.00 a year. */
static void fill_movements(struct facts *f, size_t span, size_t slice, int64_t scale) {
	const int64_t year = 120000;
	put(f, span, slice, FACT_S, 100 * scale);
	put(f, span, slice, FACT_KEPT, 98 * scale - (scale > 5));
	put(f, span, slice, FACT_J, 3 * scale);
	put(f, span, slice, FACT_J0, scale > 5);
	put(f, span, slice, FACT_R, scale > 5 ? 2 : 0);
	int64_t lost = fact(f, span, slice, FACT_S) - fact(f, span, slice, FACT_KEPT), here = fact(f, span, slice, FACT_J) - (scale > 5);
	put(f, span, slice, FACT_END, 100 * scale - lost + here + fact(f, span, slice, FACT_R));
	put(f, span, slice, FACT_MRR_OPEN_KEPT, fact(f, span, slice, FACT_KEPT) * year);
	put(f, span, slice, FACT_MRR_OPEN_LOST, lost * year);
	put(f, span, slice, FACT_MRR_CLOSE_KEPT, fact(f, span, slice, FACT_KEPT) * year + 50 * year);
	put(f, span, slice, FACT_MRR_MIN, fact(f, span, slice, FACT_KEPT) * year - 20 * year);
	put(f, span, slice, FACT_MRR_CLOSE_NEW, here * year);
	put(f, span, slice, FACT_MRR_CLOSE_BACK, fact(f, span, slice, FACT_R) * year);
	put(f, span, slice, FACT_MRR_FX, -7);
	put(f, span, slice, FACT_MRR_END, fact(f, span, slice, FACT_END) * year + 50 * year - 7);
}

static void fill_answers(struct facts *f, size_t span, size_t slice, int64_t scale, int64_t shift) {
	const int64_t promoters = 10 * scale + shift, passives = 6 * scale, detractors = 5 * scale;
	put(f, span, slice, FACT_NPS_PROMOTERS, promoters);
	put(f, span, slice, FACT_NPS_PASSIVES, passives);
	put(f, span, slice, FACT_NPS_DETRACTORS, detractors);
	put(f, span, slice, FACT_NPS_N, promoters + passives + detractors);
	put(f, span, slice, FACT_NPS_W_PROMOTERS, promoters * 1000000);
	put(f, span, slice, FACT_NPS_W_PASSIVES, passives * 1000000);
	put(f, span, slice, FACT_NPS_W_DETRACTORS, detractors * 1000000);
	put(f, span, slice, FACT_NPS_SCORE_3, 2 * scale);
	put(f, span, slice, FACT_NPS_SCORE_6, 3 * scale);
	put(f, span, slice, FACT_NPS_SCORE_8, passives);
	put(f, span, slice, FACT_NPS_SCORE_9, promoters / 2);
	put(f, span, slice, FACT_NPS_SCORE_10, promoters - promoters / 2);
	put(f, span, slice, FACT_CSAT_N, 20 * scale);
	put(f, span, slice, FACT_CSAT_TOP, 15 * scale);
	put(f, span, slice, FACT_CSAT_W, 20 * scale * 1000000);
	put(f, span, slice, FACT_CSAT_W_TOP, 15 * scale * 1000000);
	put(f, span, slice, FACT_CSAT_SCORE_2, 5 * scale);
	put(f, span, slice, FACT_CSAT_SCORE_5, 15 * scale);
}

static void fill_span(struct facts *f, size_t span) {
	static const int64_t scales[] = {10, 6, 3, 1};
	int64_t shift = (int64_t)(span * 7 % 23);
	for (size_t slice = 0; slice < f->n_slices; slice++) {
		fill_movements(f, span, slice, scales[slice]);
		fill_answers(f, span, slice, scales[slice], slice == 0 ? shift : 0);
		put(f, span, slice, FACT_SPEND_ACQUISITION_MEDIA, 400000 * scales[slice] + 10000 * shift);
		put(f, span, slice, FACT_SPEND_ACQUISITION_PEOPLE, slice == 0 ? 1200000 : 0);
	}
}

static void fill_cohorts(struct facts *f) {
	for (size_t first = 0; first < f->n_months; first++)
		for (size_t age = 0; first + age < f->n_months; age++)
			f->cohort[first * f->n_months + age].customers = (int64_t)(30.0 / (1.0 + 0.06 * (double)age));
}

static void fill_facts(struct facts *f) {
	static const char *const values[] = {"ads & more", "referral", "shop \"5 < 6\""};
	facts_by_hand_of(f, day_of(2024, 11, 1), day_of(2026, 11, 12), "channel", values, G_N_ELEMENTS(values));
	for (size_t span = 0; span < f->spans.n; span++)
		fill_span(f, span);
	fill_cohorts(f);
}

static struct report_row *row_of(int64_t line, int64_t column, const char *reason) {
	struct report_row *row = g_new0(struct report_row, 1);
	row->line = line;
	row->column = column;
	row->reason = g_strdup(reason);
	return row;
}

static void fill_sources(struct report *r) {
	struct report_source *s = report_source_new();
	s->file = g_strdup("exports/surveys.csv");
	s->record = "surveys";
	s->encoding = g_strdup("UTF-8");
	s->rows = 12604;
	s->used = 12571;
	s->refused = 31;
	s->duplicate = 2;
	s->orphans = 1;
	s->first_day = day_of(2024, 11, 2);
	s->last_day = day_of(2026, 11, 12);
	s->n_rules = 1;
	s->rules[0].rule = "blank_score";
	s->rules[0].rows = 8;
	g_ptr_array_add(s->rejects, row_of(7, 3, "2026-13-40 <b>is</b> no date"));
	g_ptr_array_add(s->rejects, row_of(9, 0, "too few cells"));
	r->sources = g_ptr_array_new_with_free_func((GDestroyNotify)report_source_free);
	g_ptr_array_add(r->sources, s);
}

static void fill_conf(struct fixture *f) {
	settings_by_hand(&f->client);
	f->client.id = (char *)(uintptr_t) "lumen";
	f->client.name = (char *)(uintptr_t) "Lumen & Sons";
	f->client.conf = &f->conf;
	setting_by_hand(&f->client, SETTING_CURRENCY, "GBP", 0);
	setting_by_hand(&f->client, SETTING_LIST_MAX, "1", 1);
}

static int set_up(void **state) {
	struct fixture *f = g_new0(struct fixture, 1);
	f->diag = diag_new();
	f->words = words_load("templates/text", "en", "en-GB", f->diag);
	f->cache = f->words ? tpl_cache_load("templates", f->words, f->diag) : NULL;
	diag_print(f->diag, 0, 20);
	assert_non_null(f->cache);
	fill_conf(f);
	fill_facts(&f->facts);
	f->cover = (struct coverage){.present = {true, true, true, true}, .amounts = true, .source = "subscriptions"};
	for (int i = 0; i < COVER_COUNT; i++)
		f->cover.last[i] = day_of(2026, 11, 12);
	f->eval = (struct eval){.conf = &f->client, .facts = &f->facts, .cover = &f->cover};
	f->results = results_new(&f->eval);
	f->report = (struct report){.conf = &f->client, .words = f->words, .results = f->results, .facts = &f->facts, .cover = &f->cover};
	fill_sources(&f->report);
	*state = f;
	return 0;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	results_free(f->results);
	g_ptr_array_unref(f->report.sources);
	facts_by_hand_clear(&f->facts);
	settings_by_hand_clear(&f->client);
	tpl_cache_free(f->cache);
	words_free(f->words);
	diag_free(f->diag);
	g_free(f);
	return 0;
}

static const struct page_kind *kind_of(const char *name) {
	for (size_t i = 0; page_kinds[i]; i++)
		if (strcmp(page_kinds[i]->name, name) == 0)
			return page_kinds[i];
	return NULL;
}

/* Every page of every span is there. */
static bool all_there(const struct page_context *p, const char *kind, size_t span) {
	const struct page_kind *k = kind_of(kind);
	(void)p;
	return k && (k->when == PAGE_ONCE) == (span == SPAN_ABSENT);
}

/* Only the page's own period is there. */
static bool alone(const struct page_context *p, const char *kind, size_t span) {
	return span == p->span && all_there(p, kind, span);
}

static char *page_in(struct fixture *f, const char *kind, const char *span, bool (*exists)(const struct page_context *, const char *, size_t)) {
	struct page_context p = {.report = &f->report,
							 .kind = kind_of(kind),
							 .span = span ? span_by_name(&f->facts.spans, span) : SPAN_ABSENT,
							 .stylesheet = span ? "../assets/s.css" : "assets/s.css",
							 .root = span ? "../" : "",
							 .exists = exists};
	g_autoptr(tpl) root = tpl_new(f->words);
	bind_page(&p, root);
	char *text = tpl_expand(f->cache, BIND_LAYOUT, root, f->diag);
	diag_print(f->diag, 0, 20);
	assert_non_null(text);
	xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), kind, "UTF-8", XML_PARSE_NONET);
	assert_non_null(doc);
	xmlFreeDoc(doc);
	const char *folder = getenv("HOLDFAST_PAGES");
	if (folder && exists == all_there) { /* to be looked at in a browser */
		g_autofree char *path = g_strdup_printf("%s/%s/%s.html", folder, span ? span : ".", kind);
		g_file_set_contents(path, text, -1, NULL);
	}
	return text;
}

static void every_kind_of_page_of_every_kind_of_period_is_well_formed(void **state) {
	static const char *const spans[] = {"2024-11", "2026-10", "2026-11", "2026-Q3", "2026-Q4", "2025", "2026", "2026-10-ttm"};
	for (size_t i = 0; page_kinds[i]; i++) {
		if (page_kinds[i]->when == PAGE_ONCE)
			g_free(page_in(*state, page_kinds[i]->name, NULL, all_there));
		for (size_t k = 0; k < G_N_ELEMENTS(spans) && page_kinds[i]->when != PAGE_ONCE; k++)
			g_free(page_in(*state, page_kinds[i]->name, spans[k], all_there));
	}
}

static void the_overview_states_the_movements_of_its_period(void **state) {
	g_autofree char *text = page_in(*state, "overview", "2026-10", all_there);
	/* 1,000 + 30 − 1 + 2 − 21 = 1,010 */
	assert_non_null(strstr(text, "October 2026: 1,010 customers at the close; 30 joined (1 is gone again), 2 returned, 21 left."));
	assert_non_null(strstr(text, "data-metric=\"retention_rate\" data-period=\"2026-10\" data-state=\"ok\""));
	assert_non_null(strstr(text, "97.9")); /* 979 of 1,000 */
	assert_non_null(strstr(text, "data-metric=\"retention_rate\" data-period=\"2026-09\""));
	assert_non_null(strstr(text, "data-metric=\"retention_rate\" data-period=\"2025-10\""));
}

static void the_overview_claims_no_news(void **state) {
	static const char *const claims[] = {" rose", " fell", " rise", " fall", "▲", "▼", "↑", "↓", "script"};
	g_autofree char *text = page_in(*state, "overview", "2026-10", all_there);
	for (size_t i = 0; i < G_N_ELEMENTS(claims); i++)
		assert_null(strstr(text, claims[i]));
}

static void an_unfinished_month_says_so_and_a_finished_one_does_not(void **state) {
	g_autofree char *cut = page_in(*state, "overview", "2026-11", all_there), *whole = page_in(*state, "overview", "2026-10", all_there);
	assert_non_null(strstr(cut, "Unfinished, to 12 November 2026"));
	assert_null(strstr(whole, "Unfinished, to"));
}

static void a_page_links_to_its_neighbours_only_where_they_are(void **state) {
	g_autofree char *all = page_in(*state, "retention", "2026-10", all_there), *one = page_in(*state, "retention", "2026-10", alone);
	static const char *const links[] = {"../2026-09/retention.html",
										"../2026-11/retention.html",
										"../2025-10/retention.html",
										"../2026-Q4/retention.html",
										"../2026/retention.html",
										"../2026-10-ttm/retention.html",
										"../index.html"};
	for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
		g_autofree char *href = g_strdup_printf("href=\"%s\"", links[i]);
		assert_non_null(strstr(all, href));
		assert_null(strstr(one, href));
	}
	assert_non_null(strstr(one, "href=\"revenue.html\""));
}

static void a_page_of_the_past_does_not_tell_how_far_the_exports_reach(void **state) {
	g_autofree char *old = page_in(*state, "overview", "2025-10", all_there), *newest = page_in(*state, "overview", "2026-10", all_there);
	assert_non_null(strstr(newest, "12,604 rows read: 12,571 used, 31 refused, 2 duplicates"));
	assert_null(strstr(old, "12,604"));
	assert_non_null(strstr(old, "figures to 31 October 2025"));
}

static void the_revenue_roll_forward_is_printed_exactly(void **state) {
	g_autofree char *text = page_in(*state, "revenue", "2026-10", all_there);
	/* 1,000 customers of 1,200.00 a year: 100,000.00 a month; expansion 70 × 100.00, contraction 20 × 100.00 */
	assert_non_null(strstr(text, ">£100,000.00</td>"));
	assert_non_null(strstr(text, "+ £7,000.00"));
	assert_non_null(strstr(text, "− £2,000.00"));
	assert_non_null(strstr(text, "the sum holds exactly"));
}

static void the_quality_page_reconciles_and_escapes(void **state) {
	g_autofree char *text = page_in(*state, "quality", "2026-10", all_there);
	assert_non_null(strstr(text, "12,571 + 31 + 2 = 12,604"));
	assert_non_null(strstr(text, "2026-13-40 &lt;b&gt;is&lt;/b&gt; no date"));
	assert_non_null(strstr(text, "8 used rows have no score"));
	assert_non_null(strstr(text, "and 1 more"));
	assert_null(strstr(text, "too few cells"));
}

static void the_method_page_has_every_metric_with_its_numbers(void **state) {
	g_autofree char *text = page_in(*state, "method", "2026-10", all_there);
	for (size_t i = 0; i < metric_count(); i++) {
		g_autofree char *id = g_strdup_printf("id=\"method-%s\"", metric_at(i)->id);
		assert_non_null(strstr(text, id));
	}
	assert_non_null(strstr(text, "979 ÷ 1,000 = 97.90"));
	assert_non_null(strstr(text, "leavers over the customers at the opening"));
	assert_non_null(strstr(text, "churn.rule")); /* among the settings */
}

static void said(char *got, const char *wanted) {
	assert_string_equal(got, wanted);
	g_free(got);
}

/* .05 of a share more is 5 points, not 5 %; of everything else a difference is a number of its unit. */
static void a_difference_of_shares_is_told_in_points(void **state) {
	struct fixture *f = *state;
	const struct report *r = &f->report;
	said(bind_difference(r, UNIT_RATIO, .0523, false), "5.2 points");
	said(bind_difference(r, UNIT_RATIO, -.0523, true), "−5.23 points");
	said(bind_difference(r, UNIT_RATIO, .01, false), "1.0 point");
	said(bind_difference(r, UNIT_POINTS, -12, false), "−12.0 points");
	said(bind_difference(r, UNIT_MONTHS, 2, false), "2 months");
	struct value gap = {.state = STATE_OK, .x = .0412, .lo = -.012, .hi = .094, .n = 60};
	const struct metric *m = metric_find("csat_late_gap");
	said(bind_figure(r, m, &gap, false), "4.1 points");
	said(bind_interval(r, m, &gap), "−1.2 to 9.4 points");
	said(bind_figure(r, metric_find("csat"), &gap, false), "4.1%");
}

/* A share of 60 % is of neither side: the classes begin beyond it. */
static void spend_leans_beyond_its_bands(void **state) {
	(void)state;
	static const struct {
		double share;
		enum lean lean;
	} of[] = {{.6, LEAN_EVEN}, {.601, LEAN_WINNING}, {.4, LEAN_EVEN}, {.399, LEAN_KEEPING}};
	for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
		struct value v = value_state(STATE_OK);
		v.x = of[i].share;
		assert_int_equal(lean_of(&v), of[i].lean);
		assert_int_equal(lean_named(lean_name(of[i].lean)), of[i].lean);
	}
	struct value missing = value_missing("needs_spend");
	assert_int_equal(lean_of(&missing), LEAN_UNKNOWN);
	assert_int_equal(lean_named(NULL), LEAN_UNKNOWN);
}

static void a_share_to_keep_beyond_all_says_that_it_cannot_be_reached(void **state) {
	struct fixture *f = *state;
	struct value v = value_state(STATE_OK);
	v.x = 1.5;
	v.note = "needed_retention_beyond";
	g_autofree char *said = bind_reason_text(&f->report, metric_find("needed_retention"), 0, &v);
	assert_non_null(said);
	assert_non_null(strstr(said, "Cannot be reached"));
}

/* The month is that of the span's opening; one behind its close is not its reason. */
static void a_missing_rate_is_named_by_its_currencies_and_month(void **state) {
	struct fixture *f = *state;
	const struct span *s = &f->facts.spans.items[0];
	struct unrated_month gaps[] = {{s->first.n - 1, "USD"}, {s->last.n + 1, "CHF"}};
	GArray *own = f->facts.gaps;
	f->facts.gaps = g_array_new(FALSE, FALSE, sizeof *gaps);
	g_array_append_vals(f->facts.gaps, gaps, 2);
	struct value v = value_missing("needs_rate");
	g_autofree char *said = bind_reason_text(&f->report, metric_find("mrr_opening"), 0, &v);
	g_autofree char *month = format_month(f->words, (struct month){s->first.n - 1});
	assert_non_null(strstr(said, "USD to "));
	assert_non_null(strstr(said, month));
	assert_null(strstr(said, "CHF"));
	g_array_unref(f->facts.gaps);
	f->facts.gaps = own;
}

static void the_portfolio_links_to_clients_that_were_built(void **state) {
	struct fixture *f = *state;
	const struct portfolio_client clients[] = {{"Lumen", "../lumen/index.html", "October 2026", "fine", false, 12604, 33, LEAN_WINNING},
											   {"Harrow", NULL, "", "surveys.csv", true, 0, 0, LEAN_UNKNOWN},
											   {"Qinghe", "../qinghe/index.html", "October 2026", "fine", false, 1, 0, LEAN_WINNING},
											   {"Aldwych", "../aldwych/index.html", "October 2026", "fine", false, 1, 0, LEAN_KEEPING}};
	g_autoptr(tpl) root = tpl_new(f->words);
	portfolio_page(root, f->words, "assets/s.css", clients, G_N_ELEMENTS(clients));
	g_autofree char *text = tpl_expand(f->cache, BIND_LAYOUT, root, f->diag);
	diag_print(f->diag, 0, 20);
	assert_non_null(text);
	assert_non_null(strstr(text, "href=\"../lumen/index.html\""));
	assert_non_null(strstr(text, "4 clients, 1 of them not built"));
	/* of three clients with a figure two lean to winning: 67% beside the published 44% of firms; the one without a figure stands apart */
	assert_non_null(strstr(text, "<td class=\"num\">2</td><td class=\"num\">67%</td><td class=\"num\">44%</td>"));
	assert_non_null(strstr(text, "<td class=\"num\">0</td><td class=\"num\">0%</td><td class=\"num\">40%</td>"));
	assert_non_null(strstr(text, "<td class=\"num\">1</td><td class=\"num\">33%</td><td class=\"num\">16%</td>"));
	assert_non_null(strstr(text, "<td class=\"num\">1</td><td class=\"num\">—</td><td class=\"num\">—</td>"));
	assert_non_null(strstr(text, "Harrow"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_page_of_every_kind_of_period_is_well_formed),
		cmocka_unit_test(the_overview_states_the_movements_of_its_period),
		cmocka_unit_test(the_overview_claims_no_news),
		cmocka_unit_test(an_unfinished_month_says_so_and_a_finished_one_does_not),
		cmocka_unit_test(a_page_links_to_its_neighbours_only_where_they_are),
		cmocka_unit_test(a_page_of_the_past_does_not_tell_how_far_the_exports_reach),
		cmocka_unit_test(the_revenue_roll_forward_is_printed_exactly),
		cmocka_unit_test(the_quality_page_reconciles_and_escapes),
		cmocka_unit_test(the_method_page_has_every_metric_with_its_numbers),
		cmocka_unit_test(a_difference_of_shares_is_told_in_points),
		cmocka_unit_test(spend_leans_beyond_its_bands),
		cmocka_unit_test(a_share_to_keep_beyond_all_says_that_it_cannot_be_reached),
		cmocka_unit_test(a_missing_rate_is_named_by_its_currencies_and_month),
		cmocka_unit_test(the_portfolio_links_to_clients_that_were_built),
	};
	return cmocka_run_group_tests_name("page_bind", tests, set_up, tear_down);
}
