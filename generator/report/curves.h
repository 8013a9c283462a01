/* report/curves: survival curves of a few slices laid over one axis of months, as a drawing shows them. Knows steps and marks of whole months; refuses to
 * know markup and which slices a page compares. */
#ifndef REPORT_CURVES_H
#define REPORT_CURVES_H
#include "report/report.h"

#define CURVES_MOST 6

/* Positions are every time somebody left, every curve's end and every whole month. */
struct curves {
	size_t n;          /* positions */
	double *months;    /* [n] rising from 0 */
	int *whole;        /* [n] the whole month, or −1 */
	bool *listed;      /* [n] told in a table: whole months, every 1, 2, 3, 6 … of them */
	size_t n_slices;
	size_t slices[CURVES_MOST];
	double *surv, *lo, *hi; /* [slice × n]; NaN after a curve's end, or where it has no limits */
	double *risk;           /* [slice × n] at risk just before a whole month; elsewhere NaN */
};
typedef struct curves curves;
/* Those of the slices whose curve may be told, at most CURVES_MOST; NULL when there is none. Free with curves_free. */
struct curves *curves_new(const struct report *r, size_t span, const size_t *slices, size_t n);
void curves_free(struct curves *c);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(curves, curves_free)

/* The first configured dimension with at least two slices whose curve may be told: the largest of them, at most `most`, in `slices`; returns how many,
 * 0 when there is no such dimension. */
size_t curves_dimension(const struct report *r, size_t span, size_t most, size_t *slices, size_t *dimension);
#endif
