/* Vector files by the name and digits they were printed with: on statistic_vectors.h. A number agrees with a cell when it is within half a unit of
 * the last digit printed there (and 1e-12 of it, for what a double cannot hold); NA, NaN and an empty cell want NaN. Rows count from 0. */
#ifndef TESTS_STATISTIC_AGREE_H
#define TESTS_STATISTIC_AGREE_H
#include "unit/statistic_vectors.h"
#include <string.h>

struct vectors {
	const char *name;
	GPtrArray *table; /* the header, then the rows */
	size_t n;         /* rows */
};

/* tests/unit/vectors/NAME.csv; free with vectors_clear. */
static inline struct vectors vectors_read(const char *name) {
	g_autofree char *path = g_strdup_printf(VECTORS "%s.csv", name);
	struct vectors v = {name, vector_read(path), 0};
	if (v.table == NULL)
		fail_msg("%s cannot be read: tests run from the repository's root", path);
	v.n = v.table->len - 1;
	return v;
}

static inline void vectors_clear(struct vectors *v) {
	g_ptr_array_unref(v->table);
}

static inline const char *vectors_text(const struct vectors *v, size_t row, const char *column) {
	return vector_text(v->table, (guint)row + 1, column);
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

/* to n significant digits */
static inline void digits(double got, double want, int n) {
	near(got, want, .5 * pow(10, floor(log10(fabs(want))) + 1 - n));
}
#endif
