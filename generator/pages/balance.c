/* pages/balance: winning customers beside keeping them: what each costs, what a customer is worth, how far growth can go. */
#include "page/bind.h"
#include "page/bind_family.h"
#include "page/bind_figures.h"
#include "report/lean.h"

/* What the spend leans to, where there is a figure to tell by. */
static void bind_lean(struct tpl *body, const struct page_context *p) {
	enum lean lean = lean_of(result(p->report->results, "spend_share_acquisition", p->span, SLICE_ALL));
	g_autofree char *key = g_strdup_printf("lean_%s_text", lean_name(lean));
	if (lean == LEAN_UNKNOWN)
		tpl_hide(body, "LEAN");
	else
		tpl_set(tpl_add(body, "LEAN"), "TEXT", words_text(p->report->words, key));
}

static void bind(const struct page_context *p, struct tpl *body) {
	static const char *const facts_shown[] = {"spend_acquisition", "spend_keeping", "cac", "cost_to_keep", "acquisition_multiple", "spend_share_acquisition"};
	static const char *const families[] = {"balance", "value"};
	bind_unfinished(body, p);
	bind_facts(body, "FACTS", p, facts_shown, G_N_ELEMENTS(facts_shown));
	bind_lean(body, p);
	bind_families(body, "FAMILIES", p, families, G_N_ELEMENTS(families));
}

const struct page_kind page_balance = {.name = "balance", .when = PAGE_EVERY_SPAN, .order = 6, .bind = bind};
