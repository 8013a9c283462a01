/* page/bind_chart: a chart into a page. Knows the names of partials/figure.html, partials/marks.svg and charts/<kind>.svg.
 * Refuses to know what a chart shows and where marks stand. */
#include "page/bind_chart.h"
#include <string.h>

static const struct {
	enum mark_kind kind;
	const char *section;
} mark_sections[] = {
	{MARK_LINE, "IS_LINE"}, {MARK_RECT, "IS_RECT"}, {MARK_CIRCLE, "IS_CIRCLE"}, {MARK_PATH, "IS_PATH"}, {MARK_TEXT, "IS_TEXT"},
};

static void bind_place(struct tpl *mark, const struct mark *m) {
	if (m->kind == MARK_PATH)
		return;
	tpl_set_number(mark, "X", m->x);
	tpl_set_number(mark, "Y", m->y);
}

static void bind_mark(struct tpl *marks, const struct mark *m) {
	struct tpl *mark = tpl_add(marks, "MARK");
	for (size_t i = 0; i < G_N_ELEMENTS(mark_sections); i++)
		tpl_show(mark, mark_sections[i].section, mark_sections[i].kind == m->kind);
	tpl_set(mark, "CLS", m->cls);
	bind_place(mark, m);
	switch (m->kind) {
	case MARK_LINE:
		tpl_set_number(mark, "X2", m->x2);
		tpl_set_number(mark, "Y2", m->y2);
		break;
	case MARK_RECT:
		tpl_set_number(mark, "WIDTH", m->x2);
		tpl_set_number(mark, "HEIGHT", m->y2);
		break;
	case MARK_CIRCLE: tpl_set_number(mark, "R", m->x2); break;
	case MARK_PATH: tpl_set(mark, "D", m->text); break;
	case MARK_TEXT:
		tpl_set(mark, "ANCHOR", m->anchor);
		tpl_set(mark, "TEXT", m->text);
		break;
	}
	tpl_show(mark, "HOVER", m->hover != NULL);
	if (m->hover)
		tpl_set(mark, "HOVER_TEXT", m->hover);
}

static struct tpl *bind_view(struct tpl *t, const char *name, const struct drawing *d) {
	g_autofree char *file = g_strdup_printf("charts/%s.svg", d->kind);
	struct tpl *svg = tpl_include(t, name, file);
	tpl_set_number(svg, "VIEW_WIDTH", d->width);
	tpl_set_number(svg, "VIEW_HEIGHT", d->height);
	struct tpl *marks = tpl_include(svg, "MARKS", "partials/marks.svg");
	if (d->marks->len == 0)
		tpl_hide(marks, "MARK");
	for (guint i = 0; i < d->marks->len; i++)
		bind_mark(marks, g_ptr_array_index(d->marks, i));
	return svg;
}

void bind_drawing(struct tpl *t, const char *name, const struct chart *c, const struct drawing *d, const char *size) {
	struct tpl *svg = bind_view(t, name, d);
	g_autofree char *place = g_strndup(size, strcspn(size, " "));
	tpl_set(svg, "SIZE", size);
	tpl_take(svg, "TITLE_ID", g_strdup_printf("%s-%s-title", c->id, place));
	tpl_take(svg, "DESC_ID", g_strdup_printf("%s-%s-desc", c->id, place));
	tpl_set(svg, "TITLE", c->title);
	tpl_set(svg, "DESC", d->desc);
}

void bind_spark(struct tpl *t, const char *name, const struct chart *c) {
	g_autoptr(drawing) d = chart_draw(c, 0);
	struct tpl *svg = bind_view(t, name, d);
	tpl_show(svg, "TABLE", c->id != NULL);
	if (c->id)
		tpl_set(svg, "TABLE_ID", c->id);
}

static void bind_data(struct tpl *figure, const struct chart *c) {
	g_autoptr(chart_table) table = chart_table_of(c);
	for (size_t i = 0; table->head[i]; i++)
		tpl_set(tpl_add(figure, "HEADS"), "TEXT", table->head[i]);
	if (table->rows->len == 0)
		tpl_hide(figure, "ROWS");
	for (guint i = 0; i < table->rows->len; i++) {
		const struct drawing_row *r = g_ptr_array_index(table->rows, i);
		struct tpl *row = tpl_add(figure, "ROWS");
		tpl_set(row, "HEAD", r->head);
		if (!r->cells[0])
			tpl_hide(row, "CELLS");
		for (size_t k = 0; r->cells[k]; k++)
			tpl_set(tpl_add(row, "CELLS"), "TEXT", r->cells[k]);
	}
}

void bind_chart(struct tpl *t, const char *name, const struct chart *c, double slot_width, const char *root, const char *csv) {
	struct tpl *figure = tpl_include(t, name, "partials/figure.html");
	g_autoptr(drawing) phone = chart_draw(c, CHART_PHONE);
	g_autoptr(drawing) slot = chart_draw(c, slot_width);
	tpl_set(figure, "ID", c->id);
	tpl_set(figure, "TITLE", c->title);
	tpl_set(figure, "SUBTITLE", c->subtitle);
	tpl_set(figure, "CAPTION", slot->desc);
	tpl_take(figure, "SUMMARY", SAY(c->words, "chart_table", ARG_S("title", c->title)));
	bind_drawing(figure, "PHONE", c, phone, "phone");
	bind_drawing(figure, "SLOT", c, slot, slot_width > CHART_HALF ? "slot full" : "slot half");
	tpl_show(figure, "LEFT_OUT", slot->left_out > 0);
	if (slot->left_out > 0)
		tpl_take(figure, "LEFT_OUT_TEXT", SAY(c->words, "chart_left_out", ARG_I("n", (int64_t)slot->left_out)));
	bind_data(figure, c);
	if (!csv) {
		tpl_hide(figure, "CSV");
		return;
	}
	struct tpl *link = tpl_add(figure, "CSV");
	tpl_take(link, "HREF", g_strdup_printf("%sdata/%s.csv", root, csv));
	tpl_take(link, "TEXT", SAY(c->words, "chart_csv", ARG_S("title", c->title)));
}
