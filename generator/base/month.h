/* base/month: calendar months as one integer. */
#ifndef BASE_MONTH_H
#define BASE_MONTH_H
#include <stdbool.h>
#include <stdint.h>

struct month {
	int32_t n; /* year × 12 + (month of the year − 1) */
};
#define MONTH_NONE ((struct month){INT32_MIN})

static inline struct month month_of(int year, int month_of_year) {
	return (struct month){(int32_t)(year * 12 + month_of_year - 1)};
}
static inline int month_year(struct month m) { return m.n / 12; }
static inline int month_number(struct month m) { return m.n % 12 + 1; } /* 1 … 12 */
static inline struct month month_plus(struct month m, int months) { return (struct month){m.n + months}; }
static inline bool month_equal(struct month a, struct month b) { return a.n == b.n; }

struct month month_of_day(int32_t day);      /* the month a day (base/date.h) lies in */
int32_t month_first_day(struct month m);     /* its first day */
int32_t month_last_day(struct month m);      /* its last day */
void month_print(struct month m, char out[static 8]);  /* "2026-10" and a NUL; years 0001 … 9999 */
#endif
