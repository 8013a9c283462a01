/* metric/cohorts: which first months are too small to be told. Knows how many started in each; refuses to know what came of them. Page, export and the
 * figures over all first months leave out the same ones, so that none of them tells what another keeps. */
#ifndef METRIC_COHORTS_H
#define METRIC_COHORTS_H
#include "facts/facts.h"

int64_t cohort_started(const struct facts *f, struct month first); /* customers who started in a month; 0 outside the history */
/* Which first months, from the history's first to `last`, are withheld: those in which 1 to least − 1 customers started, and others with them, the
 * smallest first, until at least two are and together they reach `least`: one alone could be had from cohort_1 … cohort_12 by subtraction. Who was
 * withheld at one month stays so at all later ones, and nothing behind a month decides for it. [last − first + 1]; the caller frees with g_free. */
bool *cohorts_withheld(const struct facts *f, struct month last, int64_t least);
#endif
