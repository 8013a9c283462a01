/* What the tests of ingest share: a site.conf and one export in a folder of their own, read through ingest_read, its rows kept. */
#ifndef TESTS_INGEST_FIXTURE_H
#define TESTS_INGEST_FIXTURE_H
#include "base/diag.h"
#include "base/file.h"
#include "config/config.h"
#include "ingest/ingest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct kept_row {
	struct row row; /* its texts are copies */
};

struct fixture {
	char *folder;
	struct diag *d;
	struct conf *conf;
	struct account *a;
	bool ok;
	GPtrArray *rows;   /* of struct kept_row * */
	GPtrArray *texts;  /* the copies */
};

static inline void keep_cell(struct fixture *f, struct cell *c) {
	if (c->text == NULL)
		return;
	char *copy = g_strdup(c->text);
	g_ptr_array_add(f->texts, copy);
	c->text = copy;
}

static inline enum row_fate keep_row(void *context, const struct row *row, struct account *a) {
	struct fixture *f = context;
	if (row->identical_before) {
		account_duplicate(a, f->d, row->line, "the whole row", row->identical_line);
		return ROW_DUPLICATE;
	}
	struct kept_row *k = g_new0(struct kept_row, 1);
	k->row = *row;
	for (int i = 0; i < FIELD_COUNT; i++)
		keep_cell(f, &k->row.cells[i]);
	for (size_t i = 0; i < row->n_slices; i++)
		keep_cell(f, &k->row.slices[i]);
	g_ptr_array_add(f->rows, k);
	return ROW_USED;
}

static inline void put(const char *folder, const char *name, const char *bytes, size_t n) {
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *error = NULL;
	if (!file_write(path, bytes, n, &error))
		fail_msg("%s", error);
}

/* Reads bytes as data.csv. client and block go into the client's and the export's block of site.conf. */
static inline void fixture_read_bytes(struct fixture *f, const char *record, const char *client, const char *block, const char *bytes, size_t n) {
	*f = (struct fixture){.d = diag_new()};
	f->folder = g_dir_make_tmp("ingest-XXXXXX", NULL);
	assert_non_null(f->folder);
	f->rows = g_ptr_array_new_with_free_func(g_free);
	f->texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *site = g_strdup_printf("clients = ( { id = \"c\"; %s exports = ( { record = \"%s\"; file = \"data.csv\"; %s } ); } );\n", client,
	                                        record, block);
	put(f->folder, "site.conf", site, strlen(site));
	put(f->folder, "data.csv", bytes, n);
	g_autofree char *path = g_build_filename(f->folder, "site.conf", NULL);
	f->conf = conf_read(path, f->d);
	if (f->conf == NULL) {
		g_autofree char *line = diag_line(diag_get(f->d, 0));
		fail_msg("%s", line);
	}
	const struct client_conf *c = g_ptr_array_index(f->conf->clients, 0);
	f->a = ingest_read(c, g_ptr_array_index(c->exports, 0), f->d, &f->ok, keep_row, f);
	assert_true(account_balances(f->a));
}

static inline void fixture_read(struct fixture *f, const char *record, const char *client, const char *block, const char *text) {
	fixture_read_bytes(f, record, client, block, text, strlen(text));
}

static inline void fixture_clear(struct fixture *f) {
	file_remove_tree(f->folder, NULL);
	g_ptr_array_unref(f->rows);
	g_ptr_array_unref(f->texts);
	account_free(f->a);
	conf_free(f->conf);
	diag_free(f->d);
	g_free(f->folder);
}

static inline const struct row *row_at(const struct fixture *f, guint i) {
	assert_true(i < f->rows->len);
	return &((const struct kept_row *)g_ptr_array_index(f->rows, i))->row;
}

static inline const char *text_at(const struct fixture *f, guint i, enum field field) {
	return row_at(f, i)->cells[field].text;
}

static inline void assert_counts(const struct fixture *f, int64_t rows, int64_t used, int64_t refused) {
	assert_int_equal(f->a->rows, rows);
	assert_int_equal(f->a->used, used);
	assert_int_equal(f->a->refused, refused);
	assert_int_equal(f->rows->len, used);
}

static inline void assert_reject(const struct fixture *f, guint i, enum diag_code code, int64_t line, int64_t column) {
	assert_true(i < f->a->rejects->len);
	const struct reject *r = g_ptr_array_index(f->a->rejects, i);
	assert_string_equal(diag_name(r->code), diag_name(code));
	assert_int_equal(r->line, line);
	assert_int_equal(r->column, column);
}

/* What was said, i-th, as it is printed. */
static inline void assert_said(const struct fixture *f, int64_t i, const char *line) {
	assert_true(i < diag_total(f->d));
	g_autofree char *said = diag_line(diag_get(f->d, i));
	assert_string_equal(said, line);
}
#endif
