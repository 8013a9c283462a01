/* base/diag: the list of everything the program has to say, in the order it was said.
 * Knows the codes, their severities and texts (diag_codes.def), fills in the words a caller hands it and makes them
 * harmless first: a cell of an export may hold terminal escapes. Decides nothing: exit codes belong to cmd/. */
#include "base/diag.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_ARGUMENT 120 /* characters of one filled-in word */
#define MOST_ARGUMENTS 9

struct diag {
	GMutex *lock; /* behind a pointer, so that readers of a const sink may take it */
	GPtrArray *messages; /* of struct diag_message * */
	int64_t count[SEVERITY_ERROR + 1];
};

struct code {
	const char *name;
	enum severity severity;
	const char *text;
};

static const struct code CODES[DIAG_CODES] = {
#define DIAG(code, severity, text) [DIAG_##code] = {#code, severity, text},
#include "base/diag_codes.def"
#undef DIAG
};

static void message_free(gpointer p) {
	struct diag_message *m = p;
	g_free(m->file);
	g_free(m->text);
	g_free(m);
}

struct diag *diag_new(void) {
	struct diag *d = g_new0(struct diag, 1);
	d->lock = g_new0(GMutex, 1);
	g_mutex_init(d->lock);
	d->messages = g_ptr_array_new_with_free_func(message_free);
	return d;
}

void diag_free(struct diag *d) {
	if (d == NULL)
		return;
	g_ptr_array_unref(d->messages);
	g_mutex_clear(d->lock);
	g_free(d->lock);
	g_free(d);
}

/* The text of a code with {1} … {9} filled in; caller owns. A number without its argument stays as it is. */
static char *fill(const char *text, char *const *arguments, size_t n) {
	GString *out = g_string_new(NULL);
	for (const char *p = text; *p != '\0'; p++) {
		if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}' && (size_t)(p[1] - '1') < n) {
			g_string_append(out, arguments[p[1] - '1']);
			p += 2;
		} else {
			g_string_append_c(out, *p);
		}
	}
	return g_string_free(out, FALSE);
}

/* Takes m over. */
static void add(struct diag *d, struct diag_message *m) {
	g_mutex_lock(d->lock);
	g_ptr_array_add(d->messages, m);
	d->count[m->severity]++;
	g_mutex_unlock(d->lock);
}

void diag_report(struct diag *d, enum diag_code code, struct where where, ...) {
	char *arguments[MOST_ARGUMENTS];
	size_t n = 0;
	va_list list;
	va_start(list, where);
	for (const char *s = va_arg(list, const char *); s != NULL && n < MOST_ARGUMENTS; s = va_arg(list, const char *))
		arguments[n++] = text_visible(s, strlen(s), LONGEST_ARGUMENT);
	va_end(list);

	struct diag_message *m = g_new0(struct diag_message, 1);
	m->code = code;
	m->severity = CODES[code].severity;
	m->file = g_strdup(where.file);
	m->line = where.line;
	m->column = where.column;
	m->text = fill(CODES[code].text, arguments, n);
	for (size_t i = 0; i < n; i++)
		g_free(arguments[i]);
	add(d, m);
}

int64_t diag_count(const struct diag *d, enum severity at_least) {
	int64_t n = 0;
	g_mutex_lock(d->lock);
	for (int s = (int)at_least; s <= (int)SEVERITY_ERROR; s++)
		n += d->count[s];
	g_mutex_unlock(d->lock);
	return n;
}

int64_t diag_total(const struct diag *d) {
	g_mutex_lock(d->lock);
	int64_t n = d->messages->len;
	g_mutex_unlock(d->lock);
	return n;
}

const struct diag_message *diag_get(const struct diag *d, int64_t i) {
	g_mutex_lock(d->lock);
	g_assert(i >= 0 && i < (int64_t)d->messages->len);
	const struct diag_message *m = g_ptr_array_index(d->messages, (guint)i);
	g_mutex_unlock(d->lock);
	return m;
}

void diag_append(struct diag *d, const struct diag *other) {
	g_assert(d != other);
	for (int64_t i = 0, n = diag_total(other); i < n; i++) {
		const struct diag_message *from = diag_get(other, i);
		struct diag_message *m = g_new0(struct diag_message, 1);
		*m = *from;
		m->file = g_strdup(from->file);
		m->text = g_strdup(from->text);
		add(d, m);
	}
}

char *diag_line(const struct diag_message *m) {
	GString *out = g_string_new(NULL);
	if (m->file != NULL) {
		g_autofree char *file = text_visible(m->file, strlen(m->file), 4096);
		g_string_append_printf(out, "%s:", file);
		if (m->line > 0)
			g_string_append_printf(out, "%" G_GINT64_FORMAT ":", m->line);
		if (m->line > 0 && m->column > 0)
			g_string_append_printf(out, "%" G_GINT64_FORMAT ":", m->column);
		g_string_append_c(out, ' ');
	}
	g_string_append_printf(out, "%s: %s", severity_name(m->severity), m->text);
	return g_string_free(out, FALSE);
}

/* How often a code was met in a file while printing. */
struct tally {
	const struct diag_message *first;
	int64_t n;
};

static struct tally *tally_of(GPtrArray *tallies, GHashTable *by_key, const struct diag_message *m) {
	char *key = g_strdup_printf("%d %s", (int)m->code, m->file == NULL ? "" : m->file);
	struct tally *t = g_hash_table_lookup(by_key, key);
	if (t != NULL) {
		g_free(key);
		return t;
	}
	t = g_new0(struct tally, 1);
	t->first = m;
	g_ptr_array_add(tallies, t);
	g_hash_table_insert(by_key, key, t);
	return t;
}

void diag_print(const struct diag *d, int64_t first, int64_t most) {
	g_autoptr(GPtrArray) tallies = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (int64_t i = first, n = diag_total(d); i < n; i++) {
		const struct diag_message *m = diag_get(d, i);
		struct tally *t = tally_of(tallies, by_key, m);
		if (++t->n > most)
			continue;
		g_autofree char *line = diag_line(m);
		fprintf(stderr, "%s\n", line);
	}
	for (guint i = 0; i < tallies->len; i++) {
		const struct tally *t = g_ptr_array_index(tallies, i);
		if (t->n <= most)
			continue;
		g_autofree char *rest = g_strdup_printf("and %" G_GINT64_FORMAT " more of %s", t->n - most, diag_name(t->first->code));
		struct diag_message m = *t->first;
		m.line = m.column = 0;
		m.text = rest;
		g_autofree char *line = diag_line(&m);
		fprintf(stderr, "%s\n", line);
	}
}

const char *diag_name(enum diag_code code) {
	return CODES[code].name;
}

const char *severity_name(enum severity s) {
	static const char *const NAMES[] = {"note", "warning", "error"};
	return NAMES[s];
}
