/* report/reasons: see reasons.h. */
#include "report/reasons.h"
#include <string.h>

static int order_wide(int128 a, int128 b) {
	return (a > b) - (a < b);
}

static gint order_reasons(gconstpointer x, gconstpointer y) {
	const struct reason *a = x, *b = y;
	int order = order_wide(b->customers, a->customers);
	order = order ? order : order_wide(b->revenue, a->revenue);
	order = order ? order : g_strcmp0(a->text, b->text);
	order = order ? order : a->owner - b->owner;
	return order ? order : a->payment - b->payment;
}

/* One row for each reason and owner. */
static GArray *reasons_all(const struct facts *f, size_t span) {
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct reason));
	size_t n;
	const struct tally *rows = fact_tallies(f, TALLY_REASONS, span, SLICE_ALL, &n);
	for (size_t i = 0; i < n; i++) {
		const char *text = fact_label(f, rows[i].a);
		struct reason r = {text ? REASON_TOLD : REASON_NONE, text, rows[i].b, rows[i].c == 1, rows[i].n, rows[i].amount};
		g_array_append_val(all, r);
	}
	g_array_sort(all, order_reasons);
	return all;
}

/* Puts the last rows, the smallest, into one as long as either is too small; false when even all of them are too few. */
static bool put_together(GArray *all, int64_t min_n) {
	struct reason other = {.kind = REASON_OTHER};
	while (all->len > 0) {
		const struct reason *last = &g_array_index(all, struct reason, all->len - 1);
		if (last->customers >= min_n && (other.customers == 0 || other.customers >= min_n))
			break;
		other.customers += last->customers;
		other.revenue += last->revenue;
		g_array_set_size(all, all->len - 1);
	}
	if (other.customers >= min_n && other.customers > 0)
		g_array_append_val(all, other);
	return other.customers == 0 || other.customers >= min_n;
}

struct reasons *reasons_of(const struct facts *f, size_t span, int64_t min_n) {
	struct reasons *r = g_new0(struct reasons, 1);
	GArray *all = reasons_all(f, span);
	r->withheld = !put_together(all, min_n);
	r->unrated = fact(f, span, SLICE_ALL, FACT_UNRATED_OPEN) > 0;
	r->n = all->len;
	r->rows = (struct reason *)(void *)g_array_free(all, FALSE);
	return r;
}

void reasons_free(struct reasons *r) {
	if (r == NULL)
		return;
	g_free(r->rows);
	g_free(r);
}

const char *reason_owner_name(int32_t owner) {
	static const char *const names[] = {"", "us", "customer", "market"};
	return owner >= 0 && (size_t)owner < G_N_ELEMENTS(names) ? names[owner] : "";
}
