/* page/bind_figures: drawings and tables that more than one page shows. Each goes to {{>name}}; where its figures are not there, a short note
 * goes there instead that says what would switch them on. */
#ifndef PAGE_BIND_FIGURES_H
#define PAGE_BIND_FIGURES_H
#include "page/bind.h"

/* One metric by month, with the band of its interval. */
void bind_trend_line(struct tpl *t, const char *name, const struct page_context *p, const char *metric);
/* Two or three metrics of one unit by month in one drawing, named by metric_<id>_short; key names its title. */
void bind_trend_lines(struct tpl *t, const char *name, const struct page_context *p, const char *key, const char *const *metrics, size_t n);
/* The steps from opening to closing, of customers or of recurring revenue. */
void bind_customers_waterfall(struct tpl *t, const char *name, const struct page_context *p);
void bind_mrr_waterfall(struct tpl *t, const char *name, const struct page_context *p);
bool bind_mrr_told(const struct page_context *p); /* whether recurring revenue is there and none of its steps lacks an exchange rate */
/* The same as a table, exact, with what its sum comes to. */
void bind_customers_table(struct tpl *t, const char *name, const struct page_context *p);
void bind_mrr_table(struct tpl *t, const char *name, const struct page_context *p);
#endif
