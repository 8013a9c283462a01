/* holdfast: reads customer, revenue, survey and spend exports and writes a static report. This file knows the names of the commands only. */
#include "base/text.h"
#include "cmd/command.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>

const struct command commands[] = {
	{"build", "read the exports and write the site", run_build},
	{"check", "read the exports and say what was found in them", run_check},
	{"explain", "show how one figure comes about, with its numbers", run_explain},
	{"init", "look at exports and write a site.conf for them", run_init},
	{"list", "print what there is: metrics, charts, settings, diagnostics, formats", run_list},
	{NULL, NULL, NULL},
};

static void print_help(void) {
	puts("Usage: holdfast COMMAND [OPTION…]\n\nReads customer, revenue, survey and spend exports and writes a static report of HTML pages.\n\nCommands:");
	for (const struct command *c = commands; c->name != NULL; c++)
		printf("  %-9s %s\n", c->name, c->summary);
	puts("\nholdfast COMMAND --help tells more of one; holdfast --version prints the version.\n\n"
	     "Exit codes: 0 fine, 1 warnings (with --strict), 2 data that cannot be used, 3 command line or site.conf, 4 the machine.");
}

static int run(int argc, char **argv) {
	const char *names[G_N_ELEMENTS(commands)];
	size_t n = 0;
	for (const struct command *c = commands; c->name != NULL; c++) {
		if (strcmp(argv[1], c->name) == 0)
			return c->run(argc - 1, argv + 1);
		names[n++] = c->name;
	}
	return unknown_name("command", argv[1], names, n);
}

int main(int argc, char **argv) {
	if (argc < 2) {
		print_help();
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
		print_help();
		return EXIT_FINE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("holdfast " HOLDFAST_VERSION);
		return EXIT_FINE;
	}
	int code = run(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout))
		code = MAX(code, EXIT_SYSTEM);
	xmlCleanupParser();
	return code;
}
