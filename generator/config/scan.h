/* config/scan: looks over the bytes of site.conf before libconfig sees them. Refuses what could make a parser swallow
 * a machine or another file, or read a number as another: too many bytes, NUL, other encodings, deep nesting, open ends,
 * @include, numbers wider than libconfig keeps. Knows no keys. */
#ifndef CONFIG_SCAN_H
#define CONFIG_SCAN_H
#include "base/diag.h"
#include <glib.h>
#include <stdbool.h>

#define CONF_LARGEST (16 << 20) /* bytes of a settings file */
#define CONF_DEEPEST 32         /* brackets open at once */

/* true when the bytes may be parsed; otherwise reported. A byte order mark is no fault: *text is what follows it. */
bool conf_scan(const char *file, const char *bytes, gsize length, struct diag *d, const char **text);
#endif
