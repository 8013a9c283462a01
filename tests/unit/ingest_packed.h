/* Files for the tests of readers: bytes in a file in memory, and parts packed as a workbook has them. */
#ifndef TESTS_INGEST_PACKED_H
#define TESTS_INGEST_PACKED_H
#include "ingest/bytes.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

struct packed_part {
	const char *name;
	const void *bytes;
	size_t n;
};

/* A file in memory that holds the bytes; the caller closes it. */
static inline int memory_file(const void *bytes, size_t n) {
	int fd = memfd_create("test", MFD_CLOEXEC);
	g_assert(fd >= 0);
	for (size_t done = 0; done < n;) {
		ssize_t more = write(fd, (const char *)bytes + done, n - done);
		g_assert(more > 0);
		done += (size_t)more;
	}
	return fd;
}

/* A path that opens such a file anew; caller owns. */
static inline char *memory_path(int fd) {
	return g_strdup_printf("/proc/self/fd/%d", fd);
}

/* As bytes_open would, without a look at what they are; bytes_clear closes it. */
static inline struct bytes memory_bytes(int fd) {
	return (struct bytes){.fd = fd, .size = (int64_t)lseek(fd, 0, SEEK_END), .source = -1};
}

/* The parts in one packed file; bytes_clear closes it. */
static inline struct bytes packed_bytes(const struct packed_part *parts, size_t n) {
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *buffer = zip_source_buffer_create(NULL, 0, 0, &error);
	g_assert(buffer != NULL);
	zip_source_keep(buffer);
	zip_t *zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
	for (size_t i = 0; i < n; i++) {
		zip_int64_t at = zip_file_add(zip, parts[i].name, zip_source_buffer(zip, parts[i].bytes, parts[i].n, 0), 0);
		g_assert(at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0);
	}
	g_assert(zip_close(zip) == 0 && zip_source_open(buffer) == 0);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	guint8 block[4096];
	zip_int64_t got;
	while ((got = zip_source_read(buffer, block, sizeof block)) > 0)
		g_byte_array_append(bytes, block, (guint)got);
	zip_source_close(buffer);
	zip_source_free(buffer);
	zip_error_fini(&error);
	return memory_bytes(memory_file(bytes->data, bytes->len));
}
#endif
