/* site/csv_lists: internal/<client>/data/lists.csv, the customers of the action lists as of as_of. It names people: it never lies in a client's folder.
 *
 *   list,state,order,of,customer_id,name,reason,date,score,mrr,slope,p,p_adjusted,proven
 *
 * order … of: 1 … of all that are on the list, of which list.max rows are here; a list that cannot be told has one row with its state and, for a reason,
 * what it needs. score: the last answer to the recommendation question within link.lookback; mrr: a month's; slope: points a year (Theil and Sen);
 * p: exact one-sided Mann-Kendall; p_adjusted: Benjamini and Hochberg's. */
#ifndef SITE_CSV_LISTS_H
#define SITE_CSV_LISTS_H
#include "report/lists.h"

/* Of one list, or of all in their order with LIST_COUNT. Caller frees. r has words. */
GString *csv_lists(const struct report *r, enum list only);
#endif
