/* pages/overview: the page a manager reads first: one sentence that states, the main figures each beside what it was, three drawings. */
#include "page/bind.h"
#include "page/bind_figures.h"

static const char *const cards[] = {"retention_rate", "nps", "csat", "nrr", "mrr_closing", "cac", "clv_cac", "spend_share_acquisition"};

static void bind_headline(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	g_autofree char *period = bind_span_title(r->words, &r->facts->spans.items[p->span]);
	if (!value_shown(result(r->results, "customers_opening", p->span, SLICE_ALL))) {
		tpl_take(body, "HEADLINE", SAY(r->words, "headline_none", ARG_S("period", period)));
		return;
	}
	struct rollforward roll = rollforward_of(r->facts, p->span, SLICE_ALL);
	const struct span *s = &r->facts->spans.items[p->span];
	g_autofree char *day = format_day(r->words, s->close), *at = s->unfinished ? SAY(r->words, "headline_at", ARG_S("day", day)) : NULL;
	tpl_take(body, "HEADLINE",
			 SAY(r->words, "headline", ARG_S("period", period), ARG_S("at", at ? at : words_text(r->words, "headline_close")), ARG_I("closing", roll.closing), ARG_I("joined", roll.joined),
				 ARG_I("gone", roll.joined_lost), ARG_I("returned", roll.returned), ARG_I("lost", roll.lost)));
}

static bool there(const struct page_context *p, const char *metric) {
	return value_shown(result(p->report->results, metric, p->span, SLICE_ALL));
}

/* Only what can be drawn: the cards have said already what is not there and why. */
static void bind_charts(struct tpl *body, const struct page_context *p) {
	bool nps = there(p, "nps"), money = bind_mrr_told(p), customers = there(p, "customers_opening"), churn = there(p, "churn_rate");
	if (nps)
		bind_trend_line(body, "CHARTS", p, "nps");
	if (money)
		bind_mrr_waterfall(body, "CHARTS", p);
	if (customers)
		bind_customers_waterfall(body, "CHARTS", p);
	if (churn)
		bind_trend_line(body, "CHARTS", p, "churn_rate");
	if (!nps && !money && !customers && !churn)
		tpl_exclude(body, "CHARTS");
}

static void bind(const struct page_context *p, struct tpl *body) {
	bind_headline(body, p);
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(cards); i++)
		bind_card(body, p, cards[i]);
	bind_charts(body, p);
	bind_history(body, "HISTORY", p, cards, G_N_ELEMENTS(cards));
}

const struct page_kind page_overview = {.name = "overview", .when = PAGE_EVERY_SPAN, .order = 1, .bind = bind};
