/* report/cohort: the part of the cohort matrix a page shows. */
#ifndef REPORT_COHORT_H
#define REPORT_COHORT_H
#include "report/report.h"

/* Shares of each first month's customers still here, one row a first month, oldest first, one column an age in months. */
struct cohort_view {
	size_t rows, ages;
	struct month *first; /* [rows] */
	int64_t *started;    /* [rows] customers at age 0 */
	double *share;       /* [rows × ages]; NaN: not yet reached, or nobody started */
	bool *partial;       /* [rows × ages] the month of that age is unfinished */
	bool *withheld;      /* [rows] as cohorts_withheld says: its shares are NaN and its size is not to be told */
	double *mean;        /* [ages] of the finished cells, weighted by size; NaN: none */
};
typedef struct cohort_view cohort_view;
/* The last `most` first months that began by the close of span; nothing after that close is looked at. Free with cohort_view_free. */
struct cohort_view *cohort_view_of(const struct facts *f, size_t span, size_t most, int64_t least);
void cohort_view_free(struct cohort_view *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cohort_view, cohort_view_free)
#endif
