/* ingest/format: comparing column names with the tables of sources/. */
#include "ingest/format.h"
#include "base/text.h"

#include <string.h>

bool format_is_name(const char *names, const char *folded) {
	if (names == NULL || folded[0] == '\0')
		return false;
	for (const char *p = names; *p != '\0';) {
		size_t n = strcspn(p, " ");
		bool start = n > 0 && p[n - 1] == '*';
		if (start ? strncmp(folded, p, n - 1) == 0 : strncmp(folded, p, n) == 0 && folded[n] == '\0')
			return true;
		p += n + strspn(p + n, " ");
	}
	return false;
}

bool format_ends_with(const char *ends, const char *folded) {
	size_t length = strlen(folded);
	for (const char *p = ends == NULL ? "" : ends; *p != '\0';) {
		size_t n = strcspn(p, " ");
		if (n <= length && strncmp(folded + length - n, p, n) == 0)
			return true;
		p += n + strspn(p + n, " ");
	}
	return false;
}

const struct format *format_called(const char *name) {
	for (const struct format *const *f = formats; *f != NULL; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

size_t format_marks_wanted(const struct format *f) {
	size_t n = 0;
	while (f->signature != NULL && f->signature[n] != NULL)
		n++;
	return n;
}

size_t format_marks(const struct format *f, char *const *folded, size_t n) {
	size_t marks = 0;
	for (size_t k = 0; k < format_marks_wanted(f); k++)
		for (size_t i = 0; i < n; i++)
			if (format_is_name(f->signature[k], folded[i])) {
				marks++;
				break;
			}
	return marks;
}

bool format_fits(const struct format *f, enum record r, char *const *folded, size_t n) {
	return f->records[r].n > 0 && f->signature != NULL && format_marks(f, folded, n) == format_marks_wanted(f);
}

const char *format_word(const struct format *f, enum field field, const char *text) {
	if (f->words == NULL || text[0] == '\0')
		return text;
	g_autofree char *folded = NULL;
	for (const struct format_word *w = f->words; w->word != NULL; w++) {
		if (w->field != field)
			continue;
		if (folded == NULL)
			folded = text_fold(text);
		if (strcmp(w->word, folded) == 0)
			return w->ours;
	}
	return text;
}
