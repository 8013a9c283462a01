/* page/bind_portfolio: the list of all clients for the people who run the report. It is no client's page: it links into folders, and nothing links to it. */
#ifndef PAGE_BIND_PORTFOLIO_H
#define PAGE_BIND_PORTFOLIO_H
#include "page/tpl.h"
#include "report/lean.h"
#include "words/words.h"
#include <stddef.h>

struct portfolio_client {
	const char *name;
	const char *href;   /* to the client's index, relative to the portfolio; NULL when the client failed */
	const char *newest; /* title of the newest month, or "" */
	const char *state;  /* one sentence on how its last build went */
	bool failed;
	int64_t rows, refused; /* of all its exports */
	enum lean lean;
};
/* Binds pages/portfolio.html, in the order given; how many lean to what stands beside the shares of firms that were published. */
void portfolio_bind(struct tpl *body, const struct words *w, const struct portfolio_client *clients, size_t n);
/* Frame and body in one, into an empty root for layout.html. */
void portfolio_page(struct tpl *root, const struct words *w, const char *stylesheet, const struct portfolio_client *clients, size_t n);
#endif
