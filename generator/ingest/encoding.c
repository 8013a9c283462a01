/* ingest/encoding: UTF-8 is counted over the whole text; ICU looks at the lines that are not. */
#include "ingest/encoding.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

/* Bytes of a sequence that begins with c still to come, and the bounds of the first of them; -1: none begins so. */
static int sequence(unsigned char c, unsigned char *low, unsigned char *high) {
	*low = 0x80;
	*high = 0xbf;
	if (c >= 0xc2 && c <= 0xdf)
		return 1;
	if (c >= 0xe0 && c <= 0xef) {
		*low = c == 0xe0 ? 0xa0 : 0x80;
		*high = c == 0xed ? 0x9f : 0xbf;
		return 2;
	}
	if (c >= 0xf0 && c <= 0xf4) {
		*low = c == 0xf0 ? 0x90 : 0x80;
		*high = c == 0xf4 ? 0x8f : 0xbf;
		return 3;
	}
	return -1;
}

static void look_at_byte(struct encoding_look *x, unsigned char c) {
	if (x->rest > 0) {
		if (c >= x->low && c <= x->high) {
			x->low = 0x80;
			x->high = 0xbf;
			x->valid += --x->rest == 0;
			return;
		}
		x->invalid++;
		x->rest = 0;
	}
	if (c < 0x80)
		return;
	int rest = sequence(c, &x->low, &x->high);
	x->invalid += rest < 0;
	x->rest = rest < 0 ? 0 : rest;
}

/* The first byte at or after i that is not ASCII, n: none. Eight at a time: most texts are ASCII nearly all through. */
static size_t skip_ascii(const unsigned char *bytes, size_t i, size_t n) {
	for (; i + 8 <= n; i += 8) {
		uint64_t word;
		memcpy(&word, bytes + i, 8);
		if ((word & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < n && bytes[i] < 0x80)
		i++;
	return i;
}

/* Takes the line around byte i into the sample, while there is room; returns where it ends. */
static size_t take_line(struct encoding_look *x, const unsigned char *bytes, size_t i, size_t n) {
	size_t from = i;
	while (from > 0 && bytes[from - 1] != '\n' && i - from < 200)
		from--;
	const unsigned char *end = memchr(bytes + i, '\n', n - i);
	size_t to = end == NULL ? n : (size_t)(end - bytes) + 1;
	size_t take = to - from;
	if (take > sizeof x->sample - x->n_sample)
		take = sizeof x->sample - x->n_sample;
	memcpy(x->sample + x->n_sample, bytes + from, take);
	x->n_sample += take;
	return to;
}

void encoding_look_at(struct encoding_look *x, const unsigned char *bytes, size_t n) {
	size_t sampled = 0;
	for (size_t i = 0; i < n;) {
		if (x->rest == 0) {
			i = skip_ascii(bytes, i, n);
			if (i == n)
				return;
			if (i >= sampled && x->n_sample < sizeof x->sample)
				sampled = take_line(x, bytes, i, n);
		}
		look_at_byte(x, bytes[i++]);
	}
}

const char *encoding_of_mark(const unsigned char *bytes, size_t n, size_t *mark) {
	static const struct {
		const char *name;
		size_t length;
		unsigned char mark[4];
	} MARKS[] = {
		{"UTF-8", 3, {0xef, 0xbb, 0xbf}}, {"UTF-32LE", 4, {0xff, 0xfe, 0, 0}}, {"UTF-16LE", 2, {0xff, 0xfe}}, {"UTF-16BE", 2, {0xfe, 0xff}},
		{"GB18030", 4, {0x84, 0x31, 0x95, 0x33}},
	};
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
		if (n >= MARKS[i].length && memcmp(bytes, MARKS[i].mark, MARKS[i].length) == 0) {
			*mark = MARKS[i].length;
			return MARKS[i].name;
		}
	return NULL;
}

const char *encoding_of_zeros(const unsigned char *bytes, size_t n) {
	size_t zeros[2] = {0, 0};
	size_t ends[2] = {0, 0};
	n -= n % 2;
	for (size_t i = 0; i < n; i++)
		zeros[i % 2] += bytes[i] == 0;
	/* Chinese texts have few zero bytes, but line ends, delimiters and digits are among them. */
	for (size_t i = 0; i + 1 < n; i += 2) {
		ends[1] += bytes[i] != 0 && bytes[i] < 0x80 && bytes[i + 1] == 0;
		ends[0] += bytes[i] == 0 && bytes[i + 1] != 0 && bytes[i + 1] < 0x80;
	}
	if (n < 4)
		return NULL;
	if (zeros[1] > 0 && zeros[0] * 20 < zeros[1] && ends[1] * 10 >= n / 2)
		return "UTF-16LE";
	if (zeros[0] > 0 && zeros[1] * 20 < zeros[0] && ends[0] * 10 >= n / 2)
		return "UTF-16BE";
	return NULL;
}

/* ICU's name of what it found and the name it is read by: a text that calls itself Latin-1 is written as Windows-1252. */
static const char *readable(const char *found) {
	static const struct {
		const char *found, *name;
	} NAMES[] = {
		{"ISO-8859-1", "windows-1252"}, {"windows-1252", "windows-1252"}, {"GB18030", "GB18030"}, {"Big5", "Big5"}, {"Shift_JIS", "Shift_JIS"},
		{"EUC-JP", "EUC-JP"}, {"EUC-KR", "EUC-KR"}, {"windows-1251", "windows-1251"}, {"ISO-8859-2", "windows-1250"}, {"windows-1250", "windows-1250"},
	};
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
		if (strcmp(NAMES[i].found, found) == 0)
			return NAMES[i].name;
	return NULL;
}

/* The share of the sample that the encoding cannot mean, in thousandths. */
static int64_t unreadable(const char *name, const unsigned char *bytes, size_t n) {
	UErrorCode status = U_ZERO_ERROR;
	UConverter *c = ucnv_open(name, &status);
	if (U_FAILURE(status))
		return 1000;
	int64_t wrong = 0;
	const char *p = (const char *)bytes;
	const char *end = p + n;
	while (p < end) {
		status = U_ZERO_ERROR;
		UChar32 ch = ucnv_getNextUChar(c, &p, end, &status);
		if (status == U_INDEX_OUTOFBOUNDS_ERROR || status == U_TRUNCATED_CHAR_FOUND)
			break;
		/* Control characters of Windows-1252's holes and private letters are no text. */
		wrong += U_FAILURE(status) || ch == 0xfffd || (ch >= 0x80 && ch < 0xa0) || (ch >= 0xe000 && ch <= 0xf8ff);
	}
	ucnv_close(c);
	return wrong * 1000 / (int64_t)n;
}

const char *encoding_guess(struct encoding_look *x) {
	x->invalid += x->rest > 0;
	x->rest = 0;
	/* As many sequences of UTF-8 as bytes that are none: UTF-8 with damage. In ten characters of GB18030, Big5, Shift_JIS or EUC-KR there are so many by
	 * chance in one text of 500, in thirty in none of thousands; in Western letters hardly ever one. */
	if (x->valid >= x->invalid)
		return "UTF-8";
	UErrorCode status = U_ZERO_ERROR;
	UCharsetDetector *det = ucsdet_open(&status);
	ucsdet_setText(det, (const char *)x->sample, (int32_t)x->n_sample, &status);
	int32_t n = 0;
	const UCharsetMatch **matches = ucsdet_detectAll(det, &n, &status);
	const char *best = NULL;
	for (int32_t i = 0; i < n && U_SUCCESS(status) && best == NULL; i++) {
		const char *name = readable(ucsdet_getName(matches[i], &status));
		if (name != NULL && unreadable(name, x->sample, x->n_sample) < 10)
			best = name;
	}
	ucsdet_close(det);
	if (best == NULL && unreadable("windows-1252", x->sample, x->n_sample) == 0)
		best = "windows-1252";
	return best;
}

bool encoding_known(const char *name) {
	UErrorCode status = U_ZERO_ERROR;
	UConverter *c = ucnv_open(name, &status);
	bool known = U_SUCCESS(status);
	ucnv_close(c);
	return known;
}
