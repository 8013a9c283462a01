/* ingest/xml: one reading for the paths there are, one for the rows. Only the cells of one row and the names are held. */
#include "ingest/xml.h"
#include "ingest/marks.h"

#include <string.h>

#define MOST_PATHS 100000 /* different paths of elements; more is no export */
#define LONGEST_PATH 4096 /* bytes */
#define MOST_OF_PATHS ((size_t)16 * 1024 * 1024) /* bytes of all paths, and of all names of columns */

/* What the first reading finds out about one path. */
struct path {
	int64_t count;
	bool holds;  /* elements or attributes stand in it */
	int depth;
	int64_t at;  /* its place among the paths */
};

struct xml_reader {
	const struct bytes *source;
	int64_t pos;
	struct marks marks;
	size_t cell_limit;
	char *row_path;      /* owned */
	char *encoding;      /* owned */
	GPtrArray *names;    /* of the columns; NULL-terminated once found */
	size_t n;            /* columns */
	GHashTable *columns; /* name → its place + 1 */
	GString *path;       /* of the element at hand, from the outermost on */
	GString **texts;     /* [columns] of the row at hand */
	bool *given;         /* [columns] */
	GString *bytes;
	GArray *cells;       /* of struct table_span */
	enum table_fault fault;
	size_t fault_column;
	size_t row_bytes;
	int64_t made; /* cells of all rows so far */
	size_t held;  /* bytes of paths and names so far */
};

static int64_t give(void *context, void *into, size_t n, char **error) {
	struct xml_reader *r = context;
	int64_t got = bytes_read(r->source, into, n, r->pos, error);
	r->pos += MAX(got, 0);
	return got;
}

static bool restart(struct xml_reader *r) {
	marks_clear(&r->marks);
	r->pos = 0;
	r->made = 0;
	r->held = 0;
	g_string_truncate(r->path, 0);
	return marks_init(&r->marks, give, r);
}

/* The path at hand moves into the element that opened. False: it is longer than any export's. */
static bool path_open(struct xml_reader *r) {
	if (r->path->len > 0)
		g_string_append_c(r->path, '/');
	g_string_append(r->path, marks_name(&r->marks));
	if (r->path->len <= LONGEST_PATH)
		return true;
	marks_refuse(&r->marks, "the names of its elements are longer than those of any export");
	return false;
}

static void path_close(struct xml_reader *r) {
	const char *slash = strrchr(r->path->str, '/');
	g_string_truncate(r->path, slash == NULL ? 0 : (gsize)(slash - r->path->str));
}

/* ---- the first reading ---- */

static bool has_attributes(const struct xml_reader *r) {
	return xmlTextReaderHasAttributes(r->marks.reader) == 1;
}

static void count_path(struct xml_reader *r, GHashTable *paths) {
	struct path *p = g_hash_table_lookup(paths, r->path->str);
	if (p == NULL) {
		p = g_new0(struct path, 1);
		p->depth = marks_depth(&r->marks);
		p->at = g_hash_table_size(paths);
		g_hash_table_insert(paths, g_strdup(r->path->str), p);
		r->held += r->path->len + 1;
	}
	p->count++;
	p->holds = p->holds || has_attributes(r);
	const char *slash = strrchr(r->path->str, '/');
	if (slash == NULL)
		return;
	g_autofree char *outer = g_strndup(r->path->str, (gsize)(slash - r->path->str));
	struct path *parent = g_hash_table_lookup(paths, outer);
	if (parent != NULL)
		parent->holds = true;
}

/* The outermost path below the outermost element that comes more than once and holds others, the first of several; without one, the outermost that
 * holds others. Caller owns; NULL: none. */
static char *find_rows(GHashTable *paths) {
	GHashTableIter iter;
	gpointer key, value;
	const char *best = NULL;
	const struct path *found = NULL;
	g_hash_table_iter_init(&iter, paths);
	while (g_hash_table_iter_next(&iter, &key, &value)) {
		const struct path *p = value;
		if (p->depth == 0 || !p->holds)
			continue;
		bool many = p->count > 1;
		bool better = found == NULL || many > (found->count > 1) ||
		              (many == (found->count > 1) && (p->depth < found->depth || (p->depth == found->depth && p->at < found->at)));
		if (better) {
			best = key;
			found = p;
		}
	}
	return g_strdup(best);
}

static bool find_row_path(struct xml_reader *r) {
	g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	enum marks_node node;
	if (!restart(r))
		return false;
	while ((node = marks_next(&r->marks)) != MARKS_END) {
		if (node == MARKS_OPEN) {
			if (!path_open(r))
				break;
			count_path(r, paths);
			if (g_hash_table_size(paths) > MOST_PATHS || r->held > MOST_OF_PATHS)
				marks_refuse(&r->marks, "it holds more different elements than any export");
		}
		if (node == MARKS_CLOSE || (node == MARKS_OPEN && marks_is_empty(&r->marks)))
			path_close(r);
	}
	r->row_path = r->marks.failed == NULL ? find_rows(paths) : NULL;
	return r->row_path != NULL;
}

/* ---- cells ---- */

static bool inside_row(const struct xml_reader *r) {
	size_t n = strlen(r->row_path);
	return strncmp(r->path->str, r->row_path, n) == 0 && (r->path->str[n] == '/' || r->path->str[n] == '\0');
}

static bool is_row(const struct xml_reader *r) {
	return strcmp(r->path->str, r->row_path) == 0;
}

/* The name of the cell at the path at hand, or of one of its attributes. Caller owns. */
static char *cell_name(const struct xml_reader *r, const char *attribute) {
	size_t n = strlen(r->row_path);
	const char *below = r->path->str[n] == '/' ? r->path->str + n + 1 : "";
	g_autofree char *name = g_strdelimit(g_strdup(below), "/", '.');
	if (attribute == NULL)
		return g_steal_pointer(&name);
	return name[0] == '\0' ? g_strdup(attribute) : g_strconcat(name, ".", attribute, NULL);
}

/* The place of a column, which the first reading adds; SIZE_MAX: past the most there may be, or none. */
static size_t column_of(struct xml_reader *r, const char *name, bool add) {
	gpointer place = g_hash_table_lookup(r->columns, name);
	if (place != NULL)
		return GPOINTER_TO_SIZE(place) - 1;
	if (!add || r->names->len >= TABLE_MOST_COLUMNS)
		return SIZE_MAX;
	r->held += strlen(name) + 1;
	if (r->held > MOST_OF_PATHS) {
		marks_refuse(&r->marks, "it holds more different elements than any export");
		return SIZE_MAX;
	}
	g_ptr_array_add(r->names, g_strdup(name));
	g_hash_table_insert(r->columns, g_strdup(name), GSIZE_TO_POINTER(r->names->len));
	return r->names->len - 1;
}

static void fault(struct xml_reader *r, enum table_fault f, size_t column) {
	if (r->fault != TABLE_FAULT_NONE)
		return;
	r->fault = f;
	r->fault_column = column + 1;
}

static void add_text(struct xml_reader *r, const char *name, const char *text) {
	size_t column = column_of(r, name, false);
	size_t n = strlen(text);
	if (column == SIZE_MAX) {
		fault(r, TABLE_FAULT_COLUMNS, TABLE_MOST_COLUMNS);
		return;
	}
	GString *cell = r->texts[column];
	r->row_bytes += n;
	if (cell->len + n > r->cell_limit)
		fault(r, TABLE_FAULT_CELL, column);
	else if (r->row_bytes > r->cell_limit * TABLE_CELLS_A_ROW)
		fault(r, TABLE_FAULT_ROW, column);
	else
		g_string_append(cell, text);
}

/* A name that comes once more in the row: its texts are parted. */
static void begin_cell(struct xml_reader *r, const char *name) {
	size_t column = column_of(r, name, false);
	if (column == SIZE_MAX)
		return;
	if (r->given[column] && r->texts[column]->len > 0)
		add_text(r, name, "; ");
	r->given[column] = true;
}

/* Each attribute of the element at hand is a cell; those that say how XML itself is meant are not. */
static void each_attribute(struct xml_reader *r, bool add) {
	while (xmlTextReaderMoveToNextAttribute(r->marks.reader) == 1) {
		if (xmlTextReaderIsNamespaceDecl(r->marks.reader) == 1)
			continue;
		g_autofree char *name = cell_name(r, marks_name(&r->marks));
		if (add) {
			column_of(r, name, true);
		} else {
			begin_cell(r, name);
			add_text(r, name, marks_text(&r->marks));
		}
	}
	xmlTextReaderMoveToElement(r->marks.reader);
}

static bool is_blank(const char *text) {
	return text[strspn(text, " \t\r\n")] == '\0';
}

/* The second reading: the names of all cells, in the order they first come. */
static bool find_names(struct xml_reader *r) {
	enum marks_node node;
	bool open = false;
	if (!restart(r))
		return false;
	while ((node = marks_next(&r->marks)) != MARKS_END) {
		if (node == MARKS_OPEN) {
			if (!path_open(r))
				break;
			open = true;
			if (inside_row(r))
				each_attribute(r, true);
			/* An element without content is a cell all the same. */
			if (inside_row(r) && !is_row(r) && marks_is_empty(&r->marks)) {
				g_autofree char *name = cell_name(r, NULL);
				column_of(r, name, true);
			}
		}
		if (inside_row(r) && !is_row(r) && ((node == MARKS_TEXT && !is_blank(marks_text(&r->marks))) || (node == MARKS_CLOSE && open))) {
			g_autofree char *name = cell_name(r, NULL);
			column_of(r, name, true);
		}
		if (node == MARKS_CLOSE || (node == MARKS_OPEN && marks_is_empty(&r->marks))) {
			path_close(r);
			open = false;
		}
	}
	return r->marks.failed == NULL;
}

/* ---- rows ---- */

static void row_begin(struct xml_reader *r) {
	for (guint i = 0; i < r->n; i++) {
		g_string_truncate(r->texts[i], 0);
		r->given[i] = false;
	}
	r->fault = TABLE_FAULT_NONE;
	r->row_bytes = 0;
}

static bool row_finished(struct xml_reader *r, int64_t line, struct table_row *out) {
	r->made += (int64_t)r->n;
	if (table_is_hollow(r->made, r->pos)) {
		marks_refuse(&r->marks, "its rows hold next to none of their many columns");
		return false;
	}
	g_string_truncate(r->bytes, 0);
	g_array_set_size(r->cells, 0);
	for (size_t i = 0; i < r->n; i++) {
		struct table_span cell = {r->bytes->len, r->texts[i]->len};
		g_string_append_len(r->bytes, r->texts[i]->str, (gssize)r->texts[i]->len);
		g_string_append_c(r->bytes, '\0');
		g_array_append_val(r->cells, cell);
	}
	*out = (struct table_row){.line = line, .end_line = marks_line(&r->marks), .fault = r->fault, .fault_column = r->fault_column, .n = r->n,
	                          .cells = (const struct table_span *)(const void *)r->cells->data, .bytes = r->bytes->str};
	return true;
}

/* What stands at the node at hand goes into its cell. */
static void take_node(struct xml_reader *r, enum marks_node node) {
	if (node == MARKS_OPEN) {
		each_attribute(r, false);
		g_autofree char *name = cell_name(r, NULL);
		if (!is_row(r))
			begin_cell(r, name);
	}
	if (node == MARKS_TEXT && !is_row(r)) {
		g_autofree char *name = cell_name(r, NULL);
		if (column_of(r, name, false) != SIZE_MAX || !is_blank(marks_text(&r->marks)))
			add_text(r, name, marks_text(&r->marks));
	}
}

bool xml_reader_next(struct xml_reader *r, struct table_row *out) {
	enum marks_node node;
	int64_t line = 0;
	while ((node = marks_next(&r->marks)) != MARKS_END) {
		bool empty = node == MARKS_OPEN && marks_is_empty(&r->marks);
		if (node == MARKS_OPEN) {
			if (!path_open(r))
				return false;
			if (is_row(r)) {
				row_begin(r);
				line = marks_line(&r->marks);
			}
		}
		if (line > 0 && inside_row(r))
			take_node(r, node);
		bool ended = line > 0 && is_row(r) && (node == MARKS_CLOSE || empty);
		if (node == MARKS_CLOSE || empty)
			path_close(r);
		if (ended)
			return row_finished(r, line, out);
	}
	return false;
}

const char *xml_reader_failed(const struct xml_reader *r) {
	return r->marks.failed;
}

bool xml_reader_rewind(struct xml_reader *r) {
	return restart(r);
}

char *const *xml_reader_names(const struct xml_reader *r) {
	return (char *const *)r->names->pdata;
}

const char *xml_reader_encoding(const struct xml_reader *r) {
	return r->encoding;
}

static bool begin(struct xml_reader *r, struct where where, struct diag *d) {
	bool fine = (r->row_path != NULL || find_row_path(r)) && find_names(r);
	if (fine && r->names->len == 0)
		fine = false;
	if (!fine) {
		const char *failed = r->marks.failed;
		diag_report(d, failed != NULL ? DIAG_XML_BROKEN : DIAG_XML_NO_ROWS, where,
		            failed != NULL ? failed : r->row_path != NULL ? r->row_path : "none comes more than once", NULL);
		return false;
	}
	const char *encoding = marks_encoding(&r->marks);
	r->encoding = g_strdup(encoding == NULL ? "UTF-8" : encoding);
	r->n = r->names->len;
	g_ptr_array_add(r->names, NULL);
	r->texts = g_new(GString *, r->n);
	r->given = g_new0(bool, r->n);
	for (size_t i = 0; i < r->n; i++)
		r->texts[i] = g_string_new(NULL);
	return restart(r);
}

struct xml_reader *xml_reader_new(const struct bytes *b, const char *name, const char *row_path, size_t cell_limit, struct diag *d) {
	g_autoptr(xml_reader) r = g_new0(struct xml_reader, 1);
	r->source = b;
	r->cell_limit = cell_limit;
	r->row_path = g_strdup(row_path);
	r->names = g_ptr_array_new_with_free_func(g_free);
	r->columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	r->path = g_string_new(NULL);
	r->bytes = g_string_new(NULL);
	r->cells = g_array_new(FALSE, FALSE, sizeof(struct table_span));
	return begin(r, (struct where){.file = name}, d) ? g_steal_pointer(&r) : NULL;
}

void xml_reader_free(struct xml_reader *r) {
	if (r == NULL)
		return;
	marks_clear(&r->marks);
	for (size_t i = 0; i < r->n; i++)
		g_string_free(r->texts[i], TRUE);
	g_free(r->texts);
	g_free(r->given);
	g_ptr_array_unref(r->names);
	g_hash_table_unref(r->columns);
	g_string_free(r->path, TRUE);
	g_string_free(r->bytes, TRUE);
	g_array_unref(r->cells);
	g_free(r->encoding);
	g_free(r->row_path);
	g_free(r);
}
