/* ingest/table: looks at a file's first bytes and gives it to the reader of its container. */
#include "ingest/table.h"
#include "ingest/bytes.h"
#include "ingest/csv.h"

struct table {
	struct bytes bytes;
	struct csv_reader *csv;
	char *failed; /* the file changed; owned */
};

static bool open_text(struct table *t, const struct table_rules *rules, struct diag *d) {
	if (!bytes_as_text(&t->bytes, rules->encoding, rules->name, rules->unpacked, d))
		return false;
	t->csv = csv_reader_new(&t->bytes, rules->name, rules->delimiter, rules->cell, d);
	return t->csv != NULL;
}

struct table *table_open(const struct table_rules *rules, struct diag *d) {
	g_autoptr(table) t = g_new0(struct table, 1);
	if (!bytes_open(&t->bytes, rules->path, rules->name, rules->unpacked, d) || !open_text(t, rules, d))
		return NULL;
	return g_steal_pointer(&t);
}

void table_free(struct table *t) {
	if (t == NULL)
		return;
	csv_reader_free(t->csv);
	bytes_clear(&t->bytes);
	g_free(t->failed);
	g_free(t);
}

bool table_next(struct table *t, struct table_row *out) {
	if (t->failed != NULL)
		return false;
	if (csv_reader_next(t->csv, out))
		return true;
	if (bytes_changed(&t->bytes))
		t->failed = g_strdup("it changed while it was read; wait until the export is written, then run again");
	return false;
}

const char *table_failed(const struct table *t) {
	return t->failed != NULL ? t->failed : csv_reader_failed(t->csv);
}

bool table_rewind(struct table *t) {
	csv_reader_rewind(t->csv);
	return table_failed(t) == NULL;
}

char *const *table_names(const struct table *t) {
	(void)t;
	return NULL;
}

const char *table_encoding(const struct table *t) {
	return t->bytes.encoding;
}

const char *table_form(const struct table *t) {
	return csv_reader_delimiter(t->csv);
}

const char *table_packed(const struct table *t) {
	return t->bytes.packed;
}
