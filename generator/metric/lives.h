/* metric/lives: the first lives of a client's customers, as seen on a span's close, and the survival curve over them. Knows the tenure tables and
 * late entry; refuses to know what a page shows of the curve. A month is 30.4375 days; times are in 487ths of a month, so that days (16 of them)
 * and months are whole numbers and nothing is rounded. */
#ifndef METRIC_LIVES_H
#define METRIC_LIVES_H
#include "metric/metric.h"
#include "statistic/survival.h"

#define LIVES_DAY 16
#define LIVES_MONTH 487
#define LIVES_POINTS 7
extern const int lives_months[LIVES_POINTS]; /* 6, 12, 24, 36, 48, 60, 72 */

/* Rows of the lives of a slice up to the span's close, as survival_init wants them (struct survival_row); who left, left by the close, all others are
 * last seen on it. Free with g_array_unref. */
GArray *lives_rows(const struct eval *e, size_t span, size_t slice);

/* What the figures of a span and slice are taken from. */
struct lives_figures {
	int64_t n, events;                        /* all lives, those with 0 days too; who left */
	struct survival_point at[LIVES_POINTS];   /* at so many months; surv is NaN where nobody is at risk any more */
	struct survival_time median;              /* months */
	struct survival_mean mean;                /* months, up to survival.horizon */
};
const struct lives_figures *lives_figures(const struct eval *e, size_t span, size_t slice); /* kept in e's memo */
#endif
