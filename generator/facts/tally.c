/* facts/tally: see tally.h. */
#include "facts/tally.h"
#include <string.h>

/* Different rows that are looked up as they come, few enough to stay near the processor; when there are more, they go to the array, which is added up when
 * it has doubled: memory goes with different rows and not with customers. */
#define FRESH_MOST 65536

static const int labelled[] = {
#define TALLY(id, labels) [TALLY_##id] = (labels),
#include "facts/tally_ids.def"
#undef TALLY
	[TALLY_COUNT] = 0};
static const char *const table_names[] = {
#define TALLY(id, labels) [TALLY_##id] = #id,
#include "facts/tally_ids.def"
#undef TALLY
	[TALLY_COUNT] = NULL};

static guint hash_row(gconstpointer p) {
	const struct tally *r = p;
	guint64 h = ((guint64)(guint32)r->a << 32 | (guint32)r->b) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	h = (h ^ h >> 32 ^ ((guint64)(guint32)r->span << 32 | r->slice)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 32 ^ ((guint64)(guint32)r->table << 32 | (guint32)r->c)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
	return (guint)(h ^ h >> 32);
}

static gboolean same_row(gconstpointer x, gconstpointer y) {
	const struct tally *a = x, *b = y;
	return a->a == b->a && a->b == b->b && a->c == b->c && a->slice == b->slice && a->span == b->span && a->table == b->table;
}

void tallies_init(struct tallies *t) {
	t->rows = g_array_new(FALSE, FALSE, sizeof(struct tally));
	t->labels = g_ptr_array_new_with_free_func(g_free);
	t->index = g_hash_table_new(g_str_hash, g_str_equal);
	t->fresh = g_hash_table_new_full(hash_row, same_row, g_free, NULL);
	t->added_up = 0;
}

void tallies_clear(struct tallies *t) {
	g_array_unref(t->rows);
	g_hash_table_unref(t->index);
	g_hash_table_unref(t->fresh);
	g_ptr_array_unref(t->labels);
}

int32_t tallies_label(struct tallies *t, const char *text) {
	if (text == NULL)
		return LABEL_NONE;
	int32_t known = GPOINTER_TO_INT(g_hash_table_lookup(t->index, text));
	if (known > 0)
		return known - 1;
	char *copy = g_strdup(text);
	g_ptr_array_add(t->labels, copy);
	g_hash_table_insert(t->index, copy, GINT_TO_POINTER((gint)t->labels->len));
	return (int32_t)t->labels->len - 1;
}

static gint order_int(int64_t a, int64_t b) {
	return (a > b) - (a < b);
}

static gint order_rows(gconstpointer x, gconstpointer y) {
	const struct tally *a = x, *b = y;
	gint order = order_int(a->table, b->table);
	order = order ? order : order_int(a->span, b->span);
	order = order ? order : order_int(a->slice, b->slice);
	order = order ? order : order_int(a->a, b->a);
	order = order ? order : order_int(a->b, b->b);
	return order ? order : order_int(a->c, b->c);
}

/* Whether every row is behind the one before it, and none the same. */
static bool in_order(const GArray *rows) {
	for (guint i = 1; i < rows->len; i++)
		if (order_rows(&g_array_index(rows, struct tally, i - 1), &g_array_index(rows, struct tally, i)) >= 0)
			return false;
	return true;
}

static void add_up(GArray *rows) {
	if (in_order(rows))
		return;
	g_array_sort(rows, order_rows);
	guint kept = 0;
	for (guint i = 0; i < rows->len; i++) {
		struct tally row = g_array_index(rows, struct tally, i);
		struct tally *last = kept > 0 ? &g_array_index(rows, struct tally, kept - 1) : NULL;
		if (last != NULL && same_row(last, &row)) {
			last->n += row.n;
			last->amount += row.amount;
		} else {
			g_array_index(rows, struct tally, kept++) = row;
		}
	}
	g_array_set_size(rows, kept);
}

/* Moves the fresh rows to the array. */
static void gather(struct tallies *t) {
	GHashTableIter i;
	gpointer row;
	g_hash_table_iter_init(&i, t->fresh);
	while (g_hash_table_iter_next(&i, &row, NULL))
		g_array_append_vals(t->rows, row, 1);
	g_hash_table_remove_all(t->fresh);
}

void tallies_add(struct tallies *t, struct tally row) {
	struct tally *same = g_hash_table_lookup(t->fresh, &row);
	if (same != NULL) {
		same->n += row.n;
		same->amount += row.amount;
		return;
	}
	g_hash_table_add(t->fresh, g_memdup2(&row, sizeof row));
	if (g_hash_table_size(t->fresh) < FRESH_MOST)
		return;
	gather(t);
	if (t->rows->len / 2 < MAX(t->added_up, FRESH_MOST))
		return;
	add_up(t->rows);
	t->added_up = t->rows->len;
}

static int32_t *label_of(struct tally *row, int bit) {
	return bit == 0 ? &row->a : bit == 1 ? &row->b : &row->c;
}

static gint order_texts(gconstpointer x, gconstpointer y) {
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Puts the used labels into order and the rows' numbers after them. */
static void settle_labels(struct tallies *t) {
	g_autofree bool *used = g_new0(bool, t->labels->len + 1);
	for (guint i = 0; i < t->rows->len; i++) {
		struct tally *row = &g_array_index(t->rows, struct tally, i);
		for (int bit = 0; bit < 3; bit++)
			if ((labelled[row->table] & 1 << bit) != 0 && *label_of(row, bit) != LABEL_NONE)
				used[*label_of(row, bit)] = true;
	}
	GPtrArray *sorted = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < t->labels->len; i++)
		if (used[i])
			g_ptr_array_add(sorted, g_strdup(g_ptr_array_index(t->labels, i)));
	g_ptr_array_sort(sorted, order_texts);
	g_hash_table_remove_all(t->index);
	for (guint i = 0; i < sorted->len; i++)
		g_hash_table_insert(t->index, g_ptr_array_index(sorted, i), GINT_TO_POINTER((gint)i + 1));
	for (guint i = 0; i < t->rows->len; i++) {
		struct tally *row = &g_array_index(t->rows, struct tally, i);
		for (int bit = 0; bit < 3; bit++) {
			int32_t *label = label_of(row, bit);
			if ((labelled[row->table] & 1 << bit) != 0 && *label != LABEL_NONE)
				*label = GPOINTER_TO_INT(g_hash_table_lookup(t->index, g_ptr_array_index(t->labels, (guint)*label))) - 1;
		}
	}
	g_ptr_array_unref(t->labels);
	t->labels = sorted;
}

void tallies_settle(struct tallies *t) {
	gather(t);
	add_up(t->rows);
	guint kept = 0;
	for (guint i = 0; i < t->rows->len; i++) {
		struct tally row = g_array_index(t->rows, struct tally, i);
		if (row.n != 0 || row.amount != 0)
			g_array_index(t->rows, struct tally, kept++) = row;
	}
	g_array_set_size(t->rows, kept);
	settle_labels(t);
	add_up(t->rows); /* their order is by label too */
}

void tallies_take(struct tallies *to, const struct tallies *from, const size_t *whole, const size_t *spans, size_t n_slices) {
	for (guint i = 0; i < from->rows->len; i++) {
		struct tally row = g_array_index(from->rows, struct tally, i);
		size_t slice = row.span == TALLY_NO_SPAN ? whole[row.slice] : spans[(size_t)row.span * n_slices + row.slice];
		if (slice == G_MAXSIZE)
			continue;
		row.slice = (uint32_t)slice;
		for (int bit = 0; bit < 3; bit++) {
			int32_t *label = label_of(&row, bit);
			if ((labelled[row.table] & 1 << bit) != 0 && *label != LABEL_NONE)
				*label = tallies_label(to, g_ptr_array_index(from->labels, (guint)*label));
		}
		tallies_add(to, row);
	}
}

void tallies_print(const struct tallies *t, GString *out) {
	for (guint i = 0; i < t->rows->len; i++) {
		struct tally row = g_array_index(t->rows, struct tally, i);
		g_string_append_printf(out, "tally %s %d %u", table_names[row.table], row.span, row.slice);
		for (int bit = 0; bit < 3; bit++) {
			int32_t x = *label_of(&row, bit);
			bool text = (labelled[row.table] & 1 << bit) != 0 && x != LABEL_NONE;
			if (text)
				g_string_append_printf(out, " \"%s\"", (const char *)g_ptr_array_index(t->labels, (guint)x));
			else
				g_string_append_printf(out, " %d", x);
		}
		g_string_append_printf(out, " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", row.n, row.amount);
	}
}
