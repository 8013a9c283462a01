/* book/service: what the rows of contacts and work do to the book. Knows the order of a contact's stamps and the ranges of hours and cost; refuses to
 * know deadlines and what is late. Every function says the row's fate; what it refuses it has already told. */
#include "book/reader.h"

#define MILLION INT64_C(1000000)
#define HOURS_MOST 1000000

static int64_t stamp(const struct cell *c) {
	return c->state == CELL_GIVEN ? c->i : MINUTES_NONE;
}

static bool yes(const struct cell *c) {
	return c->state == CELL_GIVEN && c->i != 0;
}

/* Whether the stamp of a field is missing or not before the contact was opened; else the row was refused. */
static bool after_opening(struct reader *r, const struct row *row, struct account *a, enum field field) {
	const struct cell *opened = &row->cells[FIELD_OPENED_AT], *c = &row->cells[field];
	if (c->state != CELL_GIVEN || c->i >= opened->i)
		return true;
	g_autofree char *both = g_strdup_printf("%s %s", field_name(field), c->text);
	reader_refuse(r, row, a, DIAG_CONTACT_ORDER, field, both, opened->text);
	return false;
}

enum row_fate read_contact(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	enum row_fate fate = reader_once(r, row, FIELD_TICKET_ID, a);
	if (fate != ROW_USED)
		return fate;
	if (!after_opening(r, row, a, FIELD_FIRST_RESPONSE_AT) || !after_opening(r, row, a, FIELD_SOLVED_AT))
		return ROW_REFUSED;
	const struct cell *key = &row->cells[FIELD_TICKET_ID];
	struct contact c = {.opened = row->cells[FIELD_OPENED_AT].i, .responded = stamp(&row->cells[FIELD_FIRST_RESPONSE_AT]),
	                    .solved = stamp(&row->cells[FIELD_SOLVED_AT]), .reopened = yes(&row->cells[FIELD_REOPENED]),
	                    .by_us = yes(&row->cells[FIELD_OPENED_BY]), .touchpoint = reader_name(r, row, FIELD_TOUCHPOINT),
	                    .channel = reader_name(r, row, FIELD_CHANNEL), .key = INTERN_NONE, .account = r->account};
	c.customer = reader_customer(r, row, a);
	if (key->state == CELL_GIVEN)
		c.key = intern_add(&r->book->keys, key->text, key->length);
	reader_remember(r, row, FIELD_TICKET_ID, stamp_day(c.opened), DAY_NONE);
	g_array_append_val(r->book->contacts, c);
	return ROW_USED;
}

enum row_fate read_work(void *reader, const struct row *row, struct account *a) {
	struct reader *r = reader;
	const struct cell *hours = &row->cells[FIELD_HOURS], *cost = &row->cells[FIELD_COST], *in_scope = &row->cells[FIELD_IN_SCOPE];
	struct work w = {.day = (int32_t)row->cells[FIELD_DATE].i, .hours = hours->i, .costed = cost->state == CELL_GIVEN,
	                 .scoped = in_scope->state == CELL_GIVEN, .in_scope = yes(in_scope), .account = r->account};
	if (hours->i < 0 || hours->i > HOURS_MOST * MILLION)
		return reader_refuse(r, row, a, DIAG_HOURS_RANGE, FIELD_HOURS, hours->text, NULL);
	if (cost->state == CELL_GIVEN &&
	    (!reader_amount(r, row, a, FIELD_COST) || !reader_convert(r, row, a, FIELD_COST, w.day, cost->i, &w.cost)))
		return ROW_REFUSED;
	w.customer = reader_customer(r, row, a);
	a->rule[RULE_NO_COST] += a->fields[FIELD_COST] && !w.costed;
	a->rule[RULE_NO_SCOPE] += a->fields[FIELD_IN_SCOPE] && !w.scoped;
	g_array_append_val(r->book->works, w);
	return ROW_USED;
}
