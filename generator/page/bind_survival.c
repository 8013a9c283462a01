/* page/bind_survival: see bind_survival.h. Knows which figures of a curve stand in the table; the points and the test are the report's. Refuses to say that
 * groups differ where the test does not. */
#include "page/bind_survival.h"
#include "page/bind_chart.h"
#include "report/curves.h"
#include "report/models.h"
#include <math.h>
#include <string.h>

#define P_FEW .05 /* below, a difference is told apart from chance */

static const char *slice_name(const struct report *r, size_t slice) {
	return slice == SLICE_ALL ? words_text(r->words, "slice_all") : bind_slice(r->words, r->facts->slices[slice].value);
}

/* Names of the listed positions: "6 months"; NULL elsewhere. */
static char **position_names(const struct report *r, const struct curves *c) {
	char **names = g_new0(char *, c->n + 1);
	for (size_t i = 0; i < c->n; i++)
		if (c->listed[i])
			names[i] = SAY(r->words, "survival_months", ARG_I("n", c->whole[i]));
	return names;
}

/* What is told of the curve without seeing it: the share after a year (or half of one) and where half are gone. */
static char *curve_said(const struct report *r, size_t span, size_t slice) {
	const struct value *year = result(r->results, "survival_12", span, slice), *half_year = result(r->results, "survival_6", span, slice);
	const struct value *median = result(r->results, "survival_median", span, slice), *v = value_shown(year) ? year : half_year;
	g_autofree char *share = bind_figure(r, metric_find("survival_12"), v, false);
	g_autofree char *half = value_shown(median) ? bind_figure(r, metric_find("survival_median"), median, false) : NULL;
	if (!value_shown(v))
		return SAY(r->words, "survival_said_short", ARG_S("name", slice_name(r, slice)));
	return SAY(r->words, "survival_said", ARG_S("name", slice_name(r, slice)), ARG_S("share", share), ARG_I("n", v == year ? 12 : 6),
			   ARG_S("reached", half ? "yes" : "no"), ARG_S("half", half ? half : ""));
}

static char *curves_said(const struct report *r, size_t span, const struct curves *c) {
	GString *all = g_string_new(NULL);
	for (size_t k = 0; k < c->n_slices; k++) {
		g_autofree char *one = curve_said(r, span, c->slices[k]);
		g_string_append_printf(all, "%s%s", k > 0 ? " " : "", one);
	}
	return g_string_free(all, FALSE);
}

static char *subtitle_of(const struct page_context *p) {
	const struct report *r = p->report;
	const struct span *s = &r->facts->spans.items[p->span];
	if (r->cover->snapshot)
		return g_strdup(words_text(r->words, "chart_survival_subtitle_snapshot"));
	g_autofree char *day = format_day(r->words, s->close);
	return SAY(r->words, r->cover->orders ? "chart_survival_subtitle_orders" : "chart_survival_subtitle",
			   ARG_S("day", day));
}

static bool bind_curves(struct tpl *t, const struct page_context *p, const char *id, const char *title, const size_t *slices, size_t n) {
	const struct report *r = p->report;
	g_autoptr(curves) c = curves_new(r, p->span, slices, n);
	if (!c)
		return false;
	struct series s[CURVES_MOST];
	for (size_t k = 0; k < c->n_slices; k++) {
		const struct value *median = result(r->results, "survival_median", p->span, c->slices[k]);
		s[k] = (struct series){.name = slice_name(r, c->slices[k]),
							   .y = c->surv + k * c->n,
							   .lo = c->lo + k * c->n,
							   .hi = c->hi + k * c->n,
							   .risk = c->risk + k * c->n,
							   .median = value_shown(median) ? median->x : (double)NAN};
	}
	char **names = position_names(r, c);
	g_autofree char *said = curves_said(r, p->span, c), *subtitle = subtitle_of(p);
	struct chart chart = {.id = id,
						  .kind = "step",
						  .title = title,
						  .subtitle = subtitle,
						  .desc = said,
						  .words = r->words,
						  .unit = CHART_PERCENT,
						  .n = c->n,
						  .x_labels = (const char *const *)names,
						  .at = c->months,
						  .listed = c->listed,
						  .head = words_text(r->words, "survival_head"),
						  .bands = c->n_slices <= 3,
						  .n_series = c->n_slices,
						  .series = s,
						  .from_zero = true,
						  .y_lo = 0,
						  .y_hi = 1};
	bind_chart(t, "CURVES", &chart, CHART_HALF, p->root, "survival");
	for (size_t i = 0; i < c->n; i++)
		g_free(names[i]);
	g_free(names);
	return true;
}

static bool any_shown(const struct report *r, const char *metric, size_t span, const size_t *slices, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (value_shown(result(r->results, metric, span, slices[i])))
			return true;
	return false;
}

/* Who the figures are taken from. */
static void bind_lives(struct tpl *table, const struct report *r, size_t span, const size_t *slices, size_t n) {
	struct tpl *row = bind_row(table, "lives", words_text(r->words, "survival_lives"));
	for (size_t i = 0; i < n; i++) {
		const struct value *v = result(r->results, "survival_6", span, slices[i]);
		g_autofree char *text = v->state != STATE_SUPPRESSED && v->n >= 0 ? format_count(r->words, v->n) : NULL;
		bind_cell(row, text ? text : words_text(r->words, "cell_none"), true);
	}
}

/* One column for all, then one for each slice; a row for each figure of the family that any of them has reached. */
static void bind_figures(struct tpl *t, const struct page_context *p, size_t *slices, size_t n) {
	const struct report *r = p->report;
	struct tpl *table = bind_table(t, "FIGURES", p, "retention-survival", words_text(r->words, "survival_caption"), "survival");
	bind_head(table, words_text(r->words, "head_figure"), false);
	for (size_t i = 0; i < n; i++)
		bind_head(table, slice_name(r, slices[i]), true);
	for (size_t k = 0; k < metric_count(); k++) {
		const struct metric *m = metric_at(k);
		if (!g_str_has_prefix(m->id, "survival_") || !any_shown(r, m->id, p->span, slices, n))
			continue;
		g_autofree char *title = bind_text_of(r, m->id, "title");
		struct tpl *row = bind_row(table, "figure", title);
		for (size_t i = 0; i < n; i++)
			bind_cell_limits(row, r, m->id, p->span, slices[i]);
	}
	bind_lives(table, r, p->span, slices, n);
}

/* "p = 0.034", "p = 2e-16", "p < 1e-300": what a reader can check, never a rounded zero. */
static char *p_text(const struct report *r, const struct p_value *p) {
	if (p->tiny)
		return g_strdup(words_text(r->words, "survival_p_tiny"));
	g_autofree char *number = NULL;
	if (p->p >= .001) {
		number = format_number(r->words, p->p, 3, 3);
	} else {
		char digits[G_ASCII_DTOSTR_BUF_SIZE];
		number = g_strdup(g_ascii_formatd(digits, sizeof digits, "%.1e", p->p));
	}
	return SAY(r->words, "survival_p", ARG_S("p", number));
}

static void bind_test(struct tpl *t, const struct page_context *p, size_t dimension) {
	const struct report *r = p->report;
	size_t groups = 0;
	struct chi_square chi;
	if (!models_test(r, p->span, dimension, &groups, &chi) || !isfinite(chi.x)) {
		tpl_hide(t, "TEST");
		return;
	}
	g_autofree char *x = format_number(r->words, chi.x, 2, 2), *said = p_text(r, &chi.p);
	tpl_take(tpl_add(t, "TEST"), "TEXT",
			 SAY(r->words, "survival_test", ARG_S("dimension", bind_dimension(r->words, r->facts->dimensions[dimension])), ARG_I("groups", (int64_t)groups),
				 ARG_S("chi", x), ARG_I("df", chi.df), ARG_S("p", said), ARG_S("apart", chi.p.tiny || chi.p.p < P_FEW ? "yes" : "no")));
}

void bind_survival(struct tpl *t, const struct page_context *p) {
	const struct report *r = p->report;
	const size_t all = SLICE_ALL;
	g_autofree char *title = g_strdup(words_text(r->words, "chart_survival_title"));
	size_t slices[CURVES_MOST + 1] = {SLICE_ALL}, dimension = 0;
	if (!bind_curves(t, p, "retention-survival-all", title, &all, 1)) {
		bind_absent(t, "CURVES", p, "survival_12", title);
		tpl_exclude(t, "FIGURES");
		tpl_hide(t, "TEST");
		tpl_hide(t, "WARNING");
		return;
	}
	size_t n = curves_dimension(r, p->span, CURVES_MOST, slices + 1, &dimension);
	bind_figures(t, p, slices, n + 1);
	if (n == 0) {
		tpl_hide(t, "TEST");
		tpl_hide(t, "WARNING");
		return;
	}
	const char *name = bind_dimension(r->words, r->facts->dimensions[dimension]);
	g_autofree char *by = SAY(r->words, "chart_survival_by_title", ARG_S("dimension", name));
	bind_curves(t, p, "retention-survival-by", by, slices + 1, n);
	bind_test(t, p, dimension);
	tpl_take(tpl_add(t, "WARNING"), "TEXT", SAY(r->words, r->cover->snapshot ? "survival_warning_snapshot" : "survival_warning", ARG_S("dimension", name)));
}
