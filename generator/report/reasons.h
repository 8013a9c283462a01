/* report/reasons: why those who were lost in a period left, by the recorded reason: how many, and the revenue they brought at its opening. Knows that a
 * reason of fewer than min_n customers says too much of them; refuses to know whether a reason is the true one. */
#ifndef REPORT_REASONS_H
#define REPORT_REASONS_H
#include "facts/facts.h"

/* The figure that says whether reasons are known in a period: they are told where it is shown. */
#define REASONS_METRIC "churn_payment"

enum reason_kind { REASON_TOLD, REASON_NONE /* no reason told by the close */, REASON_OTHER /* those of too few, together */ };
struct reason {
	enum reason_kind kind;
	const char *text;  /* as in the export, owned by facts; NULL unless REASON_TOLD */
	int32_t owner;     /* 0 not said, 1 us, 2 the customer, 3 the market; of REASON_OTHER 0 */
	bool payment;      /* a failed payment; of REASON_OTHER false */
	int64_t customers;
	int128 revenue;    /* Σ at the opening [minor units, for facts.mrr_per months] */
};
/* Rows by customers, the most first, then revenue, then text and owner; (other) last. Together they are all who were lost. */
struct reasons {
	size_t n;
	struct reason *rows;
	bool unrated;  /* some of the revenue lacks an exchange rate: none of it is told */
	bool withheld; /* all who were lost are fewer than min_n (and there are some): no row */
};
typedef struct reasons reasons;
/* Rows of fewer than min_n customers are put together; as long as they are still fewer than min_n the smallest row left joins them, so that none can be
 * had by subtraction. Caller frees. */
struct reasons *reasons_of(const struct facts *f, size_t span, int64_t min_n);
void reasons_free(struct reasons *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(reasons, reasons_free)
const char *reason_owner_name(int32_t owner); /* "", "us", "customer", "market"; static */
#endif
