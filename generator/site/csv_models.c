/* site/csv_models: see csv_models.h. */
#include "site/csv_models.h"

#include "base/json.h"
#include "base/text.h"
#include "report/hazard.h"
#include "report/models.h"
#include <math.h>

/* A number behind a comma; nothing where there is none. */
static void add_number(GString *out, double x) {
	char text[32] = "";
	if (isfinite(x))
		double_print(x, text);
	g_string_append_printf(out, ",%s", text);
}

static size_t newest(const struct report *r) {
	return span_newest(&r->facts->spans, SPAN_MONTH);
}

static void add_curve(GString *out, const struct report *r, size_t span, size_t slice) {
	struct survival s;
	const struct facts *f = r->facts;
	if (!models_curve(r, span, slice, &s))
		return;
	g_autoptr(GString) head = g_string_new(f->spans.items[span].name);
	g_string_append_c(head, ',');
	if (slice != SLICE_ALL)
		text_csv_cell(head, f->dimensions[f->slices[slice].dimension]);
	g_string_append_c(head, ',');
	if (slice != SLICE_ALL)
		text_csv_cell(head, f->slices[slice].value);
	g_string_append_printf(head, ",%s", models_unit(r));
	for (size_t i = 0; i < s.n; i++) {
		const struct survival_step *step = &s.steps[i];
		g_string_append(out, head->str);
		add_number(out, models_time(r, step->time));
		g_string_append_printf(out, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, step->n_risk, step->n_event, step->n_censor);
		add_number(out, step->surv);
		add_number(out, step->bounds.lo);
		add_number(out, step->bounds.hi);
		g_string_append_c(out, '\n');
	}
	survival_clear(&s);
}

GString *csv_survival(const struct report *r) {
	GString *out = g_string_new("period,dimension,slice,unit,t,at_risk,events,censored,survival,lo,hi\n");
	size_t span = newest(r);
	for (size_t slice = 0; span != SPAN_ABSENT && slice < r->facts->n_slices; slice++)
		add_curve(out, r, span, slice);
	return out;
}

GString *csv_survival_tests(const struct report *r) {
	GString *out = g_string_new("period,dimension,groups,chi2,df,p,log10_p\n");
	size_t span = newest(r), groups;
	struct chi_square chi;
	for (size_t d = 0; span != SPAN_ABSENT && d < r->facts->n_dimensions; d++) {
		if (!models_test(r, span, d, &groups, &chi))
			continue;
		g_string_append_printf(out, "%s,", r->facts->spans.items[span].name);
		text_csv_cell(out, r->facts->dimensions[d]);
		g_string_append_printf(out, ",%" G_GSIZE_FORMAT, groups);
		add_number(out, chi.x);
		if (isfinite(chi.x))
			g_string_append_printf(out, ",%d", chi.df);
		else
			g_string_append_c(out, ',');
		if (chi.p.tiny)
			g_string_append(out, ",< 1e-300");
		else
			add_number(out, chi.p.p);
		add_number(out, chi.p.log10_p);
		g_string_append_c(out, '\n');
	}
	return out;
}

GString *csv_hazard(const struct report *r) {
	GString *out = g_string_new("period,month,at_risk,left,hazard,lo,hi\n");
	size_t span = newest(r);
	if (span == SPAN_ABSENT)
		return out;
	g_autoptr(GArray) rows = hazard_of(r, span);
	for (guint i = 0; i < rows->len; i++) {
		const struct hazard *h = &g_array_index(rows, struct hazard, i);
		g_string_append_printf(out, "%s,%d,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, r->facts->spans.items[span].name, h->month, h->at_risk, h->left);
		add_number(out, h->share);
		add_number(out, h->bounds.lo);
		add_number(out, h->bounds.hi);
		g_string_append_c(out, '\n');
	}
	return out;
}

GString *csv_models(const struct report *r) {
	GString *out = g_string_new("period,model,parameter,value,state,customers\n");
	g_autoptr(GArray) rows = models_rows(r);
	for (guint i = 0; i < rows->len; i++) {
		const struct model_row *row = &g_array_index(rows, struct model_row, i);
		g_string_append_printf(out, "%s,%s,%s", r->facts->spans.items[newest(r)].name, row->model, row->parameter);
		add_number(out, row->value);
		g_string_append_printf(out, ",%s,%" G_GINT64_FORMAT "\n", row->state, row->customers);
	}
	return out;
}
