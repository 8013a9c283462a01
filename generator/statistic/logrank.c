/* statistic/logrank: see logrank.h. */
#include "statistic/logrank.h"
#include <glib.h>
#include <gsl/gsl_eigen.h>
#include <math.h>

#define MOST_GROUPS 1000
#define NO_VARIANCE 1e-9 /* eigenvalues of the correlations below this are 0: they add up to the number of groups */

/* One group while time passes: the first step not before the present time. */
struct walker {
	struct survival s;
	size_t step;
};

/* The earliest time after all that was walked at which anybody left; false when there is none. */
static bool next_event(struct walker *walkers, size_t n, int64_t *time) {
	bool found = false;
	for (size_t j = 0; j < n; j++) {
		struct walker *w = &walkers[j];
		while (w->step < w->s.n && w->s.steps[w->step].n_event == 0)
			w->step++;
		if (w->step < w->s.n && (!found || w->s.steps[w->step].time < *time)) {
			*time = w->s.steps[w->step].time;
			found = true;
		}
	}
	return found;
}

/* Adds the table of one time: at_risk[j] of each group, d leavers in all. */
static void add_time(struct logrank *l, const double *at_risk, double total, double d, double weight) {
	double spread = total > 1 ? weight * weight * d * (total - d) / (total - 1) : 0;
	for (size_t j = 0; j < l->groups; j++) {
		double share = at_risk[j] / total;
		l->expected[j] += weight * d * share;
		if (share <= 0)
			continue;
		for (size_t k = 0; k < l->groups; k++)
			l->variance[j * l->groups + k] += spread * share * ((j == k ? 1 : 0) - at_risk[k] / total);
	}
}

static void add_all_times(struct logrank *l, struct walker *walkers, double rho) {
	g_autofree double *at_risk = g_new0(double, l->groups);
	double surv = 1;
	for (int64_t time = 0; next_event(walkers, l->groups, &time);) {
		double total = 0, d = 0, weight = pow(surv, rho);
		for (size_t j = 0; j < l->groups; j++) {
			struct walker *w = &walkers[j];
			at_risk[j] = (double)survival_at_risk(&w->s, time);
			total += at_risk[j];
			if (w->step < w->s.n && w->s.steps[w->step].time == time) {
				d += (double)w->s.steps[w->step].n_event;
				l->observed[j] += weight * (double)w->s.steps[w->step++].n_event;
			}
		}
		add_time(l, at_risk, total, d, weight);
		surv *= 1 - d / total;
	}
}

/* (O − E)' V⁻ (O − E) over the m groups in `with`, V scaled to correlations so that a small group is not taken for none. */
static struct chi_square quadratic_form(const struct logrank *l, const size_t *with, size_t m) {
	gsl_matrix *v = gsl_matrix_alloc(m, m), *vectors = gsl_matrix_alloc(m, m);
	gsl_vector *values = gsl_vector_alloc(m);
	gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(m);
	g_autofree double *u = g_new0(double, m);
	for (size_t j = 0; j < m; j++) {
		double vj = l->variance[with[j] * l->groups + with[j]];
		u[j] = (l->observed[with[j]] - l->expected[with[j]]) / sqrt(vj);
		for (size_t k = 0; k < m; k++) {
			double vk = l->variance[with[k] * l->groups + with[k]];
			gsl_matrix_set(v, j, k, l->variance[with[j] * l->groups + with[k]] / sqrt(vj) / sqrt(vk));
		}
	}
	double x = 0;
	int rank = 0;
	bool solved = gsl_eigen_symmv(v, values, vectors, work) == 0;
	for (size_t i = 0; solved && i < m; i++) {
		double value = gsl_vector_get(values, i), along = 0;
		if (value <= NO_VARIANCE)
			continue;
		for (size_t j = 0; j < m; j++)
			along += gsl_matrix_get(vectors, j, i) * u[j];
		x += along * along / value;
		rank++;
	}
	gsl_eigen_symmv_free(work);
	gsl_vector_free(values);
	gsl_matrix_free(vectors);
	gsl_matrix_free(v);
	return solved ? chi_square_tail(x, rank) : chi_square_none;
}

static struct chi_square test(const struct logrank *l) {
	g_autofree size_t *with = g_new0(size_t, l->groups);
	size_t m = 0;
	for (size_t j = 0; j < l->groups; j++)
		if (l->variance[j * l->groups + j] > 0)
			with[m++] = j;
	return m > 1 ? quadratic_form(l, with, m) : chi_square_none;
}

bool logrank_init(struct logrank *l, const struct survival_group *groups, size_t n, double rho) {
	*l = (struct logrank){.chi = chi_square_none};
	if (n > MOST_GROUPS || !isfinite(rho) || rho < 0)
		return false;
	g_autofree struct walker *walkers = g_new0(struct walker, MAX(n, 1));
	bool ok = true;
	for (size_t j = 0; j < n && ok; j++)
		ok = survival_init(&walkers[j].s, groups[j].rows, groups[j].n);
	if (ok && n > 0) {
		l->groups = n;
		l->observed = g_new0(double, n);
		l->expected = g_new0(double, n);
		l->variance = g_new0(double, n *n);
		add_all_times(l, walkers, rho);
		l->chi = test(l);
	}
	for (size_t j = 0; j < n; j++)
		survival_clear(&walkers[j].s);
	return ok;
}

void logrank_clear(struct logrank *l) {
	g_free(l->observed);
	g_free(l->expected);
	g_free(l->variance);
	*l = (struct logrank){.chi = chi_square_none};
}
