/* ingest/csv: libcsv, fed a physical line at a time: so the line of every record is known, and a record whose quoting broke can be
 * left at the end of its first line. Only the cells of one record and one block of the text are held. */
#include "ingest/csv.h"

#include <csv.h>
#include <string.h>

#define BLOCK ((size_t)256 * 1024)
#define MOST_LOOKED_AT 100 /* records, for the delimiter */
#define N_CANDIDATES 4
static const char CANDIDATES[] = ",;\t|";

struct csv_reader {
	const struct bytes *source;
	char *failed;       /* owned; NULL: no fault so far */
	char delimiter;
	bool blanks;        /* runs of blanks and tabs part the cells */
	bool quoted;        /* with blanks: the next byte stands inside quotes */
	size_t cell_limit;

	char *buffer;       /* [BLOCK] */
	size_t length, pos; /* bytes in the buffer, and the next one to be read */
	int64_t base;       /* where the buffer stands in the file */
	bool at_end;        /* the buffer holds the end of the file */
	size_t newline;     /* the first LF at or after pos, length when there is none; only when newline_known */
	bool newline_known;
	int64_t line;       /* physical line of pos */
	bool inside_line;   /* the last piece did not end its line */

	struct csv_parser parser;
	GString *bytes;     /* the cells of the record, each with a NUL */
	GArray *cells;      /* of struct table_span */
	size_t n;           /* cells of the record so far, kept or not */
	bool ended;         /* the parser has seen the record's end */
	struct table_row record;
	int64_t from, to;   /* where the record begins and ends in the text */
	bool seen_quote;
	int64_t resume, resume_line; /* first line end after the record's beginning; -1: not seen yet */
};

/* Fills the buffer from the next byte to be read on. */
static bool fill(struct csv_reader *r) {
	r->base += (int64_t)r->pos;
	r->pos = r->length = 0;
	r->at_end = r->newline_known = false;
	int64_t n = bytes_read(r->source, r->buffer, BLOCK, r->base, &r->failed);
	if (n < 0)
		return false;
	r->length = (size_t)n;
	r->at_end = r->length < BLOCK;
	return true;
}

static void seek(struct csv_reader *r, int64_t offset, int64_t line) {
	r->newline_known = r->inside_line = false;
	r->line = line;
	if (offset >= r->base && offset <= r->base + (int64_t)r->length) {
		r->pos = (size_t)(offset - r->base);
		return;
	}
	r->base = offset;
	r->pos = r->length = 0;
	r->at_end = false;
}

/* Where the line of pos ends in the buffer, behind its CR, LF or CRLF; 0: the buffer does not hold its end. */
static size_t line_end(struct csv_reader *r) {
	const char *start = r->buffer + r->pos;
	if (!r->newline_known || r->newline < r->pos) {
		const char *lf = memchr(start, '\n', r->length - r->pos);
		r->newline = lf == NULL ? r->length : (size_t)(lf - r->buffer);
		r->newline_known = true;
	}
	const char *cr = memchr(start, '\r', r->newline - r->pos);
	if (cr != NULL) {
		size_t behind = (size_t)(cr - r->buffer) + 1;
		if (behind < r->length)
			return r->buffer[behind] == '\n' ? behind + 1 : behind;
		return r->at_end ? behind : 0;
	}
	return r->newline < r->length ? r->newline + 1 : 0;
}

/* The next piece: the rest of a line with its end, or a block's worth of it. Length 0 at the end of the file. */
static bool next_piece(struct csv_reader *r, size_t *length, bool *ends) {
	size_t end = line_end(r);
	if (end == 0 && !r->at_end && (r->pos > 0 || r->length < BLOCK)) {
		if (!fill(r))
			return false;
		end = line_end(r);
	}
	*ends = end != 0;
	if (end == 0) {
		end = r->length;
		/* A CR at the end of a full buffer may be half of a CRLF: it waits for the next block. */
		if (!r->at_end && end > r->pos + 1 && r->buffer[end - 1] == '\r')
			end--;
	}
	*length = end - r->pos;
	return true;
}

static void consume(struct csv_reader *r, size_t length, bool ends) {
	r->pos += length;
	r->inside_line = !ends;
	if (!ends)
		return;
	r->line++;
	if (r->resume < 0) {
		r->resume = r->base + (int64_t)r->pos;
		r->resume_line = r->line;
	}
}

static void fault(struct csv_reader *r, enum table_fault f) {
	if (r->record.fault != TABLE_FAULT_NONE)
		return;
	r->record.fault = f;
	r->record.fault_column = r->n + 1;
}

static void on_cell(void *bytes, size_t length, void *context) {
	struct csv_reader *r = context;
	/* Between two blanks of a run libcsv sees an empty cell; one in quotes is not NULL. */
	if (r->blanks && bytes == NULL)
		return;
	if (length > r->cell_limit)
		fault(r, TABLE_FAULT_CELL);
	else if (r->bytes->len + length > r->cell_limit * TABLE_CELLS_A_ROW)
		fault(r, TABLE_FAULT_ROW);
	else if (r->n >= TABLE_MOST_COLUMNS)
		fault(r, TABLE_FAULT_COLUMNS);
	if (r->record.fault == TABLE_FAULT_NONE) {
		struct table_span cell = {r->bytes->len, length};
		if (length > 0)
			g_string_append_len(r->bytes, bytes, (gssize)length);
		g_string_append_c(r->bytes, '\0');
		g_array_append_val(r->cells, cell);
	}
	r->n++;
}

static void on_record(int end, void *context) {
	(void)end;
	((struct csv_reader *)context)->ended = true;
}

static void parser_start(struct csv_reader *r) {
	r->quoted = false;
	if (csv_init(&r->parser, (unsigned char)(CSV_STRICT | CSV_STRICT_FINI | (r->blanks ? CSV_EMPTY_IS_NULL : 0))) != 0)
		g_error("libcsv cannot be set up");
	csv_set_delim(&r->parser, (unsigned char)r->delimiter);
	csv_set_blk_size(&r->parser, 4096);
}

/* A cell past the limit is of no use, but where it ends is: what libcsv has buffered of it is dropped, all but the blanks and
 * the quote that it would take back at the cell's end. */
static void drop_large_cell(struct csv_reader *r) {
	struct csv_parser *p = &r->parser;
	if (p->entry_pos <= r->cell_limit)
		return;
	fault(r, TABLE_FAULT_CELL);
	p->spaces = MIN(p->spaces, 1);
	p->entry_pos = p->spaces + 1;
}

/* Goes back to the first line end after the record's beginning and starts afresh there. */
static bool resume(struct csv_reader *r) {
	csv_free(&r->parser);
	parser_start(r);
	while (r->resume < 0) {
		size_t length;
		bool ends;
		if (!next_piece(r, &length, &ends))
			return false;
		if (length == 0)
			return true;
		consume(r, length, ends);
	}
	seek(r, r->resume, r->resume_line);
	return true;
}

static bool broken(struct csv_reader *r, struct table_row *out) {
	if (r->record.fault == TABLE_FAULT_NONE)
		r->record.fault_column = r->n + 1;
	r->record.fault = TABLE_FAULT_QUOTE;
	r->record.end_line = r->record.line;
	if (!resume(r))
		return false;
	r->to = r->resume;
	r->record.n = 0;
	*out = r->record;
	return true;
}

static bool finished(struct csv_reader *r, int64_t end_line, struct table_row *out) {
	r->to = r->base + (int64_t)r->pos;
	r->record.end_line = end_line;
	r->record.n = r->n;
	r->record.cells = (const struct table_span *)(const void *)r->cells->data;
	r->record.bytes = r->bytes->str;
	*out = r->record;
	return true;
}

/* Whether the parser stands inside a record: something of it was read, and the file goes on with it. */
static bool inside_record(const struct csv_reader *r) {
	return r->n > 0 || r->parser.quoted || r->inside_line;
}

static void record_start(struct csv_reader *r) {
	r->record = (struct table_row){.line = r->line};
	r->from = r->base + (int64_t)r->pos;
	r->resume = -1;
}

/* Makes the tabs outside quotes of the next piece blanks: libcsv knows one delimiter. */
static void level_blanks(struct csv_reader *r, size_t length) {
	char *piece = r->buffer + r->pos;
	for (size_t i = 0; i < length; i++) {
		if (piece[i] == '"')
			r->quoted = !r->quoted;
		else if (piece[i] == '\t' && !r->quoted)
			piece[i] = ' ';
	}
}

/* Whether the record that ended holds nothing: a line of blanks. */
static bool is_blank(const struct csv_reader *r) {
	return r->blanks && r->n == 0 && r->record.fault == TABLE_FAULT_NONE;
}

bool csv_reader_next(struct csv_reader *r, struct table_row *out) {
	g_string_truncate(r->bytes, 0);
	g_array_set_size(r->cells, 0);
	r->n = 0;
	r->ended = false;
	record_start(r);
	for (;;) {
		size_t length;
		bool ends;
		if (r->failed != NULL || !next_piece(r, &length, &ends))
			return false;
		if (!inside_record(r))
			record_start(r);
		if (length == 0) {
			if (csv_fini(&r->parser, on_cell, on_record, r) != 0)
				return broken(r, out);
			/* A last line without an end is left, one with an end was counted already. */
			return r->ended && !is_blank(r) && finished(r, r->inside_line ? r->line : r->line - 1, out);
		}
		if (!r->seen_quote)
			r->seen_quote = memchr(r->buffer + r->pos, '"', length) != NULL;
		if (r->blanks)
			level_blanks(r, length);
		size_t used = csv_parse(&r->parser, r->buffer + r->pos, length, on_cell, on_record, r);
		if (used < length) {
			if (csv_error(&r->parser) != CSV_EPARSE)
				g_error("libcsv: %s", csv_strerror(csv_error(&r->parser)));
			return broken(r, out);
		}
		drop_large_cell(r);
		int64_t line = r->line;
		consume(r, length, ends);
		if (r->ended && !is_blank(r))
			return finished(r, line, out);
		r->ended = false;
	}
}

/* How often each candidate stands outside quotes in the record that begins at *at; *at moves behind it, blank lines skipped. */
static void count_delimiters(const struct csv_reader *r, size_t *at, const char *candidates, size_t count[static N_CANDIDATES]) {
	bool quoted = false;
	size_t i = *at;
	while (i < r->length && (r->buffer[i] == '\n' || r->buffer[i] == '\r'))
		i++;
	for (; i < r->length; i++) {
		char c = r->buffer[i];
		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		const char *hit = quoted || c == '\0' ? NULL : strchr(candidates, c);
		if (hit != NULL)
			count[hit - candidates]++;
	}
	*at = i;
}

/* The candidate a record has most of; of several with as many, the one the next record has as often. */
static size_t most_of(const size_t count[static N_CANDIDATES], const size_t next[static N_CANDIDATES]) {
	size_t best = 0;
	for (size_t i = 1; i < N_CANDIDATES; i++)
		if (count[i] > count[best] || (count[i] == count[best] && next[i] == count[i] && next[best] != count[best]))
			best = i;
	return best;
}

/* The candidate the first record with any has most of, when the next has as many: these are names and a row. Where lines of prose with some stand above,
 * the one that two records below each other have most of, as often in both; else the one any record has most of. */
static char detect_delimiter(const struct csv_reader *r) {
	size_t here[N_CANDIDATES] = {0}, most = 0, any = 0, best = 0, most_frequent = 0;
	size_t at = r->pos;
	count_delimiters(r, &at, CANDIDATES, here);
	for (int i = 0; i < MOST_LOOKED_AT && at < r->length; i++) {
		size_t next[N_CANDIDATES] = {0};
		count_delimiters(r, &at, CANDIDATES, next);
		size_t found = most_of(here, next);
		if (here[found] > 0 && here[found] == next[found] && any == 0)
			return CANDIDATES[found];
		if (here[found] > most && here[found] == next[found]) {
			most = here[found];
			best = found;
		}
		if (here[found] > any) {
			any = here[found];
			most_frequent = found;
		}
		memcpy(here, next, sizeof here);
	}
	size_t last = most_of(here, here);
	if (here[last] > any)
		most_frequent = last;
	return CANDIDATES[most > 0 ? best : most_frequent];
}

void csv_reader_rewind(struct csv_reader *r) {
	csv_free(&r->parser);
	parser_start(r);
	seek(r, r->source->start, 1);
}

/* Reads the first block and finds the delimiter. */
static bool begin(struct csv_reader *r, const char *delimiter, struct where where, struct diag *d) {
	if (!fill(r)) {
		diag_report(d, DIAG_FILE_READ, where, r->failed, NULL);
		return false;
	}
	if (r->length == 0) {
		diag_report(d, DIAG_FILE_EMPTY, where, NULL);
		return false;
	}
	bool automatic = strcmp(delimiter, "auto") == 0;
	r->blanks = strcmp(delimiter, "blanks") == 0;
	g_assert(automatic || r->blanks || (strlen(delimiter) == 1 && strchr("\"\r\n", delimiter[0]) == NULL));
	r->delimiter = automatic ? detect_delimiter(r) : r->blanks ? ' ' : delimiter[0];
	return true;
}

struct csv_reader *csv_reader_new(const struct bytes *b, const char *name, const char *delimiter, size_t cell_limit, struct diag *d) {
	g_autoptr(csv_reader) r = g_new0(struct csv_reader, 1);
	r->source = b;
	r->base = b->start;
	r->buffer = g_malloc(BLOCK);
	r->bytes = g_string_new(NULL);
	r->cells = g_array_new(FALSE, FALSE, sizeof(struct table_span));
	r->cell_limit = cell_limit;
	r->line = 1;
	r->resume = -1;
	if (!begin(r, delimiter, (struct where){.file = name}, d))
		return NULL;
	parser_start(r);
	return g_steal_pointer(&r);
}

void csv_reader_free(struct csv_reader *r) {
	if (r == NULL)
		return;
	csv_free(&r->parser);
	g_array_unref(r->cells);
	g_string_free(r->bytes, TRUE);
	g_free(r->buffer);
	g_free(r->failed);
	g_free(r);
}

const char *csv_reader_failed(const struct csv_reader *r) {
	return r->failed;
}

bool csv_reader_quoted(const struct csv_reader *r) {
	return r->seen_quote;
}

size_t csv_reader_raw(const struct csv_reader *r, char *into, size_t n) {
	g_autofree char *error = NULL;
	/* A record that broke on a last line without an end goes on to the end of the text. */
	int64_t size = r->to > r->from ? r->to - r->from : INT64_MAX;
	int64_t got = bytes_read(r->source, into, (size_t)MIN(size, (int64_t)n), r->from, &error);
	while (got > 0 && got < (int64_t)n && (into[got - 1] == '\n' || into[got - 1] == '\r'))
		got--;
	return got < 0 ? 0 : (size_t)got;
}

const char *csv_reader_delimiter(const struct csv_reader *r) {
	if (r->blanks)
		return "blanks";
	switch (r->delimiter) {
	case ',': return "comma";
	case ';': return "semicolon";
	case '\t': return "tab";
	case '|': return "pipe";
	default: return "other";
	}
}
