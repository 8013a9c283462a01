/* chart/frame: the plot of a chart with an upright value axis. Knows how much room words need; refuses to know kinds.
 * Margins are made from the words that have to stand in them, so nothing is ever drawn over a label. */
#include "chart/frame.h"
#include "chart/tick.h"
#include <math.h>

#define NOTE_GAP 6.0
#define KEY_SIZE 10.0

double frame_height(double width) {
	return width <= CHART_PHONE ? 240 : width <= CHART_HALF ? 260 : 280;
}

struct extent frame_extent(const struct chart *c) {
	struct extent e = {0};
	for (size_t s = 0; s < chart_drawn(c); s++)
		for (size_t i = 0; i < c->n; i++) {
			const struct series *v = &c->series[s];
			extent_add(&e, v->y[i]);
			if (isfinite(v->y[i]) && v->lo && v->hi) {
				extent_add(&e, v->lo[i]);
				extent_add(&e, v->hi[i]);
			}
		}
	for (size_t g = 0; e.any && g < c->n_guides; g++) {
		extent_add(&e, c->guides[g].lo);
		extent_add(&e, c->guides[g].hi);
	}
	return e;
}

struct frame frame_lay(const struct chart *c, const struct drawing *d, struct extent e, bool from_zero, double top, double right, double bottom) {
	struct frame f = {.top = top, .bottom = d->height - bottom, .right = d->width - right};
	f.y = scale_of(e, from_zero, c->y_lo, c->y_hi);
	f.step = tick_settle(c, &f.y, f.bottom - f.top, true);
	double widest = 0;
	for (size_t i = 0; i < tick_count(&f.y, f.step); i++) {
		g_autofree char *text = tick_label(c, tick_at(&f.y, f.step, i), f.step);
		widest = MAX(widest, text_units(text, TEXT_TICK));
	}
	f.left = ceil(MIN(widest, d->width / 4)) + 8;
	scale_range(&f.y, f.bottom, f.top);
	return f;
}

void frame_values(const struct frame *f, const struct chart *c, struct drawing *d) {
	for (size_t i = 0; i < tick_count(&f->y, f->step); i++) {
		double v = tick_at(&f->y, f->step, i);
		double y = scale_map(&f->y, v);
		g_autofree char *text = tick_label(c, v, f->step);
		mark_line(d, v == 0 ? "grid zero" : "grid", f->left, y, f->right, y);
		mark_text(d, "tick", "end", f->left - 8, y + 4, f->left - 8, text);
	}
	if (f->y.lo > 0)
		mark_line(d, "grid base", f->left, f->bottom, f->right, f->bottom);
}

void frame_positions(const struct frame *f, const struct chart *c, struct drawing *d, const double *x) {
	g_autoptr(GPtrArray) labels = tick_positions(c, x, 0, d->width);
	for (guint i = 0; i < labels->len; i++) {
		const struct axis_label *l = g_ptr_array_index(labels, i);
		mark_text(d, "tick", "middle", l->x, f->bottom + 20, l->most, l->text);
	}
}

void frame_zones(const struct frame *f, const struct chart *c, struct drawing *d) {
	for (size_t g = 0; g < c->n_guides; g++) {
		const struct guide *guide = &c->guides[g];
		if (!(guide->hi > guide->lo) || !isfinite(guide->lo) || !isfinite(guide->hi))
			continue;
		double y = scale_map(&f->y, guide->hi);
		struct mark *m = mark_rect(d, "zone", f->left, y, f->right - f->left, scale_map(&f->y, guide->lo) - y);
		mark_hover(m, g_strdup(guide->label));
	}
}

void frame_targets(const struct frame *f, const struct chart *c, struct drawing *d) {
	for (size_t g = 0; g < c->n_guides; g++) {
		const struct guide *guide = &c->guides[g];
		if (!isfinite(guide->lo) || guide->hi > guide->lo)
			continue;
		double y = scale_map(&f->y, guide->lo);
		mark_hover(mark_line(d, "target", f->left, y, f->right, y), g_strdup(guide->label));
	}
}

double frame_notes_height(const struct chart *c) {
	return (double)MIN(c->n_notes, 3) * TEXT_LINE;
}

void frame_notes(const struct frame *f, const struct chart *c, struct drawing *d, const double *x) {
	size_t shown = MIN(c->n_notes, 3);
	for (size_t k = 0; k < shown; k++) {
		const struct note *note = &c->notes[k];
		if (note->at >= c->n)
			continue;
		double at = x[note->at];
		double baseline = f->top - frame_notes_height(c) + (double)k * TEXT_LINE + 6;
		struct mark *line = mark_line(d, "note", at, baseline - TEXT_LABEL + 3, at, f->bottom);
		mark_hover(line, g_strdup(note->label));
		/* words stand on the side that has more room and never reach the label column */
		bool after = f->right - at >= at - f->left || text_units(note->label, TEXT_LABEL) <= f->right - at - NOTE_GAP;
		double room = (after ? f->right - at : at - f->left) - NOTE_GAP;
		mark_text(d, "label muted", after ? "start" : "end", after ? at + NOTE_GAP : at - NOTE_GAP, baseline, room, note->label);
	}
}

/* Walks the legend; d NULL: only measures. Returns its height. */
static double legend_walk(const struct chart *c, struct drawing *d, double width, double top) {
	double x = 0;
	double y = top;
	for (size_t s = 0; s < chart_drawn(c); s++) {
		double need = KEY_SIZE + 6 + MIN(text_units(c->series[s].name, TEXT_LABEL), width - KEY_SIZE - 8);
		if (x > 0 && x + need > width) {
			x = 0;
			y += TEXT_LINE + 2;
		}
		if (d) {
			mark_rect(d, series_class(NOUN_KEY, s), x, y + 2, KEY_SIZE, KEY_SIZE);
			mark_text(d, "label", "start", x + KEY_SIZE + 6, y + TEXT_LABEL - 1, width - KEY_SIZE - 8, c->series[s].name);
		}
		x += need + 18;
	}
	return y + TEXT_LINE + 10 - top;
}

double legend_height(const struct chart *c, const struct drawing *d) {
	return legend_walk(c, NULL, d->width, 0);
}

void legend_draw(const struct chart *c, struct drawing *d, double y) {
	legend_walk(c, d, d->width, y);
}
