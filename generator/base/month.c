/* base/month: calendar months as one integer, and the days they begin and end on.
 * Knows base/date's calendar. Knows nothing of quarters, periods or what lies in a month. */
#include "base/month.h"
#include "base/date.h"

#include <string.h>

struct month month_of_day(int32_t day) {
	if (day == DAY_NONE)
		return MONTH_NONE;
	int year, month, date;
	day_split(day, &year, &month, &date);
	return month_of(year, month);
}

int32_t month_first_day(struct month m) {
	if (m.n < 12)
		return DAY_NONE;
	return day_of(month_year(m), month_number(m), 1);
}

int32_t month_last_day(struct month m) {
	int32_t first = month_first_day(m);
	if (first == DAY_NONE)
		return DAY_NONE;
	for (int date = 31;; date--) {
		int32_t day = day_of(month_year(m), month_number(m), date);
		if (day != DAY_NONE)
			return day;
	}
}

void month_print(struct month m, char out[static 8]) {
	char day[11];
	day_print(month_first_day(m), day);
	memcpy(out, day, 7);
	out[7] = '\0';
}
