/* cmd/init_look: a file through the readers of ingest/, as far as its first rows. Which row holds the names is asked of ingest/shape first; where that
 * knows none of them, the row with most names that init knows is taken, or none when the first row is data. */
#include "cmd/init.h"
#include "base/text.h"
#include "ingest/shape.h"
#include "ingest/source.h"

#include <string.h>

#define LONGEST_KEPT 200 /* bytes of a value */

static struct table *open_file(const struct look *l, const struct client_conf *c, struct diag *d) {
	struct table_rules rules = {.path = l->path, .name = l->name, .delimiter = l->delimiter, .encoding = "auto",
	                            .cell = (size_t)conf_int(c, SETTING_LIMIT_CELL), .unpacked = conf_int(c, SETTING_LIMIT_UNPACKED)};
	return table_open(&rules, d);
}

static void column_clear(gpointer p) {
	struct look_column *c = p;
	g_free(c->header);
	g_free(c->folded);
	g_ptr_array_unref(c->values);
	g_hash_table_unref(c->seen);
}

void look_free(gpointer p) {
	struct look *l = p;
	if (l == NULL)
		return;
	g_free(l->path);
	g_free(l->file);
	g_free(l->name);
	g_array_unref(l->columns);
	g_free(l);
}

/* ---- names ---- */

static char *cell_text(const struct table_row *r, size_t i) {
	if (i >= r->n || memchr(r->bytes + r->cells[i].start, '\0', r->cells[i].length) != NULL ||
	    !g_utf8_validate_len(r->bytes + r->cells[i].start, r->cells[i].length, NULL))
		return NULL;
	return text_trim(r->bytes + r->cells[i].start);
}

static bool is_known(const char *folded) {
	const struct format *plain = format_called("canonical");
	for (int r = 0; r < RECORD_COUNT; r++)
		for (size_t i = 0; i < plain->records[r].n; i++) {
			const struct format_field *f = &plain->records[r].fields[i];
			if (format_is_name(field_name(f->field), folded) || format_is_name(f->names, folded) || format_is_name(init_names((enum record)r, f->field), folded))
				return true;
		}
	return false;
}

/* Digits and what may stand among them in numbers, days and times: names of columns are words. */
static bool is_data(const char *text) {
	return strpbrk(text, "0123456789") != NULL && strspn(text, "0123456789.,:-+/ %TZ$") == strlen(text);
}

/* How many cells are names that are known, and how many are data. */
static void weigh(const struct table_row *r, size_t *known, size_t *data, size_t *filled) {
	*known = *data = *filled = 0;
	for (size_t i = 0; i < r->n && i < LOOK_MOST_COLUMNS; i++) {
		const char *text = cell_text(r, i);
		if (text == NULL || text[0] == '\0')
			continue;
		g_autofree char *folded = text_fold(text);
		++*filled;
		*known += is_known(folded);
		*data += is_data(text);
	}
}

/* Which row holds the names, from 0; sets headless. */
static size_t header_row(struct look *l, struct table *t) {
	struct table_row r;
	size_t best = 0, most = 0;
	for (size_t at = 0; at < SHAPE_MOST_ABOVE && table_next(t, &r); at++) {
		size_t known, data, filled;
		weigh(&r, &known, &data, &filled);
		if (at == 0)
			l->headless = known == 0 && filled > 0 && data * 2 >= filled;
		if (known > most && data == 0) {
			most = known;
			best = at;
		}
	}
	l->headless = l->headless && most == 0;
	return best;
}

/* ---- values ---- */

static void keep_value(struct look_column *c, const char *text) {
	if (field_is_empty(text))
		return;
	c->filled++;
	size_t n = strlen(text);
	char *kept = text_visible(text, n, LONGEST_KEPT);
	if (g_hash_table_contains(c->seen, kept)) {
		g_free(kept);
		return;
	}
	g_hash_table_add(c->seen, kept);
	if (c->values->len < LOOK_MOST_VALUES)
		g_ptr_array_add(c->values, g_strndup(text, LONGEST_KEPT));
}

static void add_columns(struct look *l, char *const *names, size_t n) {
	l->n_columns = n;
	for (size_t i = 0; i < n && i < LOOK_MOST_COLUMNS; i++) {
		struct look_column c = {.header = g_strdup(names == NULL ? "" : names[i]),
		                        .values = g_ptr_array_new_with_free_func(g_free),
		                        .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
		c.folded = text_fold(c.header);
		g_array_append_val(l->columns, c);
	}
}

static void keep_row(struct look *l, const struct table_row *r) {
	for (guint i = 0; i < l->columns->len; i++) {
		const char *text = cell_text(r, i);
		if (text != NULL)
			keep_value(&g_array_index(l->columns, struct look_column, i), text);
	}
}

static void take_names(struct look *l, const struct table_row *r) {
	g_auto(GStrv) names = g_new0(char *, r->n + 1);
	for (size_t i = 0; i < r->n; i++) {
		const char *text = cell_text(r, i);
		names[i] = g_strdup(text == NULL ? "" : text);
	}
	add_columns(l, names, r->n);
}

/* Reads the rows below the names. */
static void keep_rows(struct look *l, struct table *t) {
	struct table_row r;
	for (int64_t i = 0; i < LOOK_MOST_ROWS && table_next(t, &r); i++) {
		if (r.fault != TABLE_FAULT_NONE)
			continue;
		if (l->columns->len == 0)
			add_columns(l, NULL, r.n);
		keep_row(l, &r);
	}
}

static void look_at_rows(struct look *l, struct table *t) {
	struct table_row r;
	char *const *names = table_names(t);
	if (names != NULL) {
		add_columns(l, names, g_strv_length((char **)names));
	} else {
		size_t at = header_row(l, t);
		if (!table_rewind(t))
			return;
		for (size_t i = 0; !l->headless && i <= at; i++)
			if (!table_next(t, &r))
				return;
		if (!l->headless)
			take_names(l, &r);
	}
	keep_rows(l, t);
}

/* ---- vendors ---- */

/* The first column whose name or label holds one of the words and whose values are numbers; from 1, 0: none. */
static size_t question_with(const struct look *l, const struct shape *s, const struct client_conf *c, enum field f, const char *words) {
	g_auto(GStrv) each = g_strsplit(words, " ", -1);
	for (guint i = 0; i < l->columns->len; i++) {
		const struct look_column *column = &g_array_index(l->columns, struct look_column, i);
		g_autofree char *label = text_fold(s->labels == NULL ? "" : s->labels[i]);
		bool said = false;
		for (size_t k = 0; each[k] != NULL; k++)
			said = said || strstr(column->folded, each[k]) != NULL || strstr(label, each[k]) != NULL;
		if (said && column->header[0] != '\0' && look_agrees(c, column, f, '.') >= 0.9)
			return i + 1;
	}
	return 0;
}

/* Which questions of a vendor's survey are behind its scores: the user wrote them, so only their words can tell. */
static void find_questions(struct look *l, const struct shape *s, const struct client_conf *c, const struct export *e) {
	static const struct {
		enum field field;
		const char *words;
	} WORDS[] = {
		{FIELD_NPS, "recommend nps weiterempf recommander recomend 推荐 推薦"},
		{FIELD_CSAT, "satisf csat zufrieden satisfe satisfa 满意 滿意"},
		{FIELD_CES, "effort how_easy easy_was easy_it einfach_war aufwand"},
	};
	g_autoptr(GHashTable) columns = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(diag) unsaid = diag_new();
	for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
		size_t column = question_with(l, s, c, WORDS[i].field, WORDS[i].words);
		for (size_t k = 0; k < i; k++)
			column = l->questions[WORDS[k].field] == column ? 0 : column;
		l->questions[WORDS[i].field] = column;
		if (column != 0)
			g_hash_table_insert(columns, (gpointer)(uintptr_t)field_name(WORDS[i].field), g_array_index(l->columns, struct look_column, column - 1).header);
	}
	struct export named = *e;
	named.columns = columns;
	struct source_map m = {0};
	l->untold = g_hash_table_size(columns) == 0 || !source_map_init(&m, c, &named, RECORD_SURVEYS, s, unsaid);
	source_map_clear(&m);
}

/* Which records a vendor's format feeds from this file; its columns are looked at where that says they are. */
static void find_vendors(struct look *l, struct table *t, const struct client_conf *c, const struct export *e) {
	for (int r = 0; r < RECORD_COUNT; r++) {
		g_autoptr(diag) unsaid = diag_new();
		struct shape s = {0};
		struct source_map m = {0};
		bool fits = table_rewind(t) && shape_find(&s, t, e, (enum record)r, unsaid) && s.format != NULL && s.format->signature != NULL;
		bool mapped = fits && source_map_init(&m, c, e, (enum record)r, &s, unsaid);
		l->vendor[r] = mapped || (fits && r == RECORD_SURVEYS);
		if (l->vendor[r] && l->format == NULL) {
			l->format = s.format->name;
			add_columns(l, s.headers, s.n);
			keep_rows(l, t);
		}
		if (l->vendor[r] && !mapped)
			find_questions(l, &s, c, e);
		source_map_clear(&m);
		shape_clear(&s);
	}
}

/* Rows of one cell each that hold runs of blanks between as many words: blanks part the cells. */
static bool parted_by_blanks(struct table *t) {
	struct table_row r;
	size_t words = 0, rows = 0;
	while (rows < 20 && table_next(t, &r)) {
		char *text = r.n == 1 && r.fault == TABLE_FAULT_NONE ? cell_text(&r, 0) : NULL;
		if (text == NULL)
			return false;
		size_t n = 0;
		for (const char *p = text; *p != '\0'; n++) {
			p += strcspn(p, " \t");
			p += strspn(p, " \t");
		}
		if (n < 2 || (rows > 0 && n != words))
			return false;
		words = n;
		rows++;
	}
	return rows > 1 && table_rewind(t);
}

struct look *look_new(const char *path, const struct client_conf *c, struct diag *d) {
	struct look *l = g_new0(struct look, 1);
	l->path = g_strdup(path);
	l->name = text_visible(path, strlen(path), 4096);
	l->delimiter = "auto";
	l->columns = g_array_new(FALSE, TRUE, sizeof(struct look_column));
	g_array_set_clear_func(l->columns, column_clear);
	g_autoptr(table) t = open_file(l, c, d);
	if (t != NULL && strcmp(table_form(t), "workbook") != 0 && parted_by_blanks(t)) {
		l->delimiter = "blanks";
		table_free(g_steal_pointer(&t));
		t = open_file(l, c, d);
	}
	if (t == NULL) {
		look_free(l);
		return NULL;
	}
	g_autoptr(GHashTable) none = g_hash_table_new(g_str_hash, g_str_equal);
	const struct export e = {.file = l->name, .path = l->path, .columns = none, .constants = none,
	                         .delimiter = (char *)(uintptr_t)l->delimiter};
	find_vendors(l, t, c, &e);
	if (l->format == NULL && table_rewind(t))
		look_at_rows(l, t);
	if (table_failed(t) != NULL) {
		diag_report(d, DIAG_FILE_READ, (struct where){.file = l->name}, table_failed(t), NULL);
		look_free(l);
		return NULL;
	}
	return l;
}

double look_agrees(const struct client_conf *c, const struct look_column *column, enum field f, char decimal) {
	char sign[2] = {decimal, '\0'};
	const struct export e = {.dates = (char *)(uintptr_t)"auto", .decimal = sign};
	struct field_rules rules;
	guint good = 0;
	field_rules_init(&rules, c, &e, NULL);
	for (guint i = 0; i < column->values->len; i++) {
		const char *text = g_ptr_array_index(column->values, i);
		struct cell cell = {.text = text, .length = strlen(text)};
		struct field_fault fault = {0};
		bool rounded;
		bool fine = field_read(&rules, f, CURRENCY_NONE, &cell, &rounded, &fault) && cell.state != CELL_TEXT_NOT_NUMBER;
		good += fine || fault.code == DIAG_FIELD_DATE_ORDER || fault.code == DIAG_FIELD_AMOUNT_CURRENCY;
	}
	field_rules_clear(&rules);
	guint n = column->values->len;
	double share = n == 0 ? 0 : (double)good / (double)n;
	/* One wrong value of a few is a wrong row, not a wrong column. */
	return n >= 3 && good + 1 == n ? MAX(share, 0.9) : share;
}
