/* config/export: the block of an export in site.conf, and the files it names.
 * Knows the keys of export.def and patterns of file names. Refuses to know what stands in the files. */
#ifndef CONFIG_EXPORT_H
#define CONFIG_EXPORT_H
#include "config/check.h"

#include <glib.h>
#include <libconfig.h>

/* Reads a block into one struct export for each file it names, appended to exports. False when reported. */
bool export_read(const struct source *f, const config_setting_t *block, const char *folder, GPtrArray *exports);
void export_free(gpointer e);
#endif
