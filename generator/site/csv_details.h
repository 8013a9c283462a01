/* site/csv_details: the files of data/ that hold what stands behind a figure, of every period in which the figure is shown.
 *
 *   reasons.csv      period,reason,owner,payment,customers,revenue,state   report/reasons.h; revenue of a month; "(none)": no reason told, "(other)":
 *                                                                           the small ones together; withheld: one row with its state alone
 *   touchpoints.csv  period,touchpoint,answers,top,csat,chi2,df,p          touchpoints with 30 answers; touchpoint empty: all of them, and the test that
 *                                                                           they are one; answers and top are counts, csat is weighted
 *   drivers.csv      period,touchpoint,n,rho,lo,hi                         touchpoints with 30 pairs; rho empty where an answer never varies
 */
#ifndef SITE_CSV_DETAILS_H
#define SITE_CSV_DETAILS_H
#include "report/report.h"

GString *csv_reasons(const struct report *r); /* each of these: the caller frees */
GString *csv_touchpoints(const struct report *r);
GString *csv_drivers(const struct report *r);
#endif
