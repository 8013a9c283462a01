/* cmd/build: the main job. Clients are read one after the other, their pages rendered by workers into the staging folder; then the portfolio,
 * the manifest, the check of every page, and the swap. Whatever fails before the swap leaves the old site as it was. */
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/looks.h"
#include "cmd/portfolio.h"
#include "cmd/progress.h"
#include "cmd/reading.h"
#include "cmd/refused.h"
#include "site/manifest.h"
#include "site/render.h"
#include "site/verify.h"

#include <stdio.h>
#include <string.h>

static const struct usage USAGE = {
	.command = "build",
	.summary = "Reads the exports of every client and writes the site. The site is staged beside the old one, every page of it is checked, and then\n"
			   "it takes the old one's place in one step; when anything goes wrong before that, the old site stays as it is.",
	.details = "--client renders this client only and carries all others over from the present site. --month renders the folder of that period,\n"
			   "the client's index, its metrics.json and data/, and carries its other pages over. A page that is not there yet is rendered.\n"
			   "A client whose exports cannot be read keeps its old report; an export beyond max_rejected stops the whole build.\n\n"
			   "Exit codes: 0 fine, 1 written, with warnings (--strict), 2 data that cannot be used, 3 command line or site.conf, 4 the machine.",
	.set = OPTION_CONF | OPTION_OUT | OPTION_CLIENT | OPTION_MONTH | OPTION_AS_OF | OPTION_JOBS | OPTION_STRICT | OPTION_QUIET,
};

struct build {
	struct options o;
	struct conf *conf;
	struct diag *diag;
	int64_t printed;        /* messages that are on stderr already */
	struct looks looks;
	struct stage *stage;
	struct progress progress;
	struct portfolio *portfolio;
	const struct client_conf *only; /* --client; NULL: all */
	char *out;
	size_t built, with_period;
	int code;               /* the worst so far */
};

static void say_new(struct build *b) {
	progress_clear(&b->progress);
	fflush(stdout);
	diag_print(b->diag, b->printed, MOST_OF_ONE_KIND);
	b->printed = diag_total(b->diag);
}

static bool fail(struct build *b, int code) {
	b->code = MAX(b->code, code);
	return false;
}

static char *site_folder(const struct build *b) {
	if (b->o.out != NULL)
		return g_strdup(b->o.out);
	const char *out = b->conf->values[SETTING_OUT].text;
	return g_path_is_absolute(out) ? g_strdup(out) : g_build_filename(b->conf->folder, out, NULL);
}

/* The site is staged beside its folder, so that one needs a name: "", ".", ".." and "/" have none. */
static bool has_name(const char *out) {
	g_autofree char *name = g_path_get_basename(out);
	return out[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strcmp(name, "/") != 0;
}

static bool prepare(struct build *b) {
	b->conf = conf_read(b->o.conf, b->diag);
	if (b->conf == NULL)
		return fail(b, EXIT_USAGE);
	int code = EXIT_FINE;
	b->only = options_client(&b->o, b->conf, &code);
	if (code != EXIT_FINE)
		return fail(b, code);
	b->out = site_folder(b);
	if (!has_name(b->out)) {
		diag_report(b->diag, DIAG_SITE_PLACE, (struct where){0}, b->out, NULL);
		return fail(b, EXIT_USAGE);
	}
	if (!stage_may_replace(b->out)) {
		diag_report(b->diag, DIAG_SITE_NOT_OURS, (struct where){b->out, 0, 0}, NULL);
		return fail(b, EXIT_USAGE);
	}
	g_autofree char *stranger = stage_stranger(b->out);
	if (stranger != NULL) {
		diag_report(b->diag, DIAG_SITE_STRANGER, (struct where){b->out, 0, 0}, stranger, NULL);
		return fail(b, EXIT_USAGE);
	}
	if (!looks_init(&b->looks, b->conf, b->diag))
		return fail(b, EXIT_SYSTEM);
	b->stage = stage_new(b->out, b->diag);
	return b->stage != NULL || fail(b, EXIT_SYSTEM);
}

/* The client's old folder stays; an internal one of its own too. */
static bool keep(struct build *b, const char *id) {
	g_autofree char *internal = g_build_filename("internal", id, NULL);
	return (stage_carry(b->stage, id, b->diag) && stage_carry(b->stage, internal, b->diag)) || fail(b, EXIT_SYSTEM);
}

static bool give_up(struct build *b, const struct reading *r) {
	const char *id = r->conf->id;
	if (r->over_limit) {
		diag_report(b->diag, DIAG_NOT_SWAPPED, (struct where){0}, id, NULL);
		return fail(b, EXIT_DATA);
	}
	fail(b, reading_exit(r));
	bool old = stage_present_has(b->stage, id);
	diag_report(b->diag, DIAG_CLIENT_KEPT, (struct where){0}, id, old ? "the old one stays" : "there is no old one", NULL);
	portfolio_add_failed(b->portfolio, r, old);
	return keep(b, id);
}

/* Which rows were refused, with the rows: for the team, in no client's folder. */
static bool put_refused(struct build *b, const struct reading *r) {
	g_autofree char *path = g_build_filename("internal", r->conf->id, "refused.csv", NULL);
	g_autoptr(GString) text = g_string_new(REFUSED_HEAD);
	refused_add(text, r->accounts);
	return stage_put(b->stage, path, text->str, text->len, b->diag) || fail(b, EXIT_SYSTEM);
}

static bool render(struct build *b, const struct reading *r, const struct tpl_cache *cache, const char *css) {
	const char *period = b->o.month;
	if (period != NULL && span_by_name(&r->facts->spans, period) == SPAN_ABSENT) {
		portfolio_add_present(b->portfolio, r->conf, b->stage);
		return keep(b, r->conf->id);
	}
	b->with_period++;
	g_autofree char *stylesheet = render_stylesheet(css);
	g_autoptr(plan) p = plan_new(&r->report, stylesheet, page_kinds);
	struct render job = {.stage = b->stage, .plan = p, .templates = cache, .css = css, .period = period, .workers = b->o.jobs,
	                     .progress = progress_step, .context = &b->progress};
	if (!put_refused(b, r))
		return false;
	if (!render_client(&job, b->diag))
		return fail(b, EXIT_SYSTEM);
	portfolio_add(b->portfolio, r);
	return true;
}

static bool build_client(struct build *b, const struct client_conf *c) {
	if (!looks_has_theme(&b->looks, c, b->diag))
		return fail(b, EXIT_USAGE);
	const struct words *w = looks_words(&b->looks, conf_text(c, SETTING_LANGUAGE), conf_text(c, SETTING_FORMATS), b->diag);
	const struct tpl_cache *cache = w != NULL ? looks_templates(&b->looks, w, b->diag) : NULL;
	const char *css = cache != NULL ? looks_stylesheet(&b->looks, conf_text(c, SETTING_THEME), b->diag) : NULL;
	if (css == NULL)
		return fail(b, EXIT_SYSTEM);
	progress_begin(&b->progress, c->id, "reading");
	g_autoptr(reading) r = reading_new(c, b->o.as_of, w, b->diag);
	say_new(b);
	if (!r->ok) {
		if (!b->o.quiet)
			reading_print(r);
		return give_up(b, r);
	}
	b->built++;
	if (!render(b, r, cache, css))
		return false;
	progress_clear(&b->progress);
	if (!b->o.quiet)
		reading_print(r);
	return true;
}

static bool build_clients(struct build *b) {
	for (guint i = 0; i < b->conf->clients->len; i++) {
		const struct client_conf *c = g_ptr_array_index(b->conf->clients, i);
		if (b->only != NULL && b->only != c)
			portfolio_add_present(b->portfolio, c, b->stage);
		else if (!build_client(b, c))
			return false;
	}
	if (b->built == 0) {
		diag_report(b->diag, DIAG_NO_CLIENT_BUILT, (struct where){0}, NULL);
		return false; /* with the code of the client that could not be built */
	}
	if (b->o.month != NULL && b->with_period == 0)
		return fail(b, usage_error("no client has a period '%s'; write 2026-10, 2026-Q3, 2025 or 2026-10-ttm.", b->o.month));
	return true;
}

/* Carries over what lies in a folder of the present site, without those names. */
static bool carry_all_but(struct build *b, const char *below, const char *const *but) {
	g_autofree char *folder = g_build_filename(b->stage->present, below, NULL);
	g_autofree char *error = NULL;
	if (!file_exists(folder))
		return true;
	g_auto(GStrv) names = file_list(folder, &error);
	if (names == NULL) {
		diag_report(b->diag, DIAG_SITE_UNLISTED, (struct where){folder, 0, 0}, error, NULL);
		return fail(b, EXIT_SYSTEM);
	}
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *path = g_build_filename(below, *name, NULL);
		if (!g_strv_contains(but, *name) && !stage_carry(b->stage, path, b->diag))
			return fail(b, EXIT_SYSTEM);
	}
	return true;
}

/* With --client all that is not this client's is carried over, folders of clients that have left site.conf too. The portfolio is written anew. */
static bool carry_others(struct build *b) {
	if (b->only == NULL || b->stage->present == NULL)
		return true;
	const char *const site[] = {"build.json", "internal", b->only->id, NULL};
	const char *const internal[] = {"index.html", "portfolio.ini", "assets", b->only->id, NULL};
	return carry_all_but(b, "", site) && carry_all_but(b, "internal", internal);
}

static bool put_portfolio(struct build *b) {
	return portfolio_put(b->portfolio, &b->looks, b->conf, b->stage, b->diag) || fail(b, EXIT_SYSTEM);
}

static bool verify(struct build *b) {
	g_autofree struct verify_client *clients = g_new0(struct verify_client, b->conf->clients->len);
	for (guint i = 0; i < b->conf->clients->len; i++) {
		const struct client_conf *c = g_ptr_array_index(b->conf->clients, i);
		clients[i] = (struct verify_client){c->id, c->name};
	}
	int64_t before = diag_total(b->diag);
	if (verify_site(b->stage->folder, clients, b->conf->clients->len, b->o.jobs, b->diag))
		return true;
	g_autofree char *n = g_strdup_printf("%" G_GINT64_FORMAT, diag_total(b->diag) - before);
	diag_report(b->diag, DIAG_SITE_FAULTS, (struct where){0}, n, NULL);
	return fail(b, EXIT_SYSTEM);
}

static bool build(struct build *b) {
	return prepare(b) && build_clients(b) && carry_others(b) && put_portfolio(b) &&
	       (manifest_put(b->stage, "holdfast " HOLDFAST_VERSION, g_getenv("SOURCE_DATE_EPOCH"), b->o.jobs, b->diag) || fail(b, EXIT_SYSTEM)) &&
	       verify(b) && (stage_swap(b->stage, b->diag) || fail(b, EXIT_SYSTEM));
}

static void clear(struct build *b) {
	stage_free(b->stage);
	portfolio_free(b->portfolio);
	looks_clear(&b->looks);
	conf_free(b->conf);
	diag_free(b->diag);
	g_free(b->out);
	options_clear(&b->o);
}

static void print_place(const char *out) {
	g_autofree char *shown = terminal_text(out);
	printf("The site is in %s\n", shown);
}

int run_build(int argc, char **argv) {
	struct build b = {.diag = diag_new(), .portfolio = portfolio_new()};
	looks_empty(&b.looks);
	if (!options_read(&b.o, &USAGE, argc, argv)) {
		int code = options_code(&b.o);
		clear(&b);
		return code;
	}
	progress_init(&b.progress, b.o.quiet);
	bool done = build(&b);
	say_new(&b);
	int code = MAX(b.code, strict_code(&b.o, b.diag));
	if (done && !b.o.quiet)
		print_place(b.out);
	clear(&b);
	return code;
}
