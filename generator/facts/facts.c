/* facts/facts: layout, look-up, comparison and print of facts. */
#include "facts/facts.h"
#include "facts/build.h"
#include "facts/fold.h"
#include <string.h>

static void free_slice(gpointer p) {
	g_free(((struct slice *)p)->value);
}

struct facts *facts_new(const struct spans *like, char **dimensions, GArray *slices) {
	struct facts *f = g_new0(struct facts, 1);
	f->spans = *like;
	f->spans.items = g_memdup2(like->items, like->n * sizeof *like->items);
	f->dimensions = g_strdupv(dimensions);
	f->n_dimensions = g_strv_length(dimensions);
	f->n_slices = slices->len;
	f->slices = (struct slice *)(void *)g_array_free(slices, FALSE);
	f->n_months = (size_t)(like->last.n - like->first.n) + 1;
	f->cells = g_new0(int64_t *, f->n_slices * FACT_COUNT);
	f->wides = g_new0(int128 *, f->n_slices * WIDE_COUNT);
	f->cohort = g_new0(struct cohort_cell, f->n_months * f->n_months + 1);
	f->tops = g_new(int64_t, like->n * TOPS_MAX + 1);
	for (size_t i = 0; i < like->n * TOPS_MAX; i++)
		f->tops[i] = TOP_NONE;
	f->tenure_starts = g_array_new(FALSE, FALSE, sizeof(struct tenure_row));
	f->tenure_ends = g_array_new(FALSE, FALSE, sizeof(struct tenure_row));
	f->buyers = g_array_new(FALSE, FALSE, sizeof(struct buyer));
	tallies_init(&f->tallies);
	f->top_value = g_array_new(FALSE, FALSE, sizeof(struct pick));
	f->lists = g_array_new(FALSE, FALSE, sizeof(struct list_row));
	f->gaps = g_array_new(FALSE, FALSE, sizeof(struct unrated_month));
	return f;
}

void facts_free(struct facts *f) {
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n_slices; i++)
		free_slice(&f->slices[i]);
	for (guint i = 0; i < f->top_value->len; i++) {
		g_free(g_array_index(f->top_value, struct pick, i).customer_id);
		g_free(g_array_index(f->top_value, struct pick, i).name);
	}
	for (guint i = 0; i < f->lists->len; i++)
		list_row_clear(&g_array_index(f->lists, struct list_row, i));
	spans_clear(&f->spans);
	tallies_clear(&f->tallies);
	g_strfreev(f->dimensions);
	for (size_t i = 0; i < f->n_slices * FACT_COUNT; i++)
		g_free(f->cells[i]);
	for (size_t i = 0; i < f->n_slices * WIDE_COUNT; i++)
		g_free(f->wides[i]);
	g_free(f->slices);
	g_free(f->cells);
	g_free(f->wides);
	g_free(f->cohort);
	g_free(f->tops);
	g_array_unref(f->tenure_starts);
	g_array_unref(f->tenure_ends);
	g_array_unref(f->buyers);
	g_array_unref(f->top_value);
	g_array_unref(f->lists);
	g_array_unref(f->gaps);
	g_free(f);
}

void tops_keep(int64_t *tops, int64_t amount) {
	for (int i = 0; i < TOPS_MAX; i++)
		if (amount > tops[i]) {
			int64_t rest = tops[i];
			tops[i] = amount;
			amount = rest;
		}
}

int64_t fact(const struct facts *f, size_t span, size_t slice, enum fact id) {
	const int64_t *row = f->cells[id * f->n_slices + slice];
	return row == NULL ? 0 : row[span];
}

int128 fact_wide(const struct facts *f, size_t span, size_t slice, enum wide id) {
	const int128 *row = f->wides[id * f->n_slices + slice];
	return row == NULL ? 0 : row[span];
}

const struct cohort_cell *fact_cohort(const struct facts *f, size_t slice, struct month first, int age) {
	int64_t row = (int64_t)first.n - f->spans.first.n, n = (int64_t)f->n_months;
	if (slice != SLICE_ALL || row < 0 || row >= n || age < 0 || row + age >= n)
		return NULL;
	return &f->cohort[(size_t)row * f->n_months + (size_t)age];
}

static bool tally_before(const struct tally *row, enum tally_table table, int32_t span, size_t slice) {
	if (row->table != (int32_t)table)
		return row->table < (int32_t)table;
	return row->span != span ? row->span < span : row->slice < slice;
}

const struct tally *fact_tallies(const struct facts *f, enum tally_table table, size_t span, size_t slice, size_t *n) {
	const struct tally *rows = (const struct tally *)(const void *)f->tallies.rows->data;
	size_t lo = 0, hi = f->tallies.rows->len;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (tally_before(&rows[middle], table, (int32_t)span, slice))
			lo = middle + 1;
		else
			hi = middle;
	}
	for (*n = 0; lo + *n < f->tallies.rows->len; ++*n) {
		const struct tally *row = &rows[lo + *n];
		if (row->table != (int32_t)table || row->span != (int32_t)span || row->slice != slice)
			break;
	}
	return *n > 0 ? rows + lo : NULL;
}

const struct tenure_row *fact_tenure(const GArray *table, size_t slice, size_t *n) {
	const struct tenure_row *rows = (const struct tenure_row *)(const void *)table->data;
	size_t from = 0, to = table->len;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (rows[middle].slice < slice)
			from = middle + 1;
		else
			to = middle;
	}
	for (*n = 0; from + *n < table->len && rows[from + *n].slice == slice;)
		++*n;
	return *n > 0 ? rows + from : NULL;
}

const struct buyer *fact_buyers(const struct facts *f, int32_t close, size_t *n) {
	const struct buyer *rows = (const struct buyer *)(const void *)f->buyers->data;
	size_t from = 0, to = f->buyers->len;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (rows[middle].close < close)
			from = middle + 1;
		else
			to = middle;
	}
	for (*n = 0; from + *n < f->buyers->len && rows[from + *n].close == close;)
		++*n;
	return *n > 0 ? rows + from : NULL;
}

const char *fact_label(const struct facts *f, int32_t label) {
	return label == LABEL_NONE ? NULL : g_ptr_array_index(f->tallies.labels, (guint)label);
}

size_t facts_slice(const struct facts *f, const char *dimension, const char *value) {
	for (size_t i = 1; i < f->n_slices; i++)
		if (strcmp(f->dimensions[f->slices[i].dimension], dimension) == 0 && strcmp(f->slices[i].value, value) == 0)
			return i;
	return SLICE_ALL;
}

bool facts_names(const struct facts *f, size_t span, size_t slice) {
	if (slice == SLICE_ALL)
		return true;
	for (int id = 0; id < FACT_COUNT; id++)
		if (fact(f, span, slice, (enum fact)id) != 0)
			return true;
	return false;
}

static bool span_holds(const struct facts *f, size_t span, size_t slice) {
	int64_t counted = fact(f, span, slice, FACT_KEPT) + fact(f, span, slice, FACT_J) - fact(f, span, slice, FACT_J0) + fact(f, span, slice, FACT_R) +
	                  fact(f, span, slice, FACT_MOVED_IN) - fact(f, span, slice, FACT_MOVED_OUT);
	int128 amount = (int128)fact(f, span, slice, FACT_MRR_CLOSE_KEPT) + fact(f, span, slice, FACT_MRR_CLOSE_NEW) + fact(f, span, slice, FACT_MRR_CLOSE_BACK) +
	                fact(f, span, slice, FACT_MRR_FX);
	return counted == fact(f, span, slice, FACT_END) && (slice != SLICE_ALL || amount == fact(f, span, slice, FACT_MRR_END));
}

bool facts_hold(const struct facts *f, size_t *span) {
	for (*span = 0; *span < f->spans.n; ++*span)
		for (size_t slice = 0; slice < f->n_slices; slice++)
			if (!span_holds(f, *span, slice))
				return false;
	return true;
}

static const char *const fact_names[] = {
#define FACT(id) #id,
#define WIDE(id)
#include "facts/fact_ids.def"
#undef FACT
#undef WIDE
};
static const char *const wide_names[] = {
#define FACT(id)
#define WIDE(id) #id,
#include "facts/fact_ids.def"
#undef FACT
#undef WIDE
};

static void print_cells(const struct facts *f, size_t slice, const char *head, GString *out) {
	for (size_t span = 0; span < f->spans.n; span++) {
		for (int id = 0; id < FACT_COUNT; id++) {
			int64_t x = fact(f, span, slice, (enum fact)id);
			if (x != 0)
				g_string_append_printf(out, "%s %s %s %" G_GINT64_FORMAT "\n", head, f->spans.items[span].name, fact_names[id], x);
		}
		for (int id = 0; id < WIDE_COUNT; id++) {
			int128 x = fact_wide(f, span, slice, (enum wide)id);
			if (x == 0)
				continue;
			g_autofree char *text = money_decimal(x, 1, 0, 0);
			g_string_append_printf(out, "%s %s %s %s\n", head, f->spans.items[span].name, wide_names[id], text);
		}
	}
}

static void print_cohort(const struct facts *f, GString *out) {
	for (size_t row = 0; row < f->n_months; row++)
		for (size_t age = 0; row + age < f->n_months; age++) {
			const struct cohort_cell *c = fact_cohort(f, SLICE_ALL, month_plus(f->spans.first, (int)row), (int)age);
			if (c->customers != 0)
				g_string_append_printf(out, "cohort %zu %zu %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", row, age, c->customers, c->mrr);
			if (c->unrated != 0)
				g_string_append_printf(out, "cohort_unrated %zu %zu %" G_GINT64_FORMAT "\n", row, age, c->unrated);
		}
}

static void print_tops(const struct facts *f, GString *out) {
	for (size_t span = 0; span < f->spans.n; span++)
		for (int i = 0; i < TOPS_MAX && f->tops[span * TOPS_MAX + (size_t)i] != TOP_NONE; i++)
			g_string_append_printf(out, "largest %s %d %" G_GINT64_FORMAT "\n", f->spans.items[span].name, i, f->tops[span * TOPS_MAX + (size_t)i]);
}

static void print_tenure(const GArray *rows, const char *head, GString *out) {
	for (guint i = 0; i < rows->len; i++) {
		const struct tenure_row *r = &g_array_index(rows, struct tenure_row, i);
		g_string_append_printf(out, "%s %u %d %d %d %" G_GINT64_FORMAT "\n", head, r->slice, r->a, r->b, r->entry, r->customers);
	}
}

static void print_buyers(const GArray *rows, GString *out) {
	for (guint i = 0; i < rows->len; i++) {
		const struct buyer *r = &g_array_index(rows, struct buyer, i);
		g_string_append_printf(out, "buyer %d %016" G_GINT64_MODIFIER "x %d %d %d %" G_GINT64_FORMAT "\n", r->close, r->hash, r->x, r->t_x, r->T, r->amount);
	}
}

static void print_lists(const struct facts *f, GString *out) {
	for (guint i = 0; i < f->lists->len; i++) {
		const struct list_row *r = &g_array_index(f->lists, struct list_row, i);
		g_string_append_printf(out, "list %d %s %d %d %d %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", (int)r->list, r->customer_id, (int)r->reason,
		                       r->day, r->number, r->score, r->fall, r->slope, r->rank, r->amount);
	}
}

char *facts_print(const struct facts *f) {
	GString *out = g_string_new(NULL);
	for (size_t i = 0; i < f->n_slices; i++) {
		g_autofree char *head = i == 0 ? g_strdup("all") : g_strdup_printf("%s=%s", f->dimensions[f->slices[i].dimension], f->slices[i].value);
		print_cells(f, i, head, out);
	}
	print_cohort(f, out);
	print_tenure(f->tenure_starts, "tenure_start", out);
	print_tenure(f->tenure_ends, "tenure_end", out);
	print_buyers(f->buyers, out);
	print_tops(f, out);
	tallies_print(&f->tallies, out);
	for (guint i = 0; i < f->top_value->len; i++) {
		const struct pick *p = &g_array_index(f->top_value, struct pick, i);
		g_string_append_printf(out, "top %s %" G_GINT64_FORMAT "\n", p->customer_id, p->amount);
	}
	print_lists(f, out);
	for (guint i = 0; i < f->gaps->len; i++) {
		const struct unrated_month *gap = &g_array_index(f->gaps, struct unrated_month, i);
		g_string_append_printf(out, "gap %d %s\n", gap->month, gap->currency);
	}
	return g_string_free(out, FALSE);
}

bool facts_equal(const struct facts *a, const struct facts *b) {
	g_autofree char *x = facts_print(a), *y = facts_print(b);
	return strcmp(x, y) == 0;
}
