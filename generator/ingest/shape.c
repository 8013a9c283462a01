/* ingest/shape: the first rows are kept as texts; the names are the first of them that a format, or the columns block, knows. */
#include "ingest/shape.h"
#include "base/text.h"

#include <string.h>

struct head {
	char **texts; /* trimmed, valid UTF-8; NULL-terminated */
	size_t n;
	int64_t line;
	const char *broken; /* why it cannot be names; static; NULL: it can */
};

static void head_clear(gpointer p) {
	g_strfreev(((struct head *)p)->texts);
}

static struct head take_head(const struct table_row *r) {
	struct head h = {.line = r->line};
	if (r->fault != TABLE_FAULT_NONE) {
		h.broken = r->fault == TABLE_FAULT_QUOTE ? "its quoting is broken" : "it is too large";
		return h;
	}
	h.n = r->n;
	h.texts = g_new0(char *, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		char *cell = r->bytes + r->cells[i].start;
		bool zero = memchr(cell, '\0', r->cells[i].length) != NULL;
		if (zero || !g_utf8_validate_len(cell, r->cells[i].length, NULL))
			h.broken = zero ? "it holds NUL bytes, as UTF-16 does" : "it is not valid in its encoding";
		h.texts[i] = h.broken != NULL ? g_strdup("") : g_strdup(text_trim(cell));
	}
	return h;
}

/* The first rows; a wide row is kept as little as a narrow one is: only so many cells in all. */
static GArray *take_heads(struct table *t) {
	GArray *heads = g_array_new(FALSE, FALSE, sizeof(struct head));
	g_array_set_clear_func(heads, head_clear);
	struct table_row r;
	size_t cells = 0;
	while (heads->len < SHAPE_MOST_ABOVE && cells < 2 * TABLE_MOST_COLUMNS && table_next(t, &r)) {
		struct head h = take_head(&r);
		cells += h.n;
		g_array_append_val(heads, h);
	}
	return heads;
}

static char **fold_all(char *const *texts, size_t n) {
	char **folded = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++)
		folded[i] = text_fold(texts[i]);
	return folded;
}

static bool has_name(const char *names, char *const *folded, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (format_is_name(names, folded[i]))
			return true;
	return false;
}

/* Whether the field has a column, by the block of site.conf or by its names, or a constant. */
static bool has_field(const struct export *e, const struct format_field *f, char *const *folded, size_t n) {
	const char *name = field_name(f->field);
	if (g_hash_table_contains(e->constants, name))
		return true;
	const char *mapped = g_hash_table_lookup(e->columns, name);
	if (mapped == NULL)
		return has_name(name, folded, n) || has_name(f->names, folded, n);
	g_autofree char *header = text_fold(mapped);
	return header[0] != '\0' && has_name(header, folded, n);
}

/* Whether the row has every column the record of this format cannot do without, and those site.conf names. */
static bool is_header_of(const struct export *e, const struct format *f, enum record r, char *const *folded, size_t n) {
	const struct format_record *known = &f->records[r];
	bool needed = false, one_of = false, any = false, mapped = false;
	for (size_t i = 0; i < known->n; i++) {
		const struct format_field *field = &known->fields[i];
		bool has = has_field(e, field, folded, n);
		bool in_block = g_hash_table_contains(e->columns, field_name(field->field));
		if (!has && (field->need >= NEED_COLUMN || in_block))
			return false;
		one_of = one_of || field->need == NEED_ONE_OF;
		any = any || (field->need == NEED_ONE_OF && has);
		needed = needed || (field->need >= NEED_COLUMN && has);
		mapped = mapped || in_block;
	}
	return (needed || mapped) && (!one_of || any);
}

/* The vendor's format this row of names is of; NULL: none. Two of them are told. */
static const struct format *vendor_of(const struct export *e, enum record r, const struct head *h, char *const *folded, bool *twice, struct diag *d) {
	const struct format *found = NULL;
	for (const struct format *const *f = formats; *f != NULL; f++) {
		if (!format_fits(*f, r, folded, h->n))
			continue;
		if (found != NULL) {
			diag_report(d, DIAG_FORMAT_TWICE, (struct where){.file = e->file, .line = h->line}, found->name, (*f)->name, NULL);
			*twice = true;
			return NULL;
		}
		found = *f;
	}
	return found;
}

static const struct format *plain_format(void) {
	const struct format *const *f = formats;
	while ((*f)->signature != NULL)
		f++;
	return *f;
}

/* The format site.conf names for the export; NULL: none, or, with *fine false, one that cannot be. */
static const struct format *asked_for(const struct export *e, enum record r, bool *fine, struct diag *d) {
	const struct format *f = e->format == NULL ? NULL : format_called(e->format);
	*fine = e->format == NULL || (f != NULL && f->records[r].n > 0);
	if (!*fine)
		diag_report(d, f == NULL ? DIAG_FORMAT_UNKNOWN : DIAG_FORMAT_RECORD, (struct where){.file = e->file}, e->format, record_name(r), NULL);
	return f;
}

/* Which of the first rows holds the names, and of which format they are; the first row when none is known. */
static bool choose(struct shape *s, const GArray *heads, const struct export *e, enum record r, struct diag *d, guint *at) {
	bool fine, twice = false;
	const struct format *asked = asked_for(e, r, &fine, d);
	if (!fine)
		return false;
	const struct format *plain = plain_format();
	for (guint i = 0; i < heads->len; i++) {
		const struct head *h = &g_array_index(heads, struct head, i);
		if (h->broken != NULL)
			continue;
		g_auto(GStrv) folded = fold_all(h->texts, h->n);
		const struct format *f = asked != NULL ? asked : vendor_of(e, r, h, folded, &twice, d);
		if (twice)
			return false;
		bool whole = asked != NULL ? is_header_of(e, asked, r, folded, h->n) || format_fits(asked, r, folded, h->n) : f != NULL;
		if (!whole && asked == NULL && is_header_of(e, plain, r, folded, h->n)) {
			f = plain;
			whole = true;
		}
		if (!whole)
			continue;
		*at = i;
		s->format = f;
		return true;
	}
	*at = 0;
	s->format = asked != NULL ? asked : plain;
	return true;
}

static char **copy_padded(char *const *texts, size_t have, size_t n) {
	char **copy = g_new0(char *, n + 1);
	for (size_t i = 0; i < n; i++)
		copy[i] = g_strdup(i < have ? texts[i] : "");
	return copy;
}

/* What the format's own code learns from the lines around the names. */
static void learn(struct shape *s, const GArray *heads, guint at, guint below) {
	if (s->format->begin == NULL)
		return;
	g_autofree char *const **above = g_new0(char *const *, at + 1);
	g_autofree char *const **further = g_new0(char *const *, heads->len + 1);
	for (guint i = 0; i < at; i++)
		above[i] = g_array_index(heads, struct head, i).texts != NULL ? g_array_index(heads, struct head, i).texts : (char *const[]){NULL};
	for (guint i = at + 1; i < below && i < heads->len && g_array_index(heads, struct head, i).texts != NULL; i++)
		further[i - at - 1] = g_array_index(heads, struct head, i).texts;
	struct format_begin b = {.above = (char *const *const *)above, .further = (char *const *const *)further};
	s->format->begin(&b);
	s->currency = b.currency;
	s->zone = b.zone;
}

static bool from_rows(struct shape *s, struct table *t, const struct export *e, enum record r, struct diag *d) {
	g_autoptr(GArray) heads = take_heads(t);
	if (heads->len == 0) {
		const char *failed = table_failed(t);
		diag_report(d, failed != NULL ? DIAG_FILE_READ : DIAG_FILE_EMPTY, (struct where){.file = e->file}, failed, NULL);
		return false;
	}
	guint at = 0;
	if (!choose(s, heads, e, r, d, &at))
		return false;
	const struct head *h = &g_array_index(heads, struct head, at);
	if (h->broken != NULL) {
		diag_report(d, DIAG_HEADER_BROKEN, (struct where){.file = e->file, .line = h->line}, h->broken, NULL);
		return false;
	}
	guint below = at + (guint)MAX(1, s->format->header_rows);
	s->n = h->n;
	s->headers = g_strdupv(h->texts);
	s->line = h->line;
	s->beside = below - 1;
	s->preamble = at > 0;
	if (s->format->header_rows > 1 && at + 1 < heads->len) {
		const struct head *second = &g_array_index(heads, struct head, at + 1);
		s->labels = copy_padded(second->texts, second->texts == NULL ? 0 : second->n, s->n);
	}
	learn(s, heads, at, below);
	if (shape_skip(s, t))
		return true;
	diag_report(d, DIAG_FILE_READ, (struct where){.file = e->file}, table_failed(t), NULL);
	return false;
}

/* The names come with the container or from site.conf; every row of the table is one. */
static bool from_names(struct shape *s, char *const *names, const struct export *e, enum record r, struct diag *d) {
	bool fine, twice = false;
	s->headers = g_strdupv((char **)names);
	s->n = g_strv_length(s->headers);
	s->format = asked_for(e, r, &fine, d);
	if (s->format == NULL && fine) {
		g_auto(GStrv) folded = fold_all(s->headers, s->n);
		const struct head h = {.texts = s->headers, .n = s->n};
		s->format = vendor_of(e, r, &h, folded, &twice, d);
		s->format = s->format == NULL ? plain_format() : s->format;
	}
	return fine && !twice;
}

bool shape_find(struct shape *s, struct table *t, const struct export *e, enum record r, struct diag *d) {
	*s = (struct shape){0};
	char *const *names = e->header != NULL ? e->header : table_names(t);
	return names != NULL ? from_names(s, names, e, r, d) : from_rows(s, t, e, r, d);
}

bool shape_skip(const struct shape *s, struct table *t) {
	struct table_row r;
	if (!table_rewind(t))
		return false;
	for (int64_t i = 0; s->line > 0 && i <= s->beside; i++)
		if (!table_next(t, &r))
			return table_failed(t) == NULL;
	return true;
}

void shape_clear(struct shape *s) {
	g_strfreev(s->headers);
	g_strfreev(s->labels);
	g_free(s->currency);
	g_free(s->zone);
	*s = (struct shape){0};
}
