/* report/hazard: of customers who had been here for so many months, how many leave in the next one, month after month. Knows first lives and a month of
 * 30.4375 days; refuses to know why they leave and what a page shows of it. */
#ifndef REPORT_HAZARD_H
#define REPORT_HAZARD_H
#include "report/report.h"
#include "statistic/survival.h"

struct hazard {
	int month;             /* completed months: the month of leaving is the one that follows them */
	int64_t at_risk, left; /* here when it begins; who leaves in it, also of those who enter late within it */
	double share;          /* 1 − S(month + 1) ÷ S(month), Kaplan and Meier */
	struct bounds bounds;  /* log-log; none where nobody or everybody leaves */
};
/* Rows of struct hazard by month as seen at the span's close; months nobody is seen to begin or nobody is seen to the end of are not there. Free with
 * g_array_unref. */
GArray *hazard_of(const struct report *r, size_t span);
#endif
