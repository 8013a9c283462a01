/* metric/sums: what a reader can work out from sums. Some numbers are unknown, sums of some of them are told; does a number, or a sum, that is to stay
 * hidden follow? Exact linear algebra modulo a prime: rows of a reduced echelon form, one a told sum that adds something. Refuses to know what the
 * numbers count, and to guess: bounds, and what is likely, are not looked at. */
#ifndef METRIC_SUMS_H
#define METRIC_SUMS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The sum of n different unknowns, each a number below sums_new's. */
struct sum {
	const uint32_t *unknowns;
	size_t n;
};
struct sums;
/* `unknowns` numbers, none of them known, no sum told. Free with sums_free. */
struct sums *sums_new(uint32_t unknowns);
struct sums *sums_copy(const struct sums *s);
void sums_free(struct sums *s);
/* The sum is told from now on. */
void sums_tell(struct sums *s, struct sum told);
/* The sum is to stay hidden; one that follows already is not (it would be too late). */
void sums_hide(struct sums *s, struct sum hidden);
bool sums_follows(const struct sums *s, struct sum sum); /* whether the sums told so far say it; the empty sum always follows */
bool sums_betray(const struct sums *s);                  /* whether something hidden follows */
#endif
