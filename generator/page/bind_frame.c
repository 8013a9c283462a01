/* page/bind_frame: the frame of every page: title, mast, period bar, tabs, foot. Knows which page links to which; asks the plan whether a page
 * exists before it links to it, and refuses to know folders beyond the one rule <root><span>/<kind>.html. */
#include "page/bind.h"
#include <string.h>

static const struct span *span_at(const struct page_context *p, size_t span) {
	return &p->report->facts->spans.items[span];
}

char *bind_span_title(const struct words *w, const struct span *s) {
	switch (s->kind) {
	case SPAN_QUARTER: return format_quarter(w, s->first);
	case SPAN_YEAR: return g_strdup_printf("%d", month_year(s->first));
	case SPAN_TRAILING: {
		g_autofree char *month = format_month(w, s->last);
		return SAY(w, "span_trailing", ARG_S("month", month));
	}
	case SPAN_MONTH:
	default: return format_month(w, s->first);
	}
}

char *bind_span_short(const struct words *w, const struct span *s) {
	if (s->kind == SPAN_MONTH)
		return format_month_short(w, s->first, true);
	if (s->kind != SPAN_TRAILING)
		return bind_span_title(w, s);
	g_autofree char *month = format_month_short(w, s->last, true);
	return SAY(w, "span_trailing_short", ARG_S("month", month));
}

char *bind_href(const struct page_context *p, const char *kind, size_t span) {
	if (!p->exists(p, kind, span))
		return NULL;
	if (span == SPAN_ABSENT)
		return g_strdup_printf("%s%s.html", p->root, kind);
	if (span == p->span)
		return g_strdup_printf("%s.html", kind);
	return g_strdup_printf("%s%s/%s.html", p->root, span_at(p, span)->name, kind);
}

/* The same kind of page in another period, or that period's overview. */
static char *href_like(const struct page_context *p, size_t span) {
	char *href = bind_href(p, p->kind->name, span);
	return href ? href : bind_href(p, "overview", span);
}

/* One link to a period; says whether there is a page to link to. */
static bool period_link(struct tpl *bar, const char *section, const struct page_context *p, size_t span) {
	g_autofree char *href = span == SPAN_ABSENT ? NULL : href_like(p, span);
	if (!href)
		return false;
	struct tpl *link = tpl_add(bar, section);
	tpl_set(link, "HREF", href);
	tpl_take(link, "TEXT", bind_span_title(p->report->words, span_at(p, span)));
	return true;
}

/* The longer periods around this one, or the shorter ones inside it. */
static bool links_around(struct tpl *bar, const struct page_context *p) {
	const struct spans *all = &p->report->facts->spans;
	const struct span *s = span_at(p, p->span);
	bool any = false;
	if (s->kind != SPAN_YEAR && s->kind != SPAN_TRAILING) {
		if (s->kind == SPAN_MONTH)
			any |= period_link(bar, "AROUND", p, span_find(all, SPAN_QUARTER, s->last));
		any |= period_link(bar, "AROUND", p, span_find(all, SPAN_YEAR, s->last));
	}
	if (s->kind != SPAN_TRAILING)
		any |= period_link(bar, "AROUND", p, span_find(all, SPAN_TRAILING, s->last));
	return any;
}

static bool links_inside(struct tpl *bar, const struct page_context *p) {
	const struct spans *all = &p->report->facts->spans;
	const struct span *s = span_at(p, p->span);
	bool any = false;
	if (s->kind == SPAN_TRAILING)
		return period_link(bar, "INSIDE", p, span_find(all, SPAN_MONTH, s->last));
	int step = s->kind == SPAN_YEAR ? 3 : 1;
	enum span_kind kind = s->kind == SPAN_YEAR ? SPAN_QUARTER : SPAN_MONTH;
	for (int i = 0; s->kind != SPAN_MONTH && s->first.n + i <= s->last.n; i += step)
		any |= period_link(bar, "INSIDE", p, span_find(all, kind, month_plus(s->first, i)));
	return any;
}

static void bind_period_bar(struct tpl *mast, const struct page_context *p) {
	if (p->span == SPAN_ABSENT) {
		tpl_hide(mast, "PERIODS");
		return;
	}
	const struct spans *all = &p->report->facts->spans;
	struct tpl *bar = tpl_add(mast, "PERIODS");
	tpl_take(bar, "NOW", bind_span_title(p->report->words, span_at(p, p->span)));
	if (!period_link(bar, "PREVIOUS", p, span_previous(all, p->span)))
		tpl_hide(bar, "PREVIOUS");
	if (!period_link(bar, "NEXT", p, span_next(all, p->span)))
		tpl_hide(bar, "NEXT");
	bool month = span_at(p, p->span)->kind == SPAN_MONTH || span_at(p, p->span)->kind == SPAN_QUARTER;
	if (!month || !period_link(bar, "YEAR_BEFORE", p, span_year_before(all, p->span)))
		tpl_hide(bar, "YEAR_BEFORE");
	if (!links_around(bar, p))
		tpl_hide(bar, "AROUND");
	if (!links_inside(bar, p))
		tpl_hide(bar, "INSIDE");
	g_autofree char *index = bind_href(p, "index", SPAN_ABSENT);
	if (index)
		tpl_set(tpl_add(bar, "INDEX"), "HREF", index);
	else
		tpl_hide(bar, "INDEX");
}

const struct page_kind *bind_next_tab(int after) {
	const struct page_kind *next = NULL;
	for (size_t i = 0; page_kinds[i]; i++) {
		const struct page_kind *k = page_kinds[i];
		if (k->order > after && !k->internal && (!next || k->order < next->order))
			next = k;
	}
	return next;
}

static void bind_tabs(struct tpl *mast, const struct page_context *p) {
	if (p->span == SPAN_ABSENT || p->kind->order == 0) {
		tpl_hide(mast, "TABS");
		return;
	}
	struct tpl *tabs = tpl_add(mast, "TABS");
	for (const struct page_kind *k = bind_next_tab(0); k; k = bind_next_tab(k->order)) {
		g_autofree char *href = bind_href(p, k->name, p->span);
		if (!href)
			continue;
		g_autofree char *key = g_strdup_printf("page_%s_title", k->name);
		struct tpl *tab = tpl_add(tabs, "TAB");
		tpl_set(tab, "HREF", href);
		tpl_set(tab, "TEXT", words_text(p->report->words, key));
		tpl_show(tab, "CURRENT", k == p->kind);
	}
}

/* Only the newest periods of each length say how far the exports reach: a page of the past must not change when rows arrive. */
static bool tells_rows(const struct page_context *p) {
	if (p->span == SPAN_ABSENT)
		return true;
	const struct spans *all = &p->report->facts->spans;
	return p->span == span_newest(all, span_at(p, p->span)->kind) || span_at(p, p->span)->unfinished;
}

static void foot_link(struct tpl *foot, const char *section, const struct page_context *p, const char *kind) {
	size_t span = p->span == SPAN_ABSENT ? span_newest(&p->report->facts->spans, SPAN_MONTH) : p->span;
	g_autofree char *href = span == SPAN_ABSENT ? NULL : bind_href(p, kind, span);
	if (href)
		tpl_set(tpl_add(foot, section), "HREF", href);
	else
		tpl_hide(foot, section);
}

static void bind_foot(struct tpl *foot, const struct page_context *p) {
	const struct report *r = p->report;
	const struct spans *all = &r->facts->spans;
	bool newest = tells_rows(p);
	int32_t close = p->span == SPAN_ABSENT ? all->as_of : span_at(p, p->span)->close;
	g_autofree char *day = format_day(r->words, newest ? all->as_of : close);
	tpl_take(foot, "AS_OF", SAY(r->words, newest ? "foot_as_of" : "foot_close", ARG_S("day", day)));
	if (newest) {
		int64_t rows = 0, used = 0, refused = 0, duplicate = 0;
		for (guint i = 0; i < r->sources->len; i++) {
			const struct report_source *s = g_ptr_array_index(r->sources, i);
			rows += s->rows, used += s->used, refused += s->refused, duplicate += s->duplicate;
		}
		tpl_take(tpl_add(foot, "ROWS"), "TEXT",
				 SAY(r->words, "foot_rows", ARG_I("rows", rows), ARG_I("used", used), ARG_I("refused", refused), ARG_I("duplicate", duplicate)));
	} else {
		tpl_hide(foot, "ROWS");
	}
	foot_link(foot, "QUALITY", p, "quality");
	foot_link(foot, "METHOD", p, "method");
}

static void bind_head_of(struct tpl *root, const struct words *w, const char *stylesheet, const char *title, const char *kind) {
	tpl_set(root, "SITE_LANG", words_language(w));
	tpl_set(root, "STYLESHEET", stylesheet);
	tpl_set(root, "TITLE", title);
	tpl_set(root, "KIND", kind);
}

struct tpl *bind_frame(const struct page_context *p, struct tpl *root) {
	const struct words *w = p->report->words;
	const char *client = p->report->conf->name;
	g_autofree char *key = g_strdup_printf("page_%s_title", p->kind->name);
	g_autofree char *period = p->span == SPAN_ABSENT ? NULL : bind_span_title(w, span_at(p, p->span));
	g_autofree char *title = period ? SAY(w, "title_period", ARG_S("page", words_text(w, key)), ARG_S("period", period), ARG_S("client", client))
									: SAY(w, "title_plain", ARG_S("page", words_text(w, key)), ARG_S("client", client));
	bind_head_of(root, w, p->stylesheet, title, p->kind->name);
	if (period)
		tpl_set(root, "PERIOD_TITLE", period);
	struct tpl *mast = tpl_include(root, "MAST", "partials/mast.html");
	tpl_set(mast, "CLIENT", client);
	bind_period_bar(mast, p);
	bind_tabs(mast, p);
	struct tpl *foot = tpl_include(root, "FOOT", "partials/foot.html");
	tpl_set(foot, "CLIENT", client);
	bind_foot(foot, p);
	g_autofree char *file = g_strdup_printf("pages/%s.html", p->kind->name);
	return tpl_include(root, "BODY", file);
}

void bind_page(const struct page_context *p, struct tpl *root) {
	p->kind->bind(p, bind_frame(p, root));
}

struct tpl *bind_plain_frame(struct tpl *root, const struct words *w, const char *stylesheet, const char *title, const char *body) {
	bind_head_of(root, w, stylesheet, title, "plain");
	struct tpl *mast = tpl_include(root, "MAST", "partials/mast.html");
	tpl_set(mast, "CLIENT", title);
	tpl_hide(mast, "PERIODS");
	tpl_hide(mast, "TABS");
	tpl_exclude(root, "FOOT");
	return tpl_include(root, "BODY", body);
}

void bind_unfinished(struct tpl *body, const struct page_context *p) {
	const struct span *s = span_at(p, p->span);
	const struct words *w = p->report->words;
	if (s->unfinished) {
		g_autofree char *day = format_day(w, s->close);
		tpl_take(tpl_add(body, "UNFINISHED"), "TEXT", SAY(w, "period_unfinished", ARG_S("day", day)));
	} else if (s->window_filling) {
		tpl_set(tpl_add(body, "UNFINISHED"), "TEXT", words_text(w, "period_window"));
	} else if (s->before_history) {
		g_autofree char *day = format_day(w, p->report->facts->spans.history_start);
		tpl_take(tpl_add(body, "UNFINISHED"), "TEXT", SAY(w, "period_before", ARG_S("day", day)));
	} else {
		tpl_hide(body, "UNFINISHED");
	}
}
