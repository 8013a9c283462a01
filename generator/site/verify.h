/* site/verify: the last look before the swap. Every page of the staged site is parsed; ids, links, anchors, drawings and names are checked.
 * Knows files and links; refuses to know figures. Whatever it finds is a fault in templates or program, never in the data. */
#ifndef SITE_VERIFY_H
#define SITE_VERIFY_H
#include "base/diag.h"
#include <stdbool.h>
#include <stddef.h>

/* A client's folder below the site and the name each of its pages must hold. */
struct verify_client {
	const char *id, *name;
};
/* Checks all pages and stylesheets below `folder` on `workers` threads. A page may link to files of its own top folder only; those of internal/ to any.
 * False when anything was found; all of it is in d with file (below the site) and line, in the order of paths whatever the number of workers. */
bool verify_site(const char *folder, const struct verify_client *clients, size_t n, int workers, struct diag *d);
#endif
