/* report/signal_family: which figures of a period are judged by a test, in which periods and slices, and one such comparison. Knows what may stand beside
 * what (scales, windows, seasons, the same people twice); refuses to know the family's false discovery rate. */
#ifndef REPORT_SIGNAL_FAMILY_H
#define REPORT_SIGNAL_FAMILY_H
#include "report/signal_test.h"

enum where_judged {
	IN_SHORT = 1,     /* months and quarters */
	IN_LONG = 2,      /* years, trailing years */
	IN_ALL = 3,
	BY_SLICE = 4,     /* slices change too */
	AGAINST_REST = 8, /* slices stand against the rest of their dimension */
	IN_TREND = 16,    /* months in a row */
	IN_WINDOWS = 32   /* orders: told from the last inactive_after months, which must not overlap */
};
struct judged {
	const char *metric;
	enum judge judge;
	int where;
};
const struct judged *signal_judged(size_t *n);
bool signal_judged_here(const struct report *r, const struct judged *j, size_t span);

/* A figure beside another period's. */
struct compared {
	size_t against;
	struct side now, before;
	struct overlap overlap;
	struct verdict verdict;
	double reach; /* the smallest p these sizes could give */
};
/* The change against the period before; of order businesses it has to beat the same period last year as well, else its p is 1: tested, and no news. False
 * when there is nothing to test, or nothing that could tell. */
bool signal_change(const struct report *r, const struct judged *j, size_t span, size_t slice, struct compared *out);
#endif
