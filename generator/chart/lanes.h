/* chart/lanes: bars in either direction: columns over an upright value axis, or rows beside their names when the names are long or many.
 * Knows where a bar, its hatch, whisker and value stand; refuses to know what a bar means. */
#ifndef CHART_LANES_H
#define CHART_LANES_H
#include "chart/frame.h"

#define LANES_ROWS 30 /* rows drawn; the rest is left to the table and said so */

struct lanes {
	bool rows;
	size_t n;            /* lanes drawn */
	double start, pitch; /* edge of the first lane, room of one [units] */
	double thick;        /* of a bar, or of a group of them */
	struct frame frame;  /* frame.y maps values: upwards in columns, rightwards in rows */
};

/* Whether the names of the positions do not fit under columns of this drawing (never with months). right: margin on that side. */
bool lanes_want_rows(const struct chart *c, const struct drawing *d, double right);
/* What the lanes have to leave room for. */
struct lanes_room {
	double top, right;         /* above and right of the plot [units] */
	double group;              /* bars side by side in a lane */
	bool values;               /* a value stands at each bar's end: no value axis is drawn */
	double value_lo, value_hi; /* widest value label at an end below and above zero [units] */
};
/* Sets d->height for rows; for columns it must be set. e: extent of the values. */
struct lanes lanes_lay(const struct chart *c, struct drawing *d, bool rows, struct extent e, bool from_zero, struct lanes_room room);
/* Grid with value labels (unless values stand at the bars), then the lanes' names and what is left out. */
void lanes_axes(const struct lanes *l, const struct chart *c, struct drawing *d, bool values);
void lanes_zero(const struct lanes *l, struct drawing *d);
double lanes_centre(const struct lanes *l, size_t i);
/* The bar `part` of `parts` in lane i from value a to value b; the partial form is hatched. Classes and hover (taken) as given. */
void lanes_bar(const struct lanes *l, struct drawing *d, size_t i, size_t part, size_t parts, double a, double b, const char *cls, const char *hatch,
			   char *hover);
void lanes_whisker(const struct lanes *l, struct drawing *d, size_t i, size_t part, size_t parts, double lo, double hi);
/* The value text beyond the end v of lane i's bar (below or left of it when `low`). */
void lanes_value(const struct lanes *l, struct drawing *d, size_t i, double v, bool low, const char *cls, const char *text);
/* A dotted mark where a lane has no value; rows have the room to say so. */
void lanes_gap(const struct lanes *l, const struct chart *c, struct drawing *d, size_t i);
/* Guide lines across the lanes. In rows their words stand above. */
void lanes_targets(const struct lanes *l, const struct chart *c, struct drawing *d);
#endif
