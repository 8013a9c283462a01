/* sources/qualtrics: what the two exports of Qualtrics' answers share. Preview and test answers do not count; their status is a word, or a number
 * where the export gives numbers for choices. */
#ifndef SOURCES_QUALTRICS_H
#define SOURCES_QUALTRICS_H
#include "sources/questions.h"

/* The class Qualtrics makes of a score, and the text beside a choice. */
#define QUALTRICS_DERIVED "_nps_group _text"

static const char *const QUALTRICS_EXTRAS[] = {"recipientemail", NULL};

static inline enum format_fate qualtrics_row(struct format_row *r) {
	static const char *const TESTS[] = {"Survey Preview", "Survey Test", "1", "2"};
	const char *status = r->texts[FIELD_STATUS];
	for (size_t i = 0; status != NULL && i < G_N_ELEMENTS(TESTS); i++)
		if (g_ascii_strcasecmp(status, TESTS[i]) == 0)
			return FORMAT_TEST;
	answer_by_address(r);
	return FORMAT_ROW;
}
#endif
