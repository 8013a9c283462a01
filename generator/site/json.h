/* site/json: metrics.json, every figure of the client's own pages in a form for programs. Its shape is documented in tests/metrics.schema.json. */
#ifndef SITE_JSON_H
#define SITE_JSON_H
#include "report/report.h"

/* The whole document; caller owns. Periods in the order of spans, metrics in the order of families, slices in the order of facts. */
GString *json_metrics(const struct report *r);
#endif
