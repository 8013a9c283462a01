/* report/lean: see lean.h. */
#include "report/lean.h"
#include <math.h>

#define WINNING_ABOVE .6
#define KEEPING_BELOW .4

static const struct {
	const char *name;
	double published;
} leans[LEAN_COUNT] = {[LEAN_WINNING] = {"winning", .44}, [LEAN_EVEN] = {"even", .40}, [LEAN_KEEPING] = {"keeping", .16}, [LEAN_UNKNOWN] = {"unknown", NAN}};

enum lean lean_of(const struct value *share) {
	if (!value_shown(share))
		return LEAN_UNKNOWN;
	return share->x > WINNING_ABOVE ? LEAN_WINNING : share->x < KEEPING_BELOW ? LEAN_KEEPING : LEAN_EVEN;
}

enum lean lean_of_year(const struct report *r) {
	size_t year = span_newest(&r->facts->spans, SPAN_TRAILING);
	return year == SPAN_ABSENT ? LEAN_UNKNOWN : lean_of(result(r->results, "spend_share_acquisition", year, SLICE_ALL));
}

const char *lean_name(enum lean l) {
	return leans[l].name;
}

enum lean lean_named(const char *name) {
	for (enum lean l = 0; l < LEAN_COUNT; l++)
		if (g_strcmp0(leans[l].name, name) == 0)
			return l;
	return LEAN_UNKNOWN;
}

double lean_published(enum lean l) {
	return leans[l].published;
}
