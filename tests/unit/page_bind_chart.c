/* Tests of page/bind_chart with the real templates: every kind becomes well-formed markup with unique ids, words escaped, its table and its link.
 * The templates a chart needs are copied to a folder of their own beside a page that only includes a chart. */
#include "base/file.h"
#include "page/bind_chart.h"
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

struct fixture {
	char *folder;
	struct words *words;
	struct tpl_cache *cache;
	struct diag *diag;
};

static void must(bool done, char *error) {
	if (!done)
		print_error("%s\n", error ? error : "no reason given");
	g_free(error);
	assert_true(done);
}

static void copy_template(const char *folder, const char *name) {
	g_autofree char *from = g_build_filename("templates", name, NULL);
	g_autofree char *to = g_build_filename(folder, name, NULL);
	char *error = NULL;
	must(file_copy(from, to, &error), error);
}

static int set_up(void **state) {
	static const char *const files[] = {"charts/line.svg", "charts/bar.svg",   "charts/stack.svg",     "charts/waterfall.svg",
										"charts/heat.svg", "charts/spark.svg", "partials/figure.html", "partials/marks.svg"};
	static const char page[] = "{{%AUTOESCAPE context=\"HTML\"}}\n<div>{{>CHART}}</div>\n";
	struct fixture *f = g_new0(struct fixture, 1);
	*state = f;
	f->diag = diag_new();
	f->folder = g_dir_make_tmp("charts-XXXXXX", NULL);
	static const char *const folders[] = {"charts", "partials"};
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(f->folder, folders[i], NULL);
		char *error = NULL;
		must(file_make_folder(path, &error), error);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		copy_template(f->folder, files[i]);
	g_autofree char *path = g_build_filename(f->folder, "page.html", NULL);
	char *error = NULL;
	must(file_write(path, page, strlen(page), &error), error);
	f->words = words_load("templates/text", "en", "en-GB", f->diag);
	f->cache = f->words ? tpl_cache_load(f->folder, f->words, f->diag) : NULL;
	diag_print(f->diag, 0, 10);
	return f->cache ? 0 : -1;
}

static int tear_down(void **state) {
	struct fixture *f = *state;
	char *error = NULL;
	must(file_remove_tree(f->folder, &error), error);
	tpl_cache_free(f->cache);
	words_free(f->words);
	diag_free(f->diag);
	g_free(f->folder);
	g_free(f);
	return 0;
}

static const double values[] = {3, NAN, -2, 8}, lows[] = {2, 1, -3, 6}, highs[] = {4, 5, -1, 9}, cells[] = {1, .5, .9, NAN, .8, NAN, NAN, NAN};
static const char *const labels[] = {"first", "<b>&\"quoted\"</b>", "third", "fourth"};
static const char *const rows[] = {"one", "two"};
static const bool partial[] = {false, false, false, true}, total[] = {true, false, false, true};

static struct chart chart_of(const struct fixture *f, const char *kind, const struct series *s, size_t n_series) {
	bool heat = strcmp(kind, "heat") == 0;
	struct chart c = {.id = "page-metric",
					  .kind = kind,
					  .title = "What <it> shows & why",
					  .subtitle = "unit",
					  .words = f->words,
					  .unit = CHART_COUNT,
					  .n = 4,
					  .x_labels = labels,
					  .partial = partial,
					  .n_series = n_series,
					  .series = s,
					  .y_lo = NAN,
					  .y_hi = NAN,
					  .total = total};
	if (heat) {
		c.n_series = 0;
		c.cells = cells;
		c.n_rows = 2;
		c.row_labels = rows;
	}
	return c;
}

static xmlDoc *expand(struct fixture *f, struct tpl *root) {
	g_autofree char *text = tpl_expand(f->cache, "page.html", root, f->diag);
	diag_print(f->diag, 0, 10);
	assert_non_null(text);
	xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), "page.html", NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	return doc;
}

static size_t count_nodes(xmlDoc *doc, const char *path) {
	xmlXPathContext *x = xmlXPathNewContext(doc);
	xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)path, x);
	assert_non_null(found);
	size_t n = found->nodesetval ? (size_t)found->nodesetval->nodeNr : 0;
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(x);
	return n;
}

static void every_kind_becomes_a_figure(void **state) {
	struct fixture *f = *state;
	static const char *const kinds[] = {"line", "bar", "stack", "waterfall", "heat"};
	const struct series s = {.name = "series", .y = values, .lo = lows, .hi = highs};
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		struct chart c = chart_of(f, kinds[k], &s, 1);
		g_autoptr(tpl) root = tpl_new(f->words);
		bind_chart(root, "CHART", &c, CHART_HALF, "../", "metric");
		xmlDoc *doc = expand(f, root);
		assert_int_equal(count_nodes(doc, "//figure[@id='page-metric']"), 1);
		assert_int_equal(count_nodes(doc, "//*[local-name()='svg'][@role='img']"), 2);
		assert_int_equal(count_nodes(doc, "//*[local-name()='svg']/*[local-name()='title'][. = 'What <it> shows & why']"), 2);
		/* figure, and title and desc of both drawings */
		assert_int_equal(count_nodes(doc, "//*[@id]"), 5);
		assert_int_equal(count_nodes(doc, "//*[@id = preceding::*/@id]"), 0);
		assert_int_equal(count_nodes(doc, "//tbody/tr"), strcmp(kinds[k], "heat") == 0 ? 2 : 4);
		assert_int_equal(count_nodes(doc, "//th[@scope='col']"), strcmp(kinds[k], "heat") == 0 ? 5 : 2);
		assert_int_equal(count_nodes(doc, "//a[@href='../data/metric.csv']"), 1);
		assert_int_equal(count_nodes(doc, "//b"), 0);
		g_autofree char *unread = tpl_unread(root);
		assert_string_equal(unread, "");
		xmlFreeDoc(doc);
	}
}

static void series_beyond_six_are_said_to_be_in_the_table(void **state) {
	struct fixture *f = *state;
	struct series s[8];
	for (size_t i = 0; i < G_N_ELEMENTS(s); i++)
		s[i] = (struct series){.name = labels[i % 4], .y = values};
	struct chart c = chart_of(f, "line", s, G_N_ELEMENTS(s));
	g_autoptr(tpl) root = tpl_new(f->words);
	bind_chart(root, "CHART", &c, CHART_FULL, "", NULL);
	xmlDoc *doc = expand(f, root);
	assert_int_equal(count_nodes(doc, "//p[@class='left-out']"), 1);
	assert_int_equal(count_nodes(doc, "//th[@scope='col']"), 9);
	assert_int_equal(count_nodes(doc, "//a"), 0);
	xmlFreeDoc(doc);
}

static void a_sparkline_is_hidden_and_needs_no_words(void **state) {
	struct fixture *f = *state;
	const struct series s = {.name = "", .y = values};
	struct chart c = chart_of(f, "spark", &s, 1);
	c.title = c.subtitle = NULL;
	g_autoptr(tpl) root = tpl_new(f->words);
	bind_spark(root, "CHART", &c);
	xmlDoc *doc = expand(f, root);
	assert_int_equal(count_nodes(doc, "//*[local-name()='svg'][@aria-hidden='true']"), 1);
	assert_int_equal(count_nodes(doc, "//*[@id]"), 0);
	assert_int_equal(count_nodes(doc, "//*[local-name()='text']"), 0);
	xmlFreeDoc(doc);
}

static void a_chart_without_data_is_still_a_figure(void **state) {
	struct fixture *f = *state;
	static const double none[] = {NAN, NAN, NAN, NAN};
	const struct series s = {.name = "series", .y = none};
	struct chart c = chart_of(f, "bar", &s, 1);
	g_autoptr(tpl) root = tpl_new(f->words);
	bind_chart(root, "CHART", &c, CHART_HALF, "", NULL);
	xmlDoc *doc = expand(f, root);
	assert_int_equal(count_nodes(doc, "//*[local-name()='text'][. = 'no data']"), 2);
	xmlFreeDoc(doc);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_becomes_a_figure),
		cmocka_unit_test(series_beyond_six_are_said_to_be_in_the_table),
		cmocka_unit_test(a_sparkline_is_hidden_and_needs_no_words),
		cmocka_unit_test(a_chart_without_data_is_still_a_figure),
	};
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);
	xmlCleanupParser();
	return failed;
}
