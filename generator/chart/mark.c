/* chart/mark: puts marks into a drawing. Knows the view box, text sizes and how to shorten text; refuses to know data and scales.
 * Everything that enters a drawing passes here, so this is where "inside the view box" is made true for text. */
#include "chart/mark.h"
#include <math.h>
#include <string.h>

double text_units(const char *text, double size) {
	return (double)text_width(text) * size / 100;
}

char *text_fit(const char *text, double size, double most) {
	if (text_units(text, size) <= most)
		return g_strdup(text);
	double room = most - text_units("…", size);
	const char *end = text;
	const char *last = text; /* behind the last character that is not a blank */
	while (*end) {
		const char *next = g_utf8_next_char(end);
		g_autofree char *head = g_strndup(text, (gsize)(next - text));
		if (text_units(head, size) > room)
			break;
		if (*end != ' ')
			last = next;
		end = next;
	}
	if (last == text)
		return g_strdup("");
	g_autofree char *head = g_strndup(text, (gsize)(last - text));
	return g_strconcat(head, "…", NULL);
}

static double tidy(double v) {
	double r = round(v * 10) / 10;
	return r == 0 ? 0 : r; /* no negative zero */
}

static struct mark *mark_add(struct drawing *d, enum mark_kind kind, const char *cls) {
	struct mark *m = g_new0(struct mark, 1);
	m->kind = kind;
	m->cls = cls;
	g_ptr_array_add(d->marks, m);
	return m;
}

struct mark *mark_line(struct drawing *d, const char *cls, double x, double y, double x2, double y2) {
	struct mark *m = mark_add(d, MARK_LINE, cls);
	m->x = tidy(x);
	m->y = tidy(y);
	m->x2 = tidy(x2);
	m->y2 = tidy(y2);
	return m;
}

struct mark *mark_rect(struct drawing *d, const char *cls, double x, double y, double width, double height) {
	struct mark *m = mark_add(d, MARK_RECT, cls);
	m->x = tidy(x);
	m->y = tidy(y);
	/* the far edge is rounded, not the size: neighbours that share an edge keep sharing it */
	m->x2 = tidy(tidy(x + width) - m->x);
	m->y2 = tidy(tidy(y + height) - m->y);
	return m;
}

struct mark *mark_circle(struct drawing *d, const char *cls, double x, double y, double radius) {
	struct mark *m = mark_add(d, MARK_CIRCLE, cls);
	m->x = tidy(x);
	m->y = tidy(y);
	m->x2 = tidy(radius);
	return m;
}

struct mark *mark_path(struct drawing *d, const char *cls, GString *data) {
	struct mark *m = mark_add(d, MARK_PATH, cls);
	m->text = g_string_free(data, FALSE);
	return m;
}

static void append_coordinate(GString *data, double v) {
	char buffer[G_ASCII_DTOSTR_BUF_SIZE];
	g_ascii_formatd(buffer, sizeof buffer, "%.1f", tidy(v));
	size_t length = strlen(buffer);
	if (length > 2 && g_str_has_suffix(buffer, ".0"))
		length -= 2;
	g_string_append_len(data, buffer, (gssize)length);
}

void path_to(GString *data, char command, double x, double y) {
	g_string_append_c(data, command);
	append_coordinate(data, x);
	g_string_append_c(data, ' ');
	append_coordinate(data, y);
}

static double text_size(const char *cls) {
	return g_str_has_prefix(cls, "tick") || g_str_has_prefix(cls, "cell") ? TEXT_TICK : TEXT_LABEL;
}

struct mark *mark_text(struct drawing *d, const char *cls, const char *anchor, double x, double y, double most, const char *text) {
	double size = text_size(cls);
	g_autofree char *fitted = text_fit(text, size, MIN(most, d->width));
	if (!*fitted)
		return NULL;
	double width = text_units(fitted, size);
	double before = strcmp(anchor, "start") == 0 ? 0 : strcmp(anchor, "end") == 0 ? width : width / 2;
	struct mark *m = mark_add(d, MARK_TEXT, cls);
	/* rounded inwards, so that rounding cannot push an edge over the view box */
	double least = ceil(before * 10) / 10;
	double utmost = floor((d->width - width + before) * 10) / 10;
	m->x = MAX(least, MIN(tidy(x), utmost));
	m->y = CLAMP(tidy(y), size, MAX(size, d->height - 4));
	m->anchor = anchor;
	if (strcmp(fitted, text) != 0)
		m->hover = g_strdup(text);
	m->text = g_steal_pointer(&fitted);
	return m;
}

void mark_hover(struct mark *m, char *hover) {
	if (!m) {
		g_free(hover);
		return;
	}
	g_free(m->hover);
	m->hover = hover;
}

void mark_hatch(struct drawing *d, const char *cls, double x, double y, double width, double height) {
	if (!(width > 0.5 && height > 0.5))
		return;
	GString *data = g_string_new(NULL);
	/* strokes along x + y = s, upwards to the right, clipped by hand: a pattern would need an id and a reference a stylesheet cannot hold */
	double step = 5;
	for (double s = step; s < width + height; s += step) {
		double x1 = MAX(0, s - height);
		double x2 = MIN(width, s);
		path_to(data, 'M', x + x1, y + s - x1);
		path_to(data, 'L', x + x2, y + s - x2);
	}
	if (data->len == 0)
		path_to(data, 'M', x, y);
	mark_path(d, cls, data);
}

const char *series_class(enum series_noun noun, size_t series) {
#define SIX(before, after)                                                                                                                           \
	{ before " s1" after, before " s2" after, before " s3" after, before " s4" after, before " s5" after, before " s6" after }
	static const char *const classes[][CHART_SERIES] = {
		[NOUN_LINE] = SIX("line", ""),
		[NOUN_LINE_PARTIAL] = SIX("line", " partial"),
		[NOUN_BAND] = SIX("band", ""),
		[NOUN_BAR] = SIX("bar", ""),
		[NOUN_BAR_PARTIAL] = SIX("bar", " partial"),
		[NOUN_DOT] = SIX("dot", ""),
		[NOUN_DOT_PARTIAL] = SIX("dot", " partial"),
		[NOUN_DOT_LONE] = SIX("dot", " lone"),
		[NOUN_LABEL] = SIX("label", ""),
		[NOUN_TICK] = SIX("tick", ""),
		[NOUN_KEY] = SIX("key", ""),
		[NOUN_HATCH] = SIX("hatch", ""),
	};
#undef SIX
	g_assert(series < CHART_SERIES);
	return classes[noun][series];
}
