/* page/bind_reasons: see bind_reasons.h. Knows the words of a row; which reasons may be shown is the report's. */
#include "page/bind_reasons.h"
#include "report/reasons.h"

static const char *reason_name(const struct words *w, const struct reason *of) {
	if (of->kind == REASON_TOLD)
		return of->text;
	return words_text(w, of->kind == REASON_OTHER ? "reason_other" : "reason_none");
}

static const char *owner_name(const struct words *w, const struct reason *of) {
	static const char *const keys[] = {"cell_none", "reason_owner_us", "reason_owner_customer", "reason_owner_market"};
	return words_text(w, keys[*reason_owner_name(of->owner) ? of->owner : 0]);
}

static void reason_row(struct tpl *table, const struct report *r, const struct reason *of, bool worth) {
	const struct words *w = r->words;
	struct tpl *row = bind_row(table, of->kind == REASON_OTHER ? "more" : "reason", reason_name(w, of));
	g_autofree char *customers = format_count(w, of->customers), *revenue = worth ? bind_money(r, of->revenue, r->facts->mrr_per) : NULL;
	bind_cell(row, owner_name(w, of), false);
	bind_cell(row, of->kind == REASON_OTHER ? words_text(w, "cell_none") : words_text(w, of->payment ? "reason_payment_yes" : "reason_payment_no"), false);
	bind_cell(row, customers, true);
	bind_cell(row, revenue ? revenue : words_text(w, "cell_none"), true);
}

void bind_reasons(struct tpl *t, const char *name, const struct page_context *p) {
	const struct report *r = p->report;
	const struct words *w = r->words;
	if (!value_shown(result(r->results, REASONS_METRIC, p->span, SLICE_ALL))) {
		bind_absent(t, name, p, REASONS_METRIC, words_text(w, "reasons_caption"));
		return;
	}
	g_autoptr(reasons) all = reasons_of(r->facts, p->span, conf_int(r->conf, SETTING_MIN_N));
	if (all->n == 0) {
		bind_note(t, name, words_text(w, all->withheld ? "reasons_withheld" : "reasons_nobody"));
		return;
	}
	struct tpl *table = bind_table(t, name, p, "retention-reasons", words_text(w, "reasons_caption"), "reasons");
	bind_head(table, words_text(w, "head_why"), false);
	bind_head(table, words_text(w, "head_owner"), false);
	bind_head(table, words_text(w, "head_payment"), false);
	bind_head(table, words_text(w, "head_lost"), true);
	bind_head(table, words_text(w, r->cover->orders ? "head_worth_orders" : "head_worth"), true);
	for (size_t i = 0; i < all->n; i++)
		reason_row(table, r, &all->rows[i], r->cover->amounts && !all->unrated);
}
