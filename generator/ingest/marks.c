/* ingest/marks: the settings of libxml2's reader, and its errors as texts. */
#include "ingest/marks.h"

#include <string.h>

static int read_source(void *context, char *into, int n) {
	struct marks *x = context;
	g_autofree char *error = NULL;
	int64_t got = x->source(x->context, into, (size_t)n, &error);
	if (got < 0 && x->failed == NULL)
		x->failed = g_steal_pointer(&error);
	return (int)got;
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
	x->failed = g_strdup_printf("line %d: %s", error->line, text);
}

bool marks_init(struct marks *x, marks_source source, void *context) {
	*x = (struct marks){.source = source, .context = context};
	/* Not XML_PARSE_NOENT, not XML_PARSE_HUGE: entities stay what they are, libxml2's own bounds hold. */
	x->reader = xmlReaderForIO(read_source, close_source, x, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_COMPACT);
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

static enum marks_node refuse(struct marks *x, const char *what) {
	if (x->failed == NULL)
		x->failed = g_strdup_printf("line %" G_GINT64_FORMAT ": %s", marks_line(x), what);
	return MARKS_END;
}

enum marks_node marks_next(struct marks *x) {
	if (x->failed != NULL)
		return MARKS_END;
	int result = xmlTextReaderRead(x->reader);
	if (result < 0)
		return refuse(x, "it is not well-formed");
	if (result == 0 || x->failed != NULL)
		return MARKS_END;
	switch (xmlTextReaderNodeType(x->reader)) {
	case XML_READER_TYPE_ELEMENT: return MARKS_OPEN;
	case XML_READER_TYPE_END_ELEMENT: return MARKS_CLOSE;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return MARKS_TEXT;
	case XML_READER_TYPE_DOCUMENT_TYPE: return refuse(x, "it declares a document type, which is not read");
	case XML_READER_TYPE_ENTITY_REFERENCE:
	case XML_READER_TYPE_ENTITY: return refuse(x, "it uses an entity, which is not read");
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
