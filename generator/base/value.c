/* base/value: figures that may be absent. A value without a figure holds NaN, so that a page that forgets to look at
 * the state shows nonsense in a test and never a plausible zero. Knows nothing of metrics. */
#include "base/value.h"

#include <math.h>
#include <stddef.h>

bool value_has_interval(const struct value *v) {
	return value_shown(v) && !isnan(v->lo) && !isnan(v->hi);
}

const char *state_name(enum state s) {
	static const char *const NAMES[] = {"MISSING", "UNDEFINED", "SUPPRESSED", "PARTIAL", "OK"};
	return NAMES[s];
}

struct value value_state(enum state s) {
	return (struct value){
		.state = s,
		.x = (double)NAN,
		.num = (double)NAN,
		.den = (double)NAN,
		.n = -1,
		.lo = (double)NAN,
		.hi = (double)NAN,
	};
}

struct value value_missing(const char *needs) {
	struct value v = value_state(STATE_MISSING);
	v.needs = needs;
	return v;
}
