/* chart/chart: from numbers to the geometry of a drawing. Knows scales, ticks, frames and kinds; refuses to know metrics, templates and colours.
 *
 *   struct chart  (what to draw, in data units)  --chart_draw(kind, width)-->  struct drawing  (marks in view-box units, with class names)
 *
 * A chart is drawn twice by the same code, for the phone (CHART_PHONE units wide) and for its slot (CHART_HALF or CHART_FULL); text is 13 units in
 * each, ticks and cells 12, so every drawing is to be shown at about its own width. All text given to a chart is valid UTF-8.
 *
 * What page/bind_chart gives templates/charts/<kind>.svg:
 *   SIZE ("phone", "slot half", "slot full"), VIEW_WIDTH, VIEW_HEIGHT, TITLE_ID, TITLE, DESC_ID, DESC and the include MARKS
 *   (spark.svg: VIEW_WIDTH, VIEW_HEIGHT, MARKS and a section TABLE with TABLE_ID, it is aria-hidden). MARKS is partials/marks.svg: a section MARK for each mark in drawing order,
 *   in it exactly one of
 *   IS_LINE (CLS X Y X2 Y2)  IS_RECT (CLS X Y WIDTH HEIGHT)  IS_CIRCLE (CLS X Y R)  IS_PATH (CLS D)  IS_TEXT (CLS X Y ANCHOR TEXT),
 *   each with a section HOVER (HOVER_TEXT).
 *
 * Class names a theme gives a look (always "what", then "which"; scope rules by the first, as in .line.s1 and .label.s1):
 *   grid            hairline across the plot; "grid zero": the line of zero, darker; "grid base": the foot of a plot that does not begin at zero
 *   tick            text of an axis, 12 units, soft; "tick s1" … a number at risk, in the series' colour
 *                                                           label           text, 13 units; "strong" bold, "muted" soft, "s1" … in the series' colour
 *   line s1…s6      a series: stroke, no fill, its own dash; "partial": its unfinished last piece        link    leader or step connector, hairline
 *   dot s1…s6       the point at a line's end, filled; "partial": hollow; "lone": a point between gaps   band s1…s6     interval area, faint fill
 *   bar s1…s6       or "bar good|bad|flat|up|down|total": fill; "partial": faint fill and an outline (its hatch lies above)
 *   hatch           diagonal strokes over what is unfinished; the second name is the bar's ("hatch s1"); alone: over a stretch of the plot
 *                   or a cell; "hatch on": over the dark q5 and q6
 *   partial         area of an unfinished position behind the lines: faint fill                          gap     dotted stroke where data is missing
 *   target          guide line, dotted stroke                zone            guide band, faint fill      note    annotation line, hairline
 *   interval        whisker of a bar, stroke                 break           zigzag in the paper's colour, 4 units thick, over a cut bar
 *   cell q0…q6      heat map cell, light to dark             "cell text": number in a cell, 12 units; "on": on the dark q5 and q6
 *   hit             transparent area that only carries a hover text (pointer-events: all)
 *   key s1…s6       the swatch of a legend: fill */
#ifndef CHART_CHART_H
#define CHART_CHART_H
#include "words/words.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define CHART_PHONE 360.0
#define CHART_HALF 540.0
#define CHART_FULL 720.0
#define CHART_SERIES 6 /* series drawn; more would not be told apart */

enum chart_unit { CHART_PERCENT /* y is a fraction */, CHART_POINTS, CHART_COUNT, CHART_MONEY, CHART_NUMBER, CHART_TIMES };

/* One series over the chart's positions. Arrays are as long as the chart's n; NaN is missing (a gap, never a zero). lo and hi may be NULL. */
struct series {
	const char *name;
	const char *label; /* direct label at the end of the line, or NULL for the last value */
	const double *y;
	const double *lo, *hi;
	const double *risk; /* step: numbers at risk at each position, or NULL */
	double median;      /* step with `at`: where half are gone, in its unit; 0 or NaN: not marked */
};

/* A band or line across the chart (target, benchmark). */
struct guide {
	const char *label;
	double lo, hi; /* equal: a line */
};

/* Something that happened at a position: a thin line with words above the plot. */
struct note {
	const char *label;
	size_t at; /* position, below n */
};

struct chart {
	const char *id;       /* "retention-churn_rate": prefix of every id in it */
	const char *kind;     /* "line", "bar", "stack", "waterfall", "heat", "step", "spark" */
	const char *title;    /* what it shows, plain words */
	const char *subtitle; /* what is measured, unit */
	const char *desc;     /* the sentence for <desc>; NULL: chart_caption makes one */
	const struct words *words;
	enum chart_unit unit;
	struct currency currency;    /* CHART_MONEY */
	size_t n;                    /* positions along x (months, bars, steps; columns of a heat map) */
	const char *const *x_labels; /* long form of each position (table, hover); NULL only with months */
	const char *const *x_short;  /* short form for the axis, or NULL */
	const struct month *months;  /* for a month axis, else NULL */
	const bool *partial;         /* positions that are unfinished: hatched, or NULL */
	const char *const *partial_words; /* what is said of each hatched position; NULL (all, or one): "unfinished" */
	const bool *apart;           /* line: positions not to be joined with the one before (another scale), or NULL */
	const double *at;            /* step: where each position lies on an axis of time, rising from 0; NULL: one beside the other */
	const bool *listed;          /* step: positions the table and the hover texts tell, or NULL: all; the others need no name */
	bool bands;                  /* step: limits of every series, else of the first */
	bool name_last;              /* line, stack: the end label always names its position; else only when it is not the last one */
	size_t n_series;             /* at most 6; more: the rest are left out and `left_out` of the drawing says so */
	const struct series *series;
	size_t n_guides;
	const struct guide *guides;
	size_t n_notes;
	const struct note *notes; /* line charts */
	bool from_zero;           /* y axis includes 0 (bars always do) */
	double y_lo, y_hi;        /* hard bounds of the scale, NaN: free (a share is 0 … 1, nps −100 … 100); both 0: free */
	const char *head; /* of the positions' or the rows' names in the table, or NULL */
	/* heat: rows × n cells, row by row; NaN: no cell yet */
	size_t n_rows;
	const char *const *row_labels;
	const double *cells;
	const bool *cell_partial; /* unfinished cells, hatched; or NULL */
	/* waterfall: total[i] true: a bar from zero, else a step; y of series[0] */
	const bool *total;
	/* bar: a class per bar ("s1", "good", "bad", "flat") or NULL */
	const char *const *bar_class;
};

/* Marks of a drawing, in drawing order. Coordinates are view-box units, at most one decimal. */
enum mark_kind { MARK_LINE, MARK_RECT, MARK_PATH, MARK_CIRCLE, MARK_TEXT };
struct mark {
	enum mark_kind kind;
	const char *cls;    /* class names: "grid", "band", "line s1", "bar good", "tick", "label strong" …; static */
	double x, y;        /* rect: corner; circle: centre; text: anchor point; line: first end */
	double x2, y2;      /* line: second end; rect: width and height; circle: radius in x2 */
	char *text;         /* path data or text; owned */
	char *hover;        /* <title> of the mark, or NULL; owned */
	const char *anchor; /* text: "start", "middle", "end" */
};

/* One row of the data table under the chart: a heading and one cell per column ("—" for missing). */
struct drawing_row {
	char *head;
	char **cells; /* NULL-terminated */
};

typedef struct drawing drawing;
struct drawing {
	const char *kind; /* template charts/<kind>.svg */
	double width, height;
	GPtrArray *marks; /* of struct mark * in drawing order */
	char *desc;       /* sentence; owned */
	size_t left_out;  /* series not drawn because there were more than CHART_SERIES */
	bool empty;       /* nothing to draw: the drawing says so in words */
};
/* Draws. width 0: the kind's own (CHART_HALF; a sparkline 120). An unknown kind aborts. Never fails: awkward data is drawn as far as it goes;
 * every mark, text by its estimated width included, lies inside the view box. Caller frees with drawing_free. */
struct drawing *chart_draw(const struct chart *c, double width);
void drawing_free(struct drawing *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(drawing, drawing_free)

/* The data table: header cells and rows in the client's number forms (same for every width). */
struct chart_table {
	char **head;     /* NULL-terminated */
	GPtrArray *rows; /* of struct drawing_row * */
};
typedef struct chart_table chart_table;
struct chart_table *chart_table_of(const struct chart *c);
void chart_table_free(struct chart_table *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(chart_table, chart_table_free)
/* A sentence that says what the chart says: first, last, lowest, highest; caller owns. */
char *chart_caption(const struct chart *c);
/* A value in the chart's unit as labels show it (short) and as hover texts and the table show it (exact to the unit's usual decimals);
 * words for missing when it is not finite; caller owns. */
char *chart_value(const struct chart *c, double y);
char *chart_value_exact(const struct chart *c, double y);
/* The same for a step: + before what is above zero. */
char *chart_value_signed(const struct chart *c, double y);
/* "Oct 2026: 29 (20 to 38)" of one series at one position, with the series' name when there are several; caller owns. */
char *chart_hover(const struct chart *c, size_t series, size_t at);
/* The long name of a position: its label, else its month; caller owns. */
char *chart_position(const struct chart *c, size_t at);
/* How many series are drawn, and whether position i is unfinished. */
size_t chart_drawn(const struct chart *c);
bool chart_is_partial(const struct chart *c, size_t at);
/* What is said of a hatched position: "unfinished" or the chart's own words; owned by the words. */
const char *chart_partial_words(const struct chart *c, size_t at);
/* The value at the end of a series as its label shows it: with the position's name when it is not the last one; caller owns. */
char *chart_end_value(const struct chart *c, size_t series, size_t at);

/* A kind, defined in charts/<name>.c as `const struct chart_kind kind_<name>`; the list of them is generated by the Makefile. */
struct chart_kind {
	const char *name;
	double width;  /* its own, when none is asked for */
	bool wordless; /* has no room for words, not even for "no data" */
	/* Fills d (width set, height to be set before the first mark) from c, which has something to draw. */
	void (*draw)(const struct chart *c, struct drawing *d);
};
extern const struct chart_kind *const chart_kinds[]; /* NULL-terminated, sorted by name; build/gen/charts.c */
#endif
