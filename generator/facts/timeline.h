/* facts/timeline: one customer at every close that a span begins or ends with, and on a single day.
 * Knows terms, orders and windows; refuses to know spans, sums and movements. */
#ifndef FACTS_TIMELINE_H
#define FACTS_TIMELINE_H
#include "book/book.h"
#include "facts/span.h"

/* The closes: [0] the day before the first month, [i] the end of month first + i − 1, the last one as_of. */
struct closes {
	size_t n;
	int32_t *day;          /* [n] */
	struct month *month;   /* [n] whose rates hold at that close */
	struct month before;   /* month of [0] */
};
void closes_init(struct closes *c, const struct spans *s);
void closes_clear(struct closes *c);

/* One customer over the closes. Arrays are reused from customer to customer. */
struct timeline {
	const struct book *book;
	const struct closes *closes;
	uint32_t customer;
	bool *active;          /* [closes] */
	int64_t *amount;       /* [closes] at the close's own rates [minor units × mrr_per, reporting currency] */
	bool *unrated;         /* [closes] active, and some of the amount is in a currency without a rate of that month: amount is of the rest */
	bool foreign;          /* some of it is in another currency */
	int32_t first_day;     /* first day active; DAY_NONE: never */
	int64_t first_amount;  /* on that day, at its month's rates */
	bool first_unrated;    /* … of which some lacks a rate */
};
void timeline_init(struct timeline *t, const struct book *b, const struct closes *c);
void timeline_clear(struct timeline *t);
void timeline_load(struct timeline *t, uint32_t customer);

/* The customer's amount at close `at` converted at the rates of another month; *unrated: some of it has no rate then and is not in it. */
int64_t timeline_amount_at_rates(const struct timeline *t, size_t at, struct month rates, bool *unrated);
/* The active term on a day with the largest amount in the reporting currency, then the lowest id; NULL: none. */
const struct term *timeline_term(const struct timeline *t, int32_t day);
/* The slice code of a dimension on a day: of the active term with the largest amount, then the lowest id; of the customers export for a dimension
 * that is not dated. CODE_NONE when dated and no term is active. */
uint32_t timeline_code(const struct timeline *t, size_t dimension, int32_t day);
/* Terms only: whether the customer is active at the close of any day. */
bool timeline_active_on(const struct timeline *t, int32_t day);
/* Terms only: the first day not served after the last term that began by `day`; the customer is not active on it. DAY_NONE: no such term. */
int32_t timeline_left_by(const struct timeline *t, int32_t day);
/* The day the stretch of activity that holds `day` began. The customer is active on `day`. */
int32_t timeline_stretch_start(const struct timeline *t, int32_t day);
/* The day the first stretch ended (first day not served), DAY_NONE while it lasts on as_of. */
int32_t timeline_first_end(const struct timeline *t);

/* Orders: the last day before the window that closes on `day` (window: that day excluded … day included). */
int32_t window_open(const struct book *b, int32_t day);
/* Orders: net value of days (after, up to], and whether any order stands in it. */
int64_t orders_value(const struct book *b, uint32_t customer, int32_t after, int32_t up_to, bool *any);
#endif
