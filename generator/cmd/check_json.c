/* cmd/check_json: accounts as JSON. A key whose value was not found out is left out. */
#include "cmd/check_json.h"
#include "base/text.h"
#include "cmd/command.h"

#include <string.h>

/* Names of files need not be UTF-8. */
static void put_text(struct json *j, const char *key, const char *text) {
	if (text == NULL)
		return;
	g_autofree char *valid = g_utf8_validate(text, -1, NULL) ? g_strdup(text) : text_visible(text, strlen(text), SIZE_MAX);
	if (key != NULL)
		json_key(j, key);
	json_string(j, valid);
}

static void put_count(struct json *j, const char *key, int64_t n) {
	json_key(j, key);
	json_int(j, n);
}

static void put_day(struct json *j, const char *key, int32_t day) {
	char text[11];
	if (day == DAY_NONE)
		return;
	day_print(day, text);
	put_text(j, key, text);
}

static void put_counts(struct json *j, const struct account *a) {
	put_count(j, "rows", a->rows);
	put_count(j, "used", a->used);
	put_count(j, "refused", a->refused);
	put_count(j, "refused_by_rule", a->refused_by_rule);
	put_count(j, "duplicate", a->duplicate);
	put_count(j, "beside", a->beside);
	put_count(j, "orphans", a->orphans);
	put_count(j, "rounded", a->rounded);
	put_count(j, "customers", a->customers);
	json_key(j, "reasons");
	json_object(j);
	for (int code = 0; code < DIAG_CODES; code++)
		if (a->refused_by[code] > 0)
			put_count(j, diag_name((enum diag_code)code), a->refused_by[code]);
	json_end(j);
	json_key(j, "left_out");
	json_object(j);
	for (int rule = 0; rule < RULE_COUNT; rule++)
		if (a->rule[rule] > 0)
			put_count(j, used_rule_name((enum used_rule)rule), a->rule[rule]);
	json_end(j);
}

static void put_dialect(struct json *j, const struct account *a, const struct client_conf *c) {
	bool xml = g_strcmp0(a->delimiter, "xml") == 0, workbook = g_strcmp0(a->delimiter, "workbook") == 0;
	put_text(j, "format", a->format);
	if (a->delimiter != NULL)
		put_text(j, "container", xml || workbook ? a->delimiter : "text");
	put_text(j, "packed", a->packed);
	put_text(j, "encoding", a->encoding);
	if (a->delimiter != NULL && !xml && !workbook) {
		put_text(j, "delimiter", a->delimiter);
		json_key(j, "quoted");
		json_bool(j, a->quoted);
	}
	put_text(j, "sheet", a->sheet);
	if (a->decimal != 0)
		put_text(j, "decimal", (const char[]){a->decimal, '\0'});
	put_text(j, "timezone", a->zone != NULL ? a->zone : conf_text(c, SETTING_TIMEZONE));
	put_text(j, "timezone_from", a->zone != NULL ? "file" : "settings");
}

static void put_columns(struct json *j, const struct account *a) {
	json_key(j, "columns");
	json_array(j);
	for (guint i = 0; i < a->columns->len; i++) {
		const struct account_column *c = &g_array_index(a->columns, struct account_column, i);
		json_object(j);
		put_text(j, "field", field_name(c->field));
		if (c->column != 0)
			put_count(j, "column", (int64_t)c->column);
		put_text(j, c->column != 0 ? "header" : "constant", c->text);
		put_text(j, "dates", c->dates);
		if (c->utc) {
			json_key(j, "utc");
			json_bool(j, true);
		}
		json_end(j);
	}
	json_end(j);
	json_key(j, "unread");
	json_array(j);
	for (size_t i = 0; a->unread != NULL && a->unread[i] != NULL; i++)
		put_text(j, NULL, a->unread[i]);
	json_end(j);
}

static void put_file(struct json *j, const struct account *a, const struct client_conf *c) {
	json_object(j);
	put_text(j, "file", a->file);
	put_text(j, "record", record_name(a->record));
	put_counts(j, a);
	put_day(j, "first_day", a->first_day);
	put_day(j, "last_day", a->last_day);
	put_dialect(j, a, c);
	put_columns(j, a);
	json_end(j);
}

void check_json_begin(struct json *j, GString *out) {
	json_init(j, out);
	json_object(j);
	put_text(j, "holdfast", HOLDFAST_VERSION);
	json_key(j, "clients");
	json_array(j);
}

void check_json(struct json *j, const struct reading *r) {
	json_object(j);
	put_text(j, "id", r->conf->id);
	json_key(j, "ok");
	json_bool(j, r->ok);
	put_count(j, "customers", (int64_t)r->customers);
	if (r->facts != NULL)
		put_count(j, "months", (int64_t)r->facts->n_months);
	if (r->ok) {
		put_text(j, "activity", r->cover.source);
		put_day(j, "as_of", r->as_of);
	}
	json_key(j, "files");
	json_array(j);
	for (guint i = 0; i < r->accounts->len; i++)
		put_file(j, g_ptr_array_index(r->accounts, i), r->conf);
	json_end(j);
	json_end(j);
}

void check_json_end(struct json *j) {
	json_end(j);
	json_end(j);
}
