/* config/export: keys are checked by their table; a pattern becomes the files it fits, in byte order. */
#include "config/export.h"
#include "config/config.h"

#include <glob.h>
#include <string.h>

void export_free(gpointer p) {
	struct export *e = p;
	g_free(e->record);
	g_free(e->file);
	g_free(e->path);
	g_free(e->dates);
	g_free(e->decimal);
	g_free(e->delimiter);
	g_free(e->encoding);
	g_free(e->format);
	g_free(e->sheet);
	g_free(e->row_path);
	g_strfreev(e->header);
	g_hash_table_unref(e->columns);
	g_hash_table_unref(e->constants);
	g_free(e);
}

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
	return key != KEY_EXPORT_DELIMITER || check_delimiter(f, s, values[key].text);
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

/* Takes the values of the block's plain keys. */
static void take_values(struct export *e, const struct setting_value values[static KEY_COUNT]) {
	e->record = g_strdup(values[KEY_EXPORT_RECORD].text);
	e->dates = g_strdup(values[KEY_EXPORT_DATES].text);
	e->decimal = g_strdup(values[KEY_EXPORT_DECIMAL].text);
	e->delimiter = g_strdup(values[KEY_EXPORT_DELIMITER].text);
	e->encoding = g_strdup(values[KEY_EXPORT_ENCODING].text);
	e->format = g_strdup(values[KEY_EXPORT_FORMAT].text);
	e->sheet = g_strdup(values[KEY_EXPORT_SHEET].text);
	e->row_path = g_strdup(values[KEY_EXPORT_ROW_PATH].text);
	e->whole_row_duplicates = g_strcmp0(values[KEY_EXPORT_DUPLICATES].text, "whole_row") == 0;
}

static GHashTable *copy_pairs(GHashTable *from) {
	GHashTable *copy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GHashTableIter iter;
	gpointer key, value;
	g_hash_table_iter_init(&iter, from);
	while (g_hash_table_iter_next(&iter, &key, &value))
		g_hash_table_insert(copy, g_strdup(key), g_strdup(value));
	return copy;
}

/* One more export, read as `like` is, from another file. */
static void add_export(GPtrArray *exports, const struct export *like, const char *file, const char *path) {
	struct export *e = g_new0(struct export, 1);
	*e = (struct export){.record = g_strdup(like->record), .file = g_strdup(file), .path = g_strdup(path), .line = like->line,
	                     .dates = g_strdup(like->dates), .decimal = g_strdup(like->decimal), .delimiter = g_strdup(like->delimiter),
	                     .format = g_strdup(like->format), .encoding = g_strdup(like->encoding), .header = g_strdupv(like->header), .sheet = g_strdup(like->sheet), .row_path = g_strdup(like->row_path),
	                     .whole_row_duplicates = like->whole_row_duplicates, .columns = copy_pairs(like->columns),
	                     .constants = copy_pairs(like->constants)};
	g_ptr_array_add(exports, e);
}

static gint compare_paths(gconstpointer a, gconstpointer b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The files a pattern fits, in byte order, each an export; false when there is none. */
static bool add_pattern(GPtrArray *exports, const struct export *like, const char *pattern, const char *folder) {
	bool plain = g_path_is_absolute(pattern) || strcmp(folder, ".") == 0;
	g_autofree char *whole = plain ? g_strdup(pattern) : g_build_filename(folder, pattern, NULL);
	size_t skip = plain ? 0 : strlen(folder) + (g_str_has_suffix(folder, "/") ? 0 : 1);
	glob_t found;
	int result = glob(whole, GLOB_NOSORT, NULL, &found);
	GPtrArray *paths = g_ptr_array_new();
	for (size_t i = 0; result == 0 && i < found.gl_pathc; i++)
		g_ptr_array_add(paths, found.gl_pathv[i]);
	g_ptr_array_sort(paths, compare_paths);
	for (guint i = 0; i < paths->len; i++)
		add_export(exports, like, (const char *)g_ptr_array_index(paths, i) + skip, g_ptr_array_index(paths, i));
	bool any = paths->len > 0;
	g_ptr_array_unref(paths);
	if (result == 0)
		globfree(&found);
	return any;
}

static bool add_file(const struct source *f, const config_setting_t *block, GPtrArray *exports, const struct export *like, const char *file,
                     const char *folder) {
	if (strpbrk(file, "*?[") != NULL) {
		if (add_pattern(exports, like, file, folder))
			return true;
		diag_report(f->d, DIAG_CONFIG_PATTERN, source_at(f, block), file, NULL);
		return false;
	}
	bool plain = strcmp(file, "-") == 0 || g_path_is_absolute(file) || strcmp(folder, ".") == 0;
	g_autofree char *path = plain ? g_strdup(file) : g_build_filename(folder, file, NULL);
	add_export(exports, like, file, path);
	return true;
}

/* The files of the block: one, or a list of them. */
static bool add_files(const struct source *f, const config_setting_t *block, GPtrArray *exports, const struct export *like,
                      const struct setting_value values[static KEY_COUNT], const char *folder) {
	const char *file = values[KEY_EXPORT_FILE].text;
	char **files = values[KEY_EXPORT_FILES].list;
	bool some = files != NULL && files[0] != NULL;
	if (file != NULL && some) {
		diag_report(f->d, DIAG_CONFIG_FILE_TWICE, source_at(f, block), "export", "file", NULL);
		return false;
	}
	if (file == NULL && !some) {
		/* One that stands there with a fault was reported. */
		if (config_setting_get_member(block, block_row(KEY_EXPORT_FILES)->path) == NULL)
			check_given(f, block, "export", KEY_EXPORT_FILE);
		return false;
	}
	if (file != NULL)
		return add_file(f, block, exports, like, file, folder);
	bool fine = true;
	for (size_t i = 0; files[i] != NULL; i++)
		fine = add_file(f, block, exports, like, files[i], folder) && fine;
	return fine;
}

bool export_read(const struct source *f, const config_setting_t *block, const char *folder, GPtrArray *exports) {
	const struct key_row row = {.path = block_row(KEY_CLIENT_EXPORTS)->path, .type = TYPE_GROUP};
	if (!check_type(f, &row, block))
		return false;
	struct export *e = g_new0(struct export, 1);
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
	fine = check_pairs(f, block, e) && fine;
	take_values(e, values);
	fine = add_files(f, block, exports, e, values, folder) && fine;
	for (int k = 0; k < KEY_COUNT; k++)
		value_clear(&values[k]);
	export_free(e);
	return fine;
}
