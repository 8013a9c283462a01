/* page/bind: what every page has in common: the frame (mast, period bar, tabs, foot), one figure, a card, a table, the trend of months.
 * Knows the names that templates/layout.html and templates/partials/ ask for. Refuses to know which figures a page shows, and
 * computes none: it puts a value, its state and its interval into the words of the report's language. */
#ifndef PAGE_BIND_H
#define PAGE_BIND_H
#include "chart/chart.h"
#include "page/tpl.h"
#include "report/page.h"
#include "report/report.h"

/* ---- the frame ---- */
#define BIND_LAYOUT "layout.html" /* the template a page is expanded from, client pages and the portfolio alike */
/* Binds a whole page into an empty root for BIND_LAYOUT: the frame, then kind->bind for its body. */
void bind_page(const struct page_context *p, struct tpl *root);
/* The frame alone; returns the dictionary of pages/<kind>.html. */
struct tpl *bind_frame(const struct page_context *p, struct tpl *root);
/* The frame of a page that belongs to no client; `body` is a file of templates/pages/. */
struct tpl *bind_plain_frame(struct tpl *root, const struct words *w, const char *stylesheet, const char *title, const char *body);
/* The relative link from page p to a page, or NULL when no such page exists; caller owns. span SPAN_ABSENT: the index. */
char *bind_href(const struct page_context *p, const char *kind, size_t span);
/* The page kind that follows in the tabs, by order; NULL: none. bind_next_tab(0) is the first. */
const struct page_kind *bind_next_tab(int after);
/* "October 2026", "Q4 2026", "2026", "12 months to October 2026"; caller owns. */
char *bind_span_title(const struct words *w, const struct span *s);
/* The short form for a column or a link: "Oct 26", "Q4 2026", "2026", "to Oct 26"; caller owns. */
char *bind_span_short(const struct words *w, const struct span *s);
/* The notice of an unfinished period at section UNFINISHED { TEXT }; hidden otherwise. */
void bind_unfinished(struct tpl *body, const struct page_context *p);

/* ---- one figure ---- */
/* The figure in words: "97.9 %", "29", "£236"; a state that shows no figure in its own words. `exact` gives the decimals a check needs. Caller owns. */
char *bind_figure(const struct report *r, const struct metric *m, const struct value *v, bool exact);
/* A number in the metric's unit (limits, a value behind a sparkline); caller owns. */
char *bind_number(const struct report *r, enum unit unit, double x, bool exact);
/* A difference of two such numbers: of shares and net shares in points ("2.3 points"), else as bind_number; caller owns. */
char *bind_difference(const struct report *r, enum unit unit, double x, bool exact);
char *bind_interval(const struct report *r, const struct metric *m, const struct value *v); /* "97.2 % to 98.5 %"; NULL: none */
char *bind_parts(const struct report *r, const struct metric *m, const struct value *v);    /* "1,846 of 1,886"; NULL: none */
/* The unit of a quotient's numerator or denominator: money over customers, money over money, or counts. */
enum unit bind_part_unit(const struct metric *m, bool denominator);
/* "48 ÷ 1,685 = 2.85 %": a quotient with its parts, another figure alone; caller owns. */
char *bind_quotient(const struct report *r, const struct metric *m, const struct value *v);
/* What a MISSING figure needs, or what the state means; NULL for a figure that is there; owned by the words. */
const char *bind_state_reason(const struct report *r, const struct value *v);
const char *bind_state_class(const struct value *v);                             /* "ok", "partial", "missing", "undefined", "suppressed"; static */
char *bind_metric_text(const struct words *w, const char *id, const char *part); /* the words of metric_<id>_<part>; caller owns */
/* The same for the report's kind of business: metric_<id>_<part>_orders where orders have words of their own; caller owns. */
char *bind_text_of(const struct report *r, const char *id, const char *part);
/* Why the figure is not there, or how far an unfinished one reaches, for this metric and period; NULL for a firm figure; caller owns. */
char *bind_reason_text(const struct report *r, const struct metric *m, size_t span, const struct value *v);
/* Whom early churn of a span looks at: those who joined from one day to another, 90 days before the span's; for a figure
 * that is shown; caller owns. */
char *bind_early_days(const struct report *r, size_t span);
/* The rule in force behind a figure, in words; NULL when none applies; caller owns. */
char *bind_rules(const struct report *r, const struct metric *m, const struct value *v);
/* The same with what holds for groups alone, for places that speak of groups too. */
char *bind_rules_whole(const struct report *r, const struct metric *m, const struct value *v);
/* Each rule of it apart; strings owned by the array; free with g_ptr_array_unref. */
GPtrArray *bind_rule_list(const struct report *r, const struct metric *m, const struct value *v);
/* What is said of a span's figures of a metric when they are not firm: "unfinished", "window not full"; NULL: nothing; owned by the words. */
const char *bind_span_words(const struct report *r, size_t span, const char *metric);
const char *bind_dimension(const struct words *w, const char *name);             /* the title of a slice column; borrowed */
const char *bind_slice(const struct words *w, const char *value);                /* a slice's value as a reader sees it; borrowed */
char *bind_money(const struct report *r, int128 amount, int64_t per);            /* exact minor units × per; caller owns */

/* One more card at {{>CARDS}}: the figure of p's span beside the one before and the one a year before. */
void bind_card(struct tpl *body, const struct page_context *p, const char *metric);

/* ---- tables (partials/table.html) ---- */
/* Includes a table at {{>name}}. id is unique on the site's page ("retention-plan"); caption is for every reader; csv NULL or a name in data/. */
struct tpl *bind_table(struct tpl *t, const char *name, const struct page_context *p, const char *id, const char *caption, const char *csv);
void bind_head(struct tpl *table, const char *text, bool number);
struct tpl *bind_row(struct tpl *table, const char *cls, const char *head);
/* A row whose head refers to n notes: ids are <notes>-<mark>. */
struct tpl *bind_row_noted(struct tpl *table, const char *cls, const char *head, const char *notes, const guint *marks, guint n);
void bind_cell(struct tpl *row, const char *text, bool number);
void bind_note(struct tpl *t, const char *name, const char *text); /* a sentence where a table or a drawing would be */
/* What of a metric a column shows. */
enum column_part { COLUMN_VALUE, COLUMN_NUM, COLUMN_DEN, COLUMN_N, COLUMN_INTERVAL };
struct column {
	const char *head; /* message key */
	const char *metric;
	enum column_part part;
};
/* The figure of a metric in a cell, with the marks a later reader finds it by; text NULL: the figure's own words. */
void bind_cell_figure(struct tpl *row, const struct report *r, const char *metric, size_t span, size_t slice, const char *text);
/* The same with its limits under it. */
void bind_cell_limits(struct tpl *row, const struct report *r, const char *metric, size_t span, size_t slice);
void bind_cell_column(struct tpl *row, const struct report *r, const struct column *c, size_t span, size_t slice);
/* A table of one row per slice of a dimension, "all" last; one per dimension the first column's metric has, at {{>name}};
 * a sentence when there is none. Ids are <kind>-<metric>-<dimension>. */
void bind_slice_tables(struct tpl *t, const char *name, const struct page_context *p, const struct column *columns, size_t n);
/* The periods of the page's kind, newest first, one row each; excluded when there is none before p's. */
void bind_history(struct tpl *t, const char *name, const struct page_context *p, const char *const *metrics, size_t n);
/* A list of at most list.max rows of line, column, reason at {{>name}}, then "and N more"; excluded when it is empty. */
void bind_report_rows(struct tpl *t, const char *name, const struct page_context *p, const char *id, const char *caption, const GPtrArray *rows);

/* A figure with its name, state and reason at {{>name}} (partials/fact.html): what a page shows in place of a chart without data, or beside one. */
void bind_fact(struct tpl *t, const char *name, const struct page_context *p, const char *metric);

/* Several at {{>name}}; of those that lack the same thing only the first, with what it lacks. Unknown ids are passed over. */
void bind_facts(struct tpl *t, const char *name, const struct page_context *p, const char *const *metrics, size_t n);

/* The same in place of a drawing or a table, under that one's own title. */
void bind_absent(struct tpl *t, const char *name, const struct page_context *p, const char *metric, const char *title);

/* ---- the months up to a page's close, as series of a chart ---- */
struct trend {
	const struct report *report;
	size_t n;
	bool monthly;         /* a position a month */
	size_t *spans;        /* of each position */
	struct month *months; /* of each position; of no use when it is not a trend of months */
	char **labels, **shorts;
	bool *partial;
	const char **partial_words; /* of each position, as of figures of activity; borrowed */
	GPtrArray *owned; /* arrays handed out as series */
};
typedef struct trend trend;
#define TREND_MONTHS 30 /* what the drawings of months show, all the same */
struct trend *trend_months(const struct report *r, size_t span, size_t most); /* months that close no later than the span does */
struct trend *trend_like(const struct report *r, size_t span, size_t most);   /* spans of the same kind, to this one */
/* The trailing years of the months up to the span's close, from the first that has a figure of the metric. */
struct trend *trend_years(const struct report *r, size_t span, size_t most, const char *metric);
void trend_free(struct trend *t);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(trend, trend_free)
/* The figures of one metric over the positions; NaN where nothing is shown. Arrays live as long as the trend. */
struct series trend_series(struct trend *t, const char *name, const char *metric, size_t slice);
/* Blanks the positions of s whose answers were given on another scale than those of the last: what is drawn without words is of one scale. */
void trend_one_scale(struct trend *t, struct series *s, const char *metric);
/* The same as a share of another figure's n (promoters of the answers behind nps). */
struct series trend_share(struct trend *t, const char *name, const char *metric, const char *of, size_t slice);
/* An own array over the positions, to be filled in. */
double *trend_array(struct trend *t);
bool trend_has(const struct series *s, size_t n); /* any position with a figure */
/* A chart over the trend with no series yet: words, positions, partial marks; id and kind as given. */
struct chart trend_chart(const struct trend *t, const char *id, const char *kind, enum chart_unit unit);
/* The chart unit of a metric's unit. */
enum chart_unit bind_chart_unit(enum unit u);
#endif
