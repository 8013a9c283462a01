/* metric/effective: how many independent answers some answers (contacts, renewals) are worth: fewer than there are where weights differ (Kish) or one
 * customer gave several. Knows sums over customers; refuses to know which change is news. Shares keep Wilson's limits and net shares the adjusted Wald
 * ones, on the effective n; a mean has t limits of the ratio over customers. */
#ifndef METRIC_EFFECTIVE_H
#define METRIC_EFFECTIVE_H
#include "facts/cluster.h"
#include "metric/eval.h"

/* Things of a share Σp ÷ Σx, a net share Σ(p − d) ÷ Σx or a mean Σp ÷ Σx, in weights (millionths; a thing without weight is one whole). */
struct clustered {
	int64_t n, customers;
	long double x, p, d;
	long double squares;                /* Σ over things of x² */
	long double xx, xp, xd, pp, pd, dd; /* Σ over customers of products of their sums */
};
/* Var(R) = n/(n − 1) · Σ(y − Rx)² ÷ (Σx)² over n customers, y = p − d (Cochran, Sampling Techniques, ch. 6); NaN below two customers; exactly 0 where
 * every customer says the same. */
double clustered_variance(const struct clustered *c);
/* Of shares and net shares. Kish's (Σx)² ÷ Σx² where every customer gave one thing; else that ÷ deff, deff = Var over customers ÷ Var of as many
 * independent ones, at least 1. All things alike, or one customer: nothing is known of deff, and a customer counts as one: (Σx)² ÷ Σ over customers of
 * (Σx)². 0 without things. */
double effective_n(const struct clustered *c);
/* What is left of `all` without a part of it; the part's customers are taken to have nothing outside it. */
struct clustered clustered_rest(const struct clustered *all, const struct clustered *part);

/* The things behind a metric; false for one that is not of this kind. */
bool clustered_of(const struct eval *e, const char *metric, size_t span, size_t slice, struct clustered *c);
/* v as the share of facts some ÷ all; Wilson on the effective n; UNDEFINED where all is 0. */
struct value effective_wilson(const struct eval *e, struct value v, size_t span, size_t slice, enum cluster_of of, enum fact some, enum fact all);
/* Limits of a shown share, of a net share (of −1 … 1), of a mean: R ± t·√Var with customers − 1 degrees of freedom. */
struct limits effective_share_limits(const struct clustered *c);
struct limits effective_net_limits(const struct clustered *c);
struct limits effective_mean_limits(const struct clustered *c);

/* For tests of a change, or of a slice against the rest (less: the slice that is left out of "all"; else SLICE_ALL). All are false where the metric is
 * none of theirs or there is nothing to compare.
 * Shares: all = the effective n, some = the share of it. */
bool effective_share(const struct eval *e, const char *metric, size_t span, size_t slice, size_t less, double *some, double *all);
/* nps, nps_touchpoint, ces_index: those up, between and down, adding up to the effective n. */
bool effective_net(const struct eval *e, const char *metric, size_t span, size_t slice, size_t less, double classes[3]);
/* csat_mean, ces: standard error and degrees of freedom; false where there are no limits either. */
bool effective_mean(const struct eval *e, const char *metric, size_t span, size_t slice, double *mean, double *se, double *df);
/* The covariance of a figure with that of another span, span_previous or span_year_before of it, of customers counted under the slice in both, in the
 * metric's unit, and how many they are; weighted, means on the commonest scale. nps, csat, csat_mean, ces, ces_easy, ces_index. 0 where
 * nobody answered in both, or the spans' commonest scales differ. */
struct covariance {
	double xy;
	int64_t customers;
};
bool effective_covariance(const struct eval *e, const char *metric, size_t span, size_t other, size_t slice, struct covariance *c);
#endif
