/* ingest/marks: the settings of libxml2's reader, and its errors as texts. */
#include "ingest/marks.h"

#include <string.h>

/* Counts the equals signs of one tag, in whichever encoding of its letters. False: there are too many. What a comment or CDATA says may look like a tag;
 * a thousand such signs in it without a bracket do not occur. */
static bool count_attributes(struct marks *x, const char *bytes, int64_t n) {
	for (int64_t i = 0; i < n; i++) {
		char c = bytes[i];
		if (c == '\0')
			continue;
		if (x->place == MARKS_AT_MARK)
			x->place = c == '!' || c == '?' || c == '/' ? MARKS_IN_TEXT : MARKS_IN_TAG;
		if (x->place == MARKS_IN_TEXT) {
			const char *next = memchr(bytes + i, '<', (size_t)(n - i));
			if (next == NULL)
				return true;
			i = next - bytes;
			x->place = MARKS_AT_MARK;
			x->quote = '\0';
			x->attributes = 0;
		} else if (x->quote != '\0') {
			x->quote = c == x->quote || c == '<' ? '\0' : x->quote;
		} else if (c == '"' || c == '\'') {
			x->quote = c;
		} else if (c == '>') {
			x->place = MARKS_IN_TEXT;
		} else if (c == '=' && ++x->attributes > MARKS_MOST_ATTRIBUTES) {
			return false;
		}
	}
	return true;
}

/* Takes the next block in. False at its fault. */
static bool refill(struct marks *x) {
	g_autofree char *error = NULL;
	int64_t got = x->source(x->context, x->block, sizeof x->block, &error);
	x->pos = 0;
	x->length = got > 0 ? (size_t)got : 0;
	if (got < 0 && x->failed == NULL)
		x->failed = g_steal_pointer(&error);
	if (got > 0 && !count_attributes(x, x->block, got)) {
		g_autofree char *why = g_strdup_printf("an element has more than %d attributes", MARKS_MOST_ATTRIBUTES);
		marks_refuse(x, why);
		return false;
	}
	return got >= 0;
}

/* libxml2 parses all it is given before it shows the first node, and says the line where it stopped: it is given one line at a time, its end with the next.
 * The first bytes it needs together, to see what they are. */
static int read_source(void *context, char *into, int n) {
	struct marks *x = context;
	if (x->pos == x->length && !refill(x))
		return -1;
	size_t most = MIN((size_t)n, x->length - x->pos);
	size_t whole = MIN(most, x->begun ? 1 : 4);
	const char *rest = x->block + x->pos + whole;
	const char *end = memchr(rest, '\n', most - whole);
	size_t give = end == NULL ? most : whole + (size_t)(end - rest);
	memcpy(into, x->block + x->pos, give);
	x->pos += give;
	x->begun = true;
	return (int)give;
}

static int close_source(void *context) {
	(void)context;
	return 0;
}

/* Only the first fault is told: what follows is its consequence. */
static void on_error(void *context, xmlErrorPtr error) {
	struct marks *x = context;
	if (error->level < XML_ERR_ERROR || x->failed != NULL)
		return;
	g_autofree char *text = g_strdup(error->message == NULL ? "it is not well-formed" : error->message);
	g_strstrip(text);
	/* Whom libxml2 tells to lift its bounds is no reader of this message; past that of all names it speaks of memory. */
	if (error->code == XML_ERR_NO_MEMORY || strstr(text, "XML_PARSE_HUGE") != NULL || strstr(text, "huge") != NULL) {
		g_free(text);
		text = g_strdup("its elements are deeper, or its texts larger, than those of any export");
	}
	x->failed = g_strdup_printf("line %d: %s", error->line, text);
}

/* What libxml2 cannot lay at its reader's door, a byte no encoding means among them, it tells this thread's handler, which else writes to standard error. */
struct listening {
	xmlStructuredErrorFunc before;
	void *context;
};

static struct listening listen_to(struct marks *x) {
	struct listening l = {xmlStructuredError, xmlStructuredErrorContext};
	xmlSetStructuredErrorFunc(x, on_error);
	return l;
}

static void listen_no_more(const struct listening *l) {
	xmlSetStructuredErrorFunc(l->context, l->before);
}

bool marks_init(struct marks *x, marks_source source, void *context) {
	*x = (struct marks){.source = source, .context = context};
	struct listening l = listen_to(x);
	/* Not XML_PARSE_NOENT, not XML_PARSE_HUGE: entities stay what they are, libxml2's own bounds hold. */
	x->reader = xmlReaderForIO(read_source, close_source, x, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
	listen_no_more(&l);
	if (x->reader == NULL) {
		x->failed = x->failed != NULL ? x->failed : g_strdup("it cannot be begun to be read as XML");
		return false;
	}
	xmlTextReaderSetStructuredErrorHandler(x->reader, on_error, x);
	return true;
}

void marks_clear(struct marks *x) {
	if (x->reader != NULL)
		xmlFreeTextReader(x->reader);
	g_free(x->failed);
	*x = (struct marks){0};
}

enum marks_node marks_refuse(struct marks *x, const char *why) {
	if (x->failed == NULL)
		x->failed = g_strdup_printf("line %" G_GINT64_FORMAT ": %s", marks_line(x), why);
	return MARKS_END;
}

static enum marks_node refuse_depth(struct marks *x) {
	g_autofree char *why = g_strdup_printf("its elements stand more than %d deep inside one another", MARKS_DEEPEST);
	return marks_refuse(x, why);
}

enum marks_node marks_next(struct marks *x) {
	if (x->failed != NULL)
		return MARKS_END;
	struct listening l = listen_to(x);
	int result = xmlTextReaderRead(x->reader);
	listen_no_more(&l);
	if (result < 0)
		return marks_refuse(x, "it is not well-formed");
	if (result == 0 || x->failed != NULL)
		return MARKS_END;
	switch (xmlTextReaderNodeType(x->reader)) {
	case XML_READER_TYPE_ELEMENT: return marks_depth(x) < MARKS_DEEPEST ? MARKS_OPEN : refuse_depth(x);
	case XML_READER_TYPE_END_ELEMENT: return MARKS_CLOSE;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return MARKS_TEXT;
	case XML_READER_TYPE_DOCUMENT_TYPE: return marks_refuse(x, "it declares a document type, which is not read");
	case XML_READER_TYPE_ENTITY_REFERENCE:
	case XML_READER_TYPE_ENTITY: return marks_refuse(x, "it uses an entity, which is not read");
	default: return MARKS_OTHER;
	}
}

bool marks_is_empty(const struct marks *x) {
	return xmlTextReaderIsEmptyElement(x->reader) == 1;
}

const char *marks_name(const struct marks *x) {
	const xmlChar *name = xmlTextReaderConstLocalName(x->reader);
	return name == NULL ? "" : (const char *)name;
}

const char *marks_text(const struct marks *x) {
	const xmlChar *text = xmlTextReaderConstValue(x->reader);
	return text == NULL ? "" : (const char *)text;
}

int marks_depth(const struct marks *x) {
	return xmlTextReaderDepth(x->reader);
}

int64_t marks_line(const struct marks *x) {
	if (x->reader == NULL)
		return 1;
	/* The parser is ahead of the node at hand; a node counts no further than 65535 lines. */
	const xmlNode *node = xmlTextReaderCurrentNode(x->reader);
	long line = node == NULL ? 0 : xmlGetLineNo(node);
	return line > 0 && line < 65535 ? line : xmlTextReaderGetParserLineNumber(x->reader);
}

char *marks_attribute(const struct marks *x, const char *name) {
	char *value = NULL;
	while (value == NULL && xmlTextReaderMoveToNextAttribute(x->reader) == 1)
		if (strcmp(marks_name(x), name) == 0)
			value = g_strdup(marks_text(x));
	xmlTextReaderMoveToElement(x->reader);
	return value;
}

const char *marks_encoding(const struct marks *x) {
	return (const char *)xmlTextReaderConstEncoding(x->reader);
}
