/* facts/tally: sparse additive tables: rows of (table, span, slice, a, b, c) with a count and an amount. For what has too many values for a cell of its
 * own: touchpoints, products, reasons, minutes, renewals. Knows sorting, adding up and labels; refuses to know what is counted. */
#ifndef FACTS_TALLY_H
#define FACTS_TALLY_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum tally_table {
#define TALLY(id, labels) TALLY_##id,
#include "facts/tally_ids.def"
#undef TALLY
	TALLY_COUNT
};
#define TALLY_NO_SPAN ((int32_t)-1)
#define LABEL_NONE ((int32_t)-1)

struct tally {
	int32_t table, span;
	uint32_t slice;
	int32_t a, b, c;
	int64_t n, amount;
};

/* All rows of one facts and the texts their labels stand for. */
struct tallies {
	GArray *rows;      /* of struct tally; sorted and added up once settled */
	GPtrArray *labels; /* of char *, owned; sorted by bytes once settled, all of them used */
	GHashTable *index; /* text → number + 1, while rows are added */
	GHashTable *fresh; /* set of struct tally, owned: rows added since some last went to `rows`, added up */
	guint added_up;    /* rows that the last adding up left */
};
void tallies_init(struct tallies *t);
void tallies_clear(struct tallies *t);
/* The number of a text as a label; LABEL_NONE for NULL. Numbers hold until tallies_settle. */
int32_t tallies_label(struct tallies *t, const char *text);
void tallies_add(struct tallies *t, struct tally row);
/* Sorts, adds up, drops rows without count and amount, and puts labels into the order of their bytes. */
void tallies_settle(struct tallies *t);
/* Adds a settled table's rows to an unsettled one. slice_of: where each slice goes, by span (row of span s, slice i: spans[s × n_slices + i]; of no span:
 * whole[i]); G_MAXSIZE: nowhere. */
void tallies_take(struct tallies *to, const struct tallies *from, const size_t *whole, const size_t *spans, size_t n_slices);
void tallies_print(const struct tallies *t, GString *out);
#endif
