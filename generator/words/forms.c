/* words/forms: ICU's formatters of one locale.
 * Knows skeletons, patterns and UTF-16. Refuses to know what a number means. */
#include "words/forms.h"

#include <math.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#define MINUS "\xE2\x88\x92" /* U+2212 */

/* Made on first use: a client's currency is not known when the words are loaded. */
struct numbers {
	GMutex lock;
	GHashTable *by_skeleton; /* skeleton → UNumberFormatter */
};

struct forms {
	char *locale;
	struct numbers *numbers;
	UDateFormat *dates[DATE_FORMS];
	UListFormatter *list;
};

/* Skeletons of CLDR; a locale puts their fields in its own order. */
static const UChar *const date_skeleton[DATE_FORMS] = {
	[DATE_DAY] = u"yMMMMd", [DATE_MONTH] = u"yMMMM", [DATE_MONTH_SHORT] = u"MMM", [DATE_MONTH_SHORT_YEAR] = u"yyMMM", [DATE_QUARTER] = u"yQQQ",
};

/* "en_Latn_GB": the form in which a tag and ICU's own list can be compared. */
static bool full_locale(const char *id, char out[static ULOC_FULLNAME_CAPACITY]) {
	UErrorCode status = U_ZERO_ERROR;
	char base[ULOC_FULLNAME_CAPACITY];
	uloc_getBaseName(id, base, sizeof base, &status);
	uloc_addLikelySubtags(base, out, ULOC_FULLNAME_CAPACITY, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

char *locale_of(const char *tag) {
	UErrorCode status = U_ZERO_ERROR;
	char id[ULOC_FULLNAME_CAPACITY], full[ULOC_FULLNAME_CAPACITY], known[ULOC_FULLNAME_CAPACITY];
	int32_t parsed = 0;
	uloc_forLanguageTag(tag, id, sizeof id, &parsed, &status);
	if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || !*id || (size_t)parsed != strlen(tag) || !full_locale(id, full))
		return NULL;
	for (int32_t i = 0; i < uloc_countAvailable(); i++)
		if (full_locale(uloc_getAvailable(i), known) && strcmp(full, known) == 0)
			return g_strdup(id);
	return NULL;
}

bool locale_same_language(const char *a, const char *b) {
	char x[ULOC_FULLNAME_CAPACITY], y[ULOC_FULLNAME_CAPACITY];
	return full_locale(a, x) && full_locale(b, y) && strcspn(x, "_") == strcspn(y, "_") && strncmp(x, y, strcspn(x, "_")) == 0;
}

static char *to_utf8(const UChar *text, int32_t length) {
	g_autoptr(GError) error = NULL;
	char *out = g_utf16_to_utf8(text, length, NULL, NULL, &error);
	if (!out)
		g_error("ICU gave broken UTF-16: %s", error->message);
	return out;
}

static void must(UErrorCode status, const char *what) {
	if (U_FAILURE(status))
		g_error("ICU: %s: %s", what, u_errorName(status));
}

static void close_number(gpointer f) {
	unumf_close(f);
}

static UDateFormat *open_date(const char *locale, UDateTimePatternGenerator *patterns, enum date_form form, UErrorCode *status) {
	UChar pattern[128];
	int32_t n = udatpg_getBestPattern(patterns, date_skeleton[form], -1, pattern, G_N_ELEMENTS(pattern), status);
	return U_FAILURE(*status) ? NULL : udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"Etc/UTC", -1, pattern, n, status);
}

struct forms *forms_new(const char *locale, const char *language, char **error) {
	UErrorCode status = U_ZERO_ERROR;
	g_autoptr(forms) f = g_new0(struct forms, 1);
	f->locale = g_strdup(locale);
	f->numbers = g_new0(struct numbers, 1);
	g_mutex_init(&f->numbers->lock);
	f->numbers->by_skeleton = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_number);

	/* A month here is a month of base/month.h, which a Persian or Hebrew calendar would cut elsewhere. */
	char dated[ULOC_FULLNAME_CAPACITY];
	g_strlcpy(dated, locale, sizeof dated);
	uloc_setKeywordValue("calendar", "gregorian", dated, sizeof dated, &status);
	UDateTimePatternGenerator *patterns = udatpg_open(dated, &status);
	for (enum date_form form = 0; U_SUCCESS(status) && form < DATE_FORMS; form++)
		f->dates[form] = open_date(dated, patterns, form, &status);
	udatpg_close(patterns);
	f->list = ulistfmt_open(language, &status);
	if (U_FAILURE(status)) {
		*error = g_strdup(u_errorName(status));
		return NULL;
	}
	return g_steal_pointer(&f);
}

void forms_free(struct forms *f) {
	if (!f)
		return;
	for (size_t i = 0; i < DATE_FORMS; i++)
		if (f->dates[i])
			udat_close(f->dates[i]);
	ulistfmt_close(f->list);
	g_hash_table_unref(f->numbers->by_skeleton);
	g_mutex_clear(&f->numbers->lock);
	g_free(f->numbers);
	g_free(f->locale);
	g_free(f);
}

static const UNumberFormatter *number_formatter(const struct forms *f, const char *skeleton) {
	g_mutex_lock(&f->numbers->lock);
	UNumberFormatter *known = g_hash_table_lookup(f->numbers->by_skeleton, skeleton);
	if (!known) {
		UErrorCode status = U_ZERO_ERROR;
		UChar wide[128];
		g_assert(strlen(skeleton) < G_N_ELEMENTS(wide));
		u_uastrcpy(wide, skeleton);
		known = unumf_openForSkeletonAndLocale(wide, -1, f->locale, &status);
		must(status, skeleton);
		g_hash_table_insert(f->numbers->by_skeleton, g_strdup(skeleton), known);
	}
	g_mutex_unlock(&f->numbers->lock);
	return known;
}

static char *result_text(UFormattedNumber *result, UErrorCode *status) {
	int32_t n = 0;
	const UFormattedValue *value = unumf_resultAsValue(result, status);
	const UChar *text = U_SUCCESS(*status) ? ufmtval_getString(value, &n, status) : NULL;
	must(*status, "number");
	g_autofree char *plain = to_utf8(text, n);
	unumf_closeResult(result);
	g_auto(GStrv) around_minus = g_strsplit(plain, "-", -1);
	return g_strjoinv(MINUS, around_minus);
}

char *forms_decimal(const struct forms *f, const char *skeleton, const char *decimal) {
	UErrorCode status = U_ZERO_ERROR;
	UFormattedNumber *result = unumf_openResult(&status);
	unumf_formatDecimal(number_formatter(f, skeleton), decimal, -1, result, &status);
	return result_text(result, &status);
}

char *forms_double(const struct forms *f, const char *skeleton, double x) {
	g_assert(isfinite(x));
	UErrorCode status = U_ZERO_ERROR;
	UFormattedNumber *result = unumf_openResult(&status);
	unumf_formatDouble(number_formatter(f, skeleton), x, result, &status);
	return result_text(result, &status);
}

char *forms_date(const struct forms *f, enum date_form form, int32_t day) {
	UErrorCode status = U_ZERO_ERROR;
	UChar out[256];
	g_mutex_lock(&f->numbers->lock);
	int32_t n = udat_format(f->dates[form], (double)day * 86400000., out, G_N_ELEMENTS(out), NULL, &status);
	g_mutex_unlock(&f->numbers->lock);
	must(status, "date");
	return to_utf8(out, n);
}

char *forms_list(const struct forms *f, const char *const *items, size_t n) {
	UErrorCode status = U_ZERO_ERROR;
	g_autoptr(GPtrArray) wide = g_ptr_array_new_with_free_func(g_free);
	size_t room = 64;
	for (size_t i = 0; i < n; i++) {
		glong length = 0;
		gunichar2 *text = g_utf8_to_utf16(items[i], -1, NULL, &length, NULL);
		g_assert(text);
		g_ptr_array_add(wide, text);
		room += (size_t)length + 64; /* what stands between two items is a word or two */
	}
	g_assert(room < INT32_MAX);
	g_autofree UChar *out = g_new(UChar, room);
	int32_t length = ulistfmt_format(f->list, (const UChar *const *)wide->pdata, NULL, (int32_t)n, out, (int32_t)room, &status);
	must(status, "list");
	return to_utf8(out, length);
}
