/* statistic/gamma_gamma: see gamma_gamma.h. */
#include "statistic/gamma_gamma.h"
#include "statistic/special.h"
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

/* By x first, so that what only depends on x is computed once; the rest makes the sum the same for rows in any order. */
static int order(const void *left, const void *right) {
	const struct spend_row *l = left, *r = right;
	if (l->x != r->x)
		return l->x < r->x ? -1 : 1;
	if (l->mean < r->mean || l->mean > r->mean)
		return l->mean < r->mean ? -1 : 1;
	return (l->count > r->count) - (l->count < r->count);
}

static GArray *entering(const struct spend_row *rows, size_t n) {
	GArray *all = g_array_new(FALSE, FALSE, sizeof *rows);
	for (size_t i = 0; i < n; i++) {
		g_assert(isfinite(rows[i].mean) && isfinite(rows[i].count) && rows[i].count > 0);
		if (rows[i].x >= 1 && rows[i].mean > 0)
			g_array_append_val(all, rows[i]);
	}
	g_array_sort(all, order);
	return all;
}

/* What depends on x alone: −ln B(px, q) and its derivatives by p and q. */
struct common {
	int64_t x;
	double value, by_p, by_q;
};

static struct common common_of(int64_t x, const double *m, bool derivatives) {
	double p = m[0], q = m[1], n = (double)x;
	struct common c = {.x = x, .value = -ln_beta(p * n, q)};
	if (derivatives) {
		double all = digamma(p * n + q);
		c.by_p = n * (all - digamma(p * n));
		c.by_q = all - digamma(q);
	}
	return c;
}

static double loglik_of(const double *m, double *gradient, const void *data) {
	const GArray *rows = data;
	struct common c = {.x = -1};
	double p = m[0], q = m[1], gamma = m[2], sum = 0, g[3] = {0};
	for (guint i = 0; i < rows->len; i++) {
		const struct spend_row *row = &g_array_index(rows, struct spend_row, i);
		if (row->x != c.x)
			c = common_of(row->x, m, gradient != NULL);
		double x = (double)row->x, spent = x * row->mean, all = gamma + spent;
		/* the shares of what is known of the customer: γ ÷ (γ + x·mean) and its complement */
		double ln_prior = log(gamma / all), ln_own = log(spent / all);
		sum += row->count * (c.value + q * ln_prior + p * x * ln_own - log(row->mean));
		g[0] += row->count * (c.by_p + x * ln_own);
		g[1] += row->count * (c.by_q + ln_prior);
		g[2] += row->count * (q / gamma - (p * x + q) / all);
	}
	if (gradient)
		memcpy(gradient, g, sizeof g);
	return sum;
}

double gamma_gamma_loglik(struct gamma_gamma m, const struct spend_row *rows, size_t n) {
	g_autoptr(GArray) all = entering(rows, n);
	return loglik_of((double[]){m.p, m.q, m.gamma}, NULL, all);
}

static struct gamma_gamma model_of(const double *m) {
	return (struct gamma_gamma){m[0], m[1], m[2]};
}

struct gamma_gamma_fit gamma_gamma_fit(const struct spend_row *rows, size_t n) {
	static const double STARTS[][FIT_PARAMETERS] = {{1, 2, 1}, {6, 4, .5}, {.5, 10, 10}};
	g_autoptr(GArray) all = entering(rows, n);
	struct gamma_gamma_fit result = {.model = {NAN, NAN, NAN}, .fit = fit_none(FIT_TOO_FEW, 3)};
	double spent = 0;
	for (guint i = 0; i < all->len; i++) {
		const struct spend_row *row = &g_array_index(all, struct spend_row, i);
		result.customers += row->count;
		spent += row->count * row->mean;
	}
	if (result.customers < 3)
		return result;
	struct fit_problem problem = {.parameters = 3, .unit = {1, 1, spent / result.customers}, .loglik = loglik_of, .data = all};
	result.fit = fit_maximise(&problem, STARTS, G_N_ELEMENTS(STARTS));
	result.model = model_of(result.fit.estimate);
	return result;
}

struct gamma_gamma gamma_gamma_draw(const struct gamma_gamma_fit *fit, struct draw *d) {
	double drawn[FIT_PARAMETERS];
	fit_draw(&fit->fit, d, drawn);
	return model_of(drawn);
}

double gamma_gamma_mean(struct gamma_gamma m, int64_t x, double mean) {
	double n = x > 0 ? (double)x : 0, spent = x > 0 ? n * mean : 0, shape = m.p * n + m.q;
	return shape > 1 ? m.p * (m.gamma + spent) / (shape - 1) : NAN;
}
