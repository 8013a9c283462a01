/* page/bind_portfolio: one row a client, and how many of them lean to winning, to keeping, to neither. Knows names, links and how the last build went;
 * refuses to rank: that takes figures. */
#include "page/bind_portfolio.h"
#include "page/bind.h"
#include <math.h>

/* Clients by what their spend leans to, as shares of the clients that can be told; those that cannot stand apart, without a share. */
static void bind_leans(struct tpl *body, const struct words *w, const struct portfolio_client *clients, size_t n) {
	int64_t of[LEAN_COUNT] = {0}, told = 0;
	for (size_t i = 0; i < n; i++) {
		of[clients[i].lean]++;
		told += clients[i].lean != LEAN_UNKNOWN;
	}
	static const enum lean rows[] = {LEAN_WINNING, LEAN_EVEN, LEAN_KEEPING, LEAN_UNKNOWN};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		enum lean l = rows[i];
		g_autofree char *key = g_strdup_printf("lean_%s_title", lean_name(l));
		struct tpl *row = tpl_add(body, "LEANS");
		tpl_set(row, "LEAN", words_text(w, key));
		tpl_take(row, "CLIENTS_N", format_count(w, of[l]));
		tpl_take(row, "SHARE", told > 0 && l != LEAN_UNKNOWN ? format_percent(w, (double)of[l] / (double)told, 0) : g_strdup(words_text(w, "chart_missing")));
		tpl_take(row, "FIRMS", isnan(lean_published(l)) ? g_strdup(words_text(w, "chart_missing")) : format_percent(w, lean_published(l), 0));
	}
}

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
	bind_leans(body, w, clients, n);
	tpl_take(body, "SUMMARY", SAY(w, "portfolio_summary", ARG_I("n", (int64_t)n), ARG_I("failed", failed)));
}

void portfolio_page(struct tpl *root, const struct words *w, const char *stylesheet, const struct portfolio_client *clients, size_t n) {
	portfolio_bind(bind_plain_frame(root, w, stylesheet, words_text(w, "page_portfolio_title"), "pages/portfolio.html"), w, clients, n);
}
