/* page/bind_family: every figure of a family in tables: value, limits, n, the period before; under them the rules in force, and once, for all
 * families of a page, what would switch on those that are not there. */
#ifndef PAGE_BIND_FAMILY_H
#define PAGE_BIND_FAMILY_H
#include "page/bind.h"

/* A block for each named family at {{>name}}, those without a figure left out, then one of what is lacking; names that are no family are passed over.
 * Ids are <kind>-<family>-family, <kind>-<metric>-figures, <kind>-<family>-note-<mark>. */
void bind_families(struct tpl *t, const char *name, const struct page_context *p, const char *const *families, size_t n);
#endif
