/* ingest/describe: from the parts of reading to texts of the account's own. */
#include "ingest/describe.h"

#include <string.h>

static const char *order_name(enum date_order order) {
	static const char *const NAMES[] = {[DATES_AUTO] = "auto", [DATES_ISO] = "iso", [DATES_YMD] = "ymd", [DATES_DMY] = "dmy", [DATES_MDY] = "mdy",
	                                   [DATES_SERIAL] = "serial"};
	return NAMES[order];
}

/* The decimal sign of its columns: a comma as soon as one has it. */
static char decimal_of(const struct cells *x) {
	char decimal = x->rules.decimal == DECIMAL_AUTO ? '.' : x->rules.decimal;
	for (int f = 0; f < FIELD_COUNT && x->rules.decimal == DECIMAL_AUTO; f++)
		decimal = x->decimals[f] == ',' ? ',' : decimal;
	return decimal;
}

static void add_column(struct account *a, const struct source_map *m, const struct cells *x, enum field f) {
	enum field_type type = field_type(f);
	struct account_column c = {.field = f, .column = m->columns[f], .utc = m->utc[f]};
	c.text = g_strdup(c.column != 0 ? m->headers[c.column - 1] : m->constants[f]);
	if (c.column != 0 && (type == TYPE_DATE || type == TYPE_STAMP || type == TYPE_MONTH))
		c.dates = order_name(x->rules.dates != DATES_AUTO ? x->rules.dates : x->orders[f]);
	g_array_append_val(a->columns, c);
}

static bool is_read(const struct source_map *m, size_t column) {
	for (size_t i = 0; i < m->n_fields; i++)
		if (m->columns[m->fields[i]] == column)
			return true;
	for (size_t i = 0; i < m->n_slices; i++)
		if (m->slices[i] == column)
			return true;
	for (size_t i = 0; i < FORMAT_MOST_EXTRAS; i++)
		if (m->extras[i] == column)
			return true;
	return false;
}

void describe(struct account *a, const struct table *t, const struct shape *s, const struct source_map *m, const struct cells *x) {
	a->quoted = table_quoted(t);
	a->sheet = g_strdup(table_sheet(t));
	a->zone = g_strdup(s->zone);
	if (m->format == NULL)
		return;
	a->decimal = decimal_of(x);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (m->columns[f] != 0 || m->constants[f] != NULL)
			add_column(a, m, x, (enum field)f);
	GPtrArray *unread = g_ptr_array_new();
	for (size_t i = 0; i < m->n_columns; i++)
		if (m->headers[i][0] != '\0' && !is_read(m, i + 1))
			g_ptr_array_add(unread, g_strdup(m->headers[i]));
	g_ptr_array_add(unread, NULL);
	a->unread = (char **)g_ptr_array_free(unread, FALSE);
}
