/* report/signal: what of one client and period is news: one record per finding. A change, a trend or a difference between slices is a finding only when a
 * test says so and the false discovery rate of its family is kept; outliers lie outside the limits of the periods before; thresholds and identities are
 * rules, and say whether chance could have passed them. Knows figures, tests and families; refuses to know words and pages. */
#ifndef REPORT_SIGNAL_H
#define REPORT_SIGNAL_H
#include "report/report.h"

enum signal_kind {
	SIGNAL_CHANGE,    /* against the period before, by a test */
	SIGNAL_TREND,     /* over the months up to the period, by Mann–Kendall */
	SIGNAL_OUTLIER,   /* a slice apart from the rest of its dimension, by a test; or a figure outside the control limits of 8 to 24 periods before */
	SIGNAL_THRESHOLD, /* beyond a value with a meaning of its own */
	SIGNAL_IDENTITY   /* an exact part of a sum that is large enough to be told apart */
};
const char *signal_kind_name(enum signal_kind k); /* "change" …; static */

/* How sure a threshold is passed. */
enum sure {
	SURE_TESTED,  /* none: a test or control limits decide */
	SURE_CERTAIN, /* the whole 95 % interval lies beyond it, or the figure is a total, without chance */
	SURE_ESTIMATE /* the figure does, its interval does not, or it has none though chance is in it */
};
const char *signal_sure_name(enum sure s); /* "", "certain", "estimate"; static */

#define AT_STAKE_NONE INT64_MIN
struct signal {
	enum signal_kind kind;
	const struct metric *metric;
	size_t span, slice;
	size_t against;      /* the span compared with; SPAN_ABSENT: none */
	double now, before;  /* in the metric's unit; before: of that span, of the rest, of the centre line, or the threshold */
	double size;         /* now − before; of a trend: per month */
	double lo, hi;       /* 95 % limits of size; of a figure itself beyond limits or a threshold: the control limits, its own interval; NaN: none */
	double p, q;         /* of the test, and adjusted for its family; NaN where a rule decides */
	const char *rule;    /* "fisher", "xmr", "threshold" …; static */
	enum sure sure;
	int64_t at_stake;    /* money of the period judged that hangs on it [minor units of the reporting currency], report/signal_stake.h; AT_STAKE_NONE */
	struct value evidence[2]; /* the figure, and what it is compared with */
};

typedef struct signals signals;
struct signals {
	GArray *items;     /* of struct signal, by span, kind, p, at stake (the most first), metric, slice */
	size_t n_spans;
	size_t *tests;     /* [span] changes and trends tested: the size of its family */
	size_t *contrasts; /* [span] slices set against their rest: a family of its own */
	size_t *charts;    /* [span] figures held against control limits */
	double *floor;     /* [span] the smallest p of the family; 1 when nothing was tested */
	double *reach;     /* [span] a further change would have been news up to this p; NaN when nothing was tested */
};
/* All findings of a client. r's figures must be there. Free with signals_free. */
struct signals *signals_new(const struct report *r);
void signals_free(struct signals *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(signals, signals_free)
/* Those of one span, in order; *n says how many. */
const struct signal *signals_of(const struct signals *s, size_t span, size_t *n);

/* What of a span was tested against the period before and is no news: how small a change could have been and still be told. */
struct quiet {
	const struct metric *metric;
	size_t against;
	double now, before;
	double least; /* a change smaller than this, up or down, would not show [unit of the metric]; NaN: none of any size would */
};
/* Of "all", in the order they are judged; element struct quiet; r->signals must be there. Caller owns. */
GArray *signals_quiet(const struct report *r, size_t span);
#endif
