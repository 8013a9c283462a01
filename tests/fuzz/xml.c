/* Fuzz target: records in XML. The first byte says whether the path of the rows is named or found. */
#include "fuzz/fuzz.h"

#include "ingest/bytes.h"
#include "ingest/xml.h"

static struct fuzz_sum read_all(struct xml_reader *r) {
	struct fuzz_sum s = {0};
	struct table_row row;
	int64_t before = 0;
	size_t n = g_strv_length((char **)xml_reader_names(r));
	while (xml_reader_next(r, &row)) {
		g_assert(row.n == n);
		fuzz_add(&s, &row, &before);
	}
	return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static const char *const PATHS[] = {NULL, "a/b", "Responses/Response", "a"};
	if (n < 1)
		return 0;
	g_autoptr(diag) d = diag_new();
	struct bytes b = memory_bytes(memory_file(data + 1, n - 1));
	struct xml_reader *r = xml_reader_new(&b, "fuzz", PATHS[data[0] % G_N_ELEMENTS(PATHS)], FUZZ_CELL, d);
	if (r != NULL) {
		struct fuzz_sum first = read_all(r);
		if (xml_reader_rewind(r)) {
			struct fuzz_sum second = read_all(r);
			fuzz_same(&first, &second);
		}
	}
	xml_reader_free(r);
	bytes_clear(&b);
	return 0;
}
