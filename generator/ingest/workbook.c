/* ingest/workbook: a sheet is read a row at a time; first once for how wide it is. */
#include "ingest/workbook.h"
#include "base/date.h"
#include "ingest/marks.h"
#include "ingest/parts.h"

#include <math.h>
#include <string.h>

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_BOOL, CELL_OTHER };

struct workbook {
	struct parts parts;
	struct part part;
	struct marks marks;
	int64_t most;
	size_t cell_limit;
	size_t width;      /* cells of every row */
	int64_t row;       /* as Excel counts */
	int64_t made;      /* cells of all rows so far */
	char *failed;      /* owned; NULL: no fault so far */
	GString *bytes;
	GArray *cells;     /* of struct table_span */
	GString *text;     /* of the cell at hand */
	enum table_fault fault;
	size_t fault_column;
};

static bool restart(struct workbook *w) {
	marks_clear(&w->marks);
	part_close(&w->part);
	w->row = w->made = 0;
	w->parts.left = w->most;
	if (!part_open(&w->part, &w->parts, w->parts.sheet_path)) {
		if (w->failed == NULL)
			w->failed = g_strdup(w->parts.failed != NULL ? w->parts.failed : "it lacks the part of its sheet");
		return false;
	}
	return marks_init(&w->marks, part_read, &w->part);
}

/* The column of a reference such as "BC12", from 1, no more than a bit past the most there may be; 0: it is none. */
static size_t column_of(const char *reference) {
	size_t n = 0;
	const char *p = reference;
	for (; *p >= 'A' && *p <= 'Z'; p++)
		n = MIN(n * 26 + (size_t)(*p - 'A') + 1, TABLE_MOST_COLUMNS * 2);
	return g_ascii_isdigit(*p) ? n : 0;
}

/* A fault of the workbook itself at the row at hand; only the first is told. */
static void refuse(struct workbook *w, const char *what) {
	if (w->failed == NULL)
		w->failed = g_strdup_printf("row %" G_GINT64_FORMAT " %s", w->row, what);
}

/* ---- values ---- */

/* Days and a part of a day as Excel counts them: 1 is 1900-01-01, and it takes 1900 for a leap year. False past the year 9999. */
static bool date_text(const struct workbook *w, double serial, GString *out) {
	if (!(serial >= 0 && serial < 2958466))
		return false;
	double days = floor(serial);
	int64_t seconds = llround((serial - days) * 86400);
	if (seconds >= 86400) {
		days++;
		seconds -= 86400;
	}
	int32_t day = (int32_t)days + (w->parts.from_1904 ? day_of(1904, 1, 1) : day_of(1899, 12, 30) + (days < 60));
	if (day > day_of(9999, 12, 31))
		return false;
	char text[11];
	day_print(day, text);
	g_string_assign(out, text);
	if (seconds > 0)
		g_string_append_printf(out, " %02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
	return true;
}

/* A number is kept as a double: 15 digits of it are what was typed. */
static void number_text(const struct workbook *w, bool dated, GString *text) {
	char *end = NULL;
	double x = g_ascii_strtod(text->str, &end);
	if (text->len == 0 || *end != '\0' || !isfinite(x) || (dated && date_text(w, x, text)))
		return;
	char number[G_ASCII_DTOSTR_BUF_SIZE];
	bool whole = x == floor(x) && fabs(x) < 1e15;
	g_string_assign(text, g_ascii_formatd(number, sizeof number, whole ? "%.0f" : "%.15g", x));
}

static void value_text(struct workbook *w, enum cell_type type, bool dated, GString *text) {
	switch (type) {
	case CELL_NUMBER: number_text(w, dated, text); break;
	case CELL_SHARED: {
		g_autofree char *said = g_strdup(text->str);
		char *end = said;
		guint64 at = g_ascii_strtoull(said, &end, 10);
		if (said[0] != '\0' && (*end != '\0' || !texts_get(&w->parts.texts, at, text)))
			refuse(w, w->parts.texts.failed == NULL ? "names a text the workbook does not have" : w->parts.texts.failed);
		break;
	}
	case CELL_BOOL: g_string_assign(text, strcmp(text->str, "1") == 0 ? "true" : "false"); break;
	case CELL_INLINE:
	case CELL_OTHER: break;
	}
}

/* ---- rows ---- */

static void fault(struct workbook *w, enum table_fault f, size_t column) {
	if (w->fault != TABLE_FAULT_NONE)
		return;
	w->fault = f;
	w->fault_column = column;
}

/* Cells that are not in the file are empty: each is a NUL. */
static void fill_up(struct workbook *w, size_t n) {
	while (w->cells->len < n) {
		struct table_span empty = {w->bytes->len, 0};
		g_string_append_c(w->bytes, '\0');
		g_array_append_val(w->cells, empty);
	}
}

static void put_cell(struct workbook *w, size_t column) {
	if (w->text->len > w->cell_limit)
		fault(w, TABLE_FAULT_CELL, column);
	else if (w->bytes->len + w->text->len > w->cell_limit * TABLE_CELLS_A_ROW)
		fault(w, TABLE_FAULT_ROW, column);
	else if (column > TABLE_MOST_COLUMNS)
		fault(w, TABLE_FAULT_COLUMNS, column);
	if (w->fault != TABLE_FAULT_NONE)
		return;
	if (column <= w->cells->len) {
		refuse(w, column == 0 ? "has a cell whose place cannot be read" : "has cells out of order, or two in one place");
		return;
	}
	fill_up(w, column - 1);
	struct table_span cell = {w->bytes->len, w->text->len};
	g_string_append_len(w->bytes, w->text->str, (gssize)w->text->len);
	g_string_append_c(w->bytes, '\0');
	g_array_append_val(w->cells, cell);
}

static enum cell_type type_of(const char *t) {
	static const struct {
		const char *name;
		enum cell_type type;
	} TYPES[] = {{"n", CELL_NUMBER}, {"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"b", CELL_BOOL}};
	if (t == NULL)
		return CELL_NUMBER;
	for (size_t i = 0; i < G_N_ELEMENTS(TYPES); i++)
		if (strcmp(t, TYPES[i].name) == 0)
			return TYPES[i].type;
	return CELL_OTHER;
}

/* Reads the cell that was opened into w->text. */
static void read_cell(struct workbook *w) {
	g_autofree char *t = marks_attribute(&w->marks, "t");
	g_autofree char *s = marks_attribute(&w->marks, "s");
	enum cell_type type = type_of(t);
	guint64 style = s == NULL ? 0 : g_ascii_strtoull(s, NULL, 10);
	bool dated = style < w->parts.dated->len && w->parts.dated->data[style] != 0;
	bool spoken = false, taking = false;
	enum marks_node node;
	int depth = marks_depth(&w->marks);
	g_string_truncate(w->text, 0);
	if (marks_is_empty(&w->marks))
		return;
	while ((node = marks_next(&w->marks)) != MARKS_END && !(node == MARKS_CLOSE && marks_depth(&w->marks) == depth)) {
		const char *name = marks_name(&w->marks);
		bool open = node == MARKS_OPEN && !marks_is_empty(&w->marks);
		if ((node == MARKS_OPEN || node == MARKS_CLOSE) && strcmp(name, "rPh") == 0)
			spoken = open;
		if ((node == MARKS_OPEN || node == MARKS_CLOSE) && (strcmp(name, "v") == 0 || strcmp(name, "t") == 0))
			taking = open;
		if (node == MARKS_TEXT && taking && !spoken && w->text->len <= w->cell_limit)
			g_string_append(w->text, marks_text(&w->marks));
	}
	value_text(w, type, dated, w->text);
}

static void row_begin(struct workbook *w) {
	g_autofree char *r = marks_attribute(&w->marks, "r");
	gint64 said = r == NULL ? 0 : g_ascii_strtoll(r, NULL, 10);
	if (r != NULL && said <= w->row)
		refuse(w, "is followed by one of the same number or a lower one");
	w->row = said > w->row ? said : w->row + 1;
	g_string_truncate(w->bytes, 0);
	g_array_set_size(w->cells, 0);
	w->fault = TABLE_FAULT_NONE;
}

/* The next row that is in the file, also an empty one. False at the end. */
static bool read_row(struct workbook *w) {
	enum marks_node node;
	bool inside = false;
	while (w->failed == NULL && (node = marks_next(&w->marks)) != MARKS_END) {
		const char *name = marks_name(&w->marks);
		if (node == MARKS_OPEN && strcmp(name, "row") == 0) {
			row_begin(w);
			if (marks_is_empty(&w->marks))
				return true;
			inside = true;
		} else if (node == MARKS_OPEN && inside && strcmp(name, "c") == 0) {
			g_autofree char *reference = marks_attribute(&w->marks, "r");
			size_t column = reference == NULL ? w->cells->len + 1 : column_of(reference);
			read_cell(w);
			if (w->text->len > 0)
				put_cell(w, column);
		} else if (node == MARKS_CLOSE && strcmp(name, "row") == 0) {
			return true;
		}
	}
	return false;
}

bool workbook_next(struct workbook *w, struct table_row *out) {
	if (w->failed != NULL)
		return false;
	do {
		if (!read_row(w) || w->failed != NULL)
			return false;
	} while (w->cells->len == 0 && w->fault == TABLE_FAULT_NONE);
	w->made += (int64_t)w->width;
	if (table_is_hollow(w->made, w->part.unpacked)) {
		refuse(w, "and those above hold next to none of their many columns");
		return false;
	}
	fill_up(w, w->width);
	*out = (struct table_row){.line = w->row, .end_line = w->row, .fault = w->fault, .fault_column = w->fault_column, .n = w->cells->len,
	                          .cells = (const struct table_span *)(const void *)w->cells->data, .bytes = w->bytes->str};
	return true;
}

const char *workbook_failed(const struct workbook *w) {
	return w->failed != NULL ? w->failed : w->marks.failed;
}

bool workbook_rewind(struct workbook *w) {
	return restart(w);
}

const char *workbook_sheet(const struct workbook *w) {
	return w->parts.sheet_name;
}

static bool measure(struct workbook *w) {
	if (!restart(w))
		return false;
	while (read_row(w))
		w->width = MAX(w->width, w->cells->len);
	return workbook_failed(w) == NULL && restart(w);
}

struct workbook *workbook_new(const struct bytes *b, const char *name, const char *sheet, size_t cell_limit, int64_t most, struct diag *d) {
	g_autoptr(workbook) w = g_new0(struct workbook, 1);
	w->cell_limit = cell_limit;
	w->most = most;
	w->bytes = g_string_new(NULL);
	w->text = g_string_new(NULL);
	w->cells = g_array_new(FALSE, FALSE, sizeof(struct table_span));
	bool fine = parts_open(&w->parts, b, sheet, cell_limit, most) && measure(w);
	if (fine && w->width > 0)
		return g_steal_pointer(&w);
	const char *why = w->parts.failed != NULL ? w->parts.failed : workbook_failed(w);
	diag_report(d, why != NULL ? DIAG_WORKBOOK_BROKEN : DIAG_FILE_EMPTY, (struct where){.file = name}, why, NULL);
	return NULL;
}

void workbook_free(struct workbook *w) {
	if (w == NULL)
		return;
	marks_clear(&w->marks);
	part_close(&w->part);
	parts_clear(&w->parts);
	g_string_free(w->bytes, TRUE);
	g_string_free(w->text, TRUE);
	g_array_unref(w->cells);
	g_free(w->failed);
	g_free(w);
}
