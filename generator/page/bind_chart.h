/* page/bind_chart: a chart into a page: partials/figure.html with its two drawings, its table and its link, or a sparkline.
 * Knows the names those templates ask for (chart/chart.h lists the drawing's). Refuses to know what a chart shows and where marks stand. */
#ifndef PAGE_BIND_CHART_H
#define PAGE_BIND_CHART_H
#include "chart/chart.h"
#include "page/tpl.h"

/* One more figure at {{>name}}: the chart drawn for the phone and for a slot of slot_width units (CHART_HALF, CHART_FULL). Ids begin with c->id, which is
 * unique on its page. root is the way from the page to the client's folder ("../" or ""); csv is a file in its data/ without ".csv", or NULL. */
void bind_chart(struct tpl *t, const char *name, const struct chart *c, double slot_width, const char *root, const char *csv);
/* One more sparkline at {{>name}}: c->kind is "spark"; needs no title; c->id is that of the table its numbers stand in, or NULL. */
void bind_spark(struct tpl *t, const char *name, const struct chart *c);
/* One drawing at {{>name}} of its kind's template, for a page that lays out its own figure. size: "phone", "slot half", "slot full". */
void bind_drawing(struct tpl *t, const char *name, const struct chart *c, const struct drawing *d, const char *size);
#endif
