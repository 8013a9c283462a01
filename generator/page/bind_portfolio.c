/* page/bind_portfolio: one row a client. Knows names, links and how the last build went; refuses to rank: that takes figures. */
#include "page/bind_portfolio.h"
#include "page/bind.h"

void portfolio_bind(struct tpl *body, const struct words *w, const struct portfolio_client *clients, size_t n) {
	int64_t failed = 0;
	if (n == 0)
		tpl_hide(body, "CLIENTS");
	for (size_t i = 0; i < n; i++) {
		const struct portfolio_client *c = &clients[i];
		struct tpl *row = tpl_add(body, "CLIENTS");
		failed += c->failed;
		tpl_set(row, "CLASS", c->failed ? "failed" : "built");
		if (c->href) {
			struct tpl *link = tpl_add(row, "LINK");
			tpl_set(link, "HREF", c->href);
			tpl_set(link, "NAME", c->name);
			tpl_hide(row, "PLAIN");
		} else {
			tpl_set(tpl_add(row, "PLAIN"), "NAME", c->name);
			tpl_hide(row, "LINK");
		}
		tpl_set(row, "NEWEST", c->newest);
		tpl_take(row, "ROWS", format_count(w, c->rows));
		tpl_take(row, "REFUSED", format_count(w, c->refused));
		tpl_set(row, "STATE", c->state);
	}
	tpl_take(body, "SUMMARY", SAY(w, "portfolio_summary", ARG_I("n", (int64_t)n), ARG_I("failed", failed)));
}

void portfolio_page(struct tpl *root, const struct words *w, const char *stylesheet, const struct portfolio_client *clients, size_t n) {
	portfolio_bind(bind_plain_frame(root, w, stylesheet, words_text(w, "page_portfolio_title"), "pages/portfolio.html"), w, clients, n);
}
