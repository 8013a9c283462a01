/* cmd/records: one line a record: the line of its row, then the fields that are not empty, in the order of ingest/fields.def. */
#include "cmd/records.h"
#include "base/month.h"
#include "cmd/command.h"
#include "cmd/reading.h"
#include "ingest/field.h"
#include "ingest/ingest.h"

#include <stdio.h>
#include <string.h>

static void print_text(const char *text) {
	g_autofree char *shown = terminal_text(text);
	printf("\"%s\"", shown);
}

static void print_day(int64_t day) {
	char text[11];
	day_print((int32_t)day, text);
	fputs(text, stdout);
}

/* x units of 10^-places, without zeros at the end of the decimals. */
static void print_decimal(int64_t x, int places) {
	g_autofree char *text = money_decimal(x, 1, places, places);
	size_t n = strlen(text);
	if (strchr(text, '.') != NULL)
		while (text[n - 1] == '0')
			n--;
	n -= n > 0 && text[n - 1] == '.';
	printf("%.*s", (int)n, text);
}

static void print_stamp(int64_t minutes) {
	int64_t day = stamp_day(minutes);
	int64_t rest = minutes - day * 1440;
	print_day(day);
	printf(" %02" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT, rest / 60, rest % 60);
}

static void print_value(enum field f, const struct cell *cell, int digits) {
	struct month month = {(int32_t)cell->i};
	switch (field_type(f)) {
	case TYPE_TEXT:
	case TYPE_ID: print_text(cell->text); break;
	case TYPE_DATE: print_day(cell->i); break;
	case TYPE_STAMP: print_stamp(cell->i); break;
	case TYPE_MONTH: printf("%04d-%02d", month_year(month), month_number(month)); break;
	case TYPE_AMOUNT: print_decimal(cell->i, digits); break;
	case TYPE_DECIMAL: print_decimal(cell->i, 6); break;
	case TYPE_RATE: print_decimal(cell->i, 9); break;
	case TYPE_BOOL: fputs(cell->i != 0 ? "yes" : "no", stdout); break;
	case TYPE_INTERVAL: printf("%" G_GINT64_FORMAT " months", cell->i); break;
	case TYPE_SCALE: printf("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, cell->i / 1000, cell->i % 1000); break;
	case TYPE_INT: printf("%" G_GINT64_FORMAT, cell->i); break;
	case TYPE_CURRENCY:
	case TYPE_SURVEY:
	case TYPE_PURPOSE:
	case TYPE_CATEGORY:
	case TYPE_KIND:
	case TYPE_OWNER:
	case TYPE_OPENER: fputs(cell->text, stdout); break;
	}
}

/* context: the client. */
static enum row_fate print_row(void *context, const struct row *row, struct account *a) {
	const struct client_conf *c = context;
	(void)a;
	struct currency currency = currency_equal(row->currency, CURRENCY_NONE) ? conf_currency(c) : row->currency;
	printf("  line %" G_GINT64_FORMAT ":", row->line);
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct cell *cell = &row->cells[f];
		if (cell->state == CELL_ABSENT || cell->state == CELL_EMPTY)
			continue;
		printf(" %s=", field_name((enum field)f));
		if (cell->state == CELL_TEXT_NOT_NUMBER)
			print_text(cell->text);
		else
			print_value((enum field)f, cell, currency_digits(currency));
	}
	for (size_t i = 0; i < row->n_slices; i++) {
		if (row->slices[i].state != CELL_GIVEN)
			continue;
		g_autofree char *name = terminal_text(conf_list(c, SETTING_SLICES_BY)[i]);
		printf(" [%s]=", name);
		print_text(row->slices[i].text);
	}
	putchar('\n');
	return ROW_USED;
}

/* "  stripe_payments: UTF-8 with BOM, cells parted by comma; 3 rows = 2 used + 1 refused + 0 duplicate; 1 line beside them". */
static void print_end(const struct account *a) {
	g_autofree char *sum = rows_text((struct rows_sum){a->rows, a->used, a->refused, a->duplicate});
	printf("  %s", a->format != NULL ? a->format : "no format");
	if (a->encoding != NULL && a->delimiter != NULL)
		printf(": %s, %s", a->encoding, a->delimiter);
	printf("; %s", sum);
	if (a->beside > 0)
		printf("; %" G_GINT64_FORMAT " beside them", a->beside);
	putchar('\n');
}

int records_print(const struct client_conf *c, struct diag *d) {
	int code = EXIT_FINE;
	for (guint i = 0; i < c->exports->len; i++) {
		const struct export *e = g_ptr_array_index(c->exports, i);
		g_autofree char *file = terminal_text(e->file);
		bool ok;
		printf("%s (%s)\n", file, e->record);
		g_autoptr(account) a = ingest_read(c, e, d, &ok, print_row, (void *)c);
		print_end(a);
		code = ok ? code : EXIT_DATA;
	}
	fflush(stdout);
	return code;
}
