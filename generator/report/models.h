/* report/models: survival curves, tests between curves and fitted models as rows a page or a file can show. Knows what may be told of small slices;
 * refuses to know markup and file formats. */
#ifndef REPORT_MODELS_H
#define REPORT_MODELS_H
#include "metric/lives.h"
#include "report/report.h"
#include "statistic/logrank.h"

/* The curve of a slice at the span's close; false when it is not shown: small, MISSING, or nobody. Free with survival_clear. */
bool models_curve(const struct report *r, size_t span, size_t slice, struct survival *out);
/* Units of a curve's time in what is printed: days, or months for a snapshot. */
double models_time(const struct report *r, int64_t time);
const char *models_unit(const struct report *r); /* "days" or "months"; static */

/* Log-rank over the values of a dimension at the span's close whose curves may be told: how many these are, and the test. false with fewer than two
 * of them, or when figures are not shown at all. */
bool models_test(const struct report *r, size_t span, size_t dimension, size_t *groups, struct chi_square *out);

/* One number of a model, of the newest finished month. */
struct model_row {
	char *model;            /* "buyers", "bgnbd", "gamma_gamma", "sbg_12", "projection" */
	const char *parameter;  /* static */
	double value;           /* NaN: there is none */
	const char *state;      /* "OK", "TOO_FEW", "NOT_CONVERGED", "BOUNDARY"; of sbg also "HAZARD" where the shares seen are used; static */
	int64_t customers;      /* it was fitted from */
};
GArray *models_rows(const struct report *r); /* of struct model_row; free with g_array_unref */
#endif
