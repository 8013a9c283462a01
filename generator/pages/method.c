/* pages/method: every metric: what it means, its formula with this period's numbers in it, the rule in force, where it comes from; and the settings. */
#include "page/bind.h"
#include <string.h>

static void bind_text(struct tpl *t, const char *name, const struct report *r, const char *id, const char *part) {
	tpl_take(t, name, bind_text_of(r, id, part));
}

static void bind_metric(struct tpl *family, const struct page_context *p, const struct metric *m) {
	const struct report *r = p->report;
	const struct value *v = result(r->results, m->id, p->span, SLICE_ALL);
	struct tpl *t = tpl_add(family, "METRICS");
	tpl_set(t, "ID", m->id);
	tpl_set(t, "PERIOD", r->facts->spans.items[p->span].name);
	tpl_set(t, "STATE", bind_state_class(v));
	bind_text(t, "TITLE", r, m->id, "title");
	bind_text(t, "MEANING", r, m->id, "meaning");
	bind_text(t, "FORMULA", r, m->id, "formula");
	bind_text(t, "SOURCE", r, m->id, "source");
	bind_text(t, "READING", r, m->id, "reading");
	tpl_take(t, "NUMBERS", bind_quotient(r, m, v));
	g_autofree char *interval = bind_interval(r, m, v), *rule = bind_rules_whole(r, m, v);
	if (interval)
		tpl_set(tpl_add(t, "INTERVAL"), "TEXT", interval);
	else
		tpl_hide(t, "INTERVAL");
	tpl_set(t, "RULE", rule ? rule : words_text(r->words, "explain_no_rule"));
	g_autofree char *reason = bind_reason_text(r, m, p->span, v);
	if (reason)
		tpl_set(tpl_add(t, "REASON"), "TEXT", reason);
	else
		tpl_hide(t, "REASON");
}

/* The order of the tabs; a family that is not named here comes after. */
static const char *const first[] = {"nps",     "csat",  "ces",   "response",    "service",  "retention", "linking", "survival", "cohort",   "projection",
									"revenue", "price", "value", "acquisition", "referral", "balance",   "signs",   "falling",  "recovery", "lists"};

static bool is_first(const char *family) {
	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		if (strcmp(first[i], family) == 0)
			return true;
	return false;
}

static void bind_family(struct tpl *body, const struct page_context *p, const struct metric_family *f) {
	const struct report *r = p->report;
	g_autofree char *key = g_strdup_printf("family_%s", f->name);
	struct tpl *entry = tpl_add(body, "CONTENTS"), *family = tpl_add(body, "FAMILIES");
	tpl_set(entry, "FAMILY", f->name);
	tpl_set(entry, "NAME", words_text(r->words, key));
	tpl_set(family, "FAMILY", f->name);
	tpl_set(family, "NAME", words_text(r->words, key));
	for (size_t i = 0; i < f->n; i++) {
		struct tpl *line = tpl_add(entry, "ENTRIES");
		tpl_set(line, "ID", f->metrics[i].id);
		bind_text(line, "TITLE", r, f->metrics[i].id, "title");
		bind_metric(family, p, &f->metrics[i]);
	}
}

static void bind_settings(struct tpl *body, const struct page_context *p) {
	const struct report *r = p->report;
	struct tpl *table = bind_table(body, "SETTINGS", p, "method-settings", words_text(r->words, "method_settings_caption"), NULL);
	bind_head(table, words_text(r->words, "head_setting"), false);
	bind_head(table, words_text(r->words, "head_value"), false);
	for (int s = 0; s < SETTING_COUNT; s++) {
		if (s == SETTING_OUT || s == SETTING_THEME || !conf_has(r->conf, (enum setting)s))
			continue;
		const char *text = conf_text(r->conf, (enum setting)s);
		struct tpl *row = bind_row(table, r->conf->values[s].set ? "set" : "built-in", setting_path((enum setting)s));
		bind_cell(row, text ? text : "", false);
	}
}

static void bind(const struct page_context *p, struct tpl *body) {
	bind_unfinished(body, p);
	for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
		for (size_t k = 0; metric_families[k]; k++)
			if (strcmp(metric_families[k]->name, first[i]) == 0)
				bind_family(body, p, metric_families[k]);
	for (size_t k = 0; metric_families[k]; k++)
		if (!is_first(metric_families[k]->name))
			bind_family(body, p, metric_families[k]);
	bind_settings(body, p);
}

const struct page_kind page_method = {.name = "method", .when = PAGE_NEWEST_SPAN, .order = 90, .bind = bind};
