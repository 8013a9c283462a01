/* cmd/init_trial: a whole file read as it is proposed, for what only all of its rows tell: the order of day and month, currencies, gaps between
 * orders, a heap of starts in the first month. */
#include "cmd/init.h"
#include "base/month.h"

#include <string.h>

#define MOST_MONTHS 3600
#define HEAP_LEAST 20  /* starts in the first month before they can be a heap */
#define HEAP_TIMES 3   /* and how many times those of a usual month after it */

struct receiving {
	struct proposal *p;
	struct trial *t;
};

void trial_init(struct trial *t) {
	*t = (struct trial){.orders = g_array_new(FALSE, FALSE, sizeof(struct trial_order)),
	                    .currencies = g_hash_table_new(g_direct_hash, g_direct_equal),
	                    .starts = g_array_new(FALSE, TRUE, sizeof(int64_t)),
	                    .first_month = INT32_MIN};
	intern_init(&t->customers);
}

void trial_clear(struct trial *t) {
	intern_clear(&t->customers);
	g_array_unref(t->orders);
	g_array_unref(t->starts);
	g_hash_table_unref(t->currencies);
}

static void add_start(struct trial *t, int32_t day) {
	int32_t month = month_of_day(day).n;
	if (t->first_month == INT32_MIN)
		t->first_month = month;
	if (month < t->first_month && t->first_month - month < MOST_MONTHS) {
		static const int64_t NONE[1] = {0};
		for (; t->first_month > month; t->first_month--)
			g_array_prepend_vals(t->starts, NONE, 1);
	}
	int32_t at = month - t->first_month;
	if (at < 0 || at >= MOST_MONTHS)
		return;
	if (t->starts->len <= (guint)at)
		g_array_set_size(t->starts, (guint)at + 1);
	g_array_index(t->starts, int64_t, (guint)at)++;
}

static enum row_fate receive(void *context, const struct row *row, struct account *a) {
	(void)a;
	const struct receiving *x = context;
	struct trial *t = x->t;
	if (row->currency.code != 0) {
		gpointer key = GINT_TO_POINTER(row->currency.code);
		g_hash_table_insert(t->currencies, key, GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(t->currencies, key)) + 1));
	}
	const struct cell *id = &row->cells[FIELD_CUSTOMER_ID];
	bool order = row->record == RECORD_ORDERS && row->cells[FIELD_AMOUNT].i > 0;
	if (order) {
		struct trial_order o = {.customer = intern_add(&t->customers, id->text, id->length), .day = (int32_t)row->cells[FIELD_DATE].i};
		g_array_append_val(t->orders, o);
	}
	enum field start = row->record == RECORD_SUBSCRIPTIONS ? FIELD_START_DATE : FIELD_SIGNUP_DATE;
	bool starts = row->record == (t->contracts ? RECORD_SUBSCRIPTIONS : RECORD_CUSTOMERS);
	if (starts && row->cells[start].state == CELL_GIVEN)
		add_start(t, (int32_t)row->cells[start].i);
	return ROW_USED;
}

/* The block of the proposal as site.conf would have it. */
static struct export *export_of(const struct proposal *p) {
	struct export *e = g_new0(struct export, 1);
	static const char AUTO[] = "auto";
	*e = (struct export){.record = (char *)(uintptr_t)record_name(p->record), .file = p->look->name, .path = p->look->path,
	                     .dates = (char *)(uintptr_t)AUTO, .decimal = (char *)(uintptr_t)(p->decimal != NULL ? p->decimal : AUTO),
	                     .delimiter = (char *)(uintptr_t)p->look->delimiter, .encoding = (char *)(uintptr_t)AUTO,
	                     .columns = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free),
	                     .constants = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free)};
	if (p->look->headless)
		e->header = g_new0(char *, p->look->n_columns + 1);
	for (size_t i = 0; p->look->headless && i < p->look->n_columns; i++)
		e->header[i] = g_strdup("");
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct guess *g = &p->guesses[f];
		char *name = (char *)(uintptr_t)field_name((enum field)f);
		if (g->constant != NULL)
			g_hash_table_insert(e->constants, name, g_strdup(g->constant));
		if (g->column != 0 && p->look->headless) {
			g_free(e->header[g->column - 1]);
			e->header[g->column - 1] = g_strdup(name);
		} else if (g->column != 0 && g->named) {
			g_hash_table_insert(e->columns, name, init_plain(g_array_index(p->look->columns, struct look_column, g->column - 1).header));
		}
	}
	return e;
}

void trial_read(struct proposal *p, const struct client_conf *c, struct trial *t) {
	g_autoptr(diag) said = diag_new();
	struct receiving x = {.p = p, .t = t};
	p->export = export_of(p);
	p->account = ingest_read(c, p->export, said, &p->ok, receive, &x);
	for (int64_t i = 0; i < diag_total(said); i++) {
		const struct diag_message *m = diag_get(said, i);
		p->ask_dates = p->ask_dates || m->code == DIAG_DATES_UNTOLD || m->code == DIAG_DATES_BOTH;
		if (m->severity == SEVERITY_ERROR && p->fault == NULL)
			p->fault = diag_line(m);
	}
}

static gint order_orders(gconstpointer x, gconstpointer y) {
	const struct trial_order *a = x, *b = y;
	return a->customer != b->customer ? (a->customer > b->customer) - (a->customer < b->customer) : (a->day > b->day) - (a->day < b->day);
}

static gint order_days(gconstpointer x, gconstpointer y) {
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

int trial_inactive_after(const struct trial *t, int32_t *days) {
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(int32_t));
	g_array_sort(t->orders, order_orders);
	for (guint i = 1; i < t->orders->len; i++) {
		const struct trial_order *o = &g_array_index(t->orders, struct trial_order, i), *before = o - 1;
		int32_t gap = o->day - before->day;
		if (o->customer == before->customer && gap > 0)
			g_array_append_val(gaps, gap);
	}
	*days = 0;
	if (gaps->len == 0)
		return 0;
	g_array_sort(gaps, order_days);
	/* The smallest gap that at least nine of ten do not exceed. */
	*days = g_array_index(gaps, int32_t, (guint)(((guint64)gaps->len * 9 + 9) / 10 - 1));
	int months = 1;
	while (months < 60 && months * 30.4375 < *days)
		months++;
	return months;
}

void trial_currency(const struct trial *t, char out[static 4], guint *n) {
	GHashTableIter iter;
	gpointer key, rows;
	int most = 0, best = 0;
	*n = g_hash_table_size(t->currencies);
	g_hash_table_iter_init(&iter, t->currencies);
	while (g_hash_table_iter_next(&iter, &key, &rows)) {
		int count = GPOINTER_TO_INT(rows), code = GPOINTER_TO_INT(key);
		if (count > most || (count == most && code < best)) {
			most = count;
			best = code;
		}
	}
	out[0] = '\0';
	if (best != 0)
		currency_print((struct currency){best}, out);
}

static gint order_counts(gconstpointer x, gconstpointer y) {
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return (a > b) - (a < b);
}

bool trial_heap(const struct trial *t, int32_t *first_day) {
	guint n = MIN(t->starts->len, 13);
	if (n < 4)
		return false;
	g_autofree int64_t *counts = g_memdup2(t->starts->data, n * sizeof(int64_t));
	qsort(counts + 1, n - 1, sizeof *counts, order_counts);
	int64_t usual = counts[1 + (n - 1) / 2];
	*first_day = month_first_day((struct month){t->first_month + 1});
	return counts[0] >= HEAP_LEAST && counts[0] > HEAP_TIMES * MAX(usual, 1);
}
