/* ingest/order: one reading of the file for the order of day and month. */
#include "ingest/order.h"
#include "base/text.h"

#include <string.h>

/* Lines of the first cells that can be read one way only, and of the first that can be read both ways; 0: none. */
struct evidence {
	int64_t day_first, month_first, either;
};

static bool is_dated(enum field f) {
	enum field_type type = field_type(f);
	return type == TYPE_DATE || type == TYPE_STAMP || type == TYPE_MONTH;
}

static void note(int64_t *line, int64_t here) {
	if (*line == 0)
		*line = here;
}

static void look_at_row(const struct source_map *m, const struct table_row *r, struct evidence evidence[static FIELD_COUNT]) {
	for (size_t i = 0; i < m->n_fields; i++) {
		enum field f = m->fields[i];
		size_t column = m->columns[f];
		if (column == 0 || column > r->n || !is_dated(f))
			continue;
		switch (date_tells(text_trim(r->bytes + r->cells[column - 1].start))) {
		case DATE_TELLS_NOTHING: break;
		case DATE_TELLS_DAY_FIRST: note(&evidence[f].day_first, r->line); break;
		case DATE_TELLS_MONTH_FIRST: note(&evidence[f].month_first, r->line); break;
		case DATE_TELLS_EITHER: note(&evidence[f].either, r->line); break;
		}
	}
}

/* Errors are where the first cell stands that needs to be told. */
static bool conclude(const struct source_map *m, enum field f, const struct evidence *e, const char *name, struct diag *d, enum date_order *order) {
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
	return true;
}

bool order_find(const struct source_map *m, const struct shape *s, struct table *t, const char *name, struct diag *d,
                enum date_order orders[static FIELD_COUNT]) {
	struct evidence evidence[FIELD_COUNT] = {0};
	struct table_row r;
	if (!shape_skip(s, t))
		return true; /* the file cannot be read on: its reader tells */
	while (table_next(t, &r))
		if (r.fault == TABLE_FAULT_NONE)
			look_at_row(m, &r, evidence);
	bool fine = true;
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->columns[m->fields[i]] != 0 && is_dated(m->fields[i]))
			fine = conclude(m, m->fields[i], &evidence[m->fields[i]], name, d, &orders[m->fields[i]]) && fine;
	return fine;
}
