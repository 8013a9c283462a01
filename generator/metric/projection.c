/* metric/projection: see projection.h. Customers with the same interval, renewals made and renewals ahead are one cell. A draw of the bootstrap draws a
 * model for each interval and, from it, how many of each cell stay: both what is not known and what is not decided. */
#include "metric/projection.h"
#include "base/money.h"
#include <math.h>

#define SEED 20070201u

/* Where one interval stands in the two tables, and what is used of it while it is projected. */
struct part {
	struct projection_group group;
	const struct tally *cells;
	size_t n;
	struct sbg_table *table;
	double *stay;   /* [most + 1] chance that a customer who has made so many renewals makes the next */
	int most;       /* renewals, made and ahead, of any cell */
};

static void count_seen(struct part *p, const struct tally *seen, size_t n) {
	for (size_t i = 0; i < n; i++) {
		if (seen[i].a != p->group.interval)
			continue;
		bool lost = (seen[i].c & 1) != 0;
		sbg_table_add(p->table, seen[i].c / 2, seen[i].b, lost ? (double)seen[i].n : 0, lost ? 0 : (double)seen[i].n);
		p->group.lives += seen[i].n;
		p->group.leavers += lost ? seen[i].n : 0;
		p->group.due += (seen[i].b - seen[i].c / 2 + lost) * seen[i].n;
	}
	for (size_t i = 0; i < n; i++)
		p->most = seen[i].a == p->group.interval ? MAX(p->most, seen[i].b + 1) : p->most;
	for (int made = 0; made <= p->most; made++)
		p->group.renewals += sbg_table_due(p->table, made) > 0;
}

static void choose(struct projection_group *g, const struct sbg_table *table) {
	g->fit = (struct sbg_fit){{NAN, NAN}, fit_none(FIT_TOO_FEW, 2)};
	if (g->leavers >= PROJECTION_LEAVERS && g->renewals >= PROJECTION_RENEWALS)
		g->fit = sbg_fit(table);
	g->by = g->fit.fit.state == FIT_OK ? PROJECTED_BY_FIT : g->due >= PROJECTION_DUE ? PROJECTED_BY_HAZARD : PROJECTED_BY_NOTHING;
}

/* Chances of staying by renewals made: of the model, or the share seen; where no such renewal was seen, the share over all of them. */
static void fill_stay(const struct part *p, struct sbg model) {
	double all = 1 - quotient(p->group.leavers, MAX(1, p->group.due));
	for (int made = 0; made <= p->most; made++) {
		double due = sbg_table_due(p->table, made);
		if (p->group.by == PROJECTED_BY_FIT)
			p->stay[made] = sbg_retention(model, made + 1);
		else
			p->stay[made] = due > 0 ? 1 - sbg_table_lost(p->table, made) / due : all;
	}
}

static double draw_share(struct draw *d, double due, double lost) {
	return due > 0 ? 1 - (double)draw_binomial(d, lost / due, llround(due)) / due : 1;
}

/* The same, drawn: a model from the fit's distribution, or each share as it would have come out with the same chance. */
static void draw_stay(const struct part *p, struct draw *d) {
	if (p->group.by == PROJECTED_BY_FIT) {
		fill_stay(p, sbg_draw(&p->group.fit, d));
		return;
	}
	double all = draw_share(d, (double)p->group.due, (double)p->group.leavers);
	for (int made = 0; made <= p->most; made++) {
		double due = sbg_table_due(p->table, made);
		p->stay[made] = due > 0 ? draw_share(d, due, sbg_table_lost(p->table, made)) : all;
	}
}

static double chance(const struct part *p, const struct tally *cell) {
	double s = 1;
	for (int k = 0; k < cell->c; k++)
		s *= p->stay[cell->b + k];
	return s;
}

static void expect(struct projection *out, const struct part *p) {
	for (size_t i = 0; i < p->n; i++) {
		double s = chance(p, &p->cells[i]);
		out->customers += s * (double)p->cells[i].n;
		out->amount += s * (double)p->cells[i].amount;
	}
}

/* Σ amount × DERL: payments to come from the next renewal on, each worth the interval's, discounted by renewal. */
static double residual(const struct part *p, double yearly) {
	if (p->group.by != PROJECTED_BY_FIT)
		return NAN;
	double sum = 0, rate = pow(1 + yearly, p->group.interval / 12.0) - 1;
	for (size_t i = 0; i < p->n; i++)
		sum += (double)p->cells[i].amount * sbg_derl(p->group.fit.model, rate, p->cells[i].b + 1);
	return sum;
}

static struct limits limits_of(const double *sorted, double at, double tail) {
	double lo = sorted_quantile(sorted, PROJECTION_DRAWS, tail), hi = sorted_quantile(sorted, PROJECTION_DRAWS, 1 - tail);
	return (struct limits){MIN(at, lo), MAX(at, hi)};
}

static void bootstrap(struct projection *out, const GArray *parts) {
	g_autoptr(draw) d = draw_new(SEED);
	g_autofree double *customers = g_new0(double, PROJECTION_DRAWS), *amount = g_new0(double, PROJECTION_DRAWS);
	for (int k = 0; k < PROJECTION_DRAWS; k++)
		for (guint i = 0; i < parts->len; i++) {
			const struct part *p = &g_array_index(parts, struct part, i);
			draw_stay(p, d);
			for (size_t c = 0; c < p->n; c++) {
				double stay = CLAMP(chance(p, &p->cells[c]), 0, 1), stayed = (double)draw_binomial(d, stay, p->cells[c].n);
				customers[k] += stayed;
				amount[k] += stayed / (double)p->cells[c].n * (double)p->cells[c].amount;
			}
		}
	draws_sort(customers, PROJECTION_DRAWS);
	draws_sort(amount, PROJECTION_DRAWS);
	out->customers_95 = limits_of(customers, out->customers, .025);
	out->customers_80 = limits_of(customers, out->customers, .1);
	out->amount_95 = limits_of(amount, out->amount, .025);
	out->amount_80 = limits_of(amount, out->amount, .1);
}

static void clear_part(gpointer part) {
	struct part *p = part;
	sbg_table_free(p->table);
	g_free(p->stay);
}

/* The cells by interval, each with what was seen of its renewals. */
static GArray *parts_of(const struct eval *e, size_t span, enum tally_table seen, enum tally_table cells) {
	size_t n_seen, n;
	const struct tally *renewals = fact_tallies(e->facts, seen, span, SLICE_ALL, &n_seen), *all = fact_tallies(e->facts, cells, span, SLICE_ALL, &n);
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(struct part));
	g_array_set_clear_func(parts, clear_part);
	for (size_t from = 0, to; from < n; from = to) {
		struct part p = {.group = {.interval = all[from].a}, .cells = all + from, .table = sbg_table_new()};
		for (to = from; to < n && all[to].a == all[from].a; to++) {
			p.group.customers += all[to].n;
			p.most = MAX(p.most, all[to].b + all[to].c);
		}
		p.n = to - from;
		count_seen(&p, renewals, n_seen);
		p.stay = g_new0(double, (size_t)p.most + 1);
		choose(&p.group, p.table);
		fill_stay(&p, p.group.fit.model);
		p.group.residual = residual(&p, conf_number(e->conf, SETTING_CLV_DISCOUNT_RATE));
		g_array_append_val(parts, p);
	}
	return parts;
}

static struct projection *project(const struct eval *e, size_t span, bool before) {
	struct projection *out = g_new0(struct projection, 1);
	out->groups = g_array_new(FALSE, FALSE, sizeof(struct projection_group));
	GArray *parts = before ? parts_of(e, span, TALLY_RENEWALS_BEFORE, TALLY_PROJECT_BEFORE) : parts_of(e, span, TALLY_RENEWALS, TALLY_PROJECT);
	out->known = parts->len > 0;
	for (guint i = 0; i < parts->len; i++) {
		const struct part *p = &g_array_index(parts, struct part, i);
		out->n += p->group.customers;
		out->known &= p->group.by != PROJECTED_BY_NOTHING;
		g_array_append_val(out->groups, p->group);
		expect(out, p);
		for (size_t c = 0; before && c < p->n; c++)
			out->stayed += p->cells[c].amount;
	}
	if (out->known && !before)
		bootstrap(out, parts);
	g_array_unref(parts);
	return out;
}

static void projection_free(gpointer projection) {
	struct projection *p = projection;
	g_array_unref(p->groups);
	g_free(p);
}

static const struct projection *kept(const struct eval *e, size_t span, bool before) {
	int32_t close = e->facts->spans.items[span].close;
	const struct projection *p = memo_find(e->memo, MEMO_PROJECTION, close, before);
	return p != NULL ? p : memo_keep(e->memo, MEMO_PROJECTION, close, before, project(e, span, before), projection_free);
}

const struct projection *projection_ahead(const struct eval *e, size_t span) {
	return kept(e, span, false);
}

const struct projection *projection_before(const struct eval *e, size_t span) {
	return kept(e, span, true);
}
