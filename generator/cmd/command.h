/* cmd/command: what every command has in common: its name, its options, its exit codes. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H
#include "base/diag.h"
#include "config/config.h"
#include <stdbool.h>
#include <stdint.h>

#ifndef HOLDFAST_VERSION
#define HOLDFAST_VERSION "0.1.0"
#endif

/* The worst of what happened is what the program ends with. */
enum exit_code {
	EXIT_FINE,
	EXIT_WARNINGS, /* under --strict */
	EXIT_DATA,     /* an export beyond max_rejected, or one no report can be made of */
	EXIT_USAGE,    /* the command line or site.conf */
	EXIT_SYSTEM    /* the machine, or a fault in templates or program */
};

struct command {
	const char *name, *summary;
	int (*run)(int argc, char **argv); /* argv[0] is the command; returns an exit code */
};
extern const struct command commands[]; /* ended by a row without a name */

int run_build(int argc, char **argv);
int run_check(int argc, char **argv);
int run_explain(int argc, char **argv);
int run_init(int argc, char **argv);
int run_list(int argc, char **argv);

enum option_set { OPTION_OUT = 1, OPTION_CLIENT = 2, OPTION_MONTH = 4, OPTION_JOBS = 8, OPTION_STRICT = 16, OPTION_QUIET = 32, OPTION_AS_OF = 64, OPTION_CONF = 128, OPTION_SIGNALS = 256,
                  OPTION_CHECK = 512, OPTION_FORCE = 1024, OPTION_RECORDS = 2048 };
struct options {
	char *conf;    /* "site.conf" */
	char *out;     /* NULL: as site.conf says */
	char *client;  /* NULL: all */
	char *month;   /* NULL: all; any name of a period */
	char *as_of_text;
	int32_t as_of; /* DAY_NONE: not given */
	int jobs;      /* at least 1 */
	char *refused; /* check: where the refused rows go; NULL: nowhere */
	gboolean strict, quiet, help, signals, csv, json, force, records;
	char *list;    /* NULL: none; the name of an action list */
	char **rest;   /* what is left of the command line; NULL-terminated, owned */
};
typedef struct options options;

/* How a command is described by --help. */
struct usage {
	const char *command;   /* "build" */
	const char *arguments; /* "METRIC" or NULL */
	const char *summary;   /* above the options */
	const char *details;   /* below them */
	unsigned set;          /* of enum option_set */
	int rest;              /* how many arguments it takes; -1: any number */
};
/* Reads the command line. False when there is nothing left to do: it is wrong, which was said on stderr, or --help was printed. Free with options_clear. */
bool options_read(struct options *o, const struct usage *u, int argc, char **argv);
void options_clear(struct options *o);
int options_code(const struct options *o); /* after false: what the program ends with */
/* "holdfast: text" on stderr; a name that is not known, with the nearest of those that are. Returns EXIT_USAGE. */
int usage_error(const char *format, ...) G_GNUC_PRINTF(1, 2);
int unknown_name(const char *what, const char *given, const char *const *names, size_t n);

/* A text from outside, fit for a terminal: escapes in it are shown, not sent; caller owns. */
char *terminal_text(const char *s);

/* The client --client names; NULL and *code when there is none of that name. Without --client: NULL and *code EXIT_FINE. */
const struct client_conf *options_client(const struct options *o, const struct conf *c, int *code);
/* EXIT_WARNINGS when anything of at least a warning was said and --strict is on, else EXIT_FINE. */
int strict_code(const struct options *o, const struct diag *d);
#define MOST_OF_ONE_KIND 50 /* messages of one code and file that are printed */
#endif
