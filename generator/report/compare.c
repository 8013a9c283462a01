/* report/compare: which earlier period a figure may be set beside. Knows states and calendars; refuses to say whether a difference means
 * anything: that takes a test, and words that claim one. */
#include "report/report.h"
#include <string.h>

enum nps_scale report_nps_scale(const struct facts *f, size_t span, size_t slice) {
	int64_t from_one = fact(f, span, slice, FACT_NPS_FROM_ONE);
	if (from_one == 0)
		return NPS_SCALE_FROM_ZERO;
	return from_one >= fact(f, span, slice, FACT_NPS_N) ? NPS_SCALE_FROM_ONE : NPS_SCALE_BOTH;
}

bool report_is_nps(const char *metric) {
	return strcmp(metric, "nps") == 0 || g_str_has_prefix(metric, "nps_");
}

bool report_is_survey(const char *metric) {
	static const char *const others[] = {"csat", "csat_mean", "ces", "comment_rate"};
	bool survey = report_is_nps(metric);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		survey |= strcmp(metric, others[i]) == 0;
	return survey;
}

/* The one scale on which the answers of a table were given in a span; 0: none, −1: several. */
static int32_t one_scale(const struct facts *f, enum tally_table table, size_t span) {
	size_t n;
	const struct tally *rows = fact_tallies(f, table, span, SLICE_ALL, &n);
	for (size_t i = 1; i < n; i++)
		if (rows[i].a != rows[0].a)
			return -1;
	return n == 0 ? 0 : rows[0].a;
}

/* Answers on two scales, or on one each, stand beside nothing. */
static bool same_scale(const struct facts *f, const char *metric, size_t a, size_t b, size_t slice) {
	bool csat = strcmp(metric, "csat") == 0 || strcmp(metric, "csat_mean") == 0, effort = strcmp(metric, "ces") == 0;
	if (csat || effort) {
		enum tally_table table = csat ? TALLY_CSAT_SCORES : TALLY_CES_SCORES;
		int32_t scale = one_scale(f, table, a);
		return scale > 0 && scale == one_scale(f, table, b);
	}
	enum nps_scale scale = report_nps_scale(f, a, slice);
	return !report_is_nps(metric) || (scale != NPS_SCALE_BOTH && scale == report_nps_scale(f, b, slice));
}

static struct comparison compare_with(const struct report *r, const char *metric, size_t span, size_t slice, size_t before) {
	struct comparison c = {.comparable = false, .before = NULL, .span = before};
	if (before == SPAN_ABSENT)
		return c;
	c.before = result(r->results, metric, before, slice);
	const struct value *now = result(r->results, metric, span, slice);
	c.comparable = now->state == STATE_OK && c.before->state == STATE_OK && same_scale(r->facts, metric, span, before, slice);
	return c;
}

struct comparison compare_previous(const struct report *r, const char *metric, size_t span, size_t slice) {
	return compare_with(r, metric, span, slice, span_previous(&r->facts->spans, span));
}

struct comparison compare_year_before(const struct report *r, const char *metric, size_t span, size_t slice) {
	return compare_with(r, metric, span, slice, span_year_before(&r->facts->spans, span));
}
