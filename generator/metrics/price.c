/* metrics/price: what customers pay against the list and against each other: discounts of new and of existing customers, what the loyal are worth, and
 * who tries something new. Discounts run over the 12 months to the close: Σ(list − paid) ÷ Σ list, never a mean of shares. */
#include "metric/eval.h"

/* Amounts, list prices and 12 months of history are needed. */
static struct value discounts(const struct eval *e, size_t span) {
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	if (!e->cover->has[HAS_LIST_PRICE])
		return value_missing("needs_list_price");
	return eval_has_months(e, span, 12) ? v : value_missing("needs_twelve_months");
}

/* Which lines: those of the first 90 days, later ones, all. */
enum lines { LINES_NEW, LINES_OLD, LINES_ALL };

struct taken {
	int64_t n;
	int128 list, off, list2, list_off, off2;
};

static struct taken taken_of(const struct eval *e, size_t span, size_t slice, enum lines lines) {
	static const struct {
		enum fact n;
		enum wide list2, list_off, off2;
	} at[] = {{FACT_LINED_NEW, WIDE_LIST_NEW2, WIDE_LIST_OFF_NEW, WIDE_OFF_NEW2},
	          {FACT_LINED_OLD, WIDE_LIST_OLD2, WIDE_LIST_OFF_OLD, WIDE_OFF_OLD2},
	          {FACT_LINED, WIDE_LIST_ALL2, WIDE_LIST_OFF_ALL, WIDE_OFF_ALL2}};
	const struct facts *f = e->facts;
	struct taken t = {.n = eval_f(e, span, slice, at[lines].n)};
	if (lines != LINES_OLD) {
		t.list += fact_wide(f, span, slice, WIDE_LIST_NEW);
		t.off += fact_wide(f, span, slice, WIDE_OFF_NEW);
	}
	if (lines != LINES_NEW) {
		t.list += fact_wide(f, span, slice, WIDE_LIST_OLD);
		t.off += fact_wide(f, span, slice, WIDE_OFF_OLD);
	}
	t.list2 = fact_wide(f, span, slice, at[lines].list2);
	t.list_off = fact_wide(f, span, slice, at[lines].list_off);
	t.off2 = fact_wide(f, span, slice, at[lines].off2);
	return t;
}

static struct value discount(const struct eval *e, size_t span, size_t slice, enum lines lines) {
	struct taken t = taken_of(e, span, slice, lines);
	struct value v = eval_quotient(eval_rated(e, discounts(e, span), span, slice, RATED_LINES), t.off, eval_money_unit(e), t.list, eval_money_unit(e));
	if (!value_shown(&v))
		return v;
	v.n = t.n;
	return eval_limits(v, ratio_limits(t.n, (long double)t.list, (long double)t.off, (long double)t.list2, (long double)t.list_off, (long double)t.off2));
}

static struct value eval_discount_new(const struct eval *e, size_t span, size_t slice) {
	return discount(e, span, slice, LINES_NEW);
}

static struct value eval_discount_existing(const struct eval *e, size_t span, size_t slice) {
	return discount(e, span, slice, LINES_OLD);
}

static struct value eval_discount_rate(const struct eval *e, size_t span, size_t slice) {
	return discount(e, span, slice, LINES_ALL);
}

static struct value eval_discount_gap(const struct eval *e, size_t span, size_t slice) {
	struct value fresh = discount(e, span, slice, LINES_NEW), old = discount(e, span, slice, LINES_OLD);
	struct value v = value_state(MIN(fresh.state, old.state));
	v.needs = fresh.needs;
	if (!value_shown(&v))
		return v;
	v.x = fresh.x - old.x;
	v.n = fresh.n + old.n;
	return v;
}

static struct value eval_discounted_share(const struct eval *e, size_t span, size_t slice) {
	int64_t some = eval_f(e, span, slice, FACT_DISCOUNTED), all = eval_f(e, span, slice, FACT_LINED);
	struct value v = eval_quotient(discounts(e, span), some, 1, all, 1);
	if (!value_shown(&v))
		return v;
	v.n = all;
	return eval_limits(v, wilson((double)some, (double)all));
}

/* One mean against another: (x ÷ m) ÷ (y ÷ n) − 1; the parts shown are the difference and the second mean, in money of `unit`. */
static struct value premium(struct value v, int128 x, int64_t m, int128 y, int64_t n, int64_t unit) {
	if (!value_shown(&v))
		return v;
	if (m <= 0 || n <= 0 || y <= 0)
		return value_state(STATE_UNDEFINED);
	v.has_parts = true;
	v.den = quotient(y, (int128)n * unit);
	v.num = quotient(x * n - y * m, (int128)m * n * unit);
	v.x = quotient(x * n - y * m, y * m);
	return v;
}

static struct value eval_loyalty_premium(const struct eval *e, size_t span, size_t slice) {
	int64_t kept = eval_f(e, span, slice, FACT_KEPT), fresh = eval_f(e, span, slice, FACT_J) - eval_f(e, span, slice, FACT_J0);
	struct value v = eval_rated(e, eval_movements(e, span), span, slice, RATED_KEPT | RATED_NEW);
	if (eval_orders(e))
		v = premium(v, eval_f(e, span, slice, FACT_SPENT_KEPT), eval_f(e, span, slice, FACT_DAYS_KEPT), eval_f(e, span, slice, FACT_SPENT_NEW),
		            eval_f(e, span, slice, FACT_DAYS_NEW), eval_money_unit(e));
	else
		v = premium(v, eval_f(e, span, slice, FACT_MRR_CLOSE_KEPT), kept, eval_f(e, span, slice, FACT_MRR_CLOSE_NEW), fresh, eval_mrr_unit(e));
	if (value_shown(&v))
		v.n = kept + fresh;
	return v;
}

/* The same of those who had been customers for so many completed years at the opening; 3: 3 and more. */
static struct value premium_of(const struct eval *e, size_t span, int32_t years) {
	int64_t kept = 0, days = 0, fresh = eval_f(e, span, SLICE_ALL, FACT_J) - eval_f(e, span, SLICE_ALL, FACT_J0);
	int128 amount = 0;
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, TALLY_LOYAL, span, SLICE_ALL, &n);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].a != years)
			continue;
		kept += rows[i].b == 0 ? rows[i].n : 0;
		days += rows[i].b == 1 ? rows[i].n : 0;
		amount += rows[i].amount;
	}
	struct value v = eval_rated(e, eval_movements(e, span), span, SLICE_ALL, RATED_KEPT | RATED_NEW);
	if (eval_orders(e))
		v = premium(v, amount, days, eval_f(e, span, SLICE_ALL, FACT_SPENT_NEW), eval_f(e, span, SLICE_ALL, FACT_DAYS_NEW), eval_money_unit(e));
	else
		v = premium(v, amount, kept, eval_f(e, span, SLICE_ALL, FACT_MRR_CLOSE_NEW), fresh, eval_mrr_unit(e));
	if (value_shown(&v))
		v.n = kept + fresh;
	return v;
}

static struct value eval_premium_year_1(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return premium_of(e, span, 0);
}

static struct value eval_premium_year_2(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return premium_of(e, span, 1);
}

static struct value eval_premium_year_3(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return premium_of(e, span, 2);
}

static struct value eval_premium_later(const struct eval *e, size_t span, size_t slice) {
	(void)slice;
	return premium_of(e, span, 3);
}

static struct value eval_new_product_uptake(const struct eval *e, size_t span, size_t slice) {
	int64_t older = eval_f(e, span, slice, FACT_OLDER), younger = eval_f(e, span, slice, FACT_YOUNGER);
	int64_t a = eval_f(e, span, slice, FACT_OLDER_TRIED), b = eval_f(e, span, slice, FACT_YOUNGER_TRIED);
	struct value v = eval_begin_dated(e, span, COVER_ACTIVITY);
	if (!value_shown(&v))
		return v;
	if (!e->cover->has[HAS_PRODUCT])
		return value_missing("needs_product");
	if (older == 0 || younger == 0 || b == 0)
		return value_state(STATE_UNDEFINED);
	v.x = quotient((int128)a * younger - (int128)b * older, (int128)b * older);
	v.n = older + younger;
	return v;
}

/* One kind of lines withheld withholds the other and both together: they could be had by subtraction. */
#define LINES_BASES (BASIS(FACT_S) | BASIS(FACT_LINED_NEW) | BASIS(FACT_LINED_OLD))
#define DISCOUNT(id, formula, eval) {id, UNIT_RATIO, BETTER_NONE, INTERVAL_RATIO_ESTIMATOR, SLICED_ALL, LINES_BASES, eval, formula, RULES_LISTED}
#define PREMIUM(id, formula, eval) {id, UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval, formula, RULES_PAID}
static const struct metric metrics[] = {
	DISCOUNT("discount_new", "sum of (list - paid) / sum of list over 12 months, lines of a customer's first 90 days", eval_discount_new),
	DISCOUNT("discount_existing", "sum of (list - paid) / sum of list over 12 months, lines after a customer's first 90 days", eval_discount_existing),
	DISCOUNT("discount_rate", "sum of (list - paid) / sum of list over 12 months", eval_discount_rate),
	{"discount_gap", UNIT_RATIO, BETTER_LOWER, INTERVAL_NONE, SLICED_ALL | GAP_OF_SHARES, LINES_BASES, eval_discount_gap, "discount_new - discount_existing", RULES_LISTED},
	{"discounted_share", UNIT_RATIO, BETTER_NONE, INTERVAL_WILSON, SLICED_ALL, LINES_BASES, eval_discounted_share, "customers with a line below list / customers with a line, 12 months", RULES_LISTED},
	{"loyalty_premium", UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO | PARTS_MONEY, BASIS(FACT_S), eval_loyalty_premium, "(closing of kept / kept) / (closing of J - J0 / (J - J0)) - 1; orders: value a day", RULES_PAID},
	PREMIUM("loyalty_premium_year_1", "loyalty_premium, of kept customers in their first year at the opening", eval_premium_year_1),
	PREMIUM("loyalty_premium_year_2", "loyalty_premium, of kept customers in their second year at the opening", eval_premium_year_2),
	PREMIUM("loyalty_premium_year_3", "loyalty_premium, of kept customers in their third year at the opening", eval_premium_year_3),
	PREMIUM("loyalty_premium_later", "loyalty_premium, of kept customers beyond their third year at the opening", eval_premium_later),
	{"new_product_uptake", UNIT_RATIO, BETTER_HIGHER, INTERVAL_NONE, SLICED_NO, BASIS(FACT_S), eval_new_product_uptake, "share of S over 12 months with a first product / the same share of S in months 2 to 12 - 1", RULES_HERE},
};
const struct metric_family family_price = {"price", G_N_ELEMENTS(metrics), metrics};
