/* ingest/parts: the small parts of a workbook are read once when it is opened. Nothing is ever written where a part's name says. */
#include "ingest/parts.h"

#include <string.h>
#include <unistd.h>

#define TIGHTEST 400 /* no workbook is packed so many to one past its first bytes */
#define FREELY ((int64_t)16 * 1024 * 1024)
#define MOST_FORMATS 65536 /* of numbers; Excel itself has room for about 250 */
#define MOST_NAMED 2048    /* bytes of the names of sheets that a fault tells */

static bool fail(struct parts *x, const char *why) {
	if (x->failed == NULL)
		x->failed = g_strdup(why);
	return false;
}

bool part_open(struct part *p, struct parts *x, const char *path) {
	*p = (struct part){.parts = x};
	zip_int64_t at = zip_name_locate(x->zip, path, ZIP_FL_NOCASE);
	zip_stat_t st;
	if (at < 0 || zip_stat_index(x->zip, (zip_uint64_t)at, 0, &st) != 0)
		return false;
	p->packed = (st.valid & ZIP_STAT_COMP_SIZE) != 0 ? (int64_t)st.comp_size : 0;
	p->file = zip_fopen_index(x->zip, (zip_uint64_t)at, 0);
	if (p->file == NULL)
		return fail(x, zip_error_code_zip(zip_get_error(x->zip)) == ZIP_ER_NOPASSWD ? "its parts have a password" : zip_strerror(x->zip));
	return true;
}

void part_close(struct part *p) {
	if (p->file != NULL)
		zip_fclose(p->file);
	p->file = NULL;
}

int64_t part_read(void *part, void *into, size_t n, char **error) {
	struct part *p = part;
	zip_int64_t got = zip_fread(p->file, into, n);
	if (got < 0) {
		*error = g_strdup_printf("a part of the workbook is damaged: %s", zip_file_strerror(p->file));
		return -1;
	}
	p->unpacked += got;
	p->parts->left -= got;
	if (p->parts->left < 0 || (p->unpacked > FREELY && p->unpacked / TIGHTEST > p->packed)) {
		*error = g_strdup(p->parts->left < 0 ? "it comes to more bytes than limits.unpacked allows" : "a part of it is packed more tightly than any workbook is");
		return -1;
	}
	return got;
}

/* Reads a part through and shows each node to `take`. A part that is not there is fine unless it must be. */
static bool read_part(struct parts *x, const char *path, bool must, void (*take)(struct parts *, struct marks *, enum marks_node, void *), void *context) {
	struct part p;
	if (!part_open(&p, x, path)) {
		g_autofree char *why = g_strdup_printf("it has no part %s", path);
		return x->failed == NULL && (!must || fail(x, why));
	}
	struct marks m;
	bool fine = marks_init(&m, part_read, &p);
	enum marks_node node;
	while (fine && (node = marks_next(&m)) != MARKS_END)
		take(x, &m, node, context);
	if (m.failed != NULL) {
		g_autofree char *why = g_strdup_printf("%s, %s", path, m.failed);
		fail(x, why);
	}
	marks_clear(&m);
	part_close(&p);
	return x->failed == NULL;
}

/* ---- which sheet, and where it is ---- */

struct finding {
	const char *wanted; /* NULL: the first */
	char *id;           /* of the sheet's relation */
	GString *others;    /* names of the sheets, for a fault */
};

static void take_workbook(struct parts *x, struct marks *m, enum marks_node node, void *context) {
	struct finding *f = context;
	if (node != MARKS_OPEN)
		return;
	if (strcmp(marks_name(m), "workbookPr") == 0) {
		g_autofree char *from = marks_attribute(m, "date1904");
		x->from_1904 = from != NULL && (strcmp(from, "1") == 0 || strcmp(from, "true") == 0);
	}
	if (strcmp(marks_name(m), "sheet") != 0)
		return;
	g_autofree char *name = marks_attribute(m, "name");
	if (name == NULL)
		return;
	if (f->others->len < MOST_NAMED)
		g_string_append_printf(f->others, "%s\"%s\"", f->others->len == 0 ? "" : ", ", name);
	if (f->id != NULL || (f->wanted != NULL && strcmp(f->wanted, name) != 0))
		return;
	f->id = marks_attribute(m, "id");
	if (f->id == NULL)
		return;
	x->sheet_name = g_steal_pointer(&name);
}

static void take_relation(struct parts *x, struct marks *m, enum marks_node node, void *context) {
	const struct finding *f = context;
	if (node != MARKS_OPEN || strcmp(marks_name(m), "Relationship") != 0 || x->sheet_path != NULL)
		return;
	g_autofree char *id = marks_attribute(m, "Id");
	g_autofree char *target = marks_attribute(m, "Target");
	if (id == NULL || target == NULL || strcmp(id, f->id) != 0)
		return;
	x->sheet_path = target[0] == '/' ? g_strdup(target + 1) : g_strconcat("xl/", target, NULL);
}

static bool find_sheet(struct parts *x, const char *sheet) {
	struct finding f = {.wanted = sheet, .others = g_string_new(NULL)};
	bool fine = read_part(x, "xl/workbook.xml", true, take_workbook, &f);
	if (fine && f.id == NULL) {
		g_autofree char *why = sheet == NULL ? g_strdup("it has no sheet") : g_strdup_printf("it has no sheet \"%s\"; it has %s", sheet, f.others->str);
		fine = fail(x, why);
	}
	fine = fine && read_part(x, "xl/_rels/workbook.xml.rels", true, take_relation, &f);
	if (fine && x->sheet_path == NULL)
		fine = fail(x, "it does not say where its sheet is");
	g_string_free(f.others, TRUE);
	g_free(f.id);
	return fine;
}

/* ---- styles ---- */

struct styling {
	GHashTable *codes; /* number of a format → 1 when its code shows dates */
	bool inside;       /* of cellXfs */
};

/* Whether a code of a number format shows a day, month, year or time: d, m, y, h or s outside quotes, brackets and escapes. */
static bool shows_date(const char *code) {
	for (const char *p = code; *p != '\0'; p++) {
		if (*p == '"' || *p == '[') {
			const char *end = strchr(p + 1, *p == '"' ? '"' : ']');
			/* [h]:mm counts hours. */
			if (*p == '[' && end == p + 2 && strchr("hmsHMS", p[1]) != NULL)
				return true;
			if (end == NULL)
				return false;
			p = end;
		} else if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0') {
			p++;
		} else if (strchr("dmyhsDMYHS", *p) != NULL) {
			return true;
		}
	}
	return false;
}

/* The formats every workbook has: 14 to 22, 27 to 36, 45 to 47, 50 to 58 show dates and times. */
static bool is_built_in_date(gint64 id) {
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

static void take_style(struct parts *x, struct marks *m, enum marks_node node, void *context) {
	struct styling *s = context;
	const char *name = marks_name(m);
	if ((node == MARKS_OPEN || node == MARKS_CLOSE) && strcmp(name, "cellXfs") == 0)
		s->inside = node == MARKS_OPEN && !marks_is_empty(m);
	if (node != MARKS_OPEN)
		return;
	g_autofree char *id = marks_attribute(m, "numFmtId");
	gint64 number = id == NULL ? 0 : g_ascii_strtoll(id, NULL, 10);
	if (strcmp(name, "numFmt") == 0) {
		if (g_hash_table_size(s->codes) >= MOST_FORMATS)
			return;
		g_autofree char *code = marks_attribute(m, "formatCode");
		g_hash_table_insert(s->codes, GINT_TO_POINTER((int)number), GINT_TO_POINTER(code != NULL && shows_date(code) ? 1 : 2));
	} else if (s->inside && strcmp(name, "xf") == 0) {
		int known = GPOINTER_TO_INT(g_hash_table_lookup(s->codes, GINT_TO_POINTER((int)number)));
		guint8 dated = known == 0 ? is_built_in_date(number) : known == 1;
		g_byte_array_append(x->dated, &dated, 1);
	}
}

static bool read_styles(struct parts *x) {
	struct styling s = {.codes = g_hash_table_new(NULL, NULL)};
	bool fine = read_part(x, "xl/styles.xml", false, take_style, &s);
	g_hash_table_unref(s.codes);
	return fine;
}

/* ---- shared texts ---- */

struct texting {
	GString *text;
	size_t cell_limit;
	bool inside, spoken, in_text; /* in an <si>; in the phonetic reading beside a text; in a <t> */
};

static void take_text(struct parts *x, struct marks *m, enum marks_node node, void *context) {
	struct texting *t = context;
	const char *name = marks_name(m);
	if (node == MARKS_TEXT && t->inside && t->in_text && !t->spoken && t->text->len <= t->cell_limit) {
		const char *text = marks_text(m);
		/* One byte past the limit tells whoever looks it up. */
		g_string_append_len(t->text, text, (gssize)MIN(strlen(text), t->cell_limit + 1));
	}
	if (node != MARKS_OPEN && node != MARKS_CLOSE)
		return;
	bool open = node == MARKS_OPEN && !marks_is_empty(m);
	if (strcmp(name, "rPh") == 0)
		t->spoken = open;
	if (strcmp(name, "t") == 0)
		t->in_text = open;
	if (strcmp(name, "si") != 0)
		return;
	t->inside = open;
	if (open)
		return;
	if (x->failed == NULL && !texts_add(&x->texts, t->text->str, t->text->len))
		fail(x, x->texts.failed);
	g_string_truncate(t->text, 0);
}

static bool read_texts(struct parts *x, size_t cell_limit) {
	struct texting t = {.text = g_string_new(NULL), .cell_limit = cell_limit};
	bool fine = read_part(x, "xl/sharedStrings.xml", false, take_text, &t);
	g_string_free(t.text, TRUE);
	return fine && (texts_end(&x->texts) || fail(x, x->texts.failed));
}

bool parts_open(struct parts *x, const struct bytes *b, const char *sheet, size_t cell_limit, int64_t most) {
	*x = (struct parts){.left = most, .dated = g_byte_array_new()};
	texts_init(&x->texts);
	int fd = dup(b->fd);
	int code = 0;
	if (fd < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return fail(x, "it cannot be opened once more");
	x->zip = zip_fdopen(fd, ZIP_CHECKCONS, &code);
	if (x->zip == NULL) {
		zip_error_t error;
		zip_error_init_with_code(&error, code);
		fail(x, zip_error_strerror(&error));
		zip_error_fini(&error);
		close(fd);
		return false;
	}
	return find_sheet(x, sheet) && read_styles(x) && read_texts(x, cell_limit);
}

void parts_clear(struct parts *x) {
	if (x->zip != NULL)
		zip_discard(x->zip);
	texts_clear(&x->texts);
	g_clear_pointer(&x->dated, g_byte_array_unref);
	g_free(x->failed);
	g_free(x->sheet_name);
	g_free(x->sheet_path);
	*x = (struct parts){.texts = {.fd = -1}};
}
