/* report/cohort: shares of a first month's customers by age. Knows the cohort matrix and the close it may look up to; refuses to fill a cell
 * that has not been reached: it stays NaN. */
#include "report/cohort.h"
#include "metric/cohorts.h"
#include <math.h>

static void cohort_row(struct cohort_view *c, const struct facts *f, size_t row, struct month last, bool unfinished) {
	c->started[row] = cohort_started(f, c->first[row]);
	for (size_t age = 0; age < c->ages; age++) {
		size_t at = row * c->ages + age;
		struct month m = month_plus(c->first[row], (int)age);
		const struct cohort_cell *cell = m.n <= last.n ? fact_cohort(f, SLICE_ALL, c->first[row], (int)age) : NULL;
		bool there = cell && c->started[row] > 0 && !c->withheld[row];
		c->share[at] = there ? quotient(cell->customers, c->started[row]) : (double)NAN;
		c->partial[at] = there && unfinished && month_equal(m, last);
	}
}

static void cohort_mean(struct cohort_view *c) {
	for (size_t age = 0; age < c->ages; age++) {
		double here = 0, started = 0;
		for (size_t row = 0; row < c->rows; row++) {
			size_t at = row * c->ages + age;
			if (isnan(c->share[at]) || c->partial[at])
				continue;
			here += c->share[at] * (double)c->started[row];
			started += (double)c->started[row];
		}
		c->mean[age] = started > 0 ? here / started : (double)NAN;
	}
}

struct cohort_view *cohort_view_of(const struct facts *f, size_t span, size_t most, int64_t least) {
	const struct span *s = &f->spans.items[span];
	struct month last = s->last.n < f->spans.last.n ? s->last : f->spans.last;
	int32_t months = last.n - f->spans.first.n + 1;
	struct cohort_view *c = g_new0(struct cohort_view, 1);
	c->rows = months < 1 ? 0 : MIN((size_t)months, most);
	c->ages = c->rows;
	c->first = g_new0(struct month, c->rows + 1);
	c->started = g_new0(int64_t, c->rows + 1);
	c->share = g_new0(double, c->rows * c->ages + 1);
	c->partial = g_new0(bool, c->rows * c->ages + 1);
	c->withheld = g_new0(bool, c->rows + 1);
	c->mean = g_new0(double, c->ages + 1);
	g_autofree bool *withheld = cohorts_withheld(f, last, least);
	for (size_t row = 0; row < c->rows; row++) {
		c->first[row] = month_plus(last, (int)row + 1 - (int)c->rows);
		c->withheld[row] = withheld[c->first[row].n - f->spans.first.n];
		cohort_row(c, f, row, last, s->unfinished);
	}
	cohort_mean(c);
	return c;
}

void cohort_view_free(struct cohort_view *c) {
	if (!c)
		return;
	g_free(c->first);
	g_free(c->started);
	g_free(c->share);
	g_free(c->partial);
	g_free(c->withheld);
	g_free(c->mean);
	g_free(c);
}
