/* chart/frame: the plot of a chart with an upright value axis: its margins, grid, ticks, position axis, zones, notes, legend and the labels in the
 * column at its right. Knows how much room words need; refuses to know kinds. */
#ifndef CHART_FRAME_H
#define CHART_FRAME_H
#include "chart/chart.h"
#include "chart/mark.h"
#include "chart/scale.h"

struct frame {
	double left, right, top, bottom; /* edges of the plot [units] */
	struct scale y;                  /* value → units */
	double step;                     /* from one value tick to the next */
};

/* Height for a plot of the usual shape at this width. */
double frame_height(double width);
/* Everything a value axis has to hold: values, intervals, guides. */
struct extent frame_extent(const struct chart *c);
/* Makes room: top, right and bottom are margins; the left one comes from the tick labels. d->height is set. */
struct frame frame_lay(const struct chart *c, const struct drawing *d, struct extent e, bool from_zero, double top, double right, double bottom);
/* Grid lines with their labels at the left. */
void frame_values(const struct frame *f, const struct chart *c, struct drawing *d);
/* Labels under the positions whose centres are x. */
void frame_positions(const struct frame *f, const struct chart *c, struct drawing *d, const double *x);
/* Guide bands (behind the data) and guide lines. */
void frame_zones(const struct frame *f, const struct chart *c, struct drawing *d);
void frame_targets(const struct frame *f, const struct chart *c, struct drawing *d);

/* Notes: rows of words above the plot with a line down into it. Rows needed, then the drawing of them. */
double frame_notes_height(const struct chart *c);
void frame_notes(const struct frame *f, const struct chart *c, struct drawing *d, const double *x);

/* A legend of the series' names, wrapped to the drawing's width: its height, then the drawing of it from y down. */
double legend_height(const struct chart *c, const struct drawing *d);
void legend_draw(const struct chart *c, struct drawing *d, double y);

/* Words beside the plot, one or two lines each, kept apart. */
struct side_label {
	double want;        /* where its line wants to stand [units] */
	double y;           /* where it stands: the middle of the first line */
	const char *cls[2]; /* static */
	char *text[2];      /* owned; text[1] may be NULL */
};
typedef struct side_labels side_labels;
struct side_labels {
	GArray *list; /* of struct side_label, first come first kept */
};
struct side_labels *side_labels_new(void);
void side_labels_free(struct side_labels *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(side_labels, side_labels_free)
/* Takes first and second (NULL: one line); `want` may be set later by side_labels_want. */
void side_labels_add(struct side_labels *s, const char *cls, char *first, const char *cls_second, char *second);
void side_labels_want(struct side_labels *s, guint i, double want);
/* The right margin they need in this drawing, with the gap to the plot; 12 when there are none. */
double side_labels_margin(const struct side_labels *s, const struct drawing *d);
/* Moves them apart between top and bottom; what has no room at all is dropped, second lines first, then the last come. */
void side_labels_spread(struct side_labels *s, double top, double bottom);
/* Draws them right of x; a hairline leads to those that had to move. */
void side_labels_draw(const struct side_labels *s, struct drawing *d, double x);
/* Adds the name of series k with its end value (NULL: the name alone): in one line, or the value over the name when the line would be cut. A series' own
 * label stands for both. */
void side_labels_series(struct side_labels *s, const struct chart *c, const struct drawing *d, size_t k, const char *value);
/* Adds the guides' labels; they want their guide's place. */
void side_labels_guides(struct side_labels *s, const struct chart *c);
void side_labels_guides_want(struct side_labels *s, guint first, const struct chart *c, const struct scale *y);
#endif
