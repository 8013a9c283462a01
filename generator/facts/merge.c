/* facts/merge: sums of facts, the cut to the largest values, and the removal of slices that hold nothing.
 * All three are one operation: every slice of a source is added to a slice of the target. */
#include "facts/build.h"
#include "facts/fold.h"
#include <string.h>

/* Where the slices of one facts go in another: [slice] for what belongs to no span, [span × slice] for the rest; G_MAXSIZE: nowhere. */
struct mapping {
	size_t *whole, *spans;
};

static struct mapping mapping_new(const struct facts *f) {
	return (struct mapping){g_new(size_t, f->n_slices), g_new(size_t, f->n_slices * f->spans.n + 1)};
}

static void mapping_clear(struct mapping *m) {
	g_free(m->whole);
	g_free(m->spans);
}

/* The same in every span. */
static void mapping_set(struct mapping *m, const struct facts *f, size_t slice, size_t to) {
	m->whole[slice] = to;
	for (size_t span = 0; span < f->spans.n; span++)
		m->spans[span * f->n_slices + slice] = to;
}

/* Adds the facts of a slice, span by span, to where they go. */
static void add_slice(struct facts *to, const struct facts *f, size_t slice, const struct mapping *m) {
	for (size_t span = 0; span < f->spans.n; span++) {
		size_t there = m->spans[span * f->n_slices + slice];
		for (int id = 0; id < FACT_COUNT && there != G_MAXSIZE; id++) {
			int64_t amount = fact(f, span, slice, (enum fact)id);
			if (amount != 0)
				*fact_cell(to, span, there, (enum fact)id) += amount;
		}
		for (int id = 0; id < WIDE_COUNT && there != G_MAXSIZE; id++) {
			int128 amount = fact_wide(f, span, slice, (enum wide)id);
			if (amount != 0)
				*fact_wide_cell(to, span, there, (enum wide)id) += amount;
		}
	}
}

static void add_into(struct facts *to, const struct facts *f, const struct mapping *m) {
	for (size_t i = 0; i < f->n_slices; i++)
		add_slice(to, f, i, m);
	for (size_t k = 0; k < f->n_months * f->n_months; k++) {
		to->cohort[k].customers += f->cohort[k].customers;
		to->cohort[k].mrr += f->cohort[k].mrr;
		to->cohort[k].unrated += f->cohort[k].unrated;
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

static void add_tops(struct facts *to, const struct facts *f) {
	for (size_t span = 0; span < f->spans.n; span++)
		for (size_t i = 0; i < TOPS_MAX; i++)
			if (f->tops[span * TOPS_MAX + i] != TOP_NONE)
				tops_keep(to->tops + span * TOPS_MAX, f->tops[span * TOPS_MAX + i]);
}

static void add_lists(GArray *to, const GArray *from) {
	for (guint i = 0; i < from->len; i++) {
		struct list_row row = g_array_index(from, struct list_row, i);
		row.customer_id = g_strdup(row.customer_id);
		row.name = g_strdup(row.name);
		g_array_append_val(to, row);
	}
}

static gint order_gaps(gconstpointer x, gconstpointer y) {
	const struct unrated_month *a = x, *b = y;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return strcmp(a->currency, b->currency);
}

/* The months that either lacks, once each. */
static void add_gaps(GArray *to, const GArray *from) {
	g_array_append_vals(to, from->data, from->len);
	g_array_sort(to, order_gaps);
	for (guint i = to->len; i-- > 1;)
		if (order_gaps(&g_array_index(to, struct unrated_month, i - 1), &g_array_index(to, struct unrated_month, i)) == 0)
			g_array_remove_index(to, i);
}

static void add_facts(struct facts *to, const struct facts *f, const struct mapping *m) {
	add_into(to, f, m);
	add_tenure(to->tenure_starts, f->tenure_starts, m->whole);
	add_tenure(to->tenure_ends, f->tenure_ends, m->whole);
	tallies_take(&to->tallies, &f->tallies, m->whole, m->spans, f->n_slices);
	g_array_append_vals(to->buyers, f->buyers->data, f->buyers->len);
	add_tops(to, f);
	add_picks(to->top_value, f->top_value);
	add_lists(to->lists, f->lists);
	add_gaps(to->gaps, f->gaps);
	to->list_most = f->list_most;
	to->mrr_per = f->mrr_per;
	to->currency_digits = f->currency_digits;
}

static struct facts *settled(struct facts *f) {
	tenure_compact(f->tenure_starts);
	tenure_compact(f->tenure_ends);
	buyers_cut(f->buyers);
	tallies_settle(&f->tallies);
	picks_cut(f->top_value);
	list_rows_cut(f->lists, f->list_most);
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
	struct mapping map_a = mapping_new(a), map_b = mapping_new(b);
	for (size_t i = 0, k = 0; i < a->n_slices || k < b->n_slices;) {
		int order = i == a->n_slices ? 1 : k == b->n_slices ? -1 : order_slices(&a->slices[i], &b->slices[k]);
		size_t at = slices->len;
		keep_slice(slices, order <= 0 ? &a->slices[i] : &b->slices[k]);
		if (order <= 0)
			mapping_set(&map_a, a, i++, at);
		if (order >= 0)
			mapping_set(&map_b, b, k++, at);
	}
	struct facts *sum = facts_new(&a->spans, a->dimensions, slices);
	add_facts(sum, a, &map_a);
	add_facts(sum, b, &map_b);
	mapping_clear(&map_a);
	mapping_clear(&map_b);
	return settled(sum);
}

static bool holds_nothing(const struct facts *f, size_t slice) {
	size_t n;
	for (size_t span = 0; span < f->spans.n; span++)
		if (facts_names(f, span, slice))
			return false;
	return fact_tenure(f->tenure_starts, slice, &n) == NULL;
}

/* Moves the facts of spans, the bulk of it all, without a copy. */
static void take_rows(struct facts *to, struct facts *f, const size_t *map) {
	for (size_t i = 0; i < f->n_slices; i++) {
		for (size_t id = 0; id < FACT_COUNT && map[i] != G_MAXSIZE; id++)
			to->cells[id * to->n_slices + map[i]] = g_steal_pointer(&f->cells[id * f->n_slices + i]);
		for (size_t id = 0; id < WIDE_COUNT && map[i] != G_MAXSIZE; id++)
			to->wides[id * to->n_slices + map[i]] = g_steal_pointer(&f->wides[id * f->n_slices + i]);
	}
}

struct facts *facts_tidy(struct facts *f) {
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	struct mapping map = mapping_new(f);
	for (size_t i = 0; i < f->n_slices; i++) {
		bool keep = i == SLICE_ALL || !holds_nothing(f, i);
		mapping_set(&map, f, i, keep ? slices->len : G_MAXSIZE);
		if (keep)
			keep_slice(slices, &f->slices[i]);
	}
	struct facts *tidy = facts_new(&f->spans, f->dimensions, slices);
	take_rows(tidy, f, map.whole);
	add_facts(tidy, f, &map);
	mapping_clear(&map);
	facts_free(f);
	return settled(tidy);
}

struct weighed {
	size_t slice;
	int64_t opening, joined;
	const char *value;
};

static gint order_weighed(gconstpointer x, gconstpointer y) {
	const struct weighed *a = x, *b = y;
	if (a->opening != b->opening)
		return a->opening < b->opening ? 1 : -1;
	if (a->joined != b->joined)
		return a->joined < b->joined ? 1 : -1;
	return strcmp(a->value, b->value);
}

/* The slices of one dimension by customers of spans from … to − 1, largest first. */
static GArray *weigh(const struct facts *f, size_t dimension, size_t from, size_t to) {
	GArray *order = g_array_new(FALSE, FALSE, sizeof(struct weighed));
	for (size_t i = 1; i < f->n_slices; i++) {
		if (f->slices[i].dimension != dimension)
			continue;
		struct weighed w = {.slice = i, .value = f->slices[i].value};
		for (size_t span = from; span < to; span++) {
			w.opening += fact(f, span, i, FACT_S);
			w.joined += fact(f, span, i, FACT_J);
		}
		g_array_append_val(order, w);
	}
	g_array_sort(order, order_weighed);
	return order;
}

/* Those not among the first `most` of a dimension go to `other`. */
static void map_largest(const struct facts *f, size_t dimension, size_t from, size_t to, size_t most, size_t other, size_t *map) {
	GArray *order = weigh(f, dimension, from, to);
	for (guint i = (guint)MIN(most, order->len); i < order->len; i++)
		map[g_array_index(order, struct weighed, i).slice] = other;
	g_array_unref(order);
}

static size_t values_of(const struct facts *f, size_t dimension) {
	size_t n = 0;
	for (size_t i = 1; i < f->n_slices; i++)
		n += f->slices[i].dimension == dimension;
	return n;
}

bool facts_fit(const struct facts *f, size_t most) {
	for (size_t d = 0; d < f->n_dimensions; d++)
		if (values_of(f, d) > most)
			return false;
	return true;
}

/* Lays out the slices of the cut: all of them, and (other) behind the last value of each dimension that has too many. others: [n_dimensions]. */
static GArray *lay_cut(const struct facts *f, size_t most, struct mapping *map, size_t *others) {
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	for (size_t i = 0; i < f->n_slices; i++) {
		size_t d = f->slices[i].dimension;
		mapping_set(map, f, i, slices->len);
		if (i != SLICE_ALL && strcmp(f->slices[i].value, SLICE_OTHER) == 0)
			others[d] = slices->len;
		keep_slice(slices, &f->slices[i]);
		bool last = i != SLICE_ALL && (i + 1 == f->n_slices || f->slices[i + 1].dimension != d);
		if (!last || others[d] != G_MAXSIZE || values_of(f, d) <= most)
			continue;
		struct slice rest = {d, g_strdup(SLICE_OTHER)};
		others[d] = slices->len;
		g_array_append_val(slices, rest);
	}
	return slices;
}

struct facts *facts_cut(const struct facts *f, size_t most) {
	struct mapping map = mapping_new(f);
	g_autofree size_t *others = g_new(size_t, f->n_dimensions + 1);
	for (size_t d = 0; d < f->n_dimensions; d++)
		others[d] = G_MAXSIZE;
	GArray *slices = lay_cut(f, most, &map, others);
	for (size_t d = 0; d < f->n_dimensions; d++) {
		if (values_of(f, d) <= most)
			continue;
		map_largest(f, d, 0, f->spans.n, most, others[d], map.whole);
		for (size_t span = 0; span < f->spans.n; span++)
			map_largest(f, d, span, span + 1, most, others[d], map.spans + span * f->n_slices);
	}
	struct facts *cut = facts_new(&f->spans, f->dimensions, slices);
	add_facts(cut, f, &map);
	mapping_clear(&map);
	return settled(cut);
}
