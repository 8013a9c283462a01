/* statistic/draw: random numbers for the parametric bootstrap. Knows a seed and the usual distributions; refuses to know the clock, the
 * environment or any state outside its own: the same seed gives the same numbers on every machine, and two generators do not disturb each other. */
#ifndef STATISTIC_DRAW_H
#define STATISTIC_DRAW_H
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* The Mersenne Twister (Matsumoto & Nishimura 1998, the initialisation of 2002). */
typedef struct draw draw;

/* A generator; the caller frees it. Seeds differ as numbers do, except that 0 is the same as 4357 (GSL's rule). */
struct draw *draw_new(uint32_t seed);
void draw_free(struct draw *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(draw, draw_free)

/* In [0, 1), 32 bits of it. */
double draw_uniform(struct draw *d);
/* Mean 0, standard deviation 1. */
double draw_normal(struct draw *d);
/* Beta(a, b) in 0 … 1, a and b > 0. */
double draw_beta(struct draw *d, double a, double b);
/* How many of n succeed, each with probability p. n from 0 to 4,294,967,295; p in 0 … 1. */
int64_t draw_binomial(struct draw *d, double p, int64_t n);

/* Sorts n numbers upwards, in place; none may be NaN. */
void draws_sort(double *values, size_t n);
/* The p-quantile (0 … 1) of n numbers sorted upwards: at (n − 1)p, straight between neighbours (Hyndman & Fan 1996, type 7). NaN for n = 0. */
double sorted_quantile(const double *sorted, size_t n, double p);
#endif
