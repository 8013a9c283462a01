/* report/signal_csv: see signal_csv.h. Text of an export is disarmed. */
#include "report/signal_csv.h"
#include "base/json.h"
#include "base/text.h"
#include <math.h>

const char signals_csv_header[] = "client,period,kind,metric,dimension,slice,against,now,before,size,lo,hi,p,q,at_stake,n,n_before,num,den,num_before,den_before,sure,rule,evidence\n";

/* What a finding is made of, in the order of the columns from "now" to "den_before". */
enum { NUMBERS = 14 };
static const char *const number_names[NUMBERS] = {"now", "before", "size", "lo", "hi", "p", "q", "at_stake", "n", "n_before", "num", "den", "num_before", "den_before"};

static double count_of(const struct value *v) {
	return value_shown(v) && v->n >= 0 ? (double)v->n : (double)NAN;
}

static double part_of(const struct value *v, bool denominator) {
	return value_shown(v) && v->has_parts ? denominator ? v->den : v->num : (double)NAN;
}

static void numbers_of(const struct signal *s, double x[NUMBERS]) {
	const struct value *now = &s->evidence[0], *before = &s->evidence[1];
	const double all[NUMBERS] = {s->now, s->before, s->size, s->lo, s->hi, s->p, s->q, s->at_stake == AT_STAKE_NONE ? (double)NAN : (double)s->at_stake,
	                             count_of(now), count_of(before), part_of(now, false), part_of(now, true), part_of(before, false), part_of(before, true)};
	for (int i = 0; i < NUMBERS; i++)
		x[i] = all[i];
}

static void add_number(GString *out, double x) {
	char text[32] = "";
	if (!isnan(x))
		double_print(x, text);
	g_string_append(out, text);
}

/* "n=40; n_before=38; now=0.39; …; test=fisher; p=…; q=…": names of columns, one cell. */
static void add_evidence(GString *out, const struct signal *s, const double x[NUMBERS]) {
	static const int order[] = {8, 9, 0, 1, 3, 4};
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		if (isnan(x[order[i]]))
			continue;
		g_string_append_printf(out, "%s=", number_names[order[i]]);
		add_number(out, x[order[i]]);
		g_string_append(out, "; ");
	}
	g_string_append_printf(out, "test=%s", s->rule);
	for (int i = 5; i <= 6 && !isnan(x[i]); i++) {
		g_string_append_printf(out, "; %s=", number_names[i]);
		add_number(out, x[i]);
	}
}

static void add_signal(GString *out, const struct report *r, const struct signal *s) {
	const struct facts *f = r->facts;
	double x[NUMBERS];
	numbers_of(s, x);
	g_string_append_printf(out, "%s,%s,%s,%s,", r->conf->id, f->spans.items[s->span].name, signal_kind_name(s->kind), s->metric->id);
	if (s->slice != SLICE_ALL)
		text_csv_cell(out, f->dimensions[f->slices[s->slice].dimension]);
	g_string_append_c(out, ',');
	if (s->slice != SLICE_ALL)
		text_csv_cell(out, f->slices[s->slice].value);
	g_string_append_printf(out, ",%s", s->against != SPAN_ABSENT ? f->spans.items[s->against].name : "");
	for (int i = 0; i < NUMBERS; i++) {
		g_string_append_c(out, ',');
		add_number(out, x[i]);
	}
	g_string_append_printf(out, ",%s,%s,", signal_sure_name(s->sure), s->rule);
	add_evidence(out, s, x);
	g_string_append_c(out, '\n');
}

GString *signals_csv(const struct report *r) {
	GString *out = g_string_new(NULL);
	for (guint i = 0; i < r->signals->items->len; i++)
		add_signal(out, r, &g_array_index(r->signals->items, struct signal, i));
	return out;
}

static void write_text(struct json *j, const char *key, const char *text) {
	json_key(j, key);
	json_string(j, text);
}

static void write_number(struct json *j, const char *key, double x) {
	if (isnan(x))
		return;
	json_key(j, key);
	json_double(j, x);
}

static void write_count(struct json *j, const char *key, size_t n) {
	json_key(j, key);
	json_int(j, (int64_t)n);
}

/* Findings and families stand under running numbers: the writer knows objects alone. */
static void write_item(struct json *j, size_t i) {
	char number[24];
	g_snprintf(number, sizeof number, "%" G_GSIZE_FORMAT, i + 1);
	json_key(j, number);
	json_object(j);
}

static void write_signal(struct json *j, const struct report *r, const struct signal *s) {
	const struct facts *f = r->facts;
	double x[NUMBERS];
	numbers_of(s, x);
	write_text(j, "period", f->spans.items[s->span].name);
	write_text(j, "kind", signal_kind_name(s->kind));
	write_text(j, "metric", s->metric->id);
	if (s->slice != SLICE_ALL) {
		write_text(j, "dimension", f->dimensions[f->slices[s->slice].dimension]);
		write_text(j, "slice", f->slices[s->slice].value);
	}
	if (s->against != SPAN_ABSENT)
		write_text(j, "against", f->spans.items[s->against].name);
	for (int i = 0; i < NUMBERS; i++)
		write_number(j, number_names[i], x[i]);
	if (s->sure != SURE_TESTED)
		write_text(j, "sure", signal_sure_name(s->sure));
	write_text(j, "rule", s->rule);
}

static void write_quiet(struct json *j, const struct report *r, size_t span) {
	g_autoptr(GArray) quiet = signals_quiet(r, span);
	json_key(j, "quiet");
	json_object(j);
	for (guint i = 0; i < quiet->len; i++) {
		const struct quiet *q = &g_array_index(quiet, struct quiet, i);
		json_key(j, q->metric->id);
		json_object(j);
		write_text(j, "against", r->facts->spans.items[q->against].name);
		write_number(j, "now", q->now);
		write_number(j, "before", q->before);
		write_number(j, "least", q->least);
		json_end(j);
	}
	json_end(j);
}

static void write_families(struct json *j, const struct report *r) {
	const struct signals *s = r->signals;
	json_key(j, "families");
	json_object(j);
	for (size_t span = 0; span < s->n_spans; span++) {
		const struct span *at = &r->facts->spans.items[span];
		if (at->unfinished || at->before_history)
			continue;
		json_key(j, at->name);
		json_object(j);
		write_count(j, "changes", s->tests[span]);
		write_count(j, "contrasts", s->contrasts[span]);
		write_count(j, "charts", s->charts[span]);
		write_number(j, "least_p", s->floor[span]);
		write_quiet(j, r, span);
		json_end(j);
	}
	json_end(j);
}

GString *signals_json(const struct report *r) {
	GString *out = g_string_new(NULL);
	struct json j;
	json_init(&j, out);
	json_object(&j);
	write_text(&j, "client", r->conf->id);
	json_key(&j, "findings");
	json_object(&j);
	for (guint i = 0; i < r->signals->items->len; i++) {
		write_item(&j, i);
		write_signal(&j, r, &g_array_index(r->signals->items, struct signal, i));
		json_end(&j);
	}
	json_end(&j);
	write_families(&j, r);
	json_end(&j);
	return out;
}
