/* site/inspect: reads one finished page as a browser's XML parser would and notes what the checks of site/verify need: ids, links, drawings.
 * Reports what can be told from the page alone. Refuses to know the other pages. */
#ifndef SITE_INSPECT_H
#define SITE_INSPECT_H
#include "base/diag.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct page_link {
	char *target; /* as written, entities resolved */
	int line;
};
struct inspected {
	GHashTable *ids;   /* set of char * */
	GPtrArray *links;  /* of struct page_link *: href and src */
};
typedef struct inspected inspected;

/* Reads a page and reports every fault in it: malformed, an id twice, script, no content policy, a drawing without title, table or
 * numbers, a reference within the page that leads nowhere. `file` names the page in reports; client (may be NULL) is the name the text must hold.
 * Safe from several threads after xmlInitParser. Never NULL; free with inspected_free. */
struct inspected *inspect_page(const char *file, const char *bytes, size_t length, const char *client, struct diag *d);
void inspected_free(struct inspected *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(inspected, inspected_free)
/* Reports what a stylesheet would fetch: an import, or a url( that is no data: and no fragment. */
void inspect_stylesheet(const char *file, const char *bytes, size_t length, struct diag *d);
#endif
