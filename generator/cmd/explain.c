/* cmd/explain: one figure as a worked example: what it means, its formula, this period's numbers in it, its interval, the rule in force, its source. */
#include "cmd/command.h"
#include "cmd/explain_rows.h"
#include "cmd/explain_lists.h"
#include "cmd/explain_signals.h"
#include "cmd/looks.h"
#include "cmd/reading.h"
#include "cmd/worked.h"
#include "metric/eval.h"
#include "page/bind.h"
#include "report/signal_csv.h"
#include "site/json.h"

#include <stdio.h>
#include <string.h>

static const struct usage USAGE = {
	.command = "explain",
	.arguments = "METRIC | --signals | --list NAME | --json",
	.summary = "Shows how a figure comes about: its formula with the numbers of one period put in, the rule in force, the interval, the source.",
	.details = "--signals lists what is news instead: changes, trends, outliers, thresholds and identities, each with its test or rule and what it stands on.\n"
	           "With --csv every finding of every period is a row; with --json they stand beside what was tested and is no news.\n"
	           "--list prints who stands on a list as of the last day the exports cover, in order and with the reason: welcome, dates, recover, review, refer,\n"
	           "turned (scores turned down), fall (proven), renewals (due in the next 90 days).\n"
	           "--json alone prints every figure of every period instead, one line a client: what build writes to metrics.json.\n"
	           "Without --month: the newest finished month. Without --client: every client. `holdfast list metrics` prints the metrics.",
	.set = OPTION_CONF | OPTION_CLIENT | OPTION_MONTH | OPTION_AS_OF | OPTION_SIGNALS,
	.rest = -1,
};
#define COLUMNS 78

static void print_head(const struct report *r, const char *key) {
	printf("\n%s\n", words_text(r->words, key));
}

/* A text, wrapped at words and indented; a line of a table, which begins with a tab, as it is. */
static void print_line(const char *text) {
	g_autofree char *safe = terminal_text(text[0] == '\t' ? text + 1 : text);
	if (text[0] == '\t') {
		printf("  %s\n", safe);
		return;
	}
	g_auto(GStrv) words_of = g_strsplit_set(safe, " \n", -1);
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

static void print_lines(const GPtrArray *lines) {
	for (guint i = 0; i < lines->len; i++)
		print_line(g_ptr_array_index(lines, i));
}

static void print_part(const struct report *r, const char *head, const char *id, const char *part) {
	g_autofree char *text = bind_text_of(r, id, part);
	print_head(r, head);
	print_line(text);
}

/* Whom the figure is of, and between which two closes. */
static void print_period(const struct report *r, const struct span *s) {
	g_autofree char *period = bind_span_title(r->words, s), *name = terminal_text(r->conf->name);
	g_autofree char *open = format_day(r->words, s->open), *close = format_day(r->words, s->close);
	g_autofree char *line = SAY(r->words, "explain_period", ARG_S("client", name), ARG_S("period", period), ARG_S("open", open), ARG_S("close", close));
	puts(line);
}

static void print_counted(const struct report *r, const struct metric *m, const struct worked *x) {
	g_autoptr(GPtrArray) rows = explain_rows(r, m);
	if (rows->len + x->counted->len == 0)
		return;
	print_head(r, "explain_counted");
	print_lines(rows);
	print_lines(x->counted);
}

static void print_formula(const struct report *r, const struct metric *m) {
	g_autofree char *symbols = SAY(r->words, "explain_symbols", ARG_S("formula", m->formula));
	print_part(r, "explain_formula", m->id, "formula");
	print_line(symbols);
}

/* The figure with its unit, limits and n; or what there is instead, and why. */
static void print_result(const struct report *r, const struct metric *m, const struct value *v, size_t span) {
	g_autofree char *title = bind_text_of(r, m->id, "title"), *figure = bind_figure(r, m, v, m->unit != UNIT_COUNT), *interval = bind_interval(r, m, v);
	g_autofree char *line = SAY(r->words, "worked_part", ARG_S("title", title), ARG_S("figure", figure)), *reason = bind_reason_text(r, m, span, v);
	print_head(r, "explain_result");
	print_line(line);
	if (value_shown(v) && interval != NULL) {
		g_autofree char *limits = SAY(r->words, "explain_limits", ARG_S("limits", interval));
		print_line(limits);
	}
	if (value_shown(v) && v->n >= 0) {
		g_autofree char *n = SAY(r->words, "explain_n", ARG_I("n", v->n));
		print_line(n);
	}
	if (value_shown(v) && strcmp(m->id, "early_churn") == 0) {
		g_autofree char *days = bind_early_days(r, span);
		print_line(days);
	}
	if (value_shown(v) && report_is_nps(m->id) && report_nps_scale(r->facts, span, SLICE_ALL) != NPS_SCALE_FROM_ZERO)
		print_line(words_text(r->words, report_nps_scale(r->facts, span, SLICE_ALL) == NPS_SCALE_BOTH ? "scale_both" : "scale_from_one"));
	if (reason != NULL)
		print_line(reason);
}

/* In words and as it stands in site.conf. */
static void print_rule(const struct report *r, const struct metric *m, const struct value *v) {
	g_autofree char *said = bind_rules_whole(r, m, v), *written = metric_rule(m, r->conf, r->cover);
	print_head(r, "explain_rule");
	print_line(said != NULL ? said : words_text(r->words, "explain_no_rule"));
	if (said != NULL)
		print_line(written + strlen(m->formula) + strlen("; "));
}

static void explain_figure(const struct report *r, const struct metric *m, size_t span) {
	g_autoptr(worked) x = worked_new(r, m, span);
	g_autofree char *title = bind_text_of(r, m->id, "title");
	printf("%s (%s)\n", title, m->id);
	print_period(r, &r->facts->spans.items[span]);
	print_part(r, "explain_asked", m->id, "meaning");
	print_counted(r, m, x);
	print_formula(r, m);
	if (x->steps->len > 0) {
		print_head(r, "explain_numbers");
		print_lines(x->steps);
		if (x->steps->len > 1)
			print_line(words_text(r->words, "explain_rounded"));
	}
	print_result(r, m, x->v, span);
	if (x->interval->len > 0) {
		print_head(r, "explain_interval");
		print_lines(x->interval);
	}
	print_rule(r, m, x->v);
	print_part(r, "explain_not", m->id, "reading");
	print_part(r, "explain_source", m->id, "source");
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
	} else if (o->list != NULL) {
		explain_list(&r->report, explain_list_named(o->list), o->csv);
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
	const char *instead = o->signals ? "--signals" : o->list != NULL ? "--list" : o->json ? "--json" : NULL;
	if (o->csv && !o->signals && o->list == NULL)
		return usage_error("--csv says how --signals or --list is written; see holdfast explain --help.");
	if (o->csv && o->json)
		return usage_error("--csv and --json are two forms of one answer: ask for one; see holdfast explain --help.");
	if (o->list != NULL && (o->signals || o->json))
		return usage_error("%s and --list are two questions: ask one; see holdfast explain --help.", o->signals ? "--signals" : "--json");
	if (o->list != NULL && o->month != NULL)
		return usage_error("--list is told as of the last day the exports cover: --month does not go with it; see holdfast explain --help.");
	if ((o->csv || o->json) && o->month != NULL)
		return usage_error("%s prints every period: --month does not go with it; see holdfast explain --help.", o->csv ? "--csv" : "--json");
	if (instead != NULL && given > 0)
		return usage_error("%s stands instead of a metric; see holdfast explain --help.", instead);
	if (instead == NULL && given != 1)
		return usage_error("explain takes one metric, or --signals, or --list, or --json; see holdfast explain --help.");
	return o->list != NULL && explain_list_named(o->list) == LIST_COUNT ? EXIT_USAGE : EXIT_FINE;
}

static int explain(const struct options *o, struct looks *l, struct diag *d) {
	if (wrong_use(o) != EXIT_FINE)
		return EXIT_USAGE;
	bool one = !o->signals && !o->json && o->list == NULL;
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
	if (o->csv && o->signals)
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
