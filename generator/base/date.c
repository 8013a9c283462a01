/* base/date: the calendar. A day is a count from 1970-01-01; years 1 … 9999 of the proleptic Gregorian calendar.
 * Knows leap years and month lengths. Knows no clock, no time zone, no locale. */
#include "base/date.h"

#include <glib.h>

#define EPOCH 719162 /* days from 0001-01-01 to 1970-01-01 */
#define LAST_YEAR 9999

static const int BEFORE_MONTH[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static bool is_leap(int year) {
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month) {
	return BEFORE_MONTH[month] - BEFORE_MONTH[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

/* Days from 0001-01-01 to the first of January of a year. */
static int32_t days_before_year(int year) {
	int full = year - 1;
	return full * 365 + full / 4 - full / 100 + full / 400;
}

int32_t day_of(int year, int month, int day) {
	if (year < 1 || year > LAST_YEAR || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
		return DAY_NONE;
	int leap_day = month > 2 && is_leap(year) ? 1 : 0;
	return days_before_year(year) + BEFORE_MONTH[month - 1] + leap_day + day - 1 - EPOCH;
}

void day_split(int32_t day, int *year, int *month, int *day_of_month) {
	int64_t n = (int64_t)day + EPOCH;
	g_assert(n >= 0 && n < days_before_year(LAST_YEAR + 1)); /* DAY_NONE is not a day */
	/* 400 years are 146,097 days; the guess is never more than one year off. */
	int y = (int)(n * 400 / 146097) + 1;
	int32_t before = days_before_year(y);
	if (before > n)
		before = days_before_year(--y);
	else if (before + (is_leap(y) ? 366 : 365) <= n)
		before = days_before_year(++y);
	int rest = (int)(n - before);
	int m = rest / 31 + 1;
	while (m < 12 && rest >= BEFORE_MONTH[m] + (m >= 2 && is_leap(y) ? 1 : 0))
		m++;
	*year = y;
	*month = m;
	*day_of_month = rest - BEFORE_MONTH[m - 1] - (m > 2 && is_leap(y) ? 1 : 0) + 1;
}

/* The day of the month `date` in the month `months` later; the month's last one where it is shorter; keeps_last: a last day becomes a last day. */
static int32_t moved(int32_t day, int months, bool keeps_last) {
	if (day == DAY_NONE)
		return DAY_NONE;
	int year, month, date;
	day_split(day, &year, &month, &date);
	int64_t n = (int64_t)year * 12 + month - 1 + months;
	if (n < 12 || n >= (LAST_YEAR + 1) * 12)
		return DAY_NONE;
	int to_year = (int)(n / 12);
	int to_month = (int)(n % 12) + 1;
	int last = days_in_month(to_year, to_month);
	if ((keeps_last && date == days_in_month(year, month)) || date > last)
		date = last;
	return day_of(to_year, to_month, date);
}

int32_t day_plus_months(int32_t day, int months) {
	return moved(day, months, true);
}

int32_t day_due_after(int32_t start, int months) {
	return moved(start, months, false);
}

/* The number of n digits at s, or -1. */
static int digits(const char *s, int n) {
	int x = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		x = x * 10 + (s[i] - '0');
	}
	return x;
}

bool day_in_reach(int32_t day) {
	return day >= day_of(REACH_FIRST, 1, 1) && day <= day_of(REACH_LAST, 12, 31);
}

bool day_parse(const char *text, int32_t *out) {
	int year = digits(text, 4);
	if (year < 0 || text[4] != '-')
		return false;
	int month = digits(text + 5, 2);
	if (month < 0 || text[7] != '-')
		return false;
	int date = digits(text + 8, 2);
	if (date < 0 || text[10] != '\0')
		return false;
	int32_t day = day_of(year, month, date);
	if (day == DAY_NONE)
		return false;
	*out = day;
	return true;
}

static void put(char *out, int width, int x) {
	for (int i = width - 1; i >= 0; i--) {
		out[i] = (char)('0' + x % 10);
		x /= 10;
	}
}

void day_print(int32_t day, char out[static 11]) {
	int year, month, date;
	day_split(day, &year, &month, &date);
	put(out, 4, year);
	out[4] = '-';
	put(out + 5, 2, month);
	out[7] = '-';
	put(out + 8, 2, date);
	out[10] = '\0';
}
