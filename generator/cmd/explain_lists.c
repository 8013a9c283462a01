/* cmd/explain_lists: who stands on an action list as of as_of, one row after the other in the list's order, with the reason, the last score and what is
 * at stake; or the same as CSV. Refuses to decide who belongs there: the facts have. */
#include "cmd/explain_lists.h"
#include "cmd/command.h"
#include "page/bind.h"
#include "site/csv_lists.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum list explain_list_named(const char *name) {
	const char *names[LIST_COUNT];
	for (enum list list = 0; list < LIST_COUNT; list++) {
		names[list] = list_name(list);
		if (strcmp(names[list], name) == 0)
			return list;
	}
	unknown_name("list", name, names, LIST_COUNT);
	return LIST_COUNT;
}

static void print_row(const struct report *r, const struct listed_row *l, size_t order) {
	const struct list_row *row = l->row;
	g_autofree char *id = terminal_text(row->customer_id), *name = row->name != NULL ? terminal_text(row->name) : NULL;
	g_autofree char *reason = list_reason_text(r->words, row);
	printf("\n  %" G_GSIZE_FORMAT ". %s%s%s\n     %s\n", order, id, name != NULL ? ", " : "", name != NULL ? name : "", reason);
	if (row->score >= 0)
		printf("     last score: %d\n", row->score);
	if (r->cover->amounts) {
		int64_t unit = r->facts->mrr_per;
		for (int i = 0; i < r->facts->currency_digits; i++)
			unit *= 10;
		g_autofree char *amount = bind_number(r, UNIT_MONEY, (double)row->amount / (double)unit, true);
		printf("     at stake: %s a month\n", amount);
	}
	if (!isnan(l->p))
		printf("     slope: %+.2f points a year; p %s %.3g, adjusted for all tests %.3g%s\n", l->slope, l->p_tiny ? "<" : "=", l->p_tiny ? LISTED_P_LEAST : l->p,
		       l->p_adjusted, l->proven ? ": proven" : "");
}

static void print_list(const struct report *r, const struct listing *l) {
	g_autofree char *total = format_count(r->words, l->total), *shown = format_count(r->words, (int64_t)l->n);
	if (l->value->state == STATE_MISSING) {
		printf("\n  %s\n", bind_state_reason(r, l->value));
		return;
	}
	if (l->total == 0)
		puts("\n  Nobody.");
	for (size_t i = 0; i < l->n; i++)
		print_row(r, &l->rows[i], i + 1);
	if ((int64_t)l->n < l->total)
		printf("\n  The first %s of %s: list.max.\n", shown, total);
}

void explain_list(const struct report *r, enum list list, bool csv) {
	if (csv) {
		GString *rows = csv_lists(r, list);
		fputs(rows->str, stdout);
		g_string_free(rows, TRUE);
		return;
	}
	g_autoptr(listing) l = listing_new(r, list);
	g_autofree char *title = bind_text_of(r, list_metric(list), "title"), *name = terminal_text(r->conf->name), *day = format_day(r->words, r->facts->spans.as_of);
	printf("%s (%s)\n%s, %s\n", title, list_name(list), name, day);
	if (l != NULL)
		print_list(r, l);
}
