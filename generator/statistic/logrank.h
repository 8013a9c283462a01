/* statistic/logrank: do groups leave at different speeds? Knows the log-rank test of any number of groups (Mantel 1966; Peto & Peto 1972) and
 * its early-weighted form; refuses to know what the groups are and whether customers could change theirs. */
#ifndef STATISTIC_LOGRANK_H
#define STATISTIC_LOGRANK_H
#include "statistic/survival.h"

struct survival_group {
	const struct survival_row *rows; /* as survival_init wants them */
	size_t n;
};

struct logrank {
	size_t groups;
	double *observed, *expected; /* [groups] weighted events: Σ w d and Σ w d n_j ÷ n over the times somebody left at */
	double *variance;            /* [groups × groups] of observed − expected, by rows (hypergeometric) */
	struct chi_square chi;       /* df: the rank of variance, the number of groups that were at risk, less one. No test: fewer than two were */
};

/* rho 0: the log-rank test (w = 1). rho 1: Peto and Peto's form of Wilcoxon's, w = S just before the time in all groups together, for
 * differences that are early (Harrington & Fleming 1982; R's survdiff). Time 0 and late entry as in survival_init. False, and l empty, where
 * survival_init gives false, rho is not finite or negative, or there are more than 1,000 groups. Free with logrank_clear.
 * Vectors: published_logrank, telco_logrank. */
bool logrank_init(struct logrank *l, const struct survival_group *groups, size_t n, double rho);
void logrank_clear(struct logrank *l);
#endif
