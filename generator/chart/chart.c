/* chart/chart: the entry of drawing, and a chart's numbers as words. Knows units, missing and unfinished positions; refuses to know kinds
 * (charts/ has them) and where marks go. */
#include "chart/chart.h"
#include "chart/mark.h"
#include <math.h>
#include <string.h>

#define EXACT_MONEY 1e13 /* beyond, a double no longer holds the hundredths */

static void mark_free(gpointer p) {
	struct mark *m = p;
	g_free(m->text);
	g_free(m->hover);
	g_free(m);
}

void drawing_free(struct drawing *d) {
	if (!d)
		return;
	g_ptr_array_unref(d->marks);
	g_free(d->desc);
	g_free(d);
}

static const struct chart_kind *kind_find(const char *name) {
	for (size_t i = 0; chart_kinds[i]; i++)
		if (strcmp(chart_kinds[i]->name, name) == 0)
			return chart_kinds[i];
	g_error("no chart kind is named %s", name);
}

size_t chart_drawn(const struct chart *c) {
	return MIN(c->n_series, (size_t)CHART_SERIES);
}

bool chart_is_partial(const struct chart *c, size_t at) {
	return c->partial && c->partial[at];
}

const char *chart_partial_words(const struct chart *c, size_t at) {
	return c->partial_words && c->partial_words[at] ? c->partial_words[at] : words_text(c->words, "chart_unfinished");
}

static bool has_something(const struct chart *c) {
	for (size_t i = 0; c->cells && i < c->n * c->n_rows; i++)
		if (isfinite(c->cells[i]))
			return true;
	for (size_t s = 0; s < chart_drawn(c); s++)
		for (size_t i = 0; i < c->n; i++)
			if (isfinite(c->series[s].y[i]))
				return true;
	return false;
}

static void draw_nothing(const struct chart *c, const struct chart_kind *kind, struct drawing *d) {
	d->empty = true;
	if (kind->wordless) {
		d->height = 28;
		mark_line(d, "gap", 4, 14, d->width - 4, 14);
		return;
	}
	d->height = 96;
	mark_line(d, "grid base", 0, 64, d->width, 64);
	mark_text(d, "label muted", "middle", d->width / 2, 44, d->width, words_text(c->words, "chart_no_data"));
}

struct drawing *chart_draw(const struct chart *c, double width) {
	const struct chart_kind *kind = kind_find(c->kind);
	struct drawing *d = g_new0(struct drawing, 1);
	d->kind = kind->name;
	d->width = width > 0 ? width : kind->width;
	d->marks = g_ptr_array_new_with_free_func(mark_free);
	/* without a title it is a sparkline: the page around it says it all */
	d->desc = c->desc ? g_strdup(c->desc) : c->title ? chart_caption(c) : g_strdup("");
	d->left_out = c->n_series - chart_drawn(c);
	if (has_something(c))
		kind->draw(c, d);
	else
		draw_nothing(c, kind, d);
	return d;
}

static char *number_text(const struct chart *c, double y, int decimals) {
	return format_number(c->words, y, 0, decimals);
}

static char *times_text(const struct chart *c, double y, int decimals) {
	g_autofree char *number = format_number(c->words, y, decimals, decimals);
	return SAY(c->words, "figure_times", ARG_S("x", number));
}

char *chart_value(const struct chart *c, double y) {
	if (!isfinite(y))
		return g_strdup(words_text(c->words, "chart_missing"));
	switch (c->unit) {
	case CHART_PERCENT: return format_percent(c->words, y, 1);
	case CHART_MONEY:
		/* pence beside hundreds of pounds are noise in a label */
		return format_money_short(c->words, fabs(y) >= 100 ? round(y) : y, c->currency);
	case CHART_POINTS:
	case CHART_COUNT: return number_text(c, y, 0);
	case CHART_TIMES: return times_text(c, y, 1);
	case CHART_NUMBER: break;
	}
	return number_text(c, y, fabs(y) < 10 ? 1 : 0);
}

char *chart_value_exact(const struct chart *c, double y) {
	if (!isfinite(y))
		return g_strdup(words_text(c->words, "chart_missing"));
	switch (c->unit) {
	case CHART_PERCENT: return format_percent(c->words, y, 2);
	case CHART_MONEY: {
		if (fabs(y) >= EXACT_MONEY)
			return format_money_short(c->words, y, c->currency);
		g_autofree char *decimal = g_strdup_printf("%.*f", currency_digits(c->currency), y);
		return format_money(c->words, decimal, c->currency, -1);
	}
	case CHART_POINTS: return number_text(c, y, 1);
	case CHART_COUNT: return number_text(c, y, 2);
	case CHART_TIMES: return times_text(c, y, 2);
	case CHART_NUMBER: break;
	}
	return number_text(c, y, 2);
}

char *chart_value_signed(const struct chart *c, double y) {
	char *text = chart_value(c, y);
	if (!(isfinite(y) && y > 0))
		return text;
	char *with_plus = g_strconcat("+", text, NULL);
	g_free(text);
	return with_plus;
}

char *chart_position(const struct chart *c, size_t at) {
	if (c->x_labels && c->x_labels[at])
		return g_strdup(c->x_labels[at]);
	return c->months ? format_month(c->words, c->months[at]) : g_strdup("");
}

char *chart_end_value(const struct chart *c, size_t series, size_t at) {
	char *value = chart_value(c, c->series[series].y[at]);
	if (!c->name_last && at + 1 == c->n)
		return value;
	g_autofree char *plain = value;
	g_autofree char *position = c->x_short && c->x_short[at] ? g_strdup(c->x_short[at]) : chart_position(c, at);
	return SAY(c->words, "chart_end_value", ARG_S("position", position), ARG_S("value", plain));
}

char *chart_hover(const struct chart *c, size_t series, size_t at) {
	const struct series *s = &c->series[series];
	g_autofree char *position = chart_position(c, at);
	g_autofree char *named = c->n_series > 1 ? g_strconcat(s->name, ", ", position, NULL) : g_strdup(position);
	g_autofree char *label = chart_is_partial(c, at) ? SAY(c->words, "chart_partial_label", ARG_S("label", named), ARG_S("state", chart_partial_words(c, at)))
														 : g_strdup(named);
	if (!isfinite(s->y[at]))
		return SAY(c->words, "chart_hover", ARG_S("label", label), ARG_S("value", words_text(c->words, "chart_no_data")));
	g_autofree char *value = chart_value_exact(c, s->y[at]);
	if (!s->lo || !s->hi || !isfinite(s->lo[at]) || !isfinite(s->hi[at]))
		return SAY(c->words, "chart_hover", ARG_S("label", label), ARG_S("value", value));
	g_autofree char *lo = chart_value_exact(c, s->lo[at]);
	g_autofree char *hi = chart_value_exact(c, s->hi[at]);
	return SAY(c->words, "chart_hover_interval", ARG_S("label", label), ARG_S("value", value), ARG_S("lo", lo), ARG_S("hi", hi));
}
