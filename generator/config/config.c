/* config/config: reads site.conf with libconfig into plain values: first the defaults at the top, then each client on a copy of
 * them, then its exports. Reading goes on behind every fault, so that one run names them all.
 * Knows where a key may stand; what a value may be is config/check's. */
#include "config/config.h"
#include "base/file.h"
#include "base/text.h"
#include "config/check.h"
#include "config/export.h"
#include "config/scan.h"

#include <string.h>

static void client_free(gpointer p) {
	struct client_conf *c = p;
	g_free(c->id);
	g_free(c->name);
	for (int s = 0; s < SETTING_COUNT; s++)
		value_clear(&c->values[s]);
	g_ptr_array_unref(c->exports);
	g_free(c);
}

void conf_free(struct conf *c) {
	if (c == NULL)
		return;
	g_free(c->file);
	g_free(c->folder);
	for (int s = 0; s < SETTING_COUNT; s++)
		value_clear(&c->values[s]);
	g_ptr_array_unref(c->clients);
	g_free(c);
}

/* ---- settings ---- */

/* One block being filled with settings: the whole site's or a client's. */
struct target {
	const struct source *source;
	struct setting_value *values; /* [SETTING_COUNT] */
	bool client;
};

static bool unknown_setting(const struct target *t, const config_setting_t *s, const char *prefix) {
	g_autoptr(GPtrArray) names = names_new();
	names_of_settings(names, prefix, !t->client);
	if (*prefix == '\0' && t->client)
		names_of_block(names, SCOPE_CLIENT);
	else if (*prefix == '\0')
		g_ptr_array_add(names, g_strdup("clients"));
	return check_unknown(t->source, s, names);
}

static bool read_setting(const struct target *t, const config_setting_t *s, const char *prefix);

static bool read_group(const struct target *t, const config_setting_t *s, const char *prefix) {
	g_autofree char *path = g_strconcat(prefix, config_setting_name(s), NULL);
	const struct key_row row = {.path = path, .type = TYPE_GROUP};
	if (!check_type(t->source, &row, s))
		return false;
	g_autofree char *below = g_strconcat(path, ".", NULL);
	bool fine = true;
	for (int i = 0; i < config_setting_length(s); i++)
		fine = read_setting(t, config_setting_get_elem(s, (unsigned)i), below) && fine;
	return fine;
}

static bool read_setting(const struct target *t, const config_setting_t *s, const char *prefix) {
	enum setting setting = SETTING_COUNT;
	switch (setting_find(prefix, config_setting_name(s), &setting)) {
	case MEANS_GROUP:
		return read_group(t, s, prefix);
	case MEANS_NOTHING:
		return unknown_setting(t, s, prefix);
	case MEANS_SETTING:
		break;
	}
	if (t->client && setting_row(setting)->scope == SCOPE_SITE) {
		diag_report(t->source->d, DIAG_CONFIG_SITE_ONLY, source_at(t->source, s), setting_path(setting), NULL);
		return false;
	}
	return check_setting(t->source, setting, s, &t->values[setting]);
}

/* ---- clients ---- */

static bool check_id(const struct source *f, const config_setting_t *s, const struct conf *site, const char *id) {
	static const char *const TAKEN[] = {"internal", "build.json"}; /* the site's own names beside the clients' folders */
	if (!text_is_id(id)) {
		diag_report(f->d, DIAG_CONFIG_ID, source_at(f, s), id, NULL);
		return false;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(TAKEN); i++) {
		if (g_ascii_strcasecmp(id, TAKEN[i]) != 0)
			continue;
		diag_report(f->d, DIAG_CONFIG_ID_TAKEN, source_at(f, s), id, NULL);
		return false;
	}
	for (guint i = 0; i < site->clients->len; i++) {
		const struct client_conf *other = g_ptr_array_index(site->clients, i);
		if (other->id == NULL || g_ascii_strcasecmp(other->id, id) != 0)
			continue;
		g_autofree char *line = g_strdup_printf("%d", other->line);
		diag_report(f->d, DIAG_CONFIG_ID_TWICE, source_at(f, s), id, line, NULL);
		return false;
	}
	return true;
}

static bool read_exports(const struct source *f, const config_setting_t *s, const char *folder, GPtrArray *exports) {
	if (!check_type(f, block_row(KEY_CLIENT_EXPORTS), s))
		return false;
	bool fine = true;
	for (int i = 0; i < config_setting_length(s); i++)
		fine = export_read(f, config_setting_get_elem(s, (unsigned)i), folder, exports) && fine;
	return fine;
}

static bool read_client_key(const struct source *f, const config_setting_t *s, const struct conf *site, struct client_conf *c) {
	const struct target target = {f, c->values, true};
	enum block_key key = block_find(SCOPE_CLIENT, config_setting_name(s));
	if (key == KEY_COUNT)
		return read_setting(&target, s, "");
	if (key == KEY_CLIENT_EXPORTS)
		return read_exports(f, s, site->folder, c->exports);
	struct setting_value value = {0};
	bool fine = check_value(f, block_row(key), s, &value) && (key != KEY_CLIENT_ID || check_id(f, s, site, value.text));
	if (fine)
		*(key == KEY_CLIENT_ID ? &c->id : &c->name) = g_strdup(value.text);
	value_clear(&value);
	return fine;
}

static bool read_client(const struct source *f, const config_setting_t *block, struct conf *site) {
	const struct key_row row = {.path = "clients", .type = TYPE_GROUP};
	if (!check_type(f, &row, block))
		return false;
	struct client_conf *c = g_new0(struct client_conf, 1);
	c->conf = site;
	c->line = (int)config_setting_source_line(block);
	c->exports = g_ptr_array_new_with_free_func(export_free);
	for (int s = 0; s < SETTING_COUNT; s++)
		value_copy(&c->values[s], &site->values[s]);
	bool fine = true;
	for (int i = 0; i < config_setting_length(block); i++)
		fine = read_client_key(f, config_setting_get_elem(block, (unsigned)i), site, c) && fine;
	fine = check_given(f, block, "client", KEY_CLIENT_ID) && fine;
	fine = check_given(f, block, "client", KEY_CLIENT_EXPORTS) && fine;
	if (c->name == NULL)
		c->name = g_strdup(c->id);
	g_ptr_array_add(site->clients, c);
	return fine;
}

static bool read_clients(const struct source *f, const config_setting_t *root, struct conf *site) {
	const config_setting_t *clients = config_setting_get_member(root, "clients");
	if (clients == NULL || (config_setting_type(clients) == CONFIG_TYPE_LIST && config_setting_length(clients) == 0)) {
		struct where where = clients == NULL ? (struct where){.file = f->file} : source_at(f, clients);
		diag_report(f->d, DIAG_CONFIG_NO_CLIENTS, where, "{ id = \"…\"; exports = ( … ); }", NULL);
		return false;
	}
	const struct key_row row = {.path = "clients", .type = TYPE_LIST};
	if (!check_type(f, &row, clients))
		return false;
	bool fine = true;
	for (int i = 0; i < config_setting_length(clients); i++)
		fine = read_client(f, config_setting_get_elem(clients, (unsigned)i), site) && fine;
	return fine;
}

/* ---- the whole ---- */

static bool read_root(const struct source *f, const config_setting_t *root, struct conf *site) {
	const struct target target = {f, site->values, false};
	bool fine = true;
	for (int i = 0; i < config_setting_length(root); i++) {
		const config_setting_t *s = config_setting_get_elem(root, (unsigned)i);
		if (strcmp(config_setting_name(s), "clients") != 0)
			fine = read_setting(&target, s, "") && fine;
	}
	return read_clients(f, root, site) && fine;
}

static bool parse(const struct source *f, const char *text, struct conf *site) {
	config_t config;
	config_init(&config);
	bool fine = config_read_string(&config, text) == CONFIG_TRUE;
	if (fine) {
		const config_setting_t *root = config_root_setting(&config);
		fine = conf_scan_texts(f->file, root, f->d) && read_root(f, root, site);
	} else {
		struct where where = {f->file, config_error_line(&config), 0};
		diag_report(f->d, DIAG_CONFIG_SYNTAX, where, config_error_text(&config), NULL);
	}
	config_destroy(&config);
	return fine;
}

/* The bytes of the file, or NULL when reported; caller owns. One too large to be settings is not read at all. */
static char *load(const char *path, gsize *length, struct diag *d) {
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size > CONF_LARGEST) {
		*length = (gsize)st.st_size;
		return g_strdup("");
	}
	char *bytes = NULL;
	char *reason = NULL;
	if (file_read(path, &bytes, length, &reason))
		return bytes;
	diag_report(d, DIAG_CONFIG_OPEN, (struct where){.file = path}, reason, NULL);
	g_free(reason);
	return NULL;
}

struct conf *conf_read(const char *path, struct diag *d) {
	gsize length = 0;
	g_autofree char *bytes = load(path, &length, d);
	const char *text = NULL;
	if (bytes == NULL || !conf_scan(path, bytes, length, d, &text))
		return NULL;
	g_autoptr(conf) c = g_new0(struct conf, 1);
	c->file = g_strdup(path);
	c->folder = g_path_get_dirname(path);
	c->clients = g_ptr_array_new_with_free_func(client_free);
	for (int s = 0; s < SETTING_COUNT; s++)
		value_builtin(&c->values[s], setting_row((enum setting)s));
	const struct source source = {path, d};
	return parse(&source, text, c) ? g_steal_pointer(&c) : NULL;
}

struct conf *conf_builtin(void) {
	struct conf *site = g_new0(struct conf, 1);
	struct client_conf *c = g_new0(struct client_conf, 1);
	site->file = g_strdup("site.conf");
	site->folder = g_strdup(".");
	site->clients = g_ptr_array_new_with_free_func(client_free);
	for (int s = 0; s < SETTING_COUNT; s++) {
		value_builtin(&site->values[s], setting_row((enum setting)s));
		value_builtin(&c->values[s], setting_row((enum setting)s));
	}
	c->conf = site;
	c->id = g_strdup("client");
	c->name = g_strdup(c->id);
	c->exports = g_ptr_array_new_with_free_func(export_free);
	g_ptr_array_add(site->clients, c);
	return site;
}

/* ---- asking ---- */

bool conf_has(const struct client_conf *c, enum setting s) {
	return c->values[s].has;
}

const char *conf_text(const struct client_conf *c, enum setting s) {
	return c->values[s].text;
}

static void must(bool right, enum setting s) {
	if (!right)
		g_error("%s has no such value; ask conf_has first", setting_path(s));
}

int64_t conf_int(const struct client_conf *c, enum setting s) {
	enum key_type type = setting_row(s)->type;
	must(conf_has(c, s) && (type == TYPE_INT || type == TYPE_DATE), s);
	return c->values[s].i;
}

double conf_number(const struct client_conf *c, enum setting s) {
	enum key_type type = setting_row(s)->type;
	must(conf_has(c, s) && (type == TYPE_INT || type == TYPE_NUMBER), s);
	return c->values[s].x;
}

bool conf_is(const struct client_conf *c, enum setting s, const char *choice) {
	return g_strcmp0(c->values[s].text, choice) == 0;
}

char **conf_list(const struct client_conf *c, enum setting s) {
	must(c->values[s].list != NULL, s);
	return c->values[s].list;
}

struct currency conf_currency(const struct client_conf *c) {
	struct currency currency = CURRENCY_NONE;
	must(currency_parse(c->values[SETTING_CURRENCY].text, &currency), SETTING_CURRENCY);
	return currency;
}
