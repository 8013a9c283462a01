/* chart/mark: puts marks into a drawing. Knows the view box, text sizes and how to shorten text; refuses to know data and scales.
 * Coordinates are rounded to one decimal; text is cut with "…" to the room it has and moved until it lies inside the view box. */
#ifndef CHART_MARK_H
#define CHART_MARK_H
#include "chart/chart.h"

#define TEXT_LABEL 13.0
#define TEXT_TICK 12.0
#define TEXT_LINE 16.0 /* from one line of text to the next */

/* Estimated width of text [units] at a size, by the conservative table of words. */
double text_units(const char *text, double size);
/* The text when it fits `most` units, else its beginning and "…" ("" when not even that fits); caller owns. */
char *text_fit(const char *text, double size, double most);

/* Each adds one mark and returns it, owned by the drawing. cls is a static string. */
struct mark *mark_line(struct drawing *d, const char *cls, double x, double y, double x2, double y2);
struct mark *mark_rect(struct drawing *d, const char *cls, double x, double y, double width, double height);
struct mark *mark_circle(struct drawing *d, const char *cls, double x, double y, double radius);
/* Takes the path data ("M10 20L30 40": absolute M and L only). */
struct mark *mark_path(struct drawing *d, const char *cls, GString *data);
void path_to(GString *data, char command, double x, double y);
/* Text at baseline y, at most `most` units wide; when it was cut the whole text becomes its hover. NULL and no mark when nothing fits. */
struct mark *mark_text(struct drawing *d, const char *cls, const char *anchor, double x, double y, double most, const char *text);
/* Takes the hover text; mark may be NULL. */
void mark_hover(struct mark *m, char *hover);
/* Diagonal strokes that fill a box. */
void mark_hatch(struct drawing *d, const char *cls, double x, double y, double width, double height);
/* "line", 0 → "line s1"; static strings for series 0 … 5 of the nouns line, band, bar, dot, label, tick, key, hatch and their partial forms. */
enum series_noun {
	NOUN_LINE,
	NOUN_LINE_PARTIAL,
	NOUN_BAND,
	NOUN_BAR,
	NOUN_BAR_PARTIAL,
	NOUN_DOT,
	NOUN_DOT_PARTIAL,
	NOUN_DOT_LONE,
	NOUN_LABEL,
	NOUN_TICK,
	NOUN_KEY,
	NOUN_HATCH
};
const char *series_class(enum series_noun noun, size_t series);
#endif
