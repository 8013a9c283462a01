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

enum date_order { DATES_AUTO, DATES_ISO, DATES_YMD, DATES_DMY, DATES_MDY };

/* How one export writes things. Not to be shared by threads: a calendar is not. */
struct field_rules {
	enum date_order dates;
	char decimal;              /* '.' or ',' */
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
};
/* Reads cell->text (trimmed; length set) as field f and sets cell->state and cell->i. currency is the row's; CURRENCY_NONE the reporting one.
 * *rounded becomes true when an amount had more decimals than its currency. False, with the fault, when it cannot be read. */
bool field_read(const struct field_rules *x, enum field f, struct currency currency, struct cell *cell, bool *rounded, struct field_fault *fault);

/* Whether a trimmed cell counts as empty: no characters, or one of - -- n/a N/A NULL. */
bool field_is_empty(const char *text);

/* --- the spellings, each alone --- */

/* A day, from 2026-10-31 · 2026/10/31 · 20261031 and, as x->dates allows, d/m/y · d.m.y · d-m-y with years of 2 or 4 digits; each may be followed
 * by " 14:05", "T14:05:09.5" and Z or +hh:mm, which moves it into the client's zone. Other text: DIAG_FIELD_DATE or DIAG_FIELD_DATE_ORDER. */
bool date_read(const struct field_rules *x, const char *text, int32_t *day, enum diag_code *code);
/* The same spellings as minutes of the client's clock since its 1970-01-01 00:00; without a time, 00:00 of the day; " + 75 min" behind it is
 * so much later. */
bool stamp_read(const struct field_rules *x, const char *text, int64_t *minutes, enum diag_code *code);
/* What a cell of dates says of the order of day and month. */
enum date_tells { DATE_TELLS_NOTHING, DATE_TELLS_DAY_FIRST, DATE_TELLS_MONTH_FIRST, DATE_TELLS_EITHER };
enum date_tells date_tells(const char *text);
/* struct month's n, from 2026-10 · 2026/10 · 202610 · 10/2026 or any day of it. */
bool month_read(const struct field_rules *x, const char *text, int64_t *n, enum diag_code *code);

/* A number of at most 36 digits as it stands in a cell: sign or brackets, groups of three, decimals. */
struct number {
	bool negative;
	int128 digits;  /* all digits as one whole number */
	int decimals;   /* how many of them stand behind the decimal sign */
};
enum number_result { NUMBER_FINE, NUMBER_WRONG, NUMBER_TOO_LONG };
enum number_result number_read(char decimal, const char *text, struct number *out);
/* The number in units of 10^-places, half-even when it has more decimals (*rounded, when not NULL, becomes true); false when it does not fit. */
bool number_scale(const struct number *x, int places, int64_t *out, bool *rounded);
/* An amount in minor units of c; its text may carry c's code or sign. *code: DIAG_FIELD_AMOUNT, _AMOUNT_CURRENCY or _OVERFLOW. */
bool amount_read(char decimal, const char *text, struct currency c, int64_t *out, bool *rounded, enum diag_code *code);
#endif
