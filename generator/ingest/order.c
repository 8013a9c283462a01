/* ingest/order: one reading of the file for how its columns are written. */
#include "ingest/order.h"

#include <string.h>

/* Lines of the first cells that can be read one way only, and of the first that can be read both ways; 0: none. */
struct evidence {
	int64_t day_first, month_first, either;
	int64_t serial, dated; /* five digits; anything else that is not empty */
	int64_t point, comma, point_or_comma;
};

static bool is_dated(enum field f) {
	enum field_type type = field_type(f);
	return type == TYPE_DATE || type == TYPE_STAMP || type == TYPE_MONTH;
}

static bool is_number(enum field f) {
	enum field_type type = field_type(f);
	return type == TYPE_AMOUNT || type == TYPE_DECIMAL || type == TYPE_RATE || type == TYPE_INT;
}

static void note(int64_t *line, int64_t here) {
	if (*line == 0)
		*line = here;
}

static void look_at_date(const char *text, int64_t line, bool counts, struct evidence *e) {
	enum date_tells tells = date_tells(text);
	if (tells == DATE_TELLS_DAY_FIRST)
		note(&e->day_first, line);
	else if (tells == DATE_TELLS_MONTH_FIRST)
		note(&e->month_first, line);
	else if (tells == DATE_TELLS_EITHER && counts)
		note(&e->either, line);
	else if (tells == DATE_TELLS_SERIAL && counts)
		note(&e->serial, line);
	if (tells != DATE_TELLS_SERIAL)
		note(&e->dated, line);
}

static void look_at_number(const char *text, int64_t line, struct evidence *e) {
	switch (decimal_tells(text)) {
	case DECIMAL_TELLS_NOTHING: break;
	case DECIMAL_TELLS_POINT: note(&e->point, line); break;
	case DECIMAL_TELLS_COMMA: note(&e->comma, line); break;
	case DECIMAL_TELLS_EITHER: note(&e->point_or_comma, line); break;
	}
}

/* counts: the row will be read; of another its cells may tell, but need not be told. */
static void look_at_row(const struct cells *x, int64_t line, bool counts, struct evidence evidence[static FIELD_COUNT]) {
	const struct source_map *m = x->map;
	for (size_t i = 0; i < m->n_fields; i++) {
		enum field f = m->fields[i];
		if (m->columns[f] == 0)
			continue;
		if (is_dated(f) && !field_is_empty(cells_text(x, f)))
			look_at_date(cells_text(x, f), line, counts, &evidence[f]);
		/* What a format makes of an amount is no evidence of how the file writes it. */
		else if (is_number(f) && x->texts[f] != NULL)
			look_at_number(x->texts[f], line, &evidence[f]);
	}
}

/* Errors are where the first cell stands that needs to be told. */
static bool conclude_dates(const struct source_map *m, enum field f, const struct evidence *e, const char *name, struct diag *d, enum date_order *order) {
	*order = e->day_first > 0 ? DATES_DMY : e->month_first > 0 ? DATES_MDY : DATES_AUTO;
	const char *header = m->headers[m->columns[f] - 1];
	int64_t column = (int64_t)m->columns[f];
	if (e->day_first > 0 && e->month_first > 0) {
		g_autofree char *one = g_strdup_printf("%" G_GINT64_FORMAT, e->day_first);
		g_autofree char *other = g_strdup_printf("%" G_GINT64_FORMAT, e->month_first);
		diag_report(d, DIAG_DATES_BOTH, (struct where){name, e->day_first, column}, header, one, other, NULL);
		return false;
	}
	if (*order == DATES_AUTO && e->either > 0) {
		diag_report(d, DIAG_DATES_UNTOLD, (struct where){name, e->either, column}, header, NULL);
		return false;
	}
	/* Five digits among other dates are no dates; with any order they are refused. */
	if (*order == DATES_AUTO && e->serial > 0)
		*order = e->dated == 0 ? DATES_SERIAL : DATES_DMY;
	return true;
}

/* A column that could be either is as the others are, when they agree. */
static void conclude_numbers(struct cells *x, const struct evidence evidence[static FIELD_COUNT]) {
	const struct source_map *m = x->map;
	bool point = false, comma = false;
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct evidence *e = &evidence[m->fields[i]];
		point = point || e->point > 0;
		comma = comma || (e->comma > 0 && e->point == 0);
	}
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct evidence *e = &evidence[m->fields[i]];
		bool told = e->comma > 0 || (e->point_or_comma > 0 && comma && !point);
		x->decimals[m->fields[i]] = told && e->point == 0 ? ',' : '.';
	}
}

bool order_find(struct cells *x, const struct shape *s, struct table *t, const char *name, struct diag *d) {
	const struct source_map *m = x->map;
	struct evidence evidence[FIELD_COUNT] = {0};
	struct table_row r;
	if (!shape_skip(s, t))
		return true; /* the file cannot be read on: its reader tells */
	while (table_next(t, &r)) {
		enum cells_look look = cells_look(x, &r);
		if (look == CELLS_ROW || look == CELLS_TEST || look == CELLS_VOID)
			look_at_row(x, r.line, look == CELLS_ROW, evidence);
	}
	conclude_numbers(x, evidence);
	bool fine = true;
	for (size_t i = 0; x->rules.dates == DATES_AUTO && i < m->n_fields; i++)
		if (m->columns[m->fields[i]] != 0 && is_dated(m->fields[i]))
			fine = conclude_dates(m, m->fields[i], &evidence[m->fields[i]], name, d, &x->orders[m->fields[i]]) && fine;
	return fine;
}
