/* cmd/refused: see refused.h. A row is one cell of the file; the cells in it are disarmed too, because a spreadsheet that parts at semicolons would
 * part it. */
#include "cmd/refused.h"
#include "base/file.h"
#include "base/text.h"

#include <string.h>
#include <unistd.h>

#define PARTS ",;|\t\r\n\""

/* -12.50 is a number, -1+cmd is not. */
static bool is_number(const char *s) {
	size_t n = strcspn(s + 1, PARTS);
	return (s[0] == '-' || s[0] == '+') && n > 0 && strspn(s + 1, "0123456789. ") >= n;
}

/* Every cell of the row that begins as a formula gets a ' in front. The first one is left to text_csv_cell. */
static char *disarmed(const char *raw) {
	GString *out = g_string_new(NULL);
	for (const char *p = raw; *p != '\0'; p++) {
		bool begins = p > raw && strchr(PARTS, p[-1]) != NULL;
		if (begins && strchr("=+-@", *p) != NULL && !is_number(p))
			g_string_append_c(out, '\'');
		g_string_append_c(out, *p);
	}
	return g_string_free(out, FALSE);
}

static void add_row(GString *out, const char *file, const struct reject *r) {
	g_autofree char *name = text_visible(file, strlen(file), SIZE_MAX);
	text_csv_cell(out, name);
	g_string_append_printf(out, ",%" G_GINT64_FORMAT ",", r->line);
	if (r->column > 0)
		g_string_append_printf(out, "%" G_GINT64_FORMAT, r->column);
	g_string_append_c(out, ',');
	text_csv_cell(out, r->reason);
	g_string_append_c(out, ',');
	g_autofree char *row = disarmed(r->raw == NULL ? "" : r->raw);
	text_csv_cell(out, row);
	g_string_append_c(out, '\n');
}

void refused_add(GString *out, const GPtrArray *accounts) {
	for (guint i = 0; i < accounts->len; i++) {
		const struct account *a = g_ptr_array_index(accounts, i);
		for (guint k = 0; k < a->rejects->len; k++)
			add_row(out, a->file, g_ptr_array_index(a->rejects, k));
	}
}

/* Whether nothing is lost when the file goes: there is none, or it was written here. */
static bool may_replace(const char *path) {
	if (!file_exists(path))
		return true;
	g_autofree char *bytes = NULL;
	gsize length = 0;
	return file_kind(path) == FILE_REGULAR && file_read(path, &bytes, &length, NULL) &&
	       (length == 0 || g_str_has_prefix(bytes, REFUSED_HEAD));
}

bool refused_write(const char *path, const GString *text, bool *foreign, struct diag *d) {
	*foreign = !may_replace(path);
	if (*foreign) {
		diag_report(d, DIAG_REFUSED_FOREIGN, (struct where){.file = path}, NULL);
		return false;
	}
	g_autofree char *beside = g_strdup_printf("%s.new-%d", path, (int)getpid()), *error = NULL;
	bool done = file_write(beside, text->str, text->len, &error);
	if (done && !file_rename(beside, path, &error)) {
		file_remove(beside, NULL);
		done = false;
	}
	if (!done)
		diag_report(d, DIAG_REFUSED_WRITE, (struct where){.file = path}, error, NULL);
	return done;
}
