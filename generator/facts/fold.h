/* facts/fold: what is needed while one client's customers are added up. Private to facts/. */
#ifndef FACTS_FOLD_H
#define FACTS_FOLD_H
#include "facts/facts.h"
#include "facts/timeline.h"

struct fold {
	const struct book *book;
	struct facts *facts;
	struct closes closes;
	struct timeline timeline;
	size_t *from, *to;      /* [span] closes at its two ends */
	size_t **slice_of;      /* [dimension][code] → slice */
	uint32_t *close_codes;  /* [dimension × closes] codes of the customer at hand, dated dimensions only */
	size_t *fixed;          /* [dimension] slices of the customer at hand, dimensions that are not dated */
	size_t newest;          /* span of the newest finished month, for picks */
};
/* The slices one customer is counted under: [0] "all", then one per dimension. */
struct under {
	size_t n;
	size_t slice[17];
};
void fold_add(struct fold *f, size_t span, const struct under *u, enum fact id, int64_t amount);
void fold_add_wide(struct fold *f, size_t span, const struct under *u, enum wide id, int128 amount);
/* A row of a sparse table; span TALLY_NO_SPAN cast to size_t for none. */
void fold_tally(struct fold *f, enum tally_table table, size_t span, const struct under *u, int32_t a, int32_t b, int32_t c, int64_t n, int64_t amount);
/* The label of a text of book.names; LABEL_NONE for INTERN_NONE. */
int32_t fold_label(struct fold *f, uint32_t name);
/* Slices on a day (not a close), and at a close. */
struct under fold_under_day(const struct fold *f, int32_t day);
struct under fold_under_close(const struct fold *f, size_t at);
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
/* Whether a csat answer is in the top box of its scale, or at csat.top or above where the scale reaches it. */
bool answer_is_top(const struct book *b, const struct answer *a);

void fold_pairs(struct fold *f);    /* the pair table and the straight count of the customer at hand */
void fold_year_orders(struct fold *f);
void fold_answers(struct fold *f);
void fold_paired(struct fold *f);   /* the same customers asked in two spans */
void fold_cohort(struct fold *f);
void fold_tenure(struct fold *f);
void fold_pick(struct fold *f);
/* For every customer, also one that was never active: */
void fold_response(struct fold *f); /* invitations and comments */
void fold_service(struct fold *f);  /* contacts and work */
void fold_recovery(struct fold *f); /* what came of low answers */
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
/* The exact one-sided p that the scores up to a day fall by chance [billionths]; FALL_UNTESTED with fewer than 4. */
int32_t fold_fall(const struct fold *f, int32_t close);
void list_row_clear(struct list_row *row);
void list_rows_cut(GArray *rows, int64_t most); /* sorts them and keeps the first `most` of every list */

/* Sorting and adding up of the sparse parts, also used by the merge. */
void tenure_compact(GArray *rows);
void buyers_cut(GArray *buyers); /* sorts, and keeps BUYERS_MAX of each close */
void picks_cut(GArray *picks);
void tops_keep(int64_t *tops, int64_t amount); /* [TOPS_MAX]: puts it in its place, the least falls out */
struct facts *facts_new(const struct spans *like, char **dimensions, GArray *slices); /* takes slices (of struct slice, [0] "all") */
#endif
