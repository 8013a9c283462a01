/* facts/straight: who is active and what it is worth on one day, counted straight from the activity source's rows.
 * Knows nothing of movements, closes and timelines: it is the other side of the identities. */
#ifndef FACTS_STRAIGHT_H
#define FACTS_STRAIGHT_H
#include "book/book.h"

/* Whether the customer is active at the close of `day`, and its amount at the rates of that day's month [minor units × mrr_per]. */
bool straight_active(const struct book *b, uint32_t customer, int32_t day, int64_t *amount);
#endif
