/* report/signal: what of one client and period is news: one record per finding. A change, a trend or a difference between slices is a finding only when a
 * test says so and the false discovery rate of its family is kept; outliers lie outside the limits of the periods before; thresholds and identities are
 * rules without chance. Knows figures, tests and families; refuses to know words and pages. */
#ifndef REPORT_SIGNAL_H
#define REPORT_SIGNAL_H
#include "report/report.h"

enum signal_kind {
	SIGNAL_CHANGE,    /* against the period before, by a test */
	SIGNAL_TREND,     /* over the months up to the period, by Mann–Kendall */
	SIGNAL_OUTLIER,   /* a slice apart from the rest of its dimension, by a test; or a figure outside the natural limits of 8 to 24 periods before */
	SIGNAL_THRESHOLD, /* beyond a value with a meaning of its own */
	SIGNAL_IDENTITY   /* an exact part of a sum that is large enough to be told apart */
};
const char *signal_kind_name(enum signal_kind k); /* "change" …; static */

struct signal {
	enum signal_kind kind;
	const struct metric *metric;
	size_t span, slice;
	size_t against;      /* the span compared with; SPAN_ABSENT: none */
	double now, before;  /* in the metric's unit; before: of that span, of the rest, of the centre line, or the threshold */
	double size;         /* now − before; of a trend: per month */
	double lo, hi;       /* its 95 % limits; of an outlier: the natural limits of the value; NaN: none */
	double p;            /* of the test; NaN where a rule decides */
	const char *rule;    /* "fisher", "xmr", "threshold" …; static */
	double at_stake;     /* money a year that hangs on it [major units]; NaN: not known */
	struct value evidence[2]; /* the figure, and what it is compared with */
};

typedef struct signals signals;
struct signals {
	GArray *items;     /* of struct signal, by span, kind, p, at stake, metric, slice */
	size_t n_spans;
	size_t *tests;     /* [span] changes and trends tested: the size of its family */
	size_t *contrasts; /* [span] slices set against their rest: a family of its own */
	double *floor;     /* [span] the smallest p of the family; 1 when nothing was tested */
};
/* All findings of a client. r's figures must be there. Free with signals_free. */
struct signals *signals_new(const struct report *r);
void signals_free(struct signals *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(signals, signals_free)
/* Those of one span, in order; *n says how many. */
const struct signal *signals_of(const struct signals *s, size_t span, size_t *n);
#endif
