/* Fuzz target: site.conf. Files it would include or look for by a pattern are left out: they are of the machine, not of the text. */
#include "fuzz/fuzz.h"

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	if (memmem(data, n, "@include", 8) != NULL || memchr(data, '*', n) != NULL || memchr(data, '?', n) != NULL)
		return 0;
	g_autoptr(diag) d = diag_new();
	int fd = memory_file(data, n);
	g_autofree char *path = memory_path(fd);
	g_autoptr(conf) read = conf_read(path, d);
	g_assert(read != NULL || diag_count(d, SEVERITY_ERROR) > 0);
	close(fd);
	return 0;
}
