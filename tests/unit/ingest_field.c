/* ingest/field: every type, what it reads, and what it refuses with which reason. Expected values are worked out by hand. */
#include "unit/ingest_fixture.h"

#include "base/date.h"
#include "base/month.h"
#include "ingest/field.h"

#define REFUSED INT64_MIN

struct example {
	const char *text;
	int64_t i;            /* REFUSED: with code */
	enum diag_code code;
};

/* Rules as site.conf gives them; block is the export's, client the client's. */
static void rules_of(struct field_rules *x, const char *client, const char *block) {
	struct fixture f;
	fixture_read(&f, "orders", client, block, "customer_id,date,amount\n");
	const struct client_conf *c = g_ptr_array_index(f.conf->clients, 0);
	field_rules_init(x, c, g_ptr_array_index(c->exports, 0), NULL);
	fixture_clear(&f);
}

static void check(const char *client, const char *block, enum field field, const char *currency, const struct example *examples, size_t n) {
	struct field_rules x;
	rules_of(&x, client, block);
	struct currency c = CURRENCY_NONE;
	assert_true(currency == NULL || currency_parse(currency, &c));
	for (size_t i = 0; i < n; i++) {
		struct cell cell = {.text = examples[i].text, .length = strlen(examples[i].text)};
		struct field_fault fault;
		bool rounded = false;
		bool fine = field_read(&x, field, c, &cell, &rounded, &fault);
		if (fine != (examples[i].i != REFUSED))
			fail_msg("\"%s\" %s", examples[i].text, fine ? "was read" : "was refused");
		if (fine && (cell.state != CELL_GIVEN || cell.i != examples[i].i))
			fail_msg("\"%s\" gave %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, examples[i].text, cell.i, examples[i].i);
		if (!fine && fault.code != examples[i].code)
			fail_msg("\"%s\" was refused as %s, not %s", examples[i].text, diag_name(fault.code), diag_name(examples[i].code));
	}
	field_rules_clear(&x);
}
#define CHECK(client, block, field, currency, ...) \
	do { \
		const struct example list[] = {__VA_ARGS__}; \
		check(client, block, field, currency, list, G_N_ELEMENTS(list)); \
	} while (0)

static void dates_of_iso_are_read_whatever_the_setting(void **state) {
	(void)state;
	static const char *const BLOCKS[] = {"", "dates = \"iso\";", "dates = \"dmy\";", "dates = \"mdy\";", "dates = \"ymd\";"};
	int64_t day = day_of(2026, 10, 31);
	for (size_t i = 0; i < G_N_ELEMENTS(BLOCKS); i++)
		CHECK("", BLOCKS[i], FIELD_DATE, NULL, {"2026-10-31", day, 0}, {"20261031", day, 0}, {"2026-10-31 14:05", day, 0}, {"2026-10-31T14:05:09", day, 0},
		      {"2026-10-31 23:59:60.999", day, 0}, {"2024-02-29", day_of(2024, 2, 29), 0}, {"19970101", day_of(1997, 1, 1), 0},
		      {"2026-13-40", REFUSED, DIAG_FIELD_DATE}, {"2026-02-29", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 24:00", REFUSED, DIAG_FIELD_DATE},
		      {"2026-10-31x", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 ", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 14", REFUSED, DIAG_FIELD_DATE},
		      {"2026-10/31", REFUSED, DIAG_FIELD_DATE}, {"463261", REFUSED, DIAG_FIELD_DATE}, {"yesterday", REFUSED, DIAG_FIELD_DATE},
		      {"202610311", REFUSED, DIAG_FIELD_DATE}, {"1899-12-31", REFUSED, DIAG_FIELD_DATE_RANGE}, {"2200-01-01", REFUSED, DIAG_FIELD_DATE_RANGE});
}

static void the_order_of_day_and_month_is_never_guessed(void **state) {
	(void)state;
	CHECK("", "", FIELD_DATE, NULL, {"2026/10/31", day_of(2026, 10, 31), 0}, {"2026.1.5", day_of(2026, 1, 5), 0},
	      {"01/09/2021", REFUSED, DIAG_FIELD_DATE_ORDER}, {"25/12/2021", REFUSED, DIAG_FIELD_DATE_ORDER}, {"1.9.21", REFUSED, DIAG_FIELD_DATE_ORDER},
	      {"99/99/2021", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"dmy\";", FIELD_DATE, NULL, {"1/9/21", day_of(2021, 9, 1), 0}, {"25/12/2021", day_of(2021, 12, 25), 0},
	      {"25.12.2021 14:05", day_of(2021, 12, 25), 0}, {"25-12-1999", day_of(1999, 12, 25), 0}, {"1/1/70", day_of(1970, 1, 1), 0},
	      {"12/25/2021", REFUSED, DIAG_FIELD_DATE}, {"25/12-2021", REFUSED, DIAG_FIELD_DATE}, {"25/12/021", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"mdy\";", FIELD_DATE, NULL, {"1/9/21", day_of(2021, 1, 9), 0}, {"3/20/2026 19:10:37", day_of(2026, 3, 20), 0},
	      {"25/12/2021", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"ymd\";", FIELD_DATE, NULL, {"21/9/1", day_of(2021, 9, 1), 0}, {"25/12/2021", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"iso\";", FIELD_DATE, NULL, {"2026/10/31", REFUSED, DIAG_FIELD_DATE}, {"2026-1-5", REFUSED, DIAG_FIELD_DATE},
	      {"1/9/21", REFUSED, DIAG_FIELD_DATE});
}

static void stamps_with_a_zone_fall_on_the_clients_day(void **state) {
	(void)state;
	/* Berlin is an hour ahead of UTC in winter, two in summer (until 2026-10-25). */
	CHECK("timezone = \"Europe/Berlin\";", "", FIELD_DATE, NULL, {"2026-10-31T22:59:59Z", day_of(2026, 10, 31), 0},
	      {"2026-10-31T23:00:00Z", day_of(2026, 11, 1), 0}, {"2026-07-31 22:00 UTC", day_of(2026, 8, 1), 0},
	      {"2026-07-31 21:59Z", day_of(2026, 7, 31), 0}, {"2026-10-31 23:59", day_of(2026, 10, 31), 0},
	      {"2026-11-01T00:30:00+02:00", day_of(2026, 10, 31), 0}, {"2026-10-31 19:00 -0500", day_of(2026, 11, 1), 0},
	      {"2026-11-01T00:59:00+02", day_of(2026, 10, 31), 0}, {"2026-10-31T23:00:00+25:00", REFUSED, DIAG_FIELD_DATE},
	      {"2026-10-31T23:00:00 CET", REFUSED, DIAG_FIELD_DATE});
	CHECK("timezone = \"America/New_York\";", "", FIELD_DATE, NULL, {"1969-12-31T23:30:00Z", day_of(1969, 12, 31), 0},
	      {"1970-01-01T04:59:59Z", day_of(1969, 12, 31), 0}, {"1970-01-01T05:00:00Z", day_of(1970, 1, 1), 0});
}

#define MINUTES(year, month, day, hour, minute) (((int64_t)day_of(year, month, day) * 24 + (hour)) * 60 + (minute))

/* 2026-10-25: clocks in Berlin go back at 3:00, so that 00:30 and 01:30 UTC are both 02:30 there. */
static void stamps_are_minutes_of_the_clients_clock(void **state) {
	(void)state;
	CHECK("timezone = \"Europe/Berlin\";", "", FIELD_OPENED_AT, NULL, {"2026-10-31", MINUTES(2026, 10, 31, 0, 0), 0},
	      {"2026-10-31 14:05", MINUTES(2026, 10, 31, 14, 5), 0}, {"20261031 14:05:59.9", MINUTES(2026, 10, 31, 14, 5), 0},
	      {"2026-10-31T23:59:60", MINUTES(2026, 10, 31, 23, 59), 0}, {"2026-10-31T23:30:00Z", MINUTES(2026, 11, 1, 0, 30), 0},
	      {"2026-07-01 00:10+09:00", MINUTES(2026, 6, 30, 17, 10), 0}, {"2026-10-25 00:30Z", MINUTES(2026, 10, 25, 2, 30), 0},
	      {"2026-10-25 01:30Z", MINUTES(2026, 10, 25, 2, 30), 0}, {"1969-12-31 23:58", -2, 0}, {"1969-12-31 22:58:30Z", -2, 0},
	      {"31/10/2026 14:05", REFUSED, DIAG_FIELD_DATE_ORDER}, {"2026-10-31 24:00", REFUSED, DIAG_FIELD_DATE}, {"14:05", REFUSED, DIAG_FIELD_DATE},
	      {"1899-12-31 23:59", REFUSED, DIAG_FIELD_DATE_RANGE}, {"2200-01-01", REFUSED, DIAG_FIELD_DATE_RANGE});
	CHECK("", "dates = \"dmy\";", FIELD_SOLVED_AT, NULL, {"1/9/21 7:05", MINUTES(2021, 9, 1, 7, 5), 0}, {"1/9/21 7:5", REFUSED, DIAG_FIELD_DATE}, {"1/9/21 07:05", MINUTES(2021, 9, 1, 7, 5), 0});
}

static void times_of_twelve_hours_are_read(void **state) {
	(void)state;
	CHECK("", "", FIELD_OPENED_AT, NULL, {"2026-10-31 2:05 PM", MINUTES(2026, 10, 31, 14, 5), 0}, {"2026-10-31 12:05:09 AM", MINUTES(2026, 10, 31, 0, 5), 0},
	      {"2026-10-31 12:00 pm", MINUTES(2026, 10, 31, 12, 0), 0}, {"2026-10-31, 2:05 PM", MINUTES(2026, 10, 31, 14, 5), 0},
	      {"2026-10-31 2:05\u202fp.m.", MINUTES(2026, 10, 31, 14, 5), 0}, {"2026/10/31 下午 2:05:37", MINUTES(2026, 10, 31, 14, 5), 0},
	      {"2026/10/31 11:59:59 PM", MINUTES(2026, 10, 31, 23, 59), 0}, {"2026/10/31 9:05:37 am GMT+2", MINUTES(2026, 10, 31, 7, 5), 0},
	      {"2026/10/31 9:05 GMT", MINUTES(2026, 10, 31, 9, 5), 0}, {"2026/10/31 9:05 GMT-11:30", MINUTES(2026, 10, 31, 20, 35), 0},
	      {"2026-10-31 14:05 PM", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 0:05 AM", REFUSED, DIAG_FIELD_DATE},
	      {"2026-10-31 上午 2:05 AM", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 2:05 XM", REFUSED, DIAG_FIELD_DATE},
	      {"2026-10-31,14:05", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31 PM", REFUSED, DIAG_FIELD_DATE});
}

static void months_may_be_named(void **state) {
	(void)state;
	int64_t day = day_of(2026, 3, 20);
	CHECK("", "", FIELD_DATE, NULL, {"Mar 20, 2026", day, 0}, {"20 Mar 2026", day, 0}, {"20-Mar-2026", day, 0}, {"20-MAR-26", day, 0},
	      {"march 20 2026", day, 0}, {"Mar. 20, 2026", day, 0}, {"20. March 2026", day, 0}, {"Mar 20, 2026, 2:05 PM", day, 0},
	      {"Sept 1, 2026", day_of(2026, 9, 1), 0}, {"1 May 2026", day_of(2026, 5, 1), 0}, {"2026年10月31日", day_of(2026, 10, 31), 0},
	      {"2026年3月5日14:05", day_of(2026, 3, 5), 0}, {"2026年3月5日 下午2:05", day_of(2026, 3, 5), 0}, {"Mar 20", REFUSED, DIAG_FIELD_DATE},
	      {"Mar 20, 26", REFUSED, DIAG_FIELD_DATE}, {"Mars 20, 2026", REFUSED, DIAG_FIELD_DATE}, {"Feb 29, 2026", REFUSED, DIAG_FIELD_DATE},
	      {"20 Mar 20261", REFUSED, DIAG_FIELD_DATE}, {"2026年10月", REFUSED, DIAG_FIELD_DATE}, {"2026年13月1日", REFUSED, DIAG_FIELD_DATE},
	      {"20 Mar", REFUSED, DIAG_FIELD_DATE}, {"March 2026", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"iso\";", FIELD_DATE, NULL, {"20 Mar 2026", REFUSED, DIAG_FIELD_DATE}, {"2026年10月31日", REFUSED, DIAG_FIELD_DATE});
	int64_t n = month_of(2026, 10).n;
	CHECK("", "", FIELD_MONTH, NULL, {"Oct 2026", n, 0}, {"October 2026", n, 0}, {"Oct-2026", n, 0}, {"2026年10月", n, 0}, {"Oct 31, 2026", n, 0},
	      {"Oct-26", REFUSED, DIAG_FIELD_MONTH}, {"2026年10月x", REFUSED, DIAG_FIELD_MONTH}, {"2026年0月", REFUSED, DIAG_FIELD_MONTH});
}

/* Spreadsheets show 46326 as 2026-10-31, 61 as 1900-03-01, 1 as 1900-01-01. 1793404800 is 2026-10-31 00:00 UTC: 20757 days of 86400 s. */
static void numbers_may_stand_for_days(void **state) {
	(void)state;
	CHECK("", "", FIELD_DATE, NULL, {"46326", REFUSED, DIAG_FIELD_DATE_ORDER}, {"46326.5", REFUSED, DIAG_FIELD_DATE_ORDER},
	      {"4632", REFUSED, DIAG_FIELD_DATE}, {"1793404800", day_of(2026, 10, 31), 0}, {"17934048001", REFUSED, DIAG_FIELD_DATE});
	CHECK("", "dates = \"serial\";", FIELD_DATE, NULL, {"46326", day_of(2026, 10, 31), 0}, {"61", day_of(1900, 3, 1), 0}, {"59", day_of(1900, 2, 28), 0},
	      {"1", day_of(1900, 1, 1), 0}, {"60", REFUSED, DIAG_FIELD_DATE}, {"0", REFUSED, DIAG_FIELD_DATE}, {"2026-10-31", day_of(2026, 10, 31), 0},
	      {"46326.", REFUSED, DIAG_FIELD_DATE}, {"46326.5 x", REFUSED, DIAG_FIELD_DATE}, {"1/9/2026", REFUSED, DIAG_FIELD_DATE});
	/* A quarter of a day is 6:00; 0.9999999 of one is rounded to the next. */
	CHECK("", "dates = \"serial\";", FIELD_OPENED_AT, NULL, {"46326.25", MINUTES(2026, 10, 31, 6, 0), 0}, {"46326,75", MINUTES(2026, 10, 31, 18, 0), 0},
	      {"46325.9999999", MINUTES(2026, 10, 31, 0, 0), 0}, {"46326.58680555556", MINUTES(2026, 10, 31, 14, 5), 0});
	CHECK("timezone = \"America/New_York\";", "", FIELD_OPENED_AT, NULL, {"1793404800", MINUTES(2026, 10, 30, 20, 0), 0});
	CHECK("", "dates = \"iso\";", FIELD_DATE, NULL, {"46326", REFUSED, DIAG_FIELD_DATE}, {"1793404800", REFUSED, DIAG_FIELD_DATE});
}

static void an_end_may_lie_far_off(void **state) {
	(void)state;
	CHECK("", "", FIELD_FINISH_DATE, NULL, {"9999-12-31", day_of(9999, 12, 31), 0}, {"0001-01-01", REFUSED, DIAG_FIELD_DATE_RANGE});
	CHECK("", "", FIELD_START_DATE, NULL, {"9999-12-31", REFUSED, DIAG_FIELD_DATE_RANGE});
}

static void months_are_read(void **state) {
	(void)state;
	int64_t n = month_of(2026, 10).n;
	CHECK("", "", FIELD_MONTH, NULL, {"2026-10", n, 0}, {"2026/10", n, 0}, {"202610", n, 0}, {"10/2026", n, 0}, {"2026-10-31", n, 0},
	      {"20261031", n, 0}, {"2026-13", REFUSED, DIAG_FIELD_MONTH}, {"October", REFUSED, DIAG_FIELD_MONTH}, {"10/26", REFUSED, DIAG_FIELD_MONTH},
	      {"1/9/2026", REFUSED, DIAG_FIELD_DATE_ORDER}, {"1026-10", REFUSED, DIAG_FIELD_DATE_RANGE});
}

static void amounts_are_exact(void **state) {
	(void)state;
	CHECK("", "decimal = \".\";", FIELD_AMOUNT, "EUR", {"1234.56", 123456, 0}, {"1,234.56", 123456, 0}, {"12,345,678", 1234567800, 0}, {"(123.45)", -12345, 0},
	      {"-123", -12300, 0}, {"−123", -12300, 0}, {"+5", 500, 0}, {".5", 50, 0}, {"0", 0, 0}, {"007", 700, 0}, {"9 876.54", 987654, 0},
	      {"9\u00a0876.54", 987654, 0}, {"9\u202f876\u202f543.2", 987654320, 0}, {"1'234.5", 123450, 0}, {"1.005", 100, 0}, {"1.015", 102, 0},
	      {"1.0051", 101, 0}, {"-1.005", -100, 0}, {"92233720368547758.07", INT64_MAX, 0}, {"92233720368547758.08", REFUSED, DIAG_FIELD_OVERFLOW},
	      {"99999999999999999999999999999999999999999", REFUSED, DIAG_FIELD_OVERFLOW}, {"12,3.4", REFUSED, DIAG_FIELD_AMOUNT},
	      {"12,34", REFUSED, DIAG_FIELD_AMOUNT}, {"1234,567", REFUSED, DIAG_FIELD_AMOUNT}, {"0,123", REFUSED, DIAG_FIELD_AMOUNT},
	      {"1,234 567", REFUSED, DIAG_FIELD_AMOUNT}, {"1,234,56", REFUSED, DIAG_FIELD_AMOUNT}, {"1.234.567", REFUSED, DIAG_FIELD_AMOUNT},
	      {"1e3", REFUSED, DIAG_FIELD_AMOUNT}, {"--5", REFUSED, DIAG_FIELD_AMOUNT}, {"(5", REFUSED, DIAG_FIELD_AMOUNT},
	      {"(-5)", REFUSED, DIAG_FIELD_AMOUNT}, {".", REFUSED, DIAG_FIELD_AMOUNT}, {"()", REFUSED, DIAG_FIELD_AMOUNT}, {"free", REFUSED, DIAG_FIELD_AMOUNT},
	      {"12 34", REFUSED, DIAG_FIELD_AMOUNT}, {"NaN", REFUSED, DIAG_FIELD_AMOUNT}, {"0x10", REFUSED, DIAG_FIELD_AMOUNT});
	CHECK("", "decimal = \",\";", FIELD_AMOUNT, "EUR", {"1.234,56", 123456, 0}, {"1234,5", 123450, 0}, {"9\u00a0876,54", 987654, 0},
	      {"1.234", 123400, 0}, {"1234.56", REFUSED, DIAG_FIELD_AMOUNT}, {"1,234.56", REFUSED, DIAG_FIELD_AMOUNT});
	CHECK("", "decimal = \".\";", FIELD_AMOUNT, "JPY", {"1,200", 1200, 0}, {"1.5", 2, 0}, {"2.5", 2, 0});
}

static void a_decimal_sign_is_told_by_what_can_only_be_one(void **state) {
	(void)state;
	static const struct {
		const char *text;
		enum decimal_tells tells;
	} CELLS[] = {
		{"1234", DECIMAL_TELLS_NOTHING}, {"1 234", DECIMAL_TELLS_NOTHING}, {"1'234'567", DECIMAL_TELLS_NOTHING}, {"", DECIMAL_TELLS_NOTHING},
		{"n.a.", DECIMAL_TELLS_NOTHING}, {"v1.2.3", DECIMAL_TELLS_NOTHING}, {"1.234", DECIMAL_TELLS_EITHER}, {"1,234", DECIMAL_TELLS_EITHER},
		{"(1.234 €)", DECIMAL_TELLS_EITHER}, {"12.5", DECIMAL_TELLS_POINT}, {"1234.567", DECIMAL_TELLS_POINT}, {"1,234.5", DECIMAL_TELLS_POINT},
		{"0.123", DECIMAL_TELLS_POINT}, {".5", DECIMAL_TELLS_POINT}, {"1,234,567", DECIMAL_TELLS_POINT}, {"-$1,234.50", DECIMAL_TELLS_POINT},
		{"12,5", DECIMAL_TELLS_COMMA}, {"1.234,56 €", DECIMAL_TELLS_COMMA}, {"9\u202f876,54", DECIMAL_TELLS_COMMA}, {"1.234.567", DECIMAL_TELLS_COMMA},
		{"(123,45)", DECIMAL_TELLS_COMMA}, {"Fr. 1'200.50", DECIMAL_TELLS_POINT}, {"40,5%", DECIMAL_TELLS_COMMA},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(CELLS); i++)
		if (decimal_tells(CELLS[i].text) != CELLS[i].tells)
			fail_msg("\"%s\" tells %d", CELLS[i].text, (int)decimal_tells(CELLS[i].text));
	/* One cell alone is read with a point where it can only be that, and asks where it could be a comma. */
	CHECK("", "", FIELD_AMOUNT, "EUR", {"1234.5", 123450, 0}, {"1,234.56", 123456, 0}, {"9\u00a0876", 987600, 0}, {"1,234", REFUSED, DIAG_FIELD_AMOUNT},
	      {"12,34", REFUSED, DIAG_FIELD_AMOUNT});
}

static void an_amount_may_name_the_currency_of_its_row_and_no_other(void **state) {
	(void)state;
	CHECK("", "decimal = \".\";", FIELD_AMOUNT, "GBP", {"£1,200", 120000, 0}, {"£\u202f1\u202f200.50", 120050, 0}, {"−£1,200", -120000, 0}, {"(£1,200.50)", -120050, 0}, {"£ 1", 100, 0}, {"-£5", -500, 0}, {"£-5", -500, 0}, {"(£5)", -500, 0},
	      {"GBP 5", 500, 0}, {"5 GBP", 500, 0}, {"5GBP", 500, 0}, {"(5 GBP)", -500, 0}, {"$5", REFUSED, DIAG_FIELD_AMOUNT_CURRENCY},
	      {"EUR 5", REFUSED, DIAG_FIELD_AMOUNT_CURRENCY}, {"5€", REFUSED, DIAG_FIELD_AMOUNT_CURRENCY}, {"12 £ 34", REFUSED, DIAG_FIELD_AMOUNT},
	      {"12£34", REFUSED, DIAG_FIELD_AMOUNT}, {"£", REFUSED, DIAG_FIELD_AMOUNT}, {"ABC 5", REFUSED, DIAG_FIELD_AMOUNT},
	      {"-£-5", REFUSED, DIAG_FIELD_AMOUNT});
	CHECK("", "", FIELD_AMOUNT, "CNY", {"¥86.60", 8660, 0}, {"86.60元", 8660, 0});
	CHECK("", "", FIELD_AMOUNT, "CHF", {"Fr. 1'200.50", 120050, 0});
	CHECK("", "", FIELD_AMOUNT, "USD", {"US$5", 500, 0}, {"$5", 500, 0}, {"R$5", REFUSED, DIAG_FIELD_AMOUNT_CURRENCY});
	CHECK("currency = \"USD\";", "", FIELD_AMOUNT, NULL, {"$5", 500, 0}, {"€5", REFUSED, DIAG_FIELD_AMOUNT_CURRENCY});
}

static void numbers_are_millionths_and_rates_billionths(void **state) {
	(void)state;
	CHECK("", "", FIELD_WEIGHT, NULL, {"1", 1000000, 0}, {"0.3333333", 333333, 0}, {"0", 0, 0}, {"-1", REFUSED, DIAG_FIELD_NEGATIVE},
	      {"heavy", REFUSED, DIAG_FIELD_NUMBER}, {"9999999999999999", REFUSED, DIAG_FIELD_OVERFLOW});
	CHECK("", "decimal = \",\";", FIELD_WEIGHT, NULL, {"0,25", 250000, 0});
	CHECK("", "", FIELD_DISCOUNT_PCT, NULL, {"0.4", 400000, 0}, {"40%", 400000, 0}, {"12.5 %", 125000, 0});
	CHECK("", "", FIELD_RATE, NULL, {"0.9192", 919200000, 0}, {"0.000000001", 1, 0}, {"1", 1000000000, 0}, {"0", REFUSED, DIAG_FIELD_RATE},
	      {"-1", REFUSED, DIAG_FIELD_RATE}, {"x", REFUSED, DIAG_FIELD_NUMBER});
	CHECK("", "", FIELD_TENURE_MONTHS, NULL, {"0", 0, 0}, {"72", 72, 0}, {"12.0", 12, 0}, {"1.5", REFUSED, DIAG_FIELD_INT}, {"-1", REFUSED, DIAG_FIELD_INT},
	      {"9999999999", REFUSED, DIAG_FIELD_INT});
}

static void words_are_read_in_any_case(void **state) {
	(void)state;
	CHECK("", "", FIELD_TRIAL, NULL, {"yes", 1, 0}, {"True", 1, 0}, {"1", 1, 0}, {"Y", 1, 0}, {"NO", 0, 0}, {"false", 0, 0}, {"0", 0, 0}, {"n", 0, 0},
	      {"maybe", REFUSED, DIAG_FIELD_BOOL}, {"2", REFUSED, DIAG_FIELD_BOOL});
	CHECK("", "", FIELD_INTERVAL, NULL, {"month", 1, 0}, {"Monthly", 1, 0}, {"1", 1, 0}, {"quarter", 3, 0}, {"quarterly", 3, 0}, {"3", 3, 0}, {"year", 12, 0},
	      {"yearly", 12, 0}, {"annual", 12, 0}, {"annually", 12, 0}, {"12", 12, 0}, {"3 months", 3, 0}, {"2 years", 24, 0}, {"1 month", 1, 0},
	      {"6-month", 6, 0}, {"week", REFUSED, DIAG_FIELD_INTERVAL}, {"4 weeks", REFUSED, DIAG_FIELD_INTERVAL}, {"0", REFUSED, DIAG_FIELD_INTERVAL},
	      {"121", REFUSED, DIAG_FIELD_INTERVAL}, {"3 ", REFUSED, DIAG_FIELD_INTERVAL}, {"99999999999999999999", REFUSED, DIAG_FIELD_INTERVAL},
	      {"-month", REFUSED, DIAG_FIELD_INTERVAL});
	CHECK("", "", FIELD_CURRENCY, NULL, {"eur", 'E' << 16 | 'U' << 8 | 'R', 0}, {"Euro", REFUSED, DIAG_FIELD_CURRENCY}, {"XQQ", REFUSED, DIAG_FIELD_CURRENCY});
	CHECK("", "", FIELD_SCALE, NULL, {"0-10", 10, 0}, {"1-10", 1010, 0}, {"1–5", 1005, 0}, {"0..10", 10, 0}, {"1 to 7", 1007, 0}, {"1 - 5", 1005, 0},
	      {"5", REFUSED, DIAG_FIELD_SCALE}, {"5-1", REFUSED, DIAG_FIELD_SCALE}, {"5-Jan", REFUSED, DIAG_FIELD_SCALE}, {"1-1000", REFUSED, DIAG_FIELD_SCALE},
	      {"1--5", REFUSED, DIAG_FIELD_SCALE}, {"99999999999999999999-5", REFUSED, DIAG_FIELD_SCALE});
}

static void choices_give_their_place_in_the_list(void **state) {
	(void)state;
	CHECK("", "", FIELD_SURVEY, NULL, {"nps", 0, 0}, {"CSAT", 1, 0}, {"ces", 2, 0}, {"nsp", REFUSED, DIAG_FIELD_CHOICE});
	CHECK("", "", FIELD_PURPOSE, NULL, {"acquisition", 0, 0}, {"Retention", 1, 0}, {"service", 2, 0});
	CHECK("", "", FIELD_CATEGORY, NULL, {"media", 0, 0}, {"people", 1, 0}, {"tools", 2, 0}, {"overhead", 3, 0}, {"discount", 4, 0});
	CHECK("", "", FIELD_KIND, NULL, {"recurring", 0, 0}, {"one_off", 1, 0}, {"One-off", 1, 0}, {"refund", 2, 0});
	CHECK("", "", FIELD_REASON_OWNER, NULL, {"us", 0, 0}, {"customer", 1, 0}, {"market", 2, 0}, {"them", REFUSED, DIAG_FIELD_CHOICE});
}

static void some_words_stand_for_an_empty_cell(void **state) {
	(void)state;
	static const char *const EMPTY[] = {"", "-", "--", "n/a", "N/A", "NULL"};
	static const enum field FIELDS[] = {FIELD_CUSTOMER_ID, FIELD_NAME, FIELD_DATE, FIELD_AMOUNT, FIELD_SCORE, FIELD_SURVEY, FIELD_TRIAL};
	struct field_rules x;
	rules_of(&x, "", "");
	for (size_t i = 0; i < G_N_ELEMENTS(EMPTY); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(FIELDS); k++) {
			struct cell cell = {.text = EMPTY[i], .length = strlen(EMPTY[i])};
			struct field_fault fault;
			bool rounded;
			assert_true(field_read(&x, FIELDS[k], CURRENCY_NONE, &cell, &rounded, &fault));
			assert_int_equal(cell.state, CELL_EMPTY);
		}
	struct cell null = {.text = "Null", .length = 4}; /* a surname */
	struct field_fault fault;
	bool rounded;
	assert_true(field_read(&x, FIELD_NAME, CURRENCY_NONE, &null, &rounded, &fault));
	assert_int_equal(null.state, CELL_GIVEN);
	field_rules_clear(&x);
}

static void a_fault_names_the_field_and_its_choices(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "surveys", "", "", "customer_id,date,survey,score\nA1,2026-10-31,nsp,9\n");
	assert_counts(&f, 1, 0, 1);
	assert_said(&f, 0, "data.csv:2:3: warning: \"nsp\" is not one of survey (nps, csat or ces); the row is refused. Correct it, or map the column "
	                   "another way.");
	fixture_clear(&f);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_of_iso_are_read_whatever_the_setting),
		cmocka_unit_test(the_order_of_day_and_month_is_never_guessed),
		cmocka_unit_test(stamps_with_a_zone_fall_on_the_clients_day),
		cmocka_unit_test(stamps_are_minutes_of_the_clients_clock),
		cmocka_unit_test(times_of_twelve_hours_are_read),
		cmocka_unit_test(months_may_be_named),
		cmocka_unit_test(numbers_may_stand_for_days),
		cmocka_unit_test(a_decimal_sign_is_told_by_what_can_only_be_one),
		cmocka_unit_test(an_end_may_lie_far_off),
		cmocka_unit_test(months_are_read),
		cmocka_unit_test(amounts_are_exact),
		cmocka_unit_test(an_amount_may_name_the_currency_of_its_row_and_no_other),
		cmocka_unit_test(numbers_are_millionths_and_rates_billionths),
		cmocka_unit_test(words_are_read_in_any_case),
		cmocka_unit_test(choices_give_their_place_in_the_list),
		cmocka_unit_test(some_words_stand_for_an_empty_cell),
		cmocka_unit_test(a_fault_names_the_field_and_its_choices),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
