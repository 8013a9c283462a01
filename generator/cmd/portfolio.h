/* cmd/portfolio: site/internal/index.html, the list of all clients for the people who run the report. It is no client's page. */
#ifndef CMD_PORTFOLIO_H
#define CMD_PORTFOLIO_H
#include "cmd/looks.h"
#include "cmd/reading.h"
#include "site/stage.h"

#define PORTFOLIO_PAGE "internal/index.html"
#define PORTFOLIO_DATA "internal/portfolio.ini" /* what the page says, for the next build to read */
struct portfolio;
struct portfolio *portfolio_new(void);
void portfolio_free(struct portfolio *p);
/* One more client, in the order of site.conf. What is needed of the reading is copied. */
void portfolio_add(struct portfolio *p, const struct reading *r);
void portfolio_add_failed(struct portfolio *p, const struct reading *r, bool old_report);
/* A client this build leaves as it is: what the present site says of it; no report when there is none. */
void portfolio_add_present(struct portfolio *p, const struct client_conf *c, const struct stage *s);
/* Stages the page, its data and its stylesheet, in the language and theme of site.conf's defaults. False with the reason in d. */
bool portfolio_put(const struct portfolio *p, struct looks *l, const struct conf *c, struct stage *s, struct diag *d);
#endif
