/* Fuzz target: delimited texts, packed or in another encoding too. The first two bytes choose the delimiter and the encoding. */
#include "fuzz/fuzz.h"

#include "ingest/bytes.h"
#include "ingest/csv.h"

static struct fuzz_sum read_all(struct csv_reader *r) {
	struct fuzz_sum s = {0};
	struct table_row row;
	int64_t before = 0;
	while (csv_reader_next(r, &row))
		fuzz_add(&s, &row, &before);
	return s;
}

static void read_text(struct bytes *b, const char *delimiter, const char *encoding, struct diag *d) {
	if (!bytes_as_text(b, encoding, "fuzz", FUZZ_UNPACKED, d))
		return;
	g_autoptr(csv_reader) r = csv_reader_new(b, "fuzz", delimiter, FUZZ_CELL, d);
	if (r == NULL)
		return;
	struct fuzz_sum first = read_all(r);
	csv_reader_rewind(r);
	struct fuzz_sum second = read_all(r);
	fuzz_same(&first, &second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static const char *const DELIMITERS[] = {"auto", ",", ";", "\t", "|", "blanks", " ", "'"};
	static const char *const ENCODINGS[] = {"auto", "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "GB18030", "Big5", "Shift_JIS"};
	if (n < 2)
		return 0;
	g_autoptr(diag) d = diag_new();
	int fd = memory_file(data + 2, n - 2);
	g_autofree char *path = memory_path(fd);
	struct bytes b;
	if (bytes_open(&b, path, "fuzz", FUZZ_UNPACKED, d))
		read_text(&b, DELIMITERS[data[0] % G_N_ELEMENTS(DELIMITERS)], ENCODINGS[data[1] % G_N_ELEMENTS(ENCODINGS)], d);
	bytes_clear(&b);
	close(fd);
	return 0;
}
