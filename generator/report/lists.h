/* report/lists: the customers behind the counts of action lists, of scores that turned down or fall, and of renewals due, forward from as_of.
 * Knows which list a figure counts, which falls are proven and the sentence that is a row's reason; refuses to know pages, files and who may see names. */
#ifndef REPORT_LISTS_H
#define REPORT_LISTS_H
#include "report/report.h"

/* One customer of a list, or of renewals one term. */
struct listed_row {
	const struct list_row *row; /* of facts */
	double slope;               /* points a year of 365.25 days; NaN: not tested */
	double p, p_adjusted;       /* exact p, and Benjamini and Hochberg's of all customers tested; NaN: not tested */
	bool p_tiny;                /* p is below LISTED_P_LEAST and not known more closely */
	bool proven;                /* p_adjusted is at most signals.fall_q */
};
#define LISTED_P_LEAST 1e-9
typedef struct listing listing;
struct listing {
	const struct value *value; /* of the figure that counts the list, newest finished month; MISSING: no row is here */
	int64_t total;             /* customers on the list */
	size_t n;                  /* those kept: at most list.max */
	struct listed_row *rows;   /* [n], in the list's order */
};
/* NULL when the client has no finished month. Free with listing_free; r must outlive it. */
struct listing *listing_new(const struct report *r, enum list list);
void listing_free(struct listing *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(listing, listing_free)

const char *list_name(enum list list);   /* "welcome"; static */
const char *list_metric(enum list list); /* the figure that counts it: "list_welcome"; static */
char *list_reason_text(const struct words *w, const struct list_row *row); /* "Joined on 3 October 2026 …"; caller owns */
#endif
