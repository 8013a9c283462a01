/* book/sort: every customer's rows in an order that does not depend on the files', and where each customer's begin. Every comparison is of what the
 * rows say (ids and texts, never their numbers), so that rows that compare equal say the same. Refuses to know what the rows are used for. */
#include "book/reader.h"
#include <string.h>

static int order_int64(int64_t a, int64_t b) {
	return (a > b) - (a < b);
}

static int order_texts(const struct intern *of, uint32_t x, uint32_t y) {
	if (x == y)
		return 0;
	if (x == INTERN_NONE || y == INTERN_NONE)
		return x == INTERN_NONE ? -1 : 1;
	return strcmp(intern_text(of, x), intern_text(of, y));
}

static int order_keys(const struct book *b, uint32_t x, uint32_t y) {
	return order_texts(&b->keys, x, y);
}

static int order_names(const struct book *b, uint32_t x, uint32_t y) {
	return order_texts(&b->names, x, y);
}

static int order_codes(const struct book *b, uint32_t x, uint32_t y) {
	if (x == INTERN_NONE || y == INTERN_NONE)
		return order_int64(x, y);
	const uint32_t *cx = &g_array_index(b->term_codes, uint32_t, x), *cy = &g_array_index(b->term_codes, uint32_t, y);
	for (size_t i = 0; i < b->n_dimensions; i++) {
		int order = strcmp(intern_text(&b->values[i], cx[i]), intern_text(&b->values[i], cy[i]));
		if (order != 0)
			return order;
	}
	return 0;
}

static gint order_terms(gconstpointer x, gconstpointer y, gpointer of) {
	const struct term *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->start, b->start);
	order = order ? order : order_int64(a->end, b->end);
	order = order ? order : order_keys(of, a->key, b->key);
	order = order ? order : order_int64(a->amount, b->amount);
	order = order ? order : order_int64(a->currency, b->currency);
	order = order ? order : order_int64(a->list, b->list);
	order = order ? order : order_int64(a->paid, b->paid);
	order = order ? order : order_int64(a->paid_end, b->paid_end);
	order = order ? order : order_int64(a->notice, b->notice);
	order = order ? order : order_int64(a->interval * 1000 + a->renews, b->interval * 1000 + b->renews);
	order = order ? order : order_names(of, a->product, b->product);
	return order ? order : order_codes(of, a->codes, b->codes);
}

static gint order_orders(gconstpointer x, gconstpointer y, gpointer of) {
	const struct order *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->day, b->day);
	order = order ? order : order_int64(b->amount, a->amount); /* refunds of a day behind its orders */
	order = order ? order : order_keys(of, a->key, b->key);
	order = order ? order : order_int64(a->refund, b->refund);
	order = order ? order : order_int64(a->list, b->list);
	return order ? order : order_names(of, a->product, b->product);
}

static gint order_answers(gconstpointer x, gconstpointer y, gpointer of) {
	const struct answer *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->survey, b->survey);
	order = order ? order : order_int64(a->day, b->day);
	order = order ? order : order_keys(of, a->key, b->key);
	order = order ? order : order_int64(a->score, b->score);
	order = order ? order : order_int64(a->weight, b->weight);
	order = order ? order : order_int64(a->high * 100 + a->low, b->high * 100 + b->low);
	order = order ? order : order_int64(a->of, b->of);
	order = order ? order : order_int64(a->comment, b->comment);
	return order ? order : order_names(of, a->touchpoint, b->touchpoint);
}

static gint order_invitations(gconstpointer x, gconstpointer y, gpointer of) {
	(void)of;
	const struct invitation *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->survey, b->survey);
	return order ? order : order_int64(a->day, b->day);
}

static gint order_contacts(gconstpointer x, gconstpointer y, gpointer of) {
	const struct contact *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->opened, b->opened);
	order = order ? order : order_keys(of, a->key, b->key);
	order = order ? order : order_int64(a->responded, b->responded);
	order = order ? order : order_int64(a->solved, b->solved);
	order = order ? order : order_int64(a->reopened * 2 + a->by_us, b->reopened * 2 + b->by_us);
	order = order ? order : order_names(of, a->touchpoint, b->touchpoint);
	return order ? order : order_names(of, a->channel, b->channel);
}

static gint order_works(gconstpointer x, gconstpointer y, gpointer of) {
	(void)of;
	const struct work *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->day, b->day);
	order = order ? order : order_int64(a->hours, b->hours);
	order = order ? order : order_int64(a->cost, b->cost);
	return order ? order : order_int64(a->costed * 4 + a->scoped * 2 + a->in_scope, b->costed * 4 + b->scoped * 2 + b->in_scope);
}

static gint order_referrals(gconstpointer x, gconstpointer y, gpointer of) {
	const struct intern *ids = &((const struct book *)of)->ids;
	const struct referral *a = x, *b = y;
	int order = order_int64(a->customer, b->customer);
	order = order ? order : order_int64(a->day, b->day);
	return order ? order : order_texts(ids, a->referred, b->referred);
}

/* first[c] … first[c + 1]: the rows of customer c; every struct begins with its customer. */
static uint32_t *index_rows(const GArray *rows, guint n_customers) {
	uint32_t *first = g_new0(uint32_t, n_customers + 1);
	guint size = g_array_get_element_size((GArray *)rows);
	for (guint i = 0; i < rows->len; i++) {
		uint32_t customer;
		memcpy(&customer, rows->data + (size_t)i * size, sizeof customer);
		first[customer + 1]++;
	}
	for (guint c = 0; c < n_customers; c++)
		first[c + 1] += first[c];
	return first;
}

/* Rows of one kind in their order; returns where each customer's begin. */
static uint32_t *sort_one(struct book *b, GArray *rows, GCompareDataFunc order) {
	g_array_sort_with_data(rows, order, b);
	return index_rows(rows, b->customers->len);
}

void book_sort_terms(struct book *b) {
	g_array_sort_with_data(b->terms, order_terms, b);
}

void book_sort(struct book *b) {
	b->first_term = sort_one(b, b->terms, order_terms);
	b->first_order = sort_one(b, b->orders, order_orders);
	if (conf_is(b->conf, SETTING_ORDERS_ZERO, "count"))
		refunds_settle(b);
	b->first_answer = sort_one(b, b->answers, order_answers);
	b->first_invitation = sort_one(b, b->invitations, order_invitations);
	b->first_contact = sort_one(b, b->contacts, order_contacts);
	b->first_work = sort_one(b, b->works, order_works);
	referrals_settle(b);
	b->first_referral = sort_one(b, b->referrals, order_referrals);
}
