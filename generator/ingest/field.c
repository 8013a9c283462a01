/* ingest/field: the fields and their types, and the spellings of all but dates and numbers (field_date.c, field_number.c). */
#include "ingest/field.h"
#include "base/date.h"
#include "base/month.h"
#include "base/text.h"

#include <string.h>
#include <unicode/ustring.h>

#define LONGEST_INTERVAL 120 /* months */
#define MINUTES_A_DAY 1440

static const struct {
	const char *name;
	enum field_type type;
} FIELDS[FIELD_COUNT] = {
#define FIELD(id, name, type) [FIELD_##id] = {name, TYPE_##type},
#include "ingest/fields.def"
#undef FIELD
};

/* The words of the fields that have some, in the order of their numbers. */
static const struct {
	enum field_type type;
	const char *about;
	const char *words[6];
} CHOICES[] = {
	{TYPE_SURVEY, "survey (nps, csat or ces)", {"nps", "csat", "ces"}},
	{TYPE_PURPOSE, "purpose (acquisition, retention or service)", {"acquisition", "retention", "service"}},
	{TYPE_CATEGORY, "category (media, people, tools, overhead or discount)", {"media", "people", "tools", "overhead", "discount"}},
	{TYPE_KIND, "kind (recurring, one_off or refund)", {"recurring", "one_off", "refund"}},
	{TYPE_OWNER, "reason_owner (us, customer or market)", {"us", "customer", "market"}},
	{TYPE_OPENER, "opened_by (customer or us)", {"customer", "us"}},
};

static const char *const RECORDS[RECORD_COUNT] = {"customers", "subscriptions", "invoices", "orders", "surveys", "spend", "rates",
                                                   "invitations", "contacts", "work"};

const char *record_name(enum record r) {
	return RECORDS[r];
}

bool record_parse(const char *name, enum record *out) {
	for (int r = 0; r < RECORD_COUNT; r++)
		if (strcmp(name, RECORDS[r]) == 0) {
			*out = (enum record)r;
			return true;
		}
	return false;
}

const char *field_name(enum field f) {
	return FIELDS[f].name;
}

enum field_type field_type(enum field f) {
	return FIELDS[f].type;
}

static UCalendar *open_zone(const char *zone) {
	UChar name[64];
	UErrorCode status = U_ZERO_ERROR;
	u_strFromUTF8(name, G_N_ELEMENTS(name), NULL, zone, -1, &status);
	UCalendar *calendar = ucal_open(name, -1, "en", UCAL_GREGORIAN, &status);
	return U_FAILURE(status) ? NULL : calendar;
}

void field_rules_init(struct field_rules *x, const struct client_conf *c, const struct export *e, const char *zone) {
	static const char *const ORDERS[] = {"auto", "iso", "ymd", "dmy", "mdy", "serial"};
	char decimal = strcmp(e->decimal, "auto") == 0 ? DECIMAL_AUTO : e->decimal[0];
	*x = (struct field_rules){.dates = DATES_AUTO, .decimal = decimal, .reporting = conf_currency(c)};
	for (int i = DATES_AUTO; i <= DATES_SERIAL; i++)
		if (strcmp(e->dates, ORDERS[i]) == 0)
			x->dates = (enum date_order)i;
	x->zone = open_zone(conf_text(c, SETTING_TIMEZONE));
	if (x->zone == NULL)
		g_error("ICU gives no calendar for a zone that site.conf was let have");
	x->written = zone == NULL ? NULL : open_zone(zone);
}

void field_rules_clear(struct field_rules *x) {
	ucal_close(x->zone);
	ucal_close(x->written);
	x->zone = x->written = NULL;
}

static bool one_of(const char *text, const char *const *words) {
	for (; *words != NULL; words++)
		if (g_ascii_strcasecmp(text, *words) == 0)
			return true;
	return false;
}

bool field_is_empty(const char *text) {
	static const char *const EMPTY[] = {"", "-", "--", "n/a", "N/A", "NULL"};
	for (size_t i = 0; i < G_N_ELEMENTS(EMPTY); i++)
		if (strcmp(text, EMPTY[i]) == 0)
			return true;
	return false;
}

static bool read_bool(const char *text, int64_t *i) {
	static const char *const YES[] = {"yes", "true", "1", "y", NULL};
	static const char *const NO[] = {"no", "false", "0", "n", NULL};
	*i = one_of(text, YES);
	return *i == 1 || one_of(text, NO);
}

/* month, quarterly, 12, "3 months" … as months. */
static bool read_interval(const char *text, int64_t *months) {
	static const char *const MONTH[] = {"month", "months", "monthly", NULL};
	static const char *const QUARTER[] = {"quarter", "quarters", "quarterly", NULL};
	static const char *const YEAR[] = {"year", "years", "yearly", "annual", "annually", NULL};
	int64_t n = 0;
	const char *p = text;
	while (g_ascii_isdigit(*p) && n <= LONGEST_INTERVAL)
		n = n * 10 + (*p++ - '0');
	bool counted = p > text;
	while (*p == ' ' || *p == '-')
		p++;
	int64_t unit = one_of(p, MONTH) ? 1 : one_of(p, QUARTER) ? 3 : one_of(p, YEAR) ? 12 : 0;
	if (counted && *p == '\0' && p > text && g_ascii_isdigit(p[-1]))
		unit = 1;
	*months = (counted ? n : 1) * unit;
	return *months >= 1 && *months <= LONGEST_INTERVAL && (counted || p == text);
}

static bool read_scale(const char *text, int64_t *packed) {
	static const char *const SIGNS[] = {"-", "–", "—", "..", "to"};
	char *end = NULL;
	if (!g_ascii_isdigit(text[0]))
		return false;
	gint64 low = g_ascii_strtoll(text, &end, 10);
	while (*end == ' ')
		end++;
	const char *p = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(SIGNS) && p == NULL; i++)
		if (strncmp(end, SIGNS[i], strlen(SIGNS[i])) == 0)
			p = end + strlen(SIGNS[i]);
	if (p == NULL)
		return false;
	while (*p == ' ')
		p++;
	if (!g_ascii_isdigit(*p))
		return false;
	gint64 high = g_ascii_strtoll(p, &end, 10);
	if (*end != '\0' || low >= high || high > 100)
		return false;
	*packed = low * 1000 + high;
	return true;
}

static bool read_choice(enum field_type type, struct cell *cell, struct field_fault *fault) {
	g_autofree char *folded = text_fold(cell->text);
	for (size_t i = 0; i < G_N_ELEMENTS(CHOICES); i++) {
		if (CHOICES[i].type != type)
			continue;
		fault->code = DIAG_FIELD_CHOICE;
		fault->about = CHOICES[i].about;
		for (cell->i = 0; CHOICES[i].words[cell->i] != NULL; cell->i++)
			if (strcmp(folded, CHOICES[i].words[cell->i]) == 0)
				return true;
	}
	return false;
}

static bool read_currency(struct cell *cell, struct field_fault *fault) {
	struct currency c;
	fault->code = DIAG_FIELD_CURRENCY;
	if (!currency_parse(cell->text, &c))
		return false;
	cell->i = c.code;
	return true;
}

/* Ends may lie far off (9999-12-31 is how some say "open"); a start there is a mistake that would make the report endless. */
static bool read_date(const struct field_rules *x, enum field f, struct cell *cell, struct field_fault *fault) {
	int32_t day;
	if (!date_read(x, cell->text, &day, &fault->code))
		return false;
	bool an_end = f == FIELD_FINISH_DATE || f == FIELD_CANCEL_DATE || f == FIELD_PERIOD_END || f == FIELD_NOTICE_DATE || f == FIELD_DISCOUNT_END;
	fault->code = DIAG_FIELD_DATE_RANGE;
	cell->i = day;
	return day >= day_of(REACH_FIRST, 1, 1) && (an_end || day <= day_of(REACH_LAST, 12, 31));
}

static bool read_stamp(const struct field_rules *x, struct cell *cell, struct field_fault *fault) {
	if (!stamp_read(x, cell->text, &cell->i, &fault->code))
		return false;
	fault->code = DIAG_FIELD_DATE_RANGE;
	return cell->i >= (int64_t)day_of(REACH_FIRST, 1, 1) * MINUTES_A_DAY && cell->i < (int64_t)day_of(REACH_LAST + 1, 1, 1) * MINUTES_A_DAY;
}

static bool read_month(const struct field_rules *x, struct cell *cell, struct field_fault *fault) {
	if (!month_read(x, cell->text, &cell->i, &fault->code))
		return false;
	fault->code = DIAG_FIELD_DATE_RANGE;
	return cell->i >= month_of(REACH_FIRST, 1).n && cell->i <= month_of(REACH_LAST, 12).n;
}

static char decimal_of(const struct field_rules *x) {
	return x->decimal == DECIMAL_AUTO ? '.' : x->decimal;
}

/* A number in units of 10^-places; a discount's share may be written in per cent. */
static bool read_number(const struct field_rules *x, enum field f, struct cell *cell, struct field_fault *fault) {
	int places = f == FIELD_RATE ? 9 : 6;
	g_autofree char *text = g_strdup(cell->text);
	size_t n = strlen(text);
	if (f == FIELD_DISCOUNT_PCT && n > 1 && text[n - 1] == '%') {
		text[n - 1] = '\0';
		places -= 2;
	}
	struct number number;
	enum number_result result = number_read(decimal_of(x), text_trim(text), &number);
	fault->code = result == NUMBER_WRONG ? DIAG_FIELD_NUMBER : DIAG_FIELD_OVERFLOW;
	if (result == NUMBER_FINE && number_scale(&number, places, &cell->i, NULL)) {
		fault->code = f == FIELD_RATE ? DIAG_FIELD_RATE : DIAG_FIELD_NEGATIVE;
		return !(f == FIELD_RATE && cell->i <= 0) && !(f == FIELD_WEIGHT && cell->i < 0);
	}
	/* What is not a score is an answer all the same: the book counts it as one without a score. */
	if (f == FIELD_SCORE)
		cell->state = CELL_TEXT_NOT_NUMBER;
	return f == FIELD_SCORE;
}

static bool read_int(const struct field_rules *x, struct cell *cell, struct field_fault *fault) {
	struct number number;
	bool rounded = false;
	fault->code = DIAG_FIELD_INT;
	return number_read(decimal_of(x), cell->text, &number) == NUMBER_FINE && number_scale(&number, 0, &cell->i, &rounded) && !rounded &&
	       cell->i >= 0 && cell->i <= INT32_MAX;
}

/* Whether a cell of numbers could be read otherwise, or at all, with a comma: then it is not for this cell alone to say. */
static bool asks_for_decimal(const struct field_rules *x, enum field f, const char *text, struct field_fault *fault) {
	enum field_type type = field_type(f);
	bool amount = type == TYPE_AMOUNT;
	if (x->decimal != DECIMAL_AUTO || !(amount || type == TYPE_DECIMAL || type == TYPE_RATE || type == TYPE_INT))
		return false;
	enum decimal_tells tells = decimal_tells(text);
	fault->code = amount ? DIAG_FIELD_AMOUNT : type == TYPE_INT ? DIAG_FIELD_INT : DIAG_FIELD_NUMBER;
	fault->untold = tells == DECIMAL_TELLS_COMMA || tells == DECIMAL_TELLS_EITHER;
	return fault->untold;
}

static bool read_typed(const struct field_rules *x, enum field f, struct currency currency, struct cell *cell, bool *rounded, struct field_fault *fault) {
	switch (field_type(f)) {
	case TYPE_TEXT:
	case TYPE_ID: return true;
	case TYPE_DATE: return read_date(x, f, cell, fault);
	case TYPE_STAMP: return read_stamp(x, cell, fault);
	case TYPE_MONTH: return read_month(x, cell, fault);
	case TYPE_AMOUNT:
		return amount_read(decimal_of(x), cell->text, currency_equal(currency, CURRENCY_NONE) ? x->reporting : currency, &cell->i, rounded,
		                   &fault->code);
	case TYPE_DECIMAL:
	case TYPE_RATE: return read_number(x, f, cell, fault);
	case TYPE_INT: return read_int(x, cell, fault);
	case TYPE_BOOL: fault->code = DIAG_FIELD_BOOL; return read_bool(cell->text, &cell->i);
	case TYPE_INTERVAL: fault->code = DIAG_FIELD_INTERVAL; return read_interval(cell->text, &cell->i);
	case TYPE_CURRENCY: return read_currency(cell, fault);
	case TYPE_SCALE: fault->code = DIAG_FIELD_SCALE; return read_scale(cell->text, &cell->i);
	case TYPE_SURVEY:
	case TYPE_PURPOSE:
	case TYPE_CATEGORY:
	case TYPE_KIND:
	case TYPE_OWNER:
	case TYPE_OPENER: return read_choice(field_type(f), cell, fault);
	}
	g_assert_not_reached();
}

bool field_read(const struct field_rules *x, enum field f, struct currency currency, struct cell *cell, bool *rounded, struct field_fault *fault) {
	*fault = (struct field_fault){.about = field_name(f)};
	cell->i = 0;
	cell->state = field_is_empty(cell->text) ? CELL_EMPTY : CELL_GIVEN;
	if (cell->state == CELL_EMPTY)
		return true;
	if (asks_for_decimal(x, f, cell->text, fault))
		return false;
	bool fine = read_typed(x, f, currency, cell, rounded, fault);
	fault->untold = !fine && fault->code == DIAG_FIELD_DATE_ORDER;
	return fine;
}
