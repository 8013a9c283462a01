/* ingest/texts: a sparse list of beginnings; from the nearest one on the texts are passed over one by one. */
#include "ingest/texts.h"
#include "base/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define EACH 16                              /* texts from one mark to the next */
#define MOST_HELD ((gsize)16 * 1024 * 1024)
#define WINDOW ((size_t)64 * 1024)

void texts_init(struct texts *x) {
	*x = (struct texts){.fd = -1, .held = g_string_new(NULL), .marks = g_array_new(FALSE, FALSE, sizeof(int64_t))};
}

void texts_clear(struct texts *x) {
	if (x->held != NULL)
		g_string_free(x->held, TRUE);
	g_clear_pointer(&x->marks, g_array_unref);
	if (x->fd >= 0)
		close(x->fd);
	g_free(x->window);
	g_free(x->failed);
	*x = (struct texts){.fd = -1};
}

/* What is held goes into the file. */
static bool spill(struct texts *x) {
	if (x->fd < 0)
		x->fd = file_spool(&x->failed);
	if (x->fd < 0 || !file_spool_write(x->fd, x->held->str, x->held->len, &x->failed))
		return false;
	x->written += (int64_t)x->held->len;
	g_string_truncate(x->held, 0);
	return true;
}

bool texts_add(struct texts *x, const char *text, gsize length) {
	int64_t begin = x->written + (int64_t)x->held->len;
	if (x->n % EACH == 0)
		g_array_append_val(x->marks, begin);
	x->n++;
	g_string_append_len(x->held, text, (gssize)length);
	g_string_append_c(x->held, '\0');
	return x->held->len < MOST_HELD || spill(x);
}

bool texts_end(struct texts *x) {
	if (x->fd < 0)
		return true;
	x->window = g_malloc(WINDOW);
	return spill(x);
}

/* The bytes from `from` on, as many as are at hand; NULL when they cannot be read. */
static const char *bytes_at(struct texts *x, int64_t from, size_t *n) {
	if (x->fd < 0) {
		*n = x->held->len - (gsize)from;
		return x->held->str + from;
	}
	if (from < x->at || from >= x->at + (int64_t)x->length) {
		ssize_t got;
		while ((got = pread(x->fd, x->window, WINDOW, from)) < 0 && errno == EINTR)
			;
		if (got <= 0) {
			x->length = 0;
			x->failed = x->failed != NULL ? x->failed : g_strdup(got < 0 ? g_strerror(errno) : "its texts were lost");
			return NULL;
		}
		x->at = from;
		x->length = (size_t)got;
	}
	*n = x->length - (size_t)(from - x->at);
	return x->window + (from - x->at);
}

bool texts_get(struct texts *x, guint64 i, GString *out) {
	g_string_truncate(out, 0);
	if (i >= (guint64)x->n)
		return false;
	int64_t from = g_array_index(x->marks, int64_t, (guint)(i / EACH));
	for (guint64 before = i % EACH;;) {
		size_t n;
		const char *p = bytes_at(x, from, &n);
		if (p == NULL)
			return false;
		const char *end = memchr(p, '\0', n);
		size_t length = end == NULL ? n : (size_t)(end - p);
		if (before == 0)
			g_string_append_len(out, p, (gssize)length);
		from += (int64_t)length + (end != NULL);
		if (end == NULL)
			continue;
		if (before == 0)
			return true;
		before--;
	}
}
