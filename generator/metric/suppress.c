/* metric/suppress: see suppress.h. */
#include "metric/suppress.h"
#include "metric/eval.h"
#include "metric/sums.h"
#include <string.h>

/* Unknown months of a dimension that are followed; beyond, a longer span is shown only where all its months are. */
#define UNKNOWNS_MOST 2000

struct table {
	const struct eval *eval;
	const struct figures *figures;
	int64_t min_n;
};

static const struct value *cell(const struct table *t, size_t metric, size_t span, size_t slice) {
	return t->figures->get(t->figures->of, metric, span, slice);
}

/* A figure that is MISSING says nothing of anybody. */
static void hide(const struct table *t, size_t metric, size_t span, size_t slice) {
	if (cell(t, metric, span, slice)->state != STATE_MISSING)
		t->figures->hide(t->figures->of, metric, span, slice);
}

/* The fewest people behind a slice's figure: of the facts it is made of and of its own n; 0 when there is nobody. */
static int64_t fewest(const struct table *t, size_t metric, size_t span, size_t slice) {
	int64_t least = cell(t, metric, span, slice)->n;
	for (int id = 0; id < FACT_COUNT && id < 64; id++) {
		if ((metric_at(metric)->bases & BASIS(id)) == 0)
			continue;
		int64_t n = fact(t->eval->facts, span, slice, (enum fact)id);
		if (n > 0 && (least <= 0 || n < least))
			least = n;
	}
	return MAX(least, 0);
}

/* Metrics that are suppressed together. */
struct group {
	size_t *metrics, n;
};

/* The fewest people behind any of a group's figures that are not MISSING; 0 when there is nobody. */
static int64_t people(const struct table *t, struct group g, size_t span, size_t slice) {
	int64_t least = 0;
	for (size_t i = 0; i < g.n; i++) {
		int64_t n = cell(t, g.metrics[i], span, slice)->state == STATE_MISSING ? 0 : fewest(t, g.metrics[i], span, slice);
		if (n > 0 && (least == 0 || n < least))
			least = n;
	}
	return least;
}

/* A slice with somebody in it, in one span. */
struct part {
	size_t slice;
	int64_t n;
	const char *value;
	bool hidden, known; /* to be suppressed; told by other spans already, so that hiding it hides nothing */
	struct sum months;  /* those of its months that are unknown, owned */
};

static void clear_part(gpointer part) {
	g_free((gpointer)(uintptr_t)((struct part *)part)->months.unknowns);
}

static gint order_parts(gconstpointer x, gconstpointer y) {
	const struct part *a = x, *b = y;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return strcmp(a->value, b->value);
}

static struct part *part_at(const GArray *parts, guint i) {
	return &g_array_index(parts, struct part, i);
}

/* The parts of a span over the slices from … to − 1, the smallest first; those of fewer than min_n are hidden. */
static GArray *parts_of(const struct table *t, struct group g, size_t span, size_t from, size_t to) {
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct part));
	g_array_set_clear_func(parts, clear_part);
	for (size_t i = from; i < to; i++) {
		struct part p = {.slice = i, .n = people(t, g, span, i), .value = t->eval->facts->slices[i].value};
		p.hidden = p.n < t->min_n;
		if (p.n > 0)
			g_array_append_val(parts, p);
	}
	g_array_sort(parts, order_parts);
	return parts;
}

/* Hidden are some, but not two that together reach min_n: one alone could be had by subtraction. */
static bool too_few(const GArray *parts, int64_t min_n) {
	int64_t hidden = 0, together = 0;
	for (guint i = 0; i < parts->len; i++)
		if (part_at(parts, i)->hidden) {
			hidden++;
			together += part_at(parts, i)->n;
		}
	return hidden > 0 && (hidden < 2 || together < min_n);
}

/* Hides the smallest part that is not hidden; what is known is no hiding place. false when there is none left. */
static bool hide_next(const GArray *parts) {
	for (guint i = 0; i < parts->len; i++)
		if (!part_at(parts, i)->hidden && !part_at(parts, i)->known)
			return part_at(parts, i)->hidden = true;
	return false;
}

/* The rule within one span. */
static GArray *small_parts(const struct table *t, struct group g, size_t span, size_t from, size_t to) {
	GArray *parts = parts_of(t, g, span, from, to);
	while (too_few(parts, t->min_n) && hide_next(parts))
		continue;
	return parts;
}

static size_t end_of_dimension(const struct facts *f, size_t from) {
	size_t to = from;
	while (to < f->n_slices && f->slices[to].dimension == f->slices[from].dimension)
		to++;
	return to;
}

static void suppress_alone(const struct table *t, size_t metric) {
	const struct facts *f = t->eval->facts;
	for (size_t span = 0; span < f->spans.n; span++)
		for (size_t from = 1, to; from < f->n_slices; from = to) {
			to = end_of_dimension(f, from);
			if (!metric_has_slice(metric_at(metric), f, from))
				continue;
			GArray *parts = small_parts(t, (struct group){&metric, 1}, span, from, to);
			for (guint i = 0; i < parts->len; i++)
				if (part_at(parts, i)->hidden)
					hide(t, metric, span, part_at(parts, i)->slice);
			g_array_unref(parts);
		}
}

/* One flow in one dimension. */
struct stream {
	const struct table *table;
	struct group group, months; /* its metrics; those that tell its months */
	size_t from, to;            /* slices */
	bool years;                 /* FLOW_AT_RISK */
	bool *hidden;               /* [span][slice − from] */
	int32_t *number;            /* [month][slice − from] its unknown; TOLD, BEYOND */
	struct sums *sums;
};
enum { TOLD = -1, BEYOND = -2 };

static size_t at(const struct stream *s, size_t span, size_t slice) {
	return span * (s->to - s->from) + slice - s->from;
}

/* What a slice was in the months before. */
enum before { NEVER_HIDDEN, WENT_WITH_OTHERS, WAS_SMALL };

/* Hides the smallest of those who went with others before, else the smallest; false when there is none left. */
static bool hide_again(const GArray *parts, const struct stream *s, const enum before *before) {
	for (guint i = 0; i < parts->len; i++)
		if (!part_at(parts, i)->hidden && before[part_at(parts, i)->slice - s->from] == WENT_WITH_OTHERS)
			return part_at(parts, i)->hidden = true;
	return hide_next(parts);
}

/* Which slices of a month are not shown. Who was small among others is hidden in all later months, and the same others with it as far as they are needed
 * (before: [slice − from]): a month shown now and then would take every longer span with it, since one of those less the months shown is the hidden one. */
static void hide_month(const struct stream *s, size_t month, enum before *before) {
	GArray *parts = parts_of(s->table, s->group, month, s->from, s->to);
	guint hidden = 0;
	for (guint i = 0; i < parts->len; i++)
		part_at(parts, i)->hidden |= before[part_at(parts, i)->slice - s->from] == WAS_SMALL;
	while (too_few(parts, s->table->min_n) && hide_again(parts, s, before))
		continue;
	for (guint i = 0; i < parts->len; i++)
		hidden += part_at(parts, i)->hidden;
	for (guint i = 0; i < parts->len; i++) {
		const struct part *p = part_at(parts, i);
		enum before *was = &before[p->slice - s->from];
		s->hidden[at(s, month, p->slice)] = p->hidden;
		if (p->hidden && hidden > 1)
			*was = *was == WAS_SMALL || p->n < s->table->min_n ? WAS_SMALL : WENT_WITH_OTHERS;
	}
	g_array_unref(parts);
}

static bool month_hidden(const struct stream *s, size_t month, size_t slice) {
	bool suppressed = s->hidden[at(s, month, slice)];
	for (size_t i = 0; i < s->months.n && s->years; i++)
		suppressed |= cell(s->table, s->months.metrics[i], month, slice)->state == STATE_SUPPRESSED;
	return suppressed;
}

/* Numbers the months that are hidden, from the first on. One alone is all of "all": nothing keeps it. Returns how many there are. */
static uint32_t number_months(const struct stream *s, size_t n_months) {
	uint32_t n = 0;
	for (size_t month = 0; month < n_months; month++) {
		size_t hidden = 0;
		for (size_t slice = s->from; slice < s->to; slice++)
			hidden += month_hidden(s, month, slice);
		bool all_fit = n + hidden <= UNKNOWNS_MOST;
		for (size_t slice = s->from; slice < s->to; slice++) {
			bool unknown = hidden > 1 && month_hidden(s, month, slice);
			s->number[at(s, month, slice)] = !unknown ? TOLD : all_fit ? (int32_t)n++ : BEYOND;
		}
		n = all_fit ? n : UNKNOWNS_MOST;
	}
	return n;
}

/* Each hidden month is to stay so; all of a month's are what "all" says less the slices shown. */
static void tell_all(const struct stream *s, size_t n_months) {
	g_autofree uint32_t *unknowns = g_new(uint32_t, s->to - s->from);
	for (size_t month = 0; month < n_months; month++) {
		size_t n = 0;
		for (size_t slice = s->from; slice < s->to; slice++)
			if (s->number[at(s, month, slice)] >= 0)
				unknowns[n++] = (uint32_t)s->number[at(s, month, slice)];
		for (size_t i = 0; i < n; i++) /* companions too, which no run holds */
			sums_hide(s->sums, (struct sum){unknowns + i, 1});
		sums_tell(s->sums, (struct sum){unknowns, n});
	}
}

/* The months whose sum a span's figure is; returns how many. months: room for 12 */
static int months_of(const struct stream *s, size_t span, size_t *months) {
	const struct spans *all = &s->table->eval->facts->spans;
	if (s->years)
		return eval_churn_months(s->table->eval, span, months);
	int n = 0;
	for (int32_t m = all->items[span].first.n; m <= MIN(all->items[span].last.n, all->last.n); m++)
		months[n++] = eval_month(s->table->eval, (struct month){m});
	return n;
}

/* Which of a part's months are unknown. Churn of the same 12 months stands in every span that ends with them: shown once, hiding it again hides nothing. */
static void look_into(const struct stream *s, struct part *p, const size_t *months, int n_months) {
	GArray *unknowns = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	bool beyond = false;
	for (int i = 0; i < n_months; i++) {
		int32_t number = s->number[at(s, months[i], p->slice)];
		if (number == TOLD)
			continue;
		uint32_t unknown = (uint32_t)number;
		beyond |= number == BEYOND;
		if (number != BEYOND)
			g_array_append_val(unknowns, unknown);
	}
	p->months.n = unknowns->len;
	p->months.unknowns = (uint32_t *)(void *)g_array_free(unknowns, FALSE);
	p->known = !beyond && sums_follows(s->sums, p->months);
	p->hidden = beyond || (p->hidden && !(s->years && p->known && p->months.n > 0));
	if (beyond)
		p->months.n = 0;
}

/* Whether something hidden follows once the parts not hidden are told, all or `only` one of them; into the sums themselves when they are to be kept. */
static bool betrayed(struct sums *sums, const GArray *parts, const struct part *only) {
	for (guint i = 0; i < parts->len; i++)
		if (part_at(parts, i)->hidden)
			sums_hide(sums, part_at(parts, i)->months);
	for (guint i = 0; i < parts->len; i++)
		if (!part_at(parts, i)->hidden && (only == NULL || only == part_at(parts, i)))
			sums_tell(sums, part_at(parts, i)->months);
	return sums_betray(sums);
}

static bool would_betray(const struct stream *s, const GArray *parts, const struct part *only) {
	struct sums *copy = sums_copy(s->sums);
	bool is = betrayed(copy, parts, only);
	sums_free(copy);
	return is;
}

/* First who would betray something alone, then the smallest, until nothing is betrayed. */
static void hide_traitors(const struct stream *s, GArray *parts) {
	g_autofree bool *alone = g_new0(bool, parts->len + 1);
	for (guint i = 0; i < parts->len; i++)
		alone[i] = !part_at(parts, i)->hidden && !part_at(parts, i)->known && would_betray(s, parts, part_at(parts, i));
	for (guint i = 0; i < parts->len; i++)
		part_at(parts, i)->hidden |= alone[i];
	while ((too_few(parts, s->table->min_n) || would_betray(s, parts, NULL)) && hide_next(parts))
		continue;
}

static void decide(const struct stream *s, size_t span) {
	size_t months[12];
	const struct spans *all = &s->table->eval->facts->spans;
	if (all->items[span].before_history)
		return;
	int n_months = months_of(s, span, months);
	GArray *parts = parts_of(s->table, s->group, span, s->from, s->to);
	bool any = false;
	for (guint i = 0; i < parts->len; i++) {
		look_into(s, part_at(parts, i), months, n_months);
		any |= part_at(parts, i)->hidden || part_at(parts, i)->months.n > 0;
	}
	if (any && (too_few(parts, s->table->min_n) || would_betray(s, parts, NULL)))
		hide_traitors(s, parts);
	if (any)
		betrayed(s->sums, parts, NULL);
	for (guint i = 0; i < parts->len; i++)
		s->hidden[at(s, span, part_at(parts, i)->slice)] = part_at(parts, i)->hidden;
	g_array_unref(parts);
}

/* Runs of months up to this one with fewer than min_n people are to stay hidden: a later span may hold them and nobody else, and then be suppressed for
 * it. */
static void hide_runs(const struct stream *s, int32_t month) {
	uint32_t unknowns[12];
	for (size_t slice = s->from; slice < s->to; slice++) {
		int64_t together = 0;
		size_t n = 0;
		for (int32_t m = month; m >= 0 && m > month - 12; m--) {
			int32_t number = s->number[at(s, (size_t)m, slice)];
			together += people(s->table, s->months, (size_t)m, slice);
			if (together >= s->table->min_n || number == BEYOND)
				break;
			if (number == TOLD)
				continue;
			unknowns[n++] = (uint32_t)number;
			sums_hide(s->sums, (struct sum){unknowns, n});
		}
	}
}

/* By their ends, the shorter of two first, and unfinished ones last: they end later than any other. */
static void decide_all(const struct stream *s) {
	const struct spans *all = &s->table->eval->facts->spans;
	for (int unfinished = 0; unfinished < 2; unfinished++)
		for (struct month m = all->first; m.n <= all->last.n; m.n++) {
			if (!unfinished && !s->years)
				hide_runs(s, m.n - all->first.n);
			for (int kind = s->years ? SPAN_MONTH : SPAN_QUARTER; kind <= SPAN_TRAILING; kind++) {
				size_t span = span_find(all, (enum span_kind)kind, m);
				if (span != SPAN_ABSENT && all->items[span].unfinished == (unfinished == 1) && MIN(all->items[span].last.n, all->last.n) == m.n)
					decide(s, span);
			}
		}
}

static void suppress_stream(const struct table *t, struct group g, struct group months, unsigned flow, size_t from, size_t to) {
	const struct facts *f = t->eval->facts;
	struct stream s = {.table = t, .group = g, .months = months, .from = from, .to = to, .years = flow == FLOW_AT_RISK};
	s.hidden = g_new0(bool, f->spans.n * (to - from));
	s.number = g_new0(int32_t, f->n_months * (to - from));
	g_autofree enum before *before = g_new0(enum before, to - from);
	for (size_t month = 0; month < f->n_months && !s.years; month++)
		hide_month(&s, month, before);
	s.sums = sums_new(number_months(&s, f->n_months));
	tell_all(&s, f->n_months);
	decide_all(&s);
	for (size_t m = 0; m < metric_count(); m++)
		for (size_t span = 0; span < f->spans.n && (metric_at(m)->sliced & flow) != 0; span++)
			for (size_t slice = from; slice < to; slice++)
				if (s.hidden[at(&s, span, slice)])
					hide(t, m, span, slice);
	sums_free(s.sums);
	g_free(s.number);
	g_free(s.hidden);
}

/* The metrics that are sums of a flow and nothing else. */
static size_t metrics_of(unsigned flow, size_t *metrics) {
	size_t n = 0;
	for (size_t m = 0; m < metric_count(); m++)
		if ((metric_at(m)->sliced & (FLOWS | FLOW_PARTLY)) == flow)
			metrics[n++] = m;
	return n;
}

static void suppress_flow(const struct table *t, unsigned flow) {
	static const char *const at_risk[] = {"churn_rate", "retention_rate"};
	const struct facts *f = t->eval->facts;
	g_autofree size_t *metrics = g_new(size_t, metric_count() + 1);
	size_t told[G_N_ELEMENTS(at_risk)];
	struct group g = {metrics, metrics_of(flow, metrics)}, months = g;
	for (size_t i = 0; i < G_N_ELEMENTS(at_risk); i++)
		for (size_t m = 0; m < metric_count(); m++)
			if (strcmp(metric_at(m)->id, at_risk[i]) == 0)
				told[i] = m;
	if (flow == FLOW_AT_RISK)
		months = (struct group){told, G_N_ELEMENTS(told)};
	for (size_t from = 1, to; g.n > 0 && from < f->n_slices; from = to) {
		to = end_of_dimension(f, from);
		if (metric_has_slice(metric_at(g.metrics[0]), f, from))
			suppress_stream(t, g, months, flow, from, to);
	}
}

void suppress(const struct eval *e, const struct figures *figures) {
	const struct table t = {e, figures, conf_int(e->conf, SETTING_MIN_N)};
	for (size_t m = 0; m < metric_count(); m++) {
		unsigned flows = metric_at(m)->sliced & FLOWS;
		bool of_two = (flows & (flows - 1)) != 0, partly = (metric_at(m)->sliced & FLOW_PARTLY) != 0;
		if (flows == 0 || of_two || partly)
			suppress_alone(&t, m);
	}
	for (unsigned flow = FLOW_JOINED; (flow & FLOWS) != 0; flow <<= 1)
		suppress_flow(&t, flow);
}
