/* report/spend: spend of a period by purpose and category, as the facts hold it. */
#ifndef REPORT_SPEND_H
#define REPORT_SPEND_H
#include "report/report.h"

enum spend_purpose { SPEND_ACQUISITION, SPEND_RETENTION, SPEND_SERVICE, SPEND_PURPOSES };
#define SPEND_CATEGORIES 6 /* none, media, people, tools, overhead, discount */
#define SPEND_ALL_CATEGORIES (-1)
/* Minor units of the reporting currency. */
int64_t spend_of(const struct facts *f, size_t span, size_t slice, enum spend_purpose purpose, int category);
const char *spend_purpose_name(enum spend_purpose p); /* "acquisition": the end of its message key; static */
const char *spend_category_name(int category);        /* "media"; static */
/* Minor units × per as a double of major units, for drawing; the printed form is money_decimal's. */
double major_units(const struct facts *f, int128 amount, int64_t per);
#endif
