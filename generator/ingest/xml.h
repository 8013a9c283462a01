/* ingest/xml: the records of an XML file as rows: each repeated element is one, the elements and attributes in it are its cells.
 * Knows paths of elements. Refuses to know what they are called by whom. The file is read twice: first for the names. */
#ifndef INGEST_XML_H
#define INGEST_XML_H
#include "base/diag.h"
#include "ingest/bytes.h"
#include "ingest/table.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct xml_reader xml_reader;
/* Reads b, which outlives it. row_path: the elements that are rows from the outermost on, as "Responses/Response"; NULL: the outermost that come
 * more than once and hold others. A cell is called by its path below the row, "requester.email"; one that comes more than once in a row is
 * one cell, its texts parted by "; ". NULL when it cannot be read: the reason is in d. Free with xml_reader_free. */
struct xml_reader *xml_reader_new(const struct bytes *b, const char *name, const char *row_path, size_t cell_limit, struct diag *d);
void xml_reader_free(struct xml_reader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xml_reader, xml_reader_free)

/* As table_next, table_failed, table_rewind, table_names and table_encoding. */
bool xml_reader_next(struct xml_reader *r, struct table_row *out);
const char *xml_reader_failed(const struct xml_reader *r);
bool xml_reader_rewind(struct xml_reader *r);
char *const *xml_reader_names(const struct xml_reader *r);
const char *xml_reader_encoding(const struct xml_reader *r);
#endif
