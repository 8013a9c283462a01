/* ingest/ingest: from the bytes of a file to its typed rows, one at a time, and the account of all of them. */
#include "ingest/ingest.h"
#include "base/month.h"
#include "base/text.h"
#include "ingest/field.h"
#include "ingest/source.h"
#include "ingest/table.h"

#include <string.h>

/* A row whose cells were seen, for exports that ask for whole_row duplicates: 128 bits of SHA-256 over them. */
struct seen_row {
	uint64_t hash[2];
	int64_t line;
};

/* One file being read. */
struct reading {
	const struct export *e;
	struct diag *d;
	struct account *a;
	struct table *table;
	size_t cell_limit;
	struct field_rules rules;
	struct source_map map;
	struct row row;
	int64_t rounded;            /* amounts rounded in the row at hand */
	bool damaged[FIELD_COUNT];  /* an id field of which a damaged one was named */
	GHashTable *seen;           /* of struct seen_row; NULL: not asked for */
};

static guint seen_hash(gconstpointer p) {
	return (guint)((const struct seen_row *)p)->hash[0];
}

static gboolean seen_equal(gconstpointer p, gconstpointer q) {
	return memcmp(((const struct seen_row *)p)->hash, ((const struct seen_row *)q)->hash, sizeof(uint64_t[2])) == 0;
}

/* Of the cells and what parts them. */
static void hash_cells(const struct table_row *r, uint64_t hash[static 2]) {
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize n = sizeof digest;
	const struct table_span *last = &r->cells[r->n - 1];
	g_checksum_update(sum, (const guchar *)r->bytes, (gssize)(last->start + last->length));
	g_checksum_get_digest(sum, digest, &n);
	memcpy(hash, digest, sizeof(uint64_t[2]));
}

static void look_for_same(struct reading *x, const struct table_row *r) {
	if (x->seen == NULL)
		return;
	struct seen_row *s = g_new(struct seen_row, 1);
	s->line = r->line;
	hash_cells(r, s->hash);
	const struct seen_row *earlier = g_hash_table_lookup(x->seen, s);
	x->row.identical_before = earlier != NULL;
	x->row.identical_line = earlier == NULL ? 0 : earlier->line;
	if (earlier == NULL)
		g_hash_table_add(x->seen, s);
	else
		g_free(s);
}

static bool refuse(struct reading *x, enum diag_code code, const struct table_row *r, size_t column, const char *arg1, const char *arg2) {
	account_refuse(x->a, x->d, code, r->line, (int64_t)column, arg1, arg2);
	return false;
}

static bool refuse_counts(struct reading *x, enum diag_code code, const struct table_row *r, size_t column, size_t first, size_t second) {
	g_autofree char *one = g_strdup_printf("%zu", first);
	g_autofree char *two = g_strdup_printf("%zu", second);
	return refuse(x, code, r, column, one, two);
}

/* Whether the record has the shape of a row of this file and nothing but UTF-8 in it. */
static bool check_shape(struct reading *x, const struct table_row *r) {
	size_t columns = x->map.n_columns;
	switch (r->fault) {
	case TABLE_FAULT_NONE: break;
	case TABLE_FAULT_QUOTE: return refuse(x, DIAG_ROW_QUOTE, r, r->fault_column, NULL, NULL);
	case TABLE_FAULT_CELL: return refuse_counts(x, DIAG_CELL_LIMIT, r, r->fault_column, x->cell_limit, 0);
	case TABLE_FAULT_ROW: return refuse_counts(x, DIAG_ROW_LIMIT, r, r->fault_column, x->cell_limit * TABLE_CELLS_A_ROW, 0);
	case TABLE_FAULT_COLUMNS: return refuse_counts(x, DIAG_ROW_COLUMNS, r, r->fault_column, TABLE_MOST_COLUMNS, 0);
	}
	if (r->n < columns)
		return refuse_counts(x, DIAG_ROW_SHORT, r, r->n + 1, r->n, columns);
	if (r->n > columns)
		return refuse_counts(x, DIAG_ROW_LONG, r, columns + 1, r->n, columns);
	for (size_t i = 0; i < r->n; i++) {
		const char *cell = r->bytes + r->cells[i].start;
		if (memchr(cell, '\0', r->cells[i].length) != NULL)
			return refuse(x, DIAG_ROW_NUL, r, i + 1, x->map.headers[i], NULL);
		if (!g_utf8_validate_len(cell, r->cells[i].length, NULL))
			return refuse(x, DIAG_ROW_UTF8, r, i + 1, x->map.headers[i], NULL);
	}
	return true;
}

/* The text of a column, or of a constant when column is 0. */
static struct cell take_text(const struct table_row *r, size_t column, const char *constant) {
	const char *text = column == 0 ? constant : text_trim(r->bytes + r->cells[column - 1].start);
	return (struct cell){.text = text, .length = strlen(text)};
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

static bool read_field(struct reading *x, const struct table_row *r, enum field f) {
	struct cell *cell = &x->row.cells[f];
	size_t column = x->map.columns[f];
	struct field_fault fault;
	bool rounded = false;
	*cell = take_text(r, column, x->map.constants[f]);
	if (!field_read(&x->rules, f, x->row.currency, cell, &rounded, &fault))
		return refuse(x, fault.code, r, column, fault.about, cell->text);
	if (cell->state == CELL_EMPTY && x->map.needs[f] == NEED_CELL)
		return refuse(x, DIAG_REQUIRED_EMPTY, r, column, field_name(f), NULL);
	x->rounded += rounded;
	if (f == FIELD_CURRENCY && cell->state == CELL_GIVEN)
		x->row.currency.code = (int32_t)cell->i;
	if (field_type(f) == TYPE_ID && cell->state == CELL_GIVEN && !x->damaged[f] && looks_damaged(cell)) {
		x->damaged[f] = true;
		account_note(x->a, x->d, DIAG_ID_DAMAGED, r->line, (int64_t)column, field_name(f), cell->text);
	}
	return true;
}

/* Of the fields of which a record needs one, a row has to have one. */
static bool check_one_of(struct reading *x, const struct table_row *r) {
	const struct source_map *m = &x->map;
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
	return refuse(x, DIAG_REQUIRED_EMPTY, r, column, both, NULL);
}

static void read_slices(struct reading *x, const struct table_row *r) {
	const struct source_map *m = &x->map;
	for (size_t i = 0; i < m->n_slices; i++) {
		const char *constant = m->slice_fields[i] == FIELD_COUNT ? NULL : m->constants[m->slice_fields[i]];
		if (m->slices[i] == 0 && constant == NULL)
			continue;
		x->row.slices[i] = take_text(r, m->slices[i], constant);
		x->row.slices[i].state = field_is_empty(x->row.slices[i].text) ? CELL_EMPTY : CELL_GIVEN;
	}
}

/* Fills in the row, or refuses it. */
static bool read_row(struct reading *x, const struct table_row *r) {
	x->row.line = r->line;
	x->row.end_line = r->end_line;
	x->row.currency = CURRENCY_NONE;
	x->rounded = 0;
	if (!check_shape(x, r))
		return false;
	look_for_same(x, r);
	for (size_t i = 0; i < x->map.n_fields; i++)
		if (!read_field(x, r, x->map.fields[i]))
			return false;
	if (!check_one_of(x, r))
		return false;
	read_slices(x, r);
	return true;
}

/* The day that says how far a record's file reaches; a month counts from its first day. */
static int32_t day_of_row(const struct row *row) {
	static const enum field DATED[RECORD_COUNT] = {
		[RECORD_CUSTOMERS] = FIELD_SIGNUP_DATE, [RECORD_SUBSCRIPTIONS] = FIELD_START_DATE, [RECORD_INVOICES] = FIELD_DATE,
		[RECORD_ORDERS] = FIELD_DATE, [RECORD_SURVEYS] = FIELD_DATE, [RECORD_SPEND] = FIELD_DATE, [RECORD_RATES] = FIELD_DATE,
		[RECORD_INVITATIONS] = FIELD_DATE, [RECORD_CONTACTS] = FIELD_OPENED_AT, [RECORD_WORK] = FIELD_DATE,
	};
	enum field dated = DATED[row->record];
	const struct cell *day = &row->cells[dated];
	if (day->state == CELL_GIVEN)
		return field_type(dated) == TYPE_STAMP ? stamp_day(day->i) : (int32_t)day->i;
	const struct cell *month = &row->cells[FIELD_MONTH];
	return month->state == CELL_GIVEN ? month_first_day((struct month){(int32_t)month->i}) : DAY_NONE;
}

static void count_used(struct reading *x) {
	struct account *a = x->a;
	a->rounded += x->rounded;
	int32_t day = day_of_row(&x->row);
	if (day == DAY_NONE)
		return;
	if (a->first_day == DAY_NONE || day < a->first_day)
		a->first_day = day;
	if (a->last_day == DAY_NONE || day > a->last_day)
		a->last_day = day;
}

static bool header_broken(struct reading *x, const struct table_row *r, const char *why) {
	diag_report(x->d, DIAG_HEADER_BROKEN, (struct where){.file = x->e->file, .line = r->line}, why, NULL);
	return false;
}

/* The first record as trimmed names; false with the reason in d. *headers is NULL-terminated and the caller's. */
static bool read_header(struct reading *x, char ***headers, size_t *n) {
	struct table_row r;
	if (!table_next(x->table, &r)) {
		const char *failed = table_failed(x->table);
		diag_report(x->d, failed != NULL ? DIAG_FILE_READ : DIAG_FILE_EMPTY, (struct where){.file = x->e->file}, failed, NULL);
		return false;
	}
	if (r.fault == TABLE_FAULT_QUOTE)
		return header_broken(x, &r, "its quoting is broken");
	if (r.fault != TABLE_FAULT_NONE)
		return header_broken(x, &r, "it is too large");
	g_auto(GStrv) names = g_new0(char *, r.n + 1);
	for (size_t i = 0; i < r.n; i++) {
		char *cell = r.bytes + r.cells[i].start;
		if (memchr(cell, '\0', r.cells[i].length) != NULL)
			return header_broken(x, &r, "it holds NUL bytes, as UTF-16 does");
		if (!g_utf8_validate_len(cell, r.cells[i].length, NULL))
			return header_broken(x, &r, "it is not valid UTF-8");
		names[i] = g_strdup(text_trim(cell));
	}
	*n = r.n;
	*headers = g_steal_pointer(&names);
	return true;
}

/* Constants are read for every row, in its currency; here it is seen once that they can be. */
static bool check_constants(struct reading *x, const struct client_conf *c) {
	bool fine = true;
	struct currency currency = CURRENCY_NONE;
	for (size_t i = 0; i < x->map.n_fields; i++) {
		enum field f = x->map.fields[i];
		if (x->map.constants[f] == NULL)
			continue;
		struct cell cell = take_text(NULL, 0, x->map.constants[f]);
		struct field_fault fault;
		bool rounded;
		bool can = field_read(&x->rules, f, currency, &cell, &rounded, &fault);
		/* An amount that names its currency can only be judged beside a row's. */
		if (can || fault.code == DIAG_FIELD_AMOUNT_CURRENCY) {
			currency.code = f == FIELD_CURRENCY ? (int32_t)cell.i : currency.code;
			continue;
		}
		fine = false;
		diag_report(x->d, DIAG_CONSTANT_VALUE, (struct where){.file = c->conf->file, .line = x->e->line}, record_name(x->map.record), x->e->file,
		            field_name(f), cell.text, NULL);
	}
	return fine;
}

static bool begin(struct reading *x, const struct client_conf *c) {
	g_auto(GStrv) headers = NULL;
	size_t n = 0;
	if (x->e->header != NULL) {
		headers = g_strdupv(x->e->header);
		n = g_strv_length(headers);
	} else if (!read_header(x, &headers, &n)) {
		return false;
	}
	field_rules_init(&x->rules, c, x->e);
	if (!source_map_init(&x->map, c, x->e, x->a->record, (const char *const *)headers, n, x->d) || !check_constants(x, c))
		return false;
	x->row = (struct row){.record = x->a->record, .file = x->e->file, .n_slices = x->map.n_slices};
	memcpy(x->row.columns, x->map.columns, sizeof x->row.columns);
	for (size_t i = 0; i < x->map.n_fields; i++)
		x->a->fields[x->map.fields[i]] = true;
	if (x->e->whole_row_duplicates)
		x->seen = g_hash_table_new_full(seen_hash, seen_equal, g_free, NULL);
	return true;
}

static bool read_rows(struct reading *x, enum row_fate (*receive)(void *, const struct row *, struct account *), void *context) {
	struct table_row r;
	while (table_next(x->table, &r)) {
		account_row_begin(x->a);
		enum row_fate fate = read_row(x, &r) ? receive(context, &x->row, x->a) : ROW_REFUSED;
		if (fate == ROW_USED)
			count_used(x);
		account_row_end(x->a, fate);
	}
	const char *failed = table_failed(x->table);
	if (failed != NULL)
		diag_report(x->d, DIAG_FILE_READ, (struct where){.file = x->e->file}, failed, NULL);
	account_close(x->a, x->d);
	return failed == NULL;
}

struct account *ingest_read(const struct client_conf *c, const struct export *e, struct diag *d, bool *ok,
                            enum row_fate (*receive)(void *context, const struct row *row, struct account *a), void *context) {
	enum record record;
	if (!record_parse(e->record, &record))
		g_error("site.conf was let have an export of \"%s\"", e->record);
	struct reading x = {.e = e, .d = d, .a = account_new(e->file, record), .cell_limit = (size_t)conf_int(c, SETTING_LIMIT_CELL)};
	struct table_rules rules = {.path = e->path, .name = e->file, .delimiter = e->delimiter, .encoding = e->encoding, .cell = x.cell_limit,
	                            .unpacked = conf_int(c, SETTING_LIMIT_UNPACKED)};
	x.table = table_open(&rules, d);
	*ok = x.table != NULL;
	if (*ok) {
		x.a->encoding = g_strdup(table_encoding(x.table));
		x.a->delimiter = table_form(x.table);
		*ok = begin(&x, c) && read_rows(&x, receive, context);
	}
	source_map_clear(&x.map);
	field_rules_clear(&x.rules);
	g_clear_pointer(&x.seen, g_hash_table_unref);
	table_free(x.table);
	return x.a;
}
