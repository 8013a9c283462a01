/* book/referrals: which customer referred which, once all of them are known. A referrer that the customers export does not have becomes a customer
 * without anything; when a referral is dated is the first day the referred one was active. Refuses to know what a referral is worth. */
#include "book/reader.h"
#include <string.h>

struct referrer {
	char *id;          /* owned */
	uint32_t referred;
	uint32_t account;
	int64_t line, column;
};

static void referrer_free(gpointer p) {
	struct referrer *x = p;
	g_free(x->id);
	g_free(x);
}

GPtrArray *referrers_new(void) {
	return g_ptr_array_new_with_free_func(referrer_free);
}

void referrer_note(struct reader *r, const struct row *row) {
	const struct cell *by = &row->cells[FIELD_REFERRED_BY], *id = &row->cells[FIELD_CUSTOMER_ID];
	if (by->state != CELL_GIVEN)
		return;
	struct referrer *x = g_new0(struct referrer, 1);
	*x = (struct referrer){.id = g_strdup(by->text), .account = r->account, .line = row->line, .column = (int64_t)row->columns[FIELD_REFERRED_BY]};
	x->referred = intern_find(&r->book->ids, id->text, id->length);
	g_ptr_array_add(r->referrers, x);
}

void referrers_resolve(struct reader *r) {
	struct book *b = r->book;
	for (guint i = 0; i < r->referrers->len; i++) {
		const struct referrer *x = g_ptr_array_index(r->referrers, i);
		struct account *a = g_ptr_array_index(b->accounts, x->account);
		uint32_t by = reader_number(r, x->id, strlen(x->id));
		if (by == x->referred) {
			account_note(a, r->diag, DIAG_REFERRER_SELF, x->line, x->column, x->id, NULL);
			continue;
		}
		g_array_index(b->customers, struct customer, x->referred).referred_by = by;
		if (!g_array_index(b->customers, struct customer, by).exported)
			account_note(a, r->diag, DIAG_REFERRER_UNKNOWN, x->line, x->column, x->id, NULL);
	}
}

void referrals_settle(struct book *b) {
	for (uint32_t i = 0; i < b->customers->len; i++) {
		uint32_t by = g_array_index(b->customers, struct customer, i).referred_by;
		struct referral x = {.customer = by, .day = by == INTERN_NONE ? DAY_NONE : book_first_day(b, i), .referred = i};
		if (x.day != DAY_NONE)
			g_array_append_val(b->referrals, x);
	}
}
