/* page/bind_family: every figure of a family in one table: value, interval, n, the period before, and why there is none. */
#ifndef PAGE_BIND_FAMILY_H
#define PAGE_BIND_FAMILY_H
#include "page/bind.h"

/* One table for each named family at {{>name}}; names that are no family are passed over. Ids are <kind>-<family>-figures. */
void bind_families(struct tpl *t, const char *name, const struct page_context *p, const char *const *families, size_t n);
#endif
