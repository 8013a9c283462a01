/* site/verify: a small sound site passes, and each kind of planted fault is found in its file, on its line. */
#include "base/file.h"
#include "site/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Line 1 is the doctype, 2 the head, 3 and 4 the frame; the body under test begins on line 5. */
#define HEAD                                                                                                                     \
	"<!DOCTYPE html>\n<html xmlns='http://www.w3.org/1999/xhtml' lang='en'><head><meta http-equiv='Content-Security-Policy' "    \
	"content=\"default-src 'none'\"/>\n<title>Overview</title></head>\n<body id='top'><p>Lumen &amp; Co</p>\n"
#define TAIL "</body></html>\n"
#define FIRST_LINE 5

static const struct verify_client CLIENTS[] = {{"lumen", "Lumen & Co"}, {"other", "Other"}};

struct site {
	char *folder;
	struct diag *diag;
};

static void put(const struct site *s, const char *path, const char *text) {
	g_autofree char *full = g_build_filename(s->folder, path, NULL);
	g_autofree char *folder = g_path_get_dirname(full);
	assert_true(file_make_folder(folder, NULL));
	if (file_exists(full))
		assert_true(file_remove(full, NULL));
	assert_true(file_write(full, text, strlen(text), NULL));
}

static void put_page(const struct site *s, const char *path, const char *body) {
	g_autofree char *text = g_strconcat(HEAD, body, TAIL, NULL);
	put(s, path, text);
}

static int set_up(void **state) {
	struct site *s = g_new0(struct site, 1);
	g_autofree char *made = g_dir_make_tmp("verify-XXXXXX", NULL);
	s->folder = g_steal_pointer(&made);
	s->diag = diag_new();
	put_page(s, "lumen/index.html", "<a href='2026-10/overview.html#kpi'>newest</a>\n");
	put_page(s, "lumen/2026-10/overview.html", "<p id='kpi'><a href='../index.html'>archive</a><a href='#top'>up</a><a href='../data/nps.csv'>csv</a></p>\n");
	put(s, "lumen/data/nps.csv", "period\n");
	put(s, "other/data/nps.csv", "period\n");
	*state = s;
	return 0;
}

static int tear_down(void **state) {
	struct site *s = *state;
	file_remove_tree(s->folder, NULL);
	diag_free(s->diag);
	g_free(s->folder);
	g_free(s);
	return 0;
}

static bool verified(struct site *s, int workers) {
	return verify_site(s->folder, CLIENTS, 2, workers, s->diag);
}

/* The overview with this body has exactly one fault: this code, on the body's line (from 1; 0: the page as a whole). */
static void finds(struct site *s, const char *body, enum diag_code code, int body_line) {
	put_page(s, "lumen/2026-10/overview.html", body);
	assert_false(verified(s, 1));
	assert_int_equal(diag_total(s->diag), 1);
	const struct diag_message *m = diag_get(s->diag, 0);
	assert_string_equal(diag_name(m->code), diag_name(code));
	assert_string_equal(m->file, "lumen/2026-10/overview.html");
	assert_int_equal(m->line, body_line == 0 ? 0 : FIRST_LINE + body_line - 1);
}

#define KPI "<p id='kpi'/>"
#define FIND(name, body, code, line)          \
	static void name(void **state) {          \
		finds(*state, KPI body, code, line);  \
	}

static void a_sound_site_passes(void **state) {
	struct site *s = *state;
	assert_true(verified(s, 2));
	assert_int_equal(diag_total(s->diag), 0);
}

static void a_sound_chart_and_sparkline_pass(void **state) {
	struct site *s = *state;
	put_page(s, "lumen/2026-10/overview.html",
	         KPI "<figure><svg role='img' aria-labelledby='t'><title id='t'>Churn</title><path fill='url(#t)'/></svg>"
	             "<details><table id='numbers'><tr><td>1</td></tr></table></details></figure>"
	             "<svg class='spark' aria-hidden='true' data-table='numbers'><path/></svg><svg aria-hidden='true'/>");
	assert_true(verified(s, 1));
}

FIND(an_unclosed_element_is_found, "\n<p>", DIAG_PAGE_MALFORMED, 2)
FIND(an_entity_of_html_is_found, "\n\n&nbsp;", DIAG_PAGE_MALFORMED, 3)
FIND(an_id_twice_is_found, "<p id='a'/>\n<p id='a'/>", DIAG_PAGE_ID_TWICE, 2)
FIND(a_dead_link_is_found, "<a href='2025/overview.html'>x</a>", DIAG_PAGE_LINK_DEAD, 1)
FIND(a_link_to_a_folder_is_dead, "<a href='../data/'>x</a>", DIAG_PAGE_LINK_DEAD, 1)
FIND(an_empty_link_is_dead, "<a href=''>x</a>", DIAG_PAGE_LINK_DEAD, 1)
FIND(a_dead_anchor_is_found, "\n<a href='../index.html#nowhere'>x</a>", DIAG_PAGE_ANCHOR_DEAD, 2)
FIND(a_dead_anchor_of_the_page_is_found, "<a href='#nowhere'>x</a>", DIAG_PAGE_ANCHOR_DEAD, 1)
FIND(an_anchor_of_a_file_without_ids_is_dead, "<a href='../data/nps.csv#a'>x</a>", DIAG_PAGE_ANCHOR_DEAD, 1)
FIND(a_label_that_names_no_id_is_found, "<p aria-labelledby='kpi nobody'/>", DIAG_PAGE_ANCHOR_DEAD, 1)
FIND(a_link_into_another_client_leaves, "<a href='../../other/data/nps.csv'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(a_link_above_the_site_leaves, "<a href='../../../x.html'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(an_escaped_way_up_leaves, "<a href='%2e%2e/%2e%2e/other/data/nps.csv'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(an_absolute_path_leaves, "<a href='/lumen/index.html'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(another_host_leaves, "<a href='https://example.org/?a=1&amp;b=2'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(a_host_without_scheme_leaves, "<img src='//example.org/x.png' alt=''/>", DIAG_PAGE_LINK_OUT, 1)
FIND(a_script_link_leaves, "<a href='javascript:alert(1)'>x</a>", DIAG_PAGE_LINK_OUT, 1)
FIND(a_script_is_found, "<script/>", DIAG_PAGE_ACTIVE, 1)
FIND(a_handler_is_found, "<p onclick='x()'/>", DIAG_PAGE_ACTIVE, 1)
FIND(a_chart_without_title_is_found, "<figure>\n<svg/><table/></figure>", DIAG_PAGE_CHART_TITLE, 2)
FIND(an_empty_title_is_none, "<figure><svg><title> </title></svg><table/></figure>", DIAG_PAGE_CHART_TITLE, 1)
FIND(a_title_of_a_mark_is_none_of_the_chart, "<figure><svg><g><title>one</title></g></svg><table/></figure>", DIAG_PAGE_CHART_TITLE, 1)
FIND(a_chart_without_table_is_found, "<figure>\n<svg><title>x</title></svg></figure><table/>", DIAG_PAGE_CHART_TABLE, 2)
FIND(a_chart_outside_a_figure_is_found, "<svg><title>x</title></svg><table/>", DIAG_PAGE_CHART_TABLE, 1)
FIND(a_sparkline_without_table_is_found, "<svg class='spark' aria-hidden='true'/>", DIAG_PAGE_SPARK, 1)
FIND(a_sparkline_that_names_no_table_is_found, "<svg class='spark' aria-hidden='true' data-table='kpi'/>", DIAG_PAGE_SPARK, 1)

static void a_page_that_names_another_client_is_found(void **state) {
	struct site *s = *state;
	put(s, "lumen/2026-10/overview.html", "<html><head><meta http-equiv='Content-Security-Policy' content='x'/></head><body id='kpi'>Lumen Co</body></html>");
	assert_false(verified(s, 1));
	assert_int_equal(diag_total(s->diag), 1);
	assert_int_equal(diag_get(s->diag, 0)->code, DIAG_PAGE_NAME);
}

static void a_page_without_policy_is_found(void **state) {
	struct site *s = *state;
	put(s, "lumen/2026-10/overview.html", "<html><body id='kpi'>Lumen &amp; Co</body></html>");
	assert_false(verified(s, 1));
	assert_int_equal(diag_total(s->diag), 1);
	assert_int_equal(diag_get(s->diag, 0)->code, DIAG_PAGE_POLICY);
}

static void an_internal_page_may_link_into_client_folders_but_not_back(void **state) {
	struct site *s = *state;
	put_page(s, "internal/index.html", "<a href='../lumen/index.html#top'>Lumen</a>");
	assert_true(verified(s, 1));
	finds(s, KPI "<a href='../../internal/index.html'>x</a>", DIAG_PAGE_LINK_OUT, 1);
}

static void a_stylesheet_that_fetches_is_found(void **state) {
	struct site *s = *state;
	put(s, "lumen/assets/a.css", "p { fill: url(#hatch); background: url( 'data:image/png;base64,' ) }\n@IMPORT 'b.css';\np { background: url(b.png) }\n");
	assert_false(verified(s, 1));
	assert_int_equal(diag_total(s->diag), 2);
	assert_int_equal(diag_get(s->diag, 0)->code, DIAG_STYLE_FETCH);
	assert_int_equal(diag_get(s->diag, 0)->line, 2);
	assert_int_equal(diag_get(s->diag, 1)->line, 3);
}

static void nothing_outside_the_page_is_read_by_the_parser(void **state) {
	struct site *s = *state;
	put(s, "lumen/secret.txt", "Lumen &amp; Co");
	put(s, "lumen/2026-10/overview.html",
	    "<!DOCTYPE html [<!ENTITY e SYSTEM '../secret.txt'>]>\n<html><head><meta http-equiv='Content-Security-Policy' content='x'/></head>"
	    "<body id='kpi'>&e;</body></html>");
	assert_false(verified(s, 1));
	/* Either it is refused outright or the entity stays empty: the name in the other file is never seen. */
	assert_true(diag_get(s->diag, 0)->code == DIAG_PAGE_MALFORMED || diag_get(s->diag, 0)->code == DIAG_PAGE_NAME);
}

static void a_symbolic_link_is_found(void **state) {
	struct site *s = *state;
	put(s, "lumen/secret.txt", "x");
	g_autofree char *link = g_build_filename(s->folder, "lumen", "link.txt", NULL);
	assert_true(file_symlink("secret.txt", link, NULL));
	assert_false(verified(s, 1));
	assert_int_equal(diag_get(s->diag, 0)->code, DIAG_SITE_FOREIGN);
	assert_string_equal(diag_get(s->diag, 0)->file, "lumen/link.txt");
}

static void faults_come_in_the_same_order_with_any_number_of_workers(void **state) {
	struct site *s = *state;
	for (int i = 0; i < 20; i++) {
		g_autofree char *path = g_strdup_printf("lumen/2026-10/p%02d.html", i);
		put_page(s, path, "<p id='a'/><p id='a'/><a href='dead.html'>x</a>");
	}
	assert_false(verified(s, 4));
	assert_int_equal(diag_total(s->diag), 40);
	for (int i = 0; i < 20; i++) {
		g_autofree char *path = g_strdup_printf("lumen/2026-10/p%02d.html", i);
		assert_string_equal(diag_get(s->diag, 2 * i)->file, path);
		assert_int_equal(diag_get(s->diag, 2 * i)->code, DIAG_PAGE_ID_TWICE);
		assert_int_equal(diag_get(s->diag, 2 * i + 1)->code, DIAG_PAGE_LINK_DEAD);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
	const struct CMUnitTest tests[] = {
		T(a_sound_site_passes), T(a_sound_chart_and_sparkline_pass), T(an_unclosed_element_is_found), T(an_entity_of_html_is_found),
		T(an_id_twice_is_found), T(a_dead_link_is_found), T(a_link_to_a_folder_is_dead), T(an_empty_link_is_dead), T(a_dead_anchor_is_found),
		T(a_dead_anchor_of_the_page_is_found), T(an_anchor_of_a_file_without_ids_is_dead), T(a_label_that_names_no_id_is_found),
		T(a_link_into_another_client_leaves), T(a_link_above_the_site_leaves), T(an_escaped_way_up_leaves), T(an_absolute_path_leaves),
		T(another_host_leaves), T(a_host_without_scheme_leaves), T(a_script_link_leaves), T(a_script_is_found), T(a_handler_is_found),
		T(a_chart_without_title_is_found), T(an_empty_title_is_none), T(a_title_of_a_mark_is_none_of_the_chart),
		T(a_chart_without_table_is_found), T(a_chart_outside_a_figure_is_found), T(a_sparkline_without_table_is_found),
		T(a_sparkline_that_names_no_table_is_found), T(a_page_that_names_another_client_is_found), T(a_page_without_policy_is_found),
		T(an_internal_page_may_link_into_client_folders_but_not_back), T(a_stylesheet_that_fetches_is_found),
		T(nothing_outside_the_page_is_read_by_the_parser), T(a_symbolic_link_is_found),
		T(faults_come_in_the_same_order_with_any_number_of_workers)};
	return cmocka_run_group_tests_name("site_verify", tests, NULL, NULL);
}
