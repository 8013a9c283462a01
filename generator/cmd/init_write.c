/* cmd/init_write: proposals as the text of a site.conf. What cannot be known is a line behind a #, and is asked for by its name and line. */
#include "cmd/init.h"
#include "base/month.h"
#include "base/text.h"

#include <string.h>

#define MOST_SLICE_VALUES 50 /* more are no column to cut by */
#define MOST_OTHER_SLICES 8

static void quote(GString *out, const char *text) {
	g_autofree char *plain = init_plain(text);
	g_string_append_c(out, '"');
	for (const char *p = plain; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
}

/* Asks for what the line being written holds. */
static void ask(struct written *w, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void ask(struct written *w, const char *format, ...) {
	guint line = 1;
	for (gsize i = 0; i < w->text->len; i++)
		line += w->text->str[i] == '\n';
	va_list args;
	va_start(args, format);
	g_autofree char *what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(w->asked, g_strdup_printf("line %u: %s", line, what));
}

/* ---- currency ---- */

static const struct look_column *column_of(const struct proposal *p, const struct account_column *c) {
	return c->column == 0 || c->column > p->look->columns->len ? NULL : &g_array_index(p->look->columns, struct look_column, c->column - 1);
}

static void write_currency(struct written *w, const struct to_write *from) {
	char code[4];
	guint n;
	trial_currency(from->trial, code, &n);
	if (code[0] != '\0')
		g_string_append_printf(w->text, "currency = \"%s\";   # most amounts are in it\n", code);
	else
		g_string_append(w->text, "currency = \"EUR\";   # no file says in which currency its amounts are: correct it where it is another\n");
	if (n > 1 && !init_has(from->proposals, RECORD_RATES))
		ask(w, "amounts are in %u currencies; those in others than %s are refused until there is an export of rates", n, code);
}

/* ---- what is cut by ---- */

static bool is_listed(const GPtrArray *list, const char *name) {
	for (guint i = 0; i < list->len; i++)
		if (strcmp(g_ptr_array_index(list, i), name) == 0)
			return true;
	return false;
}

/* Fields of customers and subscriptions that are made to be cut by, with few values. */
static void find_slices(const GPtrArray *proposals, GPtrArray *fields, GPtrArray *others) {
	for (guint i = 0; i < proposals->len; i++) {
		const struct proposal *p = g_ptr_array_index(proposals, i);
		if (p->record != RECORD_CUSTOMERS && p->record != RECORD_SUBSCRIPTIONS)
			continue;
		for (guint k = 0; k < p->account->columns->len; k++) {
			const struct account_column *c = &g_array_index(p->account->columns, struct account_column, k);
			const struct look_column *column = column_of(p, c);
			bool cut = c->field == FIELD_PLAN || c->field == FIELD_CHANNEL || c->field == FIELD_SEGMENT || c->field == FIELD_REGION;
			if (cut && column != NULL && g_hash_table_size(column->seen) <= MOST_SLICE_VALUES && !is_listed(fields, field_name(c->field)))
				g_ptr_array_add(fields, (gpointer)(uintptr_t)field_name(c->field));
		}
		for (char **header = p->account->unread; header != NULL && *header != NULL && p->record == RECORD_CUSTOMERS; header++)
			for (guint k = 0; k < p->look->columns->len && others->len < MOST_OTHER_SLICES; k++) {
				const struct look_column *c = &g_array_index(p->look->columns, struct look_column, k);
				guint values = g_hash_table_size(c->seen);
				if (strcmp(c->header, *header) == 0 && values >= 2 && values <= 12 && !is_listed(others, *header))
					g_ptr_array_add(others, *header);
			}
	}
}

static void write_names(GString *out, const GPtrArray *names) {
	for (guint i = 0; i < names->len; i++) {
		if (i > 0)
			g_string_append(out, ", ");
		quote(out, g_ptr_array_index(names, i));
	}
}

static void write_slices(struct written *w, const GPtrArray *proposals) {
	g_autoptr(GPtrArray) fields = g_ptr_array_new(), others = g_ptr_array_new();
	find_slices(proposals, fields, others);
	if (fields->len > 0) {
		g_string_append(w->text, "slices = { by = [ ");
		write_names(w->text, fields);
		g_string_append(w->text, " ]; };   # figures are also given for each value of these\n");
	}
	if (others->len > 0) {
		g_string_append(w->text, "# Further columns of few values, to be named in slices = { by = [ … ]; }: ");
		write_names(w->text, others);
		g_string_append_c(w->text, '\n');
	}
}

/* ---- the client ---- */

/* How the file calls its customers: by e-mail, by a name, or by an id of its own. */
enum called { CALLED_NOTHING, CALLED_ID, CALLED_EMAIL, CALLED_NAME };
static enum called customers_called(const struct proposal *p) {
	for (guint i = 0; i < p->account->columns->len; i++) {
		const struct account_column *c = &g_array_index(p->account->columns, struct account_column, i);
		const struct look_column *column = column_of(p, c);
		if (c->field != FIELD_CUSTOMER_ID || column == NULL || column->values->len == 0)
			continue;
		if (strchr(g_ptr_array_index(column->values, 0), '@') != NULL)
			return CALLED_EMAIL;
		return format_is_name("customer_name client_name account_name company company_name", column->folded) ? CALLED_NAME : CALLED_ID;
	}
	return CALLED_NOTHING;
}

/* Files that call customers by e-mail or name where the customers export has ids beside these. */
static void write_match(struct written *w, const GPtrArray *proposals) {
	bool ids = false, has_email = false, has_name = false, by_email = false, by_name = false;
	for (guint i = 0; i < proposals->len; i++) {
		const struct proposal *p = g_ptr_array_index(proposals, i);
		enum called called = customers_called(p);
		bool customers = p->record == RECORD_CUSTOMERS;
		ids = ids || (customers && called == CALLED_ID);
		has_email = has_email || (customers && p->account->fields[FIELD_EMAIL]);
		has_name = has_name || (customers && p->account->fields[FIELD_NAME]);
		by_email = by_email || (!customers && called == CALLED_EMAIL);
		by_name = by_name || (!customers && called == CALLED_NAME);
	}
	bool email = ids && has_email && by_email, name = ids && has_name && by_name;
	if (email || name)
		g_string_append_printf(w->text, "    match = [ \"id\"%s%s ];   # some files call customers by these, and the customers export has them\n", email ? ", \"email\"" : "",
		                       name ? ", \"name\"" : "");
}

static void write_activity(struct written *w, const struct to_write *from) {
	const GPtrArray *proposals = from->proposals;
	bool terms = init_has(proposals, RECORD_SUBSCRIPTIONS) || init_has(proposals, RECORD_INVOICES);
	bool orders = init_has(proposals, RECORD_ORDERS), told = terms || orders, snapshot = false;
	for (guint i = 0; i < proposals->len; i++) {
		const struct proposal *p = g_ptr_array_index(proposals, i);
		bool customers = p->record == RECORD_CUSTOMERS;
		snapshot = snapshot || p->snapshot;
		told = told || p->snapshot || (customers && p->account->fields[FIELD_SIGNUP_DATE]);
	}
	if (snapshot) {
		ask(w, "AS_OF: put the day the export was taken in its place and take the # away; a snapshot has no date of its own");
		g_string_append(w->text, "    # as_of = \"AS_OF\";   # the day the export was taken, like 2026-10-31\n");
	}
	int32_t days;
	int months = trial_inactive_after(from->trial, &days);
	if (orders && months > 0)
		g_string_append_printf(w->text,
		                       "    %sinactive_after = %d;   # a customer is lost after so many months without an order: 90 %% of the gaps between a\n"
		                       "    # customer's orders are of %d days or fewer. With a smaller number more count as lost, and sooner.\n",
		                       terms ? "# " : "", months, (int)days);
	else if (orders && !terms)
		g_string_append(w->text, "    inactive_after = 12;   # no customer in the file ordered twice, so nothing tells this number: correct it\n");
	int32_t day;
	char text[11];
	if (trial_heap(from->trial, &day)) {
		day_print(day, text);
		g_string_append_printf(w->text,
		                       "    history_start = \"%s\";   # far more began in the month before than in those that follow: the records seem to begin\n"
		                       "    # there, and who was active then is taken for an existing customer, not a new one.\n",
		                       text);
	} else if (orders && !terms) {
		g_string_append(w->text, "    # history_start = \"2024-01-01\";   # the first of a month, where the file begins later than the business did\n");
	}
	if (!told)
		ask(w, "no file says who is a customer when: without an export of subscriptions, invoices or orders, or customers with signup_date, no report "
		       "can be made");
}

/* ---- exports ---- */

static void write_header(struct written *w, const struct proposal *p) {
	ask(w, "header: %s has no line of column names. Check the proposed names (customer_id, date and amount are needed; - is not read) and take "
	       "the # away", p->look->name);
	g_string_append(w->text, "        # header = [ ");
	for (size_t i = 0; i < p->look->n_columns; i++) {
		if (i > 0)
			g_string_append(w->text, ", ");
		quote(w->text, p->export->header[i][0] == '\0' ? "-" : p->export->header[i]);
	}
	g_string_append(w->text, " ];   # the columns in their order, by their values alone\n");
}

/* columns = { … }; or constants = { … }; */
static void write_pairs(struct written *w, const struct proposal *p, bool constants) {
	bool any = false;
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct guess *g = &p->guesses[f];
		const char *text = constants ? g->constant : g->column != 0 && g->named ? g_array_index(p->look->columns, struct look_column, g->column - 1).header : NULL;
		if (text == NULL)
			continue;
		const char *begins = any ? " " : constants ? "        constants = { " : "        columns = { ";
		g_string_append_printf(w->text, "%s%s = ", begins, field_name((enum field)f));
		quote(w->text, text);
		g_string_append_c(w->text, ';');
		any = true;
	}
	if (any)
		g_string_append(w->text, " };\n");
}

/* The first column that is not read otherwise and holds numbers up to 10; "" when there is none. */
static const char *score_of(const struct proposal *p) {
	for (char **header = p->account->unread; header != NULL && *header != NULL; header++)
		for (guint i = 0; i < p->look->columns->len; i++) {
			const struct look_column *c = &g_array_index(p->look->columns, struct look_column, i);
			bool small = strcmp(c->header, *header) == 0 && c->values->len > 0;
			for (guint k = 0; small && k < c->values->len; k++) {
				const char *value = g_ptr_array_index(c->values, k);
				small = strspn(value, "0123456789") == strlen(value) && g_ascii_strtoull(value, NULL, 10) <= 10;
			}
			if (small)
				return c->header;
		}
	return "";
}

static void write_question(struct written *w, const struct proposal *p) {
	const char *candidate = score_of(p);
	ask(w, "columns: %s does not tell which of its questions asks for the score. Name it, as nps, csat or ces, and take the # away", p->look->name);
	g_string_append(w->text, "        # columns = { nps = ");
	quote(w->text, candidate[0] != '\0' ? candidate : "the question");
	g_string_append(w->text, "; };\n");
}

static void write_file(struct written *w, const struct look *l) {
	g_autoptr(GString) pattern = g_string_new(NULL);
	/* A name with signs of a pattern has to be one that fits only itself. */
	bool escaped = strpbrk(l->file, "*?[") != NULL;
	for (const char *p = l->file; *p != '\0'; p++) {
		bool sign = escaped && strchr("*?[\\", *p) != NULL;
		g_string_append_printf(pattern, sign ? "\\%c" : "%c", *p);
	}
	g_string_append(w->text, "        file = ");
	quote(w->text, pattern->str);
	g_string_append(w->text, ";\n");
}

static void write_export(struct written *w, const struct proposal *p, bool last) {
	const struct look *l = p->look;
	g_string_append_printf(w->text, "      {\n        # %s: %s\n", l->name, l->format != NULL ? l->format : l->headless ? "columns by their values" : "columns by their names");
	g_string_append_printf(w->text, "        record = \"%s\";\n", record_name(p->record));
	write_file(w, l);
	if (strcmp(l->delimiter, "auto") != 0)
		g_string_append_printf(w->text, "        delimiter = \"%s\";\n", l->delimiter);
	if (l->headless)
		write_header(w, p);
	else if (p->ask_columns)
		write_question(w, p);
	else
		write_pairs(w, p, false);
	write_pairs(w, p, true);
	if (p->decimal != NULL)
		g_string_append_printf(w->text, "        decimal = \"%s\";\n", p->decimal);
	if (p->ask_dates) {
		ask(w, "dates: the file does not tell which part of its dates is the day. Write dmy or mdy and take the # away");
		g_string_append(w->text, "        # dates = \"dmy\";   # or \"mdy\"\n");
	}
	g_autoptr(GPtrArray) lines = proposal_lines(p);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(w->text, "        #   %s\n", (const char *)g_ptr_array_index(lines, i));
	g_string_append(w->text, last ? "      }\n" : "      },\n");
}

static bool is_proposed(const GPtrArray *proposals, const struct look *l) {
	for (guint i = 0; i < proposals->len; i++)
		if (((const struct proposal *)g_ptr_array_index(proposals, i))->look == l)
			return true;
	return false;
}

void init_write(struct written *w, const struct to_write *from) {
	*w = (struct written){.text = g_string_new("# Settings of a site, proposed by holdfast init from what stands in the files. Every guess says what it rests on: look through\n"
	                                           "# them once. `holdfast list settings` explains every setting, `holdfast list formats` every field.\n"),
	                      .asked = g_ptr_array_new_with_free_func(g_free)};
	write_currency(w, from);
	write_slices(w, from->proposals);
	g_string_append(w->text, "\nclients = (\n  {\n    id = ");
	quote(w->text, from->id);
	g_string_append(w->text, ";\n    name = ");
	quote(w->text, from->id);
	g_string_append(w->text, ";   # as people know the client\n");
	write_activity(w, from);
	write_match(w, from->proposals);
	g_string_append(w->text, "    exports = (\n");
	for (guint i = 0; i < from->proposals->len; i++)
		write_export(w, g_ptr_array_index(from->proposals, i), i + 1 == from->proposals->len);
	g_string_append(w->text, "    );\n  }\n);\n");
	for (guint i = 0; i < from->looks->len; i++) {
		const struct look *l = g_ptr_array_index(from->looks, i);
		if (!is_proposed(from->proposals, l))
			g_string_append_printf(w->text, "\n# Left out: %s fits no record; an export block with columns = { … } can say what it is.\n", l->name);
	}
	g_autoptr(GPtrArray) missing = missing_lines(from->proposals);
	g_string_append(w->text, missing->len > 0 ? "\n# Exports that are not there, and what each would add to the report:\n" : "");
	for (guint i = 0; i < missing->len; i++)
		g_string_append_printf(w->text, "#   %s\n", (const char *)g_ptr_array_index(missing, i));
}
