/* base/text: small helpers on UTF-8 strings. Everything given here may come from a hostile file: invalid UTF-8 is
 * handled, not trusted. Independent of the process locale. Knows no language and nothing of what a text means. */
#include "base/text.h"

#include <string.h>

#define LONGEST_WORD 64 /* characters; a longer word is nobody's typing error */
#define LONGEST_SLUG 48
#define SLUG_HASH 8

/* Edit distance with neighbours swapped counting once; both at most LONGEST_WORD long. */
static size_t distance(const gunichar *a, size_t n, const gunichar *b, size_t m) {
	size_t rows[3][LONGEST_WORD + 1];
	size_t *before = rows[0];
	size_t *above = rows[1];
	size_t *here = rows[2];
	for (size_t j = 0; j <= m; j++)
		above[j] = j;
	for (size_t i = 1; i <= n; i++) {
		here[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
			best = MIN(best, MIN(above[j], here[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = MIN(best, before[j - 2] + 1);
			here[j] = best;
		}
		size_t *spare = before;
		before = above;
		above = here;
		here = spare;
	}
	return above[m];
}

/* The folded characters of a word, or 0 when it is empty, too long or not UTF-8. */
static size_t characters(const char *s, gunichar out[static LONGEST_WORD]) {
	size_t n = 0;
	for (const char *p = s; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char_validated(p, -1);
		if (c == (gunichar)-1 || c == (gunichar)-2 || n == LONGEST_WORD)
			return 0;
		out[n++] = g_unichar_tolower(c);
	}
	return n;
}

const char *text_nearest(const char *word, const char *const *names, size_t n) {
	gunichar a[LONGEST_WORD];
	gunichar b[LONGEST_WORD];
	size_t length = characters(word, a);
	if (length == 0)
		return NULL;
	size_t limit = MIN(MAX(length / 3, 1), length - 1);
	const char *nearest = NULL;
	for (size_t i = 0; i < n; i++) {
		size_t other = characters(names[i], b);
		if (other == 0)
			continue;
		size_t d = distance(a, length, b, other);
		if (d > limit || (nearest != NULL && d == limit))
			continue;
		nearest = names[i];
		limit = d;
	}
	return nearest;
}

static bool is_blank(gunichar c) {
	return c != (gunichar)-1 && c != (gunichar)-2 && (g_unichar_isspace(c) || c == '\v');
}

char *text_trim(char *s) {
	while (*s != '\0' && is_blank(g_utf8_get_char_validated(s, -1)))
		s = g_utf8_next_char(s);
	char *end = s + strlen(s);
	while (end > s) {
		const char *last = g_utf8_find_prev_char(s, end);
		if (last == NULL || !is_blank(g_utf8_get_char_validated(last, end - last)))
			break;
		end -= end - last;
	}
	*end = '\0';
	return s;
}

char *text_fold(const char *s) {
	GString *out = g_string_new(NULL);
	bool gap = false;
	while (*s != '\0') {
		gunichar c = g_utf8_get_char_validated(s, -1);
		bool valid = c != (gunichar)-1 && c != (gunichar)-2;
		s = valid ? g_utf8_next_char(s) : s + 1;
		if (!valid)
			c = 0xfffd;
		if (is_blank(c) || c == '_' || c == '-' || c == '.') {
			gap = true;
			continue;
		}
		if (gap && out->len > 0)
			g_string_append_c(out, '_');
		gap = false;
		g_string_append_unichar(out, g_unichar_tolower(c));
	}
	return g_string_free(out, FALSE);
}

/* Characters that change how what follows is shown, or that show as nothing. */
static bool is_invisible(gunichar c) {
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f) ||
	       (c & 0xfffe) == 0xfffe;
}

char *text_visible(const char *s, size_t length, size_t most) {
	GString *out = g_string_new(NULL);
	const char *end = s + length;
	for (size_t n = 0; s < end; n++) {
		if (n == most) {
			g_string_append(out, "…");
			break;
		}
		gunichar c = *s == '\0' ? 0 : g_utf8_get_char_validated(s, end - s);
		if (c == (gunichar)-1 || c == (gunichar)-2) {
			g_string_append_printf(out, "\\x%02X", (unsigned char)*s++);
			continue;
		}
		s = *s == '\0' ? s + 1 : g_utf8_next_char(s);
		if (c == '\n')
			g_string_append(out, "\\n");
		else if (c == '\r')
			g_string_append(out, "\\r");
		else if (c == '\t')
			g_string_append(out, "\\t");
		else if (is_invisible(c))
			g_string_append_printf(out, c < 0x100 ? "\\x%02X" : "\\u%04X", c);
		else
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

bool text_is_id(const char *s) {
	if (s[0] == '\0' || s[0] == '.' || s[0] == '-')
		return false;
	size_t n = 0;
	for (; s[n] != '\0'; n++)
		if (n == 64 || (!g_ascii_isalnum(s[n]) && s[n] != '.' && s[n] != '_' && s[n] != '-'))
			return false;
	return true;
}

/* Whether a slug could also have come out of another value by its hash. */
static bool looks_hashed(const char *s, size_t n) {
	if (n < SLUG_HASH || (n > SLUG_HASH && s[n - SLUG_HASH - 1] != '-'))
		return false;
	for (size_t i = n - SLUG_HASH; i < n; i++)
		if (!g_ascii_isdigit(s[i]) && (s[i] < 'a' || s[i] > 'f'))
			return false;
	return true;
}

char *text_slug(const char *s) {
	GString *out = g_string_new(NULL);
	for (const char *p = s; *p != '\0' && out->len < LONGEST_SLUG; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(out, *p);
		else if (out->len > 0 && out->str[out->len - 1] != '-')
			g_string_append_c(out, '-');
	}
	while (out->len > 0 && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
	/* A value that is its own slug needs no hash; every other one could meet it or a third. */
	if (out->len == 0 || strcmp(out->str, s) != 0 || looks_hashed(out->str, out->len)) {
		g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, s, -1);
		if (out->len > 0)
			g_string_append_c(out, '-');
		g_string_append_len(out, sum, SLUG_HASH);
	}
	return g_string_free(out, FALSE);
}

void text_csv_cell(GString *out, const char *s) {
	size_t n = strlen(s);
	bool formula = n > 0 && strchr("=+-@\t\r\n", s[0]) != NULL;
	bool quoted = n > 0 && (strpbrk(s, ",;\"\t\r\n") != NULL || s[0] == ' ' || s[n - 1] == ' ');
	if (quoted)
		g_string_append_c(out, '"');
	if (formula)
		g_string_append_c(out, '\'');
	for (const char *p = s; *p != '\0'; p++) {
		if (*p == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *p);
	}
	if (quoted)
		g_string_append_c(out, '"');
}
