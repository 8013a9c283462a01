/* facts/span: the periods of a report: every month, quarter and year that touches the history, and a trailing year for
 * every finished month. Knows calendars and as_of; refuses to know customers. */
#ifndef FACTS_SPAN_H
#define FACTS_SPAN_H
#include "base/date.h"
#include "base/month.h"
#include <stdbool.h>
#include <stddef.h>

enum span_kind { SPAN_MONTH, SPAN_QUARTER, SPAN_YEAR, SPAN_TRAILING };

struct span {
	enum span_kind kind;
	struct month first, last; /* its calendar months, both included */
	int32_t open;             /* the day whose close is its opening: the day before its first */
	int32_t close;            /* its last day, as_of when that cuts it */
	bool unfinished;          /* as_of cuts it: PARTIAL, compared with nothing */
	bool before_history;      /* it opens before history_start's month: everything in it is MISSING */
	bool window_filling;      /* orders: it begins before history_start + inactive_after, so the window of its opening is not full: PARTIAL */
	char name[32];            /* "2026-10", "2026-Q3", "2025", "2026-10-ttm": also its folder */
};

struct spans {
	struct span *items; /* months, then quarters, years, trailing years; each by time */
	size_t n;
	struct month first, last; /* months of history_start and as_of */
	int32_t history_start, as_of;
	bool snapshot;      /* only as_of's month exists */
};

/* Lays out the spans. window_months is inactive_after for order businesses, else 0. Free with spans_clear. */
void spans_init(struct spans *s, int32_t history_start, int32_t as_of, int window_months, bool snapshot);
void spans_clear(struct spans *s);
#define SPAN_ABSENT ((size_t)-1)
size_t span_find(const struct spans *s, enum span_kind kind, struct month last); /* by kind and any month in it (trailing: its last); SPAN_ABSENT */
size_t span_by_name(const struct spans *s, const char *name);
size_t span_newest(const struct spans *s, enum span_kind kind); /* the newest finished; else the newest; SPAN_ABSENT when there is none */
size_t span_previous(const struct spans *s, size_t i); /* the one before of the same kind; a trailing year: the one 12 months before */
size_t span_next(const struct spans *s, size_t i);
size_t span_year_before(const struct spans *s, size_t i);
#endif
