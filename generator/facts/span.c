/* facts/span: see span.h. The layout is the same for every client: months, quarters, years, trailing years, each by time. */
#include "facts/span.h"
#include <glib.h>
#include <stdio.h>

static struct month first_of_quarter(struct month m) {
	return month_plus(m, -((month_number(m) - 1) % 3));
}

static struct month first_of_year(struct month m) {
	return month_plus(m, -(month_number(m) - 1));
}

static void name_span(struct span *s) {
	int year = month_year(s->last), month = month_number(s->last);
	if (s->kind == SPAN_MONTH)
		snprintf(s->name, sizeof s->name, "%04d-%02d", year, month);
	else if (s->kind == SPAN_QUARTER)
		snprintf(s->name, sizeof s->name, "%04d-Q%d", year, (month + 2) / 3);
	else if (s->kind == SPAN_YEAR)
		snprintf(s->name, sizeof s->name, "%04d", year);
	else
		snprintf(s->name, sizeof s->name, "%04d-%02d-ttm", year, month);
}

static struct span make_span(const struct spans *all, enum span_kind kind, struct month first, int months, int window_months) {
	struct span s = {.kind = kind, .first = first, .last = month_plus(first, months - 1)};
	int32_t end = month_last_day(s.last);
	s.open = month_first_day(first) - 1;
	s.unfinished = end > all->as_of;
	s.close = s.unfinished ? all->as_of : end;
	s.before_history = first.n < all->first.n;
	s.window_filling = window_months > 0 && first.n < all->first.n + window_months;
	name_span(&s);
	return s;
}

static void add_kind(const struct spans *all, GArray *to, enum span_kind kind, int window_months) {
	static const int lengths[] = {[SPAN_MONTH] = 1, [SPAN_QUARTER] = 3, [SPAN_YEAR] = 12, [SPAN_TRAILING] = 12};
	int months = lengths[kind];
	struct month first = all->first;
	if (kind == SPAN_QUARTER)
		first = first_of_quarter(first);
	else if (kind == SPAN_YEAR)
		first = first_of_year(first);
	else if (kind == SPAN_TRAILING)
		first = month_plus(first, -11);
	int step = kind == SPAN_TRAILING ? 1 : months;
	for (; first.n <= all->last.n; first = month_plus(first, step)) {
		struct span s = make_span(all, kind, first, months, window_months);
		if (kind != SPAN_TRAILING || (s.last.n <= all->last.n && !s.unfinished))
			g_array_append_val(to, s);
	}
}

void spans_init(struct spans *s, int32_t history_start, int32_t as_of, int window_months, bool snapshot) {
	*s = (struct spans){.history_start = history_start, .as_of = as_of, .snapshot = snapshot};
	s->first = month_of_day(history_start);
	s->last = month_of_day(as_of);
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct span));
	for (int kind = SPAN_MONTH; kind <= SPAN_TRAILING && !(snapshot && kind > SPAN_MONTH); kind++)
		add_kind(s, items, (enum span_kind)kind, window_months);
	s->n = items->len;
	s->items = (struct span *)(void *)g_array_free(items, FALSE);
}

void spans_clear(struct spans *s) {
	g_free(s->items);
	s->items = NULL;
	s->n = 0;
}

size_t span_find(const struct spans *s, enum span_kind kind, struct month m) {
	for (size_t i = 0; i < s->n; i++) {
		const struct span *at = &s->items[i];
		bool inside = kind == SPAN_TRAILING ? at->last.n == m.n : at->first.n <= m.n && m.n <= at->last.n;
		if (at->kind == kind && inside)
			return i;
	}
	return SPAN_ABSENT;
}

size_t span_by_name(const struct spans *s, const char *name) {
	for (size_t i = 0; i < s->n; i++)
		if (g_strcmp0(s->items[i].name, name) == 0)
			return i;
	return SPAN_ABSENT;
}

size_t span_newest(const struct spans *s, enum span_kind kind) {
	size_t newest = SPAN_ABSENT, finished = SPAN_ABSENT;
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].kind == kind) {
			newest = i;
			if (!s->items[i].unfinished)
				finished = i;
		}
	return finished == SPAN_ABSENT ? newest : finished;
}

static size_t span_moved(const struct spans *s, size_t i, int months) {
	return span_find(s, s->items[i].kind, month_plus(s->items[i].last, months));
}

static int step_of(enum span_kind kind) {
	static const int steps[] = {[SPAN_MONTH] = 1, [SPAN_QUARTER] = 3, [SPAN_YEAR] = 12, [SPAN_TRAILING] = 12};
	return steps[kind];
}

size_t span_previous(const struct spans *s, size_t i) {
	return span_moved(s, i, -step_of(s->items[i].kind));
}

size_t span_next(const struct spans *s, size_t i) {
	return span_moved(s, i, step_of(s->items[i].kind));
}

size_t span_year_before(const struct spans *s, size_t i) {
	return span_moved(s, i, -12);
}
