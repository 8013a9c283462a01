/* base/date: civil days as days since 1970-01-01 (proleptic Gregorian). Knows no time zone and no locale. */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include <stdbool.h>
#include <stdint.h>

#define DAY_NONE INT32_MIN /* no day given: an open end, an empty cell */

/* The years an export, a setting or the command line may speak of. */
#define REACH_FIRST 1900
#define REACH_LAST 2199

int32_t day_of(int year, int month, int day); /* the day; DAY_NONE when there is no such date or the year is outside 1 … 9999 */
void day_split(int32_t day, int *year, int *month, int *day_of_month);
int32_t day_plus_months(int32_t day, int months); /* same day of the month, the last one when there is none; the last day of a month stays last */
/* The day that falls due so many months after a start: the same day of the month (who began on 30 June pays on 30 July), the last one where the month is
 * too short; DAY_NONE beyond the years known. */
int32_t day_due_after(int32_t start, int months);
bool day_in_reach(int32_t day); /* 1900-01-01 to 2199-12-31 */
bool day_parse(const char *text, int32_t *out);   /* "2026-10-31" and nothing else; false leaves *out alone */
void day_print(int32_t day, char out[static 11]); /* "2026-10-31" and a NUL */
#endif
