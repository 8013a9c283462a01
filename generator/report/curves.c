/* report/curves: see curves.h. */
#include "report/curves.h"
#include "report/models.h"
#include <math.h>

#define ROWS_MOST 25 /* rows of the table */

static gint compare_times(gconstpointer a, gconstpointer b) {
	gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
	return (x > y) - (x < y);
}

/* All times of the axis, rising, each once; in the unit of the curves. */
static GArray *times_of(const struct survival *all, size_t n) {
	GArray *times = g_array_new(FALSE, FALSE, sizeof(gint64));
	gint64 last = 0;
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < all[k].n; i++)
			if (all[k].steps[i].n_event > 0 || i + 1 == all[k].n)
				g_array_append_val(times, all[k].steps[i].time);
		last = MAX(last, all[k].steps[all[k].n - 1].time);
	}
	for (gint64 t = 0; t <= last; t += LIVES_MONTH)
		g_array_append_val(times, t);
	g_array_sort(times, compare_times);
	guint kept = 0;
	for (guint i = 0; i < times->len; i++) {
		gint64 t = g_array_index(times, gint64, i);
		if (kept == 0 || t != g_array_index(times, gint64, kept - 1))
			g_array_index(times, gint64, kept++) = t;
	}
	g_array_set_size(times, kept);
	return times;
}

static int listed_every(int months) {
	static const int steps[] = {1, 2, 3, 6, 12, 24, 60, 120};
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
		if (months / steps[i] < ROWS_MOST)
			return steps[i];
	return 240;
}

static void fill_axis(struct curves *c, const GArray *times) {
	int every = listed_every((int)(g_array_index(times, gint64, times->len - 1) / LIVES_MONTH));
	for (size_t i = 0; i < c->n; i++) {
		gint64 t = g_array_index(times, gint64, i);
		c->months[i] = (double)t / LIVES_MONTH;
		c->whole[i] = t % LIVES_MONTH == 0 ? (int)(t / LIVES_MONTH) : -1;
		c->listed[i] = c->whole[i] >= 0 && c->whole[i] % every == 0;
	}
}

static void fill_curve(struct curves *c, size_t k, const struct survival *s, const GArray *times) {
	size_t next = 0;
	for (size_t i = 0; i < c->n; i++) {
		gint64 t = g_array_index(times, gint64, i);
		size_t at = k * c->n + i;
		while (next < s->n && s->steps[next].time <= t)
			next++;
		const struct survival_step *step = next > 0 ? &s->steps[next - 1] : NULL;
		bool over = next == s->n && step->time < t && step->surv > 0;
		c->surv[at] = over ? (double)NAN : step ? step->surv : 1;
		c->lo[at] = over || !step ? (double)NAN : step->bounds.lo;
		c->hi[at] = over || !step ? (double)NAN : step->bounds.hi;
		c->risk[at] = c->whole[i] >= 0 && !over ? (double)survival_at_risk(s, t) : (double)NAN;
	}
}

struct curves *curves_new(const struct report *r, size_t span, const size_t *slices, size_t n) {
	struct curves *c = g_new0(struct curves, 1);
	struct survival all[CURVES_MOST];
	for (size_t k = 0; k < n && c->n_slices < CURVES_MOST; k++)
		if (models_curve(r, span, slices[k], &all[c->n_slices]))
			c->slices[c->n_slices++] = slices[k];
	if (c->n_slices == 0) {
		g_free(c);
		return NULL;
	}
	g_autoptr(GArray) times = times_of(all, c->n_slices);
	c->n = times->len;
	c->months = g_new(double, c->n);
	c->whole = g_new(int, c->n);
	c->listed = g_new(bool, c->n);
	double **arrays[] = {&c->surv, &c->lo, &c->hi, &c->risk};
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		*arrays[i] = g_new(double, c->n * c->n_slices);
	fill_axis(c, times);
	for (size_t k = 0; k < c->n_slices; k++) {
		fill_curve(c, k, &all[k], times);
		survival_clear(&all[k]);
	}
	return c;
}

void curves_free(struct curves *c) {
	if (!c)
		return;
	g_free(c->months);
	g_free(c->whole);
	g_free(c->listed);
	g_free(c->surv);
	g_free(c->lo);
	g_free(c->hi);
	g_free(c->risk);
	g_free(c);
}

size_t curves_dimension(const struct report *r, size_t span, size_t most, size_t *slices, size_t *dimension) {
	for (size_t d = 0; d < r->facts->n_dimensions; d++) {
		size_t n = 0, have = 0;
		g_autofree size_t *all = report_slices(r, "survival_6", r->facts->dimensions[d], span, &n);
		for (size_t i = 0; i < n && have < most; i++) {
			const struct value *v = result(r->results, "survival_6", span, all[i]);
			if (v->state != STATE_SUPPRESSED && v->state != STATE_MISSING && v->n > 0)
				slices[have++] = all[i];
		}
		*dimension = d;
		if (have >= 2)
			return have;
	}
	return 0;
}
