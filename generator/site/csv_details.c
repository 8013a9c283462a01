/* site/csv_details: see csv_details.h. Text of an export is disarmed. */
#include "site/csv_details.h"

#include "base/json.h"
#include "base/text.h"
#include "metric/touchpoint.h"
#include "report/reasons.h"
#include <math.h>

/* A number behind a comma; nothing where there is none. */
static void add_number(GString *out, double x) {
	char text[32] = "";
	if (isfinite(x))
		double_print(x, text);
	g_string_append_printf(out, ",%s", text);
}

static const char *span_name(const struct report *r, size_t span) {
	return r->facts->spans.items[span].name;
}

static void add_reason(GString *out, const struct report *r, const struct reason *of, bool worth) {
	const struct facts *f = r->facts;
	text_csv_cell(out, of->kind == REASON_TOLD ? of->text : of->kind == REASON_OTHER ? SLICE_OTHER : SLICE_NONE);
	g_autofree char *revenue = worth ? money_decimal(of->revenue, f->mrr_per, f->currency_digits, f->currency_digits) : g_strdup("");
	g_string_append_printf(out, ",%s,%s,%" G_GINT64_FORMAT ",%s", of->kind == REASON_OTHER ? "" : reason_owner_name(of->owner),
	                       of->kind == REASON_OTHER ? "" : of->payment ? "yes" : "no", of->customers, revenue);
}

GString *csv_reasons(const struct report *r) {
	GString *out = g_string_new("period,reason,owner,payment,customers,revenue,state\n");
	for (size_t span = 0; span < r->facts->spans.n; span++) {
		const struct value *v = result(r->results, REASONS_METRIC, span, SLICE_ALL);
		if (!value_shown(v))
			continue;
		g_autoptr(reasons) all = reasons_of(r->facts, span, conf_int(r->conf, SETTING_MIN_N));
		if (all->withheld)
			g_string_append_printf(out, "%s,,,,,,%s\n", span_name(r, span), state_name(STATE_SUPPRESSED));
		for (size_t i = 0; i < all->n; i++) {
			g_string_append_printf(out, "%s,", span_name(r, span));
			add_reason(out, r, &all->rows[i], r->cover->amounts && !all->unrated);
			g_string_append_printf(out, ",%s\n", state_name(v->state));
		}
	}
	return out;
}

static void add_test(GString *out, const struct chi_square *chi) {
	add_number(out, chi->x);
	if (isfinite(chi->x))
		g_string_append_printf(out, ",%d", chi->df);
	else
		g_string_append_c(out, ',');
	if (chi->p.tiny)
		g_string_append(out, ",< 1e-300");
	else
		add_number(out, chi->p.p);
	g_string_append_c(out, '\n');
}

static void add_share(GString *out, const struct report *r, size_t span, const struct touchpoint_share *s) {
	g_string_append_printf(out, "%s,", span_name(r, span));
	if (s->touchpoint)
		text_csv_cell(out, s->touchpoint);
	g_string_append_printf(out, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT, s->n, s->top);
	add_number(out, s->weight > 0 ? quotient(s->top_weight, s->weight) : (double)NAN);
}

static void add_touchpoints(GString *out, const struct report *r, size_t span) {
	g_autoptr(GArray) shares = touchpoint_shares(results_eval(r->results), span);
	struct touchpoint_share sum = {0};
	for (guint i = 0; i < shares->len; i++) {
		const struct touchpoint_share *s = &g_array_index(shares, struct touchpoint_share, i);
		add_share(out, r, span, s);
		g_string_append(out, ",,,\n");
		sum.n += s->n;
		sum.top += s->top;
		sum.weight += s->weight;
		sum.top_weight += s->top_weight;
	}
	if (shares->len < 2)
		return;
	struct chi_square chi = touchpoint_test(shares);
	add_share(out, r, span, &sum);
	add_test(out, &chi);
}

GString *csv_touchpoints(const struct report *r) {
	GString *out = g_string_new("period,touchpoint,answers,top,csat,chi2,df,p\n");
	for (size_t span = 0; span < r->facts->spans.n; span++)
		if (result(r->results, "consistency", span, SLICE_ALL)->state != STATE_MISSING)
			add_touchpoints(out, r, span);
	return out;
}

static void add_drivers(GString *out, const struct report *r, size_t span) {
	g_autoptr(GArray) all = drivers(results_eval(r->results), span);
	for (guint i = 0; i < all->len; i++) {
		const struct driver *d = &g_array_index(all, struct driver, i);
		g_string_append_printf(out, "%s,", span_name(r, span));
		text_csv_cell(out, d->touchpoint);
		g_string_append_printf(out, ",%" G_GINT64_FORMAT, d->n);
		add_number(out, d->rank.rho);
		add_number(out, d->rank.bounds.lo);
		add_number(out, d->rank.bounds.hi);
		g_string_append_c(out, '\n');
	}
}

GString *csv_drivers(const struct report *r) {
	GString *out = g_string_new("period,touchpoint,n,rho,lo,hi\n");
	for (size_t span = 0; span < r->facts->spans.n; span++)
		if (result(r->results, "driver", span, SLICE_ALL)->state != STATE_MISSING)
			add_drivers(out, r, span);
	return out;
}
