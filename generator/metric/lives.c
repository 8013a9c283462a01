/* metric/lives: see lives.h. The ends of a slice are sorted by time once and sifted for every close; those still here come from the table of starts,
 * which is in order already. */
#include "metric/lives.h"
#include <math.h>
#include <stdlib.h>

const int lives_months[LIVES_POINTS] = {6, 12, 24, 36, 48, 60, 72};

static int order_ends(const void *x, const void *y) {
	const struct tenure_row *a = x, *b = y;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (a->a > b->a) - (a->a < b->a);
}

static void free_rows(gpointer rows) {
	g_array_unref(rows);
}

/* The ends of a slice by days lived. */
static const GArray *ends_of(const struct eval *e, size_t slice) {
	GArray *ends = memo_find(e->memo, MEMO_LIVES, (gint64)slice, 0);
	if (ends != NULL)
		return ends;
	size_t n;
	const struct tenure_row *rows = fact_tenure(e->facts->tenure_ends, slice, &n);
	ends = g_array_new(FALSE, FALSE, sizeof *rows);
	if (n > 0) {
		g_array_append_vals(ends, rows, (guint)n);
		qsort(ends->data, n, sizeof *rows, order_ends);
	}
	return memo_keep(e->memo, MEMO_LIVES, (gint64)slice, 0, ends, free_rows);
}

/* Those still here at the close, by time upwards. */
static GArray *still_here(const struct eval *e, size_t slice, int32_t close, int32_t month) {
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct survival_row));
	size_t n;
	const struct tenure_row *rows = fact_tenure(e->facts->tenure_starts, slice, &n);
	int64_t unit = e->cover->snapshot ? LIVES_MONTH : LIVES_DAY;
	for (size_t i = 0; i < n; i++) {
		const struct tenure_row *r = &rows[e->cover->snapshot ? i : n - 1 - i];
		bool left = r->b != MONTH_NONE.n && r->b <= month;
		if (left || (!e->cover->snapshot && r->a > close))
			continue;
		int64_t lived = e->cover->snapshot ? r->a : close - r->a;
		struct survival_row row = {lived * unit, r->entry * unit, 0, r->customers};
		g_array_append_val(out, row);
	}
	return out;
}

GArray *lives_rows(const struct eval *e, size_t span, size_t slice) {
	const struct span *s = &e->facts->spans.items[span];
	int32_t month = MIN(s->last.n, e->facts->spans.last.n);
	int64_t unit = e->cover->snapshot ? LIVES_MONTH : LIVES_DAY;
	GArray *here = still_here(e, slice, s->close, month), *out = g_array_sized_new(FALSE, FALSE, sizeof(struct survival_row), here->len);
	const GArray *ends = ends_of(e, slice);
	guint k = 0;
	for (guint i = 0; i < ends->len; i++) {
		const struct tenure_row *r = &g_array_index(ends, struct tenure_row, i);
		if (r->a > month)
			continue;
		struct survival_row row = {r->b * unit, r->entry * unit, r->customers, 0};
		for (; k < here->len && g_array_index(here, struct survival_row, k).time < row.time; k++)
			g_array_append_val(out, g_array_index(here, struct survival_row, k));
		g_array_append_val(out, row);
	}
	if (k < here->len)
		g_array_append_vals(out, &g_array_index(here, struct survival_row, k), here->len - k);
	g_array_unref(here);
	return out;
}

static double months(double time) {
	return time / LIVES_MONTH;
}

static void fill(const struct eval *e, struct lives_figures *f, const GArray *rows) {
	struct survival s;
	for (guint i = 0; i < rows->len; i++) {
		const struct survival_row *r = &g_array_index(rows, struct survival_row, i);
		f->n += r->events + r->censored;
		f->events += r->events;
	}
	bool done = survival_init(&s, (const struct survival_row *)(const void *)rows->data, rows->len);
	for (int i = 0; i < LIVES_POINTS; i++) {
		f->at[i] = survival_at(&s, (int64_t)lives_months[i] * LIVES_MONTH);
		/* Kaplan and Meier: behind the last one seen the curve is 0 when that one left, and is not carried on when it was still here */
		if (f->at[i].at_risk == 0 && f->at[i].surv > 0)
			f->at[i].surv = NAN;
	}
	struct survival_time median = survival_time(&s, .5);
	f->median = (struct survival_time){months(median.at), {months(median.bounds.lo), months(median.bounds.hi)}};
	struct survival_mean mean = survival_mean(&s, conf_int(e->conf, SETTING_SURVIVAL_HORIZON) * LIVES_MONTH);
	f->mean = (struct survival_mean){months(mean.mean), months(mean.se)};
	if (done)
		survival_clear(&s);
}

const struct lives_figures *lives_figures(const struct eval *e, size_t span, size_t slice) {
	int32_t close = e->facts->spans.items[span].close;
	struct lives_figures *f = memo_find(e->memo, MEMO_SURVIVAL, close, (gint64)slice);
	if (f != NULL)
		return f;
	f = g_new0(struct lives_figures, 1);
	GArray *rows = lives_rows(e, span, slice);
	fill(e, f, rows);
	g_array_unref(rows);
	return memo_keep(e->memo, MEMO_SURVIVAL, close, (gint64)slice, f, g_free);
}
