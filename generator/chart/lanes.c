/* chart/lanes: bars in either direction. Knows where a bar, its hatch, whisker and value stand; refuses to know what a bar means. */
#include "chart/lanes.h"
#include "chart/tick.h"
#include <math.h>

#define ROW_PITCH 28.0
#define ROW_BAR 16.0
#define VALUE_GAP 6.0
#define NAME_SHARE .4 /* of the width for the names of rows */

bool lanes_want_rows(const struct chart *c, const struct drawing *d, double right) {
	if (c->months)
		return false;
	double pitch = (d->width - right - 24) / (double)MAX(c->n, 1);
	for (size_t i = 0; i < c->n; i++) {
		g_autofree char *text = tick_position(c, i, (ptrdiff_t)i - 1);
		if (text_units(text, TEXT_TICK) + TICK_GAP > pitch)
			return true;
	}
	return false;
}

static void lay_rows(struct lanes *l, const struct chart *c, struct drawing *d, struct extent e, bool from_zero, struct lanes_room room) {
	l->n = MIN(c->n, LANES_ROWS);
	l->thick = MAX(ROW_BAR, room.group * 11);
	l->pitch = ROW_PITCH - ROW_BAR + l->thick;
	l->start = room.top;
	double names = 0;
	for (size_t i = 0; i < l->n; i++) {
		g_autofree char *text = tick_position(c, i, (ptrdiff_t)i - 1);
		names = MAX(names, text_units(text, TEXT_TICK));
	}
	struct frame *f = &l->frame;
	f->top = room.top;
	f->bottom = f->top + (double)l->n * l->pitch;
	d->height = f->bottom + (room.values ? 4 : 28) + (c->n > l->n ? TEXT_LINE + 4 : 0);
	f->left = ceil(MIN(names, d->width * NAME_SHARE)) + 8;
	f->right = d->width - room.right;
	f->y = scale_of(e, from_zero, c->y_lo, c->y_hi);
	double before = room.values ? MIN(room.value_lo, d->width * .2) : 0;
	double after = room.values ? MIN(room.value_hi, d->width * .25) + VALUE_GAP : 20;
	f->step = tick_settle(c, &f->y, f->right - after - f->left - before, false);
	if (room.values) /* without an axis the longest bar may end between two ticks */
		f->y = scale_of(e, from_zero, c->y_lo, c->y_hi);
	scale_range(&f->y, f->left + before, f->right - after);
}

static void lay_columns(struct lanes *l, const struct chart *c, struct drawing *d, struct extent e, bool from_zero, struct lanes_room room) {
	l->n = c->n;
	struct frame *f = &l->frame;
	double above = room.values ? TEXT_LINE + 4 : 8;
	*f = frame_lay(c, d, e, from_zero, room.top + above, room.right, 32);
	if (room.values) {
		f->left = 0;
		f->y = scale_of(e, from_zero, c->y_lo, c->y_hi);
		/* below a bar that hangs from zero its value needs room above the names */
		scale_range(&f->y, f->bottom - (e.lo < 0 ? TEXT_LINE + 4 : 0), f->top);
	}
	l->start = f->left;
	l->pitch = (f->right - f->left) / (double)MAX(l->n, 1);
	l->thick = MIN(l->pitch * (l->n > 40 ? .9 : .72), 64 * room.group);
}

struct lanes lanes_lay(const struct chart *c, struct drawing *d, bool rows, struct extent e, bool from_zero, struct lanes_room room) {
	struct lanes l = {.rows = rows};
	if (rows)
		lay_rows(&l, c, d, e, from_zero, room);
	else
		lay_columns(&l, c, d, e, from_zero, room);
	return l;
}

double lanes_centre(const struct lanes *l, size_t i) {
	return l->start + ((double)i + .5) * l->pitch;
}

static void row_names(const struct lanes *l, const struct chart *c, struct drawing *d) {
	for (size_t i = 0; i < l->n; i++) {
		g_autofree char *text = tick_position(c, i, (ptrdiff_t)i - 1);
		mark_text(d, "tick", "end", l->frame.left - 8, lanes_centre(l, i) + 4, l->frame.left - 8, text);
	}
	if (c->n == l->n)
		return;
	g_autofree char *rest = SAY(c->words, "chart_and_rest", ARG_I("n", (int64_t)(c->n - l->n)));
	mark_text(d, "tick", "start", 0, d->height - 6, d->width, rest);
}

static void row_grid(const struct lanes *l, const struct chart *c, struct drawing *d) {
	const struct frame *f = &l->frame;
	double end = -TICK_GAP;
	for (size_t i = 0; i < tick_count(&f->y, f->step); i++) {
		double v = tick_at(&f->y, f->step, i);
		double x = scale_map(&f->y, v);
		g_autofree char *text = tick_label(c, v, f->step);
		mark_line(d, "grid", x, f->top, x, f->bottom);
		/* at the right edge a wide label moves inwards and may meet the one before */
		double half = MIN(text_units(text, TEXT_TICK), d->width) / 2;
		double at = CLAMP(x, half, d->width - half);
		if (at - half < end + TICK_GAP)
			continue;
		mark_text(d, "tick", "middle", at, f->bottom + 18, d->width, text);
		end = at + half;
	}
}

void lanes_axes(const struct lanes *l, const struct chart *c, struct drawing *d, bool values) {
	if (l->rows) {
		if (!values)
			row_grid(l, c, d);
		row_names(l, c, d);
		return;
	}
	if (!values)
		frame_values(&l->frame, c, d);
	g_autofree double *x = g_new0(double, l->n + 1);
	for (size_t i = 0; i < l->n; i++)
		x[i] = lanes_centre(l, i);
	frame_positions(&l->frame, c, d, x);
}

void lanes_zero(const struct lanes *l, struct drawing *d) {
	const struct frame *f = &l->frame;
	double at = scale_map(&f->y, 0);
	if (l->rows)
		mark_line(d, "grid zero", at, f->top, at, f->bottom);
	else
		mark_line(d, "grid zero", f->left, at, f->right, at);
}

/* The edges of a part across the lane. */
static void part_edges(const struct lanes *l, size_t i, size_t part, size_t parts, double *from, double *size) {
	*size = l->thick / (double)parts;
	*from = lanes_centre(l, i) - l->thick / 2 + (double)part * *size;
}

void lanes_bar(const struct lanes *l, struct drawing *d, size_t i, size_t part, size_t parts, double a, double b, const char *cls, const char *hatch,
			   char *hover) {
	double from, size;
	part_edges(l, i, part, parts, &from, &size);
	double p = scale_map(&l->frame.y, a);
	double q = scale_map(&l->frame.y, b);
	double near = MIN(p, q);
	double length = fabs(p - q);
	double x = l->rows ? near : from;
	double y = l->rows ? from : near;
	double width = l->rows ? length : size;
	double height = l->rows ? size : length;
	mark_hover(mark_rect(d, cls, x, y, width, height), hover);
	if (hatch)
		mark_hatch(d, hatch, x, y, width, height);
}

void lanes_whisker(const struct lanes *l, struct drawing *d, size_t i, size_t part, size_t parts, double lo, double hi) {
	double from, size;
	part_edges(l, i, part, parts, &from, &size);
	double middle = from + size / 2;
	double p = scale_map(&l->frame.y, lo);
	double q = scale_map(&l->frame.y, hi);
	double cap = MIN(3, size / 2);
	GString *data = g_string_new(NULL);
	for (int end = 0; end < 2; end++) {
		double at = end == 0 ? p : q;
		path_to(data, 'M', l->rows ? at : middle - cap, l->rows ? middle - cap : at);
		path_to(data, 'L', l->rows ? at : middle + cap, l->rows ? middle + cap : at);
	}
	path_to(data, 'M', l->rows ? p : middle, l->rows ? middle : p);
	path_to(data, 'L', l->rows ? q : middle, l->rows ? middle : q);
	mark_path(d, "interval", data);
}

void lanes_value(const struct lanes *l, struct drawing *d, size_t i, double v, bool low, const char *cls, const char *text) {
	double at = scale_map(&l->frame.y, v);
	double centre = lanes_centre(l, i);
	if (!l->rows)
		mark_text(d, cls, "middle", centre, low ? at + TEXT_LINE : at - VALUE_GAP, d->width, text);
	else if (low)
		mark_text(d, cls, "end", at - VALUE_GAP, centre + 4.5, at - VALUE_GAP - l->frame.left, text);
	else
		mark_text(d, cls, "start", at + VALUE_GAP, centre + 4.5, d->width - at - VALUE_GAP, text);
}

void lanes_gap(const struct lanes *l, const struct chart *c, struct drawing *d, size_t i) {
	double at = scale_map(&l->frame.y, 0);
	double from = lanes_centre(l, i) - l->thick / 2;
	double to = from + l->thick;
	struct mark *m = l->rows ? mark_line(d, "gap", at, from, at, to) : mark_line(d, "gap", from, at, to, at);
	mark_hover(m, chart_hover(c, 0, i));
	if (l->rows)
		lanes_value(l, d, i, 0, false, "label muted", words_text(c->words, "chart_no_data"));
}

void lanes_targets(const struct lanes *l, const struct chart *c, struct drawing *d) {
	const struct frame *f = &l->frame;
	if (!l->rows) {
		frame_targets(f, c, d);
		return;
	}
	for (size_t g = 0; g < MIN(c->n_guides, 3); g++) {
		const struct guide *guide = &c->guides[g];
		if (!isfinite(guide->lo))
			continue;
		double x = scale_map(&f->y, guide->lo);
		double y = f->top - 4 - (double)g * TEXT_LINE;
		mark_line(d, "target", x, y, x, f->bottom);
		mark_text(d, "label muted", x > d->width / 2 ? "end" : "start", x > d->width / 2 ? x - 4 : x + 4, y - 2,
				  x > d->width / 2 ? x - 4 : d->width - x - 4, guide->label);
	}
}
