/* statistic/btyd: see btyd.h. */
#include "statistic/btyd.h"
#include "statistic/special.h"
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HORIZON_MAX 1e5
#define BIG 1e200

/* ---- rows in one order, the same ones once ---- */

static int order(const void *left, const void *right) {
	const struct bgnbd_row *l = left, *r = right;
	if (l->x != r->x)
		return l->x < r->x ? -1 : 1;
	if (l->T < r->T || l->T > r->T)
		return l->T < r->T ? -1 : 1;
	if (l->t_x < r->t_x || l->t_x > r->t_x)
		return l->t_x < r->t_x ? -1 : 1;
	return (l->count > r->count) - (l->count < r->count);
}

static bool alike(const struct bgnbd_row *l, const struct bgnbd_row *r) {
	return l->x == r->x && !(l->T < r->T || l->T > r->T) && !(l->t_x < r->t_x || l->t_x > r->t_x);
}

static GArray *sorted(const struct bgnbd_row *rows, size_t n) {
	g_assert(n <= G_MAXUINT);
	GArray *all = g_array_sized_new(FALSE, FALSE, sizeof *rows, (guint)n);
	if (n > 0)
		g_array_append_vals(all, rows, (guint)n);
	struct bgnbd_row *to = (struct bgnbd_row *)(void *)all->data;
	for (size_t i = 0; i < n; i++)
		g_assert(to[i].x >= 0 && to[i].x <= BGNBD_PURCHASES_MAX && to[i].t_x >= 0 && to[i].t_x <= to[i].T && isfinite(to[i].T) && to[i].count > 0 &&
				 isfinite(to[i].count));
	if (n > 0)
		qsort(to, n, sizeof *to, order);
	guint kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && alike(&to[kept - 1], &to[i]))
			to[kept - 1].count += to[i].count;
		else
			to[kept++] = to[i];
	}
	g_array_set_size(all, kept);
	return all;
}

/* ---- likelihood ---- */

/* What depends on x alone, taken along as x rises: ln Γ(r + x) ÷ Γ(r) + ln B(a, b + x) ÷ B(a, b) − x ln α with derivatives, and ln a ÷ (b + x − 1). */
struct rising {
	int64_t x;
	double value, by_r, by_a, by_b, leaves;
};

static void rise_to(struct rising *s, int64_t x, const double *m) {
	double r = m[0], alpha = m[1], a = m[2], b = m[3];
	for (; s->x < x; s->x++) {
		double j = (double)s->x;
		s->value += log((r + j) / alpha * ((b + j) / (a + b + j)));
		s->leaves = log(a / (b + j));
		s->by_r += 1 / (r + j);
		s->by_a -= 1 / (a + b + j);
		s->by_b += 1 / (b + j) - 1 / (a + b + j);
	}
}

/* ln(1 + e^d), and e^d ÷ (1 + e^d) into share. */
static double softplus(double d, double *share) {
	if (d > 0) {
		double e = exp(-d);
		*share = 1 / (1 + e);
		return d + log1p(e);
	}
	double e = exp(d);
	*share = e / (1 + e);
	return log1p(e);
}

/* One customer's log-likelihood beyond what only depends on x. Alive at T: (r + x) ln(α ÷ (α + T)); gone after the last purchase: α + t_x in
 * its place, times a ÷ (b + x − 1). derivatives are by r, ln α, a, b. */
static double row_loglik(const double *m, const struct bgnbd_row *row, double leaves, double *derivatives) {
	double r = m[0], alpha = m[1], a = m[2], b = m[3], x = (double)row->x;
	double gone = 0, alive = -log1p(row->T / alpha);
	double value = (r + x) * alive;
	memset(derivatives, 0, FIT_PARAMETERS * sizeof *derivatives);
	if (row->x > 0) {
		double last = -log1p(row->t_x / alpha);
		value += softplus((r + x) * (last - alive) + leaves, &gone);
		alive = gone * last + (1 - gone) * alive;
		derivatives[2] = gone / a;
		derivatives[3] = -gone / (b + x - 1);
	}
	derivatives[0] = alive;
	derivatives[1] = (r + x) * (gone * row->t_x / (alpha + row->t_x) + (1 - gone) * row->T / (alpha + row->T)) - x;
	return value;
}

static double loglik_of(const double *m, double *gradient, const void *data) {
	const GArray *rows = data;
	struct rising s = {0};
	double sum = 0, g[FIT_PARAMETERS] = {0};
	for (guint i = 0; i < rows->len; i++) {
		const struct bgnbd_row *row = &g_array_index(rows, struct bgnbd_row, i);
		double d[FIT_PARAMETERS];
		rise_to(&s, row->x, m);
		sum += row->count * (s.value + row_loglik(m, row, s.leaves, d));
		g[0] += row->count * (s.by_r + d[0]);
		g[1] += row->count * d[1];
		g[2] += row->count * (s.by_a + d[2]);
		g[3] += row->count * (s.by_b + d[3]);
	}
	if (gradient) {
		memcpy(gradient, g, sizeof g);
		gradient[1] /= m[1];
	}
	return sum;
}

double bgnbd_loglik(struct bgnbd m, const struct bgnbd_row *rows, size_t n) {
	g_autoptr(GArray) all = sorted(rows, n);
	return loglik_of((double[]){m.r, m.alpha, m.a, m.b}, NULL, all);
}

static struct bgnbd model_of(const double *m) {
	return (struct bgnbd){m[0], m[1], m[2], m[3]};
}

static struct bgnbd_fit unfitted(enum fit_state state) {
	return (struct bgnbd_fit){.model = {NAN, NAN, NAN, NAN}, .fit = fit_none(state, 4)};
}

struct bgnbd_fit bgnbd_fit(const struct bgnbd_row *rows, size_t n) {
	static const double STARTS[][FIT_PARAMETERS] = {{.5, .25, 1, 3}, {1, 1, .2, 2}, {.1, .05, .5, .5}};
	g_autoptr(GArray) all = sorted(rows, n);
	double customers = 0, purchases = 0, time = 0;
	for (guint i = 0; i < all->len; i++) {
		const struct bgnbd_row *row = &g_array_index(all, struct bgnbd_row, i);
		customers += row->count;
		purchases += row->count * (double)row->x;
		time += row->count * row->T;
	}
	if (customers < 4 || !(time > 0))
		return unfitted(FIT_TOO_FEW);
	if (!(purchases > 0))
		return unfitted(FIT_BOUNDARY);
	struct fit_problem problem = {.parameters = 4, .unit = {1, time / customers, 1, 1}, .loglik = loglik_of, .data = all};
	struct bgnbd_fit result = {.fit = fit_maximise(&problem, STARTS, G_N_ELEMENTS(STARTS))};
	result.model = model_of(result.fit.estimate);
	return result;
}

struct bgnbd bgnbd_draw(const struct bgnbd_fit *fit, struct draw *d) {
	double drawn[FIT_PARAMETERS];
	fit_draw(&fit->fit, d, drawn);
	return model_of(drawn);
}

/* ---- what follows from the parameters ---- */

/* Expected purchases of one who is alive, whose rate is Gamma(shape, α + T), who leaves after each with a probability from Beta(a, b), w = t ÷ (α + T):
 * Σ over m ≥ 1 of P(m purchases if nobody left) × Σ over n < m of P(not left after n). The first is negative binomial. It equals the published
 * (a + b − 1) ÷ (a − 1) × (1 − ₂F₁(shape, a − 1; a + b − 1; −w)), after Pfaff's transformation, for every a. */
static double expected_alive(double shape, double a, double b, double w) {
	if (!(w >= 0 && w <= HORIZON_MAX))
		return NAN;
	double z = w / (1 + w), term = 1, scale = -shape * log1p(w), stays = 1, reached = 0, sum = 0;
	for (double m = 0; z > 0; m++) {
		reached += stays;
		stays *= (b + m) / (a + b + m);
		term *= (shape + m) / (m + 1) * z;
		double part = term * reached, ratio = (shape + m + 1) / (m + 2) * z * (1 + stays / reached);
		sum += part;
		/* from here each part is at most max(ratio, z(1 + …)) of the one before: what is left is less than a geometric sum */
		double bound = fmax(ratio, z * (1 + stays / reached));
		if (bound < 1 && part * bound < 1e-16 * sum * (1 - bound))
			break;
		if (sum > BIG) {
			sum /= BIG;
			term /= BIG;
			scale += log(BIG);
		}
	}
	return sum > 0 ? exp(scale + log(sum)) : 0;
}

double bgnbd_alive(struct bgnbd m, int64_t x, double t_x, double T) {
	if (x <= 0)
		return 1;
	double shape = m.r + (double)x, share;
	softplus(shape * log((m.alpha + T) / (m.alpha + t_x)) + log(m.a / (m.b + (double)x - 1)), &share);
	return 1 - share;
}

double bgnbd_conditional(struct bgnbd m, int64_t x, double t_x, double T, double t) {
	return bgnbd_alive(m, x, t_x, T) * expected_alive(m.r + (double)x, m.a, m.b + (double)x, t / (m.alpha + T));
}

double bgnbd_expected(struct bgnbd m, double t) {
	return expected_alive(m.r, m.a, m.b, t / m.alpha);
}

double bgnbd_pmf(struct bgnbd m, double t, int64_t x) {
	g_assert(x >= 0);
	double n = (double)x, z = t / (m.alpha + t), ln_beta_ab = ln_beta(m.a, m.b);
	double none = m.r * log1p(-z);
	if (x == 0)
		return exp(none);
	double stayed = ln_beta(m.a, m.b + n) - ln_beta_ab, left = ln_beta(m.a + 1, m.b + n - 1) - ln_beta_ab;
	double negative_binomial = none + n * log(z) - log(n) - ln_beta(m.r, n);
	return exp(stayed + negative_binomial) + exp(left) * beta_below(z, n, m.r);
}
