/* config/check: types, ranges and choices of single values. Every fault is reported with file, line, the whole path of
 * the key and what would have been right. */
#include "config/check.h"
#include "base/json.h"
#include "base/text.h"

#include <math.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#define MOST_SLICES 16

struct where source_at(const struct source *f, const config_setting_t *s) {
	return (struct where){f->file, (int64_t)config_setting_source_line(s), 0};
}

bool check_unknown(const struct source *f, const config_setting_t *s, const GPtrArray *names) {
	const char *name = config_setting_name(s);
	const char *nearest = text_nearest(name, (const char *const *)names->pdata, names->len);
	if (nearest != NULL)
		diag_report(f->d, DIAG_CONFIG_KEY, source_at(f, s), name, nearest, NULL);
	else
		diag_report(f->d, DIAG_CONFIG_KEY_FAR, source_at(f, s), name, NULL);
	return false;
}

static const char *what_it_is(const config_setting_t *s) {
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_GROUP:
		return "a block { }";
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "a whole number";
	case CONFIG_TYPE_FLOAT:
		return "a number with a decimal point";
	case CONFIG_TYPE_STRING:
		return "a text";
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_ARRAY:
		return "an array [ ]";
	default:
		return "a list ( )";
	}
}

bool check_type(const struct source *f, const struct key_row *row, const config_setting_t *s) {
	static const char *const TAKES[] = {"a text in quotes", "a whole number", "a number", "a date in quotes", "a text in quotes",
	                                    "a list of texts [ ]", "a block { }", "a list ( ) of blocks { }"};
	int type = config_setting_type(s);
	bool whole = type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
	bool right = false;
	switch (row->type) {
	case TYPE_TEXT:
	case TYPE_DATE:
	case TYPE_CHOICE:
		right = type == CONFIG_TYPE_STRING;
		break;
	case TYPE_INT:
		right = whole;
		break;
	case TYPE_NUMBER:
		right = whole || type == CONFIG_TYPE_FLOAT;
		break;
	case TYPE_TEXTS:
		right = type == CONFIG_TYPE_ARRAY || type == CONFIG_TYPE_LIST;
		break;
	case TYPE_GROUP:
		right = type == CONFIG_TYPE_GROUP;
		break;
	case TYPE_LIST:
		right = type == CONFIG_TYPE_LIST;
		break;
	}
	if (!right)
		diag_report(f->d, DIAG_CONFIG_TYPE, source_at(f, s), row->path, TAKES[row->type], what_it_is(s), NULL);
	return right;
}

char *scalar_text(const config_setting_t *s) {
	char figures[32];
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_STRING:
		return g_strdup(config_setting_get_string(s));
	case CONFIG_TYPE_INT:
		return g_strdup_printf("%d", config_setting_get_int(s));
	case CONFIG_TYPE_INT64:
		return g_strdup_printf("%lld", config_setting_get_int64(s));
	case CONFIG_TYPE_FLOAT:
		if (!isfinite(config_setting_get_float(s))) /* 1e999 */
			return g_strdup("infinite");
		double_print(config_setting_get_float(s), figures);
		return g_strdup(figures);
	default:
		return NULL;
	}
}

/* The bounds of "1 to 60"; false when the range is only for people. */
static bool bounds(const char *range, double *low, double *high) {
	char *end = NULL;
	*low = g_ascii_strtod(range, &end);
	if (end == range || !g_str_has_prefix(end, " to "))
		return false;
	*high = g_ascii_strtod(end + 4, NULL);
	return true;
}

static bool check_range(const struct source *f, const struct key_row *row, const config_setting_t *s, const struct setting_value *v) {
	double low, high;
	if (!bounds(row->range, &low, &high) || (v->x >= low && v->x <= high))
		return true;
	diag_report(f->d, DIAG_CONFIG_RANGE, source_at(f, s), row->path, row->range, v->text, NULL);
	return false;
}

static bool check_choice(const struct source *f, const struct key_row *row, const config_setting_t *s, const char *text) {
	g_auto(GStrv) choices = g_strsplit(row->range, " ", -1);
	if (g_strv_contains((const char *const *)choices, text))
		return true;
	g_autofree char *all = g_strjoinv(", ", choices);
	const char *nearest = text_nearest(text, (const char *const *)choices, g_strv_length(choices));
	if (nearest != NULL)
		diag_report(f->d, DIAG_CONFIG_CHOICE, source_at(f, s), row->path, text, nearest, all, NULL);
	else
		diag_report(f->d, DIAG_CONFIG_CHOICE_FAR, source_at(f, s), row->path, text, all, NULL);
	return false;
}

static bool read_list(const struct source *f, const struct key_row *row, const config_setting_t *s, struct setting_value *v) {
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	bool fine = true;
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *element = config_setting_get_elem(s, (unsigned)i);
		const char *text = config_setting_type(element) == CONFIG_TYPE_STRING ? config_setting_get_string(element) : NULL;
		if (text == NULL) {
			diag_report(f->d, DIAG_CONFIG_TYPE, source_at(f, s), row->path, "a list of texts [ ]", what_it_is(element), NULL);
			fine = false;
		} else if (*text == '\0') {
			diag_report(f->d, DIAG_CONFIG_EMPTY, source_at(f, s), row->path, NULL);
			fine = false;
		} else if (*row->range != '\0' && !check_choice(f, row, element, text)) {
			fine = false;
		} else if (g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL)) {
			diag_report(f->d, DIAG_CONFIG_TWICE, source_at(f, s), text, row->path, NULL);
			fine = false;
		} else {
			g_ptr_array_add(texts, g_strdup(text));
		}
	}
	g_ptr_array_add(texts, NULL);
	v->list = g_strdupv((char **)texts->pdata);
	v->text = g_strjoinv(", ", v->list);
	return fine;
}

/* Fills v from s, whose type is right for the row; false when reported. */
static bool read_typed(const struct source *f, const struct key_row *row, const config_setting_t *s, struct setting_value *v) {
	if (row->type == TYPE_TEXTS)
		return read_list(f, row, s, v);
	if (row->type == TYPE_GROUP || row->type == TYPE_LIST)
		return true;
	v->text = scalar_text(s);
	if (row->type == TYPE_INT || row->type == TYPE_NUMBER) {
		bool whole = config_setting_type(s) != CONFIG_TYPE_FLOAT;
		v->i = whole ? config_setting_get_int64(s) : 0;
		v->x = whole ? (double)v->i : config_setting_get_float(s);
		return check_range(f, row, s, v);
	}
	if (*v->text == '\0') {
		diag_report(f->d, DIAG_CONFIG_EMPTY, source_at(f, s), row->path, NULL);
		return false;
	}
	if (row->type == TYPE_CHOICE)
		return check_choice(f, row, s, v->text);
	int32_t day = 0;
	if (row->type == TYPE_DATE && !day_parse(v->text, &day)) {
		diag_report(f->d, DIAG_CONFIG_DATE, source_at(f, s), row->path, v->text, NULL);
		return false;
	}
	if (row->type == TYPE_DATE && !day_in_reach(day)) {
		diag_report(f->d, DIAG_CONFIG_RANGE, source_at(f, s), row->path, "from 1900-01-01 to 2199-12-31", v->text, NULL);
		return false;
	}
	v->i = day;
	return true;
}

bool check_value(const struct source *f, const struct key_row *row, const config_setting_t *s, struct setting_value *out) {
	value_clear(out);
	if (!check_type(f, row, s))
		return false;
	if (!read_typed(f, row, s, out)) {
		value_clear(out);
		return false;
	}
	out->set = out->has = true;
	out->line = (int)config_setting_source_line(s);
	return true;
}

static bool is_zone(const char *text) {
	UChar zone[64];
	UChar canonical[128];
	UBool known = 0;
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	u_strFromUTF8(zone, G_N_ELEMENTS(zone), &n, text, -1, &status);
	if (U_FAILURE(status) || n == (int32_t)G_N_ELEMENTS(zone))
		return false;
	ucal_getCanonicalTimeZoneID(zone, n, canonical, G_N_ELEMENTS(canonical), &known, &status);
	return U_SUCCESS(status) && known;
}

/* The known zone nearest to a text, or NULL; caller owns. */
static char *nearest_zone(const char *text) {
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *zones = ucal_openTimeZones(&status);
	g_autoptr(GPtrArray) names = names_new();
	int32_t n = 0;
	for (const char *name = uenum_next(zones, &n, &status); name != NULL && U_SUCCESS(status); name = uenum_next(zones, &n, &status))
		g_ptr_array_add(names, g_strndup(name, (gsize)n));
	uenum_close(zones);
	return g_strdup(text_nearest(text, (const char *const *)names->pdata, names->len));
}

static bool check_zone(const struct source *f, const char *path, const config_setting_t *s, const char *text) {
	if (is_zone(text))
		return true;
	g_autofree char *nearest = nearest_zone(text);
	if (nearest != NULL)
		diag_report(f->d, DIAG_CONFIG_TIMEZONE_NEAR, source_at(f, s), path, text, nearest, NULL);
	else
		diag_report(f->d, DIAG_CONFIG_TIMEZONE, source_at(f, s), path, text, NULL);
	return false;
}

/* A language tag all of which ICU understands, of a language it has a code for. */
static bool is_locale(const char *text) {
	char locale[ULOC_FULLNAME_CAPACITY];
	int32_t parsed = 0;
	UErrorCode status = U_ZERO_ERROR;
	uloc_forLanguageTag(text, locale, sizeof locale, &parsed, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING && (size_t)parsed == strlen(text) && *uloc_getISO3Language(locale) != '\0';
}

static bool refuse(const struct source *f, enum diag_code code, enum setting setting, const config_setting_t *s, const char *text) {
	diag_report(f->d, code, source_at(f, s), setting_path(setting), text, NULL);
	return false;
}

static bool check_meaning(const struct source *f, enum setting setting, const config_setting_t *s, const struct setting_value *v) {
	struct currency currency;
	switch (setting) {
	case SETTING_CURRENCY:
		return currency_parse(v->text, &currency) || refuse(f, DIAG_CONFIG_CURRENCY, setting, s, v->text);
	case SETTING_TIMEZONE:
		return check_zone(f, setting_path(setting), s, v->text);
	case SETTING_FORMATS:
		return is_locale(v->text) || refuse(f, DIAG_CONFIG_LOCALE, setting, s, v->text);
	case SETTING_THEME:
		return text_is_id(v->text) || refuse(f, DIAG_CONFIG_THEME, setting, s, v->text);
	case SETTING_HISTORY_START:
		return g_str_has_suffix(v->text, "-01") || refuse(f, DIAG_CONFIG_FIRST, setting, s, v->text);
	case SETTING_KEEP_PURPOSES: /* nothing would be a cost of keeping, and no cost is no answer */
		return v->list[0] != NULL || refuse(f, DIAG_CONFIG_EMPTY, setting, s, NULL);
	default:
		return true;
	}
}

/* A row of the reader keeps MOST_SLICES cells for slices. */
static bool check_slices(const struct source *f, const config_setting_t *s, const struct setting_value *v) {
	guint n = g_strv_length(v->list);
	if (n <= MOST_SLICES)
		return true;
	g_autofree char *given = g_strdup_printf("%u", n);
	g_autofree char *most = g_strdup_printf("%d", MOST_SLICES);
	diag_report(f->d, DIAG_CONFIG_MANY, source_at(f, s), setting_path(SETTING_SLICES_BY), given, most, NULL);
	return false;
}

bool check_setting(const struct source *f, enum setting setting, const config_setting_t *s, struct setting_value *out) {
	if (!check_value(f, setting_row(setting), s, out))
		return false;
	bool fine = setting == SETTING_SLICES_BY ? check_slices(f, s, out) : check_meaning(f, setting, s, out);
	if (!fine)
		value_clear(out);
	return fine;
}

void value_clear(struct setting_value *v) {
	g_free(v->text);
	g_strfreev(v->list);
	*v = (struct setting_value){0};
}

void value_copy(struct setting_value *to, const struct setting_value *from) {
	*to = *from;
	to->text = g_strdup(from->text);
	to->list = g_strdupv(from->list);
}

void value_builtin(struct setting_value *v, const struct key_row *row) {
	*v = (struct setting_value){0};
	if (row->type == TYPE_TEXTS)
		v->list = g_new0(char *, 1);
	if (*row->dflt == '\0')
		return;
	v->has = true;
	v->text = g_strdup(row->dflt);
	if (row->type == TYPE_INT || row->type == TYPE_NUMBER)
		v->x = g_ascii_strtod(row->dflt, NULL);
	if (row->type == TYPE_INT)
		v->i = g_ascii_strtoll(row->dflt, NULL, 10);
}

/* A key that must stand in a block; it may stand there with a fault, which was reported. */
bool check_given(const struct source *f, const config_setting_t *block, const char *what, enum block_key key) {
	if (config_setting_get_member(block, block_row(key)->path) != NULL)
		return true;
	diag_report(f->d, DIAG_CONFIG_MISSING, source_at(f, block), what, block_row(key)->path, NULL);
	return false;
}
