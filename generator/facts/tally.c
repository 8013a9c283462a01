/* facts/tally: see tally.h. */
#include "facts/tally.h"
#include <string.h>

/* Rows beyond which they are added up on the way, so that memory goes with different rows and not with customers. */
#define ROWS_ON_THE_WAY 2000000

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

void tallies_init(struct tallies *t) {
	t->rows = g_array_new(FALSE, FALSE, sizeof(struct tally));
	t->labels = g_ptr_array_new_with_free_func(g_free);
	t->index = g_hash_table_new(g_str_hash, g_str_equal);
}

void tallies_clear(struct tallies *t) {
	g_array_unref(t->rows);
	g_hash_table_unref(t->index);
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

static void add_up(GArray *rows) {
	g_array_sort(rows, order_rows);
	guint kept = 0;
	for (guint i = 0; i < rows->len; i++) {
		struct tally row = g_array_index(rows, struct tally, i);
		struct tally *last = kept > 0 ? &g_array_index(rows, struct tally, kept - 1) : NULL;
		if (last != NULL && order_rows(last, &row) == 0) {
			last->n += row.n;
			last->amount += row.amount;
		} else {
			g_array_index(rows, struct tally, kept++) = row;
		}
	}
	g_array_set_size(rows, kept);
}

void tallies_add(struct tallies *t, struct tally row) {
	g_array_append_val(t->rows, row);
	if (t->rows->len % ROWS_ON_THE_WAY == 0)
		add_up(t->rows);
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
