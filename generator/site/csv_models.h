/* site/csv_models: the files of data/ that hold curves, tests and models, as of the newest finished month.
 *
 *   survival.csv        period,dimension,slice,unit,t,at_risk,events,censored,survival,lo,hi   t in the unit named: days, or months of a snapshot
 *   survival_tests.csv  period,dimension,groups,chi2,df,p,log10_p                              log-rank over the values of a dimension
 *   hazard.csv          period,month,at_risk,left,hazard,lo,hi                              of those here after so many months, who leaves in the next
 *   models.csv          period,model,parameter,value,state,customers
 */
#ifndef SITE_CSV_MODELS_H
#define SITE_CSV_MODELS_H
#include "report/report.h"

GString *csv_survival(const struct report *r); /* each of these: the caller frees */
GString *csv_survival_tests(const struct report *r);
GString *csv_hazard(const struct report *r);
GString *csv_models(const struct report *r);
#endif
