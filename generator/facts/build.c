/* facts/build: walks every customer of the book once and fills the facts. What is added is in pair.c, answers.c and cohort.c;
 * here are the slices, the layout and the walk. */
#include "facts/build.h"
#include "facts/fold.h"
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

/* Values a dimension may have before the cut to slices.max. Beyond it the column is no dimension (an id, a name): the largest of the whole
 * export are kept, said in a diagnostic, so that memory stays bounded whatever the file. */
#define VALUES_AT_LEAST 100

struct ranked {
	const char *value;
	uint32_t code;
	int64_t customers;
};

static int order_by_customers(const void *x, const void *y) {
	const struct ranked *a = x, *b = y;
	if (a->customers != b->customers)
		return a->customers < b->customers ? 1 : -1;
	return strcmp(a->value, b->value);
}

static int order_by_value(const void *x, const void *y) {
	return strcmp(((const struct ranked *)x)->value, ((const struct ranked *)y)->value);
}

static void count_codes(const struct book *b, size_t dimension, struct ranked *ranked) {
	if (!b->dated[dimension]) {
		for (guint c = 0; c < b->customers->len; c++)
			ranked[g_array_index(b->customer_codes, uint32_t, c * b->n_dimensions + dimension)].customers++;
		return;
	}
	for (guint i = 0; i < b->terms->len; i++) {
		const struct term *t = &g_array_index(b->terms, struct term, i);
		ranked[t->codes == INTERN_NONE ? (uint32_t)CODE_NONE : g_array_index(b->term_codes, uint32_t, t->codes + dimension)].customers++;
	}
}

/* Keeps the `most` values with the most customers and (other), which an export may use itself. */
static size_t keep_largest(const struct intern *values, struct ranked *ranked, size_t n, size_t most) {
	uint32_t own = intern_find(values, SLICE_OTHER, strlen(SLICE_OTHER));
	size_t kept = most;
	bool has_other = false;
	qsort(ranked, n, sizeof *ranked, order_by_customers);
	for (size_t i = 0; i < most; i++)
		has_other = has_other || ranked[i].code == own;
	if (!has_other)
		ranked[kept++] = (struct ranked){.value = SLICE_OTHER, .code = own};
	return kept;
}

/* Adds the dimension's values to `slices` in the order of their bytes; what is beyond `most` by customers goes to (other). */
static size_t *lay_dimension(const struct book *b, size_t dimension, GArray *slices, size_t most, struct diag *d) {
	size_t n = intern_count(&b->values[dimension]), kept = n, other = SLICE_ALL;
	struct ranked *ranked = g_new0(struct ranked, n + 1);
	for (size_t code = 0; code < n; code++)
		ranked[code] = (struct ranked){.value = intern_text(&b->values[dimension], (uint32_t)code), .code = (uint32_t)code};
	if (n > most) {
		g_autofree char *count = g_strdup_printf("%zu", n);
		diag_report(d, DIAG_TOO_MANY_VALUES, (struct where){b->conf->conf->file, b->conf->values[SETTING_SLICES_BY].line, 0}, b->dimensions[dimension], count, NULL);
		count_codes(b, dimension, ranked);
		kept = keep_largest(&b->values[dimension], ranked, n, most);
	}
	qsort(ranked, kept, sizeof *ranked, order_by_value);
	size_t *slice_of = g_new0(size_t, n);
	for (size_t i = 0; i < kept; i++) {
		struct slice s = {.dimension = dimension, .value = g_strdup(ranked[i].value)};
		if (strcmp(s.value, SLICE_OTHER) == 0)
			other = slices->len;
		if (ranked[i].code != INTERN_NONE)
			slice_of[ranked[i].code] = slices->len;
		g_array_append_val(slices, s);
	}
	for (size_t code = 0; code < n; code++)
		if (slice_of[code] == SLICE_ALL)
			slice_of[code] = other;
	g_free(ranked);
	return slice_of;
}

static void lay_slices(struct fold *f, const struct spans *spans, struct diag *d) {
	const struct book *b = f->book;
	GArray *slices = g_array_new(FALSE, FALSE, sizeof(struct slice));
	struct slice all = {0, NULL};
	g_array_append_val(slices, all);
	size_t most = (size_t)MAX(VALUES_AT_LEAST, 2 * conf_int(b->conf, SETTING_SLICES_MAX));
	f->slice_of = g_new0(size_t *, b->n_dimensions + 1);
	for (size_t i = 0; i < b->n_dimensions; i++)
		f->slice_of[i] = lay_dimension(b, i, slices, most, d);
	f->facts = facts_new(spans, b->dimensions, slices);
}

static void lay_spans(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	f->from = g_new0(size_t, s->n + 1);
	f->to = g_new0(size_t, s->n + 1);
	for (size_t i = 0; i < s->n; i++) {
		if (s->items[i].before_history)
			continue;
		f->from[i] = (size_t)(s->items[i].first.n - s->first.n);
		f->to[i] = (size_t)(MIN(s->items[i].last.n, s->last.n) - s->first.n) + 1;
	}
	f->newest = span_newest(s, SPAN_MONTH);
}

static const size_t *spans_in(const GArray *spans, size_t *n) {
	*n = spans->len;
	return (const size_t *)(const void *)spans->data;
}

const size_t *fold_spans_within(const struct fold *f, int32_t day, size_t *n) {
	int32_t month = month_of_day(day).n - f->closes.before.n;
	bool inside = month > 0 && (size_t)month < f->closes.n && day <= f->book->as_of;
	return spans_in(f->within[inside ? month : 0], n); /* no span holds the month before the first */
}

const size_t *fold_spans_closing(const struct fold *f, size_t at, size_t *n) {
	return spans_in(f->closing[at], n);
}

/* What is looked up for every customer, once for all of them. */
static void index_spans(struct fold *f) {
	const struct spans *s = &f->facts->spans;
	f->previous = g_new(size_t, s->n + 1);
	f->year_before = g_new(size_t, s->n + 1);
	f->within = g_new(GArray *, f->closes.n);
	f->closing = g_new(GArray *, f->closes.n);
	for (size_t at = 0; at < f->closes.n; at++) {
		f->within[at] = g_array_new(FALSE, FALSE, sizeof(size_t));
		f->closing[at] = g_array_new(FALSE, FALSE, sizeof(size_t));
	}
	for (size_t i = 0; i < s->n; i++) {
		f->previous[i] = span_previous(s, i);
		f->year_before[i] = span_year_before(s, i);
		if (s->items[i].before_history)
			continue;
		g_array_append_val(f->closing[f->to[i]], i);
		for (size_t at = f->from[i] + 1; at <= f->to[i]; at++)
			g_array_append_val(f->within[at], i);
	}
}

void fold_add(struct fold *f, size_t span, const struct under *u, enum fact id, int64_t amount) {
	for (size_t i = 0; i < u->n && amount != 0; i++)
		*fact_cell(f->facts, span, u->slice[i], id) += amount;
}

void fold_tally(struct fold *f, enum tally_table table, size_t span, const struct under *u, int32_t a, int32_t b, int32_t c, int64_t n, int64_t amount) {
	for (size_t i = 0; i < u->n; i++)
		tallies_add(&f->facts->tallies, (struct tally){(int32_t)table, (int32_t)span, (uint32_t)u->slice[i], a, b, c, n, amount});
}

int32_t fold_label(struct fold *f, uint32_t name) {
	return tallies_label(&f->facts->tallies, name == INTERN_NONE ? NULL : intern_text(&f->book->names, name));
}

void fold_add_wide(struct fold *f, size_t span, const struct under *u, enum wide id, int128 amount) {
	for (size_t i = 0; i < u->n && amount != 0; i++)
		*fact_wide_cell(f->facts, span, u->slice[i], id) += amount;
}

struct under fold_under_day(const struct fold *f, int32_t day) {
	struct under u;
	u.n = f->book->n_dimensions + 1;
	u.slice[0] = SLICE_ALL;
	for (size_t i = 0; i < f->book->n_dimensions; i++)
		u.slice[i + 1] = f->book->dated[i] ? f->slice_of[i][timeline_code(&f->timeline, i, day)] : f->fixed[i];
	return u;
}

struct under fold_under_close(const struct fold *f, size_t at) {
	struct under u;
	u.n = f->book->n_dimensions + 1;
	u.slice[0] = SLICE_ALL;
	for (size_t i = 0; i < f->book->n_dimensions; i++)
		u.slice[i + 1] = f->book->dated[i] ? f->slice_of[i][f->close_codes[i * f->closes.n + at]] : f->fixed[i];
	return u;
}

static void load_customer(struct fold *f, uint32_t customer) {
	timeline_load(&f->timeline, customer);
	for (size_t i = 0; i < f->book->n_dimensions; i++) {
		if (!f->book->dated[i]) {
			f->fixed[i] = f->slice_of[i][timeline_code(&f->timeline, i, 0)];
			continue;
		}
		for (size_t at = 0; at < f->closes.n; at++)
			f->close_codes[i * f->closes.n + at] = f->timeline.active[at] ? timeline_code(&f->timeline, i, f->closes.day[at]) : (uint32_t)CODE_NONE;
	}
}

/* What only customers that were ever active have. */
static void fold_ever_active(struct fold *f) {
	fold_pairs(f);
	fold_cohort(f);
	fold_tenure(f);
	fold_pick(f);
	fold_leaving(f);
	fold_renewals(f);
	fold_linking(f);
	fold_worth(f);
	fold_price(f);
	fold_earned(f);
	fold_uptake(f);
	fold_signs(f);
	fold_models(f);
	fold_lists(f);
	if (f->book->activity == ACTIVITY_ORDERS)
		fold_year_orders(f);
}

static void fold_customers(struct fold *f) {
	for (guint c = 0; c < f->book->customers->len; c++) {
		load_customer(f, c);
		fold_answers(f);
		fold_paired(f);
		fold_weighed(f);
		fold_response(f);
		fold_service(f);
		fold_recovery(f);
		fold_ordered(f);
		if (f->timeline.first_day != DAY_NONE)
			fold_ever_active(f);
		fold_cluster_customer(f);
	}
}

static void copy_gaps(const struct book *b, GArray *to) {
	for (guint i = 0; i < b->gaps->len; i++) {
		const struct rate_gap *gap = &g_array_index(b->gaps, struct rate_gap, i);
		struct unrated_month lacking = {.month = gap->month.n};
		currency_print(rates_currency(&b->rates, gap->currency), lacking.currency);
		g_array_append_val(to, lacking);
	}
}

static void fold_clear(struct fold *f) {
	for (size_t at = 0; at < f->closes.n; at++) {
		g_array_unref(f->within[at]);
		g_array_unref(f->closing[at]);
	}
	g_free(f->within);
	g_free(f->closing);
	g_free(f->previous);
	g_free(f->year_before);
	closes_clear(&f->closes);
	timeline_clear(&f->timeline);
	for (size_t i = 0; i < f->book->n_dimensions; i++)
		g_free(f->slice_of[i]);
	g_free(f->slice_of);
	g_free(f->from);
	g_free(f->to);
	g_free(f->close_codes);
	g_free(f->fixed);
	clusters_free(f->clusters);
}

struct facts *facts_build(const struct book *b, struct diag *d) {
	gsl_set_error_handler_off(); /* for the tests of single customers */
	struct fold f = {.book = b};
	bool orders = b->activity == ACTIVITY_ORDERS;
	struct spans spans;
	spans_init(&spans, b->history_start, b->as_of, orders ? (int)conf_int(b->conf, SETTING_INACTIVE_AFTER) : 0, b->activity == ACTIVITY_SNAPSHOT);
	lay_slices(&f, &spans, d);
	spans_clear(&spans);
	lay_spans(&f);
	f.facts->mrr_per = orders ? conf_int(b->conf, SETTING_INACTIVE_AFTER) : 12;
	f.facts->list_most = conf_int(b->conf, SETTING_LIST_MAX);
	f.facts->currency_digits = currency_digits(conf_currency(b->conf));
	copy_gaps(b, f.facts->gaps);
	closes_init(&f.closes, &f.facts->spans);
	index_spans(&f);
	timeline_init(&f.timeline, b, &f.closes);
	f.close_codes = g_new0(uint32_t, b->n_dimensions * f.closes.n + 1);
	f.fixed = g_new0(size_t, b->n_dimensions + 1);
	f.clusters = clusters_new();
	fold_customers(&f);
	fold_clusters_end(&f);
	fold_spends(&f);
	fold_earned_spends(&f);
	tenure_compact(f.facts->tenure_starts);
	tenure_compact(f.facts->tenure_ends);
	buyers_cut(f.facts->buyers);
	tallies_settle(&f.facts->tallies);
	picks_cut(f.facts->top_value);
	list_rows_cut(f.facts->lists, f.facts->list_most);
	fold_clear(&f);
	return facts_tidy(f.facts);
}
