/* report/hazard: see hazard.h. */
#include "report/hazard.h"
#include "metric/lives.h"
#include <math.h>

GArray *hazard_of(const struct report *r, size_t span) {
	GArray *out = g_array_new(FALSE, TRUE, sizeof(struct hazard));
	const struct value *v = result(r->results, "survival_6", span, SLICE_ALL);
	if (v->state == STATE_MISSING)
		return out;
	g_autoptr(GArray) lives = lives_rows(results_eval(r->results), span, SLICE_ALL);
	const struct survival_row *rows = (const struct survival_row *)(const void *)lives->data;
	int64_t longest = lives->len > 0 ? rows[lives->len - 1].time : 0;
	for (int month = 0; (int64_t)month * LIVES_MONTH < longest; month++) {
		struct survival_stretch s;
		if (!survival_between(rows, lives->len, (int64_t)month * LIVES_MONTH, (int64_t)(month + 1) * LIVES_MONTH, &s) || !isfinite(s.surv))
			continue;
		/* the limits of who stays, seen from the other side */
		struct hazard h = {.month = month, .at_risk = s.at_risk, .left = s.events, .share = 1 - s.surv, .bounds = {1 - s.bounds.hi, 1 - s.bounds.lo}};
		g_array_append_val(out, h);
	}
	return out;
}
