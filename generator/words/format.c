/* words/format: how counts, shares, money and dates look in a locale, and how wide a text is drawn.
 * Knows which ICU skeleton belongs to which kind of figure. Refuses to know the formatters themselves and what a figure means. */
#include "words/words.h"

#include "words/forms.h"

#include <math.h>
#include <unicode/uchar.h>

/* Half-even is ICU's own rounding; sign-negative leaves the sign off what rounds to zero. */
#define SIGN " sign-negative"
#define MOST_DECIMALS 9

enum { WIDTH_PLAIN = 62, WIDTH_CAPITAL = 78, WIDTH_MINUS = 85, WIDTH_BROAD = 95, WIDTH_WIDE = 100, COMPACT_FROM = 1000 };

/* ".00##" for 2 and 4. */
static char *precision(int min_decimals, int max_decimals) {
	g_assert(min_decimals >= 0 && min_decimals <= max_decimals && max_decimals <= MOST_DECIMALS);
	if (max_decimals == 0)
		return g_strdup("precision-integer");
	g_autofree char *always = g_strnfill((gsize)min_decimals, '0');
	g_autofree char *maybe = g_strnfill((gsize)(max_decimals - min_decimals), '#');
	return g_strconcat(".", always, maybe, NULL);
}

char *format_count(const struct words *w, int64_t n) {
	char decimal[24];
	g_snprintf(decimal, sizeof decimal, "%" G_GINT64_FORMAT, n);
	return forms_decimal(words_forms(w), "precision-integer" SIGN, decimal);
}

char *format_number(const struct words *w, double x, int min_decimals, int max_decimals) {
	g_autofree char *digits = precision(min_decimals, max_decimals);
	g_autofree char *skeleton = g_strconcat(digits, SIGN, NULL);
	return forms_double(words_forms(w), skeleton, x);
}

char *format_percent(const struct words *w, double ratio, int decimals) {
	g_autofree char *digits = precision(decimals, decimals);
	g_autofree char *skeleton = g_strconcat("percent scale/100 ", digits, SIGN, NULL);
	return forms_double(words_forms(w), skeleton, ratio);
}

char *format_signed(const struct words *w, double x, int decimals) {
	g_autofree char *digits = precision(decimals, decimals);
	g_autofree char *skeleton = g_strconcat(digits, " sign-except-zero", NULL);
	return forms_double(words_forms(w), skeleton, x);
}

static char *money_skeleton(struct currency c, const char *before, const char *after) {
	char code[4];
	currency_print(c, code);
	return g_strconcat(before, "currency/", code, after, SIGN, NULL);
}

char *format_money(const struct words *w, const char *decimal, struct currency c, int decimals) {
	g_autofree char *digits = decimals < 0 ? g_strdup("precision-currency-standard") : precision(decimals, decimals);
	g_autofree char *after = g_strconcat(" ", digits, NULL);
	g_autofree char *skeleton = money_skeleton(c, "", after);
	return forms_decimal(words_forms(w), skeleton, decimal);
}

char *format_money_short(const struct words *w, double major, struct currency c) {
	bool compact = fabs(major) >= COMPACT_FROM;
	g_autofree char *skeleton = compact ? money_skeleton(c, "compact-short ", " .#") : money_skeleton(c, "", " precision-currency-standard/w");
	return forms_double(words_forms(w), skeleton, major);
}

char *format_day(const struct words *w, int32_t day) {
	return forms_date(words_forms(w), DATE_DAY, day);
}

char *format_month(const struct words *w, struct month m) {
	return forms_date(words_forms(w), DATE_MONTH, month_first_day(m));
}

char *format_month_short(const struct words *w, struct month m, bool with_year) {
	return forms_date(words_forms(w), with_year ? DATE_MONTH_SHORT_YEAR : DATE_MONTH_SHORT, month_first_day(m));
}

char *format_quarter(const struct words *w, struct month first) {
	return forms_date(words_forms(w), DATE_QUARTER, month_first_day(first));
}

char *format_list(const struct words *w, const char *const *items, size_t n) {
	return forms_list(words_forms(w), items, n);
}

static int64_t character_width(gunichar c) {
	int8_t type = u_charType((UChar32)c);
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || u_getCombiningClass((UChar32)c))
		return 0;
	int32_t east = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
	if (east == U_EA_WIDE || east == U_EA_FULLWIDTH)
		return WIDTH_WIDE;
	if (c == 0x2212)
		return WIDTH_MINUS;
	/* What is broader than 0.62 em in the sans faces of the themes: % .89, M .83, W .94, m .83, w .72, other capitals up to .78. */
	if (c == '%' || c == 'W' || c == 'M' || c == 'm' || c == '@' || c == 0x2014)
		return WIDTH_BROAD;
	return g_unichar_isupper(c) || c == 'w' ? WIDTH_CAPITAL : WIDTH_PLAIN;
}

int64_t text_width(const char *utf8) {
	int64_t width = 0;
	for (const char *at = utf8; *at;) {
		gunichar c = g_utf8_get_char_validated(at, -1);
		bool broken = c >= (gunichar)-2;
		width += broken ? WIDTH_PLAIN : character_width(c);
		at += broken ? 1 : g_utf8_skip[(guchar)*at];
	}
	return width;
}
