/* config/scan: one pass over site.conf that tells texts and comments from the rest, as libconfig does, and counts
 * brackets. Knows no keys, checks no grammar and builds nothing. */
#include "config/scan.h"

#include <string.h>

/* A comment that begins at p: its end, p when there is none, NULL when it is not closed. */
static const char *skip_comment(const char *p) {
	if (p[0] == '#' || (p[0] == '/' && p[1] == '/'))
		return p + strcspn(p, "\n");
	if (p[0] != '/' || p[1] != '*')
		return p;
	const char *end = strstr(p + 2, "*/");
	return end == NULL ? NULL : end + 2;
}

/* The same for a text in quotes. */
static const char *skip_text(const char *p) {
	if (*p != '"')
		return p;
	for (p++; *p != '\0' && *p != '"'; p++)
		if (p[0] == '\\' && p[1] != '\0')
			p++;
	return *p == '\0' ? NULL : p + 1;
}

/* The same for a name or a number. */
static const char *skip_word(const char *p) {
	if (g_ascii_isalpha(*p) || *p == '*')
		while (g_ascii_isalnum(*p) || *p == '*' || *p == '-' || *p == '_')
			p++;
	else if (g_ascii_isdigit(*p))
		while (g_ascii_isalnum(*p) || *p == '.')
			p++;
	return p;
}

/* libconfig cuts a whole number without an L to 32 bits and says nothing: 4294967301 would be 5. */
static bool is_cut(const char *number) {
	bool hex = number[0] == '0' && (number[1] == 'x' || number[1] == 'X');
	bool wide = strchr(number, 'L') != NULL;
	bool decimal = !hex && strpbrk(number, ".eE") != NULL;
	return !wide && !decimal && g_ascii_strtoull(hex ? number + 2 : number, NULL, hex ? 16 : 10) > INT32_MAX;
}

static int64_t lines_in(const char *from, const char *to) {
	int64_t n = 0;
	for (; from < to; from++)
		n += *from == '\n' ? 1 : 0;
	return n;
}

/* What may stand in no text of site.conf, shown for people; NULL when it is all right. A delimiter has rules of its own. */
static const char *fault_of(const char *text, bool delimiter) {
	if (!g_utf8_validate(text, -1, NULL))
		return "bytes that are not UTF-8";
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		bool no_character = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
		if (no_character || (g_unichar_iscntrl(c) && !delimiter))
			return "a control character";
	}
	return NULL;
}

bool conf_scan_texts(const char *file, const config_setting_t *s, struct diag *d) {
	bool fine = true;
	if (config_setting_is_aggregate(s)) {
		for (int i = 0; i < config_setting_length(s); i++)
			fine = conf_scan_texts(file, config_setting_get_elem(s, (unsigned)i), d) && fine;
		return fine;
	}
	if (config_setting_type(s) != CONFIG_TYPE_STRING)
		return true;
	const char *text = config_setting_get_string(s);
	const char *fault = fault_of(text, g_strcmp0(config_setting_name(s), "delimiter") == 0);
	if (fault == NULL)
		return true;
	diag_report(d, DIAG_CONFIG_CHARACTER, (struct where){file, (int64_t)config_setting_source_line(s), 0}, text, fault, NULL);
	return false;
}

/* What begins at p and holds no structure (a comment, a text, a word): its end, p when nothing does, NULL when reported. */
static const char *skip_opaque(struct where where, const char *p, struct diag *d) {
	const char *end = skip_comment(p);
	if (end == p)
		end = skip_text(p);
	if (end == NULL) {
		diag_report(d, DIAG_CONFIG_UNCLOSED, where, *p == '"' ? "text" : "comment", NULL);
		return NULL;
	}
	if (end != p)
		return end;
	end = skip_word(p);
	if (!g_ascii_isdigit(*p))
		return end;
	g_autofree char *word = g_strndup(p, (gsize)(end - p));
	if (!is_cut(word))
		return end;
	diag_report(d, DIAG_CONFIG_NUMBER, where, word, NULL);
	return NULL;
}

static bool check_structure(const char *file, const char *text, struct diag *d) {
	struct where where = {file, 1, 0};
	int depth = 0;
	for (const char *p = text; *p != '\0';) {
		const char *end = skip_opaque(where, p, d);
		if (end == NULL)
			return false;
		if (end == p) {
			depth += strchr("{[(", *p) != NULL ? 1 : 0;
			depth -= strchr("}])", *p) != NULL ? 1 : 0;
			end = p + 1;
		}
		if (depth > CONF_DEEPEST) {
			diag_report(d, DIAG_CONFIG_DEEP, where, NULL);
			return false;
		}
		if (g_str_has_prefix(p, "@include")) {
			diag_report(d, DIAG_CONFIG_INCLUDE, where, NULL);
			return false;
		}
		where.line += lines_in(p, end);
		p = end;
	}
	return true;
}

bool conf_scan(const char *file, const char *bytes, gsize length, struct diag *d, const char **text) {
	if (length > CONF_LARGEST) {
		diag_report(d, DIAG_CONFIG_BYTES, (struct where){.file = file}, "too large", NULL);
		return false;
	}
	const char *bad = NULL;
	if (!g_utf8_validate_len(bytes, length, &bad)) {
		struct where where = {file, 1 + lines_in(bytes, bad), 0};
		diag_report(d, DIAG_CONFIG_BYTES, where, *bad == '\0' ? "a NUL byte" : "not UTF-8", NULL);
		return false;
	}
	*text = g_str_has_prefix(bytes, "\xef\xbb\xbf") ? bytes + 3 : bytes;
	return check_structure(file, *text, d);
}
