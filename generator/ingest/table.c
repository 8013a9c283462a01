/* ingest/table: looks at a file's first bytes and gives it to the reader of its container. */
#include "ingest/table.h"
#include "base/text.h"
#include "ingest/bytes.h"
#include "ingest/csv.h"
#include "ingest/workbook.h"
#include "ingest/xml.h"

#include <string.h>

struct table {
	struct bytes bytes;
	/* one of these */
	struct csv_reader *csv;
	struct xml_reader *xml;
	struct workbook *workbook;
	char *failed; /* the file changed; owned */
};

enum container { TEXT, XML, WORKBOOK, OLD_WORKBOOK };

/* A text that begins as only XML does, in whichever encoding of its letters. */
static bool begins_as_xml(const unsigned char *head, size_t n) {
	char letters[8] = "";
	size_t kept = 0;
	for (size_t i = 0; i < n && kept < 5; i++)
		if (head[i] != 0 && head[i] < 0x80 && (kept > 0 || strchr(" \t\r\n", head[i]) == NULL))
			letters[kept++] = (char)head[i];
	return letters[0] == '<' && (strncmp(letters, "<?xml", 5) == 0 || g_ascii_isalpha(letters[1]) || letters[1] == '!');
}

static enum container look(const struct bytes *b) {
	static const unsigned char OLD[] = {0xd0, 0xcf, 0x11, 0xe0};
	unsigned char head[64];
	g_autofree char *error = NULL;
	int64_t n = bytes_read(b, head, sizeof head, 0, &error);
	if (n >= 4 && memcmp(head, "PK\3\4", 4) == 0)
		return WORKBOOK;
	if (n >= 4 && memcmp(head, OLD, sizeof OLD) == 0)
		return OLD_WORKBOOK;
	return n > 0 && begins_as_xml(head, (size_t)n) ? XML : TEXT;
}

static bool open_text(struct table *t, const struct table_rules *rules, struct diag *d) {
	if (!bytes_as_text(&t->bytes, rules->encoding, rules->name, rules->unpacked, d))
		return false;
	t->csv = csv_reader_new(&t->bytes, rules->name, rules->delimiter, rules->cell, d);
	return t->csv != NULL;
}

static bool open_container(struct table *t, const struct table_rules *rules, struct diag *d) {
	switch (look(&t->bytes)) {
	case TEXT: return open_text(t, rules, d);
	case XML: t->xml = xml_reader_new(&t->bytes, rules->name, rules->row_path, rules->cell, d); return t->xml != NULL;
	case WORKBOOK:
		t->workbook = workbook_new(&t->bytes, rules->name, rules->sheet, rules->cell, rules->unpacked, d);
		return t->workbook != NULL;
	case OLD_WORKBOOK: diag_report(d, DIAG_WORKBOOK_OLD, (struct where){.file = rules->name}, NULL); return false;
	}
	g_assert_not_reached();
}

struct table *table_open(const struct table_rules *rules, struct diag *d) {
	g_autoptr(table) t = g_new0(struct table, 1);
	if (!bytes_open(&t->bytes, rules->path, rules->name, rules->unpacked, d) || !open_container(t, rules, d))
		return NULL;
	return g_steal_pointer(&t);
}

void table_free(struct table *t) {
	if (t == NULL)
		return;
	csv_reader_free(t->csv);
	xml_reader_free(t->xml);
	workbook_free(t->workbook);
	bytes_clear(&t->bytes);
	g_free(t->failed);
	g_free(t);
}

bool table_next(struct table *t, struct table_row *out) {
	if (t->failed != NULL)
		return false;
	bool more = t->csv != NULL ? csv_reader_next(t->csv, out) : t->xml != NULL ? xml_reader_next(t->xml, out) : workbook_next(t->workbook, out);
	if (!more && bytes_changed(&t->bytes))
		t->failed = g_strdup("it changed while it was read; wait until the export is written, then run again");
	return more;
}

const char *table_failed(const struct table *t) {
	if (t->failed != NULL)
		return t->failed;
	return t->csv != NULL ? csv_reader_failed(t->csv) : t->xml != NULL ? xml_reader_failed(t->xml) : workbook_failed(t->workbook);
}

bool table_rewind(struct table *t) {
	if (t->csv != NULL)
		csv_reader_rewind(t->csv);
	else if (t->xml != NULL ? !xml_reader_rewind(t->xml) : !workbook_rewind(t->workbook))
		return false;
	return table_failed(t) == NULL;
}

char *const *table_names(const struct table *t) {
	return t->xml != NULL ? xml_reader_names(t->xml) : NULL;
}

const char *table_encoding(const struct table *t) {
	return t->xml != NULL ? xml_reader_encoding(t->xml) : t->bytes.encoding;
}

const char *table_form(const struct table *t) {
	return t->csv != NULL ? csv_reader_delimiter(t->csv) : t->xml != NULL ? "xml" : "workbook";
}

const char *table_packed(const struct table *t) {
	return t->bytes.packed;
}

bool table_quoted(const struct table *t) {
	return t->csv != NULL && csv_reader_quoted(t->csv);
}

const char *table_sheet(const struct table *t) {
	return t->workbook != NULL ? workbook_sheet(t->workbook) : NULL;
}

/* The cells as a line of CSV, no longer than it takes to see that there is more. */
static void cells_as_csv(GString *out, const struct table_row *r, size_t most) {
	for (size_t i = 0; i < r->n && out->len <= most; i++) {
		g_autofree char *cell = g_strndup(r->bytes + r->cells[i].start, MIN(r->cells[i].length, most + 1));
		if (i > 0)
			g_string_append_c(out, ',');
		text_csv_cell(out, cell);
	}
}

char *table_raw(const struct table *t, const struct table_row *r, size_t most) {
	g_autoptr(GString) bytes = g_string_new(NULL);
	if (t->csv == NULL) {
		cells_as_csv(bytes, r, most);
	} else {
		/* Some more, so that no character is cut before `most`. */
		g_string_set_size(bytes, most + 8);
		g_string_set_size(bytes, csv_reader_raw(t->csv, bytes->str, most + 8));
	}
	GString *out = g_string_new(NULL);
	for (size_t at = 0; at < bytes->len && out->len <= most; at++) {
		size_t n = 0;
		while (at + n < bytes->len && bytes->str[at + n] != '\t' && bytes->str[at + n] != '\n' && bytes->str[at + n] != '\r')
			n++;
		g_autofree char *shown = text_visible(bytes->str + at, n, SIZE_MAX);
		g_string_append(out, shown);
		at += n;
		if (at < bytes->len)
			g_string_append_c(out, bytes->str[at]);
	}
	if (out->len <= most)
		return g_string_free(out, FALSE);
	const char *end = g_utf8_find_prev_char(out->str, out->str + most + 1);
	g_string_truncate(out, (gsize)(end - out->str));
	g_string_append(out, "…");
	return g_string_free(out, FALSE);
}
