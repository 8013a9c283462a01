/* metric/touchpoint: see touchpoint.h. */
#include "metric/touchpoint.h"
#include "statistic/proportion.h"
#include <math.h>

/* Rows of one touchpoint from `at` on; rows are sorted by it. */
static size_t run_of(const struct tally *rows, size_t n, size_t at) {
	size_t end = at;
	while (end < n && rows[end].a == rows[at].a)
		end++;
	return end;
}

GArray *touchpoint_shares(const struct eval *e, size_t span) {
	GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct touchpoint_share));
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_TOUCHPOINT_CSAT, span, SLICE_ALL, &n);
	for (size_t at = 0, end; at < n; at = end) {
		end = run_of(rows, n, at);
		struct touchpoint_share s = {.touchpoint = fact_label(e->facts, rows[at].a)};
		for (size_t i = at; i < end; i++) {
			s.n += rows[i].n;
			s.weight += rows[i].amount;
			s.top += rows[i].b == 1 ? rows[i].n : 0;
			s.top_weight += rows[i].b == 1 ? rows[i].amount : 0;
		}
		if (s.n >= TOUCHPOINT_LEAST)
			g_array_append_val(shares, s);
	}
	return shares;
}

struct chi_square touchpoint_test(const GArray *shares) {
	g_autofree int64_t *counts = g_new0(int64_t, 2 * (size_t)shares->len + 1);
	for (guint i = 0; i < shares->len; i++) {
		const struct touchpoint_share *s = &g_array_index(shares, struct touchpoint_share, i);
		counts[2 * i] = s->top;
		counts[2 * i + 1] = s->n - s->top;
	}
	return pearson_chi_square(counts, shares->len, 2).chi;
}

/* The pairs of one touchpoint, one a customer. */
static struct driver driver_of(const struct eval *e, const struct tally *rows, size_t n) {
	struct driver d = {.touchpoint = fact_label(e->facts, rows[0].a)};
	for (size_t i = 0; i < n; i++)
		d.n += rows[i].n;
	g_autofree double *csat = g_new(double, (size_t)d.n + 1), *nps = g_new(double, (size_t)d.n + 1);
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		for (int64_t customer = 0; customer < rows[i].n; customer++, k++) {
			csat[k] = rows[i].b;
			nps[k] = rows[i].c;
		}
	d.rank = spearman(csat, nps, k);
	return d;
}

GArray *drivers(const struct eval *e, size_t span) {
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct driver));
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_TOUCHPOINT_PAIRS, span, SLICE_ALL, &n);
	for (size_t at = 0, end; at < n; at = end) {
		end = run_of(rows, n, at);
		struct driver d = driver_of(e, rows + at, end - at);
		if (d.n >= TOUCHPOINT_LEAST)
			g_array_append_val(all, d);
	}
	return all;
}

struct driver strongest_driver(const struct eval *e, size_t span) {
	struct driver best = {.rank = {(double)NAN, bounds_none}};
	g_autoptr(GArray) all = drivers(e, span);
	for (guint i = 0; i < all->len; i++) {
		const struct driver *d = &g_array_index(all, struct driver, i);
		if (!isnan(d->rank.rho) && (best.touchpoint == NULL || fabs(d->rank.rho) > fabs(best.rank.rho)))
			best = *d;
	}
	return best;
}
