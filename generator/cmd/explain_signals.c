/* cmd/explain_signals: what of a period is news, one finding after the other, with the numbers it stands on; or all periods as CSV. */
#include "cmd/explain_signals.h"
#include "cmd/command.h"
#include "metric/eval.h"
#include "page/bind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *rule_words(const struct signal *s) {
	static const struct {
		const char *rule, *words;
	} all[] = {
		{"fisher", "Fisher's exact test, two-sided"},
		{"adjusted_wald", "z test on counts with 3/4, 3/2 and 3/4 added"},
		{"adjusted_wald_paired", "t test on counts with 3/4, 3/2 and 3/4 added, those asked twice paired"},
		{"shares_paired", "t test of two shares, those asked twice paired"},
		{"means_paired", "t test of two means, those asked twice paired"},
		{"ratio_difference", "difference of two ratio estimators"},
		{"welch", "Welch's t test"},
		{"poisson_rates", "conditional binomial test of two rates"},
		{"mann_kendall", "Mann-Kendall test over the months"},
		{"xmr", "outside the natural limits of the periods before (XmR)"},
		{"xmr_change", "a change outside the natural limits of the changes before (XmR)"},
		{"p_chart", "outside the limits of the months before (p-chart)"},
		{"ewma", "the weighted average of the last months is outside its limits (EWMA)"},
		{"loses_money", "below 1 every new customer loses money"},
		{"acquisition_led", "above 60 % of spend goes to winning customers"},
		{"below_floor", "below the floor profit.floor"},
		{"shrinking", "more customers than the growth ceiling"},
		{"exchange_rates", "exchange rates alone moved more than 1 % of the opening"},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strcmp(all[i].rule, s->rule) == 0)
			return all[i].words;
	return s->rule;
}

static char *number(const struct report *r, const struct metric *m, double x) {
	return bind_number(r, m->unit, x, true);
}

static bool is_chart(const struct signal *s) {
	return s->kind == SIGNAL_OUTLIER && isnan(s->p);
}

static void print_against(const struct report *r, const struct signal *s) {
	g_autofree char *before = number(r, s->metric, s->before);
	g_autofree char *parts = value_shown(&s->evidence[1]) ? bind_parts(r, s->metric, &s->evidence[1]) : NULL;
	g_autofree char *period = s->against != SPAN_ABSENT ? bind_span_title(r->words, &r->facts->spans.items[s->against]) : NULL;
	const char *what = s->kind == SIGNAL_CHANGE ? period : s->kind == SIGNAL_TREND ? "first of the months" : s->kind == SIGNAL_THRESHOLD ? "threshold"
	                   : is_chart(s) ? "what the periods before let expect" : s->kind == SIGNAL_IDENTITY ? "no change" : "the rest";
	printf("    against %s: %s%s%s%s\n", what, before, parts ? " (" : "", parts ? parts : "", parts ? ")" : "");
}

static void print_size(const struct report *r, const struct signal *s) {
	g_autofree char *size = bind_difference(r, s->metric->unit, s->size, true);
	printf("    size: %s%s%s", s->size > 0 ? "+" : "", size, s->kind == SIGNAL_TREND ? " a month" : "");
	if (!isnan(s->lo) && !isnan(s->hi)) {
		bool of_figure = is_chart(s) || s->kind == SIGNAL_THRESHOLD;
		g_autofree char *lo = of_figure ? number(r, s->metric, s->lo) : bind_difference(r, s->metric->unit, s->lo, true);
		g_autofree char *hi = of_figure ? number(r, s->metric, s->hi) : bind_difference(r, s->metric->unit, s->hi, true);
		printf(is_chart(s) ? "; limits %s to %s" : s->kind == SIGNAL_THRESHOLD ? "; 95 %% interval of the figure %s to %s" : "; 95 %% interval %s to %s", lo, hi);
	}
	putchar('\n');
}

static void print_p(const struct signal *s) {
	if (isnan(s->p))
		printf("    rule: %s%s\n", rule_words(s), s->kind != SIGNAL_THRESHOLD ? "" : s->sure == SURE_CERTAIN ? "; certain" : "; by its estimate, not the whole of its interval");
	else if (s->p < 1e-300)
		printf("    p < 1e-300, %s\n", rule_words(s));
	else
		printf("    p = %.3g, in its family q = %.3g, %s\n", s->p, s->q, rule_words(s));
}

static void print_signal(const struct report *r, const struct signal *s) {
	g_autofree char *title = bind_text_of(r, s->metric->id, "title"), *now = number(r, s->metric, s->now);
	g_autofree char *parts = bind_parts(r, s->metric, &s->evidence[0]);
	const struct slice *slice = &r->facts->slices[s->slice];
	g_autofree char *where = s->slice == SLICE_ALL ? g_strdup("") : g_strdup_printf(", %s %s", r->facts->dimensions[slice->dimension], bind_slice(r->words, slice->value));
	g_autofree char *shown = terminal_text(where);
	printf("\n  %s: %s (%s)%s\n", signal_kind_name(s->kind), title, s->metric->id, shown);
	printf("    now: %s%s%s%s\n", now, parts ? " (" : "", parts ? parts : "", parts ? ")" : "");
	print_against(r, s);
	print_size(r, s);
	print_p(s);
	if (s->at_stake != AT_STAKE_NONE) {
		int64_t unit = eval_money_unit(results_eval(r->results));
		g_autofree char *stake = bind_number(r, UNIT_MONEY, (double)s->at_stake / (double)unit, false);
		printf("    at stake: %s\n", stake);
	}
}

/* What was tested and is no news, with what it would have taken. */
static void print_quiet(const struct report *r, size_t span) {
	g_autoptr(GArray) quiet = signals_quiet(r, span);
	if (quiet->len > 0)
		puts("");
	for (guint i = 0; i < quiet->len; i++) {
		const struct quiet *q = &g_array_index(quiet, struct quiet, i);
		g_autofree char *title = bind_text_of(r, q->metric->id, "title"), *now = number(r, q->metric, q->now), *before = number(r, q->metric, q->before);
		g_autofree char *least = isnan(q->least) ? NULL : bind_difference(r, q->metric->unit, q->least, true);
		g_autofree char *rest = least != NULL ? SAY(r->words, "signals_rest", ARG_S("least", least)) : g_strdup(words_text(r->words, "signals_rest_none"));
		printf("  %s: %s after %s. %s\n", title, now, before, rest);
	}
}

void explain_signals(const struct report *r, size_t span) {
	g_autofree char *period = bind_span_title(r->words, &r->facts->spans.items[span]), *name = terminal_text(r->conf->name);
	size_t n;
	const struct signal *s = signals_of(r->signals, span, &n);
	printf("%s, %s\n%" G_GSIZE_FORMAT " finding%s; %" G_GSIZE_FORMAT " changes and %" G_GSIZE_FORMAT
	       " slices tested, false discovery rate %s each; %" G_GSIZE_FORMAT " held against limits\n",
	       name, period, n, n == 1 ? "" : "s", r->signals->tests[span], r->signals->contrasts[span], conf_text(r->conf, SETTING_SIGNALS_Q), r->signals->charts[span]);
	for (size_t i = 0; i < n; i++)
		print_signal(r, &s[i]);
	if (n == 0)
		puts("\n  Nothing that can be told from chance.");
	print_quiet(r, span);
}
