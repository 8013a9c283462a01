/* book/rows: what the rows of customers, spend and rates do to the book, and what all readers of rows share. Activity is in activity.c, answers and
 * invitations in surveys.c, contacts and work in service.c.
 * Every function says the row's fate; what it refuses it has already told. */
#include "book/reader.h"
#include <string.h>

uint32_t reader_number(struct reader *r, const char *id, size_t length) {
	struct book *b = r->book;
	uint32_t number = intern_add(&b->ids, id, length);
	if (number == b->customers->len) {
		struct customer c = {.signup = DAY_NONE, .cancel = DAY_NONE, .tenure = -1, .name = INTERN_NONE, .reason = INTERN_NONE, .referred_by = INTERN_NONE};
		g_array_append_val(b->customers, c);
		uint32_t unknown = CODE_UNKNOWN;
		for (size_t i = 0; i < b->n_dimensions; i++)
			g_array_append_val(b->customer_codes, unknown);
	}
	return number;
}

uint32_t reader_customer(struct reader *r, const struct row *row, struct account *a) {
	struct book *b = r->book;
	const struct cell *id = &row->cells[FIELD_CUSTOMER_ID];
	uint32_t number = intern_find(&b->ids, id->text, id->length);
	enum match_result match = MATCH_NONE;
	bool exported = number != INTERN_NONE && g_array_index(b->customers, struct customer, number).exported;
	if (r->has_customers && row->record != RECORD_CUSTOMERS && !exported)
		match = matcher_find(r->matcher, id, &number);
	if (match == MATCH_ONE)
		return r->met = number;
	r->met = number = reader_number(r, id->text, id->length);
	if (match == MATCH_SEVERAL)
		account_note(a, r->diag, DIAG_MATCH_SEVERAL, row->line, (int64_t)row->columns[FIELD_CUSTOMER_ID], id->text, NULL);
	if (r->has_customers && row->record != RECORD_CUSTOMERS && !g_array_index(b->customers, struct customer, number).exported) {
		a->orphans++;
		account_note(a, r->diag, DIAG_ORPHAN, row->line, (int64_t)row->columns[FIELD_CUSTOMER_ID], id->text, NULL);
	}
	return number;
}

enum row_fate reader_refuse(struct reader *r, const struct row *row, struct account *a, enum diag_code code, enum field at, const char *a1, const char *a2) {
	account_refuse(a, r->diag, code, row->line, (int64_t)row->columns[at], a1, a2);
	return ROW_REFUSED;
}

enum row_fate reader_key(struct reader *r, const struct row *row, enum field key, struct account *a, const struct key_seen **earlier) {
	*earlier = NULL;
	const struct cell *c = &row->cells[key];
	if (c->state != CELL_GIVEN)
		return ROW_USED;
	struct keys *keys = &r->keys[row->record];
	*earlier = keys_find(keys, c->text, c->length);
	int64_t line = keys_same(keys, fingerprint_of(row));
	if (line == 0)
		return ROW_USED;
	account_duplicate(a, r->diag, row->line, c->text, line);
	return ROW_DUPLICATE;
}

void reader_remember(struct reader *r, const struct row *row, enum field key, int32_t start, int32_t end) {
	const struct cell *c = &row->cells[key];
	if (c->state != CELL_GIVEN)
		return;
	keys_add(&r->keys[row->record], c->text, c->length, fingerprint_of(row), (struct key_seen){.line = row->line, .start = start, .end = end});
}

void reader_codes(struct reader *r, const struct row *row, uint32_t *codes) {
	for (size_t i = 0; i < r->book->n_dimensions; i++) {
		const struct cell *c = &row->slices[i];
		codes[i] = i < row->n_slices && c->state == CELL_GIVEN ? intern_add(&r->book->values[i], c->text, c->length) : (uint32_t)CODE_NONE;
	}
}

uint32_t reader_name(struct reader *r, const struct row *row, enum field field) {
	const struct cell *c = &row->cells[field];
	return c->state == CELL_GIVEN ? intern_add(&r->book->names, c->text, c->length) : INTERN_NONE;
}

uint32_t reader_product(struct reader *r, const struct row *row) {
	uint32_t product = reader_name(r, row, FIELD_PRODUCT);
	return product != INTERN_NONE ? product : reader_name(r, row, FIELD_PLAN);
}

bool reader_amount(struct reader *r, const struct row *row, struct account *a, enum field field) {
	const struct cell *amount = &row->cells[field];
	if (amount->state != CELL_GIVEN || (amount->i <= ROW_AMOUNT_MAX && amount->i >= -ROW_AMOUNT_MAX))
		return true;
	reader_refuse(r, row, a, DIAG_AMOUNT_RANGE, field, amount->text, NULL);
	return false;
}

bool reader_convert(struct reader *r, const struct row *row, struct account *a, enum field field, int32_t day, int64_t amount, int64_t *out) {
	struct rates *rates = &r->book->rates;
	int currency = rates_index(rates, row->currency);
	if (rates_get(rates, currency, month_of_day(day)) == 0) {
		char text[8], code[4];
		month_print(month_of_day(day), text);
		currency_print(row->currency, code);
		reader_refuse(r, row, a, DIAG_RATE_MISSING, FIELD_CURRENCY, code, text);
		return false;
	}
	if (rates_convert(rates, currency, month_of_day(day), amount, out))
		return true;
	reader_refuse(r, row, a, DIAG_AMOUNT_RANGE, field, row->cells[field].text, NULL);
	return false;
}

enum row_fate reader_once(struct reader *r, const struct row *row, enum field key, struct account *a) {
	const struct key_seen *earlier;
	enum row_fate fate = reader_key(r, row, key, a, &earlier);
	if (fate != ROW_USED || earlier == NULL)
		return fate;
	g_autofree char *line = g_strdup_printf("%" G_GINT64_FORMAT, earlier->line);
	return reader_refuse(r, row, a, DIAG_KEY_CONFLICT, key, row->cells[key].text, line);
}

int32_t reader_day(const struct cell *c) {
	return c->state == CELL_GIVEN ? (int32_t)c->i : DAY_NONE;
}

/* The amount of a snapshot or of customers' own dates as a year's, in its own currency. */
static int64_t year_amount(const struct row *row) {
	const struct cell *amount = &row->cells[FIELD_AMOUNT], *interval = &row->cells[FIELD_INTERVAL];
	if (amount->state != CELL_GIVEN)
		return 0;
	int64_t months = interval->state == CELL_GIVEN ? interval->i : 1;
	return narrow(divide_half_even((int128)amount->i * 12, months));
}

/* Makes the customers' own dates a term, for clients that have no other activity source. */
static void own_term(struct reader *r, const struct row *row, uint32_t number) {
	const struct customer *c = &g_array_index(r->book->customers, struct customer, number);
	if (c->signup == DAY_NONE || c->tenure >= 0)
		return;
	const struct cell *interval = &row->cells[FIELD_INTERVAL];
	struct term t = {.customer = number, .start = c->signup, .end = c->cancel, .paid_end = c->cancel, .notice = DAY_NONE, .amount = c->amount, .paid = c->amount, .list = -1,
	                 .interval = 1, .product = INTERN_NONE, .key = INTERN_NONE, .codes = INTERN_NONE, .line = row->line, .account = r->account,
	                 .currency = rates_index(&r->book->rates, row->currency)};
	if (interval->state == CELL_GIVEN)
		t.interval = t.renews = (int16_t)interval->i;
	g_array_append_val(r->book->terms, t);
}

/* What else the customers export says of a customer. Who referred it is looked up when all customers are known. */
static void describe(struct reader *r, const struct row *row, struct customer *c) {
	const struct cell *owner = &row->cells[FIELD_REASON_OWNER], *birthday = &row->cells[FIELD_BIRTHDAY];
	c->name = reader_name(r, row, FIELD_NAME);
	c->reason = reader_name(r, row, FIELD_CANCEL_REASON);
	c->owner = owner->state == CELL_GIVEN ? (int8_t)(owner->i + 1) : 0;
	if (birthday->state == CELL_GIVEN) {
		int year, month, day;
		day_split((int32_t)birthday->i, &year, &month, &day);
		c->birthday = (int16_t)(month * 100 + day);
	}
	referrer_note(r, row);
}

enum row_fate read_customer(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	enum row_fate fate = reader_once(r, row, FIELD_CUSTOMER_ID, a);
	if (fate != ROW_USED)
		return fate;
	int32_t signup = reader_day(&row->cells[FIELD_SIGNUP_DATE]), cancel = reader_day(&row->cells[FIELD_CANCEL_DATE]);
	if (cancel != DAY_NONE && conf_is(r->book->conf, SETTING_END_DATE, "last_day"))
		cancel++;
	if (signup != DAY_NONE && cancel != DAY_NONE && cancel < signup)
		return reader_refuse(r, row, a, DIAG_END_BEFORE_START, FIELD_CANCEL_DATE, row->cells[FIELD_CANCEL_DATE].text, row->cells[FIELD_SIGNUP_DATE].text);
	const struct cell *tenure = &row->cells[FIELD_TENURE_MONTHS], *churned = &row->cells[FIELD_CHURNED];
	if (tenure->state == CELL_GIVEN && (tenure->i < 0 || tenure->i > 12000))
		return reader_refuse(r, row, a, DIAG_TENURE_RANGE, FIELD_TENURE_MONTHS, tenure->text, NULL);
	if (!reader_amount(r, row, a, FIELD_AMOUNT))
		return ROW_REFUSED;
	bool snapshot = tenure->state == CELL_GIVEN && churned->state == CELL_GIVEN;
	int64_t amount = year_amount(row);
	/* a snapshot's amount is as_of's; without as_of there will be no report */
	if (snapshot && r->as_of != DAY_NONE && !reader_convert(r, row, a, FIELD_AMOUNT, r->as_of, amount, &amount))
		return ROW_REFUSED;
	uint32_t number = reader_customer(r, row, a);
	struct customer *c = &g_array_index(r->book->customers, struct customer, number);
	c->exported = true;
	c->signup = signup;
	c->cancel = cancel;
	c->amount = amount;
	if (snapshot) {
		c->tenure = (int32_t)tenure->i;
		c->churned = churned->i != 0;
		r->has_tenure = true;
	}
	r->book->amounts |= row->cells[FIELD_AMOUNT].state == CELL_GIVEN;
	describe(r, row, c);
	matcher_learn(r->matcher, row, number);
	if (r->book->n_dimensions > 0)
		reader_codes(r, row, &g_array_index(r->book->customer_codes, uint32_t, number * r->book->n_dimensions));
	own_term(r, row, number);
	reader_remember(r, row, FIELD_CUSTOMER_ID, signup, cancel);
	return ROW_USED;
}

enum row_fate read_spend(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	struct book *b = r->book;
	const struct cell *date = &row->cells[FIELD_DATE], *month = &row->cells[FIELD_MONTH], *channel = &row->cells[FIELD_CHANNEL];
	struct spend s = {.purpose = (int8_t)row->cells[FIELD_PURPOSE].i, .channel = CODE_NONE};
	if (date->state == CELL_GIVEN)
		s.day = (int32_t)date->i;
	else if (month->state == CELL_GIVEN)
		s.day = month_first_day((struct month){(int32_t)month->i});
	else
		return reader_refuse(r, row, a, DIAG_SPEND_UNDATED, FIELD_DATE, NULL, NULL);
	if (!reader_amount(r, row, a, FIELD_AMOUNT) || !reader_convert(r, row, a, FIELD_AMOUNT, s.day, row->cells[FIELD_AMOUNT].i, &s.amount))
		return ROW_REFUSED;
	s.account = r->account;
	if (row->cells[FIELD_CATEGORY].state == CELL_GIVEN)
		s.category = (int8_t)(row->cells[FIELD_CATEGORY].i + 1);
	if (b->channel < b->n_dimensions && channel->state == CELL_GIVEN)
		s.channel = intern_add(&b->values[b->channel], channel->text, channel->length);
	g_array_append_val(b->spends, s);
	return ROW_USED;
}

enum row_fate read_rate(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	const struct cell *rate = &row->cells[FIELD_RATE];
	if (rate->i <= 0 || rate->i > RATE_ONE * 1000000)
		return reader_refuse(r, row, a, DIAG_RATE_RANGE, FIELD_RATE, rate->text, NULL);
	struct currency c;
	int index = currency_parse(row->cells[FIELD_CURRENCY].text, &c) ? rates_index(&r->book->rates, c) : 0;
	struct month m = {(int32_t)row->cells[FIELD_MONTH].i};
	int64_t have = index == 0 ? 0 : rates_get(&r->book->rates, index, m);
	char text[8];
	month_print(m, text);
	if (index == 0 && rate->i != RATE_ONE)
		return reader_refuse(r, row, a, DIAG_RATE_OF_REPORTING, FIELD_RATE, rate->text, NULL);
	if (have == rate->i) {
		account_duplicate(a, r->diag, row->line, text, 0);
		return ROW_DUPLICATE;
	}
	if (!rates_set(&r->book->rates, index, m, rate->i))
		return reader_refuse(r, row, a, DIAG_RATE_CONFLICT, FIELD_RATE, row->cells[FIELD_CURRENCY].text, text);
	return ROW_USED;
}
