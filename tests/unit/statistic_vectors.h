/* Reading of vector files for the tests of statistic/: comma-separated, lines with # are the source, fields with commas are quoted. A column that is
 * missing fails the test. */
#ifndef STATISTIC_VECTORS_H
#define STATISTIC_VECTORS_H
#include <glib.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#define VECTORS "tests/unit/vectors/"

static inline void vector_free(gpointer fields) {
	g_strfreev(fields);
}

static inline char **vector_fields(const char *line) {
	g_autoptr(GStrvBuilder) fields = g_strv_builder_new();
	g_autoptr(GString) field = g_string_new(NULL);
	gboolean quoted = FALSE;
	for (const char *c = line;; c++) {
		if (*c == '"') {
			quoted = !quoted;
		} else if (!*c || (*c == ',' && !quoted)) {
			g_strv_builder_add(fields, field->str);
			g_string_truncate(field, 0);
			if (!*c)
				return g_strv_builder_end(fields);
		} else {
			g_string_append_c(field, *c);
		}
	}
}

/* Rows of fields, the header first; NULL when the file is not there. */
static inline GPtrArray *vector_read(const char *path) {
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return NULL;
	GPtrArray *rows = g_ptr_array_new_with_free_func(vector_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l; l++)
		if (*g_strchomp(*l) && **l != '#')
			g_ptr_array_add(rows, vector_fields(*l));
	return rows;
}

/* The file of that name with that many rows beneath its header. */
static inline GPtrArray *vector_rows(const char *name, guint expected) {
	g_autofree char *path = g_strconcat(VECTORS, name, NULL);
	GPtrArray *rows = vector_read(path);
	assert_non_null(rows);
	assert_int_equal(rows->len, expected + 1);
	return rows;
}

static inline const char *vector_text(const GPtrArray *rows, guint row, const char *column) {
	char **header = g_ptr_array_index(rows, 0), **fields = g_ptr_array_index(rows, row);
	for (guint i = 0; header[i]; i++)
		if (g_str_equal(header[i], column)) {
			assert_true(i < g_strv_length(fields));
			return fields[i];
		}
	fail_msg("no column %s", column);
	return "";
}

static inline double vector_number(const GPtrArray *rows, guint row, const char *column) {
	const char *text = vector_text(rows, row, column);
	char *end;
	double x = g_ascii_strtod(text, &end);
	if (end == text || *end)
		fail_msg("%s of row %u is no number: %s", column, row, text);
	return x;
}

static inline void near(double got, double expected, double within) {
	if (!(fabs(got - expected) <= within))
		fail_msg("%.14g is not within %g of %.14g", got, within, expected);
}

/* Within a part of the expected value. */
static inline void close_to(double got, double expected, double part) {
	near(got, expected, part * fabs(expected));
}
#endif
