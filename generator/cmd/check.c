/* cmd/check: reads every export as build would and says what was found, file by file, in words or as JSON. Writes nothing but
 * the refused rows, where it is asked to. */
#include "cmd/check_json.h"
#include "cmd/command.h"
#include "cmd/reading.h"
#include "cmd/records.h"
#include "cmd/refused.h"
#include "ingest/field.h"

#include <stdio.h>
#include <string.h>

static const struct usage USAGE = {
	.command = "check",
	.summary = "Reads the exports and says for each file: its rows and how they add up, how it is written, which column is which field, the days and\n"
			   "customers it covers, and what is wrong with it.",
	.details = "Nothing is written but what --refused asks for: a line of file, line, column, reason and row for each refused row (the first 10,000 of\n"
			   "a file; of a row at most 4 KiB); it may be a file written so before, no other. --json writes the same as one document, described in\n"
			   "tests/check.schema.json: clients, each with its files, their counts, reasons, columns and dialect. `holdfast list diagnostics`\n"
			   "explains the reasons.\n\n"
			   "Exit codes: 0 fine, 1 warnings (--strict), 2 data that cannot be used, 3 command line or site.conf, 4 a file that cannot be read, or\n"
			   "written.",
	.set = OPTION_CONF | OPTION_CLIENT | OPTION_AS_OF | OPTION_STRICT | OPTION_QUIET | OPTION_CHECK | OPTION_RECORDS,
};

static void print_days(const struct account *a) {
	char first[11], last[11];
	if (a->first_day == DAY_NONE || a->last_day == DAY_NONE)
		return;
	day_print(a->first_day, first);
	day_print(a->last_day, last);
	printf("    dates from %s to %s\n", first, last);
}

/* How the file is written, as far as it was found out. */
static void print_dialect(const struct account *a, const struct client_conf *c) {
	if (a->format == NULL || a->delimiter == NULL)
		return;
	bool container = strcmp(a->delimiter, "xml") == 0 || strcmp(a->delimiter, "workbook") == 0;
	printf("    format %s%s%s", a->format, a->packed != NULL ? ", packed with " : "", a->packed != NULL ? a->packed : "");
	if (a->encoding != NULL)
		printf(", %s", a->encoding);
	if (!container)
		printf(", cells parted by %s, %s", a->delimiter, a->quoted ? "some in quotes" : "no quotes");
	else if (a->sheet != NULL) {
		g_autofree char *sheet = terminal_text(a->sheet);
		printf(", workbook, sheet \"%s\"", sheet);
	} else {
		printf(", %s", a->delimiter);
	}
	printf(", decimal sign %c, times in %s\n", a->decimal, a->zone != NULL ? a->zone : conf_text(c, SETTING_TIMEZONE));
}

static void print_columns(const struct account *a) {
	for (guint i = 0; i < a->columns->len; i++) {
		const struct account_column *c = &g_array_index(a->columns, struct account_column, i);
		g_autofree char *text = terminal_text(c->text);
		if (c->column != 0)
			printf("    %-18s column %" G_GSIZE_FORMAT " \"%s\"", field_name(c->field), c->column, text);
		else
			printf("    %-18s in all rows \"%s\"", field_name(c->field), text);
		if (c->dates != NULL && strcmp(c->dates, "auto") != 0)
			printf(", dates %s", c->dates);
		puts(c->utc ? ", in UTC" : "");
	}
	g_autoptr(GString) unread = g_string_new(NULL);
	for (size_t i = 0; a->unread != NULL && a->unread[i] != NULL; i++)
		g_string_append_printf(unread, "%s\"%s\"", i > 0 ? ", " : "", a->unread[i]);
	g_autofree char *shown = terminal_text(unread->str);
	if (unread->len > 0)
		printf("    not read: %s\n", shown);
}

static void print_refused(const struct account *a) {
	for (int code = 0; code < DIAG_CODES; code++)
		if (a->refused_by[code] > 0)
			printf("    %" G_GINT64_FORMAT " refused: %s\n", a->refused_by[code], diag_name((enum diag_code)code));
	if (a->refused_by_rule > 0)
		printf("    %" G_GINT64_FORMAT " of the refused by a rule: they do not count towards max_rejected\n", a->refused_by_rule);
}

static void print_customers(const struct account *a, int64_t customers) {
	if (a->customers == 0 || customers == 0)
		return;
	g_autofree char *here = plain_count(a->customers), *all = plain_count(customers);
	printf("    %s of %s customers have a row in it (%.1f %%)\n", here, all, 100.0 * (double)a->customers / (double)customers);
}

static void print_account(const struct account *a, const struct reading *r) {
	g_autofree char *file = terminal_text(a->file), *sum = rows_text((struct rows_sum){a->rows, a->used, a->refused, a->duplicate});
	printf("  %s (%s)\n    %s\n", file, record_name(a->record), sum);
	if (a->beside > 0)
		printf("    %" G_GINT64_FORMAT " lines beside that are no rows: above and among the names, totals, prose\n", a->beside);
	print_dialect(a, r->conf);
	print_days(a);
	print_customers(a, (int64_t)r->customers);
	print_refused(a);
	if (a->orphans > 0)
		printf("    %" G_GINT64_FORMAT " used whose customer the customers export does not have\n", a->orphans);
	if (a->rounded > 0)
		printf("    %" G_GINT64_FORMAT " amounts rounded half-even to the decimals of their currency\n", a->rounded);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (a->rule[rule] > 0)
			printf("    %" G_GINT64_FORMAT " used, then left out by a rule: %s\n", a->rule[rule], used_rule_name((enum used_rule)rule));
	print_columns(a);
}

static void print_reading(const struct reading *r) {
	g_autofree char *summary = reading_summary(r);
	puts(summary);
	for (guint i = 0; i < r->accounts->len; i++)
		print_account(g_ptr_array_index(r->accounts, i), r);
	if (r->ok)
		printf("  activity source: %s\n", r->cover.source);
	fflush(stdout);
}

/* What check was asked for, and what it has gathered of all clients. */
struct checking {
	const struct options *o;
	struct diag *d;
	struct json json;
	GString *document, *refused;
};

static int check_client(struct checking *x, const struct client_conf *c) {
	int64_t before = diag_total(x->d);
	if (x->o->records) {
		int code = records_print(c, x->d);
		diag_print(x->d, before, MOST_OF_ONE_KIND);
		return code;
	}
	g_autoptr(reading) r = reading_new(c, x->o->as_of, NULL, x->d);
	if (x->o->json)
		check_json(&x->json, r);
	else if (!x->o->quiet)
		print_reading(r);
	refused_add(x->refused, r->accounts);
	diag_print(x->d, before, MOST_OF_ONE_KIND);
	return r->ok ? EXIT_FINE : reading_exit(r);
}

static int check_clients(struct checking *x, const struct conf *c) {
	int code = EXIT_FINE;
	const struct client_conf *only = options_client(x->o, c, &code);
	if (code != EXIT_FINE)
		return code;
	check_json_begin(&x->json, x->document);
	for (guint i = 0; i < c->clients->len; i++) {
		const struct client_conf *client = g_ptr_array_index(c->clients, i);
		if (only != NULL && only != client)
			continue;
		int own = check_client(x, client);
		code = MAX(code, own);
	}
	check_json_end(&x->json);
	if (x->o->json && !x->o->records)
		fputs(x->document->str, stdout);
	return code;
}

static int write_refused(const struct checking *x) {
	int64_t before = diag_total(x->d);
	bool foreign = false;
	if (x->o->refused == NULL || refused_write(x->o->refused, x->refused, &foreign, x->d))
		return EXIT_FINE;
	diag_print(x->d, before, MOST_OF_ONE_KIND);
	return foreign ? EXIT_USAGE : EXIT_SYSTEM;
}

static int check(const struct options *o, struct diag *d) {
	g_autoptr(conf) c = conf_read(o->conf, d);
	if (c == NULL) {
		diag_print(d, 0, MOST_OF_ONE_KIND);
		return EXIT_USAGE;
	}
	g_autoptr(GString) document = g_string_new(NULL), refused = g_string_new(REFUSED_HEAD);
	struct checking x = {.o = o, .d = d, .document = document, .refused = refused};
	int code = check_clients(&x, c);
	if (code != EXIT_USAGE || document->len > 0) {
		int written = write_refused(&x);
		code = MAX(code, written);
	}
	return MAX(code, strict_code(o, d));
}

int run_check(int argc, char **argv) {
	struct options o;
	g_autoptr(diag) d = diag_new();
	int code = options_read(&o, &USAGE, argc, argv) ? check(&o, d) : options_code(&o);
	options_clear(&o);
	return code;
}
