/* statistic/sbg: see sbg.h. With j renewals made the next is made with probability (β + j) ÷ (α + β + j) by those who came so far: the likelihood
 * of any mix of cohorts, open ends and late entries is the product of these over all renewals that fell due. */
#include "statistic/sbg.h"
#include "statistic/special.h"
#include <math.h>

struct due {
	double kept, lost;
};

struct sbg_table {
	GArray *due; /* struct due, by renewals made before */
};

struct sbg_table *sbg_table_new(void) {
	struct sbg_table *table = g_new(struct sbg_table, 1);
	table->due = g_array_new(FALSE, TRUE, sizeof(struct due));
	return table;
}

void sbg_table_free(struct sbg_table *table) {
	if (!table)
		return;
	g_array_unref(table->due);
	g_free(table);
}

static struct due due_at(const struct sbg_table *table, int made) {
	g_assert(made >= 0);
	return (guint)made < table->due->len ? g_array_index(table->due, struct due, made) : (struct due){0, 0};
}

double sbg_table_due(const struct sbg_table *table, int made) {
	struct due d = due_at(table, made);
	return d.kept + d.lost;
}

double sbg_table_lost(const struct sbg_table *table, int made) {
	return due_at(table, made).lost;
}

void sbg_table_add(struct sbg_table *table, int from, int made, double lost, double open) {
	g_assert(from >= 0 && from <= made && made < SBG_RENEWALS_MAX);
	g_assert(lost >= 0 && isfinite(lost) && open >= 0 && isfinite(open));
	if (table->due->len < (guint)made + 1)
		g_array_set_size(table->due, (guint)made + 1);
	for (int j = from; j < made; j++)
		g_array_index(table->due, struct due, j).kept += lost + open;
	g_array_index(table->due, struct due, made).lost += lost;
}

void sbg_table_add_cohort(struct sbg_table *table, const double *survivors, size_t n) {
	g_assert(n >= 1 && n <= SBG_RENEWALS_MAX);
	for (size_t i = 0; i + 1 < n; i++)
		sbg_table_add(table, 0, (int)i, survivors[i] - survivors[i + 1], 0);
	sbg_table_add(table, 0, (int)n - 1, 0, survivors[n - 1]);
}

/* ---- likelihood ---- */

static double loglik_of(const double *theta, double *gradient, const void *data) {
	const struct sbg_table *table = data;
	double alpha = theta[0], beta = theta[1], sum = 0, by_alpha = 0, by_beta = 0;
	for (guint j = 0; j < table->due->len; j++) {
		struct due d = g_array_index(table->due, struct due, j);
		double kept = beta + j, all = alpha + kept;
		/* what nobody did has no weight, however unlikely */
		if (d.kept > 0)
			sum += d.kept * log1p(-alpha / all);
		if (d.lost > 0)
			sum += d.lost * log(alpha / all);
		by_alpha += d.lost / alpha - (d.kept + d.lost) / all;
		by_beta += d.kept / kept - (d.kept + d.lost) / all;
	}
	if (gradient) {
		gradient[0] = by_alpha;
		gradient[1] = by_beta;
	}
	return sum;
}

double sbg_loglik(struct sbg m, const struct sbg_table *table) {
	return loglik_of((double[]){m.alpha, m.beta}, NULL, table);
}

static struct sbg_fit unfitted(enum fit_state state) {
	return (struct sbg_fit){.model = {NAN, NAN}, .fit = fit_none(state, 2)};
}

struct sbg_fit sbg_fit(const struct sbg_table *table) {
	double kept = 0, lost = 0;
	int numbers = 0;
	for (guint j = 0; j < table->due->len; j++) {
		struct due d = g_array_index(table->due, struct due, j);
		kept += d.kept;
		lost += d.lost;
		numbers += d.kept + d.lost > 0;
	}
	if (numbers == 0)
		return unfitted(FIT_TOO_FEW);
	if (!(kept > 0 && lost > 0))
		return unfitted(FIT_BOUNDARY);
	if (numbers == 1)
		return unfitted(FIT_TOO_FEW);
	/* the mean is soon found; how much customers differ is what the starts have to try */
	double mean = lost / (kept + lost), starts[][FIT_PARAMETERS] = {{.3, .3}, {3, 3}, {30, 30}, {300, 300}};
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
		starts[i][0] = fmax(starts[i][0] * mean, 1e-3);
		starts[i][1] = fmax(starts[i][1] * (1 - mean), 1e-3);
	}
	struct fit_problem problem = {.parameters = 2, .unit = {1, 1}, .loglik = loglik_of, .data = table};
	struct sbg_fit result = {.fit = fit_maximise(&problem, (const double(*)[FIT_PARAMETERS])starts, G_N_ELEMENTS(starts))};
	result.model = (struct sbg){result.fit.estimate[0], result.fit.estimate[1]};
	return result;
}

struct sbg sbg_draw(const struct sbg_fit *fit, struct draw *d) {
	double drawn[FIT_PARAMETERS];
	fit_draw(&fit->fit, d, drawn);
	return (struct sbg){drawn[0], drawn[1]};
}

/* ---- what follows from the parameters ---- */

double sbg_retention(struct sbg m, int t) {
	g_assert(t >= 1);
	return (m.beta + t - 1) / (m.alpha + m.beta + t - 1);
}

double sbg_survival_from(struct sbg m, int made, int ahead) {
	g_assert(made >= 0 && ahead >= 0);
	double s = 1;
	for (int i = 1; i <= ahead; i++)
		s *= sbg_retention(m, made + i);
	return s;
}

double sbg_survival(struct sbg m, int t) {
	return sbg_survival_from(m, 0, t);
}

double sbg_leaving(struct sbg m, int t) {
	g_assert(t >= 1);
	return sbg_survival(m, t - 1) * m.alpha / (m.alpha + m.beta + t - 1);
}

double sbg_renewals_within(struct sbg m, int made, int ahead) {
	g_assert(made >= 0 && ahead >= 0);
	double s = 1, sum = 0;
	for (int i = 1; i <= ahead; i++)
		sum += s *= sbg_retention(m, made + i);
	return sum;
}

double sbg_renewals_ever(struct sbg m, int made) {
	g_assert(made >= 0);
	return m.alpha > 1 ? (m.beta + made) / (m.alpha - 1) : NAN;
}

/* Σ S(made + h) ÷ S(made) × (1 + d)^−h over h ≥ 0. */
static double discounted(struct sbg m, double d, int made) {
	if (d >= 1e-9)
		return hypergeometric_1(m.beta + made, m.alpha + m.beta + made, 1 / (1 + d));
	return d >= 0 && d <= 0 ? 1 + sbg_renewals_ever(m, made) : NAN;
}

double sbg_del(struct sbg m, double d) {
	return discounted(m, d, 0);
}

double sbg_derl(struct sbg m, double d, int n) {
	return sbg_retention(m, n) * discounted(m, d, n);
}
