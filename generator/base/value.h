/* base/value: one figure with its uncertainty and its state. Zero never stands for "unknown". */
#ifndef BASE_VALUE_H
#define BASE_VALUE_H
#include <stdbool.h>
#include <stdint.h>

enum state {
	STATE_MISSING,    /* no export, no column, or a late file; needs says which */
	STATE_UNDEFINED,  /* covered, but the denominator is 0 */
	STATE_SUPPRESSED, /* too few to show: nothing of it may be printed */
	STATE_PARTIAL,    /* the period is unfinished (or its window not yet full) */
	STATE_OK
};

/* How a figure is to be read; money units take the client's reporting currency. */
enum unit { UNIT_RATIO, UNIT_POINTS, UNIT_COUNT, UNIT_MONTHS, UNIT_DAYS, UNIT_MONEY, UNIT_TIMES, UNIT_SCORE /* points of a survey's scale */ };

struct value {
	enum state state;
	bool has_parts;             /* num and den exist */
	bool capped;                /* a cap of the rule binds (clv's lifetime) */
	double x;                   /* the figure in its unit: ratio as a plain fraction, money in major units; OK and PARTIAL only */
	double num, den;            /* the exact quotient's parts in printed units (money: major), for showing "1,846 of 1,886" */
	int64_t n;                  /* the answers, customers … behind it; -1: none applies */
	double lo, hi;              /* 95 % interval; both NaN: none */
	const char *needs;          /* MISSING: message key that says what would switch it on ("needs_spend"); static */
	const char *note;           /* shown: message key of what is said beside it ("needed_retention_all"); NULL: nothing; static */
};

static inline bool value_shown(const struct value *v) { return v->state == STATE_OK || v->state == STATE_PARTIAL; }
bool value_has_interval(const struct value *v);
const char *state_name(enum state s); /* "OK", "PARTIAL" …; static */
struct value value_missing(const char *needs);
struct value value_state(enum state s); /* a value without a figure */
#endif
