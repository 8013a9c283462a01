/* ingest/cells: shape, words, types and needs of one row. */
#include "ingest/cells.h"
#include "base/text.h"

#include <string.h>

static const enum field WIDE[] = {FIELD_NPS, FIELD_CSAT, FIELD_CES}; /* in the order of the survey choices */

void cells_init(struct cells *x, const struct client_conf *c, const struct export *e, const struct source_map *m, const char *zone, size_t cell_limit) {
	*x = (struct cells){.map = m, .cell_limit = cell_limit};
	field_rules_init(&x->rules, c, e, zone);
	x->format = (struct format_row){.texts = x->texts, .extras = x->extras, .scratch = g_string_chunk_new(256)};
	x->row = (struct row){.record = m->record, .file = e->file, .n_slices = m->n_slices};
	memcpy(x->row.columns, m->columns, sizeof x->row.columns);
}

static void fault_clear(struct cells *x) {
	g_free(x->fault.arg1);
	g_free(x->fault.arg2);
	x->fault.arg1 = x->fault.arg2 = NULL;
}

void cells_clear(struct cells *x) {
	fault_clear(x);
	field_rules_clear(&x->rules);
	g_clear_pointer(&x->format.scratch, g_string_chunk_free);
}

static bool fault(struct cells *x, enum diag_code code, size_t column, const char *arg1, const char *arg2) {
	fault_clear(x);
	x->fault.code = code;
	x->fault.column = column;
	x->fault.arg1 = g_strdup(arg1);
	x->fault.arg2 = g_strdup(arg2);
	return false;
}

static bool fault_counts(struct cells *x, enum diag_code code, size_t column, size_t first, size_t second) {
	g_autofree char *one = g_strdup_printf("%zu", first);
	g_autofree char *two = g_strdup_printf("%zu", second);
	return fault(x, code, column, one, two);
}

/* Whether the row's cells are whole and nothing but text. */
static bool check_cells(struct cells *x, const struct table_row *r) {
	switch (r->fault) {
	case TABLE_FAULT_NONE: break;
	case TABLE_FAULT_QUOTE: return fault(x, DIAG_ROW_QUOTE, r->fault_column, NULL, NULL);
	case TABLE_FAULT_CELL: return fault_counts(x, DIAG_CELL_LIMIT, r->fault_column, x->cell_limit, 0);
	case TABLE_FAULT_ROW: return fault_counts(x, DIAG_ROW_LIMIT, r->fault_column, x->cell_limit * TABLE_CELLS_A_ROW, 0);
	case TABLE_FAULT_COLUMNS: return fault_counts(x, DIAG_ROW_COLUMNS, r->fault_column, TABLE_MOST_COLUMNS, 0);
	}
	for (size_t i = 0; i < r->n; i++) {
		const char *cell = r->bytes + r->cells[i].start;
		const char *header = i < x->map->n_columns ? x->map->headers[i] : "";
		if (memchr(cell, '\0', r->cells[i].length) != NULL)
			return fault(x, DIAG_ROW_NUL, i + 1, header, NULL);
		if (!g_utf8_validate_len(cell, r->cells[i].length, NULL))
			return fault(x, DIAG_ROW_UTF8, i + 1, header, NULL);
	}
	return true;
}

static bool check_width(struct cells *x, const struct table_row *r) {
	size_t columns = x->map->n_columns;
	if (r->n < columns)
		return fault_counts(x, DIAG_ROW_SHORT, r->n + 1, r->n, columns);
	return r->n == columns || fault_counts(x, DIAG_ROW_LONG, columns + 1, r->n, columns);
}

/* The trimmed text of a column; NULL: the row or the file has none. */
static const char *text_of(const struct table_row *r, size_t column) {
	return column == 0 || column > r->n ? NULL : text_trim(r->bytes + r->cells[column - 1].start);
}

static void take_texts(struct cells *x, const struct table_row *r) {
	for (size_t i = 0; i < x->map->n_fields; i++)
		x->texts[x->map->fields[i]] = text_of(r, x->map->columns[x->map->fields[i]]);
	for (size_t i = 0; i < FORMAT_MOST_EXTRAS; i++)
		x->extras[i] = text_of(r, x->map->extras[i]);
	x->format.n_filled = 0;
	for (size_t i = 0; i < r->n; i++)
		x->format.n_filled += *text_of(r, i + 1) != '\0';
}

/* "Total", "Summe", "合计" in the first cell that holds something, in a row without what every row needs, is no row. */
static bool is_total(const struct cells *x, const struct table_row *r) {
	static const char TOTALS[] = "total totals total:* gesamt:* 总计：* 总计:* 總計：* 合计：* grand_total sum summe gesamt gesamtsumme insgesamt totale totaal suma subtotal 合计 总计 總計 合計 小计";
	const struct source_map *m = x->map;
	bool lacks = false;
	for (size_t i = 0; i < m->n_fields && !lacks; i++) {
		enum field f = m->fields[i];
		bool dated = field_type(f) == TYPE_DATE || field_type(f) == TYPE_MONTH || field_type(f) == TYPE_STAMP;
		lacks = (m->needs[f] == NEED_CELL || m->needs[f] == NEED_ONE_OF) && m->columns[f] != 0 && field_type(f) != TYPE_AMOUNT &&
		        (x->texts[f] == NULL || x->texts[f][0] == '\0' || (dated && !g_ascii_isdigit(x->texts[f][0])));
	}
	/* A short row lacks what its cells do not reach. */
	lacks = lacks || r->n < m->n_columns;
	for (size_t i = 0; lacks && i < r->n; i++) {
		const char *text = text_of(r, i + 1);
		if (text[0] == '\0')
			continue;
		g_autofree char *folded = text_fold(text);
		return format_is_name(TOTALS, folded);
	}
	/* Nothing in any cell. */
	return lacks && x->format.n_filled == 0 && r->n == m->n_columns;
}

enum cells_look cells_look(struct cells *x, const struct table_row *r) {
	const struct format *f = x->map->format;
	if (!check_cells(x, r))
		return CELLS_BROKEN;
	memset(x->format.changed, 0, sizeof x->format.changed);
	g_string_chunk_clear(x->format.scratch);
	take_texts(x, r);
	x->format.decimal = x->rules.decimal != DECIMAL_AUTO ? x->rules.decimal : x->decimals[FIELD_AMOUNT];
	enum format_fate fate = f->row == NULL ? FORMAT_ROW : f->row(&x->format);
	if (fate == FORMAT_BESIDE || (fate == FORMAT_ROW && is_total(x, r)))
		return CELLS_BESIDE;
	if (!check_width(x, r))
		return CELLS_BROKEN;
	return fate == FORMAT_TEST ? CELLS_TEST : fate == FORMAT_VOID ? CELLS_VOID : CELLS_ROW;
}

size_t cells_answers(const struct cells *x) {
	size_t n = 0;
	for (size_t i = 0; x->map->wide && i < G_N_ELEMENTS(WIDE); i++)
		n += x->map->columns[WIDE[i]] != 0 || x->map->constants[WIDE[i]] != NULL;
	return x->map->wide ? n : 1;
}

/* 17850.0 and 6.51E+14 are what a spreadsheet makes of ids. */
static bool looks_damaged(const struct cell *cell) {
	size_t n = strspn(cell->text, "0123456789");
	if (n == 0)
		return false;
	if (strcmp(cell->text + n, ".0") == 0)
		return true;
	if (cell->text[n] == '.')
		n += 1 + strspn(cell->text + n + 1, "0123456789");
	const char *e = cell->text + n;
	return (e[0] == 'E' || e[0] == 'e') && e[1] == '+' && e[2] != '\0' && e[2 + strspn(e + 2, "0123456789")] == '\0';
}

const char *cells_text(const struct cells *x, enum field f) {
	const char *text = x->format.changed[f] != NULL ? x->format.changed[f] : x->texts[f] != NULL ? x->texts[f] : x->map->constants[f];
	return text == NULL ? "" : format_word(x->map->format, f, text);
}

/* The rules for one column, where the export's block leaves them to its cells; what is no column has a point. */
static struct field_rules rules_of(const struct cells *x, enum field from) {
	struct field_rules rules = x->rules;
	if (rules.dates == DATES_AUTO)
		rules.dates = x->orders[from];
	if (rules.decimal == DECIMAL_AUTO)
		rules.decimal = x->map->columns[from] == 0 ? '.' : x->decimals[from];
	rules.utc = x->map->utc[from];
	return rules;
}

static enum cells_result read_field(struct cells *x, enum field f, enum field from) {
	struct cell *cell = &x->row.cells[f];
	struct field_fault wrong;
	bool rounded = false;
	const char *text = cells_text(x, from);
	*cell = (struct cell){.text = text, .length = strlen(text)};
	const struct field_rules rules = rules_of(x, from);
	bool fine = field_read(&rules, f, x->row.currency, cell, &rounded, &wrong);
	size_t column = x->map->columns[from];
	if (!fine)
		return fault(x, wrong.code, column, wrong.about, cell->text), wrong.untold && column != 0 ? CELLS_ORDER : CELLS_REFUSED;
	if (cell->state == CELL_EMPTY && x->map->needs[f] == NEED_CELL)
		return fault(x, DIAG_REQUIRED_EMPTY, column, field_name(f), NULL), CELLS_REFUSED;
	x->rounded += rounded;
	if (field_type(f) == TYPE_ID && cell->state == CELL_GIVEN && !x->damaged_told[f] && looks_damaged(cell))
		x->damaged[f] = x->damaged_told[f] = true;
	if (f == FIELD_CURRENCY && cell->state == CELL_GIVEN)
		x->row.currency.code = (int32_t)cell->i;
	return CELLS_FINE;
}

/* Of the fields of which a record needs one, a row has to have one. */
static bool check_one_of(struct cells *x) {
	const struct source_map *m = x->map;
	const char *first = NULL;
	const char *second = NULL;
	size_t column = 0;
	for (size_t i = 0; i < m->n_fields; i++) {
		enum field f = m->fields[i];
		if (m->needs[f] != NEED_ONE_OF)
			continue;
		if (x->row.cells[f].state != CELL_EMPTY)
			return true;
		second = first == NULL ? NULL : field_name(f);
		first = first == NULL ? field_name(f) : first;
		column = column == 0 ? m->columns[f] : column;
	}
	if (first == NULL)
		return true;
	g_autofree char *both = second == NULL ? g_strdup(first) : g_strdup_printf("%s or %s", first, second);
	return fault(x, DIAG_REQUIRED_EMPTY, column, both, NULL);
}

static void read_slices(struct cells *x, const struct table_row *r) {
	const struct source_map *m = x->map;
	for (size_t i = 0; i < m->n_slices; i++) {
		const char *constant = m->slice_fields[i] == FIELD_COUNT ? NULL : m->constants[m->slice_fields[i]];
		const char *text = m->slices[i] != 0 ? text_of(r, m->slices[i]) : constant;
		/* A field's column is read in the format's words, also as a slice. */
		for (size_t k = 0; m->slices[i] != 0 && k < m->n_fields; k++)
			if (m->columns[m->fields[k]] == m->slices[i])
				text = cells_text(x, m->fields[k]);
		if (text == NULL)
			continue;
		x->row.slices[i] = (struct cell){.text = text, .length = strlen(text), .state = field_is_empty(text) ? CELL_EMPTY : CELL_GIVEN};
	}
}

/* The k-th survey that has a column, as an index into WIDE. */
static size_t wide_of(const struct cells *x, size_t k) {
	for (size_t i = 0; i < G_N_ELEMENTS(WIDE); i++)
		if ((x->map->columns[WIDE[i]] != 0 || x->map->constants[WIDE[i]] != NULL) && k-- == 0)
			return i;
	g_assert_not_reached();
}

/* The survey a column is of, and its cell as the score. */
static enum cells_result read_wide(struct cells *x, size_t k) {
	static const char *const NAMES[] = {"nps", "csat", "ces"};
	size_t i = wide_of(x, k);
	/* A scale beside the column of the recommendation question is the other questions': it has one by definition. */
	if (WIDE[i] == FIELD_NPS)
		x->row.cells[FIELD_SCALE] = (struct cell){0};
	x->row.cells[FIELD_SURVEY] = (struct cell){.state = CELL_GIVEN, .text = NAMES[i], .length = strlen(NAMES[i]), .i = (int64_t)i};
	x->row.columns[FIELD_SCORE] = x->map->columns[WIDE[i]];
	/* One response holds an answer to each: they are no repetitions of one another. */
	struct cell *response = &x->row.cells[FIELD_RESPONSE_ID];
	if (response->state == CELL_GIVEN) {
		g_autofree char *id = g_strconcat(response->text, "/", NAMES[i], NULL);
		response->text = g_string_chunk_insert(x->format.scratch, id);
		response->length = strlen(response->text);
	}
	return read_field(x, FIELD_SCORE, WIDE[i]);
}

static bool is_wide(const struct cells *x, enum field f) {
	return x->map->wide && (f == FIELD_NPS || f == FIELD_CSAT || f == FIELD_CES || f == FIELD_SURVEY || f == FIELD_SCORE);
}

enum cells_result cells_read(struct cells *x, const struct table_row *r, size_t k) {
	x->row.line = r->line;
	x->row.end_line = r->end_line;
	x->row.currency = CURRENCY_NONE;
	x->rounded = 0;
	memset(x->damaged, 0, sizeof x->damaged);
	for (size_t i = 0; i < x->map->n_fields; i++) {
		enum cells_result result = is_wide(x, x->map->fields[i]) ? CELLS_FINE : read_field(x, x->map->fields[i], x->map->fields[i]);
		if (result != CELLS_FINE)
			return result;
	}
	if (x->map->wide) {
		enum cells_result result = read_wide(x, k);
		if (result != CELLS_FINE)
			return result;
	}
	if (!check_one_of(x))
		return CELLS_REFUSED;
	read_slices(x, r);
	return CELLS_FINE;
}
