/* facts/facts: the waist. Additive sums of one client by span × slice; whatever returns the same facts feeds the same report.
 * facts(A ∪ B) = facts(A) + facts(B) when A and B share no customer; rows of a customer may come in any order. */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H
#include "base/money.h"
#include "facts/slice.h"
#include "facts/span.h"
#include "facts/tally.h"
#include <glib.h>

enum fact {
#define FACT(id) FACT_##id,
#define WIDE(id)
#include "facts/fact_ids.def"
#undef FACT
#undef WIDE
	FACT_COUNT
};
enum wide {
#define FACT(id)
#define WIDE(id) WIDE_##id,
#include "facts/fact_ids.def"
#undef FACT
#undef WIDE
	WIDE_COUNT
};

/* Customers (or their revenue) of one first month at one age, per slice. */
struct cohort_cell {
	int64_t customers; /* here at the close of first month + age (orders: with an order in it) */
	int64_t mrr;       /* their closing amount, of so many months as mrr_per says; orders: what they ordered in that month */
	int64_t unrated;   /* of them, some of whose amount lacks an exchange rate: it is not in mrr */
};

/* First lives with the same start day and end month (MONTH_NONE: not ended by as_of), and with the same end month and days lived. Who was active before
 * history_start is at risk only beyond the days lived by then (entry; else 0), and starts on signup_date when that is earlier. A snapshot has the
 * months lived in the place of the start day and of the days lived. */
struct tenure_row {
	uint32_t slice;
	int32_t a, b; /* starts: start day, end month's n; ends: end month's n, days lived */
	int32_t entry;
	int64_t customers;
};

/* Orders: one customer with a purchase by a close. Days on which it bought are counted, not orders. */
struct buyer {
	int32_t close;       /* a newest span's */
	uint64_t hash;       /* of its id: which customers stay when there are too many */
	int32_t x, t_x, T;   /* days of purchase after the first; days from the first to the last, and to the close */
	int64_t amount;      /* of the x later days, minor units */
};
/* A month without an exchange rate that some amount needs. */
struct unrated_month {
	int32_t month;       /* struct month's n */
	char currency[4];    /* ISO 4217; into the reporting currency */
};

#define BUYERS_MAX 50000 /* of one close: those with the smallest hashes, a fair sample */

/* One entry of a bounded list, kept by amount (largest first), then id. */
struct pick {
	int64_t amount;
	char *customer_id, *name;
};

/* The action lists, those whose scores turned down or may fall, and the terms that renew soon. */
enum list { LIST_WELCOME, LIST_DATES, LIST_RECOVER, LIST_REVIEW, LIST_REFER, LIST_TURNED, LIST_FALL, LIST_RENEWALS, LIST_COUNT };
enum list_reason {
	REASON_JOINED, REASON_BIRTHDAY, REASON_ANNIVERSARY, REASON_LOW_NPS, REASON_LOW_CSAT, REASON_PROMOTER, REASON_PROMOTER_TWICE,
	REASON_DROP /* at least 2 points below the median of earlier answers */, REASON_CLASS /* a class below the answer before */,
	REASON_FALL, REASON_RENEWAL, REASON_COUNT
};
#define FALL_UNTESTED ((int32_t)-1)
#define SLOPE_ONE 1e12 /* what a slope of one point a day is kept as */

/* One customer (of renewals: one term) on a list at as_of, kept by rank (smallest first), then amount (largest first), then id: at most list_most a list.
 * Of falls there are all whose p is at most signals.fall_q, by p: which of them are proven takes the tests of all customers (TALLY_FALL). */
struct list_row {
	enum list list;
	enum list_reason reason;
	int32_t day;    /* of the reason: joined, the date to come, the answer, the due day */
	int32_t number; /* the score answered, or years completed on that day; -1: none */
	int32_t score;  /* of the last answer about the relationship within link.lookback; -1: none */
	int32_t fall;   /* exact p of a fall [billionths]; FALL_UNTESTED */
	int64_t slope;  /* of these answers against their days, Theil and Sen's [10^-12 points a day]; 0 while untested */
	int64_t rank;
	int64_t amount; /* the customer's (of a renewal: the term's) at as_of [minor units × mrr_per] */
	char *customer_id, *name; /* name: NULL when there is none */
};

typedef struct facts facts;
struct facts {
	struct spans spans;
	char **dimensions;      /* names of slices.by, NULL-terminated */
	size_t n_dimensions;
	struct slice *slices;   /* [0] is "all"; the rest by dimension, then value bytes */
	size_t n_slices;
	int64_t **cells;        /* [FACT_COUNT][slice] → [span]; NULL while all of it is 0: most facts are of "all" only */
	int128 **wides;         /* [WIDE_COUNT][slice] → [span]; the same */
	struct cohort_cell *cohort; /* of "all": [first month][age], both over spans.first … spans.last; who was here before is in none */
	size_t n_months;        /* spans.last − spans.first + 1 */
	GArray *tenure_starts;  /* of struct tenure_row, sorted */
	GArray *tenure_ends;
	GArray *buyers;         /* of struct buyer, by close, then hash; TALLY_BUYERS has how many there are */
	GArray *top_value;      /* picks: of struct pick, at most PICKS_MAX, newest period's closing amount */
	int64_t *tops;          /* [span][TOPS_MAX] closing amounts of "all" at the close's rates, the largest first; TOP_NONE where there are fewer */
	GArray *lists;          /* of struct list_row, sorted by list, then as kept */
	int64_t list_most;      /* list.max */
	struct tallies tallies; /* sparse tables, settled */
	GArray *gaps;           /* of struct unrated_month, sorted: rates that were needed and not there */
	int64_t mrr_per;        /* recurring amounts are for so many months: 12 (a year), or inactive_after for orders */
	int currency_digits;    /* of the reporting currency */
};
#define PICKS_MAX 50
#define TOPS_MAX 10
#define TOP_NONE INT64_MIN
#define LEFT_PAID_PART ((int128)1 << 20) /* of what the amounts of TALLY_LEFT_PAID with c 0 are counted in */

int64_t fact(const struct facts *f, size_t span, size_t slice, enum fact id);
int128 fact_wide(const struct facts *f, size_t span, size_t slice, enum wide id);
const struct cohort_cell *fact_cohort(const struct facts *f, size_t slice, struct month first, int age); /* NULL outside, and for slices that have none */
/* The rows of a table in one span and slice, sorted by a, b, c; *n says how many; never NULL when *n > 0. Span TALLY_NO_SPAN cast to size_t for rows of none. */
const struct tally *fact_tallies(const struct facts *f, enum tally_table table, size_t span, size_t slice, size_t *n);
const char *fact_label(const struct facts *f, int32_t label); /* NULL for LABEL_NONE; owned by f */
/* Rows of a slice in a tenure table, and buyers of a close; *n says how many; never NULL when *n > 0. */
const struct tenure_row *fact_tenure(const GArray *table, size_t slice, size_t *n);
const struct buyer *fact_buyers(const struct facts *f, int32_t close, size_t *n);
size_t facts_slice(const struct facts *f, const char *dimension, const char *value); /* SLICE_ALL when there is none */
bool facts_names(const struct facts *f, size_t span, size_t slice); /* whether anything stands under the slice in that span; "all" always */
void facts_free(struct facts *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(facts, facts_free)

/* The sum of two facts of disjoint customers and equal spans; a new one. */
struct facts *facts_merge(const struct facts *a, const struct facts *b);
/* A new one in which each dimension names, in every span, its `most` values with the most customers at the opening (then first-time starters, then by
 * value) and the rest is (other). Cohorts and tenure, which belong to no span, go by the sums over all spans. */
struct facts *facts_cut(const struct facts *f, size_t most);
bool facts_fit(const struct facts *f, size_t most); /* whether no dimension has more values than that, so that there is nothing to cut */
bool facts_equal(const struct facts *a, const struct facts *b);
/* The two identities of every span: customers S + J − J0 + R − L (+ moved in − moved out) = END, in every slice, and the recurring amounts of "all".
 * The first span that breaks one is told in *span; true when none does. */
bool facts_hold(const struct facts *f, size_t *span);
/* A printable form, one line a number that is not 0, for tests and comparison; caller owns. */
char *facts_print(const struct facts *f);
#endif
