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

static void add_term(struct reader *r, const struct row *row, struct account *a, int32_t start, int32_t end, int64_t amount, enum field key) {
	struct book *b = r->book;
	const struct cell *id = &row->cells[key];
	struct term t = {.customer = reader_customer(r, row, a), .start = start, .end = end, .amount = amount, .list = -1, .paid_end = end, .notice = DAY_NONE, .product = INTERN_NONE, .line = row->line, .account = r->account,
	                 .currency = rates_index(&b->rates, row->currency)};
	t.key = id->state == CELL_GIVEN ? intern_add(&b->keys, id->text, id->length) : INTERN_NONE;
	t.codes = keep_codes(r, row);
	b->amounts = true;
	g_array_append_val(b->terms, t);
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
	const struct cell *finish = &row->cells[FIELD_FINISH_DATE], *interval = &row->cells[FIELD_INTERVAL], *trial = &row->cells[FIELD_TRIAL];
	int32_t start = (int32_t)row->cells[FIELD_START_DATE].i, end = finish->state == CELL_GIVEN ? (int32_t)finish->i : DAY_NONE;
	if (end != DAY_NONE && conf_is(r->book->conf, SETTING_END_DATE, "last_day"))
		end++;
	if (end != DAY_NONE && end < start)
		return reader_refuse(r, row, a, DIAG_END_BEFORE_START, FIELD_FINISH_DATE, finish->text, row->cells[FIELD_START_DATE].text);
	if (!reader_amount(r, row, a))
		return ROW_REFUSED;
	if (earlier != NULL && earlier->rows >= TERMS_MOST)
		return reader_refuse(r, row, a, DIAG_TERM_MANY, FIELD_SUBSCRIPTION_ID, row->cells[FIELD_SUBSCRIPTION_ID].text, NULL);
	int64_t line;
	if (overlaps_earlier(r, row, earlier, start, end, &line)) {
		g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, line);
		return reader_refuse(r, row, a, DIAG_TERM_OVERLAP, FIELD_SUBSCRIPTION_ID, row->cells[FIELD_SUBSCRIPTION_ID].text, text);
	}
	reader_remember(r, row, FIELD_SUBSCRIPTION_ID, start, end);
	int64_t months = interval->state == CELL_GIVEN ? interval->i : 1;
	if (trial->state == CELL_GIVEN && trial->i != 0) {
		reader_customer(r, row, a);
		a->rule[RULE_TRIAL]++;
		return ROW_USED;
	}
	if (start == end)
		a->rule[RULE_NEVER_ACTIVE]++;
	add_term(r, row, a, start, end, narrow(divide_half_even((int128)row->cells[FIELD_AMOUNT].i * 12, months)), FIELD_SUBSCRIPTION_ID);
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
	if (!reader_amount(r, row, a))
		return ROW_REFUSED;
	bool periodic = from->state == CELL_GIVEN && to->state == CELL_GIVEN && (kind->state != CELL_GIVEN || kind->i == 0);
	int32_t start = (int32_t)from->i, end = (int32_t)to->i + (conf_is(r->book->conf, SETTING_PERIOD_END, "last_day") ? 1 : 0);
	if (periodic && end < start)
		return reader_refuse(r, row, a, DIAG_END_BEFORE_START, FIELD_PERIOD_END, to->text, from->text);
	int64_t year = 0;
	if (periodic && end > start && !period_year_amount(row->cells[FIELD_AMOUNT].i, start, end, &year))
		return reader_refuse(r, row, a, DIAG_AMOUNT_RANGE, FIELD_AMOUNT, row->cells[FIELD_AMOUNT].text, NULL);
	reader_remember(r, row, FIELD_INVOICE_ID, DAY_NONE, DAY_NONE);
	if (!periodic || end == start) {
		reader_customer(r, row, a);
		a->rule[periodic ? RULE_NEVER_ACTIVE : RULE_ONE_OFF]++;
		return ROW_USED;
	}
	add_term(r, row, a, start, end, year, FIELD_INVOICE_ID);
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
	if (!reader_amount(r, row, a))
		return ROW_REFUSED;
	if (kind->state == CELL_GIVEN && kind->i == 2 && amount > 0)
		amount = -amount;
	struct order o = {.day = day, .list = -1, .product = INTERN_NONE, .key = INTERN_NONE, .account = r->account};
	if (!reader_convert(r, row, a, day, amount, &o.amount))
		return ROW_REFUSED;
	o.customer = reader_customer(r, row, a);
	o.refund = amount < 0 || (kind->state == CELL_GIVEN && kind->i == 2);
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
