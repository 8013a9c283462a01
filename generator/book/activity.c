/* book/activity: rows that say when a customer was served and what it paid: subscriptions, invoices, orders.
 * Recurring amounts become a year's, exactly: month × 12, quarter × 4, a period of n whole months × 12 ÷ n. */
#include "book/reader.h"

/* Terms of one subscription beyond which an export is a fault: looking for overlaps stays bounded. */
#define TERMS_MOST 10000

/* The codes of the row's slice columns, kept once; INTERN_NONE when the file has none of them. */
static uint32_t keep_codes(struct reader *r, const struct row *row) {
	struct book *b = r->book;
	bool any = false;
	for (size_t i = 0; i < b->n_dimensions && i < row->n_slices; i++)
		if (row->slices[i].state != CELL_ABSENT) {
			b->dated[i] = true;
			any = true;
		}
	if (!any)
		return INTERN_NONE;
	uint32_t at = b->term_codes->len;
	g_array_set_size(b->term_codes, at + (guint)b->n_dimensions);
	reader_codes(r, row, &g_array_index(b->term_codes, uint32_t, at));
	return at;
}

/* Keeps a term whose days, amounts and intervals are set; the rest of it is the same for all kinds of rows. */
static void add_term(struct reader *r, const struct row *row, struct account *a, struct term t, enum field key) {
	struct book *b = r->book;
	const struct cell *id = &row->cells[key];
	t.customer = reader_customer(r, row, a);
	t.paid_end = t.end;
	t.line = row->line;
	t.account = r->account;
	t.currency = rates_index(&b->rates, row->currency);
	t.product = reader_product(r, row);
	t.key = id->state == CELL_GIVEN ? intern_add(&b->keys, id->text, id->length) : INTERN_NONE;
	t.codes = keep_codes(r, row);
	b->amounts = true;
	g_array_append_val(b->terms, t);
}

#define MILLION INT64_C(1000000)

/* What the row's amount would be without discount [minor units]: list_amount, else amount + discount, else amount ÷ (1 − discount_pct); -1 when the row
 * does not tell. false when it was refused. */
static bool list_price(struct reader *r, const struct row *row, struct account *a, int64_t *out) {
	const struct cell *list = &row->cells[FIELD_LIST_AMOUNT], *discount = &row->cells[FIELD_DISCOUNT], *share = &row->cells[FIELD_DISCOUNT_PCT];
	int64_t amount = row->cells[FIELD_AMOUNT].i;
	*out = -1;
	if (!reader_amount(r, row, a, FIELD_LIST_AMOUNT) || !reader_amount(r, row, a, FIELD_DISCOUNT))
		return false;
	if (discount->state == CELL_GIVEN && discount->i < 0)
		return reader_refuse(r, row, a, DIAG_DISCOUNT_RANGE, FIELD_DISCOUNT, discount->text, NULL) == ROW_USED;
	if (share->state == CELL_GIVEN && (share->i < 0 || share->i > MILLION))
		return reader_refuse(r, row, a, DIAG_DISCOUNT_RANGE, FIELD_DISCOUNT_PCT, share->text, NULL) == ROW_USED;
	int128 price = -1;
	if (list->state == CELL_GIVEN)
		price = list->i;
	else if (discount->state == CELL_GIVEN)
		price = (int128)amount + discount->i;
	else if (share->state == CELL_GIVEN && share->i < MILLION)
		price = divide_half_even((int128)amount * MILLION, MILLION - share->i);
	if (price > ROW_AMOUNT_MAX)
		return reader_refuse(r, row, a, DIAG_AMOUNT_RANGE, FIELD_AMOUNT, row->cells[FIELD_AMOUNT].text, NULL) == ROW_USED;
	*out = price < 0 ? -1 : narrow(price);
	return true;
}

/* An amount that pays for so many months, as a year's. */
static int64_t a_years(int64_t amount, int64_t months) {
	return narrow(divide_half_even((int128)amount * 12, months));
}

/* A subscription's amounts and intervals. false when it was refused. */
static bool price_term(struct reader *r, const struct row *row, struct account *a, struct term *t) {
	const struct cell *interval = &row->cells[FIELD_INTERVAL], *term = &row->cells[FIELD_TERM];
	int64_t months = interval->state == CELL_GIVEN ? interval->i : 1;
	int64_t list;
	if (!reader_amount(r, row, a, FIELD_AMOUNT) || !list_price(r, row, a, &list))
		return false;
	t->amount = t->paid = a_years(row->cells[FIELD_AMOUNT].i, months);
	t->list = list < 0 ? -1 : a_years(list, months);
	t->interval = (int16_t)months;
	t->renews = (int16_t)(term->state == CELL_GIVEN ? term->i : interval->state == CELL_GIVEN ? interval->i : 0);
	if (t->list >= 0 && row->cells[FIELD_DISCOUNT_END].state == CELL_GIVEN && conf_is(r->book->conf, SETTING_MRR_DISCOUNTS, "forever"))
		t->amount = t->list;
	return true;
}

static bool overlap(int32_t start, int32_t end, const struct key_seen *k) {
	bool empty = start == end || k->start == k->end;
	return !empty && (k->end == DAY_NONE || start < k->end) && (end == DAY_NONE || k->start < end);
}

/* A subscription's own earlier terms: rows of one id are successive when their dates do not overlap. */
static bool overlaps_earlier(const struct reader *r, const struct row *row, const struct key_seen *earlier, int32_t start, int32_t end, int64_t *line) {
	for (const struct key_seen *k = earlier; k != NULL; k = keys_at(&r->keys[row->record], k->next))
		if (overlap(start, end, k)) {
			*line = k->line;
			return true;
		}
	return false;
}

enum row_fate read_subscription(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	const struct key_seen *earlier;
	enum row_fate fate = reader_key(r, row, FIELD_SUBSCRIPTION_ID, a, &earlier);
	if (fate != ROW_USED)
		return fate;
	const struct cell *finish = &row->cells[FIELD_FINISH_DATE], *trial = &row->cells[FIELD_TRIAL];
	int32_t start = (int32_t)row->cells[FIELD_START_DATE].i, end = reader_day(finish);
	if (end != DAY_NONE && conf_is(r->book->conf, SETTING_END_DATE, "last_day"))
		end++;
	if (end != DAY_NONE && end < start)
		return reader_refuse(r, row, a, DIAG_END_BEFORE_START, FIELD_FINISH_DATE, finish->text, row->cells[FIELD_START_DATE].text);
	struct term t = {.start = start, .end = end, .notice = reader_day(&row->cells[FIELD_NOTICE_DATE])};
	if (!price_term(r, row, a, &t))
		return ROW_REFUSED;
	if (earlier != NULL && earlier->rows >= TERMS_MOST)
		return reader_refuse(r, row, a, DIAG_TERM_MANY, FIELD_SUBSCRIPTION_ID, row->cells[FIELD_SUBSCRIPTION_ID].text, NULL);
	int64_t line;
	if (overlaps_earlier(r, row, earlier, start, end, &line)) {
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, line);
		return reader_refuse(r, row, a, DIAG_TERM_OVERLAP, FIELD_SUBSCRIPTION_ID, row->cells[FIELD_SUBSCRIPTION_ID].text, text);
	}
	reader_remember(r, row, FIELD_SUBSCRIPTION_ID, start, end);
	if (trial->state == CELL_GIVEN && trial->i != 0) {
		reader_customer(r, row, a);
		a->rule[RULE_TRIAL]++;
		return ROW_USED;
	}
	if (start == end)
		a->rule[RULE_NEVER_ACTIVE]++;
	add_term(r, row, a, t, FIELD_SUBSCRIPTION_ID);
	return ROW_USED;
}

/* n when [start, end) is n whole calendar months: the same day of the month, or the last one where the month is too short; else 0. */
static int32_t whole_months(int32_t start, int32_t end) {
	int32_t months = month_of_day(end).n - month_of_day(start).n;
	int year, month, from, to;
	day_split(start, &year, &month, &from);
	day_split(end, &year, &month, &to);
	bool last = end == month_last_day(month_of_day(end));
	bool whole = from == to || (last && from > to) || (last && start == month_last_day(month_of_day(start)));
	return months > 0 && whole ? months : 0;
}

/* A period's amount as a year's: n whole calendar months × 12 ÷ n, any other length × 365 ÷ days. false when it is larger than a row may hold. */
static bool period_year_amount(int64_t amount, int32_t start, int32_t end, int64_t *year) {
	int32_t months = whole_months(start, end);
	*year = narrow(months > 0 ? divide_half_even((int128)amount * 12, months) : divide_half_even((int128)amount * 365, end - start));
	return *year <= 12 * ROW_AMOUNT_MAX && *year >= -12 * ROW_AMOUNT_MAX;
}

enum row_fate read_invoice(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	if (conf_has(r->book->conf, SETTING_INACTIVE_AFTER))
		return read_order(reader, row, a);
	const struct key_seen *earlier;
	enum row_fate fate = reader_key(r, row, FIELD_INVOICE_ID, a, &earlier);
	if (fate != ROW_USED)
		return fate;
	const struct cell *from = &row->cells[FIELD_PERIOD_START], *to = &row->cells[FIELD_PERIOD_END], *kind = &row->cells[FIELD_KIND];
	int64_t list, year = 0, list_year = -1;
	if (!reader_amount(r, row, a, FIELD_AMOUNT) || !list_price(r, row, a, &list))
		return ROW_REFUSED;
	bool periodic = from->state == CELL_GIVEN && to->state == CELL_GIVEN && (kind->state != CELL_GIVEN || kind->i == 0);
	int32_t start = (int32_t)from->i, end = (int32_t)to->i + (conf_is(r->book->conf, SETTING_PERIOD_END, "last_day") ? 1 : 0);
	if (periodic && end < start)
		return reader_refuse(r, row, a, DIAG_END_BEFORE_START, FIELD_PERIOD_END, to->text, from->text);
	if (periodic && end > start &&
	    (!period_year_amount(row->cells[FIELD_AMOUNT].i, start, end, &year) || (list >= 0 && !period_year_amount(list, start, end, &list_year))))
		return reader_refuse(r, row, a, DIAG_AMOUNT_RANGE, FIELD_AMOUNT, row->cells[FIELD_AMOUNT].text, NULL);
	int16_t months = (int16_t)MIN(whole_months(start, end), INT16_MAX);
	/* A credit is not known before its own day: until then the customer paid what it paid. */
	if (periodic && row->cells[FIELD_AMOUNT].i < 0 && (int32_t)row->cells[FIELD_DATE].i > start)
		start = MIN((int32_t)row->cells[FIELD_DATE].i, end);
	reader_remember(r, row, FIELD_INVOICE_ID, DAY_NONE, DAY_NONE);
	if (!periodic || end == start) {
		reader_customer(r, row, a);
		a->rule[periodic ? RULE_NEVER_ACTIVE : RULE_ONE_OFF]++;
		return ROW_USED;
	}
	struct term t = {.start = start, .end = end, .amount = year, .paid = year, .list = list_year, .notice = DAY_NONE, .interval = months, .renews = months};
	add_term(r, row, a, t, FIELD_INVOICE_ID);
	return ROW_USED;
}

enum row_fate read_order(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	struct book *b = r->book;
	const struct key_seen *earlier;
	enum row_fate fate = reader_key(r, row, FIELD_INVOICE_ID, a, &earlier);
	if (fate != ROW_USED)
		return fate;
	int32_t day = (int32_t)row->cells[FIELD_DATE].i;
	int64_t amount = row->cells[FIELD_AMOUNT].i;
	const struct cell *kind = &row->cells[FIELD_KIND];
	int64_t list;
	if (!reader_amount(r, row, a, FIELD_AMOUNT) || !list_price(r, row, a, &list))
		return ROW_REFUSED;
	if (kind->state == CELL_GIVEN && kind->i == 2 && amount > 0)
		amount = -amount;
	struct order o = {.day = day, .list = -1, .key = INTERN_NONE, .account = r->account};
	o.refund = amount < 0 || (kind->state == CELL_GIVEN && kind->i == 2);
	if (!reader_convert(r, row, a, FIELD_AMOUNT, day, amount, &o.amount) ||
	    (list >= 0 && !o.refund && !reader_convert(r, row, a, FIELD_LIST_AMOUNT, day, list, &o.list)))
		return ROW_REFUSED;
	o.customer = reader_customer(r, row, a);
	o.product = reader_product(r, row);
	o.refunded = DAY_NONE;
	const struct cell *id = &row->cells[FIELD_INVOICE_ID];
	if (id->state == CELL_GIVEN)
		o.key = intern_add(&b->keys, id->text, id->length);
	reader_remember(r, row, FIELD_INVOICE_ID, day, DAY_NONE);
	if (amount == 0 && conf_is(b->conf, SETTING_ORDERS_ZERO, "drop")) {
		a->rule[RULE_ZERO_ORDER]++;
		return ROW_USED;
	}
	b->amounts = true;
	g_array_append_val(b->orders, o);
	return ROW_USED;
}
