/* site/csv: writes the files of data/. A figure that is not shown leaves its state and nothing else; text of an export is disarmed so that no
 * spreadsheet takes it for a formula. Knows figures; refuses to know pages. */
#include "site/csv.h"

#include "base/json.h"
#include "base/text.h"
#include "metric/cohorts.h"
#include "report/spend.h"
#include "site/csv_details.h"
#include "site/csv_models.h"

static void add_number(GString *out, bool has, double x) {
	char text[32] = "";
	if (has)
		double_print(x, text);
	g_string_append_printf(out, ",%s", text);
}

static void add_figure(GString *out, const struct report *r, const struct metric *m, size_t span, size_t slice) {
	const struct facts *f = r->facts;
	const struct value *v = result(r->results, m->id, span, slice);
	bool shown = value_shown(v);
	bool parts = v->has_parts && (shown || v->state == STATE_UNDEFINED);
	bool limits = shown && value_has_interval(v);
	g_string_append_printf(out, "%s,", f->spans.items[span].name);
	if (slice != SLICE_ALL)
		text_csv_cell(out, f->dimensions[f->slices[slice].dimension]);
	g_string_append_c(out, ',');
	if (slice != SLICE_ALL)
		text_csv_cell(out, f->slices[slice].value);
	g_string_append_printf(out, ",%s", state_name(v->state));
	add_number(out, shown, v->x);
	add_number(out, parts, v->num);
	add_number(out, parts, v->den);
	if (shown && v->n >= 0)
		g_string_append_printf(out, ",%" G_GINT64_FORMAT, v->n);
	else
		g_string_append_c(out, ',');
	add_number(out, limits, v->lo);
	add_number(out, limits, v->hi);
	g_string_append_c(out, '\n');
}

static GString *metric_rows(const struct report *r, const struct metric *m) {
	GString *out = g_string_new("period,dimension,slice,state,value,num,den,n,lo,hi\n");
	for (size_t span = 0; span < r->facts->spans.n; span++)
		for (size_t slice = 0; slice < r->facts->n_slices; slice++)
			if (slice == SLICE_ALL || (metric_has_slice(m, r->facts, slice) && facts_names(r->facts, span, slice)))
				add_figure(out, r, m, span, slice);
	return out;
}

/* A cohort withheld on the page is withheld here. */
static void add_cohort_row(GString *out, const struct facts *f, struct month first, int age, bool withheld, bool orders) {
	const struct cohort_cell *cell = fact_cohort(f, SLICE_ALL, first, age);
	if (cell == NULL)
		return;
	char month[8];
	month_print(first, month);
	struct month at = month_plus(first, age);
	bool unfinished = f->spans.as_of < month_last_day(at);
	if (withheld) {
		g_string_append_printf(out, "%s,%d,,,%s\n", month, age, state_name(STATE_SUPPRESSED));
		return;
	}
	/* orders: what was ordered in that month, no run-rate */
	g_autofree char *revenue = cell->unrated > 0 ? g_strdup("") : money_decimal(cell->mrr, orders ? 1 : f->mrr_per, f->currency_digits, f->currency_digits);
	g_string_append_printf(out, "%s,%d,%" G_GINT64_FORMAT ",%s,%s\n", month, age, cell->customers, revenue,
	                       state_name(unfinished ? STATE_PARTIAL : STATE_OK));
}

static GString *cohort_rows(const struct report *r) {
	GString *out = g_string_new("first_month,age,customers,revenue,state\n");
	const struct facts *f = r->facts;
	g_autofree bool *withheld = cohorts_withheld(f, f->spans.last, conf_int(r->conf, SETTING_MIN_N));
	for (int32_t first = f->spans.first.n; first <= f->spans.last.n; first++) {
		const struct cohort_cell *start = fact_cohort(f, SLICE_ALL, (struct month){first}, 0);
		if (start == NULL || start->customers == 0)
			continue;
		for (int32_t age = 0; age <= f->spans.last.n - first; age++)
			add_cohort_row(out, f, (struct month){first}, age, withheld[first - f->spans.first.n], r->cover->orders);
	}
	return out;
}

/* Scores low … high, whose facts stand side by side from `fact_low`; a period whose metric is not shown has no rows. */
static GString *score_rows(const struct report *r, const char *metric, enum fact fact_low, int low, int high) {
	GString *out = g_string_new("period,score,answers\n");
	const struct facts *f = r->facts;
	int top = low;
	for (size_t span = 0; span < f->spans.n; span++)
		for (int score = low; score <= high; score++)
			if (fact(f, span, SLICE_ALL, fact_low + (enum fact)(score - low)) > 0)
				top = MAX(top, score);
	for (size_t span = 0; span < f->spans.n; span++) {
		if (!value_shown(result(r->results, metric, span, SLICE_ALL)))
			continue;
		for (int score = low; score <= top; score++)
			g_string_append_printf(out, "%s,%d,%" G_GINT64_FORMAT "\n", f->spans.items[span].name, score,
			                       fact(f, span, SLICE_ALL, fact_low + (enum fact)(score - low)));
	}
	return out;
}

static GString *spend_rows(const struct report *r) {
	GString *out = g_string_new("period,purpose,category,amount\n");
	const struct facts *f = r->facts;
	for (size_t span = 0; span < f->spans.n; span++) {
		if (f->spans.items[span].before_history)
			continue;
		for (int p = 0; p < SPEND_PURPOSES; p++)
			for (int c = 0; c < SPEND_CATEGORIES; c++) {
				int64_t amount = spend_of(f, span, SLICE_ALL, (enum spend_purpose)p, c);
				if (amount == 0)
					continue;
				g_autofree char *text = money_decimal(amount, 1, f->currency_digits, f->currency_digits);
				g_string_append_printf(out, "%s,%s,%s,%s\n", f->spans.items[span].name, spend_purpose_name((enum spend_purpose)p),
				                       spend_category_name(c), text);
			}
	}
	return out;
}

typedef bool putter(void *context, const char *name, const GString *text);

static bool hand_over(GString *text, const char *name, putter *put, void *context) {
	bool done = put(context, name, text);
	g_string_free(text, TRUE);
	return done;
}

bool csv_all(const struct report *r, putter *put, void *context) {
	for (size_t i = 0; i < metric_count(); i++) {
		const struct metric *m = metric_at(i);
		g_autofree char *name = g_strconcat(m->id, ".csv", NULL);
		if (!hand_over(metric_rows(r, m), name, put, context))
			return false;
	}
	return hand_over(cohort_rows(r), "cohort.csv", put, context) &&
	       hand_over(score_rows(r, "nps", FACT_NPS_SCORE_0, 0, 10), "nps-scores.csv", put, context) &&
	       hand_over(score_rows(r, "csat", FACT_CSAT_SCORE_1, 1, 10), "csat-scores.csv", put, context) &&
	       hand_over(spend_rows(r), "spend.csv", put, context) &&
	       hand_over(csv_reasons(r), "reasons.csv", put, context) &&
	       hand_over(csv_touchpoints(r), "touchpoints.csv", put, context) &&
	       hand_over(csv_drivers(r), "drivers.csv", put, context) &&
	       hand_over(csv_survival(r), "survival.csv", put, context) &&
	       hand_over(csv_survival_tests(r), "survival_tests.csv", put, context) &&
	       hand_over(csv_hazard(r), "hazard.csv", put, context) &&
	       hand_over(csv_models(r), "models.csv", put, context);
}
