/* page/scan: one pass over a template, markers by their form, markup by a small state machine.
 * Knows where a value is escaped rightly and where it is not. Refuses to repair anything. */
#include "page/scan.h"

#include <glib.h>
#include <string.h>

/* Where in the markup a character stands. */
enum place { IN_TEXT, IN_TAG, IN_QUOTES, IN_RAW /* style and script elements */ };

struct section {
	const char *name;
	size_t length;
	int64_t line;
	enum place place;
};

struct scan {
	const char *file;
	const char *at;
	int64_t line;
	const struct words *words;
	struct diag *d;
	GArray *open; /* struct section, outermost first */
	bool markup;  /* not in a file that is CSS */
	bool fine;
	enum place place;
	char quote;
	const char *tag;  /* the name of the tag at hand */
	const char *word; /* the attribute's name before the quotes at hand */
};

struct name {
	const char *start;
	size_t length;
};

static void fault(struct scan *s, enum diag_code code, struct name what, const char *why) {
	g_autofree char *shown = g_strndup(what.start, what.length);
	s->fine = false;
	diag_report(s->d, code, (struct where){s->file, s->line, 0}, shown, why, NULL);
}

static bool begins(const char *at, const char *with) {
	return g_ascii_strncasecmp(at, with, strlen(with)) == 0;
}

static bool made_of(struct name n, const char *first, const char *rest) {
	if (n.length == 0 || !strchr(first, n.start[0]))
		return false;
	for (size_t i = 1; i < n.length; i++)
		if (!strchr(rest, n.start[i]))
			return false;
	return true;
}

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGITS_ "0123456789_"

static bool is_name(struct name n) {
	return made_of(n, UPPER, UPPER DIGITS_);
}

static bool is_key_name(struct name n) {
	return n.length > 2 && n.start[0] == 'T' && n.start[1] == '_' && made_of((struct name){n.start + 2, n.length - 2}, LOWER DIGITS_, LOWER DIGITS_);
}

static struct section *innermost(struct scan *s) {
	return s->open->len ? &g_array_index(s->open, struct section, s->open->len - 1) : NULL;
}

/* ROWS_separator directly inside ROWS. */
static bool is_separator(struct scan *s, struct name n) {
	const char end[] = "_separator";
	size_t k = sizeof end - 1;
	const struct section *in = innermost(s);
	return in && n.length == in->length + k && strncmp(n.start, in->name, in->length) == 0 && memcmp(n.start + in->length, end, k) == 0;
}

static void open_section(struct scan *s, struct name n) {
	if (!is_name(n) && !is_separator(s, n))
		fault(s, DIAG_TEMPLATE_MARK, n, "a section has a name of A-Z 0-9 _, or is NAME_separator directly inside NAME");
	struct section opened = {n.start, n.length, s->line, s->place};
	g_array_append_val(s->open, opened);
}

static void close_section(struct scan *s, struct name n) {
	const struct section *in = innermost(s);
	if (!in) {
		fault(s, DIAG_TEMPLATE_SECTION, n, "ends here and was never begun");
		return;
	}
	if (in->length != n.length || strncmp(in->name, n.start, n.length) != 0) {
		g_autofree char *why = g_strdup_printf("ends here inside %.*s of line %" G_GINT64_FORMAT, (int)in->length, in->name, in->line);
		fault(s, DIAG_TEMPLATE_SECTION, n, why);
	} else if (in->place != s->place) {
		fault(s, DIAG_TEMPLATE_SECTION, n, "begins and ends in different places of the markup (text, tag, quotes)");
	}
	g_array_set_size(s->open, s->open->len - 1);
}

static void value(struct scan *s, struct name n) {
	if (is_key_name(n)) {
		g_autofree char *key = g_strndup(n.start + 2, n.length - 2);
		if (s->words && !words_plain(s->words, key))
			fault(s, DIAG_TEMPLATE_WORDS, (struct name){n.start + 2, n.length - 2}, NULL);
	} else if (!is_name(n) || begins(n.start, "T_")) {
		fault(s, DIAG_TEMPLATE_MARK, n, "a name is of A-Z 0-9 _, words are T_key, and nothing else stands in the braces");
		return;
	}
	if (s->place == IN_TAG)
		fault(s, DIAG_TEMPLATE_PLACE, n, "in a tag a value stands in double quotes");
	else if (s->place == IN_RAW)
		fault(s, DIAG_TEMPLATE_PLACE, n, "style and script elements take no values");
	else if (s->place == IN_QUOTES && s->word && (begins(s->word, "style=") || begins(s->word, "on")))
		fault(s, DIAG_TEMPLATE_PLACE, n, "style and on… attributes take no values");
}

static void include(struct scan *s, struct name n) {
	if (!is_name(n))
		fault(s, DIAG_TEMPLATE_MARK, n, "an include has a name of A-Z 0-9 _");
	if (s->place != IN_TEXT)
		fault(s, DIAG_TEMPLATE_PLACE, n, "an include stands between tags");
}

/* s->at is at "{{"; leaves it behind the marker. */
static void marker(struct scan *s) {
	const char *inner = s->at + 2, *end = strstr(inner, "}}");
	if (!end) {
		fault(s, DIAG_TEMPLATE_MARK, (struct name){s->at, strcspn(s->at, "\n")}, "it does not end");
		s->at += strlen(s->at);
		return;
	}
	struct name n = {inner + 1, inner < end ? (size_t)(end - inner - 1) : 0};
	if (*inner == '#')
		open_section(s, n);
	else if (*inner == '/')
		close_section(s, n);
	else if (*inner == '>')
		include(s, n);
	else if (*inner != '!')
		value(s, (struct name){inner, (size_t)(end - inner)});
	for (; s->at < end + 2; s->at++)
		s->line += *s->at == '\n';
}

static void text_step(struct scan *s) {
	if (*s->at != '<')
		return;
	if (begins(s->at, "<!--"))
		fault(s, DIAG_TEMPLATE_PLACE, (struct name){s->at, 4}, "such a comment would reach the reader; write {{! … }}");
	if (g_ascii_isalpha(s->at[1]) || strchr("/!?", s->at[1])) {
		s->place = IN_TAG;
		s->tag = s->at + 1;
		s->word = NULL;
	}
}

static bool is_raw_tag(const char *tag) {
	return (begins(tag, "style") && !g_ascii_isalnum(tag[5])) || (begins(tag, "script") && !g_ascii_isalnum(tag[6]));
}

static void tag_step(struct scan *s) {
	char c = *s->at;
	if (c == '>') {
		s->place = is_raw_tag(s->tag) && s->at[-1] != '/' ? IN_RAW : IN_TEXT;
	} else if (c == '"' || c == '\'') {
		s->place = IN_QUOTES;
		s->quote = c;
	} else if (g_ascii_isspace(s->at[-1]) && !g_ascii_isspace(c)) {
		s->word = s->at;
	}
}

static void markup_step(struct scan *s) {
	if (s->place == IN_TEXT)
		text_step(s);
	else if (s->place == IN_TAG)
		tag_step(s);
	else if (s->place == IN_QUOTES && *s->at == s->quote)
		s->place = IN_TAG;
	else if (s->place == IN_RAW && (begins(s->at, "</style") || begins(s->at, "</script")))
		text_step(s);
}

/* Leaves s->at behind the first line when it is the one that switches escaping on. */
static void first_line(struct scan *s) {
	static const char *const contexts[] = {"HTML", "XML", "CSS"};
	for (size_t i = 0; i < G_N_ELEMENTS(contexts); i++) {
		g_autofree char *line = g_strdup_printf("{{%%AUTOESCAPE context=\"%s\"}}\n", contexts[i]);
		if (strncmp(s->at, line, strlen(line)) != 0)
			continue;
		s->at += strlen(line);
		s->line++;
		s->markup = strcmp(contexts[i], "CSS") != 0;
		return;
	}
	static const char wanted[] = "{{%AUTOESCAPE context=\"HTML\"}} (or XML, CSS)";
	fault(s, DIAG_TEMPLATE_FIRST, (struct name){wanted, sizeof wanted - 1}, NULL);
	if (begins(s->at, "{{%"))
		s->at += strcspn(s->at, "\n");
}

bool scan_template(const char *file, const char *text, const struct words *w, struct diag *d) {
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(struct section));
	struct scan s = {.file = file, .at = text, .line = 1, .words = w, .d = d, .open = open, .markup = true, .fine = true};
	first_line(&s);
	while (*s.at) {
		if (s.at[0] == '{' && s.at[1] == '{') {
			marker(&s);
			continue;
		}
		if (s.markup)
			markup_step(&s);
		s.line += *s.at == '\n';
		s.at++;
	}
	for (const struct section *in; (in = innermost(&s)); g_array_set_size(open, open->len - 1)) {
		s.line = in->line;
		fault(&s, DIAG_TEMPLATE_SECTION, (struct name){in->name, in->length}, "begins here and never ends");
	}
	if (s.place != IN_TEXT)
		fault(&s, DIAG_TEMPLATE_PLACE, (struct name){"the end of the file", 19}, "a tag or element is not closed");
	return s.fine;
}
