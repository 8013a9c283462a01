/* book/book: opens the exports of a client in the order their rows need each other (rates, customers, activity, then the rest)
 * and keeps the accounts in the order of site.conf. What a row does is in rows.c, activity.c, surveys.c and service.c, the end in finish.c. */
#include "book/book.h"
#include "book/reader.h"
#include <string.h>

static struct book *book_new(const struct client_conf *c) {
	struct book *b = g_new0(struct book, 1);
	b->conf = c;
	intern_init(&b->ids);
	intern_init(&b->names);
	intern_init(&b->keys);
	b->customers = g_array_new(FALSE, FALSE, sizeof(struct customer));
	b->terms = g_array_new(FALSE, FALSE, sizeof(struct term));
	b->orders = g_array_new(FALSE, FALSE, sizeof(struct order));
	b->answers = g_array_new(FALSE, FALSE, sizeof(struct answer));
	b->spends = g_array_new(FALSE, FALSE, sizeof(struct spend));
	b->invitations = g_array_new(FALSE, FALSE, sizeof(struct invitation));
	b->contacts = g_array_new(FALSE, FALSE, sizeof(struct contact));
	b->works = g_array_new(FALSE, FALSE, sizeof(struct work));
	b->referrals = g_array_new(FALSE, FALSE, sizeof(struct referral));
	b->last_invitation = b->last_contact = b->last_work = DAY_NONE;
	b->customer_codes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	b->term_codes = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	b->accounts = g_ptr_array_new_with_free_func((GDestroyNotify)account_free);
	b->dimensions = conf_list(c, SETTING_SLICES_BY);
	b->n_dimensions = g_strv_length(b->dimensions);
	b->values = g_new0(struct intern, b->n_dimensions + 1);
	b->dated = g_new0(bool, b->n_dimensions + 1);
	b->channel = b->n_dimensions;
	for (size_t i = 0; i < b->n_dimensions; i++) {
		intern_init(&b->values[i]);
		intern_add(&b->values[i], "(none)", strlen("(none)"));
		intern_add(&b->values[i], "(unknown)", strlen("(unknown)"));
		if (strcmp(b->dimensions[i], "channel") == 0)
			b->channel = i;
	}
	rates_init(&b->rates, conf_currency(c));
	b->gaps = g_array_new(FALSE, FALSE, sizeof(struct rate_gap));
	return b;
}

void book_free(struct book *b) {
	if (b == NULL)
		return;
	intern_clear(&b->ids);
	intern_clear(&b->names);
	intern_clear(&b->keys);
	GArray *arrays[] = {b->customers, b->terms, b->orders, b->answers, b->spends, b->customer_codes, b->term_codes, b->invitations, b->contacts, b->works, b->referrals, b->gaps};
	for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_array_unref(arrays[i]);
	for (size_t i = 0; i < b->n_dimensions; i++)
		intern_clear(&b->values[i]);
	g_ptr_array_unref(b->accounts);
	g_free(b->values);
	g_free(b->dated);
	g_free(b->first_term);
	g_free(b->first_order);
	g_free(b->first_answer);
	g_free(b->first_invitation);
	g_free(b->first_contact);
	g_free(b->first_work);
	g_free(b->first_referral);
	rates_clear(&b->rates);
	g_free(b);
}

const char *book_source(const struct book *b) {
	static const char *const names[] = {"", "subscriptions", "invoices", "orders", "customers", "customers"};
	return names[b->activity];
}

/* What each record's rows are handed to, in the order the records are read. */
static const struct {
	enum record record;
	enum row_fate (*receive)(void *, const struct row *, struct account *);
} passes[] = {
	{RECORD_RATES, read_rate},       {RECORD_CUSTOMERS, read_customer}, {RECORD_SUBSCRIPTIONS, read_subscription}, {RECORD_INVOICES, read_invoice},
	{RECORD_ORDERS, read_order},     {RECORD_SURVEYS, read_survey},     {RECORD_SPEND, read_spend},
	{RECORD_INVITATIONS, read_invitation}, {RECORD_CONTACTS, read_contact}, {RECORD_WORK, read_work},
};

/* Counts the customer of a used row, once a file. */
static void meet(struct reader *r, struct account *a) {
	guint byte = r->met / 8;
	guint8 bit = (guint8)(1U << (r->met % 8));
	while (r->seen->len <= byte)
		g_byte_array_append(r->seen, (const guint8[64]){0}, 64);
	a->customers += (r->seen->data[byte] & bit) == 0;
	r->seen->data[byte] |= bit;
}

/* Rows go to their record's function, except those that repeat an earlier row to the letter where that means a duplicate. */
static enum row_fate receive_row(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	for (size_t i = 0; i < row->n_slices; i++)
		r->delivered[i] = r->delivered[i] || row->slices[i].state != CELL_ABSENT;
	if (!r->export->whole_row_duplicates || !row->identical_before) {
		r->met = INTERN_NONE;
		enum row_fate fate = r->receive(r, row, a);
		if (fate == ROW_USED && r->met != INTERN_NONE)
			meet(r, a);
		return fate;
	}
	account_duplicate(a, r->diag, row->line, "whole row", row->identical_line);
	return ROW_DUPLICATE;
}

/* Reads every export of one record into accounts[i] of its place in site.conf. */
static bool read_pass(struct reader *r, size_t pass, struct account **accounts) {
	const struct client_conf *c = r->book->conf;
	bool ok = true;
	for (guint i = 0; i < c->exports->len; i++) {
		const struct export *e = g_ptr_array_index(c->exports, i);
		if (strcmp(e->record, record_name(passes[pass].record)) != 0)
			continue;
		bool read = true;
		r->export = e;
		r->account = i;
		r->receive = passes[pass].receive;
		g_byte_array_set_size(r->seen, 0);
		r->has_customers |= passes[pass].record == RECORD_CUSTOMERS;
		accounts[i] = ingest_read(c, e, r->diag, &read, receive_row, r);
		for (int f = 0; f < FIELD_COUNT; f++)
			r->book->fields[accounts[i]->record][f] |= accounts[i]->fields[f];
		ok = ok && read;
	}
	return ok;
}

/* A column of slices.by that no export has. */
static void tell_absent_slices(const struct reader *r) {
	const struct book *b = r->book;
	for (size_t i = 0; i < b->n_dimensions; i++)
		if (!r->delivered[i])
			diag_report(r->diag, DIAG_SLICE_ABSENT, (struct where){b->conf->conf->file, b->conf->values[SETTING_SLICES_BY].line, 0}, b->dimensions[i], NULL);
}

static bool within_limits(const struct book *b, struct diag *d) {
	bool within = true;
	for (guint i = 0; i < b->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(b->accounts, i);
		g_assert(account_balances(a));
		if (!account_over_limit(a, conf_number(b->conf, SETTING_MAX_REJECTED)))
			continue;
		g_autofree char *refused = g_strdup_printf("%" G_GINT64_FORMAT, a->refused - a->refused_by_rule);
		g_autofree char *rows = g_strdup_printf("%" G_GINT64_FORMAT, a->rows);
		diag_report(d, DIAG_OVER_LIMIT, (struct where){a->file, 0, 0}, refused, rows, NULL);
		within = false;
	}
	return within;
}

struct book *book_read(const struct client_conf *c, int32_t as_of, struct diag *d, bool *ok, bool *over_limit) {
	struct book *b = book_new(c);
	struct reader r = {.book = b, .diag = d, .as_of = as_of};
	if (as_of == DAY_NONE && conf_has(c, SETTING_AS_OF))
		r.as_of = (int32_t)conf_int(c, SETTING_AS_OF);
	for (int i = 0; i < RECORD_COUNT; i++)
		keys_init(&r.keys[i]);
	r.referrers = referrers_new();
	r.seen = g_byte_array_new();
	r.matcher = matcher_new(c);
	struct account **accounts = g_new0(struct account *, c->exports->len + 1);
	bool read = true;
	for (size_t pass = 0; pass < G_N_ELEMENTS(passes); pass++)
		read = read_pass(&r, pass, accounts) && read;
	for (guint i = 0; i < c->exports->len; i++)
		if (accounts[i] != NULL)
			g_ptr_array_add(b->accounts, accounts[i]);
	read = read && b->accounts->len == c->exports->len;
	g_free(accounts);
	tell_absent_slices(&r);
	*ok = read && book_finish(&r);
	for (guint i = 0; i < b->accounts->len && b->accounts->len == c->exports->len; i++)
		ingest_recall(c, g_ptr_array_index(c->exports, i), g_ptr_array_index(b->accounts, i));
	*over_limit = !within_limits(b, d);
	*ok = *ok && !*over_limit;
	for (int i = 0; i < RECORD_COUNT; i++)
		keys_clear(&r.keys[i]);
	g_ptr_array_unref(r.referrers);
	g_byte_array_unref(r.seen);
	matcher_free(r.matcher);
	return b;
}
