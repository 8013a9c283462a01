/* statistic/logrank against published figures, R's survdiff on the telco data (all rows of three vector files) and hand calculations. */
#include "statistic/logrank.h"
#include "unit/statistic_agree.h"
#include <gsl/gsl_errno.h>

#define MOST 5

struct groups {
	const char *names[MOST];
	GArray *rows[MOST];
	struct survival_group items[MOST];
	size_t n;
};

static void groups_clear(struct groups *g) {
	for (size_t i = 0; i < g->n; i++)
		g_array_unref(g->rows[i]);
}

static GArray *group_named(struct groups *g, const char *name) {
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->names[i], name) == 0)
			return g->rows[i];
	assert_true(g->n < MOST);
	g->names[g->n] = name;
	return g->rows[g->n++] = g_array_new(FALSE, FALSE, sizeof(struct survival_row));
}

static void groups_finish(struct groups *g) {
	for (size_t i = 0; i < g->n; i++)
		g->items[i] = (struct survival_group){(const struct survival_row *)(const void *)g->rows[i]->data, g->rows[i]->len};
}

/* The groups of rows `from` to `to` of the expected figures, in their order, counted in telco_counts. */
static struct groups telco_groups(const struct vectors *counts, const struct vectors *want, size_t from, size_t to, const char *dimension) {
	struct groups g = {.n = 0};
	for (size_t i = from; i < to; i++)
		group_named(&g, vectors_text(want, i, "group"));
	for (size_t i = 0; i < counts->n; i++) {
		if (strcmp(vectors_text(counts, i, "dimension"), dimension) != 0)
			continue;
		for (size_t j = 0; j < to - from; j++)
			if (strcmp(vectors_text(counts, i, "value"), g.names[j]) == 0) {
				struct survival_row row = {vectors_count(counts, i, "t"), 0, vectors_count(counts, i, "events"),
										   vectors_count(counts, i, "censored")};
				g_array_append_val(g.rows[j], row);
			}
	}
	groups_finish(&g);
	return g;
}

static void test_agrees(const struct vectors *counts, const struct vectors *want, size_t from, size_t to) {
	const char *test = vectors_text(want, from, "test"), *name = strchr(test, '_') + 1;
	double rho = g_str_has_prefix(test, "peto_peto_rho1_") ? 1 : 0;
	const char *dimension = rho > 0 || strstr(name, "Vs") || strstr(name, "vs") ? "Contract" : name;
	struct groups g = telco_groups(counts, want, from, to, dimension);
	struct logrank l;
	assert_true(logrank_init(&l, g.items, g.n, rho));
	for (size_t i = from; i < to; i++) {
		int64_t people = 0;
		for (size_t r = 0; r < g.items[i - from].n; r++)
			people += g.items[i - from].rows[r].events + g.items[i - from].rows[r].censored;
		assert_int_equal(people, vectors_count(want, i, "n"));
		vectors_agree(want, i, "observed", l.observed[i - from]);
		vectors_agree(want, i, "expected", l.expected[i - from]);
		vectors_agree(want, i, "chisq", l.chi.x);
		assert_int_equal(l.chi.df, vectors_count(want, i, "df"));
		vectors_agree(want, i, "log10_p", l.chi.p.log10_p);
		if (vectors_number(want, i, "p") > 0)
			vectors_agree(want, i, "p", l.chi.p.p);
		assert_int_equal(l.chi.p.tiny, vectors_number(want, i, "log10_p") < -300);
	}
	logrank_clear(&l);
	groups_clear(&g);
}

static void every_test_of_the_telco_data_agrees(void **state) {
	(void)state;
	struct vectors counts = vectors_read("telco_counts"), want = vectors_read("telco_logrank");
	size_t tests = 0;
	for (size_t from = 0, to; from < want.n; from = to, tests++) {
		for (to = from + 1; to < want.n && strcmp(vectors_text(&want, from, "test"), vectors_text(&want, to, "test")) == 0; to++)
			;
		test_agrees(&counts, &want, from, to);
	}
	assert_int_equal(want.n, 21);
	assert_int_equal(tests, 8);
	vectors_clear(&counts);
	vectors_clear(&want);
}

static void the_variance_of_the_contracts_agrees(void **state) {
	(void)state;
	struct vectors counts = vectors_read("telco_counts"), groups = vectors_read("telco_logrank"), want = vectors_read("telco_logrank_Contract_var");
	struct groups g = telco_groups(&counts, &groups, 0, 3, "Contract");
	struct logrank l;
	assert_true(logrank_init(&l, g.items, g.n, 0));
	static const char *const COLUMNS[] = {"V1", "V2", "V3"};
	assert_int_equal(want.n, 3);
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++)
			vectors_agree(&want, i, COLUMNS[j], l.variance[i * 3 + j]);
	logrank_clear(&l);
	groups_clear(&g);
	vectors_clear(&counts);
	vectors_clear(&groups);
	vectors_clear(&want);
}

/* Rows of a set of published_km: censored is what is missing from the next number at risk. */
static void add_published(struct groups *g, const struct vectors *v, const char *set) {
	GArray *rows = group_named(g, set);
	for (size_t i = 0; i < v->n; i++) {
		if (strcmp(vectors_text(v, i, "set"), set) != 0)
			continue;
		int64_t here = vectors_count(v, i, "n_risk"), left = vectors_count(v, i, "n_event");
		bool last = i + 1 == v->n || strcmp(vectors_text(v, i + 1, "set"), set) != 0;
		struct survival_row row = {vectors_count(v, i, "t"), 0, left, here - left - (last ? 0 : vectors_count(v, i + 1, "n_risk"))};
		g_array_append_val(rows, row);
	}
}

static void published_tests_agree(void **state) {
	(void)state;
	struct vectors v = vectors_read("published_km"), want = vectors_read("published_logrank");
	static const char *const SETS[][2] = {{"aml_Maintained", "aml_Nonmaintained"}, {"6MP", "6MP_placebo"}};
	assert_int_equal(want.n, 4);
	for (size_t i = 0; i < 2; i++) {
		struct groups g = {.n = 0};
		add_published(&g, &v, SETS[i][0]);
		add_published(&g, &v, SETS[i][1]);
		groups_finish(&g);
		struct logrank l;
		assert_true(logrank_init(&l, g.items, 2, 0));
		assert_int_equal(l.chi.df, 1);
		for (size_t j = 0; j < 2; j++) {
			vectors_agree(&want, 2 * i + j, "obs", l.observed[j]);
			vectors_agree(&want, 2 * i + j, "exp", l.expected[j]);
			vectors_agree(&want, 2 * i + j, "chisq", l.chi.x);
			vectors_agree(&want, 2 * i + j, "p", l.chi.p.p);
		}
		logrank_clear(&l);
		groups_clear(&g);
	}
	vectors_clear(&v);
	vectors_clear(&want);
}

static void late_entry_is_not_at_risk_before(void **state) {
	(void)state;
	/* A: leaves at 2, leaves at 6. B: leaves at 4; leaves at 6, entered after 3. At 2: A 2 of 3 at risk (B has one), d = 1: E_A 2/3, V 2/9.
	 * At 4: A 1, B 2: E_A 1/3, V 2/9. At 6: A 1, B 1, d = 2: E_A 1, V 2 × 0 = 0. O_A 2, E_A 2, V 4/9: chi-square 0. */
	struct survival_row a[] = {{2, 0, 1, 0}, {6, 0, 1, 0}}, b[] = {{4, 0, 1, 0}, {6, 3, 1, 0}};
	struct logrank l;
	assert_true(logrank_init(&l, (struct survival_group[]){{a, 2}, {b, 2}}, 2, 0));
	near(l.expected[0], 2, 1e-15);
	near(l.expected[1], 2, 1e-15);
	near(l.variance[0], 4 / 9.0, 1e-15);
	near(l.variance[1], -4 / 9.0, 1e-15);
	near(l.chi.x, 0, 1e-15);
	logrank_clear(&l);
	/* without the late entry: at 2: 2 of 4, E ½, V ¼; at 4: 1 of 3, E 1/3, V 2/9; at 6 as before: E_A 11/6, V 17/36, chi-square (1/6)² ÷ (17/36) = 1/17 */
	b[1].entry = 0;
	assert_true(logrank_init(&l, (struct survival_group[]){{a, 2}, {b, 2}}, 2, 0));
	near(l.expected[0], 11 / 6.0, 1e-15);
	near(l.chi.x, 1 / 17.0, 1e-15);
	logrank_clear(&l);
}

static void the_last_one_at_risk_adds_no_variance(void **state) {
	(void)state;
	/* A leaves at 1 and 4, B at 2 and 3. E_A 1/2 + 1/3 + 1/2 + 1 = 7/3, V 1/4 + 2/9 + 1/4 + 0 = 13/18, chi-square (1/3)² ÷ (13/18) = 2/13 */
	struct survival_row a[] = {{1, 0, 1, 0}, {4, 0, 1, 0}}, b[] = {{2, 0, 1, 0}, {3, 0, 1, 0}};
	struct logrank l;
	assert_true(logrank_init(&l, (struct survival_group[]){{a, 2}, {b, 2}}, 2, 0));
	near(l.expected[0], 7 / 3.0, 1e-15);
	near(l.variance[0], 13 / 18.0, 1e-15);
	near(l.chi.x, 2 / 13.0, 1e-15);
	logrank_clear(&l);
}

static void a_group_never_at_risk_takes_no_degree(void **state) {
	(void)state;
	/* as above, and a group censored before anybody left, one without rows, one that left at time 0 */
	struct survival_row a[] = {{2, 0, 1, 0}, {6, 0, 1, 0}}, b[] = {{4, 0, 1, 0}, {6, 0, 1, 0}}, c[] = {{1, 0, 0, 7}}, d[] = {{0, 0, 4, 0}};
	struct logrank l;
	assert_true(logrank_init(&l, (struct survival_group[]){{c, 1}, {a, 2}, {NULL, 0}, {b, 2}, {d, 1}}, 5, 0));
	assert_int_equal(l.chi.df, 1);
	near(l.chi.x, 1 / 17.0, 1e-14);
	near(l.observed[4], 0, 0);
	logrank_clear(&l);
}

static void a_small_group_beside_large_ones_still_counts(void **state) {
	(void)state;
	/* one person leaves on day 1 beside two groups of 10 million of whom 1,000 each leave: E 2001 ÷ 20,000,001 = 1.0005e-4, so that about
	 * (1 − E)² ÷ E = 9,993 is what it adds; an eigenvalue cut at the largest variance would throw it away */
	struct survival_row large[] = {{1, 0, 1000, 9999000}}, one[] = {{1, 0, 1, 0}};
	struct logrank l;
	assert_true(logrank_init(&l, (struct survival_group[]){{large, 1}, {one, 1}, {large, 1}}, 3, 0));
	assert_int_equal(l.chi.df, 2);
	double e = 2001 / 20000001.0, v = e * (1 - 1 / 20000001.0) * (20000001.0 - 2001) / 20000000.0;
	digits(l.chi.x, (1 - e) * (1 - e) / v, 9);
	logrank_clear(&l);
}

static void no_comparison_is_no_test(void **state) {
	(void)state;
	struct survival_row a[] = {{2, 0, 1, 0}, {6, 0, 1, 0}}, bad[] = {{6, 0, 1, 0}, {2, 0, 1, 0}}, stay[] = {{9, 0, 0, 5}};
	struct logrank l;
	assert_true(logrank_init(&l, (struct survival_group[]){{a, 2}}, 1, 0));
	assert_true(isnan(l.chi.x) && isnan(l.chi.p.p) && l.chi.df == 0);
	logrank_clear(&l);
	assert_true(logrank_init(&l, NULL, 0, 0));
	assert_true(isnan(l.chi.x) && l.groups == 0);
	logrank_clear(&l);
	/* nobody left */
	assert_true(logrank_init(&l, (struct survival_group[]){{stay, 1}, {stay, 1}}, 2, 0));
	assert_true(isnan(l.chi.x) && l.chi.df == 0);
	logrank_clear(&l);
	assert_false(logrank_init(&l, (struct survival_group[]){{a, 2}, {bad, 2}}, 2, 0));
	assert_true(l.groups == 0 && isnan(l.chi.x));
	logrank_clear(&l);
	assert_false(logrank_init(&l, (struct survival_group[]){{a, 2}, {a, 2}}, 2, NAN));
	assert_false(logrank_init(&l, (struct survival_group[]){{a, 2}, {a, 2}}, 2, -1));
	assert_false(logrank_init(&l, NULL, 1001, 0));
}

int main(void) {
	gsl_set_error_handler_off();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_test_of_the_telco_data_agrees),
		cmocka_unit_test(the_variance_of_the_contracts_agrees),
		cmocka_unit_test(published_tests_agree),
		cmocka_unit_test(late_entry_is_not_at_risk_before),
		cmocka_unit_test(the_last_one_at_risk_adds_no_variance),
		cmocka_unit_test(a_group_never_at_risk_takes_no_degree),
		cmocka_unit_test(a_small_group_beside_large_ones_still_counts),
		cmocka_unit_test(no_comparison_is_no_test),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
