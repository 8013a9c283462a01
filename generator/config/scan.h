/* config/scan: looks over the bytes of site.conf before libconfig sees them. Refuses what could make a parser swallow
 * a machine or another file, or read a number as another: too many bytes, NUL, other encodings, deep nesting, open ends,
 * @include, numbers wider than libconfig keeps; and, behind the parser, texts whose escapes made what may not be in one. Knows no keys
 * but the delimiter, which may be a tab. */
#ifndef CONFIG_SCAN_H
#define CONFIG_SCAN_H
#include "base/diag.h"
#include <glib.h>
#include <libconfig.h>
#include <stdbool.h>

#define CONF_LARGEST (16 << 20) /* bytes of a settings file */
#define CONF_DEEPEST 32         /* brackets open at once */

/* true when the bytes may be parsed; otherwise reported. A byte order mark is no fault: *text is what follows it. */
bool conf_scan(const char *file, const char *bytes, gsize length, struct diag *d, const char **text);
/* true when every text below s is UTF-8 without control characters, which libconfig's escapes can make; otherwise all that are not are reported. */
bool conf_scan_texts(const char *file, const config_setting_t *s, struct diag *d);
#endif
