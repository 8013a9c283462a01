/* metric/metric: from facts to figures. A metric is one row in its family's file (metrics/<family>.c); this is the machine that evaluates them.
 * Knows facts, settings and states; refuses to know pages, charts and sentences. */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H
#include "base/value.h"
#include "config/config.h"
#include "facts/facts.h"
#include "metric/memo.h"
#include "metric/rule.h"
#include <glib.h>

/* Which exports were there and how far each reaches (days; DAY_NONE when it has no dated row). */
enum cover { COVER_ACTIVITY, COVER_NPS, COVER_CSAT, COVER_SPEND, COVER_CES, COVER_INVITATIONS, COVER_CONTACTS, COVER_WORK, COVER_COUNT };
/* Columns some figures need, whatever their values. */
enum has {
	HAS_REASON, HAS_REASON_OWNER, HAS_REFERRED_BY, HAS_NOTICE, HAS_LIST_PRICE, HAS_TERM, HAS_PRODUCT, HAS_COMMENT,
	HAS_TOUCHPOINT, HAS_RESPONDED, HAS_SOLVED, HAS_REOPENED, HAS_OPENED_BY, HAS_IN_SCOPE, HAS_COST, HAS_CHANNEL,
	HAS_BIRTHDAY, HAS_CONTACT_CHANNEL, HAS_COUNT
};
struct coverage {
	bool present[COVER_COUNT];
	int32_t last[COVER_COUNT];
	bool snapshot;     /* tenure + churned + amount: one month only */
	bool orders;       /* an order business */
	bool amounts;      /* the activity source has amounts */
	bool has[HAS_COUNT]; /* the export that should has the column */
	bool multi_currency;
	const char *source; /* record name of the activity source: "subscriptions" …; static */
};

struct eval {
	const struct client_conf *conf;
	const struct facts *facts;
	const struct coverage *cover;
	struct memo *memo; /* results_new sets its own */
};

enum better { BETTER_NONE, BETTER_HIGHER, BETTER_LOWER };
enum interval { INTERVAL_NONE, INTERVAL_WILSON, INTERVAL_ADJUSTED_WALD, INTERVAL_RATIO_ESTIMATOR, INTERVAL_T, INTERVAL_POISSON, INTERVAL_OWN, INTERVAL_FISHER_Z };
enum sliced { SLICED_NO, SLICED_ALL /* every dimension */, SLICED_CHANNEL /* only the channel */ };
/* Added to it: a fit or a list, computed for the newest finished period of each length, elsewhere MISSING (needs_newest). */
#define NEWEST_ONLY 4u
/* … and: the parts of the quotient are money, where unit and interval do not say so. */
#define PARTS_MONEY 8u
/* … and: what is counted in a longer span is the sum of what is counted in its months, so that a month which is suppressed could be had from the others.
 * Metrics of one flow count the same things and are suppressed together; one made of two flows follows both and decides for neither. */
#define FLOW_JOINED (1u << 8)
#define FLOW_AT_RISK (1u << 9) /* of a span of any length: the months of eval_churn_months, which churn_rate tells one by one */
#define FLOW_NPS (1u << 10)
#define FLOW_NPS_AT (1u << 11)
#define FLOW_CSAT (1u << 12)
#define FLOW_CES (1u << 13)
#define FLOW_INVITED (1u << 14)
#define FLOW_ANSWERS (1u << 15)
#define FLOW_EARLY (1u << 16)
#define FLOW_RENEWALS (1u << 17)
#define FLOW_ORDERS (1u << 18)
#define FLOW_SLA (1u << 19)
#define FLOW_SOLVED (1u << 20)
#define FLOWS ((1u << 21) - FLOW_JOINED)
/* … and: the figure says more than such sums: the rule within a span holds for it by itself too. */
#define FLOW_PARTLY (1u << 21)
/* … and: a ratio that is the difference of two shares, told in percentage points. */
#define GAP_OF_SHARES 16u
#define SLICED_OF(m) ((m)->sliced & 3u) /* the enum sliced in it */

/* A fact as a bit of metric.bases; the facts that count people come first in fact_ids.def. */
/* (only those: what other facts count is judged by the figure's n) */
#define BASIS(fact) (UINT64_C(1) << (fact))

struct metric {
	const char *id;
	enum unit unit;
	enum better better;
	enum interval interval;
	unsigned sliced; /* enum sliced, NEWEST_ONLY, PARTS_MONEY, GAP_OF_SHARES, FLOW_… */
	uint64_t bases;    /* BASIS() of each fact that min_n looks at in a slice, beside the figure's own n */
	/* The figure for one span and slice. */
	struct value (*eval)(const struct eval *e, size_t span, size_t slice);
	const char *formula;   /* in the symbols of the definitions: "kept / S"; the first part of the rule in force */
	uint64_t rules;        /* settings that are the rest of it: RULE() and the groups of metric/rule.h */
};
struct metric_family {
	const char *name; /* "nps" */
	size_t n;
	const struct metric *metrics;
};
extern const struct metric_family *const metric_families[]; /* NULL-terminated; build/gen/metrics.c */

/* Every figure of one client, small slices suppressed. */
typedef struct results results;
struct results *results_new(const struct eval *e); /* e is copied; its parts must outlive it */
void results_free(struct results *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(results, results_free)
/* The figure of a metric; aborts on an unknown id (a test walks all ids used). */
const struct value *result(const struct results *r, const char *id, size_t span, size_t slice);
const struct facts *results_facts(const struct results *r);
const struct eval *results_eval(const struct results *r);
const struct metric *metric_find(const char *id); /* NULL when unknown */
/* All metrics in the order of families and rows. */
size_t metric_count(void);
const struct metric *metric_at(size_t i);
bool metric_has_slice(const struct metric *m, const struct facts *f, size_t slice); /* whether this slice is shown for it */
/* "L / S; churn.rule = start": the rule in force, its formula in symbols and the settings that apply (metric/rule.h); never empty; caller owns. */
char *metric_rule(const struct metric *m, const struct client_conf *c, const struct coverage *cover);
const char *unit_name(enum unit u, const struct client_conf *c); /* "ratio", "points", "count", "months", "days" or the currency code; static or owned by c */
#endif
