/* Reads tests/unit/vectors/NAME.csv: a line with the source, a header, rows without quotes. A number agrees with a cell when it is within half a
 * unit of the last digit printed there (and 1e-12 of it, for what a double cannot hold); NA, NaN and an empty cell want NaN. */
#ifndef TESTS_STATISTIC_VECTORS_H
#define TESTS_STATISTIC_VECTORS_H
#include <glib.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

struct vectors {
	const char *name;
	char **header;
	GPtrArray *rows; /* of char ** */
};

static inline char **vectors_cells(const char *line) {
	char **cells = g_strsplit(line, ",", -1);
	for (char **c = cells; *c != NULL; c++)
		g_strstrip(*c);
	return cells;
}

static inline struct vectors vectors_read(const char *name) {
	struct vectors v = {name, NULL, g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev)};
	g_autofree char *path = g_strdup_printf("tests/unit/vectors/%s.csv", name), *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		fail_msg("%s cannot be read: tests run from the repository's root", path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '#' || **line == '\0')
			continue;
		char **cells = vectors_cells(*line);
		if (v.header == NULL) {
			v.header = cells;
			continue;
		}
		if (g_strv_length(cells) != g_strv_length(v.header))
			fail_msg("%s: \"%s\" has %u cells", name, *line, g_strv_length(cells));
		g_ptr_array_add(v.rows, cells);
	}
	return v;
}

static inline void vectors_clear(struct vectors *v) {
	g_strfreev(v->header);
	g_ptr_array_unref(v->rows);
}

static inline const char *vectors_text(const struct vectors *v, size_t row, const char *column) {
	for (size_t i = 0; v->header[i] != NULL; i++)
		if (strcmp(v->header[i], column) == 0)
			return ((char **)v->rows->pdata[row])[i];
	fail_msg("%s has no column %s", v->name, column);
	return "";
}

static inline double vectors_number(const struct vectors *v, size_t row, const char *column) {
	const char *text = vectors_text(v, row, column);
	char *end;
	double x = *text == '\0' || strcmp(text, "NA") == 0 ? NAN : g_ascii_strtod(text, &end);
	if (!isnan(x) && *end != '\0')
		fail_msg("%s, row %zu: %s is \"%s\"", v->name, row, column, text);
	return x;
}

static inline int64_t vectors_count(const struct vectors *v, size_t row, const char *column) {
	double x = vectors_number(v, row, column);
	if (!(x >= -1e15 && x <= 1e15))
		fail_msg("%s, row %zu: %s is no count", v->name, row, column);
	return (int64_t)x;
}

/* One unit of the last digit of a printed number. */
static inline double vectors_unit(const char *text) {
	const char *point = strchr(text, '.'), *e = strpbrk(text, "eE");
	size_t end = e != NULL ? (size_t)(e - text) : strlen(text);
	double digits = point != NULL ? (double)end - (double)(point - text) - 1 : 0;
	return pow(10, (e != NULL ? g_ascii_strtod(e + 1, NULL) : 0) - digits);
}

static inline void vectors_agree(const struct vectors *v, size_t row, const char *column, double got) {
	const char *text = vectors_text(v, row, column);
	double want = vectors_number(v, row, column);
	if (isnan(want) ? !isnan(got) : !(fabs(got - want) <= .5 * vectors_unit(text) * (1 + 1e-6) + 1e-12 * fabs(want)))
		fail_msg("%s, row %zu: %s is %s, got %.15g", v->name, row, column, text, got);
}

static inline void near(double got, double want, double within) {
	if (!(fabs(got - want) <= within))
		fail_msg("%.15g is not within %g of %.15g", got, within, want);
}

/* to n significant digits */
static inline void digits(double got, double want, int n) {
	near(got, want, .5 * pow(10, floor(log10(fabs(want))) + 1 - n));
}
#endif
