/* pages/balance: winning customers beside keeping them: what each costs, what a customer is worth, how far growth can go. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_figures.h"

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const facts_shown[] = {"spend_acquisition", "spend_keeping", "cac", "cost_to_keep", "acquisition_multiple", "spend_share_acquisition"};
	static const char *const families[] = {"balance", "value"};
	bind_unfinished(body, p);
	bind_facts(body, "FACTS", p, facts_shown, G_N_ELEMENTS(facts_shown));
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
}

const struct page_kind page_balance = {.name = "balance", .when = PAGE_EVERY_SPAN, .order = 6, .bind = bind};
