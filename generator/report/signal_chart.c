/* report/signal_chart: see signal_chart.h. */
#include "report/signal_chart.h"
#include "metric/eval.h"
#include "report/signal_stake.h"
#include "report/signal_test.h"
#include "statistic/control.h"
#include <math.h>
#include <string.h>

/* Figures without a test of their own: they may be said to rise or fall only outside limits. */
enum charted_as {
	AS_FLOW = 1,  /* XmR of the figures */
	AS_STOCK = 2, /* what is carried on from period to period: XmR of its changes */
	AS_SHARE = 4, /* p-chart, months */
	AS_DRIFT = 8  /* EWMA too, months */
};
static const struct charted {
	const char *metric;
	unsigned as;
	enum cover cover; /* the export it is told from: no baseline reaches before its first whole month */
} charted[] = {
	{"arpa", AS_STOCK, COVER_ACTIVITY},
	{"customers_new", AS_FLOW, COVER_ACTIVITY},
	{"mrr_new", AS_FLOW, COVER_ACTIVITY},
	{"mrr_churned", AS_FLOW, COVER_ACTIVITY},
	{"spend_acquisition", AS_FLOW, COVER_SPEND},
	{"backlog", AS_STOCK, COVER_CONTACTS},
	{"contacts_per_customer", AS_FLOW | AS_DRIFT, COVER_CONTACTS},
	{"scope", AS_FLOW | AS_DRIFT, COVER_WORK},
	{"first_response_median", AS_FLOW | AS_DRIFT, COVER_CONTACTS},
	{"order_average", AS_FLOW | AS_DRIFT, COVER_ACTIVITY},
	{"churn_rate", AS_SHARE, COVER_ACTIVITY},
	{"early_churn", AS_SHARE, COVER_ACTIVITY},
	{"renewal_rate", AS_SHARE, COVER_ACTIVITY},
	{"referral_share", AS_SHARE, COVER_ACTIVITY},
	{"response_rate", AS_SHARE, COVER_INVITATIONS},
	{"first_response_sla", AS_SHARE, COVER_CONTACTS},
	{"reopen_rate", AS_SHARE, COVER_CONTACTS},
	{"reactive", AS_SHARE, COVER_CONTACTS},
};

/* Whether a month holds rows of an export. */
static bool has_rows(const struct eval *e, size_t month, enum cover cover) {
	int64_t rows = 0;
	switch (cover) {
	case COVER_SPEND:
		for (int id = FACT_SPEND_ACQUISITION_NONE; id <= FACT_SPEND_SERVICE_DISCOUNT; id++)
			rows |= eval_f(e, month, SLICE_ALL, (enum fact)id);
		return rows != 0;
	case COVER_CONTACTS: return eval_f(e, month, SLICE_ALL, FACT_CONTACTS_ALL) > 0;
	case COVER_WORK: return eval_f(e, month, SLICE_ALL, FACT_WORK_ROWS) > 0;
	case COVER_INVITATIONS: return eval_f(e, month, SLICE_ALL, FACT_INVITED) > 0;
	default: return true;
	}
}

/* The first month of which an export may be held whole: that of its first row may be cut, unless records of every kind begin with it. */
static int32_t began(const struct report *r, enum cover cover) {
	const struct spans *all = &r->facts->spans;
	const struct eval *e = results_eval(r->results);
	int32_t m = all->first.n;
	while (m <= all->last.n && !has_rows(e, eval_month(e, (struct month){m}), cover))
		m++;
	return m == all->first.n ? m : m + 1;
}

/* Windows of inactive_after months share most of their orders: what is told from them moves as they do, not as business does. */
static bool overlaps(const struct report *r, const struct charted *c, size_t span) {
	const struct span *s = &r->facts->spans.items[span];
	return s->kind == SPAN_TRAILING || (r->cover->orders && strcmp(c->metric, "arpa") == 0 && s->last.n - s->first.n + 1 < r->facts->mrr_per);
}

/* The value a chart is drawn of: the figure, or its change. */
static bool charted_value(const struct report *r, const struct charted *c, size_t span, int32_t from, double *x) {
	const struct value *v = result(r->results, c->metric, span, SLICE_ALL);
	size_t before = span_previous(&r->facts->spans, span);
	bool stock = c->as == AS_STOCK;
	if (v->state != STATE_OK || r->facts->spans.items[span].first.n < from)
		return false;
	if (stock && (before == SPAN_ABSENT || r->facts->spans.items[before].first.n < from || !compare_previous(r, c->metric, span, SLICE_ALL).comparable))
		return false;
	*x = stock ? v->x - result(r->results, c->metric, before, SLICE_ALL)->x : v->x;
	return true;
}

/* One chart: the values of the complete periods before in the order of time, then the one judged. */
struct series {
	double y[CONTROL_MOST + CONTROL_LEAST + 1];
	size_t n; /* of those before */
};
static bool series_of(const struct report *r, const struct charted *c, size_t span, size_t most, struct series *s) {
	double y[G_N_ELEMENTS(s->y)];
	int32_t from = began(r, c->cover);
	size_t n = 0;
	for (size_t at = span; at != SPAN_ABSENT && n < most + 1; at = span_previous(&r->facts->spans, at), n++)
		if (!charted_value(r, c, at, from, &y[n]))
			break;
	if (n < 1 + CONTROL_LEAST)
		return false;
	s->n = n - 1;
	for (size_t i = 0; i < n; i++)
		s->y[i] = y[n - 1 - i];
	return true;
}

/* Order businesses: the same direction against the same period last year too. */
static bool seasonal(const struct report *r, const char *metric, size_t span, double move) {
	if (!r->cover->orders)
		return false;
	struct comparison year = compare_year_before(r, metric, span, SLICE_ALL);
	return !year.comparable || (result(r->results, metric, span, SLICE_ALL)->x - year.before->x) * move <= 0;
}

static bool outside(struct control_limits l, double x) {
	return x < l.lo || x > l.hi;
}

/* shift: limits of a change, shown as limits of the figure. */
static void add(const struct report *r, const struct charted *c, size_t span, struct control_limits l, double shift, const char *rule, GArray *out) {
	const struct value *v = result(r->results, c->metric, span, SLICE_ALL);
	if (seasonal(r, c->metric, span, v->x - shift - l.centre))
		return;
	struct signal s = {.kind = SIGNAL_OUTLIER, .metric = metric_find(c->metric), .span = span, .slice = SLICE_ALL, .against = SPAN_ABSENT, .now = v->x,
	                   .before = shift + l.centre, .size = v->x - shift - l.centre, .lo = shift + l.lo, .hi = shift + l.hi, .p = (double)NAN, .q = (double)NAN,
	                   .rule = rule, .evidence = {*v, value_state(STATE_MISSING)}};
	s.at_stake = signal_at_stake(r, &s);
	g_array_append_val(out, s);
}

/* XmR; *far: the value lies outside. False when there are no limits. */
static bool individuals(const struct report *r, const struct charted *c, size_t span, bool *far, GArray *out) {
	struct series s;
	struct xmr x;
	*far = false;
	if (!series_of(r, c, span, CONTROL_MOST, &s) || !xmr_init(&x, s.y, s.n))
		return false;
	*far = outside(x.values, s.y[s.n]);
	if (*far)
		add(r, c, span, x.values, c->as == AS_STOCK ? result(r->results, c->metric, span, SLICE_ALL)->x - s.y[s.n] : 0, c->as == AS_STOCK ? "xmr_change" : "xmr", out);
	return true;
}

/* How much of the newest value an average takes, and how many values it is over: the target and σ come from the 8 to 24 months before these, so that what
 * drifts does not pull its own limits along. */
#define LAMBDA .2
#define RUN 6

static bool drifts(const struct report *r, const struct charted *c, size_t span, GArray *out, bool told) {
	struct series s;
	struct xmr x;
	struct ewma w;
	struct control_limits l = control_none;
	if (!series_of(r, c, span, CONTROL_MOST + RUN - 1, &s) || s.n < CONTROL_LEAST + RUN - 1)
		return false;
	size_t base = s.n + 1 - RUN;
	if (!xmr_init(&x, s.y, base) || !ewma_init(&w, x.values.centre, x.sigma, LAMBDA))
		return false;
	for (size_t i = base; i <= s.n; i++)
		l = ewma_next(&w, s.y[i]);
	/* the newest month has to be on that side itself: an average alone also tells of what is over */
	if (!told && outside(l, w.value) && (s.y[s.n] - w.value) * (w.value - l.centre) > 0)
		add(r, c, span, l, 0, "ewma", out);
	return true;
}

static bool is_told(const GArray *out, guint first, const char *metric) {
	for (guint i = first; i < out->len; i++) {
		const struct signal *s = &g_array_index(out, struct signal, i);
		if (s->kind == SIGNAL_CHANGE && s->slice == SLICE_ALL && strcmp(s->metric->id, metric) == 0)
			return true;
	}
	return false;
}

/* Limits lean on the normal: from 5 on either side expected. */
#define LEAST_EXPECTED 5

static bool shares(const struct report *r, const struct charted *c, size_t span, bool told, GArray *out) {
	struct series s;
	struct side now, before;
	if (!series_of(r, c, span, CONTROL_MOST, &s) || !side_of(r, JUDGE_SHARE, c->metric, span, SLICE_ALL, &now))
		return false;
	double with = 0, of = 0;
	size_t at = span;
	for (size_t i = 0; i < s.n; i++) {
		at = span_previous(&r->facts->spans, at);
		if (!side_of(r, JUDGE_SHARE, c->metric, at, SLICE_ALL, &before))
			return false;
		with += before.x[0];
		of += before.x[1];
	}
	struct control_limits l = p_chart(llround(with), llround(of), llround(floor(now.x[1])));
	if (!(l.centre * now.x[1] >= LEAST_EXPECTED) || !((1 - l.centre) * now.x[1] >= LEAST_EXPECTED))
		return false;
	if (!told && outside(l, now.value.x))
		add(r, c, span, l, 0, "p_chart", out);
	return true;
}

size_t signal_chart(const struct report *r, size_t span, guint first, GArray *out) {
	bool month = r->facts->spans.items[span].kind == SPAN_MONTH;
	size_t judged = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(charted); i++) {
		const struct charted *c = &charted[i];
		bool far = false;
		if (metric_find(c->metric) == NULL || overlaps(r, c, span))
			continue;
		if (c->as == AS_SHARE) {
			judged += month && shares(r, c, span, is_told(out, first, c->metric), out);
			continue;
		}
		judged += individuals(r, c, span, &far, out);
		judged += month && (c->as & AS_DRIFT) != 0 && !r->cover->orders && drifts(r, c, span, out, far);
	}
	return judged;
}
