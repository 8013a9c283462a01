/* cmd/worked: the middle of a worked example: what was counted for one figure, its numbers put into the formula step by step, and how its limits come
 * about. Knows which facts and figures each metric is made of; refuses to know sentences, which are the catalogue's, and to compute a figure: every
 * result is the metric's own, and a step that is shown leads to it. */
#ifndef CMD_WORKED_H
#define CMD_WORKED_H
#include "metric/eval.h"
#include "page/bind.h"

typedef struct worked worked;
struct worked {
	const struct report *r;
	const struct words *words;
	const struct eval *e;
	const struct metric *m;
	const struct value *v;
	size_t span;
	GPtrArray *counted;  /* lines, char *: what was counted */
	GPtrArray *steps;    /* the calculation */
	GPtrArray *interval; /* how the limits come about */
	GPtrArray *own;      /* texts lent to messages */
};

/* Everything that can be said of the figure of "all" in that span. Never NULL; free with worked_free. */
struct worked *worked_new(const struct report *r, const struct metric *m, size_t span);
void worked_free(struct worked *x);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(worked, worked_free)

/* ---- for the files that fill it ---- */
/* Numbers in the reader's form, lent until x is freed. */
const char *worked_count(struct worked *x, int64_t n);
const char *worked_decimal(struct worked *x, double y, int decimals);
const char *worked_share(struct worked *x, double ratio); /* two decimals of a percentage */
const char *worked_money(struct worked *x, double major);
const char *worked_amount(struct worked *x, enum fact id); /* a recurring amount of the span, a month's */
const char *worked_day(struct worked *x, int32_t day);
const char *worked_figure(struct worked *x, const char *metric, size_t span); /* a figure as it is printed, exact */
/* The gross margin in force, of the setting or of the cost of work; where neither is known, NAN. */
double worked_margin(const struct worked *x);
int64_t worked_fact(const struct worked *x, enum fact id);
void worked_tell(GPtrArray *lines, char *text); /* takes text */
/* The churn of the last 12 complete months: counted, and as a step. */
struct monthly_churn worked_churn(struct worked *x);

/* Families of figures; true when the metric is one of theirs. */
bool worked_answers(struct worked *x);
bool worked_customers(struct worked *x);
bool worked_money_of(struct worked *x);
bool worked_lives(struct worked *x);
bool worked_models(struct worked *x);
void worked_limits(struct worked *x); /* interval lines that hang on the method alone, where none were said */
#endif
