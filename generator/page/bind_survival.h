/* page/bind_survival: how long customers stay, drawn for all and for the groups of one dimension, with the table of their figures and the test between them. */
#ifndef PAGE_BIND_SURVIVAL_H
#define PAGE_BIND_SURVIVAL_H
#include "page/bind.h"

/* {{>CURVES}} (drawings, or the figure that says why there is none), {{>FIGURES}} (table; excluded without a figure), and the sections TEST { TEXT } and
 * WARNING { TEXT } of t. */
void bind_survival(struct tpl *t, const struct page_context *p);
#endif
