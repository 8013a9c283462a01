/* pages/quality: what became of every row, what is missing and what would switch it on. Knows accounts, coverage and states; shows line, column and
 * reason of a refused row, never the row. */
#include "page/bind.h"
#include <string.h>

static void count_cell(struct tpl *row, const struct report *r, int64_t n) {
	g_autofree char *text = format_count(r->words, n);
	bind_cell(row, text, true);
}

static void bind_sources(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	const struct words *w = r->words;
	static const char *const heads[] = {"head_rows", "head_used", "head_refused", "head_duplicate"};
	struct tpl *table = bind_table(body, "SOURCES", p, "quality-sources", words_text(w, "quality_sources_caption"), NULL);
	bind_head(table, words_text(w, "head_file"), false);
	bind_head(table, words_text(w, "head_record"), false);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		bind_head(table, words_text(w, heads[i]), true);
	bind_head(table, words_text(w, "head_sum"), true);
	for (guint i = 0; i < r->sources->len; i++) {
		const struct report_source *s = g_ptr_array_index(r->sources, i);
		struct tpl *row = bind_row(table, "source", s->file);
		bind_cell(row, s->record, false);
		count_cell(row, r, s->rows);
		count_cell(row, r, s->used);
		count_cell(row, r, s->refused);
		count_cell(row, r, s->duplicate);
		bool holds = s->rows == s->used + s->refused + s->duplicate;
		g_autofree char *sum = SAY(w, holds ? "quality_sum_holds" : "quality_sum_broken", ARG_I("used", s->used), ARG_I("refused", s->refused),
								   ARG_I("duplicate", s->duplicate), ARG_I("rows", s->rows));
		bind_cell(row, sum, true);
	}
}

static void bind_dates(struct tpl *part, const struct report *r, const struct report_source *s) {
	if (s->first_day == DAY_NONE || s->last_day == DAY_NONE) {
		tpl_set(part, "DATES", words_text(r->words, "quality_no_dates"));
		return;
	}
	g_autofree char *first = format_day(r->words, s->first_day), *last = format_day(r->words, s->last_day);
	tpl_take(part, "DATES", SAY(r->words, "quality_dates", ARG_S("first", first), ARG_S("last", last)));
}

static void bind_said(struct tpl *part, const struct report *r, const struct report_source *s) {
	const struct words *w = r->words;
	bool any = false;
	for (size_t i = 0; i < s->n_rules; i++) {
		if (s->rules[i].rows == 0)
			continue;
		g_autofree char *key = g_strdup_printf("used_rule_%s", s->rules[i].rule);
		tpl_take(tpl_add(part, "SAID"), "TEXT", SAY(w, key, ARG_I("n", s->rules[i].rows)));
		any = true;
	}
	const struct {
		const char *key;
		int64_t n;
	} said[] = {{"quality_by_rule", s->refused_by_rule}, {"quality_orphans", s->orphans}, {"quality_rounded", s->rounded}};
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		if (said[i].n == 0)
			continue;
		tpl_take(tpl_add(part, "SAID"), "TEXT", SAY(w, said[i].key, ARG_I("n", said[i].n)));
		any = true;
	}
	if (!any)
		tpl_set(tpl_add(part, "SAID"), "TEXT", words_text(w, "quality_nothing_said"));
}

static void bind_parts_of_sources(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	if (r->sources->len == 0)
		tpl_hide(body, "FILES");
	for (guint i = 0; i < r->sources->len; i++) {
		const struct report_source *s = g_ptr_array_index(r->sources, i);
		struct tpl *part = tpl_add(body, "FILES");
		g_autofree char *id = g_strdup_printf("quality-file-%u", i + 1), *refused = g_strdup_printf("%s-refused", id),
						*notes = g_strdup_printf("%s-notes", id);
		tpl_set(part, "ID", id);
		tpl_set(part, "FILE", s->file);
		tpl_set(part, "RECORD", s->record);
		tpl_set(part, "ENCODING", s->encoding ? s->encoding : "");
		bind_dates(part, r, s);
		bind_said(part, r, s);
		g_autofree char *refused_caption = SAY(r->words, "quality_refused_caption", ARG_S("file", s->file), ARG_I("n", (int64_t)s->rejects->len));
		g_autofree char *notes_caption = SAY(r->words, "quality_notes_caption", ARG_S("file", s->file), ARG_I("n", (int64_t)s->notes->len));
		bind_report_rows(part, "REFUSED", p, refused, refused_caption, s->rejects);
		bind_report_rows(part, "NOTES", p, notes, notes_caption, s->notes);
	}
}

static void bind_coverage(struct tpl *body, const struct page_context *p) {
	static const char *const keys[COVER_COUNT] = {"cover_activity", "cover_nps", "cover_csat", "cover_spend",
												   "cover_ces", "cover_invitations", "cover_contacts", "cover_work"};
	const struct report *r = p->report;
	const struct words *w = r->words;
	const struct span *s = &r->facts->spans.items[p->span];
	struct tpl *table = bind_table(body, "COVERAGE", p, "quality-coverage", words_text(w, "quality_coverage_caption"), NULL);
	bind_head(table, words_text(w, "head_export"), false);
	bind_head(table, words_text(w, "head_last_day"), false);
	bind_head(table, words_text(w, "head_says"), false);
	for (int i = 0; i < COVER_COUNT; i++) {
		struct tpl *row = bind_row(table, "cover", words_text(w, keys[i]));
		bool dated = r->cover->present[i] && r->cover->last[i] != DAY_NONE;
		g_autofree char *day = dated ? format_day(w, r->cover->last[i]) : NULL;
		bind_cell(row, dated ? day : words_text(w, "cell_none"), false);
		bool late = dated && r->cover->last[i] < month_first_day(s->last);
		bind_cell(row, words_text(w, !r->cover->present[i] ? "cover_absent" : late ? "cover_late" : "cover_there"), false);
	}
}

/* A list of strings at section `section` { TEXT }; the strings are freed. */
static void bind_lines(struct tpl *body, const char *section, GPtrArray *lines) {
	if (lines->len == 0)
		tpl_hide(body, section);
	for (guint i = 0; i < lines->len; i++)
		tpl_set(tpl_add(body, section), "TEXT", g_ptr_array_index(lines, i));
	g_ptr_array_unref(lines);
}

static void bind_suppressed(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < metric_count(); i++) {
		const struct metric *m = metric_at(i);
		g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func(g_free);
		for (size_t s = 1; s < r->facts->n_slices; s++) {
			const struct slice *slice = &r->facts->slices[s];
			if (metric_has_slice(m, r->facts, s) && result(r->results, m->id, p->span, s)->state == STATE_SUPPRESSED)
				g_ptr_array_add(values,
								SAY(r->words, "quality_slice", ARG_S("dimension", bind_dimension(r->words, r->facts->dimensions[slice->dimension])),
									ARG_S("value", bind_slice(r->words, slice->value))));
		}
		if (values->len == 0)
			continue;
		g_autofree char *title = bind_text_of(r, m->id, "title"),
						*list = format_list(r->words, (const char *const *)values->pdata, values->len);
		g_ptr_array_add(lines, SAY(r->words, "quality_suppressed", ARG_S("metric", title), ARG_S("slices", list)));
	}
	tpl_show(body, "NO_SUPPRESSED", lines->len == 0);
	bind_lines(body, "SUPPRESSED", lines);
}

/* The figures that are not there, gathered by what would switch them on. */
static void bind_missing(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	g_autoptr(GPtrArray) needs = g_ptr_array_new();
	for (size_t i = 0; i < metric_count(); i++) {
		const struct value *v = result(r->results, metric_at(i)->id, p->span, SLICE_ALL);
		if (v->state == STATE_MISSING && !g_ptr_array_find_with_equal_func(needs, bind_state_reason(r, v), g_str_equal, NULL))
			g_ptr_array_add(needs, (gpointer)(uintptr_t)bind_state_reason(r, v));
	}
	tpl_show(body, "NO_MISSING", needs->len == 0);
	if (needs->len == 0)
		tpl_hide(body, "MISSING");
	for (guint k = 0; k < needs->len; k++) {
		const char *reason = g_ptr_array_index(needs, k);
		g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
		for (size_t i = 0; i < metric_count(); i++) {
			const struct value *v = result(r->results, metric_at(i)->id, p->span, SLICE_ALL);
			if (v->state == STATE_MISSING && strcmp(bind_state_reason(r, v), reason) == 0)
				g_ptr_array_add(titles, bind_text_of(r, metric_at(i)->id, "title"));
		}
		struct tpl *item = tpl_add(body, "MISSING");
		tpl_take(item, "METRICS", format_list(r->words, (const char *const *)titles->pdata, titles->len));
		tpl_set(item, "TEXT", reason);
	}
}

static void bind_partial(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	size_t first = SPAN_ABSENT, last = SPAN_ABSENT; /* months whose window is not full */
	for (size_t i = 0; i < r->facts->spans.n; i++) {
		const struct span *s = &r->facts->spans.items[i];
		if (s->window_filling && s->kind == SPAN_MONTH) {
			first = first == SPAN_ABSENT ? i : first;
			last = i;
		}
		if (!s->unfinished)
			continue;
		g_autofree char *title = bind_span_title(r->words, s), *day = format_day(r->words, s->close);
		g_ptr_array_add(lines, SAY(r->words, "quality_unfinished", ARG_S("period", title), ARG_S("day", day)));
	}
	if (first != SPAN_ABSENT) {
		g_autofree char *from = bind_span_title(r->words, &r->facts->spans.items[first]), *to = bind_span_title(r->words, &r->facts->spans.items[last]);
		g_ptr_array_add(lines, SAY(r->words, "quality_filling", ARG_S("from", from), ARG_S("to", to)));
	}
	tpl_show(body, "NO_PARTIAL", lines->len == 0);
	bind_lines(body, "PARTIAL", lines);
}

static void bind(const struct page_context *p, struct tpl *body) {
	bind_unfinished(body, p);
	bind_sources(body, p);
	bind_parts_of_sources(body, p);
	bind_coverage(body, p);
	bind_missing(body, p);
	bind_suppressed(body, p);
	bind_partial(body, p);
}

const struct page_kind page_quality = {.name = "quality", .when = PAGE_NEWEST_SPAN, .order = 80, .bind = bind};
