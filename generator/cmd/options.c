/* cmd/options: the command line, read by GLib. Arguments are taken as bytes: nothing depends on the locale of the process. */
#include "base/date.h"
#include "base/pool.h"
#include "base/text.h"
#include "cmd/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MOST_JOBS 256
#define LONGEST_SHOWN 4096 /* characters */

int options_code(const struct options *o) {
	return o->help ? EXIT_FINE : EXIT_USAGE;
}

char *terminal_text(const char *s) {
	return text_visible(s, strlen(s), LONGEST_SHOWN);
}

int usage_error(const char *format, ...) {
	va_list args;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	/* What stands on the command line may hold terminal escapes. */
	g_autofree char *shown = terminal_text(text);
	fprintf(stderr, "holdfast: %s\n", shown);
	return EXIT_USAGE;
}

int unknown_name(const char *what, const char *given, const char *const *names, size_t n) {
	g_autofree char *shown = text_visible(given, strlen(given), 80);
	const char *nearest = text_nearest(given, names, n);
	if (nearest != NULL)
		return usage_error("no %s is called '%s'; the nearest is '%s'.", what, shown, nearest);
	GString *all = g_string_new(NULL);
	for (size_t i = 0; i < n && i < 20; i++)
		g_string_append_printf(all, "%s%s", i > 0 ? ", " : "", names[i]);
	if (n > 20)
		g_string_append_printf(all, " and %" G_GSIZE_FORMAT " more", n - 20);
	usage_error("no %s is called '%s'; there are: %s.", what, shown, all->str);
	g_string_free(all, TRUE);
	return EXIT_USAGE;
}

#define MOST_ENTRIES 12

/* The options of the set; returns how many. */
static size_t entries_of(GOptionEntry *out, struct options *o, unsigned set) {
	const struct {
		unsigned flag;
		GOptionEntry entry;
	} all[] = {
		{OPTION_CONF, {"config", 'c', 0, G_OPTION_ARG_FILENAME, &o->conf, "settings of the site (site.conf)", "FILE"}},
		{OPTION_OUT, {"out", 'o', 0, G_OPTION_ARG_FILENAME, &o->out, "folder of the site, instead of the one site.conf names", "DIR"}},
		{OPTION_CLIENT, {"client", 0, 0, G_OPTION_ARG_FILENAME, &o->client, "this client only", "ID"}},
		{OPTION_MONTH, {"month", 0, 0, G_OPTION_ARG_FILENAME, &o->month, "this period only: 2026-10, 2026-Q3, 2025, 2026-10-ttm", "PERIOD"}},
		{OPTION_AS_OF, {"as-of", 0, 0, G_OPTION_ARG_FILENAME, &o->as_of_text, "read the exports as of this day: later rows do not count", "DATE"}},
		{OPTION_JOBS, {"jobs", 'j', 0, G_OPTION_ARG_INT, &o->jobs, "workers (the processors there are)", "N"}},
		{OPTION_STRICT, {"strict", 0, 0, G_OPTION_ARG_NONE, &o->strict, "end with 1 when there was a warning", NULL}},
		{OPTION_SIGNALS, {"signals", 0, 0, G_OPTION_ARG_NONE, &o->signals, "what is news in the period, instead of one metric", NULL}},
		{OPTION_SIGNALS, {"csv", 0, 0, G_OPTION_ARG_NONE, &o->csv, "with --signals: all periods as CSV; with --list: its rows as CSV", NULL}},
		{OPTION_SIGNALS, {"list", 0, 0, G_OPTION_ARG_FILENAME, &o->list, "who stands on an action list, instead of one metric", "NAME"}},
		{OPTION_SIGNALS, {"json", 0, 0, G_OPTION_ARG_NONE, &o->json, "all figures of all periods as JSON, instead of one metric", NULL}},
		{OPTION_RECORDS, {"records", 0, 0, G_OPTION_ARG_NONE, &o->records, "every row as it was read, field by field, instead of the account of its file", NULL}},
		{OPTION_CHECK, {"json", 0, 0, G_OPTION_ARG_NONE, &o->json, "what was found as JSON, instead of in words", NULL}},
		{OPTION_CHECK, {"refused", 0, 0, G_OPTION_ARG_FILENAME, &o->refused, "writes the refused rows to this file, as CSV", "FILE"}},
		{OPTION_FORCE, {"force", 0, 0, G_OPTION_ARG_NONE, &o->force, "write site.conf anew where there is one", NULL}},
		{OPTION_QUIET, {"quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet, "say nothing but what is wrong", NULL}},
	};
	size_t n = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if ((set & all[i].flag) != 0)
			out[n++] = all[i].entry;
	out[n++] = (GOptionEntry){"help", 'h', 0, G_OPTION_ARG_NONE, &o->help, "this text", NULL};
	out[n++] = (GOptionEntry){G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &o->rest, NULL, NULL};
	return n;
}

/* "--clinet" is near --client. */
static const char *nearest_option(char **argv, const GOptionEntry *entries, size_t n) {
	const char *names[MOST_ENTRIES];
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (entries[i].long_name[0] != '\0')
			names[count++] = entries[i].long_name;
	for (char **arg = argv; *arg != NULL; arg++) {
		if (!g_str_has_prefix(*arg, "--") || (*arg)[2] == '\0')
			continue;
		g_autofree char *name = g_strndup(*arg + 2, strcspn(*arg + 2, "="));
		bool known = false;
		for (size_t i = 0; i < count; i++)
			known = known || strcmp(names[i], name) == 0;
		if (!known)
			return text_nearest(name, names, count);
	}
	return NULL;
}

static bool values_are_good(struct options *o, const struct usage *u) {
	int given = o->rest == NULL ? 0 : (int)g_strv_length(o->rest);
	if (o->conf == NULL)
		o->conf = g_strdup("site.conf");
	o->as_of = DAY_NONE;
	if (o->as_of_text != NULL && (!day_parse(o->as_of_text, &o->as_of) || !day_in_reach(o->as_of))) {
		usage_error("--as-of takes a date from 1900-01-01 to 2199-12-31, like 2026-10-31, not '%s'.", o->as_of_text);
		return false;
	}
	if (o->jobs < 1 || o->jobs > MOST_JOBS) {
		usage_error("--jobs takes a number from 1 to %d.", MOST_JOBS);
		return false;
	}
	if (u->rest >= 0 && given > u->rest) {
		usage_error("'%s' is one argument too many; see holdfast %s --help.", o->rest[u->rest], u->command);
		return false;
	}
	if (u->rest >= 0 && given < u->rest) {
		usage_error("%s is missing; see holdfast %s --help.", u->arguments, u->command);
		return false;
	}
	return true;
}

bool options_read(struct options *o, const struct usage *u, int argc, char **argv) {
	memset(o, 0, sizeof *o);
	o->jobs = pool_cores();
	o->as_of = DAY_NONE;
	GOptionEntry entries[MOST_ENTRIES + 1] = {0};
	size_t n = entries_of(entries, o, u->set);
	g_autofree char *program = g_strconcat("holdfast ", u->command, NULL);
	g_autoptr(GOptionContext) context = g_option_context_new(u->arguments);
	/* GLib's own --help goes through the character set of the process. */
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, u->summary);
	g_option_context_set_description(context, u->details);
	g_option_context_add_main_entries(context, entries, NULL);
	g_set_prgname(program);
	g_autofree char **copy = g_memdup2(argv, ((size_t)argc + 1) * sizeof *argv);
	char **left = copy;
	int count = argc;
	g_autoptr(GError) error = NULL;
	bool parsed = g_option_context_parse(context, &count, &left, &error);
	if (parsed && o->help) {
		g_autofree char *text = g_option_context_get_help(context, TRUE, NULL);
		fputs(text, stdout);
		return false;
	}
	if (parsed)
		return values_are_good(o, u);
	const char *nearest = g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) ? nearest_option(argv, entries, n) : NULL;
	if (nearest != NULL)
		usage_error("%s; the nearest is --%s.", error->message, nearest);
	else
		usage_error("%s; see %s --help.", error->message, program);
	return false;
}

void options_clear(struct options *o) {
	g_free(o->conf);
	g_free(o->out);
	g_free(o->client);
	g_free(o->month);
	g_free(o->as_of_text);
	g_free(o->refused);
	g_free(o->list);
	g_strfreev(o->rest);
}

const struct client_conf *options_client(const struct options *o, const struct conf *c, int *code) {
	*code = EXIT_FINE;
	if (o->client == NULL)
		return NULL;
	g_autofree const char **ids = g_new(const char *, c->clients->len);
	for (guint i = 0; i < c->clients->len; i++) {
		const struct client_conf *client = g_ptr_array_index(c->clients, i);
		if (strcmp(client->id, o->client) == 0)
			return client;
		ids[i] = client->id;
	}
	*code = unknown_name("client", o->client, ids, c->clients->len);
	return NULL;
}

int strict_code(const struct options *o, const struct diag *d) {
	return o->strict && diag_count(d, SEVERITY_WARNING) > 0 ? EXIT_WARNINGS : EXIT_FINE;
}
