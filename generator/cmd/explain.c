/* cmd/explain: one figure as a worked example: what it means, its formula, this period's numbers in it, its interval, the rule in force, its source. */
#include "cmd/command.h"
#include "cmd/explain_parts.h"
#include "cmd/explain_signals.h"
#include "cmd/looks.h"
#include "cmd/reading.h"
#include "metric/eval.h"
#include "page/bind.h"
#include "report/signal_csv.h"
#include "site/json.h"

#include <stdio.h>
#include <string.h>

static const struct usage USAGE = {
	.command = "explain",
	.arguments = "METRIC | --signals | --json",
	.summary = "Shows how a figure comes about: its formula with the numbers of one period put in, the rule in force, the interval, the source.",
	.details = "--signals lists what is news instead: changes, trends, outliers, thresholds and identities, each with its test or rule and what it stands on.\n"
	           "With --csv every finding of every period is a row; with --json they stand beside what was tested and is no news.\n"
	           "--json alone prints every figure of every period instead, one line a client: what build writes to metrics.json.\n"
	           "Without --month: the newest finished month. Without --client: every client. `holdfast list metrics` prints the metrics.",
	.set = OPTION_CONF | OPTION_CLIENT | OPTION_MONTH | OPTION_AS_OF | OPTION_SIGNALS,
	.rest = -1,
};
#define COLUMNS 78

/* A heading and its text, wrapped at words and indented. */
static void print_part(const char *head, const char *text) {
	if (text == NULL || text[0] == '\0')
		return;
	printf("\n%s\n", head);
	g_auto(GStrv) words_of = g_strsplit_set(text, " \n", -1);
	glong column = 0;
	for (char **word = words_of; *word != NULL; word++) {
		glong width = g_utf8_strlen(*word, -1);
		if (width == 0)
			continue;
		bool fits = column > 0 && column + 1 + width <= COLUMNS;
		printf("%s%s", fits ? " " : column > 0 ? "\n  " : "  ", *word);
		column = fits ? column + 1 + width : 2 + width;
	}
	putchar('\n');
}

static void print_words(const struct report *r, const char *head, const char *id, const char *part) {
	g_autofree char *text = bind_text_of(r, id, part);
	print_part(head, text);
}

static const char *interval_method(enum interval i) {
	switch (i) {
	case INTERVAL_WILSON: return "Wilson's score interval of a proportion";
	case INTERVAL_ADJUSTED_WALD: return "adjusted Wald interval, 3/4, 3/2 and 3/4 answers added to the three classes";
	case INTERVAL_RATIO_ESTIMATOR: return "ratio estimator over customers";
	case INTERVAL_T: return "Student's t over customers";
	case INTERVAL_POISSON: return "exact Poisson limits of the count below the line";
	case INTERVAL_OWN: return "limits of the figures it is made of";
	case INTERVAL_FISHER_Z: return "Fisher's z of a rank correlation, variance of Bonett and Wright";
	case INTERVAL_NONE: break;
	}
	return "none: a total, or a figure counted without chance in it";
}

/* "48 ÷ 1,685 = 2.85 %", as the method page puts it. */
static char *quotient_line(const struct report *r, const struct metric *m, const struct value *v) {
	g_autofree char *figure = bind_figure(r, m, v, true);
	if (!value_shown(v) || !v->has_parts)
		return SAY(r->words, "method_value", ARG_S("value", figure));
	g_autofree char *num = bind_number(r, bind_part_unit(m, false), v->num, true), *den = bind_number(r, bind_part_unit(m, true), v->den, true);
	return SAY(r->words, m->unit == UNIT_POINTS ? "method_points" : "method_quotient", ARG_S("num", num), ARG_S("den", den), ARG_S("value", figure));
}

static void print_numbers(const struct report *r, const struct metric *m, const struct value *v, size_t span) {
	g_autofree char *line = quotient_line(r, m, v);
	g_autofree char *interval = bind_interval(r, m, v);
	g_autofree char *reason = bind_reason_text(r, m, span, v);
	print_part("With the numbers of this period", line);
	if (reason != NULL)
		printf("  %s\n", reason);
	if (value_shown(v) && v->n >= 0) {
		g_autofree char *n = format_count(r->words, v->n);
		printf("  n = %s\n", n);
	}
	if (interval != NULL)
		printf("  95 %% interval: %s\n", interval);
	if (v->capped)
		puts("  A cap of the rule binds.");
}

static void explain_figure(const struct report *r, const struct metric *m, size_t span) {
	const struct value *v = result(r->results, m->id, span, SLICE_ALL);
	g_autofree char *title = bind_text_of(r, m->id, "title");
	g_autofree char *period = bind_span_title(r->words, &r->facts->spans.items[span]);
	g_autofree char *rule = metric_rule(m, r->conf);
	g_autofree char *name = terminal_text(r->conf->name);
	printf("%s (%s)\n%s, %s\n", title, m->id, name, period);
	print_words(r, "What it is", m->id, "meaning");
	print_words(r, "Formula", m->id, "formula");
	print_numbers(r, m, v, span);
	explain_parts(r, m, span);
	print_part("Interval", interval_method(m->interval));
	print_part("Rule in force", rule);
	print_words(r, "How to read it", m->id, "reading");
	print_words(r, "Source", m->id, "source");
}

static int explain_client(const struct client_conf *c, const struct options *o, const struct metric *m, struct looks *l, struct diag *d) {
	const struct words *w = looks_words(l, conf_text(c, SETTING_LANGUAGE), conf_text(c, SETTING_FORMATS), d);
	if (w == NULL)
		return EXIT_SYSTEM;
	g_autoptr(reading) r = reading_new(c, o->as_of, w, d);
	if (!r->ok)
		return reading_exit(r);
	size_t span = o->month != NULL ? reading_span(r, o->month) : span_newest(&r->facts->spans, SPAN_MONTH);
	if (span == SPAN_ABSENT)
		return EXIT_USAGE;
	if (m != NULL) {
		explain_figure(&r->report, m, span);
	} else if (o->csv || o->json) {
		GString *all = o->csv ? signals_csv(&r->report) : o->signals ? signals_json(&r->report) : json_metrics(&r->report);
		fputs(all->str, stdout);
		g_string_free(all, TRUE);
	} else {
		explain_signals(&r->report, span);
	}
	return EXIT_FINE;
}

static const struct metric *metric_named(const char *id) {
	const struct metric *m = metric_find(id);
	if (m != NULL)
		return m;
	g_autofree const char **ids = g_new(const char *, metric_count());
	for (size_t i = 0; i < metric_count(); i++)
		ids[i] = metric_at(i)->id;
	unknown_name("metric", id, ids, metric_count());
	return NULL;
}

/* What was asked for: one metric, or all findings, or all figures. */
static int wrong_use(const struct options *o) {
	int given = o->rest == NULL ? 0 : (int)g_strv_length(o->rest);
	if (o->csv && !o->signals)
		return usage_error("--csv says how --signals is written; see holdfast explain --help.");
	if (o->csv && o->json)
		return usage_error("--csv and --json are two forms of one answer: ask for one; see holdfast explain --help.");
	if ((o->csv || o->json) && o->month != NULL)
		return usage_error("%s prints every period: --month does not go with it; see holdfast explain --help.", o->csv ? "--csv" : "--json");
	if ((o->signals || o->json) && given > 0)
		return usage_error("%s stands instead of a metric; see holdfast explain --help.", o->signals ? "--signals" : "--json");
	if (!o->signals && !o->json && given != 1)
		return usage_error("explain takes one metric, or --signals, or --json; see holdfast explain --help.");
	return EXIT_FINE;
}

static int explain(const struct options *o, struct looks *l, struct diag *d) {
	if (wrong_use(o) != EXIT_FINE)
		return EXIT_USAGE;
	bool one = !o->signals && !o->json;
	const struct metric *m = one ? metric_named(o->rest[0]) : NULL;
	if (m == NULL && one)
		return EXIT_USAGE;
	g_autoptr(conf) c = conf_read(o->conf, d);
	if (c == NULL)
		return EXIT_USAGE;
	int code = EXIT_FINE;
	const struct client_conf *only = options_client(o, c, &code);
	if (code != EXIT_FINE)
		return code;
	if (!looks_init(l, c, d))
		return EXIT_SYSTEM;
	bool first = true;
	if (o->csv)
		fputs(signals_csv_header, stdout);
	for (guint i = 0; i < c->clients->len; i++) {
		const struct client_conf *client = g_ptr_array_index(c->clients, i);
		if (only != NULL && only != client)
			continue;
		if (!first && !o->csv && !o->json)
			puts("\n----\n");
		first = false;
		int own = explain_client(client, o, m, l, d);
		code = MAX(code, own);
	}
	return code;
}

/* Only errors are printed: what is wrong with single rows is told by check and build. */
static void print_errors(const struct diag *d) {
	for (int64_t i = 0; i < diag_total(d); i++) {
		if (diag_get(d, i)->severity < SEVERITY_ERROR)
			continue;
		g_autofree char *line = diag_line(diag_get(d, i));
		fprintf(stderr, "%s\n", line);
	}
}

int run_explain(int argc, char **argv) {
	struct options o;
	struct looks l;
	g_autoptr(diag) d = diag_new();
	looks_empty(&l);
	int code = options_read(&o, &USAGE, argc, argv) ? explain(&o, &l, d) : options_code(&o);
	fflush(stdout);
	print_errors(d);
	looks_clear(&l);
	options_clear(&o);
	return code;
}
