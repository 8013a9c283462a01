/* metric/cohorts: see cohorts.h. */
#include "metric/cohorts.h"

int64_t cohort_started(const struct facts *f, struct month first) {
	const struct cohort_cell *start = fact_cohort(f, SLICE_ALL, first, 0);
	return start ? start->customers : 0;
}

static int64_t started(const struct facts *f, int32_t month) {
	return cohort_started(f, (struct month){month});
}

/* Of the first months up to `last` that are not withheld, the one in which fewest started, the earlier of two; -1: there is none. */
static int32_t smallest_shown(const struct facts *f, const bool *withheld, int32_t last) {
	int32_t found = -1;
	for (int32_t i = 0; i <= last - f->spans.first.n; i++) {
		int64_t n = started(f, f->spans.first.n + i);
		if (n > 0 && !withheld[i] && (found < 0 || n < started(f, f->spans.first.n + found)))
			found = i;
	}
	return found;
}

bool *cohorts_withheld(const struct facts *f, struct month last, int64_t least) {
	bool *withheld = g_new0(bool, (size_t)MAX(0, last.n - f->spans.first.n + 1) + 1);
	int64_t together = 0;
	size_t number = 0;
	for (int32_t m = f->spans.first.n; m <= last.n; m++) {
		int64_t n = started(f, m);
		int32_t next = n > 0 && n < least ? m - f->spans.first.n : -1;
		while (next >= 0 || (number > 0 && (number < 2 || together < least))) {
			if (next < 0 && (next = smallest_shown(f, withheld, m)) < 0)
				break;
			withheld[next] = true;
			together += started(f, f->spans.first.n + next);
			number++;
			next = -1;
		}
	}
	return withheld;
}
