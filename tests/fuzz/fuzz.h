/* What the fuzz targets share: limits, and what rows say, so that two readings can be compared.
 * A target is told bytes and must come back; what it must not do is crash, hang, leak, or read a file in two ways. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H
#include "base/diag.h"
#include "ingest/table.h"
#include "unit/ingest_packed.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define FUZZ_CELL ((size_t)2048)               /* limit of a cell */
#define FUZZ_UNPACKED ((int64_t)4 * 1024 * 1024) /* limit of what a file comes to */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What rows say, so that two readings can be compared. */
struct fuzz_sum {
	int64_t rows, cells, faults;
	guint hash;
};

static inline void fuzz_add(struct fuzz_sum *s, const struct table_row *r, int64_t *before) {
	g_assert(r->line > 0 && r->end_line >= r->line && r->line >= *before);
	*before = r->line;
	s->rows++;
	s->faults += r->fault != TABLE_FAULT_NONE;
	if (r->fault != TABLE_FAULT_NONE)
		return;
	g_assert(r->n <= TABLE_MOST_COLUMNS);
	for (size_t i = 0; i < r->n; i++) {
		const char *cell = r->bytes + r->cells[i].start;
		g_assert(r->cells[i].length <= FUZZ_CELL && cell[r->cells[i].length] == '\0');
		for (size_t k = 0; k <= r->cells[i].length; k++)
			s->hash = s->hash * 31 + (guchar)cell[k];
	}
	s->cells += (int64_t)r->n;
}

static inline void fuzz_same(const struct fuzz_sum *a, const struct fuzz_sum *b) {
	g_assert(a->rows == b->rows && a->cells == b->cells && a->faults == b->faults && a->hash == b->hash);
}
#endif
