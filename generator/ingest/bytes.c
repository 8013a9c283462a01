/* ingest/bytes: opening, unpacking, converting. What cannot be read where it lies goes through a file without a name. */
#include "ingest/bytes.h"
#include "base/file.h"
#include "ingest/encoding.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#define BLOCK ((size_t)256 * 1024)

/* Bytes on their way into a spool. */
struct pouring {
	int fd;
	int64_t n, most;
	const char *name;
	struct diag *d;
};

static bool tell(struct diag *d, enum diag_code code, const char *name, const char *why) {
	diag_report(d, code, (struct where){.file = name}, why, NULL);
	return false;
}

static bool pour_begin(struct pouring *p, int64_t most, const char *name, struct diag *d) {
	g_autofree char *error = NULL;
	*p = (struct pouring){.fd = file_spool(&error), .most = most, .name = name, .d = d};
	return p->fd >= 0 || tell(d, DIAG_FILE_SPOOL, name, error);
}

static bool pour(struct pouring *p, const void *bytes, size_t n) {
	g_autofree char *error = NULL;
	p->n += (int64_t)n;
	if (p->n > p->most) {
		g_autofree char *most = g_strdup_printf("%" G_GINT64_FORMAT, p->most);
		return tell(p->d, DIAG_FILE_UNPACKED, p->name, most);
	}
	return file_spool_write(p->fd, bytes, n, &error) || tell(p->d, DIAG_FILE_SPOOL, p->name, error);
}

/* The poured bytes are what is read from now on; the file itself stays open, to see whether it changes. */
static void pour_end(struct pouring *p, struct bytes *b) {
	if (b->source < 0 || b->fd != b->source)
		close(b->fd);
	b->fd = p->fd;
	b->size = p->n;
	b->start = 0;
}

/* The next bytes of a descriptor that is read in order; 0 at the end, -1 with the reason in d. */
static ssize_t take(int fd, void *into, size_t n, const char *name, struct diag *d) {
	for (;;) {
		ssize_t got = read(fd, into, n);
		if (got >= 0 || errno != EINTR) {
			if (got < 0)
				tell(d, DIAG_FILE_READ, name, g_strerror(errno));
			return got;
		}
	}
}

/* Standard input can be read once only. */
static bool spool_stdin(struct bytes *b, const char *name, int64_t most, struct diag *d) {
	struct pouring p;
	if (!pour_begin(&p, most, name, d))
		return false;
	g_autofree char *block = g_malloc(BLOCK);
	ssize_t n;
	bool fine = true;
	while (fine && (n = take(b->fd, block, BLOCK, name, d)) != 0)
		fine = n > 0 && pour(&p, block, (size_t)n);
	pour_end(&p, b);
	return fine;
}

/* One step of unpacking. Returns false when the file is damaged or does not fit; *used: packed bytes taken, 0 at a true end. */
static bool unpack_block(GConverter *gunzip, const char *in, size_t n, bool last, struct pouring *p, size_t *used, bool *member) {
	char out[65536];
	gsize read = 0, written = 0;
	g_autoptr(GError) error = NULL;
	GConverterFlags flags = last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS;
	GConverterResult result = g_converter_convert(gunzip, in, n, out, sizeof out, flags, &read, &written, &error);
	*used = read;
	if (result == G_CONVERTER_ERROR && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && !last)
		return true;
	if (result == G_CONVERTER_ERROR)
		return tell(p->d, DIAG_FILE_GZIP, p->name, error->message);
	*member = result != G_CONVERTER_FINISHED;
	/* Members may follow one another: together they are one text. */
	if (result == G_CONVERTER_FINISHED)
		g_converter_reset(gunzip);
	return pour(p, out, written);
}

static bool unpack(const struct bytes *b, struct pouring *p) {
	g_autoptr(GZlibDecompressor) gunzip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
	g_autofree char *block = g_malloc(BLOCK);
	int64_t at = 0;
	size_t held = 0;
	bool member = false;
	for (;;) {
		g_autofree char *error = NULL;
		int64_t n = bytes_read(b, block + held, BLOCK - held, at, &error);
		if (n < 0)
			return tell(p->d, DIAG_FILE_READ, p->name, error);
		at += n;
		held += (size_t)n;
		if (held == 0 && !member)
			return true;
		size_t used = 0;
		if (!unpack_block(G_CONVERTER(gunzip), block, held, at >= b->size, p, &used, &member))
			return false;
		held -= used;
		memmove(block, block + used, held);
	}
}

static bool gunzip(struct bytes *b, const char *name, int64_t most, struct diag *d) {
	struct pouring p;
	if (!pour_begin(&p, most, name, d))
		return false;
	bool fine = unpack(b, &p);
	pour_end(&p, b);
	b->packed = "gzip";
	return fine;
}

bool bytes_open(struct bytes *b, const char *path, const char *name, int64_t most, struct diag *d) {
	g_autofree char *error = NULL;
	*b = (struct bytes){.fd = file_open_read(path, &error), .source = -1};
	if (b->fd < 0)
		return tell(d, DIAG_FILE_READ, name, error);
	if (strcmp(path, "-") == 0) {
		if (!spool_stdin(b, name, most, d))
			return false;
	} else {
		if (fstat(b->fd, &b->before) != 0)
			return tell(d, DIAG_FILE_READ, name, g_strerror(errno));
		b->source = b->fd;
		b->size = b->before.st_size;
	}
	unsigned char head[2];
	int64_t n = bytes_read(b, head, sizeof head, 0, &error);
	if (n < 0)
		return tell(d, DIAG_FILE_READ, name, error);
	return n < 2 || head[0] != 0x1f || head[1] != 0x8b || gunzip(b, name, most, d);
}

int64_t bytes_read(const struct bytes *b, void *into, size_t n, int64_t from, char **error) {
	if (from >= b->size)
		return 0;
	if ((int64_t)n > b->size - from)
		n = (size_t)(b->size - from);
	size_t done = 0;
	while (done < n) {
		ssize_t got = pread(b->fd, (char *)into + done, n - done, from + (int64_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			*error = g_strdup(g_strerror(errno));
			return -1;
		}
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (int64_t)done;
}

/* Looks at all of the text; NULL with the reason in d. Static, or of the caller's rule. */
static const char *detect(struct bytes *b, const char *name, struct diag *d) {
	g_autofree struct encoding_look *look = g_new0(struct encoding_look, 1);
	g_autofree unsigned char *block = g_malloc(BLOCK);
	for (int64_t at = b->start;;) {
		g_autofree char *error = NULL;
		int64_t n = bytes_read(b, block, BLOCK, at, &error);
		if (n < 0) {
			tell(d, DIAG_FILE_READ, name, error);
			return NULL;
		}
		if (n == 0)
			break;
		if (at == b->start) {
			const char *wide = encoding_of_zeros(block, (size_t)MIN(n, 4096));
			if (wide != NULL)
				return wide;
		}
		encoding_look_at(look, block, (size_t)n);
		at += n;
	}
	const char *found = encoding_guess(look);
	if (found == NULL)
		tell(d, DIAG_FILE_ENCODING, name, NULL);
	return found;
}

#define MIDDLE 4096
#define ROOM (MIDDLE * 3 + 1) /* bytes of UTF-8 that the middle can come to, and the one that stands for a fault */

/* A conversion under way: a character may be cut by a block's end. */
struct converting {
	UConverter *from, *to;
	UChar middle[MIDDLE]; /* ICU converts through UTF-16 */
	UChar *source, *target;
	bool first;
};

/* Lets through what was converted before a fault, then what stands for the fault; returns the end of the output. */
static char *let_through(struct converting *x, char *out, const char *end) {
	UErrorCode status = U_ZERO_ERROR;
	const UChar *source = x->source;
	ucnv_fromUnicode(x->to, &out, end, &source, x->target, NULL, true, &status);
	*out++ = (char)0xff;
	ucnv_resetToUnicode(x->from);
	x->source = x->target = x->middle;
	return out;
}

/* Converts one block. */
static bool convert_block(struct converting *x, const char *in, size_t n, bool last, struct pouring *p) {
	char out[65536];
	const char *end = in + n;
	for (;;) {
		UErrorCode status = U_ZERO_ERROR;
		char *o = out;
		ucnv_convertEx(x->to, x->from, &o, out + sizeof out - ROOM, &in, end, x->middle, &x->source, &x->target, x->middle + MIDDLE, x->first, last,
		               &status);
		x->first = false;
		bool full = status == U_BUFFER_OVERFLOW_ERROR;
		bool wrong = U_FAILURE(status) && !full;
		if (wrong)
			o = let_through(x, o, out + sizeof out);
		if (!pour(p, out, (size_t)(o - out)))
			return false;
		if (!full && !(wrong && (in < end || (last && status != U_TRUNCATED_CHAR_FOUND))))
			return true;
	}
}

static bool convert(const struct bytes *b, UConverter *from, UConverter *to, struct pouring *p) {
	g_autofree char *block = g_malloc(BLOCK);
	g_autofree struct converting *x = g_new0(struct converting, 1);
	*x = (struct converting){.from = from, .to = to, .first = true};
	x->source = x->target = x->middle;
	int64_t at = b->start;
	for (;;) {
		g_autofree char *error = NULL;
		int64_t n = bytes_read(b, block, BLOCK, at, &error);
		if (n < 0)
			return tell(p->d, DIAG_FILE_READ, p->name, error);
		at += n;
		if (!convert_block(x, block, (size_t)n, n == 0, p))
			return false;
		if (n == 0)
			return true;
	}
}

static bool as_utf8(struct bytes *b, const char *encoding, const char *name, int64_t most, struct diag *d) {
	UErrorCode status = U_ZERO_ERROR;
	UConverter *from = ucnv_open(encoding, &status);
	UConverter *to = ucnv_open("UTF-8", &status);
	ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	struct pouring p;
	bool fine = U_SUCCESS(status) ? pour_begin(&p, most, name, d) : tell(d, DIAG_FILE_ENCODING_UNKNOWN, name, encoding);
	if (fine) {
		fine = convert(b, from, to, &p);
		pour_end(&p, b);
	}
	ucnv_close(from);
	ucnv_close(to);
	return fine;
}

bool bytes_as_text(struct bytes *b, const char *encoding, const char *name, int64_t most, struct diag *d) {
	unsigned char head[4];
	g_autofree char *error = NULL;
	int64_t n = bytes_read(b, head, sizeof head, 0, &error);
	if (n < 0)
		return tell(d, DIAG_FILE_READ, name, error);
	size_t mark = 0;
	const char *found = encoding_of_mark(head, (size_t)n, &mark);
	bool asked = strcmp(encoding, "auto") != 0;
	if (asked && !encoding_known(encoding))
		return tell(d, DIAG_FILE_ENCODING_UNKNOWN, name, encoding);
	if (found != NULL)
		b->start = (int64_t)mark;
	else if (asked)
		found = encoding;
	else
		found = detect(b, name, d);
	if (found == NULL)
		return false;
	b->encoding = g_strconcat(found, mark > 0 ? " with BOM" : "", NULL);
	return g_ascii_strcasecmp(found, "UTF-8") == 0 || as_utf8(b, found, name, most, d);
}

bool bytes_changed(const struct bytes *b) {
	struct stat now;
	return b->source >= 0 && fstat(b->source, &now) == 0 &&
	       (now.st_size != b->before.st_size || now.st_mtim.tv_sec != b->before.st_mtim.tv_sec || now.st_mtim.tv_nsec != b->before.st_mtim.tv_nsec);
}

void bytes_clear(struct bytes *b) {
	if (b->fd >= 0)
		close(b->fd);
	if (b->source >= 0 && b->source != b->fd)
		close(b->source);
	g_free(b->encoding);
	*b = (struct bytes){.fd = -1, .source = -1};
}
