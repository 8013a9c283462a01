/* charts/heat: a table in shades: rows × columns of cells in seven steps from the lowest to the highest value. Knows when numbers fit into the cells
 * and draws a scale when they do not; refuses to know cohorts. A cell without a value is not drawn: it does not exist yet. */
#include "chart/chart.h"
#include "chart/mark.h"
#include "chart/scale.h"
#include "chart/tick.h"
#include <math.h>

#define SHADES 7
#define CELL_GAP 2.0
#define ROW_TEXT 22.0 /* row height when numbers stand in the cells */
#define HEAD 22.0
#define FOOT_ROW 24.0

struct grid {
	double left, top, cell, row; /* edge of the first cell, pitches [units] */
	struct scale shade;          /* value → 0 … SHADES */
	bool text;
};

static char *cell_text(const struct chart *c, double v) {
	if (c->unit == CHART_PERCENT && isfinite(v * 100)) /* the subtitle says %: the cells need not, 400 times */
		return format_number(c->words, v * 100, 0, 0);
	return chart_value(c, v);
}

static size_t shade_of(const struct grid *g, double v) {
	return (size_t)MIN(floor(scale_map(&g->shade, v)), SHADES - 1);
}

static const char *shade_class(size_t shade, bool partial) {
	static const char *const full[SHADES] = {"cell q0", "cell q1", "cell q2", "cell q3", "cell q4", "cell q5", "cell q6"};
	static const char *const faint[SHADES] = {"cell q0 partial", "cell q1 partial", "cell q2 partial", "cell q3 partial",
											  "cell q4 partial", "cell q5 partial", "cell q6 partial"};
	return partial ? faint[shade] : full[shade];
}

static struct grid lay(const struct chart *c, const struct drawing *d) {
	struct grid g = {.top = HEAD};
	struct extent e = {0};
	double names = 0;
	double widest = 0;
	for (size_t r = 0; r < c->n_rows; r++)
		names = MAX(names, text_units(c->row_labels[r], TEXT_TICK));
	for (size_t i = 0; i < c->n * c->n_rows; i++) {
		if (!isfinite(c->cells[i]))
			continue;
		extent_add(&e, c->cells[i]);
		g_autofree char *text = cell_text(c, c->cells[i]);
		widest = MAX(widest, text_units(text, TEXT_TICK));
	}
	g.shade = scale_of(e, false, c->y_lo, c->y_hi);
	scale_range(&g.shade, 0, SHADES);
	g.left = ceil(MIN(names, d->width * .3)) + 8;
	/* few columns do not become slabs */
	g.cell = MIN((d->width - g.left) / (double)c->n, 96);
	g.text = widest + 1 <= g.cell;
	g.row = g.text ? ROW_TEXT : CLAMP(g.cell, 8, ROW_TEXT);
	return g;
}

static char *cell_hover(const struct chart *c, size_t r, size_t i, bool partial) {
	g_autofree char *column = chart_position(c, i);
	g_autofree char *place = SAY(c->words, "chart_cell", ARG_S("row", c->row_labels[r]), ARG_S("column", column));
	g_autofree char *label = partial ? SAY(c->words, "chart_partial_label", ARG_S("label", place), ARG_S("state", words_text(c->words, "chart_unfinished")))
									: g_strdup(place);
	g_autofree char *value = chart_value_exact(c, c->cells[r * c->n + i]);
	return SAY(c->words, "chart_hover", ARG_S("label", label), ARG_S("value", value));
}

static void draw_cell(const struct chart *c, const struct grid *g, struct drawing *d, size_t r, size_t i) {
	size_t at = r * c->n + i;
	double v = c->cells[at];
	if (!isfinite(v))
		return;
	bool partial = c->cell_partial && c->cell_partial[at];
	double gap = g->cell > 12 ? CELL_GAP : g->cell > 6 ? 1 : 0;
	double x = g->left + (double)i * g->cell;
	double y = g->top + (double)r * g->row;
	size_t shade = shade_of(g, v);
	struct mark *cell = mark_rect(d, shade_class(shade, partial), x, y, g->cell - gap, g->row - gap);
	/* nothing hovers over a phone, and hundreds of cells weigh */
	if (d->width > CHART_PHONE)
		mark_hover(cell, cell_hover(c, r, i, partial));
	if (partial) {
		/* strokes behind a number cannot be read: they keep to the cell's foot */
		double height = g->text ? 5 : g->row - gap;
		mark_hatch(d, shade >= SHADES - 2 ? "hatch on" : "hatch", x, y + g->row - gap - height, g->cell - gap, height);
	}
	if (!g->text)
		return;
	g_autofree char *text = cell_text(c, v);
	mark_text(d, shade >= SHADES - 2 ? "cell text on" : "cell text", "middle", x + (g->cell - gap) / 2, y + (g->row - gap) / 2 + 4.2, g->cell, text);
}

static void draw_names(const struct chart *c, const struct grid *g, struct drawing *d) {
	g_autofree double *x = g_new0(double, c->n + 1);
	for (size_t i = 0; i < c->n; i++)
		x[i] = g->left + ((double)i + .5) * g->cell - CELL_GAP / 2;
	g_autoptr(GPtrArray) labels = tick_positions(c, x, g->left - 8, d->width);
	for (guint i = 0; i < labels->len; i++) {
		const struct axis_label *l = g_ptr_array_index(labels, i);
		mark_text(d, "tick", "middle", l->x, HEAD - 8, l->most, l->text);
	}
	size_t stride = (size_t)ceil(TEXT_LINE / (g->row + 2));
	for (size_t r = 0; r < c->n_rows; r += stride)
		mark_text(d, "tick", "end", g->left - 8, g->top + ((double)r + .5) * g->row + 3.2, g->left - 8, c->row_labels[r]);
}

/* The seven shades between their lowest and highest value. */
static void draw_scale(const struct chart *c, const struct grid *g, struct drawing *d, double y) {
	g_autofree char *lo = chart_value(c, g->shade.lo);
	g_autofree char *hi = chart_value(c, g->shade.hi);
	double swatch = 18;
	double most = (d->width - SHADES * swatch) / 2 - 8;
	double x = MIN(text_units(lo, TEXT_TICK), most) + 8;
	mark_text(d, "tick", "start", 0, y + 11, most, lo);
	for (size_t k = 0; k < SHADES; k++)
		mark_rect(d, shade_class(k, false), x + (double)k * swatch, y, swatch, 12);
	mark_text(d, "tick", "start", x + SHADES * swatch + 8, y + 11, most, hi);
}

static bool any_partial(const struct chart *c) {
	for (size_t i = 0; c->cell_partial && i < c->n * c->n_rows; i++)
		if (c->cell_partial[i] && isfinite(c->cells[i]))
			return true;
	return false;
}

/* What the strokes mean. */
static void draw_key(const struct chart *c, struct drawing *d, double y) {
	mark_rect(d, "partial", 0, y, 18, 12);
	mark_hatch(d, "hatch", 0, y, 18, 12);
	mark_text(d, "tick", "start", 26, y + 11, d->width - 26, words_text(c->words, "chart_unfinished"));
}

static void heat_draw(const struct chart *c, struct drawing *d) {
	struct grid g = lay(c, d);
	bool partial = any_partial(c);
	double foot = g.top + (double)c->n_rows * g.row;
	double key = foot + (partial ? FOOT_ROW : 0);
	d->height = key + (g.text ? 2 : FOOT_ROW + 4);
	draw_names(c, &g, d);
	for (size_t r = 0; r < c->n_rows; r++)
		for (size_t i = 0; i < c->n; i++)
			draw_cell(c, &g, d, r, i);
	if (partial)
		draw_key(c, d, foot + 8);
	if (!g.text)
		draw_scale(c, &g, d, key + 10);
}

const struct chart_kind kind_heat = {.name = "heat", .width = CHART_FULL, .draw = heat_draw};
