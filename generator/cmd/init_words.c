/* cmd/init_words: a proposal in lines for people, the same in site.conf and on the terminal. */
#include "cmd/init.h"
#include "base/text.h"

#include <string.h>

#define SAMPLE_CHARACTERS 40

static const struct look_column *column_at(const struct look *l, size_t i) {
	return i < l->columns->len ? &g_array_index(l->columns, struct look_column, i) : NULL;
}

char *init_plain(const char *header) {
	GString *out = g_string_new(NULL);
	for (const char *p = header; *p != '\0'; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		g_string_append_unichar(out, g_unichar_iscntrl(c) ? ' ' : c);
	}
	return g_string_free(out, FALSE);
}

char *samples_text(const struct look_column *c) {
	GString *out = g_string_new(NULL);
	for (guint i = 0; c != NULL && i < c->values->len && i < LOOK_SAMPLES; i++) {
		const char *value = g_ptr_array_index(c->values, i);
		g_autofree char *shown = text_visible(value, strlen(value), SAMPLE_CHARACTERS);
		g_string_append_printf(out, "%s\"%s\"", i > 0 ? ", " : "", shown);
	}
	return g_string_free(out, FALSE);
}

/* Where the confidence comes from. */
static const char *reason_of(const struct proposal *p, const struct guess *g) {
	if (p->look->format != NULL && g->named)
		return "medium, by the words of the question";
	if (p->look->format != NULL)
		return "high, by the format";
	if (p->look->headless)
		return "low, by the values alone";
	if (g->constant != NULL)
		return g->confidence == CONFIDENCE_MEDIUM ? "medium, by a name or sign" : "low, a guess: correct it where it is wrong";
	switch (g->confidence) {
	case CONFIDENCE_HIGH: return "high, by name and values";
	case CONFIDENCE_MEDIUM: return g->named ? "medium, by a name that may mean other things, and values" : "medium, by name; not all values agree";
	case CONFIDENCE_LOW: return "low, a guess";
	case CONFIDENCE_NONE: break;
	}
	return "given";
}

static void add_used(GPtrArray *lines, const struct proposal *p) {
	for (guint i = 0; i < p->account->columns->len; i++) {
		const struct account_column *c = &g_array_index(p->account->columns, struct account_column, i);
		const struct guess *g = &p->guesses[c->field];
		g_autofree char *text = text_visible(c->text, strlen(c->text), SAMPLE_CHARACTERS);
		g_autofree char *samples = c->column == 0 ? NULL : samples_text(column_at(p->look, c->column - 1));
		if (c->column == 0 && text[0] == '\0')
			continue;
		if (c->column == 0)
			g_ptr_array_add(lines, g_strdup_printf("%-18s \"%s\" in all rows (%s)", field_name(c->field), text, reason_of(p, g)));
		else if (p->look->headless)
			g_ptr_array_add(lines, g_strdup_printf("%-18s column %" G_GSIZE_FORMAT " (%s): %s", field_name(c->field), c->column, reason_of(p, g), samples));
		else
			g_ptr_array_add(lines, g_strdup_printf("%-18s \"%s\" (%s): %s", field_name(c->field), text, reason_of(p, g), samples));
	}
}

static bool is_used(const struct proposal *p, size_t column) {
	for (guint i = 0; i < p->account->columns->len; i++)
		if (g_array_index(p->account->columns, struct account_column, i).column == column)
			return true;
	return false;
}

GPtrArray *proposal_lines(const struct proposal *p) {
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	add_used(lines, p);
	for (guint i = 0; i < p->look->columns->len; i++) {
		const struct look_column *c = column_at(p->look, i);
		if (is_used(p, i + 1))
			continue;
		g_autofree char *header = text_visible(c->header, strlen(c->header), SAMPLE_CHARACTERS), *samples = samples_text(c);
		g_autofree char *shown = p->look->headless ? g_strdup_printf("column %u", i + 1) : g_strdup_printf("\"%s\"", header);
		g_ptr_array_add(lines, g_strdup_printf("%-18s %s: %s", "not read", shown, samples));
	}
	if (p->look->n_columns > p->look->columns->len)
		g_ptr_array_add(lines, g_strdup_printf("and %" G_GSIZE_FORMAT " columns that were not looked at", p->look->n_columns - p->look->columns->len));
	return lines;
}

bool init_has(const GPtrArray *proposals, enum record r) {
	for (guint i = 0; i < proposals->len; i++)
		if (((const struct proposal *)g_ptr_array_index(proposals, i))->record == r)
			return true;
	return false;
}

GPtrArray *missing_lines(const GPtrArray *proposals) {
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	bool active = init_has(proposals, RECORD_SUBSCRIPTIONS) || init_has(proposals, RECORD_INVOICES) || init_has(proposals, RECORD_ORDERS);
	for (int r = 0; r < RECORD_COUNT; r++) {
		bool source = r == RECORD_SUBSCRIPTIONS || r == RECORD_INVOICES || r == RECORD_ORDERS;
		if (!init_has(proposals, (enum record)r) && !(source && active))
			g_ptr_array_add(lines, g_strdup_printf("%-13s %s", record_name((enum record)r), init_adds((enum record)r)));
	}
	return lines;
}
