/* cmd/list: prints the tables the program is made of: each is read from where it is declared, so that this cannot go stale. */
#include "chart/chart.h"
#include "cmd/command.h"
#include "config/config.h"
#include "ingest/source.h"
#include "metric/metric.h"

#include <stdio.h>
#include <string.h>

static const char *unit_word(enum unit u) {
	static const char *const WORDS[] = {[UNIT_RATIO] = "ratio", [UNIT_POINTS] = "points", [UNIT_COUNT] = "count", [UNIT_MONTHS] = "months",
	                                    [UNIT_DAYS] = "days", [UNIT_MONEY] = "money", [UNIT_TIMES] = "times", [UNIT_SCORE] = "score"};
	return WORDS[u];
}

static const char *interval_word(enum interval i) {
	static const char *const WORDS[] = {[INTERVAL_NONE] = "-", [INTERVAL_WILSON] = "Wilson", [INTERVAL_ADJUSTED_WALD] = "adjusted Wald",
	                                    [INTERVAL_RATIO_ESTIMATOR] = "ratio estimator", [INTERVAL_T] = "t", [INTERVAL_POISSON] = "Poisson",
	                                    [INTERVAL_OWN] = "own", [INTERVAL_FISHER_Z] = "Fisher z"};
	return WORDS[i];
}

static void print_rules(const struct metric *m) {
	int n = 0;
	for (int s = 0; s < SETTING_COUNT; s++)
		if (rule_reads(m, (enum setting)s))
			printf("%s%s", n++ > 0 ? ", " : " ", setting_path((enum setting)s));
	putchar('\n');
}

static void list_metrics(void) {
	static const char *const SLICES[] = {[SLICED_NO] = "-", [SLICED_ALL] = "every column of slices.by", [SLICED_CHANNEL] = "channel"};
	printf("%-26s %-12s %-7s %-16s %-26s %-8s %s\n", "metric", "family", "unit", "interval", "cut by", "periods", "rules");
	for (size_t f = 0; metric_families[f] != NULL; f++)
		for (size_t i = 0; i < metric_families[f]->n; i++) {
			const struct metric *m = &metric_families[f]->metrics[i];
			printf("%-26s %-12s %-7s %-16s %-26s %-8s", m->id, metric_families[f]->name, unit_word(m->unit), interval_word(m->interval),
			       SLICES[SLICED_OF(m)], (m->sliced & NEWEST_ONLY) != 0 ? "newest" : "all");
			print_rules(m);
		}
}

static void list_charts(void) {
	for (size_t i = 0; chart_kinds[i] != NULL; i++)
		puts(chart_kinds[i]->name);
}

static void list_settings(void) {
	g_autofree char *text = conf_list_settings();
	puts(text);
}

static void list_diagnostics(void) {
	static const struct {
		const char *name, *text;
		enum severity severity;
	} ROWS[] = {
#define DIAG(code, level, words) {#code, words, level},
#include "base/diag_codes.def"
#undef DIAG
	};
	for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++)
		printf("%-22s %-8s %s\n", ROWS[i].name, severity_name(ROWS[i].severity), ROWS[i].text);
}

static void list_format(const struct format *f) {
	static const char *const NEEDS[] = {[NEED_NONE] = "", [NEED_ONE_OF] = "one of these", [NEED_COLUMN] = "column required", [NEED_CELL] = "required"};
	printf("%s%s%s\n", f->name, f->title != NULL ? ": " : "", f->title != NULL ? f->title : "");
	for (size_t k = 0; f->signature != NULL && f->signature[k] != NULL; k++)
		printf("%s%s", k == 0 ? "  known by: " : ", ", f->signature[k]);
	if (f->signature != NULL)
		putchar('\n');
	for (int r = 0; r < RECORD_COUNT; r++) {
		const struct format_record *record = &f->records[r];
		if (record->n == 0)
			continue;
		printf("\n  %s\n", record_name((enum record)r));
		for (size_t i = 0; i < record->n; i++)
			printf("    %-18s %-16s %s\n", field_name(record->fields[i].field), NEEDS[record->fields[i].need],
			       record->fields[i].names != NULL ? record->fields[i].names : "");
	}
}

static void list_formats(void) {
	puts("Formats of exports: the records of each, their fields, which are required, and further column names that are understood.\n");
	for (size_t i = 0; formats[i] != NULL; i++)
		list_format(formats[i]);
}

static const struct {
	const char *name;
	void (*print)(void);
} LISTS[] = {{"metrics", list_metrics}, {"charts", list_charts}, {"settings", list_settings}, {"diagnostics", list_diagnostics}, {"formats", list_formats}};

static const struct usage USAGE = {
	.command = "list",
	.arguments = "metrics|charts|settings|diagnostics|formats",
	.summary = "Prints what there is, from where it is declared.",
	.rest = 1,
};

static int list(const char *name) {
	const char *names[G_N_ELEMENTS(LISTS)];
	for (size_t i = 0; i < G_N_ELEMENTS(LISTS); i++) {
		if (strcmp(LISTS[i].name, name) == 0) {
			LISTS[i].print();
			return EXIT_FINE;
		}
		names[i] = LISTS[i].name;
	}
	return unknown_name("list", name, names, G_N_ELEMENTS(LISTS));
}

int run_list(int argc, char **argv) {
	struct options o;
	int code = options_read(&o, &USAGE, argc, argv) ? list(o.rest[0]) : options_code(&o);
	options_clear(&o);
	return code;
}
