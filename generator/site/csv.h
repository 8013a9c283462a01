/* site/csv: the files of data/, exactly the numbers the pages and metrics.json hold, in rows.
 *
 *   <metric>.csv      period,dimension,slice,state,value,num,den,n,lo,hi   one for every metric; dimension and slice are empty for "all"
 *   cohort.csv        first_month,age,customers,revenue,state              all customers
 *   nps-scores.csv    period,score,answers                                 also csat-scores.csv
 *   spend.csv         period,purpose,category,amount
 *   reasons.csv, touchpoints.csv, drivers.csv: csv_details.h
 *   survival.csv, survival_tests.csv, hazard.csv, models.csv: csv_models.h
 * lists.csv names people and lies in internal/<client>/data/: csv_lists.h.
 */
#ifndef SITE_CSV_H
#define SITE_CSV_H
#include "report/report.h"

/* Hands every file to put(context, name, text), in a fixed order; stops with false when put says so. */
bool csv_all(const struct report *r, bool (*put)(void *context, const char *name, const GString *text), void *context);
#endif
