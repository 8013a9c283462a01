/* chart/side: the words beside a plot (frame.h: side_labels). Knows how to keep labels apart; refuses to know what they say.
 * They are placed in the order of where they want to stand, pushed down until none overlap, then up from the foot of the plot. */
#include "chart/frame.h"
#include <math.h>

#define SIDE_GAP 10.0  /* from the plot to the words */
#define SIDE_SHARE .36 /* of the drawing's width at most */
#define SIDE_LINE .25  /* a name and its value in one line take no more than this; else they stand in two */

static void side_label_clear(gpointer p) {
	struct side_label *l = p;
	g_free(l->text[0]);
	g_free(l->text[1]);
}

struct side_labels *side_labels_new(void) {
	struct side_labels *s = g_new0(struct side_labels, 1);
	s->list = g_array_new(FALSE, TRUE, sizeof(struct side_label));
	g_array_set_clear_func(s->list, side_label_clear);
	return s;
}

void side_labels_free(struct side_labels *s) {
	if (!s)
		return;
	g_array_unref(s->list);
	g_free(s);
}

void side_labels_add(struct side_labels *s, const char *cls, char *first, const char *cls_second, char *second) {
	struct side_label l = {.cls = {cls, cls_second}, .text = {first, second}};
	g_array_append_val(s->list, l);
}

void side_labels_series(struct side_labels *s, const struct chart *c, const struct drawing *d, size_t k, const char *value) {
	const struct series *series = &c->series[k];
	const char *cls = series_class(NOUN_LABEL, k);
	if (series->label || !value) {
		side_labels_add(s, cls, g_strdup(series->label ? series->label : series->name), NULL, NULL);
		return;
	}
	g_autofree char *line = SAY(c->words, "chart_series_value", ARG_S("name", series->name), ARG_S("value", value));
	if (text_units(line, TEXT_LABEL) <= d->width * SIDE_LINE)
		side_labels_add(s, cls, g_steal_pointer(&line), NULL, NULL);
	else /* the figure first: what is short of room is the name */
		side_labels_add(s, cls, g_strdup(value), cls, g_strdup(series->name));
}

static struct side_label *side_at(const struct side_labels *s, guint i) {
	return &g_array_index(s->list, struct side_label, i);
}

void side_labels_want(struct side_labels *s, guint i, double want) {
	side_at(s, i)->want = want;
}

double side_labels_margin(const struct side_labels *s, const struct drawing *d) {
	if (s->list->len == 0)
		return 12;
	double widest = 0;
	for (guint i = 0; i < s->list->len; i++)
		for (int k = 0; k < 2; k++)
			if (side_at(s, i)->text[k])
				widest = MAX(widest, text_units(side_at(s, i)->text[k], TEXT_LABEL));
	return ceil(MIN(widest, d->width * SIDE_SHARE)) + SIDE_GAP + 1;
}

static double side_height(const struct side_label *l) {
	return l->text[1] ? 2 * TEXT_LINE : TEXT_LINE;
}

static double side_total(const struct side_labels *s) {
	double sum = 0;
	for (guint i = 0; i < s->list->len; i++)
		sum += side_height(side_at(s, i));
	return sum;
}

static gint compare_want(gconstpointer a, gconstpointer b) {
	const struct side_label *l = a;
	const struct side_label *r = b;
	/* the class breaks ties, so that the order does not hang on the sort */
	return l->want < r->want ? -1 : l->want > r->want ? 1 : g_strcmp0(l->cls[0], r->cls[0]);
}

void side_labels_spread(struct side_labels *s, double top, double bottom) {
	for (guint i = s->list->len; i > 0 && side_total(s) > bottom - top; i--)
		g_clear_pointer(&side_at(s, i - 1)->text[1], g_free);
	while (s->list->len > 0 && side_total(s) > bottom - top)
		g_array_set_size(s->list, s->list->len - 1);
	g_array_sort(s->list, compare_want);
	double floor_y = top;
	for (guint i = 0; i < s->list->len; i++) {
		struct side_label *l = side_at(s, i);
		l->y = MAX(l->want, floor_y + TEXT_LINE / 2);
		floor_y = l->y + side_height(l) - TEXT_LINE / 2;
	}
	double ceiling = bottom;
	for (guint i = s->list->len; i > 0; i--) {
		struct side_label *l = side_at(s, i - 1);
		l->y = MIN(l->y, ceiling - side_height(l) + TEXT_LINE / 2);
		ceiling = l->y - TEXT_LINE / 2;
	}
}

void side_labels_draw(const struct side_labels *s, struct drawing *d, double x) {
	double most = d->width - x - SIDE_GAP;
	for (guint i = 0; i < s->list->len; i++) {
		const struct side_label *l = side_at(s, i);
		if (fabs(l->y - l->want) > TEXT_LINE / 2)
			mark_line(d, "link", x + 1, l->want, x + SIDE_GAP - 2, l->y);
		for (int k = 0; k < 2; k++)
			if (l->text[k])
				mark_text(d, l->cls[k], "start", x + SIDE_GAP, l->y + 4.5 + k * TEXT_LINE, most, l->text[k]);
	}
}

void side_labels_guides(struct side_labels *s, const struct chart *c) {
	for (size_t g = 0; g < c->n_guides; g++)
		side_labels_add(s, "label muted", g_strdup(c->guides[g].label), NULL, NULL);
}

void side_labels_guides_want(struct side_labels *s, guint first, const struct chart *c, const struct scale *y) {
	for (size_t g = 0; g < c->n_guides; g++) {
		const struct guide *guide = &c->guides[g];
		double middle = guide->lo / 2 + guide->hi / 2;
		side_labels_want(s, first + (guint)g, isfinite(middle) ? scale_map(y, middle) : y->from);
	}
}
