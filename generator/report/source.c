/* report/source: the account of one export file as a page reads it. Knows rows and reasons; refuses to know how a file was read, and never
 * holds the text of a row. */
#include "report/report.h"

static void row_free(void *row) {
	struct report_row *r = row;
	g_free(r->reason);
	g_free(r);
}

struct report_source *report_source_new(void) {
	struct report_source *s = g_new0(struct report_source, 1);
	s->first_day = s->last_day = DAY_NONE;
	s->rejects = g_ptr_array_new_with_free_func(row_free);
	s->notes = g_ptr_array_new_with_free_func(row_free);
	return s;
}

void report_source_free(struct report_source *s) {
	if (!s)
		return;
	g_free(s->file);
	g_free(s->encoding);
	g_ptr_array_unref(s->rejects);
	g_ptr_array_unref(s->notes);
	g_free(s);
}
