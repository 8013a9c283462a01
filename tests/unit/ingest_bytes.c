/* ingest/bytes: what a file comes to when it is unpacked and converted, and what is refused. */
#include "ingest/bytes.h"

#include <gio/gio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#include "unit/ingest_packed.h"

#define MOST ((int64_t)1024 * 1024)

static char *gzip(const char *text, size_t n, size_t *packed) {
	g_autoptr(GZlibCompressor) z = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
	size_t room = n + 1024;
	char *out = g_malloc(room);
	gsize read = 0, written = 0;
	assert_int_equal(g_converter_convert(G_CONVERTER(z), text, n, out, room, G_CONVERTER_INPUT_AT_END, &read, &written, NULL), G_CONVERTER_FINISHED);
	assert_int_equal(read, n);
	*packed = written;
	return out;
}

struct opened {
	struct bytes b;
	struct diag *d;
	int fd;
	bool fine;
};

static void open_bytes(struct opened *o, const void *bytes, size_t n, const char *encoding) {
	*o = (struct opened){.d = diag_new(), .fd = memory_file(bytes, n)};
	g_autofree char *path = memory_path(o->fd);
	o->fine = bytes_open(&o->b, path, "data", MOST, o->d) && (encoding == NULL || bytes_as_text(&o->b, encoding, "data", MOST, o->d));
}

static void close_bytes(struct opened *o) {
	bytes_clear(&o->b);
	close(o->fd);
	diag_free(o->d);
}

static void assert_reads(const struct opened *o, const char *want, size_t n) {
	g_autofree char *got = g_malloc(n + 16);
	g_autofree char *error = NULL;
	assert_true(o->fine);
	assert_int_equal(bytes_read(&o->b, got, n + 16, o->b.start, &error), n);
	assert_memory_equal(got, want, n);
	assert_int_equal(bytes_read(&o->b, got, 1, o->b.size, &error), 0);
	assert_int_equal(diag_total(o->d), 0);
}

static void assert_told(struct opened *o, enum diag_code code) {
	assert_false(o->fine);
	assert_int_equal(diag_total(o->d), 1);
	assert_string_equal(diag_name(diag_get(o->d, 0)->code), diag_name(code));
	close_bytes(o);
}

static void a_plain_text_is_read_where_it_lies(void **state) {
	(void)state;
	struct opened o;
	open_bytes(&o, "a,b\n", 4, "auto");
	assert_reads(&o, "a,b\n", 4);
	assert_int_equal(o.b.fd, o.b.source);
	assert_string_equal(o.b.encoding, "UTF-8");
	assert_null(o.b.packed);
	close_bytes(&o);
}

static void members_of_gzip_are_one_text(void **state) {
	(void)state;
	size_t n[3];
	g_autofree char *one = gzip("a,b\n1,", 6, &n[0]);
	g_autofree char *none = gzip("", 0, &n[1]);
	g_autofree char *two = gzip("2\n", 2, &n[2]);
	g_autoptr(GByteArray) all = g_byte_array_new();
	g_byte_array_append(all, (guint8 *)one, (guint)n[0]);
	g_byte_array_append(all, (guint8 *)none, (guint)n[1]);
	g_byte_array_append(all, (guint8 *)two, (guint)n[2]);
	struct opened o;
	open_bytes(&o, all->data, all->len, "auto");
	assert_reads(&o, "a,b\n1,2\n", 8);
	assert_string_equal(o.b.packed, "gzip");
	close_bytes(&o);
	/* Cut anywhere it is told, but for the ends of members. */
	for (guint cut = 2; cut < all->len; cut++) {
		if (cut == n[0] || cut == n[0] + n[1])
			continue;
		open_bytes(&o, all->data, cut, NULL);
		assert_told(&o, DIAG_FILE_GZIP);
	}
}

static void what_unpacks_to_more_than_allowed_is_refused(void **state) {
	(void)state;
	g_autofree char *zeros = g_malloc0((size_t)MOST + 1);
	size_t n;
	struct opened o;
	g_autofree char *fits = gzip(zeros, (size_t)MOST, &n);
	open_bytes(&o, fits, n, NULL);
	assert_true(o.fine);
	assert_int_equal(o.b.size, MOST);
	close_bytes(&o);
	g_autofree char *larger = gzip(zeros, (size_t)MOST + 1, &n);
	open_bytes(&o, larger, n, NULL);
	assert_told(&o, DIAG_FILE_UNPACKED);
}

static void encodings_become_utf_8(void **state) {
	(void)state;
	static const struct {
		const char *encoding, *bytes;
		size_t n;
		const char *want, *told;
	} CASES[] = {
		{"auto", "\xff\xfe" "a\0\xfc\0\n\0", 8, "a\xc3\xbc\n", "UTF-16LE with BOM"},
		{"auto", "a\0,\0\xfc\0\n\0", 8, "a,\xc3\xbc\n", "UTF-16LE"},
		{"auto", "\xfe\xff\0a\0\xfc", 6, "a\xc3\xbc", "UTF-16BE with BOM"},
		{"windows-1252", "5 \x80\n", 4, "5 \xe2\x82\xac\n", "windows-1252"},
		/* U+5317 is b1 b1 in GB18030, a5 5f in Big5, 96 6b in Shift_JIS; its UTF-8 is e5 8c 97 */
		{"GB18030", "\xb1\xb1", 2, "\xe5\x8c\x97", "GB18030"},
		{"Big5", "\xa5\x5f", 2, "\xe5\x8c\x97", "Big5"},
		{"Shift_JIS", "\x96\x6b", 2, "\xe5\x8c\x97", "Shift_JIS"},
		/* What is said yields to a mark. */
		{"Big5", "\xef\xbb\xbf" "a\n", 5, "a\n", "UTF-8 with BOM"},
		/* Four bytes of GB18030: U+20000 */
		{"GB18030", "\x95\x32\x82\x36", 4, "\xf0\xa0\x80\x80", "GB18030"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
		struct opened o;
		open_bytes(&o, CASES[i].bytes, CASES[i].n, CASES[i].encoding);
		assert_reads(&o, CASES[i].want, strlen(CASES[i].want));
		assert_string_equal(o.b.encoding, CASES[i].told);
		close_bytes(&o);
	}
}

static void a_byte_without_meaning_is_marked_and_the_rest_is_kept(void **state) {
	(void)state;
	static const struct {
		const char *encoding, *bytes;
		size_t n;
		const char *behind;
	} CASES[] = {
		{"GB18030", "a\n\xb1\xff" "b\n\xb1\xb1\n", 9, "b\n\xe5\x8c\x97\n"},
		{"UTF-16LE", "a\0\n\0\x00\xd8" "b\0\n\0", 10, "b\n"},
		{"UTF-16LE", "a\0\n\0b", 5, ""},
		{"Shift_JIS", "a\n\x96", 3, ""},
		/* Half a character before a line's end: the end stays. */
		{"GB18030", "a\n\xb1\nb\n", 6, "\nb\n"},
		{"GB18030", "a\n\x81\x30\nb\n", 7, "\nb\n"},
		{"GB18030", "a\n\x81\x30\x81\nb\n", 8, "\nb\n"},
		{"Big5", "a\n\xa5\nb\n", 6, "\nb\n"},
		{"Shift_JIS", "a\n\x96\nb\n", 6, "\nb\n"},
		{"UTF-16LE", "a\0\n\0\x00\xd8\n\0b\0\n\0", 12, "\nb\n"},
		{"UTF-16BE", "\0a\0\n\xd8\0\0\n\0b\0\n", 12, "\nb\n"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
		struct opened o;
		open_bytes(&o, CASES[i].bytes, CASES[i].n, CASES[i].encoding);
		/* As many bytes stand for a fault as ICU takes for one; the lines around it are whole. */
		char got[64] = "";
		g_autofree char *error = NULL;
		assert_true(o.fine);
		int64_t n = bytes_read(&o.b, got, sizeof got - 1, 0, &error);
		assert_true(n > 0 && memchr(got, 0xff, (size_t)n) != NULL);
		assert_memory_equal(got, "a\n", 2);
		assert_string_equal(got + (size_t)n - strlen(CASES[i].behind), CASES[i].behind);
		close_bytes(&o);
	}
}

static void a_character_cut_by_a_block_is_whole(void **state) {
	(void)state;
	/* 300,001 bytes of Big5 pairs behind one letter: a block of 256 KiB ends within a pair. */
	g_autoptr(GString) text = g_string_new("a");
	g_autoptr(GString) want = g_string_new("a");
	for (int i = 0; i < 150000; i++) {
		g_string_append(text, "\xa5\x5f");
		g_string_append(want, "\xe5\x8c\x97");
	}
	struct opened o;
	open_bytes(&o, text->str, text->len, "Big5");
	assert_reads(&o, want->str, want->len);
	close_bytes(&o);
}

static void what_cannot_be_opened_is_told(void **state) {
	(void)state;
	struct opened o = {.d = diag_new(), .fd = -1};
	o.fine = bytes_open(&o.b, "/nowhere/data", "data", MOST, o.d);
	assert_told(&o, DIAG_FILE_READ);
	open_bytes(&o, "a\n", 2, "klingon");
	assert_told(&o, DIAG_FILE_ENCODING_UNKNOWN);
}

static void a_file_that_grew_is_another(void **state) {
	(void)state;
	struct opened o;
	open_bytes(&o, "a,b\n", 4, "auto");
	assert_false(bytes_changed(&o.b));
	assert_int_equal(write(o.fd, "1,2\n", 4), 4);
	assert_true(bytes_changed(&o.b));
	assert_reads(&o, "a,b\n", 4);
	close_bytes(&o);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_text_is_read_where_it_lies),
		cmocka_unit_test(members_of_gzip_are_one_text),
		cmocka_unit_test(what_unpacks_to_more_than_allowed_is_refused),
		cmocka_unit_test(encodings_become_utf_8),
		cmocka_unit_test(a_byte_without_meaning_is_marked_and_the_rest_is_kept),
		cmocka_unit_test(a_character_cut_by_a_block_is_whole),
		cmocka_unit_test(what_cannot_be_opened_is_told),
		cmocka_unit_test(a_file_that_grew_is_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
