/* statistic/survival: Kaplan and Meier's estimate (1958) from counts, with late entry. Knows whole times in one unit of the caller's (days,
 * months), who left at each and who was still here when last seen; refuses to know calendars, customers or which spell a row is. No row of a
 * file can make it abort: what is impossible gives false, what cannot be said is NaN. */
#ifndef STATISTIC_SURVIVAL_H
#define STATISTIC_SURVIVAL_H
#include "statistic/tail.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* People with the same time and entry. Rows are sorted by time, upwards; a time may come more than once. */
struct survival_row {
	int64_t time;     /* from the start to leaving, or to when they were last seen; ≥ 0 */
	int64_t entry;    /* at risk only from after this time; 0: from the start. A row with 0 < time ≤ entry was never at risk: left out */
	int64_t events;   /* who left at `time`; ≥ 0 */
	int64_t censored; /* still here at `time`; ≥ 0. At equal times events come before censorings */
};

struct survival_step {
	int64_t time;
	int64_t n_risk; /* just before it; with late entry it may rise from one step to the next */
	int64_t n_event, n_censor;
	int64_t events_so_far; /* this step's included */
	double surv;           /* S from `time` to just before the next step; once 0 it stays 0, whoever enters later */
	double greenwood;      /* Σ d ÷ (n(n − d)) (Greenwood 1926); NaN where S is 0 */
	double se;             /* of S: S√Greenwood; NaN where S is 0 */
	struct bounds bounds;  /* log-log (Kalbfleisch & Prentice 1980): S^exp(±z√Greenwood ÷ ln S); none where S is 1 or 0 */
};

struct survival {
	struct survival_step *steps; /* one for each time at which anybody left or was last seen, upwards */
	size_t n;
	int64_t people, events;    /* who was ever at risk; who of them left */
	struct survival_row *late; /* who entered late, by entry; events and censored are not used but for their sum */
	size_t n_late;
};

/* Fills s from n rows (n may be 0: no steps). Those with time 0 leave before the first risk set: they are counted in n_censor of a step at 0, S
 * stays 1. False, and s empty, where rows are not sorted, a number is negative or more than 2^53 people come together. Free with survival_clear. */
bool survival_init(struct survival *s, const struct survival_row *rows, size_t n);
void survival_clear(struct survival *s);

/* Who is at risk just before time t, t ≥ 0: entered before t, neither left nor censored before it. */
int64_t survival_at_risk(const struct survival *s, int64_t t);

struct survival_point {
	double surv, se;
	struct bounds bounds;
	int64_t at_risk, events_so_far; /* just before t; up to t and at t */
};
/* S at t. NaN where t < 0, nobody was ever at risk, or t lies after the last step and S has not fallen to 0: the curve is not carried on. */
struct survival_point survival_at(const struct survival *s, int64_t t);

/* The same from one time to another: of those still here at `from` (≥ 0), who is still here at `to` (> from), Kaplan and Meier's estimate over (from, to]
 * with its limits; 1 − surv is the hazard of that stretch. Who enters within it is at risk from then on. at_risk: just after `from`; events: within. surv
 * is NaN where nobody is at risk just after `from`, or the curve is not carried on to `to`. False as survival_init. */
struct survival_stretch {
	int64_t at_risk, events;
	double surv;
	struct bounds bounds;
};
bool survival_between(const struct survival_row *rows, size_t n, int64_t from, int64_t to, struct survival_stretch *out);

/* The time at which the share still here has fallen to `share` (.5: the median), with limits from where the limits of S cross it (Brookmeyer &
 * Crowley 1982, log-log). Where S equals the share (within 1.5e-8) over a stretch, the middle of that stretch, as R's survfit has it; a stretch
 * that never ends is taken to the last step. at, lo or hi is NaN where it is not reached; all are unless 0 < share < 1. */
struct survival_time {
	double at;
	struct bounds bounds;
};
struct survival_time survival_time(const struct survival *s, double share);

/* Restricted mean: ∫S from 0 to the horizon, in the unit of the times, and its standard error √Σ(∫S from t to the horizon)² d ÷ (n(n − d)) (Klein &
 * Moeschberger, Survival Analysis, 2003, 4.5; without their factor n/(n − 1), as in R's survfit). NaN where the horizon is below 1 or lies after
 * the last step with S above 0, or nobody was at risk. */
struct survival_mean {
	double mean, se;
};
struct survival_mean survival_mean(const struct survival *s, int64_t horizon);
#endif
