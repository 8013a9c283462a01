/* charts/spark: a line the size of a word, without axes and words: its numbers stand beside it. Knows one series; refuses to know units. */
#include "chart/chart.h"
#include "chart/mark.h"
#include "chart/scale.h"
#include <math.h>

#define INSET 4.0
#define SPARK_HEIGHT 28.0

static void spark_draw(const struct chart *c, struct drawing *d) {
	d->height = SPARK_HEIGHT;
	struct extent e = {0};
	const double *y = c->series[0].y;
	for (size_t i = 0; i < c->n; i++)
		extent_add(&e, y[i]);
	struct scale s = scale_of(e, c->from_zero, NAN, NAN);
	scale_range(&s, d->height - INSET, INSET);
	GString *data = g_string_new(NULL);
	bool open = false;
	size_t last = 0;
	for (size_t i = 0; i < c->n; i++) {
		double x = c->n > 1 ? INSET + (double)i * (d->width - 2 * INSET) / (double)(c->n - 1) : d->width / 2;
		if (isfinite(y[i])) {
			path_to(data, open ? 'L' : 'M', x, scale_map(&s, y[i]));
			last = i;
		}
		open = isfinite(y[i]);
	}
	if (data->len == 0) {
		g_string_free(data, TRUE);
		return;
	}
	mark_path(d, "line s1", data);
	double x = c->n > 1 ? INSET + (double)last * (d->width - 2 * INSET) / (double)(c->n - 1) : d->width / 2;
	mark_circle(d, series_class(chart_is_partial(c, last) ? NOUN_DOT_PARTIAL : NOUN_DOT, 0), x, scale_map(&s, y[last]), 2.5);
}

const struct chart_kind kind_spark = {.name = "spark", .width = 120, .wordless = true, .draw = spark_draw};
