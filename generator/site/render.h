/* site/render: one client's folder into the staging folder: pages by several workers, the stylesheet, metrics.json and data/.
 * Knows plans, templates and stages; refuses to know what a page shows. */
#ifndef SITE_RENDER_H
#define SITE_RENDER_H
#include "page/tpl.h"
#include "site/plan.h"
#include "site/stage.h"

struct render {
	struct stage *stage;
	const struct plan *plan;
	const struct tpl_cache *templates;
	const char *css;      /* the client's stylesheet, all of it */
	const char *period;   /* name of the only period to be rendered, the rest is carried over; NULL: all */
	int workers;
	/* Called after each page, one call at a time, from any thread; may be NULL. */
	void (*progress)(void *context, size_t done, size_t of);
	void *context;
};
/* Where the stylesheet lies below a client's folder: "assets/<hash>.css"; caller owns. */
char *render_stylesheet(const char *css);
/* Stages everything of the plan's client. A page outside the period is carried over from the present site, or rendered when it is not there.
 * False when anything could not be expanded or written: the reasons are in d, in the order of pages whatever the number of workers. */
bool render_client(const struct render *r, struct diag *d);
#endif
