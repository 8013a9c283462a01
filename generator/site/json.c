/* site/json: writes metrics.json. What a state may say is decided in one place, write_figure: a suppressed figure leaves nothing behind but
 * its state. Knows figures and states; refuses to know pages. */
#include "site/json.h"

#include "base/json.h"

#include <string.h>

/* Periods are put together up to so many bytes: a small client's file is one piece. */
#define PIECE 1048576

/* A metric with what its every entry repeats. */
struct entry {
	const struct metric *metric;
	const char *unit;
	char *rule;
	bool *sliced; /* [n_slices] whether this slice is shown for it */
	bool any;     /* one is */
};

static void write_number(struct json *j, const char *key, double x) {
	json_key(j, key);
	json_double(j, x);
}

static void write_parts(struct json *j, const struct value *v) {
	if (!v->has_parts)
		return;
	write_number(j, "num", v->num);
	write_number(j, "den", v->den);
}

/* "needs_spend" is a key of the words; the name of what is needed is behind the first underscore. */
static const char *needs_name(const char *key) {
	if (key == NULL)
		return "";
	return g_str_has_prefix(key, "needs_") ? key + strlen("needs_") : key;
}

static void write_figure(struct json *j, const struct entry *e, const struct value *v) {
	json_key(j, "state");
	json_string(j, state_name(v->state));
	json_key(j, "unit");
	json_string(j, e->unit);
	json_key(j, "rule");
	json_string(j, e->rule);
	if (v->state == STATE_MISSING) {
		json_key(j, "needs");
		json_string(j, needs_name(v->needs));
	}
	if (v->state == STATE_UNDEFINED)
		write_parts(j, v);
	if (!value_shown(v))
		return;
	write_number(j, "value", v->x);
	write_parts(j, v);
	if (v->n >= 0) {
		json_key(j, "n");
		json_int(j, v->n);
	}
	if (value_has_interval(v)) {
		write_number(j, "lo", v->lo);
		write_number(j, "hi", v->hi);
	}
}

static void write_slices(struct json *j, const struct report *r, const struct entry *e, size_t span) {
	const struct facts *f = r->facts;
	size_t open = SIZE_MAX;
	json_key(j, "slices");
	json_object(j);
	for (size_t s = 1; s < f->n_slices; s++) {
		if (!e->sliced[s] || !facts_names(f, span, s))
			continue;
		if (f->slices[s].dimension != open) {
			if (open != SIZE_MAX)
				json_end(j);
			open = f->slices[s].dimension;
			json_key(j, f->dimensions[open]);
			json_object(j);
		}
		json_key(j, f->slices[s].value);
		json_object(j);
		write_figure(j, e, result(r->results, e->metric->id, span, s));
		json_end(j);
	}
	if (open != SIZE_MAX)
		json_end(j);
	json_end(j);
}

static void write_span(struct json *j, const struct report *r, const GArray *entries, size_t span) {
	json_key(j, r->facts->spans.items[span].name);
	json_object(j);
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *e = &g_array_index(entries, struct entry, i);
		json_key(j, e->metric->id);
		json_object(j);
		write_figure(j, e, result(r->results, e->metric->id, span, SLICE_ALL));
		if (e->any)
			write_slices(j, r, e, span);
		json_end(j);
	}
	json_end(j);
}

static void clear_entry(gpointer entry) {
	struct entry *e = entry;
	g_free(e->rule);
	g_free(e->sliced);
}

static GArray *entries_of(const struct report *r) {
	GArray *entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	g_array_set_clear_func(entries, clear_entry);
	for (size_t i = 0; i < metric_count(); i++) {
		const struct metric *m = metric_at(i);
		struct entry e = {.metric = m, .unit = unit_name(m->unit, r->conf), .rule = metric_rule(m, r->conf, r->cover), .sliced = g_new0(bool, r->facts->n_slices + 1)};
		for (size_t s = 1; s < r->facts->n_slices; s++) {
			e.sliced[s] = metric_has_slice(m, r->facts, s);
			e.any = e.any || e.sliced[s];
		}
		g_array_append_val(entries, e);
	}
	return entries;
}

struct metrics_text {
	const struct report *report;
	GArray *entries; /* of struct entry */
	GString *piece;
	struct json json;
	size_t span; /* the next one */
	bool ended;
};

struct metrics_text *metrics_text_new(const struct report *r) {
	struct metrics_text *t = g_new0(struct metrics_text, 1);
	*t = (struct metrics_text){.report = r, .entries = entries_of(r), .piece = g_string_new(NULL), .ended = true};
	return t;
}

void metrics_text_free(struct metrics_text *t) {
	g_array_unref(t->entries);
	g_string_free(t->piece, TRUE);
	g_free(t);
}

static void start(void *context) {
	struct metrics_text *t = context;
	t->span = 0;
	t->ended = false;
}

static void write_head(struct metrics_text *t) {
	const struct report *r = t->report;
	struct json *j = &t->json;
	char as_of[11];
	char currency[4];
	day_print(r->facts->spans.as_of, as_of);
	currency_print(conf_currency(r->conf), currency);
	json_init(j, t->piece);
	json_object(j);
	json_key(j, "client");
	json_string(j, r->conf->id);
	json_key(j, "currency");
	json_string(j, currency);
	json_key(j, "as_of");
	json_string(j, as_of);
	json_key(j, "periods");
	json_object(j);
}

static bool next(void *context, const char **bytes, size_t *length) {
	struct metrics_text *t = context;
	size_t n = t->report->facts->spans.n;
	if (t->ended)
		return false;
	g_string_truncate(t->piece, 0);
	if (t->span == 0)
		write_head(t);
	while (t->span < n && t->piece->len < PIECE)
		write_span(&t->json, t->report, t->entries, t->span++);
	t->ended = t->span == n;
	if (t->ended) {
		json_end(&t->json);
		json_end(&t->json);
	}
	*bytes = t->piece->str;
	*length = t->piece->len;
	return true;
}

struct pieces metrics_text_pieces(struct metrics_text *t) {
	return (struct pieces){.context = t, .start = start, .next = next};
}

GString *json_metrics(const struct report *r) {
	GString *out = g_string_new(NULL);
	struct metrics_text *t = metrics_text_new(r);
	const char *bytes;
	size_t length;
	start(t);
	while (next(t, &bytes, &length))
		g_string_append_len(out, bytes, (gssize)length);
	metrics_text_free(t);
	return out;
}
