/* words/catalogue: the messages of a language by their keys, read from a .po file by libgettextpo.
 * Knows .po files, keys and which messages take arguments. Refuses to know what is said and how a number looks.
 * All of a catalogue's faults are reported, then none of it is used. */
#include "words/words.h"

#include "base/file.h"
#include "words/forms.h"
#include "words/message.h"

#include <gettext-po.h>
#include <setjmp.h>
#include <string.h>

struct entry {
	struct message *message;
	char *text; /* the whole message when it takes no argument, else NULL */
};

struct words {
	char *language;
	GHashTable *entries; /* key → struct entry; both owned */
	char **keys;         /* sorted, NULL-terminated */
	struct forms *forms;
};

struct reading {
	const char *path;
	struct diag *d;
	gint64 faults;
	jmp_buf fatal;
};

/* libgettextpo hands its error handler nothing of the caller's: the reading of this thread is found here. */
static _Thread_local struct reading *current;

static void entry_free(gpointer p) {
	struct entry *e = p;
	message_free(e->message);
	g_free(e->text);
	g_free(e);
}

static void po_fault(int severity, size_t line, const char *text) {
	if (severity == PO_SEVERITY_WARNING)
		return;
	int64_t at = line == (size_t)-1 ? 0 : (int64_t)line;
	g_autofree char *said = g_strstrip(g_strdup(text));
	current->faults++;
	diag_report(current->d, DIAG_WORDS_FILE, (struct where){current->path, at, 0}, said, NULL);
	if (severity == PO_SEVERITY_FATAL_ERROR) {
		g_free(g_steal_pointer(&said));
		longjmp(current->fatal, 1);
	}
}

static void po_error(int severity, po_message_t m, const char *file, size_t line, size_t column, int lines, const char *text) {
	(void)m, (void)column, (void)lines;
	po_fault(severity, file ? line : (size_t)-1, text);
}

static void po_error_of_two(int severity, po_message_t a, const char *file, size_t line, size_t column, int lines, const char *text, po_message_t b,
							const char *file2, size_t line2, size_t column2, int lines2, const char *text2) {
	(void)a, (void)column, (void)lines, (void)b, (void)file2, (void)line2, (void)column2, (void)lines2, (void)text2;
	po_fault(severity, file ? line : (size_t)-1, text);
}

static bool is_key(const char *s) {
	return *s && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(s);
}

/* What is wrong with a message by itself, NULL when nothing is; caller owns. */
static char *message_fault(po_message_t m) {
	const char *key = po_message_msgid(m), *pattern = po_message_msgstr(m);
	if (!is_key(key))
		return g_strdup("a key is made of a-z 0-9 _");
	if (po_message_msgctxt(m) || po_message_msgid_plural(m))
		return g_strdup("msgctxt and msgid_plural are not used here; plurals stand in the message");
	if (!*pattern)
		return g_strdup("the message is empty");
	if (!g_utf8_validate(pattern, -1, NULL))
		return g_strdup("the message is not UTF-8");
	return NULL;
}

/* The line on which a key stands, 0 when it is not written in one piece; libgettextpo does not tell. */
static int64_t key_line(const char *path, const char *key) {
	g_autofree char *bytes = NULL, *error = NULL;
	gsize length = 0;
	if (!file_read(path, &bytes, &length, &error))
		return 0;
	g_autofree char *wanted = g_strconcat("msgid \"", key, "\"", NULL);
	int64_t line = 1;
	for (const char *at = bytes; at; line++) {
		if (g_str_has_prefix(at, wanted))
			return line;
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	return 0;
}

static bool take_message(struct words *w, const struct reading *r, po_message_t m, const char *locale) {
	const char *key = po_message_msgid(m);
	g_autofree char *fault = message_fault(m);
	struct message *parsed = fault ? NULL : message_parse(po_message_msgstr(m), locale, &fault);
	if (!parsed) {
		diag_report(r->d, DIAG_WORDS_MESSAGE, (struct where){r->path, key_line(r->path, key), 0}, key, fault, NULL);
		return false;
	}
	struct entry *e = g_new0(struct entry, 1);
	e->message = parsed;
	if (message_arguments(parsed) == 0)
		e->text = message_format(parsed, NULL, 0, &fault);
	g_hash_table_insert(w->entries, g_strdup(key), e);
	return true;
}

static bool take_messages(struct words *w, struct reading *r, po_file_t po, const char *locale) {
	bool fine = true;
	po_message_iterator_t each = po_message_iterator(po, NULL);
	for (po_message_t m; (m = po_next_message(each));)
		if (!po_message_is_obsolete(m) && (*po_message_msgid(m) || po_message_msgctxt(m)))
			fine &= take_message(w, r, m, locale);
	po_message_iterator_free(each);
	return fine;
}

/* The parsed file, NULL when it cannot be opened or reading was broken off. A file with faults is returned in part: r->faults counts them. */
static po_file_t read_po(struct reading *r) {
	static const struct po_xerror_handler handler = {po_error, po_error_of_two};
	po_file_t po = NULL;
	current = r;
	if (setjmp(r->fatal) == 0)
		po = po_file_read(r->path, &handler);
	current = NULL;
	return po;
}

static bool read_catalogue(struct words *w, const char *path, const char *locale, struct diag *d) {
	struct reading r = {.path = path, .d = d};
	/* libgettextpo leaves through its fatal handler, and leaks, on files that cannot be opened. */
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		diag_report(d, DIAG_WORDS_FILE, (struct where){path, 0, 0}, "there is no such file", NULL);
		return false;
	}
	po_file_t po = read_po(&r);
	if (!po) {
		if (!r.faults)
			diag_report(d, DIAG_WORDS_FILE, (struct where){path, 0, 0}, "it cannot be read", NULL);
		return false;
	}
	bool fine = take_messages(w, &r, po, locale) && !r.faults;
	po_file_free(po);
	return fine;
}

static gint by_bytes(gconstpointer a, gconstpointer b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char **sorted_keys(GHashTable *entries) {
	GPtrArray *keys = g_ptr_array_new();
	GHashTableIter each;
	gpointer key;
	g_hash_table_iter_init(&each, entries);
	while (g_hash_table_iter_next(&each, &key, NULL))
		g_ptr_array_add(keys, g_strdup(key));
	g_ptr_array_sort(keys, by_bytes);
	g_ptr_array_add(keys, NULL);
	return (char **)g_ptr_array_free(keys, FALSE);
}

static char *known_locale(const char *tag, struct diag *d) {
	char *locale = locale_of(tag);
	if (!locale)
		diag_report(d, DIAG_WORDS_LOCALE, (struct where){NULL, 0, 0}, tag, NULL);
	return locale;
}

struct words *words_load(const char *folder, const char *language, const char *formats, struct diag *d) {
	g_autofree char *said = known_locale(language, d);
	g_autofree char *counted = known_locale(formats, d);
	if (!said || !counted)
		return NULL;
	const char *locale = locale_same_language(said, counted) ? counted : said;

	g_autoptr(words) w = g_new0(struct words, 1);
	w->language = g_strdup(language);
	w->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
	g_autofree char *error = NULL;
	w->forms = forms_new(counted, locale, &error);
	if (!w->forms) {
		diag_report(d, DIAG_WORDS_FORMS, (struct where){NULL, 0, 0}, formats, error, NULL);
		return NULL;
	}
	g_autofree char *name = g_strconcat(language, ".po", NULL);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	if (!read_catalogue(w, path, locale, d))
		return NULL;
	w->keys = sorted_keys(w->entries);
	return g_steal_pointer(&w);
}

void words_free(struct words *w) {
	if (!w)
		return;
	g_free(w->language);
	g_hash_table_unref(w->entries);
	g_strfreev(w->keys);
	forms_free(w->forms);
	g_free(w);
}

static const struct entry *find(const struct words *w, const char *key) {
	const struct entry *e = g_hash_table_lookup(w->entries, key);
	if (!e)
		g_error("no message has the key %s", key);
	return e;
}

bool words_has(const struct words *w, const char *key) {
	return g_hash_table_contains(w->entries, key);
}

bool words_plain(const struct words *w, const char *key) {
	const struct entry *e = g_hash_table_lookup(w->entries, key);
	return e && e->text;
}

const char *words_text(const struct words *w, const char *key) {
	const struct entry *e = find(w, key);
	if (!e->text)
		g_error("message %s takes arguments", key);
	return e->text;
}

char *words_say(const struct words *w, const char *key, const struct arg *args, size_t n) {
	g_autofree char *error = NULL;
	char *text = message_format(find(w, key)->message, args, n, &error);
	if (!text)
		g_error("message %s: %s", key, error);
	return text;
}

const char *const *words_keys(const struct words *w) {
	return (const char *const *)w->keys;
}

const char *words_language(const struct words *w) {
	return w->language;
}

const struct forms *words_forms(const struct words *w) {
	return w->forms;
}
