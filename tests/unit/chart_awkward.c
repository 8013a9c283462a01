/* Tests of all chart kinds on awkward data: the twelve awkward series at three widths, plain and with every decoration. For each drawing: all
 * coordinates are finite, every mark (text by its estimated width) lies inside the view box, no text stands on another, and what is left out is said.
 * The boxes are worked out here from the contract in chart/chart.h, not asked of the program. */
#include "chart/chart.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#define MOST 240
#define MOST_SERIES 8
#define CELLS (60 * 60)

static const double widths[] = {CHART_PHONE, CHART_HALF, CHART_FULL};
static const char *const kinds[] = {"line", "bar", "stack", "waterfall", "heat", "step", "spark"};

struct box {
	double left, top, right, bottom;
};

static bool class_has(const char *cls, const char *word) {
	g_auto(GStrv) words_of = g_strsplit(cls, " ", -1);
	return g_strv_contains((const gchar *const *)words_of, word);
}

static struct box text_box(const struct mark *m) {
	double size = class_has(m->cls, "tick") || class_has(m->cls, "cell") ? 12 : 13;
	double width = (double)text_width(m->text) * size / 100;
	double before = strcmp(m->anchor, "start") == 0 ? 0 : strcmp(m->anchor, "end") == 0 ? width : width / 2;
	/* digits and capitals stand about 0.75 em over the baseline */
	return (struct box){m->x - before, m->y - .75 * size, m->x - before + width, m->y + 1};
}

static struct box path_box(const char *data) {
	struct box b = {INFINITY, INFINITY, -INFINITY, -INFINITY};
	assert_true(*data == 'M');
	while (*data) {
		assert_true(*data == 'M' || *data == 'L');
		char *end;
		double x = g_ascii_strtod(data + 1, &end);
		assert_true(*end == ' ');
		char *after;
		double y = g_ascii_strtod(end + 1, &after);
		assert_true(after > end + 1);
		b = (struct box){MIN(b.left, x), MIN(b.top, y), MAX(b.right, x), MAX(b.bottom, y)};
		data = after;
	}
	return b;
}

static struct box mark_box(const struct mark *m) {
	switch (m->kind) {
	case MARK_LINE: return (struct box){MIN(m->x, m->x2), MIN(m->y, m->y2), MAX(m->x, m->x2), MAX(m->y, m->y2)};
	case MARK_RECT: assert_true(m->x2 >= 0 && m->y2 >= 0); return (struct box){m->x, m->y, m->x + m->x2, m->y + m->y2};
	case MARK_CIRCLE: return (struct box){m->x - m->x2, m->y - m->x2, m->x + m->x2, m->y + m->x2};
	case MARK_PATH: return path_box(m->text);
	case MARK_TEXT: break;
	}
	assert_true(m->text && *m->text && g_utf8_validate(m->text, -1, NULL));
	return text_box(m);
}

static void say_where(const struct chart *c, double width, const struct mark *m, const char *what) {
	print_error("%s at %g, %s: %s (%s) %s at %g %g %g %g\n", c->kind, width, c->id, what, m->cls, m->text ? m->text : "", m->x, m->y, m->x2, m->y2);
}

static void check_inside(const struct chart *c, const struct drawing *d) {
	const double slack = .11; /* coordinates have one decimal */
	for (guint i = 0; i < d->marks->len; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		struct box b = mark_box(m);
		bool finite = isfinite(b.left) && isfinite(b.top) && isfinite(b.right) && isfinite(b.bottom);
		bool inside = b.left >= -slack && b.top >= -slack && b.right <= d->width + slack && b.bottom <= d->height + slack;
		if (!finite || !inside)
			say_where(c, d->width, m, finite ? "outside of the view box" : "not finite");
		assert_true(finite && inside);
	}
}

/* No two texts share ground. Numbers in cells are left out: their cells are apart, and they are many. */
static void check_apart(const struct chart *c, const struct drawing *d) {
	g_autoptr(GPtrArray) texts = g_ptr_array_new();
	for (guint i = 0; i < d->marks->len; i++) {
		struct mark *m = g_ptr_array_index(d->marks, i);
		if (m->kind == MARK_TEXT && !class_has(m->cls, "cell"))
			g_ptr_array_add(texts, m);
	}
	for (guint i = 0; i < texts->len; i++)
		for (guint j = 0; j < i; j++) {
			const struct mark *m = g_ptr_array_index(texts, i);
			const struct mark *o = g_ptr_array_index(texts, j);
			struct box a = text_box(m);
			struct box b = text_box(o);
			bool apart = a.left >= b.right - .3 || b.left >= a.right - .3 || a.top >= b.bottom - .3 || b.top >= a.bottom - .3;
			if (!apart) {
				say_where(c, d->width, m, "text on text");
				say_where(c, d->width, o, "the other");
			}
			assert_true(apart);
		}
}

static void check(const struct chart *c) {
	for (size_t w = 0; w < G_N_ELEMENTS(widths); w++) {
		g_autoptr(drawing) d = chart_draw(c, widths[w]);
		assert_true(isfinite(d->height) && d->height > 0);
		assert_true(d->desc && g_utf8_validate(d->desc, -1, NULL));
		assert_int_equal(d->left_out, c->n_series > CHART_SERIES ? c->n_series - CHART_SERIES : 0);
		check_inside(c, d);
		check_apart(c, d);
	}
	g_autoptr(chart_table) t = chart_table_of(c);
	assert_int_equal(g_strv_length(t->head), c->cells ? c->n + 1 : c->n_series + 1);
	assert_int_equal(t->rows->len, c->cells ? c->n_rows : c->n);
	for (guint i = 0; i < t->rows->len; i++) {
		const struct drawing_row *r = g_ptr_array_index(t->rows, i);
		assert_int_equal(g_strv_length(r->cells), c->cells ? c->n : c->n_series);
	}
}

/* One awkward chart: its data, positions and series. */
struct awkward {
	const char *name;
	size_t n, series;
	double (*value)(size_t i, size_t k);
	bool long_labels;
};

static double wave(size_t i, size_t k) {
	return 40 + 10 * (double)k + 25 * sin((double)i / 3 + (double)k);
}
static double ordinary(size_t i, size_t k) {
	return i == 0 ? 37 : wave(i, k);
}
static double equal(size_t i, size_t k) {
	(void)i, (void)k;
	return 42;
}
static double zero(size_t i, size_t k) {
	(void)i, (void)k;
	return 0;
}
static double negative(size_t i, size_t k) {
	return -wave(i, k) - 100;
}
static double mixed(size_t i, size_t k) {
	return wave(i, k) * (i % 2 ? -1 : 1);
}
static double outlier(size_t i, size_t k) {
	return i == 5 ? 1e12 : wave(i, k);
}
static double monstrous(size_t i, size_t k) {
	return i == 5 ? -1.7e308 : i == 6 ? 1.7e308 : wave(i, k);
}
static double missing(size_t i, size_t k) {
	(void)i, (void)k;
	return NAN;
}
static double gap(size_t i, size_t k) {
	return (i >= 4 && i <= 6) || i == 8 || i == 11 ? NAN : wave(i, k);
}
static double infinite(size_t i, size_t k) {
	return i % 3 == 0 ? INFINITY : wave(i, k);
}
static double small(size_t i, size_t k) {
	return 1e-9 * wave(i, k);
}

static const struct awkward cases[] = {
	{"empty", 0, 1, ordinary, false},
	{"no series", 12, 0, ordinary, false},
	{"one point", 1, 1, ordinary, false},
	{"all equal", 12, 1, equal, false},
	{"all zero", 12, 1, zero, false},
	{"negative", 12, 2, negative, false},
	{"both signs", 12, 3, mixed, false},
	{"one huge outlier", 12, 1, outlier, false},
	{"one huge outlier among six", 12, 6, outlier, false},
	{"the ends of double", 12, 2, monstrous, false},
	{"all missing", 12, 1, missing, false},
	{"a gap", 12, 1, gap, false},
	{"gaps in three", 13, 3, gap, false},
	{"infinities", 12, 1, infinite, false},
	{"two months", 2, 2, ordinary, false},
	{"thirty months", 30, 1, ordinary, false},
	{"240 months", 240, 1, ordinary, false},
	{"240 months of six", 240, 6, ordinary, false},
	{"six series", 24, 6, ordinary, false},
	{"eight series", 24, 8, ordinary, false},
	{"long labels", 7, 3, ordinary, true},
	{"long labels of many", 50, 1, mixed, true},
	{"hardly anything", 12, 1, small, false},
};

/* Storage for one chart: a chart borrows all of it. */
struct built {
	struct chart chart;
	double y[MOST_SERIES][MOST], lo[MOST_SERIES][MOST], hi[MOST_SERIES][MOST];
	struct series series[MOST_SERIES];
	struct month months[MOST];
	char labels[MOST][160];
	const char *label[MOST], *row_label[CELLS];
	double at[MOST], risk[MOST];
	bool listed[MOST];
	bool partial[MOST], total[MOST], cell_partial[CELLS];
	double cells[CELLS];
};

static const char *const series_names[MOST_SERIES] = {
	"Promoters", "Paid social", "来自客户推荐的新客户和回流客户", "Search", "Partner agencies and resellers of the northern region", "Events",
	"Seventh",   "Eighth"};
static const struct guide guides[] = {{"target 40", 40, 40}, {"a benchmark of the whole industry by a published survey", 20, 30}};
static const struct note notes[] = {
	{"24-hour replies missed", 0}, {"price rise of the annual plans, announced a month before", 1}, {"out of range", 9999}};

static void fill_series(struct built *b, const struct awkward *a) {
	for (size_t k = 0; k < a->series; k++) {
		for (size_t i = 0; i < a->n; i++) {
			b->y[k][i] = a->value(i, k);
			b->lo[k][i] = b->y[k][i] - 7;
			b->hi[k][i] = b->y[k][i] + 7;
		}
		b->series[k] = (struct series){.name = series_names[k], .y = b->y[k]};
	}
}

static void fill_positions(struct built *b, const struct awkward *a) {
	for (size_t i = 0; i < a->n; i++) {
		b->months[i] = month_plus(month_of(2006, 5), (int)i);
		if (a->long_labels)
			g_snprintf(b->labels[i], sizeof b->labels[i], "%zu Partner agencies and resellers 北部地区的合作伙伴代理商和经销商", i);
		else
			g_snprintf(b->labels[i], sizeof b->labels[i], "step %zu", i);
		b->label[i] = b->labels[i];
		b->partial[i] = i + 1 == a->n;
		b->total[i] = i == 0 || i + 1 == a->n;
	}
}

static struct built *build(const struct words *w, const struct awkward *a, const char *kind, enum chart_unit unit, bool months, bool decorated) {
	struct built *b = g_new0(struct built, 1);
	fill_series(b, a);
	fill_positions(b, a);
	b->chart = (struct chart){.id = a->name,
							  .kind = kind,
							  .title = "A title",
							  .subtitle = "what it is",
							  .words = w,
							  .unit = unit,
							  .n = a->n,
							  .x_labels = b->label,
							  .n_series = a->series,
							  .series = b->series,
							  .y_lo = NAN,
							  .y_hi = NAN,
							  .total = b->total};
	assert_true(currency_parse("EUR", &b->chart.currency));
	if (months && !a->long_labels)
		b->chart.months = b->months;
	if (decorated) {
		for (size_t k = 0; k < a->series; k++) {
			b->series[k].lo = b->lo[k];
			b->series[k].hi = b->hi[k];
		}
		b->chart.partial = b->partial;
		b->chart.guides = guides;
		b->chart.n_guides = G_N_ELEMENTS(guides);
		b->chart.notes = notes;
		b->chart.n_notes = G_N_ELEMENTS(notes);
	}
	if (strcmp(kind, "step") == 0 && decorated) {
		for (size_t i = 0; i < a->n; i++) {
			b->at[i] = (double)(i * i) / 3;
			b->risk[i] = 1e6 / (double)(i + 1);
		}
		for (size_t k = 0; k < a->series; k++) {
			b->series[k].risk = k % 4 == 3 ? NULL : b->risk;
			b->series[k].median = (double)(k + 1) * 1.3;
		}
		b->chart.at = b->at;
		b->chart.bands = true;
	}
	if (strcmp(kind, "heat") == 0) {
		b->chart.cells = b->cells;
		b->chart.n_rows = a->series;
		b->chart.n_series = 0;
		for (size_t k = 0; k < a->series; k++) {
			b->row_label[k] = series_names[k];
			memcpy(b->cells + k * a->n, b->y[k], a->n * sizeof(double));
		}
		b->chart.row_labels = b->row_label;
		for (size_t i = 0; i < a->n * a->series; i++)
			b->cell_partial[i] = i % 5 == 4;
		b->chart.cell_partial = decorated ? b->cell_partial : NULL;
	}
	return b;
}

static void every_kind_keeps_awkward_series_inside(void **state) {
	static const enum chart_unit units[] = {CHART_COUNT, CHART_MONEY, CHART_PERCENT};
	for (size_t a = 0; a < G_N_ELEMENTS(cases); a++)
		for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
			for (size_t way = 0; way < 6; way++) {
				if (cases[a].series == 0 && strcmp(kinds[k], "heat") == 0)
					continue;
				g_autofree struct built *b = build(*state, &cases[a], kinds[k], units[way % 3], way % 2 == 0, way >= 3);
				check(&b->chart);
			}
}

static void hard_bounds_and_zero_hold_too(void **state) {
	for (size_t a = 0; a < G_N_ELEMENTS(cases); a++)
		for (size_t k = 0; k < 3; k++) {
			g_autofree struct built *b = build(*state, &cases[a], kinds[k], CHART_POINTS, true, true);
			b->chart.y_lo = -100;
			b->chart.y_hi = 100;
			b->chart.from_zero = a % 2 == 0;
			check(&b->chart);
		}
}

static void nothing_to_draw_says_so(void **state) {
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		g_autofree struct built *b = build(*state, &cases[10], kinds[k], CHART_COUNT, true, false);
		g_autoptr(drawing) d = chart_draw(&b->chart, CHART_HALF);
		assert_true(d->empty);
		bool said = false;
		for (guint i = 0; i < d->marks->len; i++) {
			const struct mark *m = g_ptr_array_index(d->marks, i);
			said = said || (m->kind == MARK_TEXT && strcmp(m->text, words_text(*state, "chart_no_data")) == 0);
		}
		assert_true(said == (strcmp(kinds[k], "spark") != 0));
	}
}

static size_t count_marks(const struct drawing *d, enum mark_kind kind, const char *word) {
	size_t n = 0;
	for (guint i = 0; i < d->marks->len; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		n += m->kind == kind && class_has(m->cls, word);
	}
	return n;
}

static struct chart heat(struct built *b, const struct words *w, size_t rows, size_t columns) {
	for (size_t r = 0; r < rows; r++)
		b->row_label[r] = "May 24";
	for (size_t i = 0; i < rows * columns; i++)
		b->cells[i] = i % columns > columns - 1 - i / columns ? NAN : exp(-(double)(i % columns) / 30);
	for (size_t i = 0; i < columns; i++) {
		g_snprintf(b->labels[i], sizeof b->labels[i], "%zu", i);
		b->label[i] = b->labels[i];
	}
	return (struct chart){.id = "heat",
						  .kind = "heat",
						  .title = "Cohorts",
						  .subtitle = "",
						  .words = w,
						  .unit = CHART_PERCENT,
						  .n = columns,
						  .x_labels = b->label,
						  .n_rows = rows,
						  .row_labels = b->row_label,
						  .cells = b->cells,
						  .y_lo = NAN,
						  .y_hi = NAN};
}

static void a_heat_map_of_one_cell_and_of_3600_fits(void **state) {
	g_autofree struct built *b = g_new0(struct built, 1);
	struct chart one = heat(b, *state, 1, 1);
	check(&one);
	struct chart many = heat(b, *state, 60, 60);
	check(&many);
	g_autoptr(drawing) d = chart_draw(&many, CHART_FULL);
	/* 60 + 59 + … + 1 = 1,830 cells exist, and 7 shades of the scale */
	assert_int_equal(count_marks(d, MARK_RECT, "cell"), 1830 + 7);
	assert_int_equal(count_marks(d, MARK_TEXT, "cell"), 0);
	struct chart few = heat(b, *state, 13, 13);
	g_autoptr(drawing) e = chart_draw(&few, CHART_FULL);
	assert_int_equal(count_marks(e, MARK_TEXT, "cell"), 13 * 14 / 2);
}

static void a_stack_with_negative_and_zero_parts_grows_both_ways(void **state) {
	static const double up[] = {10, 0, 5}, down[] = {-4, 0, -6}, more[] = {2, 0, NAN};
	static const char *const labels[] = {"a", "b", "c"};
	const struct series series[] = {{.name = "up", .y = up}, {.name = "down", .y = down}, {.name = "more", .y = more}};
	struct chart c = {.id = "stack",
					  .kind = "stack",
					  .title = "Stack",
					  .subtitle = "",
					  .words = *state,
					  .unit = CHART_COUNT,
					  .n = 3,
					  .x_labels = labels,
					  .n_series = 3,
					  .series = series,
					  .y_lo = NAN,
					  .y_hi = NAN};
	check(&c);
	g_autoptr(drawing) d = chart_draw(&c, CHART_HALF);
	const struct mark *bars[3];
	size_t n = 0;
	for (guint i = 0; i < d->marks->len && n < 3; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		if (m->kind == MARK_RECT && class_has(m->cls, "bar"))
			bars[n++] = m;
	}
	/* first stack: 10 stands on zero, −4 hangs from it, 2 stands on 10 */
	assert_true(fabs(bars[0]->y + bars[0]->y2 - bars[1]->y) < .15);
	assert_true(fabs(bars[2]->y + bars[2]->y2 - bars[0]->y) < .15);
	assert_true(fabs(bars[0]->y2 / bars[2]->y2 - 5) < .1);
}

static struct chart waterfall(const struct words *w, const struct series *s, const bool *total, const char *const *labels, size_t n) {
	return (struct chart){.id = "waterfall",
						  .kind = "waterfall",
						  .title = "Steps",
						  .subtitle = "",
						  .words = w,
						  .unit = CHART_COUNT,
						  .n = n,
						  .x_labels = labels,
						  .n_series = 1,
						  .series = s,
						  .total = total,
						  .y_lo = NAN,
						  .y_hi = NAN};
}

static const bool ends[] = {true, false, false, true};
static const char *const step_labels[] = {"from", "up", "down", "to"};

static void a_waterfall_of_zero_steps_is_drawn(void **state) {
	static const double flat[] = {120, 0, 0, 120}, nothing[] = {0, 0, 0, 0};
	struct series s = {.name = "x", .y = flat};
	struct chart c = waterfall(*state, &s, ends, step_labels, 4);
	check(&c);
	g_autoptr(drawing) d = chart_draw(&c, CHART_HALF);
	assert_int_equal(count_marks(d, MARK_PATH, "break"), 0);
	s.y = nothing;
	check(&c);
}

static void towering_totals_are_cut_and_say_so(void **state) {
	static const double tall[] = {223700, 5200, -2800, 226100}, low[] = {12, 14, -9, 17};
	struct series s = {.name = "x", .y = tall};
	struct chart c = waterfall(*state, &s, ends, step_labels, 4);
	check(&c);
	g_autoptr(drawing) d = chart_draw(&c, CHART_HALF);
	assert_int_equal(count_marks(d, MARK_PATH, "break"), 2);
	/* levels 223,700 … 228,900: range 5,200; wanted foot 223,700 − 0.55 × 5,200 = 220,840; step 2,000 (5,200 / 4 = 1,300): 220,000 */
	g_autofree char *said = SAY(*state, "chart_broken", ARG_S("value", "220,000"));
	bool found = false;
	for (guint i = 0; i < d->marks->len; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		found = found || (m->kind == MARK_TEXT && strcmp(m->text, said) == 0);
	}
	assert_true(found);
	s.y = low;
	g_autoptr(drawing) e = chart_draw(&c, CHART_HALF);
	assert_int_equal(count_marks(e, MARK_PATH, "break"), 0);
}

static void a_line_that_ends_early_names_its_last_position(void **state) {
	const double y[] = {5, 7, NAN};
	const char *const labels[] = {"August", "September", "October"};
	const struct series s = {.name = "Spend", .y = y};
	struct chart c = {.id = "early", .kind = "line", .title = "Spend", .words = *state, .unit = CHART_COUNT, .n = 3, .x_labels = labels, .n_series = 1, .series = &s,
					  .y_lo = NAN, .y_hi = NAN};
	g_autofree char *early = chart_end_value(&c, 0, 1);
	assert_string_equal(early, "7 (September)");
	c.n = 2;
	g_autofree char *last = chart_end_value(&c, 0, 1);
	assert_string_equal(last, "7");
	c.name_last = true;
	g_autofree char *named = chart_end_value(&c, 0, 1);
	assert_string_equal(named, "7 (September)");
}

static void a_gap_breaks_the_line_and_an_unfinished_month_is_hatched(void **state) {
	static const double y[] = {1, 2, NAN, 4, NAN, 6, 7, 8};
	static const bool partial[] = {false, false, false, false, false, false, false, true};
	struct month months[8];
	for (int i = 0; i < 8; i++)
		months[i] = month_plus(month_of(2026, 3), i);
	struct series s = {.name = "x", .y = y};
	struct chart c = {.id = "line",
					  .kind = "line",
					  .title = "Line",
					  .subtitle = "",
					  .words = *state,
					  .unit = CHART_NUMBER,
					  .n = 8,
					  .months = months,
					  .n_series = 1,
					  .series = &s,
					  .partial = partial,
					  .y_lo = NAN,
					  .y_hi = NAN};
	g_autoptr(drawing) d = chart_draw(&c, CHART_HALF);
	/* pieces 1–2 and 6–7 in one path with two moves; 7–8 apart as unfinished; 4 alone as a point */
	for (guint i = 0; i < d->marks->len; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		if (m->kind != MARK_PATH || !class_has(m->cls, "line"))
			continue;
		size_t moves = 0;
		for (const char *p = m->text; *p; p++)
			moves += *p == 'M';
		assert_int_equal(moves, class_has(m->cls, "partial") ? 1 : 2);
	}
	assert_int_equal(count_marks(d, MARK_PATH, "line"), 2);
	assert_int_equal(count_marks(d, MARK_CIRCLE, "lone"), 1);
	assert_int_equal(count_marks(d, MARK_PATH, "hatch"), 1);
	assert_int_equal(count_marks(d, MARK_LINE, "gap"), 2);
	/* the sentence leaves the unfinished month out */
	assert_string_equal(d->desc, "Line: from 1 in March 2026 to 7 in September 2026; lowest 1 in March 2026, highest 7 in September 2026.");
}

/* Of 10: one leaves at 2, three at 4, two at 5: S = 1, .9, .6, .4; at risk before them 10, 9, 6. Half are gone at 5. */
static void a_curve_of_steps_holds_its_value_until_the_next(void **state) {
	static const double at[] = {0, 2, 4, 5, 6}, y[] = {1, .9, .6, .4, .4}, lo[] = {NAN, .5, .25, .1, .1}, hi[] = {NAN, .98, .83, .7, .7};
	static const double risk[] = {10, 10, 9, 6, 4};
	static const bool listed[] = {true, false, false, false, true};
	static const char *const labels[] = {"start", NULL, NULL, NULL, "6 months"};
	const struct series s = {.name = "all", .y = y, .lo = lo, .hi = hi, .risk = risk, .median = 5};
	struct chart c = {.id = "step", .kind = "step", .title = "Still here", .subtitle = "", .words = *state, .unit = CHART_PERCENT, .n = 5, .at = at, .x_labels = labels,
					  .listed = listed, .n_series = 1, .series = &s, .from_zero = true, .y_lo = 0, .y_hi = 1};
	g_autoptr(drawing) d = chart_draw(&c, CHART_HALF);
	check_inside(&c, d);
	check_apart(&c, d);
	size_t corners = 0, level = 0;
	bool said = false;
	for (guint i = 0; i < d->marks->len; i++) {
		const struct mark *m = g_ptr_array_index(d->marks, i);
		for (const char *p = m->kind == MARK_PATH && class_has(m->cls, "line") ? m->text : ""; *p; p++)
			corners += *p == 'M' || *p == 'L';
		level += m->kind == MARK_TEXT && strcmp(m->cls, "tick s1") == 0;
		said |= m->kind == MARK_TEXT && strcmp(m->text, "median 5.0") == 0;
	}
	/* from the start, then to each fall and down it, then on to the end: 1 + 3 × 2 + 1 */
	assert_int_equal(corners, 8);
	assert_int_equal(count_marks(d, MARK_PATH, "band"), 1);
	assert_int_equal(count_marks(d, MARK_LINE, "target"), 2);
	assert_true(said);
	/* numbers at risk at 0, 1 … 6 */
	assert_int_equal(level, 7);
	g_autoptr(chart_table) t = chart_table_of(&c);
	assert_int_equal(t->rows->len, 2);
	const struct drawing_row *last = g_ptr_array_index(t->rows, 1);
	assert_string_equal(last->head, "6 months");
	assert_string_equal(last->cells[0], "40.00% (10.00% to 70.00%), 4 at risk");
}

static int load_words(void **state) {
	g_autoptr(diag) d = diag_new();
	*state = words_load("templates/text", "en", "en-GB", d);
	return *state ? 0 : -1;
}

static int free_words(void **state) {
	words_free(*state);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_keeps_awkward_series_inside),
		cmocka_unit_test(hard_bounds_and_zero_hold_too),
		cmocka_unit_test(nothing_to_draw_says_so),
		cmocka_unit_test(a_heat_map_of_one_cell_and_of_3600_fits),
		cmocka_unit_test(a_stack_with_negative_and_zero_parts_grows_both_ways),
		cmocka_unit_test(a_waterfall_of_zero_steps_is_drawn),
		cmocka_unit_test(towering_totals_are_cut_and_say_so),
		cmocka_unit_test(a_line_that_ends_early_names_its_last_position),
		cmocka_unit_test(a_curve_of_steps_holds_its_value_until_the_next),
		cmocka_unit_test(a_gap_breaks_the_line_and_an_unfinished_month_is_hatched),
	};
	return cmocka_run_group_tests(tests, load_words, free_words);
}
