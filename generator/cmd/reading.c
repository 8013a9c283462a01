/* cmd/reading: glues book, facts, figures and report together. The only place that sees all of them; computes nothing itself. */
#include "cmd/reading.h"

#include "cmd/command.h"
#include "facts/build.h"

#include <stdio.h>
#include <string.h>

/* Which columns the exports have, whatever stands in them. */
static void columns_of(const struct book *b, struct coverage *c) {
	static const struct {
		enum has has;
		enum record record;
		enum field field;
	} columns[] = {
		{HAS_REASON, RECORD_CUSTOMERS, FIELD_CANCEL_REASON},  {HAS_REASON_OWNER, RECORD_CUSTOMERS, FIELD_REASON_OWNER},
		{HAS_REFERRED_BY, RECORD_CUSTOMERS, FIELD_REFERRED_BY}, {HAS_BIRTHDAY, RECORD_CUSTOMERS, FIELD_BIRTHDAY},
		{HAS_CHANNEL, RECORD_CUSTOMERS, FIELD_CHANNEL},       {HAS_NOTICE, RECORD_SUBSCRIPTIONS, FIELD_NOTICE_DATE},
		{HAS_TERM, RECORD_SUBSCRIPTIONS, FIELD_TERM},         {HAS_TERM, RECORD_SUBSCRIPTIONS, FIELD_INTERVAL},
		{HAS_LIST_PRICE, RECORD_SUBSCRIPTIONS, FIELD_LIST_AMOUNT}, {HAS_LIST_PRICE, RECORD_SUBSCRIPTIONS, FIELD_DISCOUNT},
		{HAS_LIST_PRICE, RECORD_SUBSCRIPTIONS, FIELD_DISCOUNT_PCT}, {HAS_LIST_PRICE, RECORD_INVOICES, FIELD_LIST_AMOUNT},
		{HAS_LIST_PRICE, RECORD_ORDERS, FIELD_LIST_AMOUNT},   {HAS_PRODUCT, RECORD_SUBSCRIPTIONS, FIELD_PRODUCT},
		{HAS_PRODUCT, RECORD_SUBSCRIPTIONS, FIELD_PLAN},      {HAS_PRODUCT, RECORD_INVOICES, FIELD_PRODUCT},
		{HAS_PRODUCT, RECORD_ORDERS, FIELD_PRODUCT},          {HAS_COMMENT, RECORD_SURVEYS, FIELD_COMMENT},
		{HAS_TOUCHPOINT, RECORD_SURVEYS, FIELD_TOUCHPOINT},   {HAS_RESPONDED, RECORD_CONTACTS, FIELD_FIRST_RESPONSE_AT},
		{HAS_SOLVED, RECORD_CONTACTS, FIELD_SOLVED_AT},       {HAS_REOPENED, RECORD_CONTACTS, FIELD_REOPENED},
		{HAS_OPENED_BY, RECORD_CONTACTS, FIELD_OPENED_BY},    {HAS_IN_SCOPE, RECORD_WORK, FIELD_IN_SCOPE},
		{HAS_COST, RECORD_WORK, FIELD_COST},                  {HAS_CONTACT_CHANNEL, RECORD_CONTACTS, FIELD_CHANNEL},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
		c->has[columns[i].has] |= b->fields[columns[i].record][columns[i].field];
}

static struct coverage coverage_of(const struct book *b) {
	struct coverage c = {0};
	const int32_t last[COVER_COUNT] = {[COVER_ACTIVITY] = b->last_activity, [COVER_NPS] = b->last_survey, [COVER_CSAT] = b->last_survey,
	                                   [COVER_SPEND] = b->last_spend, [COVER_CES] = b->last_survey, [COVER_INVITATIONS] = b->last_invitation,
	                                   [COVER_CONTACTS] = b->last_contact, [COVER_WORK] = b->last_work};
	for (int i = 0; i < COVER_COUNT; i++) {
		c.last[i] = last[i];
		c.present[i] = last[i] != DAY_NONE;
	}
	c.present[COVER_ACTIVITY] = b->activity == ACTIVITY_SNAPSHOT || b->last_activity != DAY_NONE;
	c.present[COVER_NPS] = b->nps;
	c.present[COVER_CSAT] = b->csat;
	c.present[COVER_CES] = b->ces;
	columns_of(b, &c);
	c.snapshot = b->activity == ACTIVITY_SNAPSHOT;
	c.orders = b->activity == ACTIVITY_ORDERS;
	c.amounts = b->amounts;
	c.multi_currency = b->rates.currencies->len > 1;
	c.source = book_source(b);
	return c;
}

static void copy_rows(GPtrArray *to, const GPtrArray *from) {
	for (guint i = 0; i < from->len; i++) {
		const struct reject *reject = g_ptr_array_index(from, i);
		struct report_row *row = g_new0(struct report_row, 1);
		*row = (struct report_row){.line = reject->line, .column = reject->column, .reason = g_strdup(reject->reason)};
		g_ptr_array_add(to, row);
	}
}

static struct report_source *source_of(const struct account *a) {
	struct report_source *s = report_source_new();
	s->file = g_strdup(a->file);
	s->record = record_name(a->record);
	s->rows = a->rows;
	s->used = a->used;
	s->refused = a->refused;
	s->duplicate = a->duplicate;
	s->orphans = a->orphans;
	s->rounded = a->rounded;
	s->refused_by_rule = a->refused_by_rule;
	s->first_day = a->first_day;
	s->last_day = a->last_day;
	s->encoding = g_strdup(a->encoding);
	copy_rows(s->rejects, a->rejects);
	copy_rows(s->notes, a->notes);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (a->rule[rule] > 0 && s->n_rules < G_N_ELEMENTS(s->rules)) {
			s->rules[s->n_rules].rule = used_rule_name((enum used_rule)rule);
			s->rules[s->n_rules++].rows = a->rule[rule];
		}
	return s;
}

static void free_source(gpointer source) {
	report_source_free(source);
}

static bool said(const struct diag *d, int64_t from, enum diag_code code) {
	for (int64_t i = from; i < diag_total(d); i++)
		if (diag_get(d, i)->code == code)
			return true;
	return false;
}

/* Faults that a change of site.conf mends, found when the exports were looked at. */
static bool settings_said(const struct diag *d, int64_t from) {
	static const enum diag_code codes[] = {DIAG_FIELD_UNKNOWN, DIAG_CONSTANT_VALUE, DIAG_COLUMN_UNKNOWN, DIAG_NO_ACTIVITY,
	                                       DIAG_SNAPSHOT_AS_OF, DIAG_HISTORY_AFTER_AS_OF, DIAG_HISTORY_TOO_LONG, DIAG_CSAT_TOP};
	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (said(d, from, codes[i]))
			return true;
	return false;
}

int reading_exit(const struct reading *r) {
	if (r->over_limit)
		return EXIT_DATA;
	return r->unreadable ? EXIT_SYSTEM : r->misconfigured ? EXIT_USAGE : EXIT_DATA;
}

struct reading *reading_new(const struct client_conf *c, int32_t as_of, const struct words *w, struct diag *d) {
	struct reading *r = g_new0(struct reading, 1);
	int64_t before = diag_total(d);
	r->conf = c;
	g_autoptr(book) rows = book_read(c, as_of, d, &r->ok, &r->over_limit);
	r->accounts = g_ptr_array_ref(rows->accounts);
	r->customers = rows->customers->len;
	r->unreadable = said(d, before, DIAG_FILE_READ);
	r->misconfigured = settings_said(d, before);
	GPtrArray *sources = g_ptr_array_new_with_free_func(free_source);
	for (guint i = 0; i < r->accounts->len; i++)
		g_ptr_array_add(sources, source_of(g_ptr_array_index(r->accounts, i)));
	r->report = (struct report){.conf = c, .words = w, .cover = &r->cover, .sources = sources};
	if (!r->ok)
		return r;
	r->cover = coverage_of(rows);
	g_autoptr(facts) whole = facts_build(rows, d);
	g_clear_pointer(&rows, book_free); /* the figures take as much again */
	size_t broken, most = (size_t)conf_int(c, SETTING_SLICES_MAX);
	if (!facts_hold(whole, &broken)) {
		diag_report(d, DIAG_IDENTITY_BROKEN, (struct where){c->conf->file, c->line, 0}, c->id, whole->spans.items[broken].name, NULL);
		r->ok = false;
	}
	r->facts = facts_fit(whole, most) ? g_steal_pointer(&whole) : facts_cut(whole, most);
	g_clear_pointer(&whole, facts_free);
	r->eval = (struct eval){.conf = c, .facts = r->facts, .cover = &r->cover};
	r->results = results_new(&r->eval);
	r->report.facts = r->facts;
	r->report.results = r->results;
	r->signals = signals_new(&r->report);
	r->report.signals = r->signals;
	return r;
}

void reading_free(struct reading *r) {
	if (r == NULL)
		return;
	signals_free(r->signals);
	results_free(r->results);
	facts_free(r->facts);
	g_ptr_array_unref(r->report.sources);
	g_ptr_array_unref(r->accounts);
	g_free(r);
}

struct rows_sum reading_rows(const struct reading *r) {
	struct rows_sum sum = {0};
	for (guint i = 0; i < r->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(r->accounts, i);
		sum.rows += a->rows;
		sum.used += a->used;
		sum.refused += a->refused;
		sum.duplicate += a->duplicate;
	}
	return sum;
}

char *plain_count(int64_t n) {
	g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, n);
	GString *out = g_string_new(NULL);
	size_t length = strlen(digits);
	for (size_t i = 0; i < length; i++) {
		g_string_append_c(out, digits[i]);
		if ((length - i) % 3 == 1 && i + 1 < length && digits[i] != '-')
			g_string_append_c(out, ',');
	}
	return g_string_free(out, FALSE);
}

char *rows_text(struct rows_sum sum) {
	g_autofree char *rows = plain_count(sum.rows), *used = plain_count(sum.used), *refused = plain_count(sum.refused),
						 *duplicate = plain_count(sum.duplicate);
	return g_strdup_printf("%s rows = %s used + %s refused + %s duplicate", rows, used, refused, duplicate);
}

char *reading_summary(const struct reading *r) {
	g_autofree char *rows = rows_text(reading_rows(r)), *customers = plain_count((int64_t)r->customers);
	GString *out = g_string_new(r->conf->id);
	g_string_append(out, ": ");
	if (r->facts != NULL)
		g_string_append_printf(out, "%" G_GSIZE_FORMAT " month%s, ", r->facts->n_months, r->facts->n_months == 1 ? "" : "s");
	g_string_append_printf(out, "%s; %s customers", rows, customers);
	return g_string_free(out, FALSE);
}

void reading_print(const struct reading *r) {
	g_autofree char *summary = reading_summary(r);
	puts(summary);
	for (guint i = 0; i < r->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(r->accounts, i);
		g_autofree char *file = terminal_text(a->file), *rows = rows_text((struct rows_sum){a->rows, a->used, a->refused, a->duplicate});
		printf("  %s: %s\n", file, rows);
	}
}

size_t reading_span(const struct reading *r, const char *name) {
	const struct spans *s = &r->facts->spans;
	size_t span = span_by_name(s, name);
	if (span != SPAN_ABSENT || s->n == 0)
		return span;
	char first[8], last[8];
	month_print(s->first, first);
	month_print(s->last, last);
	usage_error("%s has no period '%s': months go from %s to %s; a quarter is written 2026-Q3, a year 2025, twelve months 2026-10-ttm.", r->conf->id,
	            name, first, last);
	return SPAN_ABSENT;
}
