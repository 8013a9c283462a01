/* site/csv_lists: see csv_lists.h. Text of an export is disarmed. */
#include "site/csv_lists.h"

#include "base/json.h"
#include "base/text.h"
#include <math.h>

/* A number behind a comma; nothing where there is none. */
static void add_number(GString *out, double x) {
	char text[32] = "";
	if (isfinite(x))
		double_print(x, text);
	g_string_append_printf(out, ",%s", text);
}

static void add_text(GString *out, const char *text) {
	g_string_append_c(out, ',');
	if (text != NULL)
		text_csv_cell(out, text);
}

static void add_test(GString *out, const struct listed_row *l) {
	add_number(out, l->slope);
	if (l->p_tiny)
		g_string_append(out, ",< 1e-9");
	else
		add_number(out, l->p);
	add_number(out, l->p_adjusted);
	g_string_append_printf(out, ",%s\n", isnan(l->p) ? "" : l->proven ? "yes" : "no");
}

static void add_row(GString *out, const struct report *r, const struct listing *l, size_t i) {
	const struct facts *f = r->facts;
	const struct list_row *row = l->rows[i].row;
	char day[11];
	day_print(row->day, day);
	g_autofree char *reason = list_reason_text(r->words, row);
	g_autofree char *mrr = r->cover->amounts ? money_decimal(row->amount, f->mrr_per, f->currency_digits, f->currency_digits) : g_strdup("");
	g_string_append_printf(out, "%s,%s,%" G_GSIZE_FORMAT ",%" G_GINT64_FORMAT, list_name(row->list), state_name(l->value->state), i + 1, l->total);
	add_text(out, row->customer_id);
	add_text(out, row->name);
	add_text(out, reason);
	g_string_append_printf(out, ",%s,", day);
	if (row->score >= 0)
		g_string_append_printf(out, "%d", row->score);
	g_string_append_printf(out, ",%s", mrr);
	add_test(out, &l->rows[i]);
}

static void add_missing(GString *out, const struct report *r, enum list list, const struct value *v) {
	g_string_append_printf(out, "%s,%s,,,,", list_name(list), state_name(v->state));
	add_text(out, v->needs != NULL && words_plain(r->words, v->needs) ? words_text(r->words, v->needs) : NULL);
	g_string_append(out, ",,,,,,,\n");
}

GString *csv_lists(const struct report *r, enum list only) {
	GString *out = g_string_new("list,state,order,of,customer_id,name,reason,date,score,mrr,slope,p,p_adjusted,proven\n");
	for (enum list list = 0; list < LIST_COUNT; list++) {
		g_autoptr(listing) l = only == LIST_COUNT || only == list ? listing_new(r, list) : NULL;
		if (l == NULL)
			continue;
		if (l->value->state == STATE_MISSING)
			add_missing(out, r, list, l->value);
		for (size_t i = 0; i < l->n; i++)
			add_row(out, r, l, i);
	}
	return out;
}
