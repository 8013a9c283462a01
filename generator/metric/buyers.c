/* metric/buyers: see buyers.h. Customers are sorted so that those with the same purchases stand together: their likelihood is taken once. */
#include "metric/buyers.h"
#include "base/date.h"
#include "metric/eval.h"
#include <math.h>
#include <stdlib.h>

#define WEEK 7.0

static int order_by_purchases(const void *x, const void *y) {
	const struct buyer *a = x, *b = y;
	if (a->x != b->x)
		return a->x < b->x ? -1 : 1;
	if (a->t_x != b->t_x)
		return a->t_x < b->t_x ? -1 : 1;
	if (a->T != b->T)
		return a->T < b->T ? -1 : 1;
	return (a->amount > b->amount) - (a->amount < b->amount);
}

static bool same_purchases(const struct buyer *a, const struct buyer *b) {
	return a->x == b->x && a->t_x == b->t_x && a->T == b->T;
}

static void fit_purchases(struct buyers *out, const struct buyer *rows, size_t n) {
	GArray *fit = g_array_new(FALSE, FALSE, sizeof(struct bgnbd_row));
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from; to < n && same_purchases(&rows[from], &rows[to]);)
			to++;
		struct bgnbd_row row = {MIN(rows[from].x, BGNBD_PURCHASES_MAX), rows[from].t_x / WEEK, rows[from].T / WEEK, (double)(to - from)};
		g_array_append_val(fit, row);
	}
	out->fit = bgnbd_fit((const struct bgnbd_row *)(const void *)fit->data, fit->len);
	g_array_unref(fit);
}

static void fit_spend(struct buyers *out, const struct buyer *rows, size_t n, double unit) {
	GArray *fit = g_array_new(FALSE, FALSE, sizeof(struct spend_row));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].x < 1 || rows[i].amount <= 0)
			continue;
		struct spend_row row = {rows[i].x, (double)rows[i].amount / unit / rows[i].x, 1};
		g_array_append_val(fit, row);
	}
	out->spend = gamma_gamma_fit((const struct spend_row *)(const void *)fit->data, fit->len);
	g_array_unref(fit);
}

/* What a customer is expected to spend per purchase; one without repeat purchases, or none that cost anything, as all do. */
static double expected_spend(const struct buyers *b, const struct buyer *r, double unit) {
	bool known = r->x > 0 && r->amount > 0;
	return gamma_gamma_mean(b->spend.model, known ? r->x : 0, known ? (double)r->amount / unit / r->x : 0);
}

static void add_up(struct buyers *out, const struct buyer *rows, size_t n, double weeks, double unit) {
	double alive = 0, orders = 0, value = 0, a = 0, y = 0, scale = out->sample > 0 ? (double)out->customers / (double)out->sample : 1;
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || !same_purchases(&rows[i - 1], &rows[i])) {
			int64_t x = MIN(rows[i].x, BGNBD_PURCHASES_MAX);
			a = bgnbd_alive(out->fit.model, x, rows[i].t_x / WEEK, rows[i].T / WEEK);
			y = bgnbd_conditional(out->fit.model, x, rows[i].t_x / WEEK, rows[i].T / WEEK, weeks);
		}
		alive += a;
		orders += y;
		if (out->spend.fit.state == FIT_OK)
			value += y * expected_spend(out, &rows[i], unit);
	}
	out->alive = alive * scale;
	out->orders = orders * scale;
	out->value = out->spend.fit.state == FIT_OK ? value * scale : (double)NAN;
}

static void describe(struct buyers *out, const struct buyer *rows, size_t n, double unit) {
	int64_t x = 0, t_x = 0, observed = 0;
	int128 amount = 0;
	for (size_t i = 0; i < n; i++) {
		x += rows[i].x;
		t_x += rows[i].t_x;
		observed += rows[i].T;
		amount += rows[i].amount;
	}
	out->repeats = (double)x;
	out->recency = (double)t_x / WEEK;
	out->observed = (double)observed / WEEK;
	out->spent = (double)amount / unit;
}

const struct buyers *buyers_of(const struct eval *e, size_t span) {
	int32_t close = e->facts->spans.items[span].close;
	struct buyers *out = memo_find(e->memo, MEMO_BUYERS, close, 0);
	if (out != NULL)
		return out;
	size_t n, n_tally;
	const struct buyer *buyers = fact_buyers(e->facts, close, &n);
	const struct tally *tally = fact_tallies(e->facts, TALLY_BUYERS, span, SLICE_ALL, &n_tally);
	g_autofree struct buyer *rows = n > 0 ? g_memdup2(buyers, n * sizeof *buyers) : NULL;
	if (n > 0)
		qsort(rows, n, sizeof *rows, order_by_purchases);
	out = g_new0(struct buyers, 1);
	*out = (struct buyers){.customers = n_tally > 0 ? tally->n : 0, .sample = (int64_t)n, .alive = NAN, .orders = NAN, .value = NAN};
	double unit = (double)eval_money_unit(e);
	describe(out, rows, n, unit);
	fit_purchases(out, rows, n);
	fit_spend(out, rows, n, unit);
	if (out->fit.fit.state == FIT_OK)
		add_up(out, rows, n, (day_plus_months(close, 12) - close) / WEEK, unit);
	return memo_keep(e->memo, MEMO_BUYERS, close, 0, out, g_free);
}
