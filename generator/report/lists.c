/* report/lists: see lists.h. */
#include "report/lists.h"
#include "statistic/fdr.h"
#include <math.h>

#define BILLION 1e9
#define DAYS_YEAR 365.25

static const struct {
	const char *name, *metric;
} lists[LIST_COUNT] = {
	[LIST_WELCOME] = {"welcome", "list_welcome"}, [LIST_DATES] = {"dates", "list_dates"},   [LIST_RECOVER] = {"recover", "list_recover"},
	[LIST_REVIEW] = {"review", "list_review"},    [LIST_REFER] = {"refer", "list_refer"},   [LIST_TURNED] = {"turned", "turned_down"},
	[LIST_FALL] = {"fall", "proven_fall"},        [LIST_RENEWALS] = {"renewals", "renewals_due"},
};

const char *list_name(enum list list) {
	return lists[list].name;
}

const char *list_metric(enum list list) {
	return lists[list].metric;
}

/* The tests of all customers, by p. */
struct tests {
	const struct tally *rows;
	size_t n;
	double *adjusted; /* [n] */
	struct fdr found;
};

static struct tests tests_of(const struct report *r) {
	struct tests t = {0};
	t.rows = fact_tallies(r->facts, TALLY_FALL, (size_t)TALLY_NO_SPAN, SLICE_ALL, &t.n);
	g_autofree struct p_bin *bins = g_new0(struct p_bin, t.n + 1);
	for (size_t i = 0; i < t.n; i++)
		bins[i] = (struct p_bin){.p = t.rows[i].a / BILLION, .count = t.rows[i].n};
	t.adjusted = g_new0(double, t.n + 1);
	fdr_adjust(bins, t.n, t.adjusted);
	t.found = fdr_of_bins(bins, t.n, conf_number(r->conf, SETTING_SIGNALS_FALL_Q));
	return t;
}

/* The test with that p; the tests stand by p. t->n when there is none. */
static size_t test_at(const struct tests *t, int32_t p) {
	size_t lo = 0, hi = t->n;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (t->rows[middle].a < p)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < t->n && t->rows[lo].a == p ? lo : t->n;
}

static struct listed_row row_of(const struct list_row *row, const struct tests *t) {
	struct listed_row l = {.row = row, .slope = NAN, .p = NAN, .p_adjusted = NAN};
	size_t test = row->fall == FALL_UNTESTED ? t->n : test_at(t, row->fall);
	if (test == t->n)
		return l;
	l.slope = (double)row->slope / SLOPE_ONE * DAYS_YEAR;
	l.p = row->fall / BILLION;
	l.p_tiny = row->fall == 0;
	l.p_adjusted = t->adjusted[test];
	l.proven = l.p <= t->found.threshold;
	return l;
}

static int64_t counted(const struct report *r, enum list list) {
	size_t n;
	const struct tally *rows = fact_tallies(r->facts, TALLY_ON_LIST, (size_t)TALLY_NO_SPAN, SLICE_ALL, &n);
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += rows[i].a == (int32_t)list ? rows[i].n : 0;
	return sum;
}

struct listing *listing_new(const struct report *r, enum list list) {
	size_t month = span_newest(&r->facts->spans, SPAN_MONTH);
	if (month == SPAN_ABSENT)
		return NULL;
	struct listing *l = g_new0(struct listing, 1);
	const GArray *all = r->facts->lists;
	l->value = result(r->results, lists[list].metric, month, SLICE_ALL);
	l->rows = g_new0(struct listed_row, all->len + 1);
	if (l->value->state == STATE_MISSING)
		return l;
	struct tests t = tests_of(r);
	for (guint i = 0; i < all->len; i++) {
		const struct list_row *row = &g_array_index(all, struct list_row, i);
		struct listed_row of = row_of(row, &t);
		if (row->list == list && (list != LIST_FALL || of.proven))
			l->rows[l->n++] = of;
	}
	l->total = list == LIST_FALL ? t.found.rejected : counted(r, list);
	g_free(t.adjusted);
	return l;
}

void listing_free(struct listing *l) {
	if (l == NULL)
		return;
	g_free(l->rows);
	g_free(l);
}

char *list_reason_text(const struct words *w, const struct list_row *row) {
	g_autofree char *day = format_day(w, row->day);
	switch (row->reason) {
	case REASON_JOINED: return SAY(w, "list_reason_joined", ARG_S("day", day));
	case REASON_BIRTHDAY: return SAY(w, "list_reason_birthday", ARG_S("day", day));
	case REASON_ANNIVERSARY: return SAY(w, "list_reason_anniversary", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_LOW_NPS: return SAY(w, "list_reason_low_nps", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_LOW_CSAT: return SAY(w, "list_reason_low_csat", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_PROMOTER: return SAY(w, "list_reason_promoter", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_PROMOTER_TWICE: return SAY(w, "list_reason_promoter_twice", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_DROP: return SAY(w, "list_reason_drop", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_CLASS: return SAY(w, "list_reason_class", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_FALL: return SAY(w, "list_reason_fall", ARG_S("day", day), ARG_I("n", row->number));
	case REASON_RENEWAL: return SAY(w, "list_reason_renewal", ARG_S("day", day));
	case REASON_COUNT: break;
	}
	return g_strdup("");
}
