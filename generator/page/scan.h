/* page/scan: reads one template before ctemplate does and reports what ctemplate would pass over or report without a line.
 * Knows the markers of page/tpl.h and just enough markup to tell text from tags and quotes. Refuses to know what names mean. */
#ifndef PAGE_SCAN_H
#define PAGE_SCAN_H
#include "base/diag.h"
#include "words/say.h"
#include <stdbool.h>

/* true when the text (NUL-terminated) is in order. Reports every fault with file and line. words may be NULL: keys are not looked up. */
bool scan_template(const char *file, const char *text, const struct words *words, struct diag *d) NO_THROW;
#endif
