/* site/plan: which pages exist for which periods, where they lie, and what they may link to. */
#include "site/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct page_kind EVERY = {.name = "overview", .when = PAGE_EVERY_SPAN, .order = 1};
static const struct page_kind NEWEST = {.name = "method", .when = PAGE_NEWEST_SPAN, .order = 9};
static const struct page_kind ONCE = {.name = "index", .when = PAGE_ONCE};
static const struct page_kind INSIDE = {.name = "actions", .when = PAGE_ONCE, .internal = true};
static const struct page_kind *const CLIENT_KINDS[] = {&NEWEST, &EVERY, &ONCE, NULL};
static const struct page_kind *const ALL_KINDS[] = {&NEWEST, &EVERY, &ONCE, &INSIDE, NULL};

struct fixture {
	struct client_conf conf;
	struct facts facts;
	struct report report;
	struct plan *plan;
};

/* November 2025 to 12 November 2026: 13 months, 5 quarters, 2 years; trailing years to each month but the unfinished one. */
static void begin(struct fixture *f, const struct page_kind *const *kinds, bool snapshot) {
	memset(f, 0, sizeof *f);
	f->conf.id = (char *)"lumen";
	spans_init(&f->facts.spans, day_of(2025, 11, 1), day_of(2026, 11, 12), 0, snapshot);
	f->report.conf = &f->conf;
	f->report.facts = &f->facts;
	f->plan = plan_new(&f->report, "assets/abc.css", kinds);
}

static void end(struct fixture *f) {
	plan_free(f->plan);
	spans_clear(&f->facts.spans);
}

static const struct plan_page *page_at(const struct fixture *f, const char *path) {
	for (size_t i = 0; i < plan_count(f->plan); i++)
		if (strcmp(plan_at(f->plan, i)->path, path) == 0)
			return plan_at(f->plan, i);
	return NULL;
}

static bool exists(const struct fixture *f, const struct plan_page *from, const char *kind, const char *span) {
	size_t at = span == NULL ? SPAN_ABSENT : span_by_name(&f->facts.spans, span);
	return from->context.exists(&from->context, kind, at);
}

static void every_month_quarter_and_year_has_its_pages_and_only_the_newest_trailing_year(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, CLIENT_KINDS, false);
	/* overview: 13 + 5 + 2 + 1 trailing; method: newest of four lengths; index */
	assert_int_equal(plan_count(f.plan), 21 + 4 + 1);
	assert_non_null(page_at(&f, "lumen/2025-11/overview.html"));
	assert_non_null(page_at(&f, "lumen/2026-11/overview.html"));
	assert_non_null(page_at(&f, "lumen/2026-Q3/overview.html"));
	assert_non_null(page_at(&f, "lumen/2025/overview.html"));
	assert_non_null(page_at(&f, "lumen/2026-10-ttm/overview.html"));
	assert_null(page_at(&f, "lumen/2026-09-ttm/overview.html"));
	assert_non_null(page_at(&f, "lumen/index.html"));
	end(&f);
}

static void pages_of_the_newest_are_of_the_newest_finished_of_each_length(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, CLIENT_KINDS, false);
	assert_non_null(page_at(&f, "lumen/2026-10/method.html"));
	assert_non_null(page_at(&f, "lumen/2026-Q3/method.html"));
	assert_non_null(page_at(&f, "lumen/2025/method.html"));
	assert_non_null(page_at(&f, "lumen/2026-10-ttm/method.html"));
	assert_null(page_at(&f, "lumen/2026-11/method.html"));
	end(&f);
}

static void a_snapshot_has_its_one_month(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, CLIENT_KINDS, true);
	for (size_t i = 0; i < plan_count(f.plan); i++)
		assert_true(plan_at(f.plan, i)->context.span == SPAN_ABSENT || f.facts.spans.items[plan_at(f.plan, i)->context.span].kind == SPAN_MONTH);
	end(&f);
}

static void links_are_relative_to_where_the_page_lies(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, CLIENT_KINDS, false);
	const struct plan_page *index = page_at(&f, "lumen/index.html"), *month = page_at(&f, "lumen/2026-10/overview.html");
	assert_string_equal(index->context.root, "");
	assert_string_equal(index->context.stylesheet, "assets/abc.css");
	assert_string_equal(month->context.root, "../");
	assert_string_equal(month->context.stylesheet, "../assets/abc.css");
	end(&f);
}

static void a_page_exists_when_it_is_planned(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, CLIENT_KINDS, false);
	const struct plan_page *month = page_at(&f, "lumen/2026-10/overview.html");
	assert_true(exists(&f, month, "overview", "2026-09"));
	assert_true(exists(&f, month, "method", "2026-10"));
	assert_false(exists(&f, month, "method", "2026-09"));
	assert_false(exists(&f, month, "overview", "2026-09-ttm"));
	assert_true(exists(&f, month, "index", NULL));
	assert_false(exists(&f, month, "overview", NULL));
	assert_false(exists(&f, month, "nothing", "2026-10"));
	end(&f);
}

static void no_client_page_knows_of_an_internal_one(void **state) {
	struct fixture f;
	(void)state;
	begin(&f, ALL_KINDS, false);
	assert_non_null(page_at(&f, "internal/lumen/actions.html"));
	assert_true(f.plan->internal);
	assert_false(exists(&f, page_at(&f, "lumen/index.html"), "actions", NULL));
	assert_false(exists(&f, page_at(&f, "internal/lumen/actions.html"), "index", NULL));
	end(&f);
}

static void a_period_selects_its_folder_and_the_pages_that_are_there_once(void **state) {
	struct fixture f;
	size_t selected = 0;
	(void)state;
	begin(&f, CLIENT_KINDS, false);
	for (size_t i = 0; i < plan_count(f.plan); i++) {
		assert_true(plan_selects(f.plan, i, NULL));
		selected += plan_selects(f.plan, i, "2026-10");
	}
	assert_int_equal(selected, 3); /* overview and method of October, the index */
	end(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_month_quarter_and_year_has_its_pages_and_only_the_newest_trailing_year),
		cmocka_unit_test(pages_of_the_newest_are_of_the_newest_finished_of_each_length),
		cmocka_unit_test(a_snapshot_has_its_one_month),
		cmocka_unit_test(links_are_relative_to_where_the_page_lies),
		cmocka_unit_test(a_page_exists_when_it_is_planned),
		cmocka_unit_test(no_client_page_knows_of_an_internal_one),
		cmocka_unit_test(a_period_selects_its_folder_and_the_pages_that_are_there_once),
	};
	return cmocka_run_group_tests_name("site_plan", tests, NULL, NULL);
}
