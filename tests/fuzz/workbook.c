/* Fuzz target: workbooks. An input that begins with P is a packed file as it is; of any other the first byte says which sheet is asked for and the rest is the
 * parts of a workbook, parted by two NULs, which are packed here: a change then meets the readers of the parts, not a checksum. */
#include "fuzz/fuzz.h"

#include "ingest/bytes.h"
#include "ingest/workbook.h"

static const char *const PARTS[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"};

static struct fuzz_sum read_all(struct workbook *w) {
	struct fuzz_sum s = {0};
	struct table_row row;
	int64_t before = 0;
	while (workbook_next(w, &row))
		fuzz_add(&s, &row, &before);
	return s;
}

static struct bytes packed(const uint8_t *data, size_t n) {
	struct packed_part parts[G_N_ELEMENTS(PARTS)];
	size_t k = 0;
	for (; k < G_N_ELEMENTS(PARTS) && n > 0; k++) {
		const uint8_t *end = memmem(data, n, "\0\0", 2);
		size_t length = end == NULL ? n : (size_t)(end - data);
		parts[k] = (struct packed_part){PARTS[k], data, length};
		data += MIN(length + 2, n);
		n -= MIN(length + 2, n);
	}
	return packed_bytes(parts, k);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static const char *const SHEETS[] = {NULL, "data", "s"};
	if (n < 2)
		return 0;
	g_autoptr(diag) d = diag_new();
	struct bytes b = data[0] == 'P' ? memory_bytes(memory_file(data, n)) : packed(data + 1, n - 1);
	struct workbook *w = workbook_new(&b, "fuzz", SHEETS[data[0] % G_N_ELEMENTS(SHEETS)], FUZZ_CELL, FUZZ_UNPACKED, d);
	if (w != NULL) {
		struct fuzz_sum first = read_all(w);
		if (workbook_rewind(w)) {
			struct fuzz_sum second = read_all(w);
			fuzz_same(&first, &second);
		}
	}
	workbook_free(w);
	bytes_clear(&b);
	return 0;
}
