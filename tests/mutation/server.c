/* Runs the program of one changed file for the mutation run, a worked example at a time. tests/mutation/bench.py puts all changes of the file into one
 * object, each behind its number; here a number is chosen in a child of its own, so that nothing is linked or loaded anew. Knows the way from
 * site.conf to metrics.json and data/; refuses to know what a change is and what a case expects.
 *
 * Standard input has lines "NUMBER SECONDS site.conf OUT"; each is answered by the child's wait status. The child writes OUT (metrics.json, then the files of
 * data/ that say more than it, each after a form feed and its name), its standard error to OUT.err, and for number 0 to OUT.reached which functions of
 * the file were entered, a byte each. */
#include "cmd/command.h"
#include "cmd/reading.h"
#include "site/csv.h"
#include "site/json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern int mutation_chosen;
extern unsigned char mutation_reached[256];

static void limit(int what, rlim_t most) {
	struct rlimit l = {most, most};
	setrlimit(what, &l);
}

static void put(const char *path, const char *end, const void *bytes, size_t n) {
	g_autofree char *name = g_strconcat(path, end, NULL);
	FILE *f = fopen(name, "w");
	if (f == NULL || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
		_exit(EXIT_SYSTEM);
}

/* A metric's own file has the numbers of metrics.json once more. */
static bool add_table(void *context, const char *name, const GString *text) {
	if (!g_str_has_prefix(text->str, "period,dimension,slice,state,"))
		g_string_append_printf(context, "\f%s\n%s", name, text->str);
	return true;
}

/* What `holdfast build` does up to metrics.json and data/; its exit code. */
static int figures(const char *conf, const char *out) {
	g_autoptr(diag) d = diag_new();
	struct conf *read = conf_read(conf, d);
	if (read == NULL) {
		diag_print(d, 0, MOST_OF_ONE_KIND);
		return EXIT_USAGE;
	}
	g_autoptr(reading) r = reading_new(g_ptr_array_index(read->clients, 0), DAY_NONE, NULL, d);
	diag_print(d, 0, MOST_OF_ONE_KIND);
	if (!r->ok)
		return reading_exit(r);
	GString *text = json_metrics(&r->report);
	csv_all(&r->report, add_table, text);
	put(out, "", text->str, text->len);
	return EXIT_FINE;
}

static void child(int number, rlim_t seconds, const char *conf, const char *out) {
	g_autofree char *err = g_strconcat(out, ".err", NULL);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, seconds);
	alarm(600);
	if (freopen(err, "w", stderr) == NULL || dup2(fileno(stderr), STDOUT_FILENO) < 0) /* an assertion speaks on standard output */
		_exit(EXIT_SYSTEM);
	mutation_chosen = number;
	int code = figures(conf, out);
	if (number == 0)
		put(out, ".reached", mutation_reached, sizeof mutation_reached);
	fflush(stderr);
	_exit(code);
}

int main(void) {
	char line[4096], conf[2048], out[2048];
	int number, seconds;
	while (fgets(line, sizeof line, stdin) != NULL) {
		if (sscanf(line, "%d %d %2047s %2047s", &number, &seconds, conf, out) != 4)
			return EXIT_USAGE;
		pid_t pid = fork();
		if (pid == 0)
			child(number, (rlim_t)seconds, conf, out);
		int status = -1;
		waitpid(pid, &status, 0);
		printf("%d\n", status);
		fflush(stdout);
	}
	return EXIT_FINE;
}
