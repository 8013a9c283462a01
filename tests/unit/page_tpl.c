/* page/tpl and page/scan: small templates written by the test, expanded and refused. */
#include "page/scan.h"
#include "page/tpl.h"
#include "words/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>

#define HTML "{{%AUTOESCAPE context=\"HTML\"}}\n"

/* A cache of up to two templates, pages/a.html and charts/b.svg. */
static struct tpl_cache *load(const char *a, const char *b, const struct words *w, struct diag *d) {
	g_autofree char *folder = g_dir_make_tmp("tpl-XXXXXX", NULL);
	g_autofree char *pages = g_build_filename(folder, "pages", NULL), *charts = g_build_filename(folder, "charts", NULL);
	g_autofree char *one = g_build_filename(pages, "a.html", NULL), *two = g_build_filename(charts, "b.svg", NULL);
	g_mkdir(pages, 0700);
	g_mkdir(charts, 0700);
	assert_true(g_file_set_contents(one, a, -1, NULL));
	if (b)
		assert_true(g_file_set_contents(two, b, -1, NULL));
	struct tpl_cache *c = tpl_cache_load(folder, w, d);
	g_unlink(one);
	g_unlink(two);
	g_rmdir(pages);
	g_rmdir(charts);
	g_rmdir(folder);
	return c;
}

/* The expansion of pages/a.html by a dictionary in which V is value. */
static void comes_out(const char *markup, const char *value, const char *want) {
	g_autoptr(diag) d = diag_new();
	g_autofree char *a = g_strconcat(HTML, markup, NULL);
	g_autoptr(tpl_cache) c = load(a, NULL, NULL, d);
	assert_non_null(c);
	g_autoptr(tpl) t = tpl_new(NULL);
	tpl_set(t, "V", value);
	g_autofree char *out = tpl_expand(c, "pages/a.html", t, d);
	assert_non_null(out);
	assert_string_equal(out, want);
}

static void values_are_escaped_where_they_stand(void **state) {
	(void)state;
	comes_out("<p>{{V}}</p>", "a <b> & \"c\" 'd'", "<p>a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</p>");
	comes_out("<p title=\"{{V}}\"></p>", "\" onclick=\"x", "<p title=\"&quot; onclick=&quot;x\"></p>");
	comes_out("<a href=\"{{V}}\">x</a>", "javascript:alert(1)", "<a href=\"#\">x</a>");
	comes_out("<p>{{V}}</p>",
			  "a\001b\x1b\xef\xbf\xbf"
			  "c",
			  "<p>a\ufffdb\ufffd\ufffd"
			  "c</p>");
}

static void geometry_and_relative_links_come_through_unchanged(void **state) {
	(void)state;
	comes_out("<path d=\"{{V}}\"/>", "M4.5,3 L-2,7 Z", "<path d=\"M4.5,3 L-2,7 Z\"/>");
	comes_out("<svg viewBox=\"0 0 {{V}} 10\"></svg>", "-3.25", "<svg viewBox=\"0 0 -3.25 10\"></svg>");
	comes_out("<g transform=\"{{V}}\"/>", "translate(-3.5,4) rotate(-90)", "<g transform=\"translate(-3.5,4) rotate(-90)\"/>");
	comes_out("<a href=\"{{V}}\">x</a>", "../2026-10/overview.html#x", "<a href=\"../2026-10/overview.html#x\">x</a>");
	comes_out("<p class=\"a {{V}}\"></p>", "up s1", "<p class=\"a up s1\"></p>");
	comes_out("<text>{{V}}</text>", "\u22121.3 97,9\u00a0%", "<text>\u22121.3 97,9\u00a0%</text>");
}

static void sections_and_includes_have_their_own_names(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(tpl_cache) c =
		load(HTML "<ul>\n{{#ROWS}}\n<li{{#ON}} class=\"on\"{{/ON}}>{{N}}{{#ROWS_separator}};{{/ROWS_separator}}</li>\n{{/ROWS}}\n</ul>\n"
				  "{{#NOTE}}<p>{{TEXT}}</p>{{/NOTE}}{{#GONE}}x{{/GONE}}{{>CHART}}{{>NONE}}",
			 HTML "<g x=\"{{X}}\">{{SITE_NAME}}</g>", NULL, d);
	assert_non_null(c);
	assert_true(tpl_cache_has(c, "charts/b.svg") && !tpl_cache_has(c, "b.svg"));
	g_autoptr(tpl) t = tpl_new(NULL);
	tpl_set(t, "SITE_NAME", "S");
	tpl_take(t, "TEXT", g_strdup("note"));
	for (int64_t i = 1; i <= 2; i++) {
		struct tpl *row = tpl_add(t, "ROWS");
		tpl_set_int(row, "N", i);
		tpl_show(row, "ON", i == 2);
	}
	tpl_show(t, "NOTE", true);
	tpl_hide(t, "GONE");
	tpl_exclude(t, "NONE");
	const double x[] = {-3.25, 1e6};
	for (size_t i = 0; i < G_N_ELEMENTS(x); i++)
		tpl_set_number(tpl_include(t, "CHART", "charts/b.svg"), "X", x[i]);
	g_autofree char *out = tpl_expand(c, "pages/a.html", t, d);
	assert_int_equal(diag_total(d), 0);
	assert_string_equal(out, "<ul>\n<li>1;</li>\n<li class=\"on\">2</li>\n</ul>\n<p>note</p><g x=\"-3.25\">S</g><g x=\"1000000\">S</g>");
	g_autofree char *unread = tpl_unread(t);
	assert_string_equal(unread, "");
}

static void what_was_not_set_is_an_error_with_file_and_name(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(tpl_cache) c = load(HTML "{{#ROWS}}{{TITLE}}{{/ROWS}}{{#SOME}}{{/SOME}}{{>OTHER}}{{>CHART}}", HTML "{{X}}{{X}}{{T_key}}", NULL, d);
	assert_non_null(c);
	g_autoptr(tpl) t = tpl_new(NULL);
	tpl_set(t, "TITLE", "of the level above only");
	tpl_add(t, "ROWS");
	tpl_add(t, "ROWS");
	tpl_include(t, "CHART", "charts/b.svg");
	assert_null(tpl_expand(c, "pages/a.html", t, d));
	const char *const want[] = {"charts/b.svg: error: value T_key", "charts/b.svg: error: value X", "pages/a.html: error: include OTHER",
								"pages/a.html: error: section SOME", "pages/a.html: error: value TITLE"};
	assert_int_equal(diag_total(d), G_N_ELEMENTS(want));
	for (size_t i = 0; i < G_N_ELEMENTS(want); i++) {
		g_autofree char *line = diag_line(diag_get(d, (int64_t)i));
		assert_true(g_str_has_prefix(line, want[i]));
	}
	g_autofree char *unread = tpl_unread(t);
	assert_string_equal(unread, "pages/a.html TITLE\n");
}

static void absent_templates_are_errors(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(tpl_cache) c = load(HTML "{{>CHART}}", NULL, NULL, d);
	g_autoptr(tpl) t = tpl_new(NULL);
	tpl_include(t, "CHART", "charts/none.svg");
	assert_null(tpl_expand(c, "pages/a.html", t, d));
	assert_null(tpl_expand(c, "pages/none.html", t, d));
	assert_int_equal(diag_total(d), 2);
	assert_string_equal(diag_get(d, 0)->file, "charts/none.svg");
	assert_string_equal(diag_get(d, 1)->file, "pages/none.html");
	assert_null(tpl_cache_load("/nowhere", NULL, d));
	assert_int_equal(diag_get(d, 2)->code, DIAG_TEMPLATE_FOLDER);
}

static void words_are_put_in_by_key(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(words) w = words_load("templates/text", "en", "en-GB", d);
	assert_null(load(HTML "<p>{{T_no_such_key}}</p>\n", NULL, w, d));
	assert_int_equal(diag_total(d), 1);
	assert_int_equal(diag_get(d, 0)->code, DIAG_TEMPLATE_WORDS);
	assert_int_equal(diag_get(d, 0)->line, 2);
	g_autoptr(tpl_cache) c = load(HTML "<p>{{T_state_missing}}</p>", NULL, w, d);
	g_autoptr(tpl) t = tpl_new(w);
	g_autofree char *out = tpl_expand(c, "pages/a.html", t, d);
	g_autofree char *want = g_strconcat("<p>", words_text(w, "state_missing"), "</p>", NULL);
	assert_string_equal(out, want);
}

struct bad {
	const char *text;
	enum diag_code code;
	int64_t line;
};

static void faulty_templates_are_found_with_their_lines(void **state) {
	(void)state;
	static const struct bad bad[] = {
		{"<p></p>\n", DIAG_TEMPLATE_FIRST, 1},
		{"{{%AUTOESCAPE context=\"TEXT\"}}\n<p></p>\n", DIAG_TEMPLATE_FIRST, 1},
		{"\n" HTML, DIAG_TEMPLATE_FIRST, 1},
		{HTML "{{#A}}\n", DIAG_TEMPLATE_SECTION, 2},
		{HTML "\n{{/A}}\n", DIAG_TEMPLATE_SECTION, 3},
		{HTML "{{#A}}\n{{#B}}{{/A}}{{/B}}\n", DIAG_TEMPLATE_SECTION, 3},
		{HTML "<p {{#A}}>{{/A}}\n", DIAG_TEMPLATE_SECTION, 2},
		{HTML "{{a}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{A:none}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{=[[ ]]=}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{T_Key}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{A\n", DIAG_TEMPLATE_MARK, 2},
		{HTML "{{! two\nlines }}{{A_separator}}", DIAG_TEMPLATE_MARK, 3},
		{HTML "{{#A_separator}}{{/A_separator}}", DIAG_TEMPLATE_MARK, 2},
		{HTML "<p class={{A}}></p>", DIAG_TEMPLATE_PLACE, 2},
		{HTML "<p {{A}}></p>", DIAG_TEMPLATE_PLACE, 2},
		{HTML "<p title=\"a > b\"\nstyle=\"width:{{A}}\"></p>", DIAG_TEMPLATE_PLACE, 3},
		{HTML "<p onclick=\"{{A}}\"></p>", DIAG_TEMPLATE_PLACE, 2},
		{HTML "<style>\np { color: {{A}} }</style>", DIAG_TEMPLATE_PLACE, 3},
		{HTML "<p title=\"{{>A}}\"></p>", DIAG_TEMPLATE_PLACE, 2},
		{HTML "<!-- said to the reader -->", DIAG_TEMPLATE_PLACE, 2},
		{HTML "<p", DIAG_TEMPLATE_PLACE, 2},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(diag) d = diag_new();
		if (scan_template("x", bad[i].text, NULL, d) || diag_get(d, 0)->code != bad[i].code || diag_get(d, 0)->line != bad[i].line)
			fail_msg("%s", bad[i].text);
	}
}

static void orderly_templates_pass(void **state) {
	(void)state;
	static const char *const good[] = {
		HTML,
		HTML "<!DOCTYPE html>\n<style>a > b { c: d }</style><p title='{{A}}' data-on=\"{{B}}\">{{T_a_key1}} a < b {{! <!-- }}</p>",
		HTML "<p{{#A}} class=\"x\"{{/A}}>{{#B}}{{C}}{{#B_separator}}, {{/B_separator}}{{/B}}</p>",
		"{{%AUTOESCAPE context=\"CSS\"}}\na { b: \"<\" }\n",
		"{{%AUTOESCAPE context=\"XML\"}}\n<?xml version=\"1.0\"?><a b=\"{{C}}\"/>\n",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autoptr(diag) d = diag_new();
		if (!scan_template("x", good[i], NULL, d))
			fail_msg("%s: %s", good[i], diag_get(d, 0)->text);
	}
}

static void *expand_many(void *context) {
	intptr_t wrong = 0;
	for (int64_t i = 0; i < 200; i++) {
		g_autoptr(diag) d = diag_new();
		g_autoptr(tpl) t = tpl_new(NULL);
		for (int64_t k = 0; k < 20; k++)
			tpl_set_int(tpl_add(t, "ROWS"), "N", i);
		g_autofree char *out = tpl_expand(context, "pages/a.html", t, d);
		wrong += !out || strtoll(out, NULL, 10) != i;
	}
	return (void *)wrong;
}

static void threads_expand_their_own_roots(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	g_autoptr(tpl_cache) c = load(HTML "{{#ROWS}}{{N}} {{/ROWS}}", NULL, NULL, d);
	pthread_t threads[4];
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, expand_many, c), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(threads); i++) {
		void *wrong = NULL;
		pthread_join(threads[i], &wrong);
		assert_null(wrong);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_where_they_stand),
		cmocka_unit_test(geometry_and_relative_links_come_through_unchanged),
		cmocka_unit_test(sections_and_includes_have_their_own_names),
		cmocka_unit_test(what_was_not_set_is_an_error_with_file_and_name),
		cmocka_unit_test(absent_templates_are_errors),
		cmocka_unit_test(words_are_put_in_by_key),
		cmocka_unit_test(faulty_templates_are_found_with_their_lines),
		cmocka_unit_test(orderly_templates_pass),
		cmocka_unit_test(threads_expand_their_own_roots),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
