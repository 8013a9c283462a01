/* ingest/field_date: days, times and months as exports write them. A day and a month that could be told either way are never guessed. */
#include "base/date.h"
#include "base/month.h"
#include "ingest/field.h"

#include <string.h>

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
	case DATES_ISO: break;
	}
	return DAY_NONE;
}

/* The day text begins with; p moves behind it. DAY_NONE with *code when there is none. */
static int32_t take_day(const char **p, enum date_order dates, enum diag_code *code) {
	*code = DIAG_FIELD_DATE;
	if (count_digits(*p) == 8) {
		int year = take(p, 4);
		int month = take(p, 2);
		return day_of(year, month, take(p, 2));
	}
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

enum date_tells date_tells(const char *text) {
	const char *p = text;
	struct part part[3];
	char sign;
	if (count_digits(p) == 8 || !take_parts(&p, part, &sign) || part[0].digits == 4)
		return DATE_TELLS_NOTHING;
	bool dmy = day_from(part[2], part[1], part[0]) != DAY_NONE;
	bool mdy = day_from(part[2], part[0], part[1]) != DAY_NONE;
	/* 5/5/2026 is the same day either way. */
	if (dmy && mdy && part[0].x == part[1].x)
		return DATE_TELLS_NOTHING;
	return dmy && mdy ? DATE_TELLS_EITHER : dmy ? DATE_TELLS_DAY_FIRST : mdy ? DATE_TELLS_MONTH_FIRST : DATE_TELLS_NOTHING;
}

/* Two digits of at most `most`; p moves behind them. */
static bool take_two(const char **p, int most, int *out) {
	if (!is_digit((*p)[0]) || !is_digit((*p)[1]))
		return false;
	*out = take(p, 2);
	return *out <= most;
}

/* hh:mm[:ss[.fraction]] as seconds; p moves behind it. */
static bool take_time(const char **p, int *seconds) {
	int hour;
	int minute;
	int second = 0;
	if (!take_two(p, 23, &hour) || *(*p)++ != ':' || !take_two(p, 59, &minute))
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

/* Z, UTC, +hh, +hhmm or +hh:mm as seconds east of Greenwich; p moves behind it. */
static bool take_zone(const char **p, int *east) {
	while (**p == ' ')
		++*p;
	*east = 0;
	if (strcmp(*p, "Z") == 0 || strcmp(*p, "z") == 0 || strcmp(*p, "UTC") == 0) {
		*p += strlen(*p);
		return true;
	}
	bool west = **p == '-' || strncmp(*p, "−", 3) == 0;
	if (!west && **p != '+')
		return false;
	*p += (**p == '-' || **p == '+') ? 1 : 3;
	int hours;
	int minutes = 0;
	if (!take_two(p, 18, &hours))
		return false;
	if (**p == ':')
		++*p;
	if (**p != '\0' && !take_two(p, 59, &minutes))
		return false;
	*east = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
	return true;
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

/* A day, and the time behind it when there is one, as seconds of the client's clock since 1970-01-01 00:00. */
static bool seconds_read(const struct field_rules *x, const char *text, int64_t *out, enum diag_code *code) {
	const char *p = text;
	int32_t found = take_day(&p, x->dates, code);
	if (found == DAY_NONE)
		return false;
	*code = DIAG_FIELD_DATE;
	if (*p == '\0') {
		*out = (int64_t)found * 86400;
		return true;
	}
	if (*p != ' ' && *p != 'T' && *p != 't')
		return false;
	do
		p++;
	while (*p == ' ');
	int seconds;
	if (!take_time(&p, &seconds))
		return false;
	*out = (int64_t)found * 86400 + seconds;
	if (*p != '\0') {
		int east;
		if (!take_zone(&p, &east) || *p != '\0')
			return false;
		*out = seconds_in_zone(x->zone, *out - east);
	} else if (x->utc || x->written != NULL) {
		*out = seconds_in_zone(x->zone, x->utc ? *out : seconds_from_zone(x->written, *out));
	}
	return true;
}

bool date_read(const struct field_rules *x, const char *text, int32_t *day, enum diag_code *code) {
	int64_t seconds;
	if (!seconds_read(x, text, &seconds, code))
		return false;
	*day = (int32_t)floor_divide(seconds, 86400);
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

bool month_read(const struct field_rules *x, const char *text, int64_t *n, enum diag_code *code) {
	const char *p = text;
	int digits = count_digits(p);
	*code = DIAG_FIELD_MONTH;
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
