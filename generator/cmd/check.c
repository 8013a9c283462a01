/* cmd/check: reads every export as build would and says what was found, file by file. Writes nothing. */
#include "cmd/command.h"
#include "cmd/reading.h"

#include <stdio.h>

static const struct usage USAGE = {
	.command = "check",
	.summary = "Reads the exports and says for each file: its rows, how they add up, how it is written, which days it covers, and what is wrong with it.",
	.details = "Nothing is written. Exit codes: 0 fine, 1 warnings (--strict), 2 data that cannot be used, 3 command line or site.conf, 4 a file\n"
			   "that cannot be read.",
	.set = OPTION_CONF | OPTION_CLIENT | OPTION_AS_OF | OPTION_STRICT | OPTION_QUIET,
};

static void print_days(const struct account *a) {
	char first[11], last[11];
	if (a->first_day == DAY_NONE || a->last_day == DAY_NONE)
		return;
	day_print(a->first_day, first);
	day_print(a->last_day, last);
	printf("    dates from %s to %s\n", first, last);
}

static void print_account(const struct account *a) {
	g_autofree char *file = terminal_text(a->file), *sum = rows_text((struct rows_sum){a->rows, a->used, a->refused, a->duplicate});
	printf("  %s (%s)\n    %s\n", file, record_name(a->record), sum);
	if (a->encoding != NULL && a->delimiter != NULL)
		printf("    %s, cells parted by %s\n", a->encoding, a->delimiter);
	print_days(a);
	if (a->refused_by_rule > 0)
		printf("    %" G_GINT64_FORMAT " of the refused by a rule: they do not count towards max_rejected\n", a->refused_by_rule);
	if (a->orphans > 0)
		printf("    %" G_GINT64_FORMAT " used whose customer the customers export does not have\n", a->orphans);
	if (a->rounded > 0)
		printf("    %" G_GINT64_FORMAT " amounts rounded half-even to the decimals of their currency\n", a->rounded);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (a->rule[rule] > 0)
			printf("    %" G_GINT64_FORMAT " used, then left out by a rule: %s\n", a->rule[rule], used_rule_name((enum used_rule)rule));
}

static int check_client(const struct client_conf *c, const struct options *o, struct diag *d) {
	int64_t before = diag_total(d);
	g_autoptr(reading) r = reading_new(c, o->as_of, NULL, d);
	if (!o->quiet) {
		g_autofree char *summary = reading_summary(r);
		puts(summary);
		for (guint i = 0; i < r->accounts->len; i++)
			print_account(g_ptr_array_index(r->accounts, i));
		if (r->ok)
			printf("  activity source: %s\n", r->cover.source);
		fflush(stdout);
	}
	diag_print(d, before, MOST_OF_ONE_KIND);
	if (r->ok)
		return EXIT_FINE;
	return reading_exit(r);
}

static int check(const struct options *o, struct diag *d) {
	g_autoptr(conf) c = conf_read(o->conf, d);
	if (c == NULL) {
		diag_print(d, 0, MOST_OF_ONE_KIND);
		return EXIT_USAGE;
	}
	int code = EXIT_FINE;
	const struct client_conf *only = options_client(o, c, &code);
	for (guint i = 0; i < c->clients->len && code != EXIT_USAGE; i++) {
		const struct client_conf *client = g_ptr_array_index(c->clients, i);
		if (only != NULL && only != client)
			continue;
		int own = check_client(client, o, d);
		code = MAX(code, own);
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
