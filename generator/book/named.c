/* book/named: settings that name what should stand in the exports: channels, purposes of spend, the scale of satisfaction. A name that no row has does
 * nothing and would go unnoticed: it is said, with the nearest there is. Knows settings and what was read; refuses to know what they are used for. */
#include "base/text.h"
#include "book/reader.h"
#include <string.h>

static struct where at(const struct book *b, enum setting s) {
	return (struct where){b->conf->conf->file, b->conf->values[s].line, 0};
}

static void tell(struct reader *r, enum setting s, const char *name, const GPtrArray *known) {
	const char *nearest = text_nearest(name, (const char *const *)known->pdata, known->len);
	if (nearest != NULL)
		diag_report(r->diag, DIAG_SETTING_ABSENT, at(r->book, s), setting_path(s), name, r->book->conf->id, nearest, NULL);
	else
		diag_report(r->diag, DIAG_SETTING_ABSENT_FAR, at(r->book, s), setting_path(s), name, r->book->conf->id, NULL);
}

static void check_names(struct reader *r, enum setting s, const GPtrArray *known) {
	char **names = conf_list(r->book->conf, s);
	for (size_t i = 0; names[i] != NULL; i++)
		if (!g_ptr_array_find_with_equal_func((GPtrArray *)known, names[i], g_str_equal, NULL))
			tell(r, s, names[i], known);
}

static void check_channels(struct reader *r, enum setting s) {
	const struct book *b = r->book;
	if (conf_list(b->conf, s)[0] == NULL)
		return;
	if (b->channel >= b->n_dimensions) {
		diag_report(r->diag, DIAG_SETTING_NO_CHANNEL, at(b, s), setting_path(s), b->conf->id, NULL);
		return;
	}
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (uint32_t code = CODE_FIRST; code < intern_count(&b->values[b->channel]); code++)
		g_ptr_array_add(known, (gpointer)(uintptr_t)intern_text(&b->values[b->channel], code));
	check_names(r, s, known);
}

/* Without any spend the export is what lacks, and the figures say so. */
static void check_purposes(struct reader *r) {
	static const char *const purposes[] = {"acquisition", "retention", "service"};
	const GArray *spends = r->book->spends;
	bool has[G_N_ELEMENTS(purposes)] = {false};
	for (guint i = 0; i < spends->len; i++)
		has[g_array_index(spends, struct spend, i).purpose] = true;
	g_autoptr(GPtrArray) known = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(purposes); i++)
		if (has[i])
			g_ptr_array_add(known, (gpointer)(uintptr_t)purposes[i]);
	if (known->len > 0)
		check_names(r, SETTING_KEEP_PURPOSES, known);
}

/* Above the best score of a scale nobody could be satisfied on it. */
static bool top_within_scale(struct reader *r) {
	const struct book *b = r->book;
	const struct answer *least = NULL;
	for (guint i = 0; i < b->answers->len; i++) {
		const struct answer *a = &g_array_index(b->answers, struct answer, i);
		if (a->survey == SURVEY_CSAT && (least == NULL || a->high < least->high))
			least = a;
	}
	if (!conf_has(b->conf, SETTING_CSAT_TOP) || least == NULL || conf_int(b->conf, SETTING_CSAT_TOP) <= least->high)
		return true;
	g_autofree char *scale = g_strdup_printf("%d-%d", least->low, least->high);
	const struct account *a = g_ptr_array_index(b->accounts, least->account);
	diag_report(r->diag, DIAG_CSAT_TOP, at(b, SETTING_CSAT_TOP), conf_text(b->conf, SETTING_CSAT_TOP), scale, a->file, NULL);
	return false;
}

bool named_check(struct reader *r) {
	check_channels(r, SETTING_EARNED_CHANNELS);
	check_channels(r, SETTING_PAID_CHANNELS);
	check_purposes(r);
	return top_within_scale(r);
}
