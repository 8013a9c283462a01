/* report/signal_csv: see signal_csv.h. Text of an export is disarmed. */
#include "report/signal_csv.h"
#include "base/json.h"
#include "base/text.h"
#include <math.h>

static void add_number(GString *out, double x) {
	char text[32] = "";
	if (!isnan(x))
		double_print(x, text);
	g_string_append_printf(out, ",%s", text);
}

static void add_parts(GString *out, const struct value *v) {
	bool parts = value_shown(v) && v->has_parts;
	add_number(out, parts ? v->num : (double)NAN);
	add_number(out, parts ? v->den : (double)NAN);
}

static void add_signal(GString *out, const struct report *r, const struct signal *s) {
	const struct facts *f = r->facts;
	g_string_append_printf(out, "%s,%s,%s,", f->spans.items[s->span].name, signal_kind_name(s->kind), s->metric->id);
	if (s->slice != SLICE_ALL)
		text_csv_cell(out, f->dimensions[f->slices[s->slice].dimension]);
	g_string_append_c(out, ',');
	if (s->slice != SLICE_ALL)
		text_csv_cell(out, f->slices[s->slice].value);
	g_string_append_printf(out, ",%s", s->against != SPAN_ABSENT ? f->spans.items[s->against].name : "");
	const double numbers[] = {s->now, s->before, s->size, s->lo, s->hi, s->p, s->at_stake};
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		add_number(out, numbers[i]);
	add_parts(out, &s->evidence[0]);
	add_parts(out, &s->evidence[1]);
	g_string_append_printf(out, ",%s\n", s->rule);
}

GString *signals_csv(const struct report *r, bool families) {
	GString *out = g_string_new("period,kind,metric,dimension,slice,against,now,before,size,lo,hi,p,at_stake,num,den,num_before,den_before,rule\n");
	for (guint i = 0; i < r->signals->items->len; i++)
		add_signal(out, r, &g_array_index(r->signals->items, struct signal, i));
	for (size_t span = 0; families && span < r->signals->n_spans; span++) {
		const struct span *at = &r->facts->spans.items[span];
		if (at->unfinished || at->before_history)
			continue;
		g_string_append_printf(out, "%s,family,,,,,%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",,,", at->name, r->signals->tests[span], r->signals->contrasts[span]);
		add_number(out, r->signals->floor[span]);
		g_string_append(out, ",,,,,,\n");
	}
	return out;
}
