/* chart/scale: straight scales from data to the view box. Knows extents and degenerate domains; refuses to know ticks, text and marks. */
#include "chart/scale.h"
#include <glib.h>
#include <math.h>

#define FARTHEST 1e300

void extent_add(struct extent *e, double v) {
	if (!isfinite(v))
		return;
	v = CLAMP(v, -FARTHEST, FARTHEST);
	e->lo = e->any ? MIN(e->lo, v) : v;
	e->hi = e->any ? MAX(e->hi, v) : v;
	e->any = true;
}

static bool bounds_hold(double lo, double hi) {
	return isnan(lo) || isnan(hi) || lo < hi;
}

/* An interval too thin for doubles to divide is one value. */
static bool is_point(double lo, double hi) {
	return hi - lo <= 1e-12 * MAX(fabs(lo), fabs(hi));
}

static void settle_point(struct scale *s, bool from_zero) {
	double v = s->hi;
	if (fabs(v) < 1e-290) {
		s->lo = 0;
		s->hi = 1;
	} else if (from_zero) {
		s->lo = MIN(v, 0);
		s->hi = MAX(v, 0);
	} else {
		s->lo = v - fabs(v) / 10;
		s->hi = v + fabs(v) / 10;
	}
}

struct scale scale_of(struct extent e, bool from_zero, double bound_lo, double bound_hi) {
	struct scale s = {.lo = e.any ? e.lo : 0, .hi = e.any ? e.hi : 1, .from = 0, .to = 1};
	if (from_zero) {
		s.lo = MIN(s.lo, 0);
		s.hi = MAX(s.hi, 0);
	}
	if (is_point(s.lo, s.hi))
		settle_point(&s, from_zero);
	if (!bounds_hold(bound_lo, bound_hi))
		return s;
	if (!isnan(bound_lo))
		s.lo = MAX(s.lo, bound_lo);
	if (!isnan(bound_hi))
		s.hi = MIN(s.hi, bound_hi);
	if (s.lo < s.hi && !is_point(s.lo, s.hi))
		return s;
	/* all data beyond a bound: the bound is an edge, and a unit of its size the other */
	double edge = isnan(bound_lo) ? bound_hi : bound_lo;
	double size = fabs(edge) < 1e-290 ? 1 : fabs(edge);
	s.lo = isnan(bound_lo) ? edge - size : bound_lo;
	s.hi = isnan(bound_hi) ? edge + size : bound_hi;
	return s;
}

void scale_nice(struct scale *s, double step, double bound_lo, double bound_hi) {
	/* the slack keeps 0.30000000000000004 from costing a whole step */
	double lo = floor(s->lo / step + 1e-9) * step;
	double hi = ceil(s->hi / step - 1e-9) * step;
	bool held = bounds_hold(bound_lo, bound_hi);
	if (held && !isnan(bound_lo))
		lo = MAX(lo, bound_lo);
	if (held && !isnan(bound_hi))
		hi = MIN(hi, bound_hi);
	s->lo = MIN(s->lo, lo);
	s->hi = MAX(s->hi, hi);
}

void scale_range(struct scale *s, double from, double to) {
	s->from = from;
	s->to = to;
}

double scale_map(const struct scale *s, double v) {
	double t = (v - s->lo) / (s->hi - s->lo);
	return s->from + CLAMP(t, 0.0, 1.0) * (s->to - s->from);
}
