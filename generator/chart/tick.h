/* chart/tick: which values and positions of an axis get a label, so that no two labels touch or say the same.
 * Knows 1-2-5 steps, the table of month steps and label widths; refuses to know marks and frames. */
#ifndef CHART_TICK_H
#define CHART_TICK_H
#include "chart/chart.h"
#include "chart/scale.h"

#define TICK_GAP 8.0 /* least room between two labels of a horizontal axis [units] */

/* The smallest step of 1, 2 or 5 times a power of ten that makes at most `most` (≥ 1) steps from lo to hi; hi > lo. */
double tick_step(double lo, double hi, double most);
/* The next larger one. */
double tick_step_above(double step);
/* Number of multiples of step in the domain, and the i-th of them. */
size_t tick_count(const struct scale *s, double step);
double tick_at(const struct scale *s, double step, size_t i);
/* A value as an axis shows it: decimals as the step needs; caller owns. */
char *tick_label(const struct chart *c, double v, double step);

/* Settles a value axis of `length` units: makes s (with its domain settled) nice, with its range 0 … length, and returns the step.
 * upright: labels stand above each other, else side by side. Neighbouring labels differ and do not touch. */
double tick_settle(const struct chart *c, struct scale *s, double length, bool upright);

/* One label of the position axis: centred on x, at most `most` wide. */
struct axis_label {
	size_t at; /* position */
	double x;
	double most;
	char *text; /* owned */
};
/* Labels for positions whose centres are x[0 … c->n-1] (rising), kept between the edges lo and hi. Months take every 1, 2, 3, 6, 12 … th, the first and
 * the first of another year carry the year ("May 24", "Nov", "May 25"); other positions every 1, 2, 5, 10 … th. Free with g_ptr_array_unref. */
GPtrArray *tick_positions(const struct chart *c, const double *x, double lo, double hi);
/* The label of position i when all of them are shown (lanes); previous: the one before or -1; caller owns. */
char *tick_position(const struct chart *c, size_t i, ptrdiff_t previous);
#endif
