/* ingest/field_date: days, times and months as exports write them. A day and a month that could be told either way are never guessed, and a number
 * of five digits is taken for a spreadsheet's day only when its whole column is of such. */
#include "base/date.h"
#include "base/month.h"
#include "ingest/field.h"

#include <string.h>

#define SECONDS_A_DAY 86400

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

static int count_digits(const char *p) {
	int n = 0;
	while (n < 16 && is_digit(p[n]))
		n++;
	return n;
}

/* Exactly n digits as a number; p moves behind them. */
static int take(const char **p, int n) {
	int x = 0;
	while (n-- > 0)
		x = x * 10 + (*(*p)++ - '0');
	return x;
}

/* One of several numbers of a date: 1 or 2 digits, or 4 for a year. */
struct part {
	int digits, x;
};

static bool take_part(const char **p, struct part *out) {
	out->digits = count_digits(*p);
	if (out->digits != 1 && out->digits != 2 && out->digits != 4)
		return false;
	out->x = take(p, out->digits);
	return true;
}

/* Three numbers parted by the same one of - / . */
static bool take_parts(const char **p, struct part out[static 3], char *sign) {
	if (!take_part(p, &out[0]))
		return false;
	*sign = **p;
	if (*sign != '-' && *sign != '/' && *sign != '.')
		return false;
	++*p;
	if (!take_part(p, &out[1]) || **p != *sign)
		return false;
	++*p;
	return take_part(p, &out[2]) && !is_digit(**p);
}

/* The day of a year written with 2 or 4 digits (70 … 99 are of the last century, as POSIX has it), or DAY_NONE. */
static int32_t day_from(struct part year, struct part month, struct part day) {
	if (month.digits > 2 || day.digits > 2 || year.digits == 1)
		return DAY_NONE;
	int y = year.digits == 4 ? year.x : year.x < 70 ? 2000 + year.x : 1900 + year.x;
	return day_of(y, month.x, day.x);
}

static int32_t day_in_order(enum date_order dates, const struct part part[static 3], enum diag_code *code) {
	int32_t dmy = day_from(part[2], part[1], part[0]);
	int32_t mdy = day_from(part[2], part[0], part[1]);
	switch (dates) {
	case DATES_DMY: return dmy;
	case DATES_MDY: return mdy;
	case DATES_YMD: return day_from(part[0], part[1], part[2]);
	case DATES_AUTO:
		if (dmy == mdy)
			return dmy;
		if (dmy != DAY_NONE || mdy != DAY_NONE)
			*code = DIAG_FIELD_DATE_ORDER;
		return DAY_NONE;
	case DATES_ISO:
	case DATES_SERIAL: break;
	}
	return DAY_NONE;
}

/* Moves p behind the word when it stands there, in any case. */
static bool take_word(const char **p, const char *word) {
	size_t n = strlen(word);
	if (g_ascii_strncasecmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

static void skip_blanks(const char **p) {
	while (take_word(p, " ") || take_word(p, "\u00a0") || take_word(p, "\u202f"))
		continue;
}

/* An English name of a month, whole or of three letters, with a dot or without; 0: none. */
static int take_month_name(const char **p) {
	static const char *const NAMES[] = {"january", "february", "march",     "april",   "may",      "june",
	                                    "july",    "august",   "september", "october", "november", "december"};
	size_t n = 0;
	while (g_ascii_isalpha((*p)[n]))
		n++;
	for (int i = 0; i < 12; i++) {
		bool whole = n == strlen(NAMES[i]);
		bool sept = i == 8 && n == 4;
		if ((n != 3 && !whole && !sept) || g_ascii_strncasecmp(*p, NAMES[i], n) != 0)
			continue;
		*p += n + ((*p)[n] == '.');
		return i + 1;
	}
	return 0;
}

/* Blanks, and at most one comma or hyphen among them. */
static void skip_between(const char **p) {
	skip_blanks(p);
	if (**p == ',' || **p == '-')
		++*p;
	skip_blanks(p);
}

/* Mar 20, 2026 · 20 March 2026 · 20-Mar-26; p stays where none of them stands. */
static bool take_named(const char **at, int32_t *day) {
	const char *p = *at;
	struct part d = {0};
	struct part y;
	bool first = is_digit(*p);
	if (first && (!take_part(&p, &d) || d.digits > 2))
		return false;
	if (first && *p == '.')
		p++;
	if (first)
		skip_between(&p);
	int month = take_month_name(&p);
	if (month == 0)
		return false;
	skip_between(&p);
	if (!first && (!take_part(&p, &d) || d.digits > 2))
		return false;
	if (!first)
		skip_between(&p);
	if (!take_part(&p, &y) || is_digit(*p) || (!first && y.digits != 4))
		return false;
	*day = day_from(y, (struct part){2, month}, d);
	*at = p;
	return true;
}

/* 2026年10月31日; of a month alone *day is 0. p stays where none of them stands. */
static bool take_chinese(const char **at, int *year, int *month, int *day) {
	const char *p = *at;
	struct part part[3] = {0};
	if (!take_part(&p, &part[0]) || part[0].digits != 4 || !take_word(&p, "年") || !take_part(&p, &part[1]) || !take_word(&p, "月"))
		return false;
	if (is_digit(*p) && (!take_part(&p, &part[2]) || !(take_word(&p, "日") || take_word(&p, "号") || take_word(&p, "號"))))
		return false;
	*year = part[0].x;
	*month = part[1].x;
	*day = part[2].x;
	*at = p;
	return true;
}

/* The day text begins with; p moves behind it. DAY_NONE with *code when there is none. */
static int32_t take_day(const char **p, enum date_order dates, enum diag_code *code) {
	*code = DIAG_FIELD_DATE;
	if (count_digits(*p) == 8) {
		int year = take(p, 4);
		int month = take(p, 2);
		return day_of(year, month, take(p, 2));
	}
	int32_t named;
	int year, month, day;
	if (dates != DATES_ISO && take_named(p, &named))
		return named;
	if (dates != DATES_ISO && take_chinese(p, &year, &month, &day))
		return day_of(year, month, day);
	struct part part[3];
	char sign;
	if (!take_parts(p, part, &sign))
		return DAY_NONE;
	if (part[0].digits != 4)
		return day_in_order(dates, part, code);
	if (dates == DATES_ISO && (sign != '-' || part[1].digits != 2 || part[2].digits != 2))
		return DAY_NONE;
	return day_from(part[0], part[1], part[2]);
}

/* Digits of a spreadsheet's day number, at most `most`, and nothing else but a part of a day behind them; 0: it is none. */
static int serial_digits(const char *text, int most) {
	int digits = count_digits(text);
	const char *p = text + digits;
	if (*p == '.' || *p == ',')
		for (p++; is_digit(*p);)
			p++;
	return digits <= most && *p == '\0' && (digits == 0 || p[-1] != '.') ? digits : 0;
}

/* Seconds since 1970-01-01 00:00 from days since 1899-12-31, of which the sixtieth, 29 February 1900, was never there. */
static bool serial_read(const char *text, int64_t *seconds) {
	const char *p = text;
	int days = take(&p, count_digits(p));
	if (days < 1 || days == 60)
		return false;
	int64_t part = 0;
	int64_t whole = 1;
	if (*p != '\0')
		for (p++; is_digit(*p); p++)
			if (whole < 1000000000) {
				part = part * 10 + (*p - '0');
				whole *= 10;
			}
	int64_t day = (int64_t)day_of(1899, 12, 31) + days - (days > 60);
	*seconds = day * SECONDS_A_DAY + (part * SECONDS_A_DAY + whole / 2) / whole;
	return true;
}

/* Two digits of at most `most`; p moves behind them. */
static bool take_two(const char **p, int most, int *out) {
	if (!is_digit((*p)[0]) || !is_digit((*p)[1]))
		return false;
	*out = take(p, 2);
	return *out <= most;
}

enum half { HALF_NONE, HALF_MORNING, HALF_AFTERNOON };

/* AM, p.m., 下午; p moves behind it. */
static enum half take_half(const char **p) {
	static const struct {
		const char *word;
		enum half half;
	} WORDS[] = {{"a.m.", HALF_MORNING}, {"p.m.", HALF_AFTERNOON}, {"am", HALF_MORNING}, {"pm", HALF_AFTERNOON}, {"上午", HALF_MORNING},
	             {"下午", HALF_AFTERNOON}, {"午前", HALF_MORNING}, {"午後", HALF_AFTERNOON}};
	for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++)
		if (take_word(p, WORDS[i].word))
			return WORDS[i].half;
	return HALF_NONE;
}

/* h:mm[:ss[.fraction]] as seconds; p moves behind it. */
static bool take_clock(const char **p, int *seconds) {
	int hour;
	int minute;
	int second = 0;
	if ((*p)[0] != '\0' && (*p)[1] == ':' && is_digit((*p)[0]))
		hour = take(p, 1);
	else if (!take_two(p, 23, &hour))
		return false;
	if (*(*p)++ != ':' || !take_two(p, 59, &minute))
		return false;
	if (**p == ':') {
		++*p;
		if (!take_two(p, 60, &second))
			return false;
		second = second < 60 ? second : 59; /* a leap second is still of its minute */
		if ((**p == '.' || **p == ',') && is_digit((*p)[1]))
			for (++*p; is_digit(**p);)
				++*p;
	}
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

/* The same of twelve hours, with the half of the day before or behind it; p moves behind it and the blanks. */
static bool take_time(const char **p, int *seconds) {
	enum half before = take_half(p);
	skip_blanks(p);
	if (!take_clock(p, seconds))
		return false;
	skip_blanks(p);
	enum half behind = take_half(p);
	enum half half = before != HALF_NONE ? before : behind;
	if (half == HALF_NONE)
		return true;
	int hour = *seconds / 3600;
	if (hour < 1 || hour > 12 || (before != HALF_NONE && behind != HALF_NONE))
		return false;
	*seconds += (half == HALF_AFTERNOON ? 12 : 0) * 3600 - (hour == 12 ? 12 * 3600 : 0);
	return true;
}

/* Z, UTC, GMT+8, +hh, +hhmm or +hh:mm as seconds east of Greenwich; p moves behind it. */
static bool take_zone(const char **p, int *east) {
	skip_blanks(p);
	*east = 0;
	bool named = take_word(p, "UTC") || take_word(p, "GMT");
	if ((named && **p == '\0') || strcmp(*p, "Z") == 0 || strcmp(*p, "z") == 0) {
		*p += strlen(*p);
		return true;
	}
	bool west = **p == '-' || strncmp(*p, "−", 3) == 0;
	if (!west && **p != '+')
		return false;
	*p += (**p == '-' || **p == '+') ? 1 : 3;
	int hours;
	int minutes = 0;
	if (named && is_digit(**p) && !is_digit((*p)[1]))
		hours = take(p, 1);
	else if (!take_two(p, 18, &hours))
		return false;
	if (**p == ':')
		++*p;
	if (**p != '\0' && !take_two(p, 59, &minutes))
		return false;
	*east = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
	return true;
}

/* The blanks, T or comma between a day and its time; false: it is none. */
static bool take_gap(const char **p) {
	const char *start = *p;
	if (**p == 'T' || **p == 't') {
		++*p;
		return true;
	}
	if (**p == ',')
		++*p;
	skip_blanks(p);
	return *p > start && p[0][-1] != ',';
}

/* Whether behind a day nothing stands but a time. */
static bool ends_as_date(const char *p) {
	int seconds, east;
	if (*p == '\0')
		return true;
	return take_gap(&p) && take_time(&p, &seconds) && (*p == '\0' || (take_zone(&p, &east) && *p == '\0'));
}

enum date_tells date_tells(const char *text) {
	const char *p = text;
	if (serial_digits(text, 5) == 5)
		return DATE_TELLS_SERIAL;
	struct part part[3];
	char sign;
	if (count_digits(p) == 8 || !take_parts(&p, part, &sign) || part[0].digits == 4 || !ends_as_date(p))
		return DATE_TELLS_NOTHING;
	bool dmy = day_from(part[2], part[1], part[0]) != DAY_NONE;
	bool mdy = day_from(part[2], part[0], part[1]) != DAY_NONE;
	/* 5/5/2026 is the same day either way. */
	if (dmy && mdy && part[0].x == part[1].x)
		return DATE_TELLS_NOTHING;
	return dmy && mdy ? DATE_TELLS_EITHER : dmy ? DATE_TELLS_DAY_FIRST : mdy ? DATE_TELLS_MONTH_FIRST : DATE_TELLS_NOTHING;
}

/* Seconds the clock of a zone is ahead of UTC, so many seconds after 1970-01-01 00:00 UTC. */
static int64_t seconds_ahead(UCalendar *zone, int64_t seconds) {
	UErrorCode status = U_ZERO_ERROR;
	ucal_setMillis(zone, (double)(seconds * 1000), &status);
	int32_t ahead = ucal_get(zone, UCAL_ZONE_OFFSET, &status) + ucal_get(zone, UCAL_DST_OFFSET, &status);
	if (U_FAILURE(status))
		g_error("ICU cannot tell the offset of a time zone: %s", u_errorName(status));
	return ahead / 1000;
}

/* Seconds of the client's clock since its 1970-01-01 00:00, so many seconds after that of UTC. */
static int64_t seconds_in_zone(UCalendar *zone, int64_t seconds) {
	return seconds + seconds_ahead(zone, seconds);
}

/* Seconds of UTC, from those of a zone's clock; of an hour that comes twice the second. */
static int64_t seconds_from_zone(UCalendar *zone, int64_t seconds) {
	int64_t guess = seconds - seconds_ahead(zone, seconds);
	return seconds - seconds_ahead(zone, guess);
}

static int64_t floor_divide(int64_t a, int64_t b) {
	return a % b < 0 ? a / b - 1 : a / b;
}

/* Seconds of the client's clock, from those of the clock that times without a zone are of. */
static int64_t seconds_as_written(const struct field_rules *x, int64_t seconds) {
	if (!x->utc && x->written == NULL)
		return seconds;
	return seconds_in_zone(x->zone, x->utc ? seconds : seconds_from_zone(x->written, seconds));
}

/* Numbers that stand for a day and a time: a spreadsheet's, or seconds since 1970 in UTC. *is tells whether text is such a one. */
static bool numeral_read(const struct field_rules *x, const char *text, bool *is, int64_t *out, enum diag_code *code) {
	int digits = count_digits(text);
	bool serial = x->dates == DATES_SERIAL ? serial_digits(text, 6) > 0 : x->dates == DATES_AUTO && serial_digits(text, 5) == 5;
	bool epoch = x->dates != DATES_ISO && digits == 10 && text[10] == '\0';
	*is = serial || epoch;
	*code = serial && x->dates == DATES_AUTO ? DIAG_FIELD_DATE_ORDER : DIAG_FIELD_DATE;
	if (epoch) {
		*out = seconds_in_zone(x->zone, g_ascii_strtoll(text, NULL, 10));
		return true;
	}
	if (*code != DIAG_FIELD_DATE || !serial || !serial_read(text, out))
		return false;
	*out = text[digits] == '\0' ? *out : seconds_as_written(x, *out);
	return true;
}

/* A day, and the time behind it when there is one, as seconds of the client's clock since 1970-01-01 00:00. */
static bool seconds_read(const struct field_rules *x, const char *text, int64_t *out, enum diag_code *code) {
	bool numeral;
	bool read = numeral_read(x, text, &numeral, out, code);
	if (numeral)
		return read;
	const char *p = text;
	int32_t found = take_day(&p, x->dates, code);
	if (found == DAY_NONE) {
		if (*code == DIAG_FIELD_DATE_ORDER && date_tells(text) == DATE_TELLS_NOTHING)
			*code = DIAG_FIELD_DATE;
		return false;
	}
	*code = DIAG_FIELD_DATE;
	*out = (int64_t)found * SECONDS_A_DAY;
	if (*p == '\0')
		return true;
	/* A time may follow 日 at once. */
	bool joined = (unsigned char)p[-1] >= 0x80;
	int seconds;
	if ((!take_gap(&p) && !joined) || !take_time(&p, &seconds))
		return false;
	*out += seconds;
	if (*p == '\0') {
		*out = seconds_as_written(x, *out);
		return true;
	}
	int east;
	if (!take_zone(&p, &east) || *p != '\0')
		return false;
	*out = seconds_in_zone(x->zone, *out - east);
	return true;
}

bool date_read(const struct field_rules *x, const char *text, int32_t *day, enum diag_code *code) {
	int64_t seconds;
	if (!seconds_read(x, text, &seconds, code))
		return false;
	*day = (int32_t)floor_divide(seconds, SECONDS_A_DAY);
	return true;
}

/* "… + 75 min": so long after the time in front; text is cut there. False when the length is none. */
static bool take_minutes(char *text, int64_t *minutes) {
	char *sign = strstr(text, " + ");
	*minutes = 0;
	if (sign == NULL)
		return true;
	const char *p = sign + 3;
	int digits = count_digits(p);
	if (digits == 0 || digits > 9)
		return false;
	*minutes = take(&p, digits);
	*sign = '\0';
	return strcmp(p, " min") == 0;
}

bool stamp_read(const struct field_rules *x, const char *text, int64_t *minutes, enum diag_code *code) {
	int64_t seconds;
	int64_t later;
	g_autofree char *copy = g_strdup(text);
	*code = DIAG_FIELD_DATE;
	if (!take_minutes(copy, &later) || !seconds_read(x, copy, &seconds, code))
		return false;
	*minutes = floor_divide(seconds, 60) + later;
	return true;
}

static bool month_from(int year, int month, int64_t *n) {
	if (day_of(year, month, 1) == DAY_NONE)
		return false;
	*n = month_of(year, month).n;
	return true;
}

/* Oct 2026 · October 2026 · Oct-2026 · 2026年10月, and nothing behind it. */
static bool named_month_read(const char *text, int64_t *n) {
	const char *p = text;
	struct part year;
	int y, m, day;
	if (take_chinese(&p, &y, &m, &day))
		return *p == '\0' && day == 0 && month_from(y, m, n);
	int month = take_month_name(&p);
	if (month == 0)
		return false;
	skip_between(&p);
	return take_part(&p, &year) && year.digits == 4 && *p == '\0' && month_from(year.x, month, n);
}

bool month_read(const struct field_rules *x, const char *text, int64_t *n, enum diag_code *code) {
	const char *p = text;
	int digits = count_digits(p);
	*code = DIAG_FIELD_MONTH;
	if (named_month_read(text, n))
		return true;
	if (digits == 6 && p[6] == '\0') {
		int year = take(&p, 4);
		return month_from(year, take(&p, 2), n);
	}
	struct part a;
	struct part b;
	if (take_part(&p, &a) && (*p == '-' || *p == '/' || *p == '.')) {
		p++;
		if (take_part(&p, &b) && *p == '\0') {
			if (a.digits == 4 && b.digits <= 2)
				return month_from(a.x, b.x, n);
			return a.digits <= 2 && b.digits == 4 && month_from(b.x, a.x, n);
		}
	}
	int32_t day;
	if (!date_read(x, text, &day, code)) {
		*code = *code == DIAG_FIELD_DATE ? DIAG_FIELD_MONTH : *code;
		return false;
	}
	*n = month_of_day(day).n;
	return true;
}
