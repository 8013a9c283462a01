/* ingest/ingest: from the bytes of a file to its typed rows, one at a time, and the account of all of them. */
#include "ingest/ingest.h"
#include "base/month.h"
#include "ingest/cells.h"
#include "ingest/describe.h"
#include "ingest/latest.h"
#include "ingest/order.h"
#include "ingest/shape.h"
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
	struct shape shape;
	struct source_map map;
	struct cells cells;
	bool ordered;     /* the whole file was looked at for how its columns are written */
	int64_t n;        /* rows of the table that were read below the names */
	struct latest *latest; /* NULL: the file does not say when its rows were updated */
	GHashTable *seen; /* of struct seen_row; NULL: not asked for */
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
	struct row *row = &x->cells.row;
	struct seen_row *s = g_new(struct seen_row, 1);
	s->line = r->line;
	hash_cells(r, s->hash);
	const struct seen_row *earlier = g_hash_table_lookup(x->seen, s);
	row->identical_before = earlier != NULL;
	row->identical_line = earlier == NULL ? 0 : earlier->line;
	if (earlier == NULL)
		g_hash_table_add(x->seen, s);
	else
		g_free(s);
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
	a->rounded += x->cells.rounded;
	int32_t day = day_of_row(&x->cells.row);
	if (day == DAY_NONE)
		return;
	if (a->first_day == DAY_NONE || day < a->first_day)
		a->first_day = day;
	if (a->last_day == DAY_NONE || day > a->last_day)
		a->last_day = day;
}

/* Constants are read for every row, in its currency; here it is seen once that they can be. */
static bool check_constants(struct reading *x, const struct client_conf *c) {
	bool fine = true;
	struct currency currency = CURRENCY_NONE;
	struct field_rules rules = x->cells.rules;
	rules.decimal = rules.decimal == DECIMAL_AUTO ? '.' : rules.decimal;
	for (size_t i = 0; i < x->map.n_fields; i++) {
		enum field f = x->map.fields[i];
		if (x->map.constants[f] == NULL)
			continue;
		struct cell cell = {.text = x->map.constants[f], .length = strlen(x->map.constants[f])};
		struct field_fault fault;
		bool rounded;
		bool can = field_read(&rules, f, currency, &cell, &rounded, &fault);
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
	if (!shape_find(&x->shape, x->table, x->e, x->a->record, x->d))
		return false;
	x->a->beside = x->shape.beside;
	x->a->format = x->shape.format->name;
	bool mapped = source_map_init(&x->map, c, x->e, x->a->record, &x->shape, x->d);
	cells_init(&x->cells, c, x->e, &x->map, x->shape.zone, (size_t)conf_int(c, SETTING_LIMIT_CELL));
	if (!mapped || !check_constants(x, c))
		return false;
	for (size_t i = 0; i < x->map.n_fields; i++)
		x->a->fields[x->map.fields[i]] = true;
	if (x->map.wide)
		x->a->fields[FIELD_SURVEY] = x->a->fields[FIELD_SCORE] = true;
	/* The times of update have to be understood before the rows come. */
	if (latest_wanted(&x->map)) {
		x->ordered = true;
		if (!order_find(&x->cells, &x->shape, x->table, x->e->file, x->d))
			return false;
		x->latest = latest_new(&x->cells, &x->shape, x->table);
		if (!shape_skip(&x->shape, x->table))
			return false;
	}
	if (x->e->whole_row_duplicates)
		x->seen = g_hash_table_new_full(seen_hash, seen_equal, g_free, NULL);
	return true;
}

/* A cell asked how its column is written: that is found from the whole file, which is then taken up again at the row at hand. */
static bool find_order(struct reading *x, struct table_row *r) {
	x->ordered = true;
	if (!order_find(&x->cells, &x->shape, x->table, x->e->file, x->d) || !shape_skip(&x->shape, x->table))
		return false;
	for (int64_t i = 0; i < x->n; i++)
		if (!table_next(x->table, r))
			return false;
	return cells_look(&x->cells, r) == CELLS_ROW;
}

static enum row_fate refuse(struct reading *x, const struct table_row *r) {
	account_refuse(x->a, x->d, x->cells.fault.code, r->line, (int64_t)x->cells.fault.column, x->cells.fault.arg1, x->cells.fault.arg2);
	return ROW_REFUSED;
}

/* A row that is named as refused is named with its text. */
static void keep_raw(struct reading *x, const struct table_row *r) {
	if (account_wants_raw(x->a, r->line))
		account_raw(x->a, r->line, table_raw(x->table, r, REJECT_MOST_RAW));
}

static enum row_fate supersede(struct reading *x, const struct table_row *r, int64_t by_line) {
	account_supersede(x->a, x->d, r->line, latest_key(x->latest, &x->cells), by_line);
	return ROW_DUPLICATE;
}

static void tell_damaged(struct reading *x) {
	const struct row *row = &x->cells.row;
	for (int f = 0; f < FIELD_COUNT; f++)
		if (x->cells.damaged[f])
			account_note(x->a, x->d, DIAG_ID_DAMAGED, row->line, (int64_t)row->columns[f], field_name((enum field)f), cells_text(&x->cells, (enum field)f));
}

/* A row of the table is one row of the account, or one for each survey that has a column. False when the file cannot be read on. */
static bool read_answers(struct reading *x, struct table_row *r, enum row_fate (*receive)(void *, const struct row *, struct account *), void *context) {
	look_for_same(x, r);
	for (size_t k = 0; k < cells_answers(&x->cells); k++) {
		enum cells_result result = cells_read(&x->cells, r, k);
		if (result == CELLS_ORDER && !x->ordered) {
			if (!find_order(x, r))
				return false;
			result = cells_read(&x->cells, r, k);
		}
		account_row_begin(x->a);
		tell_damaged(x);
		int64_t later = result == CELLS_FINE && x->latest != NULL ? latest_line(x->latest, &x->cells, x->n) : 0;
		enum row_fate fate = later > 0 ? supersede(x, r, later) : result == CELLS_FINE ? receive(context, &x->cells.row, x->a) : refuse(x, r);
		if (fate == ROW_USED)
			count_used(x);
		if (fate == ROW_REFUSED)
			keep_raw(x, r);
		account_row_end(x->a, fate);
	}
	return true;
}

static void refuse_row(struct reading *x, const struct table_row *r, enum cells_look look) {
	account_row_begin(x->a);
	if (look == CELLS_TEST || look == CELLS_VOID)
		account_refuse_by_rule(x->a, x->d, look == CELLS_TEST ? DIAG_ROW_TEST : DIAG_ROW_VOID, r->line);
	else
		refuse(x, r);
	keep_raw(x, r);
	account_row_end(x->a, ROW_REFUSED);
}

static bool read_rows(struct reading *x, enum row_fate (*receive)(void *, const struct row *, struct account *), void *context) {
	struct table_row r;
	bool fine = true;
	while (fine && table_next(x->table, &r)) {
		x->n++;
		switch (cells_look(&x->cells, &r)) {
		case CELLS_BESIDE: x->a->beside++; break;
		case CELLS_ROW: fine = read_answers(x, &r, receive, context); break;
		case CELLS_TEST: refuse_row(x, &r, CELLS_TEST); break;
		case CELLS_VOID: refuse_row(x, &r, CELLS_VOID); break;
		case CELLS_BROKEN: refuse_row(x, &r, CELLS_BROKEN); break;
		}
	}
	const char *failed = table_failed(x->table);
	if (failed != NULL)
		diag_report(x->d, DIAG_FILE_READ, (struct where){.file = x->e->file}, failed, NULL);
	account_close(x->a, x->d);
	return fine && failed == NULL;
}

static struct table_rules rules_of(const struct client_conf *c, const struct export *e) {
	return (struct table_rules){.path = e->path, .name = e->file, .delimiter = e->delimiter, .encoding = e->encoding, .sheet = e->sheet, .row_path = e->row_path,
	                            .cell = (size_t)conf_int(c, SETTING_LIMIT_CELL), .unpacked = conf_int(c, SETTING_LIMIT_UNPACKED)};
}

struct account *ingest_read(const struct client_conf *c, const struct export *e, struct diag *d, bool *ok,
                            enum row_fate (*receive)(void *context, const struct row *row, struct account *a), void *context) {
	enum record record;
	if (!record_parse(e->record, &record))
		g_error("site.conf was let have an export of \"%s\"", e->record);
	g_autofree struct reading *x = g_new0(struct reading, 1);
	*x = (struct reading){.e = e, .d = d, .a = account_new(e->file, record)};
	struct table_rules rules = rules_of(c, e);
	x->table = table_open(&rules, d);
	*ok = x->table != NULL;
	if (*ok) {
		x->a->encoding = g_strdup(table_encoding(x->table));
		x->a->delimiter = table_form(x->table);
		x->a->packed = table_packed(x->table);
		*ok = begin(x, c) && read_rows(x, receive, context);
		describe(x->a, x->table, &x->shape, &x->map, &x->cells);
	}
	cells_clear(&x->cells);
	source_map_clear(&x->map);
	shape_clear(&x->shape);
	latest_free(x->latest);
	g_clear_pointer(&x->seen, g_hash_table_unref);
	table_free(x->table);
	return x->a;
}

void ingest_recall(const struct client_conf *c, const struct export *e, struct account *a) {
	g_autoptr(diag) unsaid = diag_new();
	struct table_rules rules = rules_of(c, e);
	bool wanted = false;
	for (guint i = 0; i < a->rejects->len && strcmp(e->path, "-") != 0; i++)
		wanted = wanted || ((const struct reject *)g_ptr_array_index(a->rejects, i))->raw == NULL;
	g_autoptr(table) t = wanted ? table_open(&rules, unsaid) : NULL;
	struct table_row r;
	guint i = 0;
	while (t != NULL && strcmp(table_form(t), "xml") != 0 && i < a->rejects->len && table_next(t, &r))
		for (; i < a->rejects->len; i++) {
			struct reject *reject = g_ptr_array_index(a->rejects, i);
			if (reject->line > r.line)
				break;
			if (reject->line == r.line && reject->raw == NULL)
				reject->raw = table_raw(t, &r, REJECT_MOST_RAW);
		}
}
