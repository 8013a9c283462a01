/* ingest/field: what the text of a cell says, by the type of its field.
 * Knows spellings of dates, numbers, money and choices. Refuses to know columns, rows and customers. */
#ifndef INGEST_FIELD_H
#define INGEST_FIELD_H
#include "base/diag.h"
#include "config/config.h"
#include "ingest/row.h"

#include <stdbool.h>
#include <stdint.h>
#include <unicode/ucal.h>

enum field_type {
	TYPE_TEXT, TYPE_ID, TYPE_DATE, TYPE_MONTH, TYPE_AMOUNT, TYPE_DECIMAL, TYPE_RATE, TYPE_INT, TYPE_BOOL, TYPE_INTERVAL, TYPE_CURRENCY,
	TYPE_SCALE, TYPE_SURVEY, TYPE_PURPOSE, TYPE_CATEGORY, TYPE_KIND, TYPE_OWNER, TYPE_OPENER, TYPE_STAMP
};
enum field_type field_type(enum field f);

enum date_order { DATES_AUTO, DATES_ISO, DATES_YMD, DATES_DMY, DATES_MDY, DATES_SERIAL /* a spreadsheet's day numbers */ };
#define DECIMAL_AUTO '\0' /* the sign is not told: what could be read with either is asked for */

/* How one export writes things. Not to be shared by threads: a calendar is not. */
struct field_rules {
	enum date_order dates;
	char decimal;              /* '.', ',' or DECIMAL_AUTO */
	struct currency reporting; /* of amounts whose row names none */
	UCalendar *zone;           /* the client's time zone; owned */
	UCalendar *written;        /* that of times which name none; owned; NULL: the client's */
	bool utc;                  /* times which name no zone are UTC */
};
/* zone: IANA name of the zone of times that name none; NULL: the client's. One that ICU does not know is taken for the client's. */
void field_rules_init(struct field_rules *x, const struct client_conf *c, const struct export *e, const char *zone);
void field_rules_clear(struct field_rules *x);

/* What is wrong with a cell, as account_refuse takes it. */
struct field_fault {
	enum diag_code code;
	const char *about; /* {1}: the field, with its choices when it has some; static */
	bool untold;       /* all cells of the column may tell how it is to be read */
};
/* Reads cell->text (trimmed; length set) as field f and sets cell->state and cell->i. currency is the row's; CURRENCY_NONE the reporting one.
 * *rounded becomes true when an amount had more decimals than its currency. False, with the fault, when it cannot be read. */
bool field_read(const struct field_rules *x, enum field f, struct currency currency, struct cell *cell, bool *rounded, struct field_fault *fault);

/* Whether a trimmed cell counts as empty: no characters, or one of - -- n/a N/A NULL. */
bool field_is_empty(const char *text);

/* --- the spellings, each alone --- */

/* A day, from 2026-10-31 · 2026/10/31 · 20261031 · Oct 31, 2026 · 31 October 2026 · 2026年10月31日 and, as x->dates allows, d/m/y · d.m.y · d-m-y
 * with years of 2 or 4 digits; each may be followed by " 14:05", "T14:05:09.5", " 2:05 PM" and Z, GMT+8 or +hh:mm, which moves it into the client's
 * zone. Ten digits are seconds since 1970 in UTC; with DATES_SERIAL, fewer are days since 1899-12-31. DATES_ISO takes nothing but 2026-10-31 and
 * 20261031. Other text: DIAG_FIELD_DATE, or DIAG_FIELD_DATE_ORDER where its column has to tell. */
bool date_read(const struct field_rules *x, const char *text, int32_t *day, enum diag_code *code);
/* The same spellings as minutes of the client's clock since its 1970-01-01 00:00; without a time, 00:00 of the day; " + 75 min" behind it is
 * so much later. */
bool stamp_read(const struct field_rules *x, const char *text, int64_t *minutes, enum diag_code *code);
/* What a cell of dates says of the order of day and month. */
enum date_tells { DATE_TELLS_NOTHING, DATE_TELLS_DAY_FIRST, DATE_TELLS_MONTH_FIRST, DATE_TELLS_EITHER, DATE_TELLS_SERIAL };
enum date_tells date_tells(const char *text);
/* struct month's n, from 2026-10 · 2026/10 · 202610 · 10/2026 · Oct 2026 · 2026年10月 or any day of it. */
bool month_read(const struct field_rules *x, const char *text, int64_t *n, enum diag_code *code);

/* A number of at most 36 digits as it stands in a cell: sign or brackets, groups of three, decimals. */
struct number {
	bool negative;
	int128 digits;  /* all digits as one whole number */
	int decimals;   /* how many of them stand behind the decimal sign */
};
enum number_result { NUMBER_FINE, NUMBER_WRONG, NUMBER_TOO_LONG };
/* decimal: '.' or ','. */
enum number_result number_read(char decimal, const char *text, struct number *out);
/* What a cell of numbers or amounts says of the decimal sign; signs of money and brackets around it say nothing. */
enum decimal_tells { DECIMAL_TELLS_NOTHING, DECIMAL_TELLS_POINT, DECIMAL_TELLS_COMMA, DECIMAL_TELLS_EITHER };
enum decimal_tells decimal_tells(const char *text);
/* The number in units of 10^-places, half-even when it has more decimals (*rounded, when not NULL, becomes true); false when it does not fit. */
bool number_scale(const struct number *x, int places, int64_t *out, bool *rounded);
/* An amount in minor units of c; its text may carry c's code or sign. *code: DIAG_FIELD_AMOUNT, _AMOUNT_CURRENCY or _OVERFLOW. */
bool amount_read(char decimal, const char *text, struct currency c, int64_t *out, bool *rounded, enum diag_code *code);
#endif
