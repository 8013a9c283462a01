/* facts/fold: what is needed while one client's customers are added up. Private to facts/. */
#ifndef FACTS_FOLD_H
#define FACTS_FOLD_H
#include "facts/cluster.h"
#include "facts/facts.h"
#include "facts/timeline.h"

struct fold {
	const struct book *book;
	struct facts *facts;
	struct closes closes;
	struct timeline timeline;
	size_t *from, *to;      /* [span] closes at its two ends */
	size_t *previous, *year_before; /* [span] span_previous, span_year_before */
	GArray **within;        /* [close] of size_t: the spans that are told and hold the month that ends with it */
	GArray **closing;       /* [close] of size_t: the spans that are told and end with it */
	size_t **slice_of;      /* [dimension][code] → slice */
	uint32_t *close_codes;  /* [dimension × closes] codes of the customer at hand, dated dimensions only */
	size_t *fixed;          /* [dimension] slices of the customer at hand, dimensions that are not dated */
	size_t newest;          /* span of the newest finished month, for picks */
	struct clusters *clusters;
};
/* The slices one customer is counted under: [0] "all", then one per dimension. */
struct under {
	size_t n;
	size_t slice[17];
};
/* A fact's number, to be added to; owned by f. */
static inline int64_t *fact_cell(struct facts *f, size_t span, size_t slice, enum fact id) {
	int64_t **row = &f->cells[id * f->n_slices + slice];
	if (*row == NULL)
		*row = g_new0(int64_t, f->spans.n);
	return &(*row)[span];
}
static inline int128 *fact_wide_cell(struct facts *f, size_t span, size_t slice, enum wide id) {
	int128 **row = &f->wides[id * f->n_slices + slice];
	if (*row == NULL)
		*row = g_new0(int128, f->spans.n);
	return &(*row)[span];
}
void fold_add(struct fold *f, size_t span, const struct under *u, enum fact id, int64_t amount);
void fold_add_wide(struct fold *f, size_t span, const struct under *u, enum wide id, int128 amount);
/* A row of a sparse table; span TALLY_NO_SPAN cast to size_t for none. */
void fold_tally(struct fold *f, enum tally_table table, size_t span, const struct under *u, int32_t a, int32_t b, int32_t c, int64_t n, int64_t amount);
/* The label of a text of book.names; LABEL_NONE for INTERN_NONE. */
int32_t fold_label(struct fold *f, uint32_t name);
/* Slices on a day (not a close), and at a close. */
struct under fold_under_day(const struct fold *f, int32_t day);
struct under fold_under_close(const struct fold *f, size_t at);
/* The spans that are told (none before the history) and hold a day, in their order; *n says how many. Owned by f. */
const size_t *fold_spans_within(const struct fold *f, int32_t day, size_t *n);
/* … and end with a close. */
const size_t *fold_spans_closing(const struct fold *f, size_t at, size_t *n);
/* cluster.c: one thing of the customer at hand (x > 0, its weight), gathered until fold_cluster_customer; a customer with a single thing of one whole may be
 * left out. fold_cluster_count: one without weight. fold_cluster_pair: sums of a customer in a span and in another one. */
struct thing {
	int64_t x, p, d;
};
void fold_cluster(struct fold *f, enum cluster_of of, int32_t scale, size_t span, const struct under *u, struct thing t);
void fold_cluster_count(struct fold *f, enum cluster_of of, size_t span, const struct under *u, bool p);
void fold_cluster_counts(struct fold *f, enum cluster_of of, size_t span, const struct under *u, int64_t n, int64_t p); /* n of them, p with it */
void fold_cluster_pair(struct fold *f, enum cluster_of of, int32_t scale, size_t span, const struct under *u, struct thing own, struct thing other);
void fold_cluster_customer(struct fold *f);
void fold_clusters_end(struct fold *f); /* after the last customer, before the tallies are settled */
struct clusters *clusters_new(void);
void clusters_free(struct clusters *c);
/* How a customer stands in a span. */
enum standing { STANDING_NONE, STANDING_OPENING /* in S */, STANDING_JOINED /* in J */, STANDING_RETURNED };
enum standing fold_standing(const struct fold *f, size_t span);
/* … and the slices it is counted under; not for STANDING_NONE. */
struct under fold_under_standing(const struct fold *f, size_t span, enum standing s);

/* A customer's first stretch of activity. */
struct life {
	int32_t start; /* first day; of who was active before the history: signup_date when that is earlier */
	int32_t end;   /* first day not served; DAY_NONE: not by as_of */
	int32_t entry; /* days lived at the history's opening: at risk beyond them; 0: from the start */
};
bool fold_life(const struct fold *f, struct life *l); /* false: none, or over before the history; a snapshot has none */
/* The slices an answer (scored or not) is counted under in a span. */
struct under fold_under_answer(const struct fold *f, size_t span, const struct answer *a);
int32_t scale_code(const struct answer *a); /* low × 1000 + high */
/* Whether a csat answer is in the top box of its scale, or at csat.top or above. */
bool answer_is_top(const struct book *b, const struct answer *a);

void fold_pairs(struct fold *f);    /* the pair table and the straight count of the customer at hand */
void fold_year_orders(struct fold *f);
void fold_answers(struct fold *f);
void fold_paired(struct fold *f);   /* the same customers asked at touchpoints in two spans */
void fold_weighed(struct fold *f);  /* … weighted, scores by scale */
void fold_cohort(struct fold *f);
void fold_tenure(struct fold *f);
void fold_pick(struct fold *f);
/* For every customer, also one that was never active: */
void fold_response(struct fold *f); /* invitations and comments */
void fold_service(struct fold *f);  /* contacts and work */
void fold_recovery(struct fold *f); /* what came of low answers */
void fold_ordered(struct fold *f);  /* orders, also of who was refunded whole on the same day and never became a customer */
/* For every customer that was ever active: */
void fold_leaving(struct fold *f);  /* leavers: reasons, early, payment failure, return */
void fold_renewals(struct fold *f); /* renewals due and made */
void fold_linking(struct fold *f);  /* last answer before a span against what came of the customer */
void fold_worth(struct fold *f);    /* concentration, risk, discounts, products, loyalty, earned revenue, referrals, cohort payback */
void fold_signs(struct fold *f);    /* blame, month of leaving, margin, scores that turn down or fall */
void fold_models(struct fold *f);   /* tables behind fits: orders by customer, renewals by tenure, falls of scores */
void fold_lists(struct fold *f);    /* action lists, newest */
void fold_spends(struct fold *f);   /* customerless: once */
/* worth.c and its neighbours, for every customer that was ever active: */
void fold_price(struct fold *f);    /* list prices and discounts */
void fold_earned(struct fold *f);   /* earned and bought newcomers, promoters who referred */
void fold_uptake(struct fold *f);   /* products and plans new to a customer */
void fold_earned_spends(struct fold *f); /* customerless: once */
/* Whether a channel (slice code of book.channel) is one of earned_channels. */
bool fold_earned_channel(const struct book *b, uint32_t code);
/* The last answer of the customer at hand about the relationship in the months up to a day, that day included; NULL: none. */
const struct answer *fold_last_nps(const struct fold *f, int32_t close, int months);
/* Whether that answer, within link.lookback, is at least 2 points below the median of all earlier ones or a class below the one before it. */
bool fold_turned_down(const struct fold *f, int32_t close);

/* ---- service, signs, lists ---- */
int32_t day_of_minute(int64_t minute);
bool answer_low(const struct answer *a); /* a detractor, or below the middle of a csat scale */
bool fold_contacted(const struct fold *f, int32_t from, int32_t to); /* whether we opened a contact on these days, both included */
/* The exact one-sided p that the scores up to a day fall by chance [billionths]; FALL_UNTESTED with fewer than 4. slope: NULL, or set to theirs as in
 * struct list_row. */
int32_t fold_fall(const struct fold *f, int32_t close, int64_t *slope);
/* Whether at the close of a day the term is running towards a due day in the next 90, which is set. */
bool fold_ahead_due(const struct term *t, int32_t day, int32_t *due);
void list_row_clear(struct list_row *row);
void list_rows_cut(GArray *rows, int64_t most); /* sorts them and keeps the first `most` of every list */

/* Sorting and adding up of the sparse parts, also used by the merge. */
void tenure_compact(GArray *rows);
void buyers_cut(GArray *buyers); /* sorts, and keeps BUYERS_MAX of each close */
void picks_cut(GArray *picks);
void tops_keep(int64_t *tops, int64_t amount); /* [TOPS_MAX]: puts it in its place, the least falls out */
struct facts *facts_new(const struct spans *like, char **dimensions, GArray *slices); /* takes slices (of struct slice, [0] "all") */
#endif
