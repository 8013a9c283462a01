/* report/report: all that the pages of one client may read, gathered once. Knows figures, sources and periods;
 * refuses to know markup, charts and folders. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H
#include "base/value.h"
#include "config/config.h"
#include "metric/metric.h"
#include "words/words.h"
#include <glib.h>

/* One refused, duplicate or noted row. */
struct report_row {
	int64_t line, column; /* column 0: the row as a whole */
	char *reason;
};
/* The account of one export file: rows = used + refused + duplicate. */
struct report_source {
	char *file;            /* as named in site.conf */
	const char *record;    /* "customers" … */
	int64_t rows, used, refused, duplicate, orphans, rounded;
	int64_t refused_by_rule;
	int32_t first_day, last_day; /* DAY_NONE: no dated row */
	char *encoding;
	GPtrArray *rejects;    /* of struct report_row * */
	GPtrArray *notes;      /* of struct report_row *: duplicates, orphans, things said about used rows */
	size_t n_rules;        /* used rows a rule left out of the figures */
	struct { const char *rule; int64_t rows; } rules[16]; /* message key suffix: used_rule_<rule> */
};

struct signals;
typedef struct report report;
struct report {
	const struct client_conf *conf;
	const struct words *words;
	const struct results *results;
	const struct facts *facts;     /* results_facts(results) */
	const struct coverage *cover;
	GPtrArray *sources;            /* of struct report_source * */
	const struct signals *signals; /* report/signal.h */
};

/* What a change against another period is, in words that claim nothing (no rise, no fall). */
struct comparison {
	bool comparable;            /* both shown, neither partial */
	const struct value *before; /* NULL when there is no such period */
	size_t span;                /* of `before` */
};
struct comparison compare_previous(const struct report *r, const char *metric, size_t span, size_t slice);
struct comparison compare_year_before(const struct report *r, const char *metric, size_t span, size_t slice);

/* Which scale the recommendation question was asked on: scores of one are not comparable with those of the other. */
enum nps_scale { NPS_SCALE_FROM_ZERO, NPS_SCALE_FROM_ONE, NPS_SCALE_BOTH };
enum nps_scale report_nps_scale(const struct facts *f, size_t span, size_t slice);
bool report_is_nps(const char *metric); /* the score or one of its counts */
bool report_is_survey(const char *metric);

/* Slices of a dimension in the order a page lists them: by n of the metric, largest first, then value; caller frees with g_free. */
size_t *report_slices(const struct report *r, const char *metric, const char *dimension, size_t span, size_t *n);

/* The roll-forwards a page prints, checked here: every part from facts; `holds` says the identity is exact. */
struct rollforward {
	int64_t opening, joined, joined_lost, returned, lost, closing; /* customers */
	int128 mrr_opening, mrr_new, mrr_reactivation, mrr_expansion, mrr_contraction, mrr_churned, mrr_fx, mrr_closing; /* minor units × facts.mrr_per */
	bool holds;
};
struct rollforward rollforward_of(const struct facts *f, size_t span, size_t slice);
struct report_source *report_source_new(void);
void report_source_free(struct report_source *s);
#endif
