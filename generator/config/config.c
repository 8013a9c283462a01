/* config/config: reads site.conf with libconfig into plain values: first the defaults at the top, then each client on a copy of
 * them, then its exports. Reading goes on behind every fault, so that one run names them all.
 * Knows where a key may stand; what a value may be is config/check's. */
#include "config/config.h"
#include "base/file.h"
#include "base/text.h"
#include "config/check.h"
#include "config/scan.h"

#include <string.h>

static void export_free(gpointer p) {
	struct export *e = p;
	g_free(e->record);
	g_free(e->file);
	g_free(e->path);
	g_free(e->dates);
	g_free(e->decimal);
	g_free(e->delimiter);
	g_free(e->encoding);
	g_free(e->format);
	g_strfreev(e->header);
	g_hash_table_unref(e->columns);
	g_hash_table_unref(e->constants);
	g_free(e);
}

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

/* ---- exports ---- */

static bool read_pairs(const struct source *f, const struct key_row *row, const config_setting_t *s, GHashTable *pairs) {
	if (!check_type(f, row, s))
		return false;
	bool numbers = row == block_row(KEY_EXPORT_CONSTANTS);
	bool fine = true;
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *pair = config_setting_get_elem(s, (unsigned)i);
		g_autofree char *path = g_strdup_printf("%s.%s", row->path, config_setting_name(pair));
		const struct key_row text = {.path = path, .type = TYPE_TEXT};
		int type = config_setting_type(pair);
		bool number = type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64 || type == CONFIG_TYPE_FLOAT;
		struct setting_value value = {0};
		if (numbers && number)
			value.text = scalar_text(pair);
		else if (!check_value(f, &text, pair, &value))
			fine = false;
		if (value.text != NULL)
			g_hash_table_insert(pairs, g_strdup(config_setting_name(pair)), g_strdup(value.text));
		value_clear(&value);
	}
	return fine;
}

static bool check_delimiter(const struct source *f, const config_setting_t *s, const char *text) {
	if (strcmp(text, "blanks") == 0)
		return true;
	bool one = text[0] != '\0' && text[1] == '\0' && (g_ascii_ispunct(text[0]) || text[0] == ' ' || text[0] == '\t') && text[0] != '"';
	if (one || strcmp(text, "auto") == 0)
		return true;
	diag_report(f->d, DIAG_CONFIG_DELIMITER, source_at(f, s), block_row(KEY_EXPORT_DELIMITER)->path, text, NULL);
	return false;
}

/* The names of the columns in their order; "" and "-" leave one out and may stand more than once. */
static bool read_header(const struct source *f, const config_setting_t *s, struct export *e) {
	const struct key_row *row = block_row(KEY_EXPORT_HEADER);
	if (!check_type(f, row, s))
		return false;
	int n = config_setting_length(s);
	bool fine = true, any = false;
	g_strfreev(e->header);
	e->header = g_new0(char *, (size_t)n + 1);
	for (int i = 0; i < n; i++) {
		const config_setting_t *element = config_setting_get_elem(s, (unsigned)i);
		const struct key_row name = {.path = row->path, .type = TYPE_TEXT};
		bool text = check_type(f, &name, element);
		e->header[i] = g_strstrip(g_strdup(text ? config_setting_get_string(element) : ""));
		if (strcmp(e->header[i], "-") == 0)
			e->header[i][0] = '\0';
		bool twice = false;
		for (int k = 0; k < i && e->header[i][0] != '\0'; k++)
			twice = twice || strcmp(e->header[k], e->header[i]) == 0;
		if (twice)
			diag_report(f->d, DIAG_CONFIG_TWICE, source_at(f, element), e->header[i], row->path, NULL);
		fine = fine && text && !twice;
		any = any || !text || e->header[i][0] != '\0';
	}
	if (!any)
		diag_report(f->d, DIAG_CONFIG_EMPTY, source_at(f, s), row->path, NULL);
	return fine && any;
}

static bool read_export_key(const struct source *f, const config_setting_t *s, struct export *e, struct setting_value values[static KEY_COUNT]) {
	enum block_key key = block_find(SCOPE_EXPORT, config_setting_name(s));
	if (key == KEY_COUNT) {
		g_autoptr(GPtrArray) names = names_new();
		names_of_block(names, SCOPE_EXPORT);
		return check_unknown(f, s, names);
	}
	if (key == KEY_EXPORT_COLUMNS)
		return read_pairs(f, block_row(key), s, e->columns);
	if (key == KEY_EXPORT_CONSTANTS)
		return read_pairs(f, block_row(key), s, e->constants);
	if (key == KEY_EXPORT_HEADER)
		return read_header(f, s, e);
	if (!check_value(f, block_row(key), s, &values[key]))
		return false;
	if (key == KEY_EXPORT_FILE && strcmp(values[key].text, "-") == 0) {
		diag_report(f->d, DIAG_CONFIG_STDIN, source_at(f, s), NULL);
		return false;
	}
	return key != KEY_EXPORT_DELIMITER || check_delimiter(f, s, values[key].text);
}

/* A key that must stand in a block; it may stand there with a fault, which was reported. */
static bool check_given(const struct source *f, const config_setting_t *block, const char *what, enum block_key key) {
	if (config_setting_get_member(block, block_row(key)->path) != NULL)
		return true;
	diag_report(f->d, DIAG_CONFIG_MISSING, source_at(f, block), what, block_row(key)->path, NULL);
	return false;
}

static gint compare_texts(gconstpointer a, gconstpointer b) {
	return strcmp(a, b);
}

static bool check_pairs(const struct source *f, const config_setting_t *block, const struct export *e) {
	bool fine = true;
	GList *fields = g_list_sort(g_hash_table_get_keys(e->columns), compare_texts);
	for (const GList *field = fields; field != NULL; field = field->next) {
		if (!g_hash_table_contains(e->constants, field->data))
			continue;
		const config_setting_t *constants = config_setting_get_member(block, block_row(KEY_EXPORT_CONSTANTS)->path);
		diag_report(f->d, DIAG_CONFIG_BOTH, source_at(f, config_setting_get_member(constants, field->data)), (const char *)field->data, NULL);
		fine = false;
	}
	g_list_free(fields);
	return fine;
}

static bool read_export(const struct source *f, const config_setting_t *block, const char *folder, GPtrArray *exports) {
	const struct key_row row = {.path = block_row(KEY_CLIENT_EXPORTS)->path, .type = TYPE_GROUP};
	if (!check_type(f, &row, block))
		return false;
	struct export *e = g_new0(struct export, 1);
	g_ptr_array_add(exports, e);
	e->columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	e->constants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	e->line = (int)config_setting_source_line(block);
	struct setting_value values[KEY_COUNT];
	for (int k = 0; k < KEY_COUNT; k++)
		value_builtin(&values[k], block_row((enum block_key)k));
	bool fine = true;
	for (int i = 0; i < config_setting_length(block); i++)
		fine = read_export_key(f, config_setting_get_elem(block, (unsigned)i), e, values) && fine;
	fine = check_given(f, block, "export", KEY_EXPORT_RECORD) && fine;
	fine = check_given(f, block, "export", KEY_EXPORT_FILE) && fine;
	fine = check_pairs(f, block, e) && fine;
	e->record = g_strdup(values[KEY_EXPORT_RECORD].text);
	e->file = g_strdup(values[KEY_EXPORT_FILE].text);
	e->dates = g_strdup(values[KEY_EXPORT_DATES].text);
	e->decimal = g_strdup(values[KEY_EXPORT_DECIMAL].text);
	e->delimiter = g_strdup(values[KEY_EXPORT_DELIMITER].text);
	e->encoding = g_strdup(values[KEY_EXPORT_ENCODING].text);
	e->format = g_strdup(values[KEY_EXPORT_FORMAT].text);
	e->whole_row_duplicates = g_strcmp0(values[KEY_EXPORT_DUPLICATES].text, "whole_row") == 0;
	bool plain = e->file == NULL || g_path_is_absolute(e->file) || strcmp(folder, ".") == 0;
	e->path = plain ? g_strdup(e->file) : g_build_filename(folder, e->file, NULL);
	for (int k = 0; k < KEY_COUNT; k++)
		value_clear(&values[k]);
	return fine;
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
		fine = read_export(f, config_setting_get_elem(s, (unsigned)i), folder, exports) && fine;
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
