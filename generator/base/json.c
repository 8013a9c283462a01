/* base/json: a JSON writer. Knows the grammar and the shortest form of a number; whoever calls it keeps the order of keys.
 * What JSON cannot hold (NaN, text that is not UTF-8, a key outside an object) is a bug and aborts. */
#include "base/json.h"

#include <math.h>
#include <string.h>

void json_init(struct json *j, GString *out) {
	memset(j, 0, sizeof *j);
	j->out = out;
}

static void before_value(struct json *j) {
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth > 0)
		g_error("JSON: a value in an object needs a key");
}

void json_object(struct json *j) {
	before_value(j);
	g_string_append_c(j->out, '{');
	j->depth++;
	if (j->depth >= (int)G_N_ELEMENTS(j->first))
		g_error("JSON: nested too deeply");
	j->first[j->depth] = true;
}

void json_end(struct json *j) {
	if (j->depth == 0 || j->after_key)
		g_error("JSON: nothing to end");
	g_string_append_c(j->out, '}');
	j->depth--;
	if (j->depth == 0)
		g_string_append_c(j->out, '\n');
}

static void append_quoted(GString *out, const char *utf8) {
	if (!g_utf8_validate(utf8, -1, NULL))
		g_error("JSON: text that is not UTF-8");
	g_string_append_c(out, '"');
	for (const char *p = utf8; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", c);
		else if (c == '\n')
			g_string_append(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			g_string_append_printf(out, "\\u%04x", c);
		else
			g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}

void json_key(struct json *j, const char *name) {
	if (j->depth == 0 || j->after_key)
		g_error("JSON: a key stands in an object");
	if (!j->first[j->depth])
		g_string_append_c(j->out, ',');
	j->first[j->depth] = false;
	append_quoted(j->out, name);
	g_string_append_c(j->out, ':');
	j->after_key = true;
}

void json_string(struct json *j, const char *utf8) {
	before_value(j);
	append_quoted(j->out, utf8);
}

void json_int(struct json *j, int64_t x) {
	before_value(j);
	g_string_append_printf(j->out, "%" G_GINT64_FORMAT, x);
}

void json_double(struct json *j, double x) {
	char figures[32];
	double_print(x, figures);
	before_value(j);
	g_string_append(j->out, figures);
}

/* Whole numbers that a double holds with room to spare, as most figures are: their digits are the shortest form. */
#define WHOLE_MOST 1e15

/* The fewest of 15 to 17 digits that read back as x, in the form d.ddde±n; 15 always carry a decimal typed by hand. */
static void shortest(double x, char out[static G_ASCII_DTOSTR_BUF_SIZE]) {
	static const char *const FORMS[] = {"%.14e", "%.15e", "%.16e"};
	for (size_t i = 0; i < G_N_ELEMENTS(FORMS); i++) {
		g_ascii_formatd(out, G_ASCII_DTOSTR_BUF_SIZE, FORMS[i], x);
		double back = g_ascii_strtod(out, NULL);
		if (back >= x && back <= x)
			return;
	}
}

void double_print(double x, char out[static 32]) {
	if (!isfinite(x))
		g_error("a figure that is no number was about to be printed");
	if (fabs(x) < WHOLE_MOST && x >= trunc(x) && x <= trunc(x)) {
		g_snprintf(out, 32, "%s%" G_GINT64_FORMAT, x < 0 ? "-" : "", (gint64)fabs(x));
		return;
	}
	char form[G_ASCII_DTOSTR_BUF_SIZE];
	shortest(fabs(x), form);
	char figures[20];
	int n = 0;
	const char *p = form;
	for (; *p != 'e'; p++)
		if (*p != '.')
			figures[n++] = *p;
	int exponent = (int)g_ascii_strtoll(p + 1, NULL, 10);
	while (n > 1 && figures[n - 1] == '0')
		n--;
	char *o = out;
	if (x < 0)
		*o++ = '-';
	bool plain = exponent >= -7 && exponent < 15;
	int point = plain ? exponent + 1 : 1; /* how many figures stand before the point */
	if (point <= 0)
		*o++ = '0';
	for (int i = 0; i < point; i++)
		*o++ = i < n ? figures[i] : '0';
	if (n > point)
		*o++ = '.';
	for (int i = point; i < 0; i++)
		*o++ = '0';
	for (int i = MAX(point, 0); i < n; i++)
		*o++ = figures[i];
	*o = '\0';
	if (!plain)
		g_snprintf(o, (gulong)(32 - (o - out)), "e%d", exponent);
}
