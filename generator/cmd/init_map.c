/* cmd/init_map: which record a file is of, and which of its columns is which field, by names and by what the values can be read as.
 * A name that reading takes by itself is certain; one of init_names counts only with values that agree; without names there are only values. */
#include "cmd/init.h"
#include "base/text.h"

#include <string.h>

#define AGREES 0.9 /* share of the values that have to fit a field whose name alone does not settle it */

const char *confidence_name(enum confidence c) {
	static const char *const NAMES[] = {"none", "low", "medium", "high"};
	return NAMES[c];
}

struct mapping {
	struct proposal *p;
	const struct client_conf *c;
	const struct format_record *known;
	bool taken[LOOK_MOST_COLUMNS];
};

static const struct look_column *column_at(const struct look *l, size_t i) {
	return &g_array_index(l->columns, struct look_column, i);
}

static double agrees(const struct mapping *x, const struct look_column *column, enum field f) {
	double point = look_agrees(x->c, column, f, '.'), comma = look_agrees(x->c, column, f, ',');
	return MAX(point, comma);
}

static void take(struct mapping *x, enum field f, size_t column, enum confidence confidence, bool named) {
	x->p->guesses[f] = (struct guess){.column = column + 1, .confidence = confidence, .named = named};
	x->taken[column] = true;
}

/* The columns reading would take by name: of two the one whose values agree better, which has to be named then. */
static void take_certain(struct mapping *x, enum field f, const char *names) {
	const struct look *l = x->p->look;
	size_t best = SIZE_MAX, found = 0;
	double best_share = -1;
	if (names == NULL || x->p->guesses[f].column != 0)
		return;
	for (size_t i = 0; i < l->columns->len; i++) {
		const struct look_column *c = column_at(l, i);
		if (x->taken[i] || !format_is_name(names, c->folded))
			continue;
		double share = agrees(x, c, f);
		found++;
		if (share > best_share) {
			best_share = share;
			best = i;
		}
	}
	if (found > 0)
		take(x, f, best, column_at(l, best)->filled == 0 || best_share >= AGREES ? CONFIDENCE_HIGH : CONFIDENCE_MEDIUM, found > 1);
}

/* A column with one of the doubtful names, the better names first, whose values agree. */
static void take_likely(struct mapping *x, enum field f) {
	const struct look *l = x->p->look;
	const char *names = init_names(x->p->record, f);
	if (names == NULL || x->p->guesses[f].column != 0)
		return;
	g_auto(GStrv) each = g_strsplit(names, " ", -1);
	for (size_t k = 0; each[k] != NULL; k++)
		for (size_t i = 0; i < l->columns->len; i++) {
			const struct look_column *c = column_at(l, i);
			if (x->taken[i] || !format_is_name(each[k], c->folded) || c->filled == 0 || agrees(x, c, f) < AGREES)
				continue;
			take(x, f, i, CONFIDENCE_MEDIUM, true);
			return;
		}
}

static bool has(const struct proposal *p, enum field f) {
	return p->guesses[f].column != 0 || p->guesses[f].constant != NULL;
}

static void give(struct proposal *p, enum field f, const char *constant, enum confidence confidence) {
	if (!has(p, f))
		p->guesses[f] = (struct guess){.constant = constant, .confidence = confidence};
}

/* Whether the file or a column of it is called after a survey. */
static bool called_after(const struct look *l, const char *survey) {
	g_autofree char *base = g_path_get_basename(l->path), *lower = g_ascii_strdown(base, -1);
	return strstr(lower, survey) != NULL;
}

/* Which survey scores are of: as the file is called, else by whether they go beyond 5. */
static const char *survey_of(const struct proposal *p, enum confidence *confidence) {
	static const char *const SURVEYS[] = {"nps", "csat", "ces"};
	*confidence = CONFIDENCE_MEDIUM;
	for (size_t i = 0; i < G_N_ELEMENTS(SURVEYS); i++)
		if (called_after(p->look, SURVEYS[i]))
			return SURVEYS[i];
	*confidence = CONFIDENCE_LOW;
	const struct guess *score = &p->guesses[FIELD_SCORE];
	for (guint i = 0; score->column != 0 && i < column_at(p->look, score->column - 1)->values->len; i++) {
		double x = g_ascii_strtod(g_ptr_array_index(column_at(p->look, score->column - 1)->values, i), NULL);
		if (x > 5 || x <= 0)
			return "nps";
	}
	return score->column != 0 ? "csat" : "nps";
}

/* "amount_usd", "Betrag EUR": only codes that are no words. */
static const char *code_at_end(const char *folded) {
	static const char *const CODES[] = {"usd", "eur", "gbp", "chf", "jpy", "cny", "cad", "aud", "sek", "nok", "dkk", "pln", "inr", "brl"};
	static const char *const NAMES[] = {"USD", "EUR", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "INR", "BRL"};
	const char *last = strrchr(folded, '_');
	for (size_t i = 0; last != NULL && i < G_N_ELEMENTS(CODES); i++)
		if (strcmp(last + 1, CODES[i]) == 0)
			return NAMES[i];
	return NULL;
}

static const char *code_of_signs(const struct look_column *c) {
	static const struct {
		const char *sign, *code;
	} SIGNS[] = {{"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}, {"$", "USD"}};
	for (guint i = 0; i < c->values->len; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(SIGNS); k++)
			if (strstr(g_ptr_array_index(c->values, i), SIGNS[k].sign) != NULL)
				return SIGNS[k].code;
	return NULL;
}

/* The currency the name of the amounts, or a sign beside one, tells. */
static void give_currency(struct mapping *x) {
	bool known = false;
	for (size_t i = 0; i < x->known->n; i++)
		known = known || x->known->fields[i].field == FIELD_CURRENCY;
	const struct guess *amount = &x->p->guesses[FIELD_AMOUNT];
	if (!known || amount->column == 0)
		return;
	const struct look_column *c = column_at(x->p->look, amount->column - 1);
	const char *code = code_at_end(c->folded);
	code = code != NULL ? code : code_of_signs(c);
	if (code != NULL)
		give(x->p, FIELD_CURRENCY, code, CONFIDENCE_MEDIUM);
}

/* What the names say for all rows, and what a record cannot do without. */
static void give_constants(struct mapping *x) {
	struct proposal *p = x->p;
	const struct guess *amount = &p->guesses[FIELD_AMOUNT];
	bool spread = p->record == RECORD_SUBSCRIPTIONS || p->record == RECORD_CUSTOMERS;
	if (spread && amount->column != 0) {
		const char *interval = init_interval(column_at(p->look, amount->column - 1)->folded);
		if (interval != NULL)
			give(p, FIELD_INTERVAL, interval, CONFIDENCE_MEDIUM);
	}
	give_currency(x);
	if (p->record == RECORD_SPEND)
		give(p, FIELD_PURPOSE, "acquisition", CONFIDENCE_LOW);
	bool wide = has(p, FIELD_NPS) || has(p, FIELD_CSAT) || has(p, FIELD_CES);
	if (p->record == RECORD_INVITATIONS || (p->record == RECORD_SURVEYS && !wide && has(p, FIELD_SCORE))) {
		enum confidence confidence;
		const char *survey = survey_of(p, &confidence);
		give(p, FIELD_SURVEY, survey, confidence);
	}
}

/* Customers are told by dates, or all at once by how long they have been there. A flag alone says nothing of when. */
static bool customers_complete(struct proposal *p) {
	const struct guess *id = &p->guesses[FIELD_CUSTOMER_ID];
	const struct look_column *c = id->column == 0 ? NULL : column_at(p->look, id->column - 1);
	bool once = c != NULL && (int64_t)g_hash_table_size(c->seen) == c->filled;
	bool dated = has(p, FIELD_SIGNUP_DATE);
	p->snapshot = !dated && has(p, FIELD_TENURE_MONTHS) && has(p, FIELD_CHURNED) && has(p, FIELD_AMOUNT);
	if (!p->snapshot)
		for (size_t i = 0; i < 3; i++) {
			static const enum field SNAPSHOT[] = {FIELD_TENURE_MONTHS, FIELD_CHURNED, FIELD_AMOUNT};
			if (p->guesses[SNAPSHOT[i]].named)
				p->guesses[SNAPSHOT[i]] = (struct guess){0};
		}
	return once && (dated || p->snapshot || has(p, FIELD_NAME) || has(p, FIELD_EMAIL));
}

static bool needs_met(const struct mapping *x) {
	const struct proposal *p = x->p;
	bool one_of = false, any = false;
	bool wide = p->record == RECORD_SURVEYS && (has(p, FIELD_NPS) || has(p, FIELD_CSAT) || has(p, FIELD_CES));
	for (size_t i = 0; i < x->known->n; i++) {
		const struct format_field *f = &x->known->fields[i];
		bool spared = wide && (f->field == FIELD_SURVEY || f->field == FIELD_SCORE);
		if (f->need >= NEED_COLUMN && !spared && !has(p, f->field))
			return false;
		one_of = one_of || f->need == NEED_ONE_OF;
		any = any || (f->need == NEED_ONE_OF && has(p, f->field));
	}
	return !one_of || any;
}

/* Days, times and amounts that are none cannot feed a field the record needs, whatever the column is called. */
static bool values_fit(const struct mapping *x) {
	for (size_t i = 0; i < x->known->n; i++) {
		const struct format_field *f = &x->known->fields[i];
		const struct guess *g = &x->p->guesses[f->field];
		if (f->need == NEED_NONE || g->column == 0)
			continue;
		const struct look_column *c = column_at(x->p->look, g->column - 1);
		if (c->filled > 0 && agrees(x, c, f->field) < 0.5)
			return false;
	}
	return true;
}

static bool is_complete(struct mapping *x) {
	struct proposal *p = x->p;
	bool fine = needs_met(x) && values_fit(x);
	if (p->record == RECORD_CUSTOMERS)
		return customers_complete(p) && fine;
	/* Money beside a customer's id is what the customer paid. */
	const struct look *l = p->look;
	for (size_t i = 0; p->record == RECORD_SPEND && i < l->columns->len; i++)
		for (size_t k = 0; k < x->known->n; k++)
			if (format_is_name("customer_id customerid customer client_id account_id cust_id", column_at(l, i)->folded))
				return false;
	return fine;
}

static int score_of(const struct mapping *x) {
	const struct proposal *p = x->p;
	int score = p->snapshot ? 2 : 0;
	for (size_t i = 0; i < x->known->n; i++) {
		const struct guess *g = &p->guesses[x->known->fields[i].field];
		bool shared = x->known->fields[i].field == FIELD_CUSTOMER_ID;
		if (g->column != 0 && !shared)
			score += g->named ? 1 : 2;
	}
	/* A record without what tells its rows from others' is a last resort. */
	if (p->record == RECORD_CUSTOMERS && !p->snapshot && !has(p, FIELD_SIGNUP_DATE))
		score -= 4;
	if (p->record == RECORD_INVITATIONS)
		score -= 4;
	if (p->record == RECORD_INVOICES && !has(p, FIELD_PERIOD_START))
		score -= 2;
	return score + (init_file_names(p->record, p->look->path) ? 4 : 0);
}

/* Amounts and numbers with a decimal comma. */
static void find_decimal(struct mapping *x) {
	double point = 0, comma = 0;
	for (int f = 0; f < FIELD_COUNT; f++) {
		enum field_type type = field_type((enum field)f);
		if (x->p->guesses[f].column == 0 || (type != TYPE_AMOUNT && type != TYPE_DECIMAL && type != TYPE_RATE))
			continue;
		const struct look_column *c = column_at(x->p->look, x->p->guesses[f].column - 1);
		point += look_agrees(x->c, c, (enum field)f, '.');
		comma += look_agrees(x->c, c, (enum field)f, ',');
	}
	x->p->decimal = comma > point ? "," : NULL;
}

static struct proposal *map_record(const struct look *l, enum record r, const struct client_conf *c) {
	struct proposal *p = g_new0(struct proposal, 1);
	p->look = l;
	p->record = r;
	struct mapping x = {.p = p, .c = c, .known = &format_called("canonical")->records[r]};
	for (size_t i = 0; i < x.known->n; i++)
		take_certain(&x, x.known->fields[i].field, field_name(x.known->fields[i].field));
	for (size_t i = 0; i < x.known->n; i++)
		take_certain(&x, x.known->fields[i].field, x.known->fields[i].names);
	for (size_t i = 0; i < x.known->n; i++)
		take_likely(&x, x.known->fields[i].field);
	give_constants(&x);
	p->complete = is_complete(&x);
	p->score = score_of(&x);
	find_decimal(&x);
	return p;
}

/* ---- without names ---- */

static bool is_dated(const struct client_conf *c, const struct look_column *column) {
	for (guint i = 0; i < column->values->len; i++) {
		const char *text = g_ptr_array_index(column->values, i);
		if (strspn(text, "0123456789") == strlen(text) && strlen(text) != 8)
			return false;
	}
	return look_agrees(c, column, FIELD_DATE, '.') >= AGREES;
}

/* Of columns without names: the first with days, the last with amounts, and the first of the rest whose values come again. */
static struct proposal *map_headless(const struct look *l, const struct client_conf *c) {
	struct proposal *p = g_new0(struct proposal, 1);
	p->look = l;
	p->record = RECORD_ORDERS;
	struct mapping x = {.p = p, .c = c, .known = &format_called("canonical")->records[RECORD_ORDERS]};
	for (size_t i = 0; i < l->columns->len && !has(p, FIELD_DATE); i++)
		if (is_dated(c, column_at(l, i)))
			take(&x, FIELD_DATE, i, CONFIDENCE_LOW, true);
	for (size_t i = l->columns->len; i > 0 && !has(p, FIELD_AMOUNT); i--)
		if (!x.taken[i - 1] && agrees(&x, column_at(l, i - 1), FIELD_AMOUNT) >= AGREES)
			take(&x, FIELD_AMOUNT, i - 1, CONFIDENCE_LOW, true);
	for (size_t i = 0; i < l->columns->len && !has(p, FIELD_CUSTOMER_ID); i++)
		if (!x.taken[i] && (int64_t)g_hash_table_size(column_at(l, i)->seen) < column_at(l, i)->filled)
			take(&x, FIELD_CUSTOMER_ID, i, CONFIDENCE_LOW, true);
	p->complete = needs_met(&x);
	find_decimal(&x);
	return p;
}

/* ---- all ---- */

void proposal_free(gpointer pointer) {
	struct proposal *p = pointer;
	if (p->export != NULL) {
		g_hash_table_unref(p->export->columns);
		g_hash_table_unref(p->export->constants);
		g_strfreev(p->export->header);
		g_free(p->export);
	}
	account_free(p->account);
	g_free(p->fault);
	g_free(p);
}

static void propose_vendor(GPtrArray *out, const struct look *l) {
	for (int r = 0; r < RECORD_COUNT; r++) {
		if (!l->vendor[r])
			continue;
		struct proposal *p = g_new0(struct proposal, 1);
		*p = (struct proposal){.look = l, .record = (enum record)r, .complete = true, .ask_columns = r == RECORD_SURVEYS && l->untold};
		for (int f = 0; f < FIELD_COUNT && r == RECORD_SURVEYS && !l->untold; f++)
			if (l->questions[f] != 0)
				p->guesses[f] = (struct guess){.column = l->questions[f], .confidence = CONFIDENCE_MEDIUM, .named = true};
		g_ptr_array_add(out, p);
	}
}

GPtrArray *propose(const struct look *l, const struct client_conf *c) {
	GPtrArray *out = g_ptr_array_new_with_free_func(proposal_free);
	struct proposal *best = NULL;
	if (l->format != NULL)
		propose_vendor(out, l);
	else if (l->headless)
		best = map_headless(l, c);
	for (int r = 0; r < RECORD_COUNT && l->format == NULL && !l->headless; r++) {
		struct proposal *p = map_record(l, (enum record)r, c);
		bool better = p->complete && (best == NULL || p->score > best->score);
		if (better && best != NULL)
			proposal_free(best);
		if (better)
			best = p;
		else
			proposal_free(p);
	}
	if (best != NULL && best->complete)
		g_ptr_array_add(out, best);
	else if (best != NULL)
		proposal_free(best);
	return out;
}
