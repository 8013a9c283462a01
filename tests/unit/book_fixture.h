/* A client made from texts: site.conf settings and exports are written to a folder of their own, read, and removed. */
#ifndef TESTS_BOOK_FIXTURE_H
#define TESTS_BOOK_FIXTURE_H
#include "base/file.h"
#include "book/book.h"
#include "facts/build.h"
#include <glib.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above first */
#include <cmocka.h>

struct client_text {
	const char *settings;   /* of the client's block */
	const char *customers, *subscriptions, *invoices, *orders, *surveys, *spend, *rates, *invitations, *contacts, *work; /* NULL: no such export */
};
struct client {
	char *folder;
	struct diag *diag;
	struct conf *conf;
	struct book *book;
	bool ok, over_limit;
};

static inline void fixture_export(const char *folder, GString *into, const char *record, const char *text, int *n) {
	if (text == NULL)
		return;
	g_autofree char *path = g_strdup_printf("%s/%s.csv", folder, record);
	char *error = NULL;
	assert_true(file_write(path, text, strlen(text), &error));
	g_string_append_printf(into, "%s{ record = \"%s\"; file = \"%s.csv\"; }", (*n)++ > 0 ? ", " : "", record, record);
}

static inline struct client client_read(const struct client_text *t) {
	struct client c = {.diag = diag_new()};
	c.folder = g_dir_make_tmp("holdfast-XXXXXX", NULL);
	g_autoptr(GString) text = g_string_new("clients = ( { id = \"c\"; name = \"C\"; ");
	g_string_append_printf(text, "%s exports = (", t->settings == NULL ? "" : t->settings);
	int n = 0;
	fixture_export(c.folder, text, "customers", t->customers, &n);
	fixture_export(c.folder, text, "subscriptions", t->subscriptions, &n);
	fixture_export(c.folder, text, "invoices", t->invoices, &n);
	fixture_export(c.folder, text, "orders", t->orders, &n);
	fixture_export(c.folder, text, "surveys", t->surveys, &n);
	fixture_export(c.folder, text, "spend", t->spend, &n);
	fixture_export(c.folder, text, "rates", t->rates, &n);
	fixture_export(c.folder, text, "invitations", t->invitations, &n);
	fixture_export(c.folder, text, "contacts", t->contacts, &n);
	fixture_export(c.folder, text, "work", t->work, &n);
	g_string_append(text, "); } );\n");
	g_autofree char *path = g_build_filename(c.folder, "site.conf", NULL);
	char *error = NULL;
	assert_true(file_write(path, text->str, text->len, &error));
	c.conf = conf_read(path, c.diag);
	if (c.conf == NULL)
		diag_print(c.diag, 0, 50);
	assert_non_null(c.conf);
	c.book = book_read(g_ptr_array_index(c.conf->clients, 0), DAY_NONE, c.diag, &c.ok, &c.over_limit);
	return c;
}

static inline void client_clear(struct client *c) {
	char *error = NULL;
	book_free(c->book);
	conf_free(c->conf);
	diag_free(c->diag);
	assert_true(file_remove_tree(c->folder, &error));
	g_free(c->folder);
}

static inline struct facts *client_facts(const struct client *c) {
	if (!c->ok)
		diag_print(c->diag, 0, 50);
	assert_true(c->ok);
	return facts_build(c->book, c->diag);
}

/* A fact of a span by name, for "all" or one slice. */
static inline int64_t fact_named(const struct facts *f, const char *span, const char *dimension, const char *value, enum fact id) {
	size_t at = span_by_name(&f->spans, span), slice = dimension == NULL ? SLICE_ALL : facts_slice(f, dimension, value);
	assert_true(at != SPAN_ABSENT && (dimension == NULL || slice != SLICE_ALL));
	return fact(f, at, slice, id);
}

static inline int times_reported(const struct diag *d, enum diag_code code) {
	int n = 0;
	for (int64_t i = 0; i < diag_total(d); i++)
		n += diag_get(d, i)->code == code;
	return n;
}
#endif
