/* site/inspect: SAX over one page, with libxml2 kept from the network, from DTDs and from entities. A stack of the open elements that matter
 * (figures and drawings) is all the structure it keeps. */
#include "site/inspect.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <stdint.h>
#include <string.h>

/* A drawing whose demands are checked when its figure, or it itself, ends. */
struct drawing_seen {
	int depth;      /* of its element */
	int line;
	bool hidden;    /* aria-hidden */
	bool titled;
};
/* A figure: every drawing in it needs one table in it. */
struct figure_seen {
	int depth;
	int line;       /* of its first drawing that is not hidden; 0: none */
	bool table;
};
struct reference {
	char *id;
	int line;
	bool table; /* a sparkline's data-table: must name a table */
};

/* What the attributes of an element say about a drawing. */
struct traits {
	bool hidden; /* aria-hidden */
	bool table;  /* it names the table of its numbers */
	bool spark;  /* class spark */
};

struct inspection {
	xmlParserCtxtPtr parser;
	const char *file;
	struct diag *diag;
	struct inspected *page;
	GHashTable *tables;    /* ids of tables */
	GPtrArray *references; /* of struct reference *: ids named in the page itself */
	GArray *drawings;      /* of struct drawing_seen, innermost last */
	GArray *figures;       /* of struct figure_seen, innermost last */
	GString *text;         /* all character data, for the client's name */
	int depth;
	int title_depth;       /* inside the title of a drawing: its depth; 0: not */
	bool policy, broken;
};

static void fault(struct inspection *in, enum diag_code code, int line, const char *what) {
	diag_report(in->diag, code, (struct where){in->file, line, 0}, what, NULL);
}

static int line_of(const struct inspection *in) {
	return xmlSAX2GetLineNumber(in->parser);
}

static void link_free(gpointer link) {
	g_free(((struct page_link *)link)->target);
	g_free(link);
}

static void reference_free(gpointer reference) {
	g_free(((struct reference *)reference)->id);
	g_free(reference);
}

/* libxml2 hands on & of an attribute as &#38; when it does not replace entities. */
static char *attribute_value(const xmlChar *begin, const xmlChar *end) {
	g_autofree char *raw = g_strndup((const char *)begin, (size_t)(end - begin));
	g_auto(GStrv) parts = g_strsplit(raw, "&#38;", -1);
	return g_strjoinv("&", parts);
}

static void add_reference(struct inspection *in, const char *id, bool table) {
	struct reference *ref = g_new0(struct reference, 1);
	*ref = (struct reference){.id = g_strdup(id), .line = line_of(in), .table = table};
	g_ptr_array_add(in->references, ref);
}

static void add_references(struct inspection *in, const char *ids) {
	g_auto(GStrv) list = g_strsplit_set(ids, " \t\r\n", -1);
	for (char **id = list; *id != NULL; id++)
		if (**id != '\0')
			add_reference(in, *id, false);
}

static void add_id(struct inspection *in, const char *element, const char *id) {
	if (!g_hash_table_add(in->page->ids, g_strdup(id)))
		fault(in, DIAG_PAGE_ID_TWICE, line_of(in), id);
	if (strcmp(element, "table") == 0)
		g_hash_table_add(in->tables, g_strdup(id));
}

static bool is_one_of(const char *name, const char *const *names) {
	return g_strv_contains(names, name);
}

static void note_attribute(struct inspection *in, const char *element, const char *name, const char *value) {
	static const char *const LINKS[] = {"href", "src", NULL};
	static const char *const IDS[] = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", NULL};
	static const char *const REMOTE[] = {"srcset", "action", "formaction", "ping", "poster", "background", "manifest", "srcdoc", NULL};
	if (strcmp(name, "id") == 0)
		add_id(in, element, value);
	else if (is_one_of(name, LINKS)) {
		struct page_link *link = g_new0(struct page_link, 1);
		*link = (struct page_link){.target = g_strdup(value), .line = line_of(in)};
		g_ptr_array_add(in->page->links, link);
	} else if (is_one_of(name, IDS))
		add_references(in, value);
	else if (strcmp(name, "data-table") == 0)
		add_reference(in, value, true);
	else if (is_one_of(name, REMOTE) || g_ascii_strncasecmp(name, "on", 2) == 0)
		fault(in, DIAG_PAGE_ACTIVE, line_of(in), name);
	else if (g_str_has_prefix(value, "url(#")) {
		g_autofree char *id = g_strndup(value + 5, strcspn(value + 5, ")"));
		add_reference(in, id, false);
	}
}

/* A hidden drawing is a sparkline, which names the table of its numbers, or mere ornament. */
static void begin_drawing(struct inspection *in, const struct traits *t) {
	struct drawing_seen d = {.depth = in->depth, .line = line_of(in), .hidden = t->hidden};
	if (in->drawings->len > 0)
		return; /* a part of the drawing around it */
	g_array_append_val(in->drawings, d);
	if (t->spark && !t->table)
		fault(in, DIAG_PAGE_SPARK, d.line, "data-table");
	if (d.hidden)
		return;
	if (in->figures->len == 0)
		fault(in, DIAG_PAGE_CHART_TABLE, d.line, NULL);
	else if (g_array_index(in->figures, struct figure_seen, in->figures->len - 1).line == 0)
		g_array_index(in->figures, struct figure_seen, in->figures->len - 1).line = d.line;
}

static void begin_element(struct inspection *in, const char *name, const struct traits *t) {
	static const char *const ACTIVE[] = {"script", "iframe", "object", "embed", "base", "form", "applet", "frame", NULL};
	if (is_one_of(name, ACTIVE))
		fault(in, DIAG_PAGE_ACTIVE, line_of(in), name);
	if (strcmp(name, "svg") == 0)
		begin_drawing(in, t);
	if (strcmp(name, "figure") == 0) {
		struct figure_seen f = {.depth = in->depth};
		g_array_append_val(in->figures, f);
	}
	if (strcmp(name, "table") == 0)
		for (guint i = 0; i < in->figures->len; i++)
			g_array_index(in->figures, struct figure_seen, i).table = true;
	if (strcmp(name, "title") == 0 && in->drawings->len > 0 &&
	    g_array_index(in->drawings, struct drawing_seen, in->drawings->len - 1).depth == in->depth - 1)
		in->title_depth = in->depth;
}

static void note_trait(struct inspection *in, struct traits *t, const char *key, const char *value) {
	if (strcmp(key, "aria-hidden") == 0)
		t->hidden = strcmp(value, "true") == 0;
	else if (strcmp(key, "data-table") == 0)
		t->table = true;
	else if (strcmp(key, "class") == 0) {
		g_auto(GStrv) classes = g_strsplit(value, " ", -1);
		t->spark = g_strv_contains((const char *const *)classes, "spark");
	} else if (strcmp(key, "http-equiv") == 0 && g_ascii_strcasecmp(value, "Content-Security-Policy") == 0)
		in->policy = true;
	else if (strcmp(key, "http-equiv") == 0 && g_ascii_strcasecmp(value, "refresh") == 0)
		fault(in, DIAG_PAGE_ACTIVE, line_of(in), value);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
                     int n_attributes, int n_default, const xmlChar **attributes) {
	struct inspection *in = context;
	(void)prefix, (void)uri, (void)n_namespaces, (void)namespaces, (void)n_default;
	struct traits t = {0};
	in->depth++;
	for (int i = 0; i < n_attributes; i++) {
		const xmlChar **a = attributes + (ptrdiff_t)i * 5; /* name, prefix, namespace, begin and end of the value */
		g_autofree char *value = attribute_value(a[3], a[4]);
		const char *key = (const char *)a[0];
		note_attribute(in, (const char *)name, key, value);
		note_trait(in, &t, key, value);
	}
	begin_element(in, (const char *)name, &t);
}

static void end_drawing(struct inspection *in) {
	const struct drawing_seen *d = &g_array_index(in->drawings, struct drawing_seen, in->drawings->len - 1);
	if (d->depth != in->depth)
		return;
	if (!d->hidden && !d->titled)
		fault(in, DIAG_PAGE_CHART_TITLE, d->line, NULL);
	g_array_set_size(in->drawings, in->drawings->len - 1);
}

static void end_figure(struct inspection *in) {
	const struct figure_seen *f = &g_array_index(in->figures, struct figure_seen, in->figures->len - 1);
	if (f->depth != in->depth)
		return;
	if (f->line != 0 && !f->table)
		fault(in, DIAG_PAGE_CHART_TABLE, f->line, NULL);
	g_array_set_size(in->figures, in->figures->len - 1);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
	struct inspection *in = context;
	(void)name, (void)prefix, (void)uri;
	if (in->title_depth == in->depth)
		in->title_depth = 0;
	if (in->drawings->len > 0)
		end_drawing(in);
	if (in->figures->len > 0)
		end_figure(in);
	in->depth--;
}

static void on_text(void *context, const xmlChar *text, int length) {
	struct inspection *in = context;
	g_string_append_len(in->text, (const char *)text, length);
	if (in->title_depth == 0 || in->drawings->len == 0)
		return;
	for (int i = 0; i < length; i++)
		if (!g_ascii_isspace(text[i]))
			g_array_index(in->drawings, struct drawing_seen, in->drawings->len - 1).titled = true;
}

static void on_error(void *context, xmlErrorPtr error) {
	struct inspection *in = context;
	if (error->level < XML_ERR_ERROR || in->broken)
		return;
	g_autofree char *text = g_strdup(error->message != NULL ? error->message : "");
	in->broken = true;
	fault(in, DIAG_PAGE_MALFORMED, error->line, g_strchomp(text));
}

static void parse(struct inspection *in, const char *bytes, size_t length) {
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
	                     .cdataBlock = on_text, .serror = on_error};
	in->parser = xmlCreatePushParserCtxt(&sax, in, NULL, 0, NULL);
	g_assert(in->parser != NULL);
	xmlCtxtUseOptions(in->parser, XML_PARSE_NONET);
	/* The parser takes an int; a page of 2 GB does not exist. */
	for (size_t at = 0; at < length && !in->broken; at += MIN(length - at, (size_t)1 << 20))
		xmlParseChunk(in->parser, bytes + at, (int)MIN(length - at, (size_t)1 << 20), 0);
	if (!in->broken)
		xmlParseChunk(in->parser, bytes, 0, 1);
	if (in->parser->myDoc != NULL)
		xmlFreeDoc(in->parser->myDoc);
	xmlFreeParserCtxt(in->parser);
	in->parser = NULL;
}

/* What only the whole page can tell. */
static void conclude(struct inspection *in, const char *client) {
	for (guint i = 0; i < in->references->len; i++) {
		const struct reference *ref = g_ptr_array_index(in->references, i);
		if (ref->table && !g_hash_table_contains(in->tables, ref->id))
			fault(in, DIAG_PAGE_SPARK, ref->line, ref->id);
		else if (!ref->table && !g_hash_table_contains(in->page->ids, ref->id))
			fault(in, DIAG_PAGE_ANCHOR_DEAD, ref->line, ref->id);
	}
	if (!in->policy)
		fault(in, DIAG_PAGE_POLICY, 0, NULL);
	if (client != NULL && strstr(in->text->str, client) == NULL)
		fault(in, DIAG_PAGE_NAME, 0, client);
}

struct inspected *inspect_page(const char *file, const char *bytes, size_t length, const char *client, struct diag *d) {
	struct inspected *page = g_new0(struct inspected, 1);
	page->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	page->links = g_ptr_array_new_with_free_func(link_free);
	struct inspection in = {.file = file, .diag = d, .page = page};
	in.tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	in.references = g_ptr_array_new_with_free_func(reference_free);
	in.drawings = g_array_new(FALSE, FALSE, sizeof(struct drawing_seen));
	in.figures = g_array_new(FALSE, FALSE, sizeof(struct figure_seen));
	in.text = g_string_new(NULL);
	parse(&in, bytes, length);
	if (!in.broken)
		conclude(&in, client);
	g_hash_table_unref(in.tables);
	g_ptr_array_unref(in.references);
	g_array_unref(in.drawings);
	g_array_unref(in.figures);
	g_string_free(in.text, TRUE);
	return page;
}

void inspected_free(struct inspected *p) {
	if (p == NULL)
		return;
	g_hash_table_unref(p->ids);
	g_ptr_array_unref(p->links);
	g_free(p);
}

void inspect_stylesheet(const char *file, const char *bytes, size_t length, struct diag *d) {
	g_autofree char *text = g_ascii_strdown(bytes, (gssize)length);
	int line = 1;
	for (const char *p = text; *p != '\0'; p++) {
		line += *p == '\n';
		const char *found = g_str_has_prefix(p, "@import") ? "@import" : NULL;
		if (g_str_has_prefix(p, "url(")) {
			const char *target = p + 4 + strspn(p + 4, " \t\r\n\"'");
			found = g_str_has_prefix(target, "data:") || *target == '#' ? NULL : "url(";
		}
		if (found != NULL)
			diag_report(d, DIAG_STYLE_FETCH, (struct where){file, line, 0}, found, NULL);
	}
}
