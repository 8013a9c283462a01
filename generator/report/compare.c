/* report/compare: which earlier period a figure may be set beside. Knows states and calendars; refuses to say whether a difference means
 * anything: that takes a test, and words that claim one. */
#include "report/report.h"

static struct comparison compare_with(const struct report *r, const char *metric, size_t span, size_t slice, size_t before) {
	struct comparison c = {.comparable = false, .before = NULL, .span = before};
	if (before == SPAN_ABSENT)
		return c;
	c.before = result(r->results, metric, before, slice);
	const struct value *now = result(r->results, metric, span, slice);
	c.comparable = now->state == STATE_OK && c.before->state == STATE_OK;
	return c;
}

struct comparison compare_previous(const struct report *r, const char *metric, size_t span, size_t slice) {
	return compare_with(r, metric, span, slice, span_previous(&r->facts->spans, span));
}

struct comparison compare_year_before(const struct report *r, const char *metric, size_t span, size_t slice) {
	return compare_with(r, metric, span, slice, span_year_before(&r->facts->spans, span));
}
