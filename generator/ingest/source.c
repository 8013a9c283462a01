/* ingest/source: from the headers of a file, the blocks of site.conf and the table of its format to the columns of the fields. */
#include "ingest/source.h"
#include "base/text.h"
#include "ingest/field.h"

#include <string.h>

/* What is needed while the columns of one file are found. */
struct finding {
	struct source_map *m;
	const struct export *e;
	const struct format_record *known;
	const char *const *headers;
	char **folded; /* [n_columns] */
	char **labels; /* [n_columns], folded; NULL: the file has none */
	bool *taken;   /* [n_columns]: by the columns block, or by a field's own name */
	struct where block, file;
	struct diag *d;
	bool fine;
};

static const struct format_field *known_field(const struct finding *x, const char *name) {
	for (size_t i = 0; i < x->known->n; i++)
		if (strcmp(field_name(x->known->fields[i].field), name) == 0)
			return &x->known->fields[i];
	return NULL;
}

/* The name nearest to word in quotes, or that there is none; caller owns. */
static char *nearest(const char *word, const char *const *names, size_t n) {
	const char *found = text_nearest(word, names, n);
	return found == NULL ? g_strdup("none of them") : g_strdup_printf("\"%s\"", found);
}

/* The keys of a block in byte order, so that what is said about them comes in the same order every time. */
static GList *sorted_keys(GHashTable *block) {
	return g_list_sort(g_hash_table_get_keys(block), (GCompareFunc)strcmp);
}

static void tell_unknown_field(struct finding *x, const char *name) {
	g_autofree const char **names = g_new(const char *, x->known->n);
	for (size_t i = 0; i < x->known->n; i++)
		names[i] = field_name(x->known->fields[i].field);
	g_autofree char *near = nearest(name, names, x->known->n);
	diag_report(x->d, DIAG_FIELD_UNKNOWN, x->block, record_name(x->m->record), x->e->file, name, near, NULL);
	x->fine = false;
}

static void take_constants(struct finding *x) {
	g_autoptr(GList) keys = sorted_keys(x->e->constants);
	for (const GList *k = keys; k != NULL; k = k->next) {
		const struct format_field *f = known_field(x, k->data);
		if (f == NULL) {
			tell_unknown_field(x, k->data);
			continue;
		}
		g_autofree char *copy = g_strdup(g_hash_table_lookup(x->e->constants, k->data));
		x->m->constants[f->field] = g_strdup(text_trim(copy));
	}
}

/* The column with this header, from 1: the same bytes, else the same when folded; 0: none. */
static size_t column_called(const struct finding *x, const char *header) {
	g_autofree char *folded = text_fold(header);
	for (size_t i = 0; i < x->m->n_columns; i++)
		if (strcmp(x->headers[i], header) == 0)
			return i + 1;
	for (size_t i = 0; i < x->m->n_columns; i++)
		if (x->folded[i][0] != '\0' && strcmp(x->folded[i], folded) == 0)
			return i + 1;
	for (size_t i = 0; x->labels != NULL && i < x->m->n_columns; i++)
		if (x->labels[i][0] != '\0' && strcmp(x->labels[i], folded) == 0)
			return i + 1;
	return 0;
}

static void take_columns_block(struct finding *x) {
	g_autoptr(GList) keys = sorted_keys(x->e->columns);
	for (const GList *k = keys; k != NULL; k = k->next) {
		const char *header = g_hash_table_lookup(x->e->columns, k->data);
		const struct format_field *f = known_field(x, k->data);
		if (f == NULL) {
			tell_unknown_field(x, k->data);
			continue;
		}
		size_t column = column_called(x, header);
		if (column == 0) {
			g_autofree char *near = nearest(header, x->headers, x->m->n_columns);
			diag_report(x->d, DIAG_COLUMN_UNKNOWN, x->file, (const char *)k->data, header, near, NULL);
			x->fine = false;
			continue;
		}
		x->m->columns[f->field] = column;
		x->taken[column - 1] = true;
	}
}

/* Whether column i is called so, by its name or its label. */
static bool is_called(const struct finding *x, size_t i, const char *names) {
	return format_is_name(names, x->folded[i]) || (x->labels != NULL && format_is_name(names, x->labels[i]));
}

static void take(struct finding *x, enum field f, size_t column) {
	x->m->columns[f] = column;
	x->taken[column - 1] = true;
}

/* Gives the field the one free column with one of these names; two of them are an error. */
static void take_named(struct finding *x, enum field f, const char *names) {
	struct source_map *m = x->m;
	size_t found = 0;
	if (m->columns[f] != 0 || m->constants[f] != NULL)
		return;
	for (size_t i = 0; i < m->n_columns; i++) {
		if (x->taken[i] || !is_called(x, i, names))
			continue;
		if (found != 0) {
			diag_report(x->d, DIAG_COLUMN_TWICE, x->file, x->headers[found - 1], x->headers[i], field_name(f), NULL);
			x->fine = false;
			return;
		}
		found = i + 1;
	}
	if (found != 0)
		take(x, f, found);
}

/* A vendor's names are in the order in which they are preferred, and one column may be two fields. */
static void take_preferred(struct finding *x, enum field f, const char *names) {
	struct source_map *m = x->m;
	if (names == NULL || m->columns[f] != 0 || m->constants[f] != NULL)
		return;
	g_auto(GStrv) each = g_strsplit(names, " ", -1);
	for (size_t k = 0; each[k] != NULL; k++)
		for (size_t i = 0; i < m->n_columns; i++)
			if (is_called(x, i, each[k]) && !format_ends_with(m->format->derived, x->folded[i])) {
				take(x, f, i + 1);
				return;
			}
}

static void take_all(struct finding *x) {
	void (*const by)(struct finding *, enum field, const char *) = x->m->format->signature == NULL ? take_named : take_preferred;
	for (size_t i = 0; i < x->known->n; i++)
		by(x, x->known->fields[i].field, field_name(x->known->fields[i].field));
	for (size_t i = 0; i < x->known->n; i++)
		by(x, x->known->fields[i].field, x->known->fields[i].names);
}

/* A constant says what the file does not: where a column has the field's own name, leaving it unread must be told. */
static void tell_constants_over_columns(const struct finding *x) {
	for (size_t i = 0; i < x->known->n; i++) {
		enum field f = x->known->fields[i].field;
		if (x->m->constants[f] == NULL)
			continue;
		size_t column = column_called(x, field_name(f));
		if (column != 0 && !x->taken[column - 1])
			diag_report(x->d, DIAG_CONSTANT_OVER, x->block, field_name(f), x->m->constants[f], x->e->file, NULL);
	}
}

static bool has(const struct source_map *m, enum field f) {
	return m->columns[f] != 0 || m->constants[f] != NULL;
}

static void tell_missing(struct finding *x, enum field f, const char *what) {
	g_autofree char *near = nearest(field_name(f), x->headers, x->m->n_columns);
	diag_report(x->d, DIAG_COLUMN_MISSING, x->file, what, record_name(x->m->record), near, field_name(f), NULL);
	x->fine = false;
}

/* A file with a column for each survey needs none that names the survey, and none for the score. */
static void check_wide(struct finding *x) {
	struct source_map *m = x->m;
	m->wide = m->record == RECORD_SURVEYS && (has(m, FIELD_NPS) || has(m, FIELD_CSAT) || has(m, FIELD_CES));
	for (size_t i = 0; m->wide && i < x->known->n; i++) {
		enum field f = x->known->fields[i].field;
		if (f == FIELD_SURVEY || f == FIELD_SCORE)
			m->needs[f] = NEED_NONE;
	}
}

/* "Amount spent (USD)": the currency of a column's amounts may stand in its name. */
static void take_currency(struct finding *x) {
	struct source_map *m = x->m;
	for (size_t i = 0; i < x->known->n && !has(m, FIELD_CURRENCY); i++) {
		enum field f = x->known->fields[i].field;
		if (field_type(f) != TYPE_AMOUNT || m->columns[f] == 0)
			continue;
		const char *name = x->headers[m->columns[f] - 1];
		const char *bracket = strrchr(name, '(');
		struct currency c;
		if (bracket == NULL || strlen(bracket) != 5 || bracket[4] != ')')
			continue;
		g_autofree char *code = g_strndup(bracket + 1, 3);
		if (currency_parse(code, &c))
			m->constants[FIELD_CURRENCY] = g_steal_pointer(&code);
	}
}

/* What the format and the lines above the names say for all rows, where no column and no block does. */
static void take_givens(struct finding *x, const struct shape *s) {
	struct source_map *m = x->m;
	const struct format_constant *g = m->format->constants;
	for (; g != NULL && g->text != NULL; g++)
		if (g->record == m->record && !has(m, g->field))
			m->constants[g->field] = g_strdup(g->text);
	take_currency(x);
	if (s->currency != NULL && known_field(x, field_name(FIELD_CURRENCY)) != NULL && !has(m, FIELD_CURRENCY))
		m->constants[FIELD_CURRENCY] = g_strdup(s->currency);
}

/* "Created (UTC)", "Submit Date (in UTC)". */
static void find_zones(struct finding *x) {
	for (int f = 0; f < FIELD_COUNT; f++) {
		size_t column = x->m->columns[f];
		x->m->utc[f] = column != 0 && (g_str_has_suffix(x->folded[column - 1], "(utc)") || g_str_has_suffix(x->folded[column - 1], "(in_utc)"));
	}
}

static void find_extras(struct finding *x) {
	const char *const *extras = x->m->format->extras;
	for (size_t k = 0; extras != NULL && extras[k] != NULL; k++) {
		g_assert(k < FORMAT_MOST_EXTRAS);
		for (size_t i = 0; i < x->m->n_columns && x->m->extras[k] == 0; i++)
			if (is_called(x, i, extras[k]))
				x->m->extras[k] = i + 1;
	}
}

/* A file that lacks columns may be of a vendor whose marks it nearly has. */
static void tell_nearest_format(const struct finding *x) {
	const struct format *nearest_one = NULL;
	double best = 0.5;
	for (const struct format *const *f = formats; *f != NULL; f++) {
		size_t wanted = format_marks_wanted(*f);
		double share = wanted == 0 ? 0 : (double)format_marks(*f, x->folded, x->m->n_columns) / (double)wanted;
		if (share <= best || *f == x->m->format)
			continue;
		best = share;
		nearest_one = *f;
	}
	if (nearest_one == NULL)
		return;
	g_autoptr(GString) missing = g_string_new(NULL);
	for (const char *const *s = nearest_one->signature; *s != NULL; s++) {
		bool there = false;
		for (size_t i = 0; i < x->m->n_columns; i++)
			there = there || format_is_name(*s, x->folded[i]);
		g_autofree char *first = g_strndup(*s, strcspn(*s, " "));
		if (!there)
			g_string_append_printf(missing, "%s%s", missing->len == 0 ? "" : ", ", first);
	}
	bool other = nearest_one->records[x->m->record].n == 0;
	diag_report(x->d, other ? DIAG_FORMAT_OTHER : DIAG_FORMAT_NEAR, x->file, nearest_one->name, missing->len == 0 ? "none" : missing->str,
	            record_name(x->m->record), NULL);
}

static void check_needs(struct finding *x) {
	const struct format_field *first_of = NULL;
	bool one_of = false;
	g_autoptr(GString) choice = g_string_new(NULL);
	for (size_t i = 0; i < x->known->n; i++) {
		const struct format_field *f = &x->known->fields[i];
		enum need need = x->m->needs[f->field];
		if (need == NEED_ONE_OF) {
			g_string_append_printf(choice, "%s%s", first_of == NULL ? "" : " or ", field_name(f->field));
			first_of = first_of == NULL ? f : first_of;
			one_of = one_of || has(x->m, f->field);
		} else if (need != NEED_NONE && !has(x->m, f->field)) {
			tell_missing(x, f->field, field_name(f->field));
		}
	}
	if (first_of != NULL && !one_of)
		tell_missing(x, first_of->field, choice->str);
}

/* Customers are told by dates or, without any, by how long they have been there, what they pay and whether they left. */
static void check_customers(struct finding *x) {
	static const enum field SNAPSHOT[] = {FIELD_TENURE_MONTHS, FIELD_CHURNED, FIELD_AMOUNT};
	struct source_map *m = x->m;
	if (m->record != RECORD_CUSTOMERS || has(m, FIELD_SIGNUP_DATE))
		return;
	if (!has(m, FIELD_TENURE_MONTHS) && !has(m, FIELD_CHURNED)) {
		if (x->fine)
			diag_report(x->d, DIAG_NO_SIGNUP, x->file, NULL);
		return;
	}
	m->snapshot = true;
	for (size_t i = 0; i < G_N_ELEMENTS(SNAPSHOT); i++) {
		m->needs[SNAPSHOT[i]] = NEED_CELL;
		if (!has(m, SNAPSHOT[i]))
			tell_missing(x, SNAPSHOT[i], field_name(SNAPSHOT[i]));
	}
}

/* The fields to be read, the currency before the amounts that are in it. */
static void order_fields(struct source_map *m) {
	if (has(m, FIELD_CURRENCY))
		m->fields[m->n_fields++] = FIELD_CURRENCY;
	for (int f = 0; f < FIELD_COUNT; f++)
		if (f != FIELD_CURRENCY && has(m, (enum field)f))
			m->fields[m->n_fields++] = (enum field)f;
}

/* A slice is a column mapped in site.conf to the field of its name, a column with its name, or a field of its name found otherwise. */
static void find_slices(const struct finding *x, const struct client_conf *c) {
	struct source_map *m = x->m;
	char **names = conf_list(c, SETTING_SLICES_BY);
	for (m->n_slices = 0; names[m->n_slices] != NULL; m->n_slices++) {
		size_t i = m->n_slices;
		g_assert(i < ROW_MOST_SLICES);
		const struct format_field *f = known_field(x, names[i]);
		bool mapped = g_hash_table_contains(x->e->columns, names[i]) || g_hash_table_contains(x->e->constants, names[i]);
		m->slice_fields[i] = FIELD_COUNT;
		m->slices[i] = mapped ? 0 : column_called(x, names[i]);
		if (m->slices[i] != 0 || f == NULL)
			continue;
		m->slices[i] = m->columns[f->field];
		if (m->slices[i] == 0 && m->constants[f->field] != NULL)
			m->slice_fields[i] = f->field;
	}
}

/* The last byte of the tag or entity that begins at p; NULL: none does. */
static const char *end_of_markup(const char *p) {
	if (*p == '<')
		return strchr(p, '>');
	size_t letters = 0;
	while (*p == '&' && letters < 8 && g_ascii_isalpha(p[1 + letters]))
		letters++;
	return letters > 0 && p[1 + letters] == ';' ? p + 1 + letters : NULL;
}

/* A label as names are compared: questions carry markup with them. */
static char *fold_label(const char *label) {
	g_autoptr(GString) plain = g_string_new(NULL);
	for (const char *p = label; *p != '\0'; p++) {
		const char *end = end_of_markup(p);
		g_string_append_c(plain, end == NULL ? *p : ' ');
		p = end == NULL ? p : end;
	}
	return text_fold(plain->str);
}

static void begin(struct finding *x, const struct shape *s) {
	struct source_map *m = x->m;
	m->format = s->format;
	x->known = &m->format->records[m->record];
	x->headers = (const char *const *)m->headers;
	x->folded = g_new0(char *, m->n_columns + 1);
	x->labels = s->labels == NULL ? NULL : g_new0(char *, m->n_columns + 1);
	x->taken = g_new0(bool, m->n_columns);
	for (size_t i = 0; i < m->n_columns; i++) {
		x->folded[i] = text_fold(s->headers[i]);
		if (x->labels != NULL)
			x->labels[i] = fold_label(s->labels[i]);
	}
	for (size_t i = 0; i < x->known->n; i++)
		m->needs[x->known->fields[i].field] = x->known->fields[i].need;
}

static void end(struct finding *x) {
	g_strfreev(x->folded);
	g_strfreev(x->labels);
	g_free(x->taken);
}

bool source_map_init(struct source_map *m, const struct client_conf *c, const struct export *e, enum record r, const struct shape *s, struct diag *d) {
	*m = (struct source_map){.record = r, .n_columns = s->n, .headers = g_strdupv(s->headers)};
	struct finding x = {
		.m = m, .e = e, .d = d, .fine = true, .block = {.file = c->conf->file, .line = e->line},
		/* Where the names of the columns stand. */
		.file = e->header == NULL ? (struct where){.file = e->file, .line = s->line} : (struct where){.file = c->conf->file, .line = e->line},
	};
	begin(&x, s);
	take_constants(&x);
	take_columns_block(&x);
	take_all(&x);
	tell_constants_over_columns(&x);
	take_givens(&x, s);
	check_wide(&x);
	check_needs(&x);
	check_customers(&x);
	if (!x.fine)
		tell_nearest_format(&x);
	order_fields(m);
	find_zones(&x);
	find_extras(&x);
	find_slices(&x, c);
	end(&x);
	return x.fine;
}

void source_map_clear(struct source_map *m) {
	g_strfreev(m->headers);
	for (int f = 0; f < FIELD_COUNT; f++)
		g_free(m->constants[f]);
	*m = (struct source_map){0};
}
