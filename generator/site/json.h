/* site/json: metrics.json, every figure of the client's own pages in a form for programs. Its shape is documented in tests/metrics.schema.json. */
#ifndef SITE_JSON_H
#define SITE_JSON_H
#include "base/file.h"
#include "report/report.h"

/* The whole document; caller owns. Periods in the order of spans, metrics in the order of families, slices in the order of facts. */
GString *json_metrics(const struct report *r);
/* The same piece by piece, a few periods each: with many slices the whole is hundreds of megabytes. Free with metrics_text_free, after the pieces. */
struct metrics_text *metrics_text_new(const struct report *r);
void metrics_text_free(struct metrics_text *t);
struct pieces metrics_text_pieces(struct metrics_text *t);
#endif
