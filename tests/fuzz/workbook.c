/* Fuzz target: workbooks. An input that begins with P is a packed file as it is; of any other the first byte says which sheet is asked for and the rest is the
 * parts of a workbook, parted by two NULs, which are packed here: a change then meets the readers of the parts, not a checksum. */
#include "fuzz/fuzz.h"

#include "ingest/bytes.h"
#include "ingest/workbook.h"

#include <zip.h>

static const char *const PARTS[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"};

static struct fuzz_sum read_all(struct workbook *w) {
	struct fuzz_sum s = {0};
	struct table_row row;
	int64_t before = 0;
	while (workbook_next(w, &row))
		fuzz_add(&s, &row, &before);
	return s;
}

static void add_parts(zip_t *zip, const uint8_t *data, size_t n) {
	for (size_t part = 0; part < G_N_ELEMENTS(PARTS) && n > 0; part++) {
		const uint8_t *end = memmem(data, n, "\0\0", 2);
		size_t length = end == NULL ? n : (size_t)(end - data);
		zip_source_t *source = zip_source_buffer(zip, data, length, 0);
		zip_int64_t at = zip_file_add(zip, PARTS[part], source, 0);
		g_assert(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
		data += MIN(length + 2, n);
		n -= MIN(length + 2, n);
	}
}

/* The parts packed, as a file; the caller closes it. */
static int packed(const uint8_t *data, size_t n) {
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *buffer = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_source_keep(buffer);
	zip_t *zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
	add_parts(zip, data, n);
	g_assert(zip_close(zip) == 0 && zip_source_open(buffer) == 0);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 block[4096];
	zip_int64_t got;
	while ((got = zip_source_read(buffer, block, sizeof block)) > 0)
		g_byte_array_append(bytes, block, (guint)got);
	zip_source_close(buffer);
	zip_source_free(buffer);
	zip_error_fini(&error);
	return fuzz_file(bytes->data, bytes->len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static const char *const SHEETS[] = {NULL, "data", "s"};
	if (n < 2)
		return 0;
	g_autoptr(diag) d = diag_new();
	struct bytes b = {.fd = data[0] == 'P' ? fuzz_file(data, n) : packed(data + 1, n - 1), .source = -1};
	b.size = (int64_t)lseek(b.fd, 0, SEEK_END);
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
