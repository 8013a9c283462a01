/* ingest/parts: the packed parts of a workbook, each as XML, and what of them a sheet needs: its place, the shared texts, the styles of dates.
 * Knows zip and the names inside. Refuses to know rows. What is unpacked is bounded, in all and against its packed size. */
#ifndef INGEST_PARTS_H
#define INGEST_PARTS_H
#include "ingest/bytes.h"
#include "ingest/marks.h"
#include "ingest/texts.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <zip.h>

struct parts {
	zip_t *zip;
	int64_t left;        /* bytes that may still be unpacked */
	char *failed;        /* owned; NULL: no fault so far */
	char *sheet_name;    /* owned */
	char *sheet_path;    /* owned */
	bool from_1904;      /* days are counted from 1904-01-01 */
	struct texts texts;  /* shared ones; of one larger than a cell may be only so much that this can be seen */
	GByteArray *dated;   /* by style: 1 when it shows dates */
};
/* Opens the workbook and reads what its sheet needs. sheet: NULL: the first. cell_limit: largest text, most: of all parts [bytes]. False: x->failed says why. Clear either way. */
bool parts_open(struct parts *x, const struct bytes *b, const char *sheet, size_t cell_limit, int64_t most);
void parts_clear(struct parts *x);

/* One part being unpacked; a source of marks. */
struct part {
	struct parts *parts;
	zip_file_t *file;
	int64_t packed, unpacked;
};
bool part_open(struct part *p, struct parts *x, const char *path);
void part_close(struct part *p);
int64_t part_read(void *part, void *into, size_t n, char **error);
#endif
