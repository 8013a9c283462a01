/* ingest/account: the account of one file: what became of every row, and which rows have to be named.
 * Knows counts, lines and the texts of diagnostics; refuses to know why a row was refused. */
#include "ingest/ingest.h"

#include <string.h>

static void reject_free(gpointer p) {
	struct reject *r = p;
	g_free(r->reason);
	g_free(r->raw);
	g_free(r);
}

static void column_clear(gpointer p) {
	g_free(((struct account_column *)p)->text);
}

struct account *account_new(const char *file, enum record r) {
	struct account *a = g_new0(struct account, 1);
	a->file = g_strdup(file);
	a->record = r;
	a->first_day = a->last_day = DAY_NONE;
	a->rejects = g_ptr_array_new_with_free_func(reject_free);
	a->notes = g_ptr_array_new_with_free_func(reject_free);
	a->columns = g_array_new(FALSE, TRUE, sizeof(struct account_column));
	g_array_set_clear_func(a->columns, column_clear);
	return a;
}

void account_free(struct account *a) {
	if (a == NULL)
		return;
	g_ptr_array_unref(a->rejects);
	g_ptr_array_unref(a->notes);
	g_array_unref(a->columns);
	g_strfreev(a->unread);
	g_free(a->sheet);
	g_free(a->zone);
	g_free(a->encoding);
	g_free(a->file);
	g_free(a);
}

const char *used_rule_name(enum used_rule r) {
	static const char *const NAMES[RULE_COUNT] = {
		"trial", "blank_score", "not_a_score", "out_of_scale", "zero_order", "one_off", "never_active", "after_as_of", "no_cost", "no_scope",
	};
	return NAMES[r];
}

bool account_balances(const struct account *a) {
	return a->rows == a->used + a->refused + a->duplicate && a->rows >= 0 && a->used >= 0 && a->refused >= 0 && a->duplicate >= 0;
}

/* Keeps the list by line: what is found out late stands where its row stands. */
static void insert(GPtrArray *list, struct reject *r) {
	guint at = list->len;
	while (at > 0 && ((const struct reject *)g_ptr_array_index(list, at - 1))->line > r->line)
		at--;
	g_ptr_array_insert(list, (gint)at, r);
}

static void name_row(struct account *a, GPtrArray *list, struct diag *d, enum diag_code code, struct where where, const char *arg1,
                     const char *arg2) {
	if (list->len >= ACCOUNT_MOST_NAMED)
		return;
	where.file = a->file;
	/* Through a sink of its own, so that the text can be kept whoever else reports into d. */
	g_autoptr(diag) own = diag_new();
	diag_report(own, code, where, arg1, arg1 == NULL ? NULL : arg2, NULL);
	struct reject *r = g_new0(struct reject, 1);
	r->line = where.line;
	r->column = where.column;
	r->code = code;
	r->reason = g_strdup(diag_get(own, 0)->text);
	insert(list, r);
	diag_append(d, own);
}

/* The row at hand, or one that was used before, is counted elsewhere now. */
static void book_out(struct account *a, int64_t *into) {
	if (a->row == ACCOUNT_ROW_BOOKED)
		return;
	if (a->row == ACCOUNT_NO_ROW) {
		g_assert(a->used > 0);
		a->used--;
	} else {
		a->row = ACCOUNT_ROW_BOOKED;
	}
	++*into;
}

void account_refuse(struct account *a, struct diag *d, enum diag_code code, int64_t line, int64_t column, const char *arg1, const char *arg2) {
	book_out(a, &a->refused);
	a->refused_by[code]++;
	name_row(a, a->rejects, d, code, (struct where){.line = line, .column = column}, arg1, arg2);
}

void account_refuse_by_rule(struct account *a, struct diag *d, enum diag_code code, int64_t line) {
	a->refused_by_rule++;
	account_refuse(a, d, code, line, 0, NULL, NULL);
}

bool account_wants_raw(const struct account *a, int64_t line) {
	const struct reject *last = a->rejects->len == 0 ? NULL : g_ptr_array_index(a->rejects, a->rejects->len - 1);
	return last != NULL && last->line == line && last->raw == NULL;
}

void account_raw(struct account *a, int64_t line, char *raw) {
	g_assert(account_wants_raw(a, line));
	((struct reject *)g_ptr_array_index(a->rejects, a->rejects->len - 1))->raw = raw;
}

void account_duplicate(struct account *a, struct diag *d, int64_t line, const char *key, int64_t earlier_line) {
	book_out(a, &a->duplicate);
	g_autofree char *earlier = g_strdup_printf("%" G_GINT64_FORMAT, earlier_line);
	name_row(a, a->notes, d, earlier_line > 0 ? DIAG_ROW_DUPLICATE : DIAG_ROW_REPEATED, (struct where){.line = line}, key, earlier);
}

void account_supersede(struct account *a, struct diag *d, int64_t line, const char *key, int64_t by_line) {
	book_out(a, &a->duplicate);
	g_autofree char *by = g_strdup_printf("%" G_GINT64_FORMAT, by_line);
	name_row(a, a->notes, d, DIAG_ROW_SUPERSEDED, (struct where){.line = line}, key, by);
}

void account_note(struct account *a, struct diag *d, enum diag_code code, int64_t line, int64_t column, const char *arg1, const char *arg2) {
	name_row(a, a->notes, d, code, (struct where){.line = line, .column = column}, arg1, arg2);
}

void account_row_begin(struct account *a) {
	g_assert(a->row == ACCOUNT_NO_ROW);
	a->row = ACCOUNT_ROW_OPEN;
	a->rows++;
}

void account_row_end(struct account *a, enum row_fate fate) {
	g_assert((fate == ROW_USED) == (a->row == ACCOUNT_ROW_OPEN));
	if (fate == ROW_USED)
		a->used++;
	a->row = ACCOUNT_NO_ROW;
	g_assert(account_balances(a));
}

void account_close(struct account *a, struct diag *d) {
	if (a->refused <= (int64_t)a->rejects->len)
		return;
	g_autofree char *all = g_strdup_printf("%" G_GINT64_FORMAT, a->refused);
	g_autofree char *named = g_strdup_printf("%u", a->rejects->len);
	diag_report(d, DIAG_ROWS_MORE, (struct where){.file = a->file}, all, named, NULL);
}

bool account_over_limit(const struct account *a, double max_rejected) {
	int64_t counted = a->refused - a->refused_by_rule;
	return counted > 100 && (double)counted > max_rejected * (double)a->rows;
}
