/* page/bind_reasons: why customers left, as a table. */
#ifndef PAGE_BIND_REASONS_H
#define PAGE_BIND_REASONS_H
#include "page/bind.h"

/* The reasons of p's period at {{>name}}: a table, or the sentence that says why there is none. */
void bind_reasons(struct tpl *t, const char *name, const struct page_context *p);
#endif
