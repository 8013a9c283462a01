/* statistic/survival: see survival.h. */
#include "statistic/survival.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define MOST_PEOPLE ((int64_t)1 << 53) /* exact in a double */
#define SAME 1.5e-8                    /* √ε: a share that was meant to be the same after some thousand multiplications */

static int64_t people_of(const struct survival_row *r) {
	return r->events + r->censored;
}

static bool never_at_risk(const struct survival_row *r) {
	return (r->entry > 0 && r->entry >= r->time) || people_of(r) == 0;
}

static bool rows_are_possible(const struct survival_row *rows, size_t n) {
	int64_t people = 0;
	for (size_t i = 0; i < n; i++) {
		const struct survival_row *r = &rows[i];
		if (r->time < 0 || r->entry < 0 || r->events < 0 || r->censored < 0 || (i > 0 && r->time < rows[i - 1].time))
			return false;
		if (r->events > MOST_PEOPLE - people || r->censored > MOST_PEOPLE - people - r->events)
			return false;
		people += people_of(r);
	}
	return true;
}

static int by_entry(const void *a, const void *b) {
	const struct survival_row *x = a, *y = b;
	return x->entry != y->entry ? (x->entry < y->entry ? -1 : 1) : 0;
}

/* Times, events and censorings of the steps, and the list of those who enter late. */
static void gather(struct survival *s, const struct survival_row *rows, size_t n) {
	for (size_t i = 0; i < n; i++) {
		const struct survival_row *r = &rows[i];
		if (never_at_risk(r))
			continue;
		if (s->n == 0 || s->steps[s->n - 1].time != r->time)
			s->steps[s->n++] = (struct survival_step){.time = r->time};
		struct survival_step *step = &s->steps[s->n - 1];
		int64_t left = r->time > 0 ? r->events : 0;
		step->n_event += left;
		step->n_censor += people_of(r) - left;
		s->people += people_of(r);
		s->events += left;
		if (r->entry > 0)
			s->late[s->n_late++] = *r;
	}
	if (s->n_late > 1)
		qsort(s->late, s->n_late, sizeof *s->late, by_entry);
}

static struct bounds log_log_bounds(double surv, double greenwood) {
	if (!(surv > 0) || !(surv < 1))
		return bounds_none;
	double ln = log(surv), spread = Z95 * sqrt(greenwood) / -ln;
	return (struct bounds){exp(ln * exp(spread)), exp(ln * exp(-spread))};
}

static void estimate(struct survival *s) {
	int64_t here = s->people, so_far = 0;
	for (size_t i = 0; i < s->n_late; i++)
		here -= people_of(&s->late[i]);
	double surv = 1, greenwood = 0;
	size_t entered = 0;
	for (size_t i = 0; i < s->n; i++) {
		struct survival_step *step = &s->steps[i];
		for (; entered < s->n_late && s->late[entered].entry < step->time; entered++)
			here += people_of(&s->late[entered]);
		step->n_risk = here;
		step->events_so_far = so_far += step->n_event;
		double at_risk = (double)here, stay = (double)(here - step->n_event);
		if (step->n_event > 0) {
			greenwood += (double)step->n_event / at_risk / stay;
			surv *= stay / at_risk;
		}
		step->surv = surv;
		step->greenwood = surv > 0 ? greenwood : NAN;
		step->se = surv > 0 ? surv * sqrt(greenwood) : NAN;
		step->bounds = log_log_bounds(surv, greenwood);
		here -= step->n_event + step->n_censor;
	}
}

bool survival_init(struct survival *s, const struct survival_row *rows, size_t n) {
	*s = (struct survival){0};
	if (!rows_are_possible(rows, n))
		return false;
	s->steps = g_new0(struct survival_step, MAX(n, 1));
	s->late = g_new0(struct survival_row, MAX(n, 1));
	gather(s, rows, n);
	estimate(s);
	return true;
}

void survival_clear(struct survival *s) {
	g_free(s->steps);
	g_free(s->late);
	*s = (struct survival){0};
}

/* The number of steps with time < t. */
static size_t steps_before(const struct survival *s, int64_t t) {
	size_t lo = 0, hi = s->n;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (s->steps[middle].time < t)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo;
}

int64_t survival_at_risk(const struct survival *s, int64_t t) {
	size_t next = steps_before(s, t);
	if (t < 0 || next == s->n)
		return 0;
	int64_t here = s->steps[next].n_risk;
	for (size_t i = 0; i < s->n_late; i++)
		if (s->late[i].entry >= t && s->late[i].entry < s->steps[next].time)
			here -= people_of(&s->late[i]);
	return here;
}

struct survival_point survival_at(const struct survival *s, int64_t t) {
	struct survival_point point = {NAN, NAN, bounds_none, survival_at_risk(s, t), 0};
	if (t < 0 || s->n == 0)
		return point;
	size_t reached = t < INT64_MAX ? steps_before(s, t + 1) : s->n;
	const struct survival_step *step = reached > 0 ? &s->steps[reached - 1] : NULL;
	point.events_so_far = step != NULL ? step->events_so_far : 0;
	if (step == NULL) {
		point.surv = 1;
		point.se = 0;
	} else if (step->surv <= 0 || reached < s->n || step->time == t) {
		point.surv = step->surv;
		point.se = step->se;
		point.bounds = step->bounds;
	}
	return point;
}

enum curve { CURVE_S, CURVE_LO, CURVE_HI };

static double height(const struct survival_step *step, enum curve curve) {
	return curve == CURVE_S ? step->surv : curve == CURVE_LO ? step->bounds.lo : step->bounds.hi;
}

/* Where a curve falls to the share: see survival_time. A comparison with NaN is false: limits that are not there cross nothing. */
static double crossing(const struct survival *s, enum curve curve, double share) {
	size_t i = 0;
	while (i < s->n && !(height(&s->steps[i], curve) <= share + SAME))
		i++;
	if (i == s->n)
		return NAN;
	double begin = (double)s->steps[i].time;
	if (height(&s->steps[i], curve) < share - SAME)
		return begin;
	size_t j = i;
	while (j + 1 < s->n && !(height(&s->steps[j], curve) < share - SAME))
		j++;
	return begin + ((double)s->steps[j].time - begin) / 2;
}

struct survival_time survival_time(const struct survival *s, double share) {
	if (!(share > 0) || !(share < 1))
		return (struct survival_time){NAN, bounds_none};
	return (struct survival_time){crossing(s, CURVE_S, share), {crossing(s, CURVE_LO, share), crossing(s, CURVE_HI, share)}};
}

struct survival_mean survival_mean(const struct survival *s, int64_t horizon) {
	if (horizon < 1 || s->n == 0 || (s->steps[s->n - 1].time < horizon && s->steps[s->n - 1].surv > 0))
		return (struct survival_mean){NAN, NAN};
	double area = 0, variance = 0, next = (double)horizon;
	for (size_t i = steps_before(s, horizon); i-- > 0;) {
		const struct survival_step *step = &s->steps[i];
		double time = (double)step->time, d = (double)step->n_event, n = (double)step->n_risk;
		area += step->surv * (next - time);
		if (d > 0 && d < n)
			variance += area * area * d / n / (n - d);
		next = time;
	}
	return (struct survival_mean){area + next, sqrt(variance)};
}

/* A row as it is seen within (from, to], its times from `from` on; false when it is not. */
static bool clip(const struct survival_row *row, int64_t from, int64_t to, struct survival_row *out) {
	if (row->time <= from || row->entry >= to)
		return false;
	bool beyond = row->time > to;
	*out = (struct survival_row){MIN(row->time, to) - from, MAX(row->entry, from) - from, beyond ? 0 : row->events, beyond ? row->events + row->censored : row->censored};
	return true;
}

bool survival_between(const struct survival_row *rows, size_t n, int64_t from, int64_t to, struct survival_stretch *out) {
	struct survival s;
	g_autofree struct survival_row *within = g_new0(struct survival_row, n + 1);
	size_t seen = 0;
	*out = (struct survival_stretch){0, 0, NAN, bounds_none};
	if (from < 0 || to <= from || !rows_are_possible(rows, n))
		return false;
	for (size_t i = 0; i < n; i++)
		seen += clip(&rows[i], from, to, &within[seen]);
	if (!survival_init(&s, within, seen))
		return false;
	struct survival_point end = survival_at(&s, to - from);
	out->at_risk = survival_at_risk(&s, 1);
	out->events = end.events_so_far;
	if (out->at_risk > 0) {
		out->surv = end.surv;
		out->bounds = end.bounds;
	}
	survival_clear(&s);
	return true;
}
