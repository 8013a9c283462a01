/* cmd/init: from a folder of exports to a site.conf that builds. Looks at every file, proposes what it is, reads it whole as proposed, and writes the
 * settings; what only a person can know is asked for by name and line. Knows no format: that is ingest's and sources'. */
#include "cmd/init.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/command.h"
#include "cmd/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct usage USAGE = {
	.command = "init",
	.arguments = "DIR EXPORT…",
	.summary = "Looks at exports, says what each is and which of its columns is which field, and writes DIR/site.conf, which builds a report of them.",
	.details = "Each guess says how sure it is (high, medium, low) and shows three values of the column. What cannot be known is asked for by name and\n"
			   "line. A site.conf that is there stays, unless --force is given.\n\n"
			   "Exit codes: 0 written, 2 written or not, a file could not be used, 3 command line or a site.conf that is there, 4 the machine.",
	.set = OPTION_FORCE | OPTION_QUIET,
	.rest = -1,
};

struct init {
	const struct options *o;
	struct diag *d;
	struct conf *builtin;
	const struct client_conf *c; /* of builtin */
	char *folder, *path; /* DIR, resolved, and the file to be written */
	char *id;
	GPtrArray *looks, *proposals;
	struct trial trial;
	struct written w;
	int code;
};

static void worse(struct init *x, int code) {
	x->code = MAX(x->code, code);
}

/* Of two absolute paths without links: `path` as seen from `folder`; itself where they share nothing but the root. */
static char *relative(const char *folder, const char *path) {
	g_auto(GStrv) from = g_strsplit(folder, "/", -1), to = g_strsplit(path, "/", -1);
	size_t same = 0;
	while (from[same] != NULL && to[same] != NULL && strcmp(from[same], to[same]) == 0)
		same++;
	if (same < 2)
		return g_strdup(path);
	GString *out = g_string_new(NULL);
	for (size_t i = same; from[i] != NULL; i++)
		if (from[i][0] != '\0')
			g_string_append(out, "../");
	for (size_t i = same; to[i] != NULL; i++)
		g_string_append_printf(out, "%s%s", i > same ? "/" : "", to[i]);
	return g_string_free(out, FALSE);
}

/* The file as site.conf in the folder names it: its own folder without links, its name as it is. NULL when it cannot be resolved. */
static char *file_name(const struct init *x, const char *path) {
	g_autofree char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
	char *real = realpath(folder, NULL);
	if (real == NULL)
		return NULL;
	g_autofree char *whole = g_build_filename(real, base, NULL);
	free(real);
	return relative(x->folder, whole);
}

/* What site.conf can hold. */
static bool is_plain(const char *path) {
	if (!g_utf8_validate(path, -1, NULL))
		return false;
	g_autofree char *plain = init_plain(path);
	return strcmp(plain, path) == 0;
}

/* The folder's name where it can be an id, in lower case. */
static char *id_of(const char *folder) {
	g_autofree char *base = g_path_get_basename(folder), *lower = g_ascii_strdown(base, -1);
	bool taken = strcmp(lower, "internal") == 0 || strcmp(lower, "build.json") == 0;
	return g_strdup(text_is_id(lower) && !taken ? lower : "client");
}

static int prepare(struct init *x) {
	g_autofree char *error = NULL;
	const char *folder = x->o->rest[0];
	if (!file_make_folder(folder, &error)) {
		diag_report(x->d, DIAG_INIT_WRITE, (struct where){.file = folder}, error, NULL);
		return EXIT_SYSTEM;
	}
	char *real = realpath(folder, NULL);
	x->folder = g_strdup(real == NULL ? folder : real);
	free(real);
	x->path = g_build_filename(folder, "site.conf", NULL);
	x->id = id_of(x->folder);
	if (x->o->force || !file_exists(x->path))
		return EXIT_FINE;
	diag_report(x->d, DIAG_INIT_EXISTS, (struct where){.file = x->path}, NULL);
	return EXIT_USAGE;
}

static void look_at(struct init *x, const char *path) {
	int64_t before = diag_total(x->d);
	if (strcmp(path, "-") == 0 || !is_plain(path)) {
		worse(x, usage_error("'%s' cannot stand in site.conf: init takes files whose names are text.", path));
		return;
	}
	struct look *l = look_new(path, x->c, x->d);
	if (l == NULL) {
		bool system = diag_get(x->d, before)->code == DIAG_FILE_READ;
		diag_report(x->d, DIAG_INIT_FILE, (struct where){.file = path}, NULL);
		worse(x, system ? EXIT_SYSTEM : EXIT_DATA);
		return;
	}
	l->file = file_name(x, path);
	if (l->file == NULL)
		l->file = g_strdup(path);
	g_ptr_array_add(x->looks, l);
	g_autoptr(GPtrArray) proposed = propose(l, x->c);
	while (proposed->len > 0)
		g_ptr_array_add(x->proposals, g_ptr_array_steal_index(proposed, 0));
}

/* Reads the files as proposed; a proposal that cannot be read is told and taken out. */
static void read_all(struct init *x) {
	x->trial.contracts = init_has(x->proposals, RECORD_SUBSCRIPTIONS);
	for (guint i = 0; i < x->proposals->len;) {
		struct proposal *p = g_ptr_array_index(x->proposals, i);
		trial_read(p, x->c, &x->trial);
		if (p->ok || p->ask_dates || p->ask_columns) {
			i++;
			continue;
		}
		g_autofree char *fault = p->fault == NULL ? g_strdup(p->look->name) : g_steal_pointer(&p->fault);
		g_autofree char *shown = terminal_text(fault);
		fprintf(stderr, "%s\n", shown);
		diag_report(x->d, DIAG_INIT_FILE, (struct where){.file = p->look->name}, NULL);
		worse(x, EXIT_DATA);
		g_ptr_array_remove_index(x->proposals, i);
	}
}

static bool put(struct init *x) {
	g_autofree char *beside = g_strdup_printf("%s.new-%d", x->path, (int)getpid()), *error = NULL;
	bool done = file_write(beside, x->w.text->str, x->w.text->len, &error);
	if (done && !file_rename(beside, x->path, &error)) {
		file_remove(beside, NULL);
		done = false;
	}
	if (!done) {
		diag_report(x->d, DIAG_INIT_WRITE, (struct where){.file = x->path}, error, NULL);
		worse(x, EXIT_SYSTEM);
	}
	return done;
}

static void print_lines(GPtrArray *lines, const char *before) {
	for (guint i = 0; i < lines->len; i++)
		printf("%s%s\n", before, (const char *)g_ptr_array_index(lines, i));
}

static void print_proposal(const struct proposal *p) {
	const struct account *a = p->account;
	g_autofree char *sum = rows_text((struct rows_sum){a->rows, a->used, a->refused, a->duplicate});
	const struct look *l = p->look;
	printf("%s: %s, %s\n", l->name, record_name(p->record), l->format != NULL ? l->format : l->headless ? "columns by their values" : "columns by their names");
	if (!p->ok)
		puts("  not read yet: see what is to do below");
	else
		printf("  %s%s%s\n", sum, a->encoding != NULL ? ", " : "", a->encoding != NULL ? a->encoding : "");
	g_autoptr(GPtrArray) lines = proposal_lines(p);
	print_lines(lines, "  ");
}

static void print_left_out(const struct init *x, const struct look *l) {
	for (guint i = 0; i < x->proposals->len; i++)
		if (((const struct proposal *)g_ptr_array_index(x->proposals, i))->look == l)
			return;
	printf(l->headless ? "%s: left out, it has no line of column names and its values do not tell them; an export block with header = [ … ] can\n"
	                   : "%s: left out, fits no record\n", l->name);
	for (guint i = 0; i < l->columns->len; i++) {
		const struct look_column *c = &g_array_index(l->columns, struct look_column, i);
		g_autofree char *header = terminal_text(c->header), *samples = samples_text(c);
		printf("  \"%s\": %s\n", header, samples);
	}
}

static void print_end(const struct init *x) {
	g_autoptr(GPtrArray) missing = missing_lines(x->proposals);
	g_autofree char *shown = terminal_text(x->path);
	if (missing->len > 0)
		puts("\nExports that are not there, and what each would add to the report:");
	print_lines(missing, "  ");
	printf("\nWritten: %s\n", shown);
	if (x->w.asked->len > 0)
		puts(x->w.asked->len == 1 ? "One thing to do in it:" : "To do in it:");
	print_lines(x->w.asked, "  ");
	printf("Then: holdfast build -c %s\n", shown);
}

static int init(struct init *x) {
	int code = prepare(x);
	if (code != EXIT_FINE)
		return code;
	for (char **path = x->o->rest + 1; *path != NULL; path++)
		look_at(x, *path);
	read_all(x);
	for (guint i = 0; !x->o->quiet && i < x->looks->len; i++)
		print_left_out(x, g_ptr_array_index(x->looks, i));
	if (x->proposals->len == 0) {
		diag_report(x->d, DIAG_INIT_NONE, (struct where){.file = x->path}, NULL);
		return MAX(x->code, EXIT_DATA);
	}
	const struct to_write from = {.id = x->id, .looks = x->looks, .proposals = x->proposals, .trial = &x->trial};
	init_write(&x->w, &from);
	bool done = put(x);
	for (guint i = 0; done && !x->o->quiet && i < x->proposals->len; i++)
		print_proposal(g_ptr_array_index(x->proposals, i));
	if (done && !x->o->quiet)
		print_end(x);
	return x->code;
}

static void clear(struct init *x) {
	conf_free(x->builtin);
	trial_clear(&x->trial);
	g_ptr_array_unref(x->proposals);
	g_ptr_array_unref(x->looks);
	if (x->w.text != NULL) {
		g_string_free(x->w.text, TRUE);
		g_ptr_array_unref(x->w.asked);
	}
	g_free(x->folder);
	g_free(x->path);
	g_free(x->id);
}

int run_init(int argc, char **argv) {
	struct options o;
	g_autoptr(diag) d = diag_new();
	struct init x = {.o = &o, .d = d, .builtin = conf_builtin(), .looks = g_ptr_array_new_with_free_func(look_free),
	                 .proposals = g_ptr_array_new_with_free_func(proposal_free)};
	x.c = g_ptr_array_index(x.builtin->clients, 0);
	trial_init(&x.trial);
	int code = options_read(&o, &USAGE, argc, argv) ? EXIT_FINE : options_code(&o);
	bool go = code == EXIT_FINE && !o.help;
	if (go && (o.rest == NULL || g_strv_length(o.rest) < 2))
		code = usage_error("DIR EXPORT… is missing; see holdfast init --help.");
	else if (go)
		code = init(&x);
	fflush(stdout);
	diag_print(d, 0, MOST_OF_ONE_KIND);
	clear(&x);
	options_clear(&o);
	return code;
}
