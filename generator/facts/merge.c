/* facts/merge: sums of facts, the cut to the largest values, and the removal of slices that hold nothing.
 * All three are one operation: every slice of a source is added to a slice of the target. */
#include "facts/build.h"
#include "facts/fold.h"
#include <string.h>

/* Adds f's slices to those of `to` that map names. */
static void add_into(struct facts *to, const struct facts *f, const size_t *map) {
	size_t cells = f->spans.n * FACT_COUNT, wides = f->spans.n * WIDE_COUNT, cohort = f->n_months * f->n_months;
	for (size_t i = 0; i < f->n_slices; i++) {
		if (map[i] == G_MAXSIZE)
			continue;
		for (size_t k = 0; k < cells; k++)
			to->cells[map[i] * cells + k] += f->cells[i * cells + k];
		for (size_t k = 0; k < wides; k++)
			to->wides[map[i] * wides + k] += f->wides[i * wides + k];
		for (size_t k = 0; k < cohort; k++) {
			to->cohort[map[i] * cohort + k].customers += f->cohort[i * cohort + k].customers;
			to->cohort[map[i] * cohort + k].mrr += f->cohort[i * cohort + k].mrr;
		}
	}
}

static void add_tenure(GArray *to, const GArray *from, const size_t *map) {
	for (guint i = 0; i < from->len; i++) {
		struct tenure_row row = g_array_index(from, struct tenure_row, i);
		if (map[row.slice] == G_MAXSIZE)
			continue;
		row.slice = (uint32_t)map[row.slice];
		g_array_append_val(to, row);
	}
}

static void add_picks(GArray *to, const GArray *from) {
	for (guint i = 0; i < from->len; i++) {
		const struct pick *p = &g_array_index(from, struct pick, i);
		struct pick copy = {.amount = p->amount, .customer_id = g_strdup(p->customer_id), .name = g_strdup(p->name)};
		g_array_append_val(to, copy);
	}
}

static void add_facts(struct facts *to, const struct facts *f, const size_t *map) {
	add_into(to, f, map);
	add_tenure(to->tenure_starts, f->tenure_starts, map);
	add_tenure(to->tenure_ends, f->tenure_ends, map);
	add_picks(to->top_value, f->top_value);
	to->mrr_per = f->mrr_per;
	to->currency_digits = f->currency_digits;
}

static struct facts *settled(struct facts *f) {
	tenure_compact(f->tenure_starts);
	tenure_compact(f->tenure_ends);
	picks_cut(f->top_value);
	return f;
}

static int order_slices(const struct slice *a, const struct slice *b) {
	if (a->value == NULL || b->value == NULL)
		return (a->value != NULL) - (b->value != NULL);
	if (a->dimension != b->dimension)
		return a->dimension < b->dimension ? -1 : 1;
	return strcmp(a->value, b->value);
}

static void keep_slice(GArray *slices, const struct slice *s) {
	struct slice copy = {s->dimension, g_strdup(s->value)};
	g_array_append_val(slices, copy);
}

struct facts *facts_merge(const struct facts *a, const struct facts *b) {
	g_assert(a->spans.n == b->spans.n && a->n_dimensions == b->n_dimensions);
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	g_autofree size_t *map_a = g_new(size_t, a->n_slices), *map_b = g_new(size_t, b->n_slices);
	for (size_t i = 0, k = 0; i < a->n_slices || k < b->n_slices;) {
		int order = i == a->n_slices ? 1 : k == b->n_slices ? -1 : order_slices(&a->slices[i], &b->slices[k]);
		size_t at = slices->len;
		keep_slice(slices, order <= 0 ? &a->slices[i] : &b->slices[k]);
		if (order <= 0)
			map_a[i++] = at;
		if (order >= 0)
			map_b[k++] = at;
	}
	struct facts *sum = facts_new(&a->spans, a->dimensions, slices);
	add_facts(sum, a, map_a);
	add_facts(sum, b, map_b);
	return settled(sum);
}

static bool holds_nothing(const struct facts *f, size_t slice) {
	size_t cells = f->spans.n * FACT_COUNT;
	for (size_t k = 0; k < cells; k++)
		if (f->cells[slice * cells + k] != 0)
			return false;
	for (guint i = 0; i < f->tenure_starts->len; i++)
		if (g_array_index(f->tenure_starts, struct tenure_row, i).slice == slice)
			return false;
	return true;
}

struct facts *facts_tidy(struct facts *f) {
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	g_autofree size_t *map = g_new(size_t, f->n_slices);
	for (size_t i = 0; i < f->n_slices; i++) {
		bool keep = i == SLICE_ALL || !holds_nothing(f, i);
		map[i] = keep ? slices->len : G_MAXSIZE;
		if (keep)
			keep_slice(slices, &f->slices[i]);
	}
	struct facts *tidy = facts_new(&f->spans, f->dimensions, slices);
	add_facts(tidy, f, map);
	facts_free(f);
	return settled(tidy);
}

struct weighed {
	size_t slice;
	int64_t customers;
	const char *value;
};

static gint order_weighed(gconstpointer x, gconstpointer y) {
	const struct weighed *a = x, *b = y;
	if (a->customers != b->customers)
		return a->customers < b->customers ? 1 : -1;
	return strcmp(a->value, b->value);
}

/* The slices of one dimension by customers of all spans, largest first. */
static GArray *weigh(const struct facts *f, size_t dimension) {
	GArray *order = g_array_new(FALSE, FALSE, sizeof(struct weighed));
	for (size_t i = 1; i < f->n_slices; i++) {
		if (f->slices[i].dimension != dimension)
			continue;
		struct weighed w = {.slice = i, .value = f->slices[i].value};
		for (size_t span = 0; span < f->spans.n; span++)
			w.customers += fact(f, span, i, FACT_S) + fact(f, span, i, FACT_J);
		g_array_append_val(order, w);
	}
	g_array_sort(order, order_weighed);
	return order;
}

struct facts *facts_cut(const struct facts *f, size_t most) {
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	g_autofree size_t *map = g_new0(size_t, f->n_slices);
	g_autofree bool *kept = g_new0(bool, f->n_slices);
	keep_slice(slices, &f->slices[SLICE_ALL]);
	for (size_t d = 0; d < f->n_dimensions; d++) {
		GArray *order = weigh(f, d);
		for (guint i = 0; i < order->len; i++)
			kept[g_array_index(order, struct weighed, i).slice] = i < most || strcmp(g_array_index(order, struct weighed, i).value, SLICE_OTHER) == 0;
		for (size_t i = 1; i < f->n_slices; i++)
			if (kept[i] && f->slices[i].dimension == d) {
				map[i] = slices->len;
				keep_slice(slices, &f->slices[i]);
			}
		size_t other = G_MAXSIZE;
		for (size_t i = 1; i < f->n_slices; i++)
			if (f->slices[i].dimension == d && strcmp(f->slices[i].value, SLICE_OTHER) == 0)
				other = map[i];
		if (order->len > most && other == G_MAXSIZE) {
			struct slice rest = {d, g_strdup(SLICE_OTHER)};
			other = slices->len;
			g_array_append_val(slices, rest);
		}
		for (size_t i = 1; i < f->n_slices; i++)
			if (!kept[i] && f->slices[i].dimension == d)
				map[i] = other;
		g_array_unref(order);
	}
	struct facts *cut = facts_new(&f->spans, f->dimensions, slices);
	add_facts(cut, f, map);
	return settled(cut);
}
